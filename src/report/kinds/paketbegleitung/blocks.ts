/** What the letter with a packet offers its template to place. */
import type { Placeables } from '../../blocks.ts';
import { column, originTable, strong, table, text } from '../../cells.ts';
import type { PaketbegleitungData } from './data.ts';

export function paketbegleitungPlaceables(data: PaketbegleitungData): Placeables {
  const { brief, themen, unterschrift } = data;
  const columns = [column('Thema', 90), column('Fragen', 22, 'right'), column('davon zu gesetzlichen Pflichten', 46, 'right')];
  const rows = themen.map(({ titel, fragen, gesetz }) => [[strong(titel)], text(String(fragen)), text(String(gesetz))]);
  return {
    briefkopf: { brief: { kind: 'briefkopf', ...brief } },
    tabelle: {
      themen: table('Übersicht der Fragen', columns, rows, 'Das Paket enthält keine Frage.'),
      angaben: originTable(data),
    },
    unterschrift: { absender: { kind: 'unterschrift', fields: ['Ort, Datum', unterschrift] } },
  };
}
