/**
 * What a template and the JSON edition receive: finished German strings and numbers. Field names are German because
 * people who write templates read them. Documented field by field in reports/README.md; report-schema.ts checks it.
 */
import type { GrundschutzCheckData } from './grundschutz-check-data.ts';
import type { NetzpruefungData } from './netzpruefung-data.ts';
import type { NotfallkarteData } from './notfallkarte-data.ts';
import type { RealisierungsplanData } from './realisierungsplan-data.ts';
import type { ReportKindId } from './report-input.ts';

/** The five shapes: ● ◐ ▲ ◇ –. Colour never stands alone, the word always stands with it. */
export const statusKinds = ['inOrdnung', 'teilweise', 'handlungsbedarf', 'nichtBekannt', 'trifftNichtZu'] as const;
export type StatusKind = (typeof statusKinds)[number];

export interface StatusMark {
  art: StatusKind;
  wort: string;
}

export interface HeadData {
  bericht: string;
  titel: string;
  kommune: string;
  /** „An die Landrätin oder den Landrat“, or by name if the head is recorded. */
  empfaenger: string;
  vertraulichkeit: string;
  /** 30.11.2026 */
  stand: string;
  /** 2026-11-30 */
  standIso: string;
  erhebung: string;
  profil: string;
  profilHinweis: string;
  katalog: { id: string; edition: string; hash: string };
  rechtsstand: string;
  programm: string;
  fingerabdruck: string;
  fingerabdruckKurz: string;
  protokoll: string | null;
  fassung: string;
}

export interface CountsData {
  n: number;
  ja: number;
  teilweise: number;
  nein: number;
  entbehrlich: number;
  offen: number;
  zuBestaetigen: number;
  /** offen + zuBestaetigen */
  unbekannt: number;
  /** Denominator of the shares: n without entbehrlich. */
  zaehlt: number;
  text: string;
}

export interface TrendData {
  richtung: 'besser' | 'gleich' | 'schlechter';
  zeichen: '↑' | '→' | '↓';
  wort: string;
  /** „besser als „Erhebung 2025““; the meaning of the arrow for those who do not see it. */
  text: string;
}

export interface TopicData {
  id: string;
  titel: string;
  lage: StatusMark;
  trend: TrendData | null;
  zahlen: CountsData;
  begruendung: string;
}

export interface DutyData {
  id: string;
  stelle: string;
  /** MUSS, SOLL, MUSS-WENN … */
  art: string;
  kurz: string;
  pflicht: string;
  stand: StatusMark;
  /** The date that matters, or why it is not known: one short phrase. */
  angabe: string;
  begruendung: string;
  nachweis: string;
  ueblicherNachweis: string;
  /** „°“ when the wording in force was not read, else empty. */
  grad: '' | '°';
  /** Marks as recorded, for example „V23, S“. */
  vertrauen: string;
  datum: string | null;
  frist: string | null;
  controls: string[];
  analog: boolean;
}

export interface GapData {
  nr: number;
  control: string;
  titel: string;
  stand: StatusMark;
  /** What can happen, for a head. */
  folge: string;
  /** Requirement level of the catalogue: MUSS, SOLLTE, KANN. */
  anforderung: string;
  /** Legal duty, the other axis. */
  gesetz: string;
  /** „1 bis 3 Tage“; always an estimate. */
  aufwand: string;
  wer: string;
  bis: string;
  ueberfaellig: boolean;
  /** What the head can tick. */
  wahl: string[];
}

export interface ContradictionData {
  art: 'Widerspruch' | 'Hinweis';
  titel: string;
  control: string;
  zielobjekt: string;
  /** Plain, without names of hosts or products. */
  kurz: string;
  /** In full, with answer, person, target and day. */
  text: string;
}

export interface UncheckedData {
  frage: string;
  ziel: string;
  grund: string;
  datum: string;
}

export interface FindingData {
  frage: string;
  ziel: string;
  stand: StatusMark;
  schwere: string;
  text: string;
  datum: string;
}

export interface ReportBase<K extends ReportKindId> {
  art: K;
  kopf: HeadData;
}

export interface LeitungData extends ReportBase<'leitung'> {
  saetze: { lage: string; veraenderung: string; entscheidung: string };
  gesamt: CountsData;
  themen: TopicData[];
  minimum: DutyData[];
  minimumText: string;
  luecken: GapData[];
  lueckenUeberschrift: string;
  lueckenHinweis: string;
  netz: { satz: string; maengel: string; nichtGesehen: string; befunde: FindingData[]; ungeprueft: UncheckedData[] };
  widersprueche: { anzahl: number; hinweise: number; satz: string; kurz: string[]; liste: ContradictionData[] };
  nichtErfasst: string;
  methode: {
    unbekannt: string;
    grundlage: string;
    gesammelt: string;
    herkunft: string;
    aufwand: string;
    grad: string;
    trend: string;
  };
}

export interface FrameworkSummary {
  erfuellt: number;
  teilweise: number;
  nichtErfuellt: number;
  offen: number;
  nichtAnwendbar: number;
  n: number;
  text: string;
}

export interface FrameworkHead {
  id: string;
  titel: string;
  herausgeber: string;
  ausgabe: string;
  banner: string;
}

export interface MarkData {
  zeichen: string;
  bedeutung: string;
}

export interface DutyGroup {
  art: string;
  titel: string;
  text: string;
  zeilen: DutyData[];
}

export interface SaechsisichgData extends ReportBase<'saechsisichg'> {
  rahmenwerk: FrameworkHead;
  summe: FrameworkSummary;
  gruppen: DutyGroup[];
  nichtGefordert: { id: string; stelle: string; punkt: string; begruendung: string; grad: '' | '°'; vertrauen: string }[];
  zeichen: MarkData[];
}

/** A condition, with what the body says about it; empty where nothing is recorded and someone may write by hand. */
export interface ConditionData extends DutyData {
  giltBeiUns: '' | 'ja' | 'nein' | 'unbekannt';
  /** Where the body's own contract has it. */
  fundstelle: string;
}

export interface KdnData extends ReportBase<'kdn'> {
  rahmenwerk: FrameworkHead;
  summe: FrameworkSummary;
  zeilen: ConditionData[];
  analogText: string;
  erklaerung: string;
  zeichen: MarkData[];
}

export type ReportData =
  | LeitungData
  | SaechsisichgData
  | KdnData
  | NetzpruefungData
  | RealisierungsplanData
  | GrundschutzCheckData
  | NotfallkarteData;
