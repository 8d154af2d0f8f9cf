import {
  type Freigabe,
  type FreigabeDetails,
  type FreigabeZiel,
  formatPorts,
  parsePorts,
  withoutDetails,
} from '../domain/freigabe.ts';
import type { Vantage } from '../domain/observation.ts';
import { byNumber, chainOf, nextId } from './kommunen.ts';
import type { Store } from './open.ts';
import { type Recording, recordChange, type Writer } from './protokoll.ts';
import { parseStored } from './stored-json.ts';
import { type StateAt, selectState } from './versions.ts';

export async function selectFreigaben(store: Store, slug: string, at: StateAt): Promise<Freigabe[]> {
  const rows = await selectState(store.db, 'freigabe', at, { kommune: slug });
  return rows
    .map((row) => ({
      id: row.id,
      kommune: row.kommune,
      ziele: parseStored<FreigabeZiel[]>(row.ziele),
      ports: row.ports === 'alle' ? null : parsePorts(row.ports),
      von: row.von,
      bis: row.bis,
      durch: row.durch,
      blickwinkel: row.blickwinkel as Vantage,
      ...withoutDetails,
      ...parseStored<Partial<FreigabeDetails>>(row.angaben ?? '{}'),
      kdnInformiert: row.kdn_informiert === 1,
      widerrufenAm: row.widerrufen_am,
    }))
    .sort(byNumber);
}

/** @param day day of granting: the row is true from then on, whatever the period it permits */
export async function insertFreigabe(
  store: Store,
  freigabe: Omit<Freigabe, 'id'>,
  day: string,
  recording: Recording,
): Promise<Freigabe> {
  return recordChange(store, chainOf(freigabe.kommune), 'freigabe.erteilen', 'Freigabe erteilt', recording, async (writer) => {
    const complete = { ...freigabe, id: await nextId(writer, 'freigabe', freigabe.kommune, 'F') };
    await writeFreigabe(writer, complete, day);
    return complete;
  });
}

/**
 * Records that a permission is withdrawn from its `widerrufenAm` on.
 * @param before the day recorded so far, if it is put right: every version that told one tells the new one
 */
export async function insertFreigabeWithdrawn(
  store: Store,
  freigabe: Freigabe & { widerrufenAm: string },
  before: string | null,
  recording: Recording,
): Promise<void> {
  const { id, kommune, widerrufenAm } = freigabe;
  const summary = before === null ? `Freigabe ${id} widerrufen` : `Freigabe ${id}: Tag des Widerrufs berichtigt`;
  await recordChange(store, chainOf(kommune), 'freigabe.widerrufen', summary, recording, async (writer) => {
    const rows = await writer.db
      .selectFrom('freigabe')
      .select('valid_from')
      .where('kommune', '=', kommune)
      .where('id', '=', id)
      .where('widerrufen_am', 'is not', null)
      .execute();
    for (const day of new Set([...rows.map(({ valid_from: told }) => told), widerrufenAm]))
      await writeFreigabe(writer, freigabe, day);
  });
}

async function writeFreigabe(writer: Writer, freigabe: Freigabe, day: string): Promise<void> {
  const { id, kommune, ziele, ports, von, bis, durch, blickwinkel, kdnInformiert, widerrufenAm, ...details } = freigabe;
  await writer.insert('freigabe', {
    id,
    kommune,
    ziele: JSON.stringify(ziele),
    ports: formatPorts(ports),
    von,
    bis,
    durch,
    blickwinkel,
    kdn_informiert: kdnInformiert ? 1 : 0,
    angaben: JSON.stringify(details),
    widerrufen_am: widerrufenAm,
    valid_from: day,
  });
}
