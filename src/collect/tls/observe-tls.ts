/** Which TLS versions an endpoint offers, its certificate and, if wanted, suites and features. No payload, no login. */
import type { AuthorizedTarget } from '../../domain/freigabe.ts';
import {
  otherProtocolReasons,
  type StarttlsProtocol,
  type TlsEndpointObservation,
  type TlsObservation,
  type TlsVersion,
  type TlsVersionOutcome,
  tlsVersions,
} from '../../domain/observation.ts';
import { waitedMs } from '../pace.ts';
import { requirePermittedPort } from '../permitted-port.ts';
import { readCertificate } from './certificate.ts';
import { listSuites, maxSuiteConnections, suitesTimeLimitMs } from './cipher-suites.ts';
import { featuresTimeLimitMs, maxFeatureConnections, observeFeatures } from './features.ts';
import { judgeVersion, type ProbeEndpoint, type ProbeResult, probeVersion } from './probe.ts';

export interface ObserveTlsOptions {
  now(): Date;
  /** For each connection; without details there are at most seven (eight with STARTTLS), and the whole takes at most three times as long. */
  timeoutMs?: number;
  /** List the accepted cipher suites of every offered version, and in `all` the features as well; see there for what that costs. */
  details?: TlsDetails;
  /** What to speak before TLS. A service that turns out to begin with TLS is looked at like any other. */
  starttls?: StarttlsProtocol;
  signal?: AbortSignal;
}

export type TlsDetails = 'none' | 'suites' | 'all';

export const tlsTimeoutMs = 5000;
/** Mail servers let strangers wait before they greet; Postfix takes six seconds unless told otherwise. */
const starttlsTimeoutMs = 12_000;
/** Most time for versions and certificate behind STARTTLS, where one connection follows the other. */
export const starttlsTimeLimitMs = 30_000;
/** Most connections for the details of one service, and most time. */
export const detailLimits: Readonly<Record<TlsDetails, { connections: number; timeMs: number }>> = {
  none: { connections: 0, timeMs: 0 },
  suites: { connections: maxSuiteConnections, timeMs: suitesTimeLimitMs },
  all: { connections: maxSuiteConnections + maxFeatureConnections, timeMs: suitesTimeLimitMs + featuresTimeLimitMs },
};
/** The service answered, but not with TLS. */
export const notTlsReason = otherProtocolReasons.tls;
/** It greeted with the first bytes of SSH. */
export const sshInsteadOfTlsReason = otherProtocolReasons.sshInsteadOfTls;
/** The version most servers know: if its answer is no TLS at all, the others need not be tried. */
const firstVersion: TlsVersion = 'TLSv1.2';

/**
 * Offers each version alone in a ClientHello of its own, then reads the certificate.
 * @throws NotAuthorisedError for a port outside the Freigabe, before anything is sent; the signal's reason when aborted
 */
export async function observeTls(
  target: AuthorizedTarget,
  port: number,
  options: ObserveTlsOptions,
): Promise<TlsEndpointObservation> {
  requirePermittedPort(target, port);
  const { starttls, signal, details = 'none' } = options;
  const timeoutMs = options.timeoutMs ?? (starttls === undefined ? tlsTimeoutMs : starttlsTimeoutMs);
  const endpoint: ProbeEndpoint = { address: target.address, port, serverName: target.name, timeoutMs, signal };
  const outcome = starttls === undefined ? await look(endpoint, details) : await lookBehind(starttls, endpoint, details);
  return {
    kind: 'tls',
    target: { name: target.name, address: target.address, port },
    vantage: target.vantage,
    at: options.now().toISOString(),
    outcome,
  };
}

type Outcome = TlsEndpointObservation['outcome'];

