/**
 * Servers that try to lure us to addresses nobody permitted: by redirects, links, CNAME, MX, NS and AAAA. The kernel counts what is sent
 * there; it has to stay at zero, and what was named has to be in the observations all the same.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollectionPlan, collect } from '../../src/collect/collect.ts';
import { details } from '../../src/collect/details.ts';
import { findNmap } from '../../src/collect/nmap/installation.ts';
import { observationKinds } from '../../src/domain/catalogue.ts';
import {
  AuthorizedDomain,
  AuthorizedTarget,
  type Freigabe,
  parseDomain,
  parseZiel,
  withoutDetails,
} from '../../src/domain/freigabe.ts';
import { startDomain, zone } from './daemons.ts';
import { today } from './look.ts';
import { ownInterfaceAddress, program, run, stopDaemons } from './processes.ts';

/** Documentation addresses (RFC 5737, RFC 3849) used by no other file of the lab, and a corner of loopback. */
const lures = { ipv4: '203.0.113.0/24', ipv6: '2001:db8:bad::/48', loopback: '127.66.0.0/16' };
const table = 'burgward_lure';

const lureZone = `$TTL 3600
@ IN SOA ns1.${zone}. hostmaster.${zone}. 2026061501 7200 3600 1209600 3600
@ IN NS ns1.${zone}.
@ IN NS ns2.${zone}.
@ IN MX 10 mail.${zone}.
@ IN MX 20 innen.${zone}.
@ IN A 203.0.113.7
@ IN AAAA 2001:db8:bad::7
@ IN TXT "v=spf1 mx a:mail.${zone} -all"
ns1 IN A 203.0.113.53
ns1 IN AAAA 2001:db8:bad::53
ns2 IN A 127.66.0.53
mail IN A 203.0.113.25
mail IN AAAA 2001:db8:bad::25
innen IN A 127.66.0.25
www IN CNAME fremd.${zone}.
fremd IN A 203.0.113.8
fremd IN AAAA 2001:db8:bad::8
mta-sts IN CNAME fremd.${zone}.
_mta-sts IN TXT "v=STSv1; id=1"
_smtp._tls IN TXT "v=TLSRPTv1; rua=https://fremd.${zone}/tlsrpt"
_dmarc IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@${zone}"
autodiscover IN CNAME fremd.${zone}.
`;

const places = [
  'http://203.0.113.10/',
  'https://[2001:db8:bad::10]/',
  'http://127.66.0.10:8080/',
  '//203.0.113.11/anmeldung',
  'https://fremd.beispielhain.example/',
];
const page = `<!doctype html><meta http-equiv="refresh" content="0; url=${places[0]}"><title>Willkommen</title>
<script src="http://203.0.113.12/a.js"></script><img src="http://127.66.0.12/b.png"><link rel="stylesheet" href="//[2001:db8:bad::12]/c.css">
<form action="http://203.0.113.13/login" method="post"><input type="password" name="p"></form><iframe src="${places[4]}"></iframe>`;

const port = 80;

/** Sends each request on to the next of the places; `/` shows a page full of foreign addresses, if it has one. */
async function startLuringServer({ hasPage }: { hasPage: boolean }): Promise<{ address: string; requests: () => number }> {
  let requests = 0;
  const server = createServer(({ url }, response) => {
    const location = places[requests % places.length] ?? '';
    requests += 1;
    response.on('error', () => undefined);
    if (hasPage && url === '/') response.writeHead(200, { 'content-type': 'text/html' });
    else response.writeHead(302, { 'content-type': 'text/html', location });
    response.end(page);
  });
  const address = await ownInterfaceAddress();
  server.listen(port, address);
  await once(server, 'listening');
  afterAll(() => server.close());
  return { address, requests: () => requests };
}

/** Packets any process here sent to the lures so far. */
async function packetsSent(): Promise<number> {
  const { nftables } = JSON.parse(await run(program('nft'), ['-j', 'list', 'table', 'inet', table])) as {
    nftables: { rule?: { expr: { counter?: { packets: number } }[] } }[];
  };
  const counters = nftables.flatMap(({ rule }) => rule?.expr.flatMap(({ counter }) => counter?.packets ?? []) ?? []);
  expect(counters).toHaveLength(Object.keys(lures).length);
  return counters.reduce((sum, packets) => sum + packets, 0);
}

/** One try to connect, as a check that the counters count. */
async function knock(address: string): Promise<void> {
  const socket = connect({ host: address, port: 9 });
  socket.setTimeout(300, () => socket.destroy());
  socket.on('error', () => undefined);
  await once(socket, 'close');
}

const freigabe: Freigabe = {
  id: 'F1',
  kommune: 'beispielhain',
  ziele: [],
  ports: null,
  von: today(),
  bis: today(),
  durch: 'Erika Muster',
  blickwinkel: 'internet',
  ...withoutDetails,
  zugriffstests: true,
  widerrufenAm: null,
};

beforeAll(async () => {
  // Without a way there the system would refuse before anything is counted.
  await run('ip', ['route', 'add', lures.ipv4, 'dev', 'lo']);
  await run('ip', ['-6', 'route', 'add', lures.ipv6, 'dev', 'lo']);
  const rules = [
    `add table inet ${table}`,
    `add chain inet ${table} out { type filter hook output priority 0 ; }`,
    `add rule inet ${table} out ip daddr ${lures.ipv4} counter drop`,
    `add rule inet ${table} out ip6 daddr ${lures.ipv6} counter drop`,
    `add rule inet ${table} out ip daddr ${lures.loopback} counter drop`,
  ];
  for (const rule of rules) await run(program('nft'), [rule]);
});

afterAll(async () => {
  await run(program('nft'), ['delete', 'table', 'inet', table]);
  await stopDaemons();
});

test.each(['nmap', 'own scan'])('Not one packet goes where nobody permitted us to go, with %s', async (scanner) => {
  const redirecting = await startLuringServer({ hasPage: false });
  const showing = await startLuringServer({ hasPage: true });
  const { resolver } = await startDomain({ content: lureZone, signed: 'no' });
  const addresses = [redirecting.address, showing.address];
  const ziele = [...addresses.map(parseZiel), parseDomain(zone)];
  const targets = addresses.map((address) =>
    AuthorizedTarget.authorize({ name: null, address }, [{ ...freigabe, ziele }], today()),
  );
  const domains = [AuthorizedDomain.authorize(zone, [{ ...freigabe, ziele }], today())];
  const plan: CollectionPlan = {
    kinds: new Set(observationKinds),
    ports: [port],
    details: new Set(details),
    domains,
    resolver: resolver.address,
  };
  const nmap = scanner === 'nmap' ? await findNmap() : null;
  const before = await packetsSent();
  const { observations } = await collect(targets, plan, { now: () => new Date(), nmap });
  expect(await packetsSent()).toBe(before);

  // They were lures that were seen.
  expect(redirecting.requests()).toBeGreaterThan(0);
  expect(showing.requests()).toBeGreaterThan(3);
  const told = JSON.stringify(observations);
  for (const place of [
    places[0],
    '203.0.113.12',
    '203.0.113.25',
    '2001:db8:bad::25',
    '127.66.0.25',
    '203.0.113.53',
    `fremd.${zone}`,
  ])
    expect(told).toContain(place);
});

test('The counters count', async () => {
  for (const address of ['203.0.113.10', '2001:db8:bad::10', '127.66.0.10']) {
    const before = await packetsSent();
    await knock(address);
    expect(await packetsSent(), address).toBeGreaterThan(before);
  }
});
