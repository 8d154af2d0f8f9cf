/** The mayor's page and its annex: three sentences, topics, legal minimum, five gaps, network, contradictions. */

import { type Basis, type ControlEvaluation, countStates } from '../../../domain/answers.ts';
import { type AnswerOrigin, isBulk } from '../../../domain/assessment.ts';
import { dayOf, formatDay } from '../../../domain/calendar.ts';
import { type EffortBand, severities } from '../../../domain/catalogue.ts';
import type { Contradiction } from '../../../domain/contradictions.ts';
import type { DutyEvaluation } from '../../../domain/duties.ts';
import { askedControls, type Evaluation, type Gap, type TopicEvaluation } from '../../../domain/evaluation.ts';
import { type Finding, formatTarget } from '../../../domain/finding.ts';
import { originText } from '../../../domain/inheritance.ts';
import { textIn } from '../../../domain/register.ts';
import { buildCounts, noGapYet, otherTopics, unansweredText } from '../../counts.ts';
import { buildDuty, degree, legalMinimum } from '../../duty-data.ts';
import { gapDue, measuresFor } from '../../gap-due.ts';
import { agreeing, asSentence, counted, enumerated, enumeratedUpTo, formatNumber, quoted, shortened } from '../../german.ts';
import { buildHead, titleFor } from '../../head.ts';
import { lastSeen } from '../../last-seen.ts';
import { type StatusKind, type TopicData, type TrendData, worstFirst } from '../../report-data.ts';
import type { ReportInput } from '../../report-input.ts';
import { answerMark, findingMark, topicMark } from '../../status.ts';
import type { ContradictionData, FindingData, GapData, LeitungData, UncheckedData } from './data.ts';
import { usualRows } from './limits.ts';
import {
  buildIncidents,
  buildMeasures,
  buildResources,
  costText,
  decisionsOf,
  reportingDecision,
  shortCostText,
  sinceLastReport,
  topGaps,
} from './records.ts';

/** Contradictions told on the first page; the annex has more. */
const shownContradictions = 1;

export function buildLeitung(input: ReportInput): LeitungData {
  const { evaluation, catalogue } = input;
  const themen = buildTopics(input);
  const minimum = legalMinimum(evaluation);
  const luecken = evaluation.gaps.slice(0, topGaps).map((gap, index) => buildGap(gap, index, input));
  return {
    art: 'leitung',
    kopf: buildHead(input, { bericht: 'Bericht an die Leitung', titel: titleFor('Informationssicherheit', input.kommune) }),
    saetze: {
      lage: positionSentence(themen, evaluation),
      veraenderung: changeSentence(themen, input),
      entscheidung: decisionSentence(minimum, input),
    },
    gesamt: buildCounts(evaluation.total),
    frueher:
      input.earlier === null ? null : { bezeichnung: input.earlier.label, zahlen: buildCounts(input.earlier.evaluation.total) },
    themen,
    minimum: minimum.map((duty) => buildDuty(duty, evaluation, 'plain')),
    minimumText: minimumText(minimum),
    luecken,
    lueckenUeberschrift: gapsHeading(luecken.length, evaluation.gaps.length),
    lueckenHinweis: gapsNote(luecken.length, evaluation),
    netz: buildNetwork(input),
    widersprueche: buildContradictions(evaluation),
    vorfaelle: buildIncidents(input),
    massnahmen: buildMeasures(input),
    mittel: buildResources(input),
    entscheidungen: decisionsOf(input),
    seitLetztem: sinceLastReport(input),
    methode: method(evaluation, catalogue.edition, input.earlier !== null),
  };
}

function buildTopics({ evaluation, earlier }: ReportInput): TopicData[] {
  const met = metControls(evaluation);
  const rows = evaluation.topics.map((topic) =>
    buildTopic(
      topic,
      earlier?.label ?? '',
      met.filter(({ control }) => control.topic === topic.topic.id),
    ),
  );
  return rows.sort((a, b) => worstFirst.indexOf(a.lage.art) - worstFirst.indexOf(b.lage.art));
}

