/** Which Kommunen a warning may concern: what is said about their Zielobjekte, word by word. To be confirmed by people. */
import { productWords, wordsFound } from '../domain/product-match.ts';
import { type EntryValues, type RegisterEntry, textIn } from '../domain/register.ts';
import { warnung } from '../domain/registers/warnung.ts';
import { isPresent } from '../domain/zielobjekte.ts';
import { InvalidDataError } from '../errors.ts';
import { selectKommunen } from '../store/kommunen.ts';
import { insertEntries, selectEntries } from '../store/register-entries.ts';
import type { StateAt } from '../store/versions.ts';
import { selectRegister } from '../store/zielobjekte.ts';
import { type Context, recordingOf, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { showEntry } from './registers.ts';

type Affected = CommandJson['warnung betroffen'];

/**
 * Looks in all Kommunen for the product of a warning.
 * @param record enter the warning in every Kommune where something fits and it is not entered yet
 * @throws NotFoundError; InvalidDataError when the product has no word to look for
 */
export async function findAffected(
  context: Context,
  { kommune, id, record }: { kommune: string; id: string; record: boolean },
): Promise<Affected> {
  const { store } = context;
  const at = stateNow(context);
  const { eintrag } = await showEntry({ ...context, asOf: context.today }, warnung, kommune, id);
  const words = productWords(String(eintrag.angaben['produkt']));
  if (words.length === 0)
    throw new InvalidDataError(
      `Nach „${String(eintrag.angaben['produkt'])}“ lässt sich nicht suchen.`,
      `Das Produkt beim Namen nennen: burgward warnung aendern ${eintrag.id} --kommune ${kommune} --produkt "…"`,
    );
  const same = await sameWarnings(context, eintrag.angaben, at);
  const found: Affected['kommunen'] = [];
  const withoutZielobjekte: string[] = [];
  for (const { slug, name } of await selectKommunen(store, at)) {
    const { zielobjekte } = await selectRegister(store, slug, at);
    const present = zielobjekte.filter((each) => isPresent(each, at.day) && each.typ !== 'informationsverbund');
    if (present.length === 0) withoutZielobjekte.push(slug);
    const matches = present
      .map((each) => ({ ...each, words: wordsFound(words, [each.name, each.plattform, each.zweck]) }))
      .filter((each) => each.words.length > 0)
      .toSorted((a, b) => b.words.length - a.words.length);
    const entry = same.find((each) => each.kommune === slug) ?? null;
    if (matches.length === 0 && entry === null) continue;
    found.push({
      kommune: slug,
      name,
      zielobjekte: matches.map(({ kuerzel, name: what, plattform, words: fits }) => ({
        kuerzel,
        name: what,
        plattform,
        passt: [...fits],
      })),
      eintrag: entry?.id ?? null,
      zustand: stateOf(entry),
      antwortVon: textIn(entry?.values, 'antwort-von'),
    });
  }
  const recorded = record ? await recordFor(context, eintrag.angaben, found) : [];
  return {
    warnung: eintrag.id,
    produkt: String(eintrag.angaben['produkt']),
    gesucht: words.map(({ word }) => word),
    kommunen: found.map((each) => ({
      ...each,
      eintrag: recorded.find(({ kommune: slug }) => slug === each.kommune)?.id ?? each.eintrag,
    })),
    ohneZielobjekte: withoutZielobjekte,
    eingetragen: recorded.map(({ kommune: slug }) => slug),
  };
}

/** Entries of all Kommunen about the same warning, those taken out left out. */
export async function sameWarnings({ store }: Context, warning: EntryValues, at: StateAt): Promise<RegisterEntry[]> {
  const entries = await selectEntries(store, at, { register: warnung.id });
  return entries.filter(({ removed, values }) => removed === null && isSameWarning(values, warning));
}

/** By its number, or where one has none by the words of the product. */
function isSameWarning(a: EntryValues, b: EntryValues): boolean {
  const plain = (value: unknown) =>
    String(value ?? '')
      .toLowerCase()
      .replace(/\s+/g, ' ')
      .trim();
  const [left, right] = [plain(a['kennung']), plain(b['kennung'])];
  if (left !== '' && right !== '') return left === right;
  return plain(a['produkt']) === plain(b['produkt']);
}

function stateOf(entry: RegisterEntry | null): string | null {
  return textIn(entry?.values, 'zustand');
}

/** What belongs to the warning itself; what was answered is each Kommune's own. */
const carried: readonly string[] = ['produkt', 'kennung', 'quelle', 'eingang', 'inhalt', 'faellig', 'verantwortlich'];

/** A new entry about a warning known elsewhere, still to be examined. */
export function examined(warning: EntryValues, zielobjekte: readonly string[]): EntryValues {
  const shared = Object.fromEntries(carried.flatMap((field) => (warning[field] === undefined ? [] : [[field, warning[field]]])));
  return { ...shared, ...(zielobjekte.length === 0 ? {} : { zielobjekte }), zustand: 'pruefen' };
}

async function recordFor(context: Context, warning: EntryValues, found: Affected['kommunen']) {
  const recorded: { kommune: string; id: string }[] = [];
  for (const { kommune, zielobjekte, eintrag } of found) {
    if (eintrag !== null) continue;
    const values = examined(
      warning,
      zielobjekte.map(({ kuerzel }) => kuerzel),
    );
    const of = { kommune, register: warnung.id, prefix: warnung.prefix, verb: 'betroffen' };
    const write = { id: null, values, removed: null, validFrom: context.today };
    const [id = ''] = await insertEntries(context.store, of, [write], recordingOf(context));
    recorded.push({ kommune, id });
  }
  return recorded;
}
