/** What the template of the paper a council decides on receives. */
import type { ReportBase } from '../../report-data.ts';

/** One measure the council is asked about. */
export interface DecisionItem {
  nr: number;
  id: string;
  titel: string;
  /** What is to be decided about it: grant money, decide anew. */
  anlass: string;
  grund: string;
  kosten: string;
  /** „2027“, or that none is named. */
  haushaltsjahr: string;
  /** What was decided before, and when; empty if nothing. */
  bisher: string;
}

export interface DecisionYear {
  jahr: string;
  einmalig: string;
  jaehrlich: string;
  massnahmen: number;
  ohneKosten: number;
}

export interface DecisionConsequence {
  nr: number;
  titel: string;
  folge: string;
}

export interface BeschlussvorlageData extends ReportBase<'beschlussvorlage'> {
  /** „Für den Gemeinderat“ */
  fuer: string;
  /** Which part it is, in a sentence. */
  teil: string;
  betreff: string;
  /** The decision wanted, sentence by sentence. */
  beschluss: string[];
  begruendung: string[];
  positionen: DecisionItem[];
  jahre: DecisionYear[];
  kostenText: string;
  folgenText: string;
  folgen: DecisionConsequence[];
  /** Measures about money that are not asked about here, and why. */
  nichtDabei: string;
  gremium: string;
  grad: string;
}
