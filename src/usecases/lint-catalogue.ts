import { lintCatalogue } from '../catalogue/load.ts';
import { knownChecks } from '../checks/registry.ts';
import type { CommandJson } from './json-schemas.ts';

/** Every problem of a catalogue folder, with file, line and field. */
export async function lintCatalogueFolder(folder: string): Promise<CommandJson['katalog pruefen']> {
  const { probleme, ...counts } = await lintCatalogue(folder, knownChecks);
  return {
    ...counts,
    probleme: probleme.map(({ file, line, field, text }) => ({ datei: file, zeile: line, feld: field, text })),
  };
}
