import { describe, expect, it } from 'vitest';
import { readInstant } from '../../src/domain/calendar.ts';
import {
  dueOf,
  type EntryCondition,
  type EntryRule,
  lateNote,
  type RegisterDefinition,
  type RegisterEntry,
  readEntry,
} from '../../src/domain/register.ts';
import { registers } from '../../src/domain/registers/index.ts';

const definition: RegisterDefinition = {
  id: 'probe',
  prefix: 'P',
  one: 'Probe',
  many: 'Proben',
  article: 'eine Probe',
  purpose: 'Nur zum Prüfen.',
  fields: [
    { id: 'titel', label: 'Titel', help: '', kind: 'text', required: true },
    { id: 'status', label: 'Status', help: '', kind: 'choice', choices: ['offen', 'fertig'], preset: 'offen' },
    { id: 'kosten', label: 'Kosten', help: '', kind: 'number', min: 0, max: 5000 },
    { id: 'tage', label: 'Tage', help: '', kind: 'number', whole: true },
    { id: 'kenntnis', label: 'Kenntnis', help: '', kind: 'instant' },
    { id: 'meldung', label: 'Meldung', help: '', kind: 'instant' },
    { id: 'faellig', label: 'Fällig', help: '', kind: 'day' },
    { id: 'worte', label: 'Worte', help: '', kind: 'texts' },
  ],
  rules: [
    { needs: ['faellig'], when: { field: 'status', oneOf: ['fertig'] }, text: 'Fertig braucht einen Tag.' },
    { earlier: 'kenntnis', later: 'meldung', text: 'Die Meldung liegt vor der Kenntnis.' },
    { atMost: 90, field: 'tage', when: { field: 'status', oneOf: ['offen'] }, text: 'Höchstens 90 Tage.' },
  ],
  due: [{ field: 'faellig', while: { field: 'status', oneOf: ['offen'] }, text: 'Erinnern: {titel}' }],
  listed: ['titel'],
  settled: { field: 'status', oneOf: ['fertig'] },
};

const texts = (typed: Record<string, string | string[]>) => readEntry(definition, typed, null).problems.map(({ text }) => text);

describe('reading an entry', () => {
  it('takes German and plain numbers, presets, lists and clearing', () => {
    const { values, problems } = readEntry(
      definition,
      { titel: ' Netzplan ', kosten: '1.234,50', worte: ['a', 'a', ' b '] },
      null,
    );
    expect({ values, problems }).toEqual({
      values: { titel: 'Netzplan', status: 'offen', kosten: 1234.5, worte: ['a', 'b'] },
      problems: [],
    });
    expect(readEntry(definition, { kosten: '', worte: [] }, values).values).toEqual({ titel: 'Netzplan', status: 'offen' });
    expect(readEntry(definition, { titel: 'x', kosten: '1234.5' }, null).values['kosten']).toBe(1234.5);
  });

  it.each([
    [{}, 'Titel fehlt.'],
    [{ titel: 'x', kosten: '-1' }, '-1 ist zu klein; erlaubt ist ab 0.'],
    [{ titel: 'x', kosten: '5.001' }, '5.001 ist zu groß; erlaubt ist bis 5000.'],
    [{ titel: 'x', kosten: 'viel' }, '„viel“ ist keine Zahl.'],
    [{ titel: 'x', tage: '1,5' }, '1,5 ist keine ganze Zahl.'],
    [{ titel: 'x', tage: '91' }, 'Höchstens 90 Tage.'],
    [{ titel: 'x', status: 'halb' }, '„halb“ gibt es nicht. Möglich sind: offen, fertig.'],
    [{ titel: 'x', status: 'fertig' }, 'Fertig braucht einen Tag.'],
    [{ titel: 'x', faellig: '2026-02-30' }, '„2026-02-30“ ist kein Tag des Kalenders; erwartet wird JJJJ-MM-TT.'],
    [{ titel: 'x', kenntnis: '2026-11-20 18:05', meldung: '2026-11-20 18:04' }, 'Die Meldung liegt vor der Kenntnis.'],
  ])('%j is told: %s', (typed, text) => {
    expect(texts(typed as Record<string, string>)).toEqual([text]);
  });
});

describe('a point in time, as typed in Saxony', () => {
  it.each([
    ['2026-11-20 18:05', '2026-11-20T17:05:00.000Z'],
    ['20.11.2026 8:05', '2026-11-20T07:05:00.000Z'],
    ['2026-07-01 18:05', '2026-07-01T16:05:00.000Z'],
    ['2026-10-25 02:30', '2026-10-25T00:30:00.000Z'],
    ['2026-11-20T18:05:00+01:00', '2026-11-20T17:05:00.000Z'],
    ['2026-03-29 02:30', null],
    ['2026-02-30 10:00', null],
    ['gestern', null],
  ])('%s', (text, instant) => {
    expect(readInstant(text)).toBe(instant);
  });
});

