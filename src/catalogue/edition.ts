/** Reads any edition of a catalogue a user names: a folder of YAML files, or the JSON file an export or the build wrote. */
import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import type { Catalogue } from '../domain/catalogue.ts';
import { ForeignFileError, NotFoundError } from '../errors.ts';
import type { KnownChecks } from './lint/context.ts';
import { loadCatalogue } from './load.ts';

/** The shipped catalogue takes about 3 MB. */
const maxExportBytes = 64 * 1024 * 1024;

const texts = z.array(z.string());

/** As much of the shape as a foreign file could break; what later editions add passes. */
const exportedCatalogue = z.looseObject({
  id: z.string(),
  title: z.string(),
  edition: z.string(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  bausteine: z.array(z.looseObject({ id: z.string(), title: z.string(), topic: z.string(), purpose: z.string() })),
  controls: z.array(
    z.looseObject({
      id: z.string(),
      title: z.string(),
      baustein: z.string(),
      requirement: z.string(),
      question: z.string(),
      obligation: z.string(),
      level: z.string(),
      retired: z.looseObject({ in: z.string(), reason: z.string(), replacedBy: z.string().optional() }).optional(),
    }),
  ),
  checks: z.array(z.looseObject({ id: z.string(), title: z.string() })),
  frameworks: z.array(
    z.looseObject({
      id: z.string(),
      title: z.string(),
      edition: z.string(),
      items: z.array(
        z.looseObject({
          id: z.string(),
          ref: z.string(),
          kind: z.string(),
          duty: z.string(),
          short: z.string(),
          mapped: z.looseObject({ controls: texts, relation: z.string() }).optional(),
        }),
      ),
    }),
  ),
  profiles: z.array(z.looseObject({ id: z.string(), controls: texts })),
  vocabulary: z.looseObject({ topics: z.array(z.looseObject({ id: z.string(), title: z.string() })) }),
  tables: z.record(z.string(), z.unknown()),
});

/**
 * @throws NotFoundError when nothing is there; CatalogueError when a folder has problems; ForeignFileError when a file is no
 * exported catalogue
 */
export async function readEdition(path: string, knownChecks?: KnownChecks): Promise<Catalogue> {
  const found = await stat(path).catch(() => null);
  if (found === null) {
    throw new NotFoundError(
      `${path} gibt es nicht.`,
      'Erwartet wird ein Katalogordner oder eine mit „katalog exportieren“ geschriebene JSON-Datei.',
    );
  }
  if (found.isDirectory()) return loadCatalogue(path, knownChecks);
  if (!found.isFile() || found.size > maxExportBytes) throw notExported(path);
  return exported(await readFile(path, 'utf8').catch(() => ''), path);
}

function exported(text: string, path: string): Catalogue {
  const result = exportedCatalogue.safeParse(parsed(text));
  // The parts that are not looked at come from the same writer; a file of another origin fails on those that are.
  if (result.success) return result.data as unknown as Catalogue;
  throw notExported(path);
}

function notExported(path: string): ForeignFileError {
  return new ForeignFileError(
    `${path} ist kein ausgegebener Katalog.`,
    'Erwartet wird ein Katalogordner oder eine mit „burgward katalog exportieren --format json“ geschriebene Datei.',
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
