import { InvalidDataError } from '../errors.ts';

/** A table for other programs: one sheet of a workbook or one CSV file. */
export interface Sheet {
  /** At most 31 characters, none of [ ] * ? : / \ */
  name: string;
  columns: readonly SheetColumn[];
  rows: readonly (readonly Cell[])[];
}

export interface SheetColumn {
  header: string;
  /** Characters; longer text is wrapped. */
  width: number;
}

export type Cell = string | number | null;

/** More rows than this, without the header, are no table someone filled in. */
export const maxRows = 10_000;

export function tooManyRows(name: string): InvalidDataError {
  return new InvalidDataError(
    `${name} hat mehr als ${maxRows.toLocaleString('de-DE')} Zeilen.`,
    'Nur die Tabelle mit den Angaben speichern, ohne leere oder fremde Zeilen darunter.',
  );
}
