/** What a Kommune recorded about single rows of its connection conditions, laid over the catalogue. */
import type { Catalogue, FrameworkItem, LocalTerms } from './catalogue.ts';
import { replaceableFrameworks } from './catalogue-supplement.ts';

/** Terms of one row, as recorded. */
export interface LocalRow extends LocalTerms {
  framework: string;
  item: string;
}

/**
 * The catalogue with the recorded terms at their rows; what is recorded goes before what an imported table said. Rows of other
 * frameworks, and of items that are gone, have no effect.
 */
export function withLocalRows(catalogue: Catalogue, rows: readonly LocalRow[]): Catalogue {
  if (rows.length === 0) return catalogue;
  const termsOf = new Map(rows.map(({ framework, item, ...terms }) => [`${framework} ${item}`, terms]));
  const frameworks = catalogue.frameworks.map((framework) => {
    if (!replaceableFrameworks.includes(framework.id)) return framework;
    const items = framework.items.map((item) => withTerms(item, termsOf.get(`${framework.id} ${item.id}`)));
    return { ...framework, items };
  });
  return { ...catalogue, frameworks };
}

function withTerms(item: FrameworkItem, terms: LocalTerms | undefined): FrameworkItem {
  if (terms === undefined) return item;
  const { applies, reason, reference } = terms;
  const imported = item.local;
  const isUndecided = applies === 'unbekannt' && imported !== undefined;
  const local: LocalTerms = {
    applies: isUndecided ? imported.applies : applies,
    reason,
    reference: reference ?? imported?.reference ?? null,
  };
  // An imported „nein“ is written as an excuse; who says „ja“ afterwards owes an answer again.
  const { excused: _, ...owed } = item;
  return { ...(applies === 'ja' && imported?.applies === 'nein' ? owed : item), local };
}
