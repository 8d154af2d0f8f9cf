/** Which services of a host answer by UDP: one harmless question to each port, once more where nothing came. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AuthorizedTarget } from '../../domain/freigabe.ts';
import type { UdpServicesHostObservation } from '../../domain/observation.ts';
import { type DatagramPortState, datagramServicePorts } from '../../domain/service-observation.ts';
import { requirePermittedPort } from '../permitted-port.ts';
import { type DatagramQuestion, datagramQuestions } from './datagram-questions.ts';
import { askByDatagrams } from './datagrams.ts';
import type { ServiceOptions } from './service-options.ts';

/** An answer comes at once; those to searches within the second they are given. */
const answerTimeoutMs = 1500;
/** Each port is asked at most twice. */
export const questionsPerPort = 2;
/** Linux says after the first few only about once a second that a port is closed (icmp(7), icmp_ratelimit). */
const refusalGapMs = 1100;

/** In ascending order. */
export const datagramPorts: readonly number[] = Object.values(datagramServicePorts).toSorted((a, b) => a - b);

/** For everything together, turns not counted. */
export const udpServicesTimeoutMs = questionsPerPort * answerTimeoutMs + datagramPorts.length * refusalGapMs;

/** `reason`: German, why nothing could be sent or heard; that port counts as silent. */
interface Looked {
  port: number;
  state: DatagramPortState;
  reason?: string;
}

export interface UdpServicesOptions extends ServiceOptions {
  /** For tests, which cannot listen on the usual ports. */
  questions?: readonly DatagramQuestion[];
}

/**
 * Asks the permitted ports, all at once, then the silent ones once more: slowly where the host says of ports that they are closed.
 * @returns null when the Freigabe permits none of the ports
 * @throws the signal's reason when aborted
 */
export async function observeUdpServices(
  target: AuthorizedTarget,
  { now, signal, timeoutMs = answerTimeoutMs, questions = datagramQuestions }: UdpServicesOptions,
): Promise<UdpServicesHostObservation | null> {
  const permitted = questions.filter(({ port }) => target.permitsPort(port));
  if (permitted.length === 0) return null;
  const ask = (question: DatagramQuestion) => askPort(target, question, timeoutMs, signal);
  const first = await Promise.all(permitted.map(ask));
  const gapMs = first.some(({ state }) => state === 'refused') ? refusalGapMs : 0;
  const again = permitted.filter((_, index) => first[index]?.state === 'silent');
  const second = await Promise.all(
    again.map(async (question, index) => {
      await waitFor(index * gapMs, signal);
      return ask(question);
    }),
  );
  const looked = new Map([...first, ...second].map((each) => [each.port, each]));
  const all = [...looked.values()].toSorted((a, b) => a.port - b.port);
  const [unreached] = all;
  return {
    kind: 'udp-services',
    target: { name: target.name, address: target.address, port: null },
    vantage: target.vantage,
    at: now().toISOString(),
    outcome:
      unreached?.reason !== undefined && all.every(({ reason }) => reason !== undefined)
        ? { seen: false, reason: unreached.reason }
        : { seen: true, data: { ports: all.map(({ port, state }) => ({ port, state })) } },
  };
}

async function askPort(
  target: AuthorizedTarget,
  { port, make, isAnswer }: DatagramQuestion,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Looked> {
  requirePermittedPort(target, port);
  const question = make(target.address, target.contact);
  // Something that sends everything back does not speak the protocol.
  const hasAnswer = (all: readonly Buffer[]) => all.some((each) => !each.equals(question) && isAnswer(each, question));
  const { answers, problem } = await askByDatagrams({ address: target.address, port, timeoutMs, signal }, [question], hasAnswer);
  if (problem === null) return { port, state: hasAnswer(answers) ? 'answered' : 'other' };
  if (problem.kind === 'connection') return { port, state: 'silent', reason: problem.reason };
  return { port, state: problem.kind === 'closed' ? 'refused' : 'silent' };
}

async function waitFor(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (ms === 0) return;
  await sleep(ms, undefined, { signal }).catch(() => signal?.throwIfAborted());
}
