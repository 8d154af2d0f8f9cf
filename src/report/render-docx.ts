/** The block tree as an editable Word document. The same data give the same bytes. */
import {
  BookmarkEnd,
  BookmarkStart,
  Document,
  type FileChild,
  Footer,
  Header,
  ImageRun,
  type IPropertiesOptions,
  type ISectionOptions,
  Packer,
  PageNumber,
  Paragraph,
  SectionType,
  TableOfContents,
  TabStopType,
  TextRun,
  type XmlComponent,
} from 'docx';
import { estimatePageNumbersWith } from 'docx/layout';
import type { Block, GroupBlock } from './blocks.ts';
import { clean, type DocxSurroundings, docxChildren, pageBreak } from './docx-blocks.ts';
import {
  fontName,
  letterMargins,
  numbering,
  type PageMargins,
  reportMargins,
  styleIds,
  stylesWith,
  textWidth,
  twips,
} from './docx-style.ts';
import { withoutTraces } from './docx-traces.ts';
import { readFonts } from './fonts.ts';
import { identificationProperties } from './identification.ts';
import type { Look } from './look.ts';
import type { HeadData } from './report-data.ts';

export async function renderDocx(head: HeadData, blocks: readonly Block[], look: Look): Promise<Buffer> {
  const pieces = withContents(blocks);
  const hasContents = pieces.some((piece) => typeof piece === 'string' && piece.startsWith('contents'));
  const document = new Document({
    title: clean(head.titel),
    subject: clean(`${head.bericht}, Stand ${head.stand}`),
    creator: clean(head.kommune),
    lastModifiedBy: clean(head.kommune),
    customProperties: identificationProperties(head.kennung),
    compatibility: { version: 15 },
    hyphenation: { autoHyphenation: true },
    // Laying out the pages takes longer than all the rest.
    ...(hasContents ? { pageNumbers: await pageNumbers() } : {}),
    styles: stylesWith(hex(look)),
    numbering,
    sections: sectionsOf(head, pieces, look),
  });
  return await withoutTraces(await Packer.toBuffer(document), { 'word/fontTable.xml': () => fontTable });
}

let estimate: ReturnType<typeof prepareEstimate> | undefined;

/** Of the table of contents; near enough until Word or LibreOffice updates it. The fonts are read once for all documents. */
function pageNumbers() {
  estimate ??= prepareEstimate();
  return estimate;
}

async function prepareEstimate() {
  const fonts = (await readFonts()).map(({ bytes }) => ({ name: fontName, data: bytes }));
  const estimated = estimatePageNumbersWith({ guess: true, fonts });
  // Without what it can do besides: headings have no numbers here, and looking for them reads the whole document once more.
  const pagesOnly: NonNullable<IPropertiesOptions['pageNumbers']> = (body, context) => estimated(body, context);
  return pagesOnly;
}

/** As Word wants colours. */
const hex = ({ accent }: Look) => accent.slice(1).toUpperCase();

/** Height of the arms in pixels of Word, 96 to the inch: 14 mm. */
const armsHeight = 53;

/** One transparent point, for programs that know no SVG. */
const emptyPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==',
  'base64',
);

function armsOf({ arms, armsText }: Look): (() => ImageRun) | null {
  if (arms === null) return null;
  const data = Buffer.from(arms.bytes);
  const shared = {
    transformation: { width: Math.round(armsHeight * arms.ratio), height: armsHeight },
    altText: { name: 'Wappen', title: 'Wappen', description: clean(armsText) },
  };
  return () =>
    arms.kind === 'png'
      ? new ImageRun({ type: 'png', data, ...shared })
      : new ImageRun({ type: 'svg', data, fallback: { type: 'png', data: emptyPng }, ...shared });
}

/** What stands in the document one after another; the table of contents has no place in the template. */
type Piece = Block | 'page break' | 'contents' | 'contents of annex' | 'end of annex';

function sectionsOf(head: HeadData, pieces: readonly Piece[], look: Look): ISectionOptions[] {
  const parts: { letter: GroupBlock | null; pieces: Piece[] }[] = [];
  for (const piece of pieces) {
    const letter = typeof piece === 'object' && piece.kind === 'group' && piece.name === 'brief' ? piece : null;
    const last = parts.at(-1);
    if (last !== undefined && letter === null && last.letter === null) last.pieces.push(piece);
    // A section begins a page of its own.
    else if (piece !== 'page break') parts.push({ letter, pieces: [piece] });
    else parts.push({ letter: null, pieces: [] });
  }
  const lists = { count: 0 };
  return parts.map(({ letter, pieces: own }) => {
    const margins = letter === null ? reportMargins : letterMargins;
    const place: DocxSurroundings = {
      width: textWidth(margins),
      accent: hex(look),
      style: styleIds.text,
      arms: armsOf(look),
      lists,
    };
    return {
      properties: { type: SectionType.NEXT_PAGE, page: pageWith(margins) },
      headers: { default: headerOf(head, margins, hex(look)) },
      footers: { default: footerOf(head, margins, letter?.fuss ?? []) },
      children: own.flatMap((piece) => pieceChildren(piece, place)),
    };
  });
}

