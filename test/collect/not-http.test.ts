/** Services that are no web servers are not spoken to in HTTP, whatever became of TLS. Servers write down what they got. */
import { afterEach, describe, expect, it } from 'vitest';
import { type CollectOptions, collect } from '../../src/collect/collect.ts';
import { mayBeWebServer } from '../../src/collect/not-http.ts';
import type { ObservationKind } from '../../src/domain/catalogue.ts';
import type { ScannedPort } from '../../src/domain/observation.ts';
import { closeAll, fixedNow, listen, permitted } from './loopback.ts';
import { fakeNmapWriting, nmapXml } from './nmap/fake-nmap.ts';

afterEach(closeAll);

/** An address of the loopback that nobody else takes: the usual ports are fixed. */
const address = '127.63.79.1';
const kinds: ReadonlySet<ObservationKind> = new Set(['port-scan', 'tls', 'http']);
const options: CollectOptions = { now: fixedNow, nmap: null, connectTimeoutMs: 400, tlsTimeoutMs: 400, httpTimeoutMs: 400 };

/** Answers every line as Redis does that does not understand it. */
async function redis(at = address, port = 0) {
  const received: Buffer[] = [];
  const server = await listen(
    (socket) =>
      socket.on('data', (bytes) => {
        received.push(bytes);
        socket.write("-ERR unknown command 'x', with args beginning with: \r\n");
      }),
    at,
    port,
  );
  return { port: server.port, connections: server.connections, received: () => Buffer.concat(received).toString('latin1') };
}

const detectedAs = (service: string, port: number, at: string) =>
  fakeNmapWriting(
    nmapXml(
      `<host><status state="up" reason="user-set"/><address addr="${at}" addrtype="ipv4"/><ports><port protocol="tcp" portid="${port}"><state state="open" reason="syn-ack"/>${service}</port></ports></host>`,
    ),
  );

it('a store on its usual port gets no HTTP after TLS failed', async () => {
  const server = await redis(address, 6379);
  const { observations } = await collect([permitted(address)], { kinds, ports: [6379] }, options);
  expect(observations.map(({ kind, outcome }) => `${kind} ${outcome.seen}`)).toEqual(['port-scan true']);
  expect(server.connections()).toBeGreaterThan(1);
  expect(server.received()).not.toMatch(/GET|HTTP|Host:/);
});

describe('where nmap detected the service', () => {
  it('one that is no web server gets no HTTP on any port', async () => {
    const server = await redis('127.0.0.1');
    const nmap = detectedAs('<service name="redis" method="probed" conf="10"/>', server.port, '127.0.0.1');
    await collect([permitted()], { kinds, ports: [server.port] }, { ...options, nmap });
    expect(server.connections()).toBeGreaterThan(0);
    expect(server.received()).not.toMatch(/GET|HTTP|Host:/);
  });

  it('the usual name of a port number is no detection', async () => {
    const server = await redis('127.0.0.1');
    const nmap = detectedAs('<service name="redis" method="table" conf="3"/>', server.port, '127.0.0.1');
    await collect([permitted()], { kinds, ports: [server.port] }, { ...options, nmap });
    expect(server.received()).toMatch(/GET \/ HTTP/);
  });

  it('a web server is asked even on a port of databases', async () => {
    const received: string[] = [];
    await listen(
      (socket) =>
        socket.on('data', (bytes) => {
          received.push(bytes.toString('latin1'));
          socket.end('HTTP/1.1 200 OK\r\n\r\n');
        }),
      address,
      6379,
    );
    const nmap = detectedAs('<service name="http" method="probed" conf="10"/>', 6379, address);
    const { observations } = await collect([permitted(address)], { kinds, ports: [6379] }, { ...options, nmap });
    expect(observations.map(({ kind }) => kind)).toEqual(['port-scan', 'http']);
    expect(received.join('')).toMatch(/GET \/ HTTP/);
  });
});

it.each<[string, Pick<ScannedPort, 'port' | 'service'>, boolean]>([
  ['an unknown port', { port: 12_345, service: null }, true],
  ['a usual web port', { port: 8080, service: null }, true],
  ['an encrypted mail box', { port: 993, service: null }, false],
  ['the printing protocol', { port: 8631, service: { name: 'ipp', method: 'probed', product: null, version: null } }, true],
  [
    'something nmap could not name',
    { port: 6379, service: { name: 'unknown', method: 'probed', product: null, version: null } },
    false,
  ],
  ['only TLS detected', { port: 12_345, service: { name: 'ssl', method: 'probed', product: null, version: null } }, true],
])('%s', (_, found, expected) => {
  expect(mayBeWebServer(found)).toBe(expected);
});
