/** The workbook edition of the Grundschutz-Check. */
import type { ReportSheet } from '../../definition.ts';
import type { GrundschutzCheckData } from './data.ts';

/** One row per Zielobjekt and control, so that it can be filtered. */
export function checkSheet({ bausteine }: GrundschutzCheckData): ReportSheet {
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
