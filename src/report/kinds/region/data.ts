/** What the template of the report about many Kommunen receives. */
import type { HeadData } from '../../report-data.ts';

/** Kommunen by how far they are with the legal minimum; the worst row of each counts. */
export interface MinimumStates {
  erfuellt: number;
  teilweise: number;
  nichtErfuellt: number;
  nichtBekannt: number;
}

export interface RegionGroup {
  /** „unter 10.000 Einwohner“ */
  groesse: string;
  kommunen: number;
  ohneAntworten: number;
  minimum: MinimumStates;
  /** Answers of all of them together: „ja“, of those that count, and the unknown. */
  ja: number;
  zaehlt: number;
  unbekannt: number;
}

export interface RegionDuty {
  id: string;
  stelle: string;
  /** MUSS, SOLL … */
  art: string;
  kurz: string;
  grad: '' | '°';
  /** Marks as recorded, for example „V23, S“. */
  vertrauen: string;
  erfuellt: number;
  teilweise: number;
  nichtErfuellt: number;
  nichtBekannt: number;
  trifftNichtZu: number;
}

export interface RegionGap {
  control: string;
  titel: string;
  thema: string;
  nein: number;
  teilweise: number;
  ja: number;
  entbehrlich: number;
  nichtBekannt: number;
}

/** One Kommune by name; only in the edition `intern`. */
export interface RegionRow {
  name: string;
  groesse: string;
  antworten: string;
  unbekannt: number;
  minimum: string;
  luecken: number;
  ueberfaellig: number;
  massnahmenUeberfaellig: number;
  pflichtenUeberfaellig: number;
}

export interface RegionData {
  art: 'region';
  kopf: HeadData;
  saetze: { bestand: string; minimum: string; luecken: string; spaet: string };
  /** Of the size classes, merged where they are too small for the edition. */
  gruppen: RegionGroup[];
  gruppenText: string;
  /** Empty for everybody. */
  pflichten: RegionDuty[];
  pflichtenText: string;
  /** The most frequent first; empty for everybody. */
  luecken: RegionGap[];
  lueckenText: string;
  /** Kommunen with something overdue, the most first; names only in `intern`. */
  spaet: RegionRow[];
  spaetText: string;
  /** Names of those without an answer; only in `intern`. */
  ohneAntworten: string[];
  ohneAntwortenText: string;
  /** All of them by name; only in `intern`. */
  kommunen: RegionRow[];
  methode: string[];
}
