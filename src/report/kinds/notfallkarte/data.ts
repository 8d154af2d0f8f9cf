/** What the template of the emergency card receives; empty texts are there to be filled in by hand. */
import type { ReportBase } from '../../report-data.ts';

export interface EmergencyContact {
  stelle: string;
  name: string;
  tag: string;
  nacht: string;
  vertretung: string;
}

export interface EmergencyPeriod {
  /** From the knowledge on: „24 Stunden“, „sofort“. */
  bis: string;
  was: string;
  an: string;
  /** In which case, and whether it binds: „Wenn das KDN betroffen ist: Pflicht.“ */
  gilt: string;
  grundlage: string;
  grad: '' | '°';
  vertrauen: string;
}

export interface NotfallkarteData extends ReportBase<'notfallkarte'> {
  kontakte: EmergencyContact[];
  /** What to do about missing numbers and where they are to be found, or empty. */
  kontaktHinweis: string;
  ersteStunde: { tun: string[]; lassen: string[] };
  fristen: EmergencyPeriod[];
  fristenHinweis: string;
  unterlagen: { was: string; wo: string }[];
}