const trends: Readonly<Record<TrendData['richtung'], { zeichen: TrendData['zeichen']; wort: string; gegenueber: string }>> = {
  besser: { zeichen: '↑', wort: 'besser', gegenueber: 'als' },
  gleich: { zeichen: '→', wort: 'unverändert', gegenueber: 'gegenüber' },
  schlechter: { zeichen: '↓', wort: 'schlechter', gegenueber: 'als' },
};

function buildTopic(topic: TopicEvaluation, earlierLabel: string, met: readonly ControlEvaluation[]): TopicData {
  const { trend } = topic;
  const shown = trend === null ? null : trends[trend];
  return {
    id: topic.topic.id,
    titel: topic.topic.title,
    lage: topicMark(topic),
    trend:
      trend === null || shown === null
        ? null
        : {
            richtung: trend,
            zeichen: shown.zeichen,
            wort: shown.wort,
            text: `${shown.wort} ${shown.gegenueber} ${quoted(earlierLabel)}`,
          },
    zahlen: buildCounts(topic.counts),
    begruendung: [topic.reason, ...topicWeakness(met)].join(' '),
    hinweis: topicWeakness(met).join(' '),
  };
}

/** A topic that is fine only because many questions were answered at once, or by others, says so. */
function topicWeakness(met: readonly ControlEvaluation[]): string[] {
  const bulk = met.filter(isMetInBulk).length;
  const others = met.filter((control) => countedOrigin(control) !== null).length;
  const parts = [
    ...(bulk === 0 ? [] : [`${formatNumber(bulk)} gesammelt gesetzt oder bestätigt`]),
    ...(others === 0 ? [] : [`${formatNumber(others)} von anderen übernommen`]),
  ];
  return parts.length === 0 ? [] : [`Von den „ja“: ${enumerated(parts)}.`];
}

function titlesOf(topics: readonly TopicData[], art: StatusKind): string[] {
  return topics.filter((topic) => topic.lage.art === art).map((topic) => topic.titel);
}

function positionSentence(topics: readonly TopicData[], evaluation: Evaluation): string {
  const { total } = evaluation;
  if (total.n === 0) return 'Das wissen wir nicht, weil für dieses Profil keine Fragen gestellt sind.';
  if (total.offen === total.n) {
    return `Das wissen wir nicht, weil noch keine der ${counted(total.n, 'Frage', 'Fragen')} beantwortet ist.`;
  }
  const urgent = titlesOf(topics, 'handlungsbedarf');
  const nowhere = topics.length === 1 ? 'In dem einen Thema ist keine' : `In keinem der ${topics.length} Themen ist eine`;
  const first =
    urgent.length === 0
      ? `${nowhere} unverzichtbare Anforderung als nicht umgesetzt gemeldet.`
      : `Handlungsbedarf besteht in ${formatNumber(urgent.length)} von ${counted(topics.length, 'Thema', 'Themen')}.`;
  const second = otherTopics(
    topics.map(({ lage }) => lage),
    'wissen wir zu wenig',
  );
  // A crowded sheet shortens at the end, where only names may stand that the list below has too.
  const named = urgent.length === 0 ? [] : [`Mit Handlungsbedarf: ${enumeratedUpTo(urgent, 3)}.`];
  return [first, second, asSentence(buildCounts(total).text), ...weakSentence(evaluation), ...named].join(' ');
}

/** What a head must know of the „ja“ before relying on them: who else gave them, and which nobody looked at one by one. */
function weakSentence(evaluation: Evaluation): string[] {
  const met = metControls(evaluation);
  const others = met.filter((c) => countedOrigin(c) !== null);
  const unfounded = others.filter((c) => isUnfounded(countedOrigin(c))).length;
  const bulk = met.filter(isMetInBulk).length;
  if (others.length + bulk === 0) return [];
  const unfoundedText = unfounded === 0 ? '' : ` (${formatNumber(unfounded)} ohne Vertragsgrundlage)`;
  const foreign = `${agreeing(others.length, 'stammt 1', `stammen ${formatNumber(others.length)}`)} nicht aus dem eigenen Haus${unfoundedText}`;
  const inBulk = 'gesammelt gesetzt oder bestätigt';
  const verb = agreeing(bulk, 'wurde', 'wurden');
  if (others.length === 0) return [`Von den „ja“ ${verb} ${formatNumber(bulk)} ${inBulk}.`];
  return [`Von den „ja“ ${foreign}${bulk === 0 ? '' : `, ${formatNumber(bulk)} ${verb} ${inBulk}`}.`];
}

