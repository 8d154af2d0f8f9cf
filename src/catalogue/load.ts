import type { Catalogue } from '../domain/catalogue.ts';
import { CatalogueError, type FileProblem } from '../errors.ts';
import { type CatalogueFiles, readCatalogueFolder } from './folder.ts';
import type { KnownChecks } from './lint/context.ts';
import { lint, lintSoundness } from './lint/rules.ts';
import { toCatalogue } from './translate.ts';

/** Counts and problems of a catalogue folder, for `katalog pruefen`. */
export interface CatalogueLint {
  /** Null when catalogue.yaml cannot be read. */
  edition: string | null;
  bausteine: number;
  controls: number;
  checks: number;
  rahmenwerke: number;
  probleme: readonly FileProblem[];
}

/**
 * Loads a catalogue folder. Shapes, ids and references are checked; the wording is not, see `lintCatalogue`.
 * @param knownChecks what the code of the network checks can do; without it, placeholders of messages are not judged
 * @throws CatalogueError with all problems of all files; NotFoundError, InvalidDataError or EnvironmentError when the folder
 * itself cannot be used
 */
export async function loadCatalogue(folder: string, knownChecks?: KnownChecks): Promise<Catalogue> {
  return load(folder, (files) => lintSoundness(files, knownChecks));
}

/** The same with the rules about language: for a catalogue that is about to be published. */
export async function loadJudgedCatalogue(folder: string, knownChecks?: KnownChecks): Promise<Catalogue> {
  return load(folder, (files) => lint(files, knownChecks));
}

async function load(folder: string, rules: (files: CatalogueFiles) => FileProblem[]): Promise<Catalogue> {
  const { files, problems } = await inspect(folder, rules);
  if (problems.length > 0 || files.meta === null || files.vocabulary === null) throw new CatalogueError(problems);
  return toCatalogue(files, files.meta.data, files.vocabulary.data);
}

/**
 * Checks a catalogue folder without loading it.
 * @throws NotFoundError, InvalidDataError or EnvironmentError when the folder itself cannot be used
 */
export async function lintCatalogue(folder: string, knownChecks?: KnownChecks): Promise<CatalogueLint> {
  const { files, problems } = await inspect(folder, (read) => lint(read, knownChecks));
  return { ...countsOf(files), probleme: problems };
}

export function countsOf(files: CatalogueFiles): Omit<CatalogueLint, 'probleme'> {
  return {
    edition: files.meta?.data.edition ?? null,
    bausteine: files.documents.bausteine.length,
    controls: files.bausteine.reduce((sum, { data }) => sum + data.controls.length, 0),
    checks: files.documents.checks.length,
    rahmenwerke: files.documents.frameworks.length,
  };
}

async function inspect(folder: string, rules: (files: CatalogueFiles) => FileProblem[]) {
  const { files, problems } = await readCatalogueFolder(folder);
  return { files, problems: [...problems, ...rules(files)].sort(byPlace) };
}

export function byPlace(a: FileProblem, b: FileProblem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line;
}
