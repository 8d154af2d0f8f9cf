import type { ReportDefinition } from '../../definition.ts';
import { paketbegleitungPlaceables } from './blocks.ts';
import { buildPaketbegleitung } from './build.ts';
import type { PaketbegleitungData } from './data.ts';

export const paketbegleitung: ReportDefinition<PaketbegleitungData> = {
  wants: { registers: { kontakt: 'withGroups' } },
  editions: ['intern'],
  entryOf: 'paket',
  build: buildPaketbegleitung,
  placeables: paketbegleitungPlaceables,
};
