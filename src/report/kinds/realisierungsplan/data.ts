/** The data of the plan of measures. Field names are German, as in report-data.ts. */
import type { DecisionData } from '../../decisions.ts';
import type { ReportBase, StatusMark } from '../../report-data.ts';

/** Stands where nobody entered an effort or costs. */
export const notEstimated = 'nicht geschätzt';

export interface PlanMeasureData {
  /** Place in the order of all open measures. */
  rang: number;
  id: string;
  titel: string;
  status: string;
  /** 1 comes first. */
  prioritaet: number;
  /** Why it has this priority. */
  grund: string;
  anforderungen: string[];
  zielobjekte: string[];
  wer: string;
  /** Who checks that it works, or empty. */
  prueft: string;
  /** „überfällig“, „bald fällig“, „in der Frist“, „ohne Termin“. */
  termin: StatusMark;
  /** 30.11.2026, or empty. */
  faellig: string;
  aufwand: string;
  kosten: string;
  mittel: string;
  wartetAuf: string[];
  /** Why it may be done already, or empty. */
  hinweis: string;
}

export interface PlanPriorityData {
  nr: number;
  titel: string;
  massnahmen: PlanMeasureData[];
}

/** Put off by the head, or without the money. */
export interface PlanCutData {
  id: string;
  titel: string;
  was: string;
  entscheidung: string;
  entschiedenAm: string;
  /** When the head decides again, or that no day is named. */
  wiedervorlage: string;
  /** That day is here or past. */
  faellig: boolean;
  kosten: string;
}

export interface PlanDependencyData {
  id: string;
  titel: string;
  wartetAuf: string[];
  /** What does not fit: an order in time, a circle, something given up; else empty. */
  hinweis: string;
}

export interface PlanYearData {
  jahr: number;
  massnahmen: number;
  einmalig: string;
  jaehrlich: string;
  tage: string;
  ohneKosten: number;
  mittel: string;
}

export interface PlanGapData {
  control: string;
  titel: string;
  stand: StatusMark;
  anforderung: string;
}

export interface RealisierungsplanData extends ReportBase<'realisierungsplan'> {
  saetze: { stand: string; kosten: string; entscheiden: string };
  summe: {
    offen: number;
    ueberfaellig: number;
    bald: number;
    spaeter: number;
    ohneTermin: number;
    zurueckgestellt: number;
    text: string;
  };
  prioritaeten: PlanPriorityData[];
  zurueckgestellt: PlanCutData[];
  /** What the head decided on issued reports in the last twelve months, newest first. */
  entscheidungen: DecisionData[];
  abhaengigkeiten: PlanDependencyData[];
  jahre: PlanYearData[];
  jahreText: string;
  luecken: { text: string; liste: PlanGapData[] };
  methode: string;
}
