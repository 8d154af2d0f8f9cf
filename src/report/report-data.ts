/**
 * What a template and the JSON edition receive: finished German strings and numbers. Field names are German because
 * people who write templates read them. Documented field by field in reports/README.md; report-schema.ts checks it.
 */
import type { BegehungData } from './kinds/begehung/data.ts';
import type { BeschlussvorlageData } from './kinds/beschlussvorlage/data.ts';
import type { BestellungData } from './kinds/bestellung/data.ts';
import type { GrundschutzCheckData } from './kinds/grundschutz-check/data.ts';
import type { JahresvergleichData } from './kinds/jahresvergleich/data.ts';
import type { LeitungData } from './kinds/leitung/data.ts';
import type { MeldungData } from './kinds/meldung/data.ts';
import type { MitteilungData } from './kinds/mitteilung/data.ts';
import type { NetzpruefungData } from './kinds/netzpruefung/data.ts';
import type { NotfallkarteData } from './kinds/notfallkarte/data.ts';
import type { PaketbegleitungData } from './kinds/paketbegleitung/data.ts';
import type { KdnData, SaechsisichgData } from './kinds/rahmenwerk/data.ts';
import type { RatsanfrageData } from './kinds/ratsanfrage/data.ts';
import type { RealisierungsplanData } from './kinds/realisierungsplan/data.ts';
import type { AnyReferenceData } from './kinds/referenzdokumente/data.ts';
import type { RegionData } from './kinds/region/data.ts';
import type { ReportKindId } from './report-input.ts';

/** The five shapes: ● ◐ ▲ ◇ –. Colour never stands alone, the word always stands with it. */
export const statusKinds = ['inOrdnung', 'teilweise', 'handlungsbedarf', 'nichtBekannt', 'trifftNichtZu'] as const;
export type StatusKind = (typeof statusKinds)[number];

/** What is not known is worse than what is met in part, so that it never looks better than it is. */
export const worstFirst: readonly StatusKind[] = ['handlungsbedarf', 'nichtBekannt', 'teilweise', 'inOrdnung', 'trifftNichtZu'];

export interface StatusMark {
  art: StatusKind;
  wort: string;
}

/** What a report says of itself for programs, see identification.ts. */
export interface IdentificationData {
  art: string;
  /** Short name of the Kommune. */
  kommune: string;
  /** 2026-11-30 */
  stand: string;
  fassung: string;
  variante: string | null;
  /** Number of the entry the report is about. */
  eintrag: string | null;
  katalog: { edition: string; hash: string };
  fingerabdruck: string;
  /** Hash of the newest row of the Protokoll. */
  protokoll: string | null;
  /** Version of the program; empty where the edition does not tell. */
  programm: string;
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
  kennung: IdentificationData;
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
  /** How many of its „ja“ were set in bulk or come from others, or empty. */
  hinweis: string;
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
  | NotfallkarteData
  | BestellungData
  | MitteilungData
  | PaketbegleitungData
  | MeldungData
  | BegehungData
  | RatsanfrageData
  | BeschlussvorlageData
  | JahresvergleichData
  | AnyReferenceData;

/** With the report about many Kommunen. */
export type AnyReportData = ReportData | RegionData;
