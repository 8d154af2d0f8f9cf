import { afterEach, describe, expect, it } from 'vitest';
import { askByDatagrams } from '../../../src/collect/services/datagrams.ts';
import { type BsonValue, writeBson } from '../../../src/collect/services/open-access/bson.ts';
import { observeOpenAccess } from '../../../src/collect/services/open-access.ts';
import type { AccessService } from '../../../src/domain/service-observation.ts';
import { NotAuthorisedError } from '../../../src/errors.ts';
import { closeAll, closedPort, fixedNow, permitted, silentPorts } from '../loopback.ts';
import { ldapEntry, ldapNoEntry, ldapRoot, snmpDiscovered, snmpPublic } from './recorded.ts';
import { byContent, datagramServer, permittedAccess, type Talk, talker } from './servers.ts';

afterEach(closeAll);

async function look(service: AccessService, port: number, timeoutMs = 10_000) {
  return observeOpenAccess(service, permittedAccess(), port, { now: fixedNow, timeoutMs });
}

/** Answer of MongoDB to the message with that number. */
function mongo(id: number, body: Readonly<Record<string, BsonValue>>): Buffer {
  const document = writeBson(body);
  const head = Buffer.alloc(21);
  head.writeInt32LE(head.length + document.length, 0);
  head.writeInt32LE(id, 8);
  head.writeInt32LE(2013, 12);
  return Buffer.concat([head, document]);
}

const http = (status: string, body: string, more = '') =>
  `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\n${more}Content-Length: ${body.length}\r\n\r\n${body}`;
const welcome = '{"name":"n1","cluster_name":"akten","version":{"number":"8.15.0"},"tagline":"You Know, for Search"}';
const hello = mongo(1, { ok: 1, maxWireVersion: 21 });

describe('asked once, and told', () => {
  it.each<[string, AccessService, Talk, object]>([
    ['Redis, open', 'redis', { replies: ['+PONG\r\n'] }, { access: 'open', detail: 'PONG' }],
    ['Redis with a password', 'redis', { replies: ['-NOAUTH Authentication required.\r\n'] }, { access: 'needs-login' }],
    ['Redis of old with a password', 'redis', { replies: ['-ERR operation not permitted\r\n'] }, { access: 'needs-login' }],
    [
      'Redis that protects itself',
      'redis',
      { greeting: '-DENIED Redis is running in protected mode\r\n' },
      { access: 'refused' },
    ],
    ['memcached, open', 'memcached', { replies: ['VERSION 1.6.18\r\n'] }, { access: 'open', detail: '1.6.18' }],
    ['memcached with a login', 'memcached', { replies: ['CLIENT_ERROR unauthenticated\r\n'] }, { access: 'needs-login' }],
    [
      'MongoDB, open',
      'mongodb',
      { replies: [hello, mongo(2, { databases: { 0: { name: 'geheim' }, 1: { name: 'akten' } }, ok: 1 })] },
      { access: 'open', count: 2 },
    ],
    [
      'MongoDB with a login',
      'mongodb',
      { replies: [hello, mongo(2, { ok: 0, errmsg: 'requires authentication', code: 13 })] },
      { access: 'needs-login' },
    ],
    ['Elasticsearch, open', 'elasticsearch', { replies: [http('200 OK', welcome)] }, { access: 'open', detail: '8.15.0' }],
    [
      'Elasticsearch with a login',
      'elasticsearch',
      { replies: [http('401 Unauthorized', '{}', 'X-elastic-product: Elasticsearch\r\n')] },
      { access: 'needs-login' },
    ],
    ['LDAP, open', 'ldap', { replies: [ldapRoot, ldapEntry] }, { access: 'open' }],
    ['LDAP for users only', 'ldap', { replies: [ldapRoot, ldapNoEntry] }, { access: 'needs-login' }],
    ['FTP, open', 'ftp', { greeting: '220 ok\r\n', replies: ['331 go on\r\n', '230 in\r\n'] }, { access: 'open' }],
    ['FTP, closed', 'ftp', { greeting: '220 ok\r\n', replies: ['331 go on\r\n', '530 no\r\n'] }, { access: 'needs-login' }],
    ['FTP, closed at the name', 'ftp', { greeting: '220 ok\r\n', replies: ['530 no\r\n'] }, { access: 'needs-login' }],
    [
      'rsync with a list',
      'rsync',
      {
        greeting: '@RSYNCD: 31.0 sha512 md5\n',
        replies: ['Willkommen\n\nsicherung      \tNachts\nbilder         \t\n@RSYNCD: EXIT\n'],
      },
      { access: 'open', count: 2 },
    ],
    ['rsync without', 'rsync', { greeting: '@RSYNCD: 31.0\n', replies: ['@RSYNCD: EXIT\n'] }, { access: 'refused', count: 0 }],
  ])('%s', async (_name, service, talk, expected) => {
    const server = await talker(talk);
    const observation = await look(service, server.port);
    expect(observation?.outcome).toMatchObject({ seen: true, data: { service, ...expected } });
    expect(server.connections()).toBe(1);
    expect(JSON.stringify(observation)).not.toMatch(/geheim|akten|sicherung|leute/);
  });
});

