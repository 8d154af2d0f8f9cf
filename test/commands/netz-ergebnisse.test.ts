/** What becomes of results: listed, filtered, explained, judged again, compared, handed to other programs. Nothing is sent here. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Netzlauf } from '../../src/domain/netzlauf.ts';
import type { Observation, TlsVersion, Vantage } from '../../src/domain/observation.ts';
import { countObservations, selectFindings } from '../../src/store/netzlaeufe.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { selectProtokoll, verifyChain } from '../../src/store/protokoll.ts';
import { compareRuns, hasNews, listBaselines, removeBaseline, setBaseline } from '../../src/usecases/compare-runs.ts';
import { stateAt } from '../../src/usecases/context.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { listDue } from '../../src/usecases/due.ts';
import { explainFinding, listExplanations, withdrawExplanation } from '../../src/usecases/explain-finding.ts';
import { commandSchemas } from '../../src/usecases/json-schemas.ts';
import { judgeAgain } from '../../src/usecases/judge-again.ts';
import { listFindings } from '../../src/usecases/list-findings.ts';
import { listRuns, writeEvidence } from '../../src/usecases/list-runs.ts';
import { judgeNow, recordNetzlauf } from '../../src/usecases/record-netzlauf.ts';
import { runCli } from '../run-cli.ts';
import { contextOn } from './context-on.ts';

const kommune = 'beispielhain';
const address = '192.0.2.7';

let folder: string;
let path: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-ergebnisse-'));
  path = join(folder, 'b.db');
  store = await openStore(path);
  const body = { slug: kommune, name: 'Beispielhain', art: 'gemeinde', ags: null, einwohner: null, landkreis: null };
  await createKommune(await on('2026-01-02'), body, {});
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const on = (day: string, asOf = day) => contextOn(store, day, asOf);

interface Look {
  /** State of each port asked for. */
  ports: Record<number, string>;
  /** TLS versions per open port; `null`: the service did not answer. */
  tls?: Record<number, readonly TlsVersion[] | null>;
  vantage?: Vantage;
  run?: Partial<Netzlauf>;
  xml?: string;
  checks?: readonly string[];
}

function observationsOf(day: string, { ports, tls = {}, vantage = 'internet' }: Look): Observation[] {
  const at = `${day}T11:00:00.000Z`;
  const host = { name: null, address };
  const found = Object.entries(ports).map(([port, state]) => ({
    port: Number(port),
    protocol: 'tcp' as const,
    state,
    reason: null,
    service: null,
  }));
  const requested = found.map(({ port }) => port);
  const services = Object.entries(tls).map(([port, versions]): Observation => {
    const target = { ...host, port: Number(port) };
    if (versions === null) return { kind: 'tls', target, vantage, at, outcome: { seen: false, reason: 'Keine Antwort.' } };
    const offered = (version: TlsVersion) => ({ offered: versions.includes(version) });
    const data = {
      versions: {
        SSLv3: offered('SSLv3'),
        TLSv1: offered('TLSv1'),
        'TLSv1.1': offered('TLSv1.1'),
        'TLSv1.2': offered('TLSv1.2'),
        'TLSv1.3': offered('TLSv1.3'),
      },
      certificate: null,
      certificateReason: 'Kein Zertifikat gelesen.',
    };
    return { kind: 'tls', target, vantage, at, outcome: { seen: true, data } };
  });
  return [
    {
      kind: 'port-scan',
      target: { ...host, port: null },
      vantage,
      at,
      outcome: { seen: true, data: { tool: 'connect', toolVersion: null, requested, ports: found, complete: true } },
    },
    ...services,
  ];
}

/** A run on that day, judged and recorded as `netz pruefen` does it. */
async function look(day: string, what: Look): Promise<string> {
  const context = await on(day);
  const observations = observationsOf(day, what);
  const wanted = what.checks ?? ['tls-protocol-version', 'undeclared-service'];
  const findings = await judgeNow(
    context,
    kommune,
    observations,
    context.catalogue.checks.filter(({ id }) => wanted.includes(id)),
  );
  const run = {
    kommune,
    freigaben: ['F1'],
    begonnen: `${day}T10:59:00.000Z`,
    beendet: `${day}T11:01:00.000Z`,
    werkzeug: 'nmap 7.93',
    nmapFehlt: false,
    vollstaendig: true,
    hinweise: [],
    argv: ['nmap', '-sT'],
    namen: [],
    ...what.run,
  };
  const xml = what.xml === undefined ? [] : [Buffer.from(what.xml)];
  const evidence = xml.map((bytes) => ({
    art: 'nmap-xml',
    werkzeug: 'nmap 7.93',
    argv: ['nmap', '-sT'],
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    gzip: gzipSync(bytes),
  }));
  return (await recordNetzlauf(context, run, observations, findings, evidence)).run.id;
}

