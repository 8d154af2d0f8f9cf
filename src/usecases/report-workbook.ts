/** Reports as workbooks. The first sheet of the plan of measures is the one „massnahme importieren“ reads. */
import type { RegisterEntry } from '../domain/register.ts';
import { massnahme } from '../domain/registers/massnahme.ts';
import type { Sheet } from '../exchange/sheet.ts';
import { writeWorkbook } from '../exchange/spreadsheet.ts';
import { rankEntries } from '../report/build-realisierungsplan.ts';
import type { GrundschutzCheckData } from '../report/grundschutz-check-data.ts';
import type { RealisierungsplanData } from '../report/realisierungsplan-data.ts';
import type { ReportData } from '../report/report-data.ts';
import type { ReportInput } from '../report/report-input.ts';
import { sheetOf } from './register-tables.ts';

/** The same data give the same bytes. */
export async function writeReportWorkbook(data: ReportData, input: ReportInput): Promise<Uint8Array> {
  return writeWorkbook(sheetsOf(data, input), data.kopf.titel);
}

function sheetsOf(data: ReportData, input: ReportInput): Sheet[] {
  switch (data.art) {
    case 'realisierungsplan': {
      const entries: RegisterEntry[] = rankEntries(input).map(({ entry }) => entry);
      return [sheetOf(massnahme, entries), orderSheet(data)];
    }
    case 'grundschutz-check':
      return [checkSheet(data)];
    default:
      throw new Error(`the report ${data.art} has no workbook`);
  }
}

function orderSheet({ prioritaeten }: RealisierungsplanData): Sheet {
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

/** One row per Zielobjekt and control, so that it can be filtered. */
function checkSheet({ bausteine }: GrundschutzCheckData): Sheet {
  return {
    name: 'Grundschutz-Check',
    columns: [
      { header: 'Baustein', width: 12 },
      { header: 'Titel des Bausteins', width: 26 },
      { header: 'Zielobjekt', width: 12 },
      { header: 'Name des Zielobjekts', width: 24 },
      { header: 'Anforderung', width: 14 },
      { header: 'Titel', width: 36 },
      { header: 'Verbindlichkeit', width: 14 },
      { header: 'Stufe', width: 10 },
      { header: 'Stand', width: 16 },
      { header: 'Grundlage', width: 12 },
      { header: 'Begründung', width: 48 },
      { header: 'Verantwortlich', width: 22 },
      { header: 'Bis', width: 12 },
      { header: 'Überschritten', width: 13 },
      { header: 'Nachweis', width: 30 },
      { header: 'Vermerke', width: 30 },
    ],
    rows: bausteine.flatMap(({ id, titel, gruppen }) =>
      gruppen.flatMap(({ zielobjekte, zeilen }) =>
        zielobjekte.flatMap(({ kuerzel, name }) =>
          zeilen.map((row) => [
            id,
            titel,
            kuerzel,
            name,
            row.control,
            row.titel,
            row.anforderung,
            row.stufe,
            row.stand.wort,
            row.grundlage,
            row.begruendung,
            row.wer,
            row.bis,
            row.ueberfaellig ? 'ja' : '',
            row.nachweis,
            row.vermerke.join('; '),
          ]),
        ),
      ),
    ),
  };
}
