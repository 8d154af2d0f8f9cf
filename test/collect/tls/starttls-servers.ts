/** Servers that speak a protocol in the clear until they change to TLS, by script. */
import type { Socket } from 'node:net';
import { createSecureContext, type SecureContextOptions, TLSSocket } from 'node:tls';
import type { StarttlsProtocol } from '../../../src/domain/observation.ts';
import { type Listener, listen } from '../loopback.ts';

/** What the server sends first, and how it answers each line or message; `tls` after an answer changes to TLS. */
export interface Script {
  greeting: string | Buffer | null;
  answer(said: Buffer): { reply: string | Buffer; tls?: boolean };
}

const ldapResponse = (code: number) => Buffer.from([0x30, 12, 2, 1, 1, 0x78, 7, 0x0a, 1, code, 4, 0, 4, 0]);
/** As Active Directory writes it: every length in four bytes. */
export const wideLdapResponse = Buffer.concat([
  Buffer.from([0x30, 0x84, 0, 0, 0, 0x10, 2, 1, 1, 0x78, 0x84, 0, 0, 0, 7, 0x0a, 1, 0, 4, 0, 4, 0]),
]);

const lines = (greeting: string | null, answers: Readonly<Record<string, string>>, agrees: string): Script => ({
  greeting,
  answer: (said) => {
    const line = said.toString('latin1').trim();
    const reply = answers[line] ?? '500 5.5.1 unbekannt\r\n';
    return { reply, tls: reply.startsWith(agrees) };
  },
});

/** Servers that offer TLS. */
export const offering: Readonly<Record<StarttlsProtocol, Script>> = {
  smtp: lines(
    '220-mail.beispielhain.example\r\n220 ESMTP bereit\r\n',
    {
      'EHLO burgward.invalid': '250-mail.beispielhain.example\r\n250-SIZE 100\r\n250-STARTTLS\r\n250 HELP\r\n',
      STARTTLS: '220 2.0.0 los\r\n',
    },
    '220 2.0.0',
  ),
  imap: lines(
    '* OK [CAPABILITY IMAP4rev1] bereit\r\n',
    {
      'a1 CAPABILITY': '* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\na1 OK fertig\r\n',
      'a2 STARTTLS': 'a2 OK los\r\n',
    },
    'a2 OK',
  ),
  pop3: lines('+OK bereit\r\n', { CAPA: '+OK\r\nUSER\r\nSTLS\r\n.\r\n', STLS: '+OK los\r\n' }, '+OK los'),
  ftp: lines('220-Willkommen\r\n 230 Dateien\r\nin Beispielhain\r\n220 bereit\r\n', { 'AUTH TLS': '234 los\r\n' }, '234'),
  ldap: { greeting: null, answer: () => ({ reply: ldapResponse(0), tls: true }) },
  postgresql: { greeting: null, answer: () => ({ reply: 'S', tls: true }) },
};

/** The same servers without TLS. */
export const withoutTls: Readonly<Record<StarttlsProtocol, Script>> = {
  smtp: lines('220 bereit\r\n', { 'EHLO burgward.invalid': '250-mail\r\n250 SIZE 100\r\n' }, '!'),
  imap: lines('* OK bereit\r\n', { 'a1 CAPABILITY': '* CAPABILITY IMAP4rev1 AUTH=STARTTLSX\r\na1 OK fertig\r\n' }, '!'),
  pop3: lines('+OK bereit\r\n', { CAPA: '+OK\r\nUSER\r\n.\r\n' }, '!'),
  ftp: lines('220 bereit\r\n', { 'AUTH TLS': '502 kenne ich nicht\r\n' }, '!'),
  ldap: { greeting: null, answer: () => ({ reply: ldapResponse(2) }) },
  postgresql: { greeting: null, answer: () => ({ reply: 'N' }) },
};

/** Follows the script; after that TLS with these options, in place of the socket. */
export function speak(socket: Socket, script: Script, secure: SecureContextOptions | null, heard: string[] = []): void {
  if (script.greeting !== null) socket.write(script.greeting);
  const onData = (said: Buffer) => {
    heard.push(said.toString('latin1'));
    const { reply, tls } = script.answer(said);
    if (tls === true) socket.off('data', onData);
    socket.write(reply);
    if (tls === true && secure !== null) changeToTls(socket, secure);
  };
  socket.on('data', onData);
}

function changeToTls(socket: Socket, secure: SecureContextOptions): void {
  const tls = new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(secure) });
  tls.on('error', () => tls.destroy());
  socket.once('close', () => tls.destroy());
}

export function starttlsServer(
  script: Script,
  secure: SecureContextOptions | null,
): Promise<Listener & { heard: readonly string[] }> {
  const heard: string[] = [];
  return listen((socket) => speak(socket, script, secure, heard)).then((listener) => ({ ...listener, heard }));
}
