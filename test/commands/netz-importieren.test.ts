/** `netz importieren`: scans made elsewhere become observations that are judged like our own, and nothing is sent. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AlreadyExistsError, InvalidDataError, NotFoundError } from '../../src/errors.ts';
import { selectBelege, selectNetzlaeufe } from '../../src/store/netzlaeufe.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { type ImportScanRequest, importScan } from '../../src/usecases/import-scan.ts';
import { type CommandJson, commandSchemas } from '../../src/usecases/json-schemas.ts';
import { listFindings } from '../../src/usecases/list-findings.ts';
import { createZielobjekt } from '../../src/usecases/zielobjekte.ts';
import { runCli } from '../run-cli.ts';
import { contextOn } from './context-on.ts';

const kommune = 'beispielhain';
const today = '2026-11-22';
const at = { day: '9999-12-31', before: '9999-12-31T00:00:00.000Z' };
/** 20.11.2026, 10:00 UTC */
const start = Date.UTC(2026, 10, 20, 10) / 1000;
let folder: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-importieren-'));
  store = await openStore(join(folder, 'b.db'));
  await createKommune(
    await contextOn(store, '2026-01-10'),
    { slug: kommune, name: 'Gemeinde Beispielhain', art: 'gemeinde', ags: null, einwohner: null, landkreis: null },
    {},
  );
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Host {
  address?: string;
  attributes?: string;
  status?: string;
  name?: string;
  /** Inside `<ports>`; null for none at all. */
  ports?: string | null;
}

const open = (port: number, protocol = 'tcp') =>
  `<port protocol="${protocol}" portid="${port}"><state state="open" reason="syn-ack"/><service name="x" method="table"/></port>`;
const closed = (ports: string, count: number) =>
  `<extraports state="closed" count="${count}"><extrareasons reason="conn-refused" count="${count}" proto="tcp" ports="${ports}"/></extraports>`;

function host({
  address = '192.0.2.7',
  attributes = '',
  status = 'up',
  name,
  ports = closed('22-23,80,443', 4),
}: Host = {}): string {
  const names = name === undefined ? '' : `<hostnames><hostname name="${name}" type="user"/></hostnames>`;
  return `<host ${attributes}><status state="${status}"/><address addr="${address}" addrtype="ipv4"/>${names}${ports === null ? '' : `<ports>${ports}</ports>`}</host>`;
}

function document(
  hosts: string,
  { head = `start="${start}"`, services = '22-23,80,443', end = '<finished exit="success"/>' } = {},
): string {
  return `<?xml version="1.0"?>\n<!DOCTYPE nmaprun>\n<nmaprun scanner="nmap" args="nmap -oX x 192.0.2.0/24" ${head} version="7.93" xmloutputversion="1.05">\n<scaninfo type="connect" protocol="tcp" numservices="4" services="${services}"/>\n${hosts}\n<runstats>${end}</runstats></nmaprun>\n`;
}

function file(content: string, name = 'ergebnis.xml'): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

type Imported = CommandJson['netz importieren'];

async function read(content: string, more: Partial<ImportScanRequest> = {}): Promise<Imported> {
  const request = { kommune, path: file(content), vantage: 'internet', probe: false, again: false, ...more } as const;
  const result = await importScan(await contextOn(store, today), request);
  return commandSchemas['netz importieren'].parse(result);
}

const runs = () => selectNetzlaeufe(store, kommune, at);
const resultsOf = ({ befunde }: Imported, check: string) =>
  befunde.filter((each) => each.check === check).map(({ ziel, ergebnis }) => `${ziel} ${ergebnis}`);

