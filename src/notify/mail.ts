/** A message by mail: plain text, over TLS, to one address. */
import { hostname } from 'node:os';
import { DeliveryFailure, withoutSecrets } from './delivery-failure.ts';
import type { Message } from './message-text.ts';
import type { MailServer } from './settings.ts';

const timeoutMs = 20_000;

/**
 * @param to one plain address
 * @param at instant for the header Date
 * @throws DeliveryFailure when the server cannot be reached, is not who it should be, or refuses
 */
export async function sendMail(server: MailServer, to: string, message: Message, at: string): Promise<void> {
  const { createTransport } = await import('nodemailer');
  const { host, port, security, login, ca, from } = server;
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'klartext',
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(ca === null ? {} : { ca }) },
    ...(login === null ? {} : { auth: { user: login.user, pass: login.password } }),
    name: ownName(from),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from: { name: 'burgward', address: from },
      to: { name: '', address: to },
      envelope: { from, to: [to] },
      subject: headerText(message.subject),
      text: message.text,
      date: new Date(at),
      messageId: `<${message.id}.${Date.parse(at)}@${domainOf(from)}>`,
      // Nobody's absence note should answer it (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      textEncoding: 'quoted-printable',
    });
  } catch (error) {
    throw new DeliveryFailure(withoutSecrets(reasonOf(error, server), login === null ? [] : [login.password]));
  } finally {
    transport.close();
  }
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** For the greeting: servers like a full name, and machines often have none. */
function ownName(from: string): string {
  const name = hostname();
  return /^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(name) ? name : domainOf(from);
}

/** Texts come here as one line already; whatever does not must not become a header. */
function headerText(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}

/** Codes of nodemailer and of Node. */
function reasonOf(error: unknown, { host, port, security }: MailServer): string {
  const { code = '', response = '', message = '' } = error as { code?: string; response?: string; message?: string };
  const where = `${host}:${port}`;
  if (code === 'EAUTH') return `${where} nimmt die Anmeldung nicht an: ${response || message}`;
  if (code === 'EENVELOPE') return `${where} nimmt Absender oder Empfänger nicht an: ${response || message}`;
  if (code === 'EDNS' || code === 'ENOTFOUND') return `Den Mailserver ${host} kennt das DNS nicht.`;
  if (code === 'ETLS' && security === 'starttls') return `${where} verschlüsselt nicht (STARTTLS): ${message}`;
  if (code === 'ETIMEDOUT') return `${where} antwortet nicht rechtzeitig.`;
  return `${where}: ${response || message || code}`;
}
