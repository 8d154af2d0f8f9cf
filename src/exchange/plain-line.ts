// Control, formatting and direction characters: they move a cursor, begin a new line or hide text.
const hostile = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\s]+/gu;

/** Text from the network on one line, without characters that a terminal or another program would obey. */
export function plainLine(text: string): string {
  return text.replace(hostile, ' ').trim();
}
