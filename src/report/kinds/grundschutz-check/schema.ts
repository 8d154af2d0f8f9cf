/** The shape of GrundschutzCheckData as a zod schema. */
import { z } from 'zod';
import { countsSchema as counts, headSchema as kopf, statusSchema as status } from '../../schema-parts.ts';
import type { GrundschutzCheckData } from './data.ts';

const count = z.int().nonnegative();

const row = z.strictObject({
  control: z.string(),
  titel: z.string(),
  anforderung: z.string(),
  stufe: z.string(),
  stand: status,
  grundlage: z.string(),
  begruendung: z.string(),
  wer: z.string(),
  bis: z.string(),
  ueberfaellig: z.boolean(),
  nachweis: z.string(),
  vermerke: z.array(z.string()),
});

export const grundschutzCheckSchema = z.strictObject({
  art: z.literal('grundschutz-check'),
  kopf,
  saetze: z.strictObject({ umfang: z.string(), stand: z.string(), grundlage: z.string() }),
  gesamt: counts,
  bausteine: z.array(
    z.strictObject({
      id: z.string(),
      titel: z.string(),
      zahlen: counts,
      grundlagen: z.strictObject({ angegeben: count, belegt: count, gemessen: count }),
      gruppen: z.array(
        z.strictObject({
          zielobjekte: z.array(z.strictObject({ kuerzel: z.string(), name: z.string() })).min(1),
          text: z.string(),
          zeilen: z.array(row),
        }),
      ),
    }),
  ),
  methode: z.strictObject({ zaehlung: z.string(), grundlagen: z.string(), vermerke: z.string() }),
}) satisfies z.ZodType<GrundschutzCheckData>;
