/** A packet of Beispielhain, its files, and colleagues who fill them in. */
import { crc32, deflateRawSync } from 'node:zlib';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import type { PacketDocument, PacketDocumentQuestion } from '../../src/exchange/packet-document.ts';

export const mark = 'beispielhain/P3/0123456789abcdef';

export function question(key: string, changes: Partial<PacketDocumentQuestion> = {}): PacketDocumentQuestion {
  return {
    key,
    topic: 'Backup',
    zielobjekt: null,
    question: `Ist ${key} geregelt?`,
    rationale: 'Sonst weiß es im Ernstfall niemand.',
    help: 'Aufschreiben und abheften.',
    evidence: ['Sicherungsplan'],
    legal: false,
    previous: null,
    ...changes,
  };
}

export const packet: PacketDocument = {
  kommune: 'Gemeinde Beispielhain',
  id: 'P3',
  mark,
  titel: 'IT-Leitung',
  empfaenger: 'Jan Krause',
  erstellt: '2026-11-20',
  faellig: '2026-12-15',
  absender: 'Ines Sorbe',
  questions: [
    question('BAK-01.01', {
      legal: true,
      previous: {
        status: 'teilweise',
        grund: null,
        begruendung: 'nur die Server',
        verantwortlich: 'Jan Krause',
        bis: '2026-06-30',
        sentence: 'teilweise: nur die Server (Jan Krause, 01.03.2025)',
      },
    }),
    question('BAK-01.02'),
    question('SRV-01.02/WEB1', { topic: 'Serversysteme', zielobjekt: 'Webauftritt' }),
    question('NTZ-01.01', { topic: 'Netze' }),
  ],
};

/** Values to put into cells, by A1 reference on the sheet „Fragen“; name and date go beside their labels. */
export interface Filling {
  cells: Readonly<Record<string, string | number | { formula: string }>>;
  name?: string;
  day?: string | number;
}

/** Opens the workbook with another program, fills it in and saves it. */
export async function filledWorkbook(bytes: Uint8Array, { cells, name, day }: Filling): Promise<Uint8Array> {
  const { sheets } = await readXlsx(bytes, { readStyles: true });
  const put = (sheetName: string, reference: string, value: string | number | { formula: string }) => {
    const sheet = sheets.find((each) => each.name === sheetName);
    const [, letter = 'A', number = '1'] = /^([A-Z])(\d+)$/.exec(reference) ?? [];
    const [row, column] = [Number(number) - 1, letter.charCodeAt(0) - 65];
    const target = sheet?.rows[row];
    if (sheet === undefined || target === undefined) throw new Error(`Kein ${sheetName}!${reference}`);
    const key = `${row},${column}`;
    const cell = { ...sheet.cells?.get(key) };
    if (typeof value === 'object') {
      sheet.cells?.set(key, { ...cell, value: 0, type: 'formula', formula: value.formula, formulaResult: 'ja' });
      target[column] = 'ja';
      return;
    }
    target[column] = value;
    sheet.cells?.set(key, { ...cell, value, type: typeof value === 'number' ? 'number' : 'string' });
  };
  if (name !== undefined) put('Anleitung', 'B4', name);
  if (day !== undefined) put('Anleitung', 'B5', day);
  for (const [reference, value] of Object.entries(cells)) put('Fragen', reference, value);
  return writeXlsx({ sheets: sheets.map((sheet) => ({ name: sheet.name, rows: sheet.rows, cells: sheet.cells ?? new Map() })) });
}

/** Answers of the HTML form as it saves them. */
export function answerFile(
  answers: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  head: Readonly<Record<string, unknown>> = {},
  keys: readonly string[] = packet.questions.map(({ key }) => key),
): string {
  const empty = { status: '', grund: '', begruendung: '', verantwortlich: '', bis: '', notiz: '' };
  return JSON.stringify({
    art: 'burgward-antwort',
    fassung: 1,
    paket: mark,
    gesagtVon: 'Jan Krause',
    gesagtAm: '2026-11-21',
    antworten: keys.map((kennung) => ({ kennung, ...empty, ...answers[kennung] })),
    ...head,
  });
}

/** An archive whose parts say about themselves what the test wants. */
export function archive(parts: readonly { name: string; content: Buffer; claimed?: number }[]): Buffer {
  const heads: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claimed } of parts) {
    const packed = deflateRawSync(content);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(claimed ?? content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    heads.push(Buffer.from('PK\u0003\u0004', 'latin1'), fields, Buffer.from(name), packed);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), fields, rest, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...heads, listed, Buffer.from('PK\u0005\u0006', 'latin1'), end]);
}

/** The parts a workbook needs, with the given XML of its only sheet. */
export function workbookParts(sheet: string, sharedStrings?: string) {
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const text = (name: string, content: string) => ({ name, content: Buffer.from(content) });
  return [
    text('[Content_Types].xml', '<Types/>'),
    text(
      'xl/workbook.xml',
      `<workbook xmlns:r="${office}"><sheets><sheet name="Fragen" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    text(
      'xl/_rels/workbook.xml.rels',
      `<Relationships><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    text('xl/worksheets/sheet1.xml', sheet),
    ...(sharedStrings === undefined ? [] : [text('xl/sharedStrings.xml', sharedStrings)]),
  ];
}
