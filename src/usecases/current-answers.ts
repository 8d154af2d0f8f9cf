import type { AnswerOrigin, Assessment } from '../domain/assessment.ts';
import { withEvidence } from '../domain/evidence.ts';
import {
  answersOfStatement,
  assignmentsFor,
  type Descent,
  passedOn,
  type StatementAssignment,
  withInherited,
} from '../domain/inheritance.ts';
import { selectAssessments } from '../store/assessments.ts';
import { type RecordedStatement, selectAssignments, selectStatements } from '../store/erklaerungen.ts';
import { selectDescents } from '../store/herkunft.ts';
import { selectKommune } from '../store/kommunen.ts';
import { selectEvidence, selectEvidenceReferences } from '../store/nachweise.ts';
import type { StateAt } from '../store/versions.ts';
import type { Context } from './context.ts';

/** The answers that count for a Kommune on a day: its own, and where it has none, what it inherits, with the origin. */
export async function selectAnswers(context: Context, slug: string, at: StateAt): Promise<Assessment[]> {
  const own = await selectAssessments(context.store, slug, at);
  const inherited = await selectInherited(context, [slug], at);
  return evidenced(context, slug, withInherited(own, inherited.get(slug) ?? [], at.day), at);
}

/** With the evidence recorded for the Kommune; most answers have none, then nothing more is read. */
async function evidenced({ store }: Context, slug: string, answers: Assessment[], at: StateAt): Promise<Assessment[]> {
  const references = await selectEvidenceReferences(store, at, slug);
  return references.length === 0 ? answers : withEvidence(answers, await selectEvidence(store, at), references, at.day);
}

/**
 * What Kommunen and groups have from others on a day, by slug; those that inherit nothing are left out. For many Kommunen at once
 * every source is read only once. `withInherited` puts it together with their own answers.
 */
export async function selectInherited(
  context: Context,
  slugs: readonly string[],
  at: StateAt,
): Promise<ReadonlyMap<string, readonly Assessment[]>> {
  const { store } = context;
  const descents = await selectDescents(store, at, slugs);
  const groups = descents.filter(({ art }) => art === 'gruppe').map(({ von }) => von);
  const assignments = await selectAssignments(store, at, [...new Set([...slugs, ...groups])]);
  if (descents.length === 0 && assignments.length === 0) return new Map();
  const statements = await statementsOf(context, assignments, at);
  const sources = await answersOfSources(context, descents, at);
  const descentsOf = Map.groupBy(descents, ({ kommune }) => kommune);
  const assignmentsOf = Map.groupBy(assignments, ({ kommune }) => kommune);
  const reviewAfter = new Map(context.catalogue.controls.map((control) => [control.id, control.reviewAfter]));
  const inherited = slugs.map((slug) => {
    const own = descentsOf.get(slug) ?? [];
    const ownGroups = own.filter(({ art }) => art === 'gruppe').map(({ von }) => von);
    const near = [slug, ...ownGroups].flatMap((bearer) => assignmentsOf.get(bearer) ?? []);
    const stated = assignmentsFor(slug, ownGroups, near).flatMap((assignment) => {
      const statement = statements.get(assignment.erklaerung);
      if (statement === undefined) return [];
      const { recordedAt, entry } = statement;
      const source = { statement, assignment, recordedAt, entry };
      return answersOfStatement(source, slug, context.catalogue, reviewAfter, at.day);
    });
    return [slug, [...stated, ...own.flatMap(({ von }) => sources.get(von) ?? [])]] as const;
  });
  return new Map(inherited.filter(([, answers]) => answers.length > 0));
}

async function statementsOf(
  { store }: Context,
  assignments: readonly StatementAssignment[],
  at: StateAt,
): Promise<Map<string, RecordedStatement>> {
  if (assignments.length === 0) return new Map();
  const ids = [...new Set(assignments.map(({ erklaerung }) => erklaerung))];
  return new Map((await selectStatements(store, at, ids)).map((statement) => [statement.id, statement]));
}

/** What groups and administering Kommunen pass on, by their slug. */
async function answersOfSources(
  { store }: Context,
  descents: readonly Descent[],
  at: StateAt,
): Promise<Map<string, readonly Assessment[]>> {
  const kinds = new Map(descents.map(({ von, art }) => [von, art]));
  const answers = new Map<string, readonly Assessment[]>();
  for (const [slug, kind] of kinds) {
    const { name } = await selectKommune(store, slug, at);
    const origin: AnswerOrigin = { kind, slug, name };
    answers.set(slug, passedOn(await selectAssessments(store, slug, at), origin));
  }
  return answers;
}
