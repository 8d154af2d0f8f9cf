import type { Catalogue } from '../../domain/catalogue.ts';
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
  /** The catalogue a supplement is for; absent when a catalogue is checked that stands alone. */
  base: Catalogue | undefined;
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

/**
 * Collects ids also from files that break their schema elsewhere: one mistake shall not make every reference look wrong.
 * @param base what a supplement may refer to besides
 */
export function definedIds(files: CatalogueFiles, base: Catalogue | undefined): DefinedIds {
  const from = (kind: FileKind, given: readonly { id: string }[] | undefined, pick: (value: unknown) => unknown[]) =>
    files.unreadableKinds.has(kind)
      ? null
      : new Set([
          ...(given ?? []).map(({ id }) => id),
          ...files.documents[kind].flatMap(({ value }) => pick(value)).filter((id) => typeof id === 'string'),
        ]);
  const listed = (list: string, given: readonly { id: string }[] | undefined) =>
    from('vocabulary', given, (value) => entries(field(value, list)).map((each) => field(each, 'id')));
  const words = base?.vocabulary;
  return {
    controls: from('bausteine', base?.controls, (value) => entries(field(value, 'controls')).map((each) => field(each, 'id'))),
    checks: from('checks', base?.checks, (value) => [field(value, 'id')]),
    topics: listed('topics', words?.topics),
    zielobjektTypes: listed('zielobjekt_types', words?.zielobjektTypes),
    roles: listed('roles', words?.roles),
    merkmale: listed('merkmale', words?.merkmale),
    facts: listed('facts', words?.facts),
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
