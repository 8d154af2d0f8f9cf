import { afterEach, describe, expect, it } from 'vitest';
import { observeLogin } from '../../../src/collect/services/login.ts';
import type { LoginObservation, LoginProtocol } from '../../../src/domain/service-observation.ts';
import { NotAuthorisedError } from '../../../src/errors.ts';
import { closeAll, closedPort, fixedNow, permitted, silentPorts } from '../loopback.ts';
import { type Talk, talker } from './servers.ts';

afterEach(closeAll);

async function look(protocol: LoginProtocol, port: number, timeoutMs = 10_000) {
  return observeLogin(permitted(), port, { now: fixedNow, timeoutMs }, protocol);
}

async function talkTo(
  protocol: LoginProtocol,
  talk: Talk,
  timeoutMs?: number,
): Promise<{ data: LoginObservation; sent: string }> {
  const server = await talker(talk);
  const observation = await look(protocol, server.port, timeoutMs);
  if (observation?.outcome.seen !== true) throw new Error(observation?.outcome.reason ?? 'nothing');
  expect(server.connections()).toBe(1);
  return { data: observation.outcome.data, sent: server.received() };
}

const postfix = '220 mail.beispielhain.example ESMTP Postfix\r\n';
const ehlo = (...words: string[]) =>
  ['mail.beispielhain.example', ...words].map((each, at) => `250${at === words.length ? ' ' : '-'}${each}\r\n`).join('');
const bye = '221 2.0.0 Bye\r\n';

describe('SMTP', () => {
  it('tells what it can, and takes leave without a mail', async () => {
    const { data, sent } = await talkTo('smtp', {
      greeting: postfix,
      replies: [ehlo('SIZE 10240000', 'STARTTLS', 'AUTH PLAIN LOGIN', 'AUTH=PLAIN LOGIN', '8BITMIME'), bye],
    });
    expect(data).toEqual({
      protocol: 'smtp',
      banner: 'mail.beispielhain.example ESMTP Postfix',
      software: 'Postfix',
      version: null,
      capabilities: ['SIZE 10240000', 'STARTTLS', 'AUTH PLAIN LOGIN', 'AUTH=PLAIN LOGIN', '8BITMIME'],
      capabilitiesReason: null,
      starttlsOffered: true,
      loginWithoutTls: ['PLAIN', 'LOGIN'],
    });
    expect(sent).toBe('EHLO burgward.invalid\r\nQUIT\r\n');
  });

  it('waits for a greeting of several lines before it speaks', async () => {
    const { data } = await talkTo('smtp', { greeting: '220-Bitte\r\n220-warten\r\n220 jetzt\r\n', replies: [ehlo('STARTTLS')] });
    expect(data).toMatchObject({ banner: 'Bitte warten jetzt', starttlsOffered: true, loginWithoutTls: [] });
  });

  it('of the old kind has no abilities', async () => {
    const { data } = await talkTo('smtp', { greeting: '220 Sendmail 8.9.3 ready\r\n', replies: ['500 unknown\r\n'] });
    expect(data).toMatchObject({ version: '8.9.3', capabilities: [], starttlsOffered: false, loginWithoutTls: [] });
  });

  it.each([
    ['for now', '421 try later\r\n'],
    ['for good', '550 your address is listed\r\n'],
  ])('that refuses the second word %s leaves its abilities open', async (_name, refusal) => {
    const { data } = await talkTo('smtp', { greeting: postfix, replies: [refusal] });
    expect(data).toMatchObject({ capabilities: null, starttlsOffered: null, loginWithoutTls: null });
    expect(data.capabilitiesReason).toContain('lehnt das Gespräch ab');
  });

  it('that refuses everybody was not seen', async () => {
    const { port } = await talker({ greeting: '554 5.7.1 no service\r\n' });
    expect((await look('smtp', port))?.outcome).toEqual({
      seen: false,
      reason: 'Der Dienst lehnt das Gespräch ab: 554 5.7.1 no service',
    });
  });

  it('that falls silent after its greeting leaves its abilities open', async () => {
    const { data } = await talkTo('smtp', { greeting: postfix }, 200);
    expect(data).toMatchObject({ capabilities: null, starttlsOffered: null, software: 'Postfix' });
  });
});

describe('IMAP', () => {
  const answers = (list: string) => [`* CAPABILITY ${list}\r\na1 OK done\r\n`, '* BYE\r\na2 OK bye\r\n'];
  it.each<[string, string, boolean, string[]]>([
    ['as it should be', 'IMAP4rev1 STARTTLS LOGINDISABLED', true, []],
    ['that takes passwords at once', 'IMAP4rev1 STARTTLS AUTH=PLAIN AUTH=LOGIN', true, ['LOGIN', 'PLAIN']],
    ['without encryption', 'IMAP4rev1', false, ['LOGIN']],
  ])('%s', async (_name, list, starttlsOffered, loginWithoutTls) => {
    const { data, sent } = await talkTo('imap', { greeting: '* OK [CAPABILITY X] Dovecot ready.\r\n', replies: answers(list) });
    expect(data).toMatchObject({ banner: 'Dovecot ready.', software: 'Dovecot', starttlsOffered, loginWithoutTls });
    expect(sent).toBe('a1 CAPABILITY\r\na2 LOGOUT\r\n');
  });

  it('that counts us as logged in cannot change to TLS', async () => {
    const { data } = await talkTo('imap', { greeting: '* PREAUTH hello\r\n', replies: answers('IMAP4rev1 STARTTLS') });
    expect(data).toMatchObject({ starttlsOffered: false, loginWithoutTls: null });
  });
});