/** Mail servers count connections at a time: here one follows the other. */
async function lookBehind(starttls: StarttlsProtocol, endpoint: ProbeEndpoint, details: TlsDetails): Promise<Outcome> {
  const endsAt = performance.now() + starttlsTimeLimitMs - waitedMs();
  const behind = (): ProbeEndpoint => {
    return {
      ...endpoint,
      starttls,
      timeoutMs: Math.max(1, Math.min(endpoint.timeoutMs, endsAt + waitedMs() - performance.now())),
    };
  };
  const first = await probeVersion(behind(), firstVersion);
  if (first.kind === 'failed' && first.beforeTls === 'other-protocol') {
    return look({ ...endpoint, timeoutMs: Math.min(endpoint.timeoutMs, tlsTimeoutMs) }, details);
  }
  // Whatever follows fails in the same way, only later.
  if (first.kind === 'failed' && first.beforeTls === 'failed') return { seen: false, reason: first.reason };
  const results: [TlsVersion, ProbeResult][] = [];
  for (const version of tlsVersions)
    results.push([version, version === firstVersion ? first : await probeVersion(behind(), version)]);
  return describe(behind(), results, details);
}

async function look(endpoint: ProbeEndpoint, details: TlsDetails): Promise<Outcome> {
  const first = await probeVersion(endpoint, firstVersion);
  if (first.kind === 'not-tls') return { seen: false, reason: first.isSsh ? sshInsteadOfTlsReason : notTlsReason };
  const results = await Promise.all(
    tlsVersions.map(async (version): Promise<[TlsVersion, ProbeResult]> => {
      return [version, version === firstVersion ? first : await probeVersion(endpoint, version)];
    }),
  );
  return describe(endpoint, results, details);
}

async function describe(
  endpoint: ProbeEndpoint,
  results: readonly [TlsVersion, ProbeResult][],
  details: TlsDetails,
): Promise<Outcome> {
  const refusal = whyNoTls(results);
  if (refusal !== null) return { seen: false, reason: refusal };
  const entries = await Promise.all(
    results.map(async ([version, result]): Promise<[TlsVersion, TlsVersionOutcome]> => {
      const again = isInnerTrouble(result) ? await probeVersion(endpoint, version) : null;
      return [version, again !== null && isInnerTrouble(again) ? { offered: false } : judgeVersion(version, again ?? result)];
    }),
  );
  const versions = Object.fromEntries(entries) as TlsObservation['versions'];
  const { certificate, reason, ...surroundings } = await readCertificate(endpoint);
  const data: TlsObservation = {
    ...(endpoint.starttls === undefined ? {} : { starttls: endpoint.starttls }),
    versions,
    certificate,
    certificateReason: reason,
    ...surroundings,
  };
  if (details === 'none') return { seen: true, data };
  const choices = firstChoices(results);
  const suites = await listSuites(endpoint, choices);
  if (details === 'suites') return { seen: true, data: { ...data, suites } };
  const certificateCurve = certificate?.curve ?? null;
  const features = await observeFeatures(endpoint, { versions: new Set(choices.keys()), suites, certificateCurve });
  return { seen: true, data: { ...data, suites, features } };
}

/** Versions that may be asked a second time, beside at least one that was accepted. */
export const repeatedVersions = tlsVersions.length - 1;

/**
 * internal_error (RFC 8446, 6): some programs on OpenSSL answer so to every offer of a version their configuration leaves without
 * suites. Said twice, beside a version that works, it is a refusal.
 */
function isInnerTrouble(result: ProbeResult): boolean {
  return result.kind === 'alert' && result.fatal && result.description === 80;
}

/** What the server chose when everything usual of a version was offered; only versions it offers. */
function firstChoices(entries: readonly [TlsVersion, ProbeResult][]): Map<TlsVersion, number | null> {
  return new Map(
    entries.flatMap(([version, result]): [TlsVersion, number | null][] =>
      result.kind === 'server-hello' && result.version === version ? [[version, result.suite]] : [],
    ),
  );
}

/** Without a single ServerHello nothing can be said about versions: refusing all of them is not the same as offering good ones. */
function whyNoTls(entries: readonly [TlsVersion, ProbeResult][]): string | null {
  const results = entries.map(([, result]) => result);
  if (results.some(({ kind }) => kind === 'server-hello')) return null;
  if (results.some(({ kind }) => kind === 'alert')) {
    return 'Der Dienst lehnt jede angebotene TLS-Version ab; vielleicht verlangt er einen bestimmten Rechnernamen.';
  }
  const failed = results.find((result) => result.kind === 'failed');
  return failed === undefined ? notTlsReason : `Kein TLS feststellbar: ${failed.reason}`;
}
