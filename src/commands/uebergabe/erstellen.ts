import { kommunenFlag } from '../../cli/evidence-flags.ts';
import { Flags, outputFolderFlag } from '../../cli/flags.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { UsageError } from '../../errors.ts';
import { handOver } from '../../usecases/hand-over.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

export default class UebergabeErstellen extends StoreCommand<CommandJson['uebergabe erstellen']> {
  static override summary = 'Alles Offene in einer Datei weitergeben, für einen Wechsel im Amt oder des Dienstleisters';
  static override description =
    'Ein ZIP mit einer Seite zum Lesen, denselben Angaben als JSON und den Antworten als Tabelle, die sich wieder einlesen lässt. Es enthält Namen und freien Text: vertraulich behandeln.';
  static override examples = [
    'burgward uebergabe erstellen --kommune beispielhain --an "Jana Muster"',
    'burgward uebergabe erstellen --kommune beispielhain --kommune musterau --ausgabe ./uebergabe',
  ];
  static override flags = {
    kommune: kommunenFlag(),
    an: Flags.string({ description: 'wer übernimmt', helpValue: 'NAME' }),
    ausgabe: outputFolderFlag('Ordner für die Datei; ohne Angabe ./ausgabe'),
  };

  async run() {
    const { flags } = await this.parse(UebergabeErstellen);
    const slugs = flags.kommune ?? [];
    if (slugs.length === 0) throw new UsageError('Es fehlt --kommune.', 'Mehrmals angeben, um mehrere Kommunen zu übergeben.');
    const result = await this.withContext(flags, (context) =>
      handOver(context, slugs, flags.an ?? null, flags.ausgabe ?? 'ausgabe'),
    );
    for (const { pfad } of result.dateien) this.print(pfad);
    return result;
  }
}
