/** One entry for all kinds of report. */
import { InvalidDataError } from '../errors.ts';
import { buildKdn, buildSaechsisichg } from './build-framework.ts';
import { buildGrundschutzCheck } from './build-grundschutz-check.ts';
import { buildLeitung } from './build-leitung.ts';
import { buildNetzpruefung } from './build-netzpruefung.ts';
import { buildNotfallkarte } from './build-notfallkarte.ts';
import { buildRealisierungsplan } from './build-realisierungsplan.ts';
import { cleanStrings } from './clean-text.ts';
import type { ReportData } from './report-data.ts';
import { type ReportInput, reportKinds } from './report-input.ts';

/**
 * Turns an evaluation into finished strings and numbers. Pure: the same input gives the same data.
 * @throws InvalidDataError for an unknown kind, a framework the catalogue lacks, or an edition that is not written yet
 */
export function buildReportData(input: ReportInput): ReportData {
  if (input.fassung !== 'intern') {
    throw new InvalidDataError(
      `Die Fassung „${input.fassung}“ gibt es für den Bericht „${input.art}“ noch nicht.`,
      'Vorhanden: intern. Eine Fassung ohne Namen und Adressen wird erst ausgegeben, wenn sicher ist, dass nichts durchrutscht.',
    );
  }
  return cleanStrings(buildUncleaned(input));
}

function buildUncleaned(input: ReportInput): ReportData {
  switch (input.art) {
    case 'leitung':
      return buildLeitung(input);
    case 'saechsisichg':
      return buildSaechsisichg(input);
    case 'kdn':
      return buildKdn(input);
    case 'netzpruefung':
      return buildNetzpruefung(input);
    case 'realisierungsplan':
      return buildRealisierungsplan(input);
    case 'grundschutz-check':
      return buildGrundschutzCheck(input);
    case 'notfallkarte':
      return buildNotfallkarte(input);
    default:
      return unknownKind(input.art);
  }
}

function unknownKind(art: never): never {
  throw new InvalidDataError(`Einen Bericht „${String(art)}“ gibt es nicht.`, `Vorhanden: ${reportKinds.join(', ')}.`);
}
