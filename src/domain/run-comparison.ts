/** What changed between two looks at the same network. What was not looked at again is never counted as gone. */

import type { Finding, FindingResult } from './finding.ts';
import { findingKey, isGap } from './finding-explanations.ts';
import { type EndedFinding, isSeenClosed, portSeen, wasEnded } from './netzlauf.ts';
import type { PortScanObservation, ScannedPort, Vantage } from './observation.ts';

export const driftKinds = ['neu', 'weg', 'geaendert', 'nicht-mehr-gesehen'] as const;
export type DriftKind = (typeof driftKinds)[number];

export interface ComparedLook {
  /** What counts of the look, at most one conclusion per check, target and port. */
  findings: readonly Finding[];
  scans: readonly PortScanObservation[];
  /** What runs up to this look said of older findings. */
  ended?: readonly EndedFinding[];
}

export interface FindingDrift {
  kind: DriftKind;
  /** The newer finding, else the older one. */
  finding: Finding;
  before: FindingResult | null;
  after: FindingResult | null;
  /** German, why it stands in this group. */
  reason: string;
}

export interface PortDrift {
  kind: DriftKind;
  address: string;
  vantage: Vantage;
  port: number;
  /** Detected service, `nginx 1.22`; null without detection. */
  service: string | null;
  reason: string;
}

export interface LookComparison {
  findings: readonly FindingDrift[];
  ports: readonly PortDrift[];
  /** Gaps and open ports that are as they were. */
  unchanged: { findings: number; ports: number };
  /** Was in order and could not be looked at this time. */
  inOrderNotSeen: number;
}

/** Only vantages both looks have can be compared: choose before. */
export function compareLooks(before: ComparedLook, after: ComparedLook): LookComparison {
  const findings = compareFindings(before, after);
  const ports = comparePorts(before.scans, after.scans);
  const afterwards = conclusions(after.findings);
  const inOrder = [...conclusions(before.findings)].filter(([, { result }]) => result === 'met');
  return {
    findings: findings.drift,
    ports: ports.drift,
    unchanged: { findings: findings.unchanged, ports: ports.unchanged },
    inOrderNotSeen: inOrder.filter(([key, finding]) => !afterwards.has(key) && !isClosed(after.scans, finding)).length,
  };
}

function compareFindings(before: ComparedLook, after: ComparedLook): { drift: FindingDrift[]; unchanged: number } {
  const [was, is] = [conclusions(before.findings), conclusions(after.findings)];
  const looked = new Set(before.findings.map(findingKey));
  const drift: FindingDrift[] = [];
  let unchanged = 0;
  for (const [key, finding] of is) {
    const earlier = was.get(key);
    const results = { before: earlier?.result ?? null, after: finding.result };
    if (!isGap(finding)) {
      if (earlier !== undefined && isGap(earlier)) drift.push({ kind: 'weg', finding, ...results, reason: 'jetzt in Ordnung' });
    } else if (earlier === undefined) {
      const reason = looked.has(key) ? 'vorher unbestimmt' : 'vorher nicht angesehen oder nicht da';
      drift.push({ kind: 'neu', finding, ...results, reason });
    } else if (!isGap(earlier)) drift.push({ kind: 'neu', finding, ...results, reason: 'vorher in Ordnung' });
    else {
      const reason = whatChanged(earlier, finding);
      if (reason === null) unchanged += 1;
      else drift.push({ kind: 'geaendert', finding, ...results, reason });
    }
  }
  for (const [key, finding] of was) {
    if (!isGap(finding) || is.has(key)) continue;
    const results = { finding, before: finding.result };
    if (isClosed(after.scans, finding)) drift.push({ kind: 'weg', ...results, after: null, reason: 'der Port ist geschlossen' });
    else if (wasEnded(finding, after.ended ?? []))
      drift.push({ kind: 'weg', ...results, after: null, reason: 'dort antwortet etwas, das es nicht mehr betrifft' });
    else drift.push({ kind: 'nicht-mehr-gesehen', ...results, ...whyNotSeen(finding, after) });
  }
  return { drift, unchanged };
}

function whyNotSeen(finding: Finding, after: ComparedLook): { after: FindingResult | null; reason: string } {
  const unsettled = after.findings.find((each) => findingKey(each) === findingKey(finding));
  if (unsettled !== undefined) return { after: unsettled.result, reason: unsettled.text };
  const { target, vantage } = finding;
  const isSilent = target.port !== null && seenState(scansOf(after.scans, target.address, vantage), target.port) === 'not-open';
  return { after: null, reason: isSilent ? 'der Port antwortet diesmal nicht' : 'diesmal nicht angesehen' };
}

