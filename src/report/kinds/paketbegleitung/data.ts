/** The data of the letter that goes with a packet of questions. Field names are German, as in report-data.ts. */
import type { LetterData } from '../../letter.ts';
import type { ReportBase } from '../../report-data.ts';

export interface PaketbegleitungData extends ReportBase<'paketbegleitung'> {
  paket: { id: string; titel: string; fragen: number; beantwortet: number };
  brief: LetterData;
  anrede: string;
  saetze: { was: string; warum: string; frist: string; dauer: string; wie: string; rueckfragen: string };
  themen: { titel: string; fragen: number; gesetz: number }[];
  unterschrift: string;
  /** What to look at before it is sent. */
  offen: string[];
  gradHinweis: string;
}
