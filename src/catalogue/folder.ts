/** Reads the files of a catalogue folder: parsed, shape-checked, with all problems collected. */
import { constants, type Dirent } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { EnvironmentError, type FileProblem, InvalidDataError, NotFoundError } from '../errors.ts';
import { field } from './lint/context.ts';
import {
  bausteinFile,
  checkFile,
  frameworkFile,
  metaFile,
  profileFile,
  type RawBaustein,
  type RawCheck,
  type RawFramework,
  type RawMeta,
  type RawProfile,
  type RawVocabulary,
  tableFiles,
  vocabularyFile,
} from './schema.ts';
import { problemsOf } from './schema-issues.ts';
import { parseYaml, wholeFile, type YamlDocument } from './yaml-document.ts';

/** A file of the expected shape. */
export interface Entry<T> {
  /** File name without folder and extension. */
  name: string;
  data: T;
  document: YamlDocument;
}

/** What was read. Files with problems of shape are missing in the lists but keep their place in `documents`. */
export interface CatalogueFiles {
  meta: Entry<RawMeta> | null;
  vocabulary: Entry<RawVocabulary> | null;
  bausteine: readonly Entry<RawBaustein>[];
  checks: readonly Entry<RawCheck>[];
  frameworks: readonly Entry<RawFramework>[];
  profiles: readonly Entry<RawProfile>[];
  tables: readonly Entry<unknown>[];
  /** Every file that is YAML, of the right shape or not, by kind. */
  documents: Readonly<Record<FileKind, readonly YamlDocument[]>>;
  /** Kinds with a file that is not even YAML: what it defines is unknown, so references into the kind are not judged. */
  unreadableKinds: ReadonlySet<FileKind>;
}

export type FileKind = 'meta' | 'vocabulary' | 'bausteine' | 'checks' | 'frameworks' | 'profiles' | 'tables';

/** Larger files are refused unread; the largest shipped one has about 60 KB. */
const maxFileBytes = 1024 * 1024;
/** More files than this are no catalogue but the wrong folder. */
const maxFiles = 1000;

const topFiles: Readonly<Record<string, FileKind>> = { 'catalogue.yaml': 'meta', 'vocabulary.yaml': 'vocabulary' };
const subFolders: readonly FileKind[] = ['bausteine', 'checks', 'frameworks', 'profiles', 'tables'];

/**
 * @throws NotFoundError, InvalidDataError when the folder does not exist, is no folder or holds no catalogue;
 * EnvironmentError when it must not be read. Problems inside the files are returned, not thrown.
 */
export async function readCatalogueFolder(folder: string): Promise<ReadFiles> {
  const problems: FileProblem[] = [];
  const { documents, unreadableKinds } = await readListed(folder, ['catalogue.yaml', 'vocabulary.yaml'], problems);
  return shapedFiles(documents, unreadableKinds, problems);
}

/**
 * Reads what a Kommune adds: a folder laid out like a catalogue, without vocabulary, or one file with a framework or Baustein.
 * @throws as `readCatalogueFolder`
 */
export async function readSupplementFiles(location: string): Promise<ReadFiles> {
  const problems: FileProblem[] = [];
  if (await isFile(location)) {
    const file = path.basename(location);
    const document = await readDocument(path.dirname(location), file, problems);
    const kind = document !== null && field(document.value, 'controls') !== undefined ? 'bausteine' : 'frameworks';
    const documents = { ...noDocuments(), [kind]: document === null ? [] : [document] };
    return shapedFiles(documents, new Set(document === null ? [kind] : []), problems);
  }
  const { documents, unreadableKinds } = await readListed(location, ['catalogue.yaml'], problems);
  const refused = Object.entries(notInSupplements).flatMap(([kind, text]) =>
    documents[kind as FileKind].map(({ file }) => ({ file, line: 1, field: wholeFile, text })),
  );
  return shapedFiles(documents, unreadableKinds, [...problems, ...refused]);
}

