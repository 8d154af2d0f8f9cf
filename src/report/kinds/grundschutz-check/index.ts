import type { ReportDefinition } from '../../definition.ts';
import { grundschutzCheckPlaceables } from './blocks.ts';
import { buildGrundschutzCheck } from './build.ts';
import type { GrundschutzCheckData } from './data.ts';
import { checkSheet } from './sheets.ts';

export const grundschutzCheck: ReportDefinition<GrundschutzCheckData> = {
  wants: {},
  editions: ['intern'],
  build: buildGrundschutzCheck,
  placeables: grundschutzCheckPlaceables,
  sheets: (data) => [checkSheet(data)],
};
