import type { ReportDefinition } from '../../definition.ts';
import { bestellungPlaceables } from './blocks.ts';
import { buildBestellung } from './build.ts';
import { appointmentVariants, type BestellungData } from './data.ts';

export const bestellung: ReportDefinition<BestellungData> = {
  wants: { registers: { ressource: 'own' }, appointments: true },
  editions: ['intern'],
  variants: appointmentVariants,
  build: buildBestellung,
  placeables: bestellungPlaceables,
};
