import { Args, Flags } from '../../cli/flags.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { finishNote } from '../../usecases/notes.ts';

export default class NotizErledigen extends WriteCommand<CommandJson['notiz erledigen']> {
  static override summary = 'Eine Notiz als erledigt kennzeichnen';
  static override examples = ['burgward notiz erledigen M3 --ergebnis "als Antwort NTZ-01.02 erfasst"'];
  static override args = { notiz: Args.string({ description: 'Nummer der Notiz, zum Beispiel M3', required: true }) };
  static override flags = { ergebnis: Flags.string({ description: 'was daraus wurde', helpValue: 'TEXT' }) };

  async run() {
    const { args, flags } = await this.parse(NotizErledigen);
    const note = await this.withContext(flags, (context) => finishNote(context, args.notiz, flags.ergebnis));
    this.print(`${note.id} erledigt: ${note.text}`);
    return note;
  }
}
