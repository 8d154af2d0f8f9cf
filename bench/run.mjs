// `npm run bench`: start-up, loading the catalogue, a whole state, its reports as PDF, the nmap wrapper against plain nmap, and the installed size per feature. Numbers go into RESULTS.md by hand.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

for (const script of ['bench/start.ts', 'bench/catalogue.ts', 'bench/state.ts', 'bench/reports.ts', 'bench/nmap.ts']) {
  process.stdout.write(`\n${script}\n`);
  const { status } = spawnSync(process.execPath, [join(root, script)], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 70);
}

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const features = [
  { name: 'PDF', owns: (folder) => folder.includes('@myriaddreamin/') },
  { name: 'Schriften', owns: (folder) => folder.includes('@expo-google-fonts/') },
  { name: 'Datenbank', owns: (folder) => /node_modules\/(better-sqlite3|kysely|bindings|file-uri-to-path)$/.test(folder) },
  { name: 'übrige Pakete', owns: () => true },
];
const sizes = new Map(features.map(({ name }) => [name, 0]));
for (const [folder, { dev }] of Object.entries(packages)) {
  if (folder === '' || dev) continue;
  const { name } = features.find((feature) => feature.owns(folder));
  sizes.set(name, sizes.get(name) + sizeOf(join(root, folder), true));
}
for (const name of ['dist', 'controls', 'reports']) sizes.set(name, sizeOf(join(root, name), false));
process.stdout.write('\nInstallierte Größe (ohne Entwicklungswerkzeuge)\n');
for (const [name, bytes] of sizes) process.stdout.write(`${name.padEnd(16)} ${(bytes / 1e6).toFixed(1).padStart(7)} MB\n`);

/** Bytes below a folder, 0 if it is not installed; nested packages count for themselves. */
function sizeOf(folder, isPackage) {
  const entries = readEntries(folder);
  return entries.reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return isPackage && entry.name === 'node_modules' ? sum : sum + sizeOf(path, isPackage);
    return entry.isFile() ? sum + statSync(path).size : sum;
  }, 0);
}

function readEntries(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
