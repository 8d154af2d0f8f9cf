import { afterEach, describe, expect, it } from 'vitest';
import { observeSsh } from '../../../src/collect/ssh/observe-ssh.ts';
import type { SshObservation } from '../../../src/domain/observation.ts';
import { NotAuthorisedError } from '../../../src/errors.ts';
import { closeAll, closedPort, fixedNow, listen, permitted, silentPorts } from '../loopback.ts';
import { disconnect, greeting, identification, ignored, keyExchangeInit, modern, packet, sshServer } from './scripted-server.ts';

afterEach(closeAll);

const options = { now: fixedNow, timeoutMs: 400 };
const observe = (port: number) => observeSsh(permitted(), port, options);
/** For servers that answer: however busy the machine is, the limit is not what is tested. */
const patiently = (port: number) => observeSsh(permitted(), port, { ...options, timeoutMs: 10_000 });

async function seenAt(port: number, look = patiently): Promise<SshObservation> {
  const { outcome } = await look(port);
  if (!outcome.seen) throw new Error(outcome.reason);
  return outcome.data;
}

it('reads version, software and every list, and says who asks', async () => {
  const server = await sshServer(identification, keyExchangeInit());
  expect(await patiently(server.port)).toEqual({
    kind: 'ssh',
    target: { name: null, address: '127.0.0.1', port: server.port },
    vantage: 'lan',
    at: '2026-06-15T12:00:00.000Z',
    outcome: {
      seen: true,
      data: {
        protocol: '2.0',
        software: 'OpenSSH_9.2p1',
        comments: 'Debian-2+deb12u3',
        algorithms: modern,
        algorithmsReason: null,
      },
    },
  });
  expect(server.received()).toBe('SSH-2.0-burgward\r\n');
  expect(server.connections()).toBe(1);
});

describe('other servers within the rules', () => {
  it.each<[string, string | Buffer, Buffer | null]>([
    ['that names its lists unasked', greeting, null],
    ['with lines before', `Nur für Befugte\r\n\r\nZutritt wird protokolliert\r\n${identification}`, keyExchangeInit()],
    ['with a very long text before', `${`${'x'.repeat(70)}\r\n`.repeat(100)}${identification}`, keyExchangeInit()],
    ['that ends its line with a line feed only', identification.replace('\r', ''), keyExchangeInit()],
    ['with messages to be ignored', identification, Buffer.concat([ignored, ignored, keyExchangeInit()])],
    ['of both versions', identification.replace('2.0', '1.99'), keyExchangeInit()],
  ])('%s', async (_name, first, second) => {
    const { port } = await sshServer(first, second);
    expect((await seenAt(port)).algorithms).toEqual(modern);
  });

  it('that sends byte by byte', async () => {
    const { port } = await listen(async (socket) => {
      socket.setNoDelay(true);
      for (const byte of greeting) {
        socket.write(Buffer.from([byte]));
        await new Promise(setImmediate);
      }
    });
    expect((await seenAt(port)).algorithms).toEqual(modern);
  });

  it('that says little of itself', async () => {
    const { port } = await sshServer('SSH-2.0-\n', keyExchangeInit());
    expect(await seenAt(port)).toMatchObject({ protocol: '2.0', software: '', comments: null, algorithms: modern });
  });

  it('that only speaks version 1: nothing is sent to it', async () => {
    const server = await sshServer('SSH-1.5-Cisco-1.25\n');
    expect(await seenAt(server.port)).toEqual({
      protocol: '1.5',
      software: 'Cisco-1.25',
      comments: null,
      algorithms: null,
      algorithmsReason: 'Der Dienst spricht nur eine andere Fassung von SSH als die zweite.',
    });
    expect(server.received()).toBe('');
  });
});

