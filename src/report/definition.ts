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
  /** The Zielobjekte with their names. */
  zielobjekte?: true;
  /** The Zielobjekte with their links, Schutzbedarf, Modellierung and the risk matrix. */
  verbund?: true;
  /** Appointments of the BfIS and the deputy, those ahead and those elsewhere of the same people too. */
  appointments?: true;
  /** All versions of the entry the report is about. */
  history?: true;
  /** The rounds closed so far, and what changed since the last of them. */
  rounds?: true;
  /** The last report of the kind that was filed. */
  lastReport?: true;
}

/** A sheet of the workbook edition: plain values, never formulas. */
export interface ReportSheet {
  name: string;
  columns: { header: string; width: number }[];
  rows: (string | number | null)[][];
}

/** What reports have, be they about one Kommune or about many. */
export interface ReportParts<D> {
  /** For whom it may be written; every edition below `intern` is built from redacted input. */
  editions: readonly ReportEdition[];
  placeables(data: D): Placeables;
  /** Sheets of the workbook edition, where there is one. */
  sheets?(data: D): ReportSheet[];
}

export interface ReportDefinition<D extends ReportBase<ReportKindId>> extends ReportParts<D> {
  wants: RecordsWanted;
  /** Words `--variante` takes; the first is used without it. */
  variants?: readonly string[];
  /** The register whose entry `--eintrag` names, for reports about one entry; `paket` for packets, which are no register. */
  entryOf?: string;
  /** Without `--eintrag` it is about all entries that need it. */
  entryOptional?: true;
  build(input: ReportInput): D;
}
