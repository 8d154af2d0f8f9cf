/**
 * What nmap 7.93 answers in each situation, and what we make of it. The real nmap runs on loopback with arguments we would never give
 * it; where root hides the message, it runs as nobody.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import {
  NmapCannotResolveError,
  NmapFailedError,
  NmapMissingError,
  NmapNeedsRootError,
  NmapOptionError,
  NmapOutputError,
} from '../../../src/collect/nmap/errors.ts';
import { scanWithNmap } from '../../../src/collect/nmap/scan.ts';
import { judgeRun, type NmapVerdict } from '../../../src/collect/nmap/verdict.ts';
import { NmapXmlReader } from '../../../src/collect/nmap/xml-reader.ts';
import type { ExpectedError } from '../../../src/errors.ts';
import { fixedNow, permitted } from '../loopback.ts';
import { itWithNmap } from '../needs-nmap.ts';

interface Answer {
  exitCode: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
}

interface Situation {
  name: string;
  args: string;
  /** As an ordinary user. */
  asNobody?: boolean;
  exitCode: number;
  /** Of the XML; null: none was written. */
  exit: 'success' | 'error' | null;
  /** In standard error or in the error message. */
  message?: RegExp;
  /** Refused, or a status with its reason. */
  verdict: (abstract new (...args: never[]) => ExpectedError) | { status: NmapVerdict['status']; reason: RegExp | null };
}

const loopback = '-n -Pn --max-retries 0 -p 1 -oX - --';

const situations: Situation[] = [
  {
    name: 'normal',
    args: `-sT ${loopback} 127.0.0.1`,
    exitCode: 0,
    exit: 'success',
    verdict: { status: 'complete', reason: null },
  },
  {
    name: 'a name that cannot be resolved',
    args: `-sT ${loopback} a..b`,
    exitCode: 0,
    exit: 'success',
    message: /Failed to resolve "a\.\.b"/,
    verdict: NmapCannotResolveError,
  },
  {
    name: 'IPv6 without -6',
    args: `-sT ${loopback} ::1`,
    exitCode: 0,
    exit: 'success',
    message: /you have to use the -6 option/,
    verdict: { status: 'incomplete', reason: /falschen Art/ },
  },
  {
    name: 'IPv4 with -6',
    args: `-6 -sT ${loopback} 127.0.0.1`,
    exitCode: 0,
    exit: 'success',
    message: /not to any IPv6 address/,
    verdict: NmapCannotResolveError,
  },
  {
    name: 'a netmask that does not exist',
    args: `-sT ${loopback} 127.0.0.1/33`,
    exitCode: 0,
    exit: 'success',
    message: /Illegal netmask/,
    verdict: { status: 'incomplete', reason: /anders verstanden/ },
  },
  {
    name: 'a bad port',
    args: '-sT -n -Pn -p 70000 -oX - -- 127.0.0.1',
    exitCode: 1,
    exit: 'error',
    message: /Ports specified must be between 0 and 65535 inclusive/,
    verdict: NmapFailedError,
  },
  {
    name: 'an unknown script',
    args: '-sT -n -Pn -p 1 --script gibt-es-nicht -oX - -- 127.0.0.1',
    exitCode: 1,
    exit: 'error',
    message: /did not match a category, filename, or directory/,
    verdict: NmapFailedError,
  },
  ...(['-sS', '-sU'] as const).map((type) => ({
    name: `${type} as an ordinary user`,
    args: `${type} ${loopback} 127.0.0.1`,
    asNobody: true,
    exitCode: 1,
    exit: null,
    message: /requires root privileges/,
    verdict: NmapNeedsRootError,
  })),
  {
    name: '-O as an ordinary user',
    args: `-O ${loopback} 127.0.0.1`,
    asNobody: true,
    exitCode: 1,
    exit: null,
    message: /TCP\/IP fingerprinting \(for OS scan\) requires root privileges/,
    verdict: NmapNeedsRootError,
  },
  {
    name: '--privileged without the right',
    args: `--privileged -sS ${loopback} 127.0.0.1`,
    asNobody: true,
    exitCode: 1,
    exit: 'error',
    message: /Couldn't open a raw socket/,
    verdict: NmapNeedsRootError,
  },
  {
    name: 'two TCP scan types',
    args: `-sT -sS ${loopback} 127.0.0.1`,
    exitCode: 1,
    exit: null,
    message: /more than one type of TCP scan/,
    verdict: NmapOutputError,
  },
  {
    name: 'an unknown option',
    args: `--foo ${loopback} 127.0.0.1`,
    exitCode: 255,
    exit: null,
    message: /unrecognized option/,
    verdict: NmapOptionError,
  },
  {
    name: 'a list of targets that cannot be read',
    args: '-sT -n -oX - -iL /nicht/da',
    exitCode: 1,
    exit: null,
    message: /Failed to open input file/,
    verdict: NmapOutputError,
  },
  {
    name: 'an output file that cannot be written',
    args: '-sT -n -Pn -p 1 -oX /nicht/da/x.xml -- 127.0.0.1',
    exitCode: 1,
    exit: null,
    message: /Failed to open XML output file/,
    verdict: NmapOutputError,
  },
];

