import type { Catalogue } from '../domain/catalogue.ts';
import { CatalogueError, type FileProblem } from '../errors.ts';
import { readCatalogueFolder } from './folder.ts';
import type { KnownChecks } from './lint/context.ts';
import { lint } from './lint/rules.ts';
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
 * Loads a catalogue folder.
 * @param knownChecks what the code of the network checks can do; without it, placeholders of messages are not judged
 * @throws CatalogueError with all problems of all files; NotFoundError, InvalidDataError or EnvironmentError when the folder
 * itself cannot be used
 */
export async function loadCatalogue(folder: string, knownChecks?: KnownChecks): Promise<Catalogue> {
  const { files, problems } = await inspect(folder, knownChecks);
  if (problems.length > 0 || files.meta === null || files.vocabulary === null) throw new CatalogueError(problems);
  return toCatalogue(files, files.meta.data, files.vocabulary.data);
}

/**
 * Checks a catalogue folder without loading it.
 * @throws NotFoundError, InvalidDataError or EnvironmentError when the folder itself cannot be used
 */
export async function lintCatalogue(folder: string, knownChecks?: KnownChecks): Promise<CatalogueLint> {
  const { files, problems } = await inspect(folder, knownChecks);
  return {
    edition: files.meta?.data.edition ?? null,
    bausteine: files.documents.bausteine.length,
    controls: files.bausteine.reduce((sum, { data }) => sum + data.controls.length, 0),
    checks: files.documents.checks.length,
    rahmenwerke: files.documents.frameworks.length,
    probleme: problems,
  };
}

async function inspect(folder: string, knownChecks: KnownChecks | undefined) {
  const { files, problems } = await readCatalogueFolder(folder);
  return { files, problems: [...problems, ...lint(files, knownChecks)].sort(byPlace) };
}

function byPlace(a: FileProblem, b: FileProblem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line;
}
