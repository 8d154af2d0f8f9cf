import { type Catalogue, type FrameworkItem, levels } from '../domain/catalogue.ts';
import { controlsOfItem, coversWholly } from '../domain/framework-item.ts';
import { findFramework } from './catalogue-lookup.ts';
import type { CommandJson } from './json-schemas.ts';

type Coverage = CommandJson['rahmenwerk abdeckung'];
type Counts = Coverage['summe'];

/** How far our controls reach into a framework: per group of its items, per level, and what is left out for which reason. @throws NotFoundError */
export function frameworkCoverage(catalogue: Catalogue, id: string): Coverage {
  const { id: rahmenwerk, title, edition, items } = findFramework(catalogue, id);
  const grouped = Map.groupBy(items, ({ id: item }) => groupOf(item));
  const reasons = Map.groupBy(
    items.filter(({ excused }) => excused !== undefined),
    ({ excused }) => excused ?? '',
  );
  return {
    rahmenwerk,
    titel: title,
    edition,
    gruppen: [...grouped].map(([gruppe, own]) => ({ gruppe, ...countsOf(own) })),
    stufen: levels.flatMap((stufe) => {
      const own = items.filter(({ level }) => level === stufe);
      return own.length === 0 ? [] : [{ stufe, ...countsOf(own) }];
    }),
    summe: countsOf(items),
    controls: new Set(items.flatMap(controlsOfItem)).size,
    ausnahmen: [...reasons].map(([grund, own]) => ({ grund, punkte: own.map((item) => item.id) })),
  };
}

/** The Baustein of a requirement (`SYS.1.1` of `SYS.1.1.A3`); of other items what stands before their last number. */
function groupOf(id: string): string {
  return id.replace(/[.-][A-Z]{0,2}\d+[a-z]?$/, '');
}

function countsOf(items: readonly FrameworkItem[]): Counts {
  const count = (test: (item: FrameworkItem) => boolean) => items.filter(test).length;
  return {
    punkte: items.length,
    ganz: count(({ answeredBy, mapped }) => answeredBy !== undefined || (mapped !== undefined && coversWholly(mapped))),
    teilweise: count(({ mapped }) => mapped !== undefined && !coversWholly(mapped)),
    ausgenommen: count(({ excused }) => excused !== undefined),
    nichtVerlangt: count(({ notDemanded }) => notDemanded !== undefined),
  };
}
