/** Measures made from what a visit or an audit found, from a risk, a warning, or the lessons of an incident. */
import { dayOf, formatDay } from '../domain/calendar.ts';
import {
  type EntryValues,
  isSettled,
  listIn,
  type RegisterDefinition,
  type RegisterEntry,
  readEntry,
  textIn,
} from '../domain/register.ts';
import { begehung } from '../domain/registers/begehung.ts';
import { massnahme } from '../domain/registers/massnahme.ts';
import { pruefung } from '../domain/registers/pruefung.ts';
import { risiko } from '../domain/registers/risiko.ts';
import { vorfall } from '../domain/registers/vorfall.ts';
import { warnung } from '../domain/registers/warnung.ts';
import { originOfFinding } from '../domain/visit-protocol.ts';
import { InvalidDataError } from '../errors.ts';
import { type EntryToWrite, insertEntries, selectEntries } from '../store/register-entries.ts';
import { type Context, recordingOf, stateNow } from './context.ts';
import type { MeasuresFromEntryJson } from './json-schemas.ts';
import { surroundingsOf } from './register-surroundings.ts';
import { checkAround, showEntry, type TypedEntry } from './registers.ts';

/** How measures are made from the entries of a register. */
export interface MeasureSource {
  definition: RegisterDefinition;
  /** Value of the field `anlass` of a measure. */
  occasion: string;
  /** Field whose texts, or whose lines, become a measure each; null: the entry as a whole becomes one. */
  each: 'feststellungen' | 'lehren' | null;
  /** Title of the measure where the entry as a whole becomes one. */
  titleOf: (values: EntryValues) => string;
  /** What happened, for the description of the measure. */
  describe: (values: EntryValues) => string;
  /** Fields whose values the measure takes over; what is typed goes before. */
  takes: readonly string[];
  /** Whether the entry names its measures in its field `massnahmen`; else only they name it. */
  namesMeasures: boolean;
  /** Whether it must not be settled: then there is nothing left to do. */
  onlyOpen: boolean;
}

const dayIn = (values: EntryValues, field: string, preposition = 'am') => {
  const day = textIn(values, field);
  return day === null ? '' : ` ${preposition} ${formatDay(day)}`;
};

const usual = {
  titleOf: (values: EntryValues) => textIn(values, 'titel') ?? '',
  takes: [],
  namesMeasures: true,
  onlyOpen: false,
} as const;

export const measureSources = {
  begehung: {
    ...usual,
    definition: begehung,
    occasion: 'begehung',
    each: 'feststellungen',
    describe: (values) => `Festgestellt bei der Begehung${dayIn(values, 'am')}: ${textIn(values, 'ort') ?? ''}`,
  },
  pruefung: {
    ...usual,
    definition: pruefung,
    occasion: 'pruefung',
    each: 'feststellungen',
    describe: (values) =>
      `Festgestellt bei der Prüfung „${textIn(values, 'titel') ?? ''}“ durch ${textIn(values, 'durch') ?? ''}${dayIn(values, 'am')}`,
  },
  risiko: {
    ...usual,
    definition: risiko,
    occasion: 'risiko',
    each: null,
    describe: (values) => {
      const threat = textIn(values, 'gefaehrdung');
      return threat === null ? 'Aus der Risikoanalyse' : `Aus der Risikoanalyse, Gefährdung ${threat}`;
    },
  },
  warnung: {
    ...usual,
    definition: warnung,
    occasion: 'warnung',
    each: null,
    titleOf: (values) => `Lücke schließen: ${textIn(values, 'produkt') ?? ''}`,
    describe: (values) => {
      const number = textIn(values, 'kennung');
      const what = `Aus der Warnung${number === null ? '' : ` ${number}`}${dayIn(values, 'eingang', 'vom')}`;
      const content = textIn(values, 'inhalt');
      return content === null ? what : `${what}: ${content}`;
    },
    takes: ['verantwortlich', 'faellig'],
    namesMeasures: false,
    onlyOpen: true,
  },
  vorfall: {
    ...usual,
    definition: vorfall,
    occasion: 'vorfall',
    each: 'lehren',
    describe: (values) =>
      `Gelernt aus dem Vorfall „${textIn(values, 'titel') ?? ''}“, bekannt seit ${formatDay(dayOf(textIn(values, 'kenntnis') ?? ''))}`,
    // There the field of that name says what was done at once.
    namesMeasures: false,
  },
} as const satisfies Record<string, MeasureSource>;

export interface MeasuresWish {
  kommune: string;
  /** Number of the entry. */
  id: string;
  /** Which of its findings, counted from 1; empty: all. */
  which: readonly number[];
  /** For each of the measures. */
  typed: TypedEntry;
  /** Only say what would be made. */
  probe: boolean;
}

/**
 * Makes the measures an entry has none for yet, and names them in the entry.
 * @throws NotFoundError for the entry; InvalidDataError when it holds nothing to make one from, or a number it does not have
 */
