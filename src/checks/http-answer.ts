/** Which answers of a web service the checks speak about. */
import type { CheckContext } from '../domain/check.ts';
import type { Verdict } from '../domain/finding.ts';
import { leadsTo } from '../domain/http-redirect.ts';
import type { HttpEndpointObservation, HttpObservation, HttpPage, HttpPart } from '../domain/observation.ts';
import { speaksAbout } from './http-scheme.ts';
import { undetermined } from './verdict.ts';

export const notLookedAt = 'wurde bei dieser Prüfung nicht angesehen';

/** Why nothing is said: null when there is nothing to say, a text when it could not be found out. */
export type Silence = { says: null | string };

/**
 * The answer of a service that has a start page of its own. One that only leads to another service has nothing to judge: that one is
 * looked at by itself. Port 80 without an answer is the business of the check about redirects.
 */
export function answerOf(observation: HttpEndpointObservation): HttpObservation | Silence {
  const { outcome, target } = observation;
  if (!outcome.seen) return { says: speaksAbout('https', observation) ? outcome.reason : null };
  return leadsTo(outcome.data, target) === 'elsewhere' ? { says: null } : outcome.data;
}

export function isSilence<T extends object>(value: T | Silence): value is Silence {
  return 'says' in value;
}

/** The HTML of the start page. Pages that say „not found“ or „forbidden“ are not what people visit: nothing to judge. */
export function pageOf(data: HttpObservation): HttpPage | Silence {
  if (data.status >= 500) return { says: `die Startseite antwortet mit Status ${data.status}` };
  if (data.status >= 400 && data.status !== 401) return { says: null };
  if (data.page === undefined) return { says: notLookedAt };
  return data.page ?? { says: data.unseen?.page ?? null };
}

/** The answer together with the HTML of the start page. */
export function answerWithPage(observation: HttpEndpointObservation): { data: HttpObservation; page: HttpPage } | Silence {
  const data = answerOf(observation);
  if (isSilence(data)) return data;
  const page = pageOf(data);
  return isSilence(page) ? page : { data, page };
}

type PartWithData = Exclude<HttpPart, 'page' | 'trace'>;

/** The answer together with a part of the look beyond the start page. */
export function answerWithPart<P extends PartWithData>(
  observation: HttpEndpointObservation,
  name: P,
): { data: HttpObservation; part: NonNullable<HttpObservation[P]> } | Silence {
  const data = answerOf(observation);
  if (isSilence(data)) return data;
  const part = data[name];
  return part === undefined || part === null ? { says: data.unseen?.[name] ?? notLookedAt } : { data, part };
}

/** What a check answers that has nothing to judge. */
export function silent(context: CheckContext, { says }: Silence, values: Readonly<Record<string, string>>): Verdict | null {
  return says === null ? null : undetermined(context, says, values);
}

export const pageIsCut = 'die Startseite wurde nicht vollständig gelesen';
