import type { EntryValues, RegisterEntry } from '../domain/register.ts';
import { vorfall } from '../domain/registers/vorfall.ts';
import { selectEntryVersions } from '../store/register-entries.ts';
import { type Context, stateAt } from './context.ts';
import { showEntry } from './registers.ts';

export interface Incident {
  kommune: string;
  id: string;
  values: EntryValues;
  /** Every version, oldest first. */
  versions: readonly RegisterEntry[];
}

/** @throws NotFoundError for the Kommune or the incident */
export async function findIncident(context: Context, kommune: string, id: string): Promise<Incident> {
  const { eintrag } = await showEntry(context, vorfall, kommune, id);
  const of = { kommune, register: vorfall.id, id: eintrag.id };
  const versions = await selectEntryVersions(context.store, stateAt(context), of);
  return { kommune, id: eintrag.id, values: eintrag.angaben, versions };
}