/** What would be read and then left out in silence. */
const notInSupplements: Readonly<Partial<Record<FileKind, string>>> = {
  checks: 'Netzprüfungen gehören zum Programm und lassen sich nicht ergänzen.',
  vocabulary: 'Eine Ergänzung benutzt die Wortlisten des mitgelieferten Katalogs; diese Datei weglassen.',
  profiles: 'Profile lassen sich nicht ergänzen; diese Datei weglassen.',
  tables: 'Tabellen lassen sich nicht ergänzen; diese Datei weglassen.',
};

async function isFile(location: string): Promise<boolean> {
  return stat(location).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** A framework that was not written as YAML, as if it had been. */
export function framedDocument(document: YamlDocument): ReadFiles {
  return shapedFiles({ ...noDocuments(), frameworks: [document] }, new Set(), []);
}

export interface ReadFiles {
  files: CatalogueFiles;
  problems: FileProblem[];
}

type Documents = Record<FileKind, YamlDocument[]>;

function noDocuments(): Documents {
  return { meta: [], vocabulary: [], bausteine: [], checks: [], frameworks: [], profiles: [], tables: [] };
}

async function readListed(
  folder: string,
  required: readonly string[],
  problems: FileProblem[],
): Promise<{ documents: Documents; unreadableKinds: Set<FileKind> }> {
  const found = await listFiles(folder, problems);
  const documents = noDocuments();
  const unreadableKinds = new Set<FileKind>();
  const read = await Promise.all(
    found.map(async ({ file, kind }) => ({ kind, document: await readDocument(folder, file, problems) })),
  );
  for (const { kind, document } of read) {
    if (document === null) unreadableKinds.add(kind);
    else documents[kind].push(document);
  }
  for (const file of required) {
    const kind = topFiles[file];
    if (kind === undefined || found.some((each) => each.file === file)) continue;
    problems.push({ file, line: 1, field: wholeFile, text: 'Diese Datei fehlt; jeder Katalog braucht sie.' });
    unreadableKinds.add(kind);
  }
  return { documents, unreadableKinds };
}

function shapedFiles(documents: Documents, unreadableKinds: ReadonlySet<FileKind>, problems: FileProblem[]): ReadFiles {
  function shaped<T>(kind: FileKind, schema: z.ZodType<T>): Entry<T>[] {
    return documents[kind].flatMap((document) => {
      const result = schema.safeParse(document.value);
      if (result.success) return [{ name: path.basename(document.file, '.yaml'), data: result.data, document }];
      problems.push(...problemsOf(document, result.error.issues));
      return [];
    });
  }

  function shapedTable(document: YamlDocument): Entry<unknown> {
    const name = path.basename(document.file, '.yaml');
    const result = tableFiles[name]?.safeParse(document.value);
    if (result?.success === false) problems.push(...problemsOf(document, result.error.issues));
    return { name, data: document.value, document };
  }

  const files: CatalogueFiles = {
    meta: shaped('meta', metaFile)[0] ?? null,
    vocabulary: shaped('vocabulary', vocabularyFile)[0] ?? null,
    bausteine: shaped('bausteine', bausteinFile),
    checks: shaped('checks', checkFile),
    frameworks: shaped('frameworks', frameworkFile),
    profiles: shaped('profiles', profileFile),
    tables: documents.tables.map(shapedTable),
    documents,
    unreadableKinds,
  };
  return { files, problems };
}

async function listFiles(folder: string, problems: FileProblem[]): Promise<{ file: string; kind: FileKind }[]> {
  await assertFolder(folder);
  const found: { file: string; kind: FileKind }[] = [];
  for (const item of await entriesOf(folder)) {
    if (isSubFolder(item.name) && item.isDirectory()) {
      for (const inner of await entriesOf(path.join(folder, item.name))) {
        const file = `${item.name}/${inner.name}`;
        if (isYamlFile(inner, file, problems)) found.push({ file, kind: item.name });
      }
      continue;
    }
    const kind = topFiles[item.name];
    if (!isYamlFile(item, item.name, problems)) continue;
    if (kind === undefined)
      problems.push({
        file: item.name,
        line: 1,
        field: wholeFile,
        text: `Diese Datei gehört in einen der Ordner ${subFolders.join(', ')}.`,
      });
    else found.push({ file: item.name, kind });
  }
  if (found.length === 0 && problems.length === 0) {
    throw new InvalidDataError(
      `Im Ordner ${folder} liegt kein Katalog.`,
      'Erwartet werden catalogue.yaml, vocabulary.yaml und der Ordner bausteine.',
    );
  }
  if (found.length > maxFiles) {
    throw new InvalidDataError(
      `Der Ordner ${folder} enthält mehr als ${maxFiles} YAML-Dateien.`,
      'Den Ordner angeben, in dem catalogue.yaml liegt.',
    );
  }
  return found;
}

async function assertFolder(folder: string): Promise<void> {
  try {
    if ((await stat(folder)).isDirectory()) return;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') {
      throw new NotFoundError(
        `Den Katalogordner ${folder} gibt es nicht.`,
        'Pfad prüfen; erwartet wird der Ordner, in dem catalogue.yaml liegt.',
      );
    }
    throw notReadable(folder);
  }
  throw new InvalidDataError(
    `${folder} ist kein Ordner.`,
    'Den Ordner angeben, in dem catalogue.yaml liegt, oder eine Datei, die auf .yaml endet; Tabellen liest „burgward katalog importieren“.',
  );
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    throw notReadable(folder);
  }
}

