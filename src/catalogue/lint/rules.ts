import type { Catalogue } from '../../domain/catalogue.ts';
import type { FileProblem } from '../../errors.ts';
import type { CatalogueFiles } from '../folder.ts';
import { definedIds, type KnownChecks, type LintRule } from './context.ts';
import {
  bausteinFileIsNamedAfterId,
  controlIdBeginsWithBausteinId,
  idsAreUnique,
  otherFilesAreNamedAfterId,
  prefixIsNoBsiLayer,
  vocabularyIdsAreUnique,
} from './ids.ts';
import {
  bannedWordsAreAbsent,
  consequenceHasNoAbbreviation,
  consequenceIsOneSentence,
  questionsAreQuestions,
  requirementHasOneModalVerb,
  requirementIsOneSentence,
  requirementsDiffer,
  umlautsAreWritten,
} from './language.ts';
import {
  bausteinReferencesResolve,
  checkTablesExist,
  controlReferencesResolve,
  frameworkReferencesResolve,
  profileReferencesResolve,
  retiredControlsAreNotUsed,
  ruleBooksExist,
} from './references.ts';
import {
  catalogueHasBausteine,
  checksHaveCode,
  dutiesAreComplete,
  frameworkItemsAreSettledOnce,
  generationsResolve,
  levelsStandInMappings,
  mappedControlsAreListedOnce,
  messagesUseKnownPlaceholders,
  phaseOutHasItsSentence,
  profilesListControlsOnce,
  profilesListFactsOnce,
  sofortHasItsSize,
  tableEntriesAreDated,
  tablesNameTheirSource,
} from './structure.ts';
import { onlyOwnConditionsSayWhatHolds, onlySupplementsReplace, supplementKeepsShippedIds } from './supplement.ts';

/** What a catalogue needs to be usable at all: ids, references, structure. */
const soundnessRules: readonly LintRule[] = [
  supplementKeepsShippedIds,
  onlySupplementsReplace,
  onlyOwnConditionsSayWhatHolds,
  catalogueHasBausteine,
  idsAreUnique,
  vocabularyIdsAreUnique,
  prefixIsNoBsiLayer,
  controlIdBeginsWithBausteinId,
  bausteinFileIsNamedAfterId,
  otherFilesAreNamedAfterId,
  bausteinReferencesResolve,
  controlReferencesResolve,
  checkTablesExist,
  ruleBooksExist,
  frameworkReferencesResolve,
  profileReferencesResolve,
  retiredControlsAreNotUsed,
  frameworkItemsAreSettledOnce,
  dutiesAreComplete,
  levelsStandInMappings,
  mappedControlsAreListedOnce,
  generationsResolve,
  checksHaveCode,
  messagesUseKnownPlaceholders,
  phaseOutHasItsSentence,
  profilesListControlsOnce,
  profilesListFactsOnce,
  sofortHasItsSize,
  tablesNameTheirSource,
  tableEntriesAreDated,
];

/** What makes it good to read. Slower, and nothing breaks without it. */
const languageRules: readonly LintRule[] = [
  requirementHasOneModalVerb,
  requirementIsOneSentence,
  consequenceHasNoAbbreviation,
  consequenceIsOneSentence,
  questionsAreQuestions,
  bannedWordsAreAbsent,
  umlautsAreWritten,
  requirementsDiffer,
];

/**
 * All problems that concern more than the shape of one field.
 * @param base the catalogue the files are a supplement to
 */
export function lint(files: CatalogueFiles, knownChecks: KnownChecks | undefined, base?: Catalogue): FileProblem[] {
  const context = { files, ids: definedIds(files, base), knownChecks, base };
  return [...soundnessRules, ...languageRules].flatMap((rule) => rule(context));
}

/** Without the rules about language: for a start of the program from the sources, where the texts were judged before. */
export function lintSoundness(files: CatalogueFiles, knownChecks: KnownChecks | undefined): FileProblem[] {
  const context = { files, ids: definedIds(files, undefined), knownChecks, base: undefined };
  return soundnessRules.flatMap((rule) => rule(context));
}
