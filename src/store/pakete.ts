import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Assessment } from '../domain/assessment.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import { formatKey, type PacketMark, type PacketQuestion } from '../domain/packet.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { chainOf } from './kommunen.ts';
import type { Store } from './open.ts';
import { type Recording, recordChange, type Writer } from './protokoll.ts';
import { parseStored } from './stored-json.ts';
import { type StateAt, selectState } from './versions.ts';

export type PaketStand = 'offen' | 'eingelesen' | 'zurueckgezogen';

export interface Paket {
  id: string;
  kommune: string;
  titel: string;
  empfaenger: string | null;
  /** Instant, ISO 8601 UTC. */
  erstellt: string;
  faellig: string | null;
  stand: PaketStand;
  fragen: readonly PacketQuestion[];
}

export type NewPaket = Omit<Paket, 'id' | 'erstellt' | 'stand'>;

/** Characters of the hash that are enough to tell packets of two databases apart. */
const fingerprintLength = 16;

/** What its files carry, so that a packet of another database is not taken for this one. */
export function markOf({ kommune, id, erstellt, fragen }: Paket): PacketMark {
  const hash = createHash('sha256').update(canonicalJson({ kommune, id, erstellt, fragen })).digest('hex');
  return { kommune, paket: id, fingerprint: hash.slice(0, fingerprintLength) };
}

/**
 * Records packets in one change, with their new ids.
 * @param write makes the files; when it fails, nothing is recorded
 */
export async function insertPakete<R>(
  store: Store,
  slug: string,
  pakete: readonly NewPaket[],
  day: string,
  recording: Recording,
  write: (pakete: readonly Paket[]) => Promise<R>,
): Promise<R> {
  const questions = pakete.reduce((sum, { fragen }) => sum + fragen.length, 0);
  const summary = `${pakete.length === 1 ? '1 Paket' : `${pakete.length} Pakete`} mit ${questions} Fragen erstellt`;
  return recordChange(store, chainOf(slug), 'paket.erstellen', summary, recording, async (writer) => {
    const before = await countPakete(writer, slug);
    const complete = pakete.map(
      (paket, index): Paket => ({ ...paket, id: `P${before + index + 1}`, erstellt: recording.at, stand: 'offen' }),
    );
    for (const paket of complete) await writePaket(writer, paket, day);
    return write(complete);
  });
}

/** Inside the writing transaction, so two writers never get the same id. */
async function countPakete(writer: Writer, slug: string): Promise<number> {
  const row = await writer.db
    .selectFrom('paket')
    .select((e) => e.fn.count('id').distinct().as('n'))
    .where('kommune', '=', slug)
    .executeTakeFirst();
  return Number(row?.n ?? 0);
}

async function writePaket(writer: Writer, { fragen, ...paket }: Paket, day: string): Promise<void> {
  await writer.insert('paket', { ...paket, fragen: JSON.stringify(fragen), valid_from: day });
}

/** A return that was taken back leaves the packet as it was before. */
const notTakenBack = (table: string, { before }: StateAt) => sql` and not exists (select 1 from ruecknahme
  where ruecknahme.kommune = ${sql.ref(`${table}.kommune`)} and ruecknahme.eintrag = ${sql.ref(`${table}.entry`)}
  and ruecknahme.recorded_at < ${before})`;

/** Packets of a Kommune, oldest first. */
export async function selectPakete(store: Store, slug: string, at: StateAt): Promise<Paket[]> {
  const rows = await selectState(store.db, 'paket', at, { kommune: slug }, notTakenBack('paket', at));
  return rows
    .map(({ id, kommune, titel, empfaenger, erstellt, faellig, stand, fragen }) => ({
      id,
      kommune,
      titel,
      empfaenger,
      erstellt,
      faellig,
      stand,
      fragen: parseStored<PacketQuestion[]>(fragen),
    }))
    .sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
}

/** @throws NotFoundError */
export async function selectPaket(store: Store, slug: string, id: string, at: StateAt): Promise<Paket> {
  const pakete = await selectPakete(store, slug, at);
  const found = pakete.find((paket) => paket.id === id);
  if (found !== undefined) return found;
  const known = pakete.slice(-10).map((paket) => paket.id);
  throw new NotFoundError(
    `Ein Paket „${id}“ gibt es in ${slug} nicht.`,
    known.length === 0 ? 'Es wurde noch keines erstellt.' : `Zuletzt erstellt: ${known.join(', ')}.`,
  );
}

/** Records that nothing more is expected from the packet. */
export async function insertPaketWithdrawn(store: Store, paket: Paket, day: string, recording: Recording): Promise<Paket> {
  const withdrawn: Paket = { ...paket, stand: 'zurueckgezogen' };
  await recordChange(
    store,
    chainOf(paket.kommune),
    'paket.zurueckziehen',
    `Paket ${paket.id} zurückgezogen`,
    recording,
    (writer) => writePaket(writer, withdrawn, day),
  );
  return withdrawn;
}

/** A file that came back. */
export interface PaketRuecklauf {
  paket: string;
  /** Name of the file without its folder. */
  datei: string;
  /** SHA-256 of its bytes. */
  sha256: string;
  gesagtVon: string;
  gesagtAm: string | null;
  /** Number of answers recorded from it. */
  antworten: number;
}

