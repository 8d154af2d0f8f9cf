import type { AnswerFilter } from '../domain/answer-filter.ts';
import { type AnswerState, answerStates } from '../domain/answers.ts';
import { type Catalogue, levels } from '../domain/catalogue.ts';
import type { Zielobjekt } from '../domain/kommune.ts';
import { InvalidDataError } from '../errors.ts';
import { findById, findControl } from './catalogue-lookup.ts';

const fields = ['thema', 'baustein', 'rolle', 'control', 'stufe', 'zielobjekt', 'zustand'] as const;

/** How a filter is written, for help texts. */
export const filterHelp = `FELD=WERT[,WERT]; Felder: ${fields.join(', ')}`;

/**
 * Reads filters as they are written on the command line, `thema=backup,netze`. Several have to hold together.
 * @throws InvalidDataError, NotFoundError for a field or value there is not
 */
export function parseAnswerFilter(
  texts: readonly string[],
  catalogue: Catalogue,
  zielobjekte: readonly Zielobjekt[],
): AnswerFilter {
  const filter: Record<string, string[]> = {};
  for (const text of texts) {
    const [field = '', rest] = splitOnce(text);
    if (!fields.includes(field as (typeof fields)[number]) || rest === undefined) {
      throw new InvalidDataError(
        `--filter „${text}“: erwartet wird ${filterHelp}.`,
        'Zum Beispiel: --filter thema=backup --filter zustand=offen',
      );
    }
    if (filter[field] !== undefined) {
      throw new InvalidDataError(
        `--filter ${field} kommt zweimal vor.`,
        `Mehrere Werte mit Komma trennen: --filter ${field}=A,B`,
      );
    }
    const values = rest.split(',').map((value) => value.trim());
    filter[field] = values.map((value) => knownValue(field as (typeof fields)[number], value, catalogue, zielobjekte));
  }
  return filter as AnswerFilter;
}

function splitOnce(text: string): [string, string | undefined] {
  const at = text.indexOf('=');
  return at === -1 ? [text, undefined] : [text.slice(0, at).trim(), text.slice(at + 1)];
}

function knownValue(
  field: (typeof fields)[number],
  value: string,
  catalogue: Catalogue,
  zielobjekte: readonly Zielobjekt[],
): string {
  const { vocabulary, bausteine } = catalogue;
  switch (field) {
    case 'thema':
      return findById(vocabulary.topics, value, 'Ein Thema', 'Vorhanden sind').id;
    case 'rolle':
      return findById(vocabulary.roles, value, 'Eine Rolle', 'Vorhanden sind').id;
    case 'baustein':
      return findById(bausteine, value.toUpperCase(), 'Einen Baustein', 'Vorhanden sind').id;
    case 'control':
      return findControl(catalogue, value).id;
    case 'zielobjekt':
      return findById(
        zielobjekte.map(({ kuerzel }) => ({ id: kuerzel })),
        value.toUpperCase(),
        'Ein Zielobjekt',
        'Erfasst sind',
      ).id;
    case 'stufe':
      return findById(
        levels.map((id) => ({ id })),
        value,
        'Eine Stufe',
        'Es gibt',
      ).id;
    case 'zustand':
      return findById(
        answerStates.map((id) => ({ id })),
        stateNamed(value),
        'Einen Zustand',
        'Es gibt',
      ).id;
  }
}

/** People write „zu-bestaetigen“ or „zuBestaetigen“. */
function stateNamed(value: string): AnswerState | string {
  return value.replaceAll('-', '').toLowerCase() === 'zubestaetigen' ? 'zuBestaetigen' : value;
}
