/** Keys and lines from a person at a terminal, line by line: no alternate screen, nothing redrawn but the line being typed. */
import { createInterface, emitKeypressEvents, type Interface, type Key } from 'node:readline';
import { PassThrough } from 'node:stream';
import { cleanText } from './clean-text.ts';

/** Why nobody can be asked any more: Ctrl-C, a signal, or a terminal that was closed. */
export type StopReason = 'strg-c' | 'signal' | 'geschlossen';

/** Thrown to whoever waits for a key or a line when there will be none. */
export class StoppedError extends Error {
  readonly reason: StopReason;

  constructor(reason: StopReason) {
    super(`Interview stopped: ${reason}`);
    this.name = 'StoppedError';
    this.reason = reason;
  }
}

export interface Terminal {
  /** Waits for one key: a letter in lower case, a digit, a sign, or `enter`, `escape`, `ctrl-d`; `viele` when text was pasted instead. */
  key(prompt: string): Promise<string>;
  /** One line with editing, trimmed; null when given up with Esc. */
  line(prompt: string, initial?: string): Promise<string | null>;
  /** True once it was closed: nothing can be written to it any more. */
  isGone(): boolean;
  /** Gives the terminal back. */
  close(): void;
}

interface TypedKey {
  text: string;
  key: Key;
  /** Number of characters that arrived at the same moment: a person types one, a slow line delivers a few, a clipboard many. */
  together: number;
  /** True for a line end with more text behind it that arrived with it: part of what was pasted. */
  isInner: boolean;
}

/** More characters at one moment than this were not typed. */
const mostTypedTogether = 4;

/**
 * Takes keys from standard input and writes prompts to standard output until closed.
 * @param signal aborted when the process is asked to end
 */
export function openTerminal(signal: AbortSignal): Terminal {
  const { stdin, stdout } = process;
  const typed: TypedKey[] = [];
  let chunk = { together: 0, lineEndsToCome: 0 };
  let waiting: { resolve: (key: TypedKey) => void; reject: (error: StoppedError) => void } | null = null;
  let stopped: StoppedError | null = null;

  const stop = (reason: StopReason) => {
    stopped ??= new StoppedError(reason);
    waiting?.reject(stopped);
    waiting = null;
  };
  const noteChunk = (data: Buffer | string) => {
    chunk = chunkOf(data.toString('utf8'));
  };
  const noteKey = (text: string | undefined, key: Key) => {
    if (key.ctrl === true && key.name === 'c') return stop('strg-c');
    const isInner = isLineEnd(key) && chunk.lineEndsToCome > 0 && chunk.together > mostTypedTogether;
    if (isInner) chunk.lineEndsToCome -= 1;
    const next = { text: text ?? '', key, together: chunk.together, isInner };
    if (waiting === null) typed.push(next);
    else {
      const { resolve } = waiting;
      waiting = null;
      resolve(next);
    }
  };
  const hangUp = () => stop('geschlossen');
  const abort = () => stop('signal');

  // Before the key events are set up: how much arrives at once has to be known when the first of its keys is told.
  stdin.on('data', noteChunk);
  emitKeypressEvents(stdin);
  stdin.on('keypress', noteKey);
  for (const event of ['end', 'close', 'error']) stdin.on(event, hangUp);
  process.on('SIGHUP', hangUp);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  stdin.setRawMode(true);
  stdin.resume();

  const take = (): Promise<TypedKey> => {
    if (stopped !== null) return Promise.reject(stopped);
    const next = typed.shift();
    if (next !== undefined) return Promise.resolve(next);
    return new Promise((resolve, reject) => {
      waiting = { resolve, reject };
    });
  };

  return {
    async key(prompt) {
      stdout.write(prompt);
      const { text, key, together } = await take();
      const name = together <= mostTypedTogether ? keyName(text, key) : 'viele';
      stdout.write(`${shownKey(name)}\n`);
      if (name === 'viele') typed.length = 0;
      return name;
    },
    async line(prompt, initial = '') {
      const editor = createInterface({ input: new PassThrough(), output: stdout, terminal: true, historySize: 0 });
      try {
        editor.setPrompt(prompt);
        editor.prompt();
        if (initial !== '') editor.write(initial);
        return await editLine(editor, take);
      } finally {
        editor.close();
      }
    },
    isGone: () => stopped?.reason === 'geschlossen',
    close() {
      stdin.off('data', noteChunk);
      stdin.off('keypress', noteKey);
      for (const event of ['end', 'close', 'error']) stdin.off(event, hangUp);
      process.off('SIGHUP', hangUp);
      signal.removeEventListener('abort', abort);
      if (stopped?.reason !== 'geschlossen') stdin.setRawMode(false);
      stdin.pause();
    },
  };
}

async function editLine(editor: Interface, take: () => Promise<TypedKey>): Promise<string | null> {
  for (;;) {
    const { text, key, isInner } = await take();
    // Line ends inside pasted text would answer the questions that follow.
    if (isInner) editor.write(' ');
    else if (isLineEnd(key)) {
      const line = editor.line.trim();
      editor.write('', { name: 'return' });
      return line;
    } else if (key.name === 'escape' || (key.ctrl === true && key.name === 'd' && editor.line === '')) {
      editor.write('', { name: 'return' });
      return null;
    } else if (key.name === 'tab') editor.write(' ');
    else if (!(key.ctrl === true && refusedInLine.has(key.name ?? ''))) editor.write(text, key);
  }
}

/** Suspending would leave the terminal in the wrong mode, clearing would take the question away. */
const refusedInLine: ReadonlySet<string> = new Set(['z', 'l']);

/** How much arrived at one moment, and how many of its line ends have more text behind them. */
function chunkOf(text: string): { together: number; lineEndsToCome: number } {
  const pasted = text.replace(pasteMarks, '');
  if (pasted === text && text.startsWith('\u001b')) return { together: 0, lineEndsToCome: 0 };
  return countOf(pasted);
}

/** What a terminal sets around pasted text, if a program before this one asked it to. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the marks begin with Esc.
const pasteMarks = /\u001b\[20[01]~/g;

function countOf(text: string): { together: number; lineEndsToCome: number } {
  return { together: [...text].length, lineEndsToCome: text.slice(0, -1).match(/[\r\n]/g)?.length ?? 0 };
}

function isLineEnd({ name }: Key): boolean {
  return name === 'return' || name === 'enter';
}

/** Keys without a sign of their own leave the line empty. */
function shownKey(name: string): string {
  return name.length === 1 ? cleanText(name) : '';
}

function keyName(text: string, key: Key): string {
  if (isLineEnd(key)) return 'enter';
  if (key.name === 'escape') return 'escape';
  if (key.ctrl === true) return `ctrl-${key.name ?? ''}`;
  return text.length === 1 ? text.toLowerCase() : (key.name ?? '');
}
