import { dayOf, daysBetween } from '../domain/calendar.ts';
import type { Catalogue, Severity } from '../domain/catalogue.ts';
import type { Contradiction } from '../domain/contradictions.ts';
import { type Finding, type FindingResult, formatTarget } from '../domain/finding.ts';
import { type ExplainedFinding, explainFindings, explanationText } from '../domain/finding-explanations.ts';
import { parseAddress } from '../domain/freigabe.ts';
import { findingMaxAgeDays, inOrderOfTime, type Netzlauf, type RecordedFinding } from '../domain/netzlauf.ts';
import { NotFoundError } from '../errors.ts';
import { selectFindingExplanations } from '../store/befund-erklaerungen.ts';
import { selectKommune } from '../store/kommunen.ts';
import { countObservations, selectCurrentFindings, selectFindings, selectNetzlaeufe } from '../store/netzlaeufe.ts';
import { findById } from './catalogue-lookup.ts';
import { type Context, stateAt } from './context.ts';
import { evaluateKommune } from './evaluate-kommune.ts';
import type { CommandJson } from './json-schemas.ts';

type FindingsJson = CommandJson['netz befunde'];

export function findingsJson(
  catalogue: Catalogue,
  run: { lauf: string | null; freigabe: string | null; beobachtungen: number },
  findings: readonly Finding[],
): FindingsJson {
  return {
    ...run,
    befunde: findings.map((finding) => findingJson(catalogue, finding)),
    unbestimmt: findings.filter((f) => f.result === 'undetermined').length,
  };
}

function findingJson(catalogue: Catalogue, finding: Finding): FindingsJson['befunde'][number] {
  return {
    check: finding.check,
    ziel: formatTarget(finding.target),
    ergebnis: finding.result,
    schwere: finding.severity,
    text: finding.text,
    controls: controlsOf(catalogue, finding.check),
    gesehenAm: finding.seenAt,
  };
}

/** Controls a check bears on. */
export function controlsOf({ controls }: Catalogue, check: string): string[] {
  return controls.filter(({ retired, checks }) => retired === undefined && checks.includes(check)).map(({ id }) => id);
}

/** Which findings; several values of one field are alternatives. */
export interface FindingFilter {
  ergebnis?: readonly FindingResult[] | undefined;
  schwere?: readonly Severity[] | undefined;
  check?: readonly string[] | undefined;
  /** All findings of this run instead of those that count. */
  lauf?: string | undefined;
}

export interface ListedFindings {
  /** The newest run, or the one asked for. */
  run: Netzlauf | null;
  observations: number;
  findings: readonly ExplainedFinding<RecordedFinding>[];
}

/**
 * The findings that count on the day, or those of one run, with what was explained.
 * @throws NotFoundError for an unknown run or check
 */
export async function selectListedFindings(context: Context, slug: string, filter: FindingFilter = {}): Promise<ListedFindings> {
  const at = stateAt(context);
  const { store, catalogue } = context;
  await selectKommune(store, slug, at);
  for (const id of filter.check ?? []) findById(catalogue.checks, id, 'Eine Prüfung', 'Vorhanden sind');
  const runs = await selectNetzlaeufe(store, slug, at);
  const run = filter.lauf === undefined ? (inOrderOfTime(runs).at(-1) ?? null) : findRun(runs, filter.lauf);
  const findings =
    filter.lauf === undefined
      ? await selectCurrentFindings(store, slug, at)
      : (await selectFindings(store, slug, at)).filter(({ lauf }) => lauf === run?.id);
  const explanations = await selectFindingExplanations(store, slug, at);
  return {
    run,
    observations: run === null ? 0 : await countObservations(store, slug, run.id),
    findings: explainFindings(
      findings.filter((finding) => matches(finding, filter)),
      explanations,
      context.asOf,
    ),
  };
}

