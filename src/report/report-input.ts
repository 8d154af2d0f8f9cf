/** What a report is made of: one evaluation with the circumstances it was made under. The caller gathers it. */
import type { Counts } from '../domain/answers.ts';
import type { Erhebung } from '../domain/assessment.ts';
import type { HolidayRules } from '../domain/calendar.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { AnswerChangeKind, TopicTrend } from '../domain/comparison.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import type { ExplainedFinding } from '../domain/finding-explanations.ts';
import type { Freigabe } from '../domain/freigabe.ts';
import type { IncidentPeriod } from '../domain/incident.ts';
import type { Kommune, Merkmale, RoleAssignment, Zielobjekt } from '../domain/kommune.ts';
import type { ModelledBaustein, RiskCandidate } from '../domain/modellierung.ts';
import type { Netzlauf, RecordedFinding } from '../domain/netzlauf.ts';
import type { PacketQuestion } from '../domain/packet.ts';
import type { RegisterEntry } from '../domain/register.ts';
import type { ElementaryThreat, RiskMatrix } from '../domain/risk.ts';
import type { SchutzbedarfResult } from '../domain/schutzbedarf.ts';
import type { Register } from '../domain/zielobjekte.ts';

/** The kinds of report this program can build; each has a folder of that name in reports/. */
export const reportKinds = [
  'leitung',
  'saechsisichg',
  'kdn',
  'netzpruefung',
  'realisierungsplan',
  'grundschutz-check',
  'notfallkarte',
  'bestellung',
  'mitteilung',
  'paketbegleitung',
  'meldung',
  'begehung',
  'ratsanfrage',
  'beschlussvorlage',
  'jahresvergleich',
  'a0',
  'a1',
  'a2',
  'a3',
  'a4',
  'a5',
  'a6',
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

/** An appointment of the BfIS or the deputy, with the name of the body it is for. */
export interface AppointmentRecord extends RoleAssignment {
  stelle: string;
}

/** A packet of questions, with how many are answered. */
export interface PacketRecord {
  id: string;
  titel: string;
  empfaenger: string | null;
  /** Instant, ISO 8601 UTC. */
  erstellt: string;
  faellig: string | null;
  stand: 'offen' | 'eingelesen' | 'zurueckgezogen';
  fragen: readonly PacketQuestion[];
  beantwortet: number;
}

/** The report of the same kind that was filed last before the day, with the state it was made from. */
export interface LastReport {
  /** Number it was filed under. */
  nr: string;
  /** Day for which it spoke, and on which it was filed, YYYY-MM-DD. */
  stand: string;
  abgelegtAm: string;
  evaluation: Evaluation;
}

/** The Zielobjekte that are there on the day, with all that BSI 200-2 and 200-3 make of them. */
export interface VerbundRecord extends Register {
  schutzbedarf: readonly SchutzbedarfResult[];
  bausteine: readonly ModelledBaustein[];
  /** Where a risk analysis is needed. */
  risikoanalyse: readonly RiskCandidate[];
  /** The matrix that holds for the Kommune. */
  matrix: RiskMatrix;
  gefaehrdungen: readonly Pick<ElementaryThreat, 'id' | 'title'>[];
}

/** A state of the Kommune that was signed off, or that of the day. */
export interface RecordedState {
  /** What the round is called. */
  bezeichnung: string;
  /** YYYY-MM-DD */
  tag: string;
  /** Title of the profile. */
  profil: string;
  /** Edition of the catalogue, null where not known. */
  ausgabe: string | null;
  zahlen: Counts;
}

/** One topic in questions (a control at one Zielobjekt) that were asked both times. */
export interface ComparedTopic extends Omit<TopicTrend, 'topic'> {
  id: string;
  titel: string;
  vorher: Counts;
  nachher: Counts;
}

/** What changed from the round closed last to the day, by the rules of `erhebung vergleichen`. */
export interface YearComparison {
  /** Questions asked both times; how many of them were not known then and are not known now. */
  verglichen: number;
  unbekanntVorher: number;
  unbekanntNachher: number;
  unveraendert: number;
  wortlautNichtFestgehalten: number;
  /** What was counted when the earlier round was closed is not what its answers come to: its total does not belong to this comparison. */
  standWeichtAb: boolean;
  aenderungen: Readonly<Record<AnswerChangeKind, number>>;
  themen: readonly ComparedTopic[];
}

export interface YearRecord {
  /** Oldest first; the last one is that of the day. */
  staende: readonly RecordedState[];
  /** Null while no earlier round is closed. */
  vergleich: YearComparison | null;
}

/** Whether a field goes into the editions for council and public is decided in redact.ts, which does not compile without. */
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
  /** By which periods end on a working day. */
  feiertage: HolidayRules;
  /** Entries that count on the day, settled ones too, by register; only those the definition wants. */
  register: Readonly<Partial<Record<string, readonly RegisterEntry[]>>>;
  /** Only where the definition wants it. */
  netz?: NetworkRecord | undefined;
  /** Only where the definition wants them. */
  zielobjekte?: readonly Zielobjekt[] | undefined;
  /** Only where the definition wants them: those of the Kommune, begun or ahead, and those elsewhere of the same people. */
  bestellungen?: readonly AppointmentRecord[] | undefined;
  /** Only where the definition wants it: every version of the entry, oldest first. */
  eintragVerlauf?: readonly RegisterEntry[] | undefined;
  /** Only for the report about a packet. */
  paket?: PacketRecord | undefined;
  /** Only where the definition wants it, and one was filed. */
  letzterBericht?: LastReport | undefined;
  /** Only where the definition wants it. */
  jahre?: YearRecord | undefined;
  /** Only where the definition wants it. */
  verbund?: VerbundRecord | undefined;
  /** Which of several versions of the report, of those the definition names; null where it has none. */
  variante: string | null;
  /** The entry the report is about, for those about one entry. */
  eintrag: RegisterEntry | null;
}

/** Entries of a register; none where the report does not want them. */
export function entriesOf({ register }: Pick<ReportInput, 'register'>, id: string): readonly RegisterEntry[] {
  return register[id] ?? [];
}

/** @throws Error for a kind of report whose definition does not want it */
export function verbundOf({ art, verbund }: Pick<ReportInput, 'art' | 'verbund'>): VerbundRecord {
  if (verbund === undefined) throw new Error(`the definition of ${art} does not want the Zielobjekte with what is made of them`);
  return verbund;
}
