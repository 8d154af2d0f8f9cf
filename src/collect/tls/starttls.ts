/** A connection on which TLS may begin, with the words in the clear before it where the protocol wants them. */
import { Socket } from 'node:net';
import type { StarttlsProtocol } from '../../domain/observation.ts';
import { errorCode, explainConnectionError, silentReason } from '../connection-problem.ts';
import type { ProbeEndpoint } from './probe.ts';
import { StarttlsDialogue, type StarttlsOutcome } from './starttls-dialogue.ts';

/** Which protocol is usual on which port; elsewhere TLS comes first. */
export const starttlsPorts: ReadonlyMap<number, StarttlsProtocol> = new Map([
  [21, 'ftp'],
  [25, 'smtp'],
  [110, 'pop3'],
  [143, 'imap'],
  [389, 'ldap'],
  [587, 'smtp'],
  [5432, 'postgresql'],
]);

/** The service speaks its protocol and has no TLS in it. */
export const noStarttlsReason = 'Der Dienst bietet keine Verschlüsselung an (STARTTLS fehlt).';

const sentences: Readonly<Record<Exclude<StarttlsOutcome, 'ready'>, string>> = {
  'not-offered': noStarttlsReason,
  unwilling: 'Der Dienst lässt sich gerade nicht auf Verschlüsselung ein.',
  'other-protocol': 'Der Dienst spricht nicht das Protokoll, das auf diesem Port üblich ist.',
  'too-much': 'Der Dienst sendet vor der Verschlüsselung mehr, als dort hingehört.',
};

/** The words before TLS did not lead to TLS. `message` is a German sentence. */
class StarttlsError extends Error {
  readonly outcome: Exclude<StarttlsOutcome, 'ready'>;

  constructor(outcome: Exclude<StarttlsOutcome, 'ready'>) {
    super(sentences[outcome]);
    this.outcome = outcome;
  }
}

/** Nothing came, or not enough, until the deadline. */
class SilentError extends Error {
  /** Whether there was a connection, and not a byte on it: so does a server that waits for a ClientHello. */
  readonly isMute: boolean;

  constructor(isMute: boolean) {
    super(silentReason);
    this.isMute = isMute;
  }
}

/** The other side hung up before TLS could begin. */
class HungUpError extends Error {
  /** `ECONNRESET`, or null when it closed in good order. */
  readonly code: string | null;
  /** Whether it did so without a byte: so does a server of TLS that cannot read our words. */
  readonly isMute: boolean;

  constructor(code: string | null, isMute: boolean) {
    super(
      code === null ? 'Die Gegenstelle hat die Verbindung geschlossen.' : 'Die Gegenstelle hat die Verbindung zurückgesetzt.',
    );
    this.code = code;
    this.isMute = isMute;
  }
}

/**
 * Connects and, when the endpoint has `starttls`, says what that protocol wants until the server agrees to TLS. The socket that
 * comes back is paused, nothing of TLS was sent or received on it, and it is yours to destroy: hand it to `tls.connect({ socket,
 * servername, … })` or write a ClientHello. The endpoint's `timeoutMs` is a hard deadline for opening only; what follows needs one of
 * its own. An error on the socket is never unhandled, it has a listener that does nothing; listen to `error` and `close` yourself.
 * @throws StarttlsError when the service does not agree, SilentError after the deadline, HungUpError, the system's error when there is
 *   no connection (all for `explainOpening`), and the signal's reason when aborted. The socket is destroyed then.
 */
export function openForTls({ address, port, timeoutMs, signal, starttls }: ProbeEndpoint): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const dialogue = starttls === undefined ? null : new StarttlsDialogue(starttls);
    const socket = new Socket();
    let hasSpoken = false;
    const hangUp = (code: string | null) => new HungUpError(code, hasSpoken && dialogue?.hasBytes === false);
    const tidy = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.off('error', onError).off('data', onData).off('end', onEnd);
    };
    const fail = (error: unknown) => {
      tidy();
      socket.destroy();
      reject(error);
    };
    const succeed = () => {
      tidy();
      socket.pause();
      resolve(socket);
    };
    const onAbort = () => fail(signal?.reason);
    const onEnd = () => fail(hangUp(null));
    const onError = (error: Error) => {
      const isReset = errorCode(error) === 'ECONNRESET' || errorCode(error) === 'EPIPE';
      fail(isReset && dialogue !== null ? hangUp('ECONNRESET') : error);
    };
    const say = (words: Buffer) => {
      hasSpoken = true;
      socket.write(words);
    };
    const onData = (chunk: Buffer) => {
      const next = dialogue?.add(chunk) ?? null;
      if (next === null) return;
      if (typeof next !== 'string') say(next);
      else if (next === 'ready') succeed();
      else fail(new StarttlsError(next));
    };
    const timer = setTimeout(() => fail(new SilentError(isConnected(socket) && dialogue?.hasBytes === false)), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.on('error', () => undefined).on('error', onError);
    socket.once('connect', () => {
      if (dialogue === null) return succeed();
      socket.on('data', onData).once('end', onEnd);
      const first = dialogue.begin();
      if (first !== null) say(first);
    });
    socket.connect({ host: address, port });
  });
}

function isConnected({ pending, destroyed }: Socket): boolean {
  return !pending && !destroyed;
}

/** One German sentence for what `openForTls` throws. */
export function explainOpening(error: unknown): string {
  if (error instanceof StarttlsError || error instanceof SilentError || error instanceof HungUpError) return error.message;
  return explainConnectionError(error);
}

/** Whether the service may expect TLS from the first byte on: it kept silent, hung up on our words, or answered in another protocol. */
export function mayBeTlsInstead(error: unknown): boolean {
  if (error instanceof StarttlsError) return error.outcome === 'other-protocol';
  return (error instanceof SilentError || error instanceof HungUpError) && error.isMute;
}
