/** What shows how and with whose permission was looked: runs, Freigaben, answers of the resolver, traces left behind. */
import { dayOf, formatDay, timeZone } from '../../../domain/calendar.ts';
import { type Freigabe, formatPorts, permittedPerSecond } from '../../../domain/freigabe.ts';
import { inOrderOfTime, type Netzlauf, runsOfLook } from '../../../domain/netzlauf.ts';
import { formatTimeWindow } from '../../../domain/time-window.ts';
import { counted, enumerated } from '../../german.ts';
import type { NetworkRecord, ReportInput } from '../../report-input.ts';
import { vantageWords } from '../../status.ts';
import type { NetFootprintData, NetPermitData, NetRunData } from './data.ts';
import { titleOf } from './net-findings.ts';

/** The runs the findings come from, and the newest with those it continued; newest first. */
export function runsBehind({ befunde, laeufe }: Pick<NetworkRecord, 'befunde' | 'laeufe'>): Netzlauf[] {
  const ordered = inOrderOfTime(laeufe);
  const newest = ordered.at(-1);
  const wanted = new Set([
    ...befunde.map(({ finding }) => finding.lauf),
    ...(newest === undefined ? [] : runsOfLook(newest, laeufe).map(({ id }) => id)),
  ]);
  return ordered.filter(({ id }) => wanted.has(id)).reverse();
}

export function buildRun(run: Netzlauf): NetRunData {
  return {
    id: run.id,
    zeit: periodText(run),
    werkzeug: run.werkzeug,
    freigaben: [...run.freigaben],
    stand: [
      run.vollstaendig ? 'vollständig' : 'abgebrochen',
      ...(run.setztFort === undefined ? [] : [`setzt ${run.setztFort} fort`]),
      ...(run.eingelesen === undefined ? [] : [`eingelesen aus ${run.eingelesen.datei}, SHA-256 ${run.eingelesen.sha256}`]),
    ].join(', '),
    aufruf: run.argv.join(' '),
    namen: [...run.namen],
    hinweise: [...run.hinweise],
  };
}

function periodText({ begonnen, beendet }: Netzlauf): string {
  const [from, until] = [dayOf(begonnen), dayOf(beendet)];
  const end = from === until ? clock(beendet) : `${formatDay(until)}, ${clock(beendet)}`;
  return `${formatDay(from)}, ${clock(begonnen)} bis ${end} Uhr`;
}

function clock(instant: string): string {
  return new Date(instant).toLocaleTimeString('de-DE', { timeZone, hour: '2-digit', minute: '2-digit' });
}

/** The Freigaben these runs relied on. */
export function permitsOf(runs: readonly Netzlauf[], freigaben: readonly Freigabe[]): NetPermitData[] {
  const used = new Set(runs.flatMap((run) => run.freigaben));
  return freigaben.filter(({ id }) => used.has(id)).map(buildPermit);
}

function buildPermit(freigabe: Freigabe): NetPermitData {
  const { id, ziele, von, bis, widerrufenAm, zeitfenster, durch, dokument, kdnInformiert, saxCertInformiert } = freigabe;
  const told = [...(kdnInformiert ? ['Betreiber des KDN'] : []), ...(saxCertInformiert ? ['SAX.CERT'] : [])];
  return {
    id,
    ziele: ziele.map(({ angabe }) => angabe),
    zeitraum: `${formatDay(von)} bis ${formatDay(bis)}${widerrufenAm === null ? '' : `, widerrufen am ${formatDay(widerrufenAm)}`}`,
    zeiten: zeitfenster.length === 0 ? 'zu jeder Zeit' : zeitfenster.map(formatTimeWindow).join('; '),
    durch,
    umfang: scopeText(freigabe),
    benachrichtigt: told.length === 0 ? 'niemand vermerkt' : enumerated(told),
    dokument: dokument ?? 'keine Fundstelle vermerkt',
  };
}

function scopeText(freigabe: Freigabe): string {
  const { ports, blickwinkel, zugriffstests } = freigabe;
  return [
    `Blick ${vantageWords[blickwinkel]}`,
    `Ports: ${formatPorts(ports)}`,
    `höchstens ${counted(permittedPerSecond(freigabe), 'neue Verbindung', 'neue Verbindungen')} je Sekunde`,
    `Zugriffstests ${zugriffstests ? 'erlaubt' : 'nicht erlaubt'}`,
  ].join('; ');
}

/** What the checks that were made did on the wire, each text once; the most common first. */
export function footprints({ befunde }: NetworkRecord, { catalogue }: Pick<ReportInput, 'catalogue'>): NetFootprintData[] {
  const made = new Set(befunde.map(({ finding }) => finding.check));
  const definitions = catalogue.checks.filter(({ id }) => made.has(id));
  return [...Map.groupBy(definitions, ({ footprint }) => footprint.trim())]
    .map(([text, checks]) => ({ text, pruefungen: checks.map(({ id }) => titleOf(catalogue, id)) }))
    .sort((a, b) => b.pruefungen.length - a.pruefungen.length);
}