describe('what is not SSH is not seen, and gets no byte', () => {
  it.each<[string, string | Buffer, string]>([
    ['a mail server', '220 mail.beispielhain.example ESMTP\r\n', 'Der Dienst spricht kein SSH.'],
    ['a line without end', '220 mail', 'Der Dienst spricht kein SSH.'],
    ['a database', Buffer.from([0x4a, 0, 0, 0, 0x0a, 0x38, 0x2e, 0x30]), 'Der Dienst spricht kein SSH.'],
    ['a service that waits for the client', '', 'Keine Antwort innerhalb der Zeitgrenze.'],
    ['half an identification', 'SSH-2.0-Open', 'Die Antwort war innerhalb der Zeitgrenze nicht vollständig.'],
    ['an identification without version', 'SSH-wer\r\n', 'Die Kennung des Dienstes ist nicht lesbar.'],
    ['an identification that is too long', `SSH-2.0-${'x'.repeat(300)}`, 'Die Kennung des Dienstes ist nicht lesbar.'],
    ['an identification with a null character', 'SSH-2.0-a\0b\r\n', 'Die Kennung des Dienstes ist nicht lesbar.'],
  ])('%s', async (_name, first, reason) => {
    const server = await sshServer(first);
    expect((await observe(server.port)).outcome).toEqual({ seen: false, reason });
    expect(server.received()).toBe('');
  });

  it('a service that closes at once', async () => {
    const { port } = await listen((socket) => socket.end());
    expect((await observe(port)).outcome).toEqual({
      seen: false,
      reason: 'Die Gegenstelle hat die Verbindung vorzeitig geschlossen.',
    });
  });

  it('a closed port', async () => {
    expect((await observe(await closedPort())).outcome).toEqual({ seen: false, reason: 'Die Verbindung wurde abgelehnt.' });
  });

  it('a silent port', async () => {
    const [port = 0] = await silentPorts(1);
    expect((await observe(port)).outcome).toEqual({ seen: false, reason: 'Keine Antwort innerhalb der Zeitgrenze.' });
  });
});

describe('after a proper identification the version stays known', () => {
  it.each<[string, Buffer, string]>([
    ['a packet of a gigabyte', packet(Buffer.from([20]), 2 ** 30), 'Die Länge eines Pakets ist nicht lesbar.'],
    ['a packet of the largest number', packet(Buffer.from([20]), 2 ** 32 - 1), 'Die Länge eines Pakets ist nicht lesbar.'],
    ['a packet without content', packet(Buffer.from([20]), 0), 'Die Länge eines Pakets ist nicht lesbar.'],
    [
      'more padding than packet',
      Buffer.concat([Buffer.from([0, 0, 0, 12, 200]), Buffer.alloc(11)]),
      'Die Füllung eines Pakets ist nicht lesbar.',
    ],
    ['a message out of turn', packet(Buffer.alloc(20, 50)), 'Die erste Nachricht ist nicht lesbar.'],
    [
      'a list that ends too early',
      packet(Buffer.concat([Buffer.from([20]), Buffer.alloc(18)])),
      'Die Liste der Verfahren ist nicht lesbar.',
    ],
    [
      'a list longer than its packet',
      packet(Buffer.concat([Buffer.from([20]), Buffer.alloc(16), Buffer.from([0xff, 0xff, 0xff, 0xff]), Buffer.alloc(40)])),
      'Die Liste der Verfahren ist nicht lesbar.',
    ],
    [
      'control characters in a name',
      keyExchangeInit({ encryptionClientToServer: ['aes256-ctr\u001b[31m'] }),
      'Die Liste der Verfahren ist nicht lesbar.',
    ],
    ['an umlaut in a name', keyExchangeInit({ macClientToServer: ['prüfsumme'] }), 'Die Liste der Verfahren ist nicht lesbar.'],
    ['an empty name', keyExchangeInit({ macClientToServer: ['hmac-sha2-256', ''] }), 'Die Liste der Verfahren ist nicht lesbar.'],
    ['a name without end', keyExchangeInit({ macClientToServer: ['x'.repeat(65)] }), 'Die Liste der Verfahren ist nicht lesbar.'],
    [
      'thousands of names',
      keyExchangeInit({ keyExchange: Array.from({ length: 5000 }, (_, index) => `k${index}`) }),
      'Die Liste der Verfahren ist nicht lesbar.',
    ],
    [
      'a farewell with terminal commands',
      disconnect('Zu viele\u001b[2J Verbindungen'),
      'Der Dienst hat das Gespräch beendet: Zu viele [2J Verbindungen',
    ],
    ['a farewell without words', disconnect(''), 'Der Dienst hat das Gespräch beendet.'],
    [
      'nothing but messages to ignore',
      Buffer.concat(Array(5000).fill(ignored)),
      'Der Dienst sendet mehr, als zu einer Begrüßung gehört.',
    ],
  ])('%s', async (_name, answer, reason) => {
    const { port } = await sshServer(identification, answer);
    expect(await seenAt(port)).toMatchObject({ protocol: '2.0', algorithms: null, algorithmsReason: reason });
  });

  it('half a list', async () => {
    const { port } = await sshServer(identification, keyExchangeInit().subarray(0, 60));
    const algorithmsReason = 'Die Antwort war innerhalb der Zeitgrenze nicht vollständig.';
    expect(await seenAt(port, observe)).toMatchObject({ protocol: '2.0', algorithms: null, algorithmsReason });
  });

  it('and what the server says of itself is cleaned', async () => {
    const { port } = await sshServer('SSH-2.0-\u001b]0;x\u0007evil \u202e<b>gut</b>\r\n', keyExchangeInit());
    expect(await seenAt(port)).toMatchObject({ software: ']0;x evil', comments: '<b>gut</b>' });
  });
});

