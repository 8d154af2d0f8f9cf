// Writes what is generated from the code: docs/json/ (the schema of every command's JSON), docs/referenz/ (the commands, one page per topic)
// and docs/burgward.1 (the manual page). With --pruefen only says whether the files are current.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../src/cli/main.ts';
import { manualPage, referencePages } from '../src/cli/reference.ts';
import { jsonSchemaFiles } from '../src/usecases/json-schema-files.ts';

const docs = fileURLToPath(new URL('../docs/', import.meta.url));
const generatedFolders = ['json', 'referenz'];
const config = await loadConfig({ commandsFolder: './src/commands' });
const wanted = {
  ...below('json', jsonSchemaFiles()),
  ...below('referenz', referencePages(config)),
  'burgward.1': manualPage(config),
};
const present = generatedFolders.flatMap((folder) =>
  existsSync(join(docs, folder)) ? readdirSync(join(docs, folder)).map((file) => `${folder}/${file}`) : [],
);

if (process.argv.includes('--pruefen')) {
  const stale = Object.keys(wanted).filter(
    (file) => !existsSync(join(docs, file)) || readFileSync(join(docs, file), 'utf8') !== wanted[file],
  );
  const superfluous = present.filter((file) => !(file in wanted));
  for (const file of [...stale, ...superfluous]) process.stdout.write(`docs/${file} ist nicht aktuell: npm run docs\n`);
  process.exit(stale.length + superfluous.length === 0 ? 0 : 1);
}

for (const file of present) rmSync(join(docs, file));
for (const [file, content] of Object.entries(wanted)) {
  mkdirSync(dirname(join(docs, file)), { recursive: true });
  writeFileSync(join(docs, file), content);
}
process.stdout.write(`${Object.keys(wanted).length} Dateien geschrieben.\n`);

function below(folder, files) {
  return Object.fromEntries(Object.entries(files).map(([file, content]) => [`${folder}/${file}`, content]));
}
