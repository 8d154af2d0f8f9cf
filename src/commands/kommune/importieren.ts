import { probeFlag } from '../../cli/bulk.ts';
import { Args, Flags } from '../../cli/flags.ts';
import { counted, table } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { importKommunen } from '../../usecases/import-kommunen.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class KommuneImportieren extends WriteCommand<CommandJson['kommune importieren']> {
  static override summary = 'Viele Kommunen aus einer Liste (XLSX, CSV) anlegen';
  static override description = [
    'Gelesen werden die Spalten name, slug (sonst aus dem Namen gebildet), art, ags, einwohner, landkreis (sonst aus dem ags), merkmale (NAME=ja, NAME=nein) und je Merkmal eine eigene Spalte mit ja, nein oder unbekannt. Andere Spalten bleiben unbeachtet und werden genannt.',
    '',
    'Alle Zeilen werden zuerst geprüft; mit einem Fehler wird nichts eingelesen. Wer schon erfasst ist, wird nur mit --aktualisieren geändert; leere Zellen ändern nichts.',
  ].join('\n');
  static override examples = [
    'burgward kommune importieren ./kommunen.csv --probe',
    'burgward kommune importieren ./kommunen.xlsx --aktualisieren',
  ];
  static override args = { datei: Args.string({ description: 'XLSX- oder CSV-Datei', required: true }) };
  static override flags = {
    aktualisieren: Flags.boolean({ description: 'Abweichendes bei schon erfassten Kommunen übernehmen' }),
    probe: probeFlag(),
  };

  async run() {
    const { args, flags } = await this.parse(KommuneImportieren);
    const request = { path: args.datei, probe: flags.probe, update: flags.aktualisieren };
    const result = await this.withContext(flags, (context) => importKommunen(context, request));
    const { neu, geaendert, unveraendert, nichtGelesen, probe } = result;
    const changes = geaendert.flatMap(({ slug, felder }) => felder.map((field) => ({ slug, ...field })));
    if (changes.length > 0) {
      this.print(
        table(changes, [
          { header: 'Kurzname', value: (row) => row.slug },
          { header: 'Feld', value: (row) => row.feld },
          { header: 'bisher', value: (row) => row.vorher },
          { header: 'in der Liste', value: (row) => row.nachher },
        ]),
      );
    }
    const done = request.update && !probe;
    const parts = [
      `${counted(neu.length, 'Kommune', 'Kommunen')} ${probe ? 'würden angelegt' : 'angelegt'}`,
      `${geaendert.length} ${done ? 'geändert' : 'weichen ab'}`,
      `${unveraendert} unverändert`,
    ];
    this.print(`${parts.join(', ')}.`);
    if (geaendert.length > 0 && !request.update) this.note('Abweichungen übernimmt --aktualisieren.');
    if (nichtGelesen.length > 0) this.note(`Nicht gelesen: ${nichtGelesen.join(', ')}.`);
    return result;
  }
}
