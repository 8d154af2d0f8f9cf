import { join } from 'node:path';
import { Flags, outputFolderFlag } from '../../cli/flags.ts';
import { packageRoot } from '../../cli/package-root.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { describeInstallation } from '../../usecases/schedule-install.ts';

export default class ZeitplanInstallieren extends StoreCommand<CommandJson['zeitplan installieren']> {
  static override summary = 'Zeigen, wie dieser Rechner den Zeitplan von selbst ausführt: systemd, cron, Windows';
  static override description =
    'Schreibt die Texte mit --ausgabe in einen Ordner, sonst auf den Bildschirm; eingerichtet wird nichts. Gebraucht wird eines von vieren: Timer, Dienst, cron-Zeile oder Aufgabe. Die Ordner, in die angelegte Aufträge schreiben, stehen in den Rechten der systemd-Einheit; nach neuen Aufträgen deshalb noch einmal aufrufen.';
  static override examples = [
    'burgward zeitplan installieren',
    'burgward zeitplan installieren --benutzer burgward --ausgabe ./systemd',
    'burgward zeitplan installieren --ausgabe ./systemd --probe',
  ];
  static override flags = {
    benutzer: Flags.string({
      description: 'Konto, unter dem er läuft; ohne Angabe burgward',
      helpValue: 'NAME',
      default: 'burgward',
    }),
    ausgabe: outputFolderFlag('Ordner, in den die Texte geschrieben werden'),
    probe: Flags.boolean({ description: 'nichts schreiben, nur zeigen' }),
  };

  async run() {
    const { flags } = await this.parse(ZeitplanInstallieren);
    const { benutzer, ausgabe = null, probe } = flags;
    const place = { node: process.execPath, program: join(packageRoot(), 'bin', 'run.js') };
    const result = await this.withContext(flags, (context) =>
      describeInstallation(context, { ...place, benutzer, ausgabe, probe: probe ?? false }),
    );
    for (const { pfad } of result.dateien) this.print(pfad);
    if (result.dateien.length === 0)
      for (const { name, zweck, inhalt } of result.texte) this.print(`=== ${name}\n# ${zweck}\n\n${inhalt}`);
    else for (const { name, zweck } of result.texte) this.note(`${name}: ${zweck}`);
    if (probe && ausgabe !== null) this.note(`Geschrieben wurde nichts; ohne --probe in ${ausgabe}.`);
    return result;
  }
}
