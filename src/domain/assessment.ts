/** The officer's answers. Append-only; the newest answer that is true on a day counts. */

/** The four answers of the Grundschutz check; an official closed list. */
export const umsetzungsstatus = ['ja', 'teilweise', 'nein', 'entbehrlich'] as const;
export type Umsetzungsstatus = (typeof umsetzungsstatus)[number];

/** Why a requirement is dispensable: not relevant here, or reached by another measure. Cost is no reason. */
export const entbehrlichGruende = ['nicht-relevant', 'ersatzmassnahme'] as const;
export type EntbehrlichGrund = (typeof entbehrlichGruende)[number];

/**
 * Where an answer comes from: one command, the interview, a packet, a provider's statement, an audit, set or confirmed for
 * many at once (`sammel`, `bestaetigung`), read from a list, taken over from an earlier round to be confirmed.
 */
export const assessmentSources = [
  'einzelantwort',
  'interview',
  'paket',
  'erklaerung',
  'pruefung',
  'sammel',
  'bestaetigung',
  'import',
  'uebernahme',
] as const;
export type AssessmentSource = (typeof assessmentSources)[number];

/** Whether an answer was given or confirmed for many questions in one step: it weighs less, and reports count it. */
export function isBulk({ source }: { source: AssessmentSource }): boolean {
  return source === 'sammel' || source === 'bestaetigung';
}

export interface Assessment {
  kommune: string;
  zielobjekt: string;
  control: string;
  catalogueId: string;
  catalogueEdition: string;
  erhebung: string;
  status: Umsetzungsstatus;
  grund: EntbehrlichGrund | null;
  begruendung: string | null;
  nachweis: string | null;
  /** Remark of the officer, for the next conversation; never printed in reports that leave the house. */
  notiz: string | null;
  verantwortlich: string | null;
  /** Day until which a gap is to be closed. */
  bis: string | null;
  /** Who said it. */
  saidBy: string;
  source: AssessmentSource;
  /** Day on which it was true. */
  validFrom: string;
  /** Day from which it has to be confirmed again. */
  reviewDue: string;
  /** Instant of recording, ISO 8601 UTC. */
  recordedAt: string;
  /** Entry of the Protokoll that recorded it, in the chain of its Kommune. */
  entry: number;
  /** Packet it came in, else null. */
  paket: string | null;
  /** SHA-256 of the question and requirement it answered; null for answers from before schema 4. */
  controlHash: string | null;
  /** Set when the Kommune did not say it itself; `entry` is then one of the chain of who did. */
  origin: AnswerOrigin | null;
  /** Inherited answers this one stands before, nearest first; absent when there are none. */
  overruled?: readonly Assessment[];
  /** What a second person said about just this answer; absent when nobody did. */
  secondSignature?: SecondSignature;
}

/** A second person, who neither said nor recorded the answer, confirms or disputes it. */
export const signatureResults = ['bestaetigt', 'beanstandet'] as const;
export type SignatureResult = (typeof signatureResults)[number];

export interface SecondSignature {
  result: SignatureResult;
  person: string;
  /** Day in Saxony on which it was recorded. */
  on: string;
  /** What is disputed; with `beanstandet` never empty. */
  remark: string | null;
}

/** From whom a Kommune has an answer that is not its own. */
export type AnswerOrigin =
  | { kind: 'gruppe' | 'verwaltung'; slug: string; name: string }
  | {
      kind: 'erklaerung';
      id: string;
      dienstleister: string;
      titel: string;
      vom: string;
      gueltigBis: string | null;
      /** Contract or AVV the statement rests on; null: „ohne Vertragsgrundlage“. */
      vertragsgrundlage: string | null;
      /** Why it no longer holds, null while it does. */
      erloschen: string | null;
    };

/** A named round of assessment over a profile; closed, never overwritten. */
export interface Erhebung {
  id: string;
  kommune: string;
  name: string;
  profil: string;
  begonnen: string;
  abgeschlossen: string | null;
  /** SHA-256 of the signed-off state, set when closed. */
  fingerprint: string | null;
}
