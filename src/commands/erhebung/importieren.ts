import { probeFlag } from '../../cli/bulk.ts';
import { Args, Flags, kommuneFlag } from '../../cli/flags.ts';
import { counted, statusWord, table } from '../../cli/output.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { formatDay } from '../../domain/calendar.ts';
import { importAnswers } from '../../usecases/import-answers.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class ErhebungImportieren extends WriteCommand<CommandJson['erhebung importieren']> {
  static override summary = 'Antworten aus einer vorhandenen Liste (XLSX, CSV) einlesen';
  static override description = [
    'Ohne --zuordnung erwartet der Befehl die Spalten von „burgward erhebung exportieren“. Eine eigene Liste beschreibt eine kleine YAML-Datei:',
    '',
    'kopfzeile: 3',
    'spalten: { control: Nr., status: Umsetzung, begruendung: Bemerkung, bis: Termin }',
    'werte: { erledigt: ja, "in Arbeit": teilweise, "–": "" }',
    'controls: { "4.2": BAK-01.02, "4.3": [BAK-01.03, BAK-01.05] }',
    'vorgabe: { gesagt_von: Liste 2025, gueltig_ab: "2025-06-30" }',
    '',
    'Alle Zeilen werden zuerst geprüft; mit einem Fehler wird nichts eingelesen. Was schon so erfasst ist, bleibt, wie es ist. Termin und Name bei einem „ja“ kommen aus einer eigenen Liste in die Notiz.',
  ].join('\n');
  static override examples = [
    'burgward erhebung importieren ./massnahmenliste.xlsx --kommune beispielhain --zuordnung ./zuordnung.yaml --probe',
    'burgward erhebung importieren ./antworten-beispielhain-2026-06-30.csv --kommune beispielhain',
  ];
  static override args = { datei: Args.string({ description: 'XLSX- oder CSV-Datei', required: true }) };
  static override flags = {
    kommune: kommuneFlag(),
    zuordnung: Flags.string({ description: 'YAML-Datei, die sagt, wie die Spalten zu lesen sind', helpValue: 'DATEI' }),
    probe: probeFlag(),
  };

  async run() {
    const { args, flags } = await this.parse(ErhebungImportieren);
    const request = { kommune: flags.kommune, path: args.datei, mapping: flags.zuordnung, probe: flags.probe };
    const result = await this.withContext(flags, (context) => importAnswers(context, request));
    const { aenderungen, unveraendert, uebergangen } = result;
    if (aenderungen.length > 0) {
      this.print(
        table(aenderungen, [
          { header: 'Zeile', value: (row) => row.zeile, align: 'right' },
          { header: 'Anforderung', value: (row) => row.control },
          { header: 'Zielobjekt', value: (row) => row.zielobjekt },
          { header: 'bisher', value: (row) => statusWord(row.vorher ?? 'offen') },
          { header: 'dann', value: (row) => statusWord(row.nachher) },
          { header: 'gültig ab', value: (row) => `${formatDay(row.gueltigAb)}${row.giltHeute ? '' : ' (nachgetragen)'}` },
        ]),
      );
    }
    const parts = [
      counted(aenderungen.length, 'Antwort', 'Antworten') +
        (flags.probe ? ` ${aenderungen.length === 1 ? 'würde' : 'würden'} eingelesen` : ' eingelesen'),
      `${unveraendert} unverändert`,
      `${uebergangen.length} ohne Antwort`,
    ];
    this.print(`${parts.join(', ')}.`);
    if (result.eintrag !== null)
      this.note(`Zurücknehmen mit „burgward erhebung rueckgaengig --kommune ${flags.kommune} --eintrag ${result.eintrag}“.`);
    return result;
  }
}
