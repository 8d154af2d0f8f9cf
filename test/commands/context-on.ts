import { fileURLToPath } from 'node:url';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import type { Catalogue } from '../../src/domain/catalogue.ts';
import type { Store } from '../../src/store/open.ts';
import type { Context } from '../../src/usecases/context.ts';

let catalogue: Promise<Catalogue> | undefined;

/** What a command works with when it is called at noon of that day. @param asOf `--stand`; default: that day */
export async function contextOn(store: Store, today: string, asOf: string = today): Promise<Context> {
  catalogue ??= loadCatalogue(fileURLToPath(new URL('../../controls', import.meta.url)));
  const now = () => new Date(`${today}T12:00:00.000Z`);
  return { store, catalogue: await catalogue, asOf, today, person: 'Ines Sorbe', programVersion: '0', now };
}