const isRoot = process.getuid?.() === 0;
const canBecomeNobody = isRoot && spawnSync('setpriv', ['--version']).status === 0;
const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups', '--inh-caps=-all'];

function run(nmap: string, args: readonly string[], asNobody = false): Promise<Answer> {
  const [file, all] = asNobody && isRoot ? ['setpriv', [...nobody, nmap, ...args]] : [nmap, [...args]];
  return finish(spawn(file, all, { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env['PATH'], LC_ALL: 'C' } }));
}

async function finish(child: ReturnType<typeof spawn>): Promise<Answer> {
  const written = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    written.stdout += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    written.stderr += String(chunk);
  });
  const [exitCode, signal] = await once(child, 'close');
  return { exitCode, signal, ...written };
}

/** One address was asked for. */
function judge(answer: Answer): { reader: NmapXmlReader; verdict: NmapVerdict | Error } {
  let answered = 0;
  const reader = new NmapXmlReader({
    onHost: () => {
      answered++;
    },
  });
  if (answer.stdout !== '') reader.write(answer.stdout);
  reader.close();
  const { exit: exitAttribute, errorMessage, problem: xmlProblem } = reader;
  const { exitCode, signal, stderr } = answer;
  const seen = { exitAttribute, errorMessage, xmlProblem, requested: 1, answered, unsettled: 0 };
  try {
    return { reader, verdict: judgeRun({ exitCode, signal, stoppedBy: null, stderr, ...seen }) };
  } catch (error) {
    return { reader, verdict: error as Error };
  }
}

describe('the real nmap answers', () => {
  for (const { name, args, asNobody = false, exitCode, exit, message, verdict: expected } of situations) {
    itWithNmap(name, async (nmap) => {
      if (asNobody && isRoot && !canBecomeNobody) {
        console.info(`not tested, setpriv is not installed: ${name}`);
        return;
      }
      const answer = await run(nmap.path, args.split(' '), asNobody);
      expect(answer.exitCode).toBe(exitCode);
      if (exit === null) expect(answer.stdout).not.toContain('<nmaprun');
      const { reader, verdict } = judge(answer);
      expect(reader.exit).toBe(exit);
      if (message !== undefined) expect(`${answer.stderr}${reader.errorMessage ?? ''}`).toMatch(message);
      if (typeof expected === 'function') {
        expect(verdict).toBeInstanceOf(expected);
        expect(verdict).toMatchObject({ exitCode: 4, hint: expect.stringMatching(/\p{L}/u) });
        return;
      }
      expect(verdict).toMatchObject({ status: expected.status });
      if (expected.reason === null) expect(verdict).toMatchObject({ reason: null });
      else expect((verdict as NmapVerdict).reason).toMatch(expected.reason);
    });
  }

  itWithNmap('a refused raw socket counts 4,294,967,295 hosts as down, which is nobody’s business', async (nmap) => {
    if (isRoot && !canBecomeNobody) return;
    const { stdout } = await run(nmap.path, `--privileged -sS ${loopback} 127.0.0.1`.split(' '), true);
    expect(stdout).toContain('down="4294967295"');
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
    itWithNmap(`${signal}: no closing tags, and no conclusion`, async (nmap) => {
      const args = '-sT -n -Pn --max-rate 5 -p 1-200 -oX - -- 127.0.0.1'.split(' ');
      const child = spawn(nmap.path, args, { stdio: ['ignore', 'pipe', 'pipe'] });
      const finished = finish(child);
      child.stdout.once('data', () => setTimeout(() => child.kill(signal), 200));
      const answer = await finished;
      expect(answer).toMatchObject({ exitCode: null, signal });
      expect(answer.stdout).not.toContain('</nmaprun>');
      expect(judge(answer).verdict).toMatchObject({ status: 'aborted', failed: true });
    });
  }
});

it('nmap missing', async () => {
  const missing = {
    path: '/nicht/vorhanden/nmap',
    version: '7.93',
    capabilities: { ipv6: true, openssl: true, lua: true, noninteractive: true },
  };
  await expect(scanWithNmap(missing, [permitted()], [1], { now: fixedNow })).rejects.toThrow(NmapMissingError);
});
