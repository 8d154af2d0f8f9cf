import { reportStages } from '../../../domain/incident-report.ts';
import type { ReportDefinition } from '../../definition.ts';
import { meldungPlaceables } from './blocks.ts';
import { buildMeldung } from './build.ts';
import type { MeldungData } from './data.ts';

export const meldung: ReportDefinition<MeldungData> = {
  wants: { registers: { kontakt: 'withGroups' }, zielobjekte: true, history: true },
  editions: ['intern'],
  variants: reportStages,
  entryOf: 'vorfall',
  build: buildMeldung,
  placeables: meldungPlaceables,
};
