import type { ReportDefinition } from '../../definition.ts';
import { netzpruefungPlaceables } from './blocks.ts';
import { buildNetzpruefung } from './build.ts';
import type { NetzpruefungData } from './data.ts';

export const netzpruefung: ReportDefinition<NetzpruefungData> = {
  wants: { network: true, registers: { massnahme: 'own' } },
  editions: ['intern'],
  build: buildNetzpruefung,
  placeables: netzpruefungPlaceables,
};
