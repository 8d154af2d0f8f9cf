/** Findings for a monitoring: local checks of Checkmk, and what a plugin of Nagios or Icinga prints. */
import { dayOf, formatDay } from '../domain/calendar.ts';
import { findingMaxAgeDays } from '../domain/netzlauf.ts';
import {
  countsText,
  type ExportedFinding,
  type FindingsDocument,
  findingLine,
  type MonitoringState,
  metricsOf,
  monitoringState,
  monitoringStates,
  worstState,
} from './findings-document.ts';
import { plainLine } from './plain-line.ts';

/** Lines below the first one; Nagios reads 8 KB. */
const maxDetails = 25;
const maxDetailChars = 250;

const stateNames: Readonly<Record<MonitoringState, string>> = { 0: 'OK', 1: 'WARNING', 2: 'CRITICAL', 3: 'UNKNOWN' };

/**
 * Local checks of Checkmk, one service per target and one for the age of the newest run: state, name in quotes, metrics, text.
 * A line break in the text is written as two characters.
 */
export function checkmkLines(document: FindingsDocument): string {
  const byTarget = Map.groupBy(document.befunde, ({ ziel, blickwinkel }) => `${ziel} ${blickwinkel}`);
  const services = [...byTarget.values()].map((findings) => {
    const state = worstState(findings.map(monitoringState));
    const name = `Netz ${document.kommune} ${findings[0]?.ziel ?? ''} ${findings[0]?.blickwinkel ?? ''}`;
    return serviceLine(state, name, metricsOf(findings).join('|'), [countsText(findings), ...details(findings)]);
  });
  return `${[runLine(document), ...services].join('\n')}\n`;
}

function runLine({ kommune, lauf }: FindingsDocument): string {
  const name = `Netz ${kommune} Pruefstand`;
  if (lauf === null) return serviceLine(monitoringStates.unknown, name, '-', ['Bis heute wurde nichts geprüft.']);
  const isOld = lauf.alterTage > findingMaxAgeDays;
  const state = isOld || !lauf.vollstaendig ? monitoringStates.warning : monitoringStates.ok;
  const text = `${lauf.id} vom ${formatDay(dayOf(lauf.beendet))}${lauf.vollstaendig ? '' : ', nicht vollständig'}${isOld ? `, ${lauf.alterTage} Tage alt` : ''}`;
  return serviceLine(state, name, `alter_tage=${lauf.alterTage};${findingMaxAgeDays}`, [text]);
}

/** Something that is watched as a whole, beside findings. */
export interface WatchedService {
  /** ASCII; part of the name of the service. */
  name: string;
  state: MonitoringState;
  text: string;
  /** `kommunen=4`, one per number. */
  metrics: readonly string[];
}

/** Local checks of Checkmk, a line per service. */
export function checkmkServices(services: readonly WatchedService[]): string {
  const lines = services.map(({ name, state, text, metrics }) =>
    serviceLine(state, `burgward ${name}`, metrics.join('|') || '-', [text]),
  );
  return `${lines.join('\n')}\n`;
}

/** What a plugin prints: the worst state, then a line per service. @returns with the state, which a plugin ends with */
export function nagiosServices(services: readonly WatchedService[]): { text: string; state: MonitoringState } {
  const state = worstState(services.map((service) => service.state));
  const bad = services.filter((service) => service.state !== monitoringStates.ok);
  const what = bad.length === 0 ? 'alles in Ordnung' : bad.map(({ name, text }) => `${name}: ${text}`).join('; ');
  const metrics = services.flatMap((service) => service.metrics).join(' ');
  const lines = services.map((service) => `${stateNames[service.state]} ${service.name}: ${service.text}`);
  const first = `BURGWARD ${stateNames[state]} - ${nagiosText(shortened(what))}${metrics === '' ? '' : ` | ${metrics}`}`;
  return { text: `${[first, ...lines.map(nagiosText)].join('\n')}\n`, state };
}

function serviceLine(state: MonitoringState, name: string, metrics: string, text: readonly string[]): string {
  return `${state} "${serviceName(name)}" ${metrics} ${text.map(checkmkText).join('\\n')}`;
}

/** Quotes end a name, and Checkmk refuses more than these. */
function serviceName(name: string): string {
  return plainLine(name).replace(/[^\p{L}\p{N} ._:()[\]-]/gu, '_');
}

/** A backslash could begin a line break, a pipe metrics; `(!)` would be shown as a state. */
function checkmkText(text: string): string {
  return plainLine(text)
    .replace(/\\/g, '/')
    .replace(/\|/g, '¦')
    .replace(/\((!{1,2}|\?|\.)\)/g, '[$1]');
}

/**
 * What a plugin prints: state and counts, metrics after the pipe, then a line per finding that is not in order.
 * @returns with the state, which a plugin ends with
 */
export function nagiosOutput(document: FindingsDocument): { text: string; state: MonitoringState } {
  const { befunde, kommune, lauf } = document;
  const state = worstState(befunde.map(monitoringState));
  const seen =
    lauf === null ? 'noch nichts geprüft' : `${countsText(befunde)} (${lauf.id} vom ${formatDay(dayOf(lauf.beendet))})`;
  const first = `NETZ ${stateNames[state]} - ${nagiosText(`${kommune}: ${seen}`)} | ${metricsOf(befunde).join(' ')}`;
  return { text: `${[first, ...details(befunde).map(nagiosText)].join('\n')}\n`, state };
}

function nagiosText(text: string): string {
  return plainLine(text).replace(/\|/g, '¦');
}

function details(findings: readonly ExportedFinding[]): string[] {
  const notFine = findings
    .filter((finding) => monitoringState(finding) !== monitoringStates.ok)
    .sort((a, b) => compareStates(monitoringState(a), monitoringState(b)));
  const lines = notFine.slice(0, maxDetails).map((finding) => shortened(plainLine(findingLine(finding))));
  return notFine.length > maxDetails ? [...lines, `… und ${notFine.length - maxDetails} weitere`] : lines;
}

function compareStates(a: MonitoringState, b: MonitoringState): number {
  if (a === b) return 0;
  return worstState([a, b]) === a ? -1 : 1;
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length > maxDetailChars ? `${characters.slice(0, maxDetailChars - 1).join('')}…` : text;
}
