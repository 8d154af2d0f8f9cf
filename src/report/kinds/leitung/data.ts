/** What the mayor's page and its annex tell. */
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
