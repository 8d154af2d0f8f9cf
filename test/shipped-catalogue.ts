import { fileURLToPath } from 'node:url';
import { loadCatalogue } from '../src/catalogue/load.ts';
import { knownChecks } from '../src/checks/registry.ts';
import type { Catalogue } from '../src/domain/catalogue.ts';

let loaded: Promise<Catalogue> | undefined;

/** The catalogue of controls/, read once for all tests of a process. Frozen: what one test changed, the next would find. */
export function shippedCatalogue(): Promise<Catalogue> {
  loaded ??= loadCatalogue(fileURLToPath(new URL('../controls', import.meta.url)), knownChecks).then(frozen);
  return loaded;
}

function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of value instanceof Map ? value.values() : Object.values(value)) frozen(part);
  return Object.freeze(value);
}
