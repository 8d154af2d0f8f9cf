/** How sections, cells and missing points of the Referenzdokumente are put together. */
import { enumeratedUpTo } from '../../german.ts';
import type { MissingPoint, ReferenceCell, ReferenceSection } from './data.ts';

/** Codes a missing point names; the rest is a number. */
const namedCodes = 6;

export function cell(wert: string, ...zusatz: string[]): ReferenceCell {
  return { wert, zusatz: zusatz.filter((line) => line !== '') };
}

export type Column = readonly [title: string, width: number, align?: 'right'];

/** A heading with sentences and, where there is a row, a table. */
export function section(
  titel: string,
  absaetze: readonly string[],
  columns: readonly Column[],
  zeilen: readonly ReferenceCell[][],
): ReferenceSection {
  const spalten = columns.map(([title, breite, align]) => ({ titel: title, breite, rechts: align === 'right' }));
  return {
    titel,
    absaetze: absaetze.filter((absatz) => absatz !== ''),
    tabelle: zeilen.length === 0 ? null : { titel, spalten, zeilen: [...zeilen] },
  };
}

/** One missing point for all that lack the same; none where nothing lacks it. */
export function missing(was: string, codes: readonly string[], befehl: string): MissingPoint[] {
  return codes.length === 0 ? [] : [{ was: `${was}: ${enumeratedUpTo(codes, namedCodes)}.`, befehl }];
}

/** What every document about Zielobjekte lacks where there are none. */
export function missingZielobjekte(own: readonly unknown[], slug: string): MissingPoint[] {
  if (own.length > 0) return [];
  return [
    { was: 'Zielobjekte sind nicht erfasst.', befehl: `burgward zielobjekt anlegen KÜRZEL --kommune ${slug} --typ … --name …` },
  ];
}
