/** What the template of the comparison over the years receives. */
import type { ReportBase, StatusMark, TrendData } from '../../report-data.ts';

export interface YearState {
  bezeichnung: string;
  stand: string;
  profil: string;
  /** Edition of the catalogue; „nicht bekannt“ where it is not recorded. */
  ausgabe: string;
  ja: number;
  teilweise: number;
  nein: number;
  unbekannt: number;
  entbehrlich: number;
  /** Denominator: without entbehrlich. */
  zaehlt: number;
}

export interface ComparedTopicData {
  titel: string;
  lage: StatusMark;
  /** Null: nothing was known both times. */
  trend: TrendData | null;
  vorher: string;
  jetzt: string;
  /** Shares of the questions asked both times, then and now. */
  anteile: { vorher: YearShares; jetzt: YearShares };
  bemerkung: string;
}

export interface YearShares {
  ja: number;
  teilweise: number;
  nein: number;
  unbekannt: number;
}

export interface ChangeCount {
  art: string;
  anzahl: number;
  bedeutung: string;
}

export interface ComparedDuty {
  stelle: string;
  grad: '' | '°';
  kurz: string;
  vorher: StatusMark;
  jetzt: StatusMark;
}

export interface DutySums {
  wann: string;
  erfuellt: number;
  teilweise: number;
  nichtErfuellt: number;
  offen: number;
}

export interface FindingSums {
  wann: string;
  inOrdnung: number;
  laeuftAus: number;
  mangel: number;
  nichtFeststellbar: number;
}

export interface IncidentYear {
  jahr: string;
  anzahl: number;
  ereignisse: number;
  vorfaelle: number;
  erheblich: number;
  nichtEingeordnet: number;
}

export interface JahresvergleichData extends ReportBase<'jahresvergleich'> {
  /** „Verglichen wird …“ */
  zeitraum: string;
  saetze: { lage: string; veraenderung: string; grenzen: string };
  /** What makes the comparison weaker than it looks; empty if nothing does. */
  vorbehalte: string[];
  staende: YearState[];
  staendeText: string;
  aenderungen: { echt: ChangeCount[]; methode: ChangeCount[]; text: string; methodeText: string };
  themenText: string;
  themen: ComparedTopicData[];
  pflichten: { text: string; summen: DutySums[]; liste: ComparedDuty[] };
  massnahmen: { text: string };
  befunde: { text: string; summen: FindingSums[] };
  vorfaelle: { text: string; jahre: IncidentYear[] };
  methode: string[];
}
