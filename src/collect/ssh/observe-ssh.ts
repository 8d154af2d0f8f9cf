/** What an SSH service says of itself: version, software, the algorithms it offers and, if wanted, its keys. No login. */

import type { AuthorizedTarget } from '../../domain/freigabe.ts';
import { otherProtocolReasons, type SshEndpointObservation, type SshExchange } from '../../domain/observation.ts';
import { hungUpReason, silentReason, unfinishedReason } from '../connection-problem.ts';
import { requirePermittedPort } from '../permitted-port.ts';
import { printable } from '../printable.ts';
import { lookAtExchange } from './exchange.ts';
import { probeSsh, type SshProbeResult, type SshProblem } from './probe.ts';

export interface ObserveSshOptions {
  now(): Date;
  /** For the whole exchange, one connection. */
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Look at the server's keys and the group as well: up to `maxExchangeConnections` more. */
  details?: boolean;
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
  const { timeoutMs = sshTimeoutMs, signal, details = false } = options;
  const endpoint = { address: target.address, port, timeoutMs, signal };
  const result = await probeSsh(endpoint);
  const exchange = details && result.algorithms !== null ? await lookAtExchange(endpoint, result.algorithms) : null;
  return {
    kind: 'ssh',
    target: { name: target.name, address: target.address, port },
    vantage: target.vantage,
    at: options.now().toISOString(),
    outcome: describe(result, exchange),
  };
}

function describe(
  { identification, algorithms, problem }: SshProbeResult,
  exchange: SshExchange | null,
): SshEndpointObservation['outcome'] {
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
      ...(exchange === null ? {} : { exchange }),
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
