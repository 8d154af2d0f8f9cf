/**
 * The shape of ReportData as a zod schema: docs/json is made from it and tests check the data against it. Kept apart
 * from report-data.ts so that building a report does not load zod.
 */
import { z } from 'zod';
import { begehungSchema } from './kinds/begehung/schema.ts';
import { beschlussvorlageSchema } from './kinds/beschlussvorlage/schema.ts';
import { bestellungSchema } from './kinds/bestellung/schema.ts';
import { grundschutzCheckSchema } from './kinds/grundschutz-check/schema.ts';
import { jahresvergleichSchema } from './kinds/jahresvergleich/schema.ts';
import { leitungSchema } from './kinds/leitung/schema.ts';
import { meldungSchema } from './kinds/meldung/schema.ts';
import { mitteilungSchema } from './kinds/mitteilung/schema.ts';
import { netzpruefungSchema } from './kinds/netzpruefung/schema.ts';
import { notfallkarteSchema } from './kinds/notfallkarte/schema.ts';
import { paketbegleitungSchema } from './kinds/paketbegleitung/schema.ts';
import { kdnSchema, saechsisichgSchema } from './kinds/rahmenwerk/schema.ts';
import { ratsanfrageSchema } from './kinds/ratsanfrage/schema.ts';
import { realisierungsplanSchema } from './kinds/realisierungsplan/schema.ts';
import { referenceSchema } from './kinds/referenzdokumente/schema.ts';
import { regionSchema } from './kinds/region/schema.ts';
import type { AnyReportData } from './report-data.ts';

export const reportDataSchema = z.discriminatedUnion('art', [
  leitungSchema,
  saechsisichgSchema,
  kdnSchema,
  netzpruefungSchema,
  realisierungsplanSchema,
  grundschutzCheckSchema,
  notfallkarteSchema,
  bestellungSchema,
  mitteilungSchema,
  paketbegleitungSchema,
  meldungSchema,
  begehungSchema,
  ratsanfrageSchema,
  beschlussvorlageSchema,
  jahresvergleichSchema,
  referenceSchema('a0'),
  referenceSchema('a1'),
  referenceSchema('a2'),
  referenceSchema('a3'),
  referenceSchema('a4'),
  referenceSchema('a5'),
  referenceSchema('a6'),
  regionSchema,
]) satisfies z.ZodType<AnyReportData>;
