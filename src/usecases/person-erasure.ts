/** Takes a person out of the database: a made-up name stands in their place, and the record still verifies. */
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type NameMatcher, nameMatcher } from '../domain/person-name.ts';
import { InvalidDataError } from '../errors.ts';
import { selectGruppen, selectKommunen, selectRollen } from '../store/kommunen.ts';
import type { Store } from '../store/open.ts';
import { selectPakete } from '../store/pakete.ts';
import {
  compactDatabase,
  type ErasureOrder,
  insertErasure,
  type Occurrence,
  type Refingerprint,
  replacePerson,
  selectErasureExists,
  selectOccurrences,
} from '../store/person-erasure.ts';
import { recordTogether, selectChains, verifyChain } from '../store/protokoll.ts';
import { type Context, recordingOf, stateNow } from './context.ts';
import { recomputeClosings } from './erhebungen.ts';
import type { CommandJson } from './json-schemas.ts';
import { type PersonRequest, statementsOf, unsearched } from './personal-data.ts';

type Erasure = CommandJson['person loeschen'];

interface ErasureRequest extends PersonRequest {
  grund: string;
  /** Free text is changed too. */
  mitFreitext: boolean;
}

/** What would be changed and what would stay. @throws as `erasePerson` */
export async function previewErasure(context: Context, request: ErasureRequest): Promise<Erasure> {
  const matcher = matcherFor(context, request);
  await demandNotNeeded(context, matcher);
  const occurrences = await selectOccurrences(context.store, matcher);
  const { mitFreitext } = request;
  const rows = occurrences.filter(({ kind }) => kind === 'person' || (kind === 'freitext' && mitFreitext));
  const ketten = [...Map.groupBy(rows, ({ chain }) => chain)]
    .map(([kette, own]) => ({
      kette,
      zeilen: distinct(own.filter(({ table }) => table !== 'protokoll')),
      inhalte: distinct(own.filter(({ table }) => table === 'protokoll')),
    }))
    .sort((a, b) => (a.kette < b.kette ? -1 : 1));
  return { ...(await describe(context, request, occurrences)), probe: true, bezeichnung: null, ketten, bereinigt: null };
}

function distinct(occurrences: readonly Occurrence[]): number {
  return new Set(occurrences.map(({ table, row }) => `${table} ${row}`)).size;
}

/**
 * Replaces the person everywhere in one transaction, after proving that the record holds, and proves afterwards that it still does. Then
 * the file is written anew.
 * @throws InvalidDataError when who acts is who is erased, when the person still holds a role or stands in a packet under way, or when
 * the record does not hold: a removal must not hide a change. EnvironmentError
 */
export async function erasePerson(context: Context, request: ErasureRequest): Promise<Erasure> {
  const matcher = matcherFor(context, request);
  await demandNotNeeded(context, matcher);
  const { store } = context;
  const done = await recordTogether(store, (inside) => erase({ ...context, store: inside }, request, matcher));
  const bereinigt = await compactDatabase(store);
  const left = await selectOccurrences(store, matcher);
  return { ...(await describe(context, request, left)), ...done, probe: false, bereinigt };
}

async function erase(
  context: Context,
  { grund, mitFreitext }: ErasureRequest,
  matcher: NameMatcher,
): Promise<Pick<Erasure, 'bezeichnung' | 'ketten'>> {
  const { store } = context;
  await demandIntact(store, 'Vor dem Löschen mit „burgward protokoll pruefen“ klären, was verändert wurde.');
  const id = await freshId(store);
  const order: ErasureOrder = { id, bezeichnung: `Person ${id}`, grund: grund.trim(), withText: mitFreitext };
  const before = await recomputeClosings(context);
  const erased = await replacePerson(store, matcher, order);
  if (erased.length === 0) return { bezeichnung: null, ketten: [] };
  const after = await recomputeClosings(context);
  await insertErasure(store, order, erased, changedFingerprints(before, after), context.today, recordingOf(context));
  await demandIntact(store, 'Es wurde nichts gelöscht.');
  const ketten = erased.map(({ chain, zeilen, stellen }) => ({
    kette: chain,
    zeilen,
    inhalte: stellen.filter(({ tabelle }) => tabelle === 'protokoll').length,
  }));
  return { bezeichnung: order.bezeichnung, ketten };
}

type Closings = Awaited<ReturnType<typeof recomputeClosings>>;

