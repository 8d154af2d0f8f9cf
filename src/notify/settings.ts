/**
 * How messages leave this machine: from environment variables, or from a file of lines `NAME=WERT`. Secrets come from there or from files of
 * their own that nobody but their owner can read; no switch takes one, because everybody on the machine sees switches.
 */
import { readFile, stat } from 'node:fs/promises';
import { isIPv4 } from 'node:net';
import { parseEnv } from 'node:util';
import { EnvironmentError, InvalidDataError } from '../errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export const settingsFileVariable = 'BURGWARD_NACHRICHTEN_DATEI';

/** `tls`: encrypted from the start · `starttls`: after the greeting, refused without · `klartext`: only to this machine. */
const securities = ['tls', 'starttls', 'klartext'] as const;

export interface MailServer {
  host: string;
  port: number;
  security: (typeof securities)[number];
  /** Null: no authentication. */
  login: { user: string; password: string } | null;
  /** PEM; null: what the system trusts. */
  ca: string | null;
  from: string;
}

export interface WebhookSettings {
  key: string;
  ca: string | null;
}

/** Longer than any of these files. In bytes. */
const maxFileBytes = 256 * 1024;
/** A shorter key could be guessed from one signed message. */
const minKeyBytes = 32;

/** Variables, and beneath them the file they name. @throws EnvironmentError when others can read that file */
export async function readSettings(environment: Environment): Promise<Environment> {
  const path = environment[settingsFileVariable];
  if (path === undefined || path === '') return environment;
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '');
  return { ...parseEnv(await readPrivate(path, settingsFileVariable)), ...Object.fromEntries(given) };
}

/** @throws EnvironmentError, InvalidDataError when something is missing or makes no sense */
export async function mailServer(settings: Environment): Promise<MailServer> {
  const host = settingOf(settings, 'BURGWARD_SMTP_SERVER');
  if (host === null) {
    throw new EnvironmentError(
      'Für E-Mail ist kein Server eingerichtet.',
      'BURGWARD_SMTP_SERVER und BURGWARD_SMTP_ABSENDER setzen; alle Angaben stehen in docs/nachrichten.md.',
    );
  }
  const security = securityOf(settings);
  if (security === 'klartext' && !isLoopback(host)) {
    throw new EnvironmentError(
      `Ohne Verschlüsselung wird nur an diesen Rechner selbst gesendet, nicht an ${host}.`,
      'BURGWARD_SMTP_SICHERHEIT auf starttls oder tls setzen.',
    );
  }
  const user = settingOf(settings, 'BURGWARD_SMTP_BENUTZER');
  const password = user === null ? null : await secretOf(settings, 'BURGWARD_SMTP_KENNWORT');
  if (user !== null && password === null) {
    throw new EnvironmentError(
      `Zum Benutzer ${user} fehlt das Kennwort des Mailservers.`,
      'BURGWARD_SMTP_KENNWORT_DATEI auf eine Datei mit den Rechten 0600 setzen.',
    );
  }
  return {
    host,
    port: portOf(settings, security),
    security,
    login: user === null || password === null ? null : { user, password },
    ca: await certificatesOf(settings, 'BURGWARD_SMTP_CA_DATEI'),
    from: senderOf(settings),
  };
}

function securityOf(settings: Environment): MailServer['security'] {
  const given = settingOf(settings, 'BURGWARD_SMTP_SICHERHEIT') ?? 'starttls';
  const security = securities.find((each) => each === given);
  if (security !== undefined) return security;
  throw new InvalidDataError(`BURGWARD_SMTP_SICHERHEIT „${given}“ gibt es nicht.`, `Möglich sind: ${securities.join(', ')}.`);
}

/** Ports of RFC 8314 and RFC 6409. */
const usualPorts = { tls: 465, starttls: 587, klartext: 25 } as const;

function portOf(settings: Environment, security: MailServer['security']): number {
  const given = settingOf(settings, 'BURGWARD_SMTP_PORT');
  if (given === null) return usualPorts[security];
  const port = Number(given);
  if (/^\d{1,5}$/.test(given) && port >= 1 && port <= 65_535) return port;
  throw new InvalidDataError(`BURGWARD_SMTP_PORT „${given}“ ist kein Port.`, 'Eine Zahl von 1 bis 65535 angeben, meist 587.');
}

