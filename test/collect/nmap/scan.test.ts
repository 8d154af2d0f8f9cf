import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  NmapCannotResolveError,
  NmapFailedError,
  NmapMissingError,
  NmapNeedsRootError,
  NmapOptionError,
  NmapOutputError,
} from '../../../src/collect/nmap/errors.ts';
import { type HostScan, type NmapScanOptions, type ScanProgress, scanWithNmap } from '../../../src/collect/nmap/scan.ts';
import { closeAll, closedPort, fixedNow, isAlive, listen, permitted, permittedHosts, silentPorts } from '../loopback.ts';
import { itWithNmap } from '../needs-nmap.ts';
import { closedHost, fakeNmap, fakeNmapWriting, nmapXml } from './fake-nmap.ts';

afterEach(closeAll);

const quick = { maxRate: 5000, maxRetries: 1, maxRttTimeoutMs: 500 };
const options: NmapScanOptions = { now: fixedNow, pace: quick };
const numbered = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

function statesOf(host: HostScan | undefined): Record<number, string> {
  if (host?.outcome.seen !== true) throw new Error(`not seen: ${JSON.stringify(host)}`);
  return Object.fromEntries(host.outcome.data.ports.map(({ port, state }) => [port, state]));
}

describe('a complete run', () => {
  itWithNmap('names open and closed ports of every address', async (nmap) => {
    const server = await listen();
    const closed = await closedPort();
    const scan = await scanWithNmap(nmap, permittedHosts(2), [server.port, closed], options);
    expect(scan).toMatchObject({ status: 'complete', complete: true, reason: null });
    expect(scan.hosts.map(({ address }) => address)).toEqual(['127.0.0.1', '127.0.0.2']);
    expect(statesOf(scan.hosts[0])).toEqual({ [server.port]: 'open', [closed]: 'closed' });
    expect(statesOf(scan.hosts[1])).toEqual({ [server.port]: 'closed', [closed]: 'closed' });
    expect(scan.runs).toHaveLength(1);
    expect(scan.runs[0]?.version).toBe(nmap.version);
    expect(scan.runs[0]?.xml.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  itWithNmap('looks at IPv4 and IPv6 in runs of their own', async (nmap) => {
    const server = await listen(undefined, '::1');
    const scan = await scanWithNmap(nmap, [permitted('::1'), permitted('127.0.0.1')], [server.port], options);
    expect(scan.status).toBe('complete');
    expect(statesOf(scan.hosts[0])).toEqual({ [server.port]: 'open' });
    expect(statesOf(scan.hosts[1])).toEqual({ [server.port]: 'closed' });
    expect(scan.runs.map(({ argv }) => argv.includes('-6'))).toEqual([true, false]);
  });

  itWithNmap('gives every port of a long list a state, though nmap sums most of them up', async (nmap) => {
    const scan = await scanWithNmap(nmap, [permitted()], numbered(500), options);
    expect(Object.keys(statesOf(scan.hosts[0]))).toHaveLength(500);
  });

  itWithNmap('tells the progress while it runs, and each host once', async (nmap) => {
    const progress: ScanProgress[] = [];
    const seen: string[] = [];
    const scan = await scanWithNmap(nmap, permittedHosts(4), numbered(60), {
      ...options,
      pace: { maxRate: 100, minRate: 100 },
      onProgress: (step) => progress.push(step),
      onHost: ({ address }) => seen.push(address),
    });
    expect(scan.status).toBe('complete');
    expect(seen.toSorted()).toEqual(['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.4']);
    expect(progress.length).toBeGreaterThan(0);
    expect(progress[0]).toMatchObject({ task: 'Portprüfung', hostsTotal: 4 });
    expect(progress.at(-1)?.percent).toBeGreaterThan(0);
  });

  itWithNmap('recognises a service only when asked to', async (nmap) => {
    const server = await listen((socket) => socket.end('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n'));
    const plain = await scanWithNmap(nmap, [permitted()], [server.port], options);
    const probed = await scanWithNmap(nmap, [permitted()], [server.port], { ...options, serviceDetection: 'light' });
    const serviceOf = (host: HostScan | undefined) =>
      host?.outcome.seen === true ? host.outcome.data.ports[0]?.service : undefined;
    expect(serviceOf(plain.hosts[0])?.method).not.toBe('probed');
    expect(serviceOf(probed.hosts[0])).toMatchObject({ name: 'ssh', method: 'probed', product: 'OpenSSH' });
  });

  itWithNmap(
    'ends within 15 seconds for a host with 100 silent ports at the gentle pace',
    async (nmap) => {
      const ports = await silentPorts(100);
      const started = performance.now();
      const scan = await scanWithNmap(nmap, [permitted()], ports, { now: fixedNow });
      expect(performance.now() - started).toBeLessThan(15_000);
      expect(scan.status).toBe('complete');
      expect(new Set(Object.values(statesOf(scan.hosts[0])))).toEqual(new Set(['filtered']));
    },
    20_000,
  );
});

describe('the Freigabe', () => {
  itWithNmap('keeps a port outside it from ever being connected', async (nmap) => {
    const inside = await listen();
    const outside = await listen();
    const target = permitted('127.0.0.1', `${inside.port}`);
    const scan = await scanWithNmap(nmap, [target], [inside.port, outside.port], options);
    expect(statesOf(scan.hosts[0])).toEqual({ [inside.port]: 'open' });
    expect(inside.connections()).toBeGreaterThan(0);
    expect(outside.connections()).toBe(0);
    expect(scan.runs[0]?.argv).not.toContain(`${outside.port}`);
  });

  it('leaves nothing to start when it permits none of the ports', async () => {
    const fake = fakeNmap('touch "$folder/started"');
    const scan = await scanWithNmap(fake, [permitted('127.0.0.1', '443')], [80], options);
    expect(scan).toMatchObject({ status: 'incomplete', complete: false, runs: [] });
    expect(scan.hosts[0]?.outcome).toEqual({
      seen: false,
      reason: 'Nicht geprüft: Die Freigabe erlaubt keinen der zu prüfenden Ports.',
    });
    expect(existsSync(join(fake.folder, 'started'))).toBe(false);
  });
});

describe('stopping', () => {
  itWithNmap('keeps the hosts finished before an abort and says of the others that nobody looked', async (nmap) => {
    const abort = new AbortController();
    const scan = await scanWithNmap(nmap, permittedHosts(40), numbered(20), {
      now: fixedNow,
      pace: { maxRate: 200, minRate: 200, maxHostGroup: 4 },
      signal: abort.signal,
      onHost: () => abort.abort(),
    });
    const finished = scan.hosts.filter(({ outcome }) => outcome.seen);
    expect(scan).toMatchObject({ status: 'aborted', complete: false, reason: 'Die Prüfung wurde abgebrochen' });
    expect(finished.length).toBeGreaterThanOrEqual(1);
    expect(finished.length).toBeLessThan(40);
    expect(scan.hosts).toHaveLength(40);
    expect(scan.hosts.at(-1)?.outcome).toEqual({ seen: false, reason: 'Nicht geprüft: Die Prüfung wurde abgebrochen.' });
  });

  it('ends a stubborn process and its children within 500 ms', { timeout: 10_000 }, async () => {
    const fake = fakeNmap(`trap '' TERM INT\nsleep 60 &\necho "$$ $!" > "$folder/pids"\nwait\nsleep 60`);
    const abort = new AbortController();
    const running = scanWithNmap(fake, [permitted()], [80], { ...options, signal: abort.signal });
    const pidFile = join(fake.folder, 'pids');
    await expect.poll(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8').includes('\n'), { timeout: 5000 }).toBe(true);
    const pids = readFileSync(pidFile, 'utf8').trim().split(' ').map(Number);
    const started = performance.now();
    abort.abort();
    const scan = await running;
    expect(performance.now() - started).toBeLessThan(500);
    expect(scan.status).toBe('aborted');
    await expect.poll(() => pids.filter(isAlive), { timeout: 300, interval: 20 }).toEqual([]);
  });

  it('starts nothing when it was aborted before', async () => {
    const fake = fakeNmap('touch "$folder/started"');
    const scan = await scanWithNmap(fake, [permitted()], [80], { ...options, signal: AbortSignal.abort() });
    expect(scan.status).toBe('aborted');
    expect(existsSync(join(fake.folder, 'started'))).toBe(false);
  });

  itWithNmap('ends at the time limit of the whole scan', async (nmap) => {
    const started = performance.now();
    const scan = await scanWithNmap(nmap, [permitted()], numbered(50), { now: fixedNow, pace: { maxRate: 5 }, timeoutMs: 700 });
    expect(performance.now() - started).toBeLessThan(1500);
    expect(scan).toMatchObject({ status: 'timed-out', complete: false });
    expect(scan.hosts[0]?.outcome).toEqual({ seen: false, reason: 'Nicht geprüft: Die Zeitgrenze der Prüfung war erreicht.' });
  });

  itWithNmap('does not take a host that nmap gave up for one without open ports', async (nmap) => {
    const scan = await scanWithNmap(nmap, [permitted()], numbered(200), {
      now: fixedNow,
      pace: { maxRate: 20, hostTimeoutMs: 1000 },
    });
    expect(scan).toMatchObject({ status: 'incomplete', complete: false });
    expect(scan.hosts[0]?.outcome).toEqual({
      seen: false,
      reason: 'Nicht geprüft: nmap hat den Rechner nach der Zeitgrenze aufgegeben.',
    });
  });

  it('says so when somebody else ends nmap', async () => {
    const fake = fakeNmap('kill -KILL $$');
    const scan = await scanWithNmap(fake, [permitted()], [80], options);
    expect(scan).toMatchObject({ status: 'aborted', reason: 'nmap wurde von außen beendet (SIGKILL)' });
  });
});

describe('an nmap that does not do its work', () => {
  const scanWith = (fake: ReturnType<typeof fakeNmapWriting>, addresses = ['127.0.0.1'], ports = [80]) =>
    scanWithNmap(
      fake,
      addresses.map((address) => permitted(address)),
      ports,
      options,
    );

  it.each([
    ['needs root', 'You requested a scan type which requires root privileges.\nQUITTING!\n', 1, NmapNeedsRootError],
    ['does not know an option', "nmap: unrecognized option '--foo'\n", 255, NmapOptionError],
    [
      'looks up a name',
      'Failed to resolve "x".\nWARNING: No targets were specified, so 0 hosts scanned.\n',
      0,
      NmapCannotResolveError,
    ],
    ['fails otherwise', 'Strange error\nQUITTING!\n', 1, NmapOutputError],
  ] as const)('%s: typed error in German', async (_name, stderr, exitCode, expected) => {
    const error = await scanWith(fakeNmapWriting('', { stderr, exitCode })).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(expected);
    expect(error).toMatchObject({ exitCode: 4, code: 'UMGEBUNG' });
  });

  it('reports the error nmap wrote into its XML', async () => {
    const xml = nmapXml('', '<finished time="1" exit="error" errormsg="Ports specified must be between 0 and 65535 inclusive"/>');
    await expect(scanWith(fakeNmapWriting(xml, { exitCode: 1 }))).rejects.toThrow(NmapFailedError);
  });

  it('is refused when the file is gone', async () => {
    const fake = { ...fakeNmap(''), path: '/nicht/vorhanden/nmap' };
    await expect(scanWith(fake)).rejects.toThrow(NmapMissingError);
  });

  it('writes something that is not XML', async () => {
    await expect(scanWith(fakeNmapWriting('Segmentation fault\n'))).rejects.toThrow(NmapOutputError);
  });

  it('writes XML of another kind', async () => {
    await expect(scanWith(fakeNmapWriting('<html><body/></html>'))).rejects.toThrow(NmapOutputError);
  });

  it('succeeds without having looked at anything: not checked, not „nothing open“', async () => {
    const xml = nmapXml('<target specification="127.0.0.1" status="skipped" reason="invalid"/>');
    const scan = await scanWith(fakeNmapWriting(xml, { stderr: 'WARNING: No targets were specified, so 0 hosts scanned.' }));
    expect(scan).toMatchObject({ status: 'incomplete', complete: false, runs: [{ status: 'incomplete' }] });
    expect(scan.hosts[0]?.outcome).toEqual({
      seen: false,
      reason: 'Nicht geprüft: nmap hat dazu nichts gemeldet (WARNING: No targets were specified, so 0 hosts scanned.).',
    });
  });

  it('leaves an address out: the others count, this one is not checked', async () => {
    const scan = await scanWith(fakeNmapWriting(nmapXml(closedHost('127.0.0.1', '80', 1))), ['127.0.0.1', '127.0.0.2']);
    expect(scan.status).toBe('incomplete');
    expect(scan.hosts.map(({ outcome }) => outcome.seen)).toEqual([true, false]);
  });

  it('reports a stranger’s address: it is ignored', async () => {
    const scan = await scanWith(fakeNmapWriting(nmapXml(closedHost('127.0.0.1', '80', 1) + closedHost('127.0.0.9', '80', 1))));
    expect(scan.hosts.map(({ address }) => address)).toEqual(['127.0.0.1']);
  });

  it('breaks off in the middle: complete hosts are kept', async () => {
    const cut = nmapXml(closedHost('127.0.0.1', '80', 1) + closedHost('127.0.0.2', '80', 1)).split('addr="127.0.0.2"')[0] ?? '';
    const scan = await scanWith(fakeNmapWriting(cut), ['127.0.0.1', '127.0.0.2']);
    expect(scan).toMatchObject({ status: 'incomplete', complete: false, reason: expect.stringContaining('brach ab') });
    expect(scan.hosts.map(({ outcome }) => outcome.seen)).toEqual([true, false]);
  });

  it('tries an entity bomb', async () => {
    const bomb =
      '<?xml version="1.0"?><!DOCTYPE nmaprun [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><nmaprun args="&b;"/>';
    await expect(scanWith(fakeNmapWriting(bomb))).rejects.toThrow(/Dokumenttyp mit eigenen Deklarationen/);
  });

  it('writes without end: it is ended itself', { timeout: 20_000 }, async () => {
    const fake = fakeNmap(
      `printf '<?xml version="1.0"?><nmaprun args="'; exec yes aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`,
    );
    await expect(scanWith(fake)).rejects.toThrow(/zu lang/);
  });

  it('keeps terminal control characters away from the user', async () => {
    const host = closedHost('127.0.0.1', '80', 1).replace('conn-refused', 'conn&#x85;&#x9b;31mrefused');
    const scan = await scanWith(fakeNmapWriting(nmapXml(host), { stderr: '\u001b[31mboo', exitCode: 1 }));
    expect(scan.reason).not.toMatch(/\p{Cc}/u);
    expect(JSON.stringify(scan.hosts)).not.toMatch(/[\u0080-\u009f]/);
  });
});

it('lets an error of the caller’s own handler through', async () => {
  const fake = fakeNmapWriting(nmapXml(closedHost('127.0.0.1', '80', 1)));
  const onHost = () => {
    throw new Error('of the caller');
  };
  await expect(scanWithNmap(fake, [permitted()], [80], { ...options, onHost })).rejects.toThrow('of the caller');
});

it('gives nmap neither our environment nor an input', async () => {
  process.env['NMAPDIR'] = '/tmp/fremd';
  process.env['NMAP_PRIVILEGED'] = '1';
  const fake = fakeNmap(`env > "$folder/env"; cat > "$folder/stdin"; cat "$folder/xml"`);
  await scanWithNmap(fake, [permitted()], [80], options).catch(() => null);
  delete process.env['NMAPDIR'];
  delete process.env['NMAP_PRIVILEGED'];
  const environment = readFileSync(join(fake.folder, 'env'), 'utf8');
  expect(environment).not.toContain('NMAP');
  expect(environment).toContain('LC_ALL=C');
  expect(readFileSync(join(fake.folder, 'stdin'), 'utf8')).toBe('');
});
