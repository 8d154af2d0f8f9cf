import { Flags } from '../../../cli/flags.ts';
import { recipientsTable } from '../../../cli/message-text.ts';
import { StoreCommand } from '../../../cli/store-command.ts';
import type { CommandJson } from '../../../usecases/json-schemas.ts';
import { listRecipients } from '../../../usecases/message-recipients.ts';

export default class NachrichtEmpfaengerListe extends StoreCommand<CommandJson['nachricht empfaenger liste']> {
  static override summary = 'Wer worüber Nachrichten bekommt, und ob sie ankommen';
  static override examples = ['burgward nachricht empfaenger liste', 'burgward nachricht empfaenger liste --alle --json'];
  static override flags = { alle: Flags.boolean({ description: 'auch entfernte' }) };

  async run() {
    const { flags } = await this.parse(NachrichtEmpfaengerListe);
    const recipients = await this.withContext(flags, (context) => listRecipients(context, flags.alle ?? false));
    if (recipients.length > 0) this.print(recipientsTable(recipients));
    else this.note('Es gibt keine Empfänger. Anlegen: burgward nachricht empfaenger anlegen --help');
    return recipients;
  }
}
