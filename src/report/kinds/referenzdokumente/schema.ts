/** The shape of the Referenzdokumente as zod schemas, one per letter and number. */
import { z } from 'zod';
import { headSchema as kopf } from '../../schema-parts.ts';
import type { ReferenceData, ReferenceKind } from './data.ts';

const table = z.strictObject({
  titel: z.string(),
  spalten: z.array(z.strictObject({ titel: z.string(), breite: z.number(), rechts: z.boolean() })).min(1),
  zeilen: z.array(z.array(z.strictObject({ wert: z.string(), zusatz: z.array(z.string()) }))).min(1),
});

export function referenceSchema<K extends ReferenceKind>(art: K) {
  return z.strictObject({
    art: z.literal(art),
    kopf,
    dokument: z.string().regex(/^A\.[0-6]$/),
    zweck: z.string(),
    umfang: z.string(),
    abschnitte: z.array(z.strictObject({ titel: z.string(), absaetze: z.array(z.string()), tabelle: table.nullable() })),
    fehlt: z.strictObject({ text: z.string(), liste: z.array(z.strictObject({ was: z.string(), befehl: z.string() })) }),
    hinweis: z.string(),
  }) satisfies z.ZodType<ReferenceData<K>>;
}
