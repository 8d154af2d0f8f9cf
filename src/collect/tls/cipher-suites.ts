/** Every cipher suite a server accepts: offer all, take away the one it chose, ask again, until it refuses. */
import { type TlsSuites, type TlsVersion, type TlsVersionSuites, tlsVersions } from '../../domain/observation.ts';
import { suitePortions } from './client-hello.ts';
import { ConnectionBudget } from './connection-budget.ts';
import { exchange, judgeVersion, type ProbeEndpoint, probeVersion } from './probe.ts';
import { buildSslv2Hello, readSslv2Answer, type Sslv2Answer } from './sslv2.ts';

/** Most connections for one service to list its suites. A well kept server takes about ten, one that accepts everything OpenSSL ever knew about 110. */
export const maxSuiteConnections = 120;
/** Most time for one service: slow and distant servers are not kept busy longer. */
export const suitesTimeLimitMs = 20_000;

/** What one offer brought. `ended`: closed or reset without a word; `unknown`: nothing that could be relied on. */
type Reply = { kind: 'chosen'; suite: number } | { kind: 'refused' } | { kind: 'ended' } | { kind: 'unknown'; reason: string };

/**
 * Asks one connection after the other, newest version first.
 * @param firstChoices what the server chose in each version it offers; null when its answer did not say
 * @throws the signal's reason when aborted
 */
export async function listSuites(
  endpoint: ProbeEndpoint,
  firstChoices: ReadonlyMap<TlsVersion, number | null>,
): Promise<TlsSuites> {
  const questioning = new Questioning(endpoint);
  const versions: Partial<Record<'SSLv2' | TlsVersion, TlsVersionSuites>> = {};
  for (const version of [...tlsVersions].reverse()) {
    const first = firstChoices.get(version);
    if (first !== undefined) versions[version] = await questioning.listVersion(version, first);
  }
  const oldest = await questioning.listSslv2();
  return { versions: oldest === null ? versions : { ...versions, SSLv2: oldest }, connections: questioning.connections };
}

class Questioning {
  readonly #budget: ConnectionBudget;

  constructor(endpoint: ProbeEndpoint) {
    this.#budget = new ConnectionBudget(endpoint, maxSuiteConnections, suitesTimeLimitMs);
  }

  get connections(): number {
    return this.#budget.connections;
  }

  async listVersion(version: TlsVersion, first: number | null): Promise<TlsVersionSuites> {
    const accepted: number[] = [];
    const done = (incomplete: string | null) => ({ accepted: accepted.map(inHex), incomplete });
    if (first === null) return done('Die Antwort nennt kein Verfahren.');
    const portions = suitePortions(version);
    if (!portions.some((portion) => portion.includes(first))) return done(notOffered(first));
    accepted.push(first);
    for (const portion of portions) {
      let left = portion.filter((suite) => suite !== first);
      while (left.length > 0) {
        const reply = await this.#offerConfirmed(version, left, first);
        if (reply.kind === 'unknown') return done(reply.reason);
        if (reply.kind !== 'chosen') break;
        accepted.push(reply.suite);
        left = left.filter((suite) => suite !== reply.suite);
      }
    }
    return done(null);
  }

  /** One connection tells all: the server names its list. Null when it does not answer in SSL 2.0, or knows no cipher there. */
  async listSslv2(): Promise<TlsVersionSuites | null> {
    const endpoint = this.#budget.next();
    if (typeof endpoint === 'string') return { accepted: [], incomplete: endpoint };
    const answer = await exchange<Sslv2Answer>(endpoint, buildSslv2Hello, readSslv2Answer, { kind: 'other' });
    if (answer.kind === 'failed' && !answer.isReset) return { accepted: [], incomplete: answer.reason };
    return answer.kind === 'sslv2' && answer.ciphers.length > 0 ? { accepted: answer.ciphers, incomplete: null } : null;
  }

  /**
   * Some servers refuse by hanging up, and so does a packet filter that has had enough. It counts as refusal only if the server
   * then still takes a suite it is known to accept, and hangs up again.
   */
  async #offerConfirmed(version: TlsVersion, suites: readonly number[], known: number): Promise<Reply> {
    const reply = await this.#offer(version, suites);
    if (reply.kind !== 'ended') return reply;
    const control = await this.#offer(version, [known]);
    if (control.kind === 'unknown') return control;
    if (control.kind !== 'chosen') return { kind: 'unknown', reason: 'Die Gegenstelle nimmt keine Verbindung mehr an.' };
    return this.#offer(version, suites);
  }

  async #offer(version: TlsVersion, suites: readonly number[]): Promise<Reply> {
    const endpoint = this.#budget.next();
    if (typeof endpoint === 'string') return { kind: 'unknown', reason: endpoint };
    const result = await probeVersion(endpoint, version, suites);
    if (result.kind === 'closed' || (result.kind === 'failed' && result.isReset)) return { kind: 'ended' };
    const outcome = judgeVersion(version, result);
    if (outcome.offered === null) return { kind: 'unknown', reason: outcome.reason };
    if (!outcome.offered || result.kind !== 'server-hello') return { kind: 'refused' };
    if (result.suite === null) return { kind: 'unknown', reason: 'Die Antwort nennt kein Verfahren.' };
    if (!suites.includes(result.suite)) return { kind: 'unknown', reason: notOffered(result.suite) };
    return { kind: 'chosen', suite: result.suite };
  }
}

function notOffered(suite: number): string {
  return `Der Server wählt ein Verfahren, das nicht angeboten war (${inHex(suite)}).`;
}

/** As in the IANA registries: `0xc02f`. */
function inHex(suite: number): string {
  return `0x${suite.toString(16).padStart(4, '0')}`;
}
