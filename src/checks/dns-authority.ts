import type { Check } from '../domain/check.ts';
import type { ObservedAuthority } from '../domain/dns-observation.ts';
import { domainData, gapsIn, recordsOf } from './domain-data.ts';
import { type Fault, judgeFaults } from './faults.ts';
import { germanList, germanNumber } from './german.ts';
import { undetermined } from './verdict.ts';

/**
 * Do all name servers that are entered for the zone know of it, and of the same state (APP.3.6.A2, A22; RFC 1912, 2.8)? Each was asked
 * itself, as far as a Freigabe covers it; one that was not asked, for whatever reason, leaves the verdict open. No parameters but words and risks.
 */
export const dnsAuthority: Check = (observation, context) => {
  const found = domainData(observation, 'dns-zone');
  if (found === null) return null;
  const unknown = { count: 'unbekannt', faults: 'keine' };
  if ('reason' in found) return undetermined(context, found.reason, unknown);
  const { authorities, nameServers, nameServerHosts } = found.data;
  if (authorities === undefined) return undetermined(context, 'wurde bei dieser Prüfung nicht angesehen', unknown);
  if (authorities.length === 0) return undetermined(context, 'zu keinem Namensserver ist eine Adresse bekannt', unknown);
  const faults: Fault[] = authorities
    .filter(({ answer }) => answer.asked && !speaksForZone(answer))
    .map(({ name, address, answer }) => ({
      id: 'lame',
      values: { name, address, code: answer.asked ? answer.code : '' },
    }));
  const serials = [...new Set(authorities.flatMap(({ answer }) => (speaksForZone(answer) ? [answer.serial] : [])))];
  if (serials.length > 1) faults.push({ id: 'serials', values: { serials: germanList(serials.map(String)) } });
  const heard = new Set(authorities.flatMap(({ name, answer }) => (answer.asked ? [name] : [])));
  // From a machine without IPv6 a server counts by its other address; one that has none remains unknown.
  const unasked = authorities.flatMap(({ name, address, answer }) => {
    if (answer.asked || (answer.noWay === true && heard.has(name))) return [];
    return [answer.noWay === true ? `${name} (${address}): ${answer.reason}` : answer.reason];
  });
  const unreached = recordsOf(nameServers).filter((name) => !authorities.some((each) => each.name === name));
  const notAsked =
    unreached.length === 0
      ? []
      : [`nicht befragt, weil keine Adresse bekannt ist oder es zu viele sind: ${germanList(unreached)}`];
  const lookups = nameServerHosts.flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6]);
  return judgeFaults(context, {
    faults,
    gaps: [...unasked, ...gapsIn([nameServers, ...lookups]), ...notAsked],
    values: { count: germanNumber(authorities.filter(({ answer }) => answer.asked).length) },
  });
};

type Speaking = Extract<ObservedAuthority['answer'], { asked: true }> & { serial: number };

function speaksForZone(answer: ObservedAuthority['answer']): answer is Speaking {
  return answer.asked && answer.authoritative && answer.serial !== null;
}
