/** A framework from the rows of a table: what a Kommune keeps of its own conditions in a spreadsheet. */
import type { AnswerRule, Framework, FrameworkItem } from '../domain/catalogue.ts';
import type { YamlDocument } from './yaml-document.ts';

/** What a table cannot say about itself. */
export interface FrameworkHead {
  id: string;
  title: string;
  edition: string;
  replaces?: string | undefined;
}

/** Accepted headers per field, lower case. The first is the one the documentation names. */
const headers = {
  id: ['id', 'punkt', 'nr', 'nummer'],
  ref: ['ref', 'stelle'],
  contractRef: ['fundstelle im anschlussvertrag', 'fundstelle'],
  duty: ['pflicht', 'inhalt', 'bedingung', 'anforderung'],
  kind: ['art'],
  controls: ['controls', 'control', 'anforderungen'],
  short: ['kurz', 'kurztitel', 'titel'],
  evidence: ['nachweis', 'nachweise'],
  excused: ['ausgenommen', 'ausgenommen, weil'],
  valid: ['gilt bei uns', 'gilt'],
  confidence: ['vertrauen'],
  framework: ['rahmenwerk'],
} as const;

type Field = keyof typeof headers;

const required: readonly Field[] = ['id', 'duty', 'controls'];
/** Labels in reports are short; a longer duty is not its own label. */
const longestLabel = 60;
const publisher = 'Eigene Bedingungen';

/**
 * The rows as a document of the shape of a framework file, so that the same rules judge it. Its lines are those of the table.
 * @param rows the first one holds the headers
 * @param replaced the shipped framework it stands in place of: a row with a known id keeps the condition, and without
 * controls the answer, a table cannot say
 * @returns the missing headers instead, if a needed one is not there
 */
export function frameworkFromRows(
  rows: readonly (readonly string[])[],
  head: FrameworkHead,
  file: string,
  replaced: Framework | undefined,
): { document: YamlDocument } | { missing: string[] } {
  const columns = columnsOf(rows[0] ?? []);
  const missing = required.filter((field) => columns[field] === undefined).map((field) => headers[field][0]);
  if (missing.length > 0) return { missing };
  const placed = rows
    .map((row, index) => ({ cell: cellReader(row, columns), line: index + 1 }))
    .slice(1)
    .filter(({ cell }) => cell('id') !== '' || cell('duty') !== '')
    .filter(({ cell }) => cell('framework') === '' || cell('framework') === head.id);
  const value = {
    id: head.id,
    title: head.title,
    publisher,
    edition: head.edition,
    ...(head.replaces === undefined ? {} : { replaces: head.replaces }),
    default_kind: 'OHNE',
    default_confidence: ['V'],
    items: placed.map(({ cell }) =>
      itemOf(
        cell,
        replaced?.items.find(({ id }) => id === cell('id')),
      ),
    ),
  };
  const lineOf = (path: readonly (string | number)[]) =>
    path[0] === 'items' && typeof path[1] === 'number' ? (placed[path[1]]?.line ?? 1) : 1;
  return { document: { file, value, lineOf } };
}

type CellReader = (field: Field) => string;

function columnsOf(row: readonly string[]): Partial<Record<Field, number>> {
  const names = row.map((name) => name.trim().toLowerCase());
  const found = Object.entries(headers).flatMap(([field, accepted]) => {
    const column = names.findIndex((name) => (accepted as readonly string[]).includes(name));
    return column < 0 ? [] : [[field, column] as const];
  });
  return Object.fromEntries(found);
}

/** An apostrophe in front marks text that is no formula; it is not part of it. */
function cellReader(row: readonly string[], columns: Partial<Record<Field, number>>): CellReader {
  return (field) => {
    const column = columns[field];
    const text = column === undefined ? '' : (row[column] ?? '').trim();
    return /^'[=+\-@]/.test(text) ? text.slice(1) : text;
  };
}

function itemOf(cell: CellReader, known: FrameworkItem | undefined) {
  const duty = cell('duty');
  const valid = cell('valid').toLowerCase();
  const excused = cell('excused') || (valid === 'nein' ? 'Gilt nach den eigenen Bedingungen nicht.' : '');
  const controls = cell('controls')
    .split(/[\s,;]+/)
    .filter(Boolean);
  const answer = controls.length === 0 ? known?.answeredBy : answeredBy(controls);
  const confidence = cell('confidence')
    .split(/[\s,;]+/)
    .filter(Boolean);
  return {
    id: cell('id'),
    ref: cell('ref') || cell('contractRef') || cell('id'),
    ...given('kind', cell('kind').toUpperCase()),
    duty,
    short: cell('short') || (duty.length <= longestLabel ? duty : cell('id')),
    ...(confidence.length === 0 ? {} : { confidence }),
    ...given('excused', excused),
    ...(excused !== '' || answer === undefined ? {} : { answered_by: answer }),
    ...(known?.appliesIf === undefined ? {} : { applies_if: known.appliesIf }),
    ...(confidence.includes('A') ? { analogous: true } : {}),
    ...given('evidence', cell('evidence')),
    ...given('applies_here', valid),
    ...given('contract_ref', cell('contractRef')),
  };
}

function given(key: string, text: string): Record<string, string> {
  return text === '' ? {} : { [key]: text };
}

function answeredBy(controls: readonly string[]): AnswerRule {
  const rules = controls.map((control) => ({ control }));
  const [only, second] = rules;
  return only !== undefined && second === undefined ? only : { all: rules };
}