function metControls(evaluation: Evaluation): ControlEvaluation[] {
  return askedControls(evaluation.profile, evaluation.controls).filter((c) => c.state === 'ja');
}

/** From whom the Kommune has the answer that counts; null when it is its own. */
function countedOrigin({ answers }: ControlEvaluation): AnswerOrigin | null {
  return answers.find(({ answer }) => answer !== null && answer.origin !== null)?.answer?.origin ?? null;
}

function isUnfounded(origin: AnswerOrigin | null): boolean {
  return origin?.kind === 'erklaerung' && origin.vertragsgrundlage === null;
}

function isMetInBulk({ answers }: ControlEvaluation): boolean {
  return answers.some(({ answer, state }) => state === 'ja' && answer !== null && isBulk(answer));
}

function changeSentence(topics: readonly TopicData[], input: ReportInput): string {
  const { earlier } = input;
  if (earlier === null) return 'Das wissen wir nicht, weil es noch keine abgeschlossene frühere Erhebung gibt.';
  const better = topics.filter((topic) => topic.trend?.richtung === 'besser').map((topic) => topic.titel);
  const worse = topics.filter((topic) => topic.trend?.richtung === 'schlechter').map((topic) => topic.titel);
  const since = `Seit ${quoted(earlier.label)} (Stand ${formatDay(earlier.evaluation.asOf)})`;
  const shared = askedBothTimes(input.evaluation, earlier.evaluation);
  const answers = [comparedAnswers(shared, input.evaluation, earlier.evaluation), ...lapsedSentence(shared)].join(' ');
  if (topics.every(({ trend }) => trend === null)) return `${since} lässt sich kein Thema vergleichen. ${answers}`;
  if (better.length + worse.length === 0) return `${since} ist kein Thema besser oder schlechter geworden. ${answers}`;
  const parts = [
    ...(better.length > 0 ? [`besser: ${enumeratedUpTo(better, 3)}`] : []),
    ...(worse.length > 0 ? [`schlechter: ${enumeratedUpTo(worse, 3)}`] : []),
  ];
  return `${since} ${parts.join('; ')}. ${answers}`;
}

/** A question asked both times, as it was answered then and is now. */
interface AskedTwice {
  before: ControlEvaluation;
  now: ControlEvaluation;
}

function askedBothTimes(evaluation: Evaluation, earlier: Evaluation): AskedTwice[] {
  const then = new Map(askedControls(earlier.profile, earlier.controls).map((control) => [control.control.id, control]));
  return askedControls(evaluation.profile, evaluation.controls).flatMap((now) => {
    const before = then.get(now.control.id);
    return before === undefined ? [] : [{ before, now }];
  });
}

/** The „ja“ of both times; where other questions are asked now, only over those asked both times. */
function comparedAnswers(shared: readonly AskedTwice[], evaluation: Evaluation, earlier: Evaluation): string {
  const before = buildCounts(countStates(shared.map((each) => each.before.state)));
  const now = buildCounts(countStates(shared.map((each) => each.now.state)));
  const isSame = shared.length === evaluation.total.n && shared.length === earlier.total.n;
  if (isSame)
    return `„Ja“ bei ${formatNumber(now.ja)} von ${formatNumber(now.zaehlt)} Fragen statt ${formatNumber(before.ja)} von ${formatNumber(before.zaehlt)}.`;
  const profile =
    earlier.profile.id === evaluation.profile.id ? '' : `Das Profil hat gewechselt, vorher ${quoted(earlier.profile.title)}. `;
  if (shared.length === 0) return `${profile}Keine der heutigen Fragen wurde damals schon gestellt.`;
  return `${profile}Von ${counted(shared.length, 'Frage, die', 'Fragen, die')} beide Male gestellt ${agreeing(shared.length, 'wurde', 'wurden')}, ${agreeing(now.ja, 'ist', 'sind')} ${formatNumber(now.ja)} mit „ja“ beantwortet statt ${formatNumber(before.ja)}; heute werden ${formatNumber(evaluation.total.n)} gestellt.`;
}

