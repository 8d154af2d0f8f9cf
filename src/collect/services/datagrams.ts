/** Questions by UDP: a few datagrams, what comes back from the same address and mostly port, and a hard end. */
import { createSocket } from 'node:dgram';
import { parseAddress } from '../../domain/freigabe.ts';
import { explainConnectionError } from '../connection-problem.ts';
import { takeTurn } from '../pace.ts';
import type { ServiceEndpoint } from './conversation.ts';

/** `silent`: nothing came, which proves nothing. `closed`: the host says that nothing listens there. */
export type DatagramProblem = { kind: 'silent' } | { kind: 'closed' } | { kind: 'connection'; reason: string };

export interface DatagramAnswers {
  answers: readonly Buffer[];
  /** Null when at least one datagram came. */
  problem: DatagramProblem | null;
}

/** A question that makes a server send hundreds of datagrams ends after these. */
const maxAnswers = 8;

/**
 * Sends all questions at once and listens until the time is over, `isEnough` says so, or enough datagrams came.
 * @param fromAnyPort also hear what the same address sends from another port; a refusal then looks like silence
 * @throws the signal's reason when aborted
 */
export async function askByDatagrams(
  { address, port, timeoutMs, signal }: ServiceEndpoint,
  questions: readonly Buffer[],
  isEnough: (answers: readonly Buffer[]) => boolean,
  { fromAnyPort = false } = {},
): Promise<DatagramAnswers> {
  // All questions go out together; each counts.
  for (const _ of questions) await takeTurn();
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    const answers: Buffer[] = [];
    let isOpen = true;
    const tidy = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      if (isOpen) socket.close();
      isOpen = false;
    };
    const settle = (problem: DatagramProblem) => {
      if (!isOpen) return;
      tidy();
      resolve({ answers, problem: answers.length > 0 ? null : problem });
    };
    const fail = (error: Error & { code?: string }) =>
      settle(error.code === 'ECONNREFUSED' ? { kind: 'closed' } : { kind: 'connection', reason: explainConnectionError(error) });
    const onAbort = () => {
      tidy();
      reject(signal?.reason);
    };
    const timer = setTimeout(() => settle({ kind: 'silent' }), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.on('error', fail);
    socket.on('message', (message, from) => {
      if (parseAddress(from.address) !== address) return;
      answers.push(message);
      if (answers.length >= maxAnswers || isEnough(answers)) settle({ kind: 'silent' });
    });
    const told = (error: Error | null) => void (error !== null && fail(error));
    if (fromAnyPort) {
      for (const question of questions) socket.send(question, port, address, told);
      return;
    }
    // Connected: only this address and port is heard, and a refusal comes back as an error.
    socket.once('connect', () => {
      for (const question of questions) {
        if (isOpen) socket.send(question, told);
      }
    });
    socket.connect(port, address);
  });
}
