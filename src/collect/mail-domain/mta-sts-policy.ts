/** The policy of MTA-STS (RFC 8461), fetched as a mail server would that is about to send. */
import { connect, type TLSSocket } from 'node:tls';
import type { ObservedMtaStsPolicy } from '../../domain/dns-observation.ts';
import type { AuthorizedTarget } from '../../domain/freigabe.ts';
import { explainConnectionError, silentReason } from '../connection-problem.ts';
import { userAgent } from '../http/exchange.ts';
import { takeTurn } from '../pace.ts';
import { requirePermittedPort } from '../permitted-port.ts';
import { printable } from '../printable.ts';
import { publicTrust, type TrustList } from '../tls/certificate-trust.ts';

/** For the whole fetch; a sender waits up to a minute (RFC 8461, 3.3). */
export const policyTimeoutMs = 10_000;
export const policyPath = '/.well-known/mta-sts.txt';

/** What senders are advised to read at most (RFC 8461, 3.2). */
const maxPolicyBytes = 64 * 1024;
const maxServers = 100;

export interface PolicyRequest {
  /** `mta-sts.beispielhain.de`: the name the certificate has to carry. */
  host: string;
  port: number;
  trust?: TrustList | undefined;
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * One GET, no redirect followed (RFC 8461, 3.3). What is wrong with the certificate is told beside what lies there.
 * @throws NotAuthorisedError for a port outside the Freigabe, before anything is sent; the signal's reason when aborted
 */
export async function fetchMtaStsPolicy(target: AuthorizedTarget, request: PolicyRequest): Promise<ObservedMtaStsPolicy> {
  const { host, port, trust = publicTrust, timeoutMs = policyTimeoutMs, signal } = request;
  requirePermittedPort(target, port);
  await takeTurn();
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    // Not imported: it would be loaded for every check of the network, and few ask for a policy.
    const outgoing = process.getBuiltinModule('node:https').request({
      path: policyPath,
      // Holds only where no agent is named.
      createConnection: () =>
        connect({ host: target.address, port, servername: host, secureContext: trust.context, rejectUnauthorized: false }),
      headers: {
        host,
        'user-agent': userAgent(target.contact),
        accept: 'text/plain',
        'accept-encoding': 'identity',
        connection: 'close',
      },
    });
    const tidy = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      outgoing.destroy();
    };
    const settle = (result: ObservedMtaStsPolicy) => {
      tidy();
      resolve(result);
    };
    const fail = (reason: string) => settle({ read: false, reason });
    const onAbort = () => {
      tidy();
      reject(signal?.reason);
    };
    const timer = setTimeout(() => fail(silentReason), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    outgoing.on('error', (error) => fail(explainConnectionError(error)));
    outgoing.once('upgrade', () => fail('Der Dienst wechselt zu einem anderen Protokoll.'));
    outgoing.once('response', (response) => {
      const seen = {
        read: true as const,
        status: response.statusCode ?? 0,
        certificateProblem: problemOf(response.socket as TLSSocket),
      };
      if (seen.status !== 200) return settle({ ...seen, policy: null });
      const chunks: Buffer[] = [];
      let left = maxPolicyBytes;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        left -= chunk.length;
        if (left < 0) settle({ ...seen, policy: null });
      });
      response.once('error', (error) => fail(explainConnectionError(error)));
      response.once('close', () => {
        if (!response.complete) return fail('Die Richtlinie kam nicht vollständig an.');
        settle({ ...seen, policy: readPolicy(Buffer.concat(chunks).toString('utf8')) });
      });
    });
    outgoing.end();
  });
}

/** Node's type says Error, what comes is mostly a text. */
function problemOf({ authorized, authorizationError }: TLSSocket): string | null {
  if (authorized) return null;
  const error: unknown = authorizationError;
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return printable(code, 60);
}

/** Lines of `key: value`, of which only `mx` may come more than once (RFC 8461, 3.2). Null without the version: then it is no policy. */
export function readPolicy(text: string): { mode: string | null; maxAge: number | null; mx: string[] } | null {
  const fields = text.split(/\r?\n/).flatMap((line): [string, string][] => {
    const match = /^\s*([a-z0-9][a-z0-9_.-]{0,31})\s*:\s*(.*?)\s*$/i.exec(line.slice(0, 400));
    return match === null ? [] : [[match[1]?.toLowerCase() ?? '', printable(match[2] ?? '', 255)]];
  });
  const first = (name: string) => fields.find(([key]) => key === name)?.[1] ?? null;
  if (first('version') !== 'STSv1') return null;
  const age = first('max_age');
  return {
    mode: first('mode')?.toLowerCase() ?? null,
    maxAge: age !== null && /^\d{1,10}$/.test(age) ? Number(age) : null,
    mx: fields.flatMap(([key, value]) => (key === 'mx' ? [value.toLowerCase()] : [])).slice(0, maxServers),
  };
}
