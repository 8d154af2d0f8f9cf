/** What a report is made of: one evaluation with the circumstances it was made under. The caller gathers it. */
import type { Erhebung } from '../domain/assessment.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import type { ExplainedFinding } from '../domain/finding-explanations.ts';
import type { Freigabe } from '../domain/freigabe.ts';
import type { IncidentPeriod } from '../domain/incident.ts';
import type { Kommune, Merkmale, RoleAssignment, Zielobjekt } from '../domain/kommune.ts';
import type { Netzlauf, RecordedFinding } from '../domain/netzlauf.ts';
import type { RegisterEntry } from '../domain/register.ts';

/** The kinds of report this program can build; each has a folder of that name in reports/. */
export const reportKinds = [
  'leitung',
  'saechsisichg',
  'kdn',
  'netzpruefung',
  'realisierungsplan',
  'grundschutz-check',
  'notfallkarte',
] as const;
export type ReportKindId = (typeof reportKinds)[number];

/** Who may read it: everything, the council, everybody. */
export const editions = ['intern', 'rat', 'oeffentlich'] as const;
export type ReportEdition = (typeof editions)[number];

/** What the report on the network checks tells beyond the evaluation. */
export interface NetworkRecord {
  /** The findings that count on the day, with what was explained. */
  befunde: readonly ExplainedFinding<RecordedFinding>[];
  /** All findings recorded by the day, in order of recording: since when a fault is known. */
  verlauf: readonly RecordedFinding[];
  laeufe: readonly Netzlauf[];
  /** Those of the Kommune and of its groups. */
  freigaben: readonly Freigabe[];
  zielobjekte: readonly Zielobjekt[];
}

export interface ReportInput {
  art: ReportKindId;
  evaluation: Evaluation;
  /** The last closed round before this one, for the trend; `label` is how the report calls it. */
  earlier: { evaluation: Evaluation; label: string } | null;
  catalogue: Catalogue;
  kommune: Kommune;
  rollen: readonly RoleAssignment[];
  /** Calendar day for which everything is said, YYYY-MM-DD. */
  asOf: string;
  erhebung: Erhebung | null;
  /** SHA-256 over the canonical inputs of this report, lower-case hex. */
  fingerprint: string;
  /** Hash of the newest row of the Protokoll, null if there is none. */
  chainHash: string | null;
  programVersion: string;
  fassung: ReportEdition;
  /** The last network check: by which tool, when (ISO 8601 UTC), and whether nmap was missing. */
  scan: { tool: string | null; at: string | null; nmapMissing: boolean } | null;
  /** What is true of the body, as recorded: „kdn_angeschlossen“ and the like. */
  merkmale: Merkmale;
  /** Reporting periods of the catalogue that count on the day. */
  fristen: readonly IncidentPeriod[];
  /** Entries that count on the day, settled ones too, by register; only those the definition wants. */
  register: Readonly<Partial<Record<string, readonly RegisterEntry[]>>>;
  /** Only where the definition wants it. */
  netz?: NetworkRecord | undefined;
  /** Which of several versions of the report, of those the definition names; null where it has none. */
  variante: string | null;
  /** The entry the report is about, for those about one entry. */
  eintrag: RegisterEntry | null;
}

/** Entries of a register; none where the report does not want them. */
export function entriesOf({ register }: Pick<ReportInput, 'register'>, id: string): readonly RegisterEntry[] {
  return register[id] ?? [];
}
