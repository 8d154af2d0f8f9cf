// Adds the ids of the current catalogue to the list of released ones, for a release: `node scripts/released-ids.mjs`. Nothing is taken out.
// `control X retired`: withdrawn for good; the id never comes back.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadCatalogue } from '../src/catalogue/load.ts';

const list = fileURLToPath(new URL('../test/catalogue/released-ids.txt', import.meta.url));
const { bausteine, controls, checks, frameworks, profiles } = await loadCatalogue(
  fileURLToPath(new URL('../controls', import.meta.url)),
);
const current = [
  ...bausteine.map(({ id }) => `baustein ${id}`),
  ...controls.map(({ id }) => `control ${id}`),
  ...controls.filter(({ retired }) => retired !== undefined).map(({ id }) => `control ${id} retired`),
  ...checks.map(({ id }) => `check ${id}`),
  ...profiles.map(({ id }) => `profile ${id}`),
  ...frameworks.flatMap(({ id, items }) => [`framework ${id}`, ...items.map((item) => `item ${id} ${item.id}`)]),
];
const released = existsSync(list) ? readFileSync(list, 'utf8').split('\n').filter(Boolean) : [];
const all = [...new Set([...released, ...current])].sort();
writeFileSync(list, `${all.join('\n')}\n`);
process.stdout.write(`${all.length - released.length} neue, ${all.length} insgesamt.\n`);
