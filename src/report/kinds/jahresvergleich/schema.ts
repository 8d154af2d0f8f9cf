/** The shape of the comparison over the years as a zod schema. */
import { z } from 'zod';
import { degreeSchema as degree, headSchema as head, statusSchema as status } from '../../schema-parts.ts';
import type { JahresvergleichData } from './data.ts';

const count = z.int().nonnegative();
const shares = z.strictObject({ ja: count, teilweise: count, nein: count, unbekannt: count });
const changes = z.array(z.strictObject({ art: z.string(), anzahl: count, bedeutung: z.string() }));
const trend = z.strictObject({
  richtung: z.enum(['besser', 'gleich', 'schlechter']),
  zeichen: z.enum(['↑', '→', '↓']),
  wort: z.string(),
  text: z.string(),
});

export const jahresvergleichSchema = z.strictObject({
  art: z.literal('jahresvergleich'),
  kopf: head,
  zeitraum: z.string(),
  saetze: z.strictObject({ lage: z.string(), veraenderung: z.string(), grenzen: z.string() }),
  vorbehalte: z.array(z.string()),
  staende: z.array(
    z.strictObject({
      bezeichnung: z.string(),
      stand: z.string(),
      profil: z.string(),
      ausgabe: z.string(),
      ja: count,
      teilweise: count,
      nein: count,
      unbekannt: count,
      entbehrlich: count,
      zaehlt: count,
    }),
  ),
  staendeText: z.string(),
  aenderungen: z.strictObject({ echt: changes, methode: changes, text: z.string(), methodeText: z.string() }),
  themenText: z.string(),
  themen: z.array(
    z.strictObject({
      titel: z.string(),
      lage: status,
      trend: trend.nullable(),
      vorher: z.string(),
      jetzt: z.string(),
      anteile: z.strictObject({ vorher: shares, jetzt: shares }),
      bemerkung: z.string(),
    }),
  ),
  pflichten: z.strictObject({
    text: z.string(),
    summen: z.array(z.strictObject({ wann: z.string(), erfuellt: count, teilweise: count, nichtErfuellt: count, offen: count })),
    liste: z.array(z.strictObject({ stelle: z.string(), grad: degree, kurz: z.string(), vorher: status, jetzt: status })),
  }),
  massnahmen: z.strictObject({ text: z.string() }),
  befunde: z.strictObject({
    text: z.string(),
    summen: z.array(
      z.strictObject({ wann: z.string(), inOrdnung: count, laeuftAus: count, mangel: count, nichtFeststellbar: count }),
    ),
  }),
  vorfaelle: z.strictObject({
    text: z.string(),
    jahre: z.array(
      z.strictObject({
        jahr: z.string(),
        anzahl: count,
        ereignisse: count,
        vorfaelle: count,
        erheblich: count,
        nichtEingeordnet: count,
      }),
    ),
  }),
  methode: z.array(z.string()),
}) satisfies z.ZodType<JahresvergleichData>;
