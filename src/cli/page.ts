/** Running text for people: never wider than a page, on a terminal and in a file. */
import { cleanLine, outputWidth, wrapLine } from './output.ts';

const pageWidth = 80;

/** Characters per line: those of the terminal, at most a page. */
export function textWidth(): number {
  return Math.min(pageWidth, outputWidth());
}

/** One item of a list, wrapped and indented behind its dash. */
export function listItem(text: string): string {
  const [first = '', ...rest] = wrapLine(cleanLine(text), textWidth() - 2);
  return [`- ${first}`, ...rest.map((line) => `  ${line}`)].join('\n');
}

/** A paragraph, wrapped. */
export function prose(text: string): string {
  return wrapLine(cleanLine(text), textWidth()).join('\n');
}