const legacy = ['TLSv1', 'TLSv1.2', 'TLSv1.3'] as const;
const modern = ['TLSv1.2', 'TLSv1.3'] as const;

async function befunde(day: string, filter = {}, asOf = day) {
  const json = commandSchemas['netz befunde'].parse(await listFindings(await on(day, asOf), kommune, filter));
  return json.befunde;
}

const tlsOf = async (day: string, asOf = day) =>
  (await befunde(day, { check: ['tls-protocol-version'] }, asOf)).map(({ ziel, ergebnis }) => `${ziel} ${ergebnis}`);

describe('netz befunde', () => {
  it('a port that was closed takes its finding along, but not for the days before', async () => {
    await look('2026-10-01', { ports: { 443: 'open', 80: 'closed' }, tls: { 443: legacy } });
    expect(await tlsOf('2026-10-02')).toEqual([`${address}:443 not-met`]);
    await look('2026-11-01', { ports: { 443: 'closed', 80: 'closed' } });
    expect(await tlsOf('2026-11-02')).toEqual([]);
    expect(await tlsOf('2026-11-02', '2026-10-02')).toEqual([`${address}:443 not-met`]);
  });

  it('what could not be looked at stays as it was', async () => {
    await look('2026-10-01', { ports: { 443: 'open' }, tls: { 443: legacy } });
    await look('2026-10-08', { ports: { 80: 'closed' } });
    await look('2026-10-15', { ports: { 443: 'filtered' } });
    expect(await tlsOf('2026-10-16')).toEqual([`${address}:443 not-met`]);
  });

  it('keeps the agreed shape, and adds only what is unusual', async () => {
    await look('2026-10-01', { ports: { 443: 'open' }, tls: { 443: legacy } });
    const [finding] = await befunde('2026-10-01', { ergebnis: ['not-met'], check: ['tls-protocol-version'] });
    const agreed = ['check', 'ziel', 'ergebnis', 'schwere', 'text', 'controls', 'gesehenAm'];
    expect(Object.keys(finding ?? {})).toEqual(agreed);
    expect((await befunde('2026-12-30', { check: ['tls-protocol-version'] }))[0]).not.toHaveProperty('alterTage');
    expect((await befunde('2026-12-31', { check: ['tls-protocol-version'] }))[0]).toMatchObject({ alterTage: 91 });
  });

  it('filters, and lists the findings of one run', async () => {
    await look('2026-10-01', { ports: { 443: 'open' }, tls: { 443: legacy } });
    await look('2026-10-08', { ports: { 443: 'open' }, tls: { 443: modern } });
    expect((await befunde('2026-10-09', { ergebnis: ['met'] })).map(({ check }) => check)).toEqual(['tls-protocol-version']);
    expect((await befunde('2026-10-09', { schwere: ['kritisch'] })).length).toBe(0);
    expect((await befunde('2026-10-09', { lauf: 'l1', check: ['tls-protocol-version'] }))[0]?.ergebnis).toBe('not-met');
    await expect(befunde('2026-10-09', { lauf: 'L9' })).rejects.toThrow('„L9“ gibt es nicht');
    await expect(befunde('2026-10-09', { check: ['tls'] })).rejects.toThrow('„tls“ gibt es nicht');
  });
});

