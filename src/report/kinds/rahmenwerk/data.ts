/** What the duty-by-duty reports tell. */
import type { DutyData, FrameworkSummary, MarkData, ReportBase } from '../../report-data.ts';

export interface FrameworkHead {
  id: string;
  titel: string;
  herausgeber: string;
  ausgabe: string;
  banner: string;
}

export interface DutyGroup {
  art: string;
  titel: string;
  text: string;
  zeilen: DutyData[];
}

export interface SaechsisichgData extends ReportBase<'saechsisichg'> {
  rahmenwerk: FrameworkHead;
  summe: FrameworkSummary;
  gruppen: DutyGroup[];
  nichtGefordert: { id: string; stelle: string; punkt: string; begruendung: string; grad: '' | '°'; vertrauen: string }[];
  zeichen: MarkData[];
}

/** A condition, with what the body says about it; empty where nothing is recorded and someone may write by hand. */
export interface ConditionData extends DutyData {
  giltBeiUns: '' | 'ja' | 'nein' | 'unbekannt';
  /** Where the body's own contract has it. */
  fundstelle: string;
}

export interface KdnData extends ReportBase<'kdn'> {
  rahmenwerk: FrameworkHead;
  summe: FrameworkSummary;
  zeilen: ConditionData[];
  analogText: string;
  erklaerung: string;
  zeichen: MarkData[];
}
