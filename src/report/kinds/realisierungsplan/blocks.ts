/** What the plan of measures offers its template to place. */
import type { Block, ChartBlock, Placeables, SectionsBlock, TableBlock } from '../../blocks.ts';
import { column, mark, originTable, quiet, strong, table, text, withoutEmpty } from '../../cells.ts';
import { valuesSentence } from '../../charts.ts';
import { notEstimated, type PlanMeasureData, type PlanPriorityData, type RealisierungsplanData } from './data.ts';

export function realisierungsplanPlaceables(data: RealisierungsplanData): Placeables {
  return {
    diagramm: { termine: termChart(data) },
    abschnitte: { prioritaeten: prioritySections(data.prioritaeten) },
    tabelle: {
      zurueckgestellt: cutTable(data),
      entscheidungen: decisionTable(data),
      abhaengigkeiten: dependencyTable(data),
      jahre: yearTable(data),
      luecken: gapTable(data),
      angaben: originTable(data),
    },
    unterschrift: { plan: { kind: 'unterschrift', fields: ['Ort, Datum', 'Freigegeben: Leitung', 'Unterschrift BfIS'] } },
  };
}

function termChart({ summe }: RealisierungsplanData): ChartBlock {
  const parts: ChartBlock['parts'] = [
    { label: 'überfällig', value: summe.ueberfaellig, tone: 'nein' },
    { label: 'bald fällig', value: summe.bald, tone: 'teilweise' },
    { label: 'in der Frist', value: summe.spaeter, tone: 'ja' },
    { label: 'ohne Termin', value: summe.ohneTermin, tone: 'unbekannt' },
  ];
  return { kind: 'diagramm', title: 'Offene Maßnahmen nach Termin', sentence: valuesSentence(parts), parts };
}

function prioritySections(priorities: readonly PlanPriorityData[]): SectionsBlock {
  const children = priorities.flatMap(({ titel, massnahmen }): Block[] => [
    { kind: 'heading', level: 3, content: [{ kind: 'text', text: titel }] },
    measureTable(titel, massnahmen),
  ]);
  const none: Block = { kind: 'paragraph', content: [{ kind: 'text', text: 'Keine.' }] };
  return { kind: 'abschnitte', children: children.length > 0 ? children : [none] };
}

/** The reason beside it may name an estimate of the catalogue. */
const noOwnEstimate = 'keine eigene Schätzung';

function effortText(effort: string): string {
  return effort === notEstimated ? noOwnEstimate : effort;
}

function measureTable(caption: string, measures: readonly PlanMeasureData[]): TableBlock {
  const columns = [
    column('Rang', 10, 'right'),
    column('Maßnahme', 76),
    column('Wer', 32),
    column('Bis wann', 25),
    column('Aufwand und Kosten', 34),
  ];
  const rows = measures.map((measure) => [
    text(String(measure.rang)),
    withoutEmpty([
      strong(measure.titel),
      ...text(measure.grund),
      quiet(about(measure)),
      quiet(measure.wartetAuf.length === 0 ? '' : `Wartet auf ${measure.wartetAuf.join(', ')}`),
      quiet(measure.hinweis === '' ? '' : `Vielleicht erledigt: ${measure.hinweis}`),
    ]),
    withoutEmpty([...text(measure.wer), quiet(measure.prueft === '' ? '' : `prüft: ${measure.prueft}`)]),
    withoutEmpty([...mark(measure.termin), ...text(measure.faellig)]),
    withoutEmpty([
      ...text(measure.aufwand === measure.kosten ? noOwnEstimate : `Aufwand: ${effortText(measure.aufwand)}`),
      ...text(measure.aufwand === measure.kosten ? '' : `Kosten: ${measure.kosten}`),
      quiet(measure.mittel === '' ? '' : `Mittel: ${measure.mittel}`),
    ]),
  ]);
  return table(caption, columns, rows, 'Keine.');
}

function about({ id, status, anforderungen, zielobjekte }: PlanMeasureData): string {
  return [
    id,
    status,
    ...(anforderungen.length === 0 ? [] : [anforderungen.join(', ')]),
    ...(zielobjekte.length === 0 ? [] : [zielobjekte.join(', ')]),
  ].join(' · ');
}

function decisionTable({ entscheidungen }: RealisierungsplanData): TableBlock {
  const columns = [column('Nr.', 12), column('Worüber', 62), column('Ergebnis', 24), column('Am', 22), column('Anmerkung', 54)];
  const rows = entscheidungen.map(({ id, bericht, worueber, massnahmen, ergebnis, am, anmerkung }) => [
    text(id),
    withoutEmpty([...text(worueber), quiet([...massnahmen, ...(bericht === '' ? [] : [`zu Bericht ${bericht}`])].join(' · '))]),
    text(ergebnis),
    text(am),
    text(anmerkung),
  ]);
  return table('Entscheidungen der Leitung', columns, rows, 'Es ist keine Entscheidung festgehalten.');
}

function cutTable({ zurueckgestellt }: RealisierungsplanData): TableBlock {
  const columns = [column('Maßnahme', 56), column('Entscheidung', 58), column('Neu entscheiden', 28), column('Kosten', 32)];
  const rows = zurueckgestellt.map((row) => [
    [strong(row.titel), quiet(`${row.id} · ${row.was}`)],
    withoutEmpty([...text(row.entscheidung), quiet(row.entschiedenAm === '' ? '' : `am ${row.entschiedenAm}`)]),
    row.faellig ? [...mark({ art: 'handlungsbedarf', wort: 'jetzt' }), ...text(row.wiedervorlage)] : text(row.wiedervorlage),
    text(row.kosten),
  ]);
  return table('Zurückgestellt oder ohne Mittel', columns, rows, 'Nichts ist zurückgestellt, gekürzt oder abgelehnt.');
}

function dependencyTable({ abhaengigkeiten }: RealisierungsplanData): TableBlock {
  const columns = [column('Maßnahme', 56), column('Wartet auf', 62), column('Was nicht passt', 52)];
  const rows = abhaengigkeiten.map(({ id, titel, wartetAuf, hinweis }) => [
    [strong(titel), quiet(id)],
    wartetAuf.flatMap(text),
    text(hinweis === '' ? 'nichts' : hinweis),
  ]);
  return table('Abhängigkeiten', columns, rows, 'Keine offene Maßnahme wartet auf eine andere.');
}

function yearTable({ jahre }: RealisierungsplanData): TableBlock {
  const columns = [
    column('Haushaltsjahr', 24),
    column('Maßnahmen', 20, 'right'),
    column('einmalig', 24, 'right'),
    column('im Jahr', 24, 'right'),
    column('Arbeitstage', 20, 'right'),
    column('ohne Kosten', 21, 'right'),
    column('Mittel', 40),
  ];
  const rows = jahre.map((row) => [
    [strong(String(row.jahr))],
    text(String(row.massnahmen)),
    text(row.einmalig),
    text(row.jaehrlich),
    text(row.tage),
    text(String(row.ohneKosten)),
    text(row.mittel),
  ]);
  return table('Mittel nach Haushaltsjahr', columns, rows, 'Keine Maßnahme nennt ein Haushaltsjahr.');
}

function gapTable({ luecken }: RealisierungsplanData): TableBlock {
  const columns = [column('Nr.', 30), column('Anforderung', 90), column('Stand', 36)];
  const rows = luecken.liste.map(({ control, titel, stand, anforderung }) => [
    text(control),
    [strong(titel), quiet(anforderung)],
    mark(stand),
  ]);
  return table('Lücken ohne Maßnahme', columns, rows, luecken.text);
}
