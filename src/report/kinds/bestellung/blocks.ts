/** What the letter of appointment offers its template to place. */
import type { Placeables } from '../../blocks.ts';
import { column, originTable, quiet, strong, table, text } from '../../cells.ts';
import { basisTable } from '../../letter-blocks.ts';
import type { BestellungData } from './data.ts';

export function bestellungPlaceables(data: BestellungData): Placeables {
  const { brief, stellen, offen, unterschriften } = data;
  return {
    briefkopf: { brief: { kind: 'briefkopf', ...brief } },
    tabelle: {
      stellen: table(
        'Stellen, für die die Aufgabe wahrgenommen wird',
        [column('Stelle', 70), column('Aufgabe', 30), column('Seit', 26), column('Stunden im Monat', 30)],
        stellen.map(({ stelle, rolle, seit }) => [[strong(stelle)], text(rolle), seit === '' ? [] : text(seit), []]),
        '',
        7,
      ),
      offen: table(
        'Vor der Unterschrift zu klären',
        [column('Was', 80), column('Wie', 90)],
        offen.map(({ punkt, wie }) => [text(punkt), [quiet(wie)]]),
        'Es ist nichts offen.',
      ),
      grundlagen: basisTable(data.grundlagen),
      angaben: originTable(data),
    },
    unterschrift: {
      bestellung: { kind: 'unterschrift', fields: ['Ort, Datum', unterschriften.leitung, unterschriften.person] },
    },
  };
}