describe('a whole file', () => {
  it('is judged and recorded like a run of our own', async () => {
    const zielobjekt = { kommune, kuerzel: 'WEB', typ: 'server', name: 'Website', adressen: ['192.0.2.7'] };
    await createZielobjekt(await contextOn(store, '2026-01-10'), zielobjekt);
    const hosts = host({ ports: open(23) + closed('22,80,443', 3) }) + host({ address: '192.0.2.8' });
    const imported = await read(document(hosts));
    expect(imported).toMatchObject({
      lauf: 'L1',
      freigabe: null,
      probe: false,
      beobachtungen: 2,
      werkzeug: 'nmap 7.93 (eingelesen aus ergebnis.xml)',
      begonnen: '2026-11-20T10:00:00.000Z',
      vollstaendig: true,
      ohneZielobjekt: ['192.0.2.8'],
    });
    expect(imported.befunde).toContainEqual(
      expect.objectContaining({
        check: 'remote-administration-exposed',
        ziel: '192.0.2.7',
        ergebnis: 'not-met',
        schwere: 'kritisch',
      }),
    );
    expect(imported.befunde.every(({ gesehenAm }) => gesehenAm === '2026-11-20T10:00:00.000Z')).toBe(true);
    const listed = await listFindings(await contextOn(store, today), kommune);
    expect(listed.befunde.map(({ text }) => text).toSorted()).toEqual(imported.befunde.map(({ text }) => text).toSorted());
  });

  it('keeps what it came from: arguments, hash and the bytes themselves', async () => {
    const content = document(host());
    await read(content);
    const [run] = await runs();
    expect(run).toMatchObject({
      argv: ['nmap -oX x 192.0.2.0/24'],
      nmapFehlt: false,
      freigaben: [],
      eingelesen: { datei: 'ergebnis.xml' },
    });
    const [beleg] = await selectBelege(store, kommune, 'L1', at);
    expect(gunzipSync(beleg?.gzip ?? Buffer.alloc(0)).toString()).toBe(content);
    expect(beleg?.sha256).toBe(run?.eingelesen?.sha256);
  });

  it('is refused the second time, unless asked for', async () => {
    await read(document(host()));
    await expect(read(document(host()))).rejects.toThrow(AlreadyExistsError);
    await expect(read(document(host()))).rejects.toThrow('L1 vom 20.11.2026');
    expect(await read(document(host()), { again: true, vantage: 'lan' })).toMatchObject({ lauf: 'L2' });
  });

  it('leaves nothing behind with --probe', async () => {
    expect(await read(document(host()), { probe: true })).toMatchObject({ lauf: null, probe: true, beobachtungen: 1 });
    expect(await runs()).toEqual([]);
  });

  it('takes the name somebody typed, not the one an address has in reverse', async () => {
    const typed = host({ name: 'www.beispielhain.de' });
    const reverse = host({ address: '192.0.2.8' }).replace(
      '<ports>',
      '<hostnames><hostname name="fremd.example" type="PTR"/></hostnames><ports>',
    );
    const odd = host({ address: '192.0.2.9', name: '-iR' });
    const { ohneZielobjekt } = await read(document(typed + reverse + odd));
    expect(ohneZielobjekt).toEqual(['www.beispielhain.de (192.0.2.7)', '192.0.2.8', '192.0.2.9']);
    expect((await runs())[0]?.namen).toEqual(['www.beispielhain.de → 192.0.2.7']);
  });

  it('that is older than a run since does not displace its findings', async () => {
    await read(document(host({ ports: open(23) + closed('22,80,443', 3) })));
    const old = await read(document(host(), { head: `start="${start - 5 * 86_400}"` }));
    expect(old.hinweise.join()).toContain('gab es L1');
    const listed = await listFindings(await contextOn(store, today), kommune);
    expect(listed.befunde).toContainEqual(expect.objectContaining({ check: 'undeclared-service', ergebnis: 'not-met' }));
  });

  it('of 65,535 ports keeps what is open and what checks ask for, and says so', async () => {
    const imported = await read(
      document(host({ ports: open(50_001) + closed('1-50000,50002-65535', 65_534) }), { services: '1-65535' }),
    );
    expect(imported.hinweise.join()).toContain('65.535 Ports je Rechner');
    expect(imported.befunde.find(({ check }) => check === 'undeclared-service')?.text).toContain('50001/tcp');
    expect(resultsOf(imported, 'remote-administration-exposed')).toEqual(['192.0.2.7 met']);
  });
});

