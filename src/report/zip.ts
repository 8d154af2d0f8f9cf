/** ZIP archives in memory, for documents that are ZIP archives. */
import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';
import { ZipFile } from 'yazl';

export interface ZipPart {
  name: string;
  bytes: Uint8Array;
}

/** Entries carry no date of their own, so that the same content gives the same bytes. Local time, as ZIP means it. */
const noDate = new Date(1980, 0, 1);

export async function writeZip(parts: readonly ZipPart[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { name, bytes } of parts)
    zip.addBuffer(Buffer.from(bytes), name, { mtime: noDate, mode: 0o100644, forceDosTimestamp: true });
  zip.end();
  return await buffer(zip.outputStream);
}

/** More than any report unpacks to. */
const maxUnpackedBytes = 64 * 1024 * 1024;

/**
 * The parts wanted, without trusting what the archive says about their size.
 * @throws Error when the bytes are no ZIP, damaged, encrypted, or unpack to more than any report does
 */
export async function readZip(bytes: Uint8Array, wanted: (name: string) => boolean): Promise<ZipPart[]> {
  const zip = await yauzl.fromBufferPromise(Buffer.from(bytes), { lazyEntries: true, strictFileNames: true });
  const parts: ZipPart[] = [];
  let left = maxUnpackedBytes;
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/') || !wanted(entry.fileName)) continue;
    if (entry.uncompressedSize > left) throw new Error('too large');
    const content = await buffer(await zip.openReadStreamPromise(entry));
    left -= content.length;
    parts.push({ name: entry.fileName, bytes: content });
  }
  return parts;
}
