import { expect, it } from 'vitest';
import type { Catalogue, FrameworkItem } from '../../src/domain/catalogue.ts';
import { frameworkCoverage } from '../../src/usecases/framework-coverage.ts';
import type { CommandJson } from '../../src/usecases/json-schemas.ts';
import { input, item } from '../domain/fixture.ts';
import { runCli } from '../run-cli.ts';
import { runJson } from './schema.ts';

type Coverage = CommandJson['rahmenwerk abdeckung'];

const mapped = (relation: NonNullable<FrameworkItem['mapped']>['relation'], ...controls: string[]) => ({
  mapped: { controls, relation },
});
const items = [
  item('CON.3.A1', { level: 'basis', ...mapped('equal-to', 'BAK-01.01') }),
  item('CON.3.A2', { level: 'basis', ...mapped('intersects-with', 'BAK-01.01', 'BAK-01.02') }),
  item('CON.3.A14', { level: 'standard', ...mapped('superset-of', 'BAK-01.02') }),
  item('IND.2.1.A1', { level: 'basis', excused: 'Keine Prozesstechnik.' }),
  item('IND.2.1.A2', { level: 'basis', excused: 'Keine Prozesstechnik.' }),
];
const { catalogue } = input([], {}, items);

it('counts per Baustein, per level and in sum, and groups what is left out by its reason', () => {
  const { gruppen, stufen, summe, controls, ausnahmen } = frameworkCoverage(catalogue as Catalogue, 'saechsisichg');
  expect(gruppen).toEqual([
    { gruppe: 'CON.3', punkte: 3, ganz: 2, teilweise: 1, ausgenommen: 0, nichtVerlangt: 0 },
    { gruppe: 'IND.2.1', punkte: 2, ganz: 0, teilweise: 0, ausgenommen: 2, nichtVerlangt: 0 },
  ]);
  expect(stufen.map(({ stufe, punkte }) => [stufe, punkte])).toEqual([
    ['basis', 4],
    ['standard', 1],
  ]);
  expect(summe).toEqual({ punkte: 5, ganz: 2, teilweise: 1, ausgenommen: 2, nichtVerlangt: 0 });
  expect(controls).toBe(2);
  expect(ausnahmen).toEqual([{ grund: 'Keine Prozesstechnik.', punkte: ['IND.2.1.A1', 'IND.2.1.A2'] }]);
});

it('every framework of the catalogue adds up', async () => {
  for (const { id, punkte } of await runJson<CommandJson['rahmenwerk liste']>('rahmenwerk liste', [])) {
    const { gruppen, summe } = await runJson<Coverage>('rahmenwerk abdeckung', [id]);
    expect(summe.punkte, id).toBe(punkte);
    expect(summe.ganz + summe.teilweise + summe.ausgenommen + summe.nichtVerlangt, id).toBe(punkte);
    expect(
      gruppen.reduce((sum, group) => sum + group.punkte, 0),
      id,
    ).toBe(punkte);
  }
});

it('prints a table with its sum and the reasons', async () => {
  const result = await runCli(['rahmenwerk', 'abdeckung', 'saechsisichg']);
  expect(result.exitCode).toBe(0);
  expect(result.stdout).toMatch(/^Baustein +Punkte +ganz +teilweise +ausgenommen +nicht verlangt$/m);
  expect(result.stdout).toMatch(/^Summe +\d+/m);
  expect(result.stdout).toContain('Ausgenommen\n');
});

it('an unknown framework is refused with those there are', async () => {
  const result = await runCli(['rahmenwerk', 'abdeckung', 'iso']);
  expect(result.exitCode).toBe(3);
  expect(result.stderr).toContain('saechsisichg');
});
