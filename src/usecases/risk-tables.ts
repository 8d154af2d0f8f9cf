import type { Catalogue } from '../domain/catalogue.ts';
import type { ElementaryThreat, RiskMatrix } from '../domain/risk.ts';
import { InvalidDataError } from '../errors.ts';

/** @throws InvalidDataError in a catalogue without the table */
export function matrixOf(catalogue: Catalogue): RiskMatrix {
  return tableOf<RiskMatrix>(catalogue, 'risikomatrix');
}

/** The elementary threats in the order of their numbers. @throws InvalidDataError in a catalogue without the table */
export function threatsOf(catalogue: Catalogue): readonly ElementaryThreat[] {
  return tableOf<{ entries: readonly ElementaryThreat[] }>(catalogue, 'gefaehrdungen').entries;
}

/** The shape was checked when the catalogue was read. */
function tableOf<T>({ tables, edition }: Catalogue, name: string): T {
  const table = tables[name];
  if (table === undefined)
    throw new InvalidDataError(
      `Der Katalog ${edition} hat keine Tabelle „${name}“.`,
      'Für Risiken den Katalog verwenden, der mit dieser Version kommt.',
    );
  return table as T;
}