function whatChanged(was: Finding, is: Finding): string | null {
  if (was.result !== is.result) return is.result === 'not-met' ? 'vorher auslaufend' : 'vorher nicht in Ordnung';
  if (was.severity !== is.severity) return `Schwere vorher ${was.severity}`;
  return was.text === is.text ? null : `vorher: ${was.text}`;
}

/** By key; an `undetermined` is none. */
function conclusions(findings: readonly Finding[]): Map<string, Finding> {
  return new Map(findings.filter(({ result }) => result !== 'undetermined').map((finding) => [findingKey(finding), finding]));
}

/** Whether the newer look found the port of a finding closed, and none of its scans found it open. */
function isClosed(scans: readonly PortScanObservation[], { target, vantage }: Finding): boolean {
  const { port } = target;
  return port !== null && isClosedIn(scansOf(scans, target.address, vantage), port);
}

/** Silence closes nothing: a packet filter that shuts us out looks the same. */
function isClosedIn(scans: readonly PortScanObservation[], port: number): boolean {
  if (seenState(scans, port) !== 'not-open') return false;
  return scans.some(({ outcome }) => outcome.seen && isSeenClosed(outcome.data, port));
}

function comparePorts(before: readonly PortScanObservation[], after: readonly PortScanObservation[]) {
  const drift: PortDrift[] = [];
  let unchanged = 0;
  for (const { address, vantage, found } of openPorts(after)) {
    const about = { address, vantage, port: found.port, service: serviceText(found) };
    const scans = scansOf(before, address, vantage);
    const state = seenState(scans, found.port);
    if (state === 'not-open') drift.push({ kind: 'neu', ...about, reason: 'vorher nicht offen' });
    else if (state === 'unknown') {
      const reason = scans.length === 0 ? 'Adresse vorher nicht angesehen' : 'Port vorher nicht angesehen';
      drift.push({ kind: 'neu', ...about, reason });
    } else {
      const [earlier, now] = [serviceText(openPort(scans, found.port)), about.service];
      if (earlier === null || now === null || earlier === now) unchanged += 1;
      else drift.push({ kind: 'geaendert', ...about, reason: `vorher ${earlier}` });
    }
  }
  for (const { address, vantage, found } of openPorts(before)) {
    const scans = scansOf(after, address, vantage);
    const state = seenState(scans, found.port);
    if (state === 'open') continue;
    const about = { address, vantage, port: found.port, service: serviceText(found) };
    if (isClosedIn(scans, found.port)) drift.push({ kind: 'weg', ...about, reason: 'jetzt geschlossen' });
    else {
      const reason = state === 'not-open' ? 'antwortet diesmal nicht' : whyNotScanned(scans);
      drift.push({ kind: 'nicht-mehr-gesehen', ...about, reason });
    }
  }
  return { drift, unchanged };
}

function whyNotScanned(scans: readonly PortScanObservation[]): string {
  const unseen = scans.find(({ outcome }) => !outcome.seen)?.outcome;
  return unseen === undefined || unseen.seen ? 'diesmal nicht angesehen' : unseen.reason;
}

/** Two names of one address are scanned together, but each sees only its own ports. */
function seenState(scans: readonly PortScanObservation[], port: number): ReturnType<typeof portSeen> {
  const states = scans.map(({ outcome }) => (outcome.seen ? portSeen(outcome.data, port) : 'unknown'));
  if (states.includes('open')) return 'open';
  return states.includes('not-open') ? 'not-open' : 'unknown';
}

function scansOf(scans: readonly PortScanObservation[], address: string, vantage: Vantage): PortScanObservation[] {
  return scans.filter((scan) => scan.target.address === address && scan.vantage === vantage);
}

function openPorts(scans: readonly PortScanObservation[]): { address: string; vantage: Vantage; found: ScannedPort }[] {
  const open = scans.flatMap(({ target: { address }, vantage, outcome }) =>
    outcome.seen ? outcome.data.ports.filter(({ state }) => state === 'open').map((found) => ({ address, vantage, found })) : [],
  );
  return [...new Map(open.map((each) => [`${each.address} ${each.vantage} ${each.found.port}`, each])).values()];
}

function openPort(scans: readonly PortScanObservation[], port: number): ScannedPort | undefined {
  return openPorts(scans).find(({ found }) => found.port === port)?.found;
}

/** Only a detection names a service; the port number's usual name is none. */
function serviceText(port: ScannedPort | undefined): string | null {
  const service = port?.service;
  if (service?.method !== 'probed') return null;
  return [service.product ?? service.name, service.version].filter((part) => part !== null).join(' ');
}
