import type { Check } from '../domain/check.ts';
import { answerWithPart, isSilence, silent } from './http-answer.ts';
import { verdict } from './verdict.ts';

/**
 * May scripts of any other website read what this one shows to a visitor who is logged in? Asked with an origin nobody has (Fetch
 * standard, CORS protocol). Reading without the visitor's login concerns only what is public anyway. No parameters.
 */
export const httpCors: Check = (observation, context) => {
  if (observation.kind !== 'http') return null;
  const values = { reason: '' };
  const look = answerWithPart(observation, 'cors');
  if (isSilence(look)) return silent(context, look, values);
  const { part: cors } = look;
  if (cors.reflectsOrigin && cors.allowCredentials) return verdict(context, 'not-met', context.definition.severity, values);
  if (cors.reflectsOrigin || cors.allowOrigin?.trim() === '*') return verdict(context, 'phase-out', 'hinweis', values);
  return verdict(context, 'met', 'hinweis', values);
};
