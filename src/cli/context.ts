/** Wires everything once: which database, which catalogue, which day, who acts. */
import { existsSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCompiledCatalogue } from '../catalogue/compiled.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { Store } from '../store/open.ts';
import { catalogueWith } from '../usecases/catalogue-with.ts';
import type { Context } from '../usecases/context.ts';
import { packageRoot } from './package-root.ts';

/** Switches every command has and that decide what it works on. */
export interface ContextFlags {
  datenbank?: string | undefined;
  person?: string | undefined;
  stand?: string | undefined;
}

/** Opens the database for the time of `use` and closes it whatever happens. */
export async function withContext<R>(
  flags: ContextFlags,
  programVersion: string,
  use: (context: Context) => Promise<R>,
): Promise<R> {
  // Here, not above: looking at the catalogue needs neither database nor calendar.
  const [{ openStore }, { dayOf }] = await Promise.all([import('../store/open.ts'), import('../domain/calendar.ts')]);
  const store = await openStore(databaseLocation(flags));
  try {
    const now = () => new Date();
    const today = dayOf(now().toISOString());
    const asOf = flags.stand ?? today;
    return await use({
      store,
      catalogue: await catalogueOf(store, asOf),
      asOf,
      today,
      person: actor(flags),
      programVersion,
      now,
    });
  } finally {
    await store.close();
  }
}

/** The shipped catalogue with what was imported into this database. */
async function catalogueOf(store: Store, asOf: string): Promise<Catalogue> {
  const [{ selectSupplements }, { endOfDay }] = await Promise.all([
    import('../store/katalog-zusatz.ts'),
    import('../domain/calendar.ts'),
  ]);
  const supplements = await selectSupplements(store, { day: asOf, before: endOfDay(asOf) });
  return catalogueWith(await shippedCatalogue(), supplements);
}

/** The same for commands that only look at the catalogue: without a database, or without anything imported, it is the shipped one. */
export async function currentCatalogue(flags: ContextFlags): Promise<Catalogue> {
  const shipped = await shippedCatalogue();
  const location = databaseLocation(flags);
  if (!existsSync(location)) return shipped;
  const { peekSupplements } = await import('../store/peek-supplements.ts');
  const supplements = await peekSupplements(location, async () => {
    const { dayOf, endOfDay } = await import('../domain/calendar.ts');
    const day = flags.stand ?? dayOf(new Date().toISOString());
    return { day, before: endOfDay(day) };
  });
  return catalogueWith(shipped, supplements);
}

/** `--datenbank`, else burgward.db in the user's data folder. */
export function databaseLocation(flags: ContextFlags): string {
  return flags.datenbank ?? join(dataFolder(), 'burgward', 'burgward.db');
}

function dataFolder(): string {
  const { XDG_DATA_HOME, LOCALAPPDATA } = process.env;
  if (process.platform === 'win32') return LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return XDG_DATA_HOME !== undefined && XDG_DATA_HOME !== '' ? XDG_DATA_HOME : join(homedir(), '.local', 'share');
}

/** Who acts: `--person`, else the system user. */
export function actor(flags: ContextFlags): string {
  if (flags.person !== undefined && flags.person.trim() !== '') return flags.person.trim();
  try {
    return userInfo().username;
  } catch {
    return 'unbekannt';
  }
}

/** The catalogue compiled at build; from the sources the YAML is read. */
export async function shippedCatalogue(): Promise<Catalogue> {
  const built = join(packageRoot(), 'dist');
  if (fileURLToPath(import.meta.url).startsWith(built)) return readCompiledCatalogue(join(built, 'catalogue.json'));
  const { loadCatalogue } = await import('../catalogue/load.ts');
  return loadCatalogue(shippedCatalogueFolder());
}

export function shippedCatalogueFolder(): string {
  return join(packageRoot(), 'controls');
}

/** Folder of the report templates. */
export function reportsFolder(): string {
  return join(packageRoot(), 'reports');
}

/** What the threads that render reports run: the built file beside the built program, else the source. */
export function reportWorkerFile(): string {
  const isSource = import.meta.url.endsWith('.ts');
  return join(packageRoot(), isSource ? 'src/report/render-worker.ts' : 'dist/report/render-worker.js');
}
