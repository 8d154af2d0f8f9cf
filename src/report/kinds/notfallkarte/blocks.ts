/** Tables of the emergency card. */
import type { Placeables } from '../../blocks.ts';
import { column, quiet, strong, table, text, withoutEmpty } from '../../cells.ts';
import type { NotfallkarteData } from './data.ts';

/** Height of a cell in which someone writes a number by hand. */
const writingHeightMm = 6.5;

export function notfallkartePlaceables({ kontakte, fristen, unterlagen }: NotfallkarteData): Placeables {
  const contactColumns = [
    column('Stelle', 46),
    column('Name', 42),
    column('Tag', 27),
    column('Nacht', 27),
    column('Vertretung', 36),
  ];
  const contacts = kontakte.map(({ stelle, name, tag, nacht, vertretung }) => [
    [strong(stelle)],
    ...[name, tag, nacht, vertretung].map((value) => withoutEmpty(text(value))),
  ]);
  const periods = fristen.map(({ bis, was, an, gilt, grundlage, grad }) => [
    [strong(bis)],
    text(an),
    [...text(was), quiet(gilt)],
    [quiet(`${grundlage}${grad}`)],
  ]);
  const papers = unterlagen.map(({ was, wo }) => [[strong(was)], withoutEmpty(text(wo))]);
  return {
    tabelle: {
      kontakte: table('Wen anrufen', contactColumns, contacts, '', writingHeightMm),
      fristen: table(
        'Bis wann melden',
        [column('Ab Kenntnis', 22), column('An', 30), column('Was', 72), column('Grundlage', 54)],
        periods,
        'Der Katalog nennt keine Meldefristen.',
      ),
      unterlagen: table('Wo die Unterlagen liegen', [column('Was', 50), column('Wo', 128)], papers, '', writingHeightMm),
    },
  };
}
