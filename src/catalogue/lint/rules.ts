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
} from './references.ts';
import {
  catalogueHasBausteine,
  checksHaveCode,
  dutiesAreComplete,
  frameworkItemsAreSettledOnce,
  messagesUseKnownPlaceholders,
  phaseOutHasItsSentence,
  profilesListControlsOnce,
  sofortHasThirtyControls,
} from './structure.ts';

const rules: readonly LintRule[] = [
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
  frameworkReferencesResolve,
  profileReferencesResolve,
  retiredControlsAreNotUsed,
  frameworkItemsAreSettledOnce,
  dutiesAreComplete,
  checksHaveCode,
  messagesUseKnownPlaceholders,
  phaseOutHasItsSentence,
  profilesListControlsOnce,
  sofortHasThirtyControls,
  requirementHasOneModalVerb,
  requirementIsOneSentence,
  consequenceHasNoAbbreviation,
  consequenceIsOneSentence,
  questionsAreQuestions,
  bannedWordsAreAbsent,
  umlautsAreWritten,
  requirementsDiffer,
];

/** All problems that concern more than the shape of one field. */
export function lint(files: CatalogueFiles, knownChecks: KnownChecks | undefined): FileProblem[] {
  const context = { files, ids: definedIds(files), knownChecks };
  return rules.flatMap((rule) => rule(context));
}
