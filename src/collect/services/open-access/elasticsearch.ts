/** Elasticsearch and OpenSearch: one GET of `/`, which tells name and version. Without TLS; with TLS there usually is a login. */
import type { MessageReader } from '../conversation.ts';
import { endOfLine } from '../text-protocol.ts';
import { type Attempt, attempt, otherService } from './attempt.ts';

const maxBodyBytes = 4096;

export const tryElasticsearch: Attempt = (endpoint, contact) =>
  attempt(endpoint, function* (learn) {
    const host = endpoint.address.includes(':') ? `[${endpoint.address}]` : endpoint.address;
    const fields = [`Host: ${host}:${endpoint.port}`, `User-Agent: ${userAgent(contact)}`, 'Accept: application/json'];
    const head = `GET / HTTP/1.0\r\n${fields.join('\r\n')}\r\n\r\n`;
    const answer = (yield { send: Buffer.from(head, 'ascii'), read: readResponse }).toString('utf8');
    const [header = '', body = ''] = splitAtBlankLine(answer);
    const status = /^HTTP\/1\.[01] (\d{3})/.exec(header)?.[1];
    const isSearchServer = /elastic|opensearch/i.test(header) || isOwnWelcome(body);
    if (status === '200' && isOwnWelcome(body)) learn({ access: 'open', detail: versionIn(body) });
    else if ((status === '401' || status === '403') && isSearchServer) learn({ access: 'needs-login' });
    else throw otherService();
    return null;
  });

function splitAtBlankLine(text: string): string[] {
  const at = text.indexOf('\r\n\r\n');
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 4)];
}

/** The head and, where its length is told, the body. Without it only what came with the head. */
const readResponse: MessageReader = (received) => {
  const start = received.toString('latin1', 0, 7);
  if (!'HTTP/1.'.startsWith(start)) return 'other';
  const headEnd = endOfLine(received, (text) => text === '');
  if (headEnd === null) return null;
  const told = /^content-length: *(\d{1,6})\s*$/im.exec(received.toString('latin1', 0, headEnd))?.[1];
  const wanted = headEnd + Math.min(Number(told ?? 0), maxBodyBytes);
  return received.length < wanted ? null : told === undefined ? received.length : wanted;
};

/** Both greet with a line of their own. */
function isOwnWelcome(body: string): boolean {
  return /"tagline"\s*:\s*"(?:You Know, for Search|The OpenSearch Project)/.test(body);
}

function versionIn(body: string): string | null {
  return /"number"\s*:\s*"([\w.+-]{1,40})"/.exec(body)?.[1] ?? null;
}

/** A comment in a User-Agent must not hold brackets or backslashes (RFC 9110, 5.6.5). */
function userAgent(contact: string | null): string {
  const named = (contact ?? '').replace(/[^ -~]|[()\\]/g, ' ').trim();
  return `burgward (Sicherheitspruefung; ${named === '' ? 'Kontakt ueber die freigebende Stelle' : `Kontakt: ${named}`})`;
}
