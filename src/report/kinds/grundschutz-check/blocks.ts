/** What the Grundschutz check offers its template to place. */
import { informationsverbund } from '../../../domain/kommune.ts';
import type { Block, ChartBlock, Placeables, SectionsBlock, TableBlock } from '../../blocks.ts';
import { column, mark, originTable, quiet, strong, table, text, withoutEmpty } from '../../cells.ts';
import { valuesSentence } from '../../charts.ts';
import { counted } from '../../german.ts';
import type { CheckBausteinData, CheckGroupData, CheckRowData, GrundschutzCheckData } from './data.ts';

/** Zielobjekte a heading names. */
const namedObjects = 4;

export function grundschutzCheckPlaceables(data: GrundschutzCheckData): Placeables {
  return {
    diagramm: { gesamt: totalChart(data) },
    abschnitte: { bausteine: { kind: 'abschnitte', children: allSections(data.bausteine) } satisfies SectionsBlock },
    tabelle: { bausteine: bausteinTable(data), angaben: originTable(data) },
    unterschrift: { check: { kind: 'unterschrift', fields: ['Ort, Datum', 'Geprüft von', 'Unterschrift BfIS'] } },
  };
}

function totalChart({ gesamt }: GrundschutzCheckData): ChartBlock {
  const parts: ChartBlock['parts'] = [
    { label: 'ja', value: gesamt.ja, tone: 'ja' },
    { label: 'teilweise', value: gesamt.teilweise, tone: 'teilweise' },
    { label: 'nein', value: gesamt.nein, tone: 'nein' },
    { label: 'nicht bekannt', value: gesamt.unbekannt, tone: 'unbekannt' },
  ];
  const dispensable =
    gesamt.entbehrlich === 0 ? '' : ` Ohne ${counted(gesamt.entbehrlich, 'entbehrliche Frage', 'entbehrliche Fragen')}.`;
  return { kind: 'diagramm', title: 'Antworten nach ihrem Stand', sentence: `${valuesSentence(parts)}${dispensable}`, parts };
}

function bausteinTable({ bausteine }: GrundschutzCheckData): TableBlock {
  const columns = [
    column('Baustein', 62),
    column('ja', 7, 'right'),
    column('teilweise', 15, 'right'),
    column('nein', 9, 'right'),
    column('offen + zu bestätigen', 31, 'right'),
    column('entbehrlich', 17, 'right'),
    column('belegt, gemessen', 26, 'right'),
  ];
  const rows = bausteine.map(({ id, titel, zahlen, grundlagen }) => [
    text(`${titel} (${id})`),
    text(String(zahlen.ja)),
    text(String(zahlen.teilweise)),
    text(String(zahlen.nein)),
    text(`${zahlen.offen} + ${zahlen.zuBestaetigen}`),
    text(String(zahlen.entbehrlich)),
    text(`${grundlagen.belegt + grundlagen.gemessen} von ${zahlen.ja}`),
  ]);
  return table('Bausteine mit allen Zahlen', columns, rows, 'Zu keinem Baustein ist etwas gefragt oder beantwortet.');
}

/** Where nothing is answered a page of „offen“ tells no more than a line. */
function isUnanswered({ zahlen }: CheckBausteinData): boolean {
  return zahlen.offen === zahlen.n;
}

function allSections(bausteine: readonly CheckBausteinData[]): Block[] {
  const silent = bausteine.filter(isUnanswered);
  return [
    ...bausteinSections(bausteine.filter((each) => !isUnanswered(each))),
    ...(silent.length === 0 ? [] : silentBlocks(silent)),
  ];
}

function silentBlocks(bausteine: readonly CheckBausteinData[]): Block[] {
  const columns = [column('Baustein', 62), column('Was noch niemand beantwortet hat', 108)];
  const rows = bausteine.map(({ id, titel, gruppen }) => {
    const controls = [...new Set(gruppen.flatMap(({ zeilen }) => zeilen.map(({ control }) => control)))];
    const objects = gruppen.flatMap(({ zielobjekte }) => zielobjekte).filter(({ kuerzel }) => kuerzel !== informationsverbund);
    return [
      [strong(titel), quiet(id)],
      withoutEmpty([
        ...text(controls.join(', ')),
        quiet(objects.length === 0 ? '' : `für ${objectNames({ zielobjekte: objects })}`),
      ]),
    ];
  });
  return [
    { kind: 'heading', level: 2, content: [{ kind: 'text', text: 'Bausteine ohne Antwort' }] },
    {
      kind: 'paragraph',
      content: [{ kind: 'text', text: 'Hier ist noch keine Frage beantwortet. Wie es steht, ist deshalb nicht bekannt.' }],
    },
    table('Bausteine ohne Antwort', columns, rows, ''),
  ];
}

function bausteinSections(bausteine: readonly CheckBausteinData[]): Block[] {
  return bausteine.flatMap(({ id, titel, gruppen }): Block[] => [
    { kind: 'heading', level: 2, content: [{ kind: 'text', text: `${titel} (${id})` }] },
    ...gruppen.flatMap((group) => groupBlocks(titel, group, gruppen.length > 1 || !concernsAll(group))),
  ]);
}

function concernsAll({ zielobjekte }: CheckGroupData): boolean {
  return zielobjekte.every(({ kuerzel }) => kuerzel === informationsverbund);
}

/** What concerns the Kommune as a whole needs no name of its own where nothing else stands beside it. */
function groupBlocks(baustein: string, group: CheckGroupData, named: boolean): Block[] {
  const name = objectNames(group);
  return [
    ...(named ? [{ kind: 'heading' as const, level: 3 as const, content: [{ kind: 'text' as const, text: name }] }] : []),
    ...(group.text === '' ? [] : [{ kind: 'paragraph' as const, content: [{ kind: 'text' as const, text: group.text }] }]),
    rowTable(`${baustein}: ${name}`, group.zeilen),
  ];
}

function objectNames({ zielobjekte }: Pick<CheckGroupData, 'zielobjekte'>): string {
  const names = zielobjekte.map(({ kuerzel, name }) => `${name} (${kuerzel})`);
  if (names.length <= namedObjects + 1) return names.join(', ');
  const rest = zielobjekte.slice(namedObjects).map(({ kuerzel }) => kuerzel);
  return `${names.slice(0, namedObjects).join(', ')}, ${rest.join(', ')}`;
}

function rowTable(caption: string, rows: readonly CheckRowData[]): TableBlock {
  const columns = [
    column('Anforderung', 42),
    column('Stand', 28),
    column('Begründung und Nachweis', 66),
    column('Wer, bis wann', 34),
  ];
  return table(
    caption,
    columns,
    rows.map((row) => [
      [strong(row.titel), quiet(`${row.control} · ${row.anforderung} · ${row.stufe}`)],
      withoutEmpty([...mark(row.stand), quiet(row.grundlage)]),
      withoutEmpty([
        ...text(row.begruendung),
        quiet(row.nachweis === '' ? '' : `Nachweis: ${row.nachweis}`),
        quiet(row.vermerke.join(' · ')),
      ]),
      withoutEmpty([
        ...text(row.wer),
        row.ueberfaellig ? strong(`bis ${row.bis}, überschritten`) : quiet(row.bis === '' ? '' : `bis ${row.bis}`),
      ]),
    ]),
    'Keine Anforderung.',
  );
}
