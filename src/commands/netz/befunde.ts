import { befundeText } from '../../cli/befunde-text.ts';
import { kommuneFlag } from '../../cli/flags.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { listFindings } from '../../usecases/list-findings.ts';

export default class NetzBefunde extends StoreCommand<CommandJson['netz befunde']> {
  static override summary = 'Die geltenden Befunde der Netzprüfungen zeigen';
  static override examples = ['burgward netz befunde --kommune beispielhain'];
  static override flags = { kommune: kommuneFlag() };

  async run() {
    const { flags } = await this.parse(NetzBefunde);
    const findings = await this.withContext(flags, (context) => listFindings(context, flags.kommune));
    if (findings.lauf === null) this.note('Bis zu diesem Tag wurde noch nichts geprüft.');
    else this.print(befundeText(findings));
    return findings;
  }
}
