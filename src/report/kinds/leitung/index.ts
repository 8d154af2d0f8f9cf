import type { ReportDefinition } from '../../definition.ts';
import { leitungPlaceables } from './blocks.ts';
import { buildLeitung } from './build.ts';
import type { LeitungData } from './data.ts';

export const leitung: ReportDefinition<LeitungData> = {
  wants: {
    registers: { massnahme: 'own', vorfall: 'own', ressource: 'own', entscheidung: 'own' },
    lastReport: true,
  },
  editions: ['intern', 'rat'],
  build: buildLeitung,
  placeables: leitungPlaceables,
};