function changedFingerprints(before: Closings, after: Closings): Refingerprint[] {
  return before.flatMap(({ kommune, erhebung, fingerprint: alt }) => {
    const neu = after.find((each) => each.kommune === kommune && each.erhebung === erhebung)?.fingerprint;
    return neu === undefined || neu === alt ? [] : [{ kommune, erhebung, alt, neu }];
  });
}

/** Four digits that say nothing about the name. */
async function freshId(store: Store): Promise<string> {
  for (;;) {
    const id = randomBytes(2).toString('hex');
    if (!(await selectErasureExists(store, id))) return id;
  }
}

function matcherFor(context: Context, { person, kennungen, grund }: ErasureRequest): NameMatcher {
  const matcher = nameMatcher([person, ...kennungen]);
  if (grund.trim() === '')
    throw new InvalidDataError('Es fehlt der Grund der Löschung.', 'Mit --grund angeben, warum gelöscht wird.');
  if (matcher.mentions(grund)) {
    throw new InvalidDataError(
      'Der Grund nennt die Person, die gelöscht werden soll.',
      'Den Grund ohne Namen angeben: Er bleibt im Protokoll stehen.',
    );
  }
  if (matcher.mentions(context.person)) {
    throw new InvalidDataError(
      'Niemand kann sich selbst löschen: Wer löscht, steht danach im Protokoll.',
      'Eine andere Person die Löschung vornehmen lassen, mit --person NAME.',
    );
  }
  return matcher;
}

/** Where the name is still in use: a role somebody holds, a packet that has to be recognised when it comes back. */
async function demandNotNeeded(context: Context, matcher: NameMatcher): Promise<void> {
  const at = stateNow(context);
  for (const { slug } of [...(await selectKommunen(context.store, at)), ...(await selectGruppen(context.store, at))]) {
    const held = (await selectRollen(context.store, slug, at)).find(
      ({ person, bis }) => (bis === null || bis >= context.today) && matcher.mentions(person),
    );
    if (held !== undefined) {
      throw new InvalidDataError(
        `${held.person} hat in ${slug} noch die Rolle ${held.rolle}.`,
        `Erst mit „burgward rolle beenden ${held.id} --kommune ${slug} --bis DATUM“ beenden.`,
      );
    }
    const under = (await selectPakete(context.store, slug, at)).find(
      ({ stand, fragen }) => stand === 'offen' && matcher.mentions(JSON.stringify(fragen)),
    );
    if (under !== undefined) {
      throw new InvalidDataError(
        `Das Paket ${under.id} von ${slug} ist noch unterwegs und nennt die Person; ohne sie würde es beim Einlesen nicht erkannt.`,
        'Erst einlesen oder mit „burgward paket zurueckziehen“ zurückziehen.',
      );
    }
  }
}

async function demandIntact(store: Store, hint: string): Promise<void> {
  for (const chain of await selectChains(store)) {
    const [problem] = (await verifyChain(store, chain, null)).problems;
    if (problem === undefined) continue;
    throw new InvalidDataError(`Das Protokoll von ${chain} stimmt nicht mit der Datenbank überein: ${problem.text}`, hint);
  }
}

async function describe(context: Context, request: ErasureRequest, occurrences: readonly Occurrence[]) {
  const of = (kind: Occurrence['kind']) =>
    statementsOf(
      occurrences.filter((each) => each.kind === kind),
      request,
    );
  return {
    person: request.person,
    kennungen: [...request.kennungen],
    grund: request.grund.trim(),
    mitFreitext: request.mitFreitext,
    freitext: of('freitext'),
    bleibt: of('fest'),
    nichtDurchsucht: await unsearched(context),
    ausserhalb: await outside(context.store),
  };
}

/** What the program does not reach, or must not touch. */
async function outside(store: Store): Promise<string[]> {
  const name = basename(store.location);
  const own = new Set([name, `${name}-wal`, `${name}-shm`, `${name}.nachweise`]);
  const beside = (await readdir(dirname(store.location)).catch(() => []))
    .filter((file) => file.startsWith(`${name}.`) && !own.has(file))
    .sort();
  return [
    ...beside.map((file) => `Ältere Kopie ${join(dirname(store.location), file)}`),
    'Sicherungen („burgward sicherung liste“): sie enthalten die Person, bis sie ablaufen; nach dem Einspielen einer älteren noch einmal löschen',
    'Ausgegebene Dateien: Berichte, Tabellen, Pakete, Übergaben, verschickte Nachrichten',
  ];
}
