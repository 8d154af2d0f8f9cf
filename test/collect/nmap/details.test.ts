/** Beyond open and closed: services, scripts, UDP, rights, evidence and the stream of events. */
import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { type StartProcess, startProcess } from '../../../src/collect/nmap/child-process.ts';
import { type NmapEvent, nmapEvents } from '../../../src/collect/nmap/events.ts';
import { versionWarning } from '../../../src/collect/nmap/installation.ts';
import { nmapPresets } from '../../../src/collect/nmap/pace.ts';
import { rawSocketRight } from '../../../src/collect/nmap/privileges.ts';
import { type HostScan, type NmapScanOptions, scanWithNmap } from '../../../src/collect/nmap/scan.ts';
import { allowedScript, allowedScripts, type NmapScript, neverCategories } from '../../../src/collect/nmap/scripts.ts';
import { AuthorizedTarget } from '../../../src/domain/freigabe.ts';
import type { ScannedPort } from '../../../src/domain/observation.ts';
import { closeAll, closedPort, fixedNow, freigabeFor, listen, onCloseAll, permitted, silentPorts } from '../loopback.ts';
import { itWithNmap } from '../needs-nmap.ts';
import { closedHost, fakeNmap, fakeNmapWriting, nmapXml } from './fake-nmap.ts';

afterEach(closeAll);

const options: NmapScanOptions = {
  now: fixedNow,
  pace: { maxRate: 5000, maxRetries: 1, maxRttTimeoutMs: 500, hostTimeoutMs: 30_000 },
};

function portOf(host: HostScan | undefined, port: number, protocol: 'tcp' | 'udp' = 'tcp'): ScannedPort | undefined {
  if (host?.outcome.seen !== true) throw new Error(`not seen: ${JSON.stringify(host)}`);
  return host.outcome.data.ports.find((each) => each.port === port && each.protocol === protocol);
}

/** Starts nmap as usual and keeps the arguments of every start. */
function watchedStart(): { start: StartProcess; starts: string[] } {
  const starts: string[] = [];
  const start: StartProcess = (file, args) => {
    starts.push(args.join(' '));
    return startProcess(file, args);
  };
  return { start, starts };
}

describe('service detection', () => {
  itWithNmap('asks only ports found open, in a start of its own', async (nmap) => {
    const server = await listen((socket) => socket.end('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n'));
    const closed = await closedPort();
    const { start, starts } = watchedStart();
    const scan = await scanWithNmap(nmap, [permitted()], [server.port, closed], { ...options, start, serviceDetection: 'light' });
    expect(scan).toMatchObject({ status: 'complete', notes: [] });
    expect(starts).toHaveLength(2);
    expect(starts[0]).not.toContain('-sV');
    expect(starts[1]).toContain(`-p ${server.port} `);
    expect(starts[1]).toContain('-sV --version-light');
    expect(portOf(scan.hosts[0], server.port)?.service).toMatchObject({ name: 'ssh', method: 'probed', product: 'OpenSSH' });
    expect(portOf(scan.hosts[0], closed)?.state).toBe('closed');
  });

  itWithNmap('sends nothing to an open port of printers or controllers', async (nmap) => {
    const received: string[] = [];
    const printer = await listen(
      (socket) => {
        socket.on('data', (data) => received.push(String(data)));
      },
      '127.0.0.77',
      9100,
    );
    const { start, starts } = watchedStart();
    const scan = await scanWithNmap(nmap, [permitted('127.0.0.77')], [9100], {
      ...options,
      start,
      serviceDetection: 'light',
      scripts: ['http-title'],
    });
    expect(portOf(scan.hosts[0], 9100)).toMatchObject({ state: 'open' });
    expect(portOf(scan.hosts[0], 9100)?.service?.method).not.toBe('probed');
    expect(printer.connections()).toBeGreaterThan(0);
    expect(received).toEqual([]);
    expect(starts).toHaveLength(1);
  });

  itWithNmap('a port number’s usual name is not a detection', async (nmap) => {
    const server = await listen((socket) => socket.end('Guten Tag\r\n'), '127.0.0.78', 2121);
    const scan = await scanWithNmap(nmap, [permitted('127.0.0.78')], [server.port], options);
    expect(portOf(scan.hosts[0], 2121)?.service).toMatchObject({ method: 'table', product: null });
  });

  it('that fails leaves what the port scan saw', async () => {
    const fake = fakeNmap(`case "$*" in *-sV*) echo 'unrecognized option' >&2; exit 255;; esac\ncat "$folder/xml"`);
    const open = '<port protocol="tcp" portid="22"><state state="open" reason="syn-ack"/></port>';
    const host = `<host><status state="up"/><address addr="127.0.0.1" addrtype="ipv4"/><ports>${open}</ports></host>`;
    writeFileSync(join(fake.folder, 'xml'), nmapXml(host));
    const scan = await scanWithNmap(fake, [permitted()], [22], { ...options, serviceDetection: 'light' });
    expect(portOf(scan.hosts[0], 22)?.state).toBe('open');
    expect(scan.status).toBe('incomplete');
    expect(scan.notes.join()).toContain('Diensterkennung unvollständig');
  });
});

