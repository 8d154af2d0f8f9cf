/** Findings made readable: what is alike becomes one line, and every check with a fault gets one remedy. */
import { dayOf, daysBetween, formatDay } from '../../../domain/calendar.ts';
import { type Catalogue, type CheckDefinition, type Control, severities } from '../../../domain/catalogue.ts';
import { type Finding, formatTarget } from '../../../domain/finding.ts';
import { type ExplainedFinding, explanationText, findingKey, isGap, isOpenGap } from '../../../domain/finding-explanations.ts';
import { findingMaxAgeDays, type RecordedFinding } from '../../../domain/netzlauf.ts';
import type { ObservedTarget } from '../../../domain/observation.ts';
import { capitalized, counted, enumerated } from '../../german.ts';
import type { StatusMark } from '../../report-data.ts';
import { vantageWords } from '../../status.ts';
import type { NetEndingData, NetExplainedData, NetFindingData, NetOrderData, NetRemedyData, NetUnseenData } from './data.ts';

export type Explained = ExplainedFinding<RecordedFinding>;

/** Degrees as the report counts them: five severities of faults, and what is being phased out whatever its severity. */
export const degrees = [...severities, 'laeuft-aus'] as const;
export type Degree = (typeof degrees)[number];

export const degreeWords: Readonly<Record<Degree, string>> = {
  kritisch: 'kritisch',
  hoch: 'hoch',
  mittel: 'mittel',
  niedrig: 'niedrig',
  hinweis: 'Hinweis',
  'laeuft-aus': 'bald veraltet',
};

export function degreeOf({ result, severity }: Pick<Finding, 'result' | 'severity'>): Degree {
  return result === 'phase-out' ? 'laeuft-aus' : severity;
}

export function degreeMark(degree: Degree): StatusMark {
  return { art: degree === 'laeuft-aus' ? 'teilweise' : 'handlungsbedarf', wort: degreeWords[degree] };
}

/** What the lines of the report are made with. */
export interface FindingWords {
  catalogue: Catalogue;
  asOf: string;
  /** Instant a fault was first seen without having been in order since, by `findingKey`. */
  firstSeen: ReadonlyMap<string, string>;
  /** Number of the remedy of a check. */
  remedies: ReadonlyMap<string, number>;
}

/** @param findings in order of recording; runs may have been recorded later than they looked */
export function firstSeenOf(findings: readonly RecordedFinding[]): Map<string, string> {
  const since = new Map<string, string>();
  for (const finding of findings.toSorted((a, b) => (a.seenAt < b.seenAt ? -1 : a.seenAt > b.seenAt ? 1 : 0))) {
    const key = findingKey(finding);
    if (finding.result === 'met') since.delete(key);
    else if (isGap(finding) && !since.has(key)) since.set(key, finding.seenAt);
  }
  return since;
}

export function checkOf({ checks }: Catalogue, id: string): CheckDefinition | null {
  return checks.find((check) => check.id === id) ?? null;
}

export function titleOf(catalogue: Catalogue, check: string): string {
  return checkOf(catalogue, check)?.title ?? check;
}

export function controlsOf({ controls }: Catalogue, check: string): Control[] {
  return controls.filter(({ retired, checks }) => retired === undefined && checks.includes(check));
}

/** Checks with a fault, the most urgent first: worst open degree, then most targets; those that are only explained come last. */
export function rankChecks(gaps: readonly Explained[]): { check: string; open: Explained[]; all: Explained[] }[] {
  const groups = [...Map.groupBy(gaps, ({ finding }) => finding.check)].map(([check, all]) => ({
    check,
    open: all.filter(isOpenGap),
    all,
  }));
  return groups.sort(
    (a, b) => urgency(a) - urgency(b) || targetsOf(b.open).length - targetsOf(a.open).length || compare(a.check, b.check),
  );
}

