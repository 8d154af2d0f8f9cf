import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkRegistry } from '../../src/checks/registry.ts';
import { type FindingResult, findingResults, type Verdict } from '../../src/domain/finding.ts';
import type { Zielobjekt } from '../../src/domain/kommune.ts';
import type { Observation } from '../../src/domain/observation.ts';
import { shippedCatalogue } from '../shipped-catalogue.ts';

/** `<id>/<situation>.<outcome>.json`; the outcome `none` means: the check does not speak about this observation. */
interface CheckCase {
  asOf: string;
  zielobjekte: Zielobjekt[];
  observation: Observation;
  /** Seen in the same run. */
  beside?: Observation[];
  /** Beyond the outcome in the file name; a field that is left out may be anything. */
  expected: Partial<Verdict> | null;
}

const here = fileURLToPath(new URL('.', import.meta.url));
const catalogue = await shippedCatalogue();

describe.for(Object.keys(checkRegistry).map((id) => ({ id, files: caseFiles(id) })))('$id', ({ id, files }) => {
  test.for(files)('%s', (file) => {
    const outcome = outcomeOf(file);
    const { asOf, zielobjekte, observation, beside = [], expected } = readCase(id, file);
    const definition = catalogue.checks.find((check) => check.id === id);
    if (definition === undefined) throw new Error(`controls/checks/${id}.yaml is missing`);

    const verdict = checkRegistry[id]?.judge(observation, {
      definition,
      asOf,
      zielobjekte,
      tables: catalogue.tables,
      beside: [observation, ...beside],
    });

    if (outcome === 'none') expect(verdict).toBeNull();
    else expect(verdict).toMatchObject({ ...expected, result: outcome });
  });

  test('has a case for met, not-met and undetermined', () => {
    expect(files.map(outcomeOf)).toEqual(expect.arrayContaining(['met', 'not-met', 'undetermined']));
  });
});

test('every definition has code and every code has a definition', () => {
  expect(Object.keys(checkRegistry).sort()).toEqual(catalogue.checks.map(({ id }) => id).sort());
});

test('every folder of cases belongs to a check', () => {
  const folders = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(checkRegistry).sort());
});

function caseFiles(id: string): string[] {
  return readdirSync(path.join(here, id)).filter((file) => file.endsWith('.json'));
}

function readCase(id: string, file: string): CheckCase {
  return JSON.parse(readFileSync(path.join(here, id, file), 'utf8'));
}

function outcomeOf(file: string): FindingResult | 'none' {
  const outcome = file
    .replace(/\.json$/, '')
    .split('.')
    .at(-1);
  const known = [...findingResults, 'none' as const].find((each) => each === outcome);
  if (known === undefined) throw new Error(`${file} does not end in an outcome`);
  return known;
}
