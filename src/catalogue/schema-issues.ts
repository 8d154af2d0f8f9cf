import type { z } from 'zod';
import type { FileProblem } from '../errors.ts';
import { type FieldPath, formatPath, type YamlDocument } from './yaml-document.ts';

type Issue = z.core.$ZodIssue;

/** Turns the findings of a schema into German problems with the line of the field. */
export function problemsOf(document: YamlDocument, issues: readonly Issue[]): FileProblem[] {
  return issues
    .flatMap((issue) => explain(issue, [], document.value))
    .map(({ path, text }) => ({
      file: document.file,
      line: document.lineOf(path),
      field: formatPath(path),
      text: text(valueAt(document.value, path)),
    }));
}

interface Explained {
  path: FieldPath;
  text: (value: unknown) => string;
}

function explain(issue: Issue, prefix: FieldPath, root: unknown): Explained[] {
  const path: FieldPath = [...prefix, ...fieldPath(issue)];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], text: () => 'Dieses Feld gibt es hier nicht.' }));
  }
  if (issue.code === 'invalid_union') return explainUnion(issue.errors, path, root);
  return [{ path, text: (value) => sentence(issue, value) }];
}

/** Of several allowed forms the one that was meant is the one whose field is there; if none is, no form is more likely than another. */
function explainUnion(branches: readonly (readonly Issue[])[], path: FieldPath, root: unknown): Explained[] {
  const isThere = (issue: Issue) => valueAt(root, [...path, ...fieldPath(issue)]) !== undefined;
  const likely = branches.filter((branch) =>
    branch.every((issue) => (issue.path.length === 0 ? issue.code === 'unrecognized_keys' : isThere(issue))),
  );
  const meant = likely.sort((a, b) => a.length - b.length)[0];
  if (meant === undefined) return [{ path, text: (value) => `${sentenceCase(found(value))}; keine der erlaubten Formen passt.` }];
  return meant.flatMap((issue) => explain(issue, path, root));
}

function fieldPath(issue: Issue): FieldPath {
  return issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function sentence(issue: Issue, value: unknown): string {
  if (value === undefined) return 'Das Feld fehlt.';
  switch (issue.code) {
    case 'invalid_type':
      if (typeof value === 'number' && issue.expected === 'string')
        return `Erwartet Text, gefunden die Zahl ${value}; in Anführungszeichen setzen.`;
      return `Erwartet ${typeName(issue.expected)}, ${found(value)}.`;
    case 'invalid_value':
      return `Erwartet ${alternatives(issue.values.map(String))}, ${found(value)}.`;
    case 'too_small':
      if (issue.origin === 'string')
        return value === '' ? 'Das Feld ist leer.' : `Der Text ist zu kurz (mindestens ${issue.minimum} Zeichen).`;
      if (issue.origin === 'array')
        return issue.minimum === 1 ? 'Die Liste ist leer.' : `Die Liste braucht mindestens ${issue.minimum} Einträge.`;
      return `Der Wert ${String(value)} ist zu klein (mindestens ${issue.minimum}).`;
    case 'too_big':
      if (issue.origin === 'string') return `Der Text ist zu lang (höchstens ${issue.maximum} Zeichen).`;
      if (issue.origin === 'array') return `Die Liste hat zu viele Einträge (höchstens ${issue.maximum}).`;
      return `Der Wert ${String(value)} ist zu groß (höchstens ${issue.maximum}).`;
    case 'not_multiple_of':
      return `Der Wert muss ein Vielfaches von ${issue.divisor} sein.`;
    case 'invalid_key':
      return 'Der Feldname ist ungültig.';
    default:
      // Formats and own rules carry their German sentence in the schema.
      return issue.message;
  }
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'Text',
  number: 'eine Zahl',
  int: 'eine ganze Zahl',
  boolean: 'true oder false',
  array: 'eine Liste',
  object: 'eine Gruppe von Feldern',
  record: 'eine Gruppe von Feldern',
};

function typeName(type: string): string {
  return typeNames[type] ?? 'einen anderen Wert';
}

function found(value: unknown): string {
  if (value === null) return 'gefunden nichts';
  if (Array.isArray(value)) return 'gefunden eine Liste';
  if (typeof value === 'object') return 'gefunden eine Gruppe von Feldern';
  if (typeof value === 'string') return `gefunden „${value.trim().slice(0, 60)}“`;
  return `gefunden ${String(value)}`;
}

function alternatives(values: readonly string[]): string {
  return new Intl.ListFormat('de', { type: 'disjunction' }).format(values);
}

function valueAt(value: unknown, path: FieldPath): unknown {
  let current = value;
  for (const part of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return undefined;
    current = (current as Record<string | number, unknown>)[part];
  }
  return current;
}
