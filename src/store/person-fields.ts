/** Which columns name people, which hold free text, and how both are read and replaced inside a row. */
import { gunzipSync } from 'node:zlib';
import type { NameMatcher } from '../domain/person-name.ts';
import { namesPeople, reachedBy } from '../domain/personal-fields.ts';
import type { RecordedTable } from './schema.ts';
import { parseStored } from './stored-json.ts';

/**
 * `person`: names people, or says how to reach the one named beside it. `freitext`: somebody's own words. `fest`: keys, hashed content
 * and compressed files, where changing a word would break something else.
 */
type PlaceKind = 'person' | 'freitext' | 'fest';

/** One text in a row. */
export interface Place {
  kind: PlaceKind;
  column: string;
  /** Field inside a JSON column, else empty. */
  field: string;
  text: string;
  /** Says how to reach the person instead of naming them. */
  isReach: boolean;
}

type Row = Readonly<Record<string, unknown>>;

type Columns = Readonly<Record<string, 'person' | 'freitext' | readonly string[]>>;

/**
 * Columns beside `recorded_by`, which names people everywhere. A list stands for a JSON column: the fields in it that name people, its
 * other texts are free. What is not listed is `fest`.
 */
const columnsByTable: Readonly<Partial<Record<RecordedTable, Columns>>> = {
  rolle: { person: 'person' },
  zielobjekt: { name: 'freitext', zweck: 'freitext', standort: 'freitext', verantwortlich: 'person', benutzer: 'person' },
  erhebung: { name: 'freitext', abschluss: ['unterzeichnetVon'] },
  assessment: {
    begruendung: 'freitext',
    nachweis: 'freitext',
    notiz: 'freitext',
    verantwortlich: 'person',
    said_by: 'person',
  },
  freigabe: { durch: 'person', angaben: ['kontakt'] },
  befund_erklaerung: { begruendung: 'freitext', verantwortlich: 'person' },
  rahmenwerk_zeilen: { fundstelle: 'freitext', grund: 'freitext' },
  gegenzeichnung: { person: 'person', anmerkung: 'freitext' },
  paket: { titel: 'freitext', empfaenger: 'person', fragen: ['saidBy', 'verantwortlich'] },
  paket_ruecklauf: { datei: 'freitext', gesagt_von: 'person' },
  erklaerung: { dienstleister: 'person', titel: 'freitext', dokument: 'freitext', aussagen: [], widerruf_grund: 'freitext' },
  erklaerung_zuordnung: { vertrag: 'freitext', avv: 'freitext' },
  nachweis: { titel: 'freitext', dateiname: 'freitext', verweis: 'freitext' },
  schutzbedarf: { begruendung: 'freitext' },
  modellierung: { begruendung: 'freitext' },
  notiz: { text: 'freitext', ergebnis: 'freitext' },
  register_eintrag: { entfernt: 'freitext' },
  zeitplan_auftrag: { entfernt: 'freitext' },
  bericht_ablage: { empfaenger: 'person' },
  nachricht_empfaenger: { ziel: 'freitext', entfernt: 'freitext' },
  loeschung: { grund: 'freitext' },
  loeschung_stelle: { ersatz: ['person', 'summary'] },
};

/** Columns the program alone writes: numbers, days and places in the record. */
const neverLookedAt: ReadonlySet<string> = new Set(['row_id', 'chain', 'entry', 'recorded_at', 'valid_from', 'wappen']);

/** Hands over a text and takes what is to stand there; null takes the field out of its JSON. */
type Visit = (place: Place) => string | null;

/**
 * Goes through every text of a row.
 * @param matcher tells which entry of the contacts is the person's, so that number and address belong to them
 * @returns the columns that are to be written anew, empty when nothing is
 */
export function visitRow(table: RecordedTable, row: Row, matcher: NameMatcher, visit: Visit): Record<string, string> {
  const changed: Record<string, string> = {};
  for (const [column, value] of Object.entries(row)) {
    if (neverLookedAt.has(column)) continue;
    const text = textOf(column, value);
    if (text === null) continue;
    const after = visitColumn(table, row, column, text, matcher, visit);
    if (after !== text && typeof value === 'string') changed[column] = after;
  }
  return changed;
}

function textOf(column: string, value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (!(value instanceof Uint8Array) || column !== 'gzip') return null;
  return gunzipSync(value).toString('utf8');
}

function visitColumn(table: RecordedTable, row: Row, column: string, text: string, matcher: NameMatcher, visit: Visit): string {
  const plain = (kind: PlaceKind) => visit({ kind, column, field: '', text, isReach: false }) ?? text;
  if (column === 'recorded_by') return plain('person');
  if (table === 'register_eintrag' && column === 'angaben') return visitEntry(String(row['register']), text, matcher, visit);
  const known = columnsByTable[table]?.[column];
  if (known === undefined) return plain('fest');
  if (typeof known === 'string') return plain(known);
  return visitJson(text, (field, leaf) =>
    visit({ kind: known.includes(field) ? 'person' : 'freitext', column, field, text: leaf, isReach: false }),
  );
}

function visitEntry(register: string, text: string, matcher: NameMatcher, visit: Visit): string {
  const values = parseStored<Row>(text);
  const reaching = new Set(
    Object.entries(values)
      .filter(([field, value]) => namesPeople(register, field) && matcher.mentions([value].flat().join(' ; ')))
      .flatMap(([field]) => reachedBy(register, field)),
  );
  return visitJson(text, (field, leaf) => {
    const isReach = reaching.has(field);
    const kind = isReach || namesPeople(register, field) ? 'person' : 'freitext';
    return visit({ kind, column: 'angaben', field, text: leaf, isReach });
  });
}

/** Every text in it with the name of the field it belongs to; the same text back when nothing changes. */
function visitJson(text: string, visit: (field: string, leaf: string) => string | null): string {
  let isChanged = false;
  const walk = (field: string, value: unknown): unknown => {
    if (typeof value === 'string') {
      const after = visit(field, value);
      if (after !== value) isChanged = true;
      return after;
    }
    if (Array.isArray(value)) return value.map((each) => walk(field, each));
    if (value === null || typeof value !== 'object') return value;
    const entries = Object.entries(value).map(([key, each]) => ({ key, each, after: walk(key, each) }));
    return Object.fromEntries(
      entries.filter(({ each, after }) => after !== null || each === null).map(({ key, after }) => [key, after]),
    );
  };
  const after = walk('', parseStored(text));
  return isChanged ? JSON.stringify(after) : text;
}
