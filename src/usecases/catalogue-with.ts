import { contentHash } from '../catalogue/content-hash.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import { withSupplements } from '../domain/catalogue-supplement.ts';
import type { StoredSupplement } from '../store/peek-supplements.ts';

/** The shipped catalogue with imported supplements; its hash then stands for both, so that reports tell the difference. */
export function catalogueWith(shipped: Catalogue, supplements: readonly StoredSupplement[]): Catalogue {
  if (supplements.length === 0) return shipped;
  const merged = withSupplements(
    shipped,
    supplements.map(({ supplement }) => supplement),
  );
  return { ...merged, hash: contentHash([shipped.hash, ...supplements.map(({ hash }) => hash)]) };
}
