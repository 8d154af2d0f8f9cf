/** Every name that points at something points at something that exists. */
import type { FileProblem } from '../../errors.ts';
import type { RawAnswerRule, RawCondition } from '../schema.ts';
import type { FieldPath, YamlDocument } from '../yaml-document.ts';
import { controlsOf, entries, field, type LintContext, problem } from './context.ts';

type Ids = ReadonlySet<string> | null;

function unknownId(document: YamlDocument, path: FieldPath, id: string, known: Ids, noun: string): FileProblem[] {
  if (known === null || known.has(id)) return [];
  return [problem(document, path, `${noun} „${id}“ gibt es nicht.`)];
}

function unknownIds(document: YamlDocument, path: FieldPath, ids: readonly string[], known: Ids, noun: string): FileProblem[] {
  return ids.flatMap((id, index) => unknownId(document, [...path, index], id, known, noun));
}

export function bausteinReferencesResolve({ files, ids }: LintContext): FileProblem[] {
  return files.bausteine.flatMap(({ data, document }) => [
    ...unknownId(document, ['topic'], data.topic, ids.topics, 'Das Thema'),
    ...unknownIds(document, ['zielobjekt_types'], data.zielobjekt_types, ids.zielobjektTypes, 'Den Zielobjekttyp'),
  ]);
}

export function controlReferencesResolve({ files, ids }: LintContext): FileProblem[] {
  return controlsOf(files).flatMap(({ control, document, path }) => [
    ...unknownId(document, [...path, 'role'], control.role, ids.roles, 'Die Rolle'),
    ...unknownIds(document, [...path, 'checks'], control.checks ?? [], ids.checks, 'Die Prüfung'),
    ...(control.retired?.replaced_by
      ? unknownId(document, [...path, 'retired', 'replaced_by'], control.retired.replaced_by, ids.controls, 'Die Anforderung')
      : []),
  ]);
}

export function checkTablesExist({ files }: LintContext): FileProblem[] {
  if (files.unreadableKinds.has('tables')) return [];
  const tables = new Set(files.tables.map(({ name }) => name));
  return files.checks.flatMap(({ data, document }) => {
    const { table } = data.parameters;
    return typeof table === 'string' ? unknownId(document, ['parameters', 'table'], table, tables, 'Die Tabelle') : [];
  });
}

/** A rule book that is in no row of the table decides nothing, and nobody would notice: its name is `source` or `source@edition`. */
export function ruleBooksExist({ files }: LintContext): FileProblem[] {
  if (files.unreadableKinds.has('tables')) return [];
  const known = (table: unknown): Ids => {
    const head = files.tables.find(({ name }) => name === table)?.data;
    const said = (row: unknown, key: string) => `${field(row, key) ?? field(head, key)}`;
    const rows = entries(field(head, 'entries'));
    return new Set(rows.flatMap((row) => [said(row, 'source'), `${said(row, 'source')}@${said(row, 'edition')}`]));
  };
  const texts = (value: unknown) => entries(value).map(String);
  return [
    ...files.checks.flatMap(({ data: { parameters }, document }) =>
      unknownIds(
        document,
        ['parameters', 'rule_books'],
        texts(parameters['rule_books']),
        known(parameters['table']),
        'Das Regelwerk',
      ),
    ),
    ...files.tables
      .filter(({ name }) => name === 'tls-profiles')
      .flatMap(({ data, document }) =>
        entries(field(data, 'entries')).flatMap((row, index) =>
          unknownIds(
            document,
            ['entries', index, 'rule_books'],
            texts(field(row, 'rule_books')),
            known(field(data, 'table')),
            'Das Regelwerk',
          ),
        ),
      ),
  ];
}

