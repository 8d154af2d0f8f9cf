import { checkFlags } from '../../cli/check-flags.ts';
import { Flags } from '../../cli/flags.ts';
import { formatDuration } from '../../cli/format.ts';
import { counted, keyValues, table } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import type { Vantage } from '../../domain/observation.ts';
import { checkAll, kommunenToCheck } from '../../usecases/check-all.ts';
import type { Context } from '../../usecases/context.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { type CheckCallbacks, type CheckRequest, findScanner, prepareChecks } from '../../usecases/run-checks.ts';

type Result = CommandJson['netz pruefen-alle'];
type Outcome = Result['kommunen'][number];
type CollectProgress = Parameters<NonNullable<CheckCallbacks['onProgress']>>[0];

export default class NetzPruefenAlle extends WriteCommand<Result> {
  static override summary = 'Alle Kommunen mit gültiger Freigabe nacheinander prüfen';
  static override description =
    'Jede Kommune erhält ihre eigene Prüfung. Geht bei einer etwas schief oder endet ihre Freigabe, wird es vermerkt und die nächste kommt an die Reihe. Mit Strg-C bleibt erhalten, was fertig war; „--fortsetzen“ macht dort weiter, mit denselben Prüfungen.';
  static override examples = [
    'burgward netz pruefen-alle --landkreis mittelsachsen --probe',
    'burgward netz pruefen-alle --landkreis mittelsachsen',
  ];
  static override flags = {
    landkreis: Flags.string({ description: 'nur Kommunen dieses Landkreises und er selbst', helpValue: 'SLUG' }),
    ...checkFlags('leicht oder gruendlich, wie bei „netz pruefen“'),
    fortsetzen: Flags.boolean({ description: 'nur, was in der jeweils letzten Prüfung offen blieb' }),
  };

  async run() {
    const { flags, metadata } = await this.parse(NetzPruefenAlle);
    const { check = [] } = flags;
    const blickwinkel = (flags.blickwinkel as Vantage | undefined) ?? null;
    const shared = {
      checks: check,
      profil: flags.profil as CheckRequest['profil'],
      fortsetzen: flags.fortsetzen,
      wieZuletzt: { checks: check.length === 0, profil: metadata.flags['profil']?.setFromDefault === true },
      nurNmap: flags['nur-nmap'],
      blickwinkel,
      resolver: flags.resolver ?? null,
    };
    this.hintWhenStopped('Gespeichert sind die Kommunen, die schon fertig waren.');
    return this.withContext(flags, async (context) => {
      const { kommunen, withoutFreigabe } = await kommunenToCheck(context, flags.landkreis ?? null, blickwinkel);
      const missing = blickwinkel === null ? 'Ohne gültige Freigabe' : `Ohne gültige Freigabe mit Blickwinkel ${blickwinkel}`;
      if (withoutFreigabe.length > 0) this.note(`${missing}, nicht geprüft: ${withoutFreigabe.join(', ')}.`);
      if (flags.probe) {
        await this.#showFootprints(context, kommunen, shared);
        return { kommunen: [], ohneFreigabe: withoutFreigabe };
      }
      const outcomes = await this.#check(context, kommunen, shared);
      return { kommunen: outcomes, ohneFreigabe: withoutFreigabe };
    });
  }

  async #showFootprints(
    context: Context,
    kommunen: readonly { slug: string }[],
    shared: Omit<CheckRequest, 'kommune' | 'ziele'>,
  ): Promise<void> {
    for (const { slug } of kommunen) {
      const { footprint } = await prepareChecks(context, { ...shared, kommune: slug, ziele: [], probe: true });
      if (!('ziele' in footprint)) continue;
      const { ziele, domains, ports, verbindungen, sekundenHoechstens } = footprint;
      this.note(
        keyValues([
          [slug, counted(ziele.length + domains.length, 'Ziel', 'Ziele')],
          ['  Ports', ports],
          ['  Verbindungen', `höchstens ${verbindungen}`],
          ['  Dauer', `höchstens ${formatDuration(sekundenHoechstens)}`],
        ]),
      );
    }
  }

  async #check(
    context: Context,
    kommunen: Parameters<typeof checkAll>[1],
    shared: Omit<CheckRequest, 'kommune' | 'ziele'>,
  ): Promise<Outcome[]> {
    if (kommunen.length === 0) return [];
    const scanner = await findScanner(shared);
    if (scanner.reason !== null) this.note(`${scanner.reason} Es prüft der eigene Verbindungstest.`);
    const progress = this.progress('Netzprüfung');
    const whole = wholeProgress(kommunen.length);
    const width = Math.max(...kommunen.map(({ slug }) => slug.length));
    let current = '';
    const { outcomes, failed } = await checkAll(context, kommunen, shared, scanner, {
      signal: this.abortSignal,
      onPrepared: ({ slug }, _, index, total) => {
        current = `${slug} (${index + 1} von ${total})`;
        whole.begin(index);
      },
      onProgress: (step) => progress.update(whole.percent(step), 100, `${current}: ${step.text}`),
      onDone: (outcome) => progress.note(`${outcome.kommune.padEnd(width)}  ${resultOf(outcome)}`),
    }).finally(() => progress.finish());
    this.print(
      table(outcomes, [
        { header: 'Kommune', value: ({ kommune }) => kommune },
        { header: 'Prüfung', value: ({ lauf }) => lauf },
        { header: 'Nicht in Ordnung', value: ({ nichtInOrdnung }) => nichtInOrdnung, align: 'right' },
        { header: 'Unbestimmt', value: ({ unbestimmt }) => unbestimmt, align: 'right' },
        { header: 'Hinweis', value: (outcome) => outcome.fehler ?? (outcome.vollstaendig ? null : 'abgebrochen') },
      ]),
    );
    if (this.abortSignal.aborted)
      this.note(`Abgebrochen; ${counted(kommunen.length - outcomes.length, 'Kommune', 'Kommunen')} noch nicht begonnen.`);
    if (failed !== null) this.endWith(failed);
    return outcomes;
  }
}

function resultOf({ befunde, nichtInOrdnung, unbestimmt, fehler }: Outcome): string {
  const counts = `${counted(befunde, 'Befund', 'Befunde')}, ${nichtInOrdnung} nicht in Ordnung, ${unbestimmt} unbestimmt`;
  return fehler ?? counts;
}

/**
 * How far all of them together are, in percent: each Kommune counts the same, and its ports as much as its services. Never goes back,
 * so that the remaining time can be guessed for the whole.
 */
function wholeProgress(total: number) {
  let begun = 0;
  let reached = 0;
  return {
    begin(index: number): void {
      begun = index;
    },
    percent({ step, percent }: CollectProgress): number {
      const share = (step === 'ports' ? percent : 100 + percent) / 200;
      reached = Math.max(reached, ((begun + share) / total) * 100);
      return Math.floor(reached);
    },
  };
}
