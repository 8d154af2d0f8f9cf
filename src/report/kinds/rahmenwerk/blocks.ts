/** What the duty-by-duty reports offer their templates to place. */
import type { ChartBlock, Placeables, TableBlock } from '../../blocks.ts';
import { column, mark, originTable, quiet, strong, table, text, withoutEmpty } from '../../cells.ts';
import type { DutyData, MarkData } from '../../report-data.ts';
import type { ConditionData, KdnData, SaechsisichgData } from './data.ts';
import { originOf } from './origin.ts';

export function saechsisichgPlaceables(data: SaechsisichgData): Placeables {
  const tables = Object.fromEntries(data.gruppen.map((group) => [groupKey(group.art), dutyTable(group.titel, group.zeilen)]));
  return {
    diagramm: { summe: frameworkChart(data) },
    tabelle: {
      ...emptyDutyTables,
      ...tables,
      nichtgefordert: table(
        'Was das Gesetz von einer Kommune nicht verlangt',
        [column('Nr.', 12), column('Stelle', 26), column('Nicht verlangt', 50), column('Begründung', 62)],
        data.nichtGefordert.map((row) => [
          text(row.id),
          [...text(row.stelle + row.grad), quiet(row.vertrauen)],
          text(row.punkt),
          text(row.begruendung),
        ]),
        'Der Katalog nennt hierzu nichts.',
      ),
      zeichen: marksTable(data.zeichen),
      angaben: originTable(data),
    },
    unterschrift: { bfis: { kind: 'unterschrift', fields: ['Ort, Datum', 'Unterschrift BfIS', 'Kenntnis genommen: Leitung'] } },
  };
}

const groupKeys = ['muss', 'soll', 'musswenn', 'dulden', 'empf', 'kann', 'ohne'] as const;

function groupKey(art: string): string {
  return art.toLowerCase().replaceAll('-', '');
}

/** Templates may name every kind, also one the framework has no duty of. */
const emptyDutyTables = Object.fromEntries(
  groupKeys.map((key) => [key, table('', [column('', 1)], [], 'Keine Pflichten dieser Art.')]),
);

function dutyTable(caption: string, duties: readonly DutyData[]): TableBlock {
  const columns = [
    column('Nr.', 12),
    column('Stelle', 25),
    column('Pflicht', 42),
    column('Stand', 24),
    column('Begründung', 44),
    column('Nachweis', 30),
  ];
  const rows = duties.map((duty) => [
    text(duty.id),
    [...text(duty.stelle + duty.grad), quiet(duty.vertrauen)],
    text(duty.pflicht),
    withoutEmpty([...mark(duty.stand), quiet(duty.frist === null ? '' : `Frist: ${duty.frist}`)]),
    text(duty.begruendung),
    withoutEmpty([...text(duty.nachweis), quiet(duty.ueblicherNachweis === '' ? '' : `Üblich: ${duty.ueblicherNachweis}`)]),
  ]);
  return table(caption, columns, rows, 'Keine Pflichten dieser Art.');
}

function frameworkChart({ summe }: SaechsisichgData | KdnData): ChartBlock {
  return {
    kind: 'diagramm',
    title: 'Punkte nach ihrem Stand',
    sentence: summe.text,
    parts: [
      { label: 'erfüllt', value: summe.erfuellt, tone: 'ja' },
      { label: 'teilweise', value: summe.teilweise, tone: 'teilweise' },
      { label: 'nicht erfüllt', value: summe.nichtErfuellt, tone: 'nein' },
      { label: 'offen', value: summe.offen, tone: 'unbekannt' },
    ],
  };
}

function marksTable(marks: readonly MarkData[]): TableBlock {
  return table(
    'Erklärung der Zeichen',
    [column('Zeichen', 24), column('Bedeutung', 120)],
    marks.map((m) => [[strong(m.zeichen)], text(m.bedeutung)]),
    '',
  );
}

/** Height of a row in which someone writes by hand. */
const writingHeightMm = 9;

/** Where a condition stands is left out where another column of its row says the same. */
function placeOf({ id, stelle, fundstelle, grad, art, vertrauen }: ConditionData): string {
  const isRepeated = stelle === id || stelle === fundstelle;
  return `${isRepeated ? '' : `${stelle}${grad} · `}${art}${isRepeated ? grad : ''} · ${vertrauen}`;
}

export function kdnPlaceables(data: KdnData): Placeables {
  const columns = [
    column('Nr.', 12),
    column('Bedingung', 46),
    column('Stand', 22),
    column('Begründung', 44),
    column('Gilt bei uns', 18),
    column('Fundstelle im Anschlussvertrag', 28),
  ];
  const rows = data.zeilen.map((duty) => [
    withoutEmpty([...text(duty.id), quiet(originOf(duty))]),
    withoutEmpty([...text(duty.pflicht), quiet(placeOf(duty))]),
    mark(duty.stand),
    withoutEmpty([...text(duty.begruendung), quiet(duty.nachweis === '' ? '' : `Nachweis: ${duty.nachweis}`)]),
    withoutEmpty(text(duty.giltBeiUns)),
    withoutEmpty(text(duty.fundstelle)),
  ]);
  return {
    diagramm: { summe: frameworkChart(data) },
    tabelle: {
      bedingungen: table(
        'Anschlussbedingungen Zeile für Zeile',
        columns,
        rows,
        'Der Katalog nennt keine Bedingungen.',
        writingHeightMm,
      ),
      zeichen: marksTable(data.zeichen),
      angaben: originTable(data),
    },
    unterschrift: {
      erklaerung: { kind: 'unterschrift', fields: ['Ort, Datum', 'Name, Funktion', 'Unterschrift und Dienstsiegel'] },
    },
  };
}
