import { BaseCommand } from '../../cli/base-command.ts';
import { currentCatalogue } from '../../cli/context.ts';
import { controlFilterFlags } from '../../cli/control-filter.ts';
import { table } from '../../cli/output.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { listControls } from '../../usecases/list-controls.ts';

export default class KatalogListe extends BaseCommand<CommandJson['katalog liste']> {
  static override summary = 'Die Anforderungen des Katalogs auflisten';
  static override examples = ['burgward katalog liste --profil sofort', 'burgward katalog liste --thema backup'];
  static override flags = controlFilterFlags;

  async run() {
    const { flags } = await this.parse(KatalogListe);
    const controls = listControls(await currentCatalogue(flags), flags);
    this.print(
      table(controls, [
        { header: 'Anforderung', value: (c) => c.id },
        { header: 'Pflicht', value: (c) => c.pflicht },
        { header: 'Stufe', value: (c) => c.stufe },
        { header: 'Titel', value: (c) => c.titel },
        { header: 'Thema', value: (c) => c.thema },
        { header: 'Rolle', value: (c) => c.rolle },
      ]),
    );
    this.note(
      controls.length === 1 ? '1 Anforderung.' : `${controls.length} Anforderungen. Eine ansehen: burgward katalog zeigen ID`,
    );
    return controls;
  }
}
