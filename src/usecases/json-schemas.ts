/**
 * The JSON of every command: what `--json` prints and what others may rely on. docs/json/ is generated from here. Commands
 * use only the types, so that a start does not pay for zod.
 */
import { z } from 'zod';
import { answerStates } from '../domain/answers.ts';
import { assessmentSources, entbehrlichGruende, signatureResults, umsetzungsstatus } from '../domain/assessment.ts';
import { appliesHere, dutyKinds, levels, mappingRelations, obligations, schutzziele, severities } from '../domain/catalogue.ts';
import { changedThings, changeKinds } from '../domain/catalogue-changes.ts';
import {
  ageChanges,
  changeKindsOfAnswers,
  methodChanges,
  realChanges,
  sourceChanges,
  wordingStates,
} from '../domain/comparison.ts';
import { dueKinds } from '../domain/due.ts';
import { dutyStates } from '../domain/duties.ts';
import { evidenceStates } from '../domain/evidence.ts';
import { reportVerdicts } from '../domain/filed-report.ts';
import { findingResults } from '../domain/finding.ts';
import { explanationStates } from '../domain/finding-explanations.ts';
import { incidentKinds } from '../domain/incident-classification.ts';
import { incidentRecipients } from '../domain/incident-report.ts';
import { statementStates } from '../domain/inheritance.ts';
import { deliveryStates, messageKinds, messageWays, tlpLevels } from '../domain/messages.ts';
import { bausteinQuellen, vorschlaege } from '../domain/modellierung.ts';
import { vantages } from '../domain/observation.ts';
import { sizeClasses } from '../domain/overview.ts';
import { conflictKinds } from '../domain/packet.ts';
import { registers } from '../domain/registers/index.ts';
import { jobKinds, missedPolicies, runStates } from '../domain/scheduled-job.ts';
import { abweichungen, schutzbedarfArten, stufen } from '../domain/schutzbedarf.ts';
import { warningStates } from '../domain/warning-answer.ts';
import { riskSchemas } from './risk-json.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().nonnegative();
const threeValued = z.enum(['ja', 'nein', 'unbekannt']);

export const fehler = z.strictObject({ error: z.strictObject({ code: z.string(), message: z.string(), hint: z.string() }) });

const katalogKennung = z.strictObject({ id: z.string(), edition: z.string(), hash });

const katalogStand = z.strictObject({ ...katalogKennung.shape, controls: count });
const katalogAntwort = z.strictObject({
  control: z.string(),
  titel: z.string(),
  zielobjekt: z.string(),
  status: z.enum(umsetzungsstatus),
});

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

const zielobjektDetails = z.strictObject({
  ...zielobjekt.shape,
  zweck: z.string().nullable(),
  /** How many alike it stands for; null: one. */
  anzahl: z.int().positive().nullable(),
  plattform: z.string().nullable(),
  standort: z.string().nullable(),
  verantwortlich: z.string().nullable(),
  benutzer: z.string().nullable(),
  braucht: z.array(z.string()),
  /** First day on which it is no longer asked about. */
  entferntAm: day.nullable(),
});

const zielobjektKurz = z.strictObject({ kuerzel: z.string(), name: z.string(), typ: z.string() });

const zielobjektBeziehungen = z.strictObject({
  kommune: z.string(),
  kuerzel: z.string(),
  braucht: z.array(z.string()),
  gebrauchtVon: z.array(z.string()),
  geaendert: count,
});

const schutzbedarf = z.strictObject({
  ...zielobjektKurz.shape,
  schutzziel: z.enum(schutzziele),
  /** What counts; null: not known, never taken for normal. */
  stufe: z.enum(stufen).nullable(),
  /** True when something that needs it is not known yet and could raise it. */
  mindestens: z.boolean(),
  geerbt: z.enum(stufen).nullable(),
  geerbtVon: z.array(z.string()),
  /** Codes that need it and whose own need is not known to the end. */
  offenBei: z.array(z.string()),
  /** Codes whose own decision stands behind the value. */
  ursprung: z.array(z.string()),
  eigen: z.enum(stufen).nullable(),
  art: z.enum(schutzbedarfArten).nullable(),
  grund: z.string().nullable(),
  seit: day.nullable(),
  abweichung: z.enum(abweichungen).nullable(),
});

const modellierterBaustein = z.strictObject({
  baustein: z.string(),
  titel: z.string(),
  katalog: z.enum(bausteinQuellen),
  /** R1, R2 or R3 of the Kompendium. */
  reihenfolge: z.string().nullable(),
  vorschlag: z.enum(vorschlaege),
  grund: z.string(),
  zielobjekte: z.array(z.string()),
  /** Null: not decided. */
  verwendet: z.enum(['ja', 'nein']).nullable(),
  begruendung: z.string().nullable(),
  entschiedenAm: day.nullable(),
});

const modellierungGesetzt = z.strictObject({
  kommune: z.string(),
  entscheidungen: z.array(
    z.strictObject({
      baustein: z.string(),
      titel: z.string(),
      verwendet: z.enum(['ja', 'nein']),
      begruendung: z.string().nullable(),
    }),
  ),
});

