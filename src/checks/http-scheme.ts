import type { HttpEndpointObservation } from '../domain/observation.ts';

/**
 * Whether an observation is of the scheme. One that saw nothing carries no scheme: the usual ports decide, and on any other
 * port both kinds of check report that nothing was seen.
 */
export function speaksAbout(scheme: 'http' | 'https', { outcome, target }: HttpEndpointObservation): boolean {
  if (outcome.seen) return outcome.data.scheme === scheme;
  const usual = usualScheme[target.port ?? 0];
  return usual === undefined || usual === scheme;
}

const usualScheme: Readonly<Record<number, 'http' | 'https'>> = { 80: 'http', 443: 'https' };
