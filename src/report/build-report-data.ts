/** One entry for all kinds of report. */
import { InvalidDataError } from '../errors.ts';
import { cleanStrings } from './clean-text.ts';
import { definitionOf } from './kinds/index.ts';
import { inputForEdition } from './redact.ts';
import type { ReportData } from './report-data.ts';
import type { ReportInput } from './report-input.ts';

/**
 * Turns an evaluation into finished strings and numbers. Pure: the same input gives the same data.
 * @throws InvalidDataError for a framework the catalogue lacks, or an edition this report is not written in
 */
export function buildReportData(input: ReportInput): ReportData {
  const definition = definitionOf(input.art);
  if (!definition.editions.includes(input.fassung)) {
    throw new InvalidDataError(
      `Die Fassung „${input.fassung}“ gibt es für den Bericht „${input.art}“ nicht.`,
      `Vorhanden: ${definition.editions.join(', ')}.`,
    );
  }
  return cleanStrings(definition.build(inputForEdition(input)));
}
