import { probeFlag } from '../../cli/bulk.ts';
import { confirmed } from '../../cli/confirm.ts';
import { Args, Flags, yesFlag } from '../../cli/flags.ts';
import { counted, table } from '../../cli/output.ts';
import { kennungenFlag, placesTable } from '../../cli/person-text.ts';
import { WriteCommand } from '../../cli/write-command.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { erasePerson, previewErasure } from '../../usecases/person-erasure.ts';

type Erasure = CommandJson['person loeschen'];

export default class PersonLoeschen extends WriteCommand<Erasure> {
  static override summary = 'Eine Person überall durch eine Bezeichnung wie „Person 7f3a“ ersetzen';
  static override description =
    'Ersetzt den Namen in allen Feldern, die Personen nennen, in allen Fassungen, und entfernt Telefon und E-Mail ihrer Kontakte. Das Protokoll bleibt prüfbar und sagt, wann und warum gelöscht wurde. Nennungen in freiem Text werden aufgelistet und nur mit --mit-freitext ersetzt. Sicherungen und ausgegebene Dateien bleiben, wie sie sind. Ob gelöscht werden darf oder Aufbewahrungspflichten entgegenstehen, ist vorher zu klären.';
  static override examples = [
    'burgward person loeschen "Jana Muster" --grund "Antrag vom 2. März 2026" --probe',
    'burgward person loeschen "Jana Muster" --kennung jmuster --grund "Antrag vom 2. März 2026" --mit-freitext --ja',
  ];
  static override args = { person: Args.string({ description: 'Name, wie er erfasst ist', required: true }) };
  static override flags = {
    kennung: kennungenFlag(),
    grund: Flags.string({
      description: 'warum gelöscht wird, ohne Namen; steht danach im Protokoll',
      helpValue: 'TEXT',
      required: true,
    }),
    'mit-freitext': Flags.boolean({ description: 'den Namen auch in freiem Text ersetzen', default: false }),
    probe: probeFlag(),
    ja: yesFlag(),
  };

  async run() {
    const { args, flags } = await this.parse(PersonLoeschen);
    const { grund, probe } = flags;
    const request = { person: args.person, kennungen: flags.kennung ?? [], grund, mitFreitext: flags['mit-freitext'] };
    const preview = await this.withContext(flags, (context) => previewErasure(context, request));
    if (probe) {
      this.#show(preview);
      return preview;
    }
    const rows = preview.ketten.reduce((sum, { zeilen }) => sum + zeilen, 0);
    const what = `${args.person} in ${counted(rows, 'Zeile', 'Zeilen')} ersetzen? Das lässt sich nicht zurücknehmen.`;
    await confirmed(what, flags.ja, this.canAsk);
    const result = await this.withContext(flags, (context) => erasePerson(context, request));
    this.#show(result);
    return result;
  }

  #show({ probe, bezeichnung, ketten, freitext, bleibt, nichtDurchsucht, ausserhalb, bereinigt, mitFreitext }: Erasure): void {
    if (ketten.length === 0) this.print('Der Name kommt in keinem Feld vor, das sich ersetzen lässt.');
    else {
      if (bezeichnung !== null) this.print(`An Stelle des Namens steht jetzt „${bezeichnung}“.`);
      this.print(
        table(ketten, [
          { header: 'Kette', value: (row) => row.kette },
          { header: 'Zeilen', value: (row) => row.zeilen, align: 'right' },
          { header: 'Inhalte des Protokolls', value: (row) => row.inhalte, align: 'right' },
        ]),
      );
    }
    if (freitext.length > 0) {
      this.print();
      this.print(mitFreitext ? 'Genannt in freiem Text, der mit ersetzt wird:' : 'Genannt in freiem Text, der stehen bleibt:');
      this.print(placesTable(freitext));
      if (!mitFreitext) this.note('Auch dort ersetzen mit --mit-freitext; eine neue Fassung von Hand lässt die alte stehen.');
    }
    if (bleibt.length > 0) {
      this.print();
      this.print('Bleibt stehen, weil es in sich geprüfte Inhalte oder Kennungen sind:');
      this.print(placesTable(bleibt));
    }
    for (const what of nichtDurchsucht) this.note(`Nicht durchsucht: ${what}.`);
    for (const what of ausserhalb) this.note(`Nicht erreicht: ${what}.`);
    if (probe) this.note('Nichts wurde geändert.');
    if (bereinigt === false) {
      this.note(
        'Die Datei wird gerade gelesen; alte Inhalte können noch in ihrem Journal stehen. Andere Befehle beenden und noch einmal aufrufen.',
      );
    }
  }
}