describe('POP3', () => {
  it.each<[string, string, boolean, string[]]>([
    ['as it should be', 'CAPA\r\nSTLS\r\nSASL\r\n', true, []],
    ['that takes passwords at once', 'STLS\r\nUSER\r\nSASL PLAIN LOGIN\r\n', true, ['USER', 'PLAIN', 'LOGIN']],
    ['without encryption', 'USER\r\n', false, ['USER']],
  ])('%s', async (_name, list, starttlsOffered, loginWithoutTls) => {
    const { data, sent } = await talkTo('pop3', { greeting: '+OK ready\r\n', replies: [`+OK\r\n${list}.\r\n`, '+OK\r\n'] });
    expect(data).toMatchObject({ starttlsOffered, loginWithoutTls });
    expect(sent).toBe('CAPA\r\nQUIT\r\n');
  });

  it.each([
    ['+OK begin', true],
    ['-ERR unknown', false],
  ])('of the old kind is asked for TLS itself: %s', async (answer, starttlsOffered) => {
    const { data } = await talkTo('pop3', { greeting: '+OK\r\n', replies: ['-ERR unknown\r\n', `${answer}\r\n`] });
    expect(data).toMatchObject({ starttlsOffered, capabilities: null, loginWithoutTls: null });
  });
});

describe('FTP', () => {
  const vsftpd = '220 (vsFTPd 3.0.3)\r\n';
  it.each<[string, string[], boolean | null, string[] | null]>([
    ['without encryption', ['211-Features:\r\n EPRT\r\n UTF8\r\n211 End\r\n'], false, ['USER']],
    ['with encryption, kept or not', ['211-Features:\r\n AUTH TLS\r\n UTF8\r\n211 End\r\n'], true, null],
    ['without a list, with encryption', ['500 unknown\r\n', '234 go on\r\n'], true, null],
    ['without a list, without encryption', ['500 unknown\r\n', '502 unknown\r\n'], false, ['USER']],
    ['without a list, undecided', ['500 unknown\r\n', '431 later\r\n'], null, null],
  ])('%s', async (_name, replies, starttlsOffered, loginWithoutTls) => {
    const { data, sent } = await talkTo('ftp', { greeting: vsftpd, replies });
    expect(data).toMatchObject({ software: 'vsFTPd', version: '3.0.3', starttlsOffered, loginWithoutTls });
    expect(sent).not.toMatch(/USER|PASS/);
  });
});

describe('Telnet', () => {
  it('declines every option and types nothing', async () => {
    const { data, sent } = await talkTo('telnet', {
      greeting: Buffer.from([255, 253, 24, 255, 253, 32, 255, 251, 1, 255, 250, 39, 1, 255, 240]),
      replies: ['Debian GNU/Linux 12\r\nbauhof login: '],
    });
    expect(data).toMatchObject({ banner: 'Debian GNU/Linux 12 bauhof login:', software: 'Debian', version: '12' });
    expect(sent).toBe(Buffer.from([255, 252, 24, 255, 252, 32, 255, 254, 1]).toString('latin1'));
  });

  it('without a prompt is listened to until the time is over', async () => {
    const { data } = await talkTo('telnet', { greeting: 'Heizung Rathaus\r\n' }, 200);
    expect(data.banner).toBe('Heizung Rathaus');
  });

  it.each(['SSH-2.0-OpenSSH_9.2p1\r\n', 'HTTP/1.0 400 Bad Request\r\n', '220 ready\r\n'])(
    'is not what greets with %j: nothing is said',
    async (greeting) => {
      const { port, received } = await talker({ greeting });
      expect((await look('telnet', port))?.outcome).toEqual({
        seen: false,
        reason: 'Der Dienst spricht nicht das Protokoll, das auf diesem Port üblich ist.',
      });
      expect(received()).toBe('');
    },
  );
});

it('cleans what it keeps', async () => {
  const { data } = await talkTo('smtp', {
    greeting: Buffer.from('220 \u001b[31mmail\u202e \xff\xfe ESMTP\r\n', 'latin1'),
    replies: [`250-x\r\n250-AUTH \u0007PLAIN\r\n250 ${'X'.repeat(3000)}\r\n`],
  });
  expect(JSON.stringify(data)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(data.capabilities?.every((each) => each.length <= 200)).toBe(true);
});

describe('nothing is seen', () => {
  it.each<[string, () => Promise<number>, string]>([
    ['closed', closedPort, 'Die Verbindung wurde abgelehnt.'],
    ['filtered', async () => (await silentPorts(1))[0] ?? 0, 'Keine Antwort innerhalb der Zeitgrenze.'],
    ['silent', async () => (await talker({})).port, 'Keine Antwort innerhalb der Zeitgrenze.'],
  ])('%s', async (_name, start, reason) => {
    expect((await look('smtp', await start(), 200))?.outcome).toEqual({ seen: false, reason });
  });

  it('outside the Freigabe: not a byte', async () => {
    const server = await talker({ greeting: postfix });
    await expect(observeLogin(permitted('127.0.0.1', '1'), server.port, { now: fixedNow }, 'smtp')).rejects.toThrow(
      NotAuthorisedError,
    );
    expect(server.connections()).toBe(0);
  });

  it('on a port without a usual protocol: not a byte', async () => {
    const server = await talker({ greeting: postfix });
    expect(await observeLogin(permitted(), server.port, { now: fixedNow })).toBeNull();
    expect(server.connections()).toBe(0);
  });

  it('after a stop: its reason', async () => {
    const { port } = await talker({});
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('stopped')), 50);
    const options = { now: fixedNow, timeoutMs: 5000, signal: stop.signal };
    await expect(observeLogin(permitted(), port, options, 'smtp')).rejects.toThrow('stopped');
  });
});
