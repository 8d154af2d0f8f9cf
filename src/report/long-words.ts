/** Words without an end, such as keys and paths: they get places to break, at which nothing is drawn. */

/** From this length on a word without a hyphen is hardly German: no syllables are known at which to divide it. */
export const endlessWord = 36;
const partOfEndless = 12;

/** Draws nothing and lets a line end there (zero width space). */
export const placeToBreak = '\u200b';

/** The word with a place to break after every twelfth character. */
export function divided(word: string, breakable: string = placeToBreak): string {
  return Array.from(word)
    .map((character, index) => (index > 0 && index % partOfEndless === 0 ? breakable + character : character))
    .join('');
}
