/** Runs a program at a real pseudo terminal of 80 by 24 characters, made by Python, and types into it. */
import { execFileSync, spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

/**
 * Each step waits until its text stands there since the step before, then types. `close` hangs up instead. What the terminal showed
 * goes to standard output; the last line is the exit code.
 */
const driver = `
import fcntl, json, os, pty, re, select, struct, sys, termios, time
steps = json.loads(sys.argv[1])
pid, fd = pty.fork()
if pid == 0:
    os.execv(sys.argv[2], sys.argv[2:])
fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 80, 0, 0))
shown = b''
mark = 0
quiet = time.time()
def since():
    return re.sub(rb'\\x1b\\[[0-9;]*[A-Za-z]', b'', shown[mark:])
while True:
    ready = select.select([fd], [], [], 0.05)[0]
    if ready:
        try:
            part = os.read(fd, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
        quiet = time.time()
        continue
    if steps and steps[0][0].encode() in since():
        typed = steps.pop(0)[1]
        mark = len(shown)
        quiet = time.time()
        if typed == 'close':
            os.close(fd)
            break
        os.write(fd, typed.encode())
    if time.time() - quiet > 40:
        shown += b'\\nnothing more was shown; waiting for ' + json.dumps(steps[:1]).encode()
        os.kill(pid, 9)
        break
sys.stdout.buffer.write(shown)
sys.stdout.write('\\n%d' % os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

/** Text that has to appear, and what is typed then. */
export type TerminalStep = readonly [waitFor: string, type: string];

export const hangUp = 'close';

export interface TerminalResult {
  /** Without control sequences, with plain line ends. */
  shown: string;
  exitCode: number;
}

/** Where Python is; null if there is none. In CI it has to be there. */
export function pythonPath(what: string): string | null {
  try {
    return execFileSync('which', ['python3'], { encoding: 'utf8' }).trim();
  } catch {
    const sentence = `${what}: python3 ist nicht installiert.`;
    if (process.env['CI'] === 'true') throw new Error(sentence);
    process.stderr.write(`nicht geprüft – ${sentence}\n`);
    return null;
  }
}

export async function atTerminal(
  python: string,
  words: readonly string[],
  steps: readonly TerminalStep[],
  env: Record<string, string>,
): Promise<TerminalResult> {
  const passedOn = Object.entries(process.env).filter(([name]) => !name.startsWith('BURGWARD_') && name !== 'FORCE_COLOR');
  const child = spawn(python, ['-c', driver, JSON.stringify(steps), process.execPath, ...words], {
    env: { ...Object.fromEntries(passedOn), NO_COLOR: '1', TZ: 'Europe/Berlin', TERM: 'xterm', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  const end = output.lastIndexOf('\n');
  const shown = stripVTControlCharacters(output.slice(0, end)).replaceAll('\r\n', '\n');
  return { shown, exitCode: Number(output.slice(end + 1)) };
}
