/** A diagnosis in the form a monitoring reads. */
import { basename, dirname, resolve } from 'node:path';
import { type MonitoringState, monitoringStates, worstState } from '../exchange/findings-document.ts';
import { checkmkServices, nagiosServices, type WatchedService } from '../exchange/monitoring.ts';
import { type Metric, metricsText } from '../exchange/prometheus.ts';
import type { CommandJson } from './json-schemas.ts';
import { type WrittenFile, writeFiles } from './write-files.ts';

type Diagnosis = CommandJson['diagnose'];

export const diagnosisFormats = ['checkmk', 'nagios', 'prometheus'] as const;
export type DiagnosisFormat = (typeof diagnosisFormats)[number];

/** @returns the text with the worst state of all that is watched */
export function exportDiagnosis(diagnosis: Diagnosis, format: DiagnosisFormat): { text: string; state: MonitoringState } {
  const services = servicesOf(diagnosis);
  if (format === 'nagios') return nagiosServices(services);
  const text = format === 'checkmk' ? checkmkServices(services) : metricsText(metricsOf(diagnosis, services));
  return { text, state: worstState(services.map(({ state }) => state)) };
}

/** @param file path of the file; its folder is made if it is missing */
export function writeDiagnosis(text: string, format: DiagnosisFormat, file: string): Promise<WrittenFile[]> {
  const path = resolve(file);
  return writeFiles(dirname(path), [{ name: basename(path), format, bytes: new TextEncoder().encode(text) }]);
}

const { ok, warning, critical, unknown } = monitoringStates;

function servicesOf(diagnosis: Diagnosis): WatchedService[] {
  return [
    programService(diagnosis),
    databaseService(diagnosis),
    catalogueService(diagnosis),
    scheduleService(diagnosis),
    messagesService(diagnosis),
  ];
}

function programService({ version, nmap, pdf }: Diagnosis): WatchedService {
  const missing = [...(nmap === null ? ['nmap fehlt'] : []), ...(pdf ? [] : ['kein Erzeuger für PDF'])];
  const text = [`burgward ${version}`, ...missing].join(', ');
  return { name: 'Programm', state: missing.length === 0 ? ok : warning, text, metrics: [] };
}

function databaseService({ datenbank }: Diagnosis): WatchedService {
  const { problem, vorhanden, beschreibbar, kommunen, pfad } = datenbank;
  const name = 'Datenbank';
  if (problem !== null) return { name, state: critical, text: problem, metrics: [] };
  if (!beschreibbar) return { name, state: critical, text: `${pfad}: keine Schreibrechte`, metrics: [] };
  if (!vorhanden) return { name, state: warning, text: `${pfad} gibt es noch nicht`, metrics: [] };
  return { name, state: ok, text: kommunen === 1 ? '1 Kommune' : `${kommunen} Kommunen`, metrics: [`kommunen=${kommunen}`] };
}

function catalogueService({ katalog, umformuliert }: Diagnosis): WatchedService {
  const name = 'Katalog';
  if (katalog === null) return { name, state: critical, text: 'nicht lesbar', metrics: [] };
  const edition = `${katalog.id} ${katalog.edition}`;
  const metrics = umformuliert === null ? [] : [`umformuliert=${umformuliert}`];
  if (umformuliert === null || umformuliert === 0) return { name, state: ok, text: edition, metrics };
  const what = umformuliert === 1 ? '1 Antwort' : `${umformuliert} Antworten`;
  return { name, state: warning, text: `${edition}, ${what} zu neu gefassten Fragen`, metrics };
}

function scheduleService({ zeitplan }: Diagnosis): WatchedService {
  const name = 'Zeitplan';
  if (zeitplan === null) return { name, state: unknown, text: 'ohne lesbare Datenbank nicht bekannt', metrics: [] };
  const { auftraege, gescheitert } = zeitplan;
  const metrics = [`auftraege=${auftraege}`, `auftraege_gescheitert=${gescheitert.length}`];
  const counted = auftraege === 1 ? '1 Auftrag' : `${auftraege} Aufträge`;
  if (gescheitert.length === 0) return { name, state: ok, text: counted, metrics };
  const failed = gescheitert.map(({ auftrag, art }) => `${auftrag} (${art})`).join(', ');
  return { name, state: critical, text: `${counted}, gescheitert: ${failed}`, metrics };
}

function messagesService({ nachrichten }: Diagnosis): WatchedService {
  const name = 'Nachrichten';
  if (nachrichten === null) return { name, state: unknown, text: 'ohne lesbare Datenbank nicht bekannt', metrics: [] };
  const { empfaenger, gestoert } = nachrichten;
  const metrics = [`empfaenger=${empfaenger}`, `empfaenger_gestoert=${gestoert.length}`];
  if (gestoert.length === 0) return { name, state: ok, text: `${empfaenger} Empfänger`, metrics };
  const lost = gestoert.map(({ empfaenger: id, fehler }) => `${id}: ${fehler}`).join('; ');
  return { name, state: critical, text: `${empfaenger} Empfänger, es kommt nicht an: ${lost}`, metrics };
}

function metricsOf(diagnosis: Diagnosis, services: readonly WatchedService[]): Metric[] {
  const { version, katalog, datenbank, zeitplan, nachrichten, umformuliert } = diagnosis;
  const number = (name: string, help: string, value: number | null | undefined): Metric => ({
    ...{ name, help },
    samples: value === null || value === undefined ? [] : [{ labels: {}, value }],
  });
  return [
    {
      name: 'burgward_info',
      help: 'Fassung des Programms und Ausgabe des Katalogs, immer 1.',
      samples: [{ labels: { version, katalog: katalog?.edition ?? '' }, value: 1 }],
    },
    {
      name: 'burgward_zustand',
      help: 'Zustand wie bei Nagios: 0 in Ordnung, 1 Warnung, 2 kritisch, 3 nicht bekannt.',
      samples: services.map(({ name, state }) => ({ labels: { teil: name.toLowerCase() }, value: state })),
    },
    number('burgward_kommunen', 'Zahl der Kommunen.', datenbank.kommunen),
    number('burgward_auftraege', 'Zahl der Aufträge im Zeitplan, die nicht ruhen.', zeitplan?.auftraege),
    number('burgward_auftraege_gescheitert', 'Davon zuletzt gescheitert.', zeitplan?.gescheitert.length),
    number('burgward_nachricht_empfaenger', 'Zahl der Empfänger von Nachrichten.', nachrichten?.empfaenger),
    number('burgward_nachricht_empfaenger_gestoert', 'Davon ohne Zustellung.', nachrichten?.gestoert.length),
    number('burgward_antworten_umformuliert', 'Geltende Antworten zu inzwischen anders gefassten Fragen.', umformuliert),
  ];
}
