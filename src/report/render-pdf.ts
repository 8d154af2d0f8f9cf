/** The block tree as a tagged PDF (PDF/UA-1) by Typst. Data go in as one JSON string and are never evaluated. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Arms } from '../domain/letterhead.ts';
import { EnvironmentError } from '../errors.ts';
import type { Block } from './blocks.ts';
import { barsSvg, chartDescription, courseSvg, isWithoutValues } from './charts.ts';
import { coverage, type Font, readFonts } from './fonts.ts';
import { arrowSvg, barSvg, chartSvg, shapeSvg } from './graphics.ts';
import { identificationMark } from './identification.ts';
import type { Look } from './look.ts';
import { type HeadData, statusKinds } from './report-data.ts';

/** The part of the compiler's interface that is used here; its packages carry no types. */
interface TypstModule {
  NodeCompiler: {
    create(options: { workspace: string; fontArgs: { fontBlobs: Buffer[] }[] }): TypstCompiler;
  };
}

interface TypstCompiler {
  compile(options: { mainFileContent: string; inputs: Record<string, string> }): {
    result: TypstDocument | null;
    takeDiagnostics(): unknown;
  };
  fetchDiagnostics(diagnostics: unknown): unknown;
  pdf(document: TypstDocument, options: { pdfStandard: string; creationTimestamp: number }): Buffer;
  /** Files that exist in memory only. */
  mapShadow(path: string, content: Buffer): void;
  resetShadow(): void;
  evictCache(maxAge: number): void;
}

interface TypstDocument {
  numOfPages: number;
}

const typstPackages: Readonly<Record<string, readonly string[]>> = {
  'linux-x64': ['linux-x64-gnu', 'linux-x64-musl'],
  'linux-arm64': ['linux-arm64-gnu'],
  'win32-x64': ['win32-x64-msvc'],
  'darwin-arm64': ['darwin-arm64'],
};

/** @throws EnvironmentError when no PDF engine is installed for this platform */
export function loadTypst(platform = `${process.platform}-${process.arch}`): TypstModule {
  const require = createRequire(import.meta.url);
  for (const name of typstPackages[platform] ?? []) {
    try {
      return require(`@myriaddreamin/typst-ts-node-compiler-${name}`) as TypstModule;
    } catch (error) {
      if (!isMissingModule(error)) throw error;
    }
  }
  throw new EnvironmentError(
    `Für dieses System (${platform}) ist kein PDF-Erzeuger installiert.`,
    'Den Bericht mit „--format html“ erstellen und aus dem Browser drucken, oder burgward mit den optionalen Paketen neu einrichten.',
  );
}

/** A package built for another C library fails to load in the same way as one that is not there. */
function isMissingModule(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'MODULE_NOT_FOUND' || error.code === 'ERR_DLOPEN_FAILED');
}

export interface PdfOptions {
  look: Look;
  /** PDF/A-2a instead of PDF/UA-1. */
  archive: boolean;
}

/** Name the layout calls the arms by; the compiler finds it in memory. */
const armsName = { svg: 'wappen.svg', png: 'wappen.png' };

export async function renderPdf(
  head: HeadData,
  blocks: readonly Block[],
  layoutFile: string,
  { look, archive }: PdfOptions,
): Promise<Buffer> {
  const { compiler, has, layout } = await compilerFor(layoutFile);
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
  // Nothing waits from here on: the compiler is shared, and another report must not see these arms.
  compiler.resetShadow();
  if (arms !== null) compiler.mapShadow(join(dirname(layoutFile), armsName[arms.kind]), Buffer.from(arms.bytes));
  const compiled = compiler.compile({ mainFileContent: layout, inputs: { daten } });
  if (compiled.result === null) {
    const diagnostics = compiled.takeDiagnostics();
    throw new Error(`Typst: ${JSON.stringify(diagnostics === null ? null : compiler.fetchDiagnostics(diagnostics))}`);
  }
  const pdf = compiler.pdf(compiled.result, {
    pdfStandard: archive ? 'a-2a' : 'ua-1',
    creationTimestamp: Date.parse(`${head.standIso}T12:00:00Z`) / 1000,
  });
  compiler.evictCache(0);
  return pdf;
}

/**
 * Whether the arms can be drawn: a file may be sound and still hold what the engine refuses. Null where none is installed.
 * @param layoutFile that of the reports; nothing of it is used but its folder
 */
export async function canDraw(arms: Arms, layoutFile: string): Promise<boolean | null> {
  const prepared = await compilerFor(layoutFile).catch((error: unknown) => {
    if (error instanceof EnvironmentError) return null;
    throw error;
  });
  if (prepared === null) return null;
  const { compiler } = prepared;
  const name = armsName[arms.kind];
  compiler.resetShadow();
  compiler.mapShadow(join(dirname(layoutFile), name), Buffer.from(arms.bytes));
  const { result } = compiler.compile({ mainFileContent: `#image("${name}", height: 14mm, alt: "Wappen")`, inputs: {} });
  return result !== null;
}

interface Prepared {
  compiler: TypstCompiler;
  /** Whether all fonts have a glyph for it. */
  has: (character: string) => boolean;
  layout: string;
}

const prepared = new Map<string, Promise<Prepared>>();

/** One compiler for all reports of a process: reading the fonts takes as long as a page. */
function compilerFor(layoutFile: string): Promise<Prepared> {
  const known = prepared.get(layoutFile) ?? prepareCompiler(layoutFile);
  prepared.set(layoutFile, known);
  return known;
}

async function prepareCompiler(layoutFile: string): Promise<Prepared> {
  const typst = loadTypst();
  const [layout, fonts] = await Promise.all([readFile(layoutFile, 'utf8'), readFonts()]);
  const compiler = typst.NodeCompiler.create({
    workspace: dirname(layoutFile),
    fontArgs: [{ fontBlobs: fonts.map((font) => font.bytes) }],
  });
  return { compiler, has: hasGlyph(fonts), layout };
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

function hasGlyph(fonts: readonly Font[]): (character: string) => boolean {
  const covers = fonts.map((font) => coverage(font.bytes));
  const known = new Map<string, boolean>();
  return (character) => {
    const seen = known.get(character) ?? covers.every((covered) => covered(character.codePointAt(0) ?? 0));
    known.set(character, seen);
    return seen;
  };
}

/** Longest run of characters without a place to break; longer ones get break opportunities. */
const longestWord = 36;

/** PDF/UA refuses characters without a glyph: they become a replacement the font has. */
function printable<T>(value: T, has: (character: string) => boolean): T {
  const replacement = ['\ufffd', '□', '?'].find(has) ?? '?';
  const breakable = has('\u200b') ? '\u200b' : '\u00ad';
  const print = (text: string) => {
    const drawn = Array.from(text, (character) => (has(character) ? character : replacement)).join('');
    return drawn.replace(new RegExp(`[^\\s-]{${longestWord},}`, 'gu'), (word) =>
      Array.from(word)
        .map((character, index) => (index > 0 && index % 12 === 0 ? breakable + character : character))
        .join(''),
    );
  };
  return mapStrings(value, print) as T;
}

function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((entry) => mapStrings(entry, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, mapStrings(entry, change)]));
}
