import { otherProtocolReasons } from '../domain/observation.ts';
import { printable } from './printable.ts';

/** The other side answered, but in another language than HTTP. */
export const notHttpReason = otherProtocolReasons.http;

/** What every collector says of a service that does not answer, not to the end, or hangs up. */
export const silentReason = 'Keine Antwort innerhalb der Zeitgrenze.';
export const unfinishedReason = 'Die Antwort war innerhalb der Zeitgrenze nicht vollständig.';
export const hungUpReason = 'Die Gegenstelle hat die Verbindung vorzeitig geschlossen.';

const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Die Verbindung wurde abgelehnt.',
  ECONNRESET: 'Die Gegenstelle hat die Verbindung zurückgesetzt.',
  EPIPE: 'Die Gegenstelle hat die Verbindung geschlossen.',
  ETIMEDOUT: silentReason,
  EHOSTUNREACH: 'Der Rechner ist nicht erreichbar.',
  ENETUNREACH: 'Das Netz ist von hier nicht erreichbar.',
  EADDRNOTAVAIL: 'Von diesem Rechner führt kein Weg zu dieser Art von Adresse.',
  EAFNOSUPPORT: 'Dieser Rechner unterstützt diese Art von Adresse nicht.',
  EACCES: 'Das eigene System hat die Verbindung verboten.',
  EPERM: 'Das eigene System hat die Verbindung verboten.',
  EMFILE: 'Zu viele offene Verbindungen auf diesem Rechner.',
  HPE_INVALID_CONSTANT: notHttpReason,
  HPE_HEADER_OVERFLOW: 'Die Kopfzeilen der Antwort sind zu groß.',
  ERR_SSL_WRONG_VERSION_NUMBER: 'Die Gegenstelle spricht hier kein TLS.',
};

/** Said where this machine has no way to that kind of address: mostly one without IPv6. */
export const noWayReasons: ReadonlySet<string> = new Set(
  ['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT'].flatMap((code) => sentences[code] ?? []),
);

/** Error code such as `ECONNREFUSED`, or null. */
export function errorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** One German sentence saying why a connection did not work out. */
export function explainConnectionError(error: unknown): string {
  const code = errorCode(error);
  if (code !== null && code in sentences) return sentences[code] ?? '';
  if (code?.startsWith('HPE_') === true) return `Die Antwort ist kein gültiges HTTP (${code}).`;
  if (code?.startsWith('ERR_SSL_') === true) return `Die TLS-Verbindung kam nicht zustande (${code}).`;
  const detail = code ?? (error instanceof Error ? error.message : String(error));
  return `Die Verbindung kam nicht zustande (${printable(detail, 200)}).`;
}
