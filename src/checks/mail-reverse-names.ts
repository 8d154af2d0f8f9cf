import type { Check } from '../domain/check.ts';
import type { ObservedMailServer } from '../domain/dns-observation.ts';
import { domainData, gapsIn, isEmpty, recordsOf } from './domain-data.ts';
import { type Fault, judgeFaults } from './faults.ts';
import { germanList } from './german.ts';
import { takesMail } from './mail-data.ts';
import { undetermined } from './verdict.ts';

/**
 * Do the addresses of the mail servers have a name that leads back to them (RFC 1912, 2.1)? Many receivers refuse mail from others, and
 * mail servers mostly send by the address at which they receive. Silent about domains that take no mail. No parameters but words and
 * risks.
 */
export const mailReverseNames: Check = (observation, context) => {
  const found = domainData(observation, 'mail-domain');
  if (found === null) return null;
  const unknown = { addresses: 'keine', faults: 'keine' };
  if ('reason' in found) return undetermined(context, found.reason, unknown);
  const { mx, servers } = found.data;
  if (!mx.answered) return undetermined(context, mx.reason, unknown);
  if (takesMail(found.data) === false) return null;
  const looked = servers.flatMap((server) => (server.reverse ?? []).map((each) => ({ server, each })));
  if (!servers.some(({ reverse }) => reverse !== undefined))
    return undetermined(context, 'wurde bei dieser Prüfung nicht angesehen', unknown);
  const faults = looked.flatMap(({ server, each }) => faultOf(server, each));
  const unanswered = servers.flatMap(({ reverse, ipv4, ipv6 }) => (reverse === undefined ? [] : gapsIn([ipv4, ipv6])));
  const unconfirmed = looked.flatMap(({ each }) =>
    each.confirmed === null
      ? [each.names.answered ? `der Name zu ${each.address} ließ sich nicht auflösen` : each.names.reason]
      : [],
  );
  const noAddress = looked.length === 0 ? ['zu keinem Mailserver ist eine Adresse bekannt'] : [];
  const unseen = mx.records.filter(({ name }) => !looked.some(({ server }) => server.name === name)).map(({ name }) => name);
  const notLookedAt =
    unseen.length === 0 ? [] : [`nicht angesehen, weil keine Adresse bekannt ist oder es zu viele sind: ${germanList(unseen)}`];
  const addresses = germanList(looked.map(({ each }) => each.address));
  return judgeFaults(context, {
    faults,
    gaps: [...unanswered, ...unconfirmed, ...noAddress, ...notLookedAt],
    values: { addresses },
  });
};

function faultOf(
  { name }: ObservedMailServer,
  { address, names, confirmed }: NonNullable<ObservedMailServer['reverse']>[number],
): Fault[] {
  if (isEmpty(names)) return [{ id: 'none', values: { name, address } }];
  return confirmed === false ? [{ id: 'elsewhere', values: { name, address, reverse: recordsOf(names)[0] ?? '' } }] : [];
}
