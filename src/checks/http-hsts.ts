import type { Check } from '../domain/check.ts';
import { germanNumber } from './german.ts';
import { speaksAbout } from './http-scheme.ts';
import { numberParameter, undetermined, verdict } from './verdict.ts';

const daySeconds = 86_400;

/**
 * Does the site tell browsers to come back encrypted only (HSTS, RFC 6797), and for long enough? Speaks about HTTPS only:
 * browsers ignore the header elsewhere. Minimum as applied by internet.nl: one year.
 *
 * Parameter: `min_max_age_seconds`. A header that is there but too short carries less risk than none.
 */
export const httpHsts: Check = (observation, context) => {
  if (observation.kind !== 'http' || !speaksAbout('https', observation)) return null;
  if (!observation.outcome.seen)
    return undetermined(context, observation.outcome.reason, { maxAgeDays: 'unbekannt', scope: 'unbekannt' });
  // Of several fields browsers read the first (RFC 6797, 8.1).
  const header = observation.outcome.data.headers['strict-transport-security']?.split(',', 1)[0];
  const scope = includesSubdomains(header) ? 'auch für Unteradressen' : 'nur für diese Adresse';
  const maxAge = maxAgeSeconds(header);
  if (maxAge === null)
    return verdict(context, 'not-met', context.definition.severity, { maxAgeDays: 'keine Angabe', scope, reason: '' });
  const values = { maxAgeDays: germanNumber(Math.floor(maxAge / daySeconds)), scope, reason: '' };
  // max-age=0 tells browsers to forget the rule: the same as none.
  if (maxAge === 0) return verdict(context, 'not-met', context.definition.severity, values);
  if (maxAge < numberParameter(context.definition, 'min_max_age_seconds')) return verdict(context, 'not-met', 'niedrig', values);
  return verdict(context, 'met', 'hinweis', values);
};

/** Worth a word, not a verdict: it may only be set where every subdomain is encrypted. */
function includesSubdomains(header: string | undefined): boolean {
  return (header ?? '').split(';').some((directive) => directive.trim().toLowerCase() === 'includesubdomains');
}

/** The directive may be quoted; where it is missing, unreadable or doubled browsers drop the header (RFC 6797, 6.1). */
function maxAgeSeconds(header: string | undefined): number | null {
  const directives = (header ?? '').split(';').filter((directive) => /^\s*max-age\s*(?:=|$)/i.test(directive));
  const digits = /^\s*max-age\s*=\s*(?:"(\d+)"|(\d+))\s*$/i.exec(directives[0] ?? '');
  if (directives.length !== 1 || digits === null) return null;
  return Number(digits[1] ?? digits[2]);
}