function senderOf(settings: Environment): string {
  const from = settingOf(settings, 'BURGWARD_SMTP_ABSENDER');
  if (from !== null && isMailAddress(from)) return from;
  throw new EnvironmentError(
    from === null ? 'Für E-Mail fehlt der Absender.' : `BURGWARD_SMTP_ABSENDER „${from}“ ist keine E-Mail-Adresse.`,
    'BURGWARD_SMTP_ABSENDER auf eine Adresse setzen, die der Server als Absender annimmt.',
  );
}

/** One plain address: no name, no list, nothing that could begin a header. At most 254 characters (RFC 5321, erratum 1690). */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(text);
}

/**
 * The key of one recipient, else the common one.
 * @throws EnvironmentError when there is none; InvalidDataError when it is too short
 */
export async function webhookSettings(settings: Environment, recipient: string): Promise<WebhookSettings> {
  const name = 'BURGWARD_WEBHOOK_SCHLUESSEL';
  const key = (await secretOf(settings, `${name}_${recipient}`)) ?? (await secretOf(settings, name));
  if (key === null) {
    throw new EnvironmentError(
      `Für ${recipient} fehlt der Schlüssel, mit dem Nachrichten unterschrieben werden.`,
      `${name}_${recipient}_DATEI oder ${name}_DATEI auf eine Datei mit den Rechten 0600 setzen; erzeugen: openssl rand -hex 32`,
    );
  }
  if (Buffer.byteLength(key) < minKeyBytes) {
    throw new InvalidDataError(
      `Der Schlüssel für ${recipient} ist zu kurz: mindestens ${minKeyBytes} Zeichen.`,
      'Einen neuen erzeugen: openssl rand -hex 32',
    );
  }
  return { key, ca: await certificatesOf(settings, 'BURGWARD_WEBHOOK_CA_DATEI') };
}

/** `localhost`, 127.0.0.0/8 or ::1: what is sent there does not leave the machine. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return name === 'localhost' || name === '::1' || (isIPv4(name) && name.startsWith('127.'));
}

function settingOf(settings: Environment, name: string): string | null {
  const value = settings[name]?.trim();
  return value === undefined || value === '' ? null : value;
}

/** NAME_DATEI, else NAME. */
async function secretOf(settings: Environment, name: string): Promise<string | null> {
  const path = settingOf(settings, `${name}_DATEI`);
  if (path === null) return settingOf(settings, name);
  const [line = ''] = (await readPrivate(path, `${name}_DATEI`)).split(/\r?\n/);
  if (line.trim() !== '') return line.trim();
  throw new InvalidDataError(`Die erste Zeile von ${path} ist leer.`, 'Das Geheimnis in die erste Zeile schreiben.');
}

async function certificatesOf(settings: Environment, name: string): Promise<string | null> {
  const path = settingOf(settings, name);
  if (path === null) return null;
  const text = await readLimited(path, name);
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new InvalidDataError(`In ${path} steht kein Zertifikat.`, `${name} auf eine PEM-Datei setzen.`);
}

async function readPrivate(path: string, name: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  // Windows knows no such rights.
  if (found !== null && process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
    throw new EnvironmentError(
      `${path} (${name}) können auch andere lesen; deshalb wird die Datei nicht verwendet.`,
      `Abhilfe: chmod 600 ${path}`,
    );
  }
  return readLimited(path, name);
}

async function readLimited(path: string, name: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile()) {
    throw new EnvironmentError(`Eine Datei ${path} gibt es nicht (${name}).`, 'Den Pfad prüfen.');
  }
  if (found.size > maxFileBytes) throw new InvalidDataError(`${path} ist zu groß.`, 'Die richtige Datei angeben.');
  return readFile(path, 'utf8').catch(() => {
    throw new EnvironmentError(`${path} lässt sich nicht lesen.`, 'Rechte prüfen.');
  });
}
