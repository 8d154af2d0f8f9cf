import { type CheckDefinition, type Severity, severities } from '../domain/catalogue.ts';
import type { Check, CheckContext } from '../domain/check.ts';
import { type TlsObservation, type TlsVersion, tlsVersions } from '../domain/observation.ts';
import { germanDate, germanList } from './german.ts';
import { versionName } from './tls-version-name.ts';
import { textListParameter, textMapParameter, undetermined, verdict } from './verdict.ts';

/**
 * Does the service offer accepted TLS versions only? Follows the BSI Mindeststandard TLS 2.4, TLS.2.0.01: only TLS 1.2 and 1.3,
 * all else off.
 *
 * Parameters: `accepted`, list of versions; optional `use_until`, version → last day on which it is tolerated (then
 * phase-out); optional `severity_of`, version → severity where it differs from the definition's.
 */
export const tlsProtocolVersion: Check = (observation, context) => {
  if (observation.kind !== 'tls') return null;
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, unknownVersions);
  return judgeVersions(observation.outcome.data.versions, context);
};

const unknownVersions = { offered: 'nichts', rejected: 'nichts', until: '' };

function judgeVersions(versions: TlsObservation['versions'], context: CheckContext) {
  const { definition, asOf } = context;
  const accepted = textListParameter(definition, 'accepted');
  const useUntil = textMapParameter(definition, 'use_until');
  const offered = tlsVersions.filter((version) => versions[version].offered === true);
  const others = tlsVersions.filter((version) => !accepted.includes(version));
  const isTolerated = (version: TlsVersion) => (useUntil[version] ?? '') >= asOf;
  const rejected = others.filter((version) => offered.includes(version) && !isTolerated(version));
  const tolerated = others.filter((version) => offered.includes(version) && isTolerated(version));
  const values = { offered: named(offered), rejected: named(rejected), until: '', reason: '' };

  if (rejected.length > 0) return verdict(context, 'not-met', worstSeverity(rejected, definition), values);
  const unsettled = others.map((version) => unsettledReason(versions, version)).filter((reason) => reason !== null);
  if (unsettled.length > 0) return undetermined(context, unsettled.join('; '), values);
  if (tolerated.length > 0)
    return verdict(context, 'phase-out', 'niedrig', {
      ...values,
      rejected: named(tolerated),
      until: earliest(tolerated, useUntil),
    });
  if (offered.length > 0) return verdict(context, 'met', 'hinweis', values);
  const noAnswer = accepted.map((version) => unsettledReason(versions, version)).find((reason) => reason !== null);
  return undetermined(context, noAnswer ?? 'keine TLS-Version wurde angenommen', values);
}

function unsettledReason(versions: TlsObservation['versions'], version: string): string | null {
  const known = tlsVersions.find((each) => each === version);
  const outcome = known === undefined ? undefined : versions[known];
  return outcome?.offered === null ? `${versionName(version)}: ${outcome.reason}` : null;
}

function worstSeverity(rejected: readonly TlsVersion[], definition: CheckDefinition): Severity {
  const severityOf = textMapParameter(definition, 'severity_of');
  const found = rejected.map((version) => severities.find((each) => each === severityOf[version]) ?? definition.severity);
  return severities.find((each) => found.includes(each)) ?? definition.severity;
}

function earliest(versions: readonly TlsVersion[], useUntil: Readonly<Record<string, string>>): string {
  const [first = ''] = versions.map((version) => useUntil[version] ?? '').sort();
  return germanDate(Date.parse(`${first}T12:00:00Z`));
}

function named(versions: readonly TlsVersion[]): string {
  return versions.length === 0 ? 'nichts' : germanList(versions.map(versionName));
}
