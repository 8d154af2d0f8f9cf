/** What an SSH service says of itself: version, software and the algorithms it offers. No key exchange, no login. */

import type { AuthorizedTarget } from '../../domain/freigabe.ts';
import { otherProtocolReasons, type SshEndpointObservation } from '../../domain/observation.ts';
import { hungUpReason, silentReason, unfinishedReason } from '../connection-problem.ts';
import { requirePermittedPort } from '../permitted-port.ts';
import { printable } from '../printable.ts';
import { probeSsh, type SshProbeResult, type SshProblem } from './probe.ts';

export interface ObserveSshOptions {
  now(): Date;
  /** For the whole exchange, one connection. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

export const sshTimeoutMs = 5000;
/** The service answered, but not with SSH. */
export const notSshReason = otherProtocolReasons.ssh;

/**
 * Reads the identification of the service and its lists of algorithms.
 * @throws NotAuthorisedError for a port outside the Freigabe, before anything is sent; the signal's reason when aborted
 */
export async function observeSsh(
  target: AuthorizedTarget,
  port: number,
  options: ObserveSshOptions,
): Promise<SshEndpointObservation> {
  requirePermittedPort(target, port);
  const { timeoutMs = sshTimeoutMs, signal } = options;
  const result = await probeSsh({ address: target.address, port, timeoutMs, signal });
  return {
    kind: 'ssh',
    target: { name: target.name, address: target.address, port },
    vantage: target.vantage,
    at: options.now().toISOString(),
    outcome: describe(result),
  };
}

function describe({ identification, algorithms, problem }: SshProbeResult): SshEndpointObservation['outcome'] {
  if (identification === null) return { seen: false, reason: explain(problem) };
  const { protocol, software, comments } = identification;
  return {
    seen: true,
    data: {
      protocol: printable(protocol, 20),
      software: printable(software, 255),
      comments: comments === null ? null : printable(comments, 255),
      algorithms,
      algorithmsReason: algorithms === null ? explain(problem) : null,
    },
  };
}

/** One German sentence; without a problem there was nothing of version 2 to read. */
function explain(problem: SshProblem | null): string {
  switch (problem?.kind) {
    case undefined:
      return 'Der Dienst spricht nur eine andere Fassung von SSH als die zweite.';
    case 'connection':
      return problem.reason;
    case 'silent':
      return silentReason;
    case 'slow':
      return unfinishedReason;
    case 'closed':
      return hungUpReason;
    case 'not-ssh':
      return notSshReason;
    case 'endless':
      return 'Der Dienst sendet mehr, als zu einer Begrüßung gehört.';
    case 'malformed':
      return `${problem.what} ist nicht lesbar.`;
    case 'disconnected': {
      const text = printable(problem.text, 200);
      return text === '' ? 'Der Dienst hat das Gespräch beendet.' : `Der Dienst hat das Gespräch beendet: ${text}`;
    }
  }
}
