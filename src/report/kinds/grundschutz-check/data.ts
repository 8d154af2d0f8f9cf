/** The data of the Grundschutz check. Field names are German, as in report-data.ts. */
import type { CountsData, ReportBase, StatusMark } from '../../report-data.ts';

/** Remark on what was answered although it is not asked. */
export const notInProfile = 'nicht im Profil';

export interface CheckRowData {
  control: string;
  titel: string;
  /** MUSS, SOLLTE, KANN. */
  anforderung: string;
  /** „Basis“, „Standard“, „erhöht“ */
  stufe: string;
  stand: StatusMark;
  /** What stands behind a „ja“: „angegeben“, „belegt“, „gemessen“; else empty. */
  grundlage: string;
  begruendung: string;
  wer: string;
  /** 30.11.2026, or empty. */
  bis: string;
  ueberfaellig: boolean;
  nachweis: string;
  /** What a reader has to know: contradicted by a check of the network, set in bulk, outside the profile. */
  vermerke: string[];
}

/** Zielobjekte with the same answers to all controls of a Baustein. */
export interface CheckGroupData {
  zielobjekte: { kuerzel: string; name: string }[];
  text: string;
  zeilen: CheckRowData[];
}

export interface CheckBausteinData {
  id: string;
  titel: string;
  zahlen: CountsData;
  grundlagen: { angegeben: number; belegt: number; gemessen: number };
  gruppen: CheckGroupData[];
}

export interface GrundschutzCheckData extends ReportBase<'grundschutz-check'> {
  saetze: { umfang: string; stand: string; grundlage: string };
  /** Over all answers, one per Zielobjekt and control. */
  gesamt: CountsData;
  bausteine: CheckBausteinData[];
  methode: { zaehlung: string; grundlagen: string; vermerke: string };
}
