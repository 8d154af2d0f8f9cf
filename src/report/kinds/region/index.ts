import type { ReportParts } from '../../definition.ts';
import { regionPlaceables } from './blocks.ts';
import type { RegionData } from './data.ts';
import { regionSheets } from './sheets.ts';

export const region: ReportParts<RegionData> = {
  editions: ['intern', 'rat', 'oeffentlich'],
  placeables: regionPlaceables,
  sheets: regionSheets,
};