describe('servers that never come to an end', () => {
  const limitMs = options.timeoutMs + 1500;

  it.each<[string, string, number, string]>([
    ['text without a line feed', 'x'.repeat(1024), 1, 'Der Dienst sendet mehr, als zu einer Begrüßung gehört.'],
    ['line after line', `${'x'.repeat(100)}\r\n`, 1, 'Der Dienst sendet mehr, als zu einer Begrüßung gehört.'],
    ['a line now and then', 'Bitte warten\r\n', 40, 'Der Dienst spricht kein SSH.'],
    ['empty lines', '\n', 5, 'Der Dienst spricht kein SSH.'],
  ])('%s', async (_name, piece, everyMs, reason) => {
    const { port } = await listen((socket) => {
      const timer = setInterval(() => socket.write(piece), everyMs);
      socket.once('close', () => clearInterval(timer));
    });
    const started = performance.now();
    expect((await observe(port)).outcome).toEqual({ seen: false, reason });
    expect(performance.now() - started).toBeLessThan(limitMs);
  });

  it('an identification that comes drop by drop', async () => {
    const { port } = await listen((socket) => {
      let sent = 0;
      const timer = setInterval(() => socket.write(identification.charAt(sent++ % 8)), 60);
      socket.once('close', () => clearInterval(timer));
    });
    const started = performance.now();
    expect((await observe(port)).outcome).toMatchObject({ seen: false, reason: expect.stringContaining('nicht vollständig') });
    expect(performance.now() - started).toBeLessThan(limitMs);
  });
});

describe('aborting', () => {
  it('ends the wait at once and closes the connection', async () => {
    const server = await sshServer(identification);
    const started = performance.now();
    const signal = AbortSignal.timeout(50);
    await expect(observeSsh(permitted(), server.port, { now: fixedNow, timeoutMs: 5000, signal })).rejects.toThrow();
    expect(performance.now() - started).toBeLessThan(500);
    await expect.poll(() => server.open()).toBe(0);
  });

  it('beforehand sends nothing', async () => {
    const server = await sshServer(identification);
    await expect(observeSsh(permitted(), server.port, { ...options, signal: AbortSignal.abort() })).rejects.toThrow();
    expect(server.connections()).toBe(0);
  });
});

it('refuses a port outside the Freigabe before anything is sent', async () => {
  const server = await sshServer(identification);
  await expect(observeSsh(permitted('127.0.0.1', '22'), server.port, options)).rejects.toThrow(NotAuthorisedError);
  expect(server.connections()).toBe(0);
});
