import type { ObservationKind } from './catalogue.ts';
import type { Finding } from './finding.ts';
import {
  type HttpObservation,
  type Observation,
  type ObservedTarget,
  otherProtocolReasons,
  type PortScan,
  type PortScanObservation,
  type Vantage,
} from './observation.ts';

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
  /** The file a scan made elsewhere was read from, with the SHA-256 of its bytes; absent for a run of our own. */
  eingelesen?: { datei: string; sha256: string };
  /** What was asked of the run; absent for runs from before it was kept, and for what was read in. */
  gefragt?: AskedOfRun;
  /** Older findings this run put an end to; absent where there were none. */
  erledigt?: readonly EndedFinding[];
}

export interface AskedOfRun {
  profil: 'leicht' | 'gruendlich';
  /** Ids of the checks that were named; empty for all of the profile. */
  checks: readonly string[];
  /** What was looked at for them. */
  arten: readonly ObservationKind[];
  /** Targets and domains with which all of that was done, as `lookedAtKey` names them. */
  fertig: readonly string[];
}

/** A target looked at from somewhere, as one text: `www.beispielhain.de 192.0.2.7 internet`. A domain stands for its address, too. */
export function lookedAtKey({ name, address }: Pick<ObservedTarget, 'name' | 'address'>, vantage: Vantage): string {
  return `${name ?? ''} ${address} ${vantage}`;
}

/** A finding of an earlier run that no longer tells what is there. */
export interface EndedFinding {
  check: string;
  target: ObservedTarget;
  vantage: Vantage;
  /** Instant of what showed it; findings from later on still count. */
  am: string;
}

/** Findings older than this many days say so and no longer stand behind an answer. */
export const findingMaxAgeDays = 90;

/** What a tool wrote during a run, kept as evidence. */
export interface NetzlaufBeleg {
  /** `nmap-xml` for what nmap wrote to standard output. */
  art: string;
  /** `nmap 7.93`; null if not known. */
  werkzeug: string | null;
  argv: readonly string[];
  /** SHA-256 over the bytes as the tool wrote them, lower-case hex. */
  sha256: string;
  /** Their number. */
  bytes: number;
  /** The same bytes, compressed with gzip; null when they were too many to be kept. */
  gzip: Uint8Array | null;
}

/** The stored observations of a run, judged again later: no new look, only other thresholds or another day. */
export interface Neubewertung {
  lauf: string;
  /** Counts from 1 within the run; the newest holds. */
  nr: number;
  /** Day for which was judged, YYYY-MM-DD. */
  stand: string;
  /** Profile of rule books; null for the catalogue's own choice. */
  profil: string | null;
  katalogEdition: string;
  katalogHash: string;
}

/** A finding with the run it was made in. */
export interface RecordedFinding extends Finding {
  lauf: string;
  /** Number of the later judgement it is from; absent when it was judged as it was seen. */
  bewertung?: number;
}

/** A port scan with the run it was made in. */
export interface RecordedScan {
  lauf: string;
  scan: PortScanObservation;
}

/**
 * Ports of services that answer by UDP: a finding does not say over which protocol it was made, and a scan of TCP ports says nothing about
 * the other one.
 */
const datagramPorts: ReadonlySet<number> = new Set([
  17, 19, 53, 69, 111, 123, 137, 161, 389, 500, 623, 1434, 1900, 3702, 4500, 5060, 5353, 5683, 11211,
]);

/** Oldest first by when they ended: a scan that was read in late is older than what was recorded before it. */
export function inOrderOfTime(runs: readonly Netzlauf[]): Netzlauf[] {
  return runs.toSorted((a, b) => compareInstants(a.beendet, b.beendet));
}

/** A run with those it continued, newest first: together they are one look. */
export function runsOfLook(run: Netzlauf, runs: readonly Netzlauf[]): Netzlauf[] {
  const continued = runs.find(({ id }) => id === run.setztFort);
  const others = runs.filter(({ id }) => id !== run.id);
  return [run, ...(continued === undefined ? [] : runsOfLook(continued, others))];
}

/**
 * What a scan says about a port. Without an answer from any port silence proves nothing: a packet filter on our own side looks
 * the same. A port nobody asked for was not looked at.
 */
export function portSeen(scan: PortScan, port: number): 'open' | 'not-open' | 'unknown' {
  const found = scan.ports.find((each) => each.port === port && each.protocol === 'tcp');
  if (found?.state === 'open') return 'open';
  if (found === undefined || !scan.complete || !scan.requested.includes(port)) return 'unknown';
  if (found.state === 'closed') return 'not-open';
  const hasAnswered = scan.ports.some(({ state }) => state === 'open' || state === 'closed');
  return found.state === 'filtered' && hasAnswered ? 'not-open' : 'unknown';
}

