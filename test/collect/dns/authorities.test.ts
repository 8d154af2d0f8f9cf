/** Name servers of a zone are asked themselves only where a Freigabe covers them; what they say of the zone is told as it is. */
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { collect } from '../../../src/collect/collect.ts';
import { observeDnsZone } from '../../../src/collect/dns/observe-dns-zone.ts';
import type { AskPermitted } from '../../../src/collect/probes.ts';
import type { ObservedAuthority } from '../../../src/domain/dns-observation.ts';
import type { AuthorizedTarget } from '../../../src/domain/freigabe.ts';
import { closeAll, closedPort, fixedNow, permitted } from '../loopback.ts';
import { permittedDomain, type Script, type ScriptedAnswer, startDns, type Zone, zoneScript } from './scripted-dns.ts';

afterEach(closeAll);

const soa = { mname: 'ns1.beispielhain.de', rname: 'hostmaster.beispielhain.de', serial: 7 };
const zone: Zone = {
  'beispielhain.de SOA': [soa],
  'beispielhain.de NS': ['ns1.beispielhain.de', 'ns2.anbieter.example'],
  'ns1.beispielhain.de A': ['127.0.0.1'],
  'ns2.anbieter.example A': ['192.0.2.53'],
};

const only =
  (targets: readonly AuthorizedTarget[]): AskPermitted =>
  ({ name, address }, ask) => {
    const target = targets.find((each) => each.address === address && (each.name === name || each.name === null));
    return target === undefined ? null : ask(target);
  };

async function ask(
  script: Script | 'closed',
  targets = [permitted('127.0.0.1', null, 'ns1.beispielhain.de')],
): Promise<{ authorities: readonly ObservedAuthority[]; asked: number; packets: readonly string[] }> {
  const resolver = await startDns(zoneScript(zone));
  const server = script === 'closed' ? { port: await closedPort(), asked: [] } : await startDns(script);
  const options = { now: fixedNow, resolver: resolver.address, askPermitted: only(targets) };
  const limits = { maxQuestions: 80, timeLimitMs: 4000, timeoutMs: 200, nameServerPort: server.port };
  const { outcome } = await observeDnsZone(permittedDomain(), options, limits);
  if (!outcome.seen) throw new Error(outcome.reason);
  const packets = server.asked.map(({ name, type, packet }) => `${name} ${type} ${packet.flag_rd}`);
  return { authorities: outcome.data.authorities ?? [], asked: server.asked.length, packets };
}

const record = { name: 'beispielhain.de', type: 'SOA', ttl: 3600, class: 'IN', data: soa } as const;
const notPermitted = expect.stringContaining('nicht freigegeben');

describe('a permitted name server', () => {
  it.each<[string, ScriptedAnswer, object]>([
    ['speaks for the zone', { answers: [record], authoritative: true }, { code: 'NOERROR', authoritative: true, serial: 7 }],
    ['answers from memory', { answers: [record] }, { code: 'NOERROR', authoritative: false, serial: 7 }],
    ['refuses', { code: 'REFUSED' }, { code: 'REFUSED', authoritative: false, serial: null }],
    ['has lost the zone', { code: 'SERVFAIL' }, { code: 'SERVFAIL', authoritative: false, serial: null }],
    ['points elsewhere', { authoritative: true }, { code: 'NOERROR', authoritative: true, serial: null }],
  ])('%s', async (_, answer, expected) => {
    const { authorities, packets } = await ask(() => answer);
    expect(authorities).toEqual([
      { name: 'ns1.beispielhain.de', address: '127.0.0.1', answer: { asked: true, ...expected } },
      { name: 'ns2.anbieter.example', address: '192.0.2.53', answer: { asked: false, reason: notPermitted } },
    ]);
    // One question about the zone, without the wish to look it up elsewhere.
    expect(packets).toEqual(['beispielhain.de SOA false']);
  });

  it('that sends nonsense, or nobody, is not known to be good', async () => {
    const nonsense = await ask(({ packet }) => Buffer.from([(packet.id ?? 0) >> 8, (packet.id ?? 0) & 255, 0x80, 0, 1, 2, 3]));
    expect(nonsense.authorities[0]?.answer.asked).toBe(false);
    const closed = await ask('closed');
    expect(closed.authorities[0]?.answer.asked).toBe(false);
  });

  it('gets nothing where its port is not permitted', async () => {
    const { authorities, asked } = await ask(
      () => ({ answers: [record] }),
      [permitted('127.0.0.1', '80', 'ns1.beispielhain.de')],
    );
    expect(authorities[0]?.answer).toEqual({ asked: false, reason: notPermitted });
    expect(asked).toBe(0);
  });

  it('gets nothing under another name', async () => {
    const { authorities, asked } = await ask(
      () => ({ answers: [record] }),
      [permitted('127.0.0.1', null, 'www.beispielhain.de')],
    );
    expect(authorities[0]?.answer).toEqual({ asked: false, reason: notPermitted });
    expect(asked).toBe(0);
  });
});

