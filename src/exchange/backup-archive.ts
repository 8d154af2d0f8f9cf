/**
 * The container of a backup: a ZIP that any program opens, sealed by the SHA-256 of all its bytes in its comment. The seal finds
 * damage wherever it is, also where no program looks when it unpacks. Read by `yauzl`; nothing is trusted that an entry says
 * about itself. Format: PKWARE APPNOTE 6.3.10, section 4.3.16.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { ForeignFileError } from '../errors.ts';
import { type ArchiveEntry, archiveStream } from './archive.ts';
import { type BackupManifest, frameNames, manifestName, readManifest } from './backup-manifest.ts';

const sealLabel = 'burgward-siegel-1 sha256 ';
const sealLength = sealLabel.length + 64;
const endLength = 22;
const endSignature = 0x06054b50;
const commentLengthOffset = 20;

const maxEntries = 1_000_000;
/** A manifest of that many files. In bytes. */
const maxManifestBytes = 256 * 1024 * 1024;
const maxFrameBytes = maxManifestBytes;
/** Above this, content that shrinks to less than a 250th is no backup but a bomb; databases and papers reach a 30th. */
const bombMattersFromBytes = 1024 ** 3;
const maxRatio = 250;

/** The archive of a backup, its manifest first. */
export function sealedArchive(entries: readonly ArchiveEntry[]): Readable {
  return Readable.from(sealed(entries), { objectMode: false });
}

/** Opens the first file when the first byte is asked for: a target that cannot be written leaves nothing running. */
async function* sealed(entries: readonly ArchiveEntry[]): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let tail: Buffer = Buffer.alloc(0);
  for await (const chunk of archiveStream(entries)) {
    const all = Buffer.concat([tail, chunk]);
    const ready = all.subarray(0, Math.max(0, all.length - endLength));
    tail = all.subarray(ready.length);
    if (ready.length === 0) continue;
    hash.update(ready);
    yield ready;
  }
  tail.writeUInt16LE(sealLength, commentLengthOffset);
  hash.update(tail);
  yield tail;
  yield Buffer.from(sealLabel + hash.digest('hex'), 'latin1');
}

export interface BackupArchive {
  readonly manifest: BackupManifest;
  /** Sum of what it unpacks to, in bytes. */
  readonly unpackedBytes: number;
  /**
   * Unpacks one file of the manifest and holds it against its SHA-256.
   * @param target null: only look at it
   * @throws ForeignFileError when it is damaged
   */
  extract(name: string, target: string | null, signal?: AbortSignal): Promise<void>;
  close(): void;
}

/**
 * @param checkSeal reads the whole file first; without it only the directory and the manifest are read
 * @param name how the file is called in messages, when it is a decrypted copy
 * @throws ForeignFileError when it is no backup, damaged, or would unpack to more than it says
 */
export async function openBackup(
  path: string,
  { checkSeal, name = path }: { checkSeal: boolean; name?: string },
): Promise<BackupArchive> {
  await readSeal(path, name, checkSeal);
  const zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true }).catch((error) => {
    throw readable(error, name);
  });
  try {
    const entries = await readEntries(zip, name);
    const manifestEntry = entries.get(manifestName);
    if (manifestEntry === undefined || manifestEntry.uncompressedSize > maxManifestBytes)
      throw unfit(name, `${manifestName} fehlt`);
    const manifest = readManifest((await readWhole(zip, manifestEntry, name)).toString('utf8'), name);
    const unpackedBytes = await checkContents(entries, manifest, path, name);
    const expected = new Map(manifest.dateien.map((each) => [each.name, each]));
    return {
      manifest,
      unpackedBytes,
      async extract(entryName, target, signal) {
        const [entry, wanted] = [entries.get(entryName), expected.get(entryName)];
        if (entry === undefined || wanted === undefined) throw unfit(name, `${entryName} fehlt`);
        if ((await unpack(zip, entry, target, name, signal)) !== wanted.sha256) throw damaged(name, entryName);
      },
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

/** @throws ForeignFileError when the file does not end as ours do, or its bytes are not those that were sealed */
async function readSeal(path: string, name: string, checkBytes: boolean): Promise<void> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const ending = Buffer.alloc(endLength + sealLength);
    const sealedBytes = size - sealLength;
    if (size < ending.length) throw cutOff(name);
    await file.read(ending, 0, ending.length, size - ending.length);
    const seal = ending.toString('latin1', endLength);
    if (!new RegExp(`^${sealLabel}[0-9a-f]{64}$`).test(seal)) throw cutOff(name);
    if (ending.readUInt32LE(0) !== endSignature || ending.readUInt16LE(commentLengthOffset) !== sealLength) throw damaged(name);
    if (!checkBytes) return;
    const hash = createHash('sha256');
    await pipeline(createReadStream(path, { start: 0, end: sealedBytes - 1 }), hash);
    if (sealLabel + hash.digest('hex') !== seal) throw damaged(name);
  } finally {
    await file.close();
  }
}

