/** The tables behind Modellierung and ready sets name only what there is. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { circleWith, linkProblem } from '../../src/domain/zielobjekte.ts';
import { bearingsOf, kompendiumOf } from '../../src/usecases/modellierung.ts';
import { newZielobjekt } from '../../src/usecases/zielobjekte-felder.ts';
import { vorlagenOf } from '../../src/usecases/zielobjekte-vorlage.ts';
import { shippedCatalogue } from '../shipped-catalogue.ts';

const catalogue = await shippedCatalogue();
const types = new Set(catalogue.vocabulary.zielobjektTypes.map(({ id }) => id));
const merkmale = new Set(catalogue.vocabulary.merkmale.map(({ id }) => id));

it('the Kompendium is whole: 111 Bausteine, each once, with known types and a general Baustein that is there', () => {
  const bausteine = kompendiumOf(catalogue);
  const ids = new Set(bausteine.map(({ id }) => id));
  expect(bausteine).toHaveLength(111);
  expect(ids.size).toBe(111);
  expect(bausteine.filter((each) => each.types.some((type) => !types.has(type)))).toEqual([]);
  expect(bausteine.filter(({ general, id }) => general !== undefined && (!ids.has(general) || general === id))).toEqual([]);
  expect(bausteine.filter(({ words = [] }) => words.some((word) => word !== word.toLowerCase()))).toEqual([]);
});

it('it knows every Baustein our mapping of the Kompendium speaks of', () => {
  const file = fileURLToPath(new URL('./kompendium-2023.txt', import.meta.url));
  const named = new Set([...readFileSync(file, 'utf8').matchAll(/^([A-Z]{3,4}(?:\.\d+)+)\.A\d+/gm)].map(([, id]) => id));
  const known = new Set(kompendiumOf(catalogue).map(({ id }) => id));
  expect(named.size).toBeGreaterThan(100);
  expect([...named].filter((id) => !known.has(id ?? ''))).toEqual([]);
});

it('our own Bausteine in the table are there, with known types and Merkmale', () => {
  const bausteine = new Set(catalogue.bausteine.map(({ id }) => id));
  for (const { id, types: bearing, applies_if } of bearingsOf(catalogue)) {
    expect(bausteine.has(id), id).toBe(true);
    expect(
      bearing.filter((type) => !types.has(type)),
      id,
    ).toEqual([]);
    for (const [, merkmal] of JSON.stringify(applies_if ?? {}).matchAll(/"merkmal":"([^"]+)"/g))
      expect(merkmale.has(merkmal ?? ''), id).toBe(true);
  }
});

it('a ready set links only what it has, in the right direction and without circles', () => {
  for (const { id, zielobjekte } of vorlagenOf(catalogue)) {
    const known = new Map(
      zielobjekte.map(({ kuerzel, typ, name }) => [kuerzel, newZielobjekt('beispielhain', kuerzel, { typ, name }, '2026-01-01')]),
    );
    expect(known.size, `${id}: each code once`).toBe(zielobjekte.length);
    const links = zielobjekte.flatMap(({ kuerzel, needs = [] }) => needs.map((nach) => ({ von: kuerzel, nach })));
    for (const [index, link] of links.entries()) {
      const [von, nach] = [known.get(link.von), known.get(link.nach)];
      expect(nach, `${link.von} → ${link.nach}`).toBeDefined();
      if (von !== undefined && nach !== undefined) expect(linkProblem(von, nach)).toBeNull();
      expect(circleWith(links.slice(0, index), link)).toBeNull();
    }
    expect(zielobjekte.filter(({ typ }) => !types.has(typ))).toEqual([]);
    for (const name of [
      'Einwohnermeldewesen',
      'Finanzwesen',
      'Standesamt',
      'E-Akte',
      'Amt24',
      'ePayBL',
      'Schulnetz',
      'KDN',
      'Serverraum',
      'Webauftritt',
    ])
      expect(
        zielobjekte.some((each) => each.name.includes(name)),
        name,
      ).toBe(true);
  }
});