function notReadable(where: string): EnvironmentError {
  return new EnvironmentError(`${where} lässt sich nicht lesen.`, 'Zugriffsrechte prüfen.');
}

function isSubFolder(name: string): name is FileKind {
  return subFolders.some((each) => each === name);
}

function isYamlFile(item: Dirent, file: string, problems: FileProblem[]): boolean {
  const refuse = (text: string) => {
    problems.push({ file, line: 1, field: wholeFile, text });
    return false;
  };
  if (item.isSymbolicLink()) return refuse('Verknüpfungen werden nicht gelesen; die Datei selbst hier ablegen.');
  if (item.isDirectory()) return refuse('Dieser Ordner gehört nicht in einen Katalog.');
  if (/\.yml$/i.test(item.name) || (/\.yaml$/i.test(item.name) && !item.name.endsWith('.yaml')))
    return refuse('Der Name muss auf .yaml enden.');
  return item.isFile() && item.name.endsWith('.yaml');
}

async function readDocument(folder: string, file: string, problems: FileProblem[]): Promise<YamlDocument | null> {
  const content = await readText(path.join(folder, file));
  if ('problem' in content) {
    problems.push({ file, line: content.line ?? 1, field: wholeFile, text: content.problem });
    return null;
  }
  const parsed = parseYaml(file, content.text);
  problems.push(...parsed.problems);
  return parsed.document;
}

/** O_NOFOLLOW: a link put in place of the file after it was listed is refused as well. Absent on Windows. */
const readFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0);

async function readText(fullPath: string): Promise<{ text: string } | { problem: string; line?: number }> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(fullPath, readFlags);
  } catch (error) {
    return {
      problem:
        errnoOf(error) === 'ELOOP'
          ? 'Verknüpfungen werden nicht gelesen; die Datei selbst hier ablegen.'
          : 'Die Datei lässt sich nicht lesen; Zugriffsrechte prüfen.',
    };
  }
  try {
    const { size } = await handle.stat();
    if (size > maxFileBytes)
      return { problem: `Die Datei ist größer als ${maxFileBytes / 1024 / 1024} MB und wird nicht gelesen.` };
    return decode(await handle.readFile());
  } finally {
    await handle.close();
  }
}

function decode(bytes: Buffer): { text: string } | { problem: string; line?: number } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return {
      problem: 'Die Datei ist nicht in UTF-8 gespeichert; im Editor die Kodierung UTF-8 wählen.',
      line: firstBadLine(bytes),
    };
  }
}

/** Line of the first byte sequence that is not UTF-8: the decoder marks it with U+FFFD. */
function firstBadLine(bytes: Buffer): number {
  const lenient = bytes.toString('utf8');
  return lenient.slice(0, lenient.indexOf('\uFFFD')).split('\n').length;
}

function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
