import type { Catalogue } from '../domain/catalogue.ts';
import type { KnownChecks } from './lint/context.ts';
import { loadJudgedCatalogue } from './load.ts';

/**
 * The catalogue as the build writes it to one JSON file, for `readCompiledCatalogue`.
 * @throws like `loadCatalogue`: a catalogue with problems is not built
 */
export function compileCatalogue(folder: string, knownChecks?: KnownChecks): Promise<Catalogue> {
  return loadJudgedCatalogue(folder, knownChecks);
}
