/** What a Kommune adds to the shipped catalogue: own Bausteine with controls, own conditions. */
import type { Baustein, Catalogue, Control, Framework } from './catalogue.ts';

export interface CatalogueSupplement {
  id: string;
  title: string;
  bausteine: readonly Baustein[];
  controls: readonly Control[];
  frameworks: readonly SupplementFramework[];
}

export interface SupplementFramework extends Framework {
  /** Id of the shipped framework it stands instead of; equal to its own id. */
  replaces?: string | undefined;
}

/** Frameworks that are only a start and may be replaced by a Kommune's own conditions. */
export const replaceableFrameworks: readonly string[] = ['kdn'];

/**
 * The catalogue as it is worked with. A framework that replaces takes its place; else the shipped catalogue wins: what it has
 * got an id of its own for is left out of the supplement. Hash and identity stay those of the shipped edition.
 */
export function withSupplements(catalogue: Catalogue, supplements: readonly CatalogueSupplement[]): Catalogue {
  return supplements.reduce(withSupplement, catalogue);
}

function withSupplement(catalogue: Catalogue, supplement: CatalogueSupplement): Catalogue {
  const { bausteine, controls, frameworks } = catalogue;
  const own = supplement.frameworks.map(({ replaces, ...framework }) => ({ replaces, framework }));
  const replacing = new Map(
    own.flatMap(({ replaces, framework }) =>
      replaces !== undefined && replaceableFrameworks.includes(replaces) ? [[replaces, framework] as const] : [],
    ),
  );
  const added = own.filter(({ framework }) => !replacing.has(framework.id)).map(({ framework }) => framework);
  return {
    ...catalogue,
    bausteine: [...bausteine, ...newOnes(bausteine, supplement.bausteine)],
    controls: [...controls, ...newOnes(controls, supplement.controls)],
    frameworks: [...frameworks.map((framework) => replacing.get(framework.id) ?? framework), ...newOnes(frameworks, added)],
  };
}

function newOnes<T extends { id: string }>(present: readonly T[], added: readonly T[]): T[] {
  return added.filter(({ id }) => !present.some((each) => each.id === id));
}
