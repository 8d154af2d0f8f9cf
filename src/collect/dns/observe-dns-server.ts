/** What a name server does for anybody who asks. It is a permitted target itself; nothing it could be made to look up is asked for. */
import type { DnsServerObservation } from '../../domain/dns-observation.ts';
import type { AuthorizedTarget } from '../../domain/freigabe.ts';
import type { DnsServerEndpointObservation } from '../../domain/observation.ts';
import { requirePermittedPort } from '../permitted-port.ts';
import { printable } from '../printable.ts';
import type { ProbeOptions } from '../probes.ts';
import { askServer, type DnsServerAddress, type ExchangeOptions, overTcp } from './exchange.ts';
import { type DnsMessage, isAskable, makeQuery, type Question } from './message.ts';
import { readName, readText, sameName } from './resolver.ts';

/** For everything together. */
export const dnsServerTimeoutMs = 12_000;
/** Questions at most: root twice, version twice, and per zone SOA twice and the transfer. */
export const dnsServerQuestions = 10;

const attemptTimeoutMs = 2000;
/** `ns1.verwaltung.beispielhain.de` may stand in two zones of the Kommune. */
const maxZones = 2;

type Ask = (question: Question) => Promise<DnsMessage | null>;

/**
 * Asks for the name servers of the root with „look it up for me“: a server that is only there for its own zones refuses. It need
 * ask nobody else for that, since every resolver knows the root.
 * @returns null when nothing answers on the port
 * @throws NotAuthorisedError for a port outside the Freigabe, before anything is sent; the signal's reason when aborted
 */
export async function observeDnsServer(
  target: AuthorizedTarget,
  port: number,
  options: ProbeOptions & { timeoutMs?: number },
): Promise<DnsServerEndpointObservation | null> {
  requirePermittedPort(target, port);
  const server = { address: target.address, port };
  const exchangeOptions: ExchangeOptions = {
    timeoutMs: options.timeoutMs ?? attemptTimeoutMs,
    tries: 2,
    deadline: performance.now() + dnsServerTimeoutMs,
    signal: options.signal,
    recursionDesired: true,
    dnssec: false,
  };
  const about = {
    kind: 'dns-server' as const,
    target: { name: target.name, address: target.address, port },
    vantage: target.vantage,
    at: options.now().toISOString(),
  };
  const root = await askServer(server, { name: '.', type: 'NS' }, exchangeOptions);
  if ('failure' in root) return root.failure === 'malformed' ? { ...about, outcome: { seen: false, reason: root.reason } } : null;
  const ownOptions = { ...exchangeOptions, recursionDesired: false };
  const ask: Ask = async (question) => {
    const result = await askServer(server, question, ownOptions);
    return 'failure' in result ? null : result.message;
  };
  const version = await askVersion(ask);
  const zones: DnsServerObservation['zones'][number][] = [];
  for (const zone of zonesToTry(target.name))
    zones.push(await askZone(zone, ask, () => tryTransfer(target, server, zone, ownOptions)));
  const { message } = root;
  return {
    ...about,
    outcome: {
      seen: true,
      data: {
        offersRecursion: message.recursionAvailable,
        answersForeign: message.code === 'NOERROR' && message.answers.length > 0,
        foreignCode: message.code,
        version,
        zones,
      },
    },
  };
}

/** Empty: it answers, and gives nothing away. */
async function askVersion(ask: Ask): Promise<string | null> {
  const message = await ask({ name: 'version.bind', type: 'TXT', class: 'CH' });
  if (message === null) return null;
  const [text] = message.answers.flatMap((answer) => (answer.type === 'TXT' ? [readText(answer.data)] : []));
  return printable(text ?? '', 200);
}

/** The names above the server's own: `beispielhain.de` for `ns1.beispielhain.de`. */
function zonesToTry(name: string | null): string[] {
  const labels = (name ?? '').split('.');
  return labels
    .map((_, index) => labels.slice(index).join('.'))
    .filter((zone) => zone.includes('.') && isAskable(zone))
    .slice(-maxZones)
    .reverse();
}

async function askZone(
  zone: string,
  ask: Ask,
  transfer: () => Promise<DnsServerObservation['zones'][number]['transfer']>,
): Promise<DnsServerObservation['zones'][number]> {
  const message = await ask({ name: zone, type: 'SOA' });
  const soa = message?.answers.find((answer) => answer.type === 'SOA' && sameName(answer.name, zone));
  const authoritative = message?.authoritative === true && soa !== undefined;
  return {
    name: readName(zone),
    authoritative,
    serial: soa?.type === 'SOA' ? (soa.data.serial ?? null) : null,
    transfer: authoritative ? await transfer() : 'not-tried',
  };
}

/** Reads the first message only, and keeps nothing of it: it shows whether the zone would be handed out. */
async function tryTransfer(
  target: AuthorizedTarget,
  server: DnsServerAddress,
  zone: string,
  options: ExchangeOptions,
): Promise<DnsServerObservation['zones'][number]['transfer']> {
  if (!target.permitsAccessTestsAt(server.port)) return 'not-tried';
  const query = makeQuery({ name: zone, type: 'AXFR' }, options);
  const result = await overTcp(server, query, options);
  if ('failure' in result) return 'unanswered';
  const { code, answers } = result.message;
  return code === 'NOERROR' && answers.some(({ type }) => type === 'SOA') ? 'given' : 'refused';
}
