/**
 * An evaluation as the council may read it, and as everybody may. Made anew from states, counts and the words of the shipped catalogue;
 * what people typed and what a check saw stays behind.
 */
import { type AnswerState, type ControlEvaluation, emptyCounts, type ZielobjektAnswer } from '../domain/answers.ts';
import type { AnswerOrigin, Assessment } from '../domain/assessment.ts';
import { type Catalogue, type Control, confidences, type FrameworkItem, type Profile } from '../domain/catalogue.ts';
import type { Contradiction } from '../domain/contradictions.ts';
import { type DutyEvaluation, type DutyStatus, dutyStates, isBinding } from '../domain/duties.ts';
import { type Evaluation, type Gap, lightOf, lights, type TopicEvaluation } from '../domain/evaluation.ts';
import { type Finding, type FindingResult, findingResults } from '../domain/finding.ts';
import type { Kommune } from '../domain/kommune.ts';
import type { ObservedTarget } from '../domain/observation.ts';
import { decided } from './decided.ts';
import type { NeutralNames } from './redact-names.ts';
import { topicMark } from './status.ts';

/** Says that something is recorded which this edition does not tell: leaving it out would read as „nothing recorded“. */
export const withheld = 'nicht genannt';

/** Says that somebody is named who has to act. */
export const somebody = 'benannt';

/** The only framework lower editions show: rows of others may be a Kommune's own words. */
export const releasedFramework = 'saechsisichg';

/** What redacting looks at besides the evaluation. */
export interface Redaction {
  /** The catalogue without anything a Kommune added. */
  catalogue: Catalogue;
  controls: ReadonlyMap<string, Control>;
  names: NeutralNames;
  kommune: Kommune;
}

/** For the council: topics, requirements and checks by the words of the catalogue, nothing about who, where and why. */
export function evaluationForCouncil(evaluation: Evaluation, redaction: Redaction): Evaluation {
  const { asOf, profile, total, topics, duties, contradictions, unchecked, findings, gaps, controls } = evaluation;
  const released = [...controls.values()].filter(({ control }) => redaction.controls.has(control.id));
  return decided<Evaluation>({
    asOf,
    kommune: redaction.kommune,
    profile: releasedProfile(profile),
    controls: new Map(released.map((each) => [each.control.id, controlForCouncil(each, redaction)])),
    total,
    topics: topics.map(topicForCouncil),
    duties: new Map([[releasedFramework, (duties.get(releasedFramework) ?? []).map(dutyForCouncil)]]),
    contradictions: contradictions.map((each) => contradictionForCouncil(each, redaction)),
    unchecked: unchecked.map((each) => findingForCouncil(each, redaction)),
    findings: findings.map((each) => findingForCouncil(each, redaction)),
    gaps: gaps.map((gap) => gapForCouncil(gap, redaction)),
  });
}

/**
 * For everybody: totals. Lists keep their length and their states, sorted by them, so that not even the order tells what is open. The
 * gaps are in the total only.
 */
export function evaluationForPublic(evaluation: Evaluation, redaction: Redaction): Evaluation {
  const { asOf, profile, total, topics, duties, contradictions, unchecked, findings } = evaluation;
  return decided<Evaluation>({
    asOf,
    kommune: redaction.kommune,
    profile: releasedProfile(profile),
    controls: new Map(),
    total,
    topics: byRank(topics, ({ light }) => lights.indexOf(light)).map(topicForPublic),
    duties: new Map([
      [
        releasedFramework,
        byRank(duties.get(releasedFramework) ?? [], ({ status }) => dutyStates.indexOf(status)).map(dutyForPublic),
      ],
    ]),
    contradictions: byRank(contradictions, ({ kind }) => Number(kind === 'hint')).map((each) =>
      contradictionForPublic(each, redaction),
    ),
    unchecked: unchecked.map((each) => findingForPublic(each, redaction)),
    findings: sortedByResult(findings).map((each) => findingForPublic(each, redaction)),
    gaps: [],
  });
}

/** Also numbers the neutral addresses, which therefore must be made from this order. */
export function sortedByResult(findings: readonly Finding[]): Finding[] {
  return byRank(findings, ({ result }) => findingResults.indexOf(result));
}

function byRank<T>(list: readonly T[], rank: (each: T) => number): T[] {
  return [...list].sort((a, b) => rank(a) - rank(b));
}

/** Profiles are the shipped ones. */
function releasedProfile({ id, title, note, controls }: Profile): Profile {
  return decided<Profile>({ id, title, note, controls, reasons: undefined, facts: undefined });
}

