import type { CommandJson } from '../usecases/json-schemas.ts';
import { counted, keyValues, styled, table } from './output.ts';

/** A group as people read it: who belongs to it and what the members have from it. */
export function gruppeText({
  slug,
  name,
  mitglieder,
  antworten,
  erklaerungen,
  freigaben,
  zeilen,
}: CommandJson['gruppe zeigen']): string {
  const facts = keyValues([
    ['Kurzname', slug],
    ['Antworten', antworten],
    ['Erklärungen', erklaerungen.join(', ') || 'keine'],
    ['Freigaben', freigaben.join(', ') || 'keine'],
    ['Anschlussbedingungen', zeilen === 0 ? 'nichts eingetragen' : counted(zeilen, 'Zeile', 'Zeilen')],
  ]);
  const members = table(mitglieder, [
    { header: 'Mitglied', value: (member) => member.slug },
    { header: 'Name', value: (member) => member.name },
    { header: 'antwortet abweichend', value: ({ abweichend }) => abweichend.join(', ') || '–' },
  ]);
  return [styled('bold', name), facts, '', mitglieder.length === 0 ? 'Keine Mitglieder.' : members].join('\n');
}
