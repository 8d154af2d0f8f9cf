import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { PortScanOutcome } from './port-scan.ts';

/**
 * What is known of a host's ports, as few bytes: a file may tell of a million ports, and an object for each takes two hundred bytes. Unpacked
 * anew each time it is asked for.
 */
export class PackedOutcome {
  readonly seen: boolean;
  /** Every port that was asked for has an entry; false where nothing was seen. */
  readonly complete: boolean;
  readonly #bytes: Uint8Array;

  constructor(outcome: PortScanOutcome) {
    this.seen = outcome.seen;
    this.complete = outcome.seen && outcome.data.complete;
    this.#bytes = deflateRawSync(JSON.stringify(outcome), { level: 1 });
  }

  unpack(): PortScanOutcome {
    return JSON.parse(inflateRawSync(this.#bytes).toString('utf8')) as PortScanOutcome;
  }
}
