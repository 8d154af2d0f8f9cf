/**
 * What a template and the JSON edition receive: finished German strings and numbers. Field names are German because
 * people who write templates read them. Documented field by field in reports/README.md; report-schema.ts checks it.
 */
import type { GrundschutzCheckData } from './kinds/grundschutz-check/data.ts';
import type { LeitungData } from './kinds/leitung/data.ts';
import type { NetzpruefungData } from './kinds/netzpruefung/data.ts';
import type { NotfallkarteData } from './kinds/notfallkarte/data.ts';
import type { KdnData, SaechsisichgData } from './kinds/rahmenwerk/data.ts';
import type { RealisierungsplanData } from './kinds/realisierungsplan/data.ts';
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

export interface ReportBase<K extends ReportKindId> {
  art: K;
  kopf: HeadData;
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

export interface MarkData {
  zeichen: string;
  bedeutung: string;
}

export type ReportData =
  | LeitungData
  | SaechsisichgData
  | KdnData
  | NetzpruefungData
  | RealisierungsplanData
  | GrundschutzCheckData
  | NotfallkarteData;
