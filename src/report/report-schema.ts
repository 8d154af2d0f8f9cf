/**
 * The shape of ReportData as a zod schema: docs/json is made from it and tests check the data against it. Kept apart
 * from report-data.ts so that building a report does not load zod.
 */
import { z } from 'zod';
import { grundschutzCheckSchema } from './kinds/grundschutz-check/schema.ts';
import { leitungSchema } from './kinds/leitung/schema.ts';
import { netzpruefungSchema } from './kinds/netzpruefung/schema.ts';
import { notfallkarteSchema } from './kinds/notfallkarte/schema.ts';
import { kdnSchema, saechsisichgSchema } from './kinds/rahmenwerk/schema.ts';
import { realisierungsplanSchema } from './kinds/realisierungsplan/schema.ts';
import type { ReportData } from './report-data.ts';
import { type ReportKind, reportFormats } from './report-kind.ts';

export const reportDataSchema = z.discriminatedUnion('art', [
  leitungSchema,
  saechsisichgSchema,
  kdnSchema,
  netzpruefungSchema,
  realisierungsplanSchema,
  grundschutzCheckSchema,
  notfallkarteSchema,
]) satisfies z.ZodType<ReportData>;

/** reports/ID/report.yaml */
export const reportKindSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/),
  title: z.string().min(1),
  audience: z.string().min(1),
  confidentiality: z.string().min(1),
  formats: z.array(z.enum(reportFormats)).min(1),
  summary: z.string().min(1),
}) satisfies z.ZodType<ReportKind>;
