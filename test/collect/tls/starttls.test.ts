import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { observeTls, sshInsteadOfTlsReason } from '../../../src/collect/tls/observe-tls.ts';
import type { ProbeEndpoint } from '../../../src/collect/tls/probe.ts';
import { noStarttlsReason, openForTls } from '../../../src/collect/tls/starttls.ts';
import { type DemoCertificate, makeDemoCertificate } from '../../../src/demo/certificate.ts';
import { type StarttlsProtocol, starttlsProtocols } from '../../../src/domain/observation.ts';
import { closeAll, closedPort, fixedNow, listen, onCloseAll, permitted } from '../loopback.ts';
import { offering, type Script, starttlsServer, wideLdapResponse, withoutTls } from './starttls-servers.ts';

let certificate: DemoCertificate;

beforeAll(async () => {
  certificate = await makeDemoCertificate({
    commonName: 'mail.beispielhain.example',
    key: 'ec-p256',
    notBefore: new Date('2026-06-01T00:00:00Z'),
    notAfter: new Date('2027-06-01T00:00:00Z'),
  });
});
afterEach(closeAll);

const observe = (port: number, starttls: StarttlsProtocol, timeoutMs = 1000) =>
  observeTls(permitted(), port, { now: fixedNow, timeoutMs, starttls });

const endpoint = (port: number, starttls: StarttlsProtocol, timeoutMs = 1000): ProbeEndpoint => {
  return { address: '127.0.0.1', port, serverName: null, timeoutMs, starttls };
};

describe.each(starttlsProtocols)('%s', (protocol) => {
  it('with TLS is looked at like any other TLS service', async () => {
    const { port, heard } = await starttlsServer(offering[protocol], { ...certificate, minVersion: 'TLSv1.2' });
    const { outcome } = await observe(port, protocol);
    expect(outcome).toMatchObject({
      seen: true,
      data: {
        starttls: protocol,
        versions: { 'TLSv1.1': { offered: false }, 'TLSv1.2': { offered: true }, 'TLSv1.3': { offered: true } },
        certificate: { subject: expect.stringContaining('mail.beispielhain.example') },
      },
    });
    expect(heard.join('')).not.toMatch(/LOGIN|USER|PASS|MAIL|RCPT|AUTH PLAIN/);
  });

  it('with TLS shows suites and features as well', async () => {
    const { port } = await starttlsServer(offering[protocol], { ...certificate, minVersion: 'TLSv1.2' });
    const { outcome } = await observeTls(permitted(), port, {
      now: fixedNow,
      timeoutMs: 1000,
      starttls: protocol,
      details: 'all',
    });
    if (!outcome.seen) throw new Error(outcome.reason);
    expect(outcome.data.suites?.versions['TLSv1.3']?.accepted).toContain('0x1301');
    expect(outcome.data.features?.groups['TLSv1.3']?.accepted).toContain('secp256r1');
  });

  it('without TLS says so', async () => {
    const { port, connections } = await starttlsServer(withoutTls[protocol], null);
    expect((await observe(port, protocol)).outcome).toEqual({ seen: false, reason: noStarttlsReason });
    expect(connections()).toBe(1);
  });

  it('that begins with TLS is looked at all the same', async () => {
    const server = createServer({ ...certificate }, (socket) => socket.on('error', () => socket.destroy()));
    server.on('tlsClientError', (_error, socket) => socket.destroy());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onCloseAll(() => void server.close());
    const { outcome } = await observe((server.address() as AddressInfo).port, protocol, 300);
    expect(outcome).toMatchObject({ seen: true, data: { versions: { 'TLSv1.3': { offered: true } } } });
    expect(outcome.seen && outcome.data.starttls).toBe(undefined);
  });

  it('of another kind is not taken for this one', async () => {
    const { port } = await listen((socket) => void socket.write('SSH-2.0-OpenSSH_9.2\r\n'));
    expect((await observe(port, protocol)).outcome).toEqual({ seen: false, reason: sshInsteadOfTlsReason });
  });

  it.each<[string, () => Promise<number>]>([
    ['closed', closedPort],
    ['silent', async () => (await listen(() => undefined)).port],
    ['closing at once', async () => (await listen((socket) => socket.end())).port],
    ['resetting at once', async () => (await listen((socket) => socket.resetAndDestroy())).port],
    ['garbage', async () => (await listen((socket) => void socket.write(Buffer.alloc(500, 0xfe)))).port],
  ])('is not seen when the service is %s', async (_name, start) => {
    const { outcome } = await observe(await start(), protocol, 150);
    expect(outcome).toEqual({ seen: false, reason: expect.stringMatching(/\S/) });
  });

  it('lends its connection to a TLS client', async () => {
    const { port } = await starttlsServer(offering[protocol], { ...certificate });
    const socket = await openForTls(endpoint(port, protocol));
    const client = connect({ socket, rejectUnauthorized: false });
    onCloseAll(() => void client.destroy());
    await once(client, 'secureConnect');
    expect(client.getPeerX509Certificate()?.subject).toContain('mail.beispielhain.example');
  });
});

