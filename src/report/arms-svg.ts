/**
 * An SVG reduced to shapes: what a browser, Word or the PDF engine could run, load or show as text does not pass. Anything that
 * would act is refused with its line; what is merely additional (data of drawing programs, comments) is left out.
 */
import type { SaxesTagNS } from 'saxes';
import { ForeignFileError } from '../errors.ts';
import { escapeHtml } from './html.ts';

const shapes = ['svg', 'g', 'defs', 'symbol', 'use', 'path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon', 'style'];
const paints = ['linearGradient', 'radialGradient', 'stop', 'clipPath', 'mask', 'pattern'];
const elements = [...shapes, ...paints];

/** Refused: they would run, load or hold something, or need a font. */
const refused: Readonly<Record<string, string>> = {
  script: 'ein Skript',
  foreignObject: 'fremde Inhalte (foreignObject)',
  image: 'ein eingebettetes Bild',
  a: 'einen Verweis',
  iframe: 'eine fremde Seite',
  animate: 'eine Animation',
  animateTransform: 'eine Animation',
  animateMotion: 'eine Animation',
  set: 'eine Animation',
  text: 'Schrift; sie in Pfade umwandeln',
};

const attributes = new Set(
  `id class style transform viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry fx fy d points pathLength
  fill fill-rule fill-opacity stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray
  stroke-dashoffset stroke-opacity opacity color display visibility clip-path clip-rule clipPathUnits mask maskUnits
  maskContentUnits offset stop-color stop-opacity gradientUnits gradientTransform spreadMethod patternUnits
  patternContentUnits patternTransform href type`.split(/\s+/),
);

const svgNamespace = 'http://www.w3.org/2000/svg';
const xlinkNamespace = 'http://www.w3.org/1999/xlink';
const maxElements = 20_000;
const maxDepth = 60;

