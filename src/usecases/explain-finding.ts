import { formatDay } from '../domain/calendar.ts';
import { formatTarget } from '../domain/finding.ts';
import { explanationState, explanationText, type FindingExplanation, findingKey, isGap } from '../domain/finding-explanations.ts';
import type { RecordedFinding } from '../domain/netzlauf.ts';
import type { ObservedTarget, Vantage } from '../domain/observation.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import {
  insertExplanationsWithdrawn,
  insertFindingExplanations,
  selectFindingExplanations,
} from '../store/befund-erklaerungen.ts';
import { selectKommune } from '../store/kommunen.ts';
import { selectCurrentFindings } from '../store/netzlaeufe.ts';
import { type Context, recordingOf, stateAt, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';

type Explained = CommandJson['netz erklaeren'];

/** Which findings are meant. Without port or vantage all of the target. */
export interface FindingChoice {
  kommune: string;
  check: string;
  /** As a list of findings shows it, or a part of it: `www.beispielhain.de:443`, `192.0.2.7`. */
  ziel: string;
  blickwinkel?: Vantage | undefined;
}

export interface NewExplanation extends FindingChoice {
  begruendung: string;
  bis: string;
  /** Who answers for it; without one the person who records it. */
  verantwortlich?: string | undefined;
}

/** Longer than this nobody can answer for a gap: then it is the state of things. */
const maxYears = 5;

/**
 * Records why a finding is accepted until a day. The finding stays as it is.
 * @throws NotFoundError when no finding fits; InvalidDataError when there is nothing to explain, no reason, or a day past or too far
 */
export async function explainFinding(context: Context, explanation: NewExplanation): Promise<Explained> {
  const { store, today, person } = context;
  const { kommune: slug, check, begruendung, bis } = explanation;
  await selectKommune(store, slug, stateNow(context));
  if (begruendung.trim() === '')
    throw new InvalidDataError('Die Begründung ist leer.', 'Mit --begruendung sagen, warum die Abweichung vorerst bleibt.');
  if (bis < today)
    throw new InvalidDataError(`${formatDay(bis)} ist schon vorbei.`, 'Mit --bis einen Tag in der Zukunft nennen.');
  if (Number(bis.slice(0, 4)) > Number(today.slice(0, 4)) + maxYears)
    throw new InvalidDataError(
      `Bis zum ${formatDay(bis)} ist zu lang: Eine Erklärung gilt höchstens ${maxYears} Jahre.`,
      'Einen früheren Tag nennen und dann neu entscheiden.',
    );
  const meant = choose(await selectCurrentFindings(store, slug, stateNow(context)), explanation);
  const gaps = meant.filter(isGap);
  if (gaps.length === 0) {
    throw new InvalidDataError(
      `${check} an ${explanation.ziel} ist ${meant.some(({ result }) => result === 'undetermined') ? 'unbestimmt' : 'in Ordnung'}: Zu erklären gibt es nichts.`,
      'Erklären lässt sich nur, was nicht in Ordnung ist oder ausläuft.',
    );
  }
  const newest = [...new Map(gaps.map((gap) => [findingKey(gap), gap])).values()];
  const recorded = await insertFindingExplanations(
    store,
    slug,
    newest.map((gap) => ({
      check,
      target: gap.target,
      vantage: gap.vantage,
      result: gap.result === 'phase-out' ? 'phase-out' : 'not-met',
      severity: gap.severity,
      begruendung: begruendung.trim(),
      verantwortlich: explanation.verantwortlich?.trim() || person,
      erklaertAm: today,
      bis,
      aufgehobenAm: null,
    })),
    recordingOf(context),
  );
  return recorded.map((each) => explanationJson(each, newest, today));
}

/** Takes explanations back. @throws NotFoundError when none stands for check and target */
export async function withdrawExplanation(context: Context, choice: FindingChoice): Promise<Explained> {
  const { store, today } = context;
  const { kommune: slug, check, ziel } = choice;
  await selectKommune(store, slug, stateNow(context));
  const standing = (await selectFindingExplanations(store, slug, stateNow(context))).filter(
    ({ aufgehobenAm }) => aufgehobenAm === null,
  );
  const meant = standing.filter((each) => each.check === check && isMeant(each.target, each.vantage, choice));
  if (meant.length === 0) {
    throw new NotFoundError(
      `Zu ${check} an ${ziel} ist keine Erklärung erfasst.`,
      standing.length === 0
        ? `In ${slug} ist kein Befund erklärt.`
        : `Erklärt sind: ${standing.map((each) => `${each.check} an ${formatTarget(each.target)}`).join('; ')}.`,
    );
  }
  const withdrawn = await insertExplanationsWithdrawn(store, slug, meant, today, recordingOf(context));
  return withdrawn.map((each) => explanationJson(each, [], today));
}

/** Every explanation recorded by the day, with what it is worth on it. */
export async function listExplanations(context: Context, slug: string): Promise<Explained> {
  const at = stateAt(context);
  await selectKommune(context.store, slug, at);
  const explanations = await selectFindingExplanations(context.store, slug, at);
  if (explanations.length === 0) return [];
  const findings = await selectCurrentFindings(context.store, slug, at);
  return explanations.map((each) => explanationJson(each, findings, context.asOf));
}

function explanationJson(explanation: FindingExplanation, findings: readonly RecordedFinding[], asOf: string): Explained[number] {
  const { id, check, target, vantage, result, severity, begruendung, verantwortlich, erklaertAm, bis } = explanation;
  const own = findings.filter((finding) => findingKey(finding) === findingKey(explanation));
  const stand = explanationState(explanation, own, asOf);
  return {
    id,
    check,
    ziel: formatTarget(target),
    blickwinkel: vantage,
    ergebnis: result,
    schwere: severity,
    begruendung,
    verantwortlich,
    erklaertAm,
    bis,
    stand,
    text: explanationText(explanation, stand),
  };
}

/** @throws NotFoundError naming where the check has findings */
function choose(findings: readonly RecordedFinding[], choice: FindingChoice): RecordedFinding[] {
  const ofCheck = findings.filter(({ check }) => check === choice.check);
  const meant = ofCheck.filter(({ target, vantage }) => isMeant(target, vantage, choice));
  if (meant.length > 0) return meant;
  const places = [...new Set(ofCheck.map(({ target }) => formatTarget(target)))];
  const checks = [...new Set(findings.filter(isGap).map(({ check }) => check))];
  throw new NotFoundError(
    `Einen Befund ${choice.check} an ${choice.ziel} gibt es nicht.`,
    places.length > 0
      ? `${choice.check} hat Befunde an: ${places.slice(0, 8).join('; ')}.`
      : `Nicht in Ordnung oder auslaufend sind: ${checks.join(', ') || 'keine'}; siehe „burgward netz befunde“.`,
  );
}

function isMeant(target: ObservedTarget, vantage: Vantage, { ziel, blickwinkel }: FindingChoice): boolean {
  if (blickwinkel !== undefined && blickwinkel !== vantage) return false;
  return spellings(target).includes(ziel.trim().toLowerCase());
}

function spellings(target: ObservedTarget): string[] {
  const { name, address, port } = target;
  const hosts = [{ name: null, address }, ...(name === null ? [] : [{ name: null, address: name }]), { name, address }];
  return hosts
    .flatMap((host) => [formatTarget({ ...host, port: null }), formatTarget({ ...host, port })])
    .map((text) => text.toLowerCase());
}
