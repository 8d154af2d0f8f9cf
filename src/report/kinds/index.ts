/** Every kind of report. A new one is a folder beside this file, a line here and in report-schema.ts, and reports/ID/. */
import type { ReportDefinition } from '../definition.ts';
import type { ReportData } from '../report-data.ts';
import type { ReportKindId } from '../report-input.ts';
import { grundschutzCheck } from './grundschutz-check/index.ts';
import { leitung } from './leitung/index.ts';
import { netzpruefung } from './netzpruefung/index.ts';
import { notfallkarte } from './notfallkarte/index.ts';
import { kdn, saechsisichg } from './rahmenwerk/index.ts';
import { realisierungsplan } from './realisierungsplan/index.ts';

type DataOf<K extends ReportKindId> = Extract<ReportData, { art: K }>;

export const definitions: { readonly [K in ReportKindId]: ReportDefinition<DataOf<K>> } = {
  leitung,
  saechsisichg,
  kdn,
  netzpruefung,
  realisierungsplan,
  'grundschutz-check': grundschutzCheck,
  notfallkarte,
};

/** The definition for data or a kind known only at run time; its functions take the data of that kind only. */
export function definitionOf<K extends ReportKindId>(art: K): ReportDefinition<DataOf<K>> {
  return definitions[art];
}
