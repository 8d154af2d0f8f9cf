/** Shapes of the tables behind the registers: periods, the plan of a year, questions of a visit, papers of an audit, the risk matrix. */
import { z } from 'zod';
import type { RegisterDefinition } from '../domain/register.ts';
import { registers } from '../domain/registers/index.ts';
import { termin } from '../domain/registers/termin.ts';
import { matrixProblems, mostRiskSteps } from '../domain/risk.ts';
import { confidence, controlId, slug, text } from './schema-parts.ts';

/** One unit: the program says periods in words, „3 Jahre“, and hours run by the clock. */
const period = z
  .string()
  .regex(/^(?:P[1-9]\d*[DMY]|PT[1-9]\d*H)$/, 'Erwartet eine Frist in einer Einheit: PT24H, P90D, P2M oder P3Y.');

/** Of two with the same id it would be chance which one counts. @param lists by the field they stand in */
function idsOnce(lists: Readonly<Record<string, readonly { id: string }[]>>, context: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const [field, rows] of Object.entries(lists))
    for (const [index, { id }] of rows.entries()) {
      if (seen.has(id))
        context.addIssue({ code: 'custom', path: [field, index, 'id'], message: `Die Kennung „${id}“ steht zweimal da.` });
      seen.add(id);
    }
}

const periodRow = { id: slug, title: text, starts: text, source: text, confidence: confidence.min(1) };

const fristen = z
  .strictObject({
    source: text,
    edition: text,
    entries: z
      .array(
        z.strictObject({
          ...periodRow,
          duration: period,
          working_day: z.strictObject({ source: text, confidence: confidence.min(1) }).optional(),
        }),
      )
      .min(1),
    without_period: z.array(z.strictObject({ ...periodRow, urgency: text })).optional(),
  })
  .superRefine(({ entries, without_period = [] }, context) => idsOnce({ entries, without_period }, context));

const kinds = termin.fields.find(({ id }) => id === 'art')?.choices ?? [];
/** A plan is made for every year, so February has 28. */
const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const jahresplan = z
  .strictObject({
    source: text,
    edition: text,
    verified: z.boolean(),
    entries: z
      .array(
        z.strictObject({
          id: slug,
          title: text,
          kind: z.enum(kinds),
          month: z.int().min(1).max(12),
          day: z.int().min(1).max(31),
        }),
      )
      .min(1),
  })
  .superRefine(({ entries }, context) => {
    idsOnce({ entries }, context);
    for (const [index, { month, day }] of entries.entries())
      if (day > (daysOfMonth[month - 1] ?? 0))
        context.addIssue({
          code: 'custom',
          path: ['entries', index, 'day'],
          message: `Diesen Tag gibt es im Monat ${month} nicht in jedem Jahr.`,
        });
  });

const questions = z.array(z.strictObject({ text, controls: z.array(controlId).min(1) })).min(1);
/** What a word of a room's name is held against, which is lower case. */
const roomWord = z.string().regex(/^[\p{Ll}\p{N}]+$/u, 'Erwartet ein einzelnes Wort in Kleinbuchstaben.');

const begehungsfragen = z
  .strictObject({
    source: text,
    edition: text,
    verified: z.boolean(),
    rooms: z.array(z.strictObject({ id: slug, title: text, words: z.array(roomWord).min(1), questions })).min(1),
    general: z.strictObject({ title: text, questions }),
  })
  .superRefine(({ rooms }, context) => idsOnce({ rooms }, context));

const part = { text, command: z.string(), optional: z.literal(true).optional(), merkmal: slug.optional() };
const registerPart = z
  .strictObject({
    ...part,
    register: z.enum(registers.map(({ id }) => id)),
    where: z.strictObject({ field: slug, is: z.array(text).min(1) }).optional(),
    needs: slug.optional(),
    needs_text: text.optional(),
    needs_command: text.optional(),
    may_be_empty: z.literal(true).optional(),
  })
  .superRefine(({ register, where, needs }, context) => {
    const definition = registers.find(({ id }) => id === register);
    if (definition === undefined) return;
    if (where !== undefined) noteUnknownChoices(definition, where, context);
    if (needs !== undefined && !definition.fields.some(({ id }) => id === needs))
      context.addIssue({ code: 'custom', path: ['needs'], message: `Das Register ${register} hat kein Feld „${needs}“.` });
  });

function noteUnknownChoices(
  { id: register, fields }: RegisterDefinition,
  { field, is }: { field: string; is: readonly string[] },
  context: z.RefinementCtx,
): void {
  const choices = fields.find(({ id }) => id === field)?.choices;
  if (choices === undefined) {
    const message = `Das Register ${register} hat kein Feld „${field}“ mit einer Auswahl.`;
    context.addIssue({ code: 'custom', path: ['where', 'field'], message });
    return;
  }
  for (const unknown of is.filter((each) => !choices.includes(each)))
    context.addIssue({
      code: 'custom',
      path: ['where', 'is'],
      message: `„${unknown}“ gibt es bei „${field}“ nicht; erwartet ${choices.join(', ')}.`,
    });
}

const pruefunterlagen = z
  .strictObject({
    source: text,
    confidence: confidence.min(1),
    edition: text,
    verified: z.boolean(),
    entries: z
      .array(
        z.strictObject({
          id: slug,
          title: text,
          duties: z.array(z.string().regex(/^S-\d{2}$/, 'Erwartet eine Pflicht wie S-06.')),
          merkmal: slug.optional(),
          parts: z
            .array(
              z.union([
                z.strictObject({ ...part, role: slug, day: z.enum(['bestellt', 'gemeldet']) }),
                registerPart,
                z.strictObject({ ...part, evidence: z.array(controlId).min(1) }),
                z.strictObject({ ...part, zielobjekte: z.literal(true) }),
                z.strictObject({ ...part, report: slug }),
                z.strictObject({ ...part, figures: z.literal(true) }),
              ]),
            )
            .min(1),
        }),
      )
      .min(1),
  })
  .superRefine(({ entries }, context) => idsOnce({ entries }, context));

/** Steps of a scale in one table; the fields of the register hold no more. */
const scale = z
  .array(z.strictObject({ step: z.int().min(1).max(mostRiskSteps), title: text, meaning: text }))
  .min(2)
  .max(mostRiskSteps);

const risikomatrix = z
  .strictObject({
    source: text,
    edition: text,
    confidence: confidence.min(1),
    frequency: scale,
    damage: scale,
    classes: z.array(z.strictObject({ id: slug, title: text, meaning: text })).min(2),
    line: slug,
    rows: z.array(z.strictObject({ damage: z.int().min(1), classes: z.array(slug).min(2) })).min(2),
  })
  .superRefine((matrix, context) => {
    for (const { path, text: message } of matrixProblems(matrix)) context.addIssue({ code: 'custom', path, message });
  });

export const registerTableFiles = { fristen, jahresplan, begehungsfragen, pruefunterlagen, risikomatrix };
