import { kommuneFlag } from '../../../cli/flags.ts';
import { letterheadText } from '../../../cli/letterhead-text.ts';
import { StoreCommand } from '../../../cli/store-command.ts';
import type { CommandJson } from '../../../usecases/json-schemas.ts';
import { showLetterhead } from '../../../usecases/letterhead.ts';

export default class BerichtBriefkopfZeigen extends StoreCommand<CommandJson['bericht briefkopf zeigen']> {
  static override summary = 'Den eigenen Briefkopf einer Kommune zeigen';
  static override examples = ['burgward bericht briefkopf zeigen --kommune beispielhain'];
  static override flags = { kommune: kommuneFlag() };

  async run() {
    const { flags } = await this.parse(BerichtBriefkopfZeigen);
    const letterhead = await this.withContext(flags, (context) => showLetterhead(context, flags.kommune));
    this.print(letterheadText(letterhead));
    return letterhead;
  }
}
