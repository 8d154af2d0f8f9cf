/** A question asked in one handshake by Node's own client: opened, asked, tidied up, whatever happens on the way. */
import type { Socket } from 'node:net';
import { connect, createSecureContext, type SecureContext, type SecureContextOptions, type TLSSocket } from 'node:tls';
import type { Settled } from '../../domain/observation.ts';
import { explainConnectionError, silentReason } from '../connection-problem.ts';
import { takeTurn } from '../pace.ts';
import type { ProbeEndpoint } from './probe.ts';
import { explainOpening, openForTls } from './starttls.ts';

export interface HandshakeQuestion<T> {
  /** From `lateContext`. */
  context: () => SecureContext;
  /** Listens for the answer, from before the handshake on. */
  listen: (socket: TLSSocket, settle: (result: Settled<T>) => void) => void;
  /** What an end of the connection after the handshake says. */
  ended: Settled<T>;
  /** What silence after the handshake says, and after how long at most. */
  silent: { result: Settled<T>; afterMs?: number };
}

/**
 * Everything our TLS library can still speak within `options`; made for the first question and kept for the others. It knows no
 * authorities: nobody is trusted here or not, and reading their certificates takes longer than the question.
 */
export function lateContext(options: SecureContextOptions): () => SecureContext {
  let context: SecureContext | null = null;
  return () => {
    context ??= createSecureContext({ ca: [], ciphers: 'DEFAULT:@SECLEVEL=0', ...options });
    return context;
  };
}

/** @throws the signal's reason when aborted; everything else is a result */
export async function askInHandshake<T>(endpoint: ProbeEndpoint, question: HandshakeQuestion<T>): Promise<Settled<T>> {
  await takeTurn();
  const endsAt = performance.now() + endpoint.timeoutMs;
  try {
    const socket = await openForTls(endpoint);
    return await handshake(socket, endpoint, question, Math.max(1, endsAt - performance.now()));
  } catch (error) {
    if (endpoint.signal?.aborted === true) throw endpoint.signal.reason;
    return { settled: false, reason: explainOpening(error) };
  }
}

function handshake<T>(
  opened: Socket,
  { serverName, signal }: ProbeEndpoint,
  { context, listen, ended, silent }: HandshakeQuestion<T>,
  timeoutMs: number,
): Promise<Settled<T>> {
  return new Promise((resolve, reject) => {
    let isConnected = false;
    const socket = connect({
      socket: opened,
      servername: serverName ?? '',
      rejectUnauthorized: false,
      secureContext: context(),
    });
    const tidy = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.destroy();
      opened.destroy();
    };
    const settle = (result: Settled<T>) => {
      tidy();
      resolve(result);
    };
    const end = (reason: string) => settle(isConnected ? ended : { settled: false, reason });
    const onAbort = () => {
      tidy();
      reject(signal?.reason);
    };
    const onTimeout = () => settle(isConnected ? silent.result : { settled: false, reason: silentReason });
    let timer = setTimeout(onTimeout, timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.on('error', (error) => end(explainConnectionError(error)));
    socket.once('close', () => end('Die Gegenstelle hat die Verbindung geschlossen.'));
    socket.once('secureConnect', () => {
      isConnected = true;
      if (silent.afterMs === undefined) return;
      clearTimeout(timer);
      timer = setTimeout(onTimeout, Math.min(silent.afterMs, timeoutMs));
    });
    listen(socket, settle);
  });
}
