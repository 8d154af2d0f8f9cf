/** Entries of registers as people read them. */
import { formatDay } from '../domain/calendar.ts';
import type { RegisterDefinition, RegisterField } from '../domain/register.ts';
import type { RegisterEntryJson } from '../usecases/json-schemas.ts';
import { formatInstant } from './format.ts';
import { keyValues, statusMarks, table } from './output.ts';

type Value = RegisterEntryJson['angaben'][string];

export function entryTable(definition: RegisterDefinition, entries: readonly RegisterEntryJson[]): string {
  const fields = definition.fields.filter(({ id }) => definition.listed.includes(id));
  const several = new Set(entries.map(({ kommune }) => kommune)).size > 1;
  const hasBreaches = entries.some(({ verstoesse }) => verstoesse.length > 0);
  return table(entries, [
    ...(hasBreaches
      ? [{ header: '', value: ({ verstoesse }: RegisterEntryJson) => (verstoesse.length > 0 ? statusMarks.bad : '') }]
      : []),
    ...(several ? [{ header: 'Kommune', value: (entry: RegisterEntryJson) => entry.kommune }] : []),
    { header: 'Nr.', value: (entry) => entry.id },
    ...fields.map((field) => ({
      header: field.label,
      value: (entry: RegisterEntryJson) => shown(field, entry.angaben[field.id]),
      ...(field.kind === 'number' ? { align: 'right' as const } : {}),
    })),
  ]);
}

/** All that is known of one entry. */
export function entryText(definition: RegisterDefinition, entry: RegisterEntryJson): string {
  const known = definition.fields.filter(({ id }) => entry.angaben[id] !== undefined);
  return keyValues([
    [definition.one, `${entry.id} (${entry.kommune})`],
    ...known.map((field) => [field.label, shown(field, entry.angaben[field.id])] as const),
    ...entry.verstoesse.map((text) => [`${statusMarks.bad} Verstoß`, text] as const),
    ...entry.hinweise.map((text) => ['Hinweis', text] as const),
    ['Gilt ab', formatDay(entry.gueltigAb)],
    ['Erfasst', `${formatInstant(entry.erfasstAm)} von ${entry.erfasstVon}${entry.nachgetragen ? ' (nachgetragen)' : ''}`],
  ]);
}

/** One line per version, with what changed. */
export function entryHistory(definition: RegisterDefinition, versions: readonly RegisterEntryJson[]): string {
  return table(versions, [
    { header: 'Erfasst', value: ({ erfasstAm }) => formatInstant(erfasstAm) },
    { header: 'Gilt ab', value: ({ gueltigAb }) => formatDay(gueltigAb) },
    { header: 'Von', value: ({ erfasstVon }) => erfasstVon },
    { header: 'Geändert', value: (version) => changes(definition, versions[versions.indexOf(version) - 1] ?? null, version) },
  ]);
}

function changes(definition: RegisterDefinition, before: RegisterEntryJson | null, version: RegisterEntryJson): string {
  if (version.entfernt !== null) return `entfernt: ${version.entfernt}`;
  if (before === null) return 'angelegt';
  const changed = definition.fields.filter(
    ({ id }) => JSON.stringify(before.angaben[id]) !== JSON.stringify(version.angaben[id]),
  );
  return changed.map((field) => `${field.label}: ${shown(field, version.angaben[field.id]) ?? 'gelöscht'}`).join('; ');
}

/** Below this a whole number is counted and grouped; from here on it is a year. */
const firstYear = 1900;

function shown({ kind, min = 0 }: RegisterField, value: Value | undefined): string | null {
  if (value === undefined) return null;
  if (typeof value === 'number') return value.toLocaleString('de-DE', { useGrouping: min < firstYear });
  if (Array.isArray(value)) return value.join(', ');
  if (kind === 'day') return formatDay(value);
  return kind === 'instant' ? formatInstant(value) : value;
}