/** Fewer „ja“ without anybody saying otherwise: an answer grew old, was taken over or lost its ground. */
function lapsedSentence(shared: readonly AskedTwice[]): string[] {
  const lapsed = shared.filter(
    ({ before, now }) => now.state === 'zuBestaetigen' && before.state !== 'zuBestaetigen' && before.state !== 'offen',
  ).length;
  return lapsed === 0 ? [] : [`${counted(lapsed, 'Antwort ist', 'Antworten sind')} seitdem neu zu bestätigen.`];
}

function decisionSentence(minimum: readonly DutyEvaluation[], input: ReportInput): string {
  const { evaluation } = input;
  const missing = minimum.filter((duty) => duty.status === 'nichtErfuellt').map((duty) => quoted(duty.item.short));
  const shown = Math.min(topGaps, evaluation.gaps.length);
  const reporting = reportingDecision(input);
  const sentences = [
    ...reporting,
    ...(shown > 0
      ? [
          `Über ${agreeing(shown, 'die Lücke', `die ${shown} Lücken`)} unten: schließen, anders regeln oder mit Grund und Termin zurückstellen.`,
        ]
      : []),
    ...missingSentence(missing, reporting.length < muchToReport),
    ...clarifyingSentence(evaluation),
  ];
  return sentences.length === 0 ? 'Nichts: Es ist weder eine Lücke noch eine offene Frage erfasst.' : sentences.join(' ');
}

/** From so many sentences about reports on, the list below has to tell the names: the last sentence must not be cut off the sheet. */
const muchToReport = 3;

function missingSentence(missing: readonly string[], withNames: boolean): string[] {
  if (missing.length === 0) return [];
  if (withNames) return [`Vom gesetzlichen Minimum nicht erfüllt: ${enumeratedUpTo(missing, 2)}.`];
  const verb = agreeing(missing.length, 'ist', 'sind');
  return [`${counted(missing.length, 'Punkt', 'Punkte')} des gesetzlichen Minimums ${verb} nicht erfüllt.`];
}

function clarifyingSentence({ total: { offen, zuBestaetigen } }: Evaluation): string[] {
  const unknown = offen + zuBestaetigen;
  if (unknown === 0) return [];
  if (zuBestaetigen === 0)
    return [
      `Wer ${agreeing(offen, 'die eine noch nicht beantwortete Frage', `die ${formatNumber(offen)} noch nicht beantworteten Fragen`)} klärt, und bis wann.`,
    ];
  if (offen === 0)
    return [
      `Wer ${agreeing(zuBestaetigen, 'die eine Antwort bestätigt, bei der', `die ${formatNumber(zuBestaetigen)} Antworten bestätigt, bei denen`)} das nötig ist, und bis wann.`,
    ];
  return [`Wer die ${formatNumber(unknown)} Fragen ohne gültige Antwort klärt, und bis wann.`];
}

function minimumText(minimum: readonly DutyEvaluation[]): string {
  if (minimum.length === 0) return 'Das gesetzliche Minimum ist in diesem Katalog nicht beschrieben.';
  const met = minimum.filter((duty) => duty.status === 'erfuellt').length;
  const missing = minimum.filter((duty) => duty.status === 'nichtErfuellt' || duty.status === 'teilweise').length;
  const unknown = minimum.filter((duty) => duty.status === 'offen').length;
  const other = minimum.length - met - missing - unknown;
  const parts = [
    `${met} in Ordnung`,
    `${missing} mit Mangel`,
    `${unknown} nicht bekannt`,
    ...(other > 0 ? [`${other} nicht anwendbar`] : []),
  ];
  return `${counted(minimum.length, 'Punkt', 'Punkte')}: ${parts.join(', ')}.`;
}

