/** A packet as a workbook: a sheet of instructions with name and date, a sheet of questions where only the answers can be filled in. */
import { type Cell, type CellStyle, type DataValidation, type WriteSheet, writeXlsx } from 'hucre/xlsx';
import { formatDay } from '../domain/calendar.ts';
import { notPublic } from './confidentiality.ts';
import { dayLabel, grundWords, headers, instructions, type PacketDocument, personLabel, statusWords } from './packet-document.ts';
import { columnLetters } from './packet-workbook.ts';

/** Files carry no date of their own, so that the same content gives the same bytes. */
const noDate = new Date(Date.UTC(1980, 0, 1));

const accent = '0B5563';
const paper = 'F3F6F7';
const hairline = { style: 'thin', color: { rgb: 'D5DCDF' } } as const;
const allSides = { top: hairline, right: hairline, bottom: hairline, left: hairline };
const font = { name: 'Calibri', size: 11 };
const topLeft = { vertical: 'top', wrapText: true } as const;

const headerStyle: CellStyle = {
  font: { ...font, bold: true, color: { rgb: 'FFFFFF' } },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: accent } },
  alignment: { vertical: 'center', wrapText: true },
  border: allSides,
};
const questionStyle: CellStyle = {
  font,
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: paper } },
  alignment: topLeft,
  border: allSides,
};
const quietStyle: CellStyle = { ...questionStyle, font: { ...font, size: 9, color: { rgb: '4A565C' } } };
const answerStyle: CellStyle = {
  font,
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFFBE6' } },
  alignment: topLeft,
  border: allSides,
  protection: { locked: false },
  // Text: what begins with „=“ stays text.
  numFmt: '@',
};
const dayStyle: CellStyle = { ...answerStyle, numFmt: 'DD.MM.YYYY' };
const titleStyle: CellStyle = { font: { ...font, size: 18, bold: true, color: { rgb: accent } } };
const labelStyle: CellStyle = { font: { ...font, bold: true }, alignment: topLeft };
const textStyle: CellStyle = { font, alignment: topLeft };

type Field = keyof typeof headers;

interface Column {
  field: Field;
  width: number;
  style: CellStyle;
}

const columns: readonly Column[] = [
  { field: 'key', width: 12, style: quietStyle },
  { field: 'topic', width: 15, style: quietStyle },
  { field: 'question', width: 42, style: questionStyle },
  { field: 'zielobjekt', width: 14, style: quietStyle },
  { field: 'help', width: 40, style: quietStyle },
  { field: 'previous', width: 20, style: quietStyle },
  { field: 'status', width: 13, style: { ...answerStyle, font: { ...font, bold: true } } },
  { field: 'grund', width: 16, style: answerStyle },
  { field: 'begruendung', width: 30, style: answerStyle },
  { field: 'verantwortlich', width: 16, style: answerStyle },
  { field: 'bis', width: 12, style: dayStyle },
  { field: 'notiz', width: 22, style: answerStyle },
  { field: 'mark', width: 10, style: quietStyle },
];

export async function packetXlsx(packet: PacketDocument): Promise<Uint8Array> {
  return writeXlsx({
    properties: {
      title: `Fragen zur Informationssicherheit: ${packet.titel}`,
      description: `Paket ${packet.id}, ${packet.kommune}`,
      category: notPublic,
      creator: 'burgward',
      created: noDate,
      modified: noDate,
    },
    defaultFont: font,
    sheets: [instructionSheet(packet), questionSheet(packet)],
  });
}

