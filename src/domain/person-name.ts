/** Finding a person by the names they are recorded under, and putting something else in the place of those names. */
import { InvalidDataError } from '../errors.ts';

/** Shorter names would be found in half of all texts. In characters. */
const leastLength = 3;

export interface NameMatcher {
  /** As asked for, without doubles. */
  readonly names: readonly string[];
  /** Whether one of the names stands in a text, as a word of its own. */
  mentions(text: string): boolean;
  /** The text with every mention replaced. */
  replace(text: string, substitute: string): string;
  /** What stands around the first mention, to look at. */
  excerpt(text: string): string;
}

/**
 * Finds names as words of their own, whatever their case, spacing and way of composing umlauts, also with the s of a genitive: not
 * „Anna Beispiel“ in „Hanna Beispiel“ or in „Anna Beispiel-Muster“.
 * @param names name, login and whatever else the person is called
 * @throws InvalidDataError when a name is shorter than three characters
 */
export function nameMatcher(names: readonly string[]): NameMatcher {
  const known = [...new Map(names.map(tidyName).map((name) => [name.toLowerCase(), name])).values()];
  const short = known.find((name) => name.length < leastLength);
  if (short !== undefined) {
    throw new InvalidDataError(
      `„${short}“ ist zu kurz: Es käme in vielen Texten vor, die niemanden meinen.`,
      'Den Namen so angeben, wie er erfasst ist, mit Vor- und Nachnamen.',
    );
  }
  // The longest first: of „A. Beispiel“ and „Dr. A. Beispiel“ the whole is replaced, not its end.
  const words = known.toSorted((a, b) => b.length - a.length).map(pattern);
  const source = `(?<![\\p{L}\\p{N}_]|\\p{L}-)(?:${words.join('|')})(?:[’']?s)?(?![\\p{L}\\p{N}_]|-\\p{L})`;
  return {
    names: known,
    mentions: (text) => new RegExp(source, 'iu').test(text.normalize('NFC')),
    replace: (text, substitute) => text.normalize('NFC').replace(new RegExp(source, 'giu'), () => substitute),
    excerpt: (text) => excerptOf(text.normalize('NFC'), new RegExp(source, 'iu')),
  };
}

/** Without blanks around and with one between. */
function tidyName(name: string): string {
  return name.normalize('NFC').trim().replace(/\s+/g, ' ');
}

function pattern(name: string): string {
  return name
    .split(' ')
    .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('\\s+');
}

/** Characters shown before and after a mention. */
const around = 60;

function excerptOf(text: string, mention: RegExp): string {
  const found = mention.exec(text);
  if (found === null) return text.slice(0, 2 * around);
  const from = Math.max(0, found.index - around);
  const to = Math.min(text.length, found.index + found[0].length + around);
  const cut = text.slice(from, to).replace(/\s+/g, ' ').trim();
  return `${from > 0 ? '… ' : ''}${cut}${to < text.length ? ' …' : ''}`;
}