/** @throws ForeignFileError with the line of what does not pass */
export async function cleanSvg(bytes: Uint8Array, file: string): Promise<{ bytes: Uint8Array; width: number; height: number }> {
  const { SaxesParser } = await import('saxes');
  const parser = new SaxesParser({ xmlns: true });
  const out: string[] = [];
  const open: (string | null)[] = [];
  const references: References = { ids: [], uses: new Map() };
  let count = 0;
  let size: { width: number; height: number } | null = null;
  const stop = (what: string, hint: string): never => {
    throw new ForeignFileError(`${file}, Zeile ${parser.line}: ${what}`, hint);
  };
  const refuse = (what: string): never =>
    stop(`Das Bild enthält ${what}.`, 'Das Wappen als einfache Grafik speichern („Normales SVG“).');
  const isKept = () => !open.includes(null);
  parser.on('error', () => stop('Das ist kein lesbares SVG.', 'Das Wappen noch einmal als SVG speichern.'));
  parser.on('doctype', (doctype) => {
    if (/ENTITY|\[/.test(doctype)) refuse('eigene Abkürzungen (ENTITY)');
  });
  parser.on('opentag', (tag) => {
    count += 1;
    if (count > maxElements || open.length > maxDepth) refuse('zu viele oder zu tief verschachtelte Teile');
    const what = refused[tag.local];
    if (what !== undefined && tag.uri === svgNamespace) refuse(what);
    if (tag.local === 'script') refuse('ein Skript');
    if (open.length === 0) size = sizeOf(tag, stop);
    const known = tag.uri === svgNamespace && elements.includes(tag.local);
    const kept = known && isKept();
    checkAttributes(tag, refuse);
    note(references, tag);
    open.push(kept ? tag.local : null);
    if (kept) out.push(openTag(tag, open.length === 1));
  });
  parser.on('closetag', () => {
    const name = open.pop();
    references.ids.pop();
    if (name != null) out.push(`</${name}>`);
  });
  const words = (text: string) => {
    if (open.at(-1) !== 'style' || !isKept()) return;
    checkStyle(text, refuse);
    out.push(escapeHtml(text));
  };
  parser.on('text', words);
  parser.on('cdata', words);
  parser
    .write(
      Buffer.from(bytes)
        .toString('utf8')
        .replace(/^\ufeff/, ''),
    )
    .close();
  if (drawnParts(references) > maxElements) refuse('Teile, die sich immer wieder selbst verwenden');
  if (size === null) throw new ForeignFileError(`${file} ist kein SVG-Bild.`, 'Das Wappen als SVG oder PNG speichern.');
  const { width, height }: { width: number; height: number } = size;
  return { bytes: Buffer.from(out.join('')), width, height };
}

function sizeOf(tag: SaxesTagNS, stop: (what: string, hint: string) => never): { width: number; height: number } {
  const hint = 'Das Wappen als SVG oder PNG speichern.';
  if (tag.local !== 'svg' || tag.uri !== svgNamespace) stop('Das ist kein SVG-Bild.', hint);
  const value = (name: string) => Object.values(tag.attributes).find(({ local }) => local === name)?.value ?? '';
  const box = value('viewBox')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const [width, height] =
    box.length === 4 ? [box[2], box[3]] : [Number.parseFloat(value('width')), Number.parseFloat(value('height'))];
  if (width === undefined || height === undefined || !(width > 0) || !(height > 0))
    return stop('Dem Bild fehlen seine Maße (viewBox oder width und height).', hint);
  return { width, height };
}

/** Which parts use which others, so that a few lines cannot grow into millions of shapes. */
interface References {
  /** Ids of the elements that are open; empty for those without. */
  ids: string[];
  uses: Map<string, string[]>;
}

const whole = '';

function note({ ids, uses }: References, { attributes: own }: SaxesTagNS): void {
  const values = Object.values(own);
  const targets = values.flatMap(({ local, value }) =>
    local === 'href'
      ? [value.trim().slice(1)]
      : [...value.matchAll(/url\s*\(\s*["']?#([^)"']*)/gi)].map(([, id = '']) => id.trim()),
  );
  ids.push(values.find(({ name }) => name === 'id')?.value ?? whole);
  for (const id of new Set([...ids, whole])) uses.set(id, [...(uses.get(id) ?? []), ...targets]);
}

/** How many parts are drawn when every use is followed; endless where a part uses itself. */
function drawnParts({ uses }: References): number {
  const known = new Map<string, number>();
  const count = (id: string): number => {
    const before = known.get(id);
    if (before !== undefined) return before;
    // Met again before it is finished: it uses itself.
    known.set(id, Number.POSITIVE_INFINITY);
    const sum = (uses.get(id) ?? []).reduce((total, target) => total + count(target), 1);
    known.set(id, sum);
    return sum;
  };
  return count(whole);
}

function checkAttributes(tag: SaxesTagNS, refuse: (what: string) => never): void {
  for (const { local, prefix, value } of Object.values(tag.attributes)) {
    if (prefix === '' && /^on/i.test(local)) refuse(`ein Skript (${local})`);
    if (tag.uri !== svgNamespace) continue;
    if (local === 'href' && !/^#[\w.:-]+$/.test(value.trim())) refuse('einen Verweis nach außen');
    if (!prefix.startsWith('xml')) checkStyle(value, refuse);
  }
}

/** What a style may say: no address but one inside the picture, nothing that loads or runs. */
function checkStyle(text: string, refuse: (what: string) => never): void {
  const plain = text.replace(/\/\*[\s\S]*?\*\//g, '');
  if (/\\|@import|@font-face|expression\s*\(|javascript:|-moz-binding|behavior\s*:/i.test(plain))
    refuse('eine Anweisung, die etwas lädt');
  for (const [, address = ''] of plain.matchAll(/url\s*\(\s*["']?([^)"']*)/gi))
    if (!address.trim().startsWith('#')) refuse('einen Verweis nach außen');
}

function openTag(tag: SaxesTagNS, isRoot: boolean): string {
  const kept = Object.values(tag.attributes).flatMap(({ local, uri, value }) => {
    const isOwn = uri === '' || (uri === xlinkNamespace && local === 'href');
    return isOwn && attributes.has(local) ? [` ${local}="${escapeHtml(value)}"`] : [];
  });
  return `<${tag.local}${isRoot ? ` xmlns="${svgNamespace}"` : ''}${kept.join('')}>`;
}