const smtp = (answers: Readonly<Record<string, string>>, greeting = '220 bereit\r\n'): Script => ({
  greeting,
  answer: (said) => ({ reply: answers[said.toString('latin1').trim()] ?? '500 unbekannt\r\n' }),
});
const ehlo = 'EHLO burgward.invalid';

describe('answers between yes and no', () => {
  it.each<[string, StarttlsProtocol, Script]>([
    ['a farewell as greeting', 'smtp', smtp({}, '554 5.7.1 heute nicht\r\n')],
    ['a server too busy for TLS', 'smtp', smtp({ [ehlo]: '250-m\r\n250 STARTTLS\r\n', STARTTLS: '454 4.7.0 gleich\r\n' })],
    ['a server that puts off EHLO', 'smtp', smtp({ [ehlo]: '421 4.3.2 gleich\r\n' })],
    ['a farewell in IMAP', 'imap', { greeting: '* BYE zu\r\n', answer: () => ({ reply: '' }) }],
    [
      'a server that is busy in LDAP',
      'ldap',
      { greeting: null, answer: () => ({ reply: Buffer.from([0x30, 12, 2, 1, 1, 0x78, 7, 10, 1, 51, 4, 0, 4, 0]) }) },
    ],
  ])('%s leaves it open', async (_name, protocol, script) => {
    const { port } = await starttlsServer(script, null);
    expect((await observe(port, protocol)).outcome).toEqual({
      seen: false,
      reason: 'Der Dienst lässt sich gerade nicht auf Verschlüsselung ein.',
    });
  });

  it.each<[string, StarttlsProtocol, Script]>([
    ['an offer that is then refused', 'smtp', smtp({ [ehlo]: '250-m\r\n250 STARTTLS\r\n', STARTTLS: '502 doch nicht\r\n' })],
    ['a server that only knows HELO', 'smtp', smtp({})],
    ['the word only in a longer one', 'smtp', smtp({ [ehlo]: '250-STARTTLSX\r\n250 X-STARTTLS\r\n' })],
    ['who is logged in from the start', 'imap', { greeting: '* PREAUTH willkommen\r\n', answer: () => ({ reply: '' }) }],
    ['no list and no TLS in POP3', 'pop3', { greeting: '+OK\r\n', answer: () => ({ reply: '-ERR\r\n' }) }],
    ['a database too old for the question', 'postgresql', { greeting: null, answer: () => ({ reply: 'Eunbekannt\0' }) }],
  ])('%s is no offer', async (_name, protocol, script) => {
    const { port } = await starttlsServer(script, null);
    expect((await observe(port, protocol)).outcome.seen).toBe(false);
  });

  it.each<[string, StarttlsProtocol, Script]>([
    [
      'POP3 without a list',
      'pop3',
      {
        greeting: '+OK\r\n',
        answer: (said) => (said.toString() === 'STLS\r\n' ? { reply: '+OK\r\n', tls: true } : { reply: '-ERR\r\n' }),
      },
    ],
    [
      'lower case and line feeds alone',
      'smtp',
      {
        greeting: '220 bereit\n',
        answer: (said) =>
          said.toString() === 'STARTTLS\r\n' ? { reply: '220 los\n', tls: true } : { reply: '250-m\n250 starttls\n' },
      },
    ],
    ['LDAP with wide lengths', 'ldap', { greeting: null, answer: () => ({ reply: wideLdapResponse, tls: true }) }],
  ])('%s is an offer', async (_name, protocol, script) => {
    const { port } = await starttlsServer(script, { ...certificate });
    expect((await observe(port, protocol)).outcome.seen).toBe(true);
  });
});

