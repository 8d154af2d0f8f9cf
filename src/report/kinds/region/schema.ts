/** The shape of the report about many Kommunen as a zod schema. */
import { z } from 'zod';
import { degreeSchema, headSchema as head } from '../../schema-parts.ts';
import type { RegionData } from './data.ts';

const count = z.int().nonnegative();

const row = z.strictObject({
  name: z.string(),
  groesse: z.string(),
  antworten: z.string(),
  unbekannt: count,
  minimum: z.string(),
  luecken: count,
  ueberfaellig: count,
  massnahmenUeberfaellig: count,
  pflichtenUeberfaellig: count,
});

export const regionSchema = z.strictObject({
  art: z.literal('region'),
  kopf: head,
  saetze: z.strictObject({ bestand: z.string(), minimum: z.string(), luecken: z.string(), spaet: z.string() }),
  gruppen: z.array(
    z.strictObject({
      groesse: z.string(),
      kommunen: count,
      ohneAntworten: count,
      minimum: z.strictObject({ erfuellt: count, teilweise: count, nichtErfuellt: count, nichtBekannt: count }),
      ja: count,
      zaehlt: count,
      unbekannt: count,
    }),
  ),
  gruppenText: z.string(),
  pflichten: z.array(
    z.strictObject({
      id: z.string(),
      stelle: z.string(),
      art: z.string(),
      kurz: z.string(),
      grad: degreeSchema,
      vertrauen: z.string(),
      erfuellt: count,
      teilweise: count,
      nichtErfuellt: count,
      nichtBekannt: count,
      trifftNichtZu: count,
    }),
  ),
  pflichtenText: z.string(),
  luecken: z.array(
    z.strictObject({
      control: z.string(),
      titel: z.string(),
      thema: z.string(),
      nein: count,
      teilweise: count,
      ja: count,
      entbehrlich: count,
      nichtBekannt: count,
    }),
  ),
  lueckenText: z.string(),
  spaet: z.array(row),
  spaetText: z.string(),
  ohneAntworten: z.array(z.string()),
  ohneAntwortenText: z.string(),
  kommunen: z.array(row),
  methode: z.array(z.string()),
}) satisfies z.ZodType<RegionData>;