function urgency({ open }: { open: readonly Explained[] }): number {
  return Math.min(degrees.length, ...open.map(({ finding }) => degrees.indexOf(degreeOf(finding))));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function targetsOf(explained: readonly Explained[]): string[] {
  return [...new Set(explained.map(({ finding }) => formatTarget(finding.target)))];
}

/** One line for findings that differ in nothing but their target, the most urgent first. */
export function findingLines(explained: readonly Explained[], words: FindingWords): NetFindingData[] {
  return groupAlike(explained, words).map((group) => lineOf(group, words));
}

export function endingLines(explained: readonly Explained[], words: FindingWords): NetEndingData[] {
  return groupAlike(explained, words)
    .map((group) => ({ ...lineOf(group, words), ende: endOf(group[0], words.catalogue) }))
    .sort((a, b) => compare(sortableDay(a.ende), sortableDay(b.ende)));
}

export function explainedLines(explained: readonly Explained[], words: FindingWords): NetExplainedData[] {
  return groupAlike(explained, words).flatMap((group) => {
    const { explanation } = group[0];
    if (explanation === null) return [];
    return [
      {
        ...lineOf(group, words),
        id: [...new Set(group.flatMap((each) => each.explanation?.id ?? []))].join(', '),
        grund: explanation.begruendung,
        person: explanation.verantwortlich,
        erklaertAm: formatDay(explanation.erklaertAm),
        bis: formatDay(explanation.bis),
      },
    ];
  });
}

type Group = readonly [Explained, ...Explained[]];

function groupAlike(explained: readonly Explained[], { asOf, firstSeen }: FindingWords): Group[] {
  const keyOf = ({ finding, explanation, state }: Explained) =>
    JSON.stringify([
      finding.check,
      finding.result,
      finding.severity,
      finding.text,
      finding.vantage,
      dayOf(finding.seenAt),
      sinceOf(finding, firstSeen),
      daysBetween(dayOf(finding.seenAt), asOf) > findingMaxAgeDays,
      state === null ? '' : [explanation?.begruendung, explanation?.verantwortlich, explanation?.bis, state],
    ]);
  return [...Map.groupBy(explained, keyOf).values()]
    .flatMap((group): Group[] => (group[0] === undefined ? [] : [[group[0], ...group.slice(1)]]))
    .sort(([a], [b]) => degrees.indexOf(degreeOf(a.finding)) - degrees.indexOf(degreeOf(b.finding)));
}

function sinceOf(finding: Finding, firstSeen: ReadonlyMap<string, string>): string {
  const first = firstSeen.get(findingKey(finding));
  return first === undefined || dayOf(first) === dayOf(finding.seenAt) ? '' : formatDay(dayOf(first));
}

function lineOf(group: Group, { catalogue, asOf, firstSeen, remedies }: FindingWords): NetFindingData {
  const [{ finding, explanation, state }] = group;
  const age = daysBetween(dayOf(finding.seenAt), asOf);
  return {
    pruefung: titleOf(catalogue, finding.check),
    check: finding.check,
    stand: degreeMark(degreeOf(finding)),
    text: finding.text,
    ziele: hostLabels(group.map((each) => each.finding.target)),
    blickwinkel: vantageWords[finding.vantage],
    gesehen: formatDay(dayOf(finding.seenAt)),
    seit: sinceOf(finding, firstSeen),
    alter: age > findingMaxAgeDays ? `${age} Tage alt` : '',
    anforderungen: controlsOf(catalogue, finding.check).map(({ id }) => id),
    abhilfe: remedies.get(finding.check) ?? 0,
    hinweis: explanation === null || state === null || state === 'gilt' ? '' : explanationText(explanation, state),
  };
}

/** One label per host with all its ports: „www.beispielhain.de (192.0.2.7), Ports 443 und 8443“. */
export function hostLabels(targets: readonly ObservedTarget[]): string[] {
  const hosts = Map.groupBy(targets, (target) => formatTarget({ ...target, port: null }));
  return [...hosts].map(([host, own]) => {
    const ports = [...new Set(own.flatMap(({ port }) => port ?? []))].sort((a, b) => a - b);
    const [first] = own;
    if (first === undefined || ports.length === 0) return host;
    return ports.length === 1
      ? formatTarget({ ...first, port: ports[0] ?? null })
      : `${host}, Ports ${enumerated(ports.map(String))}`;
  });
}

/** „Keine Antwort“ out of „Die TLS-Versionen ließen sich nicht ermitteln (Keine Antwort).“; the whole sentence where the words changed. */
function valueIn(text: string, template: string | undefined, name: string): string | null {
  if (template === undefined || !template.includes(`{${name}}`)) return null;
  const pattern = template
    .split(/\{(\w+)\}/)
    .map((part, index) => (index % 2 === 0 ? part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : part === name ? '(.+?)' : '.*?'));
  return new RegExp(`^${pattern.join('')}$`, 's').exec(text.trim())?.[1] ?? null;
}

const noEnd = 'kein Tag genannt';

function endOf({ finding }: Explained, catalogue: Catalogue): string {
  const named = [...finding.text.matchAll(/\bbis (?:zum )?(\d{2}\.\d{2}\.\d{4})/g)].map(([, day = '']) => day);
  const [earliest = noEnd] = named.toSorted((a, b) => compare(sortableDay(a), sortableDay(b)));
  return valueIn(finding.text, checkOf(catalogue, finding.check)?.messages.phaseOut, 'until') ?? earliest;
}

/** Known days first, the nearest first; sentences after them. */
function sortableDay(day: string): string {
  const [, d, m, y] = /(\d{2})\.(\d{2})\.(\d{4})/.exec(day) ?? [];
  return y === undefined ? `~${day}` : `${y}-${m}-${d}`;
}

/** Characters of a step before it is cut; the remedy further below has it whole. */
const stepLength = 150;

/** The first sentence; where it is long, cut where a clause ends, or at a word, and never inside a command or brackets. */
export function firstStep(text: string): string {
  const sentence = firstSentence(text);
  if (sentence.length <= stepLength) return sentence;
  const spaces = spacesOutside(sentence).filter((at) => at <= stepLength);
  const clauses = spaces.filter((at) => at >= stepLength / 2 && /[,;:]/.test(sentence.charAt(at - 1)));
  const clause = clauses.findLast((at) => sentence.charAt(at - 1) !== ',') ?? clauses.at(-1);
  return `${sentence.slice(0, clause ?? spaces.at(-1) ?? 0).replace(/[,;:]$/, '')} …`;
}

/** Where the spaces are that stand neither in „…“ nor in brackets. */
function spacesOutside(text: string): number[] {
  let depth = 0;
  return [...text.matchAll(/[„“() ]/g)].flatMap(({ 0: sign, index }) => {
    if (sign === ' ') return depth === 0 ? [index] : [];
    depth += sign === '„' || sign === '(' ? 1 : -1;
    return [];
  });
}

/** First sentence, before a program („nginx:“) too; a dot after a single letter or a digit does not end one. */
function firstSentence(text: string): string {
  return /^.*?(?<![\s(]\p{L}|\d)[.!?](?=\s+(?:[\p{Lu}„]|\p{L}+:)|$)/su.exec(text.trim())?.[0] ?? text;
}

export function remedyOf(
  { check, all }: { check: string; all: readonly Explained[] },
  nr: number,
  catalogue: Catalogue,
): NetRemedyData {
  const definition = checkOf(catalogue, check);
  const controls = controlsOf(catalogue, check);
  const [main] = controls.toSorted((a, b) => Number(b.obligation === 'MUSS') - Number(a.obligation === 'MUSS'));
  return {
    nr,
    check,
    titel: definition?.title ?? check,
    warum: main?.rationale ?? definition?.question ?? '',
    anforderungen: controls.map(({ id, title }) => `${id} ${title}`),
    text:
      definition?.remedy ??
      `Die Prüfung „${check}“ kennt dieser Katalog nicht mehr; ${counted(all.length, 'Befund', 'Befunde')} aus früherer Zeit.`,
    quellen: (definition?.sources ?? []).map(({ document, edition, section }) =>
      [document, edition, section].filter((part) => part !== undefined).join(', '),
    ),
  };
}

/** What could not be told: one line per reason and hosts, however many checks it stopped. */
export function unseenLines(findings: readonly Finding[], catalogue: Catalogue): NetUnseenData[] {
  const byHost = Map.groupBy(findings, (finding) =>
    JSON.stringify([formatTarget({ ...finding.target, port: null }), reasonOf(finding, catalogue)]),
  );
  const alike = Map.groupBy(byHost.values(), (own) => {
    const [first] = own;
    return JSON.stringify([first === undefined ? '' : reasonOf(first, catalogue), checksOf(own)]);
  });
  return [...alike.values()]
    .map((groups) => groups.flat())
    .map((own) => ({
      anzahl: own.length,
      grund: own[0] === undefined ? '' : reasonOf(own[0], catalogue),
      ziele: hostLabels(own.map(({ target }) => target)),
      pruefungen: checksOf(own).map((check) => titleOf(catalogue, check)),
      zuletzt: lastDay(own),
    }))
    .sort((a, b) => b.anzahl - a.anzahl || compare(a.ziele[0] ?? '', b.ziele[0] ?? '') || compare(a.grund, b.grund));
}

function reasonOf(finding: Finding, catalogue: Catalogue): string {
  const reason = valueIn(finding.text, checkOf(catalogue, finding.check)?.messages.undetermined, 'reason') ?? finding.text;
  return capitalized(reason);
}

function checksOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(({ check }) => check))].sort(compare);
}

function lastDay(findings: readonly Finding[]): string {
  const last = findings.map(({ seenAt }) => dayOf(seenAt)).reduce((a, b) => (a > b ? a : b), '');
  return last === '' ? '' : formatDay(last);
}

/** What was in order, per target; targets with the same checks share a line. */
export function orderLines(findings: readonly Finding[], catalogue: Catalogue): NetOrderData[] {
  const byTarget = Map.groupBy(findings, ({ target }) => formatTarget(target));
  const alike = Map.groupBy(byTarget.values(), (own) => JSON.stringify(checksOf(own)));
  return [...alike.values()].map((groups) => {
    const own = groups.flat();
    return {
      ziel: hostLabels(own.map(({ target }) => target)).join('; '),
      anzahl: own.length,
      pruefungen: checksOf(own).map((check) => titleOf(catalogue, check)),
      zuletzt: lastDay(own),
    };
  });
}
