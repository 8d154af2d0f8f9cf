/** Every kind of report. A new one is a folder beside this file, a line here and in report-schema.ts, and reports/ID/. */
import type { ReportDefinition, ReportParts } from '../definition.ts';
import type { AnyReportData, ReportData } from '../report-data.ts';
import type { ReportKindId } from '../report-input.ts';
import { begehung } from './begehung/index.ts';
import { beschlussvorlage } from './beschlussvorlage/index.ts';
import { bestellung } from './bestellung/index.ts';
import { grundschutzCheck } from './grundschutz-check/index.ts';
import { jahresvergleich } from './jahresvergleich/index.ts';
import { leitung } from './leitung/index.ts';
import { meldung } from './meldung/index.ts';
import { mitteilung } from './mitteilung/index.ts';
import { netzpruefung } from './netzpruefung/index.ts';
import { notfallkarte } from './notfallkarte/index.ts';
import { paketbegleitung } from './paketbegleitung/index.ts';
import { kdn, saechsisichg } from './rahmenwerk/index.ts';
import { ratsanfrage } from './ratsanfrage/index.ts';
import { realisierungsplan } from './realisierungsplan/index.ts';
import { a0, a1, a2, a3, a4, a5, a6 } from './referenzdokumente/index.ts';
import { region } from './region/index.ts';

type DataOf<K extends ReportKindId> = Extract<ReportData, { art: K }>;

export const definitions: { readonly [K in ReportKindId]: ReportDefinition<DataOf<K>> } = {
  leitung,
  saechsisichg,
  kdn,
  netzpruefung,
  realisierungsplan,
  'grundschutz-check': grundschutzCheck,
  notfallkarte,
  bestellung,
  mitteilung,
  paketbegleitung,
  meldung,
  begehung,
  ratsanfrage,
  beschlussvorlage,
  jahresvergleich,
  a0,
  a1,
  a2,
  a3,
  a4,
  a5,
  a6,
};

/** The definition for data or a kind known only at run time; its functions take the data of that kind only. */
export function definitionOf<K extends ReportKindId>(art: K): ReportDefinition<DataOf<K>> {
  return definitions[art];
}

/** The same for finished data, be they about one Kommune or about many. */
export function partsOf(art: AnyReportData['art']): ReportParts<AnyReportData> {
  return art === 'region' ? region : definitions[art];
}