it('a run about the domain alone asks no name server', async () => {
  const resolver = await startDns(zoneScript(zone));
  const { observations } = await collect(
    [],
    { kinds: new Set(['dns-zone']), ports: [], domains: [permittedDomain()], resolver: resolver.address },
    { now: fixedNow, nmap: null },
  );
  const [observation] = observations;
  if (observation?.kind !== 'dns-zone' || !observation.outcome.seen) throw new Error('no zone');
  expect(observation.outcome.data.authorities?.map(({ answer }) => answer)).toEqual([
    { asked: false, reason: notPermitted },
    { asked: false, reason: notPermitted },
  ]);
});

it('within a run the targets of the run are asked, and others are not', async () => {
  const resolver = await startDns(zoneScript(zone));
  const { observations } = await collect(
    [permitted('127.0.0.1', '1-1023', 'ns1.beispielhain.de')],
    { kinds: new Set(['dns-zone']), ports: [], domains: [permittedDomain()], resolver: resolver.address },
    { now: fixedNow, nmap: null },
  );
  const [observation] = observations;
  if (observation?.kind !== 'dns-zone' || !observation.outcome.seen) throw new Error('no zone');
  const [own, other] = observation.outcome.data.authorities?.map(({ answer }) => answer) ?? [];
  // Nobody listens on port 53 of the loopback, which is something else than not being allowed to ask.
  expect(own).not.toEqual({ asked: false, reason: notPermitted });
  expect(other).toEqual({ asked: false, reason: notPermitted });
});

describe('which addresses are asked', () => {
  const many: Zone = {
    'beispielhain.de SOA': [soa],
    'beispielhain.de NS': ['ns1.beispielhain.de', 'ns2.beispielhain.de', 'ns6.beispielhain.de'],
    'ns1.beispielhain.de A': ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4', '192.0.2.5'],
    'ns2.beispielhain.de A': ['192.0.2.11', '192.0.2.12', '192.0.2.13', '192.0.2.14'],
    'ns6.beispielhain.de AAAA': ['::1'],
  };
  const look = async (targets: readonly AuthorizedTarget[], port: number) => {
    const resolver = await startDns(zoneScript(many));
    const options = { now: fixedNow, resolver: resolver.address, askPermitted: only(targets) };
    const limits = { maxQuestions: 80, timeLimitMs: 4000, timeoutMs: 200, nameServerPort: port };
    const { outcome } = await observeDnsZone(permittedDomain(), options, limits);
    return outcome.seen ? (outcome.data.authorities ?? []) : [];
  };

  it('at least one of every server, also of one that has only IPv6', async () => {
    const addresses = (await look([], 53)).map(({ address }) => address);
    expect(addresses).toHaveLength(8);
    expect(addresses.slice(0, 3)).toEqual(['192.0.2.1', '192.0.2.11', '::1']);
  });

  it('a way that this machine does not have is told as such, nothing else is', async () => {
    const authorities = await look([permitted('::1', null, 'ns6.beispielhain.de')], await closedPort());
    const [ns6] = authorities.filter(({ name }) => name === 'ns6.beispielhain.de');
    const isWithoutIpv6 = !Object.values(networkInterfaces()).some((all = []) => all.some(({ family }) => family === 'IPv6'));
    if (isWithoutIpv6) expect(ns6?.answer).toMatchObject({ asked: false, noWay: true });
    else expect(ns6?.answer).toEqual({ asked: false, reason: expect.any(String) });
  });
});