export function frameworkReferencesResolve({ files, ids }: LintContext): FileProblem[] {
  return files.frameworks.flatMap(({ data, document }) =>
    data.items.flatMap((item, index) => [
      ...(item.applies_if === undefined
        ? []
        : conditionProblems(document, ['items', index, 'applies_if'], item.applies_if, ids.merkmale)),
      ...(item.answered_by === undefined
        ? []
        : answerRuleProblems(document, ['items', index, 'answered_by'], item.answered_by, ids)),
      ...unknownIds(
        document,
        ['items', index, 'mapped', 'controls'],
        item.mapped?.controls ?? [],
        ids.controls,
        'Die Anforderung',
      ),
    ]),
  );
}

function conditionProblems(document: YamlDocument, path: FieldPath, condition: RawCondition, merkmale: Ids): FileProblem[] {
  if ('merkmal' in condition) return unknownId(document, [...path, 'merkmal'], condition.merkmal, merkmale, 'Das Merkmal');
  if ('not' in condition) return conditionProblems(document, [...path, 'not'], condition.not, merkmale);
  const key = 'all' in condition ? 'all' : 'any';
  const parts = 'all' in condition ? condition.all : condition.any;
  return parts.flatMap((part, index) => conditionProblems(document, [...path, key, index], part, merkmale));
}

function answerRuleProblems(
  document: YamlDocument,
  path: FieldPath,
  rule: RawAnswerRule,
  ids: LintContext['ids'],
): FileProblem[] {
  if ('control' in rule) return unknownId(document, [...path, 'control'], rule.control, ids.controls, 'Die Anforderung');
  if ('fact' in rule) {
    return [
      ...unknownId(document, [...path, 'fact'], rule.fact, ids.facts, 'Die Tatsache'),
      ...(rule.within === undefined
        ? []
        : unknownId(document, [...path, 'within', 'of'], rule.within.of, ids.facts, 'Die Tatsache')),
    ];
  }
  const key = 'all' in rule ? 'all' : 'any';
  const parts = 'all' in rule ? rule.all : rule.any;
  return parts.flatMap((part, index) => answerRuleProblems(document, [...path, key, index], part, ids));
}

export function profileReferencesResolve({ files, ids }: LintContext): FileProblem[] {
  return files.profiles.flatMap(({ data, document }) => [
    ...(data.facts ?? []).flatMap((entry, index) =>
      'fact' in entry
        ? unknownId(document, ['facts', index, 'fact'], entry.fact, ids.facts, 'Die Tatsache')
        : unknownId(document, ['facts', index, 'merkmal'], entry.merkmal, ids.merkmale, 'Das Merkmal'),
    ),
    ...data.controls.flatMap(({ id }, index) =>
      unknownId(document, ['controls', index, 'id'], id, ids.controls, 'Die Anforderung'),
    ),
  ]);
}

/** What is asked today must not be answered by, or list, a retired control. */
export function retiredControlsAreNotUsed({ files }: LintContext): FileProblem[] {
  const retired = new Set(controlsOf(files).flatMap(({ control }) => (control.retired === undefined ? [] : [control.id])));
  const complain = (document: YamlDocument, path: FieldPath, id: string) =>
    retired.has(id) ? [problem(document, path, `Die Anforderung ${id} ist zurückgezogen.`)] : [];
  return [
    ...files.profiles.flatMap(({ data, document }) =>
      data.controls.flatMap(({ id }, index) => complain(document, ['controls', index, 'id'], id)),
    ),
    ...files.frameworks.flatMap(({ data, document }) =>
      data.items.flatMap((item, index) => [
        ...(item.answered_by === undefined ? [] : controlsIn(item.answered_by)).flatMap((id) =>
          complain(document, ['items', index, 'answered_by'], id),
        ),
        ...(item.mapped?.controls ?? []).flatMap((id, place) =>
          complain(document, ['items', index, 'mapped', 'controls', place], id),
        ),
      ]),
    ),
  ];
}

function controlsIn(rule: RawAnswerRule): string[] {
  if ('control' in rule) return [rule.control];
  if ('fact' in rule) return [];
  return ('all' in rule ? rule.all : rule.any).flatMap(controlsIn);
}
