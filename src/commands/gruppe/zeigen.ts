import { slugArg } from '../../cli/flags.ts';
import { gruppeText } from '../../cli/gruppe-text.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { showGruppe } from '../../usecases/gruppen.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class GruppeZeigen extends StoreCommand<CommandJson['gruppe zeigen']> {
  static override summary = 'Eine Gruppe zeigen: ihre Mitglieder, was sie von ihr haben und wo sie abweichen';
  static override examples = ['burgward gruppe zeigen kisa-kunden'];
  static override args = { slug: slugArg('Kurzname der Gruppe') };

  async run() {
    const { args, flags } = await this.parse(GruppeZeigen);
    const gruppe = await this.withContext(flags, (context) => showGruppe(context, args.slug));
    this.print(gruppeText(gruppe));
    return gruppe;
  }
}
