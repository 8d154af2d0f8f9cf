/** One connection to an SSH server, up to the lists of algorithms it offers. No key is exchanged, nobody logs in. */
import { Socket } from 'node:net';
import type { SshAlgorithms } from '../../domain/observation.ts';
import { explainConnectionError } from '../connection-problem.ts';
import { takeTurn } from '../pace.ts';
import { type SshGreetingProblem, SshGreetingReader, type SshIdentification } from './server-greeting.ts';

export interface SshEndpoint {
  address: string;
  port: number;
  /** For the whole exchange. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

export type SshProblem =
  | SshGreetingProblem
  /** No connection, or it broke; a German sentence. */
  | { kind: 'connection'; reason: string }
  /** Connected, and not a byte came in time. */
  | { kind: 'silent' }
  /** Something came, but not all of it in time. */
  | { kind: 'slow' }
  /** The other side closed too early. */
  | { kind: 'closed' };

export interface SshProbeResult {
  /** Null: nothing shows that this is SSH. */
  identification: SshIdentification | null;
  algorithms: SshAlgorithms | null;
  /** Why the algorithms are missing; null with a server that only speaks SSH 1, which names none. */
  problem: SshProblem | null;
}

/** RFC 4253, 4.2. Names the program and nothing else; a minus sign is not allowed in it. */
export const ownIdentification = 'SSH-2.0-burgward\r\n';

/**
 * Waits for the identification of the server before it sends its own, so a service that is no SSH never gets a byte.
 * @throws the signal's reason when aborted; everything else is a result
 */
export async function probeSsh({ address, port, timeoutMs, signal }: SshEndpoint): Promise<SshProbeResult> {
  await takeTurn();
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const socket = new Socket();
    const reader = new SshGreetingReader();
    let hasSent = false;
    const tidy = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.destroy();
    };
    const settle = (problem: SshProblem | null) => {
      tidy();
      const { identification, algorithms } = reader;
      resolve({ identification, algorithms, problem: algorithms === null ? problem : null });
    };
    const onAbort = () => {
      tidy();
      reject(signal?.reason);
    };
    const settleUnfinished = (problem: SshProblem) => settle(reader.hasOnlyOtherText ? { kind: 'not-ssh' } : problem);
    const timer = setTimeout(() => settleUnfinished({ kind: reader.hasBytes ? 'slow' : 'silent' }), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.on('error', (error) => settle({ kind: 'connection', reason: explainConnectionError(error) }));
    socket.on('data', (chunk) => {
      reader.add(chunk);
      if (reader.isDone) return settle(reader.problem);
      if (hasSent || !reader.speaksVersion2) return;
      hasSent = true;
      socket.write(ownIdentification);
    });
    socket.once('end', () => settleUnfinished({ kind: 'closed' }));
    socket.connect({ host: address, port });
  });
}
