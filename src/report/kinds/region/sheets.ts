/** Many Kommunen as a workbook: the tables of the report. Where Kommunen are not named there is no table of them. */
import type { ReportSheet } from '../../definition.ts';
import type { RegionData, RegionRow } from './data.ts';

export function regionSheets({ gruppen, pflichten, luecken, kommunen }: RegionData): ReportSheet[] {
  const sheets = [groupSheet(gruppen), dutySheet(pflichten), gapSheet(luecken), kommuneSheet(kommunen)];
  return sheets.filter(({ rows }) => rows.length > 0);
}

const numbers = (...headers: string[]) => headers.map((header) => ({ header, width: 14 }));

function groupSheet(groups: RegionData['gruppen']): ReportSheet {
  return {
    name: 'Größen',
    columns: [
      { header: 'Größe', width: 36 },
      ...numbers('Kommunen', 'Ohne Antworten', 'Minimum erfüllt', 'Teilweise', 'Pflicht fehlt', 'Nicht alles bekannt'),
      ...numbers('Fragen mit ja', 'Gezählte Fragen', 'Ohne gültige Antwort'),
    ],
    rows: groups.map(({ groesse, kommunen, ohneAntworten, minimum, ja, zaehlt, unbekannt }) => [
      ...[groesse, kommunen, ohneAntworten],
      ...[minimum.erfuellt, minimum.teilweise, minimum.nichtErfuellt, minimum.nichtBekannt],
      ...[ja, zaehlt, unbekannt],
    ]),
  };
}

function dutySheet(duties: RegionData['pflichten']): ReportSheet {
  return {
    name: 'Gesetzliches Minimum',
    columns: [
      { header: 'Nr.', width: 8 },
      { header: 'Stelle', width: 24 },
      { header: 'Art', width: 12 },
      { header: 'Pflicht', width: 40 },
      { header: 'Vertrauen', width: 12 },
      ...numbers('Erfüllt', 'Teilweise', 'Nicht erfüllt', 'Nicht bekannt', 'Trifft nicht zu'),
    ],
    rows: duties.map((duty) => [
      ...[duty.id, `${duty.stelle}${duty.grad}`, duty.art, duty.kurz, duty.vertrauen],
      ...[duty.erfuellt, duty.teilweise, duty.nichtErfuellt, duty.nichtBekannt, duty.trifftNichtZu],
    ]),
  };
}

function gapSheet(gaps: RegionData['luecken']): ReportSheet {
  return {
    name: 'Häufige Lücken',
    columns: [
      { header: 'Anforderung', width: 14 },
      { header: 'Titel', width: 44 },
      { header: 'Thema', width: 28 },
      ...numbers('Nein', 'Teilweise', 'Ja', 'Entbehrlich', 'Nicht bekannt'),
    ],
    rows: gaps.map(({ control, titel, thema, nein, teilweise, ja, entbehrlich, nichtBekannt }) => [
      ...[control, titel, thema],
      ...[nein, teilweise, ja, entbehrlich, nichtBekannt],
    ]),
  };
}

function kommuneSheet(rows: readonly RegionRow[]): ReportSheet {
  return {
    name: 'Kommunen',
    columns: [
      { header: 'Kommune', width: 30 },
      { header: 'Größe', width: 34 },
      { header: 'Mit ja beantwortet', width: 20 },
      ...numbers('Nicht bekannt'),
      { header: 'Gesetzliches Minimum', width: 30 },
      ...numbers('Lücken', 'Überfällige Lücken', 'Überfällige Maßnahmen', 'Überfällige Pflichten'),
    ],
    rows: rows.map(({ name, groesse, antworten, unbekannt, minimum, ...row }) => [
      ...[name, groesse, antworten, unbekannt, minimum],
      ...[row.luecken, row.ueberfaellig, row.massnahmenUeberfaellig, row.pflichtenUeberfaellig],
    ]),
  };
}