describe('what was not looked at is never good', () => {
  it('a host nmap gave up', async () => {
    const gaveUp = host({ address: '192.0.2.8', attributes: 'timedout="true"', ports: null });
    const imported = await read(document(host() + gaveUp));
    expect(imported.hinweise.join()).toContain('nach seiner Zeitgrenze aufgab: 192.0.2.8');
    expect(resultsOf(imported, 'undeclared-service')).toEqual(['192.0.2.7 met', '192.0.2.8 undetermined']);
  });

  it('hosts that did not answer: a declared one by itself, the others as a number', async () => {
    const zielobjekt = { kommune, kuerzel: 'MAIL', typ: 'server', name: 'Mail', adressen: ['192.0.2.8'] };
    await createZielobjekt(await contextOn(store, '2026-01-10'), zielobjekt);
    const silent = ['192.0.2.8', '192.0.2.9', '192.0.2.10'].map((address) => host({ address, status: 'down', ports: null }));
    const imported = await read(document(host() + silent.join('')));
    expect(imported.beobachtungen).toBe(2);
    expect(resultsOf(imported, 'undeclared-service')).toContain('192.0.2.8 undetermined');
    expect(imported.hinweise.join()).toContain('2 Adressen, die kein Zielobjekt nennt');
  });

  it('a ping scan', async () => {
    const xml = document(host({ ports: null })).replace(/<scaninfo[^>]*>/, '');
    expect(resultsOf(await read(xml), 'undeclared-service')).toEqual(['192.0.2.7 undetermined']);
  });

  it('a file that does not say which ports were asked for', async () => {
    const imported = await read(
      document(host({ ports: '<extraports state="closed" count="3"/>' })).replace(/<scaninfo[^>]*>/, ''),
    );
    expect(imported.befunde.every(({ ergebnis }) => ergebnis === 'undetermined')).toBe(true);
  });

  it('closed and silent ports an old nmap only counts', async () => {
    const ports = '<extraports state="closed" count="2"/><extraports state="filtered" count="1"/>';
    const imported = await read(document(host({ ports: `${ports}${open(80)}` })));
    expect(imported.hinweise.join()).toContain('Nicht zu jedem Port');
    const one = await read(document(host({ ports: `<extraports state="closed" count="3"/>${open(80)}` })));
    expect(one.hinweise.join()).not.toContain('Nicht zu jedem Port');
  });

  it.each([
    ['cut off', (xml: string) => xml.slice(0, xml.indexOf('192.0.2.8')), /endet mittendrin, in Zeile 5/],
    [
      'damaged',
      (xml: string) => xml.replace('<address addr="192.0.2.8"', '<address <addr="192.0.2.8"'),
      /ist in Zeile 5 beschädigt/,
    ],
    ['without its end', (xml: string) => xml.replace(/<finished[^>]*>/, ''), /keinen Schluss/],
    ['with an error', (xml: string) => xml.replace('exit="success"', 'exit="error" errormsg="Kabel ab"'), /Fehler: Kabel ab/],
  ])('a file %s: complete hosts count, the run is incomplete', async (_name, damage, expected) => {
    const imported = await read(damage(document(host() + host({ address: '192.0.2.8' }))));
    expect(imported.vollstaendig).toBe(false);
    expect(imported.hinweise.join()).toMatch(expected);
    expect(resultsOf(imported, 'undeclared-service')[0]).toBe('192.0.2.7 met');
    expect((await runs())[0]?.vollstaendig).toBe(false);
  });

  it('two results in one file, the first cut off: hosts in both are one, the later look counts', async () => {
    const first = document(host({ ports: open(23) + closed('22,80,443', 3) }) + host({ address: '192.0.2.8' }));
    const second = document(host({ ports: closed('22-23,80,443', 4) }), { head: `start="${start + 3600}"` });
    const imported = await read(first.slice(0, first.indexOf('<runstats>')) + second);
    expect(imported).toMatchObject({ beobachtungen: 2, vollstaendig: false });
    expect(resultsOf(imported, 'undeclared-service')).toEqual(['192.0.2.7 met', '192.0.2.8 met']);
    expect(imported.hinweise.join()).toContain('zusammengeführt');
  });
});

