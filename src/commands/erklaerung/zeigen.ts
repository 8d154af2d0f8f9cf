import { erklaerungArg } from '../../cli/erklaerung-flags.ts';
import { erklaerungText } from '../../cli/erklaerung-text.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { showStatement } from '../../usecases/erklaerungen.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class ErklaerungZeigen extends StoreCommand<CommandJson['erklaerung zeigen']> {
  static override summary = 'Eine Erklärung zeigen: was sie sagt, für wen sie gilt und was auf ihr beruht';
  static override examples = ['burgward erklaerung zeigen E1', 'burgward erklaerung zeigen E1 --stand 2025-12-31'];
  static override args = { erklaerung: erklaerungArg() };

  async run() {
    const { args, flags } = await this.parse(ErklaerungZeigen);
    const erklaerung = await this.withContext(flags, (context) => showStatement(context, args.erklaerung));
    this.print(erklaerungText(erklaerung));
    return erklaerung;
  }
}
