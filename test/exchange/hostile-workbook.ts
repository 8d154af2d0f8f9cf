/** Workbooks built by hand, so that they can hold what no spreadsheet program writes. */
import { crc32, deflateRawSync } from 'node:zlib';

/** A part of the archive: content, or content that claims another size. */
type Part = string | { content: Buffer; claimedBytes: number };

/** A workbook with one sheet whose XML is given; `sheetData` goes between the tags of that name. */
export function workbook(sheetData: string | Buffer, { claimedBytes }: { claimedBytes?: number } = {}): Buffer {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const packaged = 'http://schemas.openxmlformats.org/package/2006';
  const relation = (type: string, target: string) =>
    `<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/${type}" Target="${target}"/></Relationships>`;
  const sheet = Buffer.concat([
    Buffer.from(`<worksheet xmlns="${main}"><sheetData>`),
    Buffer.from(sheetData),
    Buffer.from('</sheetData></worksheet>'),
  ]);
  return zip({
    '[Content_Types].xml': `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    '_rels/.rels': relation('officeDocument', 'xl/workbook.xml'),
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Tabelle1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relation('worksheet', 'worksheets/sheet1.xml'),
    'xl/worksheets/sheet1.xml': { content: sheet, claimedBytes: claimedBytes ?? sheet.length },
  });
}

/** Row `number` with text in A, B, C …; a cell that begins with `<c` is taken as it is. */
export function row(number: number, cells: readonly string[]): string {
  const written = cells.map((cell, column) =>
    cell.startsWith('<c')
      ? cell
      : `<c r="${String.fromCharCode(65 + column)}${number}" t="inlineStr"><is><t>${cell}</t></is></c>`,
  );
  return `<row r="${number}">${written.join('')}</row>`;
}

function zip(parts: Readonly<Record<string, Part>>): Buffer {
  const entries = Object.entries(parts).map(([name, part]) => {
    const content = typeof part === 'string' ? Buffer.from(part) : part.content;
    const claimedBytes = typeof part === 'string' ? content.length : part.claimedBytes;
    return { name: Buffer.from(name), packed: deflateRawSync(content), claimedBytes, checksum: crc32(content) };
  });
  const heads: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, packed, claimedBytes, checksum } of entries) {
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(checksum, 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(claimedBytes, 18);
    shared.writeUInt16LE(name.length, 22);
    heads.push(signature(0x04034b50), shared, name, packed);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(signature(0x02014b50), Buffer.from([20, 0]), shared, rest, name);
    offset += 4 + shared.length + name.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...heads, listed, signature(0x06054b50), end]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value, 0);
  return bytes;
}
