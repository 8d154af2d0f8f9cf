/** Finding German words as people type them: umlauts or not, singular or plural, part of a compound, another word for it, one letter wrong. */

/**
 * Lower case without umlauts and hyphens, so that „Kennwörter“, „Kennwoerter“ and „KENNWORTER“ are spelled alike and
 * „IT-Betrieb“ is one word. Both the text and what is looked for go through this.
 */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ä', 'a')
    .replaceAll('ö', 'o')
    .replaceAll('ü', 'u')
    .replaceAll('ß', 'ss')
    .replaceAll('ae', 'a')
    .replaceAll('oe', 'o')
    .replaceAll('ue', 'u')
    .replaceAll('-', '');
}

/** Endings of declension and plural, longest first. */
const endings = ['ern', 'en', 'er', 'em', 'es', 'e', 'n', 's'] as const;
const shortestStem = 4;

/** A folded word without its ending; short words keep it. */
export function stemOf(word: string): string {
  const ending = endings.find((each) => word.endsWith(each) && word.length - each.length >= shortestStem);
  return ending === undefined ? word : word.slice(0, -ending.length);
}

/** From this length on a word is also found inside a compound; shorter ones would be found everywhere. */
const shortestInCompound = 5;
/** Shorter words are abbreviations and stand alone: „KI“ is not the beginning of „Kita“. */
const shortestAtBeginning = 3;
/** From this length on a stem may begin a compound; after a shorter one only an ending may follow. */
const shortestStemInCompound = 6;

/**
 * How well a word fits a text, 0 to 1: 1 the word itself, less for a word it begins, ends or stands in.
 * @param text folded
 * @param word folded
 */
export function fitOf(text: string, word: string): number {
  const stem = stemOf(word);
  const own = bestFit(text, word, false);
  return own === 1 || stem === word ? own : Math.max(own, 0.95 * bestFit(text, stem, true));
}

function bestFit(text: string, word: string, isStem: boolean): number {
  let best = 0;
  for (let at = text.indexOf(word); at >= 0 && best < 1; at = text.indexOf(word, at + 1)) {
    best = Math.max(best, fitAt(text, word, at, isStem));
  }
  return best;
}

function fitAt(text: string, word: string, at: number, isStem: boolean): number {
  const beginsWord = at === 0 || !isWordCharacter(text.charCodeAt(at - 1));
  const rest = restOfWord(text, at + word.length);
  const endsWord = rest === '' || (endings as readonly string[]).includes(rest);
  if (beginsWord && endsWord) return rest === '' || isStem ? 1 : 0.95;
  if (word.length < shortestAtBeginning) return 0;
  if (isStem && word.length < shortestStemInCompound) return 0;
  if (beginsWord) return 0.85;
  if (word.length < shortestInCompound) return 0;
  return endsWord ? 0.7 : 0.5;
}

/** Folded text holds only ASCII letters and digits inside words. */
function isWordCharacter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
}

function restOfWord(text: string, from: number): string {
  let end = from;
  while (end < text.length && isWordCharacter(text.charCodeAt(end))) end += 1;
  return text.slice(from, end);
}

/** Whether one letter added, left out, changed, or two neighbours swapped turn one word into the other. */
export function isOneTypoAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  if (short.slice(at + 1) === long.slice(at + 1)) return true;
  return short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2);
}