/** Files that came back and were not taken back since, oldest first. */
export async function selectRuecklaeufe(store: Store, slug: string, at: StateAt): Promise<PaketRuecklauf[]> {
  const rows = await selectState(store.db, 'paket_ruecklauf', at, { kommune: slug }, notTakenBack('paket_ruecklauf', at));
  return rows.map(({ paket, datei, sha256, gesagt_von, gesagt_am, antworten }) => ({
    paket,
    datei,
    sha256: sha256 ?? '',
    gesagtVon: gesagt_von,
    gesagtAm: gesagt_am,
    antworten,
  }));
}

/** What belongs to a return beside its answers. */
export interface ReturnChanges {
  slug: string;
  /** Newest entry of the Kommune when it was weighed what to do. */
  basedOn: number;
  returns: readonly PaketRuecklauf[];
  /** Packets that are complete with it. */
  completed: readonly Paket[];
  /** Remarks to questions that stay open, kept as notes; one that is noted already is left out. */
  notes: readonly string[];
  day: string;
}

/** Number of the newest entry of a Kommune. */
export async function selectNewestEntry(store: Store, slug: string): Promise<number> {
  const row = await store.db
    .selectFrom('protokoll')
    .select((e) => e.fn.max('seq').as('seq'))
    .where('chain', '=', chainOf(slug))
    .executeTakeFirst();
  return Number(row?.seq ?? 0);
}

/**
 * Written in the same change as the answers.
 * @throws InvalidDataError when something else was recorded in the meantime: what collides would have to be judged again
 */
export async function writeReturns(writer: Writer, changes: ReturnChanges): Promise<void> {
  if (writer.entry !== changes.basedOn + 1) {
    throw new InvalidDataError(
      `In ${changes.slug} wurde eben etwas anderes erfasst; eingelesen wurde nichts.`,
      'Den Befehl noch einmal aufrufen.',
    );
  }
  await writeRows(writer, changes);
}

async function writeRows(writer: Writer, { slug, returns, completed, notes, day }: ReturnChanges): Promise<void> {
  for (const { paket, datei, sha256, gesagtVon, gesagtAm, antworten } of returns) {
    await writer.insert('paket_ruecklauf', {
      kommune: slug,
      paket,
      datei,
      sha256,
      gesagt_von: gesagtVon,
      gesagt_am: gesagtAm,
      antworten,
      valid_from: day,
    });
  }
  for (const paket of completed) await writePaket(writer, { ...paket, stand: 'eingelesen' }, day);
  for (const text of notes) await writeNote(writer, slug, text, day);
}

/** Ids of notes run over all Kommunen, see notizen.ts. */
async function writeNote(writer: Writer, slug: string, text: string, day: string): Promise<void> {
  const known = await writer.db
    .selectFrom('notiz')
    .select('id')
    .where('kommune', '=', slug)
    .where('text', '=', text)
    .executeTakeFirst();
  if (known !== undefined) return;
  const row = await writer.db
    .selectFrom('notiz')
    .select((e) => e.fn.count('id').distinct().as('n'))
    .executeTakeFirst();
  await writer.insert('notiz', { id: `M${Number(row?.n ?? 0) + 1}`, kommune: slug, text, stand: 'offen', valid_from: day });
}

/** The same without any answer: what came back said „weiß ich nicht“ only, or what is known here already. */
export async function insertReturns(
  store: Store,
  changes: ReturnChanges,
  words: { action: string; summary: string },
  recording: Recording,
): Promise<number> {
  return recordChange(store, chainOf(changes.slug), words.action, words.summary, recording, async (writer) => {
    await writeReturns(writer, changes);
    return writer.entry;
  });
}

/** What packets brought and was not taken back since, also what was answered anew later. */
export async function selectReturnedAnswers(
  store: Store,
  slug: string,
  at: StateAt,
): Promise<
  (Pick<Assessment, 'status' | 'grund' | 'begruendung' | 'verantwortlich' | 'bis' | 'notiz'> & { paket: string; key: string })[]
> {
  const rows = await store.db
    .selectFrom('assessment')
    .select(['paket', 'zielobjekt', 'control', 'status', 'grund', 'begruendung', 'verantwortlich', 'bis', 'notiz'])
    .where('kommune', '=', slug)
    .where('paket', 'is not', null)
    .where('recorded_at', '<', at.before)
    .where(sql<boolean>`true${notTakenBack('assessment', at)}`)
    .execute();
  return rows.map(({ paket, zielobjekt, control, status, grund, ...rest }) => ({
    ...rest,
    status: status as Assessment['status'],
    grund: grund as Assessment['grund'],
    paket: paket ?? '',
    key: formatKey({ zielobjekt, control }),
  }));
}

/** Keys of the questions that were answered by a packet, by packet; later answers to the same question do not undo that. */
export async function selectAnsweredByPaket(store: Store, slug: string, at: StateAt): Promise<Map<string, Set<string>>> {
  const rows = await store.db
    .selectFrom('assessment')
    .select(['paket', 'zielobjekt', 'control'])
    .distinct()
    .where('kommune', '=', slug)
    .where('paket', 'is not', null)
    .where('recorded_at', '<', at.before)
    .where(sql<boolean>`true${notTakenBack('assessment', at)}`)
    .execute();
  const answered = new Map<string, Set<string>>();
  for (const { paket, zielobjekt, control } of rows) {
    if (paket === null) continue;
    const keys = answered.get(paket) ?? new Set();
    answered.set(paket, keys.add(formatKey({ zielobjekt, control })));
  }
  return answered;
}
