import { Flags, optionalKommuneFlag } from '../../cli/flags.ts';
import { formatDayOrDash } from '../../cli/format.ts';
import { markedWord, table } from '../../cli/output.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { listPackets } from '../../usecases/list-packets.ts';

type Listed = CommandJson['paket liste'][number];

export default class PaketListe extends StoreCommand<CommandJson['paket liste']> {
  static override summary = 'Pakete zeigen: was offen oder überfällig ist und was zurückkam';
  static override examples = ['burgward paket liste --kommune beispielhain', 'burgward paket liste --alle'];
  static override flags = {
    kommune: optionalKommuneFlag(),
    alle: Flags.boolean({ description: 'auch eingelesene und zurückgezogene' }),
  };

  async run() {
    const { flags } = await this.parse(PaketListe);
    const pakete = await this.withContext(flags, (context) => listPackets(context, flags.kommune, flags.alle === true));
    if (pakete.length === 0) {
      this.print(flags.alle ? 'Es wurde noch kein Paket erstellt.' : 'Kein Paket ist offen.');
      return pakete;
    }
    this.print(
      table(pakete, [
        ...(flags.kommune === undefined ? [{ header: 'Kommune', value: ({ kommune }: Listed) => kommune }] : []),
        { header: 'Paket', value: ({ id }) => id },
        { header: 'An', value: ({ titel, empfaenger }) => (empfaenger === null ? titel : `${titel} (${empfaenger})`) },
        { header: 'Vom', value: ({ erstellt }) => formatDayOrDash(erstellt) },
        { header: 'Zurück bis', value: ({ faellig }) => formatDayOrDash(faellig) },
        { header: 'Beantwortet', value: ({ beantwortet, fragen }) => `${beantwortet} von ${fragen}`, align: 'right' },
        { header: 'Stand', value: standWord },
      ]),
    );
    return pakete;
  }
}

function standWord({ stand, ueberfaellig }: Listed): string {
  if (ueberfaellig) return markedWord('bad', 'überfällig');
  if (stand === 'eingelesen') return markedWord('good', 'eingelesen');
  return stand === 'offen' ? markedWord('unknown', 'offen') : markedWord('none', 'zurückgezogen');
}