describe('netz erklaeren', () => {
  const choice = { kommune, check: 'tls-protocol-version', ziel: `${address}:443` };
  const words = { begruendung: 'Altes Fachverfahren', bis: '2026-12-31', verantwortlich: 'Jan Krause' };
  const explain = async (day: string, changes = {}) =>
    commandSchemas['netz erklaeren'].parse(await explainFinding(await on(day), { ...choice, ...words, ...changes }));
  const marked = async (day: string) => (await befunde(day, { check: ['tls-protocol-version'] }))[0];

  beforeEach(() => look('2026-10-01', { ports: { 443: 'open' }, tls: { 443: legacy } }));

  it('marks the finding without changing it, over later runs, until its day', async () => {
    const [explained] = await explain('2026-10-02');
    expect(explained).toMatchObject({ id: 'A1', stand: 'gilt', erklaertAm: '2026-10-02', ergebnis: 'not-met' });
    await look('2026-11-01', { ports: { 443: 'open' }, tls: { 443: legacy } });
    expect(await marked('2026-12-31')).toMatchObject({ ergebnis: 'not-met', erklaerung: { stand: 'gilt', bis: '2026-12-31' } });
    expect(await marked('2027-01-01')).toMatchObject({ ergebnis: 'not-met', erklaerung: { stand: 'abgelaufen' } });
  });

  it('is due on its day and late afterwards, until the gap is closed', async () => {
    await explain('2026-10-02');
    const due = async (day: string) =>
      (await listDue(await on(day), { kommune, days: 30 })).punkte.filter(({ art }) => art === 'befund');
    expect(await due('2026-10-03')).toEqual([]);
    expect(await due('2026-12-10')).toMatchObject([{ tag: '2026-12-31', id: 'A1', wer: 'Jan Krause', ueberfaellig: false }]);
    expect(await due('2027-01-10')).toMatchObject([{ ueberfaellig: true }]);
    await look('2027-01-11', { ports: { 443: 'open' }, tls: { 443: modern } });
    expect(await due('2027-01-12')).toEqual([]);
    expect(await listExplanations(await on('2027-01-12'), kommune)).toMatchObject([{ stand: 'erledigt' }]);
  });

  it('does not hold when the finding becomes worse, and says so', async () => {
    await explain('2026-10-02');
    await look('2026-10-09', { ports: { 443: 'open' }, tls: { 443: ['SSLv3', 'TLSv1.2'] } });
    expect(await marked('2026-10-10')).toMatchObject({ schwere: 'hoch', erklaerung: { stand: 'ueberholt' } });
    const { punkte } = await listDue(await on('2026-10-10'), { kommune, days: 200 });
    expect(punkte.find(({ art }) => art === 'befund')?.text).toContain('schlechter geworden');
  });

  it('can be taken back, and the record names who did', async () => {
    await explain('2026-10-02');
    await expect(withdrawExplanation(await on('2026-10-03'), { ...choice, ziel: '192.0.2.8' })).rejects.toThrow(
      'keine Erklärung',
    );
    const [withdrawn] = await withdrawExplanation(await on('2026-10-03'), choice);
    expect(withdrawn).toMatchObject({ id: 'A1', stand: 'aufgehoben' });
    expect((await marked('2026-10-04'))?.erklaerung).toBeUndefined();
    const entries = await selectProtokoll(store, kommune, '9999');
    expect(entries.slice(-2).map(({ action, person }) => `${action} ${person}`)).toEqual([
      'netz.erklaeren Ines Sorbe',
      'netz.erklaerung-aufheben Ines Sorbe',
    ]);
    expect((await verifyChain(store, kommune, null)).problems).toEqual([]);
  });

  it.each<[string, object, RegExp]>([
    ['without reason', { begruendung: '  ' }, /Begründung ist leer/],
    ['until yesterday', { bis: '2026-10-01' }, /schon vorbei/],
    ['for ever', { bis: '2099-12-31' }, /zu lang/],
    ['where nothing was found', { ziel: '192.0.2.9' }, /gibt es nicht/],
    ['another check', { check: 'http-hsts' }, /gibt es nicht/],
    ['another vantage', { blickwinkel: 'kdn' }, /gibt es nicht/],
  ])('is refused %s', async (_name, changes, message) => {
    await expect(explain('2026-10-02', changes)).rejects.toThrow(message);
    expect(await listExplanations(await on('2026-10-02'), kommune)).toEqual([]);
  });

  it('of what is in order or undetermined is refused', async () => {
    await look('2026-10-02', { ports: { 443: 'open' }, tls: { 443: modern } });
    await expect(explain('2026-10-03')).rejects.toThrow('in Ordnung: Zu erklären gibt es nichts');
  });
});

