/** What ClientHellos of our own tell about key exchange, extensions and order, beyond versions and suites. */
import {
  type Settled,
  type TlsFeatures,
  type TlsGroups,
  type TlsOldFeatures,
  type TlsSuites,
  type TlsVersion,
  tlsVersions,
} from '../../domain/observation.ts';
import { buildClientHello, extensionTypes, fallbackScsv, type HelloOptions, usualSuites } from './client-hello.ts';
import { ConnectionBudget } from './connection-budget.ts';
import { offersEarlyData } from './early-data.ts';
import {
  cbcSuites,
  chachaSuites,
  curveSuites,
  curves,
  finiteFieldSuites,
  groupName,
  groupOfCertificate,
  groupsOfTls13,
} from './key-exchange.ts';
import { exchange, explainAlert, isRefusal, type NoAnswer, type ProbeEndpoint } from './probe.ts';
import { acceptsRenegotiation } from './renegotiation.ts';
import {
  chosenCurve,
  chosenGroup,
  type FlightAnswer,
  modulusBits,
  readHelloOnly,
  readUpToKeyExchange,
  type ServerFlight,
} from './server-flight.ts';

/** Most connections for one service to see its features. A usual server takes about 20. */
export const maxFeatureConnections = 60;
/** Most time for that. */
export const featuresTimeLimitMs = 20_000;

/** What a server is known to offer already. */
export interface KnownOffer {
  /** Versions the server offers. */
  versions: ReadonlySet<TlsVersion>;
  suites: TlsSuites;
  /** Curve of its certificate, as an observed certificate names it. */
  certificateCurve: string | null;
}

/**
 * Asks one connection after the other.
 * @throws the signal's reason when aborted
 */
export async function observeFeatures(endpoint: ProbeEndpoint, known: KnownOffer): Promise<TlsFeatures> {
  const look = new FeatureLook(endpoint, known);
  const old = await look.oldFeatures();
  const clientRenegotiation = await look.clientRenegotiation(old);
  const encryptThenMac = await look.encryptThenMac();
  const dhBits = await look.dhBits();
  const refusesFallback = await look.refusesFallback();
  const ownOrder = await look.ownOrder();
  const earlyData = await look.earlyData();
  const groups = await look.groups();
  return {
    groups,
    ...(dhBits === null ? {} : { dhBits }),
    ...(old === null ? {} : { old }),
    ...(clientRenegotiation === null ? {} : { clientRenegotiation }),
    ...(encryptThenMac === null ? {} : { encryptThenMac }),
    ...(refusesFallback === null ? {} : { refusesFallback }),
    ...(ownOrder === null ? {} : { ownOrder }),
    ...(earlyData === null ? {} : { earlyData }),
    connections: look.connections,
  };
}

type Answer = FlightAnswer | NoAnswer | { kind: 'budget'; reason: string };
type GroupReply =
  | { kind: 'chosen'; group: number }
  | { kind: 'refused' }
  | { kind: 'ended' }
  | { kind: 'unknown'; reason: string };
/** Offers these groups in one connection. */
type Ask = (groups: readonly number[]) => Promise<GroupReply>;

const newestFirst = [...tlsVersions].reverse();
const upToTls12 = newestFirst.filter((version) => version !== 'TLSv1.3');

class FeatureLook {
  readonly #endpoint: ProbeEndpoint;
  readonly #known: KnownOffer;
  readonly #budget: ConnectionBudget;

  constructor(endpoint: ProbeEndpoint, known: KnownOffer) {
    this.#endpoint = endpoint;
    this.#known = known;
    this.#budget = new ConnectionBudget(endpoint, maxFeatureConnections, featuresTimeLimitMs);
  }

  get connections(): number {
    return this.#budget.connections;
  }