function buildGap(gap: Gap, index: number, input: ReportInput): GapData {
  const { evaluation, catalogue, asOf } = input;
  const { control, state } = gap.evaluation;
  const measures = measuresFor(control.id, input);
  const said = (field: string) => measures.flatMap(({ values }) => textIn(values, field) ?? []);
  const until = gapDue(gap, measures);
  return {
    nr: index + 1,
    control: control.id,
    titel: control.title,
    stand: answerMark(state),
    folge: control.consequence,
    anforderung: control.obligation,
    gesetz: legalAxis(gap, evaluation.duties.get('saechsisichg') ?? []),
    aufwand: effortText(catalogue.vocabulary.efforts.find((band) => band.effort === control.effort)),
    kosten: costText(measures),
    kostenKurz: shortCostText(measures),
    massnahmen: measures.map(({ id }) => id),
    wer: gap.verantwortlich ?? (enumerated([...new Set(said('verantwortlich'))]) || 'noch niemand benannt'),
    bis: until === null ? 'ohne Termin' : formatDay(until),
    ueberfaellig: until !== null && until < asOf,
    wahl: ['einverstanden', 'anders', mayBeAccepted(gap) ? 'Risiko getragen' : 'zurückgestellt'],
  };
}

/** A risk cannot be accepted where the law or the Basis level demands the control: it can only be put off, with a reason and a day. */
function mayBeAccepted({ duties, evaluation }: Gap): boolean {
  return duties.length === 0 && evaluation.control.level !== 'basis';
}

/** The legal duty stands beside the requirement level: they are two axes. The firmest duty is named. */
function legalAxis(gap: Gap, duties: readonly DutyEvaluation[]): string {
  const order = ['MUSS', 'MUSS-WENN', 'SOLL', 'DULDEN'];
  const binding = duties
    .filter((duty) => gap.duties.includes(duty.item.id))
    .sort((a, b) => order.indexOf(a.item.kind) - order.indexOf(b.item.kind));
  const first = binding[0];
  if (first === undefined) return 'keine einzelne Pflicht';
  const more = binding.length > 1 ? ` und ${counted(binding.length - 1, 'weitere Pflicht', 'weitere Pflichten')}` : '';
  return `${first.item.kind}, ${first.item.ref}${degree(first)}${more}`;
}

function effortText(band: EffortBand | undefined): string {
  if (band === undefined) return 'nicht geschätzt';
  if (band.daysFrom === 0) return `bis ${formatNumber(band.daysTo)} ${agreeing(band.daysTo, 'Tag', 'Tage')}`;
  return `${formatNumber(band.daysFrom)} bis ${formatNumber(band.daysTo)} ${agreeing(band.daysTo, 'Tag', 'Tage')}`;
}

function gapsHeading(shown: number, all: number): string {
  if (all === 0) return 'Lücken';
  if (shown === 1) return 'Die erfasste Lücke';
  const words = ['', '', 'zwei', 'drei', 'vier', 'fünf'];
  return all > shown ? `Die ${words[shown]} wichtigsten Lücken` : `Die ${words[shown]} erfassten Lücken`;
}

function gapsNote(shown: number, evaluation: Evaluation): string {
  const all = evaluation.gaps.length;
  if (all === 0)
    return unansweredText(evaluation.total) === '' ? 'Es ist keine Lücke gemeldet; alle Fragen sind beantwortet.' : noGapYet;
  const rest = all - shown;
  // A crowded sheet shortens at the end.
  const more = rest === 0 ? '' : `${counted(rest, 'weitere Lücke steht', 'weitere Lücken stehen')} nicht in diesem Bericht. `;
  return `${more}Zuerst steht, was das Gesetz verlangt, dann, was unverzichtbar ist, dann, was mit wenig Aufwand viel hilft. Aufwand: Schätzung in Arbeitstagen; Kosten: laut Maßnahme.`;
}

function buildNetwork(input: ReportInput): LeitungData['netz'] {
  const { evaluation, catalogue } = input;
  const made = evaluation.findings.filter((finding) => finding.result !== 'undetermined');
  const faults = made
    .filter((finding) => finding.result !== 'met')
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  return {
    satz: networkSentence(input, made),
    maengel: faultSentence(faults, evaluation),
    nichtGesehen: unseenSentence(input),
    schweren: bySeverity(faults),
    befunde: [...faults, ...made.filter(({ result }) => result === 'met')].map((finding) =>
      buildFinding(finding, titleOfCheck(finding, catalogue)),
    ),
    ungeprueft: evaluation.unchecked.map((finding) => buildUnchecked(finding, titleOfCheck(finding, catalogue))),
    mehr: evaluation.findings.length === 0 ? '' : 'Alles im Einzelnen steht im Bericht „Netzprüfung“.',
  };
}

