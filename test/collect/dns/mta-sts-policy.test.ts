/** The policy of MTA-STS: fetched like a sender does, judged by nobody here, and never from a host outside the Freigabe. */
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fetchMtaStsPolicy, policyPath, readPolicy } from '../../../src/collect/mail-domain/mta-sts-policy.ts';
import { observeMailDomain } from '../../../src/collect/mail-domain/observe-mail-domain.ts';
import { TrustList } from '../../../src/collect/tls/certificate-trust.ts';
import type { ObservedMtaStsPolicy } from '../../../src/domain/dns-observation.ts';
import { NotAuthorisedError } from '../../../src/errors.ts';
import { closeAll, closedPort, fixedNow, listen, onCloseAll, permitted } from '../loopback.ts';
import { type MadeCertificate, makeCertificate } from '../tls/certificates.ts';
import { permittedDomain, startDns, type Zone, zoneScript } from './scripted-dns.ts';

const host = 'mta-sts.beispielhain.de';
const policy = 'version: STSv1\r\nmode: enforce\r\nmx: mx1.beispielhain.de\r\nmx: *.anbieter.example\r\nmax_age: 604800\r\n';

let authority: MadeCertificate;
let leaf: MadeCertificate;
let otherLeaf: MadeCertificate;
let trust: TrustList;
beforeAll(async () => {
  authority = await makeCertificate({ subject: 'CN=Pruefstelle', isAuthority: true });
  leaf = await makeCertificate({ subject: `CN=${host}`, issuer: authority, names: [{ type: 'dns', value: host }] });
  otherLeaf = await makeCertificate({
    subject: 'CN=www',
    issuer: authority,
    names: [{ type: 'dns', value: 'www.beispielhain.de' }],
  });
  trust = new TrustList([authority.pem]);
});
afterEach(closeAll);

async function webServer(answer: RequestListener, certificate = leaf) {
  const requests: string[] = [];
  const server = createServer({ cert: certificate.pem, key: certificate.keyPem }, (request, response) => {
    requests.push(`${request.method} https://${request.headers.host}${request.url} ${request.headers['user-agent']}`);
    answer(request, response);
  });
  const sockets = new Set<Duplex>();
  server.on('connection', (socket) => sockets.add(socket));
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onCloseAll(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, requests };
}

const target = () => permitted('127.0.0.1', null, host);
const fetchFrom = (port: number, timeoutMs = 1000): Promise<ObservedMtaStsPolicy> =>
  fetchMtaStsPolicy(target(), { host, port, trust, timeoutMs });