describe('is refused with file, line, what was expected and what to do', () => {
  it.each([
    [
      'a text',
      'Starting Nmap 7.93 ( https://nmap.org )\n',
      /ergebnis\.xml, Zeile 1: erwartet wird ein Ergebnis von nmap im XML-Format .* die Textausgabe von nmap/,
    ],
    ['nothing', '', /eine leere Datei/],
    ['a packed file', '\u001f\u008b\u0008\u0000', /Zeile 1: erwartet/],
    ['another XML', '<html>\n</html>', /Zeile 1: erwartet .*<nmaprun/],
    ['masscan', document(host()).replace('scanner="nmap"', 'scanner="masscan"'), /stammt von „masscan“, nicht von nmap/],
    ['an entity bomb', '<!DOCTYPE n [<!ENTITY a "b">]>\n<nmaprun scanner="nmap"/>', /Zeile 1: abgelehnt/],
    ['depth', document(`<host>${'<a>'.repeat(80)}`), /Zeile 5: abgelehnt.*zu tief/],
    ['a giant attribute', document(`<host comment="${'a'.repeat(2_000_000)}"/>`), /abgelehnt.*zu lang/],
    ['a time to come', document(host(), { head: `start="${start + 3 * 86_400}"` }), /liegt in der Zukunft \(23\.11\.2026\)/],
    ['a time beyond all calendars', document(host(), { head: 'start="999999999999"' }), /liegt in der Zukunft/],
    ['no time', document(host(), { head: '' }), /Wann geprüft wurde/],
    ['the year 1970', document(host(), { head: 'start="0"' }), /Wann geprüft wurde/],
    ['nobody answered', document(host({ status: 'down', ports: null })), /keine der 1 Adressen hat geantwortet/],
    [
      'nothing was scanned',
      document('<target specification="rathaus" status="skipped" reason="invalid"/>'),
      /übersprungen: rathaus/,
    ],
    [
      'nmap failed',
      document('', { end: '<finished exit="error" errormsg="Ports specified must be"/>' }),
      /Fehler: Ports specified must be/,
    ],
    ['cut before the first host', document(host()).slice(0, 300), /bricht ab, bevor ein Rechner fertig war/],
  ])('%s', async (_name, content, expected) => {
    const error = await read(content).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(InvalidDataError);
    expect(error).toMatchObject({ message: expect.stringMatching(expected), hint: expect.stringMatching(/\p{L}{3}/u) });
    expect(await runs()).toEqual([]);
  });

  it('a file that is not there, or a folder', async () => {
    await expect(read('', { path: join(folder, 'fehlt.xml') })).rejects.toThrow(NotFoundError);
    await expect(read('', { path: folder })).rejects.toThrow(NotFoundError);
  });

  it('more hosts than a Kommune has', async () => {
    const many = Array.from({ length: 10_001 }, (_, index) =>
      host({ address: `10.0.${index >> 8}.${index & 255}`, ports: closed('80', 1) }),
    );
    await expect(read(document(many.join(''), { services: '80' }))).rejects.toThrow(/mehr als 10\.000 Rechner/);
  }, 60_000);
});

it('the program itself: findings, notes and JSON', async () => {
  await store.close();
  const env = { BURGWARD_DB: join(folder, 'b.db'), BURGWARD_PERSON: 'Ines Sorbe' };
  const path = file(document(host({ ports: open(23) + closed('22,80,443', 3) }), { head: 'start="1750000000"' }));
  const args = ['netz', 'importieren', path, '--kommune', kommune, '--blickwinkel', 'kdn'];
  const shown = await runCli([...args, '--probe'], { env });
  expect(shown.exitCode, shown.stderr).toBe(0);
  expect(shown.stdout).toContain('23/tcp');
  expect(shown.stderr).toContain('1 Rechner, die kein Zielobjekt nennt: 192.0.2.7');
  expect(shown.stderr).toContain('Probe: Es wurde nichts gespeichert.');
  const stored = await runCli([...args, '--json'], { env });
  expect(commandSchemas['netz importieren'].parse(stored.json())).toMatchObject({ lauf: 'L1', probe: false });
  const again = await runCli(args, { env });
  expect(again.exitCode).toBe(3);
  expect(again.stderr).toContain('--erneut');
  store = await openStore(join(folder, 'b.db'));
}, 90_000);
