import type { Check, CheckContext } from '../domain/check.ts';
import { type TlsObservation, type TlsVersion, tlsVersions } from '../domain/observation.ts';
import { type DatedRow, type Standing, severityOf, standingOf, worstFirst } from './dated-rows.ts';
import { germanDate, germanList } from './german.ts';
import { gap, lastNoticedDay, rowFor, rowsInForce, type TlsRow } from './tls-rows.ts';
import { versionName } from './tls-version-name.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Does the service offer accepted TLS versions only? Follows the BSI Mindeststandard TLS 2.4, TLS.2.0.01: only TLS 1.2 and 1.3, all else
 * off; and TR-02102-2 of 2026, which ends TLS 1.2 with the year 2031: a service that knows nothing newer should be prepared.
 *
 * Parameters: `table` and `rule_books`, see `rowsInForce`; `notice`, duration before the end of a version in which it counts as
 * phase-out although the service offers a newer one.
 */
export const tlsProtocolVersion: Check = (observation, context) => {
  if (observation.kind !== 'tls') return null;
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, unknownVersions);
  return judgeVersions(observation.outcome.data.versions, context);
};

const unknownVersions = { offered: 'nichts', rejected: 'nichts', until: '' };

interface RatedVersion {
  version: TlsVersion;
  /** Absent when no row speaks for it. */
  row: TlsRow | undefined;
  standing: Standing | undefined;
}

function judgeVersions(versions: TlsObservation['versions'], context: CheckContext) {
  const rated = rateVersions(context);
  const offered = rated.filter(({ version }) => versions[version].offered === true);
  const rejected = offered.filter(isRejected);
  const values = { offered: named(offered), rejected: named(rejected), until: '', reason: '' };

  const [worst] = worstFirst(
    rejected.flatMap(({ version, row }) => (row === undefined ? [] : [{ name: version, row, standing: 'rejected' as const }])),
    context,
  );
  if (worst !== undefined) return verdict(context, 'not-met', severityOf(worst, context), values);

  const unsettled = (of: readonly RatedVersion[]) =>
    of.flatMap(({ version }) => {
      const outcome = versions[version];
      return outcome.offered === null ? [gap(version, outcome.reason)] : [];
    });
  const forbidden = unsettled(rated.filter(isRejected));
  if (forbidden.length > 0) return undetermined(context, forbidden.join('; '), values);
  const unknown = offered.filter(({ row }) => row === undefined);
  if (unknown.length > 0) return undetermined(context, `im Verzeichnis fehlt ${named(unknown)}`, values);

  const ending = endingVersions(offered, versions);
  if (ending.length > 0)
    return verdict(context, 'phase-out', 'niedrig', { ...values, rejected: named(ending), until: earliest(ending) });
  if (offered.length > 0) return verdict(context, 'met', 'hinweis', values);
  return undetermined(context, unsettled(rated)[0] ?? 'keine TLS-Version wurde angenommen', values);
}

function isRejected({ standing }: RatedVersion): boolean {
  return standing === 'rejected';
}

/** Those near their end; and the newest one, if it has an end and the service surely knows nothing newer. */
function endingVersions(offered: readonly RatedVersion[], versions: TlsObservation['versions']): RatedVersion[] {
  const near = offered.filter(({ standing }) => standing === 'ending' || standing === 'weak');
  const newest = offered.at(-1);
  if (newest?.row?.valid_until === undefined || near.includes(newest)) return near;
  const newer = tlsVersions.slice(tlsVersions.indexOf(newest.version) + 1);
  return newer.length > 0 && newer.every((version) => versions[version].offered === false) ? [...near, newest] : near;
}

function rateVersions(context: CheckContext): RatedVersion[] {
  const rows = rowsInForce(context, (kind) => kind === 'protokoll');
  const noticed = lastNoticedDay(context);
  const standing = (row: TlsRow) => standingOf(asLongAsItLasts(row), context.asOf, noticed);
  return tlsVersions.map((version) => {
    const row = rowFor(versionName(version), rows, standing);
    return { version, row, standing: row === undefined ? undefined : standing(row) };
  });
}

/** An end years away is no reason to complain of a version beside which there is a newer one. */
function asLongAsItLasts(row: TlsRow): DatedRow {
  return row.status === 'auslaufend' && row.valid_until !== undefined ? { ...row, status: 'zulaessig' } : row;
}

function earliest(versions: readonly RatedVersion[]): string {
  const [first] = versions.flatMap(({ row }) => row?.valid_until ?? []).sort();
  return first === undefined ? 'auf Weiteres' : germanDate(Date.parse(`${first}T12:00:00Z`));
}

function named(versions: readonly RatedVersion[]): string {
  return versions.length === 0 ? 'nichts' : germanList(versions.map(({ version }) => versionName(version)));
}
