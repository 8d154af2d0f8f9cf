/** The entry a report is about, where it is about one: of a register, or a packet. */
import type { RegisterEntry } from '../domain/register.ts';
import { registers } from '../domain/registers/index.ts';
import { InvalidDataError } from '../errors.ts';
import type { RecordsWanted } from '../report/definition.ts';
import type { PacketRecord, ReportInput } from '../report/report-input.ts';
import { selectAnsweredByPaket, selectPaket } from '../store/pakete.ts';
import { selectEntryVersions } from '../store/register-entries.ts';
import { type Context, stateAt } from './context.ts';
import { findEntry } from './registers.ts';

export type EntryRecords = Pick<ReportInput, 'eintrag' | 'paket' | 'eintragVerlauf'>;

interface EntryRequest {
  kommune: string;
  art: string;
  eintrag?: string | undefined;
}

/**
 * @param entryOf the register, or `paket`; undefined where the report is about no single entry
 * @throws InvalidDataError for an entry too many or too few, NotFoundError for one that does not exist
 */
export async function gatherEntry(
  context: Context,
  request: EntryRequest,
  { entryOf, entryOptional, wants }: { entryOf?: string; entryOptional?: true; wants: RecordsWanted },
): Promise<EntryRecords> {
  const { kommune, art, eintrag: nr } = request;
  if (entryOf === undefined) {
    if (nr === undefined) return { eintrag: null };
    throw new InvalidDataError(`Der Bericht „${art}“ gilt keinem einzelnen Eintrag.`, '„--eintrag“ weglassen.');
  }
  if (nr === undefined && entryOptional === true) return { eintrag: null };
  if (nr === undefined) {
    throw new InvalidDataError(
      `Der Bericht „${art}“ gilt einem einzelnen Eintrag; welchem, ist nicht gesagt.`,
      `Die Nummer mit „--eintrag“ nennen; alle zeigt „burgward ${entryOf} liste --kommune ${kommune}“.`,
    );
  }
  if (entryOf === 'paket') return { eintrag: null, paket: await findPacket(context, kommune, nr) };
  const definition = registers.find(({ id }) => id === entryOf);
  if (definition === undefined) throw new Error(`the report ${art} names no register`);
  const eintrag = await findEntry(context, definition, kommune, nr, stateAt(context));
  return wants.history === true ? { eintrag, eintragVerlauf: await versionsOf(context, eintrag) } : { eintrag };
}

function versionsOf(context: Context, entry: RegisterEntry): Promise<RegisterEntry[]> {
  return selectEntryVersions(context.store, stateAt(context), entry);
}

async function findPacket({ store, ...context }: Context, kommune: string, nr: string): Promise<PacketRecord> {
  const at = stateAt({ store, ...context });
  const { id, titel, empfaenger, erstellt, faellig, stand, fragen } = await selectPaket(store, kommune, nr.toUpperCase(), at);
  const answered = await selectAnsweredByPaket(store, kommune, at);
  return { id, titel, empfaenger, erstellt, faellig, stand, fragen, beantwortet: answered.get(id)?.size ?? 0 };
}