/** Worst first; a criterion that runs out is no fault yet. */
function bySeverity(faults: readonly Finding[]): LeitungData['netz']['schweren'] {
  const words = faults.map(({ result, severity }) => (result === 'phase-out' ? 'läuft aus' : severity));
  return [...severities.filter((severity) => severity !== 'hinweis'), 'läuft aus', 'hinweis'].flatMap((schwere) => {
    const anzahl = words.filter((word) => word === schwere).length;
    return anzahl === 0 ? [] : [{ schwere, anzahl }];
  });
}

function titleOfCheck(finding: Finding, catalogue: ReportInput['catalogue']): string {
  return catalogue.checks.find((check) => check.id === finding.check)?.title ?? finding.check;
}

function targetsOf(findings: readonly Finding[]): number {
  return new Set(findings.map((finding) => finding.target.address)).size;
}

function networkSentence({ evaluation, scan }: ReportInput, made: readonly Finding[]): string {
  const day = lastSeen(evaluation.findings, scan);
  if (day === null) return 'Was von außen zu sehen ist, wissen wir nicht, weil noch keine Netzprüfung erfasst ist.';
  if (made.length === 0) return `Die Netzprüfung vom ${day} hat nichts feststellen können.`;
  const good = made.filter((finding) => finding.result === 'met').length;
  const seen = `Zuletzt am ${day}: ${counted(targetsOf(made), 'Adresse', 'Adressen')} angesehen, ${counted(made.length, 'Punkt', 'Punkte')} beurteilt`;
  return `${seen}, ${formatNumber(good)} in Ordnung, ${formatNumber(made.length - good)} mit Mangel oder bald veraltet.`;
}

/** Most characters of the names of what is concerned: they must leave room for what was not seen. */
const concernedRoom = 70;

/** Faults in the words of the controls they bear on: consequence first, no product, no version. */
function faultSentence(faults: readonly Finding[], evaluation: Evaluation): string {
  if (faults.length === 0) return '';
  const checks = new Set(faults.map((finding) => finding.check));
  const concerned = [...evaluation.controls.values()].filter((c) => c.control.checks.some((check) => checks.has(check)));
  const topics = [...new Set(concerned.map((c) => c.control.title))];
  if (topics.length === 0) return '';
  const named = [3, 2, 1].map((limit) => enumeratedUpTo(topics, limit)).find((text) => text.length <= concernedRoom);
  return `Betroffen: ${named ?? `${counted(topics.length, 'Anforderung', 'Anforderungen')}, siehe Anhang`}.`;
}

/** What the check could not tell. Short enough never to be cut on the first page; the annex lists every point. */
function unseenSentence({ evaluation, scan }: ReportInput): string {
  const n = evaluation.unchecked.length;
  const parts = [
    ...(evaluation.findings.length === 0 ? [] : ['was nicht freigegeben ist oder im Haus liegt']),
    ...(scan?.nmapMissing === true ? ['offene Dienste nur zum Teil, weil ein Prüfprogramm fehlte'] : []),
  ];
  return [
    ...(parts.length === 0 ? [] : [`Nicht gesehen: ${parts.join('; ')}.`]),
    ...(n === 0 ? [] : [`${counted(n, 'Punkt ließ', 'Punkte ließen')} sich nicht feststellen.`]),
  ].join(' ');
}

function buildFinding(finding: Finding, frage: string): FindingData {
  return {
    frage,
    ziel: formatTarget(finding.target),
    stand: findingMark(finding),
    schwere: finding.result === 'met' ? '–' : finding.severity,
    text: finding.text,
    datum: formatDay(dayOf(finding.seenAt)),
  };
}

function buildUnchecked(finding: Finding, frage: string): UncheckedData {
  return { frage, ziel: formatTarget(finding.target), grund: finding.text, datum: formatDay(dayOf(finding.seenAt)) };
}

