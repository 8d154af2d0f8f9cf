/** Wires everything once: which database, which catalogue, which day, who acts. */
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCompiledCatalogue } from '../catalogue/compiled.ts';
import type { Catalogue } from '../domain/catalogue.ts';
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
    return await use({
      store,
      catalogue: await shippedCatalogue(),
      asOf: flags.stand ?? today,
      today,
      person: actor(flags),
      programVersion,
      now,
    });
  } finally {
    await store.close();
  }
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
