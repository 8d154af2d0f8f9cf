import type { Check } from '../domain/check.ts';
import type { ObservedMtaStsPolicy } from '../domain/dns-observation.ts';
import { domainData, gapsIn } from './domain-data.ts';
import { type Fault, judgeFaults } from './faults.ts';
import { hasTlsaEverywhere, takesMail } from './mail-data.ts';
import { numberParameter, undetermined } from './verdict.ts';

/**
 * Do senders learn that mail to the domain may only come encrypted, by MTA-STS (RFC 8461) or instead by DANE? The policy lies on a web
 * server, which a Freigabe for the domain does not permit to ask: where no other one covers it, an announced policy stays open.
 *
 * Parameter: `min_age_days`, below which a policy is forgotten too soon.
 */
export const mailMtaSts: Check = (observation, context) => {
  const found = domainData(observation, 'mail-domain');
  if (found === null) return null;
  const unknown = { faults: 'keine', how: 'unbekannt' };
  if ('reason' in found) return undetermined(context, found.reason, unknown);
  const { mtaSts, mx, servers } = found.data;
  if (!mtaSts.answered) return undetermined(context, mtaSts.reason, unknown);
  if (!mx.answered) return undetermined(context, mx.reason, unknown);
  if (takesMail(found.data) === false) return null;
  const [record, ...others] = mtaSts.records;
  if (record === undefined) {
    const gaps = gapsIn(servers.map(({ tlsa }) => tlsa));
    const none = hasTlsaEverywhere(found.data) || gaps.length > 0 ? [] : [{ id: 'none' }];
    return judgeFaults(context, { faults: none, gaps, values: { how: 'durch DANE-Einträge für alle Mailserver' } });
  }
  const faults: Fault[] = [];
  if (others.length > 0) faults.push({ id: 'several' });
  if (!/;\s*id\s*=\s*[a-z0-9]{1,32}\s*(?:;|$)/i.test(record)) faults.push({ id: 'no-id' });
  const { mtaStsPolicy } = found.data;
  const values = { how: 'durch MTA-STS mit der Vorgabe „enforce“' };
  if (mtaStsPolicy === undefined)
    return judgeFaults(context, { faults, gaps: ['angekündigt, die Richtlinie selbst wurde nicht abgerufen'], values });
  if (!mtaStsPolicy.read)
    return judgeFaults(context, { faults, gaps: [`angekündigt, aber nicht abgerufen: ${mtaStsPolicy.reason}`], values });
  const minAgeSeconds = numberParameter(context.definition, 'min_age_days') * secondsPerDay;
  return judgeFaults(context, { faults: [...faults, ...faultsIn(mtaStsPolicy, mx.records, minAgeSeconds)], gaps: [], values });
};

const secondsPerDay = 86_400;
const faultOfMode: Readonly<Record<string, string>> = { testing: 'testing', none: 'switched-off' };

function faultsIn(
  { status, certificateProblem, policy }: Extract<ObservedMtaStsPolicy, { read: true }>,
  servers: readonly { name: string }[],
  minAgeSeconds: number,
): Fault[] {
  const ofCertificate = certificateProblem === null ? [] : [{ id: 'certificate', values: { problem: certificateProblem } }];
  if (status !== 200) return [...ofCertificate, { id: 'status', values: { status: String(status) } }];
  if (policy === null) return [...ofCertificate, { id: 'unreadable' }];
  const { mode, maxAge, mx } = policy;
  const ofMode = mode === 'enforce' ? [] : [{ id: faultOfMode[mode ?? ''] ?? 'mode' }];
  const ofAge = maxAge === null ? [{ id: 'age' }] : maxAge < minAgeSeconds ? [{ id: 'short' }] : [];
  const unmatched = servers.filter(({ name }) => !mx.some((pattern) => isNamedBy(name, pattern)));
  // A policy that is switched off names no servers.
  const ofServers = mode === 'none' ? [] : unmatched.map(({ name }) => ({ id: 'unmatched', values: { name } }));
  return [...ofCertificate, ...ofMode, ...ofAge, ...ofServers];
}

/** `*.` stands for exactly one label (RFC 8461, 4.1). */
function isNamedBy(name: string, pattern: string): boolean {
  if (!pattern.startsWith('*.')) return name === pattern.replace(/\.$/, '');
  return name.includes('.') && name.slice(name.indexOf('.') + 1) === pattern.slice(2).replace(/\.$/, '');
}
