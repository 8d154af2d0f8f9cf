/** What the template of the answer to the council receives. */
import type { ReportBase, StatusMark } from '../../report-data.ts';

/** Half a page: what was asked, and the four things a council wants to know. */
export interface CouncilAnswer {
  id: string;
  frage: string;
  antwort: string;
  /** The number, with its denominator and what is not known. */
  zahl: string;
  kosten: string;
  stand: StatusMark;
  /** Why it stands so. */
  standText: string;
  naechsterSchritt: string;
  /** From which records, and by which paragraph. */
  grundlage: string;
}

/** What is computed for a question. */
export type Answer = Omit<CouncilAnswer, 'id' | 'frage'>;

export interface RatsanfrageData extends ReportBase<'ratsanfrage'> {
  /** „Für den Gemeinderat“ */
  fuer: string;
  /** Whether one question was chosen or all are answered. */
  umfang: string;
  fragen: CouncilAnswer[];
  hinweis: string;
  /** What the small circle means; empty where none occurs. */
  grad: string;
}
