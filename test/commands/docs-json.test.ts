import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { jsonSchemaFiles } from '../../src/usecases/json-schema-files.ts';
import { commandSchemas } from '../../src/usecases/json-schemas.ts';

const folder = fileURLToPath(new URL('../../docs/json/', import.meta.url));

it('docs/json is what the code says (npm run docs)', () => {
  const wanted = jsonSchemaFiles();
  const present = Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(`${folder}${file}`, 'utf8')]));
  expect(present).toEqual(wanted);
});

it('every command has a schema, and every schema a command', () => {
  const commands = readdirSync(fileURLToPath(new URL('../../src/commands', import.meta.url)), {
    recursive: true,
    encoding: 'utf8',
  })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.replace(/\.ts$/, '').replaceAll('/', ' '));
  expect(commands.sort()).toEqual(Object.keys(commandSchemas).sort());
});
