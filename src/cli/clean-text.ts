import { stripVTControlCharacters } from 'node:util';

// Control characters except line feed and tab, and the marks that reverse or hide text (bidirectional, zero width):
// a host name or banner from outside must not move the cursor, recolour the screen or read differently from what it is.
const hostile = /[[\p{Cc}--[\n\t]]\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/gv;

/** Text that is safe to print on a terminal; line feeds and tabs stay. */
export function cleanText(text: string): string {
  return stripVTControlCharacters(text.replaceAll('\r\n', '\n')).replace(hostile, '');
}

/** The same on one line: every run of white space becomes one blank. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/gu, ' ').trim();
}

/** JSON in which nothing is left that a terminal would obey or that reads differently from what it is; its value is the same. */
export function printableJson(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value, null, 2).replace(hostile, escaped);
}
