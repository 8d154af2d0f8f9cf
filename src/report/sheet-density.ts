/**
 * How tall the one-page sheet becomes when HTML is printed. A browser cannot measure without a script, so its height is
 * estimated from row counts and text lengths; when it would not fit, the print shortens earlier. The estimate errs on the
 * tall side; test/report measures it in a browser. The PDF needs none of this: its layout measures for itself.
 */
import { type Block, type GroupBlock, plainText } from './blocks.ts';

/** Height of `.seite` in reports/layout/layout.css, in CSS pixels, less a reserve. */
const sheetHeightPx = 976;

/** Heights in CSS pixels and characters per line, measured on that style sheet. */
const measures = {
  head: 42,
  heading: 19,
  dutyTitle: 13.2,
  noteLine: 10.7,
  decisionHead: 25,
  decisionRow: 46.2,
  line: 12.4,
  smallLine: 10.6,
  signature: 26,
  fullWidthCharacters: 142,
  columnCharacters: 53,
  noteCharacters: 57,
};

export type SheetDensity = 'normal' | 'dicht' | 'eng';

/** What the style sheet does to a sheet of each density: the height of a row in CSS pixels, and after how many lines a text is cut. */
interface Cuts {
  topicRow: number;
  paragraph: number;
  small: number;
  note: number;
}

/** Ends with what the network check did not see, so it is cut late at every density. */
const columnParagraphLines = 8;
const sentenceLines = 3;

/** `eng` needs none: it is what is left. */
const cutsOf: Readonly<Record<Exclude<SheetDensity, 'eng'>, Cuts>> = {
  normal: { topicRow: 12.7, paragraph: 5, small: 2, note: 2 },
  dicht: { topicRow: 11.5, paragraph: 4, small: 1, note: 1 },
};

/** The roomiest that fits; the last one fits whatever is recorded. */
export function sheetDensity(sheet: GroupBlock): SheetDensity {
  const fits = (cuts: Cuts) => heightOfAll(sheet.children, measures.fullWidthCharacters, cuts) <= sheetHeightPx;
  if (fits(cutsOf.normal)) return 'normal';
  return fits(cutsOf.dicht) ? 'dicht' : 'eng';
}

function heightOfAll(blocks: readonly Block[], characters: number, cuts: Cuts): number {
  return blocks.reduce((sum, block) => sum + heightOf(block, characters, cuts), 0);
}

function heightOf(block: Block, characters: number, cuts: Cuts): number {
  switch (block.kind) {
    case 'heading':
      return measures.heading;
    case 'paragraph': {
      const most = characters === measures.columnCharacters ? columnParagraphLines : cuts.paragraph;
      return textLines(plainText(block.content), characters, most) * measures.line + 3;
    }
    case 'ampel': {
      const rows = 1 + block.groups.length + block.groups.reduce((sum, group) => sum + group.rows.length, 0);
      return rows * cuts.topicRow + moreHeight(block.more);
    }
    case 'pflichten': {
      const heights = block.rows.map((row) =>
        dutyHeight(`${row.status.wort}..${row.note} · ${row.place} · ${row.kindOfDuty}`, cuts.note),
      );
      return heights.reduce((sum, height) => sum + height, 0) + moreHeight(block.more);
    }
    case 'entscheidung':
      return block.rows.length === 0 ? 0 : measures.decisionHead + block.rows.length * measures.decisionRow;
    case 'unterschrift':
      return measures.signature;
    case 'group':
      return groupHeight(block, characters, cuts);
    default:
      return measures.line * 4;
  }
}

function groupHeight(group: GroupBlock, characters: number, cuts: Cuts): number {
  if (group.name === 'kopf') return measures.head;
  if (group.name === 'spalten')
    return 6 + Math.max(0, ...group.children.map((column) => heightOf(column, measures.columnCharacters, cuts)));
  const most = group.name === 'saetze' ? sentenceLines : group.name === 'klein' ? cuts.small : null;
  if (most === null) return heightOfAll(group.children, characters, cuts);
  const paragraphs = group.children.map((block) =>
    block.kind === 'paragraph' ? textLines(plainText(block.content), characters, most) : 1,
  );
  const [around, line] = group.name === 'saetze' ? [12, measures.line] : [3, measures.smallLine];
  return around + paragraphs.reduce((sum, lines) => sum + lines * line + 1.5, 0);
}

function dutyHeight(note: string, most: number): number {
  return measures.dutyTitle + textLines(note, measures.noteCharacters, most) * measures.noteLine;
}

function moreHeight(more: string): number {
  return more === '' ? 0 : measures.line + 3;
}

/** Capitals and letters of other scripts count twice. */
function textLines(text: string, characters: number, limit: number): number {
  const wide = text.match(/[^\P{L}\p{Ll}]/gu)?.length ?? 0;
  return Math.min(limit, Math.max(1, Math.ceil((text.length + wide) / characters)));
}
