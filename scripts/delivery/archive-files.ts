/** Archives with the same bytes for the same content: entries in order, one time for all, owner and rights fixed. */
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { ZipFile } from 'yazl';

export interface ArchiveFile {
  /** Path inside the archive, with slashes. */
  path: string;
  bytes: Buffer;
  isExecutable: boolean;
}

const blockBytes = 512;
const [fileMode, programMode, folderMode] = [0o644, 0o755, 0o755];

function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : 1;
}

/** Every folder above the files. */
function foldersOf(files: readonly ArchiveFile[]): string[] {
  const folders = files.flatMap(({ path }) => {
    const parts = path.split('/').slice(0, -1);
    return parts.map((_, index) => `${parts.slice(0, index + 1).join('/')}/`);
  });
  return [...new Set(folders)];
}

/** A tar file (POSIX.1-1988, „ustar“) packed by gzip. @param secondsSinceEpoch time of every entry */
export function tarGz(files: readonly ArchiveFile[], secondsSinceEpoch: number): Buffer {
  const folders = foldersOf(files).map((path) => ({ path, parts: [tarHeader(path, 0, folderMode, '5', secondsSinceEpoch)] }));
  const entries = files.map(({ path, bytes, isExecutable }) => {
    const padding = Buffer.alloc((blockBytes - (bytes.length % blockBytes)) % blockBytes);
    const header = tarHeader(path, bytes.length, isExecutable ? programMode : fileMode, '0', secondsSinceEpoch);
    return { path, parts: [header, bytes, padding] };
  });
  // A folder right before what is in it: tar sets its time when it meets the first file elsewhere.
  const inOrder = [...folders, ...entries].sort(byPath).flatMap(({ parts }) => parts);
  return gzipSync(Buffer.concat([...inOrder, Buffer.alloc(2 * blockBytes)]), { level: 9 });
}

function tarHeader(path: string, size: number, mode: number, type: '0' | '5', mtime: number): Buffer {
  const header = Buffer.alloc(blockBytes);
  const [prefix, name] = splitPath(path);
  const octal = (value: number, at: number, length: number) =>
    header.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  header.write(name, 0, 'utf8');
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(mtime, 136, 12);
  header.write(' '.repeat(8), 148, 'latin1');
  header.write(type, 156, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  header.write(prefix, 345, 'utf8');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

const [longestName, longestPrefix] = [100, 155];

/** ustar keeps the folder apart where the whole path is too long. @throws Error when it does not fit either way */
function splitPath(path: string): [prefix: string, name: string] {
  if (Buffer.byteLength(path) <= longestName) return ['', path];
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    if (Buffer.byteLength(name) <= longestName && Buffer.byteLength(prefix) <= longestPrefix && name !== '')
      return [prefix, name];
  }
  throw new Error(`Der Pfad ist für ein tar-Archiv zu lang: ${path}`);
}

/** A ZIP file for Windows. Its times have no zone: the process has to run with TZ=UTC, or the bytes depend on the place. */
export async function zip(files: readonly ArchiveFile[], secondsSinceEpoch: number): Promise<Buffer> {
  const archive = new ZipFile();
  const mtime = new Date(secondsSinceEpoch * 1000);
  for (const { path, bytes, isExecutable } of files.toSorted(byPath)) {
    archive.addBuffer(bytes, path, {
      mtime,
      mode: 0o100000 | (isExecutable ? programMode : fileMode),
      compress: true,
      compressionLevel: 9,
    });
  }
  archive.end();
  const chunks: Buffer[] = [];
  for await (const chunk of archive.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** The named files of a package as npm packs it, without the folder `package/`. @throws Error when one is missing */
export function filesOfPackage(tgz: Buffer, wanted: readonly string[]): Map<string, Buffer> {
  const tar = gunzipSync(tgz);
  const found = new Map<string, Buffer>();
  for (let at = 0; at + blockBytes <= tar.length && tar[at] !== 0; ) {
    const text = (from: number, length: number) => tar.toString('utf8', at + from, at + from + length).replace(/\0.*$/s, '');
    const [prefix, name] = [text(345, longestPrefix), text(0, longestName)];
    const path = (prefix === '' ? name : `${prefix}/${name}`).replace(/^[^/]+\//, '');
    const size = Number.parseInt(text(124, 12).trim() || '0', 8);
    if (wanted.includes(path)) found.set(path, tar.subarray(at + blockBytes, at + blockBytes + size));
    at += blockBytes + Math.ceil(size / blockBytes) * blockBytes;
  }
  const missing = wanted.filter((path) => !found.has(path));
  if (missing.length > 0) throw new Error(`Im Paket fehlt: ${missing.join(', ')}`);
  return found;
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