/** Whether somebody refused the connection: firmer than `not-open`. */
export function isSeenClosed(scan: PortScan, port: number): boolean {
  const isClosed = scan.ports.some((each) => each.port === port && each.protocol === 'tcp' && each.state === 'closed');
  return isClosed && portSeen(scan, port) === 'not-open';
}

/**
 * Findings that count, per check, name, address and vantage: those of the newest run that came to a conclusion there. A run
 * over one check does not hide the others. Failing to look displaces nothing: an older conclusion stays beside the newer
 * `undetermined` of the same port, and so does one about a port the newer run says nothing of, unless that run ended it. A newer scan of
 * the same address and vantage that found a port closed ends every finding about it, unless it may be one about UDP.
 * @param findings in order of recording; runs are ordered by what they saw, so an old result read in late displaces nothing
 * @param scans at least those `scansNeeded` names
 * @param ended what runs said of older findings
 */
export function currentFindings(
  findings: readonly RecordedFinding[],
  scans: readonly RecordedScan[] = [],
  ended: readonly EndedFinding[] = [],
): RecordedFinding[] {
  const groups = Map.groupBy(findings, lookKey);
  const byHost = Map.groupBy(scans, ({ scan }) => hostKey(scan.target.address, scan.vantage));
  const scansOf = ({ target, vantage }: Finding) => byHost.get(hostKey(target.address, vantage)) ?? [];
  const current = new Set([...groups.values()].flatMap(currentOfOneLook));
  const endings = Map.groupBy(ended, endingKey);
  const endingsOf = (finding: Finding) => endings.get(endingKey(finding)) ?? [];
  return findings.filter(
    (finding) => current.has(finding) && !isEndedBy(scansOf(finding), finding) && !wasEnded(finding, endingsOf(finding)),
  );
}

/** Whether one of these endings is about this finding, and later. */
export function wasEnded(finding: Finding, ended: readonly EndedFinding[]): boolean {
  return ended.some((each) => each.am > finding.seenAt && endingKey(each) === endingKey(finding));
}

/**
 * Findings a run puts an end to: their check was asked again at the same place, and what answers there now does not concern it; or their
 * port was closed, or speaks another protocol now. Silence ends nothing: a packet filter on our own side, or one that shuts us out, looks
 * the same.
 * @param run what it saw, also scans nobody asked for, which checks were asked and what they said
 * @param checks all there are, with the kinds they look at
 * @param current findings that count so far
 */
export function findingsEndedBy(
  run: {
    observations: readonly Observation[];
    scans: readonly PortScanObservation[];
    asked: ReadonlySet<string>;
    findings: readonly Finding[];
    /** Whether a check has nothing to say of an observation only because what it needs was left out. */
    leftOut?(check: string, observation: Observation): boolean;
  },
  checks: readonly { id: string; observes: readonly ObservationKind[] }[],
  current: readonly Finding[],
): EndedFinding[] {
  const said = new Set(run.findings.map(endingKey));
  const seenAt = Map.groupBy(run.observations, ({ target, vantage }) => placeKey(target, vantage));
  return current.flatMap((finding) => {
    const { check, target, vantage } = finding;
    const observes = checks.find(({ id }) => id === check)?.observes ?? [];
    const seen = run.asked.has(check) ? (seenAt.get(placeKey(target, vantage)) ?? []) : [];
    const again = seen.filter(({ kind }) => observes.includes(kind));
    const others = again.every(saysOtherProtocol) ? seen.filter((each) => rulesOut(each, observes)) : [];
    if (said.has(endingKey(finding)) && others.length === 0) return [];
    const closed = run.scans.filter((scan) => showsClosed(scan, finding, observes));
    // What this run says of the place itself must not be older than the end.
    const otherwise = others.length > 0 && again.length > 0 ? again : others;
    const isSettled = again.every((each) => isOwnAnswer(each) && run.leftOut?.(check, each) !== true);
    const shows = [...(isSettled ? again : []), ...otherwise, ...closed].map(({ at }) => at);
    const am = shows.toSorted(compareInstants).at(-1);
    return am === undefined || am <= finding.seenAt ? [] : [{ check, target, vantage, am }];
  });
}

/** An error page stands in for the service while something is wrong, or comes from a filter that shuts us out. */
function isOwnAnswer({ kind, outcome }: Observation): boolean {
  if (!outcome.seen || kind !== 'http') return outcome.seen;
  const { status } = outcome.data as HttpObservation;
  return status < 400 || status === 401;
}

