/** The comparison as a workbook: states and topics. */
import type { ReportSheet } from '../../definition.ts';
import type { JahresvergleichData } from './data.ts';

export function jahresvergleichSheets({ staende, themen }: JahresvergleichData): ReportSheet[] {
  const numbers = ['Ja', 'Teilweise', 'Nein', 'Nicht bekannt', 'Entbehrlich', 'Gezählt'].map((header) => ({ header, width: 14 }));
  const states: ReportSheet = {
    name: 'Stände',
    columns: [
      { header: 'Stand', width: 14 },
      { header: 'Bezeichnung', width: 34 },
      { header: 'Profil', width: 20 },
      { header: 'Katalog', width: 14 },
      ...numbers,
    ],
    rows: staende.map((each) => [
      ...[each.stand, each.bezeichnung, each.profil, each.ausgabe],
      ...[each.ja, each.teilweise, each.nein, each.unbekannt, each.entbehrlich, each.zaehlt],
    ]),
  };
  if (themen.length === 0) return [states];
  const shares = ['vorher', 'jetzt'].flatMap((when) =>
    ['Ja', 'Teilweise', 'Nein', 'Nicht bekannt'].map((header) => ({ header: `${header} ${when}`, width: 14 })),
  );
  const topics: ReportSheet = {
    name: 'Themen',
    columns: [{ header: 'Thema', width: 44 }, { header: 'Lage', width: 18 }, { header: 'Entwicklung', width: 18 }, ...shares],
    rows: themen.map(({ titel, lage, trend, anteile }) => [
      ...[titel, lage.wort, trend?.wort ?? 'nicht vergleichbar'],
      ...[anteile.vorher, anteile.jetzt].flatMap(({ ja, teilweise, nein, unbekannt }) => [ja, teilweise, nein, unbekannt]),
    ]),
  };
  return [states, topics];
}
