import { reportsFolder, reportWorkerFile } from '../../cli/context.ts';
import { Args, Flags, optionalKommuneFlag, outputFolderFlag } from '../../cli/flags.ts';
import { counted, table } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { UsageError } from '../../errors.ts';
import { createReports } from '../../usecases/create-reports.ts';
import { checkRecipient } from '../../usecases/filed-reports.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { createRegionReport } from '../../usecases/region-report.ts';
import { createReportsForAll } from '../../usecases/reports-for-all.ts';

const editions = ['intern', 'rat', 'oeffentlich'] as const;

type Result = CommandJson['bericht erstellen'];

export default class BerichtErstellen extends StoreCommand<Result> {
  static override summary = 'Einen Bericht schreiben';
  static override description = [
    'Mit --alle für jede erfasste Kommune: Geht bei einer etwas schief, wird es vermerkt und die nächste kommt an die Reihe. Mit Strg-C bleibt erhalten, was fertig war; „--fortsetzen“ lässt aus, was schon da ist und aus denselben Daten stammt.',
    '',
    'Der Bericht „region“ handelt von vielen Kommunen zusammen und braucht keine --kommune.',
  ].join('\n');
  static override examples = [
    'burgward bericht erstellen leitung --kommune beispielhain --format html,pdf --ausgabe ./ausgabe',
    'burgward bericht erstellen leitung --alle --format pdf --ausgabe ./ausgabe',
    'burgward bericht erstellen region --fassung oeffentlich',
  ];
  static override args = {
    art: Args.string({
      description: 'zum Beispiel leitung oder netzpruefung; mehrere mit Komma; alle zeigt „bericht liste“',
      required: true,
    }),
  };
  static override flags = {
    kommune: { ...optionalKommuneFlag(), description: 'Kurzname der Kommune' },
    alle: Flags.boolean({ description: 'für jede Kommune, auch wenn BURGWARD_KOMMUNE eine nennt' }),
    gruppe: Flags.string({
      description: 'mit --alle oder bei „region“: nur die Mitglieder dieser Gruppe oder die Kommunen dieses Landkreises',
      helpValue: 'SLUG',
    }),
    fortsetzen: Flags.boolean({ description: 'mit --alle: auslassen, was schon da ist und aus denselben Daten stammt' }),
    format: Flags.string({
      description: 'html, pdf, docx, md, json, bei manchen xlsx; mehrere mit Komma',
      helpValue: 'html,pdf',
      default: 'html,pdf',
    }),
    ausgabe: outputFolderFlag('Ordner für die Dateien; ohne Angabe ./ausgabe'),
    fassung: Flags.option({
      options: editions,
      description: 'für wen: intern, rat oder oeffentlich',
      helpValue: 'FASSUNG',
      default: 'intern' as const,
    })(),
    variante: Flags.string({ description: 'bei Berichten in mehreren Varianten: welche', helpValue: 'VARIANTE' }),
    eintrag: Flags.string({ description: 'bei Berichten über einen Eintrag: seine Nummer, zum Beispiel VF1', helpValue: 'NR' }),
    archiv: Flags.boolean({
      description: 'PDF für die E-Akte: als PDF/A-2a statt PDF/UA-1; andere Formate bleiben, wie sie sind',
    }),
    ablegen: Flags.boolean({ description: 'die Dateien als herausgegeben in der Datenbank aufheben, siehe „bericht abgelegt“' }),
    empfaenger: Flags.string({
      description: 'mit --ablegen: wer den Bericht bekommt',
      helpValue: 'TEXT',
    }),
  };

