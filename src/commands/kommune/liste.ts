import { table } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { listKommunen } from '../../usecases/show-kommune.ts';

export default class KommuneListe extends StoreCommand<CommandJson['kommune liste']> {
  static override summary = 'Die erfassten Kommunen auflisten';
  static override examples = ['burgward kommune liste'];

  async run() {
    const { flags } = await this.parse(KommuneListe);
    const kommunen = await this.withContext(flags, listKommunen);
    if (kommunen.length === 0) this.note('Noch keine Kommune erfasst. Beginnen mit: burgward kommune anlegen');
    else {
      this.print(
        table(kommunen, [
          { header: 'Kurzname', value: (k) => k.slug },
          { header: 'Name', value: (k) => k.name },
          { header: 'Art', value: (k) => k.art },
          { header: 'AGS', value: (k) => k.ags },
          { header: 'Einwohner', value: (k) => k.einwohner?.toLocaleString('de-DE'), align: 'right' },
        ]),
      );
    }
    return kommunen;
  }
}
