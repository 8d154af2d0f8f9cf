import type { Check } from '../domain/check.ts';
import { listed } from './dated-rows.ts';
import { answerWithPart, isSilence, silent } from './http-answer.ts';
import { textListParameter, undetermined, verdict } from './verdict.ts';

/**
 * Does the service accept methods a website does not need (RFC 9110, 9)? TRACE sends back what a browser would rather keep; methods that
 * change something are only advertised, never tried.
 *
 * Parameter: `unneeded`, methods that need a reason on a website.
 */
export const httpMethods: Check = (observation, context) => {
  if (observation.kind !== 'http') return null;
  const look = answerWithPart(observation, 'options');
  if (isSilence(look)) return silent(context, look, { methods: 'unbekannt' });
  const { data, part: options } = look;
  const unneeded = textListParameter(context.definition, 'unneeded').filter((method) => options.allow.includes(method));
  if (options.trace === true) {
    const methods = listed(['TRACE', ...unneeded.filter((method) => method !== 'TRACE')]);
    return verdict(context, 'not-met', context.definition.severity, { methods, reason: '' });
  }
  if (unneeded.length > 0) return verdict(context, 'phase-out', 'hinweis', { methods: listed(unneeded), reason: '' });
  if (options.trace === null)
    return undetermined(context, data.unseen?.trace ?? 'TRACE blieb ohne Antwort', { methods: 'unbekannt' });
  return verdict(context, 'met', 'hinweis', { methods: listed([]), reason: '' });
};
