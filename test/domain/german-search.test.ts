import { describe, expect, it } from 'vitest';
import { fitOf, fold, isOneTypoAway, stemOf } from '../../src/domain/german-search.ts';

describe('folding', () => {
  it.each([
    ['Kennwörter', 'kennworter'],
    ['Kennwoerter', 'kennworter'],
    ['Schließanlage', 'schliessanlage'],
    ['IT-Betrieb', 'itbetrieb'],
    ['ÜBUNG', 'ubung'],
    ['Uebung', 'ubung'],
  ])('%s → %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });
});

describe('stems', () => {
  it.each([
    ['kennworter', 'kennwort'],
    ['sicherungen', 'sicherung'],
    ['servers', 'server'],
    ['rat', 'rat'],
    ['rate', 'rate'],
  ])('%s → %s', (word, stem) => {
    expect(stemOf(word)).toBe(stem);
  });
});

describe('how well a word fits', () => {
  const order = [
    ['das kennwort gilt', 'the word itself'],
    ['alle kennworter gelten', 'inflected'],
    ['kennwortregel', 'begins a compound'],
    ['das verwalterkennwort gilt', 'ends a compound'],
    ['verwalterkennwortliste', 'inside a compound'],
    ['kenntnis', 'another word'],
  ] as const;
  it('falls with the distance from the word itself', () => {
    const fits = order.map(([text]) => fitOf(text, 'kennwort'));
    expect(fits).toEqual([...fits].sort((a, b) => b - a));
    expect(fits[0]).toBe(1);
    expect(fits.at(-1)).toBe(0);
    expect(new Set(fits).size).toBe(fits.length);
  });

  it.each<[string, string, boolean]>([
    ['die beratung', 'rat', false],
    ['der rat', 'rat', true],
    ['der service', 'server', false],
    ['zwei server', 'servern', true],
    ['das kennwort', 'kennworter', true],
    ['kennwortregel', 'kennworter', true],
  ])('„%s“ with „%s“: %s', (text, word, found) => {
    expect(fitOf(text, word) > 0).toBe(found);
  });
});

describe('one typing error', () => {
  it.each<[string, string, boolean]>([
    ['passwort', 'paswort', true],
    ['passwort', 'passwoort', true],
    ['passwort', 'passwurt', true],
    ['passwort', 'passwrot', true],
    ['passwort', 'passwort', true],
    ['passwort', 'paswurt', false],
    ['passwort', 'passwrto', false],
    ['passwort', 'passw', false],
  ])('%s and %s: %s', (a, b, near) => {
    expect(isOneTypoAway(a, b)).toBe(near);
    expect(isOneTypoAway(b, a)).toBe(near);
  });
});
