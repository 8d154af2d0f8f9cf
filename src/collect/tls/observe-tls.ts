/** Which TLS versions an endpoint offers, and its certificate. No cipher, no payload, no login. */
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
import { judgeVersion, type ProbeEndpoint, type ProbeResult, probeVersion } from './probe.ts';

export interface ObserveTlsOptions {
  now(): Date;
  /** For each of the at most six connections; the whole takes at most three times as long. */
  timeoutMs?: number;
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
  const outcome = await look(endpoint);
  return {
    kind: 'tls',
    target: { name: target.name, address: target.address, port },
    vantage: target.vantage,
    at: options.now().toISOString(),
    outcome,
  };
}

async function look(endpoint: ProbeEndpoint): Promise<TlsEndpointObservation['outcome']> {
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
  return { seen: true, data: { versions, certificate, certificateReason: reason } };
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
