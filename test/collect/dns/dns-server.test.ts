/** A name server that is itself a permitted target. */
import { afterEach, expect, it } from 'vitest';
import { observeDnsServer } from '../../../src/collect/dns/observe-dns-server.ts';
import { AuthorizedTarget } from '../../../src/domain/freigabe.ts';
import { NotAuthorisedError } from '../../../src/errors.ts';
import { closeAll, closedPort, fixedNow, freigabeFor, permitted } from '../loopback.ts';
import { type Script, startDns } from './scripted-dns.ts';

afterEach(closeAll);

const soa = {
  name: 'beispielhain.de',
  type: 'SOA' as const,
  ttl: 1,
  data: { mname: 'ns1.beispielhain.de', rname: 'a.example', serial: 7 },
};

/** Authoritative for beispielhain.de; everything else is refused. */
const careful: Script = ({ name, type }) => {
  if (type === 'AXFR') return { code: 'REFUSED', recursionAvailable: false };
  if (name === 'beispielhain.de') return { answers: [soa], authoritative: true, recursionAvailable: false };
  return { code: 'REFUSED', recursionAvailable: false };
};

const options = { now: fixedNow, timeoutMs: 150 };

function named(accessTests: boolean, name = 'ns1.beispielhain.de') {
  const freigabe = { ...freigabeFor(['127.0.0.1'], null, 'internet'), zugriffstests: accessTests };
  return AuthorizedTarget.authorize({ name, address: '127.0.0.1' }, [freigabe], '2026-06-15');
}

it('a careful server', async () => {
  const { port, asked } = await startDns(careful);
  const observation = await observeDnsServer(named(true), port, options);
  expect(observation).toMatchObject({
    kind: 'dns-server',
    target: { name: 'ns1.beispielhain.de', address: '127.0.0.1', port },
    outcome: {
      seen: true,
      data: {
        offersRecursion: false,
        answersForeign: false,
        foreignCode: 'REFUSED',
        version: '',
        zones: [
          { name: 'beispielhain.de', authoritative: true, serial: 7, transfer: 'refused' },
          { name: 'ns1.beispielhain.de', authoritative: false, serial: null, transfer: 'not-tried' },
        ],
      },
    },
  });
  expect(asked.filter(({ packet }) => packet.flag_rd).map(({ name }) => name)).toEqual(['.']);
});

it('one that resolves for everybody, tells its version and hands out its zone', async () => {
  const { port } = await startDns((asked) => {
    if (asked.name === '.') return { answers: [{ name: '.', type: 'NS', ttl: 1, data: 'a.root.example' }] };
    if (asked.name === 'version.bind')
      return { answers: [{ name: 'version.bind', type: 'TXT', class: 'CH', ttl: 0, data: ['9.9.9\u001b[31m'] }] };
    return asked.type === 'AXFR'
      ? { answers: [soa, { name: 'a.beispielhain.de', type: 'A', ttl: 1, data: '192.0.2.1' }] }
      : careful(asked);
  });
  const observation = await observeDnsServer(named(true), port, options);
  expect(observation?.outcome).toMatchObject({
    data: { offersRecursion: true, answersForeign: true, version: '9.9.9 [31m', zones: [{ transfer: 'given' }, {}] },
  });
});

it('a reference to the root is no answer', async () => {
  const { port } = await startDns(({ name }) =>
    name === '.' ? { recursionAvailable: false, authorities: [{ name: '.', type: 'NS', ttl: 1, data: 'a.root.example' }] } : null,
  );
  const observation = await observeDnsServer(permitted(), port, options);
  expect(observation?.outcome).toMatchObject({
    data: { answersForeign: false, foreignCode: 'NOERROR', version: null, zones: [] },
  });
});

it('without consent to access tests no zone is asked for', async () => {
  const { port, asked } = await startDns(careful);
  const observation = await observeDnsServer(named(false), port, options);
  expect(observation?.outcome).toMatchObject({ data: { zones: [{ authoritative: true, transfer: 'not-tried' }, {}] } });
  expect(asked.some(({ type }) => type === 'AXFR')).toBe(false);
  expect(asked.some(({ transport }) => transport === 'tcp')).toBe(false);
});

it('silence and a closed port are another service: nothing to say', async () => {
  const { port } = await startDns(() => null);
  expect(await observeDnsServer(permitted(), port, options)).toBeNull();
  expect(await observeDnsServer(permitted(), await closedPort(), options)).toBeNull();
});

it('an unreadable answer is told', async () => {
  const { port } = await startDns(({ packet }) => {
    const bytes = Buffer.alloc(60, 255);
    bytes.writeUInt16BE(packet.id ?? 0, 0);
    return bytes;
  });
  expect((await observeDnsServer(permitted(), port, options))?.outcome).toEqual({
    seen: false,
    reason: expect.stringContaining('nicht lesbar'),
  });
});

it('a port outside the Freigabe gets nothing', async () => {
  const { port, asked } = await startDns(careful);
  await expect(observeDnsServer(permitted('127.0.0.1', '443'), port, options)).rejects.toThrow(NotAuthorisedError);
  expect(asked).toEqual([]);
});
