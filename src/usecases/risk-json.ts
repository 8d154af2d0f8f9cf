/** The JSON of the verbs of `risiko` beyond those all registers share. */
import { z } from 'zod';
import { riskOccasions, riskStates } from '../domain/risk.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const count = z.int().nonnegative();

const bewertung = z.strictObject({
  haeufigkeit: count,
  schaden: count,
  /** Id of the class. */
  klasse: z.string(),
  text: z.string(),
});

const risiko = z.strictObject({
  id: z.string(),
  titel: z.string(),
  /** As recorded. */
  gefaehrdung: z.string().nullable(),
  /** Our name of an elementary threat; null for one's own. */
  gefaehrdungName: z.string().nullable(),
  zielobjekte: z.array(z.string()),
  /** Null: not rated, or only in part. */
  vorher: bewertung.nullable(),
  geplant: bewertung.nullable(),
  danach: bewertung.nullable(),
  /** What counts today: danach, else vorher. */
  jetzt: bewertung.nullable(),
  /** Null while it is not rated. */
  ueberGrenze: z.boolean().nullable(),
  stand: z.enum(riskStates),
  begruendung: z.string(),
  massnahmen: z.array(
    z.strictObject({ id: z.string(), titel: z.string(), status: z.string(), faellig: day.nullable(), ueberfaellig: z.boolean() }),
  ),
  hinweise: z.array(z.string()),
});

const stufe = z.strictObject({ stufe: count, titel: z.string(), bedeutung: z.string() });

export const riskSchemas = {
  'risiko bewerten': z.strictObject({ kommune: z.string(), phase: z.enum(['vorher', 'geplant', 'danach']), risiko }),
  'risiko matrix': z.strictObject({
    kommune: z.string(),
    stand: day,
    matrix: z.strictObject({
      quelle: z.string(),
      ausgabe: z.string(),
      /** Day from which the Kommune's own holds; null: it is that of the catalogue. */
      eigeneSeit: day.nullable(),
      vertrauen: z.array(z.string()),
      /** From this class on a risk is to be treated or decided about. */
      grenze: z.string(),
      haeufigkeit: z.array(stufe),
      schaden: z.array(stufe),
      klassen: z.array(z.strictObject({ id: z.string(), titel: z.string(), bedeutung: z.string() })),
    }),
    /** Written with --vorlage. */
    dateien: z.array(z.strictObject({ format: z.string(), pfad: z.string(), sha256: z.string(), bytes: count })),
    /** Every cell, the greatest damage first; numbers of risks that are not gone. */
    zellen: z.array(
      z.strictObject({
        schaden: count,
        haeufigkeit: count,
        klasse: z.string(),
        ueberGrenze: z.boolean(),
        vorher: count,
        geplant: count,
        danach: count,
        jetzt: count,
      }),
    ),
    anzahl: z.strictObject({
      n: count,
      offen: count,
      inBehandlung: count,
      akzeptiert: count,
      zurueckgestellt: count,
      nichtBewertet: count,
      ueberGrenze: count,
    }),
    /** Without those that are gone; the greatest class first, then what is open. */
    risiken: z.array(risiko),
  }),
  'risiko vorschlagen': z.strictObject({
    kommune: z.string(),
    stand: day,
    /** True when nothing was recorded because of --probe. */
    probe: z.boolean(),
    gruppen: z.array(
      z.strictObject({
        typ: z.string(),
        zielobjekte: z.array(z.strictObject({ kuerzel: z.string(), name: z.string() })),
        anlaesse: z.array(z.strictObject({ anlass: z.enum(riskOccasions), text: z.string() })),
        risiken: z.array(
          z.strictObject({
            /** Null when nothing was recorded. */
            id: z.string().nullable(),
            titel: z.string(),
            gefaehrdung: z.string(),
            name: z.string(),
            zielobjekte: z.array(z.string()),
            /** Requirements against it that are not met. */
            controls: z.array(z.string()),
            grund: z.string(),
          }),
        ),
        /** Threats beyond the ten. */
        weitere: count,
        schonErfasst: count,
      }),
    ),
    /** Codes for which nothing can be said while the Schutzbedarf is not known. */
    unklar: z.array(z.string()),
    nichtNoetig: z.array(z.string()),
    /** Why nothing is proposed for the others, one sentence each. */
    begruendungen: z.array(z.string()),
  }),
} as const satisfies Record<string, z.ZodType>;

export type RiskJson = { [C in keyof typeof riskSchemas]: z.infer<(typeof riskSchemas)[C]> };
