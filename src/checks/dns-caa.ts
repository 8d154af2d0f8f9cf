import type { Check } from '../domain/check.ts';
import { domainData } from './domain-data.ts';
import { germanList } from './german.ts';
import { cleanValue, undetermined, verdict } from './verdict.ts';

/** Is it laid down which certificate authorities may issue for the domain (RFC 8659)? Which one the web server uses is not compared. */
export const dnsCaa: Check = (observation, context) => {
  const found = domainData(observation, 'dns-zone');
  if (found === null) return null;
  const unknown = { issuers: 'unbekannt' };
  if ('reason' in found) return undetermined(context, found.reason, unknown);
  const { caa } = found.data;
  if (!caa.answered) return undetermined(context, caa.reason, unknown);
  const issuers = caa.records.filter(({ tag }) => tag === 'issue').map(({ value }) => value.split(';')[0]?.trim() ?? '');
  if (issuers.length === 0) return verdict(context, 'not-met', context.definition.severity, { issuers: 'keine', reason: '' });
  const named = [...new Set(issuers)].map((issuer) => (issuer === '' ? 'niemand' : cleanValue(issuer)));
  return verdict(context, 'met', 'hinweis', { issuers: germanList(named.slice(0, 8)), reason: '' });
};
