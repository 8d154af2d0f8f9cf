/**
 * IPMI over the network (IPMI 2.0, 13.1.3 and 22.13): Get Channel Authentication Capabilities, which answers before any login and
 * says how one could log in; and whether a session would be opened that checks no password (cipher suite 0; 13.17, 13.18 and 22.15.2). Nobody
 * logs in, and a session that was opened is left to end by itself.
 */
import { askByDatagrams } from '../datagrams.ts';
import type { Attempt, Found } from './attempt.ts';

/** RMCP, a session without authentication, then the message for the management controller. */
const request = Buffer.from([
  0x06, 0x00, 0xff, 0x07, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0x09, 0x20, 0x18, 0xc8, 0x81, 0x00, 0x38, 0x8e, 0x04, 0xb5,
]);
/** Open Session Request: RMCP, a session of version 2.0, then no authentication, no integrity and no encryption. */
const openSession = Buffer.from([
  0x06, 0x00, 0xff, 0x07, 0x06, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0x20, 0x00, 0x00, 0x00, 0x00, 0x00, 0x62, 0x77, 0x67, 0x64, 0x00,
  0x00, 0x00, 0x08, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x08, 0x00, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x08, 0x00, 0x00,
  0x00, 0x00,
]);
/** Where the number of our side stands, in the request and in the response. */
const consoleIdAt = 20;
const messageStart = 14;
/** Up to the reserved and OEM bytes that close the answer, with its checksum. */
const minMessageBytes = 12;

export const tryIpmi: Attempt = async (endpoint) => {
  const { answers, problem } = await askByDatagrams(endpoint, [request, openSession], (all) => all.length >= 2);
  if (problem?.kind === 'closed') return { found: { access: 'refused' } };
  if (problem !== null) return problem.kind === 'connection' ? { problem: { ...problem, hungUp: false } } : 'nothing';
  const found = answers.map(readAnswer).find((each) => each !== null);
  if (!answers.some(opensWithoutPassword)) return found === undefined ? { problem: { kind: 'other' } } : { found };
  const { detail = '2.0', answered = [] } = found ?? {};
  return { found: { access: 'open', detail, answered: [...answered, 'cipher-zero'] } };
};

/** An Open Session Response to ours without error: then any password would do for any name. */
function opensWithoutPassword(datagram: Buffer): boolean {
  const isResponse = datagram[0] === 0x06 && datagram[3] === 0x07 && datagram[4] === 0x06 && datagram[5] === 0x11;
  if (!isResponse || datagram.length < 28 || datagram[17] !== 0) return false;
  return datagram.subarray(consoleIdAt, consoleIdAt + 4).equals(openSession.subarray(consoleIdAt, consoleIdAt + 4));
}

/** Null when it is no answer to the request. */
function readAnswer(datagram: Buffer): Found | null {
  const message = datagram.subarray(messageStart);
  const isIpmi = datagram[0] === 0x06 && datagram[3] === 0x07 && datagram[4] === 0x00;
  if (!isIpmi || message.length < minMessageBytes || message[1] !== 0x1c || message[5] !== 0x38) return null;
  const [completion, , types = 0, status = 0, extended = 0] = message.subarray(6);
  if (completion !== 0) return { access: 'needs-login' };
  // Bit 7 of the types: the next two bytes tell of version 2.0.
  const isVersion2 = (types & 0x80) !== 0 && (extended & 0x02) !== 0;
  const answered = [...((status & 0x01) !== 0 ? ['anonymous'] : []), ...((types & 0x01) !== 0 ? ['no-password'] : [])];
  return { access: answered.length > 0 ? 'open' : 'needs-login', detail: isVersion2 ? '2.0' : '1.5', answered };
}
