/**
 * How much room the annex takes, so that it ends on its third page whatever was typed. Its height is estimated from the lengths of
 * texts, in the sizes of reports/layout/layout.typ and the order of reports/leitung/vorlage.md; where it would run over, texts become
 * shorter and then rows fewer. The estimate errs on the tall side; a test counts the pages of the printed report.
 */
import type { CellPart, TableBlock } from '../../blocks.ts';
import { textWidth } from '../../text-width.ts';
import { type AnnexTableName, annexTables } from './annex.ts';
import type { LeitungData } from './data.ts';
import { type AnnexLimits, annexSteps, narrowest } from './limits.ts';

const annexPages = 3;

/** In points. */
const millimetre = 72 / 25.4;
const pageHeight = 261 * millimetre;
const pageWidth = 170 * millimetre;
const sizes = { text: 10, table: 8.5, quiet: 7.65, small: 8 };
const lineHeight = { text: 12.6, table: 9.9, quiet: 9.1, small: 10.6 };
/** Distances: above a paragraph or a table, above a small paragraph, below a chart besides, in a row around its text, between two cells. */
const space = { paragraph: 6, small: 5, chart: 4, row: 4.4, cell: 6 };
const heights = { title: 17, heading: 33, barRow: 34.5, barGap: 6, course: 170 };
/** Below this a table is not broken over two pages. */
const wholeTable = 52 * millimetre;
/** A text in the regular cut is narrower by this much at least. */
const regular = 0.98;
/** What a line may lose where a word too long for it is divided between syllables, in letters. */
const longSyllable = 5 * 0.565;
/** The first line of a cell is as tall as its letters, without the distance to the next. */
const leading = {
  text: lineHeight.text - sizes.text,
  table: lineHeight.table - sizes.table,
  small: lineHeight.small - sizes.small,
};

/** The roomiest limits with which the annex ends on its third page; the narrowest where none is known to. */
export function annexLimits(data: LeitungData): AnnexLimits {
  return annexSteps.find((limits) => pagesOf(annexItems(data, limits)) <= annexPages) ?? narrowest;
}

/** What stays on one page: a row, a chart, a paragraph of one or two lines. */
interface Item {
  height: number;
  /** It stands on the page of what follows. */
  leads?: true;
  /** Height of the head of its table, printed again on a new page. */
  head?: number;
  /** It runs over to a new page, with at least two lines of this height. */
  line?: number;
}

function pagesOf(items: readonly Item[]): number {
  let [pages, used, led] = [1, 0, 0];
  for (const { height, leads, head, line } of items) {
    if (leads === true) {
      led += height;
      continue;
    }
    const needed = led + height;
    const over = used + needed - pageHeight;
    if (over <= 0) used += needed;
    else {
      pages += 1;
      used = line === undefined || over > height - 4 * line ? needed + (led === 0 ? (head ?? 0) : 0) : over + 2 * line;
    }
    led = 0;
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
    chart('letters '.repeat(21), barsHeight(data.frueher === null ? 1 : 2)),
    ...of('themen'),
    heading,
    paragraph(minimumText, true),
    ...of('minimum'),
    heading,
    paragraph(lueckenHinweis, true),
    ...(data.luecken.length === 0 ? [] : of('luecken')),
    heading,
    paragraph([massnahmen.satz, data.seitLetztem, entscheidungen.satz].join(' '), massnahmen.verlauf.length === 0),
    ...(massnahmen.verlauf.length === 0 ? [] : [chart(massnahmen.verlaufText, heights.course)]),
    ...(entscheidungen.liste.length === 0 ? [] : of('entscheidungen')),
    heading,
    paragraph([widersprueche.satz, widersprueche.mehr].join(' '), true),
    ...(widersprueche.liste.length === 0 ? [] : of('widersprueche')),
    heading,
    paragraph([netz.satz, netz.nichtGesehen, netz.mehr].join(' '), netz.schweren.length === 0),
    ...(netz.schweren.length === 0 ? [] : [chart('letters '.repeat(11), barsHeight(1)), ...of('befunde')]),
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

/** Lines as they are filled word by word; words that are divided only make room. */
function lines(text: string, size: number, width: number): number {
  const space = textWidth(' ', size);
  let [count, used] = [1, 0];
  for (const [index, word] of text.split(/[ \u200b]/).entries()) {
    const own = textWidth(word, size);
    const gap = index === 0 ? 0 : space;
    if (used + gap + own <= width) {
      used += gap + own;
      continue;
    }
    if (used > 0) count += 1;
    const more = own <= width ? 0 : Math.ceil(own / (width - longSyllable * size)) - 1;
    count += more;
    used = own - more * (width - longSyllable * size);
  }
  return count;
}

function paragraphHeight(text: string): number {
  return lines(text, sizes.text * regular, pageWidth) * lineHeight.text - leading.text + space.paragraph;
}

/** @param leads a table follows, if anything; a chart may begin the next page alone */
function paragraph(text: string, leads: boolean): Item {
  return { height: paragraphHeight(text), ...(leads ? { leads } : {}) };
}

/** @param fixed characters of the template around what comes from the data */
function small(texts: readonly string[], fixed: number): Item {
  const text = `${texts.join(' ')}${' letters'.repeat(fixed / 8)}`;
  return {
    height: lines(text, sizes.small * regular, pageWidth) * lineHeight.small - leading.small + space.small,
    line: lineHeight.small,
  };
}

/** Between two bars there is a distance, but none below the last. */
function barsHeight(rows: number): number {
  return rows * heights.barRow - heights.barGap;
}

function chart(sentence: string, height: number): Item {
  return { height: paragraphHeight(sentence) + height + space.chart };
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
  const sum = headHeight + heightsOfRows.reduce((total, height) => total + height, 0) + space.paragraph;
  if (sum < wholeTable * 1.05) return [{ height: sum }];
  return [
    { height: headHeight + space.paragraph, leads: true },
    ...heightsOfRows.map((height) => ({ height, head: headHeight })),
  ];
}

function cellHeight(cell: readonly CellPart[], room: number): number {
  return cell.reduce((sum, part) => {
    if (part.kind === 'status') return sum + lines(`xx ${part.status.wort}`, sizes.table, room) * lineHeight.table;
    const kind = part.tone === 'quiet' ? 'quiet' : 'table';
    return sum + lines(part.text, sizes[kind] * (part.tone === 'strong' ? 1 : regular), room) * lineHeight[kind];
  }, 0);
}