describe('netz bewerten', () => {
  const judge = async (day: string, asOf: string, changes = {}) =>
    commandSchemas['netz bewerten'].parse(await judgeAgain(await on(day, asOf), { kommune, speichern: false, ...changes }));

  beforeEach(() => look('2026-10-01', { ports: { 443: 'open' }, tls: { 443: modern } }));

  it('for today says the same as when it was seen', async () => {
    const same = await judge('2026-10-02', '2026-10-02');
    expect(same.geaendert).toEqual([]);
    expect(same.unveraendert).toBeGreaterThan(0);
  });

  it('for a later day, by a profile, shows what will no longer do, and records nothing', async () => {
    const later = await judge('2026-10-02', '2032-01-01', { profil: 'bsi-tr-02102-2@2026-01' });
    expect(later.geaendert).toMatchObject([
      {
        check: 'tls-protocol-version',
        vorher: { ergebnis: 'met' },
        nachher: { ergebnis: 'not-met', text: expect.stringContaining('TLS 1.2') },
      },
    ]);
    expect(later.gespeichert).toBeNull();
    expect((await selectProtokoll(store, kommune, '9999')).map(({ action }) => action)).not.toContain('netz.bewerten');
  });

  it('an unknown profile is named with those there are; another day than today is not recorded', async () => {
    await expect(judge('2026-10-02', '2026-10-02', { profil: 'nist' })).rejects.toMatchObject({
      message: expect.stringContaining('„nist“'),
      hint: expect.stringContaining('bsi-mst-tls'),
    });
    await expect(judge('2026-10-02', '2032-01-01', { speichern: true })).rejects.toThrow('nur eine Bewertung zum heutigen Tag');
    await expect(judge('2026-10-02', '2026-10-02', { lauf: 'L7' })).rejects.toThrow('„L7“ gibt es nicht');
  });

  it('recorded, it is the judgement of that run from then on: no new look, and the days before keep theirs', async () => {
    const before = await countObservations(store, kommune, 'L1');
    const saved = await judge('2032-01-01', '2032-01-01', { profil: 'bsi-tr-02102-2@2026-01', speichern: true });
    expect(saved.gespeichert).toBe(1);
    expect((await befunde('2032-01-02', { check: ['tls-protocol-version'] }))[0]).toMatchObject({
      ergebnis: 'not-met',
      gesehenAm: '2026-10-01T11:00:00.000Z',
      neuBewertet: true,
    });
    expect((await befunde('2032-01-02', { check: ['tls-protocol-version'] }, '2031-12-31'))[0]?.ergebnis).toBe('met');
    expect(await countObservations(store, kommune, 'L1')).toBe(before);
    expect(await judge('2032-01-02', '2032-01-02', { speichern: true })).toMatchObject({ gespeichert: 2 });
    expect(
      (await selectFindings(store, kommune, stateAt(await on('2032-01-03')))).every(({ bewertung }) => bewertung === 2),
    ).toBe(true);
    const { action, summary } = (await selectProtokoll(store, kommune, '9999')).at(-1) ?? {};
    expect([action, summary]).toEqual(['netz.bewerten', expect.stringContaining('L1 neu bewertet')]);
    expect((await verifyChain(store, kommune, null)).problems).toEqual([]);
    const { laeufe } = commandSchemas['netz laeufe'].parse(await listRuns(await on('2032-01-03'), kommune));
    expect(laeufe[0]?.neuBewertet).toMatchObject({ nr: 2, stand: '2032-01-02', profil: null });
  });

  it('a check the run was not made for says nothing unless it can tell', async () => {
    const { checks } = await judge('2026-10-02', '2026-10-02').then(({ geaendert }) => ({
      checks: geaendert.map(({ check }) => check),
    }));
    expect(checks).not.toContain('tls-cipher-suites');
  });
});

