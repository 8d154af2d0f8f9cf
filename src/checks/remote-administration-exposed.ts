import type { Check } from '../domain/check.ts';
import type { ScannedPort } from '../domain/observation.ts';
import { type ExposedRow, insideNote, readExposedRows, reasonsOf, worstSeverity } from './exposed-services.ts';
import { germanNumber } from './german.ts';
import { isInside } from './open-access-observations.ts';
import { namePorts, openPorts, whyInconclusive } from './scanned-ports.ts';
import { undetermined, verdict } from './verdict.ts';

/**
 * Are no remote administration and no purely internal services reachable from here? The table names ports with the risk
 * seen from the internet; after BSI NET.3.2.A3 and OPS.1.2.5.A3. From the KDN critical and high rows keep their severity,
 * others are mittel. Inside (`lan`, `host`) such services are normal: met, with a note that names them. Without a violation
 * nothing is concluded unless every port of the table was looked at.
 *
 * Parameter: `table`, name of the table.
 */
export const remoteAdministrationExposed: Check = (observation, context) => {
  if (observation.kind !== 'port-scan') return null;
  const rows = readExposedRows(context);
  const listed = [...new Set(rows.flatMap((row) => row.ports))];
  const requested = observation.outcome.seen ? new Set(observation.outcome.data.requested) : new Set<number>();
  const checked = listed.filter((port) => requested.has(port)).length;
  const values = { ports: 'keine', checked: germanNumber(checked), total: germanNumber(listed.length), reason: '' };
  if (!observation.outcome.seen) return undetermined(context, observation.outcome.reason, values);
  const scan = observation.outcome.data;
  const exposed = openPorts(scan).flatMap((port) => exposedAs(port, rows));

  const ports = namePorts(exposed.map(({ port, row }) => ({ ...port, label: row.service })));
  const inside = isInside(observation.vantage);

  if (exposed.length > 0 && !inside) {
    const found = exposed.map(({ row }) => row);
    const severity = worstSeverity(found, observation.vantage, context.definition.severity);
    return verdict(context, 'not-met', severity, { ...values, ports, reason: reasonsOf(found) });
  }
  const usual = exposed.length > 0 ? `; von hier erreichbar und im eigenen Netz üblich: ${ports}` : '';
  const reason = whyIncomplete(checked, listed.length) ?? whyInconclusive(scan, observation.vantage, context);
  if (reason !== null) return undetermined(context, `${reason}${usual}`, values);
  return exposed.length > 0 ? insideNote(ports) : verdict(context, 'met', 'hinweis', values);
};

function whyIncomplete(checked: number, total: number): string | null {
  if (checked === 0) return `keiner der ${germanNumber(total)} Ports war freigegeben`;
  return checked < total ? `nur ${germanNumber(checked)} von ${germanNumber(total)} Ports waren freigegeben` : null;
}

function exposedAs(port: ScannedPort, rows: readonly ExposedRow[]): { port: ScannedPort; row: ExposedRow }[] {
  const row = rows.find(({ ports, udp }) => (port.protocol === 'tcp' ? ports : udp).includes(port.port));
  return row === undefined ? [] : [{ port, row }];
}
