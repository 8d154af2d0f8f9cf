import { slugArg } from '../../cli/flags.ts';
import { kommuneText } from '../../cli/show-kommune.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { showKommune } from '../../usecases/show-kommune.ts';

export default class KommuneZeigen extends StoreCommand<CommandJson['kommune zeigen']> {
  static override summary = 'Alles zu einer Kommune zeigen: Merkmale, Rollen, Zielobjekte, Erhebungen';
  static override examples = ['burgward kommune zeigen beispielhain', 'burgward kommune zeigen beispielhain --stand 2025-12-31'];
  static override args = { slug: slugArg('Kurzname der Kommune') };

  async run() {
    const { args, flags } = await this.parse(KommuneZeigen);
    const kommune = await this.withContext(flags, (context) => showKommune(context, args.slug));
    this.print(kommuneText(kommune));
    return kommune;
  }
}
