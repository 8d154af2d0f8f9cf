import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import type { CatalogueIdentity, ObservationKind, Severity } from '../domain/catalogue.ts';
import type { Finding, FindingResult } from '../domain/finding.ts';
import {
  currentFindings,
  type Netzlauf,
  type NetzlaufBeleg,
  type Neubewertung,
  type RecordedFinding,
  type RecordedScan,
  scansNeeded,
} from '../domain/netzlauf.ts';
import type { Observation, ObservedTarget, PortScanObservation, Vantage } from '../domain/observation.ts';
import { ForeignFileError } from '../errors.ts';
import { chainOf, nextId } from './kommunen.ts';
import type { Store } from './open.ts';
import { type Recording, recordChange, type Values, type Writer } from './protokoll.ts';
import type { ObservationTable } from './schema.ts';
import { parseStored } from './stored-json.ts';
import { type StateAt, selectState } from './versions.ts';

/**
 * Records a run with everything it saw and concluded, in one change. Observations are stored compressed, with the hash of their JSON.
 * @param evidence what the tools wrote
 */
export async function insertNetzlauf(
  store: Store,
  run: Omit<Netzlauf, 'id'>,
  observations: readonly Observation[],
  findings: readonly Finding[],
  day: string,
  recording: Recording,
  evidence: readonly NetzlaufBeleg[] = [],
): Promise<Netzlauf> {
  const summary = `Netzprüfung: ${observations.length} Beobachtungen, ${findings.length} Befunde`;
  return recordChange(store, chainOf(run.kommune), 'netz.pruefen', summary, recording, async (writer) => {
    const complete = { ...run, id: await nextId(writer, 'netzlauf', run.kommune, 'L') };
    const { id: lauf, kommune, freigaben, begonnen, beendet, ...angaben } = complete;
    const shared = { kommune, valid_from: day };
    await writer.insert('netzlauf', {
      ...shared,
      id: lauf,
      freigaben: JSON.stringify(freigaben),
      begonnen,
      beendet,
      angaben: JSON.stringify(angaben),
    });
    await writer.insertAll(
      'observation',
      observations.map((observation) => ({ ...shared, lauf, ...packed(observation) })),
    );
    await writer.insertAll(
      'netzlauf_beleg',
      evidence.map(({ argv, ...beleg }, index) => ({ ...shared, lauf, nr: index + 1, ...beleg, argv: JSON.stringify(argv) })),
    );
    await insertFindings(writer, shared, lauf, findings, null);
    return complete;
  });
}

function packed(observation: Observation): Pick<ObservationTable, 'kind' | 'address' | 'vantage' | 'sha256' | 'gzip'> {
  const json = Buffer.from(JSON.stringify(observation), 'utf8');
  const { kind, target, vantage } = observation;
  return { kind, address: target.address, vantage, sha256: sha256(json), gzip: gzipSync(json) };
}

/** @throws ForeignFileError when the bytes are not those that were recorded */
function unpacked({ data, gzip, sha256: expected }: Pick<ObservationTable, 'data' | 'gzip' | 'sha256'>): Observation {
  if (gzip === null) return parseStored<Observation>(data ?? '');
  const json = gunzip(gzip);
  if (json === null || sha256(json) !== expected) {
    throw new ForeignFileError(
      'Eine gespeicherte Beobachtung ist beschädigt oder wurde verändert.',
      'Mit „burgward protokoll pruefen“ ansehen, was betroffen ist, und die letzte Sicherung verwenden.',
    );
  }
  return parseStored<Observation>(json.toString('utf8'));
}

