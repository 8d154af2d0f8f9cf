import type { ReportDefinition } from '../../definition.ts';
import { notfallkartePlaceables } from './blocks.ts';
import { buildNotfallkarte } from './build.ts';
import type { NotfallkarteData } from './data.ts';

export const notfallkarte: ReportDefinition<NotfallkarteData> = {
  wants: { registers: { kontakt: 'withGroups', dokument: 'withGroups' } },
  editions: ['intern'],
  build: buildNotfallkarte,
  placeables: notfallkartePlaceables,
};
