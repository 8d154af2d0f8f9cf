/** Which TLS versions an endpoint offers, its certificate and, if wanted, every cipher suite. No payload, no login. */
import type { AuthorizedTarget } from '../../domain/freigabe.ts';
import {
  type TlsEndpointObservation,
  type TlsObservation,
  type TlsVersion,
  type TlsVersionOutcome,
  tlsVersions,
} from '../../domain/observation.ts';
import { requirePermittedPort } from '../permitted-port.ts';
import { readCertificate } from './certificate.ts';
import { listSuites } from './cipher-suites.ts';
import { judgeVersion, type ProbeEndpoint, type ProbeResult, probeVersion } from './probe.ts';

export interface ObserveTlsOptions {
  now(): Date;
  /** For each connection; without suites there are at most six, and the whole takes at most three times as long. */
  timeoutMs?: number;
  /** List the accepted cipher suites of every offered version as well; see `listSuites` for what that costs. */
  suites?: boolean;
  signal?: AbortSignal;
}

export const tlsTimeoutMs = 5000;
/** The service answered, but not with TLS. */
export const notTlsReason = 'Der Dienst spricht kein TLS.';
/** It greeted with the first bytes of SSH. */
export const sshInsteadOfTlsReason = 'Der Dienst spricht kein TLS, sondern SSH.';
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
  const { timeoutMs = tlsTimeoutMs, signal } = options;
  const endpoint: ProbeEndpoint = { address: target.address, port, serverName: target.name, timeoutMs, signal };
  const outcome = await look(endpoint, options.suites === true);
  return {
    kind: 'tls',
    target: { name: target.name, address: target.address, port },
    vantage: target.vantage,
    at: options.now().toISOString(),
    outcome,
  };
}

async function look(endpoint: ProbeEndpoint, wantsSuites: boolean): Promise<TlsEndpointObservation['outcome']> {
  const first = await probeVersion(endpoint, firstVersion);
  if (first.kind === 'not-tls') return { seen: false, reason: first.isSsh ? sshInsteadOfTlsReason : notTlsReason };
  const entries = await Promise.all(
    tlsVersions.map(async (version): Promise<[TlsVersion, ProbeResult]> => {
      return [version, version === firstVersion ? first : await probeVersion(endpoint, version)];
    }),
  );
  const refusal = whyNoTls(entries);
  if (refusal !== null) return { seen: false, reason: refusal };
  const versions = Object.fromEntries(
    entries.map(([version, result]): [TlsVersion, TlsVersionOutcome] => [version, judgeVersion(version, result)]),
  ) as TlsObservation['versions'];
  const { certificate, reason } = await readCertificate(endpoint);
  const data: TlsObservation = { versions, certificate, certificateReason: reason };
  if (!wantsSuites) return { seen: true, data };
  return { seen: true, data: { ...data, suites: await listSuites(endpoint, firstChoices(entries)) } };
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
