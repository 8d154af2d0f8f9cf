/** One ClientHello over one connection, and what came back. */
import { Socket } from 'node:net';
import type { TlsVersion, TlsVersionOutcome } from '../../domain/observation.ts';
import { explainConnectionError } from '../connection-problem.ts';
import { buildClientHello, readServerAnswer, type ServerAnswer } from './client-hello.ts';

export interface ProbeEndpoint {
  address: string;
  port: number;
  /** For SNI; null when the target is only an address. */
  serverName: string | null;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

export type ProbeResult =
  | ServerAnswer
  /** The other side closed without a word. */
  | { kind: 'closed' }
  | { kind: 'failed'; reason: string };

const maxAnswerBytes = 64 * 1024;

/**
 * @throws the signal's reason when aborted; everything else is a result
 */
export function probeVersion(endpoint: ProbeEndpoint, version: TlsVersion): Promise<ProbeResult> {
  const { address, port, serverName, timeoutMs, signal } = endpoint;
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const socket = new Socket();
    const received: Buffer[] = [];
    let size = 0;
    const tidy = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.destroy();
    };
    const settle = (result: ProbeResult) => {
      tidy();
      resolve(result);
    };
    const onAbort = () => {
      tidy();
      reject(signal?.reason);
    };
    const timer = setTimeout(() => settle({ kind: 'failed', reason: 'Keine Antwort innerhalb der Zeitgrenze.' }), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.on('error', (error) => settle({ kind: 'failed', reason: explainConnectionError(error) }));
    socket.once('connect', () => socket.write(buildClientHello(version, serverName)));
    socket.on('data', (chunk) => {
      received.push(chunk);
      size += chunk.length;
      const answer = readServerAnswer(Buffer.concat(received));
      if (answer !== null) settle(answer);
      else if (size > maxAnswerBytes) settle({ kind: 'not-tls', isSsh: false });
    });
    socket.once('end', () => {
      settle(size === 0 ? { kind: 'closed' } : { kind: 'failed', reason: 'Die Antwort brach mitten im Satz ab.' });
    });
    socket.connect({ host: address, port });
  });
}

/** Fatal alerts that mean: not with this version or anything that goes with it (numbers: RFC 8446, 6; RFC 5246, 7.2). */
const refusals = new Set([
  10, // unexpected_message
  40, // handshake_failure
  47, // illegal_parameter
  50, // decode_error
  70, // protocol_version
  71, // insufficient_security
  86, // inappropriate_fallback
  109, // missing_extension
  110, // unsupported_extension
]);

/** What the answer says about the one version that was offered. */
export function judgeVersion(version: TlsVersion, result: ProbeResult): TlsVersionOutcome {
  switch (result.kind) {
    case 'server-hello':
      if (result.version === null) return { offered: null, reason: 'Die Antwort nennt eine unbekannte TLS-Version.' };
      return { offered: result.version === version };
    case 'alert':
      if (!result.fatal || refusals.has(result.description)) return { offered: false };
      return { offered: null, reason: explainAlert(result.description) };
    case 'closed':
      return { offered: false };
    case 'not-tls':
      return { offered: null, reason: 'Die Antwort ist kein TLS.' };
    case 'failed':
      return { offered: null, reason: result.reason };
  }
}

function explainAlert(description: number): string {
  if (description === 112) return 'Der Server kennt den angefragten Namen nicht.';
  if (description === 80) return 'Der Server meldet einen inneren Fehler.';
  return `Der Server lehnt aus anderem Grund ab (TLS-Meldung ${description}).`;
}
