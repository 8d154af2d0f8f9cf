/** Spoils bytes in the ways files get spoiled, and in the ways somebody spoils them who means it. Same random numbers, same result. */
import { readZip } from '../../src/report/zip.ts';
import { archive } from '../exchange/packet-files.ts';

type Random = () => number;

/** Words that mean something to one of the readers. */
const words = [
  ...[
    '"',
    "'",
    ';',
    ',',
    '\t',
    '\n',
    '\r\n',
    '\u0000',
    '\ufeff',
    '\u202e',
    '=',
    '+',
    '-',
    '@',
    '<',
    '>',
    '&',
    ']]>',
    '<!--',
    '-->',
  ],
  ...[
    '<?xml version="1.1"?>',
    '<!DOCTYPE a [<!ENTITY b "c">]>',
    '&lol;',
    '&#0;',
    '&#x10ffff;',
    '<host>',
    '</host>',
    '</nmaprun>',
  ],
  ...[
    '- ',
    ': ',
    '? ',
    '| ',
    '>-\n',
    '*a',
    '&a ',
    '!!js/function ',
    '!!binary ',
    '<<: *a',
    '{',
    '}',
    '[',
    ']',
    '%YAML 9.9\n',
    '---\n',
    '...\n',
  ],
  ...['null', 'true', 'NaN', '1e999', '-1', '0x7fffffff', '99999999999999999999', '2026-02-30', '9999-12-31', '0000-00-00'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '../../etc/passwd', '[object Object]', '𝔘', 'a'.repeat(5000)],
];

const between = (random: Random, limit: number) => Math.floor(random() * limit);

type Spoiling = (bytes: Buffer, random: Random) => Buffer;

/** Mostly the end of every order: what the reader of the syntax refuses. */
const rough: readonly Spoiling[] = [
  // A bit falls over.
  (bytes, random) => {
    const copy = Buffer.from(bytes);
    for (let count = 1 + between(random, 8); count > 0; count -= 1) {
      const at = between(random, copy.length);
      copy[at] = (copy[at] ?? 0) ^ (1 << between(random, 8));
    }
    return copy;
  },
  // It breaks off.
  (bytes, random) => bytes.subarray(0, between(random, bytes.length)),
  // A part is missing.
  (bytes, random) => {
    const at = between(random, bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + between(random, 200))]);
  },
  // A part stands there twice, here or somewhere else.
  (bytes, random) => {
    const [from, to] = [between(random, bytes.length), between(random, bytes.length)];
    const part = bytes.subarray(from, from + 1 + between(random, 300));
    return Buffer.concat([bytes.subarray(0, to), part, bytes.subarray(to)]);
  },
  // Nothing but one byte for a while.
  (bytes, random) => {
    const copy = Buffer.from(bytes);
    const at = between(random, copy.length);
    return copy.fill(between(random, 256), at, Math.min(copy.length, at + 1 + between(random, 600)));
  },
  // A word that means something.
  (bytes, random) => {
    const at = between(random, bytes.length);
    const word = Buffer.from(words[between(random, words.length)] ?? '');
    return Buffer.concat([bytes.subarray(0, at), word, bytes.subarray(at + between(random, 2) * word.length)]);
  },
];

/** The syntax mostly holds, so that what stands behind it is reached: schema, rules, numbers, days. */
const gentle: readonly Spoiling[] = [
  // A whole line is gone, or in another place.
  (bytes, random) => {
    const lines = bytes.toString('latin1').split('\n');
    const [line = ''] = lines.splice(between(random, lines.length), 1);
    if (random() < 0.6) lines.splice(between(random, lines.length), 0, line);
    return Buffer.from(lines.join('\n'), 'latin1');
  },
  // One letter or digit is another one.
  (bytes, random) => {
    const copy = Buffer.from(bytes);
    const at = between(random, copy.length);
    if (/[a-z0-9]/i.test(String.fromCharCode(copy[at] ?? 0))) copy[at] = '0123456789abcxyzABC-'.charCodeAt(between(random, 20));
    return copy;
  },
  // A value between quotes, tags or separators is another one.
  (bytes, random) => {
    const text = bytes.toString('latin1');
    const values = [...text.matchAll(/(?<=["'>;:]\s?)[^"'<>;:\n]{1,60}(?=["'<;\n])/g)];
    const found = values[between(random, values.length)];
    if (found === undefined) return bytes;
    const word = Buffer.from(words[between(random, words.length)] ?? '').toString('latin1');
    return Buffer.from(`${text.slice(0, found.index)}${word}${text.slice(found.index + found[0].length)}`, 'latin1');
  },
];

/** Half of them one gentle spoiling, half of them one to three of any kind. */
export function mutated(bytes: Buffer, random: Random): Buffer {
  if (random() < 0.5) return spoiled(bytes, gentle, random);
  let result = bytes;
  for (let count = 1 + between(random, 3); count > 0 && result.length > 0; count -= 1)
    result = spoiled(result, [...rough, ...gentle], random);
  return result;
}

function spoiled(bytes: Buffer, kinds: readonly Spoiling[], random: Random): Buffer {
  return kinds[between(random, kinds.length)]?.(bytes, random) ?? bytes;
}

/** A workbook: spoiled as a whole, or one of its parts in an archive that is in order. */
export async function mutatedArchive(bytes: Buffer, random: Random): Promise<Buffer> {
  if (random() < 0.2) return mutated(bytes, random);
  const parts = (await readZip(bytes, () => true)).map(({ name, bytes: content }) => ({
    name,
    content: Buffer.from(content) as Buffer,
  }));
  const chosen = parts[between(random, parts.length)];
  return archive(parts.map((part) => (part === chosen ? { ...part, content: mutated(part.content, random) } : part)));
}
