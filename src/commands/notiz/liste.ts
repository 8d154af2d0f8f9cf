import { Flags, optionalKommuneFlag } from '../../cli/flags.ts';
import { formatDayOrDash } from '../../cli/format.ts';
import { counted, table } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { dayOf, formatDay } from '../../domain/calendar.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { listNotes } from '../../usecases/notes.ts';

export default class NotizListe extends StoreCommand<CommandJson['notiz liste']> {
  static override summary = 'Die offenen Notizen zeigen';
  static override examples = ['burgward notiz liste', 'burgward notiz liste --kommune beispielhain --alle'];
  static override flags = {
    kommune: optionalKommuneFlag(),
    alle: Flags.boolean({ description: 'auch die erledigten', default: false }),
  };

  async run() {
    const { flags } = await this.parse(NotizListe);
    const notes = await this.withContext(flags, (context) => listNotes(context, { kommune: flags.kommune, all: flags.alle }));
    if (notes.length > 0) {
      this.print(
        table(notes, [
          { header: 'Nr.', value: ({ id }) => id },
          { header: 'Kommune', value: ({ kommune }) => kommune },
          {
            header: 'Notiz',
            value: ({ text, erledigt, ergebnis }) =>
              erledigt ? `${text} (erledigt${ergebnis === null ? '' : `: ${ergebnis}`})` : text,
          },
          { header: 'fällig', value: ({ faellig }) => formatDayOrDash(faellig) },
          { header: 'vom', value: ({ erfasstAm }) => formatDay(dayOf(erfasstAm)) },
        ]),
      );
    }
    this.note(notes.length === 0 ? 'Keine Notizen.' : counted(notes.length, 'Notiz', 'Notizen'));
    return notes;
  }
}
