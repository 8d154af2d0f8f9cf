import type { Store } from '../../src/store/open.ts';
import type { Context } from '../../src/usecases/context.ts';
import { shippedCatalogue } from '../shipped-catalogue.ts';

/** What a command works with when it is called at noon of that day. @param asOf `--stand`; default: that day */
export async function contextOn(store: Store, today: string, asOf: string = today): Promise<Context> {
  const now = () => new Date(`${today}T12:00:00.000Z`);
  return { store, catalogue: await shippedCatalogue(), asOf, today, person: 'Ines Sorbe', programVersion: '0', now };
}
