/** The risk matrix as shipped, what an own one must not be, and how a risk stands on a day. */
import { beforeAll, describe, expect, it } from 'vitest';
import { tableFiles } from '../../src/catalogue/schema.ts';
import type { Catalogue, DutyKind } from '../../src/domain/catalogue.ts';
import type { DutyEvaluation } from '../../src/domain/duties.ts';
import { readEntry } from '../../src/domain/register.ts';
import { risiko } from '../../src/domain/registers/risiko.ts';
import {
  classOf,
  currentRating,
  isAboveLine,
  type RiskMatrix,
  ratingOf,
  readStep,
  standingOf,
  threatIdOf,
} from '../../src/domain/risk.ts';
import { acceptanceObstacles } from '../../src/domain/risk-acceptance.ts';
import { matrixOf, threatsOf } from '../../src/usecases/risk-tables.ts';
import { shippedCatalogue } from '../shipped-catalogue.ts';
import { control, item } from './fixture.ts';

let catalogue: Catalogue;
let matrix: RiskMatrix;
beforeAll(async () => {
  catalogue = await shippedCatalogue();
  matrix = matrixOf(catalogue);
});

// [damage, class for frequency 1 to 4]
it.each([
  [4, ['mittel', 'hoch', 'sehr-hoch', 'sehr-hoch']],
  [3, ['mittel', 'mittel', 'hoch', 'sehr-hoch']],
  [2, ['gering', 'gering', 'mittel', 'hoch']],
  [1, ['gering', 'gering', 'gering', 'gering']],
])('damage %i gives %j', (damage, expected) => {
  expect([1, 2, 3, 4].map((frequency) => classOf(matrix, frequency, damage).id)).toEqual(expected);
});

it('only „gering“ lies below the line', () => {
  expect(matrix.classes.filter((each) => !isAboveLine(matrix, each)).map(({ id }) => id)).toEqual(['gering']);
});

describe('what nobody may accept', () => {
  const basis = new Map([['BAK-01.01', control('BAK-01.01')]]);
  const standard = new Map([['BAK-01.01', control('BAK-01.01', { level: 'standard' })]]);
  const duty = (kind: DutyKind, changes: Partial<DutyEvaluation> = {}): DutyEvaluation => ({
    item: item('S-90', { kind }),
    status: 'offen',
    reason: '',
    controls: ['BAK-01.01'],
    weakestConfidence: 'V23',
    date: null,
    due: null,
    isConditionOpen: false,
    ...changes,
  });
  const law = 'BAK-01.01 (gesetzlich (S-90))';

  it.each<[string, DutyEvaluation, string[]]>([
    ['a MUSS', duty('MUSS'), [law]],
    ['a MUSS fulfilled elsewhere', duty('MUSS', { status: 'erfuellt' }), [law]],
    ['a MUSS-WENN whose condition holds', duty('MUSS-WENN'), [law]],
    ['a MUSS-WENN whose condition is not known', duty('MUSS-WENN', { isConditionOpen: true }), []],
    ['a MUSS-WENN that does not apply', duty('MUSS-WENN', { status: 'nichtAnwendbar' }), []],
    ['a SOLL', duty('SOLL'), []],
    ['what is to be tolerated', duty('DULDEN'), []],
    ['a recommendation', duty('EMPF'), []],
  ])('%s', (_name, each, expected) => {
    expect(acceptanceObstacles(['BAK-01.01'], standard, [each])).toEqual(expected);
  });

  it('a Basis requirement, whatever the law says', () => {
    expect(acceptanceObstacles(['BAK-01.01'], basis, [duty('SOLL')])).toEqual(['BAK-01.01 (Basis)']);
  });
});

