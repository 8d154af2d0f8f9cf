import { basename, dirname, resolve } from 'node:path';
import { dayOf, daysBetween } from '../domain/calendar.ts';
import { formatTarget } from '../domain/finding.ts';
import { findingsCsv } from '../exchange/findings-csv.ts';
import type { ExportedFinding, FindingsDocument, MonitoringState } from '../exchange/findings-document.ts';
import { checkmkLines, nagiosOutput } from '../exchange/monitoring.ts';
import { prometheusText } from '../exchange/prometheus.ts';
import { sarifLog } from '../exchange/sarif.ts';
import type { Context } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { ageOf, controlsOf, explanationJson, type ListedFindings } from './list-findings.ts';
import { type WrittenFile, writeFiles } from './write-files.ts';

export type FindingFormat = 'checkmk' | 'nagios' | 'prometheus' | 'sarif' | 'csv' | 'json';

export interface ExportedFindings {
  text: string;
  /** What a plugin of Nagios ends with; only for that format. */
  state: MonitoringState | null;
}

/**
 * Findings in the form another program reads.
 * @param json what `--json` prints, for the format json
 */
export function exportFindings(
  context: Context,
  slug: string,
  listed: ListedFindings,
  json: CommandJson['netz befunde'],
  format: FindingFormat,
): ExportedFindings {
  const document = documentOf(context, slug, listed);
  switch (format) {
    case 'nagios':
      return nagiosOutput(document);
    case 'checkmk':
      return { text: checkmkLines(document), state: null };
    case 'prometheus':
      return { text: prometheusText(document), state: null };
    case 'sarif':
      return { text: sarifLog(document), state: null };
    case 'csv':
      return { text: findingsCsv(document), state: null };
    case 'json':
      return { text: `${JSON.stringify(json, null, 2)}\n`, state: null };
  }
}

/** @param file path of the file; its folder is made if it is missing */
export function writeFindings(text: string, format: FindingFormat, file: string): Promise<WrittenFile[]> {
  const path = resolve(file);
  return writeFiles(dirname(path), [{ name: basename(path), format, bytes: new TextEncoder().encode(text) }]);
}

function documentOf(context: Context, slug: string, { run, findings }: ListedFindings): FindingsDocument {
  const { catalogue, asOf } = context;
  const titles = new Map(catalogue.checks.map(({ id, title }) => [id, title]));
  const named = new Set(findings.map(({ finding }) => finding.check));
  const befunde = findings.map((listed): ExportedFinding => {
    const { finding } = listed;
    return {
      check: finding.check,
      titel: titles.get(finding.check) ?? finding.check,
      ziel: formatTarget(finding.target),
      blickwinkel: finding.vantage,
      zielobjekt: finding.declared ? finding.zielobjekt : null,
      ergebnis: finding.result,
      schwere: finding.severity,
      text: finding.text,
      controls: controlsOf(catalogue, finding.check),
      gesehenAm: finding.seenAt,
      alterTage: ageOf(finding, asOf),
      lauf: finding.lauf,
      erklaerung: explanationJson(listed),
    };
  });
  return {
    kommune: slug,
    stand: asOf,
    programmVersion: context.programVersion,
    katalog: { id: catalogue.id, edition: catalogue.edition },
    lauf:
      run === null
        ? null
        : {
            id: run.id,
            beendet: run.beendet,
            vollstaendig: run.vollstaendig,
            alterTage: Math.max(0, daysBetween(dayOf(run.beendet), asOf)),
          },
    befunde,
    checks: catalogue.checks
      .filter(({ id }) => named.has(id))
      .map(({ id, title, question, remedy }) => ({ id, titel: title, frage: question, abhilfe: remedy })),
  };
}
