import type { Check } from '../domain/check.ts';
import type { ObservedTarget } from '../domain/observation.ts';
import { speaksAbout } from './http-scheme.ts';
import { cleanValue, undetermined, verdict } from './verdict.ts';

/**
 * Does plain HTTP lead to HTTPS on the same host first, for good? Follows BSI APP.3.2.A11 (HTTPS on all untrusted paths). Another host
 * first does not count: its certificate would have to vouch for the name that was asked for. No parameters.
 */
export const httpRedirect: Check = (observation, context) => {
  if (observation.kind !== 'http' || !speaksAbout('http', observation)) return null;
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, { location: 'unbekannt' });
  const { status, location } = observation.outcome.data;
  const values = { location: location === null ? 'keines' : cleanValue(location), reason: '' };
  const leadsToHttps = permanentRedirects.has(status) && location !== null && isHttpsOnSameHost(location, observation.target);
  return leadsToHttps
    ? verdict(context, 'met', 'hinweis', values)
    : verdict(context, 'not-met', context.definition.severity, values);
};

/** Permanent redirects (RFC 9110, 15.4): a temporary one lets the next visit begin without encryption again. */
const permanentRedirects = new Set([301, 308]);

function isHttpsOnSameHost(location: string, target: ObservedTarget): boolean {
  if (!URL.canParse(location)) return false;
  const { protocol, hostname } = new URL(location);
  const asked = target.name ?? target.address;
  return protocol === 'https:' && hostname === hostOf(asked);
}

/** The name as a URL spells it: lower case, IPv6 in brackets. */
function hostOf(asked: string): string {
  const url = `https://${asked.includes(':') ? `[${asked}]` : asked}/`;
  return URL.canParse(url) ? new URL(url).hostname : asked;
}
