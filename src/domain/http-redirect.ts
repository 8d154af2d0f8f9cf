/** Where an answer of a web server leads. Nothing here follows it. */
import type { ObservedTarget } from './observation.ts';

interface Answer {
  scheme: 'http' | 'https';
  status: number;
  location: string | null;
}

const redirects = new Set([301, 302, 303, 307, 308]);
const usualPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/**
 * `elsewhere`: another scheme, host or port; `here`: another address of the same service; null: no redirect (RFC 9110, 15.4).
 * A location nobody can read leads nowhere a browser would go, and counts as `elsewhere`.
 */
export function leadsTo({ scheme, status, location }: Answer, target: ObservedTarget): 'elsewhere' | 'here' | null {
  if (!redirects.has(status) || location === null) return null;
  const base = baseUrl(scheme, target);
  if (base === null || !URL.canParse(location, base)) return 'elsewhere';
  const url = new URL(location, base);
  return url.origin === new URL(base).origin ? 'here' : 'elsewhere';
}

/** Whether both lead to the same host; the ports may differ. */
export function isSameHost(location: string, target: ObservedTarget): boolean {
  const base = baseUrl('https', target);
  return base !== null && URL.canParse(location) && new URL(location).hostname === new URL(base).hostname;
}

/** `https://www.beispielhain.de:8443/`; null for a name no URL can have. */
export function baseUrl(scheme: 'http' | 'https', { name, address, port }: ObservedTarget): string | null {
  const host = name ?? (address.includes(':') ? `[${address}]` : address);
  const suffix = port === null || port === usualPorts[`${scheme}:`] ? '' : `:${port}`;
  const url = `${scheme}://${host}${suffix}/`;
  return URL.canParse(url) ? url : null;
}
