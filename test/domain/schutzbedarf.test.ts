import { describe, expect, it } from 'vitest';
import {
  computeSchutzbedarf,
  type OwnSchutzbedarf,
  ownValueProblem,
  type SchutzbedarfArt,
  type SchutzbedarfResult,
  type Stufe,
} from '../../src/domain/schutzbedarf.ts';
import { circleWith, linkProblem, presentOn, type Register, type RegisteredZielobjekt } from '../../src/domain/zielobjekte.ts';

const types: Record<string, string> = {
  P: 'geschaeftsprozess',
  A: 'anwendung',
  S: 'server',
  R: 'raum',
  N: 'netz',
  G: 'gebaeude',
};

function zielobjekt(kuerzel: string, changes: Partial<RegisteredZielobjekt> = {}): RegisteredZielobjekt {
  return {
    kuerzel,
    kommune: 'beispielhain',
    typ: types[kuerzel.charAt(0)] ?? 'informationsverbund',
    name: kuerzel,
    adressen: [],
    zweck: null,
    anzahl: null,
    plattform: null,
    standort: null,
    verantwortlich: null,
    benutzer: null,
    entferntAm: null,
    validFrom: '2026-01-01',
    ...changes,
  };
}

/** `P1>A1` means P1 needs A1. */
function register(...links: string[]): Register {
  const beziehungen = links.map((link) => {
    const [von = '', nach = ''] = link.split('>');
    return { von, nach };
  });
  const codes = [...new Set(beziehungen.flatMap(({ von, nach }) => [von, nach]))];
  return { zielobjekte: [zielobjekt('VERBUND'), ...codes.map((code) => zielobjekt(code))], beziehungen };
}

const own = (kuerzel: string, stufe: Stufe, art: SchutzbedarfArt = 'festgelegt'): OwnSchutzbedarf => ({
  zielobjekt: kuerzel,
  schutzziel: 'verfuegbarkeit',
  stufe,
  art,
  begruendung: 'geprüft',
  validFrom: '2026-01-01',
});

function availability(state: Register, values: OwnSchutzbedarf[], kuerzel: string): SchutzbedarfResult | undefined {
  return computeSchutzbedarf(state, values).find((each) => each.zielobjekt === kuerzel && each.schutzziel === 'verfuegbarkeit');
}

