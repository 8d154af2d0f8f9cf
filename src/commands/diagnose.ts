import { BaseCommand } from '../cli/base-command.ts';
import { databaseLocation, shippedCatalogue } from '../cli/context.ts';
import { Flags } from '../cli/flags.ts';
import { counted, keyValues, markedWord } from '../cli/output.ts';
import { type ExitCode, exitCodes } from '../errors.ts';
import { diagnose } from '../usecases/diagnose.ts';
import type { CommandJson } from '../usecases/json-schemas.ts';

type Diagnosis = CommandJson['diagnose'];

const formats = ['text', 'checkmk', 'nagios', 'prometheus'] as const;

/** States of Nagios that end the command with 1. */
const failures = { kritisch: [2], warnung: [1, 2], unbekannt: [1, 2, 3] } as const;

export default class Diagnose extends BaseCommand<Diagnosis> {
  static override summary = 'Zeigen, was installiert und benutzbar ist und was im Betrieb schiefgeht, mit Hinweisen';
  static override description =
    'Auch: gescheiterte Aufträge des Zeitplans, Nachrichten, die nicht ankommen, und Antworten, deren Frage der Katalog inzwischen anders fasst. Formate für die Überwachung: checkmk (lokale Prüfung), nagios (auch Icinga), prometheus (Textdatei für den node_exporter). Der Befehl endet auch bei Mängeln mit 0. Mit --fehler-bei endet er mit 1; mit --format nagios --fehler-bei stattdessen mit den Zahlen von Nagios: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.';
  static override examples = [
    'burgward diagnose',
    'burgward diagnose --format checkmk',
    'burgward diagnose --format nagios --fehler-bei warnung',
    'burgward diagnose --format prometheus --ausgabe /var/lib/node_exporter/burgward.prom',
  ];
  static override flags = {
    format: Flags.option({
      options: formats,
      description: 'Form der Ausgabe',
      helpValue: 'FORMAT',
      default: 'text' as const,
    })(),
    ausgabe: Flags.string({ description: 'in diese Datei statt auf den Bildschirm; nicht für text', helpValue: 'DATEI' }),
    'fehler-bei': Flags.option({
      options: Object.keys(failures) as (keyof typeof failures)[],
      description: 'mit 1 enden: kritisch; warnung auch bei Warnungen; unbekannt auch, wenn etwas nicht bekannt ist',
      helpValue: 'STUFE',
    })(),
  };

  async run() {
    const { flags } = await this.parse(Diagnose);
    const datenbank = databaseLocation(flags);
    const result = await diagnose({
      programVersion: this.config.version,
      datenbank,
      now: new Date(),
      loadCatalogue: shippedCatalogue,
    });
    const { exportDiagnosis, writeDiagnosis, diagnosisFormats } = await import('../usecases/export-diagnosis.ts');
    const format = diagnosisFormats.find((each) => each === flags.format);
    const { text, state } = exportDiagnosis(result, format ?? 'nagios');
    const failure = flags['fehler-bei'] as keyof typeof failures | undefined;
    if (failure !== undefined) this.#endWithState(state, failure, format === 'nagios');
    if (format === undefined) {
      this.#printText(result);
      return result;
    }
    if (flags.ausgabe === undefined) {
      if (!this.jsonEnabled()) process.stdout.write(text);
      return result;
    }
    const dateien = await writeDiagnosis(text, format, flags.ausgabe);
    for (const { pfad } of dateien) this.print(pfad);
    return { ...result, dateien };
  }

  #endWithState(state: 0 | 1 | 2 | 3, failure: keyof typeof failures, isPlugin: boolean): void {
    if (isPlugin) this.endWith(state satisfies ExitCode);
    else if (failures[failure].some((each) => each === state)) this.endWith(exitCodes.gapsFound);
  }

  #printText(result: Diagnosis): void {
    const { nmap, node, katalog, datenbank, zeitplan, nachrichten } = result;
    this.print(
      keyValues([
        ['burgward', result.version],
        ['Node', mark(true, `${node.version} (${node.pfad})`)],
        [
          'nmap',
          nmap === null
            ? mark(false, 'fehlt; es prüft der eigene Verbindungstest')
            : mark(true, `${nmap.version} (${nmap.pfad})`),
        ],
        ['PDF', mark(result.pdf, pdfWords(result))],
        ['Katalog', katalog === null ? mark(false, 'nicht lesbar') : mark(true, `${katalog.id} ${katalog.edition}`)],
        ['Datenbank', mark(datenbank.problem === null && datenbank.beschreibbar, databaseText(datenbank))],
        ...(zeitplan === null || zeitplan.auftraege === 0 ? [] : [['Zeitplan', scheduleText(zeitplan)] as const]),
        ...(nachrichten === null || nachrichten.empfaenger === 0 ? [] : [['Nachrichten', messagesText(nachrichten)] as const]),
      ]),
    );
    for (const hint of result.hinweise) this.note(hint);
  }
}

function mark(isGood: boolean, text: string): string {
  return markedWord(isGood ? 'good' : 'bad', text);
}

function pdfWords({ pdf, pdfUa }: Diagnosis): string {
  if (!pdf) return 'kein Erzeuger installiert; HTML geht immer';
  return pdfUa ? 'vorhanden' : 'vorhanden, langsamer und ohne die Kennzeichnung PDF/UA; kein PDF/A';
}

function databaseText({ pfad, vorhanden, beschreibbar, kommunen, problem }: Diagnosis['datenbank']): string {
  if (problem !== null) return problem;
  if (!beschreibbar) return `${pfad}: keine Schreibrechte`;
  if (!vorhanden) return `${pfad}: wird beim ersten Erfassen angelegt`;
  return `${pfad}: ${kommunen === 1 ? '1 Kommune' : `${kommunen} Kommunen`}`;
}

function scheduleText({ auftraege, gescheitert }: NonNullable<Diagnosis['zeitplan']>): string {
  const failed = gescheitert.length === 0 ? '' : `, gescheitert: ${gescheitert.map(({ auftrag }) => auftrag).join(', ')}`;
  return mark(gescheitert.length === 0, `${counted(auftraege, 'Auftrag', 'Aufträge')}${failed}`);
}

function messagesText({ empfaenger, gestoert }: NonNullable<Diagnosis['nachrichten']>): string {
  const lost = gestoert.length === 0 ? '' : `, es kommt nicht an bei ${gestoert.map((each) => each.empfaenger).join(', ')}`;
  return mark(gestoert.length === 0, `${empfaenger} Empfänger${lost}`);
}
