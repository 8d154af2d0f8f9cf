/**
 * The block tree as paragraphs and tables of a Word document. What stands side by side on paper follows one another here, so that it
 * can be edited; charts become tables with their sentence.
 */
import {
  AlignmentType,
  BorderStyle,
  type FileChild,
  HeadingLevel,
  HeightRule,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type {
  BarsBlock,
  Block,
  CellPart,
  CourseBlock,
  DecisionBlock,
  DutyListBlock,
  GroupBlock,
  Inline,
  LetterHeadBlock,
  PlacedBlock,
  TopicLightsBlock,
} from './blocks.ts';
import { column, quiet, strong, text, withoutEmpty } from './cells.ts';
import { isWithoutValues } from './charts.ts';
import { colours, styleIds, twips } from './docx-style.ts';
import { formatNumber } from './german.ts';
import { statusColours } from './graphics.ts';
import type { StatusMark } from './report-data.ts';
import { shapeCharacters } from './status.ts';

export interface DocxSurroundings {
  /** Width of the text in millimetres. */
  width: number;
  /** Six hexadecimal digits. */
  accent: string;
  /** Style of plain paragraphs where we are. */
  style: string;
  /** Draws the arms, if there are any. */
  arms: (() => ParagraphChild) | null;
  /** Counts ordered lists, so that each begins at one. */
  lists: { count: number };
}

export function docxChildren(blocks: readonly Block[], place: DocxSurroundings): FileChild[] {
  return blocks.flatMap((block) => childrenOf(block, place));
}

const headingLevels = { 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3 } as const;

function childrenOf(block: Block, place: DocxSurroundings): FileChild[] {
  switch (block.kind) {
    case 'heading':
      return [new Paragraph({ heading: headingLevels[block.level], children: runs(block.content) })];
    case 'paragraph':
      return [new Paragraph({ style: place.style, children: runs(block.content) })];
    case 'list': {
      if (block.ordered) place.lists.count += 1;
      const reference = block.ordered
        ? { reference: 'schritte', level: 0, instance: place.lists.count }
        : { reference: 'punkte', level: 0 };
      return block.items.map((item) => new Paragraph({ style: 'ListParagraph', numbering: reference, children: runs(item) }));
    }
    case 'group':
      return groupChildren(block, place);
    default:
      return placedChildren(block, place);
  }
}

function groupChildren({ name, children, wappen }: GroupBlock, place: DocxSurroundings): FileChild[] {
  switch (name) {
    case 'anhang':
      return [pageBreak(), ...docxChildren(children, place)];
    case 'klein':
      return docxChildren(children, { ...place, style: styleIds.small });
    case 'saetze':
      return docxChildren(children, { ...place, style: styleIds.lead });
    case 'hinweis':
      return docxChildren(children, { ...place, style: styleIds.notice });
    case 'kopf':
      return [
        ...(wappen === true && place.arms !== null ? [new Paragraph({ style: styleIds.text, children: [place.arms()] })] : []),
        ...docxChildren(children, { ...place, style: styleIds.small }),
        new Paragraph({
          style: styleIds.small,
          border: { top: { style: BorderStyle.SINGLE, size: 12, color: place.accent, space: 1 } },
        }),
      ];
    default:
      return docxChildren(children, place);
  }
}

export function pageBreak(): Paragraph {
  return new Paragraph({ pageBreakBefore: true, spacing: { before: 0, after: 0, line: 20, lineRule: 'exact' } });
}

function runs(content: readonly Inline[], bold = false): TextRun[] {
  return content.flatMap((part) => {
    if (part.kind === 'break') return [new TextRun({ break: 1 })];
    return part.kind === 'text' ? [run(part.text, { bold })] : runs(part.children, true);
  });
}

function run(words: string, look: { bold?: boolean; strike?: boolean; color?: string } = {}): TextRun {
  return new TextRun({ text: clean(words), ...look });
}

/** XML 1.0 allows none of these characters, whichever way they are written. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const notInXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;

export function clean(words: string): string {
  return words.replace(notInXml, '');
}

function statusRun({ art, wort }: StatusMark): TextRun {
  return run(`${shapeCharacters[art]}\u00a0${wort}`, { bold: true, color: statusColours[art].slice(1) });
}

/** Rows of cells with a head that is repeated on every page; the widths are shares. */
interface Grid {
  columns: readonly { title: string; weight: number; align: 'left' | 'right' }[];
  rows: readonly (readonly (readonly CellPart[])[])[];
  /** Least height of a row in millimetres, for rows that are written in by hand. */
  writingHeightMm?: number;
}

function placedChildren(block: PlacedBlock, place: DocxSurroundings): FileChild[] {
  const plain = (words: string, style: string = place.style) => new Paragraph({ style, children: [run(words)] });
  const more = (words: string) => (words === '' ? [] : [plain(words, styleIds.small)]);
  switch (block.kind) {
    case 'tabelle':
      return block.rows.length === 0 ? more(block.empty) : gridWith(block, place);
    case 'ampel':
      return block.groups.length === 0 ? more(block.empty) : [...gridWith(lightsGrid(block), place), ...more(block.more)];
    case 'pflichten':
      return block.rows.length === 0 ? more(block.empty) : [...gridWith(dutiesGrid(block), place), ...more(block.more)];
    case 'entscheidung':
      return block.rows.length === 0 ? [] : gridWith(decisionGrid(block), place);
    case 'kennzahl':
      return [plain(block.value, styleIds.key), plain(block.caption, styleIds.small)];
    case 'diagramm': {
      const rows = block.parts.map((part) => [text(part.label), text(formatNumber(part.value))]);
      return [
        plain(block.sentence),
        ...gridWith({ columns: [column(block.title, 70), column('Anzahl', 20, 'right')], rows }, place),
      ];
    }
    case 'balken':
    case 'verlauf':
      return [plain(block.sentence), ...(isWithoutValues(block) ? [] : gridWith(chartGrid(block), place))];
    case 'briefkopf':
      return letterHead(block, place);
    case 'formular':
      return block.rows.length === 0 ? [] : formTable(block.rows, place);
    case 'ankreuzen':
      return [
        new Paragraph({ style: place.style, keepNext: true, children: [run(block.question)] }),
        ...block.choices.map(
          (choice) =>
            new Paragraph({ style: 'ListParagraph', numbering: { reference: 'kaestchen', level: 0 }, children: [run(choice)] }),
        ),
      ];
    case 'unterschrift':
      return [signatures(block.fields, place)];
  }
}

function lightsGrid({ groups, withTrend }: TopicLightsBlock): Grid {
  const right = (title: string, weight: number) => column(title, weight, 'right');
  const trend = withTrend ? [column('Entwicklung', 24)] : [];
  return {
    columns: [
      ...[column('Lage', 30), column('Thema', 56), ...trend],
      ...[right('ja', 9), right('teilweise', 15), right('nein', 10), right('nicht bekannt', 16)],
    ],
    rows: groups.flatMap(({ status, rows }) =>
      rows.map(({ title, trend, shares }) => [
        [{ kind: 'status', status } as const],
        text(title),
        ...(withTrend ? [text(trend === null ? '' : `${trend.zeichen} ${trend.wort}`)] : []),
        ...[shares.ja, shares.teilweise, shares.nein, shares.unbekannt].map((n) => text(formatNumber(n))),
      ]),
    ),
  };
}

function dutiesGrid({ rows }: DutyListBlock): Grid {
  return {
    columns: [column('Stand', 30), column('Pflicht', 62), column('Stelle', 34), column('Angabe', 44)],
    rows: rows.map(({ status, short, place, degree, kindOfDuty, note }) => [
      [{ kind: 'status', status }],
      [strong(short)],
      [...text(place + degree), quiet(kindOfDuty)],
      text(note),
    ]),
  };
}

function decisionGrid({ rows }: DecisionBlock): Grid {
  return {
    columns: [
      column('Nr.', 8),
      column('Lücke und was passieren kann', 60),
      column('Aufwand (Schätzung)', 24),
      column('Wer', 26),
      column('Bis wann', 24),
      column('Entscheidung', 32),
    ],
    rows: rows.map((row) => [
      text(String(row.nr)),
      withoutEmpty([strong(row.title), ...text(row.consequence), quiet(row.axes)]),
      text(row.effort),
      text(row.who),
      withoutEmpty([...text(row.until), strong(row.overdue ? 'überschritten' : '')]),
      row.choices.flatMap((choice) => text(`☐ ${choice}`)),
    ]),
  };
}

function chartGrid(block: BarsBlock | CourseBlock): Grid {
  if (block.kind === 'balken') {
    const sum = (parts: BarsBlock['rows'][number]['parts']) => parts.reduce((total, { value }) => total + value, 0);
    return {
      columns: [column(block.title, 50), column('davon', 80), column('zusammen', 20, 'right')],
      rows: block.rows.map(({ label, parts }) => [
        text(label),
        text(parts.map(({ value, label }) => `${formatNumber(value)} ${label}`).join(', ')),
        text(formatNumber(sum(parts))),
      ]),
    };
  }
  return {
    columns: [column(block.title, 50), column('Verlauf', 80), column('zuletzt', 20, 'right')],
    rows: block.series.map(({ label, points }) => [
      text(label),
      text(points.map(({ x, y }) => `${x}: ${formatNumber(y)}`).join(', ') || 'keine Werte'),
      text(points.length === 0 ? '' : formatNumber(points.at(-1)?.y ?? 0)),
    ]),
  };
}

const noLine = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const hairline = { style: BorderStyle.SINGLE, size: 4, color: colours.hairline };
const noBorders = { top: noLine, bottom: noLine, left: noLine, right: noLine };
const noTableBorders = { ...noBorders, insideHorizontal: noLine, insideVertical: noLine };

/** Tables are followed by a small paragraph: Word would join two that touch. */
function gridWith({ columns, rows, writingHeightMm = 0 }: Grid, { width, accent }: DocxSurroundings): FileChild[] {
  const sum = columns.reduce((total, { weight }) => total + weight, 0);
  const widths = columns.map(({ weight }) => twips(Math.floor(((width * weight) / sum) * 10) / 10));
  const alignment = (index: number) => (columns[index]?.align === 'right' ? AlignmentType.RIGHT : AlignmentType.LEFT);
  const cell = (children: Paragraph[], index: number, bottom: typeof hairline) =>
    new TableCell({
      width: { size: widths[index] ?? 0, type: WidthType.DXA },
      borders: { ...noBorders, bottom },
      children,
    });
  const head = columns.map(({ title }, index) => {
    const words = run(title, { bold: true, color: colours.quiet });
    const paragraph = new Paragraph({ style: styleIds.cell, alignment: alignment(index), keepNext: true, children: [words] });
    return cell([paragraph], index, { style: BorderStyle.SINGLE, size: 8, color: accent });
  });
  const table = new Table({
    width: { size: widths.reduce((total, each) => total + each, 0), type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    margins: { top: 40, bottom: 40, left: 0, right: 100 },
    borders: noTableBorders,
    rows: [
      ...(columns.some(({ title }) => title !== '')
        ? [new TableRow({ tableHeader: true, cantSplit: true, children: head })]
        : []),
      ...rows.map(
        (row) =>
          new TableRow({
            cantSplit: row.every((parts) => !isLong(parts)),
            ...(writingHeightMm > 0 && row.some((parts) => parts.length === 0)
              ? { height: { value: twips(writingHeightMm), rule: HeightRule.ATLEAST } }
              : {}),
            children: columns.map((_, index) => cell(cellParagraphs(row[index] ?? [], alignment(index)), index, hairline)),
          }),
      ),
    ],
  });
  return [table, new Paragraph({ style: styleIds.small })];
}

/** Only a cell with very much text may run over to the next page. */
function isLong(parts: readonly CellPart[]): boolean {
  return parts.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 0), 0) > 900;
}

