/** Whether the name servers a zone names know of it. Each is asked itself, and only where a Freigabe of this run covers it. */
import type { Lookup, ObservedAuthority } from '../../domain/dns-observation.ts';
import type { AuthorizedTarget } from '../../domain/freigabe.ts';
import { noWayReasons } from '../connection-problem.ts';
import { waitedMs } from '../pace.ts';
import { requirePermittedPort } from '../permitted-port.ts';
import type { DomainProbeOptions } from '../probes.ts';
import type { DomainStart } from './domain-start.ts';
import { askServer } from './exchange.ts';
import { sameName } from './resolver.ts';

const dnsPort = 53;
/** Of all name servers together. */
const maxAddresses = 8;
const tries = 2;
const timeoutMs = 2000;

/** Most questions: one per address, repeated once when nothing comes. */
export const authorityQuestions = maxAddresses * tries;
/** All are asked at the same time. */
export const authorityTimeLimitMs = tries * timeoutMs;

const withoutPermission =
  'Der Namensserver ist mit Name, Adresse und Port 53 nicht freigegeben oder gehört nicht zu dieser Prüfung.';

/** @throws the signal's reason when aborted */
export async function askAuthorities(
  { zone, nameServerHosts }: DomainStart,
  { askPermitted, signal }: DomainProbeOptions,
  port = dnsPort,
): Promise<ObservedAuthority[]> {
  const servers = firstOfEach(
    nameServerHosts.map(({ name, ipv4, ipv6 }) => [...found(ipv4), ...found(ipv6)].map((address) => ({ name, address }))),
  ).slice(0, maxAddresses);
  return Promise.all(
    servers.map(async ({ name, address }): Promise<ObservedAuthority> => {
      const answer = await askPermitted?.({ name, address }, (target) => askOne(target, zone, { port, signal }));
      return { name, address, answer: answer ?? { asked: false, reason: withoutPermission } };
    }),
  );
}

/** The first address of every server, then the second: where not all can be asked, none is left out before another is asked twice. */
function firstOfEach<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list.slice(index, index + 1))).flat();
}

function found(lookup: Lookup<string>): readonly string[] {
  return lookup.answered ? lookup.records : [];
}

async function askOne(
  target: AuthorizedTarget,
  zone: string,
  { port, signal }: { port: number; signal: AbortSignal | undefined },
): Promise<ObservedAuthority['answer']> {
  if (!target.permitsPort(port)) return { asked: false, reason: withoutPermission };
  requirePermittedPort(target, port);
  const deadline = performance.now() + authorityTimeLimitMs - waitedMs();
  const question = { name: zone, type: 'SOA' } as const;
  const options = { timeoutMs, tries, deadline, signal, recursionDesired: false, dnssec: false };
  const result = await askServer({ address: target.address, port }, question, options);
  if ('failure' in result)
    return { asked: false, reason: result.reason, ...(noWayReasons.has(result.reason) ? { noWay: true } : {}) };
  const { code, authoritative, answers } = result.message;
  const soa = answers.find((answer) => answer.type === 'SOA' && sameName(answer.name, zone));
  return { asked: true, code, authoritative, serial: soa?.type === 'SOA' ? (soa.data.serial ?? null) : null };
}
