/** What the checks about mail of a domain share. */
import type { MailDomainObservation } from '../domain/dns-observation.ts';
import { recordsOf } from './domain-data.ts';

/**
 * Whether the domain neither takes nor sends mail, as far as its records say: a null MX, or no MX and no SPF record that permits a
 * sender. Null: the records are not known.
 */
export function isWithoutMail({ hasNullMx, mx, spfRecords }: MailDomainObservation): boolean | null {
  if (hasNullMx) return true;
  if (!mx.answered) return null;
  if (mx.records.length > 0) return false;
  if (!spfRecords.answered) return null;
  return spfRecords.records.every(permitsNobody);
}

export function permitsNobody(spfRecord: string): boolean {
  return /^v=spf1 +-all *$/i.test(spfRecord);
}

/** Whether it takes mail; null when not known. */
export function takesMail({ hasNullMx, mx }: MailDomainObservation): boolean | null {
  return mx.answered ? !hasNullMx && mx.records.length > 0 : null;
}

export function hasTlsaEverywhere({ servers }: MailDomainObservation): boolean {
  return servers.length > 0 && servers.every(({ tlsa }) => recordsOf(tlsa).length > 0);
}

export const policies = ['none', 'quarantine', 'reject'] as const;
export type Policy = (typeof policies)[number];

export interface DmarcPolicies {
  /** For the domain itself. Null: the word is none of the three. */
  own: Policy | null;
  subdomains: Policy | null;
  /** For names below it that do not exist. */
  nonexistent: Policy | null;
  isTest: boolean;
}

/** RFC 9989: `sp` falls back on `p`, `np` on `sp`; a record from above holds by its `sp`; `rua` without `p` means `none`. */
export function dmarcPolicies({ dmarc }: MailDomainObservation, domain: string): DmarcPolicies | null {
  const { effective } = dmarc;
  if (effective === null) return null;
  const { p, sp, np, t, rua } = effective.tags;
  const base = readPolicy(p ?? (rua === undefined ? '' : 'none'));
  const subdomains = sp === undefined ? base : readPolicy(sp);
  return {
    own: effective.domain === domain ? base : subdomains,
    subdomains,
    nonexistent: np === undefined ? subdomains : readPolicy(np),
    isTest: t?.trim().toLowerCase() === 'y',
  };
}

function readPolicy(word: string): Policy | null {
  return policies.find((each) => each === word.trim().toLowerCase()) ?? null;
}
