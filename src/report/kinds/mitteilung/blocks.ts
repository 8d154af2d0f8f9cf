/** What the notice to the Land offers its template to place. */
import type { Placeables, TableBlock } from '../../blocks.ts';
import { column, mark, originTable, quiet, strong, table, text, withoutEmpty } from '../../cells.ts';
import { basisTable } from '../../letter-blocks.ts';
import type { MitteilungData, NoticeGroup } from './data.ts';

export function mitteilungPlaceables(data: MitteilungData): Placeables {
  const columns = [
    column('Wer', 52),
    column('Bestellt', 22),
    column('Mitteilen bis', 24),
    column('Mitgeteilt', 22),
    column('Stand', 50),
  ];
  const rows = data.fristen.map(({ rolle, person, bestellt, bis, mitgeteilt, stand, text: words }) => [
    withoutEmpty([strong(rolle), ...text(person)]),
    text(bestellt === '' ? '–' : bestellt),
    text(bis === '' ? '–' : bis),
    text(mitgeteilt === '' ? '–' : mitgeteilt),
    [...mark(stand), quiet(words)],
  ]);
  return {
    tabelle: {
      ...Object.fromEntries(data.gruppen.map((group) => [group.id, valueTable(group)])),
      fristen: table('Frist der Mitteilung', columns, rows, ''),
      grundlagen: basisTable(data.grundlagen),
      angaben: originTable(data),
    },
  };
}

/** Height of a cell in which someone writes a value by hand. */
const writingHeightMm = 6.5;

function valueTable({ titel, werte }: NoticeGroup): TableBlock {
  const columns = [column('Angabe', 50), column('Wert', 78), column('Woher', 52)];
  const rows = werte.map(({ angabe, wert, herkunft }) => [[strong(angabe)], withoutEmpty(text(wert)), [quiet(herkunft)]]);
  return table(titel, columns, rows, '', writingHeightMm);
}
