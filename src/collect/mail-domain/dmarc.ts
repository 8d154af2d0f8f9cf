/** Which DMARC record holds for a domain, and who receives its reports (RFC 9989). */
import type { DmarcObservation, DmarcRecord, Lookup } from '../../domain/dns-observation.ts';
import { isAskable } from '../dns/message.ts';
import { type DnsResolver, lookUpTexts, readName } from '../dns/resolver.ts';
import { printable } from '../printable.ts';
import { readTags } from './tags.ts';

/** Texts that do not begin so are no DMARC records. */
const dmarcBeginning = /^v\s*=\s*DMARC1\s*(?:;|$)/i;
/** The tree walk begins below this many labels when a name has more (RFC 9989, 4.10). */
const maxWalkLabels = 7;
const maxReceivers = 5;

interface Walked {
  domain: string;
  lookup: Lookup<string>;
}

export async function observeDmarc(resolver: DnsResolver, domain: string): Promise<DmarcObservation> {
  const own = await lookUpTexts(resolver, `_dmarc.${domain}`, dmarcBeginning);
  const ownRecord = onlyRecord({ domain, lookup: own });
  const walked = ownRecord === null && own.answered ? await walkUp(resolver, domain, own) : [{ domain, lookup: own }];
  const effective = ownRecord ?? organizationalRecord(walked);
  const failed = walked.map(({ lookup }) => lookup).find((lookup) => !lookup.answered);
  const incomplete = failed?.answered === false ? failed.reason : null;
  return {
    own,
    effective,
    incomplete,
    externalReceivers: effective === null ? [] : await askReceivers(resolver, domain, effective),
  };
}

/** From the domain upwards to the last label; ends at a record that says it is the top. */
async function walkUp(resolver: DnsResolver, domain: string, own: Lookup<string>): Promise<Walked[]> {
  const labels = domain.split('.');
  const walked: Walked[] = [{ domain, lookup: own }];
  for (let left = Math.min(labels.length - 1, maxWalkLabels); left >= 1; left--) {
    const name = labels.slice(-left).join('.');
    const lookup = await lookUpTexts(resolver, `_dmarc.${name}`, dmarcBeginning);
    walked.push({ domain: name, lookup });
    if (!lookup.answered || onlyRecord({ domain: name, lookup })?.tags['psd'] !== undefined) break;
  }
  return walked;
}

/** Several records at one name count as none. */
function onlyRecord({ domain, lookup }: Walked): DmarcRecord | null {
  const [text, ...others] = lookup.answered ? lookup.records : [];
  if (text === undefined || others.length > 0) return null;
  return { domain: readName(domain), text, tags: readTags(text) };
}

/**
 * `psd=n` marks the organizational domain, `psd=y` a registry right above it; else the highest name with a record is it. What holds
 * for a domain without record of its own is that record, or the registry's.
 */
function organizationalRecord(walked: readonly Walked[]): DmarcRecord | null {
  const records = walked.flatMap((each) => onlyRecord(each) ?? []);
  const marked = records.find(({ tags }) => tags['psd'] === 'n');
  if (marked !== undefined) return marked;
  const registry = records.find(({ tags }) => tags['psd'] === 'y');
  return records.findLast((record) => record !== registry) ?? registry ?? null;
}

/** Addresses outside the domain of the record must say that they take its reports (RFC 9990, formerly RFC 7489, 7.1). */
function askReceivers(
  resolver: DnsResolver,
  domain: string,
  record: DmarcRecord,
): Promise<DmarcObservation['externalReceivers']> {
  const addresses = [record.tags['rua'] ?? '', record.tags['ruf'] ?? ''].join(',').split(',');
  const domains = addresses.flatMap(
    (address) => /^\s*mailto:[^@\s]+@([^!\s]+)/i.exec(address)?.[1]?.toLowerCase().replace(/\.$/, '') ?? [],
  );
  const external = [...new Set(domains)].filter(
    (each) => isAskable(each) && !isRelated(each, record.domain) && !isRelated(each, domain),
  );
  return Promise.all(
    external.slice(0, maxReceivers).map(async (receiver) => ({
      domain: printable(receiver, 255),
      agrees: await lookUpTexts(resolver, `${record.domain}._report._dmarc.${receiver}`, dmarcBeginning),
    })),
  );
}

function isRelated(a: string, b: string): boolean {
  return a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`);
}
