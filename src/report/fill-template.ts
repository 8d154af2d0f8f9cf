/** Strict Liquid: unknown fields, filters and tags are errors, and every value is escaped as Markdown text. */
import { Liquid, type LiquidError } from 'liquidjs';
import type { AnyReportData } from './report-data.ts';
import { TemplateError } from './template-error.ts';

/** Words, loops and conditions; no arithmetic, no other files, no unescaped output. */
const allowedTags = ['if', 'unless', 'for', 'case', 'comment', 'break', 'continue'];
const allowedFilters = ['join', 'first', 'last', 'size'];

/** Entries of all lists a template makes; reports have some thousands. */
const largestLists = 1_000_000;
/** In milliseconds; the longest report takes a fraction of one second. */
const longestFill = 15_000;

export const fieldsHint = 'Welche Felder eine Vorlage bekommt, steht in reports/README.md.';

/** Backslash before every ASCII punctuation mark: Markdown then sees text only (CommonMark 0.31, section 2.4). */
export function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

/**
 * @param file path shown in messages
 * @throws TemplateError with the line in the template
 */
export function fillTemplate(template: string, data: AnyReportData, file: string): string {
  const engine = strictEngine();
  try {
    return engine.parseAndRenderSync(template, { ...data });
  } catch (error) {
    if (!isLiquidError(error)) throw error;
    const { line, text } = explain(error);
    throw new TemplateError(file, line, text, fieldsHint);
  }
}

/** A field a template names outside of its own loops, with its line. */
export interface NamedField {
  path: string[];
  line: number;
}

/**
 * Fields a template names anywhere, also where a condition keeps them from being filled in.
 * @throws TemplateError when an instruction cannot be read
 */
export function namedFields(template: string, file: string): NamedField[] {
  const engine = strictEngine();
  try {
    const { globals } = engine.analyzeSync(engine.parse(template));
    return Object.values(globals)
      .flat()
      .map(({ segments, location }) => ({
        path: segments.flatMap((segment) => (typeof segment === 'string' ? [segment] : [])),
        line: location.row,
      }));
  } catch (error) {
    if (!isLiquidError(error)) throw error;
    const { line, text } = explain(error);
    throw new TemplateError(file, line, text, fieldsHint);
  }
}

function strictEngine(): Liquid {
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    // a loop over a range, or loops within loops, end with an error and not with the memory of this computer
    ...{ memoryLimit: largestLists, renderLimit: longestFill },
    // an in-memory mapping: no tag can reach the file system
    templates: {},
    outputEscape: (value: unknown) => escapeMarkdown(typeof value === 'string' ? value : String(value ?? '')),
  });
  for (const name of Object.keys(engine.tags)) if (!allowedTags.includes(name)) delete engine.tags[name];
  for (const name of Object.keys(engine.filters)) if (!allowedFilters.includes(name)) delete engine.filters[name];
  return engine;
}

function isLiquidError(error: unknown): error is LiquidError {
  return error instanceof Error && 'token' in error;
}

function explain(error: LiquidError): { line: number; text: string } {
  const [line = 1] = error.token.getPosition();
  const message = error.message.replace(/, (file|line):.*$/s, '');
  if (/limit exceeded/.test(message)) return { line, text: 'Die Schleifen laufen zu oft.' };
  const variable = /undefined variable: (.+)/.exec(message)?.[1];
  if (variable !== undefined) return { line, text: `Das Feld „${variable}“ gibt es nicht.` };
  const filter = /undefined filter: (.+)/.exec(message)?.[1];
  if (filter !== undefined)
    return { line, text: `Den Filter „${filter}“ gibt es nicht; erlaubt sind ${allowedFilters.join(', ')}.` };
  const tag = /tag "?([^" ]+)"? not found/.exec(message)?.[1];
  if (tag !== undefined) return { line, text: `Das Kommando „${tag}“ gibt es nicht; erlaubt sind ${allowedTags.join(', ')}.` };
  return { line, text: `Die Anweisung ist nicht lesbar (${message}).` };
}
