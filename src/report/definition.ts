/** What a kind of report consists of: what it wants gathered, how its data are built, what its template may place. */
import type { Placeables } from './blocks.ts';
import type { ReportBase } from './report-data.ts';
import type { ReportEdition, ReportInput, ReportKindId } from './report-input.ts';

/** Beyond the evaluation; what is not wanted is not gathered and does not change the fingerprint. */
export interface RecordsWanted {
  /** Registers whose entries are told: only the Kommune's own, or also those of its groups. */
  registers?: Readonly<Record<string, 'own' | 'withGroups'>>;
  /** Findings with their history, runs and Freigaben. */
  network?: true;
}

/** A sheet of the workbook edition: plain values, never formulas. */
export interface ReportSheet {
  name: string;
  columns: { header: string; width: number }[];
  rows: (string | number | null)[][];
}

export interface ReportDefinition<D extends ReportBase<ReportKindId>> {
  wants: RecordsWanted;
  /** For whom it may be written; every edition below `intern` is built from redacted input. */
  editions: readonly ReportEdition[];
  /** Words `--variante` takes; the first is used without it. */
  variants?: readonly string[];
  /** The register whose entry `--eintrag` names, for reports about one entry. */
  entryOf?: string;
  build(input: ReportInput): D;
  placeables(data: D): Placeables;
  /** Sheets of the workbook edition, where there is one. */
  sheets?(data: D): ReportSheet[];
}
