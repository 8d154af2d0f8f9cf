/**
 * Text from the network as one harmless line: control and format characters (terminal escapes, bidirectional marks) become
 * blanks, and it is cut at `maxLength` characters.
 */
export function printable(text: string, maxLength = 2000): string {
  const line = text
    .slice(0, maxLength * 2)
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
  return line.length > maxLength ? `${line.slice(0, maxLength - 1)}…` : line;
}
