/** What a Freigabe permits besides addresses: hours, domains, rate; and names that moved since. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freigabenTable } from '../../src/cli/freigaben-table.ts';
import { parseZiel, withoutDetails } from '../../src/domain/freigabe.ts';
import { insertFreigabe } from '../../src/store/freigaben.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { announceFreigabe } from '../../src/usecases/announce-freigabe.ts';
import { recordingOf } from '../../src/usecases/context.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { grantFreigabe, listFreigaben, type NewFreigabe, withdrawFreigabe } from '../../src/usecases/freigaben.ts';
import { type CheckRequest, prepareChecks } from '../../src/usecases/run-checks.ts';
import { createZielobjekt } from '../../src/usecases/zielobjekte.ts';
import { contextOn } from './context-on.ts';

/** A Friday; `contextOn` calls at noon UTC, 13:00 in Saxony. */
const day = '2026-11-20';
let folder: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-freigabe-'));
  store = await openStore(join(folder, 'b.db'));
  const context = await contextOn(store, day);
  const kommune = {
    slug: 'beispielhain',
    name: 'Beispielhain',
    art: 'stadt',
    ags: null,
    einwohner: null,
    landkreis: null,
  } as const;
  await createKommune(context, kommune, {});
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const granted: NewFreigabe = {
  kommune: 'beispielhain',
  ziele: ['127.0.0.1'],
  von: day,
  bis: '2026-12-31',
  durch: 'Jana Muster, Bürgermeisterin',
  ports: '80',
  blickwinkel: 'host',
};
const request: CheckRequest = {
  kommune: 'beispielhain',
  ziele: [],
  checks: [],
  profil: 'leicht',
  fortsetzen: false,
  nurNmap: false,
};

describe('the withdrawal of a Freigabe', () => {
  it('may be told late and put right, but never lets it live again', async () => {
    await grantFreigabe(await contextOn(store, day), granted);
    const on = (today: string) => contextOn(store, today);
    const withdraw = async (today: string, am?: string) => withdrawFreigabe(await on(today), 'beispielhain', 'F1', am);
    await expect(withdraw('2026-11-25', '2026-11-26')).rejects.toThrow('liegt in der Zukunft');
    await expect(withdraw('2026-11-25', '2026-11-19')).rejects.toThrow('noch nicht erteilt');
    expect(await withdraw('2026-11-25')).toMatchObject({ widerrufenAm: '2026-11-25', gueltig: false });
    await expect(withdraw('2026-11-26')).rejects.toThrow('schon am 25.11.2026');
    await withdraw('2026-11-26', '2026-11-21');
    await withdraw('2026-11-27', '2026-11-23');
    for (const today of ['2026-11-27', '2026-12-20'])
      expect(await listFreigaben(await on(today), 'beispielhain')).toMatchObject([
        { widerrufenAm: '2026-11-23', gueltig: false },
      ]);
    const looked = { ...(await on('2026-12-20')), asOf: '2026-11-25' };
    expect(await listFreigaben(looked, 'beispielhain')).toMatchObject([{ gueltig: false }]);
  });
});

describe('the details of a Freigabe', () => {
  it('are kept as they were given', async () => {
    const context = await contextOn(store, day);
    await grantFreigabe(context, {
      ...granted,
      domains: ['Beispielhain.example'],
      zeitfenster: ['Mo-Fr 18:00-06:00'],
      proSekunde: 20,
      zugriffstests: true,
      dokument: 'Az. 10-042',
      kontakt: 'isb@beispielhain.example',
      dkimSelektoren: ['s2026'],
      kdnInformiert: true,
      saxCertInformiert: true,
    });
    expect(await listFreigaben(context, 'beispielhain')).toMatchObject([
      {
        ziele: [{ angabe: '127.0.0.1' }, { angabe: 'beispielhain.example', adressen: [] }],
        zeitfenster: ['Mo-Fr 18:00-06:00'],
        proSekunde: 20,
        zugriffstests: true,
        dokument: 'Az. 10-042',
        kontakt: 'isb@beispielhain.example',
        dkimSelektoren: ['s2026'],
        kdnInformiert: true,
        saxCertInformiert: true,
      },
    ]);
  });

  it.each([
    ['no target at all', { ziele: [] }, /was geprüft werden darf/],
    ['an address as domain', { domains: ['192.0.2.1'] }, /keine Domain/],
    ['a single label as domain', { domains: ['beispielhain'] }, /keine Domain/],
    ['a contact with a line break', { kontakt: 'isb@x.example\r\nX-Evil: 1' }, /Kontakt/],
    ['a rate of none', { proSekunde: 0 }, /Verbindungen in der Sekunde/],
    ['a rate too high for lines of others', { blickwinkel: 'kdn' as const, proSekunde: 101 }, /101 Verbindungen in der Sekunde/],
    ['a selector with a path', { dkimSelektoren: ['../x'] }, /DKIM-Selektor/],
  ])('%s is refused', async (_, changes, message) => {
    const context = await contextOn(store, day);
    await expect(grantFreigabe(context, { ...granted, ...changes })).rejects.toThrow(message);
    expect(await listFreigaben(context, 'beispielhain')).toEqual([]);
  });
});

