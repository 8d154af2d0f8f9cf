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
  head: 44,
  heading: 19,
  topicRow: 11.9,
  dutyTitle: 13.2,
  noteLine: 10.7,
  decisionHead: 32,
  decisionRow: 45,
  line: 12.4,
  signature: 40,
  fullWidthCharacters: 114,
  columnCharacters: 48,
  noteCharacters: 54,
};

export type SheetDensity = 'normal' | 'dicht';

export function sheetDensity(sheet: GroupBlock): SheetDensity {
  const height = sheet.children.reduce((sum, block) => sum + heightOf(block, measures.fullWidthCharacters), 0);
  return height > sheetHeightPx ? 'dicht' : 'normal';
}

function heightOf(block: Block, characters: number): number {
  switch (block.kind) {
    case 'heading':
      return measures.heading;
    case 'paragraph':
      return (
        textLines(plainText(block.content), characters, characters === measures.columnCharacters ? 8 : 5) * measures.line + 3
      );
    case 'ampel':
      return (
        (1 + block.groups.length + block.groups.reduce((sum, group) => sum + group.rows.length, 0)) * measures.topicRow +
        moreHeight(block.more)
      );
    case 'pflichten':
      return (
        block.rows.reduce(
          (sum, row) => sum + dutyHeight(`${row.status.wort}..${row.note} · ${row.place} · ${row.kindOfDuty}`),
          0,
        ) + moreHeight(block.more)
      );
    case 'entscheidung':
      return block.rows.length === 0 ? 0 : measures.decisionHead + block.rows.length * measures.decisionRow;
    case 'unterschrift':
      return measures.signature;
    case 'group':
      return groupHeight(block, characters);
    default:
      return measures.line * 4;
  }
}

function groupHeight(group: GroupBlock, characters: number): number {
  if (group.name === 'kopf') return measures.head;
  if (group.name === 'spalten')
    return 6 + Math.max(0, ...group.children.map((column) => heightOf(column, measures.columnCharacters)));
  const limit = group.name === 'saetze' ? 3 : group.name === 'klein' ? 2 : null;
  if (limit === null) return group.children.reduce((sum, block) => sum + heightOf(block, characters), 0);
  const paragraphs = group.children.map((block) =>
    block.kind === 'paragraph' ? textLines(plainText(block.content), characters, limit) : 1,
  );
  return (group.name === 'saetze' ? 12 : 3) + paragraphs.reduce((sum, lines) => sum + lines * measures.line + 1.5, 0);
}

function dutyHeight(note: string): number {
  return measures.dutyTitle + textLines(note, measures.noteCharacters, 2) * measures.noteLine;
}

function moreHeight(more: string): number {
  return more === '' ? 0 : measures.line + 3;
}

function textLines(text: string, characters: number, limit: number): number {
  return Math.min(limit, Math.max(1, Math.ceil(text.length / characters)));
}