/** @throws NotFoundError naming the newest runs */
export function findRun(runs: readonly Netzlauf[], id: string): Netzlauf {
  const wanted = id.toUpperCase();
  const run = runs.find((each) => each.id === wanted);
  if (run !== undefined) return run;
  const known = runs.map((each) => each.id);
  throw new NotFoundError(
    `Eine Netzprüfung „${id}“ gibt es nicht.`,
    known.length === 0
      ? 'Zuerst mit „burgward netz pruefen“ prüfen.'
      : `Vorhanden sind ${known.slice(-8).join(', ')}; alle zeigt „burgward netz laeufe“.`,
  );
}

function matches({ check, result, severity }: Finding, { ergebnis, schwere, check: checks }: FindingFilter): boolean {
  const isAmong = <T>(value: T, wanted: readonly T[] | undefined) =>
    wanted === undefined || wanted.length === 0 || wanted.includes(value);
  return isAmong(result, ergebnis) && isAmong(severity, schwere) && isAmong(check, checks);
}

/** The findings that count on the day; `lauf` names the newest run, or the one asked for. */
export async function listFindings(context: Context, slug: string, filter: FindingFilter = {}): Promise<FindingsJson> {
  return listedJson(context, await selectListedFindings(context, slug, filter));
}

/** What is not usual is added only where it is so: seen long ago, explained, judged again. */
export function listedJson({ catalogue, asOf }: Context, { run, observations, findings }: ListedFindings): FindingsJson {
  const header = {
    lauf: run?.id ?? null,
    freigabe: run === null || run.freigaben.length === 0 ? null : run.freigaben.join(', '),
    beobachtungen: observations,
  };
  return {
    ...header,
    befunde: findings.map((listed) => {
      const age = ageOf(listed.finding, asOf);
      const explanation = explanationJson(listed);
      return {
        ...findingJson(catalogue, listed.finding),
        ...(age > findingMaxAgeDays ? { alterTage: age } : {}),
        ...(explanation === null ? {} : { erklaerung: explanation }),
        ...(listed.finding.bewertung === undefined ? {} : { neuBewertet: true as const }),
      };
    }),
    unbestimmt: findings.filter(({ finding }) => finding.result === 'undetermined').length,
  };
}

/** Targets, as the list names them, that no Zielobjekt declares, with what they are. */
export function undeclaredTargets({ findings }: ListedFindings): Map<string, 'rechner' | 'domain'> {
  const undeclared = findings.filter(({ finding }) => !finding.declared).map(({ finding }) => finding.target);
  return new Map(
    undeclared.map((target) => [formatTarget(target), parseAddress(target.address) === null ? 'domain' : 'rechner']),
  );
}

/** Days since a finding was seen. */
export function ageOf({ seenAt }: Finding, asOf: string): number {
  return Math.max(0, daysBetween(dayOf(seenAt), asOf));
}

export function explanationJson({ explanation, state }: ExplainedFinding) {
  if (explanation === null || state === null) return null;
  const { id, bis, begruendung, verantwortlich } = explanation;
  return { id, stand: state, bis, begruendung, verantwortlich, text: explanationText(explanation, state) };
}

/** Answers and findings that disagree; hints apart, since they only might. */
export async function listContradictions(
  context: Context,
  slug: string,
): Promise<{ contradictions: CommandJson['netz widersprueche']; hints: string[] }> {
  const { evaluation } = await evaluateKommune(context, slug);
  return {
    contradictions: evaluation.contradictions.filter((c) => c.kind === 'contradiction').flatMap(contradictionJson),
    hints: evaluation.contradictions.filter((c) => c.kind === 'hint').map((c) => c.text),
  };
}

function contradictionJson({ control, zielobjekt, answer, finding, text }: Contradiction): CommandJson['netz widersprueche'] {
  if (answer === null) return [];
  const ziel = formatTarget(finding.target);
  return [{ control, zielobjekt: zielobjekt.kuerzel, antwort: answer.status, befund: finding.result, ziel, text }];
}
