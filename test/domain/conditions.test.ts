import { describe, expect, it } from 'vitest';
import type { Condition } from '../../src/domain/catalogue.ts';
import { evaluateCondition } from '../../src/domain/conditions.ts';

const merkmale = { a: 'ja', b: 'nein', u: 'unbekannt' } as const;
const m = (merkmal: string): Condition => ({ merkmal });

describe('three-valued conditions', () => {
  it.each<[string, Condition | undefined, string, string[]]>([
    ['absent', undefined, 'ja', []],
    ['never recorded', m('x'), 'unbekannt', ['x']],
    ['not ja', { not: m('a') }, 'nein', []],
    ['not unknown', { not: m('u') }, 'unbekannt', ['u']],
    ['all: one nein decides', { all: [m('u'), m('b')] }, 'nein', []],
    ['all: ja and unknown', { all: [m('a'), m('u')] }, 'unbekannt', ['u']],
    ['all ja', { all: [m('a'), { not: m('b') }] }, 'ja', []],
    ['any: one ja decides', { any: [m('u'), m('a')] }, 'ja', []],
    ['any: nein and unknown', { any: [m('b'), m('u')] }, 'unbekannt', ['u']],
    ['any nein', { any: [m('b'), { not: m('a') }] }, 'nein', []],
  ])('%s', (_name, condition, value, unknown) => {
    expect(evaluateCondition(condition, merkmale)).toEqual({ value, unknown });
  });
});
