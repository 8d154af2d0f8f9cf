import { writeSync } from 'node:fs';
import { EnvironmentError, type ExitCode, ExpectedError, exitCodes, InterruptedError } from '../errors.ts';
import { cleanText } from './clean-text.ts';
import { styled } from './output.ts';

/** What scripts read under `--json` when a command fails. */
export interface ErrorJson {
  error: { code: string; message: string; hint: string };
}

/**
 * Says what went wrong: German on standard error, or one JSON value on standard output. A bug keeps its stack, on standard error.
 * @returns the exit code that belongs to the error
 */
export function reportError(error: unknown, json: boolean): ExitCode {
  const expected = asExpectedError(error);
  if (!expected) return reportBug(error, json);
  if (json) writeJson({ error: { code: expected.code, message: cleanText(expected.message), hint: cleanText(expected.hint) } });
  else {
    write(`${styled('red', 'Fehler:', process.stderr)} ${cleanText(expected.message)}\n`);
    if (expected.hint !== '') write(`Hinweis: ${cleanText(expected.hint)}\n`);
  }
  return expected.exitCode;
}

const bugMessage = 'Unerwarteter Fehler im Programm.';
const bugHint =
  'Das liegt nicht an Ihnen. Bitte die Ausgabe auf der Fehlerausgabe zusammen mit dem Aufruf an die Entwicklung melden.';

function reportBug(error: unknown, json: boolean): ExitCode {
  const stack = cleanText(error instanceof Error ? (error.stack ?? error.message) : String(error));
  if (json) writeJson({ error: { code: 'PROGRAMMFEHLER', message: bugMessage, hint: bugHint } });
  write(`${bugMessage}\n${bugHint}\n\n${stack}\n`);
  return exitCodes.bug;
}

/** The error the user can act on that stands behind what was thrown, or undefined for a bug. */
export function asExpectedError(error: unknown): ExpectedError | undefined {
  if (error instanceof ExpectedError) return error;
  if (!(error instanceof Error)) return undefined;
  // What a prompt throws on Ctrl-C, and what Node throws for an aborted signal; both carry only a name.
  if (error.name === 'ExitPromptError' || error.name === 'AbortPromptError') return new InterruptedError('SIGINT');
  if (error.name === 'AbortError') return error.cause instanceof ExpectedError ? error.cause : new InterruptedError('SIGINT');
  return fileSystemError(error);
}

const fileSystemSentences: Readonly<Record<string, readonly [string, string]>> = {
  EACCES: ['Kein Zugriff', 'Die Rechte prüfen oder einen anderen Ort angeben.'],
  EPERM: ['Nicht erlaubt', 'Die Rechte prüfen oder einen anderen Ort angeben.'],
  EROFS: ['Schreibgeschützt', 'Einen anderen Ort angeben.'],
  ENOSPC: ['Kein Platz mehr auf dem Datenträger', 'Platz schaffen oder einen anderen Ort angeben.'],
  EMFILE: ['Zu viele geöffnete Dateien', 'Die Grenze des Systems anheben (ulimit -n) oder weniger auf einmal prüfen.'],
};

/** The surroundings, not the program: whoever did not foresee them still gets a sentence instead of a stack. */
function fileSystemError(error: Error): EnvironmentError | undefined {
  const { code, path } = error as NodeJS.ErrnoException;
  const sentence = code === undefined ? undefined : fileSystemSentences[code];
  return sentence && new EnvironmentError(`${sentence[0]}${path === undefined ? '.' : `: ${path}`}`, sentence[1]);
}

function writeJson(value: ErrorJson): void {
  writeQuietly(1, `${JSON.stringify(value, null, 2)}\n`);
}

function write(text: string): void {
  writeQuietly(2, text);
}

/** Synchronously, because the process may end right after; a reader that has gone away is not worth a second error. */
function writeQuietly(descriptor: 1 | 2, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
    }
  }
}
