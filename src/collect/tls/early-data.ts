/** Whether a server of TLS 1.3 takes data before the handshake is over (0-RTT): its tickets say so. No such data is sent. */
import type { Settled } from '../../domain/observation.ts';
import { askInHandshake, lateContext } from './asked-handshake.ts';
import { derTags, MalformedDerError, readElement, readElements } from './certificate-der.ts';
import type { ProbeEndpoint } from './probe.ts';

const context = lateContext({ minVersion: 'TLSv1.3' });
/** Tickets come at once after the handshake, or after the first request, which is not sent. */
const ticketTimeoutMs = 1500;
/** [15] EXPLICIT max_early_data in OpenSSL's form of a session (ssl/ssl_asn1.c); left out when it is 0. */
const maxEarlyDataTag = 0xaf;
/** Longest host name, and room for the rest. */
const maxMarkBytes = 400;

const noTicket: Settled<boolean> = {
  settled: false,
  reason: 'Der Server gab nach dem Verbindungsaufbau kein Sitzungsticket aus, an dem es sich zeigt.',
};

/**
 * One handshake in TLS 1.3 up to the first ticket (RFC 8446, 4.6.1).
 * @throws the signal's reason when aborted; everything else is a result
 */
export function offersEarlyData(endpoint: ProbeEndpoint): Promise<Settled<boolean>> {
  return askInHandshake(endpoint, {
    context,
    listen: (socket, settle) => socket.once('session', (session: Buffer) => settle(readSession(session))),
    ended: noTicket,
    silent: { result: noTicket, afterMs: ticketTimeoutMs },
  });
}

/** Content of the sequence that goes up to the end: newer lines of Node put a mark and the name of the host before it. */
function opensslPart(session: Buffer): Buffer {
  for (let at = session.indexOf(derTags.sequence); at !== -1; at = session.indexOf(derTags.sequence, at + 1)) {
    if (at > maxMarkBytes) break;
    try {
      return readElement(session.subarray(at), derTags.sequence).content;
    } catch {
      // A character of the mark that looks like a sequence.
    }
  }
  throw new MalformedDerError('no sequence');
}

/** @param session as Node hands it over: OpenSSL's form, with or without something before it */
export function readSession(session: Buffer): Settled<boolean> {
  try {
    const fields = readElements(opensslPart(session));
    const field = fields.find(({ tag }) => tag === maxEarlyDataTag);
    const bytes = field === undefined ? Buffer.alloc(0) : readElement(field.content, derTags.integer).content;
    return { settled: true, value: bytes.some((byte) => byte !== 0) };
  } catch {
    return { settled: false, reason: 'Das Sitzungsticket ist nicht lesbar.' };
  }
}
