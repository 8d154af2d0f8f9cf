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
  zweck: string | null;
  /** How many alike it stands for. */
  anzahl: number | null;
  plattform: string | null;
  standort: string | null;
  verantwortlich: string | null;
  benutzer: string | null;
  entfernt_am: string | null;
}

export interface ErhebungTable extends RecordedColumns {
  id: string;
  kommune: string;
  name: string;
  profil: string;
  begonnen: string;
  abgeschlossen: string | null;
  fingerprint: string | null;
  /** JSON of what was signed off besides the answers: catalogue, questions with their state, who signed. Null before schema 4. */
  abschluss: string | null;
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
  notiz: string | null;
  paket: string | null;
  control_hash: string | null;
}

/** A recorded change of answers that was taken back: its rows no longer count. */
export interface RuecknahmeTable extends RecordedColumns {
  kommune: string;
  /** Entry of the Protokoll, in the chain of the Kommune. */
  eintrag: number;
}

export interface GegenzeichnungTable extends RecordedColumns {
  kommune: string;
  zielobjekt: string;
  control: string;
  /** Entry that recorded the answer; a later answer is not covered. */
  eintrag: number;
  ergebnis: 'bestaetigt' | 'beanstandet';
  person: string;
  anmerkung: string | null;
}

export interface PaketTable extends RecordedColumns {
  id: string;
  kommune: string;
  titel: string;
  empfaenger: string | null;
  erstellt: string;
  faellig: string | null;
  stand: 'offen' | 'eingelesen' | 'zurueckgezogen';
  /** JSON array of the questions with the answer they were sent with. */
  fragen: string;
}

export interface PaketRuecklaufTable extends RecordedColumns {
  kommune: string;
  paket: string;
  datei: string;
  sha256: string;
  gesagt_von: string;
  gesagt_am: string | null;
  antworten: number;
}

export interface ErklaerungTable extends RecordedColumns {
  id: string;
  dienstleister: string;
  titel: string;
  vom: string;
  gueltig_bis: string | null;
  dokument: string | null;
  /** JSON array of { control, status, begruendung }. */
  aussagen: string;
  widerrufen_am: string | null;
  widerruf_grund: string | null;
}

export interface ErklaerungZuordnungTable extends RecordedColumns {
  kommune: string;
  erklaerung: string;
  vertrag: string | null;
  vertrag_bis: string | null;
  avv: string | null;
  gilt: number;
}

/** Whose answers a Kommune inherits: of a group it belongs to, or of the Kommune that carries out its administration. */
export interface HerkunftTable extends RecordedColumns {
  kommune: string;
  von: string;
  art: 'gruppe' | 'verwaltung';
  gilt: number;
}

export interface NachweisTable extends RecordedColumns {
  id: string;
  fassung: number;
  titel: string;
  art: 'datei' | 'verweis';
  dateiname: string | null;
  verweis: string | null;
  sha256: string | null;
  bytes: number | null;
  datum: string;
  gueltig_bis: string | null;
  zurueckgezogen: number;
}

export interface NachweisBezugTable extends RecordedColumns {
  kommune: string;
  nachweis: string;
  zielobjekt: string;
  control: string;
  gilt: number;
}

export interface ZielobjektBeziehungTable extends RecordedColumns {
  kommune: string;
  /** The one that needs the other: process → application → system → room. */
  von: string;
  nach: string;
  gilt: number;
}

export interface SchutzbedarfTable extends RecordedColumns {
  kommune: string;
  zielobjekt: string;
  schutzziel: 'vertraulichkeit' | 'integritaet' | 'verfuegbarkeit';
  /** Null: nothing of its own any more, only what it inherits. */
  stufe: 'normal' | 'hoch' | 'sehr-hoch' | null;
  art: 'festgelegt' | 'kumulation' | 'verteilung';
  begruendung: string;
}

export interface ModellierungTable extends RecordedColumns {
  kommune: string;
  baustein: string;
  verwendet: 'ja' | 'nein';
  begruendung: string | null;
}

export interface NotizTable extends RecordedColumns {
  id: string;
  /** Slug, or `_system` for a note about no Kommune. */
  kommune: string;
  text: string;
  faellig: string | null;
  stand: 'offen' | 'erledigt';
  ergebnis: string | null;
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
  /** JSON of further details; null in rows from before schema 5. */
  angaben: string | null;
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
  /** JSON of the whole observation in rows from before schema 5; since then null. */
  data: string | null;
  /** Address and vantage of the observation, to find it without unpacking; null before schema 5. */
  address: string | null;
  vantage: string | null;
  /** SHA-256 over the JSON of the observation, and the JSON compressed with gzip. */
  sha256: string | null;
  gzip: Uint8Array | null;
}

/** What a tool wrote, as evidence of a run. */
export interface NetzlaufBelegTable extends RecordedColumns {
  kommune: string;
  lauf: string;
  nr: number;
  art: string;
  werkzeug: string | null;
  /** JSON array of the arguments. */
  argv: string;
  /** Over the bytes as the tool wrote them, and their number. */
  sha256: string;
  bytes: number;
  /** Null: too large to be kept, only the hash is. */
  gzip: Uint8Array | null;
}

