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