describe('netz vergleichen', () => {
  const compare = async (day: string, changes = {}) =>
    commandSchemas['netz vergleichen'].parse(await compareRuns(await on(day), { kommune, ...changes }));
  const short = ({ befunde: found, ports }: Awaited<ReturnType<typeof compare>>) =>
    (['neu', 'weg', 'geaendert', 'nichtMehrGesehen'] as const).flatMap((group) => [
      ...found[group].filter(({ check }) => check === 'tls-protocol-version').map(({ ziel }) => `${group} ${ziel}`),
      ...ports[group].map(({ port }) => `${group} ${port}/tcp`),
    ]);

  it('tells new, gone, worse, and no longer seen apart', async () => {
    await look('2026-10-01', {
      ports: { 443: 'open', 8443: 'open', 22: 'closed', 993: 'open' },
      tls: { 443: legacy, 8443: legacy, 993: legacy },
    });
    await look('2026-10-08', { ports: { 443: 'open', 8443: 'closed', 22: 'open' }, tls: { 443: ['SSLv3', 'TLSv1'] } });
    const drift = await compare('2026-10-09');
    expect(drift).toMatchObject({ lauf: 'L2', vergleichsLauf: 'L1', blickwinkel: ['internet'] });
    expect(short(drift)).toEqual([
      'neu 22/tcp',
      `weg ${address}:8443`,
      'weg 8443/tcp',
      `geaendert ${address}:443`,
      `nichtMehrGesehen ${address}:993`,
      'nichtMehrGesehen 993/tcp',
    ]);
    expect(hasNews(drift)).toBe(true);
  });

  it('compares with the last run from the same side, never across sides', async () => {
    await look('2026-10-01', { ports: { 443: 'open' }, tls: { 443: legacy } });
    await look('2026-10-02', { ports: { 443: 'open', 22: 'open' }, tls: { 443: legacy }, vantage: 'lan' });
    await look('2026-10-08', { ports: { 443: 'open' }, tls: { 443: legacy } });
    const same = await compare('2026-10-09');
    expect(same.vergleichsLauf).toBe('L1');
    expect(short(same)).toEqual([]);
    expect(hasNews(same)).toBe(false);
    expect(same.unveraendert.ports).toBe(1);
    await expect(compare('2026-10-09', { mit: 'L2' })).rejects.toThrow('nicht vom selben Blickwinkel');
    await expect(compare('2026-10-09', { lauf: 'L1' })).rejects.toThrow('keine Netzprüfung vom selben Blickwinkel');
  });

  it('a continued run counts with the one it continued', async () => {
    await look('2026-10-01', { ports: { 443: 'open', 22: 'open' }, tls: { 443: legacy } });
    await look('2026-10-08', { ports: { 443: 'open' }, tls: { 443: legacy }, run: { vollstaendig: false } });
    await look('2026-10-09', { ports: { 22: 'open' }, run: { setztFort: 'L2' } });
    const drift = await compare('2026-10-10');
    expect(drift).toMatchObject({ lauf: 'L3', vergleichsLauf: 'L1' });
    expect(short(drift)).toEqual([]);
  });

  it('a result read in late is compared by when it was seen', async () => {
    await look('2026-10-08', { ports: { 22: 'open' } });
    await look('2026-10-01', { ports: { 22: 'closed' } });
    expect(await compare('2026-10-09')).toMatchObject({ lauf: 'L1', vergleichsLauf: 'L2' });
  });

  it('against a named baseline, which can be moved and taken away', async () => {
    await look('2026-10-01', { ports: { 443: 'closed' } });
    await setBaseline(await on('2026-10-01'), kommune, 'abnahme', 'L1');
    await look('2026-10-08', { ports: { 443: 'open' } });
    await look('2026-10-15', { ports: { 443: 'open' } });
    expect(short(await compare('2026-10-16'))).toEqual([]);
    expect(short(await compare('2026-10-16', { basis: 'abnahme' }))).toEqual(['neu 443/tcp']);
    await setBaseline(await on('2026-10-16'), kommune, 'abnahme', undefined);
    const listed = commandSchemas['netz basis'].parse(await listBaselines(await on('2026-10-16'), kommune));
    expect(listed).toEqual([{ kommune, name: 'abnahme', lauf: 'L3', seit: '2026-10-16' }]);
    expect(await listBaselines(await on('2026-10-16', '2026-10-02'), kommune)).toMatchObject([{ lauf: 'L1' }]);
    expect(await removeBaseline(await on('2026-10-17'), kommune, 'abnahme')).toEqual([]);
    await expect(compare('2026-10-17', { basis: 'abnahme' })).rejects.toThrow('„abnahme“ gibt es nicht');
    await expect(setBaseline(await on('2026-10-17'), kommune, '../x', undefined)).rejects.toThrow('kein Name');
  });
});

it('netz laeufe: what looked, from where, how far it came; evidence comes back byte for byte', async () => {
  const xml = '<nmaprun scanner="nmap"><!-- ä --></nmaprun>\n';
  await look('2026-10-01', { ports: { 443: 'open' }, tls: { 443: legacy }, xml });
  await look('2026-10-08', { ports: { 443: 'open' }, tls: { 443: null }, vantage: 'lan', run: { vollstaendig: false } });
  await setBaseline(await on('2026-10-08'), kommune, 'abnahme', 'L1');
  const context = await on('2026-10-09');
  const { laeufe } = commandSchemas['netz laeufe'].parse(await listRuns(context, kommune));
  expect(laeufe).toMatchObject([
    { lauf: 'L1', werkzeug: 'nmap 7.93', blickwinkel: ['internet'], vollstaendig: true, beobachtungen: 2, basis: ['abnahme'] },
    { lauf: 'L2', blickwinkel: ['lan'], vollstaendig: false, belege: [] },
  ]);
  expect(laeufe[0]?.ergebnisse).toMatchObject({ 'not-met': 2, undetermined: 0 });
  expect(laeufe[1]?.ergebnisse).toMatchObject({ undetermined: 1 });
  const [file] = await writeEvidence(context, kommune, 'L1', join(folder, 'belege'));
  expect(readFileSync(file?.pfad ?? '', 'utf8')).toBe(xml);
  expect(file?.sha256).toBe(laeufe[0]?.belege[0]?.sha256);
  await expect(writeEvidence(context, kommune, 'L2', folder)).rejects.toThrow('keine Ausgabe eines Werkzeugs');
});