describe('a server that means harm', () => {
  const tooMuch = 'Der Dienst sendet vor der Verschlüsselung mehr, als dort hingehört.';

  it('and slips text in after its word is not believed', async () => {
    const { port } = await listen((socket) => {
      socket.write('220 bereit\r\n');
      let said = 0;
      socket.on('data', () => socket.write(++said === 1 ? '250-m\r\n250 STARTTLS\r\n' : '220 los\r\n250 noch etwas\r\n'));
    });
    expect((await observe(port, 'smtp')).outcome).toEqual({ seen: false, reason: tooMuch });
  });

  it.each<[string, StarttlsProtocol, string]>([
    ['a line of a gigabyte', 'smtp', `220 ${'x'.repeat(60_000)}`],
    ['lines without end', 'ftp', '220-noch eine\r\n'.repeat(4000)],
    ['capabilities without end', 'imap', `* OK\r\n${'* CAPABILITY x\r\n'.repeat(4000)}`],
  ])('and sends %s is left soon', async (_name, protocol, piece) => {
    let sent = 0;
    const server = await listen((socket) => {
      const more = () => {
        while (!socket.destroyed && sent < 1e9) {
          sent += piece.length;
          if (!socket.write(piece)) return void socket.once('drain', more);
        }
      };
      more();
    });
    const started = performance.now();
    expect((await observe(server.port, protocol, 5000)).outcome).toEqual({ seen: false, reason: tooMuch });
    expect(performance.now() - started).toBeLessThan(1500);
    expect(sent).toBeLessThan(20e6);
    await expect.poll(() => server.open(), { timeout: 1000 }).toBe(0);
  });

  it('and drips byte by byte ends with the deadline, not with the last byte', async () => {
    const drip = (socket: Socket) => {
      const timer = setInterval(() => socket.write('2'), 20);
      socket.once('close', () => clearInterval(timer));
      socket.write('220-');
    };
    const { port } = await listen(drip);
    const started = performance.now();
    expect((await observe(port, 'smtp', 300)).outcome).toEqual({
      seen: false,
      reason: 'Keine Antwort innerhalb der Zeitgrenze.',
    });
    expect(performance.now() - started).toBeLessThan(900);
  });

  it.each(starttlsProtocols)('%s: closing or resetting after every single byte', async (protocol) => {
    const script = offering[protocol];
    for (const whole of wordsOf(protocol)) {
      for (let cut = 0; cut < whole.length; cut++) {
        const { port } = await listen((socket) => {
          const end = () => (cut % 2 === 0 ? socket.end() : socket.resetAndDestroy());
          if (script.greeting === whole) return void socket.write(whole.slice(0, cut), end);
          if (script.greeting !== null) socket.write(script.greeting);
          socket.on('data', (said) => {
            const { reply } = script.answer(said);
            if (reply.toString('latin1') === whole) socket.write(Buffer.from(whole.slice(0, cut), 'latin1'), end);
            else socket.write(reply);
          });
        });
        const { outcome } = await observe(port, protocol, 500);
        expect(outcome).toEqual({ seen: false, reason: expect.stringMatching(/\S/) });
      }
    }
    await closeAll();
  });

  it('is left at once when the run is stopped', async () => {
    const server = await listen((socket) => void socket.write('220-'));
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 50);
    const started = performance.now();
    const options = { now: fixedNow, timeoutMs: 5000, starttls: 'smtp' as const, signal: abort.signal };
    await expect(observeTls(permitted(), server.port, options)).rejects.toThrow();
    expect(performance.now() - started).toBeLessThan(500);
    await expect.poll(() => server.open(), { timeout: 500 }).toBe(0);
  });
});

/** Everything the server says before TLS. */
function wordsOf(protocol: StarttlsProtocol): string[] {
  const said: Readonly<Record<StarttlsProtocol, readonly string[]>> = {
    smtp: ['EHLO burgward.invalid', 'STARTTLS'],
    imap: ['a1 CAPABILITY', 'a2 STARTTLS'],
    pop3: ['CAPA', 'STLS'],
    ftp: ['AUTH TLS'],
    ldap: [''],
    postgresql: [''],
  };
  const { greeting, answer } = offering[protocol];
  const replies = said[protocol].map((line) => answer(Buffer.from(line)).reply.toString('latin1'));
  return greeting === null ? replies : [greeting.toString('latin1'), ...replies];
}
