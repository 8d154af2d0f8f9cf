/** Charts and tables of the report about many Kommunen. */
import type { BarsBlock, Placeables } from '../../blocks.ts';
import { column, factsTable, profileFacts, quiet, strong, table, text, withoutEmpty } from '../../cells.ts';
import { formatNumber } from '../../german.ts';
import type { RegionData, RegionDuty, RegionGap, RegionGroup, RegionRow } from './data.ts';

const number = (value: number) => text(formatNumber(value));

export function regionPlaceables(data: RegionData): Placeables {
  return {
    balken: { minimum: minimumBars(data) },
    tabelle: {
      gruppen: groupTable(data.gruppen),
      pflichten: dutyTable(data.pflichten),
      luecken: gapTable(data.luecken),
      spaet: lateTable(data.spaet),
      kommunen: kommunenTable(data.kommunen),
      angaben: regionFacts(data),
    },
  };
}

function minimumBars({ gruppen }: RegionData): BarsBlock {
  return {
    kind: 'balken',
    title: 'Gesetzliches Minimum nach Größe der Kommunen',
    sentence: 'Je Größe die Zahl der Kommunen, nach dem Stand ihres gesetzlichen Minimums.',
    rows: gruppen.map(({ groesse, minimum }) => ({
      label: groesse,
      parts: [
        { label: 'alles erfüllt', value: minimum.erfuellt, tone: 'ja' },
        { label: 'nur teilweise', value: minimum.teilweise, tone: 'teilweise' },
        { label: 'mit fehlender Pflicht', value: minimum.nichtErfuellt, tone: 'nein' },
        { label: 'nicht alles bekannt', value: minimum.nichtBekannt, tone: 'unbekannt' },
      ],
    })),
  };
}

function groupTable(groups: readonly RegionGroup[]) {
  const columns = [
    column('Größe', 54),
    column('Kommunen', 24, 'right'),
    column('Ohne Antworten', 30, 'right'),
    column('Fragen mit „ja“', 38, 'right'),
    column('Nicht bekannt', 28, 'right'),
  ];
  const rows = groups.map(({ groesse, kommunen, ohneAntworten, ja, zaehlt, unbekannt }) => [
    [strong(groesse)],
    number(kommunen),
    number(ohneAntworten),
    text(`${formatNumber(ja)} von ${formatNumber(zaehlt)}`),
    number(unbekannt),
  ]);
  return table('Kommunen und Antworten nach Größe', columns, rows, '');
}

function dutyTable(duties: readonly RegionDuty[]) {
  const columns = [
    column('Pflicht', 62),
    column('Erfüllt', 20, 'right'),
    column('Teilweise', 22, 'right'),
    column('Nicht erfüllt', 22, 'right'),
    column('Nicht bekannt', 24, 'right'),
    column('Trifft nicht zu', 22, 'right'),
  ];
  const rows = duties.map(({ kurz, stelle, art, grad, erfuellt, teilweise, nichtErfuellt, nichtBekannt, trifftNichtZu }) => [
    [strong(kurz), quiet(`${art}, ${stelle}${grad}`)],
    ...[erfuellt, teilweise, nichtErfuellt, nichtBekannt, trifftNichtZu].map(number),
  ]);
  return table(
    'Gesetzliches Minimum: Zahl der Kommunen je Pflicht',
    columns,
    rows,
    'Der Katalog nennt kein gesetzliches Minimum.',
  );
}

function gapTable(gaps: readonly RegionGap[]) {
  const columns = [
    column('Anforderung', 68),
    column('„nein“', 18, 'right'),
    column('„teilweise“', 22, 'right'),
    column('„ja“', 18, 'right'),
    column('Entbehrlich', 22, 'right'),
    column('Nicht bekannt', 24, 'right'),
  ];
  const rows = gaps.map(({ titel, thema, control, nein, teilweise, ja, entbehrlich, nichtBekannt }) => [
    [strong(titel), quiet(`${thema} · ${control}`)],
    ...[nein, teilweise, ja, entbehrlich, nichtBekannt].map(number),
  ]);
  return table('Die häufigsten bekannten Lücken: Zahl der Kommunen', columns, rows, 'Es ist keine Lücke bekannt.');
}

function lateTable(rows: readonly RegionRow[]) {
  return table(
    'Kommunen, bei denen etwas überfällig ist',
    [
      column('Kommune', 48),
      column('Lücken', 16, 'right'),
      column('Davon überfällig', 26, 'right'),
      column('Überfällige Maßnahmen', 38, 'right'),
      column('Überfällige Pflichten', 34, 'right'),
    ],
    rows.map(({ name, luecken, ueberfaellig, massnahmenUeberfaellig, pflichtenUeberfaellig }) => [
      [strong(name)],
      ...[luecken, ueberfaellig, massnahmenUeberfaellig, pflichtenUeberfaellig].map(number),
    ]),
    '',
  );
}

function kommunenTable(rows: readonly RegionRow[]) {
  return table(
    'Alle betrachteten Kommunen',
    [
      column('Kommune', 56),
      column('Fragen mit „ja“', 26, 'right'),
      column('Nicht bekannt', 22, 'right'),
      column('Minimum erfüllt', 46),
      column('Lücken', 18, 'right'),
    ],
    rows.map(({ name, groesse, antworten, unbekannt, minimum, luecken }) => [
      withoutEmpty([strong(name), quiet(groesse)]),
      text(antworten),
      number(unbekannt),
      text(minimum),
      number(luecken),
    ]),
    '',
  );
}

/** As at the end of every report, without the Protokoll: each Kommune has its own. */
function regionFacts({ kopf }: RegionData) {
  return factsTable([['Stand', kopf.stand], ['Betrachtet', kopf.kommune], ...profileFacts(kopf), ['Programm', kopf.programm]]);
}
