/** Which versions of SMB a Windows file service speaks, and whether it signs and encrypts. One negotiation each, no session. */
import type { AuthorizedTarget } from '../../domain/freigabe.ts';
import type { SmbEndpointObservation } from '../../domain/observation.ts';
import { requirePermittedPort } from '../permitted-port.ts';
import { ConversationError, converse, explainProblem, type Script, type ServiceProblem } from './conversation.ts';
import type { ServiceOptions } from './service-options.ts';
import {
  readSmb1Answer,
  readSmb2Answer,
  readSmbMessage,
  type Smb1Answer,
  type Smb2Answer,
  smb1Negotiate,
  smb2Negotiate,
} from './smb-messages.ts';

export const smbPorts = [445];
/** For both negotiations, one connection each. */
export const smbTimeoutMs = 8000;

type Asked<A> = { answer: A; problem: null } | { answer: null; problem: ServiceProblem };

/**
 * @throws NotAuthorisedError for a port outside the Freigabe, before anything is sent; the signal's reason when aborted
 */
export async function observeSmb(
  target: AuthorizedTarget,
  port: number,
  options: ServiceOptions,
): Promise<SmbEndpointObservation> {
  requirePermittedPort(target, port);
  const { timeoutMs = smbTimeoutMs, signal } = options;
  const endpoint = { address: target.address, port, timeoutMs: timeoutMs / 2, signal };
  const smb2 = await ask(smb2Negotiate(), readSmb2Answer, (script) => converse(endpoint, script));
  const smb1 = await ask(smb1Negotiate(), readSmb1Answer, (script) => converse(endpoint, script));
  return {
    kind: 'smb',
    target: { name: target.name, address: target.address, port },
    vantage: target.vantage,
    at: options.now().toISOString(),
    outcome: describe(smb1, smb2),
  };
}

async function ask<A>(
  request: Buffer,
  readAnswer: (message: Buffer) => A | null,
  carryOut: (script: Script) => Promise<ServiceProblem | null>,
): Promise<Asked<A>> {
  let answer: A | null = null;
  function* negotiate(): Script {
    answer = readAnswer(yield { send: request, read: readSmbMessage });
    if (answer === null) throw new ConversationError({ kind: 'other' });
    return null;
  }
  const problem = await carryOut(negotiate());
  if (answer !== null) return { answer, problem: null };
  return { answer: null, problem: problem ?? { kind: 'other' } };
}

function describe(smb1: Asked<Smb1Answer>, smb2: Asked<Smb2Answer>): SmbEndpointObservation['outcome'] {
  const newer = smb2.answer?.dialect == null ? null : smb2.answer;
  if (newer !== null) {
    const { dialect, signing, encryption } = newer;
    return { seen: true, data: { smb1: describeSmb1(smb1), dialect, signing, encryption } };
  }
  if (smb1.answer?.accepted === true) {
    // A server of SMB 1 alone hangs up on the newer question, or answers it with an error. After silence only SMB 1 is certain.
    const speaksOnlySmb1 = smb2.answer !== null || isRefusal(smb2.problem);
    const rest = speaksOnlySmb1 ? { signing: smb1.answer.signing, encryption: false } : { signing: null, encryption: null };
    return { seen: true, data: { smb1: { accepted: true }, dialect: null, ...rest } };
  }
  if (smb2.answer !== null || smb1.answer !== null)
    return { seen: false, reason: 'Der Dienst spricht SMB, nimmt aber keine der bekannten Fassungen an.' };
  return { seen: false, reason: explainProblem(smb2.problem) };
}

/** It has just answered the newer question: hanging up on the older one is how servers without SMB 1 refuse. */
function describeSmb1({ answer, problem }: Asked<Smb1Answer>) {
  if (answer !== null) return { accepted: answer.accepted };
  return isRefusal(problem) ? { accepted: false } : { accepted: null, reason: explainProblem(problem) };
}

/** Connected and then hung up without a word, in good order or not. */
function isRefusal(problem: ServiceProblem): boolean {
  return (problem.kind === 'closed' || problem.kind === 'connection') && problem.hungUp;
}
