/** What may stand in the fields of a Zielobjekt, from the command line as from a list. */
import type { Catalogue } from '../domain/catalogue.ts';
import { parseAddress, parseZiel } from '../domain/freigabe.ts';
import { informationsverbund } from '../domain/kommune.ts';
import { emptyDetails, type RegisteredZielobjekt, type ZielobjektDetails } from '../domain/zielobjekte.ts';
import { InvalidDataError } from '../errors.ts';
import { findById } from './catalogue-lookup.ts';

/** Fields that are plain text and may be empty. */
export const textFields = ['zweck', 'plattform', 'standort', 'verantwortlich', 'benutzer'] as const;

/** Everything of a Zielobjekt a person may set. */
export type ZielobjektFields = Pick<RegisteredZielobjekt, 'typ' | 'name' | 'adressen'> & ZielobjektDetails;

/** As given, before it is checked. */
export interface GivenFields {
  typ?: string | undefined;
  name?: string | undefined;
  adressen?: readonly string[] | undefined;
  zweck?: string | null | undefined;
  anzahl?: number | null | undefined;
  plattform?: string | null | undefined;
  standort?: string | null | undefined;
  verantwortlich?: string | null | undefined;
  benutzer?: string | null | undefined;
}

const maxLength = 500;
const maxAnzahl = 100_000;

/** @throws InvalidDataError */
export function checkKuerzel(kuerzel: string): void {
  if (/^[A-Z0-9][A-Z0-9-]{0,19}$/.test(kuerzel)) return;
  throw new InvalidDataError(
    `Das Kürzel „${kuerzel}“ ist nicht erlaubt.`,
    'Ein Kürzel besteht aus 1 bis 20 Buchstaben ohne Umlaute, Ziffern und Bindestrichen, zum Beispiel WEB1.',
  );
}

/**
 * Id of a type, given as id or by its title in any case.
 * @throws NotFoundError naming the types there are; InvalidDataError for the Informationsverbund of something else
 */
function checkTyp(catalogue: Catalogue, typ: string, kuerzel: string): string {
  const types = catalogue.vocabulary.zielobjektTypes;
  const byTitle = types.find(({ title }) => title.toLowerCase() === typ.trim().toLowerCase());
  const { id } = byTitle ?? findById(types, typ.trim().toLowerCase(), 'Einen Typ', 'Mögliche Typen sind');
  if ((id === 'informationsverbund') === (kuerzel === informationsverbund)) return id;
  throw new InvalidDataError(
    kuerzel === informationsverbund
      ? `${informationsverbund} ist immer vom Typ informationsverbund.`
      : 'Der Informationsverbund gehört zu jeder Kommune schon dazu.',
    'Einen anderen Typ wählen.',
  );
}

/** @throws InvalidDataError when nothing is left */
function checkName(name: string): string {
  const clean = cleanText(name, 'Der Name');
  if (clean === null) throw new InvalidDataError('Der Name des Zielobjekts fehlt.', 'Sagen, wie es im Haus heißt.');
  return clean;
}

/** One line without control characters; null for nothing. @throws InvalidDataError when it is too long */
export function cleanText(text: string, what: string): string | null {
  const clean = text
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  if (clean.length > maxLength) {
    throw new InvalidDataError(
      `${what} ist länger als ${maxLength} Zeichen.`,
      'Kürzer fassen; Einzelnes gehört in eine eigene Unterlage.',
    );
  }
  return clean === '' ? null : clean;
}

/** A host name or address, each optionally with port: `www.beispielhain.de:443`, `[2001:db8::7]:443`. @throws InvalidDataError */
function checkAdresse(adresse: string): void {
  if (/\/\d{1,3}$/.test(adresse)) throw rangeError(adresse);
  const match =
    parseAddress(adresse) === null ? /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(adresse) : [adresse, undefined, adresse];
  const host = match?.[1] ?? match?.[2];
  const port = match?.[3];
  if (host === undefined || (port !== undefined && (Number(port) < 1 || Number(port) > 65535))) {
    throw new InvalidDataError(
      `„${adresse}“ ist keine Adresse.`,
      'Zum Beispiel www.beispielhain.de, 192.0.2.7:443 oder [2001:db8::7]:443.',
    );
  }
  if (parseZiel(host).kind === 'range') throw rangeError(adresse);
}

function rangeError(adresse: string): InvalidDataError {
  return new InvalidDataError(`„${adresse}“ ist ein Bereich.`, 'Für ein Zielobjekt einzelne Namen oder Adressen angeben.');
}

/** @throws InvalidDataError */
function checkAnzahl(anzahl: number): number {
  if (Number.isInteger(anzahl) && anzahl >= 1 && anzahl <= maxAnzahl) return anzahl;
  throw new InvalidDataError(
    `Die Anzahl ist eine ganze Zahl von 1 bis ${maxAnzahl.toLocaleString('de-DE')}.`,
    'Wie viele Gleiche das Zielobjekt zusammenfasst; ohne Angabe eines.',
  );
}

/** The given fields checked and cleaned; what is not given is not there. @throws InvalidDataError, NotFoundError */
export function checkFields(catalogue: Catalogue, kuerzel: string, given: GivenFields): Partial<ZielobjektFields> {
  const adressen = given.adressen?.map((adresse) => adresse.trim()).filter((adresse) => adresse !== '');
  for (const adresse of adressen ?? []) checkAdresse(adresse);
  const texts = textFields.flatMap((field) => {
    const text = given[field];
    return text === undefined ? [] : [[field, text === null ? null : cleanText(text, fieldTitles[field])] as const];
  });
  return {
    ...(given.typ === undefined ? {} : { typ: checkTyp(catalogue, given.typ, kuerzel) }),
    ...(given.name === undefined ? {} : { name: checkName(given.name) }),
    ...(adressen === undefined ? {} : { adressen: [...new Set(adressen)] }),
    ...(given.anzahl === undefined ? {} : { anzahl: given.anzahl === null ? null : checkAnzahl(given.anzahl) }),
    ...Object.fromEntries(texts),
  };
}

export const fieldTitles = {
  typ: 'Typ',
  name: 'Name',
  adressen: 'Adressen',
  zweck: 'Zweck',
  anzahl: 'Anzahl',
  plattform: 'Plattform',
  standort: 'Standort',
  verantwortlich: 'Verantwortlich',
  benutzer: 'Benutzer',
} as const satisfies Record<keyof ZielobjektFields, string>;

const fieldNames = Object.keys(fieldTitles) as (keyof ZielobjektFields)[];

/** A Zielobjekt that is new on a day. */
export function newZielobjekt(
  kommune: string,
  kuerzel: string,
  fields: Partial<ZielobjektFields> & Pick<ZielobjektFields, 'typ' | 'name'>,
  day: string,
): RegisteredZielobjekt {
  return { kommune, kuerzel, adressen: [], ...emptyDetails, ...fields, entferntAm: null, validFrom: day };
}

/** Fields that differ, with the words for before and after. */
export function changedFields(
  before: ZielobjektFields,
  after: ZielobjektFields,
): { feld: string; vorher: string | null; nachher: string | null }[] {
  return fieldNames.flatMap((field) => {
    const [vorher, nachher] = [before, after].map((each) => wordOf(each[field]));
    return vorher === nachher ? [] : [{ feld: fieldTitles[field], vorher: vorher ?? null, nachher: nachher ?? null }];
  });
}

function wordOf(value: ZielobjektFields[keyof ZielobjektFields]): string | null {
  if (value === null) return null;
  const text = Array.isArray(value) ? value.join(', ') : String(value);
  return text === '' ? null : text;
}
