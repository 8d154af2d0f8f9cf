import { type BefundeTextOptions, befundeText } from '../../cli/befunde-text.ts';
import { Flags, kommuneFlag } from '../../cli/flags.ts';
import { StoreCommand } from '../../cli/store-command.ts';
import { type Severity, severities } from '../../domain/catalogue.ts';
import { type FindingResult, findingResults } from '../../domain/finding.ts';
import { isOpenGap } from '../../domain/finding-explanations.ts';
import { type ExitCode, exitCodes } from '../../errors.ts';
import type { FindingFormat } from '../../usecases/export-findings.ts';
import type { CommandJson } from '../../usecases/json-schemas.ts';
import { type ListedFindings, listedJson, selectListedFindings, undeclaredTargets } from '../../usecases/list-findings.ts';

const formats = ['text', 'checkmk', 'nagios', 'prometheus', 'sarif', 'csv', 'json'] as const;
const failures = ['not-met', 'phase-out', 'undetermined'] as const;

export default class NetzBefunde extends StoreCommand<CommandJson['netz befunde']> {
  static override summary = 'Die geltenden Befunde der Netzprüfungen zeigen oder für andere Programme ausgeben';
  static override description =
    'Erklärte Abweichungen bleiben in der Liste und in jeder Zahl; sie lösen nur --fehler-bei nicht aus und sind für die Überwachung eine Warnung. Unbestimmt ist dort UNKNOWN, nie OK. Formate: checkmk (lokale Prüfung, ein Dienst je Ziel), nagios (auch Icinga), prometheus (Textdatei für den node_exporter), sarif 2.1.0, csv, json. Der Befehl endet auch bei Lücken mit 0. Mit --fehler-bei endet er mit 1, sobald ein Befund dieser Art oder ein schlechterer offen ist; mit --format nagios --fehler-bei stattdessen mit den Zahlen von Nagios: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.';
  static override examples = [
    'burgward netz befunde --kommune beispielhain',
    'burgward netz befunde --kommune beispielhain --ergebnis not-met --schwere hoch --schwere kritisch',
    'burgward netz befunde --kommune beispielhain --format sarif --ausgabe ./ausgabe/befunde.sarif',
    'burgward netz befunde --kommune beispielhain --format nagios --fehler-bei undetermined',
  ];
  static override flags = {
    kommune: kommuneFlag(),
    ergebnis: Flags.option({
      options: findingResults,
      description: 'nur diese Ergebnisse; mehrfach möglich',
      helpValue: 'ERGEBNIS',
      multiple: true,
    })(),
    schwere: Flags.option({
      options: severities,
      description: 'nur diese Schweren; mehrfach möglich',
      helpValue: 'SCHWERE',
      multiple: true,
    })(),
    check: Flags.string({ description: 'nur diese Prüfungen; mehrfach möglich', helpValue: 'ID', multiple: true }),
    lauf: Flags.string({ description: 'alle Befunde dieses Laufs statt der geltenden', helpValue: 'LAUF' }),
    alle: Flags.boolean({ description: 'im Text auch zeigen, was in Ordnung ist, und alles Unbestimmte einzeln' }),
    format: Flags.option({
      options: formats,
      description: 'Form der Ausgabe',
      helpValue: 'FORMAT',
      default: 'text' as const,
    })(),
    ausgabe: Flags.string({ description: 'in diese Datei statt auf den Bildschirm; nicht für text', helpValue: 'DATEI' }),
    'fehler-bei': Flags.option({
      options: failures,
      description:
        'mit 1 enden bei offenen Befunden: not-met; phase-out auch bei auslaufenden; undetermined auch bei unbestimmten',
      helpValue: 'ERGEBNIS',
    })(),
  };

  async run() {
    const { flags } = await this.parse(NetzBefunde);
    const filter = {
      ergebnis: flags.ergebnis as FindingResult[] | undefined,
      schwere: flags.schwere as Severity[] | undefined,
      check: flags.check,
      lauf: flags.lauf,
    };
    return this.withContext(flags, async (context) => {
      const listed = await selectListedFindings(context, flags.kommune, filter);
      const json = listedJson(context, listed);
      const failure = flags['fehler-bei'] as (typeof failures)[number] | undefined;
      if (failure !== undefined && hasOpen(listed, failure)) this.endWith(exitCodes.gapsFound);
      if (flags.format === 'text') {
        const full = flags.alle || Object.values(filter).some((each) => each !== undefined);
        this.#printText(json, { undeclared: undeclaredTargets(listed), full });
        return json;
      }
      const format = flags.format as FindingFormat;
      const { exportFindings, writeFindings } = await import('../../usecases/export-findings.ts');
      const { text, state } = exportFindings(context, flags.kommune, listed, json, format);
      if (state !== null && failure !== undefined) this.endWith(state satisfies ExitCode);
      if (flags.ausgabe === undefined) {
        if (!this.jsonEnabled()) process.stdout.write(text);
        return json;
      }
      const dateien = await writeFindings(text, format, flags.ausgabe);
      for (const { pfad } of dateien) this.print(pfad);
      return { ...json, dateien };
    });
  }

  #printText(findings: CommandJson['netz befunde'], options: BefundeTextOptions): void {
    if (findings.lauf === null) this.note('Bis zu diesem Tag wurde noch nichts geprüft.');
    else this.print(befundeText(findings, options));
  }
}

/** Whether a finding of this kind or a worse one is there that nobody answers for. */
function hasOpen({ findings }: ListedFindings, failure: (typeof failures)[number]): boolean {
  const counted = failures.slice(0, failures.indexOf(failure) + 1);
  return findings.some(
    (each) =>
      counted.some((result) => result === each.finding.result) && (isOpenGap(each) || each.finding.result === 'undetermined'),
  );
}
