/** The data of the report on the network checks. Field names are German, as in report-data.ts. */
import type { ReportBase, StatusMark } from '../../report-data.ts';

/** How many findings of one degree there are. */
export interface NetDegreeData {
  /** „kritisch“ … „Hinweis“, „bald veraltet“; empty of meaning without `bedeutung`. */
  schwere: string;
  bedeutung: string;
  /** All of them, explained ones too. */
  befunde: number;
  erklaert: number;
  offen: number;
  /** Distinct targets of the open ones. */
  ziele: number;
}

/** One Zielobjekt in numbers; `kuerzel` is empty for what no Zielobjekt declares. */
export interface NetObjectData {
  kuerzel: string;
  name: string;
  kritischHoch: number;
  mittel: number;
  niedrigHinweis: number;
  laeuftAus: number;
  inOrdnung: number;
  nichtAngesehen: number;
  erklaert: number;
  /** What there is to know before reading its findings. */
  text: string;
  befunde: NetFindingData[];
}

/** Findings of one check with the same sentence at one or several targets. */
export interface NetFindingData {
  pruefung: string;
  /** Id of the check. */
  check: string;
  /** Shape and degree: „hoch“, „bald veraltet“. */
  stand: StatusMark;
  text: string;
  ziele: string[];
  /** „aus dem Internet“ */
  blickwinkel: string;
  /** Last seen. */
  gesehen: string;
  /** First seen, if that is an earlier day; else empty. */
  seit: string;
  /** „121 Tage alt“ when too old to be relied on, else empty. */
  alter: string;
  anforderungen: string[];
  /** Number of the remedy further below. */
  abhilfe: number;
  /** Why an explanation given for it no longer holds, else empty. */
  hinweis: string;
}

export interface NetTaskData {
  nr: number;
  titel: string;
  stand: StatusMark;
  /** First sentence of the remedy. */
  schritt: string;
  abhilfe: number;
  ziele: string[];
  anforderungen: string[];
  massnahme: string;
}

export interface NetEndingData extends NetFindingData {
  /** Day on which it ends as the finding names it, or that none is named. */
  ende: string;
}

export interface NetExplainedData extends NetFindingData {
  id: string;
  grund: string;
  person: string;
  erklaertAm: string;
  bis: string;
}

export interface NetContradictionData {
  art: 'Widerspruch' | 'Hinweis';
  control: string;
  titel: string;
  zielobjekt: string;
  antwort: string;
  befunde: string[];
}

export interface NetRemedyData {
  nr: number;
  check: string;
  titel: string;
  /** Why the requirement it touches is there. */
  warum: string;
  anforderungen: string[];
  text: string;
  quellen: string[];
}

/** What could not be looked at, for one reason. */
export interface NetUnseenData {
  anzahl: number;
  grund: string;
  ziele: string[];
  pruefungen: string[];
  zuletzt: string;
}

export interface NetOrderData {
  ziel: string;
  anzahl: number;
  pruefungen: string[];
  zuletzt: string;
}

export interface NetRunData {
  id: string;
  zeit: string;
  werkzeug: string;
  freigaben: string[];
  stand: string;
  aufruf: string;
  namen: string[];
  hinweise: string[];
}

export interface NetPermitData {
  id: string;
  ziele: string[];
  zeitraum: string;
  zeiten: string;
  durch: string;
  umfang: string;
  benachrichtigt: string;
  dokument: string;
}

export interface NetFootprintData {
  text: string;
  pruefungen: string[];
}

export interface NetzpruefungData extends ReportBase<'netzpruefung'> {
  saetze: { gesehen: string; zuerst: string; grenzen: string };
  summe: { text: string; schweren: NetDegreeData[]; inOrdnung: number; nichtAngesehen: number };
  aufgaben: NetTaskData[];
  aufgabenText: string;
  zielobjekte: NetObjectData[];
  auslaufend: NetEndingData[];
  /** What „bald veraltet“ means, and where certificates near their end are told of. */
  auslaufendText: string;
  erklaert: NetExplainedData[];
  erklaertText: string;
  widersprueche: { satz: string; liste: NetContradictionData[] };
  abhilfen: NetRemedyData[];
  inOrdnung: NetOrderData[];
  inOrdnungText: string;
  nichtAngesehen: { satz: string; liste: NetUnseenData[]; grenzen: string[] };
  nachweis: {
    satz: string;
    laeufe: NetRunData[];
    freigaben: NetPermitData[];
    spuren: NetFootprintData[];
  };
}
