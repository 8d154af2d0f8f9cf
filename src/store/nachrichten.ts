/** Who is told what, and what became of every message. Both stand in the chain of the system: a recipient may be told about many Kommunen. */
import type { Delivery, MessageKind, Recipient, TlpLevel, ToldAlarm } from '../domain/messages.ts';
import { byNumber } from './kommunen.ts';
import type { Store } from './open.ts';
import { type Recording, recordChange, systemChain, type Writer } from './protokoll.ts';
import { parseStored } from './stored-json.ts';
import { type StateAt, type StateRow, selectState } from './versions.ts';

/** All recipients as they stand on a day, those taken out too; E2 before E10. */
export async function selectRecipients(store: Store, at: StateAt): Promise<Recipient[]> {
  return (await selectState(store.db, 'nachricht_empfaenger', at)).map(toRecipient).sort(byNumber);
}

function toRecipient(row: StateRow<'nachricht_empfaenger'>): Recipient {
  const { id, weg, ziel, tage, hoechstens, seit, entfernt } = row;
  return {
    ...{ id, weg, ziel, tage, hoechstens, seit, entfernt },
    // Written by us and checked then.
    kommunen: row.kommunen === null ? null : parseStored<string[]>(row.kommunen),
    arten: parseStored<MessageKind[]>(row.arten),
    pauseStunden: row.pause_stunden,
    tlp: row.tlp as TlpLevel,
  };
}

/** Records a new recipient and returns it with its id. */
export async function insertRecipient(
  store: Store,
  recipient: Omit<Recipient, 'id'>,
  day: string,
  recording: Recording,
): Promise<Recipient> {
  const summary = `Empfänger (${recipient.weg})`;
  return recordChange(store, systemChain, 'nachricht.empfaenger.anlegen', summary, recording, async (writer) => {
    const row = await writer.db
      .selectFrom('nachricht_empfaenger')
      .select((e) => e.fn.count('id').distinct().as('n'))
      .executeTakeFirst();
    const numbered = { ...recipient, id: `E${Number(row?.n ?? 0) + 1}` };
    await insertRow(writer, numbered, day);
    return numbered;
  });
}

/** Takes a recipient out: nothing is sent to it any more. */
export async function removeRecipient(store: Store, removed: Recipient, day: string, recording: Recording): Promise<void> {
  await recordChange(store, systemChain, 'nachricht.empfaenger.entfernen', `Empfänger ${removed.id}`, recording, (writer) =>
    insertRow(writer, removed, day),
  );
}

async function insertRow(writer: Writer, recipient: Recipient, day: string): Promise<void> {
  const { id, weg, ziel, kommunen, arten, tage, pauseStunden, hoechstens, tlp, seit, entfernt } = recipient;
  await writer.insert('nachricht_empfaenger', {
    ...{ id, weg, ziel, tage, hoechstens, tlp, seit, entfernt, valid_from: day },
    kommunen: kommunen === null ? null : JSON.stringify(kommunen),
    arten: JSON.stringify(arten),
    pause_stunden: pauseStunden,
  });
}

/** What became of every message to a recipient, oldest first. */
export async function selectDeliveries(store: Store, recipient: string, before: string): Promise<Delivery[]> {
  const rows = await store.db
    .selectFrom('nachricht_zustellung')
    .selectAll()
    .where('empfaenger', '=', recipient)
    .where('recorded_at', '<', before)
    .orderBy('nr')
    .execute();
  return rows.map(({ empfaenger, nr, um, stand, gemeldet, erledigt, sha256, fehler }) => ({
    ...{ empfaenger, nr, um, stand, sha256, fehler },
    gemeldet: parseStored<ToldAlarm[]>(gemeldet),
    erledigt: parseStored<string[]>(erledigt),
  }));
}

/** Records what became of a message, with what the recipient knows from now on, in one transaction. */
export async function insertDelivery(store: Store, delivery: Delivery, day: string, recording: Recording): Promise<void> {
  const { empfaenger, nr, um, stand, gemeldet, erledigt, sha256, fehler } = delivery;
  const summary = `Nachricht ${nr} an ${empfaenger}: ${stand}`;
  await recordChange(store, systemChain, 'nachricht.senden', summary, recording, (writer) =>
    writer.insert('nachricht_zustellung', {
      ...{ empfaenger, nr, um, stand, sha256, fehler, valid_from: day },
      gemeldet: JSON.stringify(gemeldet),
      erledigt: JSON.stringify(erledigt),
    }),
  );
}