  async oldFeatures(): Promise<Settled<TlsOldFeatures> | null> {
    const version = upToTls12.find((each) => this.#known.versions.has(each));
    if (version === undefined) return null;
    const options = { compression: true, unwantedExtensions: true };
    return whenChosen(version, await this.#offer(version, this.#accepted(version), options), ({ compression, extensions }) => ({
      compression: compression === 1,
      secureRenegotiation: extensions.has(extensionTypes.renegotiationInfo),
      extendedMasterSecret: extensions.has(extensionTypes.extendedMasterSecret),
      heartbeat: extensions.has(extensionTypes.heartbeat),
      truncatedHmac: extensions.has(extensionTypes.truncatedHmac),
    }));
  }

  /** Our TLS library does not begin anew with a server that cannot protect it; that server has the greater problem. */
  async clientRenegotiation(old: Settled<TlsOldFeatures> | null): Promise<Settled<boolean> | null> {
    if (old?.settled !== true || !old.value.secureRenegotiation) return null;
    const endpoint = this.#budget.next();
    return typeof endpoint === 'string' ? open(endpoint) : acceptsRenegotiation(endpoint);
  }

  async earlyData(): Promise<Settled<boolean> | null> {
    if (!this.#known.versions.has('TLSv1.3')) return null;
    const endpoint = this.#budget.next();
    return typeof endpoint === 'string' ? open(endpoint) : offersEarlyData(endpoint);
  }

  async encryptThenMac(): Promise<Settled<boolean> | null> {
    const found = this.#newestWith(cbcSuites);
    if (found === null || found.version === 'SSLv3') return null;
    const answer = await this.#offer(found.version, found.suites);
    return whenChosen(found.version, answer, ({ extensions }) => extensions.has(extensionTypes.encryptThenMac));
  }

  /** No group of finite fields is offered: then the server shows the prime it was set up with. */
  async dhBits(): Promise<Settled<number> | null> {
    const found = this.#newestWith(finiteFieldSuites);
    if (found === null) return null;
    const answer = await this.#offer(found.version, found.suites, { groups: curves }, readUpToKeyExchange);
    const bits = whenChosen(found.version, answer, modulusBits);
    if (!bits.settled) return bits;
    return bits.value === null ? open('Die Antwort nennt keine Primzahl.') : { settled: true, value: bits.value };
  }

  async refusesFallback(): Promise<Settled<boolean> | null> {
    const [, second] = newestFirst.filter((version) => this.#known.versions.has(version));
    if (second === undefined) return null;
    const answer = await this.#offer(second, [...this.#accepted(second), fallbackScsv]);
    if (answer.kind === 'alert' && answer.fatal && answer.description === inappropriateFallback)
      return { settled: true, value: true };
    return whenChosen(second, answer, () => false);
  }

  /** Shows the accepted suites from behind: who then takes the same as before keeps to an order of its own. */
  async ownOrder(): Promise<Settled<boolean> | null> {
    const version = upToTls12.find((each) => this.#listed(each).length > 1);
    if (version === undefined) return null;
    const [favourite, ...others] = this.#listed(version);
    const last = others.at(-1);
    if (favourite === undefined || last === undefined) return null;
    const answer = await this.#offer(version, [...others.toReversed(), favourite]);
    const chosen = whenChosen(version, answer, ({ suite }) => suite);
    if (!chosen.settled) return chosen;
    if (chosen.value !== favourite && chosen.value !== last) return open('Der Server wählt mal so, mal so.');
    return { settled: true, value: chosen.value === favourite };
  }

  async groups(): Promise<TlsFeatures['groups']> {
    const groups: Partial<Record<TlsVersion, TlsGroups>> = {};
    if (this.#known.versions.has('TLSv1.3')) {
      const ask: Ask = async (offered) => {
        const options = { groups: offered, withoutKeys: true };
        return groupReply('TLSv1.3', await this.#offer('TLSv1.3', this.#accepted('TLSv1.3'), options), chosenGroup);
      };
      groups['TLSv1.3'] = await listGroups(ask, groupsOfTls13, null);
    }
    const found = this.#newestWith(curveSuites);
    if (found !== null && found.version !== 'SSLv3') {
      const { version, suites } = found;
      const ask: Ask = async (offered) =>
        groupReply(version, await this.#offer(version, suites, { groups: offered }, readUpToKeyExchange), chosenCurve);
      groups[version] = await listGroups(ask, curves, groupOfCertificate(this.#known.certificateCurve));
    }
    return groups;
  }

  /** What the server was seen to accept; without a list what is usual. */
  #accepted(version: TlsVersion): readonly number[] {
    const accepted = this.#known.suites.versions[version]?.accepted.map(Number) ?? [];
    return accepted.length === 0 ? usualSuites(version) : accepted;
  }

  /** Accepted suites in the order of the server's choices, without those with which some servers follow the client. */
  #listed(version: TlsVersion): number[] {
    const accepted = this.#known.suites.versions[version]?.accepted.map(Number) ?? [];
    return accepted.filter((suite) => !chachaSuites.has(suite));
  }

  #newestWith(wanted: ReadonlySet<number>): { version: TlsVersion; suites: number[] } | null {
    for (const version of upToTls12) {
      const suites = (this.#known.suites.versions[version]?.accepted ?? []).map(Number).filter((suite) => wanted.has(suite));
      if (suites.length > 0) return { version, suites };
    }
    return null;
  }

  async #offer(
    version: TlsVersion,
    suites: readonly number[],
    options: HelloOptions = {},
    read: (received: Buffer) => FlightAnswer | null = readHelloOnly,
  ): Promise<Answer> {
    const endpoint = this.#budget.next();
    if (typeof endpoint === 'string') return { kind: 'budget', reason: endpoint };
    const hello = () => buildClientHello(version, this.#endpoint.serverName, suites, options);
    return exchange<FlightAnswer>(endpoint, hello, read, { kind: 'not-tls', isSsh: false });
  }
}

/** RFC 7507, 3. */
const inappropriateFallback = 86;

function open(reason: string): { settled: false; reason: string } {
  return { settled: false, reason };
}

/** The value of an answer in the version that was offered. A server known to accept the offer has no reason to refuse it. */
function whenChosen<T>(version: TlsVersion, answer: Answer, read: (flight: ServerFlight) => T): Settled<T> {
  switch (answer.kind) {
    case 'flight':
      return answer.version === version
        ? { settled: true, value: read(answer) }
        : open('Die Antwort nennt eine andere TLS-Version als die angebotene.');
    case 'alert':
      return open(explainAlert(answer.description));
    case 'not-tls':
      return open('Die Antwort ist kein TLS.');
    case 'closed':
      return open('Die Gegenstelle hat die Verbindung geschlossen.');
    default:
      return open(answer.reason);
  }
}

function groupReply(version: TlsVersion, answer: Answer, read: (flight: ServerFlight) => number | null): GroupReply {
  if (answer.kind === 'closed' || (answer.kind === 'failed' && answer.isReset)) return { kind: 'ended' };
  if (answer.kind === 'alert' && isRefusal(answer)) return { kind: 'refused' };
  const chosen = whenChosen(version, answer, read);
  if (!chosen.settled) return { kind: 'unknown', reason: chosen.reason };
  return chosen.value === null
    ? { kind: 'unknown', reason: 'Die Antwort nennt keine Gruppe.' }
    : { kind: 'chosen', group: chosen.value };
}

/**
 * Offers all, takes away the one that was chosen, asks again, until the server refuses.
 * @param ofCertificate up to TLS 1.2 a server with a certificate on a curve refuses clients without that curve (RFC 8422, 5.1): it
 *   stays in the offer, at the end, and being chosen a second time it ends the list
 */
async function listGroups(ask: Ask, candidates: readonly number[], ofCertificate: number | null): Promise<TlsGroups> {
  const accepted: number[] = [];
  const done = (incomplete: string | null) => ({ accepted: accepted.map(groupName), incomplete });
  for (;;) {
    const left = candidates.filter((group) => !accepted.includes(group));
    const offered = ofCertificate !== null && accepted.includes(ofCertificate) ? [...left, ofCertificate] : left;
    const reply = await askConfirmed(ask, offered, accepted[0]);
    if (reply.kind === 'unknown') return done(reply.reason);
    if (reply.kind !== 'chosen') return done(accepted.length === 0 ? 'Der Server nennt keine Gruppe.' : null);
    if (!offered.includes(reply.group))
      return done(`Der Server wählt eine Gruppe, die nicht angeboten war (${groupName(reply.group)}).`);
    if (accepted.includes(reply.group)) return done(null);
    accepted.push(reply.group);
    if (accepted.length === candidates.length) return done(null);
  }
}

/** Hanging up counts as refusal only if the server then still takes a group it is known to accept, and hangs up again. */
async function askConfirmed(ask: Ask, offered: readonly number[], known: number | undefined): Promise<GroupReply> {
  const reply = await ask(offered);
  if (reply.kind !== 'ended' || known === undefined) return reply;
  const control = await ask([known]);
  if (control.kind === 'unknown') return control;
  if (control.kind !== 'chosen') return { kind: 'unknown', reason: 'Die Gegenstelle nimmt keine Verbindung mehr an.' };
  return ask(offered);
}
