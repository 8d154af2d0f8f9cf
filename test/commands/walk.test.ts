/**
 * One officer's way through every command, against the real program, each in a process of its own that begins and ends, a real database
 * file and the published schemas.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CommandJson } from '../../src/usecases/json-schemas.ts';
import { runCli } from '../run-cli.ts';
import { checkedJson, runJson } from './schema.ts';

const kommune = ['--kommune', 'beispielhain'];
let folder: string;
let env: Record<string, string>;
let server: Server;
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-walk-'));
  env = { BURGWARD_DB: join(folder, 'b.db'), BURGWARD_PERSON: 'Ines Sorbe' };
  server = createServer((_request, response) => response.end('Beispielhain'));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const json = <C extends keyof CommandJson>(command: C, ...args: string[]) =>
  runJson<CommandJson[C]>(command, args, { env, ownProcess: true });

it('looks around before anything is recorded', async () => {
  const diagnosis = await json('diagnose');
  expect(diagnosis.datenbank).toMatchObject({ vorhanden: false, beschreibbar: true });
  expect(existsSync(env['BURGWARD_DB'] ?? '')).toBe(false);
  expect(await json('kommune liste')).toEqual([]);
  expect((await json('katalog liste', '--profil', 'sofort')).length).toBe(30);
  expect((await json('katalog liste', '--rahmenwerk', 'saechsisichg', '--rolle', 'leitung')).length).toBeGreaterThan(3);
  expect((await json('katalog zeigen', 'web-01.03')).checks.map((check) => check.id)).toEqual(['tls-protocol-version']);
  expect((await json('katalog suchen', 'verschluesselt')).length).toBeGreaterThan(0);
  expect((await json('katalog pruefen')).probleme).toEqual([]);
  expect((await json('rahmenwerk liste')).map((framework) => framework.id)).toEqual(
    expect.arrayContaining(['saechsisichg', 'kdn']),
  );
  expect((await json('bericht liste')).map((report) => report.art)).toEqual(
    expect.arrayContaining(['leitung', 'saechsisichg', 'kdn']),
  );
}, 60_000);

it('registers Beispielhain with roles and Zielobjekte', async () => {
  const created = await json(
    'kommune anlegen',
    'beispielhain',
    '--name',
    'Gemeinde Beispielhain',
    '--ags',
    '14522999',
    '--einwohner',
    '4200',
    '--merkmal',
    'kdn_angeschlossen=ja',
  );
  expect(created.merkmale.find((m) => m.id === 'kdn_angeschlossen')?.wert).toBe('ja');
  expect(created.merkmale.find((m) => m.id === 'schultraeger')?.wert).toBe('unbekannt');
  await json('kommune aendern', 'beispielhain', '--einwohner', '4100', '--merkmal', 'schultraeger=nein');
  expect(await json('kommune liste')).toEqual([
    { slug: 'beispielhain', name: 'Gemeinde Beispielhain', art: 'gemeinde', ags: '14522999', einwohner: 4100 },
  ]);
  await json('rolle vergeben', 'leitung', ...kommune, '--person', 'Jana Muster', '--ab', '2022-08-01');
  const bfis = await json(
    'rolle vergeben',
    'bfis',
    ...kommune,
    '--person',
    'Ralf Teich',
    '--ab',
    '2024-03-01',
    '--bestellt',
    '2024-03-01',
  );
  expect(bfis).toMatchObject({ id: 'R2', person: 'Ralf Teich', gemeldet: null });
  const toldInTime = ['--ab', '2025-01-01', '--bestellt', '2025-01-02', '--gemeldet', '2025-01-20'];
  await json('rolle vergeben', 'bfis', ...kommune, '--person', 'Ines Sorbe', ...toldInTime);
  expect(await json('rolle beenden', 'R2', ...kommune, '--bis', '2024-12-31')).toMatchObject({ id: 'R2', bis: '2024-12-31' });
  expect((await json('rolle liste', ...kommune)).map((r) => [r.id, r.person, r.bis])).toEqual([
    ['R1', 'Jana Muster', null],
    ['R2', 'Ralf Teich', '2024-12-31'],
    ['R3', 'Ines Sorbe', null],
  ]);
  await json('rolle vergeben', 'bfis-vertretung', ...kommune, '--person', 'Ralf Teich', ...toldInTime);
  await json(
    'zielobjekt anlegen',
    'WEB1',
    ...kommune,
    '--typ',
    'webserver',
    '--name',
    'Webauftritt',
    '--adresse',
    `127.0.0.1:${port}`,
  );
  expect((await json('zielobjekt liste', ...kommune)).map((z) => z.kuerzel)).toEqual(['VERBUND', 'WEB1']);
}, 60_000);

it('records answers in a round and counts them', async () => {
  const round = await json('erhebung beginnen', ...kommune, '--profil', 'sofort');
  expect(round).toMatchObject({ id: 'E1', profil: 'sofort', abgeschlossen: null });
  const [first, second] = await json('katalog liste', '--profil', 'sofort');
  const gap = await json('erhebung antworten', first?.id ?? '', ...kommune, '--status', 'nein');
  expect(gap).toMatchObject({ status: 'nein', ohneTermin: true, giltHeute: true, gesagtVon: 'Ines Sorbe' });
  await json('erhebung antworten', first?.id ?? '', ...kommune, '--status', 'ja', '--nachweis', 'Schreiben vom 12.01.');
  await json(
    'erhebung antworten',
    second?.id ?? '',
    ...kommune,
    '--status',
    'entbehrlich',
    '--grund',
    'nicht-relevant',
    '--begruendung',
    'gibt es hier nicht',
  );
  const late = await json(
    'erhebung antworten',
    first?.id ?? '',
    ...kommune,
    '--status',
    'teilweise',
    '--gueltig-ab',
    '2025-05-01',
  );
  expect(late.giltHeute).toBe(false);
  const status = await json('erhebung stand', ...kommune);
  expect(status.gesamt).toEqual({ n: 30, ja: 1, teilweise: 0, nein: 0, entbehrlich: 1, offen: 28, zuBestaetigen: 0 });
  expect(status.themen.reduce((sum, topic) => sum + topic.n, 0)).toBe(30);
  expect((await json('erhebung abschliessen', ...kommune, '--ja')).pruefsumme).toMatch(/^[0-9a-f]{64}$/);
}, 60_000);

it('evaluates the Act with reasons, and ends with 1 only when asked', async () => {
  const result = await json('rahmenwerk auswerten', 'saechsisichg', ...kommune);
  const notice = result.punkte.find((point) => point.id === 'S-12');
  expect(notice).toMatchObject({ status: 'erfuellt', art: 'MUSS' });
  expect(notice?.begruendung).toContain('20.01.2025');
  expect(Object.values(result.ergebnis).reduce((a, b) => a + b, 0)).toBe(result.punkte.length);
  const strict = await runCli(['rahmenwerk', 'auswerten', 'kdn', ...kommune, '--fehler-bei', 'offen', '--json'], {
    env,
    ownProcess: true,
  });
  expect(strict.exitCode).toBe(1);
  checkedJson('rahmenwerk auswerten', strict);
}, 60_000);

it('checks what a Freigabe names, and nothing else', async () => {
  const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });
  const granted = await json(
    'freigabe erteilen',
    ...kommune,
    '--ziel',
    '127.0.0.1',
    '--von',
    today,
    '--bis',
    today,
    '--durch',
    'Jana Muster, Bürgermeisterin',
    '--ports',
    String(port),
    '--blickwinkel',
    'host',
  );
  expect(granted).toMatchObject({ id: 'F1', gueltig: true });
  const probe = await json('netz pruefen', ...kommune, '--probe');
  expect(probe).toMatchObject({ freigabe: 'F1', ziele: ['127.0.0.1'], ports: 1 });
  expect((await json('netz befunde', ...kommune)).lauf).toBeNull();
  const found = await json('netz pruefen', ...kommune);
  if (!('befunde' in found)) throw new Error('no findings');
  expect(found).toMatchObject({ lauf: 'L1', freigabe: 'F1' });
  expect(found.befunde.find((f) => f.check === 'http-redirect')?.ergebnis).toBe('not-met');
  const stored = await json('netz befunde', ...kommune);
  expect(stored.befunde).toEqual(found.befunde);
  const outside = await runCli(['netz', 'pruefen', ...kommune, '--ziel', '127.0.0.9', '--json'], { env, ownProcess: true });
  expect(outside.exitCode).toBe(5);
  checkedJson('fehler', outside);
}, 60_000);

it('shows the contradiction between „ja“ and what was seen, and changes no answer', async () => {
  const [finding] = (await json('netz befunde', ...kommune)).befunde.filter((f) => f.check === 'http-redirect');
  const control = finding?.controls[0] ?? '';
  await json('erhebung antworten', control, ...kommune, '--zielobjekt', 'WEB1', '--status', 'ja');
  const contradictions = await json('netz widersprueche', ...kommune);
  expect(contradictions).toEqual([
    expect.objectContaining({ control, zielobjekt: 'WEB1', antwort: 'ja', befund: 'not-met', ziel: `127.0.0.1:${port}` }),
  ]);
}, 60_000);

it('writes reports that carry a hash the Protokoll still knows', async () => {
  const out = join(folder, 'ausgabe');
  const { dateien } = await json('bericht erstellen', 'leitung', ...kommune, '--format', 'html,json', '--ausgabe', out);
  expect(dateien.map((file) => file.format)).toEqual(['html', 'json']);
  const again = await json(
    'bericht erstellen',
    'leitung',
    ...kommune,
    '--format',
    'html,json',
    '--ausgabe',
    join(folder, 'zweitens'),
  );
  expect(again.dateien.map((file) => file.sha256)).toEqual(dateien.map((file) => file.sha256));
  const data = readFileSync(dateien[1]?.pfad ?? '', 'utf8');
  const checked = await json('protokoll pruefen', ...kommune);
  expect(checked.inOrdnung).toBe(true);
  const printed = checked.ketten[0]?.pruefsumme ?? '';
  expect(data).toContain(printed);
  await json('freigabe widerrufen', 'F1', ...kommune, '--ja');
  expect((await json('freigabe liste', ...kommune))[0]).toMatchObject({ gueltig: false });
  expect((await json('protokoll pruefen', ...kommune, '--gegen', printed)).inOrdnung).toBe(true);
  expect((await json('protokoll zeigen', ...kommune)).at(-1)).toMatchObject({
    vorgang: 'freigabe.widerrufen',
    person: 'Ines Sorbe',
  });
}, 90_000);

it('tells the state of an earlier day', async () => {
  const before = await runCli(['kommune', 'zeigen', 'beispielhain', '--stand', '2020-01-01', '--json'], {
    env,
    ownProcess: true,
  });
  expect(before.exitCode).toBe(3);
  checkedJson('fehler', before);
}, 20_000);
