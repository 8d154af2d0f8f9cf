/** Reading Content-Security-Policy (CSP Level 3, 2.2). */
import type { HttpObservation, HttpPage } from '../domain/observation.ts';

/** Directives by name; of equal ones the first counts. */
export type Policy = ReadonlyMap<string, readonly string[]>;

/** Several policies, in one field or many, hold together. */
export function parsePolicies(text: string | null | undefined): Policy[] {
  return (text ?? '')
    .split(',')
    .map(parsePolicy)
    .filter(({ size }) => size > 0);
}

function parsePolicy(text: string): Policy {
  const policy = new Map<string, readonly string[]>();
  for (const directive of text.split(';')) {
    const [name, ...sources] = directive.trim().toLowerCase().split(/\s+/);
    if (name !== undefined && /^[a-z][a-z-]*$/.test(name) && !policy.has(name)) policy.set(name, sources);
  }
  return policy;
}

/** Those in force: of the header, and of the page itself, which cannot say who may embed it. */
export function policiesInForce({ headers }: HttpObservation, page: HttpPage | null): Policy[] {
  const ofPage = parsePolicies(page?.contentSecurityPolicy).map(
    (policy): Policy => new Map([...policy].filter(([name]) => name !== 'frame-ancestors' && name !== 'sandbox')),
  );
  return [...parsePolicies(headers['content-security-policy']), ...ofPage];
}
