/** The block tree: what a report consists of before it becomes HTML, PDF or Markdown. */
import type { StatusMark, TrendData } from './report-data.ts';

export type Inline = { kind: 'text'; text: string } | { kind: 'strong'; children: Inline[] } | { kind: 'break' };

/**
 * Containers a template may open: `seite` fits one page, `karte` too, in larger type; `kopf`, `saetze`, `hinweis`, `klein` are set in their own way;
 * `spalten` holds several `spalte`; `anhang` begins a new page.
 */
export const groupNames = ['seite', 'karte', 'kopf', 'saetze', 'spalten', 'spalte', 'hinweis', 'klein', 'anhang'] as const;
export type GroupName = (typeof groupNames)[number];

/** Blocks a template places by name: `:::tabelle pflichten`. */
export const placedKinds = [
  'tabelle',
  'ampel',
  'pflichten',
  'entscheidung',
  'kennzahl',
  'diagramm',
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
