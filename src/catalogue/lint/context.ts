import type { FileProblem } from '../../errors.ts';
import type { CatalogueFiles, Entry, FileKind } from '../folder.ts';
import type { RawBaustein, RawControl } from '../schema.ts';
import { type FieldPath, formatPath, type YamlDocument } from '../yaml-document.ts';

/** Per network check with code the placeholders it fills; handed in, because the catalogue does not know the checks' code. */
export type KnownChecks = Readonly<Record<string, readonly string[]>>;

export interface LintContext {
  files: CatalogueFiles;
  ids: DefinedIds;
  knownChecks: KnownChecks | undefined;
}

/** One rule over the whole catalogue. */
export type LintRule = (context: LintContext) => FileProblem[];

export function problem(document: YamlDocument, path: FieldPath, text: string): FileProblem {
  return { file: document.file, line: document.lineOf(path), field: formatPath(path), text };
}

/** Ids a reference may name. `null`: a file of that kind is unreadable, so nobody knows, and nothing is held against a reference. */
export interface DefinedIds {
  controls: ReadonlySet<string> | null;
  checks: ReadonlySet<string> | null;
  topics: ReadonlySet<string> | null;
  zielobjektTypes: ReadonlySet<string> | null;
  roles: ReadonlySet<string> | null;
  merkmale: ReadonlySet<string> | null;
  facts: ReadonlySet<string> | null;
}

/** Collects ids also from files that break their schema elsewhere: one mistake shall not make every reference look wrong. */
export function definedIds(files: CatalogueFiles): DefinedIds {
  const from = (kind: FileKind, pick: (value: unknown) => unknown[]) =>
    files.unreadableKinds.has(kind)
      ? null
      : new Set(files.documents[kind].flatMap(({ value }) => pick(value)).filter((id) => typeof id === 'string'));
  const listed = (list: string) => from('vocabulary', (value) => entries(field(value, list)).map((each) => field(each, 'id')));
  return {
    controls: from('bausteine', (value) => entries(field(value, 'controls')).map((each) => field(each, 'id'))),
    checks: from('checks', (value) => [field(value, 'id')]),
    topics: listed('topics'),
    zielobjektTypes: listed('zielobjekt_types'),
    roles: listed('roles'),
    merkmale: listed('merkmale'),
    facts: listed('facts'),
  };
}

export function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

export function entries(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export interface PlacedControl {
  control: RawControl;
  baustein: Entry<RawBaustein>;
  document: YamlDocument;
  path: FieldPath;
}

/** All controls of well-formed files with their place. */
export function controlsOf(files: CatalogueFiles): PlacedControl[] {
  return files.bausteine.flatMap((baustein) =>
    baustein.data.controls.map((control, index) => ({
      control,
      baustein,
      document: baustein.document,
      path: ['controls', index],
    })),
  );
}
