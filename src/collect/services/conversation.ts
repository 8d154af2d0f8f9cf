/** One TCP connection to a service: what to send, when an answer is complete, and a hard end to everything. */
import { Socket } from 'node:net';
import { explainConnectionError, hungUpReason, silentReason, unfinishedReason } from '../connection-problem.ts';
import { takeTurn } from '../pace.ts';
import { printable } from '../printable.ts';

export interface ServiceEndpoint {
  address: string;
  port: number;
  /** For the whole conversation. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** Length of the first complete message among the bytes, null while more are needed, `other` when they never become one. */
export type MessageReader = (received: Buffer) => number | 'other' | null;

/** Sends, if there is something to send, and waits for one message. */
export interface Turn {
  send: Buffer | null;
  read: MessageReader;
}

/** A script of a conversation: gets each message and ends with the words of parting, if any. Keeps what it learns itself. */
export type Script = Generator<Turn, Buffer | null, Buffer>;

export type ServiceProblem =
  /** No connection, or it broke; a German sentence. `hungUp`: connected, and not a byte came before it broke. */
  | { kind: 'connection'; reason: string; hungUp: boolean }
  /** Connected, and not a byte came in time. */
  | { kind: 'silent' }
  /** Something came, but not all of it in time. */
  | { kind: 'slow' }
  /** The other side closed too early; `hungUp`: before it sent a byte. */
  | { kind: 'closed'; hungUp: boolean }
  /** The bytes are of another protocol. */
  | { kind: 'other' }
  /** More than any such service needs to say. */
  | { kind: 'endless' }
  /** The service speaks the protocol and does not want to talk; `text` is its own, uncleaned. */
  | { kind: 'unwilling'; text: string };

/** Thrown by a script that learns from a message that there is nothing more to learn. */
export class ConversationError extends Error {
  readonly problem: ServiceProblem;

  constructor(problem: ServiceProblem) {
    super(problem.kind);
    this.problem = problem;
  }
}

const maxConversationBytes = 16 * 1024;
/** So long a service may take to hear the words of parting. */
const partingMs = 250;

/**
 * Connects and follows the script. Bounded in bytes and time whatever comes.
 * @returns null when the script came to its end, else why it did not; what it learned until then stays with it
 * @throws the signal's reason when aborted
 */
export async function converse(
  { address, port, timeoutMs, signal }: ServiceEndpoint,
  script: Script,
): Promise<ServiceProblem | null> {
  await takeTurn();
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const socket = new Socket();
    const incoming = new Incoming();
    let read: MessageReader | null = null;
    let hadConnection = false;
    const tidy = () => {
      clearTimeout(timer);
      clearTimeout(parting);
      signal?.removeEventListener('abort', onAbort);
      socket.destroy();
    };
    const settle = (problem: ServiceProblem | null) => {
      tidy();
      resolve(problem);
    };
    const onAbort = () => {
      tidy();
      reject(signal?.reason);
    };
    const part = (words: Buffer | null) => {
      if (words === null) return settle(null);
      read = null;
      for (const event of ['data', 'end', 'error']) socket.removeAllListeners(event);
      socket.on('error', () => settle(null)).once('close', () => settle(null));
      parting = setTimeout(() => settle(null), partingMs);
      socket.resume().end(words);
    };
    /** Hands over messages as long as complete ones are there. */
    const advance = () => {
      while (read !== null) {
        const length = read(incoming.bytes);
        if (length === 'other') return settle({ kind: 'other' });
        if (length === null) return incoming.isFull ? settle({ kind: 'endless' }) : undefined;
        step(incoming.take(length));
      }
    };
    const step = (message: Buffer) => {
      try {
        const { done, value } = script.next(message);
        if (done === true) return part(value);
        read = value.read;
        if (value.send !== null) socket.write(value.send);
      } catch (error) {
        read = null;
        if (!(error instanceof ConversationError)) {
          tidy();
          return reject(error);
        }
        settle(error.problem);
      }
    };
    let parting: NodeJS.Timeout | undefined;
    const timer = setTimeout(() => settle({ kind: incoming.hasReceived ? 'slow' : 'silent' }), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.on('error', (error) =>
      settle({ kind: 'connection', reason: explainConnectionError(error), hungUp: hadConnection && !incoming.hasReceived }),
    );
    socket.on('data', (chunk) => {
      incoming.add(chunk);
      advance();
    });
    socket.once('end', () => settle({ kind: 'closed', hungUp: !incoming.hasReceived }));
    socket.once('connect', () => {
      hadConnection = true;
      step(Buffer.alloc(0));
    });
    socket.connect({ host: address, port });
  });
}

/** Of fixed size, so that a server that sends single bytes costs no copying. */
class Incoming {
  hasReceived = false;
  readonly #buffer = Buffer.alloc(maxConversationBytes);
  #from = 0;
  #to = 0;

  get bytes(): Buffer {
    return this.#buffer.subarray(this.#from, this.#to);
  }

  /** There is no room for more: what was taken counts too. */
  get isFull(): boolean {
    return this.#to === this.#buffer.length;
  }

  add(chunk: Buffer): void {
    this.hasReceived = true;
    this.#to += chunk.copy(this.#buffer, this.#to);
  }

  take(length: number): Buffer {
    this.#from += length;
    return this.#buffer.subarray(this.#from - length, this.#from);
  }
}

/** One German sentence. */
export function explainProblem(problem: ServiceProblem): string {
  switch (problem.kind) {
    case 'connection':
      return problem.reason;
    case 'silent':
      return silentReason;
    case 'slow':
      return unfinishedReason;
    case 'closed':
      return hungUpReason;
    case 'other':
      return 'Der Dienst spricht nicht das Protokoll, das auf diesem Port üblich ist.';
    case 'endless':
      return 'Der Dienst sendet mehr, als zu einer Antwort gehört.';
    case 'unwilling': {
      const text = printable(problem.text, 200);
      return text === '' ? 'Der Dienst lehnt das Gespräch ab.' : `Der Dienst lehnt das Gespräch ab: ${text}`;
    }
  }
}
