/**
 * Opens a ZIP from outside without trusting what it says about itself: the directory is read first, every entry is unpacked on
 * its own and never beyond a limit. Format: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
 */
import { inflateRawSync } from 'node:zlib';
import { ForeignFileError } from '../errors.ts';

const endSignature = 0x06054b50;
const directorySignature = 0x02014b50;
const entrySignature = 0x04034b50;
const endLength = 22;
const directoryLength = 46;
const entryLength = 30;
const maxCommentLength = 0xffff;

const maxEntries = 2000;
const maxUnpackedBytes = 64 * 1024 * 1024;
/** Spreadsheets with thousands of empty, formatted rows reach about 60; bombs begin at 1000. */
const maxRatio = 250;
/** Below this size the ratio does not matter. */
const ratioMattersFromBytes = 4 * 1024 * 1024;

interface Entry {
  method: number;
  packed: number;
  unpacked: number;
  offset: number;
  encrypted: boolean;
}

export interface Archive {
  names: readonly string[];
  /** Unpacked content, or null when there is no such entry. @throws ForeignFileError when it is damaged or too large */
  read(name: string): Buffer | null;
}

/** @throws ForeignFileError when it is no ZIP, damaged, or would unpack to more than a spreadsheet of questions ever needs */
export function openArchive(bytes: Uint8Array, file: string): Archive {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readDirectory(data, file);
  const declared = [...entries.values()].reduce((sum, { unpacked }) => sum + unpacked, 0);
  if (declared > maxUnpackedBytes) throw tooLarge(file);
  let unpackedSoFar = 0;
  return {
    names: [...entries.keys()],
    read(name) {
      const entry = entries.get(name);
      if (entry === undefined) return null;
      const content = unpack(data, entry, maxUnpackedBytes - unpackedSoFar, file);
      unpackedSoFar += content.length;
      return content;
    },
  };
}

function readDirectory(data: Buffer, file: string): Map<string, Entry> {
  const end = findEnd(data);
  if (end === null) throw damaged(file);
  const count = data.readUInt16LE(end + 10);
  const length = data.readUInt32LE(end + 12);
  let at = data.readUInt32LE(end + 16);
  if (count > maxEntries) throw tooLarge(file);
  if (at + length > end) throw damaged(file);
  const entries = new Map<string, Entry>();
  for (let index = 0; index < count; index += 1) {
    if (at + directoryLength > end || data.readUInt32LE(at) !== directorySignature) throw damaged(file);
    const nameLength = data.readUInt16LE(at + 28);
    const next = at + directoryLength + nameLength + data.readUInt16LE(at + 30) + data.readUInt16LE(at + 32);
    if (next > end) throw damaged(file);
    entries.set(data.toString('utf8', at + directoryLength, at + directoryLength + nameLength), {
      encrypted: (data.readUInt16LE(at + 8) & 1) === 1,
      method: data.readUInt16LE(at + 10),
      packed: data.readUInt32LE(at + 20),
      unpacked: data.readUInt32LE(at + 24),
      offset: data.readUInt32LE(at + 42),
    });
    at = next;
  }
  return entries;
}

function findEnd(data: Buffer): number | null {
  const lowest = Math.max(0, data.length - endLength - maxCommentLength);
  for (let at = data.length - endLength; at >= lowest; at -= 1) {
    if (data.readUInt32LE(at) === endSignature) return at;
  }
  return null;
}

function unpack(data: Buffer, entry: Entry, limit: number, file: string): Buffer {
  const { offset, packed, unpacked, method } = entry;
  if (entry.encrypted) {
    throw new ForeignFileError(`${file} ist verschlüsselt.`, 'Ohne Kennwort speichern und noch einmal angeben.');
  }
  if (offset + entryLength > data.length || data.readUInt32LE(offset) !== entrySignature) throw damaged(file);
  const start = offset + entryLength + data.readUInt16LE(offset + 26) + data.readUInt16LE(offset + 28);
  if (start + packed > data.length) throw damaged(file);
  const content = data.subarray(start, start + packed);
  const allowed = Math.min(limit, Math.max(ratioMattersFromBytes, packed * maxRatio));
  if (unpacked > allowed) throw tooLarge(file);
  if (method === 0) return content;
  if (method !== 8) throw damaged(file);
  try {
    // The size in the directory may lie, so the limit holds while unpacking.
    return inflateRawSync(content, { maxOutputLength: Math.max(1, allowed) });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge(file) : damaged(file);
  }
}

function damaged(file: string): ForeignFileError {
  return new ForeignFileError(
    `${file} ist beschädigt oder abgeschnitten.`,
    'Die Datei noch einmal schicken lassen; wurde sie per E-Mail verschickt, am besten gepackt.',
  );
}

function tooLarge(file: string): ForeignFileError {
  return new ForeignFileError(
    `${file} würde entpackt viel zu groß für eine ausgefüllte Tabelle.`,
    'Nicht öffnen; nachfragen, woher die Datei stammt.',
  );
}
