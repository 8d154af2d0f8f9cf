/** A packet as a CSV file: one row per question, the mark in the last column, so that a file cut short is noticed. */
import { readCsv, writeCsv } from './csv.ts';
import { headers, type PacketDocument } from './packet-document.ts';
import { type ReadTable, readReturnedTable } from './packet-rows.ts';
import { checkRowCount, type SheetCell, type SheetRow } from './packet-workbook.ts';

const columns = [
  headers.key,
  headers.topic,
  headers.question,
  headers.zielobjekt,
  headers.help,
  headers.previous,
  headers.status,
  headers.grund,
  headers.begruendung,
  headers.verantwortlich,
  headers.bis,
  headers.notiz,
  headers.person,
  headers.day,
  headers.mark,
];

export function packetCsv(packet: PacketDocument): string {
  const rows = packet.questions.map(({ key, topic, question, zielobjekt, help, previous }) => [
    key,
    topic,
    question,
    zielobjekt ?? packet.kommune,
    help,
    previous?.sentence ?? '',
    ...Array.from({ length: 8 }, () => ''),
    packet.mark,
  ]);
  return writeCsv({ name: 'Fragen', columns: columns.map((header) => ({ header, width: 0 })), rows });
}

/** @returns null when the file has no column of answers; @throws ForeignFileError when it is no CSV file */
export function readPacketCsv(bytes: Uint8Array, file: string): ReadTable | null {
  return readReturnedTable({ sheet: null, rows: csvRows(bytes, file), uses1904: false, formulasAreText: true });
}

/** A CSV file that came back, as rows of cells like those of a sheet. @throws ForeignFileError when it is none, or far too long */
export function csvRows(bytes: Uint8Array, file: string): SheetRow[] {
  const records = readCsv(decodedUtf16(bytes), file);
  checkRowCount(
    records.filter((record) => record.some((text) => text !== '')),
    file,
  );
  return records.map(
    (record, index): SheetRow => ({
      number: index + 1,
      cells: new Map(
        record.flatMap((text, column): [number, SheetCell][] => (text === '' ? [] : [[column, { kind: 'text', text }]])),
      ),
    }),
  );
}

/** „Unicode-Text“ of Excel is UTF-16 with a mark; everything else stays as it is. */
function decodedUtf16(bytes: Uint8Array): Uint8Array {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return isUtf16 ? Buffer.from(new TextDecoder('utf-16le').decode(bytes), 'utf8') : bytes;
}