describe('an own matrix', () => {
  const small = {
    source: 'Stadt Beispielhain',
    edition: '2026',
    confidence: ['V'],
    frequency: [
      { step: 1, title: 'selten', meaning: 'x' },
      { step: 2, title: 'oft', meaning: 'x' },
    ],
    damage: [
      { step: 1, title: 'klein', meaning: 'x' },
      { step: 2, title: 'groß', meaning: 'x' },
    ],
    classes: [
      { id: 'gruen', title: 'grün', meaning: 'x' },
      { id: 'rot', title: 'rot', meaning: 'x' },
    ],
    line: 'rot',
    rows: [
      { damage: 1, classes: ['gruen', 'gruen'] },
      { damage: 2, classes: ['gruen', 'rot'] },
    ],
  };
  const problems = (changes: object) =>
    (tableFiles['risikomatrix']?.safeParse({ ...small, ...changes }).error?.issues ?? []).map(({ message }) => message);

  it('may be smaller', () => {
    expect(problems({})).toEqual([]);
  });

  it.each([
    [{ line: 'gelb' }, 'Die Klasse gelb gibt es nicht.'],
    [{ rows: small.rows.slice(0, 1).concat(small.rows.slice(0, 1)) }, 'Erwartet je Stufe des Schadens genau eine Zeile.'],
    [{ rows: [small.rows[0], { damage: 2, classes: ['gruen', 'blau'] }] }, 'Die Klasse blau gibt es nicht.'],
    [{ rows: [small.rows[0], { damage: 2, classes: ['gruen', 'rot', 'rot'] }] }, 'je Stufe der Häufigkeit genau eine Klasse'],
    [{ rows: [small.rows[0], { damage: 2, classes: ['rot', 'gruen'] }] }, 'darf die Klasse nicht kleiner werden'],
    [
      {
        rows: [
          { damage: 1, classes: ['gruen', 'rot'] },
          { damage: 2, classes: ['gruen', 'gruen'] },
        ],
      },
      'nicht kleiner werden',
    ],
    [{ classes: [small.classes[0], small.classes[0], small.classes[1]] }, 'Eine Klasse steht zweimal da.'],
    [{ frequency: [small.frequency[1], small.frequency[0]] }, 'gezählt wird ab 1 ohne Lücke'],
    [{ confidence: [] }, ''],
  ])('%j is refused', (changes, text) => {
    expect(problems(changes).join('\n')).toContain(text);
    expect(problems(changes)).not.toEqual([]);
  });
});

it.each([
  ['3', 3],
  ['häufig', 3],
  ['Sehr Haeufig', 4],
  ['sehr-häufig', 4],
  ['5', null],
  ['', null],
  ['oft', null],
])('the step „%s“ is %s', (typed, step) => {
  expect(readStep(matrix.frequency, typed)).toBe(step);
});

it('counts before until after is rated; a plan changes nothing', () => {
  const before = { haeufigkeit: 3, schaden: 4, 'haeufigkeit-geplant': 1, 'schaden-geplant': 1 };
  expect(currentRating(matrix, before)?.riskClass.id).toBe('sehr-hoch');
  expect(ratingOf(matrix, before, 'geplant')?.riskClass.id).toBe('gering');
  expect(currentRating(matrix, { ...before, 'haeufigkeit-danach': 1 })?.riskClass.id).toBe('sehr-hoch');
  expect(currentRating(matrix, { ...before, 'haeufigkeit-danach': 1, 'schaden-danach': 4 })?.riskClass.id).toBe('mittel');
  expect(currentRating(matrix, { haeufigkeit: 3 })).toBeNull();
});

const accepted = { behandlung: 'akzeptieren', 'akzeptiert-von': 'Petra Vogel', 'akzeptiert-bis': '2026-11-20' };
const postponed = { behandlung: 'zurueckgestellt', 'zurueckgestellt-bis': '2026-11-20', begruendung: 'Haushalt 2027' };

it.each([
  [{}, '2026-11-20', 'offen'],
  [{ behandlung: 'vermindern' }, '2026-11-20', 'inBehandlung'],
  [accepted, '2026-11-20', 'akzeptiert'],
  [accepted, '2026-11-21', 'offen'],
  [postponed, '2026-11-20', 'zurueckgestellt'],
  [postponed, '2026-11-21', 'offen'],
  [{ ...accepted, 'entfallen-am': '2026-11-01' }, '2026-11-21', 'entfallen'],
])('%j is on %s: %s', (values, day, state) => {
  expect(standingOf(values, day, null)).toMatchObject({ state });
});

it('what must not be accepted is open, whoever accepted it', () => {
  expect(standingOf(accepted, '2026-11-01', 'Geht nicht.')).toEqual({ state: 'offen', reason: 'Geht nicht.' });
});

describe('the elementary threats', () => {
  it('are the 47 in their order, each with an own name, and types the vocabulary knows', () => {
    const threats = threatsOf(catalogue);
    expect(threats.map(({ id }) => id)).toEqual(Array.from({ length: 47 }, (_, index) => `G 0.${index + 1}`));
    expect(new Set(threats.map(({ title }) => title)).size).toBe(47);
    const types = new Set(catalogue.vocabulary.zielobjektTypes.map(({ id }) => id));
    expect(threats.flatMap((threat) => threat.types).filter((type) => !types.has(type))).toEqual([]);
    const struck = new Set(threats.flatMap((threat) => threat.types));
    expect([...types].filter((type) => !struck.has(type))).toEqual(['informationsverbund']);
  });

  it.each([
    ['G 0.18', 'G 0.18', true],
    ['G 0.1 im Serverraum', 'G 0.1', true],
    ['G 0.48', 'G 0.48', false],
    ['G 0.471', 'G 0.471', false],
    ['G0.18', null, false],
    ['Bagger trifft Glasfaser', null, true],
  ])('„%s“ names %s', (text, id, isTaken) => {
    expect(threatIdOf(text)).toBe(id);
    expect(readEntry(risiko, { titel: 'x', gefaehrdung: text }, null).problems).toHaveLength(isTaken ? 0 : 1);
  });
});