describe('scripts', () => {
  itWithNmap('run on open ports, give text and data, and say who asks', async (nmap) => {
    const asked: string[] = [];
    const server = await listen(
      (socket) => {
        socket.on('data', (data) => {
          asked.push(String(data));
          const body = '<title>Rathaus Beispielhain</title>';
          socket.end(`HTTP/1.1 200 OK\r\nServer: Beispiel\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
        });
      },
      '127.0.0.79',
      8080,
    );
    const target = permitted('127.0.0.79');
    const scan = await scanWithNmap(nmap, [target], [server.port], { ...options, scripts: ['http-title', 'http-server-header'] });
    expect(scan.notes).toEqual([]);
    const byId = Object.fromEntries((scan.hosts[0]?.scripts ?? []).map((script) => [script.id, script]));
    expect(byId['http-title']).toMatchObject({
      port: 8080,
      protocol: 'tcp',
      text: 'Rathaus Beispielhain',
      data: { title: 'Rathaus Beispielhain' },
    });
    expect(byId['http-server-header']).toMatchObject({ data: ['Beispiel'] });
    const agents = new Set(asked.flatMap((text) => /^user-agent: (.*?)\r?$/im.exec(text)?.[1] ?? []));
    expect([...agents]).toEqual([
      expect.stringMatching(/^burgward\/[\d.]+ \(Sicherheitspruefung; Kontakt ueber die freigebende Stelle\)$/),
    ]);
  });

  itWithNmap('of the level „zugriff“ run with the written consent', async (nmap) => {
    const freigabe = { ...freigabeFor(['127.0.0.1']), zugriffstests: true };
    const target = AuthorizedTarget.authorize({ name: null, address: '127.0.0.1' }, [freigabe], '2026-06-15');
    const server = await listen((socket) => socket.end('220 FTP\r\n'));
    const { start, starts } = watchedStart();
    await scanWithNmap(nmap, [target], [server.port], { ...options, start, scripts: ['ftp-anon'] });
    expect(starts[1]).toContain('--script ftp-anon');
  });

  it('that only make sense in the house, that this nmap does not have, or cannot run, are left out and named', async () => {
    const fake = fakeNmapWriting(nmapXml(closedHost('127.0.0.1', '80', 1)));
    const outside = permitted('127.0.0.1', null, null, 'internet');
    const scan = await scanWithNmap(fake, [outside], [80], { ...options, scripts: ['nbstat'] });
    expect(scan.notes).toEqual(['nmap-Skript nbstat nicht ausgeführt: es ist nur im eigenen Netz sinnvoll.']);
    const withoutLua = { ...fake, capabilities: { ...fake.capabilities, lua: false } };
    const second = await scanWithNmap(withoutLua, [permitted()], [80], { ...options, scripts: ['ssl-cert'] });
    expect(second.notes.join()).toContain('es fehlt Lua');
  });

  itWithNmap('on the list exist, and nmap files none of them under a category we never run', async (nmap) => {
    const database = readFileSync(join(dirname(nmap.path), '../share/nmap/scripts/script.db'), 'latin1');
    const entries = new Map(
      [...database.matchAll(/filename = "([^"]+)\.nse", categories = \{([^}]*)\}/g)].map(([, name, list]) => [name, list]),
    );
    const names = Object.keys(allowedScripts)
      .map((name) => name as NmapScript)
      .filter((name) => Number(allowedScript(name).since ?? 0) <= Number(nmap.version));
    expect(names.filter((name) => !entries.has(name))).toEqual([]);
    const forbidden = names.filter((name) => neverCategories.some((category) => entries.get(name)?.includes(`"${category}"`)));
    expect(forbidden).toEqual([]);
  });
});

describe('rights', () => {
  const status = (effective: string, ambient = '0000000000000000') => `CapEff:\t${effective}\nCapAmb:\t${ambient}\n`;

  it.each([
    ['root', { platform: 'linux', euid: 0, processStatus: status('000001ffffffffff') }, true],
    ['root in a container without the right', { platform: 'linux', euid: 0, processStatus: status('00000000a80405fb') }, false],
    ['root on macOS', { platform: 'darwin', euid: 0, processStatus: null }, true],
    ['an ordinary user', { platform: 'linux', euid: 1000, processStatus: status('0000000000000000') }, false],
    [
      'a user whose programs inherit it',
      { platform: 'linux', euid: 1000, processStatus: status('0000000000002000', '0000000000002000') },
      true,
    ],
    ['Windows', { platform: 'win32', euid: null, processStatus: null }, false],
  ] as const)('%s', (_name, rights, granted) => {
    expect(rawSocketRight(rights).granted).toBe(granted);
  });

  it('without them UDP and half-open scans are left out, and the result says why', async () => {
    const { start, starts } = watchedStart();
    const warnings: string[] = [];
    const scan = await scanWithNmap(fakeNmapWriting(nmapXml(closedHost('127.0.0.1', '80', 1))), [permitted()], [80], {
      ...options,
      start,
      tcpMethod: 'syn',
      udpPorts: [53, 161],
      rawSockets: { granted: false, reason: 'dafür fehlen die Rechte' },
      onWarning: (text) => warnings.push(text),
    });
    expect(starts.map((args) => args.split(' ')[0])).toEqual(['-sT']);
    expect(scan.notes).toEqual([
      'Verbindungsprüfung statt halboffener Prüfung: dafür fehlen die Rechte.',
      'UDP-Ports (53,161) nicht geprüft: dafür fehlen die Rechte.',
    ]);
    expect(warnings).toEqual(scan.notes);
    expect(scan.hosts[0]?.outcome).toMatchObject({ seen: true, data: { complete: true } });
  });

  itWithNmap('with them both are looked at: closed, open and silent UDP ports are told apart', async (nmap) => {
    if (!rawSocketRight().granted) {
      console.info('not tested, no right to raw sockets: UDP');
      return;
    }
    const answering = createSocket('udp4').on('message', (_message, from) => answering.send('hallo', from.port, from.address));
    const mute = createSocket('udp4');
    for (const socket of [answering, mute]) {
      socket.bind(0, '127.0.0.1');
      await once(socket, 'listening');
      onCloseAll(() => {
        socket.close();
      });
    }
    const [open, silent, closed] = [answering.address().port, mute.address().port, await closedPort()];
    const tcp = await closedPort();
    const scan = await scanWithNmap(nmap, [permitted()], [tcp], {
      ...options,
      tcpMethod: 'syn',
      udpPorts: [open, silent, closed],
    });
    expect(scan.runs.map(({ argv }) => argv[1])).toEqual(['-sS', '-sU']);
    const outcome = scan.hosts[0]?.outcome;
    expect(outcome).toMatchObject({ seen: true, data: { requested: [tcp], complete: true } });
    expect([open, silent, closed].map((port) => portOf(scan.hosts[0], port, 'udp')?.state)).toEqual([
      'open',
      'open|filtered',
      'closed',
    ]);
    expect(outcome?.seen === true && outcome.data.requestedUdp?.toSorted()).toEqual([open, silent, closed].toSorted());
  });

  it('an old nmap is used, with a warning', () => {
    expect(versionWarning('7.93')).toBeNull();
    expect(versionWarning('7.80')).toContain('7.93');
  });
});

describe('evidence', () => {
  itWithNmap('is the raw XML, its hash, the arguments, the version and the times', async (nmap) => {
    const scan = await scanWithNmap(nmap, [permitted()], [await closedPort()], options);
    const [run] = scan.runs;
    const xml = gunzipSync(run?.xml.gzip ?? Buffer.alloc(0));
    expect(xml.toString()).toMatch(/^<\?xml[\s\S]*<\/nmaprun>\s*$/);
    expect(run?.xml).toMatchObject({ bytes: xml.length, sha256: createHash('sha256').update(xml).digest('hex') });
    expect(run).toMatchObject({ version: nmap.version, startedAt: fixedNow(), endedAt: fixedNow(), stderr: '' });
    expect(run?.argv[0]).toBe(nmap.path);
  });
});

itWithNmap('the pace „exposure“ is done with 100 silent ports within eight seconds', async (nmap) => {
  const ports = await silentPorts(100);
  const started = performance.now();
  const scan = await scanWithNmap(nmap, [permitted()], ports, { now: fixedNow, pace: nmapPresets.exposure });
  expect(performance.now() - started).toBeLessThan(8000);
  expect(scan.status).toBe('complete');
});

itWithNmap('the pace „careful“ ends with a silent host at its limit, as not looked at', async (nmap) => {
  const ports = await silentPorts(30);
  const started = performance.now();
  const pace = { ...nmapPresets.careful, hostTimeoutMs: 1500 };
  const scan = await scanWithNmap(nmap, [permitted()], ports, { now: fixedNow, pace });
  expect(performance.now() - started).toBeLessThan(6000);
  expect(scan.hosts[0]?.outcome).toMatchObject({ seen: false, reason: expect.stringContaining('Zeitgrenze') });
});

describe('events', () => {
  const hosts = Array.from({ length: 20 }, (_, index) => closedHost(`127.0.0.${index + 1}`, '80', 1)).join('\n');
  const targets = () => Array.from({ length: 20 }, (_, index) => permitted(`127.0.0.${index + 1}`));

  it('come in order and end with the result', async () => {
    const progress = '<taskprogress task="Connect Scan" time="1" percent="50.00" remaining="3" etc="4"/>';
    const seen: NmapEvent[] = [];
    for await (const event of nmapEvents(fakeNmapWriting(nmapXml(progress + hosts)), targets(), [80], options)) seen.push(event);
    expect(seen.map(({ type }) => type)).toEqual(['progress', ...Array.from({ length: 20 }, () => 'host'), 'end']);
    expect(seen[0]).toMatchObject({ progress: { task: 'Portprüfung', percent: 50, remainingSeconds: 3, hostsTotal: 20 } });
    expect(seen.at(-1)).toMatchObject({ scan: { status: 'complete' } });
  });

  it('hold nmap back while nobody takes them', async () => {
    const fake = fakeNmap(
      `printf '<nmaprun version="7.93">'\ni=1; while [ $i -le 20 ]; do printf '${closedHost('127.0.0.%s', '80', 1)}%65536s\\n' $i ''; echo $i > "$folder/written"; i=$((i+1)); done\nprintf '<runstats><finished exit="success"/></runstats></nmaprun>'`,
    );
    const events = nmapEvents(fake, targets(), [80], options);
    await events.next();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const written = Number(readFileSync(join(fake.folder, 'written'), 'utf8'));
    expect(written).toBeLessThan(12);
    let count = 1;
    for await (const { type } of events) if (type === 'host') count++;
    expect(count).toBe(20);
  });

  it('that are left early end nmap', async () => {
    const fake = fakeNmap(`printf '<nmaprun version="7.93">${closedHost('127.0.0.1', '80', 1)}'\nsleep 60`);
    const started = performance.now();
    for await (const { type } of nmapEvents(fake, targets(), [80], options)) if (type === 'host') break;
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
