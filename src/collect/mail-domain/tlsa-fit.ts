/** Whether the certificate a mail server shows behind STARTTLS is one its TLSA records announce (RFC 6698, 2.1; RFC 7672, 3.1). */
import { createHash, type X509Certificate } from 'node:crypto';
import type { ObservedTlsa } from '../../domain/dns-observation.ts';
import type { AuthorizedTarget } from '../../domain/freigabe.ts';
import type { Settled } from '../../domain/observation.ts';
import { requirePermittedPort } from '../permitted-port.ts';
import { readPresentedCertificates } from '../tls/certificate.ts';

/** For the words before TLS and the handshake. */
export const tlsaFitTimeoutMs = 10_000;

/** 2: an authority of one's own choice; 3: this very certificate or key. Senders ignore the others. */
const usages = { authority: 2, itself: 3 };

export interface FitRequest {
  /** Name of the mail server: senders ask for it (RFC 7672, 8.1). */
  host: string;
  port: number;
  records: readonly ObservedTlsa[];
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
}

/** Those a sender would make use of. */
export function usableRecords(records: readonly ObservedTlsa[]): ObservedTlsa[] {
  return records.filter(
    ({ usage, selector, matchingType, data }) =>
      (usage === usages.authority || usage === usages.itself) && selector <= 1 && matchingType <= 2 && data !== undefined,
  );
}

/**
 * One connection, up to the certificate; no mail, no login. A single record that fits is enough.
 * @throws NotAuthorisedError for a port outside the Freigabe, before anything is sent; the signal's reason when aborted
 */
export async function lookAtFit(target: AuthorizedTarget, request: FitRequest): Promise<Settled<boolean>> {
  const { host, port, records, timeoutMs = tlsaFitTimeoutMs, signal } = request;
  requirePermittedPort(target, port);
  const endpoint = { address: target.address, port, timeoutMs, signal, serverName: host, starttls: 'smtp' as const };
  const presented = await readPresentedCertificates(endpoint);
  if ('failure' in presented) return { settled: false, reason: presented.failure };
  const { certificates } = presented;
  if (certificates.length === 0) return { settled: false, reason: 'Der Server zeigt kein Zertifikat.' };
  const usable = usableRecords(records);
  if (usable.some((record) => fits(record, certificates))) return { settled: true, value: true };
  // An authority whose whole certificate stands in the record need not be sent along.
  const mayBeAbsent = usable.some(({ usage, matchingType }) => usage === usages.authority && matchingType === 0);
  return mayBeAbsent
    ? {
        settled: false,
        reason: 'Der TLSA-Eintrag nennt eine Zertifizierungsstelle, deren Zertifikat der Server nicht mitschickt.',
      }
    : { settled: true, value: false };
}

function fits({ usage, selector, matchingType, data }: ObservedTlsa, certificates: readonly X509Certificate[]): boolean {
  const candidates = usage === usages.itself ? certificates.slice(0, 1) : certificates;
  return candidates.some((certificate) => digestOf(selectedPart(certificate, selector), matchingType) === data);
}

function selectedPart({ raw, publicKey }: X509Certificate, selector: number): Buffer {
  return selector === 0 ? raw : publicKey.export({ type: 'spki', format: 'der' });
}

function digestOf(part: Buffer, matchingType: number): string {
  if (matchingType === 0) return part.toString('hex');
  return createHash(matchingType === 1 ? 'sha256' : 'sha512')
    .update(part)
    .digest('hex');
}