describe('at the command line', () => {
  const cli = (args: readonly string[]) =>
    runCli(['netz', ...args, '--kommune', kommune], { env: { BURGWARD_DB: path, BURGWARD_PERSON: 'Ines Sorbe' } });

  beforeEach(async () => {
    const days = [20, 10].map((ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10));
    await look(days[0] ?? '', { ports: { 443: 'open', 22: 'closed' }, tls: { 443: legacy } });
    await look(days[1] ?? '', { ports: { 443: 'open', 22: 'open' }, tls: { 443: legacy } });
  });

  it('explains, lists, judges, compares and hands over, with the promised exit codes', async () => {
    const bis = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const explained = await cli([
      'erklaeren',
      'tls-protocol-version',
      '--ziel',
      `${address}:443`,
      '--begruendung',
      'Alt',
      '--bis',
      bis,
      '--json',
    ]);
    expect(commandSchemas['netz erklaeren'].parse(explained.json())).toMatchObject([{ verantwortlich: 'Ines Sorbe' }]);
    const list = await cli(['befunde', '--fehler-bei', 'not-met', '--check', 'tls-protocol-version']);
    expect([list.exitCode, list.stdout]).toEqual([0, expect.stringContaining('erklärt bis')]);
    expect(list.stdout).toContain('nicht eingetragen');
    expect((await cli(['befunde', '--fehler-bei', 'not-met'])).exitCode).toBe(1);

    const plugin = await cli(['befunde', '--format', 'nagios', '--check', 'tls-protocol-version', '--fehler-bei', 'not-met']);
    expect([plugin.exitCode, plugin.stdout]).toEqual([1, expect.stringMatching(/^NETZ WARNING - [^|]* \| [^|]*\n/)]);
    expect((await cli(['befunde', '--format', 'nagios', '--check', 'http-hsts', '--fehler-bei', 'not-met'])).exitCode).toBe(3);

    const file = join(folder, 'aus', 'befunde.sarif');
    const written = await cli(['befunde', '--format', 'sarif', '--ausgabe', file, '--json']);
    expect(commandSchemas['netz befunde'].parse(written.json()).dateien).toMatchObject([{ format: 'sarif', pfad: file }]);
    expect(JSON.parse(readFileSync(file, 'utf8')).runs).toHaveLength(1);
    expect((await cli(['befunde', '--format', 'csv'])).stdout).toMatch(/^\ufeffErgebnis;.*\r\n/);
  }, 240_000);

  it('runs, judgements, comparisons and baselines', async () => {
    const drift = await cli(['vergleichen', '--fehler-bei', 'neu', '--json']);
    expect(drift.exitCode).toBe(1);
    expect(commandSchemas['netz vergleichen'].parse(drift.json()).ports.neu).toMatchObject([{ port: 22 }]);
    const judged = await cli(['bewerten', '--json']);
    expect(commandSchemas['netz bewerten'].parse(judged.json())).toMatchObject({ lauf: 'L2', gespeichert: null });
    expect((await cli(['basis', 'setzen', 'abnahme', '--lauf', 'L1'])).stdout).toContain('abnahme');
    expect(commandSchemas['netz basis'].parse((await cli(['basis', '--json'])).json())).toHaveLength(1);
    expect(commandSchemas['netz laeufe'].parse((await cli(['laeufe', '--json'])).json()).laeufe).toHaveLength(2);
    for (const [args, code] of [
      [['basis', 'setzen', 'x', '--stand', '2026-01-01'], 2],
      [['erklaeren', 'tls-protocol-version', '--ziel', address], 2],
      [['vergleichen', '--basis', 'fehlt'], 3],
      [['laeufe', '--ausgabe', folder], 2],
    ] as const) {
      expect((await cli(args)).exitCode, args.join(' ')).toBe(code);
    }
  }, 240_000);
});
