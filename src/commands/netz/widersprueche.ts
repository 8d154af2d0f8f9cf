import { kommuneFlag } from '../../cli/flags.ts';
import { markedWord, paragraph } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { listContradictions } from '../../usecases/list-findings.ts';

export default class NetzWidersprueche extends StoreCommand<CommandJson['netz widersprueche']> {
  static override summary = 'Antworten und Befunde, die einander widersprechen';
  static override description = 'burgward ändert keine Antwort: Wer geantwortet hat, entscheidet, was stimmt.';
  static override examples = ['burgward netz widersprueche --kommune beispielhain'];
  static override flags = { kommune: kommuneFlag() };

  async run() {
    const { flags } = await this.parse(NetzWidersprueche);
    const { contradictions, hints } = await this.withContext(flags, (context) => listContradictions(context, flags.kommune));
    for (const { control, zielobjekt, text } of contradictions) {
      this.print(`${markedWord('bad', `${control} (${zielobjekt})`)}\n${paragraph(text, 2)}`);
    }
    for (const hint of hints) this.print(`${markedWord('partly', 'Hinweis')}\n${paragraph(hint, 2)}`);
    if (contradictions.length === 0) this.print('Kein Widerspruch gefunden.');
    return contradictions;
  }
}