  async run() {
    const { args, flags, raw } = await this.parse(BerichtErstellen);
    const arten = args.art.split(',').map((each) => each.trim());
    const isRegion = arten.includes('region');
    const typed = new Set(raw.flatMap((token) => (token.type === 'flag' ? [token.flag] : [])));
    checkSwitches(typed, { isRegion, isForAll: flags.alle });
    if (isRegion && arten.length > 1)
      throw new UsageError('Der Bericht „region“ lässt sich nicht mit anderen zusammen erstellen.', 'Ihn einzeln aufrufen.');
    const shared = {
      formate: flags.format.split(','),
      ausgabe: flags.ausgabe ?? 'ausgabe',
      fassung: flags.fassung as (typeof editions)[number],
      reportsFolder: reportsFolder(),
      pdfKind: flags.archiv ? ('a-2a' as const) : undefined,
    };
    const { gruppe, variante, eintrag, fortsetzen } = flags;
    if (isRegion)
      return this.#done(await this.withContext(flags, (context) => createRegionReport(context, { ...shared, gruppe })));
    if (flags.alle)
      return this.#forAll(flags, { ...shared, arten, gruppe, variante, fortsetzen, workerFile: reportWorkerFile() });
    const { kommune } = flags;
    if (kommune === undefined)
      throw new UsageError(
        'Es fehlt --kommune SLUG (oder die Umgebungsvariable BURGWARD_KOMMUNE).',
        'Für jede erfasste Kommune: --alle. Alle zeigt „burgward kommune liste“.',
      );
    const ablage = flags.ablegen ? { empfaenger: checkRecipient(flags.empfaenger) } : null;
    const request = { ...shared, kommune, arten, variante, eintrag, ablage };
    return this.#done(await this.withContext(flags, (context) => createReports(context, request)));
  }

  #done(result: Result): Result {
    for (const { pfad } of result.dateien) this.print(pfad);
    for (const { nr, art } of result.abgelegt ?? []) this.print(`${art}: abgelegt unter ${nr}`);
    return result;
  }

  async #forAll(
    flags: Parameters<typeof this.withContext>[0],
    request: Parameters<typeof createReportsForAll>[1],
  ): Promise<Result> {
    this.hintWhenStopped('Geschriebene Dateien bleiben; mit „--fortsetzen“ kommt nur, was fehlt.');
    const progress = this.progress('Berichte');
    const { result, failed, notBegun } = await this.withContext(flags, (context) =>
      createReportsForAll(context, request, {
        signal: this.abortSignal,
        onDone: ({ kommune, fehler }, done, total) => {
          if (fehler !== null) progress.note(`${kommune}: ${fehler}`);
          progress.update(done, total, kommune);
        },
      }),
    ).finally(() => progress.finish());
    const { kommunen = [], dateien } = result;
    const present = kommunen.reduce((sum, { vorhanden }) => sum + vorhanden, 0);
    const wrong = kommunen.filter(({ fehler }) => fehler !== null);
    this.print(
      [
        `${counted(kommunen.length, 'Kommune', 'Kommunen')}: ${counted(dateien.length, 'Datei', 'Dateien')} in ${request.ausgabe} geschrieben`,
        ...(present === 0 ? [] : [`${counted(present, 'war', 'waren')} schon da`]),
        ...(wrong.length === 0 ? [] : [`bei ${counted(wrong.length, 'Kommune', 'Kommunen')} gescheitert`]),
      ].join(', '),
    );
    if (wrong.length > 0)
      this.print(
        table(wrong, [
          { header: 'Kommune', value: ({ kommune }) => kommune },
          { header: 'Grund', value: ({ fehler }) => fehler },
        ]),
      );
    if (notBegun > 0) this.note(`Abgebrochen; ${counted(notBegun, 'Kommune', 'Kommunen')} noch nicht begonnen.`);
    if (failed !== null) this.endWith(failed);
    return result;
  }
}

/** Which switches go together. @param typed those on the command line; an environment variable may be set for other commands */
function checkSwitches(typed: ReadonlySet<string>, { isRegion, isForAll }: { isRegion: boolean; isForAll: boolean }): void {
  if (typed.has('empfaenger') && !typed.has('ablegen'))
    throw new UsageError('--empfaenger gilt nur mit --ablegen.', 'Wer den Bericht bekommt, wird nur beim Ablegen festgehalten.');
  const many = isRegion ? 'der Bericht „region“' : '--alle';
  if (isRegion || isForAll) {
    const single = ['kommune', 'eintrag', 'ablegen', ...(isRegion ? ['alle', 'variante', 'fortsetzen'] : [])];
    const wrong = single.find((name) => typed.has(name));
    if (wrong === undefined) return;
    const hint = wrong === 'ablegen' ? 'Abgelegt wird je Kommune, mit --kommune.' : `--${wrong} weglassen.`;
    throw new UsageError(`--${wrong} und ${many} gehen nicht zusammen.`, hint);
  }
  const needless = ['gruppe', 'fortsetzen'].find((name) => typed.has(name));
  if (needless !== undefined)
    throw new UsageError(
      `--${needless} gilt nur mit --alle${needless === 'gruppe' ? ' oder bei „region“' : ''}.`,
      `--${needless} weglassen oder --alle ergänzen.`,
    );
}