const stateReasons: Readonly<Record<AnswerState, string>> = {
  ja: 'Umgesetzt.',
  teilweise: 'Nur zum Teil umgesetzt.',
  nein: 'Nicht umgesetzt.',
  entbehrlich: 'Entbehrlich.',
  offen: 'Es ist noch keine Antwort erfasst.',
  zuBestaetigen: 'Die Antwort ist zu bestätigen.',
};

function controlForCouncil({ control, state, basis, answers }: ControlEvaluation, redaction: Redaction): ControlEvaluation {
  return decided<ControlEvaluation>({
    control: redaction.controls.get(control.id) ?? control,
    state,
    basis,
    reason: stateReasons[state],
    answers: answers.map((each) => zielobjektAnswerForCouncil(each, redaction)),
  });
}

function zielobjektAnswerForCouncil(
  { zielobjekt, answer, fromVerbund, state, basis }: ZielobjektAnswer,
  redaction: Redaction,
): ZielobjektAnswer {
  return decided<ZielobjektAnswer>({
    zielobjekt: redaction.names.zielobjekt(zielobjekt),
    answer: answer === null ? null : answerForCouncil(answer, redaction),
    fromVerbund,
    deviatesFrom: null,
    state,
    basis,
    reason: stateReasons[state],
  });
}

function answerForCouncil(answer: Assessment, { names, catalogue, kommune }: Redaction): Assessment {
  const { control, status, grund, nachweis, verantwortlich, bis, source, validFrom, reviewDue, origin } = answer;
  return decided<Assessment>({
    kommune: kommune.slug,
    zielobjekt: names.zielobjekt({ kuerzel: answer.zielobjekt }).kuerzel,
    control,
    catalogueId: catalogue.id,
    catalogueEdition: catalogue.edition,
    erhebung: '',
    status,
    grund,
    begruendung: null,
    nachweis: nachweis === null ? null : 'liegt vor',
    notiz: null,
    verantwortlich: verantwortlich === null ? null : somebody,
    bis,
    saidBy: 'Verwaltung',
    source,
    validFrom,
    reviewDue,
    recordedAt: `${validFrom}T00:00:00.000Z`,
    entry: 0,
    paket: null,
    controlHash: null,
    origin: origin === null ? null : originForCouncil(origin),
    overruled: undefined,
    secondSignature: undefined,
  });
}

type Statement = Extract<AnswerOrigin, { kind: 'erklaerung' }>;
type Descended = Exclude<AnswerOrigin, Statement>;

const descendedNames: Readonly<Record<Descended['kind'], string>> = {
  gruppe: 'gemeinsamer Angaben',
  verwaltung: 'eine andere Kommune',
};

function originForCouncil(origin: AnswerOrigin): AnswerOrigin {
  if (origin.kind !== 'erklaerung') return decided<Descended>({ kind: origin.kind, slug: '', name: descendedNames[origin.kind] });
  const { kind, id, vom, gueltigBis, vertragsgrundlage, erloschen } = origin;
  return decided<Statement>({
    kind,
    id,
    dienstleister: 'einem Dienstleister',
    titel: withheld,
    vom,
    gueltigBis,
    vertragsgrundlage: vertragsgrundlage === null ? null : withheld,
    erloschen: erloschen === null ? null : 'Die Erklärung gilt nicht mehr.',
  });
}

const dutyReasons: Readonly<Record<DutyStatus, string>> = {
  erfuellt: 'Nach Angabe der Verwaltung erfüllt.',
  teilweise: 'Nur zum Teil oder verspätet erfüllt.',
  nichtErfuellt: 'Nicht erfüllt.',
  offen: 'Dazu fehlt eine Angabe, die noch gilt.',
  nichtAnwendbar: 'Die Voraussetzung trifft auf diese Kommune nicht zu.',
};

function dutyForCouncil({
  item,
  status,
  controls,
  weakestConfidence,
  date,
  due,
  isConditionOpen,
}: DutyEvaluation): DutyEvaluation {
  const excuse = item.notDemanded ?? item.excused;
  const open = isConditionOpen ? 'Ob die Pflicht hier gilt, ist nicht bekannt.' : null;
  return decided<DutyEvaluation>({
    item: { ...item, local: undefined },
    status,
    reason: open ?? (status === 'nichtAnwendbar' && excuse !== undefined ? excuse : dutyReasons[status]),
    controls,
    weakestConfidence,
    date,
    due,
    isConditionOpen,
    because: undefined,
  });
}

