import type { Severity } from '../domain/catalogue.ts';
import type { Check } from '../domain/check.ts';
import type { Vantage } from '../domain/observation.ts';
import { isHostOf, parseDeclaredAddress } from './declared-address.ts';
import { germanNumber } from './german.ts';
import { namePorts, openPorts, whyInconclusive } from './scanned-ports.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Is every open port declared at a Zielobjekt? Target-actual comparison as in BSI NET.1.1.A15 and NET.3.2.A2. A bare name
 * or address says whose host it is and nothing about its ports: where no entry names a port, there is nothing to compare with. From the
 * inside the same deviation carries less risk. No parameters.
 */
export const undeclaredService: Check = (observation, context) => {
  if (observation.kind !== 'port-scan') return null;
  const none = { ports: 'keine', checked: 'den vorgesehenen Ports' };
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, none);
  const scan = observation.outcome.data;
  const checked = scan.requested.length === 1 ? '1 geprüften Port' : `${germanNumber(scan.requested.length)} geprüften Ports`;
  const declared = context.zielobjekte
    .flatMap(({ adressen }) => adressen.map(parseDeclaredAddress))
    .filter((each) => isHostOf(each, observation.target));
  const ports = declared.flatMap(({ port }) => port ?? []);
  const undeclared = openPorts(scan).filter(({ port }) => !ports.includes(port));
  if (undeclared.length > 0) {
    const named = namePorts(
      undeclared.map((each) => ({ ...each, label: each.service?.method === 'probed' ? each.service.name : null })),
    );
    if (declared.length > 0 && ports.length === 0) return undetermined(context, noPortsDeclared(named), none);
    return verdict(context, 'not-met', severityFrom(observation.vantage, context.definition.severity), {
      ports: named,
      checked,
      reason: '',
    });
  }
  const reason = whyInconclusive(scan, observation.vantage, context);
  return reason === null
    ? verdict(context, 'met', 'hinweis', { ...none, checked, reason: '' })
    : undetermined(context, reason, none);
};

function noPortsDeclared(open: string): string {
  return `eingetragen ist der Rechner ohne Ports; vorgesehene Dienste mit Port eintragen, etwa www.beispielhain.de:443; offen: ${open}`;
}

function severityFrom(vantage: Vantage, outside: Severity): Severity {
  return vantage === 'internet' || vantage === 'kdn' ? outside : 'niedrig';
}