function buildContradictions(evaluation: Evaluation): LeitungData['widersprueche'] {
  const liste = evaluation.contradictions
    .map((contradiction) => buildContradiction(contradiction, evaluation))
    .sort((a, b) => Number(b.art === 'Widerspruch') - Number(a.art === 'Widerspruch'));
  const anzahl = liste.filter((row) => row.art === 'Widerspruch').length;
  const hinweise = liste.length - anzahl;
  const kurz = [...new Set(liste.filter((row) => row.art === 'Widerspruch').map((row) => row.kurz))].slice(
    0,
    shownContradictions,
  );
  const mehr = liste.length <= usualRows.contradictions ? '' : 'Alle im Einzelnen stehen im Bericht „Netzprüfung“.';
  return { anzahl, hinweise, satz: contradictionSentence(anzahl, hinweise, evaluation), kurz, liste, mehr };
}

function contradictionSentence(contradictions: number, hints: number, evaluation: Evaluation): string {
  if (contradictions + hints > 0) {
    const first = contradictions === 0 ? 'Kein Widerspruch' : counted(contradictions, 'Widerspruch', 'Widersprüche');
    const second = hints === 0 ? '' : `, dazu ${counted(hints, 'Hinweis', 'Hinweise')}`;
    return `${first} zwischen Antworten und Netzprüfung${second}. Die Antwort bleibt stehen, bis jemand sie ändert.`;
  }
  if (evaluation.findings.length === 0)
    return 'Ob Antworten und Wirklichkeit sich widersprechen, wissen wir nicht, weil noch keine Netzprüfung erfasst ist.';
  return 'Kein Widerspruch zwischen Antworten und Netzprüfung gefunden.';
}

function buildContradiction(contradiction: Contradiction, evaluation: Evaluation): ContradictionData {
  const control = evaluation.controls.get(contradiction.control)?.control;
  const titel = control?.title ?? contradiction.control;
  const said = contradiction.answer === null ? 'keine Antwort' : `die Antwort lautet ${quoted(contradiction.answer.status)}`;
  const seen = `die Prüfung vom ${formatDay(dayOf(contradiction.finding.seenAt))} sah etwas anderes`;
  return {
    art: contradiction.kind === 'contradiction' ? 'Widerspruch' : 'Hinweis',
    titel,
    control: contradiction.control,
    zielobjekt: contradiction.zielobjekt.name,
    kurz: `${titel}: ${said}, ${seen}. ${control?.consequence ?? ''}`.trim(),
    text: contradiction.text,
  };
}

function method(evaluation: Evaluation, edition: string, hasEarlier: boolean): LeitungData['methode'] {
  const met = metControls(evaluation);
  return {
    unbekannt: `Nicht beantwortete und nicht mehr gültige Antworten zählen nie als erfüllt. Entbehrliche Fragen stehen nicht im Nenner, werden aber genannt. ${lightRule}`,
    grundlage: basisSentence(met, evaluation),
    gesammelt: bulkSentence(met),
    herkunft: originSentence(evaluation),
    aufwand: `Der Aufwand ist eine Schätzung des Katalogs ${edition} für ein kleines Rathaus, kein Angebot. Kosten in Euro stehen nur da, wo sie in einer Maßnahme eingetragen sind.`,
    grad: 'Ein ° steht an jeder Rechtsstelle, deren geltender Wortlaut für den Katalog nicht gelesen wurde; sie ist vor rechtlicher Verwendung zu prüfen.',
    trend: hasEarlier
      ? 'Der Pfeil zeigt, ob unter den Fragen eines Themas, die beide Male beantwortet waren, mehr besser oder mehr schlechter geworden sind.'
      : 'Pfeile fehlen, weil es keine abgeschlossene frühere Erhebung gibt.',
  };
}

/** What `lightOf` decides, in its order; a third is `defaultUnknownShare`. */
const lightRule =
  'Ein Thema steht unter „Handlungsbedarf“, wenn eine unverzichtbare Anforderung (MUSS) mit „nein“ beantwortet ist; sonst unter „nicht bekannt“, wenn mehr als ein Drittel seiner Fragen ohne gültige Antwort ist; sonst unter „teilweise“, wenn eine Frage mit „nein“ oder „teilweise“ beantwortet ist.';