/** Whether it binds and belongs to the legal minimum, not which it is: kind and marks are rare enough to tell. */
function dutyForPublic({ item, status }: DutyEvaluation): DutyEvaluation {
  return decided<DutyEvaluation>({
    item: decided<FrameworkItem>({
      id: '',
      ref: '',
      kind: isBinding({ item, status }) ? 'MUSS' : 'KANN',
      duty: '',
      short: '',
      confidence: [],
      appliesIf: undefined,
      answeredBy: undefined,
      mapped: undefined,
      level: undefined,
      generations: undefined,
      excused: item.excused === undefined ? undefined : withheld,
      notDemanded: item.notDemanded === undefined ? undefined : withheld,
      evidence: undefined,
      deadline: undefined,
      note: undefined,
      local: undefined,
      analogous: item.analogous,
      legalMinimum: item.legalMinimum,
    }),
    status,
    reason: dutyReasons[status],
    controls: [],
    weakestConfidence: confidences[confidences.length - 1] ?? 'M',
    date: null,
    due: null,
    isConditionOpen: false,
    because: undefined,
  });
}

/** The reason is told again from the counts; the share of unknown answers is chosen so that the light stays the one it was. */
function topicForCouncil({ topic, counts, light, trend }: TopicEvaluation): TopicEvaluation {
  const { reason } = lightOf(counts, light === 'handlungsbedarf', light === 'nichtBekannt' ? 0 : 1);
  return decided<TopicEvaluation>({ topic, counts, light, reason, trend });
}

/** Which topic is in which state would be the detail; how many are is the total, and how many do not concern the Kommune. */
function topicForPublic(evaluated: TopicEvaluation): TopicEvaluation {
  const topic = { id: '', title: '', definition: '', group: '' };
  const counts = topicMark(evaluated).art === 'trifftNichtZu' ? { ...emptyCounts(), n: 1, entbehrlich: 1 } : emptyCounts();
  return decided<TopicEvaluation>({ topic, counts, light: evaluated.light, reason: '', trend: null });
}

const resultWords: Readonly<Record<FindingResult, string>> = {
  met: 'in Ordnung',
  'phase-out': 'läuft aus',
  'not-met': 'nicht in Ordnung',
  undetermined: 'nicht feststellbar',
};

/** No port either: it names the service. */
function neutralTarget({ address }: ObservedTarget, { names }: Redaction): ObservedTarget {
  return decided<ObservedTarget>({ name: null, address: names.address(address), port: null });
}

function findingForCouncil(finding: Finding, redaction: Redaction): Finding {
  const { check, target, vantage, zielobjekt, declared, seenAt, result, severity } = finding;
  const known = redaction.catalogue.checks.find(({ id }) => id === check);
  return decided<Finding>({
    check: known?.id ?? '',
    target: neutralTarget(target, redaction),
    vantage,
    zielobjekt: redaction.names.zielobjekt({ kuerzel: zielobjekt }).kuerzel,
    declared,
    seenAt,
    result,
    severity,
    text: `${known?.title ?? 'Prüfung'}: ${resultWords[result]}.`,
  });
}

function findingForPublic({ target, vantage, seenAt, result }: Finding, redaction: Redaction): Finding {
  return decided<Finding>({
    check: '',
    target: neutralTarget(target, redaction),
    vantage,
    zielobjekt: '',
    declared: true,
    seenAt,
    result,
    severity: 'hinweis',
    text: '',
  });
}

function contradictionForCouncil(
  { kind, control, zielobjekt, answer, finding }: Contradiction,
  redaction: Redaction,
): Contradiction {
  const known = redaction.controls.get(control);
  const seen = findingForCouncil(finding, redaction);
  const said = answer === null ? 'keine Antwort' : `Antwort „${answer.status}“`;
  return decided<Contradiction>({
    kind,
    control: known?.id ?? 'eigene Anforderung',
    zielobjekt: redaction.names.zielobjekt(zielobjekt),
    answer: answer === null ? null : answerForCouncil(answer, redaction),
    finding: seen,
    text: `${known?.title ?? 'Eigene Anforderung der Kommune'}: ${said}. Netzprüfung: ${seen.text}`,
  });
}

function contradictionForPublic({ kind, zielobjekt, finding }: Contradiction, redaction: Redaction): Contradiction {
  return decided<Contradiction>({
    kind,
    control: '',
    zielobjekt: { ...redaction.names.zielobjekt(zielobjekt), kuerzel: '', name: '', typ: '' },
    answer: null,
    finding: findingForPublic(finding, redaction),
    text: '',
  });
}

function gapForCouncil({ evaluation, duties, verantwortlich, bis }: Gap, redaction: Redaction): Gap {
  return decided<Gap>({
    evaluation: controlForCouncil(evaluation, redaction),
    duties,
    verantwortlich: verantwortlich === null ? null : somebody,
    bis,
  });
}
