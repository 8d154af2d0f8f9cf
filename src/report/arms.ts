/** Arms as somebody brings them: checked to be a picture and nothing else, and freed of what a report must not carry. */
import { crc32, inflateSync } from 'node:zlib';
import type { Arms } from '../domain/letterhead.ts';
import { ForeignFileError } from '../errors.ts';
import { cleanSvg } from './arms-svg.ts';

export const maxArmsBytes = 500 * 1024;

/** Narrower or wider than this has no place beside a title. */
const ratios = { least: 0.25, most: 4 };

/**
 * @param file as messages call it
 * @throws ForeignFileError saying what is wrong with the file
 */
export async function readArms(bytes: Uint8Array, kind: Arms['kind'], file: string): Promise<Arms> {
  if (bytes.length > maxArmsBytes) {
    const size = Math.ceil(bytes.length / 1024);
    throw new ForeignFileError(`${file} ist ${size} KB groß; möglich sind höchstens 500 KB.`, 'Das Bild verkleinern.');
  }
  const { bytes: clean, width, height } = kind === 'png' ? cleanPng(bytes, file) : await cleanSvg(bytes, file);
  const ratio = width / height;
  if (ratio < ratios.least || ratio > ratios.most) {
    throw new ForeignFileError(
      `${file} ist für ein Wappen zu ${ratio < 1 ? 'schmal' : 'breit'} (Breite zu Höhe ${ratio.toFixed(2).replace('.', ',')}).`,
      'Das Bild auf das Wappen zuschneiden; Breite und Höhe dürfen sich höchstens um das Vierfache unterscheiden.',
    );
  }
  return { kind, bytes: clean, ratio };
}

interface Picture {
  bytes: Uint8Array;
  width: number;
  height: number;
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Others carry words, dates, places or a second picture. */
const keptChunks = ['IHDR', 'PLTE', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'IDAT', 'IEND'];
const maxSide = 4000;
/** Samples per pixel by colour type (PNG 3rd edition, table 12). */
const samplesOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

interface Chunk {
  type: string;
  data: Buffer;
  whole: Buffer;
}

function cleanPng(source: Uint8Array, file: string): Picture {
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  if (!bytes.subarray(0, 8).equals(signature)) {
    throw new ForeignFileError(`${file} ist kein PNG-Bild, auch wenn es so heißt.`, 'Das Wappen als PNG oder SVG speichern.');
  }
  const chunks = chunksOf(bytes);
  const [header] = chunks ?? [];
  if (chunks === null || header === undefined || header.type !== 'IHDR' || chunks.at(-1)?.type !== 'IEND') throw damagedPng(file);
  const [width, height] = [header.data.readUInt32BE(0), header.data.readUInt32BE(4)];
  if (width === 0 || height === 0) throw damagedPng(file);
  if (width > maxSide || height > maxSide) {
    throw new ForeignFileError(
      `${file} hat ${width} × ${height} Punkte; möglich sind höchstens ${maxSide} × ${maxSide}.`,
      'Das Bild verkleinern; 600 Punkte Höhe genügen auch für den Druck.',
    );
  }
  if (!unpacksToPixels(chunks, width, height)) throw damagedPng(file);
  const kept = chunks.filter(({ type }) => keptChunks.includes(type));
  return { bytes: Buffer.concat([signature, ...kept.map(({ whole }) => whole)]), width, height };
}

/** Null when the file is cut off, or a part of it is not as it was written. */
function chunksOf(bytes: Buffer): Chunk[] | null {
  const chunks: Chunk[] = [];
  let at = 8;
  while (at + 12 <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    if (at + 12 + length > bytes.length) return null;
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== bytes.readUInt32BE(at + 8 + length)) return null;
    chunks.push({ type, data: bytes.subarray(at + 8, at + 8 + length), whole: bytes.subarray(at, at + 12 + length) });
    at += 12 + length;
    if (type === 'IEND') return chunks;
  }
  return null;
}

/** Neither too few nor too many: what is not interlaced has one byte more per row than its pixels need. */
function unpacksToPixels(chunks: readonly Chunk[], width: number, height: number): boolean {
  const header = chunks[0]?.data;
  const samples = samplesOf[header?.[9] ?? -1];
  if (header === undefined || header.length !== 13 || samples === undefined) return false;
  const expected = (Math.ceil((width * samples * (header[8] ?? 0)) / 8) + 1) * height;
  const isInterlaced = header[12] !== 0;
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  try {
    const unpacked = inflateSync(packed, { maxOutputLength: isInterlaced ? expected * 2 + 64 : expected });
    return isInterlaced || unpacked.length === expected;
  } catch {
    return false;
  }
}

function damagedPng(file: string): ForeignFileError {
  return new ForeignFileError(`${file} ist beschädigt oder abgeschnitten.`, 'Das Wappen noch einmal als PNG speichern.');
}
