/**
 * The JSON of every command: what `--json` prints and what others may rely on. docs/json/ is generated from here. Commands
 * use only the types, so that a start does not pay for zod.
 */
import { z } from 'zod';
import { answerStates } from '../domain/answers.ts';
import { entbehrlichGruende, umsetzungsstatus } from '../domain/assessment.ts';
import { dutyKinds, levels, mappingRelations, obligations, schutzziele, severities } from '../domain/catalogue.ts';
import { changedThings, changeKinds } from '../domain/catalogue-changes.ts';
import { dutyStates } from '../domain/duties.ts';
import { findingResults } from '../domain/finding.ts';
import { vantages } from '../domain/observation.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().nonnegative();
const threeValued = z.enum(['ja', 'nein', 'unbekannt']);

export const fehler = z.strictObject({ error: z.strictObject({ code: z.string(), message: z.string(), hint: z.string() }) });

const katalogKennung = z.strictObject({ id: z.string(), edition: z.string(), hash });

const katalogStand = z.strictObject({ ...katalogKennung.shape, controls: count });

const kommune = z.strictObject({
  slug: z.string(),
  name: z.string(),
  art: z.string(),
  ags: z.string().nullable(),
  einwohner: count.nullable(),
});

const rolle = z.strictObject({
  id: z.string(),
  kommune: z.string(),
  rolle: z.string(),
  bezeichnung: z.string(),
  person: z.string(),
  ab: day,
  bis: day.nullable(),
  bestellt: day.nullable(),
  gemeldet: day.nullable(),
});

const zielobjekt = z.strictObject({
  kuerzel: z.string(),
  kommune: z.string(),
  typ: z.string(),
  name: z.string(),
  adressen: z.array(z.string()),
});

const erhebung = z.strictObject({
  id: z.string(),
  kommune: z.string(),
  name: z.string(),
  profil: z.string(),
  begonnen: day,
  abgeschlossen: day.nullable(),
  pruefsumme: hash.nullable(),
});

const kommuneDetails = z.strictObject({
  ...kommune.shape,
  landkreis: z.string().nullable(),
  merkmale: z.array(z.strictObject({ id: z.string(), titel: z.string(), wert: threeValued })),
  rollen: z.array(rolle),
  zielobjekte: z.array(zielobjekt),
  erhebungen: z.array(erhebung),
});

const antwort = z.strictObject({
  kommune: z.string(),
  zielobjekt: z.string(),
  control: z.string(),
  status: z.enum(umsetzungsstatus),
  grund: z.enum(entbehrlichGruende).nullable(),
  begruendung: z.string().nullable(),
  nachweis: z.string().nullable(),
  verantwortlich: z.string().nullable(),
  bis: day.nullable(),
  gesagtVon: z.string(),
  gueltigAb: day,
  zuBestaetigenAb: day,
  erhebung: z.string(),
  erfasstAm: instant,
  /** False when a younger answer holds today. */
  giltHeute: z.boolean(),
  /** True for a gap without a responsible person or a date. */
  ohneTermin: z.boolean(),
});

const counts = { n: count, ...Object.fromEntries(answerStates.map((state) => [state, count])) } as { n: typeof count } & Record<
  (typeof answerStates)[number],
  typeof count
>;

const stand = z.strictObject({
  kommune: z.string(),
  stand: day,
  katalog: katalogKennung,
  profil: z.string(),
  gesamt: z.strictObject(counts),
  themen: z.array(z.strictObject({ thema: z.string(), ...counts })),
});

const freigabe = z.strictObject({
  id: z.string(),
  kommune: z.string(),
  ziele: z.array(z.strictObject({ angabe: z.string(), adressen: z.array(z.string()) })),
  ports: z.string(),
  von: day,
  bis: day,
  durch: z.string(),
  blickwinkel: z.enum(vantages),
  kdnInformiert: z.boolean(),
  widerrufenAm: day.nullable(),
  /** Whether it holds on the day looked at. */
  gueltig: z.boolean(),
});

