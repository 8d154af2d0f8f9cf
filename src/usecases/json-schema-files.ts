import { z } from 'zod';
import { catalogueJsonSchemas } from '../catalogue/schema.ts';
import { reportDataSchema } from '../report/report-schema.ts';
import { commandSchemas, fehler } from './json-schemas.ts';

/** Every published schema by file name, as it stands in docs/json/. */
export function jsonSchemaFiles(): Record<string, string> {
  const commands = Object.entries(commandSchemas).map(([command, schema]) => [
    command.replaceAll(' ', '-'),
    z.toJSONSchema(schema),
  ]);
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
