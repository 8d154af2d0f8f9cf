/**
 * Whether a template of one's own fits the data of its report, without any data: it is held against the schema, in every branch, and
 * filled once with an example that has one of everything.
 */
import { z } from 'zod';
import { fieldsHint, fillTemplate, namedFields } from './fill-template.ts';
import { definitionOf } from './kinds/index.ts';
import { checkContainers, parseBlocks } from './parse-blocks.ts';
import type { ReportData } from './report-data.ts';
import type { ReportKindId } from './report-input.ts';
import { reportDataSchema } from './report-schema.ts';
import { TemplateError } from './template-error.ts';

/** The parts of a JSON schema that occur in those of the reports. */
interface Shape {
  type?: string | undefined;
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, Shape>;
  items?: Shape;
  anyOf?: Shape[];
  oneOf?: Shape[];
  minItems?: number;
}

/**
 * @param file as messages call it
 * @throws TemplateError naming the line of what does not exist
 */
export function checkTemplate(art: ReportKindId, source: string, file: string): void {
  const shape = shapeOf(art);
  for (const { path, line } of namedFields(source, file)) {
    const known = path.reduce<Shape | null>((at, name) => (at === null ? null : fieldOf(at, name)), shape);
    if (known === null) throw new TemplateError(file, line, `Das Feld „${path.join('.')}“ gibt es nicht.`, fieldsHint);
  }
  const example = exampleOf(shape) as ReportData;
  const placeables = definitionOf(art).placeables(example as never);
  checkContainers(source, placeables, file);
  parseBlocks(fillTemplate(source, example, file), placeables, file);
}

function shapeOf(art: ReportKindId): Shape {
  const { oneOf, anyOf } = z.toJSONSchema(reportDataSchema, { reused: 'inline' }) as Shape;
  const shape = (oneOf ?? anyOf ?? []).find(({ properties }) => properties?.['art']?.const === art);
  if (shape === undefined) throw new Error(`no schema for ${art}`);
  return shape;
}

const choicesOf = ({ anyOf, oneOf }: Shape) => anyOf ?? oneOf ?? null;

/** Null when there is no such field. Lists know `size`, `first` and `last`. */
function fieldOf(shape: Shape, name: string): Shape | null {
  const choices = choicesOf(shape);
  if (choices !== null) return choices.map((choice) => fieldOf(choice, name)).find((field) => field !== null) ?? null;
  if (shape.items !== undefined && (name === 'first' || name === 'last')) return shape.items;
  if (name === 'size') return shape.type === 'array' || shape.type === 'string' ? { type: 'integer' } : null;
  return shape.properties !== undefined && Object.hasOwn(shape.properties, name) ? (shape.properties[name] ?? null) : null;
}

/** One entry, or one of each where entries have an enumerated `id`: templates place them by that name. */
function exampleList({ items = {}, minItems = 1 }: Shape): unknown[] {
  const ids = items.properties?.['id']?.enum;
  const example = exampleOf(items);
  if (ids !== undefined) return ids.map((id) => ({ ...(example as object), id }));
  return Array.from({ length: Math.max(1, minItems) }, () => example);
}

/** One of everything: lists have an entry, and what may be missing is there. */
function exampleOf(shape: Shape): unknown {
  const choices = choicesOf(shape);
  if (choices !== null) return exampleOf(choices.find(({ type }) => type !== 'null') ?? {});
  if (shape.const !== undefined) return shape.const;
  if (shape.enum !== undefined) return shape.enum[0];
  switch (shape.type) {
    case 'object':
      return Object.fromEntries(Object.entries(shape.properties ?? {}).map(([name, field]) => [name, exampleOf(field)]));
    case 'array':
      return exampleList(shape);
    case 'integer':
    case 'number':
      return 1;
    case 'boolean':
      return true;
    default:
      return 'Beispiel';
  }
}
