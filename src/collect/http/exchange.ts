/** One request and its answer, by a client that follows nothing, unpacks nothing and reads no more than asked. */
import { constants } from 'node:crypto';
import type { IncomingMessage, RequestOptions } from 'node:http';
import packageJson from '../../../package.json' with { type: 'json' };
import type { AuthorizedTarget } from '../../domain/freigabe.ts';
import { explainConnectionError, silentReason } from '../connection-problem.ts';
import { takeTurn } from '../pace.ts';
import { printable } from '../printable.ts';

export interface HttpEndpoint {
  target: AuthorizedTarget;
  port: number;
  scheme: 'http' | 'https';
  /** For one exchange. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

export interface HttpQuestion {
  method: 'GET' | 'OPTIONS' | 'TRACE';
  path: string;
  headers?: Readonly<Record<string, string>>;
  /** Bytes of the body to read at most; decided once the header fields are there. */
  bodyBytes(answer: HttpHead): number;
}

export interface HttpHead {
  status: number;
  /** Lower-case names; cleaned and cut. */
  headers: Readonly<Record<string, string>>;
  /** Each `Set-Cookie` by itself, as sent. */
  setCookie: readonly string[];
  location: string | null;
}

export interface HttpAnswer extends HttpHead {
  /** As sent; never unpacked. */
  body: Buffer;
  /** False when there was more than was read. */
  isComplete: boolean;
}

export type HttpExchange = { answered: true; answer: HttpAnswer } | { answered: false; reason: string; timedOut: boolean };

const maxHeaderBytes = 64 * 1024;
/** Header fields kept, after equal names were joined. */
const maxHeaders = 200;

/**
 * Asks the literal address, with the name of the target (if any) as Host and SNI, on a connection of its own. It is closed as soon
 * as what was asked for is there. Never rejects because of what the server does.
 * @throws the signal's reason when aborted
 */
export async function exchange(endpoint: HttpEndpoint, question: HttpQuestion): Promise<HttpExchange> {
  await takeTurn();
  const { timeoutMs, signal } = endpoint;
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const request = startRequest(endpoint, question);
    let head: HttpHead | null = null;
    const chunks: Buffer[] = [];
    const tidy = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      request.destroy();
    };
    const settle = (result: HttpExchange) => {
      tidy();
      resolve(result);
    };
    const settleWith = (isComplete: boolean, otherwise: string, timedOut = false) => {
      if (head === null) return settle({ answered: false, reason: otherwise, timedOut });
      settle({ answered: true, answer: { ...head, body: Buffer.concat(chunks), isComplete } });
    };
    const onAbort = () => {
      tidy();
      reject(signal?.reason);
    };
    const timer = setTimeout(() => settleWith(false, silentReason, true), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    request.maxHeadersCount = 0;
    request.on('error', (error) => settleWith(false, explainConnectionError(error)));
    request.once('upgrade', () => settleWith(false, 'Der Dienst wechselt zu einem anderen Protokoll.'));
    request.once('response', (response) => {
      head = describeHead(response);
      let wanted = question.bodyBytes(head);
      if (wanted === 0) return settleWith(true, '');
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk.subarray(0, wanted));
        if (chunk.length > wanted) return settleWith(false, '');
        wanted -= chunk.length;
      });
      response.once('end', () => settleWith(response.complete, ''));
      response.once('error', () => settleWith(false, ''));
      response.once('close', () => settleWith(response.complete, ''));
    });
    request.end();
  });
}

function startRequest({ target, port, scheme }: HttpEndpoint, { method, path, headers }: HttpQuestion) {
  const options: RequestOptions = {
    host: target.address,
    port,
    path,
    method,
    agent: false,
    maxHeaderSize: maxHeaderBytes,
    insecureHTTPParser: false,
    setHost: false,
    headers: {
      host: hostHeader(target, port, scheme),
      'user-agent': userAgent(target.contact),
      accept: '*/*',
      'accept-encoding': 'identity',
      connection: 'close',
      ...headers,
    },
  };
  // Not imported: that loads every name these modules have, and with them Node's whole client for fetch and web sockets.
  if (scheme === 'http') return process.getBuiltinModule('node:http').request(options);
  return process.getBuiltinModule('node:https').request({
    ...options,
    servername: target.name ?? '',
    rejectUnauthorized: false,
    minVersion: 'TLSv1',
    ciphers: 'DEFAULT:@SECLEVEL=0',
    secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
  });
}

function hostHeader(target: AuthorizedTarget, port: number, scheme: HttpEndpoint['scheme']): string {
  const host = target.name ?? (target.address.includes(':') ? `[${target.address}]` : target.address);
  return port === (scheme === 'https' ? 443 : 80) ? host : `${host}:${port}`;
}

/** A comment in a User-Agent must not hold brackets or backslashes (RFC 9110, 5.6.5). */
export function userAgent(contact: string | null): string {
  const named = (contact ?? '').replace(/[^ -~]|[()\\]/g, ' ').trim();
  const whom = named === '' ? 'Kontakt ueber die freigebende Stelle' : `Kontakt: ${named}`;
  return `burgward/${packageJson.version} (Sicherheitspruefung; ${whom})`;
}

/** The value of a cookie can open a session: it is not kept. */
function withoutValue(cookie: string): string {
  return cookie.replace(/=[^;]*/, '=…');
}

function describeHead(response: IncomingMessage): HttpHead {
  const fields = Object.entries(response.headersDistinct).slice(0, maxHeaders);
  const headers = Object.fromEntries(
    fields.map(([name, values = []]) => {
      const kept = name === 'set-cookie' ? values.slice(0, maxHeaders).map(withoutValue) : values;
      return [printable(name, 200), printable(kept.join(', '), name.startsWith('content-security-policy') ? 8000 : 2000)];
    }),
  );
  const { location = null } = response.headers;
  return {
    status: response.statusCode ?? 0,
    headers,
    setCookie: response.headersDistinct['set-cookie'] ?? [],
    location: location === null ? null : printable(location),
  };
}