export async function measuresFromEntry(
  context: Context,
  source: MeasureSource,
  { kommune, id, which, typed, probe }: MeasuresWish,
): Promise<MeasuresFromEntryJson> {
  const { definition, occasion, describe, takes, namesMeasures, onlyOpen } = source;
  const at = stateNow(context);
  const today = { ...context, asOf: context.today };
  const { eintrag } = await showEntry(today, definition, kommune, id);
  const { angaben: values } = eintrag;
  if (onlyOpen && isSettled(definition, values))
    throw new InvalidDataError(
      `${definition.one} ${eintrag.id} ist abgeschlossen; zu tun ist dort nichts mehr.`,
      `burgward ${definition.id} zeigen ${eintrag.id} --kommune ${kommune}`,
    );
  const chosen = chooseTexts(source, eintrag.id, kommune, textsOf(source, values), which);
  const recorded = (await selectEntries(context.store, at, { kommune, register: massnahme.id })).filter(
    ({ removed }) => removed === null,
  );
  const known = chosen.map((text) => recorded.find((entry) => isFrom(source, entry, eintrag.id, text)) ?? null);
  const surroundings = await surroundingsOf(context, kommune, at);
  const check = checkAround(context, massnahme, kommune);
  const writes: EntryToWrite[] = [];
  for (const [index, text] of chosen.entries()) {
    if (known[index] !== null) continue;
    const wanted = {
      titel: text,
      beschreibung: describe(values),
      anlass: occasion,
      herkunft: originOfFinding(eintrag.id, text),
      zielobjekte: listIn(values, 'zielobjekte'),
      controls: listIn(values, 'controls'),
      ...Object.fromEntries(
        takes.flatMap((field) => (textIn(values, field) === null ? [] : [[field, textIn(values, field) ?? '']])),
      ),
      ...typed,
    };
    const { values: made, problems } = readEntry(massnahme, wanted, null, surroundings);
    const all = [...problems, ...(problems.length > 0 ? [] : await check(made, null))];
    if (all.length > 0)
      throw new InvalidDataError(
        all.map((problem) => problem.text).join('\n'),
        `Erst den Eintrag berichtigen: burgward ${definition.id} aendern ${eintrag.id} --kommune ${kommune}`,
      );
    writes.push({ id: null, values: made, removed: null, validFrom: context.today });
  }
  const of = { kommune, register: massnahme.id, prefix: massnahme.prefix, verb: `aus-${definition.id}` };
  const ids = probe || writes.length === 0 ? [] : await insertEntries(context.store, of, writes, recordingOf(context));
  if (!probe && namesMeasures)
    await nameMeasures(context, definition, eintrag, [...known.flatMap((entry) => entry?.id ?? []), ...ids]);
  return {
    kommune,
    aus: eintrag.id,
    probe,
    massnahmen: writes.map(({ values: made }, index) => ({ id: ids[index] ?? null, titel: textIn(made, 'titel') ?? '' })),
    schonErfasst: known.flatMap((entry) =>
      entry === null ? [] : [{ id: entry.id, titel: textIn(entry.values, 'titel') ?? '' }],
    ),
  };
}

/** An entry that becomes one measure as a whole is known by its number, however it is worded by now. */
function isFrom({ each }: MeasureSource, { values }: RegisterEntry, id: string, text: string): boolean {
  const origin = textIn(values, 'herkunft') ?? '';
  return each === null ? origin.startsWith(originOfFinding(id, '')) : origin === originOfFinding(id, text);
}

/** The lines of a text count like the texts of a list. */
function textsOf({ each, titleOf }: MeasureSource, values: EntryValues): readonly string[] {
  if (each === null) return [titleOf(values)];
  const lines = (textIn(values, each) ?? '').split('\n').map((line) => line.trim());
  return [...listIn(values, each), ...lines].filter((text) => text !== '');
}

const wordsOfEach = { feststellungen: 'Feststellungen', lehren: 'Lehren' } as const;

function chooseTexts(
  { definition: { id: register, one, article }, each }: MeasureSource,
  id: string,
  kommune: string,
  texts: readonly string[],
  which: readonly number[],
): readonly string[] {
  if (texts.length === 0 && each !== null)
    throw new InvalidDataError(
      `${one} ${id} nennt keine ${wordsOfEach[each]}; daraus lässt sich keine Maßnahme machen.`,
      `burgward ${register} aendern ${id} --kommune ${kommune} --${each} "…", oder ${article} ohne ${wordsOfEach[each]} so lassen.`,
    );
  const unknown = which.filter((number) => texts[number - 1] === undefined);
  if (unknown.length > 0)
    throw new InvalidDataError(
      `${one} ${id} hat keine Feststellung ${unknown.join(', ')}.`,
      texts.map((text, index) => `${index + 1}: ${text}`).join('; '),
    );
  return which.length === 0 ? [...new Set(texts)] : [...new Set(which)].map((number) => texts[number - 1] ?? '');
}

/** Nothing is recorded where the entry names them already. */
async function nameMeasures(
  context: Context,
  definition: RegisterDefinition,
  entry: { kommune: string; id: string; angaben: EntryValues },
  ids: readonly string[],
): Promise<void> {
  const before = listIn(entry.angaben, 'massnahmen');
  const massnahmen = [...new Set([...before, ...ids])];
  if (massnahmen.length === before.length) return;
  const of = { kommune: entry.kommune, register: definition.id, prefix: definition.prefix, verb: 'aendern' };
  const write = { id: entry.id, values: { ...entry.angaben, massnahmen }, removed: null, validFrom: context.today };
  await insertEntries(context.store, of, [write], recordingOf(context));
}
