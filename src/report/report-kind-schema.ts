/** The shape of a report.yaml, apart from the schemas of all reports: whoever writes one report does not load them. */
import { z } from 'zod';
import { type ReportKind, reportFormats } from './report-kind.ts';

/** reports/ID/report.yaml */
export const reportKindSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string().min(1),
  audience: z.string().min(1),
  confidentiality: z.string().min(1),
  formats: z.array(z.enum(reportFormats)).min(1),
  summary: z.string().min(1),
}) satisfies z.ZodType<ReportKind>;
