import type { ReportDefinition } from '../../definition.ts';
import { begehungPlaceables } from './blocks.ts';
import { buildBegehung } from './build.ts';
import type { BegehungData } from './data.ts';

export const begehung: ReportDefinition<BegehungData> = {
  wants: { registers: { massnahme: 'own', begehung: 'own' }, zielobjekte: true },
  editions: ['intern'],
  entryOf: 'begehung',
  build: buildBegehung,
  placeables: begehungPlaceables,
};
