import type { Catalogue, Control } from '../domain/catalogue.ts';
import { fitOf, fold, isOneTypoAway, stemOf } from '../domain/german-search.ts';
import type { CommandJson } from './json-schemas.ts';
import { type ControlFilter, filterControls, shortControl } from './list-controls.ts';

/** Words that say nothing about what is looked for; left out if others remain. */
const fillers = new Set(
  'der die das den dem des ein eine einen einem einer eines und oder in im an am auf aus bei fur mit nach von vom zu zum zur ist sind was wie wer wo'.split(
    ' ',
  ),
);

/** One spelling to look for, and how much a hit of it counts. */
interface Spelling {
  word: string;
  weight: number;
}

const synonymWeight = 0.8;
const typoWeight = 0.6;
/** Shorter words have too many neighbours one letter away. */
const shortestTypo = 5;

/** Weight of a field for the order of the hits. */
const fieldWeights = { title: 5, question: 3, requirement: 3, baustein: 2, rest: 1, purpose: 0.5 } as const;

type FoldedFields = Record<keyof typeof fieldWeights, string>;

interface Indexed {
  control: Control;
  /** Lower case, as typed. */
  id: string;
  fields: FoldedFields;
}

/**
 * Live controls in which every word occurs, best first: as itself, inflected, in a compound or by a synonym. A word that
 * occurs nowhere is taken for a typing error if one letter less, more or different makes it a known word.
 * @throws NotFoundError when a filter names something that does not exist
 */
export function searchControls(catalogue: Catalogue, text: string, filter: ControlFilter): CommandJson['katalog suchen'] {
  const typed = text.normalize().split(/\s+/).map(trimmed).filter(Boolean);
  const telling = typed.filter((word) => !fillers.has(fold(word)));
  const places = placesOf(catalogue);
  const indexed = filterControls(catalogue, filter).map((control) => indexedControl(control, places.get(control.baustein)));
  const groups = synonymGroups(catalogue);
  const scores = (telling.length > 0 ? telling : typed).map((word) => scoresOf(word, indexed, groups));
  return indexed
    .map(({ control }, index) => ({ control, scores: scores.map((each) => each[index] ?? 0) }))
    .filter((hit) => hit.scores.length > 0 && hit.scores.every((score) => score > 0))
    .map(({ control, scores: each }) => ({ control, score: each.reduce((sum, score) => sum + score, 0) }))
    .sort((a, b) => b.score - a.score || (a.control.id < b.control.id ? -1 : 1))
    .map(({ control }) => ({ ...shortControl(control), frage: control.question }));
}

/** Without quotation marks and full stops around it. */
function trimmed(word: string): string {
  return word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}

type Place = Pick<FoldedFields, 'baustein' | 'purpose'>;

/** Who looks for a subject also means what stands under its heading: „Videoüberwachung“ is the title of a Baustein. */
function placesOf({ bausteine, vocabulary }: Catalogue): ReadonlyMap<string, Place> {
  const topics = new Map(vocabulary.topics.map(({ id, title }) => [id, title]));
  return new Map(
    bausteine.map(({ id, title, topic, purpose }) => [
      id,
      { baustein: fold(`${title} ${topics.get(topic) ?? ''}`), purpose: fold(purpose) },
    ]),
  );
}

function indexedControl(control: Control, place: Place = { baustein: '', purpose: '' }): Indexed {
  return {
    control,
    id: control.id.toLowerCase(),
    fields: {
      title: fold(control.title),
      question: fold(control.question),
      requirement: fold(control.requirement),
      ...place,
      rest: fold(`${control.rationale} ${control.help} ${control.consequence}`),
    },
  };
}

/** Score of one word for every control; 0: it does not occur. */
function scoresOf(typed: string, indexed: readonly Indexed[], groups: readonly (readonly string[])[]): number[] {
  const word = fold(typed);
  const meantAsTyped = withSynonyms({ word, weight: 1 }, groups);
  const scores = indexed.map((each) => scoreOf(typed, meantAsTyped, each));
  if (scores.some((score) => score > 0) || word.length < shortestTypo) return scores;
  const meant = knownWords(indexed, groups).filter((known) => isOneTypoAway(known, word));
  const spellings = meant.flatMap((each) => withSynonyms({ word: each, weight: typoWeight }, groups));
  return indexed.map((each) => scoreOf(typed, spellings, each));
}

function scoreOf(typed: string, spellings: readonly Spelling[], { id, fields }: Indexed): number {
  const byId = typed.length >= 3 && id.startsWith(typed.toLowerCase()) ? fieldWeights.title : 0;
  let best = byId;
  for (const [field, fieldWeight] of Object.entries(fieldWeights)) {
    for (const { word, weight } of spellings) {
      if (fieldWeight * weight <= best) continue;
      best = Math.max(best, fieldWeight * weight * fitOf(fields[field as keyof FoldedFields], word));
    }
  }
  return best;
}

function withSynonyms({ word, weight }: Spelling, groups: readonly (readonly string[])[]): Spelling[] {
  const stem = stemOf(word);
  const others = groups.filter((group) => group.some((each) => each === word || stemOf(each) === stem)).flat();
  return [{ word, weight }, ...[...new Set(others)].map((each) => ({ word: each, weight: weight * synonymWeight }))];
}

/** Every word of the texts that are searched, and every synonym. */
function knownWords(indexed: readonly Indexed[], groups: readonly (readonly string[])[]): string[] {
  const words = indexed.flatMap(({ fields }) => Object.values(fields).flatMap((text) => text.match(/[a-z0-9]+/g) ?? []));
  return [...new Set([...words, ...groups.flat()])];
}

interface SynonymTable {
  groups: readonly (readonly string[])[];
}

/** Folded groups of the table `synonyme`; a catalogue without it has none. */
function synonymGroups(catalogue: Catalogue): string[][] {
  const table = catalogue.tables['synonyme'] as SynonymTable | undefined;
  return (table?.groups ?? []).map((group) => group.map(fold));
}
