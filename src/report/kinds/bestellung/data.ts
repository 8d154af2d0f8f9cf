/** The data of the letter of appointment. Field names are German, as in report-data.ts. */
import type { LegalBasisData } from '../../legal-basis.ts';
import type { LetterData } from '../../letter.ts';
import type { ReportBase } from '../../report-data.ts';

export const appointmentVariants = ['bfis', 'vertretung', 'extern', 'gemeinsam'] as const;
export type AppointmentVariant = (typeof appointmentVariants)[number];

/** A body the person serves. */
export interface ServedBody {
  stelle: string;
  rolle: string;
  /** First day, or empty. */
  seit: string;
}

/** Something to settle before the letter is signed. */
export interface OpenPoint {
  punkt: string;
  wie: string;
}

export interface BestellungData extends ReportBase<'bestellung'> {
  variante: AppointmentVariant;
  brief: LetterData;
  anrede: string;
  saetze: {
    bestellung: string;
    /** On which agreement it rests, for people from outside; else empty. */
    grundlage: string;
    mittel: string;
    verantwortung: string;
    vertretung: string;
    /** For how long, to strike out. */
    dauer: string;
    mitteilung: string;
  };
  aufgaben: string[];
  rechte: string[];
  /** Bodies the person serves, for the appointment shared by several; else none. */
  stellen: ServedBody[];
  /** What stands below the lines to sign on, with the name where it is recorded. */
  unterschriften: { leitung: string; person: string };
  offen: OpenPoint[];
  danach: string[];
  grundlagen: LegalBasisData[];
  gradHinweis: string;
}