const netzErgebnis = z.strictObject({
  lauf: z.string().nullable(),
  freigabe: z.string().nullable(),
  beobachtungen: count,
  befunde: z.array(
    z.strictObject({
      check: z.string(),
      ziel: z.string(),
      ergebnis: z.enum(findingResults),
      schwere: z.enum(severities),
      text: z.string(),
      controls: z.array(z.string()),
      gesehenAm: instant,
    }),
  ),
  unbestimmt: count,
});

const netzProbe = z.strictObject({
  freigabe: z.string(),
  ziele: z.array(z.string()),
  ports: count,
  verbindungen: count,
  sekundenHoechstens: z.number().nonnegative(),
});

const datei = z.strictObject({ format: z.string(), pfad: z.string(), sha256: hash, bytes: count });

const controlKurz = z.strictObject({
  id: z.string(),
  titel: z.string(),
  baustein: z.string(),
  thema: z.string(),
  pflicht: z.enum(obligations),
  stufe: z.enum(levels),
  aufwand: count,
  wirkung: count,
  rolle: z.string(),
});

const controlDetails = z.strictObject({
  ...controlKurz.shape,
  anforderung: z.string(),
  frage: z.string(),
  warum: z.string(),
  folge: z.string(),
  hilfe: z.string(),
  nachweise: z.array(z.string()),
  schutzziele: z.array(z.enum(schutzziele)),
  gefaehrdungen: z.array(z.string()),
  pruefungsabstand: z.string(),
  seit: z.string(),
  checks: z.array(z.strictObject({ id: z.string(), titel: z.string(), frage: z.string() })),
  pflichten: z.array(
    z.strictObject({ rahmenwerk: z.string(), id: z.string(), ref: z.string(), art: z.enum(dutyKinds), kurz: z.string() }),
  ),
  /** Requirements of other catalogues this control stands for, alone or with others. */
  zuordnungen: z.array(
    z.strictObject({
      rahmenwerk: z.string(),
      id: z.string(),
      ref: z.string(),
      kurz: z.string(),
      stufe: z.enum(levels).nullable(),
      beziehung: z.enum(mappingRelations),
      deckung: z.enum(['ganz', 'teilweise']),
    }),
  ),
});

const katalogZusatz = z.strictObject({
  id: z.string(),
  titel: z.string(),
  quelle: z.string(),
  gueltigAb: day,
  bausteine: count,
  controls: count,
  rahmenwerke: z.array(z.strictObject({ id: z.string(), punkte: count, ersetzt: z.string().nullable() })),
  pruefsumme: hash,
  /** Hash of the version before; null if there was none. */
  vorher: hash.nullable(),
});

/** Disjoint, and their sum is `punkte`. */
const abdeckung = z.strictObject({ punkte: count, ganz: count, teilweise: count, ausgenommen: count, nichtVerlangt: count });

