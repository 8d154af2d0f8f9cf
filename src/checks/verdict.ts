/** What all checks share: reading thresholds, filling sentences, cleaning what came over the network. */
import type { CheckDefinition, Severity } from '../domain/catalogue.ts';
import type { CheckContext } from '../domain/check.ts';
import type { FindingResult, Verdict } from '../domain/finding.ts';

/** Longest text from the network that enters a sentence. */
const maxValueLength = 200;

/** Removes control, formatting and direction characters and cuts: a server must not write into our reports or terminals. */
export function cleanValue(value: string): string {
  const plain = value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]+/gu, ' ').trim();
  const characters = [...plain];
  return characters.length > maxValueLength ? `${characters.slice(0, maxValueLength - 1).join('')}…` : plain;
}

/** Replaces every `{name}`; a value that contains braces is not replaced again. Throws for a placeholder without value: that is a bug. */
export function fillMessage(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new Error(`Placeholder {${name}} has no value in „${template}“`);
    return value;
  });
}

const messageOf: Readonly<Record<FindingResult, (definition: CheckDefinition) => string | undefined>> = {
  met: ({ messages }) => messages.met,
  'not-met': ({ messages }) => messages.notMet,
  'phase-out': ({ messages }) => messages.phaseOut,
  undetermined: ({ messages }) => messages.undetermined,
};

/** A verdict with the sentence of the definition. Values are filled as they are; clean those from the network first. */
export function verdict(
  context: CheckContext,
  result: FindingResult,
  severity: Severity,
  values: Readonly<Record<string, string>>,
): Verdict {
  const template = messageOf[result](context.definition);
  if (template === undefined) throw new Error(`Check ${context.definition.id} has no sentence for ${result}`);
  return { result, severity, text: fillMessage(template, values) };
}

/** Not knowing carries its reason and no severity. A reason that is a sentence loses its point: it stands in brackets. */
export function undetermined(context: CheckContext, reason: string, values: Readonly<Record<string, string>>): Verdict {
  return verdict(context, 'undetermined', 'hinweis', { ...values, reason: cleanValue(reason).replace(/\.$/, '') });
}

/** A number among the parameters of a definition. Throws when it is missing or of another kind: the catalogue and the code do not fit. */
export function numberParameter({ id, parameters }: CheckDefinition, name: string): number {
  const value = parameters[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error(`Check ${id}: parameter ${name} is not a number`);
  return value;
}

/** A list of texts among the parameters. Throws like `numberParameter`. */
export function textListParameter({ id, parameters }: CheckDefinition, name: string): string[] {
  const value = parameters[name];
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string'))
    throw new Error(`Check ${id}: parameter ${name} is not a list of texts`);
  return value;
}

/** A text among the parameters. Throws like `numberParameter`. */
export function textParameter({ id, parameters }: CheckDefinition, name: string): string {
  const value = parameters[name];
  if (typeof value !== 'string') throw new Error(`Check ${id}: parameter ${name} is not a text`);
  return value;
}

/** An optional group of texts by name among the parameters; absent is empty. Throws like `numberParameter`. */
export function textMapParameter({ id, parameters }: CheckDefinition, name: string): Readonly<Record<string, string>> {
  const value = parameters[name] ?? {};
  const isMap =
    typeof value === 'object' && !Array.isArray(value) && Object.values(value).every((each) => typeof each === 'string');
  if (!isMap) throw new Error(`Check ${id}: parameter ${name} is not a group of texts`);
  return value as Record<string, string>;
}
