import { reportsFolder } from '../../cli/context.ts';
import { Flags, kommuneFlag, outputFolderFlag } from '../../cli/flags.ts';
import { table } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { createReportFolder } from '../../usecases/report-folders.ts';

const editions = ['intern', 'rat', 'oeffentlich'] as const;

export default class BerichtMappe extends StoreCommand<CommandJson['bericht mappe']> {
  static override summary = 'Alle Papiere zu einem Anlass auf einmal erstellen';
  static override description =
    'Schreibt die Papiere nummeriert in einen Ordner, dazu obenauf eine Seite, die sie aufzählt. Anlässe: jahresgespraech, haushalt, ratssitzung, pruefung, audit, amtswechsel, vorfall. Welche Papiere dazugehören, steht in reports/mappen.yaml; „--probe“ zeigt es.';
  static override examples = [
    'burgward bericht mappe --anlass jahresgespraech --kommune beispielhain --ausgabe ./mappe',
    'burgward bericht mappe --anlass ratssitzung --kommune beispielhain --probe',
    'burgward bericht mappe --anlass vorfall --eintrag VF1 --kommune beispielhain',
  ];
  static override flags = {
    kommune: kommuneFlag(),
    anlass: Flags.string({ description: 'wozu, zum Beispiel jahresgespraech', helpValue: 'ANLASS', required: true }),
    eintrag: Flags.string({ description: 'bei Anlässen zu einem Eintrag: seine Nummer, zum Beispiel VF1', helpValue: 'NR' }),
    format: Flags.string({
      description: 'html, pdf, docx, md, json, xlsx; mehrere mit Komma',
      helpValue: 'pdf',
      default: 'pdf',
    }),
    ausgabe: outputFolderFlag('Ordner für die Dateien; ohne Angabe ./ausgabe'),
    fassung: Flags.option({
      options: editions,
      description: 'alle Papiere in dieser Fassung; ohne Angabe jedes in der, die zum Anlass passt',
      helpValue: 'FASSUNG',
    })(),
    probe: Flags.boolean({ description: 'nur zeigen, was dazugehört; nichts schreiben' }),
  };

  async run() {
    const { flags } = await this.parse(BerichtMappe);
    const { kommune, anlass, eintrag, probe } = flags;
    const request = {
      ...{ kommune, anlass, eintrag, probe, reportsFolder: reportsFolder() },
      formate: flags.format.split(','),
      ausgabe: flags.ausgabe ?? 'ausgabe',
      fassung: flags.fassung as (typeof editions)[number] | undefined,
    };
    const result = await this.withContext(flags, (context) => createReportFolder(context, request));
    if (probe)
      this.print(
        table(result.papiere, [
          { header: 'Nr.', value: ({ nr }) => nr, align: 'right' },
          { header: 'Bericht', value: ({ bericht }) => bericht },
          { header: 'Titel', value: ({ titel }) => titel },
          { header: 'Fassung', value: ({ fassung }) => fassung },
          { header: 'Formate', value: ({ formate }) => formate.join(', ') },
        ]),
      );
    for (const { pfad } of result.dateien) this.print(pfad);
    for (const { titel, grund } of result.ausgelassen) this.note(`Nicht dabei: ${titel}, ${grund}.`);
    return result;
  }
}
