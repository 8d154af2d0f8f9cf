import { type Severity, severities } from '../domain/catalogue.ts';
import type { Check, CheckContext } from '../domain/check.ts';
import type { ScannedPort, Vantage } from '../domain/observation.ts';
import { germanNumber } from './german.ts';
import { namePorts, openPorts, whyInconclusive } from './scanned-ports.ts';
import { cleanValue, textParameter, undetermined, verdict } from './verdict.ts';

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
  const rows = readRows(context);
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
    const found = exposed.map(({ row }) => severityFrom(observation.vantage, row.severity));
    const severity = severities.find((each) => found.includes(each)) ?? context.definition.severity;
    const reasons = new Set(exposed.map(({ row }) => cleanValue(row.reason)));
    return verdict(context, 'not-met', severity, { ...values, ports, reason: [...reasons].join(' ') });
  }
  const usual = exposed.length > 0 ? `; von hier erreichbar und im eigenen Netz üblich: ${ports}` : '';
  const reason = whyIncomplete(checked, listed.length) ?? whyInconclusive(scan, observation.vantage);
  if (reason !== null) return undetermined(context, `${reason}${usual}`, values);
  return exposed.length > 0 ? insideNote(ports) : verdict(context, 'met', 'hinweis', values);
};

function whyIncomplete(checked: number, total: number): string | null {
  if (checked === 0) return `keiner der ${germanNumber(total)} Ports war freigegeben`;
  return checked < total ? `nur ${germanNumber(checked)} von ${germanNumber(total)} Ports waren freigegeben` : null;
}

interface ExposedRow {
  /** TCP. */
  ports: readonly number[];
  udp: readonly number[];
  service: string;
  reason: string;
  severity: Severity;
}

function exposedAs(port: ScannedPort, rows: readonly ExposedRow[]): { port: ScannedPort; row: ExposedRow }[] {
  const row = rows.find(({ ports, udp }) => (port.protocol === 'tcp' ? ports : udp).includes(port.port));
  return row === undefined ? [] : [{ port, row }];
}

function isInside(vantage: Vantage): boolean {
  return vantage === 'lan' || vantage === 'host';
}

function insideNote(ports: string) {
  const text = `Hinweis: Im eigenen Netz erreichbar und von dort üblich: ${ports}. Von außen wurde damit nichts geprüft.`;
  return { result: 'met', severity: 'hinweis', text } as const;
}

function severityFrom(vantage: Vantage, severity: Severity): Severity {
  if (vantage === 'internet') return severity;
  return severity === 'kritisch' || severity === 'hoch' ? severity : 'mittel';
}

function readRows({ definition, tables }: CheckContext): ExposedRow[] {
  const name = textParameter(definition, 'table');
  const table = tables[name];
  const rows = typeof table === 'object' && table !== null && 'entries' in table ? table.entries : undefined;
  if (!Array.isArray(rows) || !rows.every(isRow))
    throw new Error(`Check ${definition.id}: table ${name} is not a list of services`);
  return rows.filter(({ open_port_suffices: suffices = true }) => suffices).map((row) => ({ ...row, udp: row.udp ?? [] }));
}

/** As it stands in the table. Where an open port does not suffice, other checks ask the service. */
interface TableRow extends Omit<ExposedRow, 'udp'> {
  udp?: readonly number[];
  open_port_suffices?: boolean;
}

function isRow(value: unknown): value is TableRow {
  if (typeof value !== 'object' || value === null) return false;
  const { ports, udp = [], service, reason, severity } = value as Record<string, unknown>;
  return (
    [ports, udp].every((list) => Array.isArray(list) && list.every((port) => typeof port === 'number')) &&
    typeof service === 'string' &&
    typeof reason === 'string' &&
    severities.some((each) => each === severity)
  );
}
