import { Args } from '../../cli/flags.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { sendTest } from '../../usecases/message-sending.ts';

export default class NachrichtTest extends WriteCommand<CommandJson['nachricht test']> {
  static override summary = 'Einem Empfänger eine Testnachricht senden';
  static override description =
    'Sie sagt nur, dass Nachrichten ankommen. Kommt sie nicht durch, steht da, woran es liegt: Server, Verschlüsselung, Zertifikat oder Anmeldung.';
  static override examples = ['burgward nachricht test E1'];
  static override args = { empfaenger: Args.string({ description: 'Nummer des Empfängers', required: true }) };

  async run() {
    const { args, flags } = await this.parse(NachrichtTest);
    const result = await this.withContext(flags, (context) => sendTest(context, args.empfaenger, process.env));
    this.print(`Gesendet an ${result.ziel}: ${result.betreff}`);
    for (const file of result.dateien) this.print(file);
    for (const hint of result.hinweise) this.note(hint);
    return result;
  }
}
