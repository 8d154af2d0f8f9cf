/** Mail through a real server on loopback: encrypted, authenticated, and never a header more than ours. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DeliveryFailure } from '../../src/notify/delivery-failure.ts';
import { sendMail } from '../../src/notify/mail.ts';
import { type Environment, mailServer, readSettings } from '../../src/notify/settings.ts';
import { certificate, closeServers, mailServerOnLoopback, readable, testPassword, testUser } from './servers.ts';

const at = '2026-11-22T06:00:00.000Z';
const message = {
  id: 'E1-1',
  subject: '[TLP:AMBER] Informationssicherheit: 1 Befund (beispielhain)',
  text: 'TLP:AMBER: nur hier\n\n- Prüfung für Ämter überfällig\n',
  json: '{}\n',
};
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-mail-'));
});

afterEach(async () => {
  await closeServers();
  rmSync(folder, { recursive: true, force: true });
});

function secretFile(name: string, content: string, mode = 0o600): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

function settings(port: number, ca: string | null, more: Environment = {}): Environment {
  return {
    BURGWARD_SMTP_SERVER: 'localhost',
    BURGWARD_SMTP_PORT: String(port),
    BURGWARD_SMTP_ABSENDER: 'burgward@beispielhain.example',
    ...(ca === null ? {} : { BURGWARD_SMTP_CA_DATEI: secretFile('ca.pem', ca) }),
    ...more,
  };
}

async function send(environment: Environment, to = 'it@beispielhain.example', content = message): Promise<void> {
  await sendMail(await mailServer(await readSettings(environment)), to, content, at);
}

it('goes over STARTTLS, authenticated with the password from a file, as plain German text', async () => {
  const own = await certificate();
  const { mails, port } = await mailServerOnLoopback({ ...own, authOptional: false });
  const password = secretFile('kennwort', `${testPassword}\n`);
  await send(settings(port, own.cert, { BURGWARD_SMTP_BENUTZER: testUser, BURGWARD_SMTP_KENNWORT_DATEI: password }));
  expect(mails).toMatchObject([
    { from: 'burgward@beispielhain.example', to: ['it@beispielhain.example'], user: testUser, encrypted: true },
  ]);
  const [mail] = mails;
  expect(mail?.headers).toMatch(/^Subject: \[TLP:AMBER\] Informationssicherheit: 1 Befund \(beispielhain\)/m);
  expect(mail?.headers).toMatch(/^Content-Type: text\/plain; charset=utf-8/m);
  expect(mail?.headers).toMatch(/^Auto-Submitted: auto-generated/m);
  expect(mail?.headers).toMatch(/^Message-ID: <E1-1\.\d+@beispielhain\.example>/m);
  expect(readable(mail?.raw ?? '')).toContain('- Prüfung für Ämter überfällig');
  expect(mail?.raw).not.toContain(testPassword);
});

it('goes over TLS from the start', async () => {
  const own = await certificate();
  const { mails, port } = await mailServerOnLoopback({ ...own, secure: true });
  await send(settings(port, own.cert, { BURGWARD_SMTP_SICHERHEIT: 'tls' }));
  expect(mails).toMatchObject([{ encrypted: true }]);
});

it('a server that does not encrypt gets nothing, unless plain text was asked for', async () => {
  const { mails, port } = await mailServerOnLoopback({ disabledCommands: ['STARTTLS'] });
  await expect(send(settings(port, null))).rejects.toThrow(DeliveryFailure);
  expect(mails).toEqual([]);
  await send(settings(port, null, { BURGWARD_SMTP_SICHERHEIT: 'klartext' }));
  expect(mails).toMatchObject([{ encrypted: false }]);
});

it('a certificate nobody vouches for ends it before the password is said', async () => {
  let asked = 0;
  const own = await certificate();
  const { mails, port } = await mailServerOnLoopback({
    ...own,
    onAuth: (_auth, _session, done) => {
      asked += 1;
      done(null, { user: 'x' });
    },
  });
  const login = { BURGWARD_SMTP_BENUTZER: testUser, BURGWARD_SMTP_KENNWORT: testPassword };
  await expect(send(settings(port, null, login))).rejects.toThrow(/certificate/i);
  expect({ asked, mails }).toEqual({ asked: 0, mails: [] });
});

it('a wrong password is told without the password, whatever the server echoes', async () => {
  const own = await certificate();
  const { port } = await mailServerOnLoopback({
    ...own,
    onAuth: (auth, _session, done) => done(new Error(`${auth.password} ist falsch`)),
  });
  const wrong = { BURGWARD_SMTP_BENUTZER: testUser, BURGWARD_SMTP_KENNWORT: 'Birke-Tor-99' };
  const failure = await send(settings(port, own.cert, wrong)).catch((error: Error) => error);
  expect(failure).toBeInstanceOf(DeliveryFailure);
  expect(String(failure)).toContain('Anmeldung');
  expect(String(failure)).not.toContain('Birke-Tor-99');
});

it('line breaks in a subject make no header', async () => {
  const { mails, port } = await mailServerOnLoopback({ disabledCommands: ['STARTTLS'] });
  const hostile = { ...message, subject: 'Befund\r\nBcc: fremd@boese.example\r\n\r\nText\u2028X-Eigen: ja' };
  await send(settings(port, null, { BURGWARD_SMTP_SICHERHEIT: 'klartext' }), undefined, hostile);
  expect(mails[0]?.to).toEqual(['it@beispielhain.example']);
  expect(mails[0]?.headers).not.toMatch(/^(Bcc|X-Eigen)/im);
  const names = mails[0]?.headers
    .match(/^[A-Za-z-]+(?=:)/gm)
    ?.map((name) => name.toLowerCase())
    .sort();
  expect(names).toEqual([
    'auto-submitted',
    'content-transfer-encoding',
    'content-type',
    'date',
    'from',
    'message-id',
    'mime-version',
    'subject',
    'to',
    'x-auto-response-suppress',
  ]);
});

it('nobody listens: that is a failure that says where', async () => {
  const { port } = await mailServerOnLoopback();
  await closeServers();
  await expect(send(settings(port, null))).rejects.toThrow(`localhost:${port}`);
});

it.each<[string, Environment, RegExp]>([
  ['no server', { BURGWARD_SMTP_SERVER: '' }, /kein Server eingerichtet/],
  [
    'plain text to elsewhere',
    { BURGWARD_SMTP_SERVER: 'mail.beispielhain.example', BURGWARD_SMTP_SICHERHEIT: 'klartext' },
    /nur an diesen Rechner/,
  ],
  [
    'plain text to a name that only looks like loopback',
    { BURGWARD_SMTP_SERVER: '127.0.0.1.boese.example', BURGWARD_SMTP_SICHERHEIT: 'klartext' },
    /nur an diesen Rechner/,
  ],
  ['an unknown kind of encryption', { BURGWARD_SMTP_SICHERHEIT: 'ssl' }, /„ssl“ gibt es nicht/],
  ['a port that is none', { BURGWARD_SMTP_PORT: '99999' }, /kein Port/],
  ['a sender with a second header', { BURGWARD_SMTP_ABSENDER: 'a@b.example\r\nBcc: x@y.example' }, /keine E-Mail-Adresse/],
  ['a user without a password', { BURGWARD_SMTP_BENUTZER: 'meldungen' }, /fehlt das Kennwort/],
])('%s is refused with what to do', async (_what, more, sentence) => {
  await expect(mailServer(settings(25, null, more))).rejects.toThrow(sentence);
});

it('a secret others can read is not used; settings may stand in one file', async () => {
  if (process.platform === 'win32') return;
  const open = secretFile('offen', testPassword, 0o640);
  const login = { BURGWARD_SMTP_BENUTZER: testUser, BURGWARD_SMTP_KENNWORT_DATEI: open };
  await expect(mailServer(settings(25, null, login))).rejects.toThrow(/können auch andere lesen/);
  const file = secretFile('alles.env', 'BURGWARD_SMTP_SERVER=mail.beispielhain.example\nBURGWARD_SMTP_ABSENDER="a@b.example"\n');
  const read = await readSettings({ BURGWARD_NACHRICHTEN_DATEI: file, BURGWARD_SMTP_PORT: '2525' });
  expect(await mailServer(read)).toMatchObject({ host: 'mail.beispielhain.example', port: 2525, security: 'starttls' });
  chmodSync(file, 0o644);
  await expect(readSettings({ BURGWARD_NACHRICHTEN_DATEI: file })).rejects.toThrow(/können auch andere lesen/);
});
