/** The keys and the group of an SSH server: read in exchanges that are broken off, and never made up. */
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { Detail } from '../../../src/collect/details.ts';
import { estimateFootprint } from '../../../src/collect/footprint.ts';
import { maxExchangeConnections } from '../../../src/collect/ssh/exchange.ts';
import { observeSsh } from '../../../src/collect/ssh/observe-ssh.ts';
import type { SshAlgorithms, SshExchange } from '../../../src/domain/observation.ts';
import { closeAll, fixedNow, listen, permitted } from '../loopback.ts';
import { disconnect, identification, ignored, keyExchangeInit, packet } from './scripted-server.ts';

afterEach(closeAll);

const uint32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const string = (content: Buffer | string) => Buffer.concat([uint32(Buffer.byteLength(content)), Buffer.from(content)]);

/** A number of that many bits, as SSH writes it. */
const number = (bits: number) => {
  const bytes = Buffer.alloc(Math.ceil(bits / 8), 0xff);
  bytes.writeUInt8(0xff >> (bytes.length * 8 - bits), 0);
  return string(bits % 8 === 0 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes);
};

const ed25519 = Buffer.concat([string('ssh-ed25519'), string(Buffer.alloc(32, 7))]);
const rsa = (bits: number) => Buffer.concat([string('ssh-rsa'), number(17), number(bits)]);
const dsa = Buffer.concat([string('ssh-dss'), number(1024), number(160), number(160), number(1024)]);
const reply = (key: Buffer) => packet(Buffer.concat([Buffer.from([31]), string(key), string('f'), string('s')]));
const group = (bits: number) => packet(Buffer.concat([Buffer.from([31]), number(bits), number(2)]));
const newKeys = packet(Buffer.from([21]));

/** Names of the lists in what the client sent behind its identification. */
function askedFor(sent: Buffer): { keyExchange: string; hostKey: string } {
  const message = sent.subarray(sent.indexOf('\n') + 1 + 5);
  const read = (offset: number) => message.toString('latin1', offset + 4, offset + 4 + message.readUInt32BE(offset));
  const keyExchange = read(17);
  return { keyExchange, hostKey: read(17 + 4 + keyExchange.length) };
}

/** The first connection reads the lists; the others are answered by what they ask for. */
async function look(
  lists: Partial<SshAlgorithms>,
  answer: (asked: { keyExchange: string; hostKey: string }) => Buffer | { cut: Buffer } | 'hang up' | 'keep quiet',
  timeoutMs = 5000,
): Promise<{ exchange: SshExchange | undefined; asked: string[]; connections: number }> {
  const asked: string[] = [];
  const server = await listen((socket) => {
    const received: Buffer[] = [];
    let hasAnswered = false;
    socket.write(identification);
    socket.on('data', (chunk: Buffer) => {
      received.push(chunk);
      const sent = Buffer.concat(received);
      if (received.length === 1) socket.write(keyExchangeInit(lists));
      const lengthOfLists = sent.length > sent.indexOf('\n') + 5 ? sent.readUInt32BE(sent.indexOf('\n') + 1) : Number.NaN;
      if (hasAnswered || !(sent.length > sent.indexOf('\n') + 5 + lengthOfLists)) return;
      hasAnswered = true;
      const wanted = askedFor(sent);
      asked.push(`${wanted.keyExchange} ${wanted.hostKey}`);
      const bytes = answer(wanted);
      if (bytes === 'hang up') socket.end();
      else if (bytes !== 'keep quiet' && 'cut' in bytes) socket.end(bytes.cut);
      else if (bytes !== 'keep quiet') socket.write(bytes);
    });
  });
  const { outcome } = await observeSsh(permitted(), server.port, { now: fixedNow, timeoutMs, details: true });
  if (!outcome.seen) throw new Error(outcome.reason);
  await expect.poll(server.open).toBe(0);
  return { exchange: outcome.data.exchange, asked, connections: server.connections() };
}

const keysIn = ({ exchange }: { exchange: SshExchange | undefined }) =>
  exchange?.hostKeys.map(({ key }) => (key.settled ? `${key.value.type} ${key.value.bits}` : key.reason));

