import type { ReportDefinition } from '../../definition.ts';
import { beschlussvorlagePlaceables } from './blocks.ts';
import { buildBeschlussvorlage } from './build.ts';
import type { BeschlussvorlageData } from './data.ts';

export const beschlussvorlage: ReportDefinition<BeschlussvorlageData> = {
  wants: { registers: { massnahme: 'own' } },
  editions: ['intern', 'rat', 'oeffentlich'],
  entryOf: 'massnahme',
  entryOptional: true,
  build: buildBeschlussvorlage,
  placeables: beschlussvorlagePlaceables,
};
