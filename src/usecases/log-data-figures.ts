import { dayOf } from '../domain/calendar.ts';
import type { EntryValue, EntryValues } from '../domain/register.ts';
import { protokolldaten } from '../domain/registers/protokolldaten.ts';
import { vorfall } from '../domain/registers/vorfall.ts';
import { selectKommune } from '../store/kommunen.ts';
import { selectEntries } from '../store/register-entries.ts';
import { type Context, stateAt } from './context.ts';
import type { CommandJson } from './json-schemas.ts';

/** What an entry adds to a figure: a number; `ohneTag` if it would count but says no day; null if it is about something else. */
type Counted = number | 'ohneTag' | null;

/**
 * What a body that evaluates log data itself tells the Land every year (§ 5 (8) sentence 2 SächsISichG with sentence 1 no. 3 to 10,
 * V23), counted from what is recorded. The wording of the numbers was read in the text before 2024-10-01 only.
 * @throws NotFoundError
 */
export async function countLogDataFigures(
  context: Context,
  { kommune, year }: { kommune: string; year: number },
): Promise<CommandJson['protokolldaten zahlen']> {
  const at = stateAt(context);
  await selectKommune(context.store, kommune, at);
  const valuesOf = async (register: string) =>
    (await selectEntries(context.store, at, { kommune, register })).flatMap(({ removed, values }) =>
      removed === null ? [values] : [],
    );
  const entries = await valuesOf(protokolldaten.id);
  const inYear = (value: EntryValue | undefined): Counted =>
    typeof value !== 'string' ? 'ohneTag' : Number(dayWords(value).slice(0, 4)) === year ? 1 : 0;
  const figure = (was: string, counted: readonly Counted[]) => ({
    was,
    anzahl: counted.reduce<number>((sum, each) => sum + (typeof each === 'number' ? each : 0), 0),
    ohneTag: counted.filter((each) => each === 'ohneTag').length,
  });
  const events = (vorgang: string) =>
    entries.map((values) =>
      values['vorgang'] === vorgang && values['art'] === 'vorgang' ? timesOf(values, inYear(values['am'])) : null,
    );
  const procedures = (isMeant: (values: EntryValues) => boolean) =>
    entries.map((values) => (values['art'] === 'verfahren' && isMeant(values) ? ranIn(values, year) : null));
  return {
    kommune,
    jahr: year,
    zahlen: [
      figure(
        'Maßnahmen: Verfahren, die im Jahr liefen',
        procedures(() => true),
      ),
      figure(
        'davon mit Speicherung',
        procedures(({ speicherdauer }) => typeof speicherdauer === 'number' && speicherdauer > 0),
      ),
      figure(
        'Anordnungen',
        entries.map((values) => (values['art'] === 'anordnung' ? inYear(values['angeordnet-am']) : null)),
      ),
      figure('Auswertungen', events('auswertung')),
      figure('Benachrichtigungen', events('benachrichtigung')),
      figure('Unterbliebene Benachrichtigungen', events('keine-benachrichtigung')),
      figure('Übermittlungen', events('uebermittlung')),
      figure('Daten aus dem Kernbereich gelöscht', events('kernbereich-geloescht')),
      figure(
        'An SAX.CERT gemeldete Ereignisse und Vorfälle',
        (await valuesOf(vorfall.id)).map(({ saxcert }) => (saxcert === undefined ? null : inYear(saxcert))),
      ),
    ],
  };
}

/** Day of a day or an instant. */
function dayWords(value: string): string {
  return value.length === 10 ? value : dayOf(value);
}

function timesOf({ anzahl }: EntryValues, counted: Counted): Counted {
  return counted === 1 && typeof anzahl === 'number' ? anzahl : counted;
}

function ranIn(values: EntryValues, year: number): Counted {
  const { beginn } = values;
  const end = values['beendet-am'];
  if (typeof beginn !== 'string') return 'ohneTag';
  const isOver = typeof end === 'string' && end < `${year}-01-01`;
  return beginn <= `${year}-12-31` && !isOver ? 1 : 0;
}
