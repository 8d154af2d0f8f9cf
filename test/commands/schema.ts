import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import { schemaFileOf } from '../../src/usecases/json-schema-files.ts';
import { type CliOptions, type CliResult, runCli } from '../run-cli.ts';

const ajv = new Ajv2020({ allErrors: true });

/** Runs a command with `--json`, expects success and its published schema, and returns the value. */
export async function runJson<T = unknown>(command: string, args: readonly string[], options: CliOptions = {}): Promise<T> {
  const result = await runCli([...command.split(' '), ...args, '--json'], options);
  expect(result.exitCode, result.stderr).toBe(0);
  return checkedJson<T>(command, result);
}

/** Expects standard output to be one JSON value of the command's schema in docs/json. */
export function checkedJson<T = unknown>(command: string, result: CliResult): T {
  const value = result.json<T>();
  expectSchema(schemaFileOf(command), value);
  return value;
}

export function expectSchema(name: string, value: unknown): void {
  const file = fileURLToPath(new URL(`../../docs/json/${name}.schema.json`, import.meta.url));
  const validate = ajv.getSchema(name) ?? ajv.compile({ ...JSON.parse(readFileSync(file, 'utf8')), $id: name });
  expect(validate(value), `${name}: ${ajv.errorsText(validate.errors)}`).toBe(true);
}
