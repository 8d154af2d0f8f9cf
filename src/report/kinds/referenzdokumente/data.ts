/** The data of the Referenzdokumente A.0 to A.6, all of one shape. Field names are German, as in report-data.ts. */
import type { ReportBase } from '../../report-data.ts';
import type { ReportKindId } from '../../report-input.ts';

export type ReferenceKind = Extract<ReportKindId, `a${number}`>;

export interface ReferenceCell {
  wert: string;
  /** Quiet lines below it. */
  zusatz: string[];
}

interface ReferenceTable {
  titel: string;
  /** `breite`: share of the width. */
  spalten: { titel: string; breite: number; rechts: boolean }[];
  zeilen: ReferenceCell[][];
}

export interface ReferenceSection {
  titel: string;
  absaetze: string[];
  tabelle: ReferenceTable | null;
}

/** What is not recorded yet, and the command that records it. */
export interface MissingPoint {
  was: string;
  befehl: string;
}

/** What differs from one Referenzdokument to the next. */
export interface ReferenceContents {
  umfang: string;
  abschnitte: ReferenceSection[];
  fehlt: MissingPoint[];
}

export interface ReferenceData<K extends ReferenceKind> extends ReportBase<K> {
  /** „A.0“ */
  dokument: string;
  zweck: string;
  umfang: string;
  abschnitte: ReferenceSection[];
  fehlt: { text: string; liste: MissingPoint[] };
  hinweis: string;
}

export type AnyReferenceData = { [K in ReferenceKind]: ReferenceData<K> }[ReferenceKind];
