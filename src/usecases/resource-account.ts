/** Hours and money of a year: planned against used, and the single services as a list for an invoice. */
import { formatDay } from '../domain/calendar.ts';
import { sumOfKnown } from '../domain/overview-registers.ts';
import { numberIn, type RegisterEntry, textIn } from '../domain/register.ts';
import { ressource } from '../domain/registers/ressource.ts';
import { writeCsv } from '../exchange/csv.ts';
import type { Sheet } from '../exchange/sheet.ts';
import { selectKommune } from '../store/kommunen.ts';
import { selectEntries } from '../store/register-entries.ts';
import { type Context, stateAt } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { type WrittenFile, writeFiles } from './write-files.ts';

export type Account = Omit<CommandJson['ressource abrechnung'], 'dateien'>;
type Item = Account['posten'][number];

/**
 * @param kommune slug; without one all Kommunen
 * @throws NotFoundError for the Kommune
 */
export async function accountOf(context: Context, kommune: string | undefined, year: number): Promise<Account> {
  const at = stateAt(context);
  if (kommune !== undefined) await selectKommune(context.store, kommune, at);
  const where = { register: ressource.id, ...(kommune === undefined ? {} : { kommune }) };
  const entries = (await selectEntries(context.store, at, where)).filter(
    ({ removed, values }) => removed === null && numberIn(values, 'jahr') === year,
  );
  const items = entries.flatMap((entry) => itemOf(entry) ?? []);
  return {
    stand: context.asOf,
    jahr: year,
    kommunen: [...Map.groupBy(entries, (entry) => entry.kommune)].map(([slug, own]) => ({
      kommune: slug,
      stundenGeplant: sum(own, 'stunden-geplant'),
      stundenVerbraucht: sum(own, 'stunden-verbraucht'),
      euroGeplant: sum(own, 'euro-geplant'),
      euroVerbraucht: sum(own, 'euro-verbraucht'),
      ohneTag: own.filter(({ values }) => textIn(values, 'am') === null && numberIn(values, 'stunden-verbraucht') !== null)
        .length,
    })),
    posten: items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
  };
}

const keyOf = ({ kommune, am, id }: Item) => `${kommune} ${am} ${id}`;

function sum(entries: readonly RegisterEntry[], field: string): number | null {
  return sumOfKnown(entries.map(({ values }) => numberIn(values, field)));
}

/** A single service has a day; a planned or lump sum has none. */
function itemOf({ kommune, id, values }: RegisterEntry): Item | null {
  const am = textIn(values, 'am');
  if (am === null) return null;
  return {
    kommune,
    id,
    am,
    wofuer: textIn(values, 'wofuer') ?? '',
    person: textIn(values, 'person'),
    leistung: textIn(values, 'leistung'),
    stunden: numberIn(values, 'stunden-verbraucht'),
    euro: numberIn(values, 'euro-verbraucht'),
  };
}

/** Writes the single services with their sum, one table over all that were asked for. */
export async function writeAccount(
  { posten, kommunen, jahr, stand }: Account,
  format: 'xlsx' | 'csv',
  folder: string,
): Promise<WrittenFile[]> {
  const [only] = kommunen.length === 1 ? kommunen : [];
  const sheet: Sheet = {
    name: `Abrechnung ${jahr}`,
    columns: [
      { header: 'Kommune', width: 20 },
      { header: 'Nr.', width: 8 },
      { header: 'Am', width: 12 },
      { header: 'Wofür', width: 14 },
      { header: 'Person', width: 22 },
      { header: 'Leistung', width: 50 },
      { header: 'Stunden', width: 10 },
      { header: 'Euro', width: 12 },
    ],
    rows: [
      ...posten.map(({ kommune, id, am, wofuer, person, leistung, stunden, euro }) => [
        kommune,
        id,
        formatDay(am),
        wofuer,
        person,
        leistung,
        stunden,
        euro,
      ]),
      [
        'Summe',
        null,
        null,
        null,
        null,
        null,
        sumOfKnown(posten.map(({ stunden }) => stunden)),
        sumOfKnown(posten.map(({ euro }) => euro)),
      ],
    ],
  };
  const name = `abrechnung-${only?.kommune ?? 'alle'}-${jahr}-${stand}.${format}`;
  const bytes = format === 'csv' ? new TextEncoder().encode(writeCsv(sheet)) : await workbookOf(sheet, jahr);
  return writeFiles(folder, [{ name, format, bytes }]);
}

async function workbookOf(sheet: Sheet, year: number): Promise<Uint8Array> {
  const { writeWorkbook } = await import('../exchange/spreadsheet.ts');
  return writeWorkbook([sheet], `Abrechnung ${year}`);
}