/** What stands behind the „ja“: each of them counted once, where the network check contradicts it there. */
function basisSentence(met: readonly ControlEvaluation[], { contradictions, findings }: Evaluation): string {
  if (met.length === 0) return 'Mit „ja“ ist noch keine Frage beantwortet.';
  const disputed = new Set(contradictions.filter(({ kind }) => kind === 'contradiction').map(({ control }) => control));
  const undisputed = met.filter(({ control }) => !disputed.has(control.id));
  const on = (basis: Basis) => undisputed.filter((control) => control.basis === basis).length;
  const withCheck = (n: number, words: string) => `${formatNumber(n)}, bei ${agreeing(n, 'der', 'denen')} ${words}`;
  const parts = [
    `${formatNumber(on('angegeben'))} nur angegeben`,
    `${formatNumber(on('belegt'))} mit Nachweis belegt`,
    ...(findings.every(({ result }) => result === 'undetermined')
      ? []
      : [
          withCheck(on('gemessen'), 'die Netzprüfung keinen Widerspruch fand'),
          withCheck(met.length - undisputed.length, 'sie einen fand'),
        ]),
  ];
  const subject =
    met.length === 1 ? 'Die eine Antwort „ja“ verteilt' : `Die ${formatNumber(met.length)} Antworten „ja“ verteilen`;
  return `${subject} sich so: ${parts.join('; ')}.`;
}

function bulkSentence(met: readonly ControlEvaluation[]): string {
  const bulk = met.filter(isMetInBulk).length;
  return bulk === 0
    ? 'Gesammelt gesetzte oder bestätigte „ja“ gibt es nicht.'
    : `Gesammelt gesetzt oder bestätigt (viele Antworten auf einmal) ${agreeing(bulk, 'ist davon', 'sind davon')} ${formatNumber(bulk)}.`;
}

/** Sources told one by one, topics named of each, characters of a name: the annex has three pages. */
const shownSources = { sources: 4, topics: 4, name: 60 };

/** The sources of answers that are not the Kommune's own, those of most answers first, with topics, and how many no longer hold. */
function originSentence(evaluation: Evaluation): string {
  const asked = askedControls(evaluation.profile, evaluation.controls);
  const inherited = asked.flatMap((control) => {
    const origin = countedOrigin(control);
    return origin === null ? [] : { control, origin };
  });
  if (inherited.length === 0) return 'Alle Antworten hat die Kommune selbst gegeben.';
  const titles = new Map(evaluation.topics.map(({ topic }) => [topic.id, topic.title]));
  const lapsedIn = (own: typeof inherited) => {
    const lapsed = own.filter(({ control }) => control.state === 'zuBestaetigen').length;
    return lapsed === 0 ? '' : `, ${formatNumber(lapsed)} davon nicht mehr gültig und zu bestätigen`;
  };
  const bySource = [...Map.groupBy(inherited, ({ origin }) => originText(origin))].toSorted(
    ([, a], [, b]) => b.length - a.length,
  );
  const told = bySource.slice(0, shownSources.sources).map(([source, own]) => {
    const topics = [...new Set(own.map(({ control: { control } }) => titles.get(control.topic) ?? control.topic))];
    const named = enumeratedUpTo(
      topics.map((title) => shortened(title, shownSources.name)),
      shownSources.topics,
    );
    return `${shortened(source, 2 * shownSources.name)}: ${formatNumber(own.length)} (${named})${lapsedIn(own)}`;
  });
  const others = bySource.slice(shownSources.sources);
  const rest = others.flatMap(([, own]) => own);
  const sources = [
    ...told,
    ...(others.length === 0
      ? []
      : [`${counted(others.length, 'weitere Quelle', 'weitere Quellen')}: ${formatNumber(rest.length)}${lapsedIn(rest)}`]),
  ];
  const unfounded = inherited.some(({ origin }) => isUnfounded(origin))
    ? ' „Ohne Vertragsgrundlage“ heißt: Es ist kein Vertrag erfasst, auf den sich die Kommune dabei berufen könnte.'
    : '';
  const count = agreeing(inherited.length, '1 Antwort stammt', `${formatNumber(inherited.length)} Antworten stammen`);
  return `${count} nicht aus dem eigenen Haus, sondern aus: ${sources.join('; ')}.${unfounded}`;
}
