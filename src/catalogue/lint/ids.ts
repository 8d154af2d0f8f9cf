/** Rules about ids and file names. */
import type { FileProblem } from '../../errors.ts';
import type { CatalogueFiles } from '../folder.ts';
import type { FieldPath, YamlDocument } from '../yaml-document.ts';
import { controlsOf, entries, field, type LintContext, problem } from './context.ts';

/** Layers of the IT-Grundschutz-Kompendium; our ids must not be taken for theirs. */
const bsiLayers = new Set(['ISMS', 'ORP', 'CON', 'OPS', 'DER', 'APP', 'SYS', 'IND', 'NET', 'INF']);

export interface PlacedId {
  id: string;
  document: YamlDocument;
  path: FieldPath;
}

/** Bausteine, controls, checks, frameworks with their items, and profiles share one space of ids. */
export function idsAreUnique({ files }: LintContext): FileProblem[] {
  return duplicatesOf(placedIds(files));
}

/** Every id the files define, with its place. */
export function placedIds({ documents }: CatalogueFiles): PlacedId[] {
  const { bausteine, checks, frameworks, profiles } = documents;
  return [...bausteine, ...checks, ...frameworks, ...profiles].flatMap((document) => [
    ...idAt(document, document.value, ['id']),
    ...(bausteine.includes(document) ? idsInList(document, 'controls') : []),
    ...(frameworks.includes(document) ? idsInList(document, 'items') : []),
  ]);
}

/** Within a vocabulary list every id stands once. */
export function vocabularyIdsAreUnique({ files }: LintContext): FileProblem[] {
  const lists = ['topics', 'zielobjekt_types', 'roles', 'merkmale', 'kommune_kinds', 'facts'];
  return files.documents.vocabulary.flatMap((document) => lists.flatMap((list) => duplicatesOf(idsInList(document, list))));
}

function idsInList(document: YamlDocument, list: string): PlacedId[] {
  return entries(field(document.value, list)).flatMap((each, index) => idAt(document, each, [list, index, 'id']));
}

function idAt(document: YamlDocument, value: unknown, path: FieldPath): PlacedId[] {
  const id = field(value, 'id');
  return typeof id === 'string' ? [{ id, document, path }] : [];
}

function duplicatesOf(placed: readonly PlacedId[]): FileProblem[] {
  const first = new Map<string, PlacedId>();
  return placed.flatMap((each) => {
    const earlier = first.get(each.id);
    if (earlier === undefined) {
      first.set(each.id, each);
      return [];
    }
    const where = `${earlier.document.file}, Zeile ${earlier.document.lineOf(earlier.path)}`;
    return [problem(each.document, each.path, `Die Kennung ${each.id} ist schon vergeben (${where}).`)];
  });
}

export function prefixIsNoBsiLayer({ files }: LintContext): FileProblem[] {
  return files.bausteine.flatMap(({ data, document }) => {
    const prefix = data.id.split('-')[0] ?? '';
    return bsiLayers.has(prefix)
      ? [problem(document, ['id'], `${prefix} ist eine Schicht des IT-Grundschutz-Kompendiums; ein eigenes Kürzel wählen.`)]
      : [];
  });
}

export function controlIdBeginsWithBausteinId({ files }: LintContext): FileProblem[] {
  return controlsOf(files).flatMap(({ control, baustein, document, path }) =>
    control.id.startsWith(`${baustein.data.id}.`)
      ? []
      : [problem(document, [...path, 'id'], `Die Kennung muss mit ${baustein.data.id}. beginnen, gefunden ${control.id}.`)],
  );
}

export function bausteinFileIsNamedAfterId({ files, base }: LintContext): FileProblem[] {
  if (base !== undefined) return [];
  return files.bausteine.flatMap(({ name, data, document }) =>
    name.startsWith(`${data.id}-`) ? [] : [problem(document, ['id'], `Der Dateiname muss mit ${data.id}- beginnen.`)],
  );
}

/** A Kommune names its own files as it likes. */
export function otherFilesAreNamedAfterId({ files, base }: LintContext): FileProblem[] {
  if (base !== undefined) return [];
  return [...files.checks, ...files.frameworks, ...files.profiles].flatMap(({ name, data, document }) =>
    name === data.id
      ? []
      : [problem(document, ['id'], `Kennung und Dateiname müssen gleich sein: ${data.id} in ${data.id}.yaml.`)],
  );
}
