import type { ReportDefinition } from '../../definition.ts';
import { jahresvergleichPlaceables } from './blocks.ts';
import { buildJahresvergleich } from './build.ts';
import type { JahresvergleichData } from './data.ts';
import { jahresvergleichSheets } from './sheets.ts';

export const jahresvergleich: ReportDefinition<JahresvergleichData> = {
  wants: { rounds: true, registers: { massnahme: 'own', vorfall: 'own' } },
  editions: ['intern', 'rat', 'oeffentlich'],
  build: buildJahresvergleich,
  placeables: jahresvergleichPlaceables,
  sheets: jahresvergleichSheets,
};
