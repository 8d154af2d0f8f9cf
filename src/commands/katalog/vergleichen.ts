import { BaseCommand } from '../../cli/base-command.ts';
import { shippedCatalogue } from '../../cli/context.ts';
import { Args } from '../../cli/flags.ts';
import { counted, paragraph, styled } from '../../cli/output.ts';
import { compareCatalogues } from '../../usecases/compare-catalogues.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';

type Comparison = CommandJson['katalog vergleichen'];

const headings: readonly (readonly [Comparison['aenderungen'][number]['gegenstand'], string])[] = [
  ['baustein', 'Bausteine'],
  ['control', 'Anforderungen'],
  ['pruefung', 'Netzprüfungen'],
  ['rahmenwerk', 'Rahmenwerke'],
  ['punkt', 'Punkte der Rahmenwerke'],
  ['profil', 'Profile'],
  ['tabelle', 'Tabellen'],
  ['wortliste', 'Wortlisten'],
];

export default class KatalogVergleichen extends BaseCommand<Comparison> {
  static override summary = 'Sagen, was sich zwischen zwei Ausgaben des Katalogs geändert hat';
  static override description =
    'Eine Ausgabe ist ein Katalogordner oder eine Datei aus „katalog exportieren --format json“. Neu, umformuliert, verschoben, zurückgezogen, Pflicht oder Stufe geändert: je Änderung ein Satz.';
  static override examples = [
    'burgward katalog vergleichen ./katalog-2026.json',
    'burgward katalog vergleichen ./katalog-2026.json ./unser-katalog',
  ];
  static override args = {
    alt: Args.string({ description: 'ältere Ausgabe: Ordner oder JSON-Datei', required: true }),
    neu: Args.string({ description: 'neuere Ausgabe; ohne Angabe der mitgelieferte Katalog' }),
  };

  async run() {
    const { args } = await this.parse(KatalogVergleichen);
    const result = await compareCatalogues(args.alt, args.neu ?? (await shippedCatalogue()));
    const { alt, neu, gleich, aenderungen } = result;
    this.print(
      `${alt.id} ${alt.edition} (${counted(alt.controls, 'Anforderung', 'Anforderungen')}) → ${neu.id} ${neu.edition} (${neu.controls})`,
    );
    for (const [thing, heading] of headings) {
      const own = aenderungen.filter(({ gegenstand }) => gegenstand === thing);
      if (own.length === 0) continue;
      this.print();
      this.print(styled('bold', heading));
      for (const { satz } of own) this.print(paragraph(satz, 2));
    }
    this.note(conclusion(gleich, aenderungen.length));
    return result;
  }
}

/** Title, edition and licence of a catalogue are no changes of its content. */
function conclusion(isSame: boolean, changes: number): string {
  if (isSame) return 'Beide Ausgaben haben denselben Inhalt.';
  return changes === 0
    ? 'Keine Änderung am Inhalt; nur Titel, Ausgabe oder Lizenz weichen ab.'
    : `${counted(changes, 'Änderung', 'Änderungen')}.`;
}
