import { Args, kommuneFlag } from '../../../cli/flags.ts';
import { letterheadText } from '../../../cli/letterhead-text.ts';
import { WriteCommand } from '../../../cli/write-command.ts';
import type { CommandJson } from '../../../usecases/json-schemas.ts';
import { loadLetterhead } from '../../../usecases/letterhead.ts';

export default class BerichtBriefkopfLaden extends WriteCommand<CommandJson['bericht briefkopf laden']> {
  static override summary = 'Einen eigenen Briefkopf mit Wappen, Farbe und Vorlagen laden';
  static override description =
    'Im Ordner liegen briefkopf.yaml (name, absender, nach Wunsch ruecksendezeile, fuss, farbe), nach Wunsch wappen.svg oder wappen.png (höchstens 500 KB) und der Ordner vorlagen mit eigenen Vorlagen wie vorlagen/leitung.md. Alles wird geprüft, bevor etwas gespeichert wird; ein früherer Briefkopf bleibt für Rückblicke erhalten.';
  static override examples = ['burgward bericht briefkopf laden ./briefkopf --kommune beispielhain'];
  static override args = { ordner: Args.string({ description: 'Ordner mit briefkopf.yaml', required: true }) };
  static override flags = { kommune: kommuneFlag() };

  async run() {
    const { args, flags } = await this.parse(BerichtBriefkopfLaden);
    const wanted = { kommune: flags.kommune, ordner: args.ordner };
    const letterhead = await this.withContext(flags, (context) => loadLetterhead(context, wanted));
    this.print(letterheadText(letterhead));
    return letterhead;
  }
}
