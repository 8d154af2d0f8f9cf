import { probeFlag } from '../../cli/bulk.ts';
import { Args, kommuneFlag } from '../../cli/flags.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import { planText } from '../../cli/zielobjekte-table.ts';
import { importZielobjekte } from '../../usecases/import-zielobjekte.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class ZielobjektImportieren extends WriteCommand<CommandJson['zielobjekt importieren']> {
  static override summary = 'Zielobjekte aus einer Liste (XLSX, CSV) anlegen und ändern';
  static override description = [
    'Spalten: Kürzel, Typ, Name, Adressen, Zweck, Anzahl, Plattform, Standort, Verantwortlich, Benutzer, Braucht. Nur Kürzel ist immer nötig, für neue auch Typ und Name. In „Braucht“ stehen die Kürzel dessen, was das Zielobjekt braucht, durch Komma getrennt.',
    '',
    'Eine leere Zelle löscht die Angabe, eine fehlende Spalte lässt sie stehen. Was nicht in der Liste steht, bleibt, wie es ist; entfernt wird nur mit „burgward zielobjekt entfernen“.',
    '',
    'Gleiche Geräte stehen als eine Zeile mit ihrer Anzahl, wenn Typ, Plattform und Standort übereinstimmen. Alle Zeilen werden zuerst geprüft; mit einem Fehler wird nichts eingelesen.',
  ].join('\n');
  static override examples = [
    'burgward zielobjekt importieren ./zielobjekte.xlsx --kommune beispielhain --probe',
    'burgward zielobjekt importieren ./zielobjekte-beispielhain-2026-06-30.csv --kommune beispielhain',
  ];
  static override args = { datei: Args.string({ description: 'XLSX- oder CSV-Datei', required: true }) };
  static override flags = { kommune: kommuneFlag(), probe: probeFlag() };

  async run() {
    const { args, flags } = await this.parse(ZielobjektImportieren);
    const request = { kommune: flags.kommune, path: args.datei, probe: flags.probe ?? false };
    const result = await this.withContext(flags, (context) => importZielobjekte(context, request));
    this.print(planText(result));
    return result;
  }
}
