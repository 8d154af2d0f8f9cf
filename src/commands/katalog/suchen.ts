import { BaseCommand } from '../../cli/base-command.ts';
import { shippedCatalogue } from '../../cli/context.ts';
import { Args } from '../../cli/flags.ts';
import { table } from '../../cli/output.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { searchControls } from '../../usecases/list-controls.ts';

export default class KatalogSuchen extends BaseCommand<CommandJson['katalog suchen']> {
  static override summary = 'Controls nach Wörtern suchen';
  static override examples = ['burgward katalog suchen Kennwort', 'burgward katalog suchen "Sicherung zurück"'];
  static override args = { text: Args.string({ description: 'ein oder mehrere Wörter; alle müssen vorkommen', required: true }) };

  async run() {
    const { args } = await this.parse(KatalogSuchen);
    const hits = searchControls(await shippedCatalogue(), args.text);
    if (hits.length > 0) {
      this.print(
        table(hits, [
          { header: 'Control', value: (c) => c.id },
          { header: 'Titel', value: (c) => c.titel },
          { header: 'Frage', value: (c) => c.frage },
        ]),
      );
    }
    this.note(
      hits.length === 0
        ? `Zu „${args.text}“ gibt es keinen Treffer. Ein kürzeres Wort findet mehr.`
        : hits.length === 1
          ? '1 Treffer.'
          : `${hits.length} Treffer.`,
    );
    return hits;
  }
}
