/** What tables are made of: parts of cells, columns, and the table of facts that ends every report. */
import type { CellPart, TableBlock, TableColumn } from './blocks.ts';
import type { HeadData, StatusMark } from './report-data.ts';

export const text = (value: string): CellPart[] => [{ kind: 'text', text: value, tone: 'normal' }];
export const strong = (value: string): CellPart => ({ kind: 'text', text: value, tone: 'strong' });
export const quiet = (value: string): CellPart => ({ kind: 'text', text: value, tone: 'quiet' });
export const mark = (status: StatusMark): CellPart[] => [{ kind: 'status', status }];
export const withoutEmpty = (parts: CellPart[]): CellPart[] => parts.filter((part) => part.kind === 'status' || part.text !== '');

export function column(title: string, weight: number, align: TableColumn['align'] = 'left'): TableColumn {
  return { title, weight, align };
}

export function table(
  caption: string,
  columns: TableColumn[],
  rows: CellPart[][][],
  empty: string,
  writingHeightMm = 0,
): TableBlock {
  return { kind: 'tabelle', caption, columns, rows, empty, writingHeightMm };
}

export type Fact = [name: string, value: string];

export function factsTable(facts: readonly Fact[]): TableBlock {
  const columns = [column('Angabe', 36), column('Wert', 110)];
  const rows = facts.map(([name, value]) => [[strong(name)], text(value)]);
  return { ...table('Angaben zu diesem Bericht', columns, rows, ''), isSmallPrint: true };
}

/** What every report of one Kommune says about where it comes from. */
export function originTable({ kopf }: { kopf: HeadData }): TableBlock {
  return factsTable([
    ['Stand', kopf.stand],
    ['Erhebung', kopf.erhebung],
    ...profileFacts(kopf),
    ['Prüfsumme des Protokolls', kopf.protokoll ?? 'kein Protokoll vorhanden'],
    ['Programm', kopf.programm],
  ]);
}

export function profileFacts(kopf: HeadData): Fact[] {
  return [
    ['Profil', [kopf.profil, kopf.profilHinweis].filter((part) => part !== '').join('. ')],
    ['Katalog', `${kopf.katalog.id}, Ausgabe ${kopf.katalog.edition}`],
    ['Prüfsumme des Katalogs', kopf.katalog.hash],
    ['Rechtsstand', kopf.rechtsstand],
    ['Fingerabdruck der Daten', kopf.fingerabdruck],
  ];
}
