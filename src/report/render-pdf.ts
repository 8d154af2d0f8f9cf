/** The block tree as a tagged PDF by Typst. Data go in as one JSON string and are never evaluated. */
import { readFile } from 'node:fs/promises';
import type { Arms } from '../domain/letterhead.ts';
import { EnvironmentError } from '../errors.ts';
import type { Block } from './blocks.ts';
import { barsSvg, chartDescription, courseSvg, isWithoutValues } from './charts.ts';
import { coverage, type Font, readFonts } from './fonts.ts';
import { arrowSvg, barSvg, chartSvg, shapeSvg } from './graphics.ts';
import { identificationMark } from './identification.ts';
import { divided, endlessWord, placeToBreak } from './long-words.ts';
import type { Look } from './look.ts';
import { nativeEngine, type PdfEngine, type PdfKind, pdfKindNames, portableEngine, thisPlatform } from './pdf-engine.ts';
import { type HeadData, statusKinds } from './report-data.ts';

export interface PdfOptions {
  look: Look;
  /** Undefined: the best there is on this system. */
  kind: PdfKind | undefined;
}

/** Name the layout calls the arms by; the compiler finds it in memory. */
const armsName = { svg: 'wappen.svg', png: 'wappen.png' };

/** @throws EnvironmentError where this system has no engine for the kind */
export async function renderPdf(
  head: HeadData,
  blocks: readonly Block[],
  layoutFile: string,
  { look, kind: wanted }: PdfOptions,
): Promise<Uint8Array> {
  const [layout, has] = await Promise.all([readFile(layoutFile, 'utf8'), knownCharacters()]);
  const { engine, kind } = await engineFor(wanted);
  if (kind === 'tagged') portableReports += 1;
  const words = printable({ kopf: head, bloecke: blocks, armsText: look.armsText }, has);
  const { arms, accent } = look;
  const daten = JSON.stringify({
    kopf: words.kopf,
    bloecke: withGraphics(words.bloecke),
    zeichen: signs,
    kennung: identificationMark(head.kennung),
    akzent: accent,
    wappen: arms === null ? null : { datei: armsName[arms.kind], verhaeltnis: arms.ratio, text: words.armsText },
  });
  return engine.draw({ kind, source: layout, inputs: { daten }, files: arms === null ? {} : armsFile(arms), day: head.standIso });
}

function armsFile({ kind, bytes }: Arms): Record<string, Buffer> {
  return { [armsName[kind]]: Buffer.from(bytes) };
}

/** Whether the arms can be drawn: a file may be sound and still hold what the engine refuses. Null where no engine is installed. */
export async function canDraw(arms: Arms): Promise<boolean | null> {
  const found = await engineFor(undefined).catch((error: unknown) => {
    if (error instanceof EnvironmentError) return null;
    throw error;
  });
  if (found === null) return null;
  const source = `#set document(title: "Wappen")\n#image("${armsName[arms.kind]}", height: 14mm, alt: "Wappen")`;
  try {
    found.engine.draw({ kind: found.kind, source, inputs: {}, files: armsFile(arms), day: '2026-01-01' });
    return true;
  } catch {
    return false;
  }
}

let native: Promise<PdfEngine | null> | undefined;
let portable: Promise<PdfEngine> | undefined;

/** One engine of each form for all reports of a thread: reading the fonts takes as long as a page. */
async function engineFor(wanted: PdfKind | undefined): Promise<{ engine: PdfEngine; kind: PdfKind }> {
  const fonts = async () => (await readFonts()).map(({ bytes }) => bytes);
  if (wanted !== 'tagged') {
    native ??= fonts().then((all) => nativeEngine(all));
    const engine = await native;
    if (engine !== null) return { engine, kind: wanted ?? 'ua-1' };
    if (wanted !== undefined) {
      throw new EnvironmentError(
        `${pdfKindNames[wanted]} kann burgward auf diesem System (${thisPlatform}) nicht erzeugen.`,
        'Ohne „--archiv“ entsteht ein PDF mit derselben Gliederung für Vorleseprogramme, aber ohne diese Kennzeichnung.',
      );
    }
  }
  portable ??= fonts().then(portableEngine);
  return { engine: await portable, kind: 'tagged' };
}

/** Reports after which a thread is better ended: the portable engine keeps about 15 MB of each. */
const mostPortableReports = 20;
let portableReports = 0;

/** Whether what is kept of the reports drawn so far is worth a new thread. */
export function isSpent(): boolean {
  return portableReports >= mostPortableReports;
}

const signs = Object.fromEntries([
  ...statusKinds.map((kind) => [kind, shapeSvg(kind)]),
  ...(['besser', 'gleich', 'schlechter'] as const).map((direction) => [direction, arrowSvg(direction)]),
]);

/** Typst draws no bars of its own: each gets its SVG here. */
function withGraphics(blocks: readonly Block[]): unknown[] {
  return blocks.map((block) => {
    if (block.kind === 'group') return { ...block, children: withGraphics(block.children) };
    if (block.kind === 'diagramm') return { ...block, svg: chartSvg(block), alt: `${block.title}. ${block.sentence}` };
    if (block.kind === 'balken' || block.kind === 'verlauf') {
      if (isWithoutValues(block)) return { ...block, svg: '', alt: '' };
      const drawn = block.kind === 'balken' ? barsSvg(block) : courseSvg(block);
      return { ...block, svg: drawn, alt: `${block.title}. ${chartDescription(block)}` };
    }
    if (block.kind !== 'ampel') return block;
    return {
      ...block,
      groups: block.groups.map((group) => ({
        ...group,
        rows: group.rows.map((row) => ({ ...row, balken: barSvg(row.shares) })),
      })),
    };
  });
}

let characters: Promise<(character: string) => boolean> | undefined;

/** Whether all fonts have a glyph for a character. */
function knownCharacters(): Promise<(character: string) => boolean> {
  characters ??= readFonts().then(hasGlyph);
  return characters;
}

function hasGlyph(fonts: readonly Font[]): (character: string) => boolean {
  const covers = fonts.map((font) => coverage(font.bytes));
  const known = new Map<string, boolean>();
  return (character) => {
    const seen = known.get(character) ?? covers.every((covered) => covered(character.codePointAt(0) ?? 0));
    known.set(character, seen);
    return seen;
  };
}

/** PDF/UA refuses characters without a glyph: they become a replacement the font has. */
function printable<T>(value: T, has: (character: string) => boolean): T {
  const replacement = ['\ufffd', '□', '?'].find(has) ?? '?';
  const breakable = has(placeToBreak) ? placeToBreak : '\u00ad';
  const print = (text: string) => {
    const drawn = Array.from(withoutBreaks(text), (character) => (has(character) ? character : replacement)).join('');
    return drawn.replace(new RegExp(`[^\\s-]{${endlessWord},}`, 'gu'), (word) => divided(word, breakable));
  };
  return mapStrings(value, print) as T;
}

/** A number stays on the line of its sign, and of the word before it in the name of a place in a law; a telephone number stays whole. */
function withoutBreaks(text: string): string {
  return text
    .replace(/(§|Abs\.|Satz|Nr\.|Art\.) (?=\d)/g, '$1\u00a0')
    .replace(/(?<=\d) (?=[€%])/g, '\u00a0')
    .replace(/(?<=\b0\d{2,5}) (?=\d{3})/g, '\u00a0');
}

function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((entry) => mapStrings(entry, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, mapStrings(entry, change)]));
}
