import { dayOf } from '../domain/calendar.ts';
import { InvalidDataError } from '../errors.ts';
import { selectKommune, selectKommunen } from '../store/kommunen.ts';
import {
  insertPaketWithdrawn,
  type Paket,
  selectAnsweredByPaket,
  selectPaket,
  selectPakete,
  selectRuecklaeufe,
} from '../store/pakete.ts';
import { type Context, recordingOf, stateAt, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';

type Listed = CommandJson['paket liste'][number];

/**
 * Packets with what came back, those due first on top.
 * @param slug one Kommune, or undefined for all
 * @param all also those read in and withdrawn
 */
export async function listPackets(context: Context, slug: string | undefined, all: boolean): Promise<Listed[]> {
  const at = stateAt(context);
  const kommunen = slug === undefined ? await selectKommunen(context.store, at) : [await selectKommune(context.store, slug, at)];
  const listed: Listed[] = [];
  for (const kommune of kommunen) listed.push(...(await packetsOf(context, kommune.slug)));
  return listed
    .filter(({ stand }) => all || stand === 'offen')
    .sort((a, b) => ((a.faellig ?? '9999') < (b.faellig ?? '9999') ? -1 : Number(a.faellig !== b.faellig)));
}

async function packetsOf(context: Context, slug: string): Promise<Listed[]> {
  const { store } = context;
  const at = stateAt(context);
  const answered = await selectAnsweredByPaket(store, slug, at);
  const returns = await selectRuecklaeufe(store, slug, at);
  return (await selectPakete(store, slug, at)).map((paket) =>
    packetJson(paket, answered.get(paket.id)?.size ?? 0, returns.filter((each) => each.paket === paket.id).length, context.asOf),
  );
}

function packetJson(paket: Paket, beantwortet: number, ruecklaeufe: number, asOf: string): Listed {
  const { kommune, id, titel, empfaenger, erstellt, faellig, stand, fragen } = paket;
  return {
    kommune,
    id,
    titel,
    empfaenger,
    erstellt: dayOf(erstellt),
    faellig,
    stand,
    ueberfaellig: stand === 'offen' && faellig !== null && faellig < asOf,
    fragen: fragen.length,
    beantwortet,
    ruecklaeufe,
  };
}

/** Nothing more is expected from the packet; what came back stays. @throws NotFoundError, InvalidDataError when it is no longer open */
export async function withdrawPacket(context: Context, slug: string, id: string): Promise<Listed> {
  const at = stateNow(context);
  await selectKommune(context.store, slug, at);
  const paket = await selectPaket(context.store, slug, id.toUpperCase(), at);
  if (paket.stand !== 'offen') {
    const state = paket.stand === 'eingelesen' ? 'ist schon eingelesen' : 'ist schon zurückgezogen';
    throw new InvalidDataError(`Das Paket ${paket.id} ${state}.`, 'Offene Pakete zeigt „burgward paket liste“.');
  }
  const withdrawn = await insertPaketWithdrawn(context.store, paket, context.today, recordingOf(context));
  const answered = await selectAnsweredByPaket(context.store, slug, at);
  const returns = (await selectRuecklaeufe(context.store, slug, at)).filter((each) => each.paket === paket.id);
  return packetJson(withdrawn, answered.get(paket.id)?.size ?? 0, returns.length, context.today);
}