function pieceChildren(piece: Piece, place: DocxSurroundings): FileChild[] {
  if (typeof piece === 'object') return docxChildren([piece], place);
  if (piece === 'page break') return [pageBreak()];
  if (piece === 'end of annex') return [markedParagraph(new BookmarkEnd(annexMark.id))];
  const part = piece === 'contents of annex' ? { entriesFromBookmark: annexMark.name } : {};
  return [
    new Paragraph({
      style: styleIds.text,
      keepNext: true,
      children: [new TextRun({ text: 'Inhalt', bold: true, color: place.accent })],
    }),
    new TableOfContents('Inhalt', { hyperlink: true, headingStyleRange: '2-2', ...part }),
    markedParagraph(piece === 'contents' ? null : new BookmarkStart(annexMark.name, annexMark.id)),
  ];
}

function markedParagraph(mark: XmlComponent | null): Paragraph {
  const paragraph = new Paragraph({ style: styleIds.small });
  if (mark !== null) paragraph.addChildElement(mark);
  return paragraph;
}

/** Around the headings an annex lists; its number is one the library does not reach. */
const annexMark = { name: 'anhang', id: 1_000_000 };

/** Fewer headings are seen at a glance. */
const headingsWithoutContents = 3;

/** A table of contents below the title of a report, or of its annex where the report itself is one sheet. */
function withContents(blocks: readonly Block[]): Piece[] {
  const pieces = blocks.flatMap((block): Piece[] =>
    block.kind === 'group' && block.name === 'anhang' ? ['page break', ...block.children] : [block],
  );
  const titles = pieces.flatMap((piece, index) => (isTitle(piece) ? [index] : []));
  const from = titles[0];
  if (from === undefined) return pieces;
  const headings = pieces
    .slice(from)
    .filter((piece) => typeof piece === 'object' && piece.kind === 'heading' && piece.level === 2);
  if (headings.length <= headingsWithoutContents) return pieces;
  const isAnnex = from > 0 && pieces[from - 1] === 'page break';
  const contents = pieces.toSpliced(from + 1, 0, isAnnex ? 'contents of annex' : 'contents');
  return isAnnex ? [...contents, 'end of annex'] : contents;
}

function isTitle(piece: Piece): boolean {
  if (typeof piece !== 'object') return false;
  return (piece.kind === 'heading' && piece.level === 1) || (piece.kind === 'group' && piece.name === 'kopf');
}

function pageWith({ top, right, bottom, left }: PageMargins) {
  return {
    size: { width: twips(210), height: twips(297) },
    margin: {
      ...{ top: twips(top), right: twips(right), bottom: twips(bottom), left: twips(left) },
      ...{ header: twips(9), footer: twips(9) },
    },
  };
}

/** Characters the left half of header and foot has room for. */
const edgeLength = 78;

function shortened(text: string): string {
  const characters = Array.from(clean(text));
  return characters.length <= edgeLength ? characters.join('') : `${characters.slice(0, edgeLength - 1).join('')}…`;
}

function headerOf(head: HeadData, margins: PageMargins, accent: string): Header {
  const mark = new TextRun({ children: ['\t', clean(head.vertraulichkeit)], bold: true, color: accent });
  return new Header({ children: [edge('Header', margins, [new TextRun(shortened(`${head.kommune} · ${head.bericht}`)), mark])] });
}

function footerOf(head: HeadData, margins: PageMargins, letterFoot: readonly string[]): Footer {
  const page = new TextRun({ children: ['\t', 'Seite ', PageNumber.CURRENT, ' von ', PageNumber.TOTAL_PAGES] });
  const facts = new TextRun(shortened(`Stand ${head.stand} · Katalog ${head.katalog.edition} · ${head.fingerabdruckKurz}`));
  const legal = new TextRun(shortened(`Rechtsstand: ${head.rechtsstand}`));
  const sender = letterFoot.map((line) => edge('Footer', margins, [new TextRun(clean(line))]));
  return new Footer({ children: [...sender, edge('Footer', margins, [facts, page]), edge('Footer', margins, [legal])] });
}

function edge(style: 'Header' | 'Footer', margins: PageMargins, children: TextRun[]): Paragraph {
  return new Paragraph({ style, tabStops: [{ type: TabStopType.RIGHT, position: twips(textWidth(margins)) }], children });
}

/** Names what to take where Source Sans 3 is not installed. */
const fontTable = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:font w:name="${fontName}"><w:altName w:val="Calibri"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>`;
