import { z } from 'zod';
import { sameOrNextWorkingDay } from '../domain/calendar.ts';
import type { EntryValues } from '../domain/register.ts';
import { termin } from '../domain/registers/termin.ts';
import { InvalidDataError } from '../errors.ts';
import { selectKommune } from '../store/kommunen.ts';
import { insertEntries, selectEntries } from '../store/register-entries.ts';
import { saxonHolidays } from './catalogue-lookup.ts';
import { type Context, recordingOf, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';

const planTable = z.object({
  entries: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      kind: z.string(),
      month: z.int().min(1).max(12),
      day: z.int().min(1).max(31),
    }),
  ),
});

/** Years ahead for which a plan makes sense. */
const yearsAhead = 5;

/**
 * Enters the events of tables/jahresplan for a year, each on a working day, in one change. What stands there already under the same
 * title in that year stays as it is; what would lie behind today is left out.
 * @param probe only say what would be entered
 * @throws InvalidDataError for a year that is over or too far ahead; NotFoundError
 */
export async function planYear(
  context: Context,
  { kommune, year, probe }: { kommune: string; year: number; probe: boolean },
): Promise<CommandJson['termin vorlage']> {
  const { store, catalogue, today } = context;
  const thisYear = Number(today.slice(0, 4));
  if (year < thisYear || year > thisYear + yearsAhead)
    throw new InvalidDataError(
      `Ein Jahresplan für ${year} lässt sich nicht anlegen.`,
      `Möglich sind die Jahre ${thisYear} bis ${thisYear + yearsAhead}.`,
    );
  const at = stateNow(context);
  await selectKommune(store, kommune, at);
  const known = (await selectEntries(store, at, { kommune, register: termin.id })).filter(({ removed }) => removed === null);
  const holidays = saxonHolidays(catalogue);
  const events = planTable.parse(catalogue.tables['jahresplan']).entries.map(({ title, kind, month, day }) => {
    const wished = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
    return { titel: title, art: kind, am: sameOrNextWorkingDay(wished, holidays) };
  });
  const isKnown = ({ titel }: { titel: string }) =>
    known.some(({ values }) => values['titel'] === titel && String(values['am']).startsWith(`${year}-`));
  const ahead = events.filter(({ am }) => am >= today);
  const fresh = ahead.filter((event) => !isKnown(event));
  const of = { kommune, register: termin.id, prefix: termin.prefix, verb: 'vorlage' };
  const writes = fresh.map((values: EntryValues) => ({ id: null, values, removed: null, validFrom: today }));
  const ids = probe || writes.length === 0 ? [] : await insertEntries(store, of, writes, recordingOf(context));
  return {
    kommune,
    jahr: year,
    probe,
    termine: fresh.map((event, index) => ({ id: ids[index] ?? null, ...event })),
    schonEingetragen: ahead.length - fresh.length,
    vorbei: events.length - ahead.length,
  };
}
