import { BaseCommand } from '../../cli/base-command.ts';
import { currentCatalogue } from '../../cli/context.ts';
import { controlFilterFlags } from '../../cli/control-filter.ts';
import { Args } from '../../cli/flags.ts';
import { table } from '../../cli/output.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { searchControls } from '../../usecases/search-controls.ts';

export default class KatalogSuchen extends BaseCommand<CommandJson['katalog suchen']> {
  static override summary = 'Anforderungen nach Wörtern suchen';
  static override description =
    'Umlaute, Beugung und Großschreibung sind gleich, „Passwort“ findet „Kennwort“, ein Tippfehler schadet nicht. Der beste Treffer steht oben.';
  static override examples = ['burgward katalog suchen Kennwort', 'burgward katalog suchen "Sicherung zurück" --profil einstieg'];
  static override args = { text: Args.string({ description: 'ein oder mehrere Wörter; alle müssen vorkommen', required: true }) };

  static override flags = controlFilterFlags;

  async run() {
    const { args, flags } = await this.parse(KatalogSuchen);
    const hits = searchControls(await currentCatalogue(flags), args.text, flags);
    if (hits.length > 0) {
      this.print(
        table(hits, [
          { header: 'Anforderung', value: (c) => c.id },
          { header: 'Titel', value: (c) => c.titel },
          { header: 'Frage', value: (c) => c.frage },
        ]),
      );
    }
    this.note(hits.length === 0 ? withoutHit(args.text) : hits.length === 1 ? '1 Treffer.' : `${hits.length} Treffer.`);
    return hits;
  }
}

/** A pasted paragraph is not repeated whole. */
const maxRepeated = 60;

function withoutHit(text: string): string {
  if (!/[\p{L}\p{N}]/u.test(text))
    return 'Ohne ein Wort gibt es nichts zu suchen, zum Beispiel: burgward katalog suchen Kennwort';
  const shown = text.length <= maxRepeated ? text : `${text.slice(0, maxRepeated)} …`;
  return `Zu „${shown}“ gibt es keinen Treffer. Weniger oder kürzere Wörter finden mehr.`;
}
