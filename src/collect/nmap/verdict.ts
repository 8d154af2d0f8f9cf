/**
 * Did a run of nmap succeed? Return code 0 and `exit="success"` also stand for runs that looked at nothing, so five things are
 * weighed together: return code, exit attribute, error message, standard error, and requested against answered addresses.
 */
import { printable } from '../printable.ts';
import { NmapCannotResolveError, NmapFailedError, NmapNeedsRootError, NmapOptionError, NmapOutputError } from './errors.ts';
import type { NmapXmlProblem } from './xml-reader.ts';

export interface NmapRun {
  exitCode: number | null;
  signal: string | null;
  /** Set when we ended the run ourselves. */
  stoppedBy: 'abort' | 'timeout' | null;
  exitAttribute: string | null;
  errorMessage: string | null;
  xmlProblem: NmapXmlProblem | null;
  stderr: string;
  /** Addresses that were asked for. */
  requested: number;
  /** Addresses that have a host element. */
  answered: number;
  /** Answered addresses with at least one port nmap says nothing about, for example after a timeout of the host. */
  unsettled: number;
}

/** `incomplete`: nmap ended by itself, but not everything that was asked for is answered. */
export type NmapStatus = 'complete' | 'incomplete' | 'aborted' | 'timed-out';

export interface NmapVerdict {
  status: NmapStatus;
  /** German; null for a complete run. */
  reason: string | null;
  /** True when nmap broke off by itself or was ended from outside; false for limits and stops of our own and silent hosts. */
  failed: boolean;
}

/** We ended the run, or never started it. */
export const stopped: NmapVerdict = { status: 'aborted', reason: 'Die Prüfung wurde abgebrochen', failed: false };
export const timedOut: NmapVerdict = { status: 'timed-out', reason: 'Die Zeitgrenze der Prüfung war erreicht', failed: false };

const refusals: readonly { pattern: RegExp; toError(line: string): Error }[] = [
  { pattern: /requires root privileges|Couldn't open a raw socket/i, toError: () => new NmapNeedsRootError() },
  { pattern: /(?:unrecognized|unknown|invalid) option|requires an argument/i, toError: (line) => new NmapOptionError(line) },
  { pattern: /Failed to resolve/i, toError: (line) => new NmapCannotResolveError(line) },
];

/** nmap changed what it was asked for, and went on. */
const reinterpreted = /Illegal netmask/i;
const wrongFamily = /you have to use the -6 option|not to any IPv6 address|looks like an IPv6 target/i;

/**
 * @throws one of the errors of errors.ts when nmap ended by itself with an error and without a single finished host, or wrote
 * something that is refused on principle
 */
export function judgeRun(run: NmapRun): NmapVerdict {
  if (run.xmlProblem?.kind === 'hostile') throw new NmapOutputError(run.xmlProblem.text);
  const ended = run.exitCode === 0 && run.exitAttribute === 'success' && run.xmlProblem === null;
  if (!ended && run.stoppedBy === 'abort') return stopped;
  if (!ended && run.stoppedBy === 'timeout') return timedOut;
  if (!ended && run.signal !== null)
    return { status: 'aborted', reason: `nmap wurde von außen beendet (${run.signal})`, failed: true };
  const trouble = findTrouble(run, ended);
  if (trouble === null) return { status: 'complete', reason: null, failed: false };
  if (run.answered === 0 && trouble.error !== null) throw trouble.error;
  return { status: 'incomplete', reason: trouble.reason, failed: trouble.error !== null };
}

function findTrouble(run: NmapRun, ended: boolean): { reason: string; error: Error | null } | null {
  for (const { pattern, toError } of refusals) {
    const line = matchingLine(`${run.stderr}\n${run.errorMessage ?? ''}`, pattern);
    if (line !== null) return { reason: `nmap meldet: ${line}`, error: toError(line) };
  }
  if (run.xmlProblem !== null) {
    const cut = `Die Ausgabe von nmap brach ab (${run.xmlProblem.text})`;
    return { reason: cut, error: new NmapOutputError(lastLine(run.stderr) || run.xmlProblem.text) };
  }
  if (!ended || run.errorMessage !== null) {
    const message = printable(run.errorMessage ?? '', 200) || lastLine(run.stderr) || `Rückgabewert ${run.exitCode}`;
    return { reason: `nmap endete mit einem Fehler: ${message}`, error: new NmapFailedError(message) };
  }
  if (wrongFamily.test(run.stderr)) return { reason: 'nmap hat Adressen der falschen Art übersprungen', error: null };
  const changed = matchingLine(run.stderr, reinterpreted);
  if (changed !== null) return { reason: `nmap hat ein Ziel anders verstanden als verlangt (${changed})`, error: null };
  if (run.answered < run.requested) {
    const detail = lastLine(run.stderr);
    return { reason: `nmap hat dazu nichts gemeldet${detail === '' ? '' : ` (${detail})`}`, error: null };
  }
  if (run.unsettled > 0) {
    const addresses = run.unsettled === 1 ? '1 Adresse' : `${run.unsettled} Adressen`;
    return { reason: `Zu ${addresses} gibt es kein vollständiges Ergebnis`, error: null };
  }
  return null;
}

function matchingLine(text: string, pattern: RegExp): string | null {
  const line = text.split('\n').find((candidate) => pattern.test(candidate));
  return line === undefined ? null : printable(line, 200);
}

function lastLine(text: string): string {
  return printable(text.trim().split('\n').at(-1) ?? '', 200);
}
