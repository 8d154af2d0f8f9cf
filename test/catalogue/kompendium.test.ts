/** Every Basis requirement of the IT-Grundschutz-Kompendium 2023 that is still live is mapped or excused, under its own number. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { knownChecks } from '../../src/checks/registry.ts';
import type { FrameworkItem, Level } from '../../src/domain/catalogue.ts';

interface Requirement {
  id: string;
  title: string;
  level: string;
}

const levels: Readonly<Record<string, Level>> = { Basis: 'basis', Standard: 'standard', erhöht: 'erhoeht' };
const requirements = officialRequirements();
const { frameworks } = await loadCatalogue(fileURLToPath(new URL('../../controls', import.meta.url)), knownChecks);
const items = frameworks.find(({ id }) => id === 'it-grundschutz-2023')?.items;

if (requirements === null)
  console.warn('Kompendium 2023: geprüft ohne die Liste des BSI (../shared/data/kompendium2023.csv fehlt).');
if (items === undefined) console.warn('Kompendium 2023: das Rahmenwerk it-grundschutz-2023 gibt es noch nicht.');

test('every live Basis requirement is accounted for, each number exists and has its level', () => {
  if (items === undefined) return;
  if (requirements === null) {
    expect(items.filter(({ level }) => level === 'basis').length).toBeGreaterThanOrEqual(563);
    return;
  }
  expect(liveBasis(requirements)).toHaveLength(563);
  expect(problemsWith(items, requirements)).toEqual([]);
});

test('a forgotten, an invented and a withdrawn number and a wrong level are noticed', () => {
  const official = [
    { id: 'CON.3.A1', title: 'Erheben', level: 'Basis' },
    { id: 'CON.3.A2', title: 'Festlegen', level: 'Basis' },
    { id: 'CON.3.A3', title: 'ENTFALLEN', level: 'Basis' },
    { id: 'CON.3.A4', title: 'Erstellen', level: 'Standard' },
  ];
  const found = [
    item('CON.3.A2', 'standard'),
    item('CON.3.A3', 'basis'),
    item('CON.3.A4', undefined),
    item('CON.3.A99', 'basis'),
  ];
  expect(problemsWith(found, official)).toEqual([
    'CON.3.A1 fehlt',
    'CON.3.A2 hat die Stufe standard statt basis',
    'CON.3.A3 ist entfallen',
    'CON.3.A4 hat die Stufe keine statt standard',
    'CON.3.A99 gibt es nicht',
  ]);
  expect(problemsWith([item('CON.3.A1', 'basis'), item('CON.3.A2', 'basis')], official)).toEqual([]);
});

function problemsWith(found: readonly Pick<FrameworkItem, 'id' | 'level'>[], official: readonly Requirement[]): string[] {
  const byId = new Map(official.map((requirement) => [requirement.id, requirement]));
  const ids = new Set(found.map(({ id }) => id));
  const missing = liveBasis(official).flatMap(({ id }) => (ids.has(id) ? [] : [`${id} fehlt`]));
  const wrong = found.flatMap(({ id, level }) => {
    const requirement = byId.get(id);
    if (requirement === undefined) return [`${id} gibt es nicht`];
    if (requirement.title === 'ENTFALLEN') return [`${id} ist entfallen`];
    const wanted = levels[requirement.level];
    return level === wanted ? [] : [`${id} hat die Stufe ${level ?? 'keine'} statt ${wanted}`];
  });
  return [...missing, ...wrong];
}

function liveBasis(official: readonly Requirement[]): Requirement[] {
  return official.filter(({ level, title }) => level === 'Basis' && title !== 'ENTFALLEN');
}

function item(id: string, level: Level | undefined) {
  return level === undefined ? { id } : { id, level };
}

/** The published list beside the checkout, where it is at hand. */
function officialRequirements(): Requirement[] | null {
  const file = fileURLToPath(new URL('../../../shared/data/kompendium2023.csv', import.meta.url));
  return existsSync(file) ? parse<Requirement>(readFileSync(file), { columns: true, bom: true }) : null;
}
