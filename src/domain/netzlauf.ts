import type { Finding } from './finding.ts';

/** One run of network checks: what was permitted, what looked, and how far it came. */
export interface Netzlauf {
  id: string;
  kommune: string;
  /** Freigaben the run relied on. */
  freigaben: readonly string[];
  /** Instants, ISO 8601 UTC. */
  begonnen: string;
  beendet: string;
  /** `nmap 7.93`, or `eigener Verbindungstest`. */
  werkzeug: string;
  /** True when no usable nmap was found and our own connect scan stood in. */
  nmapFehlt: boolean;
  /** False when the run was stopped. */
  vollstaendig: boolean;
  /** Why something was not looked at. */
  hinweise: readonly string[];
  /** nmap arguments, as evidence. */
  argv: readonly string[];
  /** Resolver answers, as evidence: `www.beispielhain.de → 192.0.2.7`. */
  namen: readonly string[];
  /** Id of the run this one continued; absent for a run of its own. */
  setztFort?: string;
}

/** Findings older than this many days say so and no longer stand behind an answer. */
export const findingMaxAgeDays = 90;

/** A finding with the run it was made in. */
export interface RecordedFinding extends Finding {
  lauf: string;
}

/**
 * Findings that count, per check, name, address and vantage: those of the newest run that came to a conclusion there. A port
 * that was closed since does not keep its old finding, and a run over one check does not hide the others. Failing to look
 * displaces nothing: an older conclusion stays beside the newer `undetermined` of the same port.
 * @param findings in order of recording
 */
export function currentFindings(findings: readonly RecordedFinding[]): RecordedFinding[] {
  const groups = Map.groupBy(findings, lookKey);
  const current = new Set([...groups.values()].flatMap(currentOfOneLook));
  return findings.filter((finding) => current.has(finding));
}

/** All findings share their look key. */
function currentOfOneLook(findings: readonly RecordedFinding[]): RecordedFinding[] {
  const runs = [...Map.groupBy(findings, ({ lauf }) => lauf).values()];
  return runs.flatMap((run, index) => {
    const newer = runs.slice(index + 1);
    return run.filter((finding) => !newer.some((later) => displaces(later, finding)));
  });
}

/** Whether a newer run makes a finding outdated. */
function displaces(later: readonly RecordedFinding[], finding: RecordedFinding): boolean {
  if (!isConclusion(finding)) return true;
  const couldNotTell = later.some(({ result, target }) => result === 'undetermined' && target.port === finding.target.port);
  return !couldNotTell && later.some(isConclusion);
}

function isConclusion({ result }: Finding): boolean {
  return result !== 'undetermined';
}

function lookKey({ check, target, vantage }: Finding): string {
  return `${check} ${target.name ?? ''} ${target.address} ${vantage}`;
}
