/** Whether a server begins anew when the client asks for it in the middle of a connection. The one look that finishes a handshake. */
import { constants } from 'node:crypto';
import type { Settled } from '../../domain/observation.ts';
import { silentReason } from '../connection-problem.ts';
import { askInHandshake, lateContext } from './asked-handshake.ts';
import type { ProbeEndpoint } from './probe.ts';

const context = lateContext({
  minVersion: 'TLSv1',
  maxVersion: 'TLSv1.2',
  secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
});

/**
 * One handshake up to TLS 1.2, and the wish for another. A server that answers it by an alert or by hanging up has refused.
 * @throws the signal's reason when aborted; everything else is a result
 */
export function acceptsRenegotiation(endpoint: ProbeEndpoint): Promise<Settled<boolean>> {
  return askInHandshake(endpoint, {
    context,
    listen: (socket, settle) =>
      socket.once('secureConnect', () =>
        socket.renegotiate({ rejectUnauthorized: false }, (error) => settle({ settled: true, value: error === null })),
      ),
    ended: { settled: true, value: false },
    silent: { result: { settled: false, reason: silentReason } },
  });
}
