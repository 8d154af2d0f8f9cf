import { formatDay } from '../domain/calendar.ts';
import { writeCalendar } from '../exchange/calendar-file.ts';
import { writeWorkbook } from '../exchange/spreadsheet.ts';
import type { CommandJson } from './json-schemas.ts';
import { type WrittenFile, writeFiles } from './write-files.ts';

type Due = CommandJson['faellig'];

/** Writes the list as a calendar file or a workbook. The same list gives the same bytes. */
export async function writeDue(due: Due, format: 'ics' | 'xlsx', folder: string): Promise<WrittenFile[]> {
  const bytes = format === 'ics' ? new TextEncoder().encode(calendarOf(due)) : await writeWorkbook([sheetOf(due)], 'Fällig');
  return writeFiles(folder, [{ name: `faellig-${due.stand}.${format}`, format, bytes }]);
}

function calendarOf({ punkte, stand }: Due): string {
  const seen = new Map<string, number>();
  const entries = punkte.map(({ tag, art, kommune, id, text, wer }) => ({
    // Without the day: a moved date moves the entry. Confirmations have one entry per topic and month.
    uid: distinct(
      [kommune ?? 'alle', art, id, ...(art === 'bestaetigung' ? [tag.slice(0, 7)] : [])]
        .join('-')
        .toLowerCase()
        .replace(/[^a-z0-9-]+/g, '-'),
      seen,
    ).concat('@burgward'),
    day: tag,
    summary: kommune === null ? text : `${kommune}: ${text}`,
    description: [`Nr. ${id}`, ...(wer === null ? [] : [`Wer: ${wer}`]), `Stand ${formatDay(stand)}`].join('\n'),
  }));
  return writeCalendar('Informationssicherheit: fällig', entries, stand);
}

/** One entry of a register may have several days: the second one gets a number, or the calendar would drop it. */
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
