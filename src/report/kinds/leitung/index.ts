import type { ReportDefinition } from '../../definition.ts';
import { leitungPlaceables } from './blocks.ts';
import { buildLeitung } from './build.ts';
import type { LeitungData } from './data.ts';

export const leitung: ReportDefinition<LeitungData> = {
  wants: {},
  editions: ['intern'],
  build: buildLeitung,
  placeables: leitungPlaceables,
};