/** A run whose stored observations were judged again. */
export interface NetzlaufBewertungTable extends RecordedColumns {
  kommune: string;
  lauf: string;
  nr: number;
  /** Day for which was judged. */
  stand: string;
  profil: string | null;
  katalog_edition: string;
  katalog_hash: string;
}

export interface NetzbasisTable extends RecordedColumns {
  kommune: string;
  name: string;
  lauf: string;
  gilt: number;
}

/** A finding somebody answers for until a day, bound to check, target and vantage. */
export interface BefundErklaerungTable extends RecordedColumns {
  id: string;
  kommune: string;
  check_id: string;
  name: string | null;
  address: string;
  port: number | null;
  vantage: string;
  /** What was explained: a worse finding is not covered. */
  result: string;
  severity: string;
  begruendung: string;
  verantwortlich: string;
  erklaert_am: string;
  bis: string;
  aufgehoben_am: string | null;
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
  /** Number of the judgement of the run; null: made when it was seen. */
  bewertung: number | null;
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

/** What a Kommune says about a row of its connection conditions. */
export interface RahmenwerkZeileTable extends RecordedColumns {
  kommune: string;
  rahmenwerk: string;
  punkt: string;
  gilt: 'ja' | 'nein' | 'unbekannt';
  /** Where it stands in the contract. */
  fundstelle: string | null;
  /** Why; with `nein` never empty. */
  grund: string | null;
}

/** An entry of a register. */
export interface RegisterEintragTable extends RecordedColumns {
  kommune: string;
  register: string;
  id: string;
  /** JSON of its values by field. */
  angaben: string;
  /** Why it was taken out; null while it counts. */
  entfernt: string | null;
}

/** A recurring job. */
export interface ZeitplanAuftragTable extends RecordedColumns {
  id: string;
  /** Without Kommune and Landkreis it is for all. */
  kommune: string | null;
  landkreis: string | null;
  art: 'netz-pruefen' | 'netz-bewerten' | 'bericht' | 'faellig' | 'sicherung' | 'nachrichten';
  /** JSON of the options of its kind. */
  optionen: string;
  /** Cron expression or German words. */
  wann: string;
  streuung_minuten: number;
  verpasst: 'nachholen' | 'auslassen';
  wiederholungen: number;
  aktiv: number;
  /** Instant from which dates count. */
  seit: string;
  /** Why it was taken out; null while it counts. */
  entfernt: string | null;
}

/** An attempt at a date of a job: a row when it begins, another when it ends. */
export interface ZeitplanLaufTable extends RecordedColumns {
  auftrag: string;
  nr: number;
  geplant: string;
  versuch: number;
  begonnen: string;
  beendet: string | null;
  stand: 'laeuft' | 'fertig' | 'gescheitert' | 'abgebrochen' | 'ausgelassen';
  /** Dates that passed unused. */
  verpasst: number;
  /** Exit code the command would have ended with. */
  code: number | null;
  text: string | null;
  /** JSON of what came of it. */
  ergebnis: string | null;
}

/** A report as it was issued. */
export interface BerichtAblageTable extends RecordedColumns {
  kommune: string;
  id: string;
  art: string;
  fassung: 'intern' | 'rat' | 'oeffentlich';
  variante: string | null;
  eintrag: string | null;
  stand: string;
  fingerabdruck: string;
  protokoll: string | null;
  programm: string;
  katalog_edition: string;
  katalog_hash: string;
  empfaenger: string | null;
}

/** A file of an issued report; the hash is over the bytes as they were issued, before they were compressed. */
export interface BerichtDateiTable extends RecordedColumns {
  kommune: string;
  bericht: string;
  format: string;
  name: string;
  sha256: string;
  bytes: number;
  gzip: Uint8Array;
}

/** The letterhead of a Kommune; `angaben` holds its texts and templates as JSON. */
export interface BriefkopfTable extends RecordedColumns {
  kommune: string;
  stand: 'gilt' | 'entfernt';
  angaben: string;
  wappen_art: 'svg' | 'png' | null;
  wappen: Uint8Array | null;
  /** Over texts and arms. */
  sha256: string;
}

/** Who is told what. No secret stands here. */
export interface NachrichtEmpfaengerTable extends RecordedColumns {
  id: string;
  weg: 'mail' | 'ordner' | 'webhook';
  /** Mail address, absolute folder, or URL. */
  ziel: string;
  /** JSON list of slugs; null: all. */
  kommunen: string | null;
  /** JSON list of what is told. */
  arten: string;
  /** How many days ahead deadlines are told. */
  tage: number;
  pause_stunden: number;
  /** Messages per hour. */
  hoechstens: number;
  tlp: string;
  seit: string;
  entfernt: string | null;
}

/** What became of a message; never its text. */
export interface NachrichtZustellungTable extends RecordedColumns {
  empfaenger: string;
  nr: number;
  um: string;
  stand: 'gesendet' | 'gescheitert' | 'aufgeschoben' | 'entfallen';
  /** JSON list of keys with the state that was told. */
  gemeldet: string;
  /** JSON list of keys that were told as over. */
  erledigt: string;
  /** Over the text that was sent. */
  sha256: string | null;
  fehler: string | null;
}

/** That content about a person was removed; one row per chain it stood in. */
export interface LoeschungTable extends RecordedColumns {
  id: string;
  /** What stands in place of the name: „Person 7f3a“. */
  bezeichnung: string;
  grund: string;
  /** Whether free text was changed too. */
  freitext: number;
  /** Rows of this chain that were changed, and entries whose words were replaced. */
  zeilen: number;
  inhalte: number;
}

/** Digests of the rows of one entry in one table, before and after something was removed from them. */
export interface LoeschungStelleTable extends RecordedColumns {
  loeschung: string;
  /** `protokoll` for the words of the entry itself. */
  tabelle: string;
  eintrag: number;
  alt: string;
  neu: string;
  /** JSON with person and summary that stand in place of the erased words. */
  ersatz: string | null;
}

/** The fingerprint of a closed round before and after something was removed. */
export interface LoeschungAbschlussTable extends RecordedColumns {
  loeschung: string;
  kommune: string;
  erhebung: string;
  alt: string;
  neu: string;
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
  netzlauf_beleg: NetzlaufBelegTable;
  netzlauf_bewertung: NetzlaufBewertungTable;
  netzbasis: NetzbasisTable;
  befund_erklaerung: BefundErklaerungTable;
  katalog_zusatz: KatalogZusatzTable;
  rahmenwerk_zeilen: RahmenwerkZeileTable;
  ruecknahme: RuecknahmeTable;
  gegenzeichnung: GegenzeichnungTable;
  paket: PaketTable;
  paket_ruecklauf: PaketRuecklaufTable;
  erklaerung: ErklaerungTable;
  erklaerung_zuordnung: ErklaerungZuordnungTable;
  herkunft: HerkunftTable;
  nachweis: NachweisTable;
  nachweis_bezug: NachweisBezugTable;
  zielobjekt_beziehung: ZielobjektBeziehungTable;
  schutzbedarf: SchutzbedarfTable;
  modellierung: ModellierungTable;
  notiz: NotizTable;
  register_eintrag: RegisterEintragTable;
  zeitplan_auftrag: ZeitplanAuftragTable;
  zeitplan_lauf: ZeitplanLaufTable;
  bericht_ablage: BerichtAblageTable;
  bericht_datei: BerichtDateiTable;
  briefkopf: BriefkopfTable;
  nachricht_empfaenger: NachrichtEmpfaengerTable;
  nachricht_zustellung: NachrichtZustellungTable;
  loeschung: LoeschungTable;
  loeschung_stelle: LoeschungStelleTable;
  loeschung_abschluss: LoeschungAbschlussTable;
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
  netzlauf_beleg: ['kommune', 'lauf', 'nr'],
  netzlauf_bewertung: ['kommune', 'lauf', 'nr'],
  netzbasis: ['kommune', 'name'],
  befund_erklaerung: ['kommune', 'id'],
  katalog_zusatz: ['id'],
  rahmenwerk_zeilen: ['kommune', 'rahmenwerk', 'punkt'],
  ruecknahme: ['kommune', 'eintrag'],
  gegenzeichnung: ['kommune', 'zielobjekt', 'control', 'eintrag'],
  paket: ['kommune', 'id'],
  paket_ruecklauf: ['kommune', 'paket', 'sha256'],
  erklaerung: ['id'],
  erklaerung_zuordnung: ['kommune', 'erklaerung'],
  herkunft: ['kommune', 'von'],
  nachweis: ['id'],
  nachweis_bezug: ['kommune', 'nachweis', 'zielobjekt', 'control'],
  zielobjekt_beziehung: ['kommune', 'von', 'nach'],
  schutzbedarf: ['kommune', 'zielobjekt', 'schutzziel'],
  modellierung: ['kommune', 'baustein'],
  notiz: ['kommune', 'id'],
  register_eintrag: ['kommune', 'register', 'id'],
  zeitplan_auftrag: ['id'],
  zeitplan_lauf: ['auftrag', 'nr'],
  bericht_ablage: ['kommune', 'id'],
  bericht_datei: ['kommune', 'bericht', 'format'],
  briefkopf: ['kommune'],
  nachricht_empfaenger: ['id'],
  nachricht_zustellung: ['empfaenger', 'nr'],
  loeschung: ['chain', 'id'],
  loeschung_stelle: ['chain', 'loeschung', 'tabelle', 'eintrag'],
  loeschung_abschluss: ['kommune', 'erhebung', 'loeschung'],
} as const satisfies { [T in RecordedTable]: readonly (keyof RecordedTables[T] & string)[] };

export const recordedTables = Object.keys(versionKeys) as RecordedTable[];
