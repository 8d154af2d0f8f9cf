/** Sentences about inheritance beside the numbers: nothing inherited looks like said here, and nothing deviating goes unnoticed. */
import { answerKey, stateOf } from '../domain/answers.ts';
import { deviationOf, originText, withInherited } from '../domain/inheritance.ts';
import { selectAssessments } from '../store/assessments.ts';
import { type Context, stateAt, stateNow } from './context.ts';
import { selectAnswers, selectInherited } from './current-answers.ts';

/** From whom a Kommune has how many answers, and how many of its own say something else; empty when it inherits nothing. */
export async function describeInheritance(context: Context, slug: string): Promise<string[]> {
  const at = stateAt(context);
  const inherited = (await selectInherited(context, [slug], at)).get(slug) ?? [];
  if (inherited.length === 0) return [];
  const answers = withInherited(await selectAssessments(context.store, slug, at), inherited, at.day);
  const bySource = Map.groupBy(
    answers.filter(({ origin }) => origin !== null),
    ({ origin }) => (origin === null ? '' : originText(origin)),
  );
  const lines = [...bySource].map(([source, own]) => {
    const open = own.filter((answer) => stateOf(answer, at.day) === 'zuBestaetigen').length;
    return `Geerbt: ${own.length} (${source})${open > 0 ? `, davon ${open} zu bestätigen` : ''}.`;
  });
  const deviating = answers.filter((answer) => answer.origin === null && deviationOf(answer, at.day) !== null).length;
  return deviating === 0 ? lines : [...lines, `Abweichend vom Geerbten beantwortet: ${deviating}.`];
}

/** Whether an answer just recorded says something else than what the Kommune would inherit; null if not. */
export async function deviationNote(
  context: Context,
  { kommune, zielobjekt, control }: { kommune: string; zielobjekt: string; control: string },
): Promise<string | null> {
  const at = stateNow(context);
  const answers = await selectAnswers(context, kommune, at);
  const answer = answers.find((each) => answerKey(each.zielobjekt, each.control) === answerKey(zielobjekt, control));
  const other = answer === undefined ? null : deviationOf(answer, at.day);
  if (other?.origin == null) return null;
  return `Abweichend vom Geerbten „${other.status}“ (${originText(other.origin)}). Die eigene Antwort geht vor; beides bleibt sichtbar.`;
}
