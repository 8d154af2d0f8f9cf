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

/** Most characters in a cell of the annex: of a text, of what a check found, of a text in a narrow column, of a name, of a topic. */
export interface AnnexCharacters {
  text: number;
  finding: number;
  narrow: number;
  name: number;
  topic: number;
  /** Below the name of a topic. */
  note: number;
}

export interface AnnexLimits {
  rows: AnnexRows;
  characters: AnnexCharacters;
}

/** Where nothing is overlong. */
export const usualRows: AnnexRows = { topics: 40, duties: 14, contradictions: 4, findings: 6, unchecked: 5, decisions: 6 };

const fewerRows: AnnexRows = { ...usualRows, contradictions: 3, findings: 4, unchecked: 3, decisions: 4 };
const fewRows: AnnexRows = { ...usualRows, contradictions: 2, findings: 3, unchecked: 2, decisions: 3 };
const fewestRows: AnnexRows = { ...usualRows, contradictions: 1, findings: 2, unchecked: 1, decisions: 1 };

/** No name of the catalogue is longer, so that only an absurd one is cut. */
const wholeName = 60;

/** What a finding needs that stands behind who said what and when. */
const wholeFinding = 150;

function charactersFor(text: number, name = wholeName, topic = wholeName): AnnexCharacters {
  const [note, leastFinding] = name < wholeName ? [0, 0] : [text, wholeFinding];
  const finding = Math.max(leastFinding, Math.round(text * 1.6));
  return { text, finding, narrow: Math.round(text * 0.67), name, topic, note };
}

/** Characters where nothing is overlong. */
export const longest: AnnexCharacters = charactersFor(300);

/**
 * Roomiest first. Texts become shorter before rows become fewer: a row that is not there says nothing at all; but neither does one of a
 * few words. Topics come last, their names whole as long as these are no longer than names are.
 */
export const annexSteps: readonly AnnexLimits[] = [
  ...[300, 260, 220, 190, 165, 145, 130, 120, 110, 100].map((text) => ({ rows: usualRows, characters: charactersFor(text) })),
  ...[120, 112, 106, 100, 94, 88, 80, 70].map((text) => ({ rows: fewerRows, characters: charactersFor(text) })),
  ...[90, 80, 70, 60].map((text) => ({ rows: fewRows, characters: charactersFor(text) })),
  ...[80, 70, 60, 50].map((text) => ({ rows: fewestRows, characters: charactersFor(text) })),
  ...[40, 30].map((name) => ({ rows: fewestRows, characters: charactersFor(50, name) })),
  ...[40, 30].map((name) => ({ rows: { ...fewestRows, topics: 30, duties: 12 }, characters: charactersFor(50, name, name) })),
  ...[30, 24, 20].map((name) => ({ rows: { ...fewestRows, topics: 24, duties: 10 }, characters: charactersFor(40, name, name) })),
  { rows: { ...fewestRows, topics: 24, duties: 8, findings: 1 }, characters: charactersFor(30, 16, 16) },
];

/** Where nothing else fits. */
export const narrowest: AnnexLimits = {
  rows: { ...fewestRows, topics: 24, duties: 6, findings: 1 },
  characters: charactersFor(24, 14, 14),
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
