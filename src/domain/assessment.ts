/** The officer's answers. Append-only; the newest answer that is true on a day counts. */

/** The four answers of the Grundschutz check; an official closed list. */
export const umsetzungsstatus = ['ja', 'teilweise', 'nein', 'entbehrlich'] as const;
export type Umsetzungsstatus = (typeof umsetzungsstatus)[number];

/** Why a requirement is dispensable: not relevant here, or reached by another measure. Cost is no reason. */
export const entbehrlichGruende = ['nicht-relevant', 'ersatzmassnahme'] as const;
export type EntbehrlichGrund = (typeof entbehrlichGruende)[number];

export const assessmentSources = ['einzelantwort', 'interview', 'paket', 'erklaerung', 'pruefung', 'sammel'] as const;
export type AssessmentSource = (typeof assessmentSources)[number];

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
}

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