/** One schema per command, by command line. */
export const commandSchemas = {
  demo: z.strictObject({
    kommune: z.string(),
    datenbank: z.string(),
    stand: day,
    nmap: z.string().nullable(),
    beobachtungen: count,
    befunde: count,
    widersprueche: count,
    protokoll: hash,
    dateien: z.array(z.strictObject({ bericht: z.string(), ...datei.shape })),
  }),
  diagnose: z.strictObject({
    version: z.string(),
    node: z.strictObject({ version: z.string(), pfad: z.string() }),
    nmap: z.strictObject({ version: z.string(), pfad: z.string() }).nullable(),
    pdf: z.boolean(),
    katalog: katalogKennung.nullable(),
    datenbank: z.strictObject({
      pfad: z.string(),
      vorhanden: z.boolean(),
      beschreibbar: z.boolean(),
      kommunen: count.nullable(),
      problem: z.string().nullable(),
    }),
    hinweise: z.array(z.string()),
  }),
  'katalog liste': z.array(controlKurz),
  'katalog zeigen': controlDetails,
  'katalog suchen': z.array(z.strictObject({ ...controlKurz.shape, frage: z.string() })),
  'katalog pruefen': z.strictObject({
    edition: z.string().nullable(),
    bausteine: count,
    controls: count,
    checks: count,
    rahmenwerke: count,
    probleme: z.array(z.strictObject({ datei: z.string(), zeile: count, feld: z.string(), text: z.string() })),
  }),
  'katalog exportieren': z.strictObject({ dateien: z.array(datei) }),
  'katalog vergleichen': z.strictObject({
    alt: katalogStand,
    neu: katalogStand,
    gleich: z.boolean(),
    aenderungen: z.array(
      z.strictObject({ art: z.enum(changeKinds), gegenstand: z.enum(changedThings), id: z.string(), satz: z.string() }),
    ),
  }),
  'katalog importieren': katalogZusatz,
  'katalog zuruecknehmen': katalogZusatz,
  'kommune anlegen': kommuneDetails,
  'kommune aendern': kommuneDetails,
  'kommune zeigen': kommuneDetails,
  'kommune liste': z.array(kommune),
  'rolle vergeben': rolle,
  'rolle beenden': rolle,
  'rolle liste': z.array(rolle),
  'zielobjekt anlegen': zielobjekt,
  'zielobjekt liste': z.array(zielobjekt),
  'erhebung beginnen': erhebung,
  'erhebung antworten': antwort,
  'erhebung stand': stand,
  'erhebung abschliessen': erhebung,
  'freigabe erteilen': freigabe,
  'freigabe liste': z.array(freigabe),
  'freigabe widerrufen': freigabe,
  'netz pruefen': z.union([netzErgebnis, netzProbe]),
  'netz befunde': netzErgebnis,
  'netz widersprueche': z.array(
    z.strictObject({
      control: z.string(),
      zielobjekt: z.string(),
      antwort: z.enum(umsetzungsstatus),
      befund: z.enum(findingResults),
      ziel: z.string(),
      text: z.string(),
    }),
  ),
  'rahmenwerk liste': z.array(
    z.strictObject({
      id: z.string(),
      titel: z.string(),
      herausgeber: z.string(),
      edition: z.string(),
      punkte: count,
      hinweis: z.string().nullable(),
    }),
  ),
  'rahmenwerk abdeckung': z.strictObject({
    rahmenwerk: z.string(),
    titel: z.string(),
    edition: z.string(),
    gruppen: z.array(z.strictObject({ gruppe: z.string(), ...abdeckung.shape })),
    stufen: z.array(z.strictObject({ stufe: z.enum(levels), ...abdeckung.shape })),
    summe: abdeckung,
    /** How many different controls answer or cover an item. */
    controls: count,
    ausnahmen: z.array(z.strictObject({ grund: z.string(), punkte: z.array(z.string()) })),
  }),
  'rahmenwerk auswerten': z.strictObject({
    rahmenwerk: z.string(),
    edition: z.string(),
    kommune: z.string(),
    stand: day,
    ergebnis: z.strictObject(
      Object.fromEntries(dutyStates.map((state) => [state, count])) as Record<(typeof dutyStates)[number], typeof count>,
    ),
    punkte: z.array(
      z.strictObject({
        id: z.string(),
        ref: z.string(),
        art: z.enum(dutyKinds),
        status: z.enum(dutyStates),
        begruendung: z.string(),
        vertrauen: z.string(),
        controls: z.array(z.string()),
      }),
    ),
  }),
  'bericht liste': z.array(
    z.strictObject({ art: z.string(), titel: z.string(), fuer: z.string(), inhalt: z.string(), formate: z.array(z.string()) }),
  ),
  'bericht erstellen': z.strictObject({ dateien: z.array(datei) }),
  'protokoll zeigen': z.array(
    z.strictObject({
      kette: z.string(),
      nr: count,
      zeitpunkt: instant,
      vorgang: z.string(),
      person: z.string().nullable(),
      inhalt: z.string().nullable(),
      pruefsumme: hash,
    }),
  ),
  'protokoll pruefen': z.strictObject({
    inOrdnung: z.boolean(),
    ketten: z.array(
      z.strictObject({
        kette: z.string(),
        eintraege: count,
        geloescht: z.array(count),
        pruefsumme: hash.nullable(),
        probleme: z.array(z.strictObject({ nr: count.nullable(), text: z.string() })),
      }),
    ),
  }),
} as const satisfies Record<string, z.ZodType>;

export type CommandJson = { [C in keyof typeof commandSchemas]: z.infer<(typeof commandSchemas)[C]> };