const risikoAnlass = z.strictObject({
  ...zielobjektKurz.shape,
  anlass: z.enum(['kein-baustein', 'schutzbedarf']),
  text: z.string(),
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
  /** Kommune that carries out its administration and whose answers it inherits. */
  verwaltetDurch: z.string().nullable(),
  gruppen: z.array(z.string()),
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

const sammelAenderung = z.strictObject({
  kommune: z.string(),
  probe: z.boolean(),
  /** Entry of the Protokoll, by which all can be taken back; null when nothing was written. */
  eintrag: count.nullable(),
  unveraendert: count,
  ausgelassen: z.array(z.strictObject({ control: z.string(), titel: z.string(), zielobjekt: z.string(), grund: z.string() })),
  aenderungen: z.array(
    z.strictObject({
      control: z.string(),
      titel: z.string(),
      zielobjekt: z.string(),
      vorher: z.enum(answerStates),
      nachher: z.enum(umsetzungsstatus),
      /** From whom the answer before is inherited, null if it is not: an own one stands before it. */
      geerbtVon: z.string().nullable(),
    }),
  ),
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

/** A closed round as it was signed off; counts per control. */
const abschluss = z.strictObject({
  ...erhebung.shape,
  stand: z.strictObject(counts),
  /** Questions whose answer a second person disputes. */
  beanstandet: count,
  unterzeichnetVon: z.string().nullable(),
  rolle: z.string().nullable(),
});

const frage = { control: z.string(), titel: z.string(), zielobjekt: z.string() };

const vergleichsseite = z.strictObject({
  /** As it was asked for: E1, a day, „heute“. */
  angabe: z.string(),
  bezeichnung: z.string(),
  stand: day,
  erhebung: z.string().nullable(),
  profil: z.string(),
  /** Null where it was not recorded which catalogue was in force. */
  katalog: z.strictObject({ edition: z.string().nullable(), hash: hash.nullable() }),
  /** Over all controls asked then. */
  gesamt: z.strictObject(counts),
});

/** Numbers of changes per kind; kinds of different groups are never added. */
const anzahlen = <K extends string>(kinds: readonly K[]) =>
  z.strictObject(Object.fromEntries(kinds.map((kind) => [kind, count])) as Record<K, typeof count>);

const vergleich = z.strictObject({
  kommune: z.string(),
  von: vergleichsseite,
  bis: vergleichsseite,
  /** Questions (a control at one Zielobjekt) asked both times; the following four are among them. */
  verglichen: count,
  unbekanntVorher: count,
  unbekanntNachher: count,
  unveraendert: count,
  wortlautNichtFestgehalten: count,
  inhalt: anzahlen(realChanges),
  katalogUndMethode: anzahlen(methodChanges),
  alter: anzahlen(ageChanges),
  quelle: anzahlen(sourceChanges),
  aenderungen: z.array(
    z.strictObject({
      art: z.enum(changeKindsOfAnswers),
      control: z.string(),
      titel: z.string(),
      thema: z.string().nullable(),
      zielobjekt: z.string().nullable(),
      /** Null: not asked then. */
      vorher: z.enum(answerStates).nullable(),
      nachher: z.enum(answerStates).nullable(),
      gesagtVon: z.string().nullable(),
      gesagtAm: day.nullable(),
      erfasstAm: instant.nullable(),
      begruendung: z.string().nullable(),
      wortlaut: z.enum(wordingStates),
      satz: z.string(),
    }),
  ),
  themen: z.array(
    z.strictObject({
      thema: z.string(),
      titel: z.string(),
      /** Null: nothing was known both times. */
      entwicklung: z.enum(['besser', 'gleich', 'schlechter']).nullable(),
      /** Questions answered both times and known now. */
      verglichen: count,
      besser: count,
      schlechter: count,
      unbekannt: count,
      vorher: z.strictObject(counts),
      nachher: z.strictObject(counts),
    }),
  ),
});

const gegenzeichnung = z.strictObject({
  ergebnis: z.enum(signatureResults),
  person: z.string(),
  am: day,
  anmerkung: z.string().nullable(),
});

const freigabe = z.strictObject({
  /** `F1`; `gruppe/F1` where it is used by a member of the group it was granted to. */
  id: z.string(),
  kommune: z.string(),
  /** Group through which the Kommune may use it; null: its own. */
  ausGruppe: z.string().nullable(),
  ziele: z.array(z.strictObject({ angabe: z.string(), adressen: z.array(z.string()) })),
  ports: z.string(),
  von: day,
  bis: day,
  durch: z.string(),
  blickwinkel: z.enum(vantages),
  kdnInformiert: z.boolean(),
  saxCertInformiert: z.boolean(),
  dokument: z.string().nullable(),
  kontakt: z.string().nullable(),
  /** `Mo-Fr 18:00-06:00`, Saxon time; empty: any time. */
  zeitfenster: z.array(z.string()),
  proSekunde: z.number().int().nullable(),
  zugriffstests: z.boolean(),
  dkimSelektoren: z.array(z.string()),
  widerrufenAm: day.nullable(),
  /** Whether it holds on the day looked at. */
  gueltig: z.boolean(),
});

const erklaerung = z.strictObject({
  id: z.string(),
  dienstleister: z.string(),
  titel: z.string(),
  vom: day,
  gueltigBis: day.nullable(),
  dokument: z.string().nullable(),
  widerrufenAm: day.nullable(),
  widerrufGrund: z.string().nullable(),
  /** On the day looked at. */
  zustand: z.enum(statementStates),
});

const erklaerungZuordnung = z.strictObject({
  /** Kommune, or the group for whose members it holds. */
  kommune: z.string(),
  name: z.string(),
  art: z.enum(['kommune', 'gruppe']),
  vertrag: z.string().nullable(),
  vertragBis: day.nullable(),
  avv: z.string().nullable(),
  /** True without contract and AVV. */
  ohneVertragsgrundlage: z.boolean(),
});

const erklaerungDetails = z.strictObject({
  ...erklaerung.shape,
  aussagen: z.array(
    z.strictObject({
      control: z.string(),
      titel: z.string(),
      status: z.enum(umsetzungsstatus),
      begruendung: z.string().nullable(),
    }),
  ),
  zuordnungen: z.array(erklaerungZuordnung),
  /** Every Kommune it reaches, itself or through a group, with the answers that rest on it. */
  kommunen: z.array(
    z.strictObject({
      kommune: z.string(),
      name: z.string(),
      /** Group through which it holds; null: assigned to the Kommune itself. */
      ueber: z.string().nullable(),
      ohneVertragsgrundlage: z.boolean(),
      /** Why it no longer holds there; null while it does. */
      erloschen: z.string().nullable(),
      /** Controls whose answer rests on the statement, with their state there. */
      abhaengig: z.array(z.strictObject({ control: z.string(), zustand: z.enum(answerStates) })),
      /** Controls the Kommune answers itself, and differently. */
      abweichend: z.array(
        z.strictObject({ control: z.string(), antwort: z.enum(umsetzungsstatus), erklaert: z.enum(umsetzungsstatus) }),
      ),
    }),
  ),
});

const erklaerungZugeordnet = z.strictObject({
  erklaerung: z.string(),
  probe: z.boolean(),
  zuordnungen: z.array(erklaerungZuordnung),
});

const gruppe = z.strictObject({
  slug: z.string(),
  name: z.string(),
  mitglieder: z.array(
    z.strictObject({
      slug: z.string(),
      name: z.string(),
      /** Answers of its own that say something else than the group. */
      abweichend: z.array(z.string()),
    }),
  ),
  /** Answers, statements, Freigaben and rows of connection conditions the members have from the group. */
  antworten: count,
  erklaerungen: z.array(z.string()),
  freigaben: z.array(z.string()),
  zeilen: count,
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
      /** The next three only where it is so. Age above 90 days. */
      alterTage: count.optional(),
      /** Somebody answers for it until a day; it is counted all the same. */
      erklaerung: z
        .strictObject({
          id: z.string(),
          stand: z.enum(explanationStates),
          bis: day,
          begruendung: z.string(),
          verantwortlich: z.string(),
          text: z.string(),
        })
        .optional(),
      /** Stored observations were judged again later. */
      neuBewertet: z.literal(true).optional(),
    }),
  ),
  unbestimmt: count,
});

const ergebnisZahlen = z.strictObject(
  Object.fromEntries(findingResults.map((result) => [result, count])) as Record<(typeof findingResults)[number], typeof count>,
);

const befundErklaerung = z.strictObject({
  id: z.string(),
  check: z.string(),
  ziel: z.string(),
  blickwinkel: z.enum(vantages),
  /** What was explained; a worse finding is not covered. */
  ergebnis: z.enum(['not-met', 'phase-out']),
  schwere: z.enum(severities),
  begruendung: z.string(),
  verantwortlich: z.string(),
  erklaertAm: day,
  bis: day,
  stand: z.enum(explanationStates),
  text: z.string(),
});

const geaenderterBefund = z.strictObject({
  check: z.string(),
  ziel: z.string(),
  blickwinkel: z.enum(vantages),
  vorher: z.enum(findingResults).nullable(),
  nachher: z.enum(findingResults).nullable(),
  schwere: z.enum(severities),
  text: z.string(),
  grund: z.string(),
});

const geaenderterPort = z.strictObject({
  adresse: z.string(),
  blickwinkel: z.enum(vantages),
  port: z.int().positive(),
  /** Only what was detected, not the usual name of the port. */
  dienst: z.string().nullable(),
  grund: z.string(),
});

/** `weg`: looked at again and no longer there. What was not looked at again is `nichtMehrGesehen`, never gone. */
const vierGruppen = <T extends z.ZodType>(each: T) =>
  z.strictObject({ neu: z.array(each), weg: z.array(each), geaendert: z.array(each), nichtMehrGesehen: z.array(each) });

const urteil = z.strictObject({ ergebnis: z.enum(findingResults), schwere: z.enum(severities), text: z.string() }).nullable();

const netzProbe = z.strictObject({
  freigabe: z.string(),
  ziele: z.array(z.string()),
  domains: z.array(z.string()),
  ports: count,
  verbindungen: count,
  /** To the resolver of this machine. */
  dnsFragen: count,
  sekundenHoechstens: z.number().nonnegative(),
  hinweise: z.array(z.string()),
});

const datei = z.strictObject({ format: z.string(), pfad: z.string(), sha256: hash, bytes: count });

/** The own letterhead of a Kommune; the contrast is that of its colour on white. */
const briefkopf = z.strictObject({
  kommune: z.string(),
  name: z.string(),
  absender: z.array(z.string()),
  ruecksendezeile: z.string(),
  fuss: z.array(z.string()),
  farbe: z.string().nullable(),
  kontrast: z.number().nullable(),
  wappen: z.strictObject({ art: z.enum(['svg', 'png']), bytes: count }).nullable(),
  vorlagen: z.array(z.string()),
  sha256: hash,
  gueltigAb: day,
});

/** A report as it was issued; hashes are over the bytes of the files. */
const abgelegterBericht = z.strictObject({
  nr: z.string(),
  kommune: z.string(),
  art: z.string(),
  fassung: z.enum(['intern', 'rat', 'oeffentlich']),
  variante: z.string().nullable(),
  eintrag: z.string().nullable(),
  stand: day,
  fingerabdruck: hash,
  protokoll: hash.nullable(),
  programm: z.string(),
  katalog: z.strictObject({ edition: z.string(), hash }),
  empfaenger: z.string().nullable(),
  abgelegtAm: day,
  abgelegtUm: instant,
  abgelegtVon: z.string(),
  dateien: z.array(z.strictObject({ format: z.string(), name: z.string(), sha256: hash, bytes: count })),
});

/** What `bericht pruefen` found; `ergebnis` decides the exit code. */
const berichtPruefung = z.strictObject({
  datei: z.string(),
  sha256: hash,
  ergebnis: z.enum(reportVerdicts),
  text: z.string(),
  bericht: z.strictObject({
    art: z.string(),
    kommune: z.string(),
    stand: day,
    fassung: z.string(),
    variante: z.string().nullable(),
    eintrag: z.string().nullable(),
    fingerabdruck: hash,
    protokoll: hash.nullable(),
  }),
  /** Filings of exactly this file. */
  abgelegt: z.array(z.strictObject({ nr: z.string(), am: day, empfaenger: z.string().nullable() })),
});

const personenangaben = z.strictObject({ person: z.string(), kennungen: z.array(z.string()) });

/** A place a person is named in; versions of it that say the same are one. */
const personenangabe = z.strictObject({
  kommune: z.string().nullable(),
  bereich: z.string(),
  eintrag: z.string(),
  feld: z.string(),
  art: z.enum(['person', 'freitext', 'fest']),
  inhalt: z.string(),
  fassungen: count,
  von: day,
  bis: day,
});

const sicherungsInhalt = z.strictObject({
  datei: z.string(),
  erstellt: instant,
  programm: z.string(),
  schema: count,
  ketten: z.array(z.strictObject({ kette: z.string(), eintraege: count, pruefsumme: hash })),
  nachweise: count,
  /** What is wrong with its content although the file is whole. */
  maengel: z.array(z.string()),
});

const paketFrage = { paket: z.string(), control: z.string(), zielobjekt: z.string() };

const paket = z.strictObject({
  kommune: z.string(),
  id: z.string(),
  titel: z.string(),
  empfaenger: z.string().nullable(),
  erstellt: day,
  faellig: day.nullable(),
  stand: z.enum(['offen', 'eingelesen', 'zurueckgezogen']),
  ueberfaellig: z.boolean(),
  fragen: count,
  /** Questions with at least one answer that came by this packet. */
  beantwortet: count,
  /** Files that were read in. */
  ruecklaeufe: count,
});

const paketEinlesen = z.strictObject({
  kommune: z.string(),
  probe: z.boolean(),
  /** Entry of the Protokoll, null when nothing was recorded. */
  eintrag: count.nullable(),
  dateien: z.array(
    z.strictObject({
      datei: z.string(),
      paket: z.string(),
      stand: z.enum(['neu', 'schonEingelesen', 'leer']),
      gesagtVon: z.string().nullable(),
      gesagtAm: day.nullable(),
      antworten: count,
      unveraendert: count,
      unbekannt: count,
      leer: count,
    }),
  ),
  aenderungen: z.array(
    z.strictObject({
      ...paketFrage,
      titel: z.string(),
      vorher: z.enum(umsetzungsstatus).nullable(),
      status: z.enum(umsetzungsstatus),
      begruendung: z.string().nullable(),
      gesagtVon: z.string(),
      gesagtAm: day,
      ohneTermin: z.boolean(),
    }),
  ),
  konflikte: z.array(
    z.strictObject({
      art: z.enum(conflictKinds),
      control: z.string(),
      zielobjekt: z.string(),
      hier: z
        .strictObject({
          status: z.enum(umsetzungsstatus),
          begruendung: z.string().nullable(),
          gesagtVon: z.string(),
          gueltigAb: day,
        })
        .nullable(),
      zurueck: z.array(
        z.strictObject({
          datei: z.string(),
          paket: z.string(),
          status: z.enum(umsetzungsstatus),
          begruendung: z.string().nullable(),
          gesagtVon: z.string(),
          gesagtAm: day,
        }),
      ),
      /** Null while undecided, in a dry run. */
      entscheidung: z.enum(['hier', 'paket']).nullable(),
    }),
  ),
  /** Taken over, but the question has been reworded since it was sent. */
  umformuliert: z.array(z.strictObject(paketFrage)),
  /** Not taken over, because the catalogue no longer asks. */
  entfallen: z.array(z.strictObject(paketFrage)),
  /** Remarks to questions that stay open. */
  anmerkungen: z.array(z.strictObject({ ...paketFrage, text: z.string(), gesagtVon: z.string() })),
});

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
  /** Set when the control was withdrawn: it keeps its old answers and is asked no more. */
  zurueckgezogen: z.strictObject({ in: z.string(), grund: z.string(), ersetztDurch: z.string().nullable() }).nullable(),
  /** Profiles that ask it, at which place and why there. */
  profile: z.array(z.strictObject({ id: z.string(), platz: count, grund: z.string().nullable() })),
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
const groessen = z.enum(sizeClasses);
const pflichtenStand = z.strictObject({
  n: count,
  ...(Object.fromEntries(dutyStates.map((state) => [state, count])) as Record<(typeof dutyStates)[number], typeof count>),
});
const zeitplanLauf = z.strictObject({
  auftrag: z.string(),
  nr: count,
  /** The date it was made for, without the delay of the job. */
  geplant: instant,
  versuch: z.int().min(1),
  begonnen: instant,
  beendet: instant.nullable(),
  dauerSekunden: z.number().nullable(),
  stand: z.enum(runStates),
  /** Dates that passed unused. */
  verpasst: count,
  /** Exit code the command would have ended with. */
  code: z.int().nullable(),
  text: z.string().nullable(),
  ergebnis: z.record(z.string(), z.unknown()).nullable(),
});

const zeitplanAuftrag = z.strictObject({
  id: z.string(),
  art: z.enum(jobKinds),
  /** Without Kommune and Landkreis it is for all. */
  kommune: z.string().nullable(),
  landkreis: z.string().nullable(),
  wann: z.string(),
  optionen: z.record(z.string(), z.unknown()),
  streuungMinuten: count,
  verpasst: z.enum(missedPolicies),
  wiederholungen: count,
  aktiv: z.boolean(),
  entfernt: z.string().nullable(),
  /** Null: it rests, runs now, or never comes again. */
  naechster: instant.nullable(),
  /** Its date has come and nobody has begun it yet. */
  faelligSeit: instant.nullable(),
  letzter: zeitplanLauf.nullable(),
});

const nachrichtEmpfaenger = z.strictObject({
  id: z.string(),
  weg: z.enum(messageWays),
  /** Mail address, folder or URL. */
  ziel: z.string(),
  /** Null: all. */
  kommunen: z.array(z.string()).nullable(),
  arten: z.array(z.enum(messageKinds)),
  /** How many days ahead deadlines are told. */
  tage: count,
  pauseStunden: count,
  /** Messages per hour. */
  hoechstens: z.int().min(1),
  tlp: z.enum(tlpLevels),
  seit: instant,
  entfernt: z.string().nullable(),
  zuletzt: z
    .strictObject({ nr: z.int().min(1), um: instant, stand: z.enum(deliveryStates), fehler: z.string().nullable() })
    .nullable(),
  /** Since when messages do not get through. */
  gestoertSeit: instant.nullable(),
  naechsterVersuch: instant.nullable(),
});

const luecken = z.strictObject({ n: count, ueberfaellig: count, ohneTermin: count });
const gezaehlteAntworten = z.strictObject({
  n: count,
  /** Set or confirmed for many at once. */
  gesammelt: count,
  /** From a statement, a group or the Kommune that carries out the administration. */
  uebernommen: count,
});
/** Null: no answer yet. */
const alter = z.strictObject({ medianTage: z.int().nullable(), aeltesteTage: z.int().nullable() });

const massnahmenAusEintrag = z.strictObject({
  kommune: z.string(),
  /** Number of the entry they came from. */
  aus: z.string(),
  /** True when nothing was recorded because of --probe. */
  probe: z.boolean(),
  massnahmen: z.array(z.strictObject({ id: z.string().nullable(), titel: z.string() })),
  /** Measures made from it before. */
  schonErfasst: z.array(z.strictObject({ id: z.string(), titel: z.string() })),
});
export type MeasuresFromEntryJson = z.infer<typeof massnahmenAusEintrag>;

/** What the registers say; hours are those of the year of the Stand, null where none are recorded. */
const registerZahlen = {
  massnahmen: z.strictObject({ offen: count, ueberfaellig: count, ohneTermin: count }),
  vorfaelle: z.strictObject({ offen: count, erheblich: count }),
  stunden: z.strictObject({
    jahr: z.int(),
    geplant: z.number().nonnegative().nullable(),
    verbraucht: z.number().nonnegative().nullable(),
  }),
};

const uebersicht = z.strictObject({
  stand: day,
  katalog: katalogKennung,
  filter: z.strictObject({
    landkreis: z.string().nullable(),
    art: z.string().nullable(),
    groesse: groessen.nullable(),
    profil: z.string().nullable(),
  }),
  /** Kommunen left out because their size is not recorded; only with the filter for it. */
  ohneEinwohnerzahl: count,
  minimum: z.array(
    z.strictObject({
      id: z.string(),
      ref: z.string(),
      art: z.enum(dutyKinds),
      kurz: z.string(),
      /** The weakest mark of the legal text; anything but V: the wording in force was not read. */
      vertrauen: z.string(),
    }),
  ),
  kommunen: z.array(
    z.strictObject({
      kommune: z.string(),
      name: z.string(),
      art: z.string(),
      landkreis: z.string().nullable(),
      einwohner: count.nullable(),
      groesse: groessen.nullable(),
      profil: z.string(),
      erhebung: z.strictObject({ id: z.string(), name: z.string(), begonnen: day, abgeschlossen: day.nullable() }).nullable(),
      gesamt: z.strictObject(counts),
      minimum: z.strictObject({
        ergebnis: pflichtenStand,
        punkte: z.array(z.strictObject({ id: z.string(), art: z.enum(dutyKinds), status: z.enum(dutyStates) })),
      }),
      widersprueche: count,
      hinweise: count,
      luecken,
      antworten: gezaehlteAntworten,
      alter,
      ...registerZahlen,
    }),
  ),
  summe: z.strictObject({
    kommunen: count,
    ohneErhebung: count,
    gesamt: z.strictObject(counts),
    minimum: pflichtenStand,
    /** Kommunen without a row of the legal minimum that is missing, partly met or not known. */
    minimumErfuellt: count,
    widersprueche: count,
    hinweise: count,
    luecken,
    antworten: gezaehlteAntworten,
    alter,
    ...registerZahlen,
  }),
  dateien: z.array(datei),
});

const notiz = z.strictObject({
  id: z.string(),
  kommune: z.string().nullable(),
  text: z.string(),
  faellig: day.nullable(),
  erledigt: z.boolean(),
  ergebnis: z.string().nullable(),
  erfasstAm: instant,
  erfasstVon: z.string(),
});

const nachweisInhalt = {
  art: z.enum(['datei', 'verweis']),
  datei: z.string().nullable(),
  sha256: hash.nullable(),
  bytes: count.nullable(),
  verweis: z.string().nullable(),
};

const nachweis = z.strictObject({
  id: z.string(),
  fassung: count,
  titel: z.string(),
  ...nachweisInhalt,
  datum: day,
  gueltigBis: day.nullable(),
  zustand: z.enum(evidenceStates),
  kommunen: z.array(z.string()),
  controls: z.array(z.string()),
});

const nachweisDetails = z.strictObject({
  ...nachweis.shape,
  bezuege: z.array(z.strictObject({ kommune: z.string(), zielobjekt: z.string(), control: z.string() })),
  fassungen: z.array(
    z.strictObject({
      fassung: count,
      titel: z.string(),
      ...nachweisInhalt,
      datum: day,
      gueltigBis: day.nullable(),
      zurueckgezogen: z.boolean(),
      erfasstAm: instant,
      erfasstVon: z.string(),
    }),
  ),
});

const registerEintrag = z.strictObject({
  register: z.string(),
  kommune: z.string(),
  id: z.string(),
  /** By field; what is not known is left out. */
  angaben: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
  /** Why it was taken out. */
  entfernt: z.string().nullable(),
  gueltigAb: day,
  erfasstAm: instant,
  erfasstVon: z.string(),
  /** Recorded on a later day than it speaks about. */
  nachgetragen: z.boolean(),
  /** Rules of the law or the contract it breaks, in German sentences. */
  verstoesse: z.array(z.string()),
  /** What breaks no rule and is worth a second look, in German sentences. */
  hinweise: z.array(z.string()),
});

export type RegisterEntryJson = z.infer<typeof registerEintrag>;

/** A period of an incident. */
const vorfallFrist = z.strictObject({
  id: z.string(),
  titel: z.string(),
  an: z.string(),
  /** In words, as a clock time in Saxony. */
  bis: z.string(),
  /** Null where no hours are fixed; for a day its end. */
  bisZeitpunkt: instant.nullable(),
  verbindlich: z.enum(['pflicht', 'freiwillig', 'unbekannt', 'entfaellt']),
  grund: z.string(),
  erledigt: instant.nullable(),
  stand: z.enum(['eingehalten', 'verspaetet', 'erledigt', 'offen', 'ueberschritten', 'entfaellt']),
  grundlage: z.string(),
  /** Marks of confidence, see the table `fristen`. */
  vertrauen: z.array(z.string()),
});

/** Null: nothing follows from the answers yet. */
const vorfallVorschlag = z.strictObject({ art: z.enum(incidentKinds).nullable(), grund: z.string() });

const vorfallVerlauf = z.strictObject({
  vorfall: z.string(),
  verlauf: z.array(
    z.strictObject({ am: instant, text: z.string(), erfasstAm: instant, erfasstVon: z.string(), nachgetragen: z.boolean() }),
  ),
});

/** What each verb of a register prints. */
export const registerVerbs = {
  anlegen: registerEintrag,
  aendern: registerEintrag,
  entfernen: registerEintrag,
  liste: z.array(registerEintrag),
  zeigen: z.strictObject({ eintrag: registerEintrag, verlauf: z.array(registerEintrag) }),
  exportieren: z.strictObject({ dateien: z.array(datei) }),
  importieren: z.strictObject({
    kommune: z.string(),
    /** True when nothing was recorded because of --probe. */
    probe: z.boolean(),
    neu: z.array(z.string()),
    geaendert: z.array(z.string()),
    unveraendert: count,
    /** Rows without a number that stand in the register already; `nr` is null where the same file has them twice. */
    vorhanden: z.array(z.strictObject({ zeile: count, nr: z.string().nullable() })),
  }),
} as const;

export type RegisterVerb = keyof typeof registerVerbs;
export type RegisterJson = { [V in RegisterVerb]: z.infer<(typeof registerVerbs)[V]> };

/** The verbs of one register by command: `massnahme anlegen`. */
function schemasOfRegister(register: string): Record<string, z.ZodType> {
  return Object.fromEntries(Object.entries(registerVerbs).map(([verb, schema]) => [`${register} ${verb}`, schema]));
}

const namedSchemas = {
  ...riskSchemas,
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
    pdfUa: z.boolean(),
    katalog: katalogKennung.nullable(),
    datenbank: z.strictObject({
      pfad: z.string(),
      vorhanden: z.boolean(),
      beschreibbar: z.boolean(),
      kommunen: count.nullable(),
      problem: z.string().nullable(),
    }),
    /** Null: without a readable database. */
    zeitplan: z
      .strictObject({
        auftraege: count,
        gescheitert: z.array(
          z.strictObject({ auftrag: z.string(), art: z.enum(jobKinds), um: instant, text: z.string().nullable() }),
        ),
      })
      .nullable(),
    nachrichten: z
      .strictObject({
        empfaenger: count,
        gestoert: z.array(
          z.strictObject({ empfaenger: z.string(), seit: instant, versuche: z.int().min(1), fehler: z.string() }),
        ),
      })
      .nullable(),
    /** Answers that count although their question reads differently since an update of the catalogue. */
    umformuliert: count.nullable(),
    hinweise: z.array(z.string()),
    dateien: z.array(datei).optional(),
  }),
  /** With a profile, why a control stands at its place. */
  'katalog liste': z.array(z.strictObject({ ...controlKurz.shape, grund: z.string().nullable() })),
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
  'katalog aktualisieren': z.strictObject({
    probe: z.boolean(),
    katalog: katalogKennung,
    /** How an edition that is not installed yet differs; null for the installed one, whose predecessor is no longer there. */
    controls: z.strictObject({ unveraendert: count, umformuliert: count, neu: count, zurueckgezogen: count }).nullable(),
    kommunen: z.array(
      z.strictObject({
        kommune: z.string(),
        name: z.string(),
        /** Of the current round; null without one. */
        profil: z.string().nullable(),
        /** Editions the answers were given to, oldest first. */
        bisher: z.array(z.string()),
        antworten: z.strictObject({
          n: count,
          bleiben: count,
          /** From before the words of a question were kept; they hold until their review date. */
          ohneWortlaut: count,
          zuBestaetigen: count,
          schonZuBestaetigen: count,
          zurueckgezogen: count,
        }),
        /** Open questions of the profile that came after the oldest of these editions. */
        neu: z.array(z.strictObject({ control: z.string(), titel: z.string() })),
        umformuliert: z.array(z.strictObject({ ...katalogAntwort.shape, schonZuBestaetigen: z.boolean() })),
        zurueckgezogen: z.array(
          z.strictObject({ ...katalogAntwort.shape, grund: z.string().nullable(), ersetztDurch: z.string().nullable() }),
        ),
        erhebung: z.string().nullable(),
        eintrag: count.nullable(),
      }),
    ),
  }),
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
  'kommune importieren': z.strictObject({
    datei: z.string(),
    probe: z.boolean(),
    neu: z.array(z.strictObject({ zeile: count, slug: z.string(), name: z.string() })),
    geaendert: z.array(
      z.strictObject({
        zeile: count,
        slug: z.string(),
        felder: z.array(z.strictObject({ feld: z.string(), vorher: z.string().nullable(), nachher: z.string() })),
        /** False: only listed, for want of --aktualisieren. */
        uebernommen: z.boolean(),
      }),
    ),
    unveraendert: count,
    /** Columns of the file that are not read. */
    nichtGelesen: z.array(z.string()),
  }),
  'kommune zeigen': kommuneDetails,
  'kommune liste': z.array(kommune),
  'rolle vergeben': rolle,
  'rolle beenden': rolle,
  'rolle aendern': rolle,
  'rolle liste': z.array(rolle),
  'zielobjekt anlegen': zielobjektDetails,
  'zielobjekt aendern': zielobjektDetails,
  'zielobjekt entfernen': z.strictObject({
    kommune: z.string(),
    kuerzel: z.string(),
    entferntAm: day,
    /** Zielobjekte that need it or that it needed, for the links to be looked at. */
    gebrauchtVon: z.array(z.string()),
    braucht: z.array(z.string()),
  }),
  'zielobjekt liste': z.array(zielobjektDetails),
  'zielobjekt zeigen': z.strictObject({
    ...zielobjektDetails.shape,
    typTitel: z.string(),
    /** False when it is removed on the day looked at. */
    vorhanden: z.boolean(),
    stand: day,
    brauchtZielobjekte: z.array(zielobjektKurz),
    gebrauchtVon: z.array(zielobjektKurz),
    schutzbedarf: z.array(schutzbedarf),
    bausteine: z.array(
      z.strictObject({
        baustein: z.string(),
        titel: z.string(),
        katalog: z.enum(bausteinQuellen),
        vorschlag: z.enum(vorschlaege),
        verwendet: z.enum(['ja', 'nein']).nullable(),
      }),
    ),
    /** Profile of the current round; answers of this Zielobjekt within it. */
    profil: z.string(),
    antworten: z.strictObject(counts),
    offen: z.array(z.strictObject({ control: z.string(), titel: z.string(), zustand: z.enum(answerStates) })),
    befunde: z.array(
      z.strictObject({
        check: z.string(),
        ziel: z.string(),
        ergebnis: z.enum(findingResults),
        schwere: z.enum(severities),
        text: z.string(),
        gesehenAm: instant,
      }),
    ),
  }),
  'zielobjekt importieren': z.strictObject({
    kommune: z.string(),
    datei: z.string(),
    probe: z.boolean(),
    neu: z.array(zielobjektKurz),
    geaendert: z.array(
      z.strictObject({
        kuerzel: z.string(),
        felder: z.array(z.strictObject({ feld: z.string(), vorher: z.string().nullable(), nachher: z.string().nullable() })),
      }),
    ),
    unveraendert: count,
  }),
  'zielobjekt exportieren': z.strictObject({ zielobjekte: count, dateien: z.array(datei) }),
  'zielobjekt vorlage': z.strictObject({
    kommune: z.string(),
    vorlage: z.string(),
    titel: z.string(),
    probe: z.boolean(),
    neu: z.array(zielobjektKurz),
    beziehungen: count,
    /** Codes that were there already and stayed as they are. */
    vorhanden: z.array(z.string()),
    /** Codes left out because a Merkmal of the Kommune is „nein“. */
    ausgelassen: z.array(z.string()),
  }),
  'zielobjekt verbinden': zielobjektBeziehungen,
  'zielobjekt trennen': zielobjektBeziehungen,
  'zielobjekt schutzbedarf': z.array(schutzbedarf),
  'zielobjekt schutzbedarf-liste': z.array(schutzbedarf),
  'modellierung vorschlagen': z.strictObject({
    kommune: z.string(),
    stand: day,
    vorschlaege: z.array(modellierterBaustein),
    nichtVorgeschlagen: count,
    risikoanalyse: z.array(risikoAnlass),
  }),
  'modellierung liste': z.strictObject({
    kommune: z.string(),
    stand: day,
    /** verwendet + nichtVerwendet + nichtEntschieden */
    n: count,
    verwendet: count,
    nichtVerwendet: count,
    nichtEntschieden: count,
    bausteine: z.array(modellierterBaustein),
    risikoanalyse: z.array(risikoAnlass),
  }),
  'modellierung setzen': modellierungGesetzt,
  'modellierung uebernehmen': z.strictObject({
    ...modellierungGesetzt.shape,
    probe: z.boolean(),
    /** Still to be decided afterwards. */
    offen: count,
  }),
  'erhebung beginnen': erhebung,
  'erhebung antworten': antwort,
  'erhebung stand': stand,
  'erhebung abschliessen': abschluss,
  'erhebung pruefen': z.strictObject({
    kommune: z.string(),
    erhebung: z.string(),
    name: z.string(),
    abgeschlossen: day,
    /** How the fingerprint was made: 1 before schema 4, then 2. */
    verfahren: count,
    ergebnis: z.enum(['stimmt', 'stimmtNicht', 'nichtPruefbar']),
    pruefsumme: hash,
    berechnet: hash,
    text: z.string(),
    katalog: katalogKennung.nullable(),
    stand: z.strictObject(counts).nullable(),
    unterzeichnetVon: z.string().nullable(),
    rolle: z.string().nullable(),
  }),
  'erhebung liste': z.array(z.strictObject({ ...abschluss.shape, katalog: z.string().nullable() })),
  'erhebung vergleichen': vergleich,
  'erhebung uebernehmen': z.strictObject({
    kommune: z.string(),
    probe: z.boolean(),
    aus: z.string(),
    /** Round the answers go into; null: not begun yet. */
    erhebung: z.string().nullable(),
    profil: z.string(),
    eintrag: count.nullable(),
    uebernommen: z.array(
      z.strictObject({
        ...frage,
        status: z.enum(umsetzungsstatus),
        gesagtVon: z.string(),
        gueltigAb: day,
        wortlaut: z.enum(wordingStates),
      }),
    ),
    ausgelassen: z.array(z.strictObject({ ...frage, grund: z.string() })),
  }),
  'erhebung gegenzeichnen': z.strictObject({
    kommune: z.string(),
    probe: z.boolean(),
    ergebnis: z.enum(signatureResults),
    person: z.string(),
    anmerkung: z.string().nullable(),
    eintrag: count.nullable(),
    gezeichnet: z.array(
      z.strictObject({
        ...frage,
        status: z.enum(umsetzungsstatus),
        gesagtVon: z.string(),
        gueltigAb: day,
        /** Entry that recorded the answer. */
        antwort: count,
      }),
    ),
    ausgelassen: z.array(z.strictObject({ ...frage, grund: z.string() })),
  }),
  'erhebung verlauf': z.strictObject({
    kommune: z.string(),
    control: z.string(),
    titel: z.string(),
    stand: day,
    /** What holds on that day, with what is inherited. */
    heute: z.array(z.strictObject({ zielobjekt: z.string(), zustand: z.enum(answerStates), text: z.string() })),
    antworten: z.array(
      z.strictObject({
        zielobjekt: z.string(),
        status: z.enum(umsetzungsstatus),
        grund: z.enum(entbehrlichGruende).nullable(),
        begruendung: z.string().nullable(),
        nachweis: z.string().nullable(),
        notiz: z.string().nullable(),
        gueltigAb: day,
        erfasstAm: instant,
        /** Recorded on another day than it holds from, and not taken over from an earlier round. */
        nachgetragen: z.boolean(),
        gesagtVon: z.string(),
        erfasstVon: z.string(),
        quelle: z.enum(assessmentSources),
        paket: z.string().nullable(),
        erhebung: z.string(),
        eintrag: count,
        katalog: z.string(),
        wortlaut: z.enum(wordingStates),
        zurueckgenommenAm: instant.nullable(),
        zurueckgenommenVon: z.string().nullable(),
        gegenzeichnungen: z.array(gegenzeichnung),
      }),
    ),
  }),
  'erhebung setzen': sammelAenderung,
  'erhebung bestaetigen': sammelAenderung,
  'erhebung rueckgaengig': z.strictObject({
    kommune: z.string(),
    eintrag: count,
    erfasstAm: instant,
    erfasstVon: z.string(),
    vorgang: z.string(),
    probe: z.boolean(),
    /** Notes made from remarks that came with the answers; taken back too. */
    notizen: z.array(z.string()),
    antworten: z.array(
      z.strictObject({
        control: z.string(),
        zielobjekt: z.string(),
        status: z.enum(umsetzungsstatus),
        /** False when a younger answer held anyway. */
        galtNoch: z.boolean(),
        /** What holds now; null: nothing, or not yet with --probe. */
        giltWieder: z.enum(umsetzungsstatus).nullable(),
      }),
    ),
  }),
  'erhebung interview': z.strictObject({
    kommune: z.string(),
    profil: z.string(),
    /** The questions of the next sitting, in the order of asking. */
    fragen: z.array(
      z.strictObject({
        control: z.string(),
        titel: z.string(),
        frage: z.string(),
        zielobjekt: z.string(),
        zustand: z.enum(answerStates),
        grundDerReihenfolge: z.string(),
      }),
    ),
  }),
  'erhebung exportieren': z.strictObject({ antworten: count, dateien: z.array(datei) }),
  'erhebung importieren': z.strictObject({
    kommune: z.string(),
    datei: z.string(),
    probe: z.boolean(),
    eintrag: count.nullable(),
    unveraendert: count,
    uebergangen: z.array(z.strictObject({ zeile: count, text: z.string() })),
    aenderungen: z.array(
      z.strictObject({
        zeile: count,
        control: z.string(),
        zielobjekt: z.string(),
        vorher: z.enum(umsetzungsstatus).nullable(),
        nachher: z.enum(umsetzungsstatus),
        gueltigAb: day,
        /** False when a younger answer holds today. */
        giltHeute: z.boolean(),
      }),
    ),
  }),
  'erklaerung erteilen': z.strictObject({
    ...erklaerung.shape,
    /** Null with --probe. */
    id: z.string().nullable(),
    probe: z.boolean(),
    aussagen: erklaerungDetails.shape.aussagen,
  }),
  'erklaerung zuordnen': erklaerungZugeordnet,
  'erklaerung aufheben': erklaerungZugeordnet,
  'erklaerung widerrufen': erklaerungDetails,
  'erklaerung liste': z.array(
    z.strictObject({ ...erklaerung.shape, aussagen: count, kommunen: count, ohneVertragsgrundlage: count }),
  ),
  'erklaerung zeigen': erklaerungDetails,
  'gruppe anlegen': gruppe,
  'gruppe aendern': gruppe,
  'gruppe liste': z.array(z.strictObject({ slug: z.string(), name: z.string(), mitglieder: z.array(z.string()) })),
  'gruppe zeigen': gruppe,
  'nachweis hinzufuegen': nachweisDetails,
  'nachweis zuordnen': nachweisDetails,
  'nachweis loesen': nachweisDetails,
  'nachweis zurueckziehen': nachweisDetails,
  'nachweis zeigen': nachweisDetails,
  'nachweis liste': z.array(nachweis),
  'nachweis pruefen': z.strictObject({
    dateien: count,
    inOrdnung: z.boolean(),
    probleme: z.array(
      z.strictObject({ nachweis: z.string(), fassung: count, titel: z.string(), datei: z.string(), text: z.string() }),
    ),
    /** Files in the folder that no evidence refers to. */
    ohneEintrag: z.array(z.string()),
  }),
  'nachweis buendeln': z.strictObject({ nachweise: count, fehlend: z.array(z.string()), dateien: z.array(datei) }),
  'paket erstellen': z.strictObject({
    kommune: z.string(),
    profil: z.string(),
    fragen: count,
    pakete: z.array(
      z.strictObject({
        id: z.string(),
        titel: z.string(),
        empfaenger: z.string().nullable(),
        faellig: day.nullable(),
        rolle: z.string().nullable(),
        thema: z.string().nullable(),
        fragen: count,
        dateien: z.array(datei),
      }),
    ),
  }),
  'paket einlesen': paketEinlesen,
  'paket liste': z.array(paket),
  'paket zurueckziehen': paket,
  'protokolldaten zahlen': z.strictObject({
    kommune: z.string(),
    jahr: z.int(),
    zahlen: z.array(
      z.strictObject({
        was: z.string(),
        anzahl: count,
        /** Entries that would belong here but have no day. */
        ohneTag: count,
      }),
    ),
  }),
  'dokument vorlage': z.strictObject({
    vorlage: z.enum(['leitlinie', 'notfallhandbuch']),
    kommune: z.string(),
    /** What is still to be filled in, each once. */
    luecken: z.array(z.string()),
    dateien: z.array(datei),
  }),
  'begehung bogen': z.strictObject({
    kommune: z.string(),
    raum: z.string(),
    /** Kind of room the questions are for; `allgemein` when the name says nothing about it. */
    art: z.string(),
    fragen: z.array(z.strictObject({ nr: count, frage: z.string(), controls: z.array(z.string()) })),
    dateien: z.array(datei),
  }),
  'begehung protokoll': z.strictObject({
    kommune: z.string(),
    begehung: z.string(),
    feststellungen: z.array(
      z.strictObject({
        nr: count,
        text: z.string(),
        /** Null: no measure was made from it with „massnahme aus-begehung“. */
        massnahme: z.strictObject({ id: z.string(), verantwortlich: z.string().nullable(), faellig: day.nullable() }).nullable(),
      }),
    ),
    unterzeichnetAm: day.nullable(),
    dateien: z.array(datei),
  }),
  'pruefung buendeln': z.strictObject({
    kommune: z.string(),
    stand: day,
    unterlagen: z.array(
      z.strictObject({
        nr: z.string(),
        titel: z.string(),
        stand: z.enum(['vorhanden', 'unvollstaendig', 'fehlt', 'nicht-noetig']),
        dateien: z.array(z.string()),
        fehlt: z.array(z.strictObject({ was: z.string(), befehl: z.string().nullable() })),
      }),
    ),
    dateien: z.array(datei),
  }),
  'termin vorlage': z.strictObject({
    kommune: z.string(),
    jahr: z.int(),
    /** True when nothing was recorded because of --probe. */
    probe: z.boolean(),
    termine: z.array(z.strictObject({ id: z.string().nullable(), titel: z.string(), art: z.string(), am: day })),
    schonEingetragen: count,
    vorbei: count,
  }),
  'ressource abrechnung': z.strictObject({
    stand: day,
    jahr: z.int(),
    /** Sums of what is recorded for the year; null where nothing is. */
    kommunen: z.array(
      z.strictObject({
        kommune: z.string(),
        stundenGeplant: z.number().nullable(),
        stundenVerbraucht: z.number().nullable(),
        euroGeplant: z.number().nullable(),
        euroVerbraucht: z.number().nullable(),
        /** Entries of used hours without a day: in the sum, not among the items. */
        ohneTag: count,
      }),
    ),
    /** Single services, by Kommune and day. */
    posten: z.array(
      z.strictObject({
        kommune: z.string(),
        id: z.string(),
        am: day,
        wofuer: z.string(),
        person: z.string().nullable(),
        leistung: z.string().nullable(),
        stunden: z.number().nullable(),
        euro: z.number().nullable(),
      }),
    ),
    dateien: z.array(datei),
  }),
  'warnung paket': z.strictObject({
    warnung: z.string(),
    produkt: z.string(),
    zurueckBis: day,
    kommunen: z.array(z.strictObject({ kommune: z.string(), eintrag: z.string() })),
    /** Not asked, because nothing is left to ask. */
    schonGeklaert: z.array(z.string()),
    dateien: z.array(datei),
  }),
  'warnung einlesen': z.strictObject({
    probe: z.boolean(),
    antworten: z.array(
      z.strictObject({
        datei: z.string(),
        kommune: z.string(),
        eintrag: z.string(),
        produkt: z.string(),
        vorher: z.enum(warningStates),
        nachher: z.enum(warningStates),
        antwortVon: z.string(),
        faellig: day.nullable(),
      }),
    ),
    /** Answers that say what is recorded already. */
    unveraendert: count,
    /** Files in which nothing was filled in. */
    leer: z.array(z.string()),
  }),
  'warnung stand': z.strictObject({
    warnung: z.string(),
    produkt: z.string(),
    stand: day,
    /** Kommunen that were asked, and how many of them have answered. */
    gefragt: count,
    beantwortet: count,
    bleibt: z.strictObject({ unbeantwortet: count, unklar: count, zuBeheben: count }),
    kommunen: z.array(
      z.strictObject({
        kommune: z.string(),
        name: z.string(),
        eintrag: z.string(),
        stand: z.enum(warningStates),
        gefragtAm: day.nullable(),
        antwortBis: day.nullable(),
        geantwortetAm: day.nullable(),
        antwortVon: z.string().nullable(),
        behobenAm: day.nullable(),
        faellig: day.nullable(),
        bemerkung: z.string().nullable(),
        ueberfaellig: z.boolean(),
      }),
    ),
  }),
  'warnung betroffen': z.strictObject({
    warnung: z.string(),
    produkt: z.string(),
    /** Words looked for. */
    gesucht: z.array(z.string()),
    kommunen: z.array(
      z.strictObject({
        kommune: z.string(),
        name: z.string(),
        /** What fits; to be confirmed. */
        zielobjekte: z.array(
          z.strictObject({
            kuerzel: z.string(),
            name: z.string(),
            plattform: z.string().nullable(),
            passt: z.array(z.string()),
          }),
        ),
        /** The same warning there; null: not entered. */
        eintrag: z.string().nullable(),
        zustand: z.string().nullable(),
        antwortVon: z.string().nullable(),
      }),
    ),
    /** Kommunen nothing can be said about. */
    ohneZielobjekte: z.array(z.string()),
    /** Kommunen where it was entered now. */
    eingetragen: z.array(z.string()),
  }),
  faellig: z.strictObject({
    stand: day,
    bis: day,
    /** Gaps without a responsible person or a day; they fall due never, so they are only counted. */
    ohneTermin: count,
    punkte: z.array(
      z.strictObject({
        tag: day,
        art: z.enum([...dueKinds]),
        kommune: z.string().nullable(),
        id: z.string(),
        text: z.string(),
        wer: z.string().nullable(),
        ueberfaellig: z.boolean(),
        /** Which of several days of an entry; null for the only or chief one. */
        regel: z.string().nullable(),
      }),
    ),
    dateien: z.array(datei).optional(),
  }),
  merke: notiz,
  'notiz liste': z.array(notiz),
  'notiz erledigen': notiz,
  'uebergabe erstellen': z.strictObject({ kommunen: z.array(z.string()), dateien: z.array(datei) }),
  'freigabe erteilen': freigabe,
  'freigabe liste': z.array(freigabe),
  'freigabe widerrufen': freigabe,
  'freigabe ankuendigen': z.strictObject({ freigabe: z.string(), an: z.enum(['saxcert', 'kdn', 'betreiber']), text: z.string() }),
  'netz pruefen': z.union([z.strictObject({ ...netzErgebnis.shape, hinweise: z.array(z.string()) }), netzProbe]),
  'netz pruefen-alle': z.strictObject({
    kommunen: z.array(
      z.strictObject({
        kommune: z.string(),
        lauf: z.string().nullable(),
        /** False when it was stopped or failed. */
        vollstaendig: z.boolean(),
        befunde: count,
        nichtInOrdnung: count,
        unbestimmt: count,
        /** What was left out, and why. */
        hinweise: z.array(z.string()),
        fehler: z.string().nullable(),
      }),
    ),
    ohneFreigabe: z.array(z.string()),
  }),
  'netz befunde': z.strictObject({ ...netzErgebnis.shape, dateien: z.array(datei).optional() }),
  'massnahme rangfolge': z.array(
    z.strictObject({
      rang: count,
      id: z.string(),
      titel: z.string(),
      /** 1 comes first. */
      prioritaet: z.int().min(1).max(4),
      begruendung: z.string(),
      verantwortlich: z.string().nullable(),
      faellig: day.nullable(),
      ueberfaellig: z.boolean(),
      /** Open measures it depends on. */
      wartetAuf: z.array(z.string()),
      /** Why it may be done already; a person closes it. */
      vielleichtErledigt: z.string().nullable(),
    }),
  ),
  'massnahme vorschlagen': z.strictObject({
    kommune: z.string(),
    /** True when nothing was recorded because of --probe. */
    probe: z.boolean(),
    massnahmen: z.array(z.strictObject({ id: z.string().nullable(), titel: z.string(), controls: z.array(z.string()) })),
    /** Gaps that an open measure covers. */
    schonErfasst: count,
  }),
  'massnahme aus-befund': registerEintrag,
  'massnahme aus-begehung': massnahmenAusEintrag,
  'massnahme aus-pruefung': massnahmenAusEintrag,
  'massnahme aus-risiko': massnahmenAusEintrag,
  'massnahme aus-vorfall': massnahmenAusEintrag,
  'massnahme aus-warnung': massnahmenAusEintrag,
  'massnahme haushalt': z.strictObject({
    kommune: z.string(),
    jahre: z.array(
      z.strictObject({
        jahr: z.int(),
        massnahmen: count,
        /** Euro, sums of what is known. */
        einmalig: z.number().nonnegative(),
        jaehrlich: z.number().nonnegative(),
        aufwandTage: z.number().nonnegative(),
        ohneKosten: count,
        /** Measures by the state of their money. */
        mittel: z.record(z.string(), count),
      }),
    ),
    ohneJahr: count,
  }),
  'netz laeufe': z.strictObject({
    kommune: z.string(),
    laeufe: z.array(
      z.strictObject({
        lauf: z.string(),
        begonnen: instant,
        beendet: instant,
        werkzeug: z.string(),
        blickwinkel: z.array(z.enum(vantages)),
        freigaben: z.array(z.string()),
        vollstaendig: z.boolean(),
        setztFort: z.string().nullable(),
        /** What was asked; without `checks` all of the profile. Null for what was read in, and for runs from before it was kept. */
        gefragt: z.strictObject({ profil: z.enum(['leicht', 'gruendlich']), checks: z.array(z.string()) }).nullable(),
        beobachtungen: count,
        ergebnisse: ergebnisZahlen,
        neuBewertet: z
          .strictObject({ nr: z.int().positive(), stand: day, profil: z.string().nullable(), edition: z.string() })
          .nullable(),
        /** Names of the baselines that are this run. */
        basis: z.array(z.string()),
        aufruf: z.array(z.string()),
        /** Resolver answers. */
        namen: z.array(z.string()),
        hinweise: z.array(z.string()),
        /** What the tools wrote, with the hash of every byte. */
        belege: z.array(
          z.strictObject({
            nr: z.int().positive(),
            art: z.string(),
            werkzeug: z.string().nullable(),
            aufruf: z.array(z.string()),
            sha256: hash,
            bytes: count,
          }),
        ),
      }),
    ),
    dateien: z.array(datei).optional(),
  }),
  'netz bewerten': z.strictObject({
    kommune: z.string(),
    lauf: z.string(),
    stand: day,
    profil: z.string().nullable(),
    katalog: katalogKennung,
    beobachtungen: count,
    /** Number of the recorded judgement of this run; null: only shown. */
    gespeichert: z.int().positive().nullable(),
    ergebnisse: ergebnisZahlen,
    geaendert: z.array(z.strictObject({ check: z.string(), ziel: z.string(), vorher: urteil, nachher: urteil })),
    unveraendert: count,
  }),
  'netz vergleichen': z.strictObject({
    kommune: z.string(),
    lauf: z.string(),
    vergleichsLauf: z.string(),
    basis: z.string().nullable(),
    blickwinkel: z.array(z.enum(vantages)),
    /** Vantages only one of the two looked from. */
    nichtVerglichen: z.array(z.enum(vantages)),
    befunde: vierGruppen(geaenderterBefund),
    ports: vierGruppen(geaenderterPort),
    unveraendert: z.strictObject({ befunde: count, ports: count }),
    inOrdnungNichtGesehen: count,
  }),
  'netz basis': z.array(z.strictObject({ kommune: z.string(), name: z.string(), lauf: z.string(), seit: day })),
  'netz erklaeren': z.array(befundErklaerung),
  'netz importieren': z.strictObject({
    ...netzErgebnis.shape,
    probe: z.boolean(),
    /** `nmap 7.93 (eingelesen aus ergebnis.xml)` */
    werkzeug: z.string(),
    begonnen: instant,
    beendet: instant,
    /** False when the file breaks off or nmap ended with an error. */
    vollstaendig: z.boolean(),
    hinweise: z.array(z.string()),
    /** Hosts no Zielobjekt declares. */
    ohneZielobjekt: z.array(z.string()),
  }),
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
        /** Only where conditions can be the Kommune's own (kdn); null: nothing recorded. */
        giltBeiUns: z.enum(appliesHere).nullable().optional(),
        fundstelle: z.string().nullable().optional(),
      }),
    ),
  }),
  'rahmenwerk anpassen': z.strictObject({
    kommune: z.string(),
    rahmenwerk: z.string(),
    id: z.string(),
    kurz: z.string(),
    giltBeiUns: z.enum(appliesHere),
    fundstelle: z.string().nullable(),
    grund: z.string().nullable(),
    gueltigAb: day,
  }),
  'bericht liste': z.array(
    z.strictObject({ art: z.string(), titel: z.string(), fuer: z.string(), inhalt: z.string(), formate: z.array(z.string()) }),
  ),
  'vorfall fristen': z.strictObject({
    vorfall: z.string(),
    titel: z.string(),
    kenntnis: instant,
    art: z.enum(incidentKinds).nullable(),
    vorschlag: vorfallVorschlag,
    fristen: z.array(vorfallFrist),
  }),
  'vorfall verlauf': vorfallVerlauf,
  'vorfall notiz': vorfallVerlauf,
  'vorfall einordnen': z.strictObject({
    eintrag: registerEintrag,
    vorschlag: vorfallVorschlag,
    art: z.enum(incidentKinds).nullable(),
    /** Another kind than the answers say. */
    abweichend: z.boolean(),
  }),
  'vorfall sofort': z.strictObject({
    kommune: z.string(),
    probe: z.boolean(),
    /** Null with --probe. */
    vorfall: registerEintrag.nullable(),
    kenntnis: instant,
    fristen: z.array(vorfallFrist),
    anrufen: z.array(
      z.strictObject({
        id: z.string(),
        stelle: z.string(),
        warum: z.string(),
        person: z.string().nullable(),
        kontakte: z.array(
          z.strictObject({
            name: z.string(),
            tag: z.string().nullable(),
            nacht: z.string().nullable(),
            vertretung: z.string().nullable(),
            mail: z.string().nullable(),
          }),
        ),
        /** Where to look the number up; null where a contact is recorded. */
        fehlt: z.string().nullable(),
      }),
    ),
    ersteStunde: z.strictObject({ tun: z.array(z.string()), lassen: z.array(z.string()) }),
    dateien: z.array(datei),
  }),
  'vorfall melden': z.strictObject({
    vorfall: z.string(),
    texte: z.array(
      z.strictObject({
        an: z.enum(incidentRecipients),
        titel: z.string(),
        hinweis: z.string(),
        /** Null: not known yet. */
        werte: z.array(z.strictObject({ feld: z.string(), wert: z.string().nullable() })),
        text: z.string(),
      }),
    ),
  }),
  'nachricht empfaenger anlegen': nachrichtEmpfaenger,
  'nachricht empfaenger entfernen': nachrichtEmpfaenger,
  'nachricht empfaenger liste': z.array(nachrichtEmpfaenger),
  'nachricht senden': z.strictObject({
    probe: z.boolean(),
    nachrichten: z.array(
      z.strictObject({
        empfaenger: z.string(),
        weg: z.enum(messageWays),
        /** `aufgeschoben`: there were too many in the last hour. */
        stand: z.enum(['gesendet', 'gescheitert', 'aufgeschoben', 'nichts-neues', 'probe']),
        punkte: count,
        /** Changed again, but told too short a time ago. */
        zurueckgehalten: count,
        betreff: z.string().nullable(),
        /** Only with --probe. */
        text: z.string().nullable(),
        fehler: z.string().nullable(),
        naechsterVersuch: instant.nullable(),
        /** Only for folders. */
        dateien: z.array(z.string()),
        hinweise: z.array(z.string()),
      }),
    ),
  }),
  'nachricht test': z.strictObject({
    empfaenger: z.string(),
    weg: z.enum(messageWays),
    ziel: z.string(),
    betreff: z.string(),
    dateien: z.array(z.string()),
    hinweise: z.array(z.string()),
  }),
  'zeitplan anlegen': zeitplanAuftrag,
  'zeitplan aendern': zeitplanAuftrag,
  'zeitplan entfernen': zeitplanAuftrag,
  'zeitplan liste': z.array(zeitplanAuftrag),
  'zeitplan zeigen': z.strictObject({
    ...zeitplanAuftrag.shape,
    termine: z.array(instant),
    laeufe: z.array(zeitplanLauf),
  }),
  'zeitplan ausfuehren': z.strictObject({
    laeufe: z.array(zeitplanLauf),
    /** With --probe: what would be run now. */
    faellig: z.array(z.strictObject({ auftrag: z.string(), geplant: instant, versuch: z.int().min(1) })),
    /** Their date has come, but they have to wait: for a time window, or before they are tried again. */
    wartend: z.array(z.strictObject({ auftrag: z.string(), bis: instant, grund: z.enum(['zeitfenster', 'wiederholung']) })),
    /** Another process runs them. */
    laufend: z.array(z.string()),
    naechster: z.strictObject({ auftrag: z.string(), um: instant }).nullable(),
  }),
  'zeitplan dienst': z.strictObject({ seit: instant, bis: instant, laeufe: count, gescheitert: count }),
  'zeitplan installieren': z.strictObject({
    dateien: z.array(datei),
    texte: z.array(z.strictObject({ name: z.string(), zweck: z.string(), inhalt: z.string() })),
  }),
  'bericht erstellen': z.strictObject({
    dateien: z.array(datei),
    /** Only with `--ablegen`: under which numbers. */
    abgelegt: z.array(z.strictObject({ nr: z.string(), art: z.string() })).optional(),
    /** Only with `--alle`: each Kommune that was begun, how many files were written and were there already. */
    kommunen: z
      .array(z.strictObject({ kommune: z.string(), geschrieben: count, vorhanden: count, fehler: z.string().nullable() }))
      .optional(),
  }),
  'bericht mappe': z.strictObject({
    anlass: z.string(),
    titel: z.string(),
    papiere: z.array(
      z.strictObject({
        nr: count,
        bericht: z.string(),
        titel: z.string(),
        fassung: z.string(),
        formate: z.array(z.string()),
      }),
    ),
    /** What does not exist in the wanted edition or formats. */
    ausgelassen: z.array(z.strictObject({ bericht: z.string(), titel: z.string(), grund: z.string() })),
    /** The page on top, then the papers; empty with `--probe`. */
    dateien: z.array(datei),
  }),
  'bericht abgelegt': z.array(abgelegterBericht),
  'bericht abgelegt zeigen': abgelegterBericht,
  'bericht abgelegt herausgeben': z.strictObject({ dateien: z.array(datei) }),
  'bericht pruefen': berichtPruefung,
  'bericht briefkopf laden': briefkopf,
  'bericht briefkopf zeigen': briefkopf,
  'bericht briefkopf entfernen': z.strictObject({ kommune: z.string(), sha256: hash }),
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
        /** Removals of what was recorded about people; the record holds in spite of them. */
        loeschungen: z.array(
          z.strictObject({
            nr: z.string(),
            am: instant,
            bezeichnung: z.string(),
            grund: z.string(),
            mitFreitext: z.boolean(),
            zeilen: count,
            inhalte: count,
          }),
        ),
        pruefsumme: hash.nullable(),
        probleme: z.array(z.strictObject({ nr: count.nullable(), text: z.string() })),
      }),
    ),
  }),
  'person auskunft': z.strictObject({
    ...personenangaben.shape,
    erstellt: instant,
    /** What the person recorded: how much of which kind, between which days. */
    erfasst: z.array(z.strictObject({ kommune: z.string().nullable(), bereich: z.string(), anzahl: count, von: day, bis: day })),
    angaben: z.array(personenangabe),
    nichtDurchsucht: z.array(z.string()),
    dateien: z.array(datei),
  }),
  'person loeschen': z.strictObject({
    ...personenangaben.shape,
    probe: z.boolean(),
    /** What stands in place of the name; null with --probe, and when there was nothing to replace. */
    bezeichnung: z.string().nullable(),
    grund: z.string(),
    mitFreitext: z.boolean(),
    /** Rows whose words change, and entries of the Protokoll whose words are erased, per chain. */
    ketten: z.array(z.strictObject({ kette: z.string(), zeilen: count, inhalte: count })),
    /** Mentions in free text; without --mit-freitext they stay. */
    freitext: z.array(personenangabe),
    /** Mentions that cannot be changed. */
    bleibt: z.array(personenangabe),
    nichtDurchsucht: z.array(z.string()),
    ausserhalb: z.array(z.string()),
    /** Whether the file was written anew, so that nothing is left in unused parts of it; null with --probe. */
    bereinigt: z.boolean().nullable(),
  }),
  'sicherung erstellen': z.strictObject({
    probe: z.boolean(),
    ordner: z.string(),
    /** Null with --probe. */
    datei: datei.nullable(),
    verschluesselt: z.enum(['nein', 'kennwort', 'empfaenger']),
    schema: count,
    ketten: count,
    eintraege: count,
    nachweise: count,
    /** What is wrong with the original; then no older backup is removed. */
    maengel: z.array(z.string()),
    geloescht: z.array(z.string()),
    /** Called as backups are, but not removed, each with the reason. */
    belassen: z.array(z.strictObject({ pfad: z.string(), grund: z.string() })),
  }),
  'sicherung pruefen': z.strictObject({
    ...sicherungsInhalt.shape,
    inOrdnung: z.boolean(),
    verschluesselt: z.boolean(),
    bewiesen: z.array(z.string()),
  }),
  'sicherung einspielen': z.strictObject({
    ...sicherungsInhalt.shape,
    probe: z.boolean(),
    datenbank: z.string(),
    /** Whether the next command brings an older schema up to date. */
    wirdErneuert: z.boolean(),
    /** Files that stood there and now lie beside; with --probe those that would be moved. */
    vorher: z.array(z.string()),
  }),
  'sicherung liste': z.strictObject({
    ordner: z.string(),
    sicherungen: z.array(
      z.strictObject({
        pfad: z.string(),
        bytes: count,
        zustand: z.enum(['lesbar', 'verschluesselt', 'beschaedigt']),
        erstellt: instant.nullable(),
        programm: z.string().nullable(),
        schema: count.nullable(),
        nachweise: count.nullable(),
        maengel: count.nullable(),
        problem: z.string().nullable(),
      }),
    ),
  }),
  'sicherung schluessel': z.strictObject({ datei: z.string(), oeffentlich: z.string() }),
  uebersicht,
  vervollstaendigung: z.strictObject({ was: z.enum(['bash', 'zsh', 'powershell', 'kommunen']), text: z.string() }),
} as const satisfies Record<string, z.ZodType>;

export type CommandJson = { [C in keyof typeof namedSchemas]: z.infer<(typeof namedSchemas)[C]> };

const registerSchemas: Readonly<Record<string, z.ZodType>> = Object.assign(
  {},
  ...registers.map(({ id }) => schemasOfRegister(id)),
);

/** Of every command, the registers' too. */
export const commandSchemas: typeof namedSchemas & Readonly<Record<string, z.ZodType>> = { ...registerSchemas, ...namedSchemas };
