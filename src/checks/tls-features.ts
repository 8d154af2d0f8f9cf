import { type Severity, severities } from '../domain/catalogue.ts';
import type { Check, CheckContext } from '../domain/check.ts';
import type { Verdict } from '../domain/finding.ts';
import { type TlsFeatures, type TlsObservation, type TlsOldFeatures, tlsVersions } from '../domain/observation.ts';
import { listed } from './dated-rows.ts';
import { gap, notLookedAt, rowFor, rowsInForce, type TlsRow, withoutPoint } from './tls-rows.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Are the features of a connection up to TLS 1.2 set as they should be? Follows BSI TR-02102-2 (no compression, no heartbeat, no
 * truncated_hmac, no renegotiation at the client's wish; extended_master_secret is good to have) and RFC 5746 for renegotiation. TLS 1.3 leaves none of this open.
 *
 * Parameters: `table` and `rule_books`, see `rowsInForce`. A feature the rule books forbid and one they want and that is missing have the
 * severity of their row, else niedrig; a feature without a row does not count.
 */
export const tlsFeatures: Check = (observation, context) => {
  if (observation.kind !== 'tls') return null;
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, nothing);
  const { data } = observation.outcome;
  if (data.features === undefined) return undetermined(context, notLookedAt, nothing);
  return judgeFeatures(data, data.features, context);
};

const nothing = { problems: 'keine', notes: '' };

type Feature = keyof TlsOldFeatures | 'clientRenegotiation';

/** How each feature is called in the table, and in a sentence when it is there and when it is missing. */
const wording: Readonly<Record<Feature, { row: string; present: string; missing: string }>> = {
  compression: { row: 'TLS-Kompression', present: 'Kompression ist eingeschaltet', missing: 'Kompression fehlt' },
  secureRenegotiation: {
    row: 'abgesicherte Neuverhandlung',
    present: 'Neuverhandlung ist abgesichert',
    missing: 'Neuverhandlung ist nicht abgesichert (RFC 5746)',
  },
  clientRenegotiation: {
    row: 'Neuverhandlung auf Wunsch des Clients',
    present: 'die Gegenstelle darf eine Neuverhandlung verlangen',
    missing: 'die Gegenstelle darf keine Neuverhandlung verlangen',
  },
  extendedMasterSecret: {
    row: 'extended_master_secret',
    present: 'extended_master_secret ist eingeschaltet',
    missing: 'extended_master_secret fehlt',
  },
  heartbeat: { row: 'Heartbeat', present: 'Heartbeat ist eingeschaltet', missing: 'Heartbeat fehlt' },
  truncatedHmac: { row: 'truncated_hmac', present: 'gekürzte Prüfsummen sind erlaubt', missing: 'gekürzte Prüfsummen fehlen' },
};

function judgeFeatures({ versions }: TlsObservation, features: TlsFeatures, context: CheckContext): Verdict {
  const { old } = features;
  const values = { ...nothing, notes: notesOn(features), reason: '' };
  if (old === undefined) {
    const unsettled = tlsVersions.flatMap((version) => {
      const outcome = versions[version];
      return version !== 'TLSv1.3' && outcome.offered === null ? [gap(version, outcome.reason)] : [];
    });
    if (unsettled.length > 0) return undetermined(context, unsettled.join('; '), values);
    return verdict(context, 'met', 'hinweis', values);
  }
  if (!old.settled) return undetermined(context, old.reason, values);
  const { clientRenegotiation: renegotiation } = features;
  const found = renegotiation?.settled === true ? { ...old.value, clientRenegotiation: renegotiation.value } : old.value;
  const problems = problemsOf(found, context);
  if (problems.length === 0 && renegotiation?.settled === false)
    return undetermined(context, `Neuverhandlung: ${withoutPoint(renegotiation.reason)}`, values);
  if (problems.length === 0) return verdict(context, 'met', 'hinweis', values);
  const severity = severities.find((each) => problems.some((problem) => problem.severity === each));
  return verdict(context, 'not-met', severity ?? context.definition.severity, {
    ...values,
    problems: listed(problems.map(({ text }) => text)),
  });
}

function problemsOf(
  found: Readonly<Partial<Record<Feature, boolean>>>,
  context: CheckContext,
): { text: string; severity: Severity }[] {
  const rows = rowsInForce(context, (kind) => kind === 'eigenschaft');
  return (Object.keys(wording) as Feature[]).flatMap((feature) => {
    const { row: name, present, missing } = wording[feature];
    const isPresent = found[feature];
    const row = rowFor(name, rows, () => 'good');
    if (row === undefined || isPresent === undefined || isAsWanted(row, isPresent)) return [];
    return [{ text: isPresent ? present : missing, severity: row.severity ?? 'niedrig' }];
  });
}

function isAsWanted({ status }: TlsRow, isPresent: boolean): boolean {
  return status === 'verboten' ? !isPresent : isPresent;
}

/** Of interest, without weight in the verdict. */
function notesOn({ encryptThenMac, refusesFallback }: TlsFeatures): string {
  const notes = [
    ...(encryptThenMac?.settled === true && !encryptThenMac.value ? ['encrypt_then_mac fehlt bei Verfahren mit CBC'] : []),
    ...(refusesFallback?.settled === true && !refusesFallback.value
      ? ['der Rückfall auf eine ältere TLS-Version wird nicht abgewehrt']
      : []),
  ].map(withoutPoint);
  return notes.length === 0 ? '' : ` Ohne Einfluss auf das Urteil: ${notes.join('; ')}.`;
}
