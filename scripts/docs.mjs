// Writes docs/json/: the schema of every command's JSON, generated from the code. With --pruefen only says whether the files are current.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jsonSchemaFiles } from '../src/usecases/json-schema-files.ts';

const folder = fileURLToPath(new URL('../docs/json/', import.meta.url));
const wanted = jsonSchemaFiles();

if (process.argv.includes('--pruefen')) {
  const present = new Set(readdirSync(folder));
  const stale = Object.keys(wanted).filter(
    (file) => !present.has(file) || readFileSync(join(folder, file), 'utf8') !== wanted[file],
  );
  const superfluous = [...present].filter((file) => !(file in wanted));
  for (const file of [...stale, ...superfluous]) process.stdout.write(`docs/json/${file} ist nicht aktuell: npm run docs\n`);
  process.exit(stale.length + superfluous.length === 0 ? 0 : 1);
}

mkdirSync(folder, { recursive: true });
for (const file of readdirSync(folder)) rmSync(join(folder, file));
for (const [file, content] of Object.entries(wanted)) writeFileSync(join(folder, file), content);
process.stdout.write(`${Object.keys(wanted).length} Schemas geschrieben.\n`);
