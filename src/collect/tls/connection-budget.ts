import { waitedMs } from '../pace.ts';
import type { ProbeEndpoint } from './probe.ts';

/** Counts the connections to one service, and ends when there were enough of them or they took too long. */
export class ConnectionBudget {
  connections = 0;
  readonly #endpoint: ProbeEndpoint;
  readonly #maxConnections: number;
  readonly #timeLimitMs: number;
  readonly #endsAt: number;

  constructor(endpoint: ProbeEndpoint, maxConnections: number, timeLimitMs: number) {
    this.#endpoint = endpoint;
    this.#maxConnections = maxConnections;
    this.#timeLimitMs = timeLimitMs;
    this.#endsAt = performance.now() + timeLimitMs - waitedMs();
  }

  /** Where to connect next, or why no more: the end of a German sentence. */
  next(): ProbeEndpoint | string {
    const leftMs = this.#endsAt + waitedMs() - performance.now();
    if (this.connections >= this.#maxConnections) return `abgebrochen nach ${this.#maxConnections} Verbindungen`;
    if (leftMs <= 0) return `abgebrochen nach ${this.#timeLimitMs / 1000} Sekunden`;
    this.connections++;
    return { ...this.#endpoint, timeoutMs: Math.min(this.#endpoint.timeoutMs, leftMs) };
  }
}
