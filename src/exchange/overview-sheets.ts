/** The overview as a workbook: a row of numbers per Kommune, the legal minimum row by row, and what the numbers mean. */
import { formatDay } from '../domain/calendar.ts';
import type { DutyCounts } from '../domain/overview.ts';
import {
  currentlyAnswered,
  dutyWords,
  filterText,
  markedRef,
  type OverviewDocument,
  type OverviewKommune,
  type OverviewNumbers,
  overviewNotes,
} from './overview-document.ts';
import type { Cell, Sheet, SheetColumn } from './sheet.ts';

export function overviewSheets(overview: OverviewDocument): Sheet[] {
  return [numbersSheet(overview), minimumSheet(overview), notesSheet(overview)];
}

const headColumns: readonly SheetColumn[] = [
  { header: 'Kurzname', width: 18 },
  { header: 'Name', width: 28 },
  { header: 'Art', width: 12 },
  { header: 'Landkreis', width: 18 },
  { header: 'Einwohner', width: 11 },
  { header: 'Größe', width: 8 },
  { header: 'Profil', width: 10 },
  { header: 'Erhebung', width: 20 },
  { header: 'begonnen', width: 11 },
  { header: 'abgeschlossen', width: 13 },
];

const numberHeaders = [
  'Fragen',
  'aktuell beantwortet',
  'ja',
  'teilweise',
  'nein',
  'entbehrlich',
  'offen',
  'zu bestätigen',
  'Minimum: Zeilen',
  'Minimum: erfüllt',
  'Minimum: teilweise',
  'Minimum: nicht erfüllt',
  'Minimum: offen',
  'Minimum: nicht anwendbar',
  'Widersprüche',
  'Hinweise',
  'Lücken',
  'überfällig',
  'ohne Termin',
  'Antworten',
  'gesammelt gesetzt oder bestätigt',
  'übernommen',
  'Alter: Median in Tagen',
  'Alter: älteste in Tagen',
  'Maßnahmen: offen',
  'Maßnahmen: überfällig',
  'Maßnahmen: ohne Termin',
  'Vorfälle: offen',
  'Vorfälle: erheblich',
  'Stunden im Jahr: geplant',
  'Stunden im Jahr: verbraucht',
];

function numbersSheet({ kommunen, summe }: OverviewDocument): Sheet {
  const total: Cell[] = ['Summe', `${summe.kommunen} Kommunen`, ...headColumns.slice(2).map(() => null)];
  return {
    name: 'Übersicht',
    columns: [...headColumns, ...numberHeaders.map((header) => ({ header, width: 12 }))],
    rows: [
      ...kommunen.map((row) => [...headCells(row), ...numberCells(row, row.minimum.ergebnis)]),
      [...total, ...numberCells(summe, summe.minimum)],
    ],
  };
}

function headCells({ kommune, name, art, landkreis, einwohner, groesse, profil, erhebung }: OverviewKommune): Cell[] {
  const closed = erhebung?.abgeschlossen ?? null;
  return [
    kommune,
    name,
    art,
    landkreis,
    einwohner,
    groesse,
    profil,
    erhebung?.name ?? 'keine',
    erhebung === null ? null : formatDay(erhebung.begonnen),
    closed === null ? null : formatDay(closed),
  ];
}

function numberCells(
  { gesamt, widersprueche, hinweise, luecken, antworten, alter, massnahmen, vorfaelle, stunden }: OverviewNumbers,
  duties: DutyCounts,
): Cell[] {
  const { n, ja, teilweise, nein, entbehrlich, offen, zuBestaetigen } = gesamt;
  return [
    n,
    currentlyAnswered(gesamt),
    ja,
    teilweise,
    nein,
    entbehrlich,
    offen,
    zuBestaetigen,
    duties.n,
    duties.erfuellt,
    duties.teilweise,
    duties.nichtErfuellt,
    duties.offen,
    duties.nichtAnwendbar,
    widersprueche,
    hinweise,
    luecken.n,
    luecken.ueberfaellig,
    luecken.ohneTermin,
    antworten.n,
    antworten.gesammelt,
    antworten.uebernommen,
    alter.medianTage,
    alter.aeltesteTage,
    massnahmen.offen,
    massnahmen.ueberfaellig,
    massnahmen.ohneTermin,
    vorfaelle.offen,
    vorfaelle.erheblich,
    stunden.geplant,
    stunden.verbraucht,
  ];
}

function minimumSheet({ minimum, kommunen }: OverviewDocument): Sheet {
  return {
    name: 'Gesetzliches Minimum',
    columns: [
      { header: 'Kurzname', width: 18 },
      { header: 'Name', width: 28 },
      ...minimum.map((row) => ({ header: `${row.id} ${row.kurz} (${row.art}, ${markedRef(row)})`, width: 18 })),
    ],
    rows: kommunen.map(({ kommune, name, minimum: { punkte } }) => [
      kommune,
      name,
      ...punkte.map(({ status }) => dutyWords[status]),
    ]),
  };
}

function notesSheet(overview: OverviewDocument): Sheet {
  const { stand, katalog, ohneEinwohnerzahl, summe } = overview;
  const head: readonly (readonly [string, Cell])[] = [
    ['Stand', formatDay(stand)],
    ['Katalog', `${katalog.id} ${katalog.edition}`],
    ['Auswahl', filterText(overview) ?? 'alle'],
    ['Kommunen', summe.kommunen],
    ['ohne Erhebung', summe.ohneErhebung],
    ['ohne Einwohnerzahl, nicht dabei', ohneEinwohnerzahl],
    ['Minimum ganz erfüllt', summe.minimumErfuellt],
  ];
  return {
    name: 'Erläuterung',
    columns: [
      { header: 'Angabe', width: 30 },
      { header: 'Inhalt', width: 110 },
    ],
    rows: [...head, ...overviewNotes.map((note, index): Cell[] => [index === 0 ? 'Lesehilfe' : null, note])],
  };
}
