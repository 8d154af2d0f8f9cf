/** One ClientHello over one connection, and what came back. */
import { Socket } from 'node:net';
import type { StarttlsProtocol, TlsVersion, TlsVersionOutcome } from '../../domain/observation.ts';
import { whenAborted } from '../abort.ts';
import { errorCode, explainConnectionError, silentReason } from '../connection-problem.ts';
import { takeTurn } from '../pace.ts';
import { buildClientHello, readServerAnswer, type ServerAnswer } from './client-hello.ts';
import { explainOpening, mayBeTlsInstead, openForTls } from './starttls.ts';

export interface ProbeEndpoint {
  address: string;
  port: number;
  /** For SNI; null when the target is only an address. */
  serverName: string | null;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  /** What to speak first; without it TLS comes at once. */
  starttls?: StarttlsProtocol | undefined;
}

/** The connection brought no answer. */
export type NoAnswer =
  /** The other side closed without a word. */
  | { kind: 'closed' }
  | {
      kind: 'failed';
      reason: string;
      isReset: boolean;
      /** Set when it did not come to TLS; `other-protocol`: what came was other than expected, so that TLS may come first here. */
      beforeTls?: 'failed' | 'other-protocol';
    };

export type ProbeResult = ServerAnswer | NoAnswer;

const maxAnswerBytes = 64 * 1024;

/**
 * Offers one version, with the given cipher suites or every usual one of that version.
 * @throws the signal's reason when aborted; everything else is a result
 */
export function probeVersion(endpoint: ProbeEndpoint, version: TlsVersion, suites?: readonly number[]): Promise<ProbeResult> {
  const hello = () => buildClientHello(version, endpoint.serverName, suites);
  return exchange<ServerAnswer>(endpoint, hello, readServerAnswer, { kind: 'not-tls', isSsh: false });
}

/**
 * Connects, says what has to be said before TLS, sends, and reads until `read` makes an answer of what has come so far.
 * @param tooLong the answer when the other side talks on and on
 * @throws the signal's reason when aborted; everything else is a result
 */
export async function exchange<Answer>(
  endpoint: ProbeEndpoint,
  hello: () => Buffer,
  read: (received: Buffer) => Answer | null,
  tooLong: Answer,
): Promise<Answer | NoAnswer> {
  await takeTurn();
  endpoint.signal?.throwIfAborted();
  const conversation = { hello, read, tooLong };
  if (endpoint.starttls === undefined) {
    const socket = new Socket();
    socket.connect({ host: endpoint.address, port: endpoint.port });
    return converse(socket, endpoint.signal, endpoint.timeoutMs, conversation);
  }
  const endsAt = performance.now() + endpoint.timeoutMs;
  try {
    const socket = await openForTls(endpoint);
    return await converse(socket, endpoint.signal, Math.max(1, endsAt - performance.now()), conversation);
  } catch (error) {
    if (endpoint.signal?.aborted === true) throw endpoint.signal.reason;
    return {
      kind: 'failed',
      reason: explainOpening(error),
      isReset: errorCode(error) === 'ECONNRESET',
      beforeTls: mayBeTlsInstead(error) ? 'other-protocol' : 'failed',
    };
  }
}

interface Conversation<Answer> {
  hello(): Buffer;
  read(received: Buffer): Answer | null;
  tooLong: Answer;
}

/** @param socket connected, or connecting: then what is written waits */
function converse<Answer>(
  socket: Socket,
  signal: AbortSignal | undefined,
  timeoutMs: number,
  { hello, read, tooLong }: Conversation<Answer>,
): Promise<Answer | NoAnswer> {
  return new Promise((resolve, reject) => {
    let received: Buffer | null = null;
    const tidy = () => {
      clearTimeout(timer);
      forgetAbort();
      socket.destroy();
    };
    const settle = (result: Answer | NoAnswer) => {
      tidy();
      resolve(result);
    };
    const fail = (reason: string, isReset = false) => settle({ kind: 'failed', reason, isReset });
    const timer = setTimeout(() => fail(silentReason), timeoutMs);
    const forgetAbort = whenAborted(signal, () => {
      tidy();
      reject(signal?.reason);
    });
    socket.on('error', (error) => fail(explainConnectionError(error), errorCode(error) === 'ECONNRESET'));
    socket.on('data', (chunk: Buffer) => {
      received = received === null ? chunk : Buffer.concat([received, chunk]);
      const answer = read(received);
      if (answer !== null) settle(answer);
      else if (received.length > maxAnswerBytes) settle(tooLong);
    });
    socket.on('end', () => {
      if (received === null) settle({ kind: 'closed' });
      else fail('Die Antwort brach mitten im Satz ab.');
    });
    socket.write(hello());
    socket.resume();
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

/** A fatal alert, or goodbye: not with what was offered. */
export function isRefusal({ fatal, description }: { fatal: boolean; description: number }): boolean {
  return !fatal || refusals.has(description);
}

/** What the answer says about the one version that was offered. */
export function judgeVersion(version: TlsVersion, result: ProbeResult): TlsVersionOutcome {
  switch (result.kind) {
    case 'server-hello':
      if (result.version === null) return { offered: null, reason: 'Die Antwort nennt eine unbekannte TLS-Version.' };
      return { offered: result.version === version };
    case 'alert':
      if (isRefusal(result)) return { offered: false };
      return { offered: null, reason: explainAlert(result.description) };
    case 'closed':
      return { offered: false };
    case 'not-tls':
      return { offered: null, reason: 'Die Antwort ist kein TLS.' };
    case 'failed':
      return { offered: null, reason: result.reason };
  }
}

/** One German sentence. */
export function explainAlert(description: number): string {
  if (description === 112) return 'Der Server kennt den angefragten Namen nicht.';
  if (description === 80) return 'Der Server meldet einen inneren Fehler.';
  return `Der Server lehnt aus anderem Grund ab (TLS-Meldung ${description}).`;
}
