import type { ReportDefinition } from '../../definition.ts';
import { realisierungsplanPlaceables } from './blocks.ts';
import { buildRealisierungsplan } from './build.ts';
import type { RealisierungsplanData } from './data.ts';
import { orderSheet } from './sheets.ts';

export const realisierungsplan: ReportDefinition<RealisierungsplanData> = {
  wants: { registers: { massnahme: 'own', entscheidung: 'own' } },
  editions: ['intern'],
  build: buildRealisierungsplan,
  placeables: realisierungsplanPlaceables,
  sheets: (data) => [orderSheet(data)],
};