function cellParagraphs(parts: readonly CellPart[], alignment: 'left' | 'right'): Paragraph[] {
  if (parts.length === 0) return [new Paragraph({ style: styleIds.cell })];
  return parts.map((part) => {
    if (part.kind === 'status') return new Paragraph({ style: styleIds.cell, alignment, children: [statusRun(part.status)] });
    const style = part.tone === 'quiet' ? styleIds.cellSmall : styleIds.cell;
    const look = part.tone === 'strong' ? { bold: true } : part.tone === 'struck' ? { strike: true } : {};
    return new Paragraph({ style, alignment, children: [run(part.text, look)] });
  });
}

function formTable(rows: readonly { label: string; value: string; hint: string }[], { width }: DocxSurroundings): FileChild[] {
  const widths = [twips(Math.floor(width * 0.36)), twips(Math.floor(width * 0.64))];
  const borders = { ...noBorders, bottom: hairline };
  const cell = (index: number, children: Paragraph[]) =>
    new TableCell({ width: { size: widths[index] ?? 0, type: WidthType.DXA }, borders, children });
  const table = new Table({
    width: { size: widths.reduce((sum, each) => sum + each, 0), type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    margins: { top: 40, bottom: 40, left: 0, right: 100 },
    borders: { ...noTableBorders, top: hairline },
    rows: rows.map(
      ({ label, value, hint }) =>
        new TableRow({
          cantSplit: true,
          ...(value === '' ? { height: { value: twips(10), rule: HeightRule.ATLEAST } } : {}),
          children: [
            cell(0, cellParagraphs([strong(label)], AlignmentType.LEFT)),
            cell(1, cellParagraphs([...text(value), ...(hint === '' ? [] : [quiet(hint)])], AlignmentType.LEFT)),
          ],
        }),
    ),
  });
  return [table, new Paragraph({ style: styleIds.small })];
}

function signatures(fields: readonly string[], { width }: DocxSurroundings): Table {
  const each = twips(Math.floor(width / Math.max(1, fields.length)));
  const cells = fields.map(
    (field) =>
      new TableCell({
        width: { size: each, type: WidthType.DXA },
        margins: { right: 250 },
        borders: noBorders,
        children: [
          new Paragraph({
            style: styleIds.small,
            spacing: { before: 900 },
            border: { top: { style: BorderStyle.SINGLE, size: 6, color: colours.ink, space: 3 } },
            children: [run(field)],
          }),
        ],
      }),
  );
  return new Table({
    width: { size: each * fields.length, type: WidthType.DXA },
    columnWidths: fields.map(() => each),
    layout: TableLayoutType.FIXED,
    borders: noTableBorders,
    rows: [new TableRow({ cantSplit: true, children: cells })],
  });
}

/** DIN 5008, form B: the head is 45 mm high, less the margin above; the field of the address another 45 mm. */
function letterHead(block: LetterHeadBlock, { arms, accent }: DocxSurroundings): FileChild[] {
  const { absender, ruecksendezeile, anschrift, info, betreff, wappen } = block;
  const [name = '', ...sender] = absender;
  const widths = [twips(100), twips(65)];
  const line = (words: string, style: string) => new Paragraph({ style, children: [run(words)] });
  const title = new Paragraph({
    style: styleIds.address,
    children: [
      ...(wappen === true && arms !== null ? [arms(), run('  ')] : []),
      new TextRun({ text: clean(name), bold: true, size: 26, color: accent }),
    ],
  });
  const first = [title];
  const beside = sender.map((words) => line(words, styleIds.cellSmall));
  const address = [
    new Paragraph({
      style: styleIds.cellSmall,
      spacing: { before: twips(10), after: twips(3.5) },
      children: [run(ruecksendezeile)],
    }),
    ...anschrift.map((words) => line(words, styleIds.address)),
  ];
  const facts = info.map(
    ({ label, value }, index) =>
      new Paragraph({
        style: styleIds.cell,
        spacing: { before: index === 0 ? twips(5) : 0, after: 30 },
        children: [run(`${label}: `, { color: colours.quiet }), run(value)],
      }),
  );
  const row = (height: number, cells: Paragraph[][]) =>
    new TableRow({
      cantSplit: true,
      height: { value: twips(height), rule: HeightRule.EXACT },
      children: cells.map(
        (children, index) =>
          new TableCell({
            width: { size: widths[index] ?? 0, type: WidthType.DXA },
            borders: noBorders,
            children: children.length === 0 ? [new Paragraph({ style: styleIds.cell })] : children,
          }),
      ),
    });
  return [
    new Table({
      width: { size: twips(165), type: WidthType.DXA },
      columnWidths: widths,
      layout: TableLayoutType.FIXED,
      margins: { top: 0, bottom: 0, left: 0, right: 0 },
      borders: noTableBorders,
      rows: [row(27, [first, beside]), row(45, [address, facts])],
    }),
    new Paragraph({ style: styleIds.small, spacing: { before: 0, after: 0, line: twips(8.46), lineRule: 'exact' } }),
    new Paragraph({ style: styleIds.subject, children: [run(betreff)] }),
  ];
}
