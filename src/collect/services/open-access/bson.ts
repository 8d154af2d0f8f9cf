/** The little of BSON (bsonspec.org) that a question to MongoDB needs. */

export type BsonValue = string | number | boolean | { [name: string]: BsonValue };

const types = { double: 0x01, text: 0x02, document: 0x03, array: 0x04, boolean: 0x08, int32: 0x10 };

/** Numbers are written as 32-bit integers. */
export function writeBson(document: Readonly<Record<string, BsonValue>>): Buffer {
  const elements = Object.entries(document).map(([name, value]) => {
    const [type, bytes] = writeValue(value);
    return Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`, 'utf8'), bytes]);
  });
  const content = Buffer.concat([...elements, Buffer.from([0])]);
  return Buffer.concat([int32(4 + content.length), content]);
}

function writeValue(value: BsonValue): [number, Buffer] {
  if (typeof value === 'string') {
    const text = Buffer.from(`${value}\0`, 'utf8');
    return [types.text, Buffer.concat([int32(text.length), text])];
  }
  if (typeof value === 'number') return [types.int32, int32(value)];
  if (typeof value === 'boolean') return [types.boolean, Buffer.from([value ? 1 : 0])];
  return [types.document, writeBson(value)];
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

/** Numbers, and how many elements documents and arrays have; values of other types are left out. */
export interface ReadBson {
  numbers: ReadonlyMap<string, number>;
  counts: ReadonlyMap<string, number>;
}

/** Reads the outermost elements. Null when the bytes are no document. */
export function readBson(bytes: Buffer): ReadBson | null {
  const numbers = new Map<string, number>();
  const counts = new Map<string, number>();
  const isWhole = eachElement(bytes, (type, name, value) => {
    if (type === types.double) numbers.set(name, value.readDoubleLE(0));
    if (type === types.int32) numbers.set(name, value.readInt32LE(0));
    if (type !== types.document && type !== types.array) return;
    let count = 0;
    if (eachElement(value, () => count++)) counts.set(name, count);
  });
  return isWhole ? { numbers, counts } : null;
}

/** Calls `visit` for each element; false as soon as something does not fit. */
function eachElement(bytes: Buffer, visit: (type: number, name: string, value: Buffer) => void): boolean {
  if (bytes.length < 5 || bytes.readInt32LE(0) !== bytes.length || bytes.at(-1) !== 0) return false;
  for (let at = 4; at < bytes.length - 1; ) {
    const type = bytes.readUInt8(at);
    const nameEnd = bytes.indexOf(0, at + 1);
    if (nameEnd === -1) return false;
    const length = valueLength(bytes, type, nameEnd + 1);
    if (length === null || nameEnd + 1 + length > bytes.length - 1) return false;
    visit(type, bytes.toString('utf8', at + 1, nameEnd), bytes.subarray(nameEnd + 1, nameEnd + 1 + length));
    at = nameEnd + 1 + length;
  }
  return true;
}

/** Null for types that do not occur in the answers, and lengths that cannot be. */
function valueLength(bytes: Buffer, type: number, at: number): number | null {
  const fixed = fixedLengths.get(type);
  if (fixed !== undefined) return fixed;
  if (at + 4 > bytes.length) return null;
  const length = bytes.readInt32LE(at);
  if (length < 0) return null;
  if (type === types.text) return 4 + length;
  if (type === types.document || type === types.array) return length < 5 ? null : length;
  return type === 0x05 ? 5 + length : null;
}

/** Double, ObjectId, boolean, date, null, int32, timestamp, int64, decimal128. */
const fixedLengths: ReadonlyMap<number, number> = new Map([
  [types.double, 8],
  [0x07, 12],
  [types.boolean, 1],
  [0x09, 8],
  [0x0a, 0],
  [types.int32, 4],
  [0x11, 8],
  [0x12, 8],
  [0x13, 16],
]);
