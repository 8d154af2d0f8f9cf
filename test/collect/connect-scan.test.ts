import { afterEach, expect, it } from 'vitest';
import { scanWithConnections } from '../../src/collect/connect-scan.ts';
import type { HostScan } from '../../src/collect/nmap/scan.ts';
import { closeAll, closedPort, fixedNow, listen, permitted, permittedHosts, silentPorts } from './loopback.ts';

afterEach(closeAll);

const options = { now: fixedNow, timeoutMs: 400, maxRate: 2000 };

function statesOf(host: HostScan | undefined): Record<number, string> {
  if (host?.outcome.seen !== true) throw new Error(`not seen: ${JSON.stringify(host)}`);
  return Object.fromEntries(host.outcome.data.ports.map(({ port, state }) => [port, state]));
}

it('tells open, closed and silent ports apart', async () => {
  const server = await listen();
  const closed = await closedPort();
  const [silent = 0] = await silentPorts(1);
  const scan = await scanWithConnections([permitted()], [server.port, closed, silent], options);
  expect(scan.status).toBe('complete');
  expect(statesOf(scan.hosts[0])).toEqual({ [server.port]: 'open', [closed]: 'closed', [silent]: 'filtered' });
  expect(scan.hosts[0]?.outcome).toMatchObject({ data: { tool: 'connect', toolVersion: null, complete: true } });
});

it('works over IPv6', async () => {
  const server = await listen(undefined, '::1');
  const scan = await scanWithConnections([permitted('::1')], [server.port], options);
  expect(statesOf(scan.hosts[0])).toEqual({ [server.port]: 'open' });
});

it('looks at several hosts and reports each when it is finished', async () => {
  const server = await listen();
  const reported: string[] = [];
  const scan = await scanWithConnections(permittedHosts(3), [server.port], {
    ...options,
    onHost: ({ address }) => reported.push(address),
  });
  expect(reported.toSorted()).toEqual(['127.0.0.1', '127.0.0.2', '127.0.0.3']);
  expect(scan.hosts.map((host) => statesOf(host)[server.port])).toEqual(['open', 'closed', 'closed']);
});

it('ends 100 silent ports within 15 seconds at the gentle pace', { timeout: 20_000 }, async () => {
  const ports = await silentPorts(100);
  const started = performance.now();
  const scan = await scanWithConnections([permitted()], ports, { now: fixedNow });
  expect(performance.now() - started).toBeLessThan(15_000);
  expect(new Set(Object.values(statesOf(scan.hosts[0])))).toEqual(new Set(['filtered']));
});

it('keeps to the rate', async () => {
  const ports = Array.from({ length: 30 }, (_, index) => index + 1);
  const started = performance.now();
  await scanWithConnections([permitted()], ports, { ...options, maxRate: 50 });
  expect(performance.now() - started).toBeGreaterThan(500);
});

it('does not touch a port outside the Freigabe', async () => {
  const inside = await listen();
  const outside = await listen();
  const scan = await scanWithConnections([permitted('127.0.0.1', `${inside.port}`)], [inside.port, outside.port], options);
  expect(statesOf(scan.hosts[0])).toEqual({ [inside.port]: 'open' });
  expect(outside.connections()).toBe(0);
  const none = await scanWithConnections([permitted('127.0.0.1', '443')], [outside.port], options);
  expect(none.hosts[0]?.outcome).toEqual({
    seen: false,
    reason: 'Nicht geprüft: Die Freigabe erlaubt keinen der zu prüfenden Ports.',
  });
  expect(outside.connections()).toBe(0);
});

it('says of hosts not finished before an abort that nobody looked', async () => {
  const silent = await silentPorts(2);
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 100);
  const started = performance.now();
  const scan = await scanWithConnections([permitted()], silent, { now: fixedNow, signal: abort.signal });
  expect(performance.now() - started).toBeLessThan(600);
  expect(scan).toMatchObject({ status: 'aborted' });
  expect(scan.hosts[0]?.outcome).toEqual({ seen: false, reason: 'Nicht geprüft: Die Prüfung wurde abgebrochen.' });
});