/** Null when it is no gzip. */
function gunzip(bytes: Uint8Array): Buffer | null {
  try {
    return gunzipSync(bytes);
  } catch {
    return null;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function insertFindings(
  writer: Writer,
  shared: { kommune: string; valid_from: string },
  lauf: string,
  findings: readonly Finding[],
  bewertung: number | null,
): Promise<void> {
  const rows = findings.map(
    ({ check, target, vantage, zielobjekt, declared, result, severity, text, seenAt }): Values<'finding'> => ({
      ...shared,
      lauf,
      check_id: check,
      ...target,
      vantage,
      zielobjekt,
      declared: declared ? 1 : 0,
      result,
      severity,
      text,
      seen_at: seenAt,
      bewertung,
    }),
  );
  await writer.insertAll('finding', rows);
}

/** Runs of a Kommune, oldest first. */
export async function selectNetzlaeufe(store: Store, slug: string, at: StateAt): Promise<Netzlauf[]> {
  const rows = await selectState(store.db, 'netzlauf', at, { kommune: slug });
  return rows.map((row) => ({
    ...parseStored<Omit<Netzlauf, 'id' | 'kommune' | 'freigaben' | 'begonnen' | 'beendet'>>(row.angaben),
    id: row.id,
    kommune: row.kommune,
    freigaben: parseStored<string[]>(row.freigaben),
    begonnen: row.begonnen,
    beendet: row.beendet,
  }));
}

/** What the tools of a run wrote, in order. */
export async function selectBelege(store: Store, slug: string, lauf: string, at: StateAt): Promise<NetzlaufBeleg[]> {
  const rows = await selectState(store.db, 'netzlauf_beleg', at, { kommune: slug, lauf });
  return rows.map(({ art, werkzeug, argv, sha256: hash, bytes, gzip }) => ({
    art,
    werkzeug,
    argv: parseStored<string[]>(argv),
    sha256: hash,
    bytes,
    gzip,
  }));
}

/** All observations of some runs, in order of recording. */
export async function selectObservations(
  store: Store,
  slug: string,
  laeufe: readonly string[],
  kind?: ObservationKind,
): Promise<{ lauf: string; observation: Observation }[]> {
  if (laeufe.length === 0) return [];
  const ofKind = kind === undefined ? sql`` : sql`and kind = ${kind}`;
  const { rows } = await sql<Pick<ObservationTable, 'lauf' | 'data' | 'gzip' | 'sha256'>>`
    select lauf, data, gzip, sha256 from observation
    where kommune = ${slug} and lauf in (select value from json_each(${JSON.stringify(laeufe)})) ${ofKind}
    order by row_id`.execute(store.db);
  return rows.map((row) => ({ lauf: row.lauf, observation: unpacked(row) }));
}

/** Vantages a Kommune was looked at from, per run. */
export async function selectVantages(store: Store, slug: string): Promise<Map<string, Vantage[]>> {
  const { rows } = await sql<{ lauf: string; vantage: Vantage }>`
    select distinct lauf, coalesce(vantage, json_extract(data, '$.vantage')) as vantage from observation
    where kommune = ${slug} order by lauf, vantage`.execute(store.db);
  const byRun = Map.groupBy(rows, ({ lauf }) => lauf);
  return new Map([...byRun].map(([lauf, own]) => [lauf, own.map(({ vantage }) => vantage)]));
}

/**
 * All findings recorded by a day, with the run they belong to, in order of recording. Of a run that was judged again those of the
 * newest judgement.
 */
export async function selectFindings(store: Store, slug: string, at: StateAt): Promise<RecordedFinding[]> {
  const newest = new Map<string, number>();
  for (const { lauf, nr } of await selectNeubewertungen(store, slug, at)) newest.set(lauf, Math.max(nr, newest.get(lauf) ?? 0));
  const rows = await selectState(store.db, 'finding', at, { kommune: slug });
  return rows
    .filter(({ lauf, bewertung }) => (bewertung ?? 0) === (newest.get(lauf) ?? 0))
    .map((row) => ({
      lauf: row.lauf,
      check: row.check_id,
      target: { name: row.name, address: row.address, port: row.port },
      vantage: row.vantage as Vantage,
      zielobjekt: row.zielobjekt,
      declared: row.declared === 1,
      result: row.result as FindingResult,
      severity: row.severity as Severity,
      text: row.text,
      seenAt: row.seen_at,
      ...(row.bewertung === null ? {} : { bewertung: row.bewertung }),
    }));
}

/** The findings that count on a day, by the rules of `currentFindings`. */
export async function selectCurrentFindings(store: Store, slug: string, at: StateAt): Promise<RecordedFinding[]> {
  const findings = await selectFindings(store, slug, at);
  if (findings.length === 0) return [];
  const needed = scansNeeded(findings);
  const scans = needed.size === 0 ? [] : await selectLaterScans(store, slug, needed, at);
  const ended = (await selectNetzlaeufe(store, slug, at)).flatMap(({ erledigt = [] }) => erledigt);
  return currentFindings(findings, scans, ended);
}

/** Port scans of addresses, as `scansNeeded` names them. Only runs that may hold one are read, and only what is needed is unpacked. */
async function selectLaterScans(
  store: Store,
  slug: string,
  needed: ReturnType<typeof scansNeeded>,
  at: StateAt,
): Promise<RecordedScan[]> {
  const ended = new Map((await selectState(store.db, 'netzlauf', at, { kommune: slug })).map(({ id, beendet }) => [id, beendet]));
  const isNeeded = (lauf: string, address: string) => {
    const need = needed.get(address);
    return need !== undefined && need.lauf !== lauf && (ended.get(lauf) ?? '') > need.after;
  };
  const runs = [...ended.keys()].filter((lauf) => [...needed.keys()].some((address) => isNeeded(lauf, address)));
  if (runs.length === 0) return [];
  const { rows } = await sql<Pick<ObservationTable, 'lauf' | 'data' | 'gzip' | 'sha256'> & { address: string }>`
    select lauf, data, gzip, sha256, coalesce(address, json_extract(data, '$.target.address')) as address from observation
    where kommune = ${slug} and lauf in (select value from json_each(${JSON.stringify(runs)})) and kind = 'port-scan'
      and recorded_at < ${at.before} and valid_from <= ${at.day}
    order by row_id`.execute(store.db);
  return rows
    .filter(({ lauf, address }) => isNeeded(lauf, address))
    .map((row) => ({ lauf: row.lauf, scan: unpacked(row) as PortScanObservation }));
}

/** Later judgements of stored observations, oldest first. */
export async function selectNeubewertungen(store: Store, slug: string, at: StateAt): Promise<Neubewertung[]> {
  const rows = await selectState(store.db, 'netzlauf_bewertung', at, { kommune: slug });
  return rows.map((row) => ({
    lauf: row.lauf,
    nr: row.nr,
    stand: row.stand,
    profil: row.profil,
    katalogEdition: row.katalog_edition,
    katalogHash: row.katalog_hash,
  }));
}

/** Records findings as the newest judgement of a run. Nothing new was seen. */
export async function insertNeubewertung(
  store: Store,
  run: Pick<Netzlauf, 'kommune' | 'id'>,
  judgement: { stand: string; profil: string | null; catalogue: Pick<CatalogueIdentity, 'edition' | 'hash'> },
  findings: readonly Finding[],
  day: string,
  recording: Recording,
): Promise<Neubewertung> {
  const { kommune, id: lauf } = run;
  const summary = `Netzprüfung ${lauf} neu bewertet: ${findings.length} Befunde, keine neue Beobachtung`;
  return recordChange(store, chainOf(kommune), 'netz.bewerten', summary, recording, async (writer) => {
    const { n } = await writer.db
      .selectFrom('netzlauf_bewertung')
      .select((e) => e.fn.countAll<number>().as('n'))
      .where('kommune', '=', kommune)
      .where('lauf', '=', lauf)
      .executeTakeFirstOrThrow();
    const { stand, profil, catalogue } = judgement;
    const bewertung = { lauf, nr: Number(n) + 1, stand, profil, katalogEdition: catalogue.edition, katalogHash: catalogue.hash };
    await writer.insert('netzlauf_bewertung', {
      kommune,
      lauf,
      nr: bewertung.nr,
      stand,
      profil,
      katalog_edition: catalogue.edition,
      katalog_hash: catalogue.hash,
      valid_from: day,
    });
    await insertFindings(writer, { kommune, valid_from: day }, lauf, findings, bewertung.nr);
    return bewertung;
  });
}

/** Number of observations of a run. */
export async function countObservations(store: Store, slug: string, lauf: string): Promise<number> {
  const row = await store.db
    .selectFrom('observation')
    .select((e) => e.fn.countAll().as('n'))
    .where('kommune', '=', slug)
    .where('lauf', '=', lauf)
    .executeTakeFirst();
  return Number(row?.n ?? 0);
}

/** `www.beispielhain.de 192.0.2.7`: the targets of a run, for `selectFinishedTargets`. */
export function targetKey({ name, address }: Pick<ObservedTarget, 'name' | 'address'>): string {
  return `${name ?? ''} ${address}`;
}

/**
 * Targets a run is finished with, as `targetKey`. A complete run is finished with all it saw. A stopped one is with those whose
 * ports were all looked at and, if services are wanted, where every open port has an observation; without one it is asked
 * again, although it may only have had nothing to say.
 * @param kinds what is wanted now
 */
export async function selectFinishedTargets(
  store: Store,
  run: Netzlauf,
  kinds: ReadonlySet<ObservationKind>,
): Promise<Set<string>> {
  const observations = (await selectObservations(store, run.kommune, [run.id])).map(({ observation }) => observation);
  const byTarget = Map.groupBy(observations, ({ target }) => targetKey(target));
  const finished = [...byTarget].filter(([, seen]) =>
    run.vollstaendig ? hasScan(seen) || !kinds.has('port-scan') : isFinished(seen, kinds),
  );
  return new Set(finished.map(([key]) => key));
}

function hasScan(observations: readonly Observation[]): boolean {
  return observations.some(({ kind }) => kind === 'port-scan');
}

function isFinished(observations: readonly Observation[], kinds: ReadonlySet<ObservationKind>): boolean {
  const scan = observations.find((observation) => observation.kind === 'port-scan');
  if (scan?.outcome.seen !== true || !scan.outcome.data.complete) return false;
  if (![...kinds].some((kind) => kind !== 'port-scan')) return true;
  const asked = new Set(observations.map(({ target }) => target.port));
  return scan.outcome.data.ports.every(({ port, state }) => state !== 'open' || asked.has(port));
}
