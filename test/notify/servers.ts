/** A real mail server and real web servers on loopback, with certificates made for the test. */
import { once } from 'node:events';
import { createServer as createPlain, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTls } from 'node:https';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { makeDemoCertificate } from '../../src/demo/certificate.ts';

const toClose: (() => Promise<void>)[] = [];

export async function closeServers(): Promise<void> {
  await Promise.all(toClose.splice(0).map((close) => close()));
}

export interface ReceivedMail {
  from: string;
  to: string[];
  user: string | undefined;
  /** Whether it came over TLS. */
  encrypted: boolean;
  /** As it came, headers and body. */
  raw: string;
  headers: string;
}

export const testUser = 'meldungen';
export const testPassword = 'Kiefer-Zaun-Regen-17';

export async function certificate() {
  const day = 86_400_000;
  return makeDemoCertificate({
    commonName: 'localhost',
    key: 'ec-p256',
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + day),
  });
}

/** @param options such as `secure`, `disabledCommands`; with a certificate unless TLS is disabled */
export async function mailServerOnLoopback(options: SMTPServerOptions = {}) {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    logger: false,
    authOptional: true,
    onAuth: (auth, _session, done) =>
      auth.username === testUser && auth.password === testPassword
        ? done(null, { user: auth.username })
        : done(new Error('535 5.7.8 falsch')),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8');
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          user: session.user as string | undefined,
          encrypted: session.secure,
          raw,
          headers: raw.slice(0, raw.indexOf('\r\n\r\n')),
        });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  toClose.push(() => new Promise((resolve) => server.close(() => resolve())));
  return { mails, port: (server.server.address() as AddressInfo).port };
}

export interface ReceivedPost {
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** @param answer status per request, in order; the last one for all that follow. A text: redirect there. */
export async function webServerOnLoopback(answers: readonly (number | string)[], tls?: { cert: string; key: string }) {
  const posts: ReceivedPost[] = [];
  const serve: RequestListener = (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      posts.push({ path: request.url ?? '', headers: request.headers, body });
      const answer = answers[Math.min(posts.length, answers.length) - 1] ?? 200;
      if (typeof answer === 'string') response.writeHead(307, { Location: answer });
      else response.statusCode = answer;
      response.end('x'.repeat(10));
    });
  };
  const server: Server = tls === undefined ? createPlain(serve) : (createTls(tls, serve) as unknown as Server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  toClose.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { posts, port: (server.address() as AddressInfo).port };
}

/** Header and body lines as a mail program shows them: quoted-printable undone. */
export function readable(raw: string): string {
  const bytes = raw
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
