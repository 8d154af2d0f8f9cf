import { Args, dateFlag, optionalKommuneFlag } from '../cli/flags.ts';
import { WriteCommand } from '../cli/write-command.ts';
import type { CommandJson } from '../usecases/json-schemas.ts';
import { takeNote } from '../usecases/notes.ts';

export default class Merke extends WriteCommand<CommandJson['merke']> {
  static override summary = 'Eine Zeile notieren, die später einsortiert wird';
  static override examples = [
    'burgward merke "Netzplan anfordern" --kommune beispielhain',
    'burgward merke "Rahmenvertrag mit dem Landkreis ansprechen" --faellig 2027-01-15',
  ];
  static override args = { text: Args.string({ description: 'die Notiz, in Anführungszeichen', required: true }) };
  static override flags = {
    kommune: optionalKommuneFlag(),
    faellig: dateFlag('faellig', { description: 'Tag, an dem sie in „burgward faellig“ erscheint' }),
  };

  async run() {
    const { args, flags } = await this.parse(Merke);
    const note = await this.withContext(flags, (context) =>
      takeNote(context, { text: args.text, kommune: flags.kommune, faellig: flags.faellig }),
    );
    this.print(`${note.id}  ${note.text}`);
    return note;
  }
}
