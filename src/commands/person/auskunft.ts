import { Args, outputFolderFlag } from '../../cli/flags.ts';
import { counted, table } from '../../cli/output.ts';
import { kennungenFlag, placesTable } from '../../cli/person-text.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { disclosePerson } from '../../usecases/personal-data.ts';

export default class PersonAuskunft extends StoreCommand<CommandJson['person auskunft']> {
  static override summary = 'Zeigen, wo eine Person überall genannt ist';
  static override description =
    'Sucht in allen Kommunen, in allen Fassungen jeder Zeile und im Protokoll; hilft bei einer Auskunft nach Art. 15 DSGVO. Mit --ausgabe entstehen eine Seite zum Lesen und dieselben Angaben als JSON.';
  static override examples = [
    'burgward person auskunft "Jana Muster"',
    'burgward person auskunft "Jana Muster" --kennung jmuster --ausgabe ./auskunft',
  ];
  static override refusedFlags = { stand: 'Ohne --stand aufrufen: Gesucht wird in allem, was je erfasst wurde.' };
  static override args = { person: Args.string({ description: 'Name, wie er erfasst ist', required: true }) };
  static override flags = {
    kennung: kennungenFlag(),
    ausgabe: outputFolderFlag('Ordner für die Seite und das JSON; ohne Angabe entsteht keine Datei'),
  };

  async run() {
    const { args, flags } = await this.parse(PersonAuskunft);
    const result = await this.withContext(flags, (context) =>
      disclosePerson(context, { person: args.person, kennungen: flags.kennung ?? [] }, flags.ausgabe ?? null),
    );
    const { angaben, erfasst, nichtDurchsucht, dateien } = result;
    if (angaben.length > 0) this.print(placesTable(angaben));
    if (erfasst.length > 0) {
      if (angaben.length > 0) this.print();
      this.print(
        table(erfasst, [
          { header: 'Erfasst von der Person in', value: (row) => row.kommune },
          { header: 'Bereich', value: (row) => row.bereich },
          { header: 'Anzahl', value: (row) => row.anzahl, align: 'right' },
          { header: 'von', value: (row) => row.von },
          { header: 'bis', value: (row) => row.bis },
        ]),
      );
    }
    for (const { pfad } of dateien) this.print(pfad);
    if (angaben.length + erfasst.length === 0) this.note('Der Name kommt nicht vor.');
    else this.note(`${counted(angaben.length, 'Angabe', 'Angaben')} zur Person.`);
    for (const what of nichtDurchsucht) this.note(`Nicht durchsucht: ${what}.`);
    return result;
  }
}
