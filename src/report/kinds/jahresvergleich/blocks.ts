/** Charts and tables of the comparison. */
import type { BarsBlock, CourseBlock, Placeables } from '../../blocks.ts';
import { column, mark, originTable, quiet, strong, table, text } from '../../cells.ts';
import type { ChangeCount, ComparedTopicData, JahresvergleichData, YearShares } from './data.ts';

export function jahresvergleichPlaceables(data: JahresvergleichData): Placeables {
  return {
    verlauf: { staende: courseOfStates(data) },
    balken: { themen: topicBars(data.themen), pflichten: dutyBars(data), befunde: findingBars(data) },
    tabelle: {
      staende: stateTable(data),
      aenderungen: changeTable('Was sich in der Sache geändert hat', data.aenderungen.echt),
      methode: changeTable('Was nur durch Katalog, Alter oder Quelle anders ist', data.aenderungen.methode),
      themen: topicTable(data.themen),
      pflichten: dutyTable(data),
      vorfaelle: incidentTable(data),
      angaben: originTable(data),
    },
  };
}

const lines: readonly [string, keyof YearShares][] = [
  ['ja', 'ja'],
  ['teilweise', 'teilweise'],
  ['nein', 'nein'],
  ['nicht bekannt', 'unbekannt'],
];

function courseOfStates({ staende, staendeText }: JahresvergleichData): CourseBlock {
  return {
    kind: 'verlauf',
    title: 'Antworten über die Zeit (Anzahl der Fragen)',
    sentence: staendeText,
    series: lines.map(([label, key]) => ({ label, points: staende.map((stand) => ({ x: stand.stand, y: stand[key] })) })),
  };
}

const parts = (shares: YearShares): BarsBlock['rows'][number]['parts'] =>
  lines.map(([label, key]) => ({ label, value: shares[key], tone: key }));

/** Topics that moved, then and now; the table has all of them. */
function topicBars(topics: readonly ComparedTopicData[]): BarsBlock {
  const all = topics.filter(({ trend }) => trend !== null && trend.richtung !== 'gleich');
  const moved = all.slice(0, mostTopics);
  const cut = all.length > moved.length ? ` Gezeigt sind die ersten ${moved.length} von ${all.length}.` : '';
  return {
    kind: 'balken',
    title: 'Themen, die besser oder schlechter geworden sind',
    sentence:
      moved.length === 0
        ? 'Kein Thema ist besser oder schlechter geworden.'
        : `Je Thema oben der frühere Stand, darunter der heutige; gezählt sind nur Fragen, die beide Male gestellt wurden. Themen, die unverändert oder nicht vergleichbar sind, stehen nicht in diesem Bild.${cut}`,
    rows: moved.flatMap(({ titel, anteile }) => [
      { label: `Vorher: ${titel}`, parts: parts(anteile.vorher) },
      { label: `Jetzt: ${titel}`, parts: parts(anteile.jetzt) },
    ]),
  };
}

/** Pairs of bars that fit on half a page. */
const mostTopics = 6;

function dutyBars({ pflichten }: JahresvergleichData): BarsBlock {
  return {
    kind: 'balken',
    title: 'Gesetzliches Minimum',
    sentence:
      'Punkte des gesetzlichen Minimums nach ihrem Stand; nicht Anwendbares ist nicht gezählt. Was verspätet erledigt wurde, zählt als teilweise.',
    rows: pflichten.summen.map(({ wann, erfuellt, teilweise, nichtErfuellt, offen }) => ({
      label: `Stand ${wann}`,
      parts: [
        { label: 'erfüllt', value: erfuellt, tone: 'ja' },
        { label: 'teilweise', value: teilweise, tone: 'teilweise' },
        { label: 'nicht erfüllt', value: nichtErfuellt, tone: 'nein' },
        { label: 'nicht bekannt', value: offen, tone: 'unbekannt' },
      ],
    })),
  };
}

