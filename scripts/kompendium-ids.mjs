// Makes test/catalogue/kompendium-2023.txt from a list of the requirements of the IT-Grundschutz-Kompendium, Edition 2023, as CSV with the
// columns id, title and level: `node scripts/kompendium-ids.mjs DATEI`. Kept are number and level; `entfallen`: withdrawn by the BSI.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';

const [source] = process.argv.slice(2);
if (source === undefined) {
  process.stderr.write('Aufruf: node scripts/kompendium-ids.mjs DATEI\n');
  process.exit(2);
}
const levels = { Basis: 'basis', Standard: 'standard', erhöht: 'erhoeht' };
const lines = parse(readFileSync(source), { columns: true, bom: true }).map(({ id, title, level }) => {
  const state = title === 'ENTFALLEN' ? 'entfallen' : levels[level];
  if (state === undefined) throw new Error(`${id}: level ${level}`);
  return `${id} ${state}`;
});
writeFileSync(fileURLToPath(new URL('../test/catalogue/kompendium-2023.txt', import.meta.url)), `${lines.join('\n')}\n`);
process.stdout.write(`${lines.length} Anforderungen.\n`);
