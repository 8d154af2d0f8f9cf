import type { Check } from '../domain/check.ts';
import { domainData } from './domain-data.ts';
import { undetermined, verdict } from './verdict.ts';

/** Do only names that were set up have an address (after APP.3.6.A13; internet.nl)? Tried with one random name. */
export const dnsWildcard: Check = (observation, context) => {
  const found = domainData(observation, 'dns-zone');
  if (found === null) return null;
  if ('reason' in found) return undetermined(context, found.reason, {});
  const { wildcard } = found.data;
  if (!wildcard.answered) return undetermined(context, wildcard.reason, {});
  const isMet = wildcard.records.length === 0;
  return verdict(context, isMet ? 'met' : 'not-met', isMet ? 'hinweis' : context.definition.severity, { reason: '' });
};
