import { readEdition } from '../catalogue/edition.ts';
import { knownChecks } from '../checks/registry.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import { catalogueChanges } from '../domain/catalogue-changes.ts';
import type { CommandJson } from './json-schemas.ts';

/**
 * What changed from one edition to another.
 * @param before folder or exported JSON file
 * @param after the same, or a catalogue already loaded
 * @throws NotFoundError, CatalogueError, ForeignFileError
 */
export async function compareCatalogues(before: string, after: string | Catalogue): Promise<CommandJson['katalog vergleichen']> {
  const was = await readEdition(before, knownChecks);
  const is = typeof after === 'string' ? await readEdition(after, knownChecks) : after;
  const changes = catalogueChanges(was, is);
  return {
    alt: identityOf(was),
    neu: identityOf(is),
    gleich: was.hash === is.hash && changes.length === 0,
    aenderungen: changes.map(({ kind, thing, id, sentence }) => ({
      art: kind,
      gegenstand: thing,
      id,
      satz: sentence,
    })),
  };
}

function identityOf({ id, edition, hash, controls }: Catalogue): CommandJson['katalog vergleichen']['alt'] {
  return { id, edition, hash, controls: controls.filter(({ retired }) => retired === undefined).length };
}