async function readEntries(zip: ZipFile, file: string): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  if (zip.entryCount > maxEntries) throw unfit(file, `mehr als ${maxEntries} Einträge`);
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.has(entry.fileName)) throw unfit(file, 'ein Name kommt zweimal vor');
      if (entry.isEncrypted()) throw unfit(file, 'ein Eintrag ist verschlüsselt');
      entries.set(entry.fileName, entry);
    }
  } catch (error) {
    throw readable(error, file);
  }
  return entries;
}

/** Exactly the files the manifest names, of the size it names; returns the sum. */
async function checkContents(
  entries: ReadonlyMap<string, Entry>,
  manifest: BackupManifest,
  path: string,
  file: string,
): Promise<number> {
  const sizes = new Map(manifest.dateien.map(({ name, bytes }) => [name, bytes]));
  const frames = new Set<string>(frameNames);
  for (const [entryName, { uncompressedSize }] of entries) {
    if (frames.has(entryName) ? uncompressedSize <= maxFrameBytes : sizes.get(entryName) === uncompressedSize) continue;
    throw sizes.has(entryName) ? damaged(file, entryName) : unfit(file, `der Eintrag „${entryName}“ gehört nicht dazu`);
  }
  const missing = [...frames, ...sizes.keys()].find((each) => !entries.has(each));
  if (missing !== undefined) throw unfit(file, `${missing} fehlt`);
  const unpacked = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
  const handle = await open(path, 'r');
  const { size } = await handle.stat().finally(() => handle.close());
  if (unpacked > bombMattersFromBytes && unpacked > size * maxRatio) {
    throw new ForeignFileError(
      `${file} würde entpackt viel zu groß für eine Sicherung dieser Größe.`,
      'Nicht öffnen; nachfragen, woher die Datei stammt.',
    );
  }
  return unpacked;
}

async function readWhole(zip: ZipFile, entry: Entry, file: string): Promise<Buffer> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } catch (error) {
    throw readable(error, file);
  }
}

async function unpack(zip: ZipFile, entry: Entry, target: string | null, file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const options = signal === undefined ? {} : { signal };
  try {
    const content = await zip.openReadStreamPromise(entry);
    if (target === null) await pipeline(content, hash, options);
    else {
      const hashing = async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          yield chunk;
        }
      };
      await pipeline(content, hashing, createWriteStream(target, { flags: 'wx', mode: 0o600, flush: true }), options);
    }
  } catch (error) {
    throw readable(error, file, entry.fileName);
  }
  return hash.digest('hex');
}

/** What the disk says and what we say ourselves is passed through; everything else the file is to blame for. */
function readable(error: unknown, file: string, entryName?: string): unknown {
  if (error instanceof ForeignFileError || !(error instanceof Error) || error.name === 'AbortError') return error;
  return 'syscall' in error ? error : damaged(file, entryName);
}

function damaged(file: string, entryName?: string): ForeignFileError {
  return new ForeignFileError(
    `${file} wurde verändert oder ist beschädigt${entryName === undefined ? '' : ` (${entryName})`}: Die Prüfsumme stimmt nicht.`,
    'Eine andere Sicherung verwenden; diese aufheben und den Datenträger prüfen.',
  );
}

function cutOff(file: string): ForeignFileError {
  return new ForeignFileError(
    `${file} ist keine Sicherung von burgward oder abgeschnitten: Das Siegel am Ende fehlt.`,
    'Die Datei noch einmal vollständig kopieren oder eine andere Sicherung verwenden.',
  );
}

function unfit(file: string, reason: string): ForeignFileError {
  return new ForeignFileError(
    `${file} ist keine Sicherung von burgward: ${reason}.`,
    'Nicht von Hand entpacken; eine Datei angeben, die „burgward sicherung erstellen“ geschrieben hat.',
  );
}
