/** Reports as they were issued: kept with their files, so that what somebody holds in hands can be compared later. */

/**
 * What a file that calls itself a report turns out to be: exactly what was filed; what the data give today; unchanged, but data were
 * recorded since; changed after it was made; or made by another program or catalogue, so that bytes cannot be compared.
 */
export const reportVerdicts = [
  'abgelegt',
  'stimmt-ueberein',
  'daten-geaendert',
  'datei-veraendert',
  'nicht-vergleichbar',
] as const;
export type ReportVerdict = (typeof reportVerdicts)[number];

/** A file of an issued report. */
export interface FiledFile {
  /** `pdf`, `docx` … */
  format: string;
  /** As it was written when it was issued. */
  name: string;
  /** Over the bytes as issued, lower-case hex. */
  sha256: string;
  bytes: number;
}

/** An issued report. */
export interface FiledReport {
  /** `B1`, counted per Kommune. */
  id: string;
  kommune: string;
  /** Kind of report: `leitung`. */
  art: string;
  fassung: 'intern' | 'rat' | 'oeffentlich';
  variante: string | null;
  /** Number of the entry it is about. */
  eintrag: string | null;
  /** Day for which it speaks, YYYY-MM-DD. */
  stand: string;
  /** SHA-256 over the inputs it was made from. */
  fingerabdruck: string;
  /** Hash of the newest row of the Protokoll it was made with. */
  protokoll: string | null;
  /** Version of the program that made it. */
  programm: string;
  katalogEdition: string;
  katalogHash: string;
  empfaenger: string | null;
  /** Day of filing, YYYY-MM-DD, and its instant, ISO 8601 UTC. */
  abgelegtAm: string;
  abgelegtUm: string;
  abgelegtVon: string;
  dateien: readonly FiledFile[];
}
