/**
 * The catalogue as the program sees it: immutable, of one edition, identified by id, edition and content hash.
 * The YAML in controls/ is turned into this by catalogue/; nothing here knows about files.
 */

/** The degrees of obligation of a control; quoted from the field, not translated. */
export const obligations = ['MUSS', 'SOLLTE', 'KANN'] as const;
export type Obligation = (typeof obligations)[number];

/** Stage of protection a control belongs to. */
export const levels = ['basis', 'standard', 'erhoeht'] as const;
export type Level = (typeof levels)[number];

export const schutzziele = ['vertraulichkeit', 'integritaet', 'verfuegbarkeit'] as const;
export type Schutzziel = (typeof schutzziele)[number];

/** What an observation looks at; each kind has one collector and one data type in observation.ts. */
export const observationKinds = [
  'port-scan',
  'tls',
  'http',
  'ssh',
  'login',
  'smb',
  'rdp',
  'open-access',
  'dns-zone',
  'mail-domain',
  'dns-server',
  'udp-services',
  'own-network',
] as const;
export type ObservationKind = (typeof observationKinds)[number];

/** Risk of a finding, apart from its conformity. */
export const severities = ['kritisch', 'hoch', 'mittel', 'niedrig', 'hinweis'] as const;
export type Severity = (typeof severities)[number];

/**
 * Confidence marks of a legal or technical statement, strongest first: V wording read; V23 wording read before the
 * amendment of 2024-10-01; S second-hand; A analogous, another network's condition; H our own inference; M from memory.
 */
export const confidences = ['V', 'V23', 'S', 'A', 'H', 'M'] as const;
export type Confidence = (typeof confidences)[number];

/** How a duty binds. OHNE: the kind is not known (analogous conditions). */
export const dutyKinds = ['MUSS', 'SOLL', 'MUSS-WENN', 'EMPF', 'KANN', 'DULDEN', 'OHNE'] as const;
export type DutyKind = (typeof dutyKinds)[number];

export interface Retired {
  in: string;
  reason: string;
  replacedBy?: string | undefined;
}

/** One requirement of ours: one sentence, one modal verb. */
export interface Control {
  id: string;
  title: string;
  /** Id of the Baustein it stands in. */
  baustein: string;
  /** Topic of its Baustein. */
  topic: string;
  /** Zielobjekt types of its Baustein. */
  zielobjektTypes: readonly string[];
  obligation: Obligation;
  level: Level;
  requirement: string;
  question: string;
  rationale: string;
  help: string;
  evidence: readonly string[];
  role: string;
  schutzziele: readonly Schutzziel[];
  /** Effort class 0–5; bands in days stand in the vocabulary and are an estimate. */
  effort: number;
  /** Effect class 1–3. */
  effect: number;
  /** Elementary threats, ids „G 0.x“. */
  threats: readonly string[];
  /** Ids of network checks whose findings bear on this control. */
  checks: readonly string[];
  /** ISO 8601 duration after which an answer falls due for review. */
  reviewAfter: string;
  since: string;
  retired?: Retired | undefined;
  /** What a mayor is told when this control is not met: consequence first, no abbreviation, no product. */
  consequence: string;
}

export interface Baustein {
  id: string;
  title: string;
  topic: string;
  purpose: string;
  zielobjektTypes: readonly string[];
  /** Ids of its controls, in order. */
  controls: readonly string[];
}

export interface Source {
  document: string;
  edition?: string | undefined;
  section?: string | undefined;
  confidence: readonly Confidence[];
}

export interface CheckMessages {
  met: string;
  notMet: string;
  phaseOut?: string | undefined;
  undetermined: string;
}

/** Words and thresholds of a network check; the judgement itself is code in checks/. */
export interface CheckDefinition {
  id: string;
  title: string;
  question: string;
  /** Kinds of observation it judges, at least one. */
  observes: readonly ObservationKind[];
  /** Needs many connections to each service: made only in a thorough check, or when asked for by name. */
  thorough?: true | undefined;
  parameters: Readonly<Record<string, unknown>>;
  severity: Severity;
  messages: CheckMessages;
  /** How an IT department mends it, and how it checks again. */
  remedy: string;
  footprint: string;
  sources: readonly Source[];
  since: string;
}

/** When a duty applies, over three-valued Merkmale. Absent: always. */
export type Condition = { merkmal: string } | { all: readonly Condition[] } | { any: readonly Condition[] } | { not: Condition };

/** What answers a duty: controls, facts from roles and dates, or several of them together. */
export type AnswerRule =
  | { control: string }
  | { fact: string; within?: { of: string; duration: string } | undefined }
  | { all: readonly AnswerRule[] }
  | { any: readonly AnswerRule[] };

/**
 * How the set of our controls relates to a requirement of another catalogue, in the words of OSCAL mapping collections: ours is
 * equal, of equal worth, a part of theirs, more than theirs, or overlaps.
 */
export const mappingRelations = ['equal-to', 'equivalent-to', 'subset-of', 'superset-of', 'intersects-with'] as const;
export type MappingRelation = (typeof mappingRelations)[number];

/** What stands in our catalogue for a requirement of another one: the controls together, and how far they reach. */
export interface Mapping {
  controls: readonly string[];
  relation: MappingRelation;
}

