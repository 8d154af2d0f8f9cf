/** The data of the notice to the Land. Field names are German, as in report-data.ts. */
import type { LegalBasisData } from '../../legal-basis.ts';
import type { ReportBase, StatusMark } from '../../report-data.ts';

/** A value to be typed; empty where nothing is recorded. */
export interface NoticeValue {
  angabe: string;
  wert: string;
  /** Where it comes from, or that it is not recorded. */
  herkunft: string;
}

export interface NoticeGroup {
  id: 'stelle' | 'bfis' | 'vertretung';
  titel: string;
  werte: NoticeValue[];
}

/** How one appointment stands. */
export interface NoticeDeadline {
  rolle: string;
  person: string;
  bestellt: string;
  bis: string;
  mitgeteilt: string;
  stand: StatusMark;
  text: string;
}

export interface MitteilungData extends ReportBase<'mitteilung'> {
  saetze: { frist: string; fehlt: string };
  fristen: NoticeDeadline[];
  /** Why an end was moved, or empty. */
  fristHinweis: string;
  gruppen: NoticeGroup[];
  /** Commands that record the day of the notice and what is missing; not for the head. */
  erfassen: string[];
  danach: string[];
  grundlagen: LegalBasisData[];
  gradHinweis: string;
}
