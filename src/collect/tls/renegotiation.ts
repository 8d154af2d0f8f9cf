/** Whether a server begins anew when the client asks for it in the middle of a connection. The one look that finishes a handshake. */
import { constants } from 'node:crypto';
import type { Socket } from 'node:net';
import { connect } from 'node:tls';
import type { Settled } from '../../domain/observation.ts';
import { explainConnectionError, silentReason } from '../connection-problem.ts';
import { takeTurn } from '../pace.ts';
import type { ProbeEndpoint } from './probe.ts';
import { explainOpening, openForTls } from './starttls.ts';

/**
 * One handshake up to TLS 1.2, and the wish for another. A server that answers it by an alert or by hanging up has refused.
 * @throws the signal's reason when aborted; everything else is a result
 */
export async function acceptsRenegotiation(endpoint: ProbeEndpoint): Promise<Settled<boolean>> {
  await takeTurn();
  const endsAt = performance.now() + endpoint.timeoutMs;
  try {
    const socket = await openForTls(endpoint);
    return await ask(socket, endpoint, endsAt - performance.now());
  } catch (error) {
    if (endpoint.signal?.aborted === true) throw endpoint.signal.reason;
    return { settled: false, reason: explainOpening(error) };
  }
}

function ask(opened: Socket, { serverName, signal }: ProbeEndpoint, timeoutMs: number): Promise<Settled<boolean>> {
  return new Promise((resolve, reject) => {
    let hasAsked = false;
    const socket = connect({
      socket: opened,
      servername: serverName ?? '',
      rejectUnauthorized: false,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.2',
      ciphers: 'DEFAULT:@SECLEVEL=0',
      secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
    });
    const tidy = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.destroy();
      opened.destroy();
    };
    const settle = (result: Settled<boolean>) => {
      tidy();
      resolve(result);
    };
    /** What ends the connection is an answer once the wish was sent. */
    const end = (reason: string) => settle(hasAsked ? { settled: true, value: false } : { settled: false, reason });
    const onAbort = () => {
      tidy();
      reject(signal?.reason);
    };
    const timer = setTimeout(() => settle({ settled: false, reason: silentReason }), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.on('error', (error) => end(explainConnectionError(error)));
    socket.once('close', () => end('Die Gegenstelle hat die Verbindung geschlossen.'));
    socket.once('secureConnect', () => {
      hasAsked = true;
      socket.renegotiate({ rejectUnauthorized: false }, (error) => settle({ settled: true, value: error === null }));
    });
  });
}