describe('the keys', () => {
  it('one of each kind, one connection each, with its fingerprint', async () => {
    const found = await look(
      {
        keyExchange: ['sntrup761x25519-sha512', 'curve25519-sha256'],
        serverHostKey: ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa', 'ssh-ed25519', 'ssh-dss'],
      },
      ({ hostKey }) => Buffer.concat([ignored, reply({ 'ssh-ed25519': ed25519, 'ssh-dss': dsa }[hostKey] ?? rsa(2048)), newKeys]),
    );
    expect(keysIn(found)).toEqual(['ssh-rsa 2048', 'ssh-ed25519 256', 'ssh-dss 1024']);
    expect(found.asked).toEqual(['curve25519-sha256 rsa-sha2-512', 'curve25519-sha256 ssh-ed25519', 'curve25519-sha256 ssh-dss']);
    expect(found.connections).toBe(4);
    expect(found.exchange).toMatchObject({ connections: 3 });
    expect(found.exchange).not.toHaveProperty('groupBits');
    const fingerprint = createHash('sha256').update(ed25519).digest('base64').replaceAll('=', '');
    expect(found.exchange?.hostKeys[1]?.key).toMatchObject({ value: { fingerprint } });
  });

  it.each([1024, 1536, 2047, 2048, 3072, 4096, 16384])('RSA with %i bits', async (bits) => {
    const found = await look({ serverHostKey: ['ssh-rsa'] }, () => reply(rsa(bits)));
    expect(keysIn(found)).toEqual([`ssh-rsa ${bits}`]);
  });

  it.each([
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group1-sha1',
    'diffie-hellman-group14-sha1',
    'diffie-hellman-group14-sha256',
    'diffie-hellman-group15-sha512',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group18-sha512',
  ])('by %s', async (method) => {
    const found = await look({ keyExchange: [method], serverHostKey: ['ssh-ed25519'] }, () => reply(ed25519));
    expect(keysIn(found)).toEqual(['ssh-ed25519 256']);
  });

  it('are not read by methods we do not speak: nothing more is asked', async () => {
    const found = await look({ keyExchange: ['mlkem768x25519-sha256'], serverHostKey: ['ssh-ed25519'] }, () => reply(ed25519));
    expect(keysIn(found)).toEqual(['Der Dienst bietet zum Schlüsseltausch kein Verfahren an, das diese Prüfung beherrscht.']);
    expect(found.connections).toBe(1);
  });

  it.each<[string, Buffer]>([
    ['of another kind than asked for', reply(rsa(2048))],
    ['with a length that lies', packet(Buffer.concat([Buffer.from([31]), uint32(2 ** 31), ed25519]))],
    ['without anything', packet(Buffer.from([31]))],
    ['with control characters in its name', reply(Buffer.concat([string('ssh-ed25519\u0007'), string(Buffer.alloc(32))]))],
    ['in an oversized packet', packet(Buffer.from([31]), 2 ** 30)],
  ])('an answer %s is no key', async (_name, bytes) => {
    const found = await look({ serverHostKey: ['ssh-ed25519'] }, () => bytes);
    expect(keysIn(found)).toEqual(['Die Antwort beim Schlüsseltausch ist nicht lesbar.']);
  });

  it.each<[string, Buffer | 'hang up' | 'keep quiet', string]>([
    ['hangs up', 'hang up', 'Die Gegenstelle'],
    ['says farewell', disconnect('genug'), 'Der Dienst hat den Schlüsseltausch abgebrochen.'],
    ['keeps quiet', 'keep quiet', ''],
  ])('a server that %s is asked only once', async (_name, answer, reason) => {
    const found = await look(
      {
        keyExchange: ['curve25519-sha256', 'diffie-hellman-group-exchange-sha256'],
        serverHostKey: ['ssh-ed25519', 'rsa-sha2-256'],
      },
      () => answer,
      300,
    );
    expect(found.exchange?.hostKeys.map(({ key }) => key.settled)).toEqual([false, false]);
    expect(found.exchange?.groupBits?.settled).toBe(false);
    expect(keysIn(found)?.[0]).toContain(reason);
    expect(found.connections).toBe(2);
  });
});

describe('the group', () => {
  it.each([1024, 1536, 2048, 3072, 8192])('of %i bits, the shortest asked for', async (bits) => {
    const found = await look(
      { keyExchange: ['diffie-hellman-group-exchange-sha256', 'curve25519-sha256'], serverHostKey: ['ssh-ed25519'] },
      ({ keyExchange }) => (keyExchange.startsWith('diffie') ? group(bits) : reply(ed25519)),
    );
    expect(found.exchange).toMatchObject({ groupBits: { settled: true, value: bits }, connections: 2 });
  });

  it('is asked for where nothing else is spoken', async () => {
    const found = await look({ keyExchange: ['diffie-hellman-group-exchange-sha1'], serverHostKey: ['ssh-rsa'] }, () =>
      group(1024),
    );
    expect(found.asked).toEqual(['diffie-hellman-group-exchange-sha1 ssh-rsa']);
    expect(found.exchange?.groupBits).toEqual({ settled: true, value: 1024 });
  });

  it('of nothing is none', async () => {
    const found = await look({ keyExchange: ['diffie-hellman-group-exchange-sha256'], serverHostKey: ['ssh-rsa'] }, () =>
      packet(Buffer.concat([Buffer.from([31]), string(Buffer.alloc(8)), string('')])),
    );
    expect(found.exchange?.groupBits).toMatchObject({ settled: false });
  });
});

it('a usual look opens one connection and exchanges nothing', async () => {
  const server = await listen((socket) => {
    socket.write(identification);
    socket.once('data', () => socket.write(keyExchangeInit()));
  });
  const { outcome } = await observeSsh(permitted(), server.port, { now: fixedNow });
  expect(outcome.seen && outcome.data).not.toHaveProperty('exchange');
  expect(server.connections()).toBe(1);
});

it('every cut of an answer ends with a reason', async () => {
  const whole = reply(rsa(2048));
  for (let length = 0; length < whole.length; length += 5) {
    const found = await look({ serverHostKey: ['ssh-rsa'] }, () => ({ cut: whole.subarray(0, length) }));
    expect(found.exchange?.hostKeys.map(({ key }) => key.settled)).toEqual([false]);
  }
});

it('is counted beforehand', () => {
  const of = (...details: Detail[]) =>
    estimateFootprint([permitted()], { ports: [22], kinds: new Set(['ssh']), details: new Set(details) }).connections;
  expect(of('ssh-exchange') - of('tls-suites', 'tls-features')).toBe(maxExchangeConnections);
});
