/** What nmap wrote, kept as proof: hash over the raw bytes and, up to a size, the bytes themselves. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createGzip } from 'node:zlib';

export interface XmlEvidence {
  /** Over everything nmap wrote to standard output, lower-case hex. */
  sha256: string;
  /** Length of that, uncompressed. */
  bytes: number;
  /** The same as gzip; null when it would have been larger than 16 MB. */
  gzip: Uint8Array | null;
}

const maxCompressedBytes = 16 * 1024 * 1024;

export class EvidenceCollector {
  readonly #hash = createHash('sha256');
  readonly #gzip = createGzip();
  #parts: Buffer[] = [];
  #compressedBytes = 0;
  #bytes = 0;

  constructor() {
    this.#gzip.on('data', (part: Buffer) => {
      this.#compressedBytes += part.length;
      if (this.#compressedBytes > maxCompressedBytes) this.#parts = [];
      else this.#parts.push(part);
    });
  }

  /** Resolves when the bytes are no longer needed; waiting is only necessary when they are to be overwritten, or are many. */
  async add(chunk: Uint8Array): Promise<void> {
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
    if (this.#compressedBytes > maxCompressedBytes) return;
    await new Promise<void>((resolve) => this.#gzip.write(chunk, () => resolve()));
  }

  /** Whether more has come than could be compressed so far. */
  get isBehind(): boolean {
    return this.#gzip.writableNeedDrain;
  }

  /** Ends the collection; nothing may be added afterwards. */
  async finish(): Promise<XmlEvidence> {
    const ended = once(this.#gzip, 'end');
    this.#gzip.end();
    await ended;
    const gzip = this.#compressedBytes > maxCompressedBytes ? null : Buffer.concat(this.#parts);
    return { sha256: this.#hash.digest('hex'), bytes: this.#bytes, gzip };
  }
}
