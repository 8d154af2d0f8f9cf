/**
 * How much room the annex takes, so that it ends on its third page whatever was typed. Its height is estimated from the lengths of
 * texts, in the sizes of reports/layout/layout.typ and the order of reports/leitung/vorlage.md; where it would run over, texts become
 * shorter and then rows fewer. The estimate errs on the tall side; a test counts the pages of the printed report.
 */
import type { CellPart, TableBlock } from '../../blocks.ts';
import { textWidth } from '../../charts.ts';
import { type AnnexTableName, annexTables } from './annex.ts';
import type { LeitungData } from './data.ts';
import { type AnnexLimits, annexSteps, narrowest } from './limits.ts';

const annexPages = 3;

/** In points. */
const millimetre = 72 / 25.4;
const pageHeight = 261 * millimetre;
const pageWidth = 170 * millimetre;
const sizes = { text: 10, table: 8.5, quiet: 7.65, small: 8 };
const lineHeight = { text: 12.6, table: 9.9, quiet: 9.1, small: 10.1 };
/** Distances: around a paragraph, in a row above and below its text, between two cells. */
const space = { paragraph: 6, row: 4.4, cell: 6 };
const heights = { title: 20, heading: 33, barRow: 34, course: 155 };
/** Below this a table is not broken over two pages. */
const wholeTable = 52 * millimetre;
/** The widths of letters are rounded up; lines are not filled to their end. */
const fitting = { one: 0.92, several: 0.94 };
/** The first line of a cell is as tall as its letters, without the distance to the next. */
const leading = { text: lineHeight.text - sizes.text, table: lineHeight.table - sizes.table };

/** The roomiest limits with which the annex ends on its third page; the narrowest where none is known to. */
export function annexLimits(data: LeitungData): AnnexLimits {
  return annexSteps.find((limits) => pagesOf(annexItems(data, limits)) <= annexPages) ?? narrowest;
}

/** What stays on one page: a row, a chart, a paragraph. */
interface Item {
  height: number;
  /** It stands on the page of what follows. */
  leads?: true;
  /** Height of the head of its table, printed again on a new page. */
  head?: number;
}

function pagesOf(items: readonly Item[]): number {
  let [pages, used, led] = [1, 0, 0];
  for (const { height, leads, head } of items) {
    if (leads === true) {
      led += height;
      continue;
    }
    const needed = led + height;
    if (used + needed > pageHeight) {
      pages += 1;
      used = led === 0 ? (head ?? 0) : 0;
    }
    led = 0;
    used += needed;
  }
  return pages;
}

/** The sections of the template, from the first to the last. */
function annexItems(data: LeitungData, limits: AnnexLimits): Item[] {
  const tables = annexTables(data, limits);
  const { minimumText, lueckenHinweis, massnahmen, entscheidungen, widersprueche, netz, methode, kopf } = data;
  const of = (name: AnnexTableName) => tableItems(tables[name]);
  return [
    { height: heights.title, leads: true },
    heading,
    chart('x'.repeat(170), heights.barRow * (data.frueher === null ? 1 : 2)),
    ...of('themen'),
    heading,
    lead(minimumText),
    ...of('minimum'),
    heading,
    lead(lueckenHinweis),
    ...(data.luecken.length === 0 ? [] : of('luecken')),
    heading,
    lead([massnahmen.satz, data.seitLetztem, entscheidungen.satz].join(' ')),
    ...(entscheidungen.liste.length === 0 ? [] : of('entscheidungen')),
    ...(massnahmen.verlauf.length === 0 ? [] : [chart(massnahmen.verlaufText, heights.course)]),
    heading,
    lead([widersprueche.satz, widersprueche.mehr].join(' ')),
    ...(widersprueche.liste.length === 0 ? [] : of('widersprueche')),
    heading,
    lead([netz.satz, netz.nichtGesehen, netz.mehr].join(' ')),
    ...(netz.schweren.length === 0 ? [] : [chart('x'.repeat(90), heights.barRow), ...of('befunde')]),
    ...(netz.ungeprueft.length === 0 ? [] : of('ungeprueft')),
    heading,
    small([methode.unbekannt, methode.grundlage, methode.gesammelt, methode.herkunft], 0),
    small([methode.aufwand, methode.trend, methode.grad], 240),
    small(
      [kopf.erhebung, kopf.profil, kopf.profilHinweis, kopf.katalog.id, kopf.katalog.edition, kopf.rechtsstand, kopf.programm],
      420,
    ),
  ];
}

const heading: Item = { height: heights.heading, leads: true };

function lines(text: string, size: number, width: number): number {
  const needed = textWidth(text, size);
  return needed * fitting.one <= width ? 1 : Math.max(2, Math.ceil((needed * fitting.several) / width));
}

function paragraphHeight(text: string): number {
  return lines(text, sizes.text, pageWidth) * lineHeight.text - leading.text + space.paragraph;
}

function lead(text: string): Item {
  return { height: paragraphHeight(text), leads: true };
}

/** @param fixed characters of the template around what comes from the data */
function small(texts: readonly string[], fixed: number): Item {
  const text = `${texts.join(' ')}${'x'.repeat(fixed)}`;
  return { height: lines(text, sizes.small, pageWidth) * lineHeight.small + space.paragraph };
}

function chart(sentence: string, height: number): Item {
  return { height: paragraphHeight(sentence) + height + space.paragraph };
}

/** A short table is one item, of a longer one every row; where the table is empty, its sentence stands instead. */
function tableItems({ columns, rows, empty }: TableBlock): Item[] {
  if (rows.length === 0) return [{ height: paragraphHeight(empty) }];
  const all = columns.reduce((sum, { weight }) => sum + weight, 0);
  const rooms = columns.map(({ weight }) => (weight / all) * pageWidth - space.cell);
  const head = Math.max(...columns.map(({ title }, index) => lines(title, sizes.table, rooms[index] ?? pageWidth)));
  const headHeight = head * lineHeight.table - leading.table + space.row;
  const heightsOfRows = rows.map(
    (row) => Math.max(...row.map((cell, index) => cellHeight(cell, rooms[index] ?? pageWidth))) - leading.table + space.row,
  );
  const sum = headHeight + heightsOfRows.reduce((total, height) => total + height, 0) + 2 * space.paragraph;
  if (sum < wholeTable) return [{ height: sum }];
  return [
    { height: headHeight + space.paragraph, leads: true },
    ...heightsOfRows.map((height) => ({ height, head: headHeight })),
  ];
}

function cellHeight(cell: readonly CellPart[], room: number): number {
  return cell.reduce((sum, part) => {
    if (part.kind === 'status') return sum + lines(`xx ${part.status.wort}`, sizes.table, room) * lineHeight.table;
    const kind = part.tone === 'quiet' ? 'quiet' : 'table';
    return sum + lines(part.text, sizes[kind], room) * lineHeight[kind];
  }, 0);
}
