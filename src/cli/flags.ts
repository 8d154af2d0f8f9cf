/** Switches that mean the same in every command. A command adds its own with `Flags` and `Args`, which come from oclif. */
import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { parseDay } from '../domain/calendar-day.ts';
import { InvalidDataError } from '../errors.ts';

export { Args, Flags };

const slugPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** @throws InvalidDataError when it is none */
export function parseSlug(input: string): string {
  if (slugPattern.test(input)) return input;
  throw new InvalidDataError(
    `„${input}“ ist kein Kurzname.`,
    'Ein Kurzname besteht aus Kleinbuchstaben a–z, Ziffern und Bindestrichen, zum Beispiel beispielhain.',
  );
}

const kommuneProperties = {
  helpValue: 'SLUG',
  env: 'BURGWARD_KOMMUNE',
  description: 'Kurzname der Kommune',
  parse: async (input: string) => parseSlug(input),
};

/** `--kommune SLUG`, demanded; BURGWARD_KOMMUNE counts too. */
export const kommuneFlag = () => Flags.string({ ...kommuneProperties, required: true });

/** `--kommune SLUG` for commands that also make sense over all Kommunen. */
export const optionalKommuneFlag = () => Flags.string({ ...kommuneProperties, description: 'nur diese Kommune (Kurzname)' });

/** Argument SLUG of `kommune anlegen` and the like. */
export const slugArg = (description: string) =>
  Args.string({ description, required: true, parse: async (input) => parseSlug(input) });

interface DescribedFlag {
  description: string;
}

/**
 * A calendar day, `--<name> JJJJ-MM-TT`. The name is only needed for the sentence when the day does not exist.
 * The value is the text as given.
 */
export const dateFlag = (name: string, properties: DescribedFlag) =>
  Flags.string({ ...properties, helpValue: 'JJJJ-MM-TT', parse: async (input: string) => parseDay(input, `--${name}`) });

/** The same, demanded. */
export const requiredDateFlag = (name: string, properties: DescribedFlag) =>
  Flags.string({
    ...properties,
    helpValue: 'JJJJ-MM-TT',
    required: true,
    parse: async (input: string) => parseDay(input, `--${name}`),
  });

/** A whole number between bounds, `--<name> ZAHL`. */
export const integerFlag = (name: string, { description, min, max }: DescribedFlag & { min: number; max: number }) =>
  Flags.custom<number>({ description, helpValue: 'ZAHL', parse: async (input) => parseInteger(input, name, min, max) })();

function parseInteger(input: string, name: string, min: number, max: number): number {
  const value = Number(input);
  if (/^-?\d+$/.test(input) && value >= min && value <= max) return value;
  throw new InvalidDataError(
    `--${name} „${input}“: erwartet wird eine ganze Zahl von ${min} bis ${max}.`,
    'Die Zahl ohne Punkt, Komma und Einheit schreiben, zum Beispiel 4200.',
  );
}

/** `--ja`: answers the question before something destructive. */
export const yesFlag = () => Flags.boolean({ description: 'Rückfragen mit Ja beantworten' });

/** `--ausgabe ORDNER`. */
export const outputFolderFlag = (description: string) => Flags.string({ description, helpValue: 'ORDNER' });

const sharedGroup = 'Allgemein';

/** The switches every command has. */
export const sharedFlags = {
  datenbank: Flags.string({
    helpGroup: sharedGroup,
    helpValue: 'PFAD',
    env: 'BURGWARD_DB',
    description: 'Datenbankdatei; ohne Angabe burgward.db im Datenordner dieses Benutzers',
  }),
  person: Flags.string({
    helpGroup: sharedGroup,
    helpValue: 'NAME',
    env: 'BURGWARD_PERSON',
    description: 'wer handelt, für das Protokoll; ohne Angabe der angemeldete Benutzer',
  }),
  stand: Flags.string({
    helpGroup: sharedGroup,
    helpValue: 'JJJJ-MM-TT',
    description: 'alles so, wie es an diesem Tag erfasst war und galt; ohne Angabe heute',
    parse: async (input: string) => parseDay(input, '--stand'),
  }),
  json: Flags.boolean({ helpGroup: sharedGroup, description: 'Ergebnis als ein JSON-Wert auf der Standardausgabe' }),
};
