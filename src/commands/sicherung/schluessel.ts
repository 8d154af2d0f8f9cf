import { BaseCommand } from '../../cli/base-command.ts';
import { Args } from '../../cli/flags.ts';
import { createKeyFile } from '../../usecases/backup-key.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class SicherungSchluessel extends BaseCommand<CommandJson['sicherung schluessel']> {
  static override summary = 'Ein Schlüsselpaar für verschlüsselte Sicherungen machen';
  static override description =
    'Der private Schlüssel kommt in die Datei und gehört an einen sicheren Ort fern der Sicherungen; der öffentliche steht auf dem Bildschirm und dient bei --empfaenger. So kann der Rechner sichern, ohne seine Sicherungen lesen zu können.';
  static override examples = ['burgward sicherung schluessel ./sicherung.schluessel'];
  static override args = { datei: Args.string({ description: 'Datei für den privaten Schlüssel', required: true }) };

  async run() {
    const { args } = await this.parse(SicherungSchluessel);
    const result = await createKeyFile(args.datei, new Date());
    this.print(result.oeffentlich);
    this.note(`Der private Schlüssel liegt in ${result.datei}. Wer ihn verliert, verliert die Sicherungen dazu.`);
    return result;
  }
}
