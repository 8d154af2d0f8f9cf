import type { CheckDefinition } from '../domain/catalogue.ts';
import type { Check } from '../domain/check.ts';
import type { DkimKey } from '../domain/dns-observation.ts';
import { domainData, gapsIn, recordsOf } from './domain-data.ts';
import { type Fault, judgeFaults } from './faults.ts';
import { germanList } from './german.ts';
import { isWithoutMail } from './mail-data.ts';
import { cleanValue, numberParameter, undetermined } from './verdict.ts';

/**
 * Are the keys mail is signed with published and long enough (RFC 6376, RFC 8463; BSI TR-03182)? Selectors cannot be found out by
 * DNS, so only those named in the Freigabe are looked at. Parameters: `min_rsa_bits`, `broken_rsa_bits`.
 */
export const mailDkim: Check = (observation, context) => {
  const found = domainData(observation, 'mail-domain');
  if (found === null) return null;
  const unknown = { selectors: 'keine', faults: 'keine' };
  if ('reason' in found) return undetermined(context, found.reason, unknown);
  const { dkim } = found.data;
  if (isWithoutMail(found.data) === true) return null;
  if (dkim.length === 0)
    return undetermined(context, 'Selektoren sind nicht angegeben; burgward freigabe erteilen --dkim-selektor', unknown);
  const faults = dkim.flatMap((key) => faultsOf(key, context.definition));
  const isReadable = dkim.some(({ key }) => key?.type === 'ed25519' && !key.isRevoked);
  if (isReadable && !dkim.some(({ key, texts }) => !texts.answered || (key?.type === 'rsa' && !key.isRevoked)))
    faults.push({ id: 'only-ed25519' });
  const selectors = germanList(dkim.map(({ selector }) => cleanValue(selector)));
  return judgeFaults(context, { faults, gaps: gapsIn(dkim.map(({ texts }) => texts)), values: { selectors } });
};

function faultsOf({ selector, texts, key }: DkimKey, definition: CheckDefinition): Fault[] {
  if (!texts.answered) return [];
  const fault = (id: string, more: Record<string, string> = {}): Fault => ({ id, values: { selector, ...more } });
  if (recordsOf(texts).length === 0) return [fault('missing')];
  if (recordsOf(texts).length > 1) return [fault('several')];
  if (key === null) return [fault('unreadable')];
  if (key.isRevoked) return [fault('revoked')];
  const faults = key.isTest ? [fault('test')] : [];
  const bits = key.rsaBits ?? Number.POSITIVE_INFINITY;
  if (bits < numberParameter(definition, 'broken_rsa_bits')) return [...faults, fault('broken', { bits: `${bits}` })];
  return bits < numberParameter(definition, 'min_rsa_bits') ? [...faults, fault('short', { bits: `${bits}` })] : faults;
}