/** Nobody speaks it where the service answered in another protocol; anything else may be a disturbance. */
function saysOtherProtocol({ outcome }: Observation): boolean {
  return !outcome.seen && Object.values<string>(otherProtocolReasons).includes(outcome.reason);
}

/** Whether what was understood there leaves no room for any of these kinds. */
function rulesOut(seen: Observation, observes: readonly ObservationKind[]): boolean {
  const others = notBeside(seen);
  return observes.length > 0 && observes.every((kind) => others.includes(kind));
}

function notBeside({ kind, outcome }: Observation): ObservationKind[] {
  if (!outcome.seen) return [];
  if (kind === 'ssh') return ['tls', 'http'];
  if (kind === 'tls') return ['ssh'];
  return kind === 'http' && (outcome.data as HttpObservation).scheme === 'http' ? ['tls', 'ssh'] : [];
}

/** What answers by UDP may be there although TCP is closed. */
const datagramKinds: ReadonlySet<ObservationKind> = new Set(['open-access', 'dns-server']);

function showsClosed(scan: PortScanObservation, { target, vantage }: Finding, observes: readonly ObservationKind[]): boolean {
  const { port } = target;
  if (port === null || scan.target.address !== target.address || scan.vantage !== vantage || !scan.outcome.seen) return false;
  const mayBeUdp = datagramPorts.has(port) && (observes.length === 0 || observes.some((kind) => datagramKinds.has(kind)));
  return !mayBeUdp && isSeenClosed(scan.outcome.data, port);
}

/**
 * Which scans decide what counts: per address those seen after this instant, besides those of the run named with it, which found the port
 * open itself. An address where every port was judged by the newest run needs none.
 */
export function scansNeeded(findings: readonly RecordedFinding[]): Map<string, { after: string; lauf: string }> {
  const newest = new Map<string, RecordedFinding>();
  for (const finding of findings) {
    if (finding.target.port === null) continue;
    const key = `${lookKey(finding)} ${finding.target.port}`;
    const known = newest.get(key);
    if (known === undefined || replaces(finding, known)) newest.set(key, finding);
  }
  const needed = new Map<string, { after: string; lauf: string }>();
  for (const { target, seenAt, lauf } of newest.values()) {
    const known = needed.get(target.address);
    if (known === undefined || seenAt < known.after) needed.set(target.address, { after: seenAt, lauf });
  }
  return needed;
}

function replaces(finding: RecordedFinding, known: RecordedFinding): boolean {
  return (isConclusion(finding) || !isConclusion(known)) && finding.seenAt >= known.seenAt;
}

/** All findings share their look key. */
function currentOfOneLook(findings: readonly RecordedFinding[]): RecordedFinding[] {
  const runs = [...Map.groupBy(findings, ({ lauf }) => lauf).values()].sort((a, b) => compareInstants(seenLast(a), seenLast(b)));
  return runs.flatMap((run, index) => {
    const newer = runs.slice(index + 1);
    return run.filter((finding) => !newer.some((later) => displaces(later, finding)));
  });
}

/** Whether a newer run makes a finding outdated. What it says of other ports does not: whether it looked at this one, `erledigt` tells. */
function displaces(later: readonly RecordedFinding[], finding: RecordedFinding): boolean {
  const samePort = later.filter(({ target }) => target.port === finding.target.port);
  if (samePort.length === 0 && finding.target.port !== null) return false;
  if (!isConclusion(finding)) return true;
  return !samePort.some(({ result }) => result === 'undetermined') && later.some(isConclusion);
}

function isEndedBy(scans: readonly RecordedScan[], { target: { port }, seenAt }: RecordedFinding): boolean {
  if (port === null || datagramPorts.has(port)) return false;
  return scans.some(({ scan: { at, outcome } }) => at > seenAt && outcome.seen && isSeenClosed(outcome.data, port));
}

function isConclusion({ result }: Finding): boolean {
  return result !== 'undetermined';
}

function seenLast(findings: readonly RecordedFinding[]): string {
  return findings.reduce((last, { seenAt }) => (seenAt > last ? seenAt : last), '');
}

function compareInstants(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function hostKey(address: string, vantage: string): string {
  return `${address} ${vantage}`;
}

function endingKey({ check, target, vantage }: Pick<Finding, 'check' | 'target' | 'vantage'>): string {
  return `${check} ${placeKey(target, vantage)}`;
}

function placeKey({ name, address, port }: ObservedTarget, vantage: string): string {
  return `${name ?? ''} ${address} ${port ?? '-'} ${vantage}`;
}

function lookKey({ check, target, vantage }: Finding): string {
  return `${check} ${target.name ?? ''} ${target.address} ${vantage}`;
}
