import type { Check, CheckContext } from '../domain/check.ts';
import { germanDate, germanNumber } from './german.ts';
import { isFromPublicAuthority, notLookedAt, seenCertificate } from './tls-certificate-facts.ts';
import { textParameter, undetermined, verdict } from './verdict.ts';

const dayMs = 86_400_000;

/**
 * Does a public certificate keep to the longest lifetime that held on the day it was issued? Follows the Baseline Requirements of the
 * CA/Browser Forum, 6.3.2: days of 86,400 seconds, both ends included. Says nothing about certificates of other authorities, for which
 * those rules do not hold.
 *
 * Parameters: `table`, whose list `certificate_lifetimes` has the limits by day of issue.
 */
export const tlsCertificateLifetime: Check = (observation, context) => {
  if (observation.kind !== 'tls') return null;
  const nothing = { lifetime: 'unbekannt', maximum: 'unbekannt', issued: 'unbekannt', reason: '' };
  const seen = seenCertificate(observation);
  if ('reason' in seen) return undetermined(context, seen.reason, nothing);
  const { certificate, data } = seen;
  if (data.chain === undefined) return undetermined(context, notLookedAt, nothing);
  if (!isFromPublicAuthority(data.chain.trust)) return null;
  const from = Date.parse(certificate.validFrom);
  const to = Date.parse(certificate.validTo);
  if (Number.isNaN(from) || Number.isNaN(to) || to <= from)
    return undetermined(context, 'Laufzeit im Zertifikat nicht lesbar', nothing);

  const days = (to - from + 1000) / dayMs;
  const values = { ...nothing, lifetime: germanNumber(Math.ceil(days)), issued: germanDate(from) };
  const maximum = maximumOn(new Date(from).toISOString().slice(0, 10), context);
  if (maximum === null) return undetermined(context, `für Zertifikate vom ${values.issued} ist keine Grenze hinterlegt`, values);
  const isMet = days <= maximum;
  return verdict(context, isMet ? 'met' : 'not-met', isMet ? 'hinweis' : context.definition.severity, {
    ...values,
    maximum: germanNumber(maximum),
  });
};

interface LifetimeRow {
  max_days: number;
  valid_from: string;
  valid_until?: string;
}

/** Days as text compare like days. */
function maximumOn(day: string, { definition, tables }: CheckContext): number | null {
  const name = textParameter(definition, 'table');
  const table = tables[name];
  const rows =
    typeof table === 'object' && table !== null && 'certificate_lifetimes' in table ? table.certificate_lifetimes : null;
  if (!Array.isArray(rows) || !rows.every(isLifetimeRow)) throw new Error(`Table ${name} has no readable certificate_lifetimes`);
  const row = rows.find(({ valid_from: from, valid_until: until }) => from <= day && (until === undefined || day <= until));
  return row?.max_days ?? null;
}

function isLifetimeRow(row: unknown): row is LifetimeRow {
  if (typeof row !== 'object' || row === null || !('max_days' in row) || !('valid_from' in row)) return false;
  const isEndReadable = !('valid_until' in row) || typeof row.valid_until === 'string';
  return typeof row.max_days === 'number' && typeof row.valid_from === 'string' && isEndReadable;
}