describe('Maximumprinzip along the links', () => {
  const two = register('P1>A1', 'P2>A1', 'A1>S1', 'S1>R1');

  it.each<[string, OwnSchutzbedarf[], string, Partial<SchutzbedarfResult>]>([
    ['nothing is known', [], 'S1', { stufe: null, geerbt: null, offenBei: ['A1'], ursprung: [] }],
    [
      'the highest need wins, down to the room',
      [own('P1', 'normal'), own('P2', 'sehr-hoch')],
      'R1',
      { stufe: 'sehr-hoch', mindestens: false, geerbtVon: ['S1'], ursprung: ['P2'] },
    ],
    ['normal beside unknown is not normal', [own('P1', 'normal')], 'A1', { stufe: null, geerbt: 'normal', offenBei: ['P2'] }],
    ['and that stays so further down', [own('P1', 'normal')], 'R1', { stufe: null, offenBei: ['S1'] }],
    ['hoch beside unknown is at least hoch', [own('P1', 'hoch')], 'S1', { stufe: 'hoch', mindestens: true, offenBei: ['A1'] }],
    ['sehr-hoch beside unknown cannot rise', [own('P1', 'sehr-hoch')], 'A1', { stufe: 'sehr-hoch', mindestens: false }],
    [
      'all normal is normal',
      [own('P1', 'normal'), own('P2', 'normal')],
      'R1',
      { stufe: 'normal', mindestens: false, ursprung: ['P1', 'P2'] },
    ],
    [
      'a Verteilung lowers',
      [own('P1', 'hoch'), own('P2', 'hoch'), own('S1', 'normal', 'verteilung')],
      'S1',
      { stufe: 'normal', geerbt: 'hoch', abweichung: 'verteilung', ursprung: ['S1'] },
    ],
    [
      'and what it needs inherits the lowered value',
      [own('P1', 'hoch'), own('P2', 'hoch'), own('S1', 'normal', 'verteilung')],
      'R1',
      { stufe: 'normal', ursprung: ['S1'] },
    ],
    [
      'a Kumulation raises',
      [own('P1', 'normal'), own('P2', 'normal'), own('S1', 'hoch', 'kumulation')],
      'R1',
      { stufe: 'hoch', ursprung: ['S1'] },
    ],
    [
      'an own value overtaken by what is inherited does not hide it',
      [own('P1', 'hoch'), own('P2', 'normal'), own('S1', 'normal')],
      'S1',
      { stufe: 'hoch', abweichung: 'ueberholt', ursprung: ['P1'] },
    ],
    [
      'a Verteilung that lowers nothing says so',
      [own('P1', 'normal'), own('P2', 'normal'), own('S1', 'normal', 'verteilung')],
      'S1',
      { stufe: 'normal', abweichung: 'gegenstandslos' },
    ],
  ])('%s', (_, values, kuerzel, expected) => {
    expect(availability(two, values, kuerzel)).toMatchObject(expected);
  });

  it('each Schutzziel goes its own way, and the Informationsverbund has none', () => {
    const results = computeSchutzbedarf(two, [own('P1', 'hoch')]);
    expect(results.some((each) => each.zielobjekt === 'VERBUND')).toBe(false);
    expect(results).toHaveLength(5 * 3);
    expect(results.filter(({ schutzziel, stufe }) => schutzziel !== 'verfuegbarkeit' && stufe !== null)).toEqual([]);
  });

  it('what is removed is no longer inherited from', () => {
    const removed = {
      ...two,
      zielobjekte: two.zielobjekte.map((each) => (each.kuerzel === 'P2' ? { ...each, entferntAm: '2026-06-01' } : each)),
    };
    const values = [own('P1', 'normal'), own('P2', 'hoch')];
    expect(availability(presentOn(removed, '2026-05-31'), values, 'S1')?.stufe).toBe('hoch');
    expect(availability(presentOn(removed, '2026-06-01'), values, 'S1')?.stufe).toBe('normal');
  });
});

describe('an own value beside the inherited one needs its name', () => {
  const inherited = (geerbt: Stufe | null) => ({ geerbt, geerbtVon: geerbt === null ? [] : ['P1'] });

  it.each<[Stufe, SchutzbedarfArt, Stufe | null, RegExp | null]>([
    ['hoch', 'festgelegt', null, null],
    ['hoch', 'festgelegt', 'hoch', null],
    ['normal', 'festgelegt', 'hoch', /--art verteilung/],
    ['sehr-hoch', 'festgelegt', 'hoch', /--art kumulation/],
    ['normal', 'verteilung', 'hoch', null],
    ['hoch', 'verteilung', 'hoch', /niedrigere Stufe/],
    ['sehr-hoch', 'kumulation', 'hoch', null],
    ['normal', 'kumulation', 'hoch', /höhere Stufe/],
    ['hoch', 'kumulation', null, /--art weglassen/],
  ])('%s as %s over inherited %s', (stufe, art, geerbt, hint) => {
    const refused = ownValueProblem(stufe, art, inherited(geerbt));
    if (hint === null) expect(refused).toBeNull();
    else expect(refused?.hint).toMatch(hint);
  });
});

describe('links', () => {
  it('name the whole circle they would close', () => {
    const { beziehungen } = register('A1>A2', 'A2>A3', 'A1>S1');
    expect(circleWith(beziehungen, { von: 'A3', nach: 'A1' })).toEqual(['A3', 'A1', 'A2', 'A3']);
    expect(circleWith(beziehungen, { von: 'A1', nach: 'A3' })).toBeNull();
  });

  it.each([
    ['P1', 'A1', true],
    ['P1', 'R1', true],
    ['A1', 'A2', true],
    ['S1', 'N1', true],
    ['R1', 'G1', true],
    ['A1', 'P1', false],
    ['S1', 'A1', false],
    ['R1', 'S1', false],
    ['S1', 'S1', false],
    ['VERBUND', 'S1', false],
  ])('%s needs %s: %s', (von, nach, allowed) => {
    expect(linkProblem(zielobjekt(von), zielobjekt(nach)) === null).toBe(allowed);
  });
});
