/** What a Kommune adds to the shipped catalogue: read and judged like the catalogue itself, with the shipped one beside it. */
import type { Catalogue } from '../domain/catalogue.ts';
import type { CatalogueSupplement } from '../domain/catalogue-supplement.ts';
import { CatalogueError, type FileProblem, InvalidDataError } from '../errors.ts';
import { type CatalogueFiles, framedDocument, type ReadFiles, readSupplementFiles } from './folder.ts';
import { type FrameworkHead, frameworkFromRows } from './framework-rows.ts';
import { type KnownChecks, problem } from './lint/context.ts';
import { lint } from './lint/rules.ts';
import { byPlace, type CatalogueLint, countsOf } from './load.ts';
import { toSupplement } from './translate.ts';
import type { YamlDocument } from './yaml-document.ts';

/** A file or folder, or a table that was read already. */
export type SupplementSource = { path: string } | { rows: readonly (readonly string[])[]; head: FrameworkHead; file: string };

/**
 * @param base the catalogue it is for, without an earlier version of itself
 * @throws CatalogueError with all problems; InvalidDataError when a table lacks a column; as `readCatalogueFolder` for folders
 */
export async function loadSupplement(
  source: SupplementSource,
  base: Catalogue,
  knownChecks?: KnownChecks,
): Promise<CatalogueSupplement> {
  const { files, problems } = await inspect(source, base, knownChecks);
  const named = identityOf(files);
  if (problems.length > 0 || named === null) throw new CatalogueError(problems);
  return toSupplement(files, named);
}

/** Counts and problems, for `katalog pruefen`. @throws as `loadSupplement`, but no CatalogueError */
export async function lintSupplement(path: string, base: Catalogue, knownChecks?: KnownChecks): Promise<CatalogueLint> {
  const { files, problems } = await inspect({ path }, base, knownChecks);
  return { ...countsOf(files), probleme: problems };
}

async function inspect(source: SupplementSource, base: Catalogue, knownChecks: KnownChecks | undefined): Promise<ReadFiles> {
  const { files, problems } = 'path' in source ? await readSupplementFiles(source.path) : framedRows(source, base);
  // Every id would be reported as taken; one sentence says what is wrong with all of them.
  if (files.meta?.data.id === base.id) return { files, problems: [namedLikeShipped(files.meta.document, base)] };
  return { files, problems: [...problems, ...lint(files, knownChecks, base)].sort(byPlace) };
}

function namedLikeShipped(document: YamlDocument, { id }: Catalogue): FileProblem {
  const text = `So heißt der mitgelieferte Katalog (${id}): Eine Ergänzung braucht eine eigene Kennung, eine ganze Ausgabe auch vocabulary.yaml.`;
  return problem(document, ['id'], text);
}

function framedRows({ rows, head, file }: Extract<SupplementSource, { rows: unknown }>, base: Catalogue): ReadFiles {
  const replaced = base.frameworks.find(({ id }) => id === head.replaces);
  const read = frameworkFromRows(rows, head, file, replaced);
  if ('document' in read) return framedDocument(read.document);
  throw new InvalidDataError(
    `In ${file} fehlen die Spalten ${read.missing.join(', ')}.`,
    'Die erste Zeile nennt die Spalten: id, ref, pflicht, art, controls; möglich sind auch kurz, nachweis, ausgenommen, gilt bei uns.',
  );
}

/** A folder says who it is in catalogue.yaml; a single file is what it holds. */
function identityOf(files: CatalogueFiles): { id: string; title: string } | null {
  const named = files.meta ?? files.frameworks[0] ?? files.bausteine[0];
  return named === undefined ? null : { id: named.data.id.toLowerCase(), title: named.data.title };
}