it('a rate recorded before the lines of others were spared is shown as it holds', async () => {
  const freigabe = await grantFreigabe(await contextOn(store, day), { ...granted, blickwinkel: 'kdn', proSekunde: 100 });
  expect(freigabenTable([{ ...freigabe, proSekunde: 900 }])).toContain('höchstens 100/s');
});

describe('outside of the time window', () => {
  it('nothing is checked, and --probe still shows what would be', async () => {
    const context = await contextOn(store, day);
    await grantFreigabe(context, { ...granted, zeitfenster: ['Mo-Fr 18:00-06:00'] });
    await expect(prepareChecks(context, request)).rejects.toMatchObject({
      exitCode: 5,
      message: expect.stringContaining('Mo-Fr 18:00-06:00'),
    });
    const shown = await prepareChecks(context, { ...request, probe: true });
    expect(shown.targets.map(({ address }) => address)).toEqual(['127.0.0.1']);
  });

  it('within it the end is known', async () => {
    const context = await contextOn(store, day);
    await grantFreigabe(context, { ...granted, zeitfenster: ['Fr 12:00-14:00'] });
    expect((await prepareChecks(context, request)).until).toEqual(new Date(`${day}T13:00:00Z`));
  });
});

describe('several Freigaben side by side', () => {
  const grant = async (...several: Partial<NewFreigabe>[]) => {
    const context = await contextOn(store, day);
    for (const changes of several) await grantFreigabe(context, { ...granted, ...changes });
    return context;
  };

  it('consent to tests of access does not reach the ports of a Freigabe without it', async () => {
    const context = await grant({ ports: '80,6379' }, { ports: '8080', zugriffstests: true });
    const { targets } = await prepareChecks(context, request);
    const ports = [80, 6379, 8080, 8081];
    expect(targets.map((target) => ports.map((port) => target.permitsPort(port)))).toEqual([[true, true, true, false]]);
    expect(targets.map((target) => ports.map((port) => target.permitsAccessTestsAt(port)))).toEqual([
      [false, false, true, false],
    ]);
  });

  it('it holds at every port of the one that gives it', async () => {
    const context = await grant({ ports: '80' }, { ports: undefined, zugriffstests: true });
    const { targets, notes } = await prepareChecks(context, request);
    expect(targets.map((target) => [80, 65535].map((port) => target.permitsAccessTestsAt(port)))).toEqual([[true, true]]);
    expect(notes).toEqual([]);
  });

  it('says that a younger one from elsewhere does not count, since the vantage decides about severity', async () => {
    const context = await grant(
      { blickwinkel: 'lan' },
      { blickwinkel: 'internet' },
      { blickwinkel: 'internet', ziele: ['127.0.0.2'] },
    );
    const { targets, notes } = await prepareChecks(context, request);
    expect(targets.map(({ address, vantage }) => [address, vantage])).toEqual([
      ['127.0.0.1', 'lan'],
      ['127.0.0.2', 'internet'],
    ]);
    expect(notes).toEqual([
      expect.stringMatching(
        /^F2 \(Blickwinkel internet\) zählt hier nicht: Für 127\.0\.0\.1 gilt die ältere F1.* --blickwinkel internet\.$/,
      ),
    ]);
  });

  it('names what is left out because of its hours, and does not call it unknown', async () => {
    const context = await grant({ zeitfenster: ['Mo-Fr 18:00-06:00'] }, { ziele: ['127.0.0.2'] });
    const { targets, notes } = await prepareChecks(context, request);
    expect(targets.map(({ address }) => address)).toEqual(['127.0.0.2']);
    expect(notes).toEqual([expect.stringMatching(/^F1 erlaubt Prüfungen nur Mo-Fr 18:00-06:00; .*127\.0\.0\.1/)]);
    await expect(prepareChecks(context, { ...request, ziele: ['127.0.0.1'] })).rejects.toMatchObject({
      exitCode: 5,
      message: expect.stringContaining('nur Mo-Fr 18:00-06:00'),
    });
    await expect(prepareChecks(context, { ...request, ziele: ['127.0.0.3'] })).rejects.toMatchObject({
      message: expect.stringContaining('liegt in keiner Freigabe'),
    });
  });
});