/** `duties`: what binds and what answers it. `mapping`: another catalogue's requirements and our controls that stand for them. */
export const frameworkTypes = ['duties', 'mapping'] as const;
export type FrameworkType = (typeof frameworkTypes)[number];

/** An edition of conditions that is replaced while the framework stays, such as a generation of a network. */
export interface Generation {
  id: string;
  title: string;
  /** Year, month or day from which and until which it runs: `2018`, `2026-10`, `2026-10-01`. Absent: open. */
  from?: string | undefined;
  until?: string | undefined;
}

/** Whether a row of connection conditions holds for a Kommune. */
export const appliesHere = ['ja', 'nein', 'unbekannt'] as const;
export type AppliesHere = (typeof appliesHere)[number];

/** What a Kommune says about one row of its connection conditions. */
export interface LocalTerms {
  applies: AppliesHere;
  /** Where it stands in the Kommune's own contract. */
  reference: string | null;
  /** Why; a recorded `nein` always has one. Imported conditions have theirs in `excused`. */
  reason: string | null;
}

export interface FrameworkItem {
  id: string;
  /** Where it stands: paragraph, sentence, table row. */
  ref: string;
  kind: DutyKind;
  /** The duty in our own words; for an item that is not demanded, what is not demanded. */
  duty: string;
  /** Short name for tables on the mayor's page. */
  short: string;
  confidence: readonly Confidence[];
  appliesIf?: Condition | undefined;
  answeredBy?: AnswerRule | undefined;
  /** Instead of an answer rule: our controls that stand for this requirement. */
  mapped?: Mapping | undefined;
  /** The framework's own level of protection; how the law binds stands in `kind`. */
  level?: Level | undefined;
  /** Ids of the generations it holds for. Absent: all. */
  generations?: readonly string[] | undefined;
  /** Why nothing has to be answered: a right, not a duty; a matter of another register. */
  excused?: string | undefined;
  /** Set for points the framework does not demand of a Kommune. */
  notDemanded?: string | undefined;
  /** What an auditor asks to see. */
  evidence?: string | undefined;
  /** Until when or how often, in words. */
  deadline?: string | undefined;
  /** What else a reader should know: old numbering, doubts about the wording. */
  note?: string | undefined;
  /** What the Kommune says about this row, where its conditions can be its own. */
  local?: LocalTerms | undefined;
  /** True for rows taken from another network's conditions. */
  analogous: boolean;
  /** True for the rows of the legal minimum on the mayor's page. */
  legalMinimum: boolean;
}

export interface Framework {
  id: string;
  type: FrameworkType;
  title: string;
  publisher: string;
  edition: string;
  /** Shown above every result of this framework, for example that rows are analogous. */
  banner?: string | undefined;
  generations?: readonly Generation[] | undefined;
  items: readonly FrameworkItem[];
}

/** A named selection of controls with an order; the order is the order of asking. */
export interface Profile {
  id: string;
  title: string;
  note: string;
  controls: readonly string[];
  /** Why a control stands at its place, by its id. An exported edition may be older than this field. */
  reasons?: Readonly<Record<string, string>> | undefined;
  /** What is asked beside the controls: days from role records and Merkmale. */
  facts?: readonly ProfileFact[] | undefined;
}

/** A fact or Merkmal of the vocabulary and what hangs on it. */
export type ProfileFact = { fact: string; reason: string } | { merkmal: string; reason: string };

export interface VocabularyEntry {
  id: string;
  title: string;
  definition: string;
}

export interface Topic extends VocabularyEntry {
  /** Group of topics: `einstieg` for the 19 entry topics, others for what goes beyond. */
  group: string;
}

/** A Merkmal and the question that settles it. */
export interface MerkmalDefinition extends VocabularyEntry {
  question: string;
}

export interface RoleDefinition extends VocabularyEntry {
  /** True for roles a Kommune hands to a named person (BfIS, deputy, head …). */
  assignable: boolean;
}

export interface EffortBand {
  effort: number;
  /** Inclusive lower and upper bound in person days; an estimate of ours. */
  daysFrom: number;
  daysTo: number;
  title: string;
}

/** The closed lists of the catalogue. */
/** A type of Zielobjekt. */
export interface ZielobjektType extends VocabularyEntry {
  /** Devices that may print, hang or switch on unexpected bytes: a check leaves them alone unless they are named. */
  fragile?: true | undefined;
}

export interface Vocabulary {
  topics: readonly Topic[];
  zielobjektTypes: readonly ZielobjektType[];
  roles: readonly RoleDefinition[];
  merkmale: readonly MerkmalDefinition[];
  kommuneKinds: readonly VocabularyEntry[];
  efforts: readonly EffortBand[];
  districts: readonly { key: string; name: string; kind: string }[];
  facts: readonly VocabularyEntry[];
}

export interface CatalogueIdentity {
  id: string;
  edition: string;
  /** SHA-256 over the canonical JSON of the content, lower-case hex. */
  hash: string;
}

export interface Catalogue extends CatalogueIdentity {
  title: string;
  licence: string;
  bausteine: readonly Baustein[];
  controls: readonly Control[];
  checks: readonly CheckDefinition[];
  frameworks: readonly Framework[];
  profiles: readonly Profile[];
  vocabulary: Vocabulary;
  /** Dated tables by file name without extension; each check reads and validates its own. */
  tables: Readonly<Record<string, unknown>>;
}
