import type { Check } from '../domain/check.ts';
import type { ErrorPageLeak } from '../domain/observation.ts';
import { germanList } from './german.ts';
import { answerWithPart, isSilence, silent } from './http-answer.ts';
import { verdict } from './verdict.ts';

/**
 * Does the page for an address that does not exist tell about the inside? One such address is asked for. Versions are the business of
 * another check. A path alone is less than program text or database errors. No parameters.
 */
export const httpErrorPage: Check = (observation, context) => {
  if (observation.kind !== 'http') return null;
  const look = answerWithPart(observation, 'errorPage');
  if (isSilence(look)) return silent(context, look, { found: 'unbekannt' });
  const { part: errorPage } = look;
  const leaks = errorPage.reveals.flatMap((leak) => words[leak] ?? []);
  const values = { found: leaks.length === 0 ? 'nichts' : germanList(leaks), reason: '' };
  if (leaks.length === 0) return verdict(context, 'met', 'hinweis', values);
  const isOnlyPath = leaks.every((leak) => leak === words.path);
  return verdict(context, 'not-met', isOnlyPath ? 'niedrig' : context.definition.severity, values);
};

const words: Readonly<Partial<Record<ErrorPageLeak, string>>> = {
  'stack-trace': 'Programmablauf',
  path: 'Verzeichnisse des Servers',
  sql: 'Meldungen der Datenbank',
};