it('names the contact of the Freigabe where the protocol has a place for it', async () => {
  const ftp = await talker({ greeting: '220 ok\r\n', replies: ['331 go on\r\n', '530 no\r\n', '221 bye\r\n'] });
  await look('ftp', ftp.port);
  expect(ftp.received()).toBe('USER anonymous\r\nPASS it@beispielhain.example\r\nQUIT\r\n');
  const search = await talker({ replies: [http('200 OK', welcome)] });
  await look('elasticsearch', search.port);
  expect(search.received()).toContain('User-Agent: burgward (Sicherheitspruefung; Kontakt: it@beispielhain.example)\r\n');
});

it('asks LDAP for one entry and none of its attributes', async () => {
  const server = await talker({ replies: [ldapRoot, ldapEntry] });
  await look('ldap', server.port);
  expect(server.received()).toContain('dc=beispielhain,dc=example\n\u0001\u0001\n\u0001\0\u0002\u0001\u0001');
  expect(server.received()).toContain('\u0004\u00031.1');
});

describe('by datagrams', () => {
  const timeAnswer = Buffer.concat([Buffer.from([0x24, 2]), Buffer.alloc(46)]);
  const variables = Buffer.concat([Buffer.from([0x16, 0x82, 0x62, 0x77, 0, 0, 0, 0, 0, 0, 0, 4]), Buffer.from('a=1 ')]);
  const list = Buffer.concat([Buffer.from([0x97, 0, 3, 0x2a, 0, 1, 0, 72]), Buffer.alloc(72)]);
  const ntp =
    (...answers: readonly [number, Buffer][]) =>
    (question: Buffer) =>
      answers.flatMap(([mode, answer]) => (((question[0] ?? 0) & 7) === mode ? [answer] : []));
  const ipmi = (...bytes: readonly number[]) =>
    Buffer.concat([
      Buffer.from([6, 0, 0xff, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 0x81, 0x1c, 0x63, 0x20, 0x00, 0x38]),
      Buffer.from([...bytes, 0, 0, 0, 0, 0x33]),
    ]);

  it.each<[string, AccessService, (question: Buffer) => readonly Buffer[], object]>([
    [
      'SNMP that answers to public',
      'snmp',
      byContent(['public', snmpPublic], ['bw\0\u0003', snmpDiscovered]),
      { access: 'open', answered: ['public'] },
    ],
    ['SNMP that only tells who it is', 'snmp', byContent(['bw\0\u0003', snmpDiscovered]), { access: 'needs-login' }],
    ['NTP with the time only', 'ntp', ntp([3, timeAnswer]), { access: 'refused' }],
    ['NTP with variables', 'ntp', ntp([3, timeAnswer], [6, variables]), { access: 'open', answered: ['readvar'] }],
    [
      'NTP with everything',
      'ntp',
      ntp([3, timeAnswer], [6, variables], [7, list]),
      { access: 'open', answered: ['readvar', 'monlist'] },
    ],
    ['IPMI with a login', 'ipmi', () => [ipmi(0, 1, 0x94, 0x04, 0x02)], { access: 'needs-login', detail: '2.0' }],
    ['IPMI of old', 'ipmi', () => [ipmi(0, 1, 0x14, 0x04, 0)], { access: 'needs-login', detail: '1.5' }],
    [
      'IPMI without name and password',
      'ipmi',
      () => [ipmi(0, 1, 0x95, 0x05, 0x03)],
      { access: 'open', answered: ['anonymous', 'no-password'] },
    ],
  ])('%s', async (_name, service, answer, expected) => {
    const observation = await look(service, await datagramServer(answer), 400);
    expect(observation?.outcome).toMatchObject({ seen: true, data: { service, ...expected } });
    expect(JSON.stringify(observation)).not.toContain('Beispier');
  });

  it.each<AccessService>(['snmp', 'ntp', 'ipmi'])('silence of %s says nothing', async (service) => {
    expect(await look(service, await datagramServer(() => []), 200)).toBeNull();
  });

  it.each<AccessService>(['snmp', 'ntp', 'ipmi'])('nonsense from %s is not understood', async (service) => {
    const port = await datagramServer(() => [Buffer.from('\u001b[31m?'), Buffer.alloc(0), Buffer.alloc(1400, 0x30)]);
    expect((await look(service, port, 200))?.outcome.seen).toBe(false);
  });

  it('a refusal shows that nothing is there: worth a word only for IPMI', async () => {
    const port = await closedPort();
    expect(await look('snmp', port, 1000)).toBeNull();
    expect(await look('ntp', port, 1000)).toBeNull();
    expect((await look('ipmi', port, 1000))?.outcome).toMatchObject({ data: { access: 'refused' } });
  });

  it('the hundred datagrams of one list are not waited for', async () => {
    const port = await datagramServer((question) =>
      ((question[0] ?? 0) & 7) === 7 ? Array.from({ length: 100 }, () => list) : [],
    );
    const started = performance.now();
    expect((await look('ntp', port, 20_000))?.outcome).toMatchObject({ data: { answered: ['monlist'] } });
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

it.each(['530 Anonymous sessions must use encryption.', '421 Too many users', '534 Policy requires TLS'])(
  'FTP that answers %j tells nothing about strangers',
  async (answer) => {
    const { port } = await talker({ greeting: '220 ok\r\n', replies: ['331 go on\r\n', `${answer}\r\n`] });
    expect((await look('ftp', port))?.outcome).toEqual({ seen: false, reason: `Der Dienst lehnt das Gespräch ab: ${answer}` });
  },
);

it('says so when this machine must not send a datagram', async () => {
  const endpoint = { address: '255.255.255.255', port: 9, timeoutMs: 1000 };
  const { problem } = await askByDatagrams(endpoint, [Buffer.from('x')], () => false);
  expect(problem).toEqual({ kind: 'connection', reason: 'Das eigene System hat die Verbindung verboten.' });
});

const byTcp: readonly AccessService[] = ['redis', 'memcached', 'mongodb', 'elasticsearch', 'ldap', 'ftp', 'rsync'];

describe.each(byTcp)('%s', (service) => {
  it.each<[string, () => Promise<number>]>([
    ['closed', closedPort],
    ['filtered', async () => (await silentPorts(1))[0] ?? 0],
    ['silent', async () => (await talker({})).port],
  ])('not seen: %s', async (_name, start) => {
    expect((await look(service, await start(), 200))?.outcome.seen).toBe(false);
  });

  it('says nothing about another service', async () => {
    const { port } = await talker({ greeting: 'SSH-2.0-OpenSSH_9.2p1\r\n' });
    expect(await look(service, port)).toBeNull();
  });

  it('without consent or outside the Freigabe: not a byte', async () => {
    const server = await talker({});
    const options = { now: fixedNow, timeoutMs: 200 };
    await expect(observeOpenAccess(service, permitted(), server.port, options)).rejects.toThrow(NotAuthorisedError);
    await expect(observeOpenAccess(service, permitted('127.0.0.1', '1'), server.port, options)).rejects.toThrow(
      NotAuthorisedError,
    );
    expect(server.connections()).toBe(0);
  });
});
