/** What people write into an answer, and what it means. Spelling is forgiven where the meaning is certain. */
import type { EntbehrlichGrund, Umsetzungsstatus } from '../domain/assessment.ts';
import { isCalendarDay } from '../domain/calendar-day.ts';

/** Longest text of a reason or remark, and of a name; in characters. */
export const maxTextCharacters = 4000;
export const maxNameCharacters = 200;

const statusVariants: Readonly<Record<string, Umsetzungsstatus | 'offen'>> = {
  ja: 'ja',
  j: 'ja',
  teilweise: 'teilweise',
  'zum teil': 'teilweise',
  teils: 'teilweise',
  t: 'teilweise',
  nein: 'nein',
  n: 'nein',
  entbehrlich: 'entbehrlich',
  e: 'entbehrlich',
  'weiss ich nicht': 'offen',
  'weiss nicht': 'offen',
  unbekannt: 'offen',
  offen: 'offen',
  '?': 'offen',
};

/** `Ja`, ` JA `, `j` → ja; undefined when it is none of the answers. */
export function statusOf(text: string): Umsetzungsstatus | 'offen' | undefined {
  const word = unquoted(folded(text));
  return Object.hasOwn(statusVariants, word) ? statusVariants[word] : undefined;
}

const grundVariants: Readonly<Record<string, EntbehrlichGrund>> = {
  'trifft bei uns nicht zu': 'nicht-relevant',
  'trifft nicht zu': 'nicht-relevant',
  'nicht relevant': 'nicht-relevant',
  'nicht-relevant': 'nicht-relevant',
  'anders gelöst (ersatzmassnahme)': 'ersatzmassnahme',
  'anders gelöst': 'ersatzmassnahme',
  ersatzmassnahme: 'ersatzmassnahme',
};

export function grundOf(text: string): EntbehrlichGrund | undefined {
  const word = unquoted(folded(text));
  return Object.hasOwn(grundVariants, word) ? grundVariants[word] : undefined;
}

/** Words copied from instructions bring their quotation marks along, and typing brings a full stop. */
function unquoted(word: string): string {
  return word.replace(/^[„“”‚‘’«»"']+|[„“”‚‘’«»"'.!]+$/g, '').trim();
}

export function folded(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
}

/** A day as people and programs write it: `2026-12-31`, `31.12.2026`, `31.12.26`; null when it is none. */
export function dayOfText(text: string): string | null {
  const german = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})$/.exec(text.trim());
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$/.exec(text.trim());
  const [year, month, day] = german !== null ? [german[3], german[2], german[1]] : [iso?.[1], iso?.[2], iso?.[3]];
  if (year === undefined || month === undefined || day === undefined) return null;
  return existing(`${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

const millisecondsPerDay = 86_400_000;

/** A day as a workbook counts them; the 1900 system counts a 29 February 1900 that never was, hence 1899-12-30. */
export function dayOfSerial(text: string, uses1904: boolean): string | null {
  const serial = Math.floor(Number(text));
  // 1927 to 2173: other numbers are no dates.
  if (!Number.isFinite(serial) || serial < 10_000 || serial > 100_000) return null;
  const start = uses1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  return new Date(start + serial * millisecondsPerDay).toISOString().slice(0, 10);
}

function existing(day: string): string | null {
  return isCalendarDay(day) ? day : null;
}

/** Text without the characters no answer needs: controls except line feed and tab; Windows line ends become one. */
export function cleanAnswer(text: string): string {
  return (
    text
      .normalize('NFC')
      .replace(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
      .toWellFormed()
      .trim()
  );
}
