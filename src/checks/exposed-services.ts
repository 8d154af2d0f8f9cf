/** What the checks share that ask which services can be reached: the table, and the risk by vantage. */
import { type Severity, severities } from '../domain/catalogue.ts';
import type { CheckContext } from '../domain/check.ts';
import type { Verdict } from '../domain/finding.ts';
import type { Vantage } from '../domain/observation.ts';
import { cleanValue, textParameter } from './verdict.ts';

export interface ExposedRow {
  /** TCP. */
  ports: readonly number[];
  udp: readonly number[];
  service: string;
  reason: string;
  severity: Severity;
}

/** Seen from the internet as in the table; from the KDN critical and high rows keep their severity, others are mittel. */
export function worstSeverity(rows: readonly ExposedRow[], vantage: Vantage, otherwise: Severity): Severity {
  const found = rows.map(({ severity }) => severityFrom(vantage, severity));
  return severities.find((each) => found.includes(each)) ?? otherwise;
}

/** Each reason once, as sentences. */
export function reasonsOf(rows: readonly ExposedRow[]): string {
  return [...new Set(rows.map(({ reason }) => cleanValue(reason)))].join(' ');
}

/** Inside such services are normal. */
export function insideNote(ports: string): Verdict {
  const text = `Hinweis: Im eigenen Netz erreichbar und von dort üblich: ${ports}. Von außen wurde damit nichts geprüft.`;
  return { result: 'met', severity: 'hinweis', text };
}

function severityFrom(vantage: Vantage, severity: Severity): Severity {
  if (vantage === 'internet') return severity;
  return severity === 'kritisch' || severity === 'hoch' ? severity : 'mittel';
}

/**
 * The rows where an open port suffices; of the others other checks ask the service.
 * @throws Error when the parameter `table` names none or one of another shape: the catalogue and the code do not fit
 */
export function readExposedRows({ definition, tables }: CheckContext): ExposedRow[] {
  const name = textParameter(definition, 'table');
  const table = tables[name];
  const rows = typeof table === 'object' && table !== null && 'entries' in table ? table.entries : undefined;
  if (!Array.isArray(rows) || !rows.every(isRow))
    throw new Error(`Check ${definition.id}: table ${name} is not a list of services`);
  return rows.filter(({ open_port_suffices: suffices = true }) => suffices).map((row) => ({ ...row, udp: row.udp ?? [] }));
}

/** As it stands in the table. */
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
