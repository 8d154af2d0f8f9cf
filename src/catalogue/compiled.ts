/**
 * Reads the catalogue the build wrote as one JSON file. Stands alone, without schema library and YAML parser, because every
 * start of the program pays for what this file imports.
 */
import { readFileSync } from 'node:fs';
import type { Catalogue } from '../domain/catalogue.ts';
import { EnvironmentError, ForeignFileError } from '../errors.ts';

/**
 * Trusts the content, which the build has checked, and looks only at the identity.
 * @throws EnvironmentError when the file cannot be read, ForeignFileError when it is no compiled catalogue.
 */
export function readCompiledCatalogue(path: string): Catalogue {
  const value = parse(read(path), path);
  if (!isIdentified(value)) throw foreign(path);
  return value;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new EnvironmentError(
      `Der mitgelieferte Katalog ${path} lässt sich nicht lesen.`,
      'Das Programm neu einrichten oder Zugriffsrechte prüfen.',
    );
  }
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw foreign(path);
  }
}

function isIdentified(value: unknown): value is Catalogue {
  if (typeof value !== 'object' || value === null) return false;
  const identity = value as Record<string, unknown>;
  return ['id', 'edition', 'hash'].every((key) => typeof identity[key] === 'string' && identity[key] !== '');
}

function foreign(path: string): ForeignFileError {
  return new ForeignFileError(`${path} ist kein übersetzter Katalog.`, 'Das Programm neu einrichten.');
}
