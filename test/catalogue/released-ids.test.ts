/** An id that was published once means the same for ever: it stays, at most retired. The list grows with scripts/released-ids.mjs. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Catalogue } from '../../src/domain/catalogue.ts';
import { shippedCatalogue } from '../shipped-catalogue.ts';

const list = readFileSync(new URL('released-ids.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter(Boolean);
const catalogue = await shippedCatalogue();

test('every released id is still there, live or retired', () => {
  expect(vanishedIds(list, catalogue)).toEqual([]);
});

test('the list knows at least the 181 controls of the first edition, each once', () => {
  expect(list.filter((line) => line.startsWith('control ')).length).toBeGreaterThanOrEqual(181);
  expect(new Set(list).size).toBe(list.length);
});

test('an id that vanished, or came back as something else, is noticed', () => {
  const [first] = catalogue.controls;
  const without = { ...catalogue, controls: catalogue.controls.slice(1) };
  expect(vanishedIds(list, without)).toEqual([`control ${first?.id}`]);
  expect(vanishedIds(['baustein BAK-01.01', 'item kdn S-01'], catalogue)).toEqual(['baustein BAK-01.01', 'item kdn S-01']);
});

test('a retired control is still there', () => {
  const retired = { in: '2027.1', reason: 'Entfallen.' };
  const all = { ...catalogue, controls: catalogue.controls.map((control) => ({ ...control, retired })) };
  expect(vanishedIds(list, all)).toEqual([]);
});

test('a retired control that comes back to life is noticed', () => {
  const [first] = catalogue.controls;
  const released = [`control ${first?.id}`, `control ${first?.id} retired`];
  expect(vanishedIds(released, catalogue)).toEqual([`control ${first?.id} retired`]);
});

function vanishedIds(released: readonly string[], { bausteine, controls, checks, profiles, frameworks }: Catalogue): string[] {
  const present = new Set([
    ...bausteine.map(({ id }) => `baustein ${id}`),
    ...controls.map(({ id }) => `control ${id}`),
    ...controls.filter(({ retired }) => retired !== undefined).map(({ id }) => `control ${id} retired`),
    ...checks.map(({ id }) => `check ${id}`),
    ...profiles.map(({ id }) => `profile ${id}`),
    ...frameworks.flatMap(({ id, items }) => [`framework ${id}`, ...items.map((item) => `item ${id} ${item.id}`)]),
  ]);
  return released.filter((line) => !present.has(line));
}
