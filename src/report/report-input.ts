/** What a report is made of: one evaluation with the circumstances it was made under. The caller gathers it. */
import type { Erhebung } from '../domain/assessment.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import type { Kommune, RoleAssignment } from '../domain/kommune.ts';

/** The kinds of report this program can build; each has a folder of that name in reports/. */
export const reportKinds = ['leitung', 'saechsisichg', 'kdn'] as const;
export type ReportKindId = (typeof reportKinds)[number];

/** Who may read it: everything, the council, everybody. */
export const editions = ['intern', 'rat', 'oeffentlich'] as const;
export type ReportEdition = (typeof editions)[number];

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
}
