import { BaseCommand } from '../../cli/base-command.ts';
import { currentCatalogue } from '../../cli/context.ts';
import { table } from '../../cli/output.ts';
import { listFrameworks } from '../../usecases/evaluate-framework.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class RahmenwerkListe extends BaseCommand<CommandJson['rahmenwerk liste']> {
  static override summary = 'Die Rahmenwerke auflisten, die sich auswerten lassen';
  static override examples = ['burgward rahmenwerk liste'];

  async run() {
    const { flags } = await this.parse(RahmenwerkListe);
    const frameworks = listFrameworks(await currentCatalogue(flags));
    this.print(
      table(frameworks, [
        { header: 'Rahmenwerk', value: (f) => f.id },
        { header: 'Titel', value: (f) => f.titel },
        { header: 'Stand', value: (f) => f.edition },
        { header: 'Punkte', value: (f) => f.punkte, align: 'right' },
      ]),
    );
    for (const { titel, hinweis } of frameworks) if (hinweis !== null) this.note(`${titel}: ${hinweis}`);
    return frameworks;
  }
}
