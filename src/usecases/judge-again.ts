import { judge } from '../checks/judge.ts';
import type { Catalogue, CheckDefinition } from '../domain/catalogue.ts';
import { type Finding, type FindingResult, findingResults, formatTarget } from '../domain/finding.ts';
import { findingKey } from '../domain/finding-explanations.ts';
import { inOrderOfTime, type RecordedFinding } from '../domain/netzlauf.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { selectKommune, selectZielobjekte } from '../store/kommunen.ts';
import { insertNeubewertung, selectFindings, selectNetzlaeufe, selectObservations } from '../store/netzlaeufe.ts';
import { nothingChecked } from './compare-runs.ts';
import { type Context, recordingOf, stateAt } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { findRun } from './list-findings.ts';

type JudgedJson = CommandJson['netz bewerten'];

export interface JudgeAgainRequest {
  kommune: string;
  /** Without one the newest run. */
  lauf?: string | undefined;
  /** Id of a profile of rule books, with an edition behind `@` if wanted. */
  profil?: string | undefined;
  /** Record the result as the judgement that counts. */
  speichern: boolean;
}

/**
 * Judges what a run saw once more, with the present catalogue and for the context's day. Nothing is looked at again.
 * @throws NotFoundError for an unknown run or profile; InvalidDataError when it should be recorded for another day than today
 */
export async function judgeAgain(context: Context, request: JudgeAgainRequest): Promise<JudgedJson> {
  const { store, catalogue, asOf, today } = context;
  const { kommune: slug } = request;
  const at = stateAt(context);
  if (request.speichern && asOf !== today) {
    throw new InvalidDataError(
      'Gespeichert wird nur eine Bewertung zum heutigen Tag.',
      'Ohne --stand speichern, oder ohne --speichern nur ansehen.',
    );
  }
  await selectKommune(store, slug, at);
  const runs = inOrderOfTime(await selectNetzlaeufe(store, slug, at));
  const run = request.lauf === undefined ? runs.at(-1) : findRun(runs, request.lauf);
  if (run === undefined) throw nothingChecked(slug);
  const stored = (await selectFindings(store, slug, at)).filter(({ lauf }) => lauf === run.id);
  const observations = (await selectObservations(store, slug, [run.id])).map(({ observation }) => observation);
  const zielobjekte = await selectZielobjekte(store, slug, at);
  const judged = withoutUnasked(judge(observations, withProfile(catalogue, request.profil), zielobjekte, asOf), stored);
  const changes = changesBetween(stored, judged);
  const recorded = request.speichern
    ? await insertNeubewertung(
        store,
        run,
        { stand: asOf, profil: request.profil ?? null, catalogue },
        judged,
        today,
        recordingOf(context),
      )
    : null;
  return {
    kommune: slug,
    lauf: run.id,
    stand: asOf,
    profil: request.profil ?? null,
    katalog: { id: catalogue.id, edition: catalogue.edition, hash: catalogue.hash },
    beobachtungen: observations.length,
    gespeichert: recorded?.nr ?? null,
    ergebnisse: countByResult(judged),
    geaendert: changes,
    unveraendert: judged.length - changes.filter(({ nachher }) => nachher !== null).length,
  };
}

/** A check the run was not made for and that cannot tell anything from what was seen says nothing. */
function withoutUnasked(judged: readonly Finding[], stored: readonly Finding[]): Finding[] {
  const asked = new Set(stored.map(({ check }) => check));
  const telling = new Set(judged.filter(({ result }) => result !== 'undetermined').map(({ check }) => check));
  return judged.filter(({ check }) => asked.has(check) || telling.has(check));
}

function changesBetween(stored: readonly RecordedFinding[], judged: readonly Finding[]): JudgedJson['geaendert'] {
  const before = new Map(stored.map((finding) => [findingKey(finding), finding]));
  const after = new Map(judged.map((finding) => [findingKey(finding), finding]));
  const changed = judged.flatMap((finding) => {
    const was = before.get(findingKey(finding));
    return was !== undefined && isSame(was, finding) ? [] : [changeJson(was, finding)];
  });
  const gone = stored.filter((finding) => !after.has(findingKey(finding))).map((finding) => changeJson(finding, undefined));
  return [...changed, ...gone];
}

function isSame(a: Finding, b: Finding): boolean {
  return a.result === b.result && a.severity === b.severity && a.text === b.text;
}

function changeJson(was: Finding | undefined, is: Finding | undefined): JudgedJson['geaendert'][number] {
  const either = is ?? was;
  if (either === undefined) throw new Error('A change needs a finding before or after');
  const said = (finding: Finding | undefined) =>
    finding === undefined ? null : { ergebnis: finding.result, schwere: finding.severity, text: finding.text };
  return { check: either.check, ziel: formatTarget(either.target), vorher: said(was), nachher: said(is) };
}

function countByResult(findings: readonly Finding[]): Record<FindingResult, number> {
  const entries = findingResults.map((result) => [result, findings.filter((each) => each.result === result).length]);
  return Object.fromEntries(entries) as Record<FindingResult, number>;
}

/** A row of tables/tls-profiles: which rule books a profile goes by. */
interface ProfileRow {
  id: string;
  rule_books: readonly string[];
}

/**
 * The checks with the rule books of a profile, where they go by the table the profiles are about.
 * @throws NotFoundError for an unknown profile, naming those there are
 */
function withProfile(catalogue: Catalogue, profile: string | undefined): Pick<Catalogue, 'checks' | 'tables'> {
  if (profile === undefined) return catalogue;
  const { table, rows } = profilesOf(catalogue);
  const row = rows.find(({ id }) => id === profile);
  if (row === undefined) {
    throw new NotFoundError(
      `Ein Profil „${profile}“ gibt es im Katalog ${catalogue.edition} nicht.`,
      rows.length === 0
        ? 'Dieser Katalog hat keine Profile; ohne --profil gelten seine eigenen Regelwerke.'
        : `Vorhanden sind: ${rows.map(({ id }) => id).join(', ')}.`,
    );
  }
  const checks = catalogue.checks.map((check) => (goesBy(check, table) ? withRuleBooks(check, row.rule_books) : check));
  return { checks, tables: catalogue.tables };
}

/** The table the profiles choose rule books of, and the profiles. */
function profilesOf({ tables }: Catalogue): { table: unknown; rows: ProfileRow[] } {
  const profiles = tables['tls-profiles'] as { table?: unknown; entries?: unknown } | undefined;
  const entries = profiles?.entries;
  return { table: profiles?.table, rows: Array.isArray(entries) ? entries.filter(isProfileRow) : [] };
}

function isProfileRow(value: unknown): value is ProfileRow {
  if (typeof value !== 'object' || value === null) return false;
  const { id, rule_books: books } = value as { id?: unknown; rule_books?: unknown };
  return typeof id === 'string' && Array.isArray(books) && books.every((book) => typeof book === 'string');
}

function goesBy({ parameters }: CheckDefinition, table: unknown): boolean {
  return parameters['table'] === table && Array.isArray(parameters['rule_books']);
}

function withRuleBooks(check: CheckDefinition, ruleBooks: readonly string[]): CheckDefinition {
  return { ...check, parameters: { ...check.parameters, rule_books: [...ruleBooks] } };
}
