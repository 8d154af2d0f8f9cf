import type { ReportDefinition } from '../../definition.ts';
import { mitteilungPlaceables } from './blocks.ts';
import { buildMitteilung } from './build.ts';
import type { MitteilungData } from './data.ts';

export const mitteilung: ReportDefinition<MitteilungData> = {
  wants: { registers: { kontakt: 'withGroups' }, appointments: true },
  editions: ['intern'],
  build: buildMitteilung,
  placeables: mitteilungPlaceables,
};
