import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { lintCatalogue } from '../catalogue/load.ts';
import { lintSupplement } from '../catalogue/supplement.ts';
import { knownChecks } from '../checks/registry.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { CommandJson } from './json-schemas.ts';

/**
 * Every problem of a catalogue folder, with file, line and field. A single file, or a folder without vocabulary of its own,
 * is judged as a supplement to the shipped catalogue.
 */
export async function lintCatalogueFolder(
  location: string,
  shipped: () => Promise<Catalogue>,
): Promise<CommandJson['katalog pruefen']> {
  const found = isSupplement(location)
    ? await lintSupplement(location, await shipped(), knownChecks)
    : await lintCatalogue(location, knownChecks);
  const { probleme, ...counts } = found;
  return {
    ...counts,
    probleme: probleme.map(({ file, line, field, text }) => ({ datei: file, zeile: line, feld: field, text })),
  };
}

function isSupplement(location: string): boolean {
  if (!existsSync(location)) return false;
  if (!statSync(location).isDirectory()) return location.endsWith('.yaml');
  return existsSync(join(location, 'catalogue.yaml')) && !existsSync(join(location, 'vocabulary.yaml'));
}