describe('what lies there', () => {
  it('a policy, fetched with one request that names burgward', async () => {
    const { port, requests } = await webServer((_, response) => response.end(policy));
    expect(await fetchFrom(port)).toEqual({
      read: true,
      status: 200,
      certificateProblem: null,
      policy: { mode: 'enforce', maxAge: 604_800, mx: ['mx1.beispielhain.de', '*.anbieter.example'] },
    });
    expect(requests).toEqual([
      expect.stringMatching(/^GET https:\/\/mta-sts\.beispielhain\.de\/\.well-known\/mta-sts\.txt burgward\//),
    ]);
  });

  it('a certificate senders refuse is told beside the policy', async () => {
    const answer: RequestListener = (_, response) => response.end(policy);
    const named = await webServer(answer, otherLeaf);
    expect(await fetchFrom(named.port)).toMatchObject({ read: true, certificateProblem: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    const unknown = await webServer(answer);
    const publicOnly = await fetchMtaStsPolicy(target(), { host, port: unknown.port });
    expect(publicOnly).toMatchObject({ read: true, certificateProblem: expect.stringMatching(/UNABLE_TO_/) });
  });

  it('a redirect is not followed', async () => {
    const { port, requests } = await webServer((_, response) => response.writeHead(301, { location: '/anderswo' }).end());
    expect(await fetchFrom(port)).toEqual({ read: true, status: 301, certificateProblem: null, policy: null });
    expect(requests).toHaveLength(1);
  });

  it('a page that is no policy, and one without end, are none', async () => {
    const page = await webServer((_, response) => response.end('<html>Willkommen</html>'));
    expect(await fetchFrom(page.port)).toMatchObject({ read: true, policy: null });
    const endless = await webServer((_, response) => {
      const more = () => response.write('version: STSv1\n'.repeat(1000), () => !response.destroyed && setImmediate(more));
      more();
    });
    expect(await fetchFrom(endless.port)).toMatchObject({ read: true, policy: null });
  });
});

describe('failing to look is told as such', () => {
  it.each<[string, () => Promise<number>]>([
    ['refuses', closedPort],
    ['is silent', async () => (await listen((socket) => socket.resume())).port],
    ['hangs up', async () => (await listen((socket) => socket.end())).port],
    ['speaks no TLS', async () => (await listen((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'))).port],
    [
      'breaks off in the body',
      async () =>
        (
          await webServer((_, response) => {
            response.writeHead(200, { 'content-length': '500' });
            response.write('version: STSv1\n', () => response.destroy());
          })
        ).port,
    ],
    ['never comes to an end', async () => (await webServer((_, response) => void response.write('version: STSv1\n'))).port],
  ])('%s', async (_, server) => {
    const started = performance.now();
    expect(await fetchFrom(await server(), 300)).toEqual({ read: false, reason: expect.any(String) });
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('a port outside the Freigabe is refused before anything is sent', async () => {
    const server = await listen();
    await expect(fetchMtaStsPolicy(permitted('127.0.0.1', '25', host), { host, port: server.port })).rejects.toThrow(
      NotAuthorisedError,
    );
    expect(server.connections()).toBe(0);
  });

  it('ends with the signal', async () => {
    const { port, open } = await listen((socket) => socket.resume());
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error('stopped')), 50);
    await expect(fetchMtaStsPolicy(target(), { host, port, signal: abort.signal })).rejects.toThrow('stopped');
    await expect.poll(open).toBe(0);
  });
});

describe('within the look at the mail of a domain', () => {
  const soa = { mname: 'ns1.anbieter.example', rname: 'hostmaster.anbieter.example', serial: 7 };
  const zone: Zone = {
    'beispielhain.de SOA': [soa],
    'beispielhain.de NS': ['ns1.anbieter.example'],
    'ns1.anbieter.example A': ['192.0.2.53'],
    'beispielhain.de MX': [{ preference: 10, exchange: 'mx1.beispielhain.de' }],
    'mx1.beispielhain.de A': ['192.0.2.25'],
    '25.2.0.192.in-addr.arpa PTR': ['MX1.beispielhain.de'],
    '_mta-sts.beispielhain.de TXT': ['v=STSv1; id=20261122'],
    'mta-sts.beispielhain.de A': ['127.0.0.1'],
  };
  async function look(more: Zone, port: number, permittedName: string | null, ports: string | null = null) {
    const { address } = await startDns(zoneScript({ ...zone, ...more }));
    const web = permitted('127.0.0.1', ports, permittedName);
    const observation = await observeMailDomain(
      permittedDomain(),
      {
        now: fixedNow,
        resolver: address,
        askPermitted: (wanted, ask) => (wanted.address === web.address && wanted.name === web.name ? ask(web) : null),
      },
      { maxQuestions: 120, timeLimitMs: 4000, timeoutMs: 150, policyPort: port, trust },
    );
    if (!observation.outcome.seen) throw new Error(observation.outcome.reason);
    return observation.outcome.data;
  }

  it('an announced policy is fetched from a permitted host', async () => {
    const { port } = await webServer((_, response) => response.end(policy));
    expect((await look({}, port, host)).mtaStsPolicy).toMatchObject({ read: true, policy: { mode: 'enforce' } });
  });

  it('from no other host, and from no other port', async () => {
    const { port, requests } = await webServer((_, response) => response.end(policy));
    const reason = expect.stringContaining('nicht freigegeben');
    expect((await look({}, port, 'www.beispielhain.de')).mtaStsPolicy).toEqual({ read: false, reason });
    expect((await look({}, port, host, '25')).mtaStsPolicy).toEqual({ read: false, reason });
    expect(requests).toEqual([]);
  });

  it('a name without address, and one nobody tells about, leave it open', async () => {
    const none = await look({ 'mta-sts.beispielhain.de A': [] }, 1, host);
    expect(none.mtaStsPolicy).toEqual({ read: false, reason: 'Der Name mta-sts.beispielhain.de hat keine Adresse.' });
    const failing = await look({ 'mta-sts.beispielhain.de A': 'SERVFAIL' }, 1, host);
    expect(failing.mtaStsPolicy).toEqual({ read: false, reason: expect.stringContaining('SERVFAIL') });
  });

  it('without an announcement nothing is asked for', async () => {
    const { port, requests } = await webServer((_, response) => response.end(policy));
    expect((await look({ '_mta-sts.beispielhain.de TXT': [] }, port, host)).mtaStsPolicy).toBeUndefined();
    expect(requests).toEqual([]);
  });

  it.each<[string, Zone, object]>([
    ['leads back', {}, { confirmed: true, names: { answered: true, nameExists: true, records: ['mx1.beispielhain.de'] } }],
    [
      'leads elsewhere',
      { '25.2.0.192.in-addr.arpa PTR': ['host.anbieter.example'], 'host.anbieter.example A': ['192.0.2.99'] },
      { confirmed: false },
    ],
    ['does not exist', { '25.2.0.192.in-addr.arpa PTR': [] }, { confirmed: false, names: { records: [] } }],
    ['is not told', { '25.2.0.192.in-addr.arpa PTR': 'REFUSED' }, { confirmed: null, names: { answered: false } }],
    ['cannot be followed', { '25.2.0.192.in-addr.arpa PTR': ['weg.example'], 'weg.example A': 'SERVFAIL' }, { confirmed: null }],
    [
      'leads back by one of several',
      { '25.2.0.192.in-addr.arpa PTR': ['weg.example', 'mx1.beispielhain.de'] },
      { confirmed: true },
    ],
  ])('the reverse name of a mail server %s', async (_, more, expected) => {
    const { servers } = await look({ '_mta-sts.beispielhain.de TXT': [], ...more }, 1, host);
    expect(servers[0]?.reverse).toMatchObject([{ address: '192.0.2.25', ...expected }]);
  });

  it('an IPv6 address is looked up by its digits', async () => {
    const digits = `${'5.2.0.0'}.${Array(20).fill('0').join('.')}.8.b.d.0.1.0.0.2.ip6.arpa`;
    const { servers } = await look(
      {
        '_mta-sts.beispielhain.de TXT': [],
        'mx1.beispielhain.de A': [],
        'mx1.beispielhain.de AAAA': ['2001:db8::25'],
        [`${digits} PTR`]: ['mx1.beispielhain.de'],
      },
      1,
      host,
    );
    expect(servers[0]?.reverse).toMatchObject([{ address: '2001:db8::25', confirmed: true }]);
  });
});

describe('reading a policy', () => {
  it.each<[string, ReturnType<typeof readPolicy>]>([
    ['mode: enforce\nmax_age: 1', null],
    ['version: STSv2\nmode: enforce', null],
    ['version: STSv1', { mode: null, maxAge: null, mx: [] }],
    [
      'version: STSv1\nmode: Testing\nmode: enforce\nmax_age: 10 Tage\nMX: A.beispielhain.de',
      { mode: 'testing', maxAge: null, mx: ['a.beispielhain.de'] },
    ],
    ['  version :STSv1 \n\n# Bemerkung\nmax_age:86400', { mode: null, maxAge: 86_400, mx: [] }],
  ])('%j', (text, expected) => {
    expect(readPolicy(text)).toEqual(expected);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => void readPolicy(`version: STSv1\n${text}`)),
      { seed: 7, numRuns: 300 },
    );
  });
});

it('the path is the one of RFC 8461', () => {
  expect(policyPath).toBe('/.well-known/mta-sts.txt');
});
