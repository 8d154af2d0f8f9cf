/**
 * Every Basis requirement of the IT-Grundschutz-Kompendium 2023 that is still live is mapped or excused, under its own number.
 * The official numbers stand in kompendium-2023.txt, made by scripts/kompendium-ids.mjs.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { FrameworkItem } from '../../src/domain/catalogue.ts';
import { shippedCatalogue } from '../shipped-catalogue.ts';

type Requirements = ReadonlyMap<string, string>;

const official = requirementsIn(readFileSync(new URL('kompendium-2023.txt', import.meta.url), 'utf8'));
const catalogue = await shippedCatalogue();
const items = catalogue.frameworks.find(({ id }) => id === 'it-grundschutz-2023')?.items ?? [];

test('the list holds the Kompendium: 563 live Basis requirements among 2125 numbers', () => {
  expect(official.size).toBe(2125);
  expect(liveBasis(official)).toHaveLength(563);
});

test('every live Basis requirement is accounted for, each number exists and has its level', () => {
  expect(problemsWith(items, official)).toEqual([]);
});

test('taking out any one Basis row is noticed', () => {
  const basis = items.filter(({ level }) => level === 'basis');
  expect(basis).toHaveLength(563);
  for (const { id } of basis) {
    const without = items.filter((each) => each.id !== id);
    expect(problemsWith(without, official)).toEqual([`${id} fehlt`]);
  }
});

test('a forgotten, an invented and a withdrawn number and a wrong level are noticed', () => {
  const small = requirementsIn('CON.3.A1 basis\nCON.3.A2 basis\nCON.3.A3 entfallen\nCON.3.A4 standard\n');
  const found: Pick<FrameworkItem, 'id' | 'level'>[] = [
    { id: 'CON.3.A2', level: 'standard' },
    { id: 'CON.3.A3', level: 'basis' },
    { id: 'CON.3.A4' },
    { id: 'CON.3.A99', level: 'basis' },
  ];
  expect(problemsWith(found, small)).toEqual([
    'CON.3.A1 fehlt',
    'CON.3.A2 hat die Stufe standard statt basis',
    'CON.3.A3 ist entfallen',
    'CON.3.A4 hat die Stufe keine statt standard',
    'CON.3.A99 gibt es nicht',
  ]);
  expect(
    problemsWith(
      [
        { id: 'CON.3.A1', level: 'basis' },
        { id: 'CON.3.A2', level: 'basis' },
      ],
      small,
    ),
  ).toEqual([]);
});

test('what a table names of the Kompendium or of the KDN conditions exists', () => {
  const rows = new Set(catalogue.frameworks.find(({ id }) => id === 'kdn')?.items.map(({ id }) => id));
  expect(unknownReferences(catalogue.tables, official, rows)).toEqual([]);
  const wrong = { ports: { entries: [{ kompendium: ['NET.3.2.A2', 'NET.3.2.A3', 'NET.9.9.A1'], kdn_rows: ['K-99'] }] } };
  const small = requirementsIn('NET.3.2.A2 basis\nNET.3.2.A3 entfallen\n');
  expect(unknownReferences(wrong, small, rows)).toEqual(['ports: NET.3.2.A3', 'ports: NET.9.9.A1', 'ports: K-99']);
});

function requirementsIn(list: string): Requirements {
  return new Map(
    list
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(' ') as [string, string]),
  );
}

function problemsWith(found: readonly Pick<FrameworkItem, 'id' | 'level'>[], requirements: Requirements): string[] {
  const ids = new Set(found.map(({ id }) => id));
  const missing = liveBasis(requirements).flatMap((id) => (ids.has(id) ? [] : [`${id} fehlt`]));
  const wrong = found.flatMap(({ id, level }) => {
    const state = requirements.get(id);
    if (state === undefined) return [`${id} gibt es nicht`];
    if (state === 'entfallen') return [`${id} ist entfallen`];
    return level === state ? [] : [`${id} hat die Stufe ${level ?? 'keine'} statt ${state}`];
  });
  return [...missing, ...wrong];
}

function liveBasis(requirements: Requirements): string[] {
  return [...requirements].flatMap(([id, state]) => (state === 'basis' ? [id] : []));
}

interface Referring {
  kompendium?: string[];
  kdn_rows?: string[];
}

function unknownReferences(tables: object, requirements: Requirements, kdnRows: ReadonlySet<string>): string[] {
  return Object.entries(tables as Record<string, { entries?: Referring[] }>).flatMap(([table, { entries = [] }]) =>
    entries.flatMap(({ kompendium = [], kdn_rows: rows = [] }) => [
      ...kompendium.filter((id) => (requirements.get(id) ?? 'entfallen') === 'entfallen').map((id) => `${table}: ${id}`),
      ...rows.filter((id) => !kdnRows.has(id)).map((id) => `${table}: ${id}`),
    ]),
  );
}
