/** The three questions of a warning as a table, one row per Kommune: XLSX with lists to choose from, and CSV. */
import { type Cell, type CellStyle, writeXlsx } from 'hucre/xlsx';
import { formatDay } from '../domain/calendar.ts';
import { notPublic } from './confidentiality.ts';
import { writeCsv } from './csv.ts';
import { columnLetters } from './packet-workbook.ts';
import { dayValidation, listValidation } from './packet-xlsx.ts';
import { affectedWords, fixedWords, type WarningForm, warningHeaders } from './warning-document.ts';

type Field = keyof typeof warningHeaders;

/** Files carry no date of their own, so that the same content gives the same bytes. */
const noDate = new Date(Date.UTC(1980, 0, 1));

const widths: Readonly<Record<Field, number>> = {
  kommune: 20,
  produkt: 24,
  inhalt: 40,
  zielobjekte: 24,
  betroffen: 14,
  behoben: 12,
  behobenAm: 14,
  bis: 16,
  bemerkung: 32,
  person: 20,
  day: 14,
  mark: 12,
};
const fields = Object.keys(warningHeaders) as Field[];
const answered: ReadonlySet<Field> = new Set(['betroffen', 'behoben', 'behobenAm', 'bis', 'bemerkung', 'person', 'day']);
const days: ReadonlySet<Field> = new Set(['behobenAm', 'bis', 'day']);

const font = { name: 'Calibri', size: 11 };
const hairline = { style: 'thin', color: { rgb: 'D5DCDF' } } as const;
const base: CellStyle = {
  font,
  alignment: { vertical: 'top', wrapText: true },
  border: { top: hairline, right: hairline, bottom: hairline, left: hairline },
};
const headerStyle: CellStyle = {
  ...base,
  font: { ...font, bold: true, color: { rgb: 'FFFFFF' } },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: '0B5563' } },
};
const givenStyle: CellStyle = { ...base, fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'F3F6F7' } } };
const answerStyle: CellStyle = {
  ...base,
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFFBE6' } },
  protection: { locked: false },
  // Text: what begins with „=“ stays text.
  numFmt: '@',
};
const dayStyle: CellStyle = { ...answerStyle, numFmt: 'DD.MM.YYYY' };

export async function warningXlsx(forms: readonly WarningForm[]): Promise<Uint8Array> {
  const rows = forms.map((form) => fields.map((field) => cellText(form, field)));
  const cells = new Map<string, Partial<Cell>>(fields.map((_, column) => [`0,${column}`, { style: headerStyle }]));
  for (const row of rows.keys())
    for (const [column, field] of fields.entries())
      cells.set(`${row + 1},${column}`, { style: days.has(field) ? dayStyle : answered.has(field) ? answerStyle : givenStyle });
  const rangeOf = (field: Field) => {
    const letters = columnLetters(fields.indexOf(field));
    return `${letters}2:${letters}${rows.length + 1}`;
  };
  return writeXlsx({
    properties: { title: 'Warnung: drei Fragen', category: notPublic, creator: 'burgward', created: noDate, modified: noDate },
    defaultFont: font,
    sheets: [
      {
        name: 'Warnung',
        columns: fields.map((field) => ({ width: widths[field], hidden: field === 'mark' })),
        rows: [fields.map((field) => warningHeaders[field]), ...rows],
        cells,
        freezePane: { rows: 1, columns: 1 },
        headerFooter: { oddHeader: `&R&B${notPublic}` },
        dataValidations: [
          listValidation(rangeOf('betroffen'), Object.values(affectedWords), 'Betroffen?', 'Aus der Liste wählen.'),
          listValidation(rangeOf('behoben'), Object.values(fixedWords), 'Behoben?', 'Nur, wenn betroffen.'),
          ...[...days].map((field) => dayValidation(rangeOf(field))),
        ],
        protection: { sheet: true, formatColumns: true, formatRows: true },
        pageSetup: { paperSize: 'a4', orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
        a11y: { summary: 'Je Zeile eine Kommune mit Feldern für die Antworten.', headerRow: 0 },
      },
    ],
  });
}

export function warningCsv(forms: readonly WarningForm[]): string {
  return writeCsv({
    name: 'Warnung',
    columns: fields.map((field) => ({ header: warningHeaders[field], width: widths[field] })),
    rows: forms.map((form) => fields.map((field) => cellText(form, field) ?? '')),
  });
}

/** What stands in a row before anybody has answered. */
function cellText({ mark, kommune, produkt, kennung, inhalt, zielobjekte, zurueck }: WarningForm, field: Field): string | null {
  const given: Partial<Record<Field, string>> = {
    kommune,
    produkt: kennung === null ? produkt : `${produkt} (${kennung})`,
    inhalt: `${inhalt === null ? '' : `${inhalt} `}Antwort bitte bis ${formatDay(zurueck)}.`,
    zielobjekte: zielobjekte.join(', '),
    mark,
  };
  const text = given[field];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they have no place in a sheet
  return text === undefined ? null : text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '');
}
