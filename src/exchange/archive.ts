/** The only file that knows the library for archives (ZIP). */
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** One file of an archive: from memory, or copied from a file without being held in memory. */
export type ArchiveEntry = { name: string } & ({ bytes: Uint8Array } | { path: string });

/** Entries carry no date of their own, so that the same content gives the same bytes. Local time, as ZIP means it. */
const noDate = new Date(1980, 0, 1);

/** A ZIP in the order of the entries. Names use forward slashes and stay below the folder it is unpacked in. */
export function archiveStream(entries: readonly ArchiveEntry[]): Readable {
  const zip = new ZipFile();
  const options = { mtime: noDate, mode: 0o100644, forceDosTimestamp: true };
  for (const entry of entries) {
    if ('bytes' in entry) zip.addBuffer(Buffer.from(entry.bytes), entry.name, options);
    else zip.addFile(entry.path, entry.name, options);
  }
  zip.end();
  zip.on('error', (error) => (zip.outputStream as Readable).destroy(error as Error));
  return zip.outputStream as Readable;
}
