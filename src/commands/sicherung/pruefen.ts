import { keyFlags, keyFrom } from '../../cli/backup-secrets.ts';
import { BaseCommand } from '../../cli/base-command.ts';
import { Args } from '../../cli/flags.ts';
import { formatInstant } from '../../cli/format.ts';
import { markedWord } from '../../cli/output.ts';
import type { Progress } from '../../cli/progress.ts';
import { exitCodes } from '../../errors.ts';
import { verifyBackup } from '../../usecases/backup-verify.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class SicherungPruefen extends BaseCommand<CommandJson['sicherung pruefen']> {
  static override summary = 'Beweisen, dass sich eine Sicherung einspielen lässt';
  static override description =
    'Packt die Datenbank in einen vorübergehenden Ordner aus und rechnet alles nach: Siegel, Prüfsummen, Datenbank, Protokoll, Nachweise. Geändert wird nichts. Endet mit 3, wenn etwas nicht stimmt.';
  static override examples = [
    'burgward sicherung pruefen burgward-sicherung-2026-11-20-1830.zip',
    'burgward sicherung pruefen burgward-sicherung-2026-11-20-1830.zip.age --kennwort-datei kennwort.txt',
  ];
  static override args = { datei: Args.string({ description: 'die Sicherung', required: true }) };
  static override flags = keyFlags;

  async run() {
    const { args, flags } = await this.parse(SicherungPruefen);
    let progress: Progress | undefined;
    const result = await verifyBackup({
      file: args.datei,
      key: () => keyFrom(flags, this.canAsk),
      signal: this.abortSignal,
      onStep: (done, total, text) => {
        progress ??= this.progress('Prüfung');
        progress.update(done, total, text);
      },
    }).finally(() => progress?.finish());
    this.print(
      `Sicherung vom ${formatInstant(result.erstellt)}, Programm ${result.programm}, Schema ${result.schema}${result.verschluesselt ? ', verschlüsselt' : ''}`,
    );
    for (const sentence of result.bewiesen) this.print(markedWord('good', sentence));
    for (const text of result.maengel) this.print(markedWord('bad', text));
    if (!result.inOrdnung) this.endWith(exitCodes.invalidData);
    return result;
  }
}
