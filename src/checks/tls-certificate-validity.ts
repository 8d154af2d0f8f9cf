import { Temporal } from 'temporal-polyfill';
import { dayOf } from '../domain/calendar.ts';
import type { CheckDefinition } from '../domain/catalogue.ts';
import type { Check } from '../domain/check.ts';
import { saxonInstant } from '../domain/saxon-clock.ts';
import { germanDate, germanDaysDative, germanNumber } from './german.ts';
import { numberParameter, undetermined, verdict } from './verdict.ts';

const dayMs = 86_400_000;

/**
 * Is the certificate valid, and is there time enough to renew it? Measured against the certificate's own lifetime: with
 * certificates of 47 days, „30 days left“ would always be red. Own rule of this catalogue.
 *
 * Parameters: `long_lifetime_days`; a deviation of little risk when less than `warn_fraction_long` of a longer or
 * `warn_fraction_short` of a shorter lifetime is left; the definition's severity below `fail_fraction` or outside the validity.
 */
export const tlsCertificateValidity: Check = (observation, context) => {
  if (observation.kind !== 'tls') return null;
  const unknown = { until: 'unbekannt', days: 'unbekannt' };
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, unknown);
  const { certificate, certificateReason } = observation.outcome.data;
  if (certificate === null) return undetermined(context, certificateReason ?? 'kein Zertifikat gelesen', unknown);

  const from = Date.parse(certificate.validFrom);
  const to = Date.parse(certificate.validTo);
  if (Number.isNaN(from) || Number.isNaN(to) || to <= from)
    return undetermined(context, 'Laufzeit im Zertifikat nicht lesbar', unknown);

  const { definition, asOf } = context;
  const now = judgedInstant(observation.at, asOf);
  const values = { until: germanDate(to), days: daysLeft(from, to, now), reason: '' };
  if (now < from || now > to) return verdict(context, 'not-met', definition.severity, values);
  const left = (to - now) / (to - from);
  if (left < numberParameter(definition, 'fail_fraction')) return verdict(context, 'not-met', definition.severity, values);
  if (left < warnFraction((to - from) / dayMs, definition)) return verdict(context, 'not-met', 'niedrig', values);
  return verdict(context, 'met', 'hinweis', values);
};

function warnFraction(lifetimeDays: number, definition: CheckDefinition): number {
  const isLong = lifetimeDays > numberParameter(definition, 'long_lifetime_days');
  return numberParameter(definition, isLong ? 'warn_fraction_long' : 'warn_fraction_short');
}

/** On the day of the observation its own instant counts; a later or earlier day is judged at its noon in Germany. */
function judgedInstant(at: string, asOf: string): number {
  if (dayOf(at) === asOf) return Temporal.Instant.from(at).epochMilliseconds;
  return saxonInstant(asOf, 12);
}

/** Whole days only: of a certificate that ends in four and a half days four are left to act. */
function daysLeft(from: number, to: number, now: number): string {
  if (now < from) return `gilt erst ab ${germanDate(from)}`;
  if (now > to) {
    const since = Math.floor((now - to) / dayMs);
    return since === 0 ? 'heute abgelaufen' : `seit ${germanDaysDative(since)} abgelaufen`;
  }
  const days = Math.floor((to - now) / dayMs);
  if (days === 0) return 'noch weniger als 1 Tag';
  return days === 1 ? 'noch 1 voller Tag' : `noch ${germanNumber(days)} volle Tage`;
}
