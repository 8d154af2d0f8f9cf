/** Papers that are written in Word: Leitlinie, Notfallhandbuch, protocol of a visit. The same content gives the same bytes. */
import {
  AlignmentType,
  BorderStyle,
  convertMillimetersToTwip,
  Document,
  type FileChild,
  Footer,
  Header,
  HeadingLevel,
  LevelFormat,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableOfContents,
  TableRow,
  TabStopType,
  TextRun,
  WidthType,
} from 'docx';
import { estimatePageNumbers } from 'docx/layout';
import { cleanText } from '../clean-text.ts';
import { withoutTraces } from '../docx-traces.ts';

/** A piece of text. `gap`: something a person has to fill in, printed in square brackets on yellow. */
export interface DocxRun {
  text: string;
  look?: 'strong' | 'gap';
}

export type DocxText = readonly DocxRun[];

export type DocxBlock =
  | { kind: 'heading'; level: 1 | 2 | 3; text: DocxText }
  | { kind: 'paragraph'; text: DocxText }
  /** Small print below a table or at the end. */
  | { kind: 'note'; text: DocxText }
  | { kind: 'bullets' | 'steps'; items: readonly DocxText[] }
  | { kind: 'table'; headers: readonly string[]; rows: readonly (readonly DocxText[])[]; widths?: readonly number[] }
  /** Table of contents over the headings 1 and 2. */
  | { kind: 'contents' }
  | { kind: 'page-break' }
  /** Lines to sign on, side by side, with what stands below them. */
  | { kind: 'signatures'; below: readonly DocxText[] };

export interface DocxDocument {
  title: string;
  subtitle: string;
  /** Left half of the header; the title stands on the right. */
  header: string;
  /** Left half of the footer; the page number stands on the right. */
  footer: string;
  blocks: readonly DocxBlock[];
}

const accent = '0B5563';
const quiet = '4E5A61';
const line = 'B9C2C7';
const font = 'Arial';
/** A4 with 25 mm at the left for the file punch. */
const margin = { top: 22, right: 20, bottom: 20, left: 25 };
const textWidthMm = 210 - margin.left - margin.right;

export async function writeDocx({ title, subtitle, header, footer, blocks }: DocxDocument): Promise<Uint8Array> {
  let steps = 0;
  const children = blocks.flatMap((block): FileChild[] => {
    if (block.kind === 'steps') steps += 1;
    return blockOf(block, steps);
  });
  const document = new Document({
    title: clean(title),
    subject: clean(subtitle),
    creator: clean(header),
    lastModifiedBy: clean(header),
    // Roughly right until Word or LibreOffice updates the table of contents.
    pageNumbers: estimatePageNumbers,
    styles,
    numbering,
    sections: [
      {
        properties: {
          page: {
            size: { width: convertMillimetersToTwip(210), height: convertMillimetersToTwip(297) },
            margin: {
              top: convertMillimetersToTwip(margin.top),
              right: convertMillimetersToTwip(margin.right),
              bottom: convertMillimetersToTwip(margin.bottom),
              left: convertMillimetersToTwip(margin.left),
              header: convertMillimetersToTwip(11),
              footer: convertMillimetersToTwip(10),
            },
          },
        },
        headers: { default: new Header({ children: [edgeLine('Header', [new TextRun(clean(header)), tabbed(clean(title))])] }) },
        footers: { default: new Footer({ children: [edgeLine('Footer', [new TextRun(clean(footer)), pageOfPages()])] }) },
        children: [
          new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(clean(title))] }),
          new Paragraph({ style: 'Subtitle', children: [new TextRun(clean(subtitle))] }),
          ...children,
        ],
      },
    ],
  });
  return withoutTraces(await Packer.toBuffer(document));
}

function blockOf(block: DocxBlock, steps: number): FileChild[] {
  switch (block.kind) {
    case 'heading':
      return [new Paragraph({ heading: headings[block.level], children: runs(block.text) })];
    case 'paragraph':
      return [new Paragraph({ style: 'BodyText', children: runs(block.text) })];
    case 'note':
      return [new Paragraph({ style: 'Hinweis', children: runs(block.text) })];
    case 'bullets':
      return block.items.map((item) => listItem(item, { reference: 'punkte', level: 0 }));
    case 'steps':
      return block.items.map((item) => listItem(item, { reference: 'schritte', level: 0, instance: steps }));
    case 'table':
      return [tableOf(block), new Paragraph({ style: 'Hinweis', children: [] })];
    case 'contents':
      return [new TableOfContents('Inhalt', { hyperlink: true, headingStyleRange: '1-2' })];
    case 'page-break':
      return [new Paragraph({ pageBreakBefore: true, spacing: { before: 0, after: 0, line: 20, lineRule: 'exact' } })];
    case 'signatures':
      return [signatures(block.below)];
  }
}

const headings = { 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3 } as const;

function listItem(text: DocxText, reference: { reference: string; level: number; instance?: number }): Paragraph {
  return new Paragraph({ style: 'ListParagraph', numbering: reference, children: runs(text) });
}

function runs(text: DocxText): TextRun[] {
  return text.map(({ text: words, look }) => {
    if (look === 'gap') return new TextRun({ text: `[${clean(words)}]`, shading: { type: ShadingType.CLEAR, fill: 'FFF2A8' } });
    return new TextRun({ text: words.replace(/\S[\s\S]*\S|\S/u, clean), ...(look === 'strong' ? { bold: true } : {}) });
  });
}