describe('a domain', () => {
  it('may be asked about without permitting its addresses', async () => {
    const context = await contextOn(store, day);
    await grantFreigabe(context, { ...granted, ziele: [], domains: ['beispielhain.example'] });
    const prepared = await prepareChecks(context, { ...request, ziele: ['beispielhain.example'] });
    expect(prepared.targets).toEqual([]);
    expect(prepared.domains.map(({ name }) => name)).toEqual(['beispielhain.example']);
    await expect(prepareChecks(context, { ...request, ziele: ['127.0.0.1'] })).rejects.toMatchObject({ exitCode: 5 });
  });
});

describe('a name that moved since the Freigabe', () => {
  it('is looked at only where it is permitted, and the rest is reported', async () => {
    const context = await contextOn(store, day);
    const moved = { ...parseZiel('localhost'), addresses: ['192.0.2.7'] };
    await insertFreigabe(
      store,
      {
        kommune: 'beispielhain',
        ziele: [moved, parseZiel('127.0.0.9')],
        ports: null,
        von: day,
        bis: '2026-12-31',
        durch: 'Jana Muster',
        blickwinkel: 'host',
        ...withoutDetails,
        widerrufenAm: null,
      },
      day,
      recordingOf(context),
    );
    const { targets, notes } = await prepareChecks(context, request);
    expect(targets.map(({ address }) => address)).toEqual(['127.0.0.9']);
    expect(notes.join(' ')).toMatch(/localhost zeigt jetzt auch auf (127\.0\.0\.1|::1); diese Adresse ist nicht freigegeben/);
  });
});

describe('a printer in a permitted range', () => {
  it('is left alone unless it is named', async () => {
    const context = await contextOn(store, day);
    await createZielobjekt(context, {
      kommune: 'beispielhain',
      kuerzel: 'DR-1',
      typ: 'drucker',
      name: 'Drucker im Bürgerbüro',
      adressen: ['127.0.0.2'],
    });
    await grantFreigabe(context, { ...granted, ziele: ['127.0.0.0/30'] });
    const { targets, notes } = await prepareChecks(context, request);
    expect(targets.map(({ address }) => address)).toEqual(['127.0.0.0', '127.0.0.1', '127.0.0.3']);
    expect(notes).toEqual([expect.stringContaining('DR-1 (127.0.0.2) ist ein empfindliches Gerät')]);
    const named = await prepareChecks(context, { ...request, ziele: ['127.0.0.2'] });
    expect(named.targets.map(({ address }) => address)).toEqual(['127.0.0.2']);
  });
});

describe('the announcement of a check', () => {
  it('says all that is known and leaves open what is not', async () => {
    const context = await contextOn(store, day);
    await grantFreigabe(context, {
      ...granted,
      blickwinkel: 'internet',
      zeitfenster: ['Mo-Fr 18:00-06:00'],
      kontakt: 'isb@beispielhain.example',
      dokument: 'Az. 10-042',
      zugriffstests: true,
    });
    const { text } = await announceFreigabe(context, 'beispielhain', 'f1', 'saxcert');
    for (const part of [
      'Jana Muster, Bürgermeisterin (Az. 10-042)',
      '20.11.2026 bis 31.12.2026',
      'Mo-Fr 18:00-06:00',
      '127.0.0.1',
    ])
      expect(text).toContain(part);
    expect(text).toContain('höchstens 100 neue Verbindungen je Sekunde');
    expect(text).toContain('Zugriffstests');
    expect(text).toContain('isb@beispielhain.example');
    expect(text).toContain('[öffentliche Adresse des prüfenden Rechners eintragen]');
    await expect(announceFreigabe(context, 'beispielhain', 'F9', 'kdn')).rejects.toMatchObject({ exitCode: 3 });
  });
});

it('a target with Freigaben of two vantages is looked at from the one that is named', async () => {
  const context = await contextOn(store, day);
  await grantFreigabe(context, { ...granted, blickwinkel: 'lan' });
  await grantFreigabe(context, { ...granted, blickwinkel: 'internet' });
  const vantageOf = async (blickwinkel: 'lan' | 'internet' | 'kdn' | null) =>
    (await prepareChecks(context, { ...request, blickwinkel })).targets.map(({ vantage }) => vantage);
  expect(await vantageOf('internet')).toEqual(['internet']);
  expect(await vantageOf(null)).toEqual(['lan']);
  await expect(vantageOf('kdn')).rejects.toMatchObject({
    exitCode: 5,
    message: 'Für beispielhain gilt heute keine Freigabe mit Blickwinkel kdn. Es wurde nichts gesendet.',
    hint: expect.stringContaining('mit Blickwinkel lan, internet'),
  });
});
