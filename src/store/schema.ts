/** The tables as kysely sees them. Dates are ISO 8601 text; booleans are 0 and 1; closed lists are CHECKed in the DDL. */
import type { Generated } from 'kysely';

/** Columns every recorded row has. Rows are versioned: never changed, never removed, superseded by a newer row. */
export interface RecordedColumns {
  row_id: Generated<number>;
  /** Chain of the Protokoll and its entry that recorded this row. */
  chain: string;
  entry: number;
  recorded_at: string;
  recorded_by: string;
  /** Day from which the row is true. */
  valid_from: string;
}

export interface KommuneTable extends RecordedColumns {
  slug: string;
  name: string;
  art: string;
  ags: string | null;
  einwohner: number | null;
  landkreis: string | null;
}

export interface MerkmalTable extends RecordedColumns {
  kommune: string;
  merkmal: string;
  wert: 'ja' | 'nein' | 'unbekannt';
}

export interface RolleTable extends RecordedColumns {
  id: string;
  kommune: string;
  rolle: string;
  person: string;
  ab: string;
  bis: string | null;
  bestellt: string | null;
  gemeldet: string | null;
}

export interface ZielobjektTable extends RecordedColumns {
  kommune: string;
  kuerzel: string;
  typ: string;
  name: string;
  /** JSON array of text. */
  adressen: string;
}

export interface ErhebungTable extends RecordedColumns {
  id: string;
  kommune: string;
  name: string;
  profil: string;
  begonnen: string;
  abgeschlossen: string | null;
  fingerprint: string | null;
}

export interface AssessmentTable extends RecordedColumns {
  kommune: string;
  zielobjekt: string;
  control: string;
  catalogue_id: string;
  catalogue_edition: string;
  erhebung: string;
  status: string;
  grund: string | null;
  begruendung: string | null;
  nachweis: string | null;
  verantwortlich: string | null;
  bis: string | null;
  said_by: string;
  source: string;
  review_due: string;
}

export interface FreigabeTable extends RecordedColumns {
  id: string;
  kommune: string;
  /** JSON array of FreigabeZiel. */
  ziele: string;
  /** `80,443`, or `alle`. */
  ports: string;
  von: string;
  bis: string;
  durch: string;
  blickwinkel: string;
  kdn_informiert: number;
  widerrufen_am: string | null;
}

export interface NetzlaufTable extends RecordedColumns {
  id: string;
  kommune: string;
  /** JSON array of Freigabe ids. */
  freigaben: string;
  begonnen: string;
  beendet: string;
  /** JSON: tool, version, argv, completeness and its reason. */
  angaben: string;
}

export interface ObservationTable extends RecordedColumns {
  kommune: string;
  lauf: string;
  kind: string;
  /** JSON of the whole observation. */
  data: string;
}

export interface FindingTable extends RecordedColumns {
  kommune: string;
  lauf: string;
  check_id: string;
  name: string | null;
  address: string;
  port: number | null;
  vantage: string;
  zielobjekt: string;
  declared: number;
  result: string;
  severity: string;
  text: string;
  seen_at: string;
}

export interface KatalogZusatzTable extends RecordedColumns {
  id: string;
  titel: string;
  quelle: string;
  stand: 'gilt' | 'zurueckgenommen';
  hash: string;
  /** JSON of the CatalogueSupplement. */
  inhalt: string;
}

export interface ProtokollTable {
  chain: string;
  seq: number;
  recorded_at: string;
  action: string;
  /** Name of the chain an entry of the system is about, else null. */
  subject: string | null;
  /** JSON: number of rows and digest per table. */
  row_digests: string;
  /** SHA-256 over salt and payload. */
  digest: string;
  previous: string;
  /** SHA-256 over every column before it. */
  hash: string;
  /** Erasable together: JSON with person and summary, and its salt. */
  payload: string | null;
  salt: string | null;
}

export interface RecordedTables {
  kommune: KommuneTable;
  merkmal: MerkmalTable;
  rolle: RolleTable;
  zielobjekt: ZielobjektTable;
  erhebung: ErhebungTable;
  assessment: AssessmentTable;
  freigabe: FreigabeTable;
  netzlauf: NetzlaufTable;
  observation: ObservationTable;
  finding: FindingTable;
  katalog_zusatz: KatalogZusatzTable;
}

export type RecordedTable = keyof RecordedTables;

export interface Database extends RecordedTables {
  protokoll: ProtokollTable;
}

/** What makes two rows of a table versions of the same thing. Observations and findings are never superseded. */
export const versionKeys = {
  kommune: ['slug'],
  merkmal: ['kommune', 'merkmal'],
  rolle: ['kommune', 'id'],
  zielobjekt: ['kommune', 'kuerzel'],
  erhebung: ['kommune', 'id'],
  assessment: ['kommune', 'zielobjekt', 'control'],
  freigabe: ['kommune', 'id'],
  netzlauf: ['kommune', 'id'],
  observation: ['row_id'],
  finding: ['row_id'],
  katalog_zusatz: ['id'],
} as const satisfies { [T in RecordedTable]: readonly (keyof RecordedTables[T] & string)[] };

export const recordedTables = Object.keys(versionKeys) as RecordedTable[];
