/** Questions are asked at a real terminal: a pseudo terminal of Python, typed into. */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const fixture = join(import.meta.dirname, 'fixtures/ask.ts');

/** Types each text as soon as the one before it stands there; prints all the terminal showed, ends with the code of the program. */
const terminal = `
import json, os, pty, sys
steps = json.loads(sys.argv[1])
pid, fd = pty.fork()
if pid == 0:
    os.execv(sys.argv[2], sys.argv[2:])
shown = b''
while True:
    try:
        part = os.read(fd, 4096)
    except OSError:
        break
    if not part:
        break
    shown += part
    if steps and steps[0][0].encode() in shown:
        os.write(fd, steps.pop(0)[1].encode())
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

function python(): string | null {
  try {
    return execFileSync('which', ['python3'], { encoding: 'utf8' }).trim();
  } catch {
    const sentence = 'Rückfragen am Terminal: python3 ist nicht installiert.';
    if (process.env['CI'] === 'true') throw new Error(sentence);
    process.stderr.write(`nicht geprüft – ${sentence}\n`);
    return null;
  }
}

const question = 'Wirklich löschen? (j/N)';
const refusal = 'Bitte mit j (ja) oder n (nein) antworten.';
const enter = '\r';
const emptyLine = '\u0015';

it.each<[string, [string, string][], number]>([
  ['j', [[question, `j${enter}`]], 0],
  ['ja', [[question, `ja${enter}`]], 0],
  ['JA', [[question, `JA${enter}`]], 0],
  ['n', [[question, `n${enter}`]], 130],
  ['Nein', [[question, `Nein${enter}`]], 130],
  ['nothing', [[question, enter]], 130],
  ['Ctrl-C', [[question, '\u0003']], 130],
  [
    'another word, then ja',
    [
      [question, `vielleicht${enter}`],
      [refusal, `${emptyLine}ja${enter}`],
    ],
    0,
  ],
])('asks in German and understands %s', { timeout: 20_000 }, (_name, steps, exitCode) => {
  const path = python();
  if (path === null) return;
  const words = ['-c', terminal, JSON.stringify(steps), process.execPath, fixture];
  const asked = spawnSync(path, words, { encoding: 'utf8', timeout: 15_000 });
  expect(asked.stdout).toContain(question);
  expect(asked.stdout).not.toMatch(/\(y\/N\)|\bYes\b|\bNo\b/);
  expect(asked.stdout.includes(refusal)).toBe(steps.length > 1);
  expect(asked.status, asked.stdout).toBe(exitCode);
  expect(asked.stdout).toContain(exitCode === 0 ? 'gelöscht' : 'Es wurde nichts geändert.');
});
