/** Many Kommunen in one go: each its own run, nobody's trouble is everybody's. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Vantage } from '../../src/domain/observation.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { checkAll, kommunenToCheck } from '../../src/usecases/check-all.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { grantFreigabe } from '../../src/usecases/freigaben.ts';
import { listFindings } from '../../src/usecases/list-findings.ts';
import { listRuns } from '../../src/usecases/list-runs.ts';
import { closeAll, listen } from '../collect/loopback.ts';
import { contextOn } from './context-on.ts';

const day = '2026-11-20';
let folder: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-alle-'));
  store = await openStore(join(folder, 'b.db'));
  const context = await contextOn(store, day);
  const body = { ags: null, einwohner: null };
  await createKommune(context, { ...body, slug: 'mittelsachsen', name: 'Mittelsachsen', art: 'landkreis', landkreis: null }, {});
  for (const slug of ['altdorf', 'beispielhain', 'neudorf']) {
    await createKommune(context, { ...body, slug, name: slug, art: 'gemeinde', landkreis: 'mittelsachsen' }, {});
  }
  await createKommune(context, { ...body, slug: 'anderswo', name: 'Anderswo', art: 'gemeinde', landkreis: null }, {});
});

afterEach(async () => {
  await closeAll();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const shared = { checks: ['undeclared-service'], profil: 'leicht', fortsetzen: false, nurNmap: false } as const;
const ownScan = { nmap: null, reason: 'nmap fehlt.' };

async function permit(kommune: string, port: number, zeitfenster: string[] = [], blickwinkel: Vantage = 'host'): Promise<void> {
  const period = { von: day, bis: '2026-12-31', durch: 'Jana Muster', blickwinkel } as const;
  await grantFreigabe(await contextOn(store, day), {
    kommune,
    ziele: ['127.0.0.1'],
    ports: String(port),
    ...period,
    zeitfenster,
  });
}

it('every Kommune with a Freigabe gets its own run; one that may not be checked now does not stop the rest', async () => {
  const { port } = await listen((socket) => socket.end());
  await permit('altdorf', port);
  await permit('beispielhain', port, ['Sa 00:00-24:00']);
  await permit('mittelsachsen', port);
  await permit('anderswo', port);
  const context = await contextOn(store, day);
  const { kommunen, withoutFreigabe } = await kommunenToCheck(context, 'mittelsachsen');
  expect(kommunen.map(({ slug }) => slug)).toEqual(['altdorf', 'beispielhain', 'mittelsachsen']);
  expect(withoutFreigabe).toEqual(['neudorf']);

  const { outcomes, failed } = await checkAll(context, kommunen, shared, ownScan);
  expect(outcomes).toMatchObject([
    { kommune: 'altdorf', lauf: 'L1', vollstaendig: true, nichtInOrdnung: 1, fehler: null },
    { kommune: 'beispielhain', lauf: null, vollstaendig: false, fehler: expect.stringContaining('Sa 00:00-24:00') },
    { kommune: 'mittelsachsen', lauf: 'L1', nichtInOrdnung: 1, fehler: null },
  ]);
  expect(failed).toBe(5);
  expect((await listFindings(context, 'mittelsachsen')).befunde).toHaveLength(1);
  expect((await listFindings(context, 'beispielhain')).befunde).toEqual([]);
});

it('only Freigaben of the vantage that is named count; none at all is a refusal', async () => {
  const { port } = await listen((socket) => socket.end());
  await permit('altdorf', port);
  await permit('neudorf', port);
  await permit('neudorf', port, [], 'lan');
  const context = await contextOn(store, day);
  const inHouse = await kommunenToCheck(context, 'mittelsachsen', 'lan');
  expect(inHouse.kommunen.map(({ slug }) => slug)).toEqual(['neudorf']);
  expect(inHouse.withoutFreigabe).toEqual(['altdorf', 'beispielhain', 'mittelsachsen']);
  const { outcomes } = await checkAll(context, inHouse.kommunen, { ...shared, blickwinkel: 'lan' }, ownScan);
  expect(outcomes).toMatchObject([{ kommune: 'neudorf', vollstaendig: true, hinweise: ['nmap fehlt.'] }]);
  expect((await listRuns(context, 'neudorf')).laeufe.map(({ blickwinkel }) => blickwinkel)).toEqual([['lan']]);
  await expect(kommunenToCheck(context, null, 'kdn')).rejects.toMatchObject({
    exitCode: 5,
    message: 'Heute gilt keine Freigabe mit Blickwinkel kdn. Es wurde nichts gesendet.',
  });
});

it('what is left of none is no run', async () => {
  const { port } = await listen((socket) => socket.end());
  await permit('altdorf', port);
  const context = await contextOn(store, day);
  const { kommunen } = await kommunenToCheck(context, null);
  await checkAll(context, kommunen, shared, ownScan);
  const { outcomes } = await checkAll(context, kommunen, { ...shared, fortsetzen: true }, ownScan);
  expect(outcomes).toMatchObject([{ lauf: null, vollstaendig: true, hinweise: ['Es war nichts mehr offen.'] }]);
  expect((await listRuns(context, 'altdorf')).laeufe.map(({ lauf }) => lauf)).toEqual(['L1']);
});

it('a stop lets go of what was not begun', async () => {
  const { port } = await listen((socket) => socket.end());
  for (const slug of ['altdorf', 'neudorf']) await permit(slug, port);
  const context = await contextOn(store, day);
  const { kommunen } = await kommunenToCheck(context, null);
  const stop = new AbortController();
  const { outcomes } = await checkAll(context, kommunen, shared, ownScan, {
    signal: stop.signal,
    onDone: () => stop.abort(new Error('Strg-C')),
  });
  expect(outcomes.map(({ kommune }) => kommune)).toEqual(['altdorf']);
});