function findingBars({ befunde }: JahresvergleichData): BarsBlock {
  return {
    kind: 'balken',
    title: 'Ergebnisse der Netzprüfung',
    sentence: 'Beurteilte Punkte nach Ergebnis, dazu, was sich nicht feststellen ließ.',
    rows: befunde.summen.map(({ wann, inOrdnung, laeuftAus, mangel, nichtFeststellbar }) => ({
      label: `Stand ${wann}`,
      parts: [
        { label: 'in Ordnung', value: inOrdnung, tone: 'ja' },
        { label: 'läuft aus', value: laeuftAus, tone: 'teilweise' },
        { label: 'Mangel', value: mangel, tone: 'nein' },
        { label: 'nicht feststellbar', value: nichtFeststellbar, tone: 'unbekannt' },
      ],
    })),
  };
}

function stateTable({ staende }: JahresvergleichData) {
  const columns = [
    column('Stand', 46),
    column('Profil und Katalog', 44),
    ...['Ja', 'Teilweise', 'Nein', 'Nicht bekannt', 'Gezählt'].map((title) => column(title, 20, 'right')),
  ];
  const rows = staende.map(({ stand, bezeichnung, profil, ausgabe, ja, teilweise, nein, unbekannt, zaehlt }) => [
    [strong(stand), ...(bezeichnung.includes(stand) ? [] : [quiet(bezeichnung)])],
    [...text(profil), quiet(`Ausgabe ${ausgabe}`)],
    ...[ja, teilweise, nein, unbekannt, zaehlt].map((value) => text(String(value))),
  ]);
  return table('Stände im Überblick', columns, rows, 'Es ist kein Stand erfasst.');
}

function changeTable(caption: string, changes: readonly ChangeCount[]) {
  return table(
    caption,
    [column('Änderung', 50), column('Fragen', 18, 'right'), column('Was das heißt', 106)],
    changes.map(({ art, anzahl, bedeutung }) => [[strong(art)], text(String(anzahl)), text(bedeutung)]),
    'Keine.',
  );
}

function topicTable(topics: readonly ComparedTopicData[]) {
  const columns = [
    column('Thema', 52),
    column('Lage heute', 32),
    column('Entwicklung', 28),
    column('Ja vorher', 22, 'right'),
    column('Ja jetzt', 22, 'right'),
    column('Bemerkung', 42),
  ];
  const rows = topics.map(({ titel, lage, trend, vorher, jetzt, bemerkung }) => [
    text(titel),
    mark(lage),
    text(trend === null ? 'nicht vergleichbar' : `${trend.zeichen} ${trend.wort}`),
    text(vorher),
    text(jetzt),
    text(bemerkung),
  ]);
  return table('Themen im Vergleich', columns, rows, 'Einen Vergleich nach Themen gibt es hier nicht.');
}

function dutyTable({ pflichten }: JahresvergleichData) {
  const rows = pflichten.liste.map(({ stelle, grad, kurz, vorher, jetzt }) => [
    text(kurz),
    text(`${stelle}${grad}`),
    mark(vorher),
    mark(jetzt),
  ]);
  return table(
    'Gesetzliches Minimum im Vergleich',
    [column('Punkt', 62), column('Stelle', 42), column('Vorher', 35), column('Jetzt', 35)],
    rows,
    'Einen Vergleich nach Punkten gibt es hier nicht.',
  );
}

function incidentTable({ vorfaelle }: JahresvergleichData) {
  const columns = [
    column('Jahr', 24),
    ...['Erfasst', 'Ereignisse', 'Vorfälle', 'Erheblich', 'Nicht eingeordnet'].map((title) => column(title, 30, 'right')),
  ];
  const rows = vorfaelle.jahre.map(({ jahr, anzahl, ereignisse, vorfaelle: simple, erheblich, nichtEingeordnet }) => [
    [strong(jahr)],
    ...[anzahl, ereignisse, simple, erheblich, nichtEingeordnet].map((value) => text(String(value))),
  ]);
  return table('Vorfälle nach Jahr der Kenntnis', columns, rows, 'Kein Vorfall erfasst.');
}
