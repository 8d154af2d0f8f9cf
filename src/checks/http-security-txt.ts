import type { Check } from '../domain/check.ts';
import type { SecurityTxt } from '../domain/observation.ts';
import { germanDate, germanList } from './german.ts';
import { answerWithPart, isSilence, silent } from './http-answer.ts';
import { speaksAbout } from './http-scheme.ts';
import { cleanValue, numberParameter, undetermined, verdict } from './verdict.ts';

const dayMs = 86_400_000;

/**
 * Can somebody who finds a flaw see whom to tell (RFC 9116)? Speaks only about HTTPS seen from the Internet: inside the house nobody
 * looks for the file. Required are its place, plain text, at least one contact as a URI, and exactly one expiry in the future.
 *
 * Parameter: `renew_within_days`.
 */
export const httpSecurityTxt: Check = (observation, context) => {
  if (observation.kind !== 'http' || observation.vantage !== 'internet' || !speaksAbout('https', observation)) return null;
  const unknown = { problems: 'unbekannt', until: 'unbekannt' };
  const look = answerWithPart(observation, 'securityTxt');
  if (isSilence(look)) return silent(context, look, unknown);
  const { part: securityTxt } = look;
  const { found, location } = securityTxt;
  if (found === null && location !== null)
    return undetermined(context, `die Adresse leitet nach ${cleanValue(location)} weiter, und burgward folgt nicht`, unknown);
  if (found === null)
    return verdict(context, 'not-met', context.definition.severity, {
      problems: 'keine Datei gefunden',
      until: 'unbekannt',
      reason: '',
    });
  const expires = expiryOf(securityTxt);
  const today = Date.parse(`${context.asOf}T00:00:00Z`);
  const until = expires === null ? 'unbekannt' : germanDate(expires);
  const problems = problemsOf(securityTxt, expires, today);
  if (problems.length > 0)
    return verdict(context, 'not-met', context.definition.severity, { problems: germanList(problems), until, reason: '' });
  const weaknesses = [
    ...(found === 'top-level' ? ['liegt nur unter /security.txt'] : []),
    ...(expires !== null && expires < today + numberParameter(context.definition, 'renew_within_days') * dayMs
      ? [`läuft am ${until} ab`]
      : []),
  ];
  if (weaknesses.length > 0)
    return verdict(context, 'phase-out', 'niedrig', { problems: germanList(weaknesses), until, reason: '' });
  return verdict(context, 'met', 'hinweis', { problems: 'keine', until, reason: '' });
};

function problemsOf({ contentType, contact, expires }: SecurityTxt, expiry: number | null, today: number): string[] {
  const isPlain = /^\s*text\/plain\s*(?:;|$)/i.test(contentType ?? '');
  return [
    ...(isPlain ? [] : ['wird nicht als einfacher Text ausgeliefert']),
    ...(contact.length === 0 ? ['„Contact“ fehlt'] : []),
    ...(contact.length > 0 && !contact.some(isContactUri) ? ['„Contact“ ist keine Adresse wie mailto:… oder https://…'] : []),
    ...(expires.length === 0 ? ['„Expires“ fehlt'] : []),
    ...(expires.length > 1 ? ['„Expires“ steht mehrmals darin'] : []),
    ...(expires.length === 1 && expiry === null ? ['„Expires“ ist keine gültige Zeitangabe'] : []),
    ...(expiry !== null && expiry < today ? [`ist seit dem ${germanDate(expiry)} abgelaufen`] : []),
  ];
}

/** RFC 9116, 2.5.3: a URI; those for the web must begin with https. */
function isContactUri(contact: string): boolean {
  return /^(?:mailto:[^\s@]+@[^\s@]+|tel:\+?[\d().-]{3,}|https:\/\/\S+)$/i.test(contact.trim());
}

/** RFC 9116, 2.5.5: an instant as in RFC 3339; null unless there is exactly one that can be read. */
function expiryOf({ expires }: SecurityTxt): number | null {
  const [text = ''] = expires;
  if (expires.length !== 1 || !/^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/.test(text.trim()))
    return null;
  const instant = Date.parse(text.trim().toUpperCase().replace(' ', 'T'));
  return Number.isNaN(instant) ? null : instant;
}
