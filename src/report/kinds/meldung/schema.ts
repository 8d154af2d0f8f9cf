/** The shape of MeldungData as a zod schema. */
import { z } from 'zod';
import { incidentRecipients, reportStages } from '../../../domain/incident-report.ts';
import { degreeSchema as degree, headSchema as kopf, statusSchema as stand } from '../../schema-parts.ts';
import type { MeldungData } from './data.ts';

export const meldungSchema = z.strictObject({
  art: z.literal('meldung'),
  kopf,
  eintrag: z.string(),
  stufe: z.enum(reportStages),
  saetze: z.strictObject({ was: z.string(), gemeldet: z.string(), unbekannt: z.string() }),
  empfaenger: z.array(
    z.strictObject({
      an: z.enum(incidentRecipients),
      titel: z.string(),
      hinweis: z.string(),
      frist: z.string(),
      felder: z.array(z.strictObject({ feld: z.string(), wert: z.string(), bekannt: z.boolean() })),
      unbekannt: z.string(),
    }),
  ),
  nichtEnthalten: z.array(z.string()),
  fristen: z.array(
    z.strictObject({
      bis: z.string(),
      bisHinweis: z.string(),
      was: z.string(),
      an: z.string(),
      stand,
      erledigt: z.string(),
      gilt: z.string(),
      grundlage: z.string(),
      grad: degree,
      vertrauen: z.string(),
    }),
  ),
  verlauf: z.array(z.strictObject({ wann: z.string(), was: z.string(), von: z.string() })),
  danach: z.array(z.string()),
  gradHinweis: z.string(),
}) satisfies z.ZodType<MeldungData>;
