/** The block tree: what a report consists of before it becomes HTML, PDF or Markdown. */
import type { StatusMark, TrendData } from './report-data.ts';

export type Inline = { kind: 'text'; text: string } | { kind: 'strong'; children: Inline[] } | { kind: 'break' };

/**
 * Containers a template may open: `seite` fits one page, `karte` too, in larger type; `brief` is a letter after DIN 5008, form B; `kopf`,
 * `saetze`, `hinweis`, `klein` are set in their own way; `zusammen` stays on one page; `spalten` holds several `spalte`; `anhang` begins a new
 * page.
 */
export const groupNames = [
  'seite',
  'karte',
  'brief',
  'kopf',
  'saetze',
  'spalten',
  'spalte',
  'hinweis',
  'klein',
  'zusammen',
  'anhang',
] as const;
export type GroupName = (typeof groupNames)[number];

/** Blocks a template places by name: `:::tabelle pflichten`. */
export const placedKinds = [
  'tabelle',
  'ampel',
  'pflichten',
  'entscheidung',
  'kennzahl',
  'diagramm',
  'balken',
  'verlauf',
  'briefkopf',
  'formular',
  'ankreuzen',
  'unterschrift',
  'abschnitte',
] as const;
export type PlacedKind = (typeof placedKinds)[number];

export type CellPart =
  | { kind: 'text'; text: string; tone: 'normal' | 'strong' | 'quiet' | 'struck' }
  | { kind: 'status'; status: StatusMark };

export interface TableColumn {
  title: string;
  /** Share of the width. */
  weight: number;
  align: 'left' | 'right';
}

export interface TableBlock {
  kind: 'tabelle';
  caption: string;
  columns: TableColumn[];
  rows: CellPart[][][];
  /** Shown instead of the table when there is no row. */
  empty: string;
  /** Room to write in: empty cells get this height in millimetres, 0 for none. */
  writingHeightMm: number;
  /** Facts somebody looks up one at a time: on a printed page they run on in small type. */
  isSmallPrint?: true;
}

/** Tables of labels and values have no head: the first cell of a row is its head. */
export function hasTitles({ columns }: Pick<TableBlock, 'columns'>): boolean {
  return columns.some(({ title }) => title !== '');
}

/** A stacked bar in four parts, always in this order, starting at zero. */
export interface BarShares {
  ja: number;
  teilweise: number;
  nein: number;
  unbekannt: number;
}

export interface TopicLightsBlock {
  kind: 'ampel';
  caption: string;
  groups: { status: StatusMark; rows: { title: string; trend: TrendData | null; shares: BarShares }[] }[];
  /** Whether any row has a trend: else the column is left out. */
  withTrend: boolean;
  /** Said when rows were left out for want of room. */
  more: string;
  empty: string;
}

export interface DutyListBlock {
  kind: 'pflichten';
  rows: { status: StatusMark; short: string; degree: string; kindOfDuty: string; place: string; note: string }[];
  more: string;
  empty: string;
}

export interface DecisionBlock {
  kind: 'entscheidung';
  caption: string;
  rows: {
    nr: number;
    title: string;
    consequence: string;
    axes: string;
    effort: string;
    who: string;
    until: string;
    overdue: boolean;
    choices: string[];
  }[];
}

export interface FigureBlock {
  kind: 'kennzahl';
  value: string;
  caption: string;
}

export interface ChartBlock {
  kind: 'diagramm';
  title: string;
  /** What the chart shows, in a sentence; also its description for a screen reader. */
  sentence: string;
  parts: { label: string; value: number; tone: keyof BarShares }[];
}

/**
 * How a part of a bar is drawn: the four of `BarShares` for what is fulfilled and what is not, and three grades without judgement,
 * strongest first, for what is only more or less. All differ by pattern, not by colour alone.
 */
export const barTones = ['ja', 'teilweise', 'nein', 'unbekannt', 'stark', 'mittel', 'schwach'] as const;
export type BarTone = (typeof barTones)[number];

/** Stacked horizontal bars on one scale that starts at zero; what each part is stands below its bar. */
export interface BarsBlock {
  kind: 'balken';
  title: string;
  /** What the chart shows, in a sentence. */
  sentence: string;
  rows: { label: string; parts: { label: string; value: number; tone: BarTone }[] }[];
}

/** Lines over time; the vertical scale starts at zero. Points that all series share stand above one another by their `x`. */
export interface CourseBlock {
  kind: 'verlauf';
  title: string;
  /** What the chart shows, in a sentence. */
  sentence: string;
  series: { label: string; points: { x: string; y: number }[] }[];
}

/** The upper third of a letter, from the letterhead to the subject. */
export interface LetterHeadBlock {
  kind: 'briefkopf';
  /** Lines of the sender, its name first. The own letterhead of a Kommune takes their place. */
  absender: string[];
  /** The small line above the address. */
  ruecksendezeile: string;
  /** Lines of the address; at most six have room, further ones are joined to the last. */
  anschrift: string[];
  info: { label: string; value: string }[];
  betreff: string;
  /** Whether the arms of the Kommune stand here. Builders leave it out: it comes with the own letterhead. */
  wappen?: true;
}

/** Labels with their values; where a value is empty, there is room to write. */
export interface FormBlock {
  kind: 'formular';
  caption: string;
  rows: { label: string; value: string; hint: string }[];
}

/** Boxes to tick. */
export interface TickBlock {
  kind: 'ankreuzen';
  question: string;
  choices: string[];
}

export interface SignatureBlock {
  kind: 'unterschrift';
  fields: string[];
}

export type PlacedBlock =
  | TableBlock
  | TopicLightsBlock
  | DutyListBlock
  | DecisionBlock
  | FigureBlock
  | ChartBlock
  | BarsBlock
  | CourseBlock
  | LetterHeadBlock
  | FormBlock
  | TickBlock
  | SignatureBlock;

export interface HeadingBlock {
  kind: 'heading';
  level: 1 | 2 | 3;
  content: Inline[];
}

export interface ParagraphBlock {
  kind: 'paragraph';
  content: Inline[];
}

export interface ListBlock {
  kind: 'list';
  ordered: boolean;
  items: Inline[][];
}

export interface GroupBlock {
  kind: 'group';
  name: GroupName;
  children: Block[];
  /** Whether the arms of the Kommune stand here, left of the first title. */
  wappen?: true;
  /** Lines at the foot of a letter, from the own letterhead. */
  fuss?: string[];
}

export type Block = HeadingBlock | ParagraphBlock | ListBlock | GroupBlock | PlacedBlock;

/** Headings, sentences and tables as many as the data have; they take the place of the line that names them. */
export interface SectionsBlock {
  kind: 'abschnitte';
  children: Block[];
}

/** What a template may place, by kind and name: `placed.tabelle.pflichten`. */
export type Placeables = Readonly<Partial<Record<PlacedKind, Readonly<Record<string, PlacedBlock | SectionsBlock>>>>>;

export function plainText(content: readonly Inline[]): string {
  return content
    .map((part) => (part.kind === 'text' ? part.text : part.kind === 'break' ? ' ' : plainText(part.children)))
    .join('');
}