function instructionSheet(packet: PacketDocument): WriteSheet {
  const [first, second, third] = instructions('xlsx');
  const rows: (string | null)[][] = [
    ['Fragen zur Informationssicherheit'],
    [`${packet.kommune} · ${packet.titel}`],
    [],
    [personLabel, null],
    [dayLabel, null],
    [],
    ['So geht es', first],
    [null, second],
    [null, third],
    [],
    [
      'Die Fragen',
      `Sie stehen auf dem Blatt „Fragen“: ${countOf(packet.questions.length)}. Ausfüllen lassen sich nur die gelben Felder.`,
    ],
    ['Antworten', Object.values(statusWords).join(' · ')],
    ['Zurück an', packet.absender],
    ['Zurück bis', packet.faellig === null ? 'kein fester Tag' : formatDay(packet.faellig)],
    ...(packet.empfaenger === null ? [] : [['Gerichtet an', packet.empfaenger]]),
    ['Paket', `${packet.id} vom ${formatDay(packet.erstellt)}`],
    ['Vermerk', notPublic],
  ];
  const cells = new Map<string, Partial<Cell>>([
    ['0,0', { style: titleStyle }],
    ['1,0', { style: { font: { ...font, size: 13 } } }],
    ['3,1', { style: answerStyle }],
    ['4,1', { style: { ...dayStyle, alignment: { ...topLeft, horizontal: 'left' } } }],
  ]);
  return {
    name: 'Anleitung',
    columns: [
      { width: 16, style: labelStyle },
      { width: 78, style: textStyle },
    ],
    rows,
    cells,
    rowDefs: new Map([
      [0, { height: 28 }],
      [1, { height: 20 }],
      [3, { height: 22 }],
      [4, { height: 22 }],
      [7, { height: 32 }],
      [8, { height: 32 }],
    ]),
    dataValidations: [dayValidation('B5')],
    protection: { sheet: true, formatColumns: true, formatRows: true },
    pageSetup: { paperSize: 'a4', orientation: 'portrait', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    headerFooter: footer(packet),
    view: { showGridLines: false },
    a11y: { summary: 'Anleitung, Name und Datum zum Paket.' },
  };
}

function countOf(questions: number): string {
  return questions === 1 ? 'eine Frage' : `${questions} Fragen`;
}

function questionSheet(packet: PacketDocument): WriteSheet {
  const values = packet.questions.map((question) => ({
    key: question.key,
    topic: question.topic,
    question: question.question,
    zielobjekt: question.zielobjekt ?? packet.kommune,
    help: question.help,
    previous: question.previous?.sentence ?? '–',
    mark: packet.mark,
  }));
  const rows = values.map((value) =>
    columns.map(({ field }) => printable((value as Partial<Record<Field, string>>)[field] ?? null)),
  );
  const cells = new Map<string, Partial<Cell>>();
  for (const [column, { style }] of columns.entries()) {
    cells.set(`0,${column}`, { style: headerStyle });
    // Empty cells need a style of their own, else they stay locked.
    for (const row of rows.keys()) cells.set(`${row + 1},${column}`, { style });
  }
  const last = rows.length + 1;
  const rangeOf = (field: Field) => {
    const letters = columnLetters(columns.findIndex((column) => column.field === field));
    return `${letters}2:${letters}${last}`;
  };
  return {
    name: 'Fragen',
    columns: columns.map(({ field, width }) => ({ width, hidden: field === 'mark' })),
    rows: [columns.map(({ field }) => headers[field]), ...rows],
    cells,
    rowDefs: new Map([[0, { height: 34 }], ...values.map((value, row) => [row + 1, { height: rowHeight(value) }] as const)]),
    freezePane: { rows: 1, columns: 3 },
    autoFilter: { range: `A1:${columnLetters(columns.length - 2)}${last}` },
    dataValidations: [
      listValidation(rangeOf('status'), Object.values(statusWords), 'Antwort', 'Aus der Liste wählen.'),
      listValidation(rangeOf('grund'), Object.values(grundWords), 'Nur bei „entbehrlich“', 'Sonst leer lassen.'),
      dayValidation(rangeOf('bis')),
    ],
    protection: { sheet: true, autoFilter: true, formatColumns: true, formatRows: true },
    pageSetup: {
      paperSize: 'a4',
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: '$1:$1',
      margins: { top: 0.5, right: 0.4, bottom: 0.6, left: 0.4, header: 0.3, footer: 0.3 },
    },
    headerFooter: footer(packet),
    a11y: { summary: 'Die Fragen des Pakets mit Feldern für die Antworten.', headerRow: 0 },
  };
}

/** Control characters have no place in a sheet. */
function printable(text: string | null): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  return text === null ? null : text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '');
}

/** Points; programs do not grow rows of a protected sheet by themselves. Characters per line are a little fewer than the width. */
function rowHeight(value: Partial<Record<Field, string>>): number {
  const lines = columns.map(({ field, width, style }) => {
    const perLine = (width * 1.02 * 11) / (style.font?.size ?? 11);
    return Math.ceil((value[field] ?? '').length / perLine) * ((style.font?.size ?? 11) * 1.32);
  });
  // The mark is hidden.
  return Math.min(400, Math.max(32, ...lines.slice(0, -1)) + 4);
}

/** A closed list to choose from. */
export function listValidation(range: string, values: string[], title: string, message: string): DataValidation {
  return {
    type: 'list',
    values,
    range,
    allowBlank: true,
    showInputMessage: true,
    inputTitle: title,
    inputMessage: message,
    showErrorMessage: true,
    errorStyle: 'stop',
    errorTitle: 'Bitte aus der Liste wählen',
    errorMessage: `Möglich sind: ${values.join(', ')}.`,
  };
}

/** A day from 2000 on. */
export function dayValidation(range: string): DataValidation {
  return {
    type: 'date',
    operator: 'greaterThan',
    // 2000-01-01
    formula1: '36526',
    range,
    allowBlank: true,
    showInputMessage: true,
    inputTitle: 'Datum',
    inputMessage: 'Zum Beispiel 31.12.2026.',
    showErrorMessage: true,
    errorStyle: 'stop',
    errorTitle: 'Bitte ein Datum',
    errorMessage: 'Zum Beispiel 31.12.2026.',
  };
}

function footer({ kommune, id }: PacketDocument): { oddFooter: string } {
  // „&“ begins a code in head and foot lines.
  return { oddFooter: `&L${kommune.replaceAll('&', '&&')} · Paket ${id}&RSeite &P von &N` };
}
