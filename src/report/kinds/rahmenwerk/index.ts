import type { ReportDefinition } from '../../definition.ts';
import { kdnPlaceables, saechsisichgPlaceables } from './blocks.ts';
import { buildKdn, buildSaechsisichg } from './build.ts';
import type { KdnData, SaechsisichgData } from './data.ts';

export const saechsisichg: ReportDefinition<SaechsisichgData> = {
  wants: {},
  editions: ['intern', 'rat'],
  build: buildSaechsisichg,
  placeables: saechsisichgPlaceables,
};

export const kdn: ReportDefinition<KdnData> = { wants: {}, editions: ['intern'], build: buildKdn, placeables: kdnPlaceables };
