/** What the annex has room for: at most three pages, so that somebody reads it. The data hold everything. */
import { divided, endlessWord } from '../../long-words.ts';

/** Most rows of each table of the annex; the gaps are five at most already. */
export interface AnnexRows {
  topics: number;
  duties: number;
  contradictions: number;
  findings: number;
  unchecked: number;
  decisions: number;
}

/** Most characters in a cell of the annex: of a text, of a text in a narrow column, of a name, and of the note below a topic. */
export interface AnnexCharacters {
  text: number;
  narrow: number;
  name: number;
  note: number;
}

export interface AnnexLimits {
  rows: AnnexRows;
  characters: AnnexCharacters;
}

/** Where nothing is overlong. */
export const usualRows: AnnexRows = { topics: 40, duties: 14, contradictions: 4, findings: 6, unchecked: 5, decisions: 6 };

/** Characters where nothing is overlong. */
export const longest: AnnexCharacters = { text: 150, narrow: 100, name: 52, note: 200 };

/** Roomiest first. Texts become shorter before rows become fewer: a row that is not there says nothing at all. */
export const annexSteps: readonly AnnexLimits[] = [
  { rows: usualRows, characters: longest },
  { rows: usualRows, characters: { text: 110, narrow: 75, name: 42, note: 110 } },
  { rows: usualRows, characters: { text: 80, narrow: 54, name: 34, note: 70 } },
  {
    rows: { topics: 40, duties: 14, contradictions: 3, findings: 4, unchecked: 3, decisions: 4 },
    characters: { text: 70, narrow: 46, name: 30, note: 44 },
  },
  {
    rows: { topics: 30, duties: 12, contradictions: 2, findings: 3, unchecked: 2, decisions: 3 },
    characters: { text: 60, narrow: 40, name: 26, note: 0 },
  },
  {
    rows: { topics: 24, duties: 10, contradictions: 2, findings: 2, unchecked: 2, decisions: 2 },
    characters: { text: 48, narrow: 32, name: 20, note: 0 },
  },
];

/** Where nothing else fits. */
export const narrowest: AnnexLimits = {
  rows: { topics: 24, duties: 8, contradictions: 1, findings: 1, unchecked: 1, decisions: 1 },
  characters: { text: 36, narrow: 24, name: 16, note: 0 },
};

/** Cut at a space where there is one near, a word without end with places to break; nothing where there is no room at all. */
export function shortened(text: string, most: number): string {
  if (most === 0) return '';
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '');
  const space = cut.lastIndexOf(' ');
  const kept = (space > most / 2 ? cut.slice(0, space) : cut).trimEnd();
  const [whole = ''] = /^[^\s-]+/.exec(text.slice(kept.search(/[^\s-]*$/))) ?? [];
  return `${whole.length < endlessWord ? kept : kept.replace(/[^\s-]+$/, (word) => divided(word))}…`;
}
