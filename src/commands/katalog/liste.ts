import { BaseCommand } from '../../cli/base-command.ts';
import { currentCatalogue } from '../../cli/context.ts';
import { controlFilterFlags } from '../../cli/control-filter.ts';
import { type Column, paragraph, styled, table } from '../../cli/output.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { type ControlFilter, type ListedFact, listControls, listFacts } from '../../usecases/list-controls.ts';

export default class KatalogListe extends BaseCommand<CommandJson['katalog liste']> {
  static override summary = 'Die Anforderungen des Katalogs auflisten';
  static override examples = ['burgward katalog liste --profil sofort', 'burgward katalog liste --thema backup'];
  static override flags = controlFilterFlags;

  async run() {
    const { flags } = await this.parse(KatalogListe);
    const catalogue = await currentCatalogue(flags);
    const controls = listControls(catalogue, flags);
    this.print(table(controls, flags.profil === undefined ? catalogueColumns : profileColumns));
    this.printFacts(isWholeProfile(flags) ? listFacts(catalogue, flags.profil) : []);
    this.note(
      controls.length === 1 ? '1 Anforderung.' : `${controls.length} Anforderungen. Eine ansehen: burgward katalog zeigen ID`,
    );
    return controls;
  }

  private printFacts(facts: readonly ListedFact[]): void {
    if (facts.length === 0) return;
    this.print();
    this.print(styled('bold', `Dazu ${facts.length} Angaben`));
    this.print(
      table(facts, [
        { header: 'Angabe', value: (fact) => fact.titel },
        { header: 'Kennung', value: (fact) => fact.id },
        { header: 'Grund', value: (fact) => fact.grund },
      ]),
    );
    this.print(
      paragraph(
        'Tage zu Personen trägt „burgward rolle vergeben“ ein, Merkmale „burgward kommune aendern SLUG --merkmal ID=ja“.',
      ),
    );
  }
}

type Listed = CommandJson['katalog liste'][number];

const catalogueColumns: readonly Column<Listed>[] = [
  { header: 'Anforderung', value: (c) => c.id },
  { header: 'Pflicht', value: (c) => c.pflicht },
  { header: 'Stufe', value: (c) => c.stufe },
  { header: 'Titel', value: (c) => c.titel },
  { header: 'Thema', value: (c) => c.thema },
  { header: 'Rolle', value: (c) => c.rolle },
];

/** In the order of asking, what matters is why a question stands where it does. */
const profileColumns: readonly Column<Listed>[] = [
  { header: 'Anforderung', value: (c) => c.id },
  { header: 'Titel', value: (c) => c.titel },
  { header: 'Rolle', value: (c) => c.rolle },
  { header: 'Grund', value: (c) => c.grund },
];

function isWholeProfile<T extends ControlFilter>(filter: T): filter is T & { profil: string } {
  const { profil, baustein, thema, rolle, rahmenwerk } = filter;
  return profil !== undefined && [baustein, thema, rolle, rahmenwerk].every((each) => each === undefined);
}
