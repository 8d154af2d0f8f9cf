/** The second sheet of the workbook: the order of the measures and why. */
import type { ReportSheet } from '../../definition.ts';
import type { RealisierungsplanData } from './data.ts';

export function orderSheet({ prioritaeten }: RealisierungsplanData): ReportSheet {
  return {
    name: 'Reihenfolge',
    columns: [
      { header: 'Rang', width: 8 },
      { header: 'Nr.', width: 8 },
      { header: 'Titel', width: 44 },
      { header: 'Priorität', width: 10 },
      { header: 'Grund', width: 48 },
      { header: 'Termin', width: 16 },
      { header: 'Wartet auf', width: 30 },
      { header: 'Vielleicht erledigt', width: 40 },
    ],
    rows: prioritaeten.flatMap(({ nr, massnahmen }) =>
      massnahmen.map(({ rang, id, titel, grund, termin, wartetAuf, hinweis }) => [
        rang,
        id,
        titel,
        nr,
        grund,
        termin.wort,
        wartetAuf.join('; '),
        hinweis,
      ]),
    ),
  };
}
