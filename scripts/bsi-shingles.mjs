// Makes test/catalogue/bsi-shingles.bin from OSCAL catalogues of the BSI (https://github.com/BSI-Bund/Stand-der-Technik-Bibliothek):
// `node scripts/bsi-shingles.mjs ORDNER`. Only short hashes are kept, so that the comparison runs everywhere and no text is passed on.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashOf, shinglesOf } from '../test/catalogue/shingles.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('Aufruf: node scripts/bsi-shingles.mjs ORDNER\n');
  process.exit(2);
}

const catalogues = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')));
const parameters = new Map(catalogues.flatMap(nodesIn).flatMap(({ params = [] }) => params.map((each) => [each.id, each])));
const texts = catalogues.flatMap(nodesIn).flatMap(({ prose }) => (typeof prose === 'string' ? wordings(prose) : []));
const hashes = [...new Set(texts.flatMap(shinglesOf).map(hashOf))].sort();
if (hashes.length === 0) {
  process.stderr.write(`Unter ${folder} steht kein Text (prose).\n`);
  process.exit(3);
}

const file = fileURLToPath(new URL('../test/catalogue/bsi-shingles.bin', import.meta.url));
writeFileSync(file, Buffer.from(hashes.join(''), 'hex'));
process.stdout.write(`${texts.length} Texte, ${hashes.length} Folgen aus acht Wörtern.\n`);

function nodesIn(value) {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(nodesIn)];
}

/** A text with its parameters as published, by label and by value. */
function wordings(prose) {
  const filled = (choose) =>
    prose.replace(/\{\{\s*insert:\s*param,\s*([^\s}]+)\s*\}\}/g, (_, id) => choose(parameters.get(id) ?? {}) ?? ' ');
  return [...new Set([filled(({ label }) => label), filled(({ values }) => values?.join(' '))])];
}
