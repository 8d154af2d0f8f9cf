/**
 * Which protection a remote desktop accepts before the login: three connection requests, each for one kind (MS-RDPBCGR 2.2.1.1 and
 * 2.2.1.2). What comes after the server's answer is not begun.
 */
import type { AuthorizedTarget } from '../../domain/freigabe.ts';
import type { RdpEndpointObservation } from '../../domain/observation.ts';
import { type RdpOutcome, type RdpProtection, rdpProtections } from '../../domain/service-observation.ts';
import { requirePermittedPort } from '../permitted-port.ts';
import {
  ConversationError,
  converse,
  explainProblem,
  type MessageReader,
  type Script,
  type ServiceProblem,
} from './conversation.ts';
import type { ServiceOptions } from './service-options.ts';

export const rdpPorts = [3389];
/** For all three connections. */
export const rdpTimeoutMs = 9000;

/** PROTOCOL_SSL, and PROTOCOL_HYBRID with its newer form PROTOCOL_HYBRID_EX; PROTOCOL_RDP is no flag. */
const flags: Readonly<Record<RdpProtection, number>> = { rdp: 0x00, tls: 0x01, nla: 0x02 | 0x08 };
/** Who asks for NLA asks for TLS too (2.2.1.1.1). */
const requested: Readonly<Record<RdpProtection, number>> = { ...flags, nla: flags.nla | flags.tls };
/** TYPE_RDP_NEG_REQ, _RSP and _FAILURE. */
const negotiation = { request: 1, response: 2, failure: 3 };

/** Shown in the event log of the server in place of a user's name. */
const cookie = Buffer.from('Cookie: mstshash=burgward\r\n', 'ascii');

/**
 * @throws NotAuthorisedError for a port outside the Freigabe, before anything is sent; the signal's reason when aborted
 */
export async function observeRdp(
  target: AuthorizedTarget,
  port: number,
  options: ServiceOptions,
): Promise<RdpEndpointObservation> {
  requirePermittedPort(target, port);
  const { timeoutMs = rdpTimeoutMs, signal } = options;
  const endpoint = { address: target.address, port, timeoutMs: timeoutMs / rdpProtections.length, signal };
  const found: Record<RdpProtection, RdpOutcome> = { rdp: unknown, tls: unknown, nla: unknown };
  const problems: ServiceProblem[] = [];
  for (const protection of rdpProtections) {
    const problem = await converse(
      endpoint,
      ask(protection, (outcome) => {
        found[protection] = outcome;
      }),
    );
    if (problem === null) continue;
    problems.push(problem);
    found[protection] = { accepted: null, reason: explainProblem(problem) };
  }
  const [first] = problems;
  return {
    kind: 'rdp',
    target: { name: target.name, address: target.address, port },
    vantage: target.vantage,
    at: options.now().toISOString(),
    outcome:
      first !== undefined && problems.length === rdpProtections.length
        ? { seen: false, reason: explainProblem(first) }
        : { seen: true, data: { protections: found } },
  };
}

const unknown: RdpOutcome = { accepted: null, reason: 'nicht angesehen' };

function* ask(protection: RdpProtection, learn: (outcome: RdpOutcome) => void): Script {
  const outcome = readAnswer(yield { send: connectionRequest(requested[protection]), read: readTpkt }, protection);
  if (outcome === null) throw new ConversationError({ kind: 'other' });
  learn(outcome);
  return null;
}

/** X.224 Connection Request in a TPKT (RFC 1006), with the negotiation request at its end. */
function connectionRequest(protocols: number): Buffer {
  const negotiationRequest = Buffer.from([negotiation.request, 0, 8, 0, protocols, 0, 0, 0]);
  const variable = Buffer.concat([cookie, negotiationRequest]);
  const x224 = Buffer.from([6 + variable.length, 0xe0, 0, 0, 0, 0, 0]);
  const header = Buffer.from([3, 0, 0, 4 + x224.length + variable.length]);
  return Buffer.concat([header, x224, variable]);
}

const maxAnswerBytes = 1024;

const readTpkt: MessageReader = (received) => {
  if (received.length === 0) return null;
  if (received[0] !== 3 || (received.length > 1 && received[1] !== 0)) return 'other';
  if (received.length < 4) return null;
  const length = received.readUInt16BE(2);
  if (length < 11 || length > maxAnswerBytes) return 'other';
  return received.length < length ? null : length;
};

/** Null when it is no connection confirm. */
function readAnswer(message: Buffer, protection: RdpProtection): RdpOutcome | null {
  if ((message.readUInt8(5) & 0xf0) !== 0xd0) return null;
  const answer = message.subarray(11);
  // A confirm without negotiation: so answer systems that only know their own protection (2.2.1.2).
  if (answer.length === 0) return protection === 'rdp' ? { accepted: true } : { accepted: false, code: null };
  if (answer.length < 8) return null;
  if (answer[0] === negotiation.failure) return { accepted: false, code: answer.readUInt32LE(4) };
  if (answer[0] !== negotiation.response) return null;
  const selected = answer.readUInt32LE(4);
  const isSelected = protection === 'rdp' ? selected === 0 : (selected & flags[protection]) !== 0;
  return isSelected ? { accepted: true } : { accepted: false, code: null };
}
