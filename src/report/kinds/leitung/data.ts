/** What the mayor's page and its annex tell. */
import type { DecisionData } from '../../decisions.ts';
import type { CountsData, DutyData, ReportBase, StatusMark, TopicData } from '../../report-data.ts';

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
  /** What open measures for it say, or empty: „2.400 € einmalig, 960,50 € im Jahr (Maßnahme MN1)“. */
  kosten: string;
  /** The same for a narrow column. */
  kostenKurz: string;
  /** Numbers of the open measures for it. */
  massnahmen: string[];
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

/** Measures up to a day: how many were or will be due, how many of these were done by then; null where the day lies ahead. */
export interface CourseData {
  bis: string;
  faellig: number;
  erledigt: number | null;
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

export interface LeitungData extends ReportBase<'leitung'> {
  saetze: { lage: string; veraenderung: string; entscheidung: string };
  gesamt: CountsData;
  /** The counts of the earlier round the arrows compare with. */
  frueher: { bezeichnung: string; zahlen: CountsData } | null;
  themen: TopicData[];
  minimum: DutyData[];
  minimumText: string;
  luecken: GapData[];
  lueckenUeberschrift: string;
  lueckenHinweis: string;
  netz: {
    satz: string;
    maengel: string;
    nichtGesehen: string;
    /** Findings that are not in order by severity, worst first; those that run out under „läuft aus“. */
    schweren: { schwere: string; anzahl: number }[];
    befunde: FindingData[];
    ungeprueft: UncheckedData[];
    /** Where the rest stands, or empty. */
    mehr: string;
  };
  widersprueche: {
    anzahl: number;
    hinweise: number;
    satz: string;
    kurz: string[];
    liste: ContradictionData[];
    /** Where the rest stands, or empty. */
    mehr: string;
  };
  vorfaelle: { jahr: number; anzahl: number; offen: number; satz: string };
  massnahmen: {
    offen: number;
    ueberfaellig: number;
    ohneTermin: number;
    satz: string;
    verlauf: CourseData[];
    verlaufText: string;
  };
  mittel: { jahr: number; zeit: string; geld: string; satz: string };
  entscheidungen: { satz: string; liste: DecisionData[] };
  /** What came since the last report that was filed. */
  seitLetztem: string;
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