const entry = (values: RegisterEntry['values'], more: Partial<RegisterEntry> = {}): RegisterEntry => ({
  register: 'probe',
  kommune: 'beispielhain',
  id: 'P1',
  values,
  removed: null,
  validFrom: '2026-11-20',
  recordedAt: '2026-11-20T12:00:00.000Z',
  recordedBy: 'Ines Sorbe',
  ...more,
});

it('what is due follows the rule, and ends with the entry', () => {
  const open = { titel: 'Netzplan', status: 'offen', faellig: '2026-12-01' };
  expect(dueOf(definition, entry(open))).toEqual([{ day: '2026-12-01', text: 'Erinnern: Netzplan', which: null }]);
  expect(dueOf(definition, entry({ ...open, status: 'fertig' }))).toEqual([]);
  expect(dueOf(definition, entry(open, { removed: 'doppelt' }))).toEqual([]);
});

it('a lone hour past midnight counts as the new day in Saxony', () => {
  expect(lateNote(entry({}, { validFrom: '2026-06-14', recordedAt: '2026-06-14T22:30:00.000Z' }))).toBe(
    'nachgetragen am 15.06.2026',
  );
  expect(lateNote(entry({}, { validFrom: '2026-06-15', recordedAt: '2026-06-14T22:30:00.000Z' }))).toBeNull();
});

it('an entry about an earlier day says so', () => {
  expect(lateNote(entry({}, { validFrom: '2026-11-01' }))).toBe('nachgetragen am 20.11.2026');
  expect(lateNote(entry({}))).toBeNull();
});

/** Every field a condition names, with the choices it has to have; null: any field. */
function partsOf(condition: EntryCondition): { field: string; oneOf: readonly string[] | null }[] {
  if (Array.isArray(condition)) return condition.flatMap(partsOf);
  if ('any' in condition) return condition.any.flatMap(partsOf);
  if ('known' in condition) return [{ field: condition.known, oneOf: null }];
  if ('unknown' in condition) return [{ field: condition.unknown, oneOf: null }];
  return 'field' in condition ? [condition] : [];
}

function fieldsOf(rule: EntryRule): readonly string[] {
  if ('needs' in rule) return rule.needs;
  if ('excludes' in rule) return rule.excludes;
  if ('notAhead' in rule) return [rule.notAhead];
  if ('notBehind' in rule) return [rule.notBehind];
  if ('dayOfYear' in rule) return [rule.dayOfYear, rule.year];
  if ('differ' in rule) return rule.differ;
  if ('heldBy' in rule) return [rule.heldBy, rule.on];
  if ('earlier' in rule) return [rule.earlier, rule.later];
  return typeof rule.atMost === 'object' && 'field' in rule.atMost ? [rule.field, rule.atMost.field] : [rule.field];
}

describe.each(registers.map((each) => [each.id, each] as const))(
  'the register %s',
  (_, { fields, rules, due, listed, settled, actor, about, facts = [] }) => {
    const ids = new Set(fields.map(({ id }) => id));
    const choices = new Map(fields.map(({ id, choices: of = [] }) => [id, of]));

    it('names only fields and choices it has', () => {
      const named = [
        ...listed,
        ...(actor === undefined ? [] : [actor]),
        ...due.flatMap(({ field, moved, newHolder }) => [
          field,
          ...(moved !== undefined && 'monthsBackIn' in moved ? [moved.monthsBackIn] : []),
          ...(newHolder === undefined ? [] : [newHolder.signedBy]),
        ]),
        ...(about === undefined ? [] : [about]),
        ...facts.flatMap(({ field, notAfter, holder }) => [field, notAfter ?? field, holder?.signedBy ?? field]),
        ...[...due, ...rules].flatMap(({ text }) =>
          [...text.matchAll(/\{([a-z-]+)\}/g)].flatMap(([, field = '']) => (field === 'frist' ? [] : [field])),
        ),
        ...rules.flatMap(fieldsOf),
      ];
      expect(named.filter((field) => !ids.has(field))).toEqual([]);
      const conditions = [
        ...(settled === undefined ? [] : [settled]),
        ...[...due, ...facts].flatMap((rule) => rule.while ?? []),
        ...rules.flatMap(({ when }) => when ?? []),
      ];
      for (const { field, oneOf } of conditions.flatMap(partsOf))
        if (oneOf === null) expect(ids).toContain(field);
        else expect(choices.get(field)).toEqual(expect.arrayContaining([...oneOf]));
    });

    it('has each field once, choices where they belong, and presets that exist', () => {
      expect(ids.size).toBe(fields.length);
      for (const { kind, choices: of, preset, register } of fields) {
        expect(kind === 'choice').toBe(of !== undefined);
        if (preset !== undefined) expect(of).toContain(preset);
        if (kind === 'entries') expect(registers.map(({ id }) => id)).toContain(register);
      }
    });
  },
);

it('every register has its own number and its own word', () => {
  expect(new Set(registers.map(({ prefix }) => prefix)).size).toBe(registers.length);
  expect(new Set(registers.map(({ id }) => id)).size).toBe(registers.length);
});
