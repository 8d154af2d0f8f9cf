/** The data of the report about an incident. Field names are German, as in report-data.ts. */
import type { IncidentRecipient, ReportStage } from '../../../domain/incident-report.ts';
import type { ReportBase, StatusMark } from '../../report-data.ts';

export interface ReportedField {
  feld: string;
  /** „noch nicht bekannt“ where it is not. */
  wert: string;
  bekannt: boolean;
}

export interface RecipientData {
  an: IncidentRecipient;
  titel: string;
  hinweis: string;
  /** Until when, and whether it binds. */
  frist: string;
  felder: ReportedField[];
  unbekannt: string;
}

export interface ReportPeriod {
  bis: string;
  /** Why the end was moved, or empty. */
  bisHinweis: string;
  was: string;
  an: string;
  stand: StatusMark;
  /** When it was done, or empty. */
  erledigt: string;
  /** Whether it binds and why. */
  gilt: string;
  grundlage: string;
  grad: '' | '°';
  vertrauen: string;
}

export interface MeldungData extends ReportBase<'meldung'> {
  eintrag: string;
  stufe: ReportStage;
  saetze: { was: string; gemeldet: string; unbekannt: string };
  empfaenger: RecipientData[];
  /** Who does not get a report now, and why. */
  nichtEnthalten: string[];
  fristen: ReportPeriod[];
  verlauf: { wann: string; was: string; von: string }[];
  danach: string[];
  gradHinweis: string;
}
