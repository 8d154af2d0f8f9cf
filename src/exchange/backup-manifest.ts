/** What a backup says about itself: MANIFEST.json, and the two files for people who have no burgward at hand. */
import { z } from 'zod';
import { ForeignFileError } from '../errors.ts';

export const backupFormat = 'burgward-sicherung';

/** Raised when older programs could no longer read what is written. */
export const backupVersion = 1;

export const databaseName = 'burgward.db';
export const manifestName = 'MANIFEST.json';
export const readMeName = 'LIESMICH.txt';
export const checksumsName = 'PRUEFSUMMEN.txt';

/** Files in the archive that are no content. */
export const frameNames = [manifestName, readMeName, checksumsName] as const;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().nonnegative();

const manifestSchema = z.strictObject({
  format: z.literal(backupFormat),
  fassung: z.literal(backupVersion),
  /** Version of the program that wrote it. */
  programm: z.string().max(50),
  schema: count,
  /** Instant after which nothing is in it. */
  erstellt: z.iso.datetime(),
  /** Hash of the oldest entry of the Protokoll: which database it is a copy of. */
  kennung: sha256.nullable(),
  ketten: z.array(z.strictObject({ kette: z.string().max(200), eintraege: count, pruefsumme: sha256 })),
  /** What was wrong with the database or its evidence when it was copied, in German. */
  maengel: z.array(z.string().max(2000)),
  dateien: z.array(z.strictObject({ name: z.string().refine(isContentName), bytes: count, sha256 })),
});

export type BackupManifest = z.infer<typeof manifestSchema>;

/** In the archive evidence lies where the program looks for it: beside the database, so that unpacking is enough. */
export function evidenceEntryName(hash: string): string {
  return `${databaseName}.nachweise/${hash.slice(0, 2)}/${hash}`;
}

/** No other name leaves an archive, so that no name from outside becomes a path. */
function isContentName(name: string): boolean {
  const hash = name.slice(-64);
  return name === databaseName || (/^[0-9a-f]{64}$/.test(hash) && name === evidenceEntryName(hash));
}

/** SHA-256 of the evidence file a name stands for, null for the database. */
export function evidenceHashOf(name: string): string | null {
  return name === databaseName ? null : name.slice(-64);
}

/** @throws ForeignFileError when it is none, from a newer program, or contradicts itself */
export function readManifest(text: string, file: string): BackupManifest {
  const content = parse(text, file);
  const version = typeof content === 'object' && content !== null && 'fassung' in content ? content.fassung : null;
  if (typeof version === 'number' && version > backupVersion) {
    throw new ForeignFileError(
      `${file} wurde von einer neueren Version von burgward geschrieben.`,
      'Bitte burgward aktualisieren; geändert wurde nichts.',
    );
  }
  const result = manifestSchema.safeParse(content);
  if (!result.success) throw foreign(file);
  const names = result.data.dateien.map(({ name }) => name);
  if (new Set(names).size !== names.length || !names.includes(databaseName)) throw foreign(file);
  return result.data;
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw foreign(file);
  }
}

function foreign(file: string): ForeignFileError {
  return new ForeignFileError(
    `${file} ist keine Sicherung von burgward: ${manifestName} fehlt oder ist nicht lesbar.`,
    'Eine Datei angeben, die „burgward sicherung erstellen“ geschrieben hat.',
  );
}

/** In the form that `sha256sum --check` reads. */
export function checksumsText({ dateien }: BackupManifest): string {
  return dateien.map(({ name, sha256: hash }) => `${hash}  ${name}\n`).join('');
}

/** For somebody who finds the file in ten years. */
export function readMeText(manifest: BackupManifest, day: string): string {
  const evidence = manifest.dateien.length - 1;
  return [
    `Sicherung einer Datenbank von burgward, erstellt am ${day}`,
    '',
    `Programm ${manifest.programm}, Schema ${manifest.schema}, ${evidence === 1 ? '1 Nachweisdatei' : `${evidence} Nachweisdateien`}.`,
    'Vertraulich: enthält Namen, Antworten, Befunde und Belege.',
    '',
    'Prüfen:      burgward sicherung pruefen DATEI',
    'Einspielen:  burgward sicherung einspielen DATEI --datenbank ZIEL',
    '',
    'Von Hand: die Datei entpacken; danach „sha256sum --check PRUEFSUMMEN.txt“.',
    `${databaseName} ist eine SQLite-Datenbank. Die Belege daneben heißen nach ihrer Prüfsumme;`,
    'welcher Name dazu gehört, steht in der Tabelle nachweis.',
    ...(manifest.maengel.length === 0
      ? []
      : ['', 'Schon beim Sichern aufgefallen:', ...manifest.maengel.map((line) => `- ${line}`)]),
    '',
  ].join('\r\n');
}
