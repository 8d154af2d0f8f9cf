import { formatDay } from '../domain/calendar.ts';
import { writeCalendar } from '../exchange/calendar-file.ts';
import { writeWorkbook } from '../exchange/spreadsheet.ts';
import type { CommandJson } from './json-schemas.ts';
import { type WrittenFile, writeFiles } from './write-files.ts';

type Due = CommandJson['faellig'];
/** What a calendar entry is made from. */
type DatedItem = Pick<Due['punkte'][number], 'tag' | 'art' | 'kommune' | 'id' | 'text' | 'wer' | 'regel'>;

/** Writes the list as a calendar file or a workbook. The same list gives the same bytes. */
export async function writeDue(due: Due, format: 'ics' | 'xlsx', folder: string): Promise<WrittenFile[]> {
  const bytes = format === 'ics' ? calendarOf(due, 'fällig') : await writeWorkbook([sheetOf(due)], 'Fällig');
  return writeFiles(folder, [{ name: `faellig-${due.stand}.${format}`, format, bytes }]);
}

/**
 * An all-day entry per item. The same thing has the same number in every calendar, so that a newer file replaces its entry, whichever
 * list it came from.
 * @param what names the calendar: „Informationssicherheit: fällig“
 */
export function calendarOf({ punkte, stand }: { punkte: readonly DatedItem[]; stand: string }, what: string): Uint8Array {
  const seen = new Map<string, number>();
  const entries = punkte.map(({ tag, art, kommune, id, text, wer, regel }) => ({
    // Without the day: a moved date moves the entry. Confirmations have one entry per topic and month.
    uid: distinct(
      [kommune ?? 'alle', art, id, ...(regel === null ? [] : [regel]), ...(art === 'bestaetigung' ? [tag.slice(0, 7)] : [])]
        .join('-')
        .toLowerCase()
        .replace(/[^a-z0-9-]+/g, '-'),
      seen,
    ).concat('@burgward'),
    day: tag,
    summary: kommune === null ? text : `${kommune}: ${text}`,
    description: [`Nr. ${id}`, ...(wer === null ? [] : [`Wer: ${wer}`]), `Stand ${formatDay(stand)}`].join('\n'),
  }));
  return new TextEncoder().encode(writeCalendar(`Informationssicherheit: ${what}`, entries, stand));
}

/** Where two things still have the same number, the second gets a further one, or the calendar would drop it. */
function distinct(uid: string, seen: Map<string, number>): string {
  const times = (seen.get(uid) ?? 0) + 1;
  seen.set(uid, times);
  return times === 1 ? uid : `${uid}-${times}`;
}

function sheetOf({ punkte }: Due) {
  return {
    name: 'Fällig',
    columns: [
      { header: 'Bis', width: 12 },
      { header: 'Überfällig', width: 10 },
      { header: 'Kommune', width: 20 },
      { header: 'Art', width: 14 },
      { header: 'Nr.', width: 12 },
      { header: 'Was', width: 60 },
      { header: 'Wer', width: 24 },
    ],
    rows: punkte.map(({ tag, ueberfaellig, kommune, art, id, text, wer }) => [
      tag,
      ueberfaellig ? 'ja' : 'nein',
      kommune,
      art,
      id,
      text,
      wer,
    ]),
  };
}
