import { Args, Flags } from '../../../cli/flags.ts';
import { WriteCommand } from '../../../cli/write-command.ts';
import type { CommandJson } from '../../../usecases/json-schemas.ts';
import { dropRecipient } from '../../../usecases/message-recipients.ts';

export default class NachrichtEmpfaengerEntfernen extends WriteCommand<CommandJson['nachricht empfaenger entfernen']> {
  static override summary = 'Einem Empfänger nichts mehr senden; was gesendet wurde, bleibt vermerkt';
  static override examples = ['burgward nachricht empfaenger entfernen E1 --grund "Zuständigkeit gewechselt"'];
  static override args = { empfaenger: Args.string({ description: 'Nummer des Empfängers', required: true }) };
  static override flags = {
    grund: Flags.string({ description: 'warum er entfällt', helpValue: 'TEXT', required: true }),
  };

  async run() {
    const { args, flags } = await this.parse(NachrichtEmpfaengerEntfernen);
    const recipient = await this.withContext(flags, (context) => dropRecipient(context, args.empfaenger, flags.grund));
    this.print(`${recipient.id} bekommt keine Nachrichten mehr.`);
    return recipient;
  }
}