function tableOf({ headers, rows, widths }: Extract<DocxBlock, { kind: 'table' }>): Table {
  const shares = widths ?? headers.map(() => 1);
  const sum = shares.reduce((total, share) => total + share, 0);
  const columnWidths = shares.map((share) => convertMillimetersToTwip(Math.floor((textWidthMm * share) / sum)));
  const cell = (text: DocxText, column: number, isHeader: boolean) =>
    new TableCell({
      width: { size: columnWidths[column] ?? 0, type: WidthType.DXA },
      ...(isHeader ? { shading: { type: ShadingType.CLEAR, fill: 'EFF4F5' } } : {}),
      children: [new Paragraph({ style: 'Tabelle', children: runs(text) })],
    });
  const head = headers.map((header, column) => cell([{ text: header, look: 'strong' }], column, true));
  return new Table({
    width: { size: columnWidths.reduce((total, width) => total + width, 0), type: WidthType.DXA },
    columnWidths,
    margins: { top: 40, bottom: 40, left: 80, right: 80 },
    borders: allBorders({ style: BorderStyle.SINGLE, size: 4, color: line }),
    rows: [
      new TableRow({ tableHeader: true, cantSplit: true, children: head }),
      ...rows.map(
        (row) => new TableRow({ cantSplit: true, children: headers.map((_, column) => cell(row[column] ?? [], column, false)) }),
      ),
    ],
  });
}

function signatures(below: readonly DocxText[]): Table {
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
  const width = convertMillimetersToTwip(Math.floor(textWidthMm / below.length));
  return new Table({
    width: { size: width * below.length, type: WidthType.DXA },
    columnWidths: below.map(() => width),
    borders: allBorders(none),
    rows: [
      new TableRow({
        cantSplit: true,
        children: below.map(
          (text) =>
            new TableCell({
              width: { size: width, type: WidthType.DXA },
              margins: { right: 200 },
              borders: { top: none, bottom: none, left: none, right: none },
              children: [
                new Paragraph({
                  style: 'Tabelle',
                  spacing: { before: 700 },
                  border: { top: { style: BorderStyle.SINGLE, size: 6, color: quiet, space: 4 } },
                  children: runs(text),
                }),
              ],
            }),
        ),
      }),
    ],
  });
}

function allBorders(border: { style: (typeof BorderStyle)[keyof typeof BorderStyle]; size: number; color: string }) {
  return { top: border, bottom: border, left: border, right: border, insideHorizontal: border, insideVertical: border };
}

function edgeLine(style: 'Header' | 'Footer', children: TextRun[]): Paragraph {
  return new Paragraph({
    style,
    tabStops: [{ type: TabStopType.RIGHT, position: convertMillimetersToTwip(textWidthMm) }],
    children,
  });
}

const tabbed = (text: string) => new TextRun({ children: ['\t', text] });
const pageOfPages = () => new TextRun({ children: ['\t', 'Seite ', PageNumber.CURRENT, ' von ', PageNumber.TOTAL_PAGES] });

const styles = {
  default: {
    document: {
      run: { font, size: 21, language: { value: 'de-DE' } },
      paragraph: { spacing: { line: 264 } },
    },
    title: {
      run: { font, size: 40, bold: true, color: accent },
      paragraph: { alignment: AlignmentType.LEFT, spacing: { after: 60 } },
    },
    heading1: heading(26, 260, 80),
    heading2: heading(22, 200, 60),
    heading3: heading(21, 160, 40),
    listParagraph: { paragraph: { spacing: { after: 50 } } },
  },
  paragraphStyles: [
    {
      id: 'Subtitle',
      name: 'Subtitle',
      basedOn: 'Normal',
      quickFormat: true,
      run: { color: quiet },
      paragraph: { spacing: { after: 160 } },
    },
    { id: 'BodyText', name: 'Body Text', basedOn: 'Normal', quickFormat: true, paragraph: { spacing: { after: 100 } } },
    {
      id: 'Tabelle',
      name: 'Tabelle',
      basedOn: 'Normal',
      quickFormat: true,
      run: { size: 18 },
      paragraph: { spacing: { line: 240 } },
    },
    {
      id: 'Hinweis',
      name: 'Hinweis',
      basedOn: 'Normal',
      quickFormat: true,
      run: { size: 17, color: quiet },
      paragraph: { spacing: { after: 80, line: 240 } },
    },
    { id: 'Header', name: 'header', basedOn: 'Normal', run: { size: 17, color: quiet } },
    { id: 'Footer', name: 'footer', basedOn: 'Normal', run: { size: 17, color: quiet } },
    { id: 'TOC1', name: 'toc 1', basedOn: 'Normal', paragraph: { spacing: { before: 80, after: 20 } } },
    {
      id: 'TOC2',
      name: 'toc 2',
      basedOn: 'Normal',
      run: { size: 19 },
      paragraph: { spacing: { after: 10 }, indent: { left: convertMillimetersToTwip(5) } },
    },
  ],
};

function heading(size: number, before: number, after: number) {
  return {
    run: { font, size, bold: true, color: accent },
    paragraph: { keepNext: true, keepLines: true, spacing: { before, after } },
  };
}

const indent = {
  run: { font },
  paragraph: { indent: { left: convertMillimetersToTwip(6), hanging: convertMillimetersToTwip(5) } },
};

const numbering = {
  config: [
    {
      reference: 'punkte',
      levels: [{ level: 0, format: LevelFormat.BULLET, text: '•', alignment: AlignmentType.LEFT, style: indent }],
    },
    {
      reference: 'schritte',
      levels: [{ level: 0, format: LevelFormat.DECIMAL, text: '%1.', alignment: AlignmentType.LEFT, style: indent }],
    },
  ],
};

// XML 1.0 allows none of these characters, whichever way they are written.
const notInXml = /[\uFFFE\uFFFF]/gu;

function clean(text: string): string {
  return cleanText(text)
    .replace(notInXml, '')
    .replace(/(§§?|Abs\.|Art\.|Satz) (?=\d)/g, '$1\u00a0');
}
