import type { Check } from '../domain/check.ts';
import { answerOf, isSilence, silent } from './http-answer.ts';
import { cleanValue, undetermined, verdict } from './verdict.ts';

/**
 * Does the site forbid browsers to guess types of content (`X-Content-Type-Options: nosniff`, Fetch standard)? Follows BSI APP.3.1.A21.
 * Speaks about answers that carry something, not about redirects and errors. No parameters.
 */
export const httpContentTypeOptions: Check = (observation, context) => {
  if (observation.kind !== 'http') return null;
  const data = answerOf(observation);
  if (isSilence(data)) return silent(context, data, { found: 'unbekannt' });
  if (data.status >= 300 && data.status < 400)
    return undetermined(context, 'die Startseite leitet nur weiter', { found: 'unbekannt' });
  if (data.status >= 400 && data.status !== 401) return null;
  const header = data.headers['x-content-type-options'];
  const values = { found: header === undefined ? 'keine Angabe' : cleanValue(header), reason: '' };
  // Browsers look at the first value only.
  return header?.split(',', 1)[0]?.trim().toLowerCase() === 'nosniff'
    ? verdict(context, 'met', 'hinweis', values)
    : verdict(context, 'not-met', context.definition.severity, values);
};
