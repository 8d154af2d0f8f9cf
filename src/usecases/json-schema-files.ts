import { z } from 'zod';
import { catalogueJsonSchemas } from '../catalogue/schema.ts';
import { registers } from '../domain/registers/index.ts';
import { reportDataSchema } from '../report/report-schema.ts';
import { commandSchemas, fehler, registerVerbs } from './json-schemas.ts';

/** Name of the file a command's schema stands in. The verbs all registers share are published once: `register-anlegen`. */
export function schemaFileOf(command: string): string {
  const shared = Object.entries(registerVerbs).find(([, schema]) => schema === commandSchemas[command]);
  return shared !== undefined && registers.some(({ id }) => command === `${id} ${shared[0]}`)
    ? `register-${shared[0]}`
    : command.replaceAll(' ', '-');
}

/** Every published schema by file name, as it stands in docs/json/. */
export function jsonSchemaFiles(): Record<string, string> {
  const commands = Object.entries(commandSchemas).map(([command, schema]) => [schemaFileOf(command), z.toJSONSchema(schema)]);
  const catalogue = Object.entries(catalogueJsonSchemas()).map(([kind, schema]) => [`katalogdatei-${kind}`, schema]);
  const all: Record<string, unknown> = {
    ...Object.fromEntries([...commands, ...catalogue]),
    fehler: z.toJSONSchema(fehler),
    'bericht-daten': z.toJSONSchema(reportDataSchema),
  };
  return Object.fromEntries(
    Object.entries(all).map(([name, schema]) => [`${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`]),
  );
}
