/** Entries of registers as lower editions may have them: numbers, days, choices, and the texts written for them. */
import { type EntryValue, type RegisterDefinition, type RegisterEntry, type RegisterField, textIn } from '../domain/register.ts';
import { registers } from '../domain/registers/index.ts';
import { decided } from './decided.ts';
import { type Redaction, somebody, withheld } from './redact-evaluation.ts';
import type { ReportEdition } from './report-input.ts';

const dayShape = /^\d{4}-\d{2}-\d{2}$/;
const instantShape = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** @returns null for an entry of a register this program does not know: nothing says which of its fields are harmless */
export function redactEntry(entry: RegisterEntry, fassung: ReportEdition, redaction: Redaction): RegisterEntry | null {
  const definition = registers.find(({ id }) => id === entry.register);
  if (definition === undefined || !isNumberOf(definition, entry.id)) return null;
  const values = Object.entries(entry.values).flatMap(([id, value]) => {
    const field = definition.fields.find((each) => each.id === id);
    if (field === undefined) return [];
    const told = field.id === definition.actor ? somebody : redactValue(field, value, fassung, redaction);
    return told === null ? [] : [[id, told] as const];
  });
  return decided<RegisterEntry>({
    register: definition.id,
    kommune: redaction.kommune.slug,
    id: entry.id,
    values: { ...Object.fromEntries(values), ...neutralTitle(definition, entry, fassung, redaction) },
    removed: entry.removed === null ? null : withheld,
    validFrom: entry.validFrom,
    recordedAt: entry.recordedAt,
    recordedBy: '',
  });
}

/** Numbers are given by the program: nothing else passes for one. */
function isNumberOf(definition: RegisterDefinition | undefined, id: string): boolean {
  return definition !== undefined && id.startsWith(definition.prefix) && /^\d+$/.test(id.slice(definition.prefix.length));
}

/** Null leaves the value out; a text that is not released still shows that something stands there. */
function redactValue(
  field: RegisterField,
  value: EntryValue,
  fassung: ReportEdition,
  { controls }: Redaction,
): EntryValue | null {
  if (typeof value === 'number') return field.kind === 'number' ? value : null;
  if (typeof value !== 'string') {
    if (field.kind === 'controls') return fassung === 'rat' ? value.filter((id) => controls.has(id)) : value.map(() => withheld);
    if (field.kind === 'entries')
      return value.filter((id) =>
        isNumberOf(
          registers.find((each) => each.id === field.register),
          id,
        ),
      );
    return field.kind === 'texts' || field.kind === 'zielobjekte' ? value.map(() => withheld) : null;
  }
  switch (field.kind) {
    case 'day':
      return dayShape.test(value) ? value : null;
    case 'instant':
      return instantShape.test(value) ? value : null;
    case 'choice':
      return field.choices?.includes(value) === true ? value : null;
    case 'text':
      return field.released === true ? value : withheld;
    default:
      return null;
  }
}

/** What an entry is called: by the text written for outside, else by its number and, for the council, the requirements it serves. */
function neutralTitle(
  { fields, one }: RegisterDefinition,
  entry: RegisterEntry,
  fassung: ReportEdition,
  { controls }: Redaction,
): RegisterEntry['values'] {
  const title = fields.find(({ kind, required }) => kind === 'text' && required === true);
  if (title === undefined || textIn(entry.values, title.id) === null) return {};
  const released = fields.flatMap((field) => (field.released === true ? (textIn(entry.values, field.id) ?? []) : []));
  const [wording] = released;
  if (wording !== undefined) return { [title.id]: wording };
  const served = fields
    .filter(({ kind }) => kind === 'controls')
    .flatMap(({ id }) => entry.values[id] ?? [])
    .flatMap((id) => controls.get(String(id))?.title ?? []);
  const about = fassung === 'rat' && served.length > 0 ? `: ${served.join(', ')}` : '';
  return { [title.id]: `${one} ${entry.id}${about}` };
}
