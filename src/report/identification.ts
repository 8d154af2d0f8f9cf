/**
 * What a report says of itself for programs: of which kind, whose, of which day and from which data. Every format carries it, and it is
 * read back here. It names nothing the report does not show anyway.
 */
import type { PdfKind } from './pdf-engine.ts';
import type { IdentificationData } from './report-data.ts';
import type { ReportFormat } from './report-kind.ts';
import { readZip } from './zip.ts';

/** Marks it in every format. */
const marker = 'burgward';

/** On one line, in ASCII and without characters HTML, XML or a comment would read as markup. */
export function identificationText(identification: IdentificationData): string {
  return JSON.stringify(identification).replace(/[<>&'\u007f-\uffff]|-(?=-)/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** As a keyword of a PDF or a workbook, or the content of a comment. */
export function identificationMark(identification: IdentificationData): string {
  return `${marker} ${identificationText(identification)}`;
}

/** Short values only: Word cuts the properties of a document after 255 characters. */
export function identificationProperties(identification: IdentificationData): { name: string; value: string }[] {
  const { katalog, ...rest } = identification;
  const flat = { ...rest, 'katalog.edition': katalog.edition, 'katalog.hash': katalog.hash };
  return Object.entries(flat).map(([name, value]) => ({ name: `${marker}.${name}`, value: value ?? '' }));
}

/** Longer ones are not ours. */
const maxTextLength = 8000;

/**
 * What the file says of itself, or null where it says nothing that can be understood: it is no report, of an older program, or
 * someone took the mark out. Nothing of it is proved by that.
 */
export async function readIdentification(bytes: Uint8Array, format: ReportFormat): Promise<IdentificationData | null> {
  const value = await readValue(bytes, format).catch(() => null);
  if (value === null) return null;
  const { identificationSchema } = await import('./schema-parts.ts');
  const parsed = identificationSchema.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** Which standard a PDF says it keeps to; nothing of it is proved by that. */
export function pdfKindOf(bytes: Uint8Array): PdfKind {
  const text = textOf(bytes);
  if (/<pdfaid:part>\d<\/pdfaid:part>/.test(text)) return 'a-2a';
  return /<pdfuaid:part>\d<\/pdfuaid:part>/.test(text) ? 'ua-1' : 'tagged';
}

async function readValue(bytes: Uint8Array, format: ReportFormat): Promise<unknown> {
  switch (format) {
    case 'json':
      return (JSON.parse(Buffer.from(bytes).toString('utf8')) as { kopf?: { kennung?: unknown } } | null)?.kopf?.kennung ?? null;
    case 'html':
      return parseText(unescapeXml(/<meta name="burgward" content="([^"]{0,8000})">/.exec(textOf(bytes))?.[1] ?? ''));
    case 'md':
      return parseText(/^<!-- burgward (\{[^\n]{0,8000}\}) -->$/m.exec(textOf(bytes))?.[1] ?? '');
    case 'pdf':
      return parseText(markIn(/<pdf:Keywords>([^<]*)<\/pdf:Keywords>/.exec(textOf(bytes))?.[1] ?? ''));
    case 'xlsx':
      return parseText(markIn(/<cp:keywords>([^<]*)<\/cp:keywords>/.exec(await partOf(bytes, 'docProps/core.xml'))?.[1] ?? ''));
    case 'docx':
      return fromProperties(await partOf(bytes, 'docProps/custom.xml'));
  }
}

const textOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

async function partOf(bytes: Uint8Array, wanted: string): Promise<string> {
  const [part] = await readZip(bytes, (name) => name === wanted);
  return part === undefined ? '' : Buffer.from(part.bytes).toString('utf8');
}

function parseText(text: string): unknown {
  return text === '' || text.length > maxTextLength ? null : JSON.parse(text);
}

/** The object behind the mark; it has braces one level deep and no text with a brace in it. */
function markIn(text: string): string {
  return /burgward (\{[^{}]{0,8000}\{[^{}]{0,1000}\}[^{}]{0,4000}\})/.exec(unescapeXml(text))?.[1] ?? '';
}

function fromProperties(xml: string): unknown {
  const found = [
    ...xml.matchAll(/<(?:[a-z]+:)?property\b[^>]*\bname="burgward\.([a-z.]+)"[^>]*>\s*<vt:lpwstr(?:\/>|>([^<]*)<)/gi),
  ];
  if (found.length === 0) return null;
  const {
    'katalog.edition': edition,
    'katalog.hash': hash,
    ...rest
  } = Object.fromEntries(found.map(([, name = '', value = '']) => [name, unescapeXml(value)]));
  const orNull = (value: string | undefined) => (value === '' ? null : value);
  return {
    ...rest,
    ...{ variante: orNull(rest['variante']), eintrag: orNull(rest['eintrag']), protokoll: orNull(rest['protokoll']) },
    katalog: { edition, hash },
  };
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'", '#34': '"' };

function unescapeXml(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos|#39|#34);/g, (_, name: string) => entities[name] ?? '');
}
