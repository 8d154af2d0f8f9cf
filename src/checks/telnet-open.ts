import type { Severity } from '../domain/catalogue.ts';
import type { Check, CheckContext } from '../domain/check.ts';
import type { Verdict } from '../domain/finding.ts';
import type { Observation, PortScan, Vantage } from '../domain/observation.ts';
import { loginPorts } from '../domain/service-observation.ts';
import { openPorts, whyInconclusive } from './scanned-ports.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Is there no Telnet? It sends every password readably. Follows BSI NET.1.2.A9 (no unencrypted administration of network devices).
 * The port scan tells where nothing is; where a port is open, the greeting decides. No parameters.
 */
export const telnetOpen: Check = (observation, context) => {
  if (observation.kind === 'port-scan') return judgeScan(observation, context);
  if (observation.kind !== 'login') return null;
  const { outcome, target, vantage } = observation;
  if (outcome.seen)
    return outcome.data.protocol === 'telnet'
      ? verdict(context, 'not-met', severityFrom(vantage, context.definition.severity), { reason: '' })
      : null;
  // A host that was not looked at as a whole is told by its port scan.
  return target.port !== null && loginPorts.telnet.includes(target.port) ? undetermined(context, outcome.reason, {}) : null;
};

function judgeScan({ outcome, vantage }: Extract<Observation, { kind: 'port-scan' }>, context: CheckContext): Verdict | null {
  if (!outcome.seen) return undetermined(context, outcome.reason, {});
  if (!loginPorts.telnet.some((port) => outcome.data.requested.includes(port))) return null;
  if (hasOpenPort(outcome.data)) return null;
  const reason = whyInconclusive(outcome.data, vantage, context);
  return reason === null ? verdict(context, 'met', 'hinweis', { reason: '' }) : undetermined(context, reason, {});
}

function hasOpenPort(scan: PortScan): boolean {
  return openPorts(scan).some(({ port, protocol }) => protocol === 'tcp' && loginPorts.telnet.includes(port));
}

function severityFrom(vantage: Vantage, inside: Severity): Severity {
  return vantage === 'internet' ? 'kritisch' : inside;
}
