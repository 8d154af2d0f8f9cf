import { kommuneFlag } from '../../../cli/flags.ts';
import { WriteCommand } from '../../../cli/write-command.ts';
import type { CommandJson } from '../../../usecases/json-schemas.ts';
import { dropLetterhead } from '../../../usecases/letterhead.ts';

export default class BerichtBriefkopfEntfernen extends WriteCommand<CommandJson['bericht briefkopf entfernen']> {
  static override summary = 'Den eigenen Briefkopf nicht mehr verwenden';
  static override description =
    'Berichte sehen ab heute wieder aus wie üblich. Für Rückblicke mit --stand bleibt der Briefkopf erhalten.';
  static override examples = ['burgward bericht briefkopf entfernen --kommune beispielhain'];
  static override flags = { kommune: kommuneFlag() };

  async run() {
    const { flags } = await this.parse(BerichtBriefkopfEntfernen);
    const result = await this.withContext(flags, (context) => dropLetterhead(context, flags.kommune));
    this.print('Der Briefkopf wird nicht mehr verwendet.');
    return result;
  }
}
