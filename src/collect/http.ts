/** One GET of the start page: status, header fields and where a redirect would lead. Nothing is followed, no content is kept. */
import { constants } from 'node:crypto';
import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import packageJson from '../../package.json' with { type: 'json' };
import type { AuthorizedTarget } from '../domain/freigabe.ts';
import type { HttpEndpointObservation, HttpObservation } from '../domain/observation.ts';
import { explainConnectionError } from './connection-problem.ts';
import { requirePermittedPort } from './permitted-port.ts';
import { printable } from './printable.ts';

export interface ObserveHttpOptions {
  now(): Date;
  /** For the whole exchange. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

export const httpTimeoutMs = 10_000;
const maxHeaderBytes = 64 * 1024;
const maxHeaders = 200;
const userAgent = `burgward/${packageJson.version} (Sicherheitspruefung; Kontakt ueber die freigebende Stelle)`;

/**
 * Asks the literal address for `/`, with the name of the target (if any) as Host and SNI. The connection is closed as soon as
 * the header fields are there.
 * @throws NotAuthorisedError for a port outside the Freigabe, before anything is sent; the signal's reason when aborted
 */
export async function observeHttp(
  target: AuthorizedTarget,
  port: number,
  scheme: HttpObservation['scheme'],
  options: ObserveHttpOptions,
): Promise<HttpEndpointObservation> {
  requirePermittedPort(target, port);
  return {
    kind: 'http',
    target: { name: target.name, address: target.address, port },
    vantage: target.vantage,
    outcome: await ask(target, port, scheme, options),
    at: options.now().toISOString(),
  };
}

function hostHeader(target: AuthorizedTarget, port: number, scheme: HttpObservation['scheme']): string {
  const host = target.name ?? (target.address.includes(':') ? `[${target.address}]` : target.address);
  return port === (scheme === 'https' ? 443 : 80) ? host : `${host}:${port}`;
}

function ask(
  target: AuthorizedTarget,
  port: number,
  scheme: HttpObservation['scheme'],
  { timeoutMs = httpTimeoutMs, signal }: ObserveHttpOptions,
): Promise<HttpEndpointObservation['outcome']> {
  const requestOptions: RequestOptions = {
    host: target.address,
    port,
    path: '/',
    method: 'GET',
    agent: false,
    maxHeaderSize: maxHeaderBytes,
    insecureHTTPParser: false,
    setHost: false,
    headers: { host: hostHeader(target, port, scheme), 'user-agent': userAgent, accept: '*/*', connection: 'close' },
  };
  const tlsOptions = {
    servername: target.name ?? '',
    rejectUnauthorized: false,
    minVersion: 'TLSv1' as const,
    ciphers: 'DEFAULT:@SECLEVEL=0',
    secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
  };
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const request = scheme === 'https' ? requestHttps({ ...requestOptions, ...tlsOptions }) : requestHttp(requestOptions);
    const tidy = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      request.destroy();
    };
    const settle = (outcome: HttpEndpointObservation['outcome']) => {
      tidy();
      resolve(outcome);
    };
    const onAbort = () => {
      tidy();
      reject(signal?.reason);
    };
    const timer = setTimeout(() => settle({ seen: false, reason: 'Keine Antwort innerhalb der Zeitgrenze.' }), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    request.maxHeadersCount = maxHeaders;
    request.on('error', (error) => settle({ seen: false, reason: explainConnectionError(error) }));
    request.once('response', (response) => settle({ seen: true, data: describeResponse(response, scheme) }));
    request.end();
  });
}

function describeResponse(response: IncomingMessage, scheme: HttpObservation['scheme']): HttpObservation {
  const headers = Object.fromEntries(
    Object.entries(response.headersDistinct).map(([name, values]) => [
      printable(name, 200),
      printable((values ?? []).join(', ')),
    ]),
  );
  const { location = null } = response.headers;
  return { scheme, status: response.statusCode ?? 0, headers, location: location === null ? null : printable(location) };
}
