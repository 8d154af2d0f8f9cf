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
  /** True when nmap was missing and our own connect scan stood in. */
  nmapFehlt: boolean;
  /** False when the run was stopped. */
  vollstaendig: boolean;
  /** Why something was not looked at. */
  hinweise: readonly string[];
  /** nmap arguments, as evidence. */
  argv: readonly string[];
  /** Resolver answers, as evidence: `www.beispielhain.de → 192.0.2.7`. */
  namen: readonly string[];
}

/** A finding with the run it was made in. */
export interface RecordedFinding extends Finding {
  lauf: string;
}

/**
 * Findings that count: per check, address and vantage those of the newest run that looked. A port that was closed since
 * does not keep its old finding, and a run over one check does not hide the others.
 */
export function currentFindings(findings: readonly RecordedFinding[]): RecordedFinding[] {
  const newest = new Map<string, string>();
  for (const finding of findings) newest.set(lookKey(finding), finding.lauf);
  return findings.filter((finding) => newest.get(lookKey(finding)) === finding.lauf);
}

function lookKey({ check, target, vantage }: Finding): string {
  return `${check} ${target.address} ${vantage}`;
}
