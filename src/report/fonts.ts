/** Source Sans 3 (SIL Open Font License): where its files lie, which characters they have, and a form for the web. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';

export const fontFaces = [
  { weight: 400, file: '400Regular/SourceSans3_400Regular.ttf' },
  { weight: 600, file: '600SemiBold/SourceSans3_600SemiBold.ttf' },
] as const;

export interface Font {
  weight: number;
  /** The TrueType file. */
  bytes: Buffer;
}

let fonts: Promise<Font[]> | undefined;
let webFonts: Promise<{ weight: number; base64: string }[]> | undefined;

/** Read once in a process. */
export function readFonts(): Promise<Font[]> {
  fonts ??= readFontFiles();
  return fonts;
}

/** The same as WOFF in base64, packed once in a process. */
export function readWebFonts(): Promise<{ weight: number; base64: string }[]> {
  webFonts ??= readFonts().then((all) => all.map(({ weight, bytes }) => ({ weight, base64: toWoff(bytes).toString('base64') })));
  return webFonts;
}

async function readFontFiles(): Promise<Font[]> {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve('@expo-google-fonts/source-sans-3/package.json'));
  return await Promise.all(fontFaces.map(async ({ weight, file }) => ({ weight, bytes: await readFile(join(folder, file)) })));
}

interface SfntTable {
  tag: string;
  checksum: number;
  data: Buffer;
}

/** Tables of an sfnt file (OpenType 1.9, „Table directory“). */
function sfntTables(font: Buffer): SfntTable[] {
  const count = font.readUInt16BE(4);
  return Array.from({ length: count }, (_, index) => {
    const at = 12 + index * 16;
    const offset = font.readUInt32BE(at + 8);
    return {
      tag: font.toString('latin1', at, at + 4),
      checksum: font.readUInt32BE(at + 4),
      data: font.subarray(offset, offset + font.readUInt32BE(at + 12)),
    };
  });
}

/** Code points a font has a glyph for, from its character map of format 12 or 4 (OpenType 1.9, „cmap“). */
export function coverage(font: Buffer): (codePoint: number) => boolean {
  const cmap = sfntTables(font).find((table) => table.tag === 'cmap')?.data;
  if (cmap === undefined) return () => false;
  const offsets = Array.from({ length: cmap.readUInt16BE(2) }, (_, index) => cmap.readUInt32BE(4 + index * 8 + 4));
  const ranges = offsets.flatMap((offset) => rangesOf(cmap.subarray(offset)));
  return (codePoint) => ranges.some(([first, last]) => codePoint >= first && codePoint <= last);
}

function rangesOf(subtable: Buffer): [number, number][] {
  const format = subtable.readUInt16BE(0);
  if (format === 12) {
    const groups = subtable.readUInt32BE(12);
    return Array.from({ length: groups }, (_, i) => [subtable.readUInt32BE(16 + i * 12), subtable.readUInt32BE(20 + i * 12)]);
  }
  if (format !== 4) return [];
  const segments = subtable.readUInt16BE(6) / 2;
  return Array.from({ length: segments }, (_, i): [number, number] => [
    subtable.readUInt16BE(16 + segments * 2 + i * 2),
    subtable.readUInt16BE(14 + i * 2),
  ]).filter(([first]) => first !== 0xffff);
}

/** WOFF 1.0: the same tables, each compressed; about half the size. */
export function toWoff(font: Buffer): Buffer {
  const tables = sfntTables(font).sort((a, b) => (a.tag < b.tag ? -1 : 1));
  const packed = tables.map(({ data }) => {
    const deflated = deflateSync(data, { level: 6 });
    return deflated.length < data.length ? deflated : data;
  });
  const header = Buffer.alloc(44 + tables.length * 20);
  let offset = header.length;
  tables.forEach(({ tag, checksum, data }, index) => {
    const at = 44 + index * 20;
    const length = packed[index]?.length ?? 0;
    header.write(tag, at, 'latin1');
    header.writeUInt32BE(offset, at + 4);
    header.writeUInt32BE(length, at + 8);
    header.writeUInt32BE(data.length, at + 12);
    header.writeUInt32BE(checksum, at + 16);
    offset += padded(length);
  });
  header.write('wOFF', 0, 'latin1');
  font.copy(header, 4, 0, 4);
  header.writeUInt32BE(offset, 8);
  header.writeUInt16BE(tables.length, 12);
  header.writeUInt32BE(12 + tables.length * 16 + tables.reduce((sum, { data }) => sum + padded(data.length), 0), 16);
  header.writeUInt16BE(1, 20);
  return Buffer.concat([header, ...packed.map((data) => Buffer.concat([data, Buffer.alloc(padded(data.length) - data.length)]))]);
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}
