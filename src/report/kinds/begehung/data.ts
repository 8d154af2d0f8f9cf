/** The data of the report on a visit. Field names are German, as in report-data.ts. */
import type { ReportBase, StatusMark } from '../../report-data.ts';

export interface VisitMeasure {
  id: string;
  titel: string;
  wer: string;
  /** Until when, or „am …“ when it is done; empty where no day is recorded. */
  bis: string;
  stand: StatusMark;
}

export interface BegehungData extends ReportBase<'begehung'> {
  eintrag: string;
  ort: string;
  am: string;
  teilnehmende: string;
  angesehen: string;
  naechste: string;
  unterschrieben: string;
  saetze: { ergebnis: string; massnahmen: string; grenzen: string };
  /** Each with the measure made of it, if there is one. */
  feststellungen: { nr: number; text: string; massnahme: VisitMeasure | null }[];
  /** Measures from the visit as a whole. */
  weitere: VisitMeasure[];
  nichtAngesehen: {
    /** As recorded. */
    angaben: string[];
    /** Rooms and buildings that were not part of this visit. */
    raeume: { name: string; zuletzt: string }[];
  };
}
