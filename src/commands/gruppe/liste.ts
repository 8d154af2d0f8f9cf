import { table } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { listGruppen } from '../../usecases/gruppen.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class GruppeListe extends StoreCommand<CommandJson['gruppe liste']> {
  static override summary = 'Die Gruppen mit ihren Mitgliedern auflisten';
  static override examples = ['burgward gruppe liste'];

  async run() {
    const { flags } = await this.parse(GruppeListe);
    const gruppen = await this.withContext(flags, (context) => listGruppen(context));
    if (gruppen.length === 0) this.note('Noch keine Gruppe erfasst; beginnen mit „burgward gruppe anlegen“.');
    else
      this.print(
        table(gruppen, [
          { header: 'Kurzname', value: ({ slug }) => slug },
          { header: 'Name', value: ({ name }) => name },
          { header: 'Mitglieder', value: ({ mitglieder }) => mitglieder.join(', ') },
        ]),
      );
    return gruppen;
  }
}
