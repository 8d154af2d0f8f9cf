/** The plan of measures: what is to be done, why in this order, by whom, until when and at what cost. */
import { addDuration, daysBetween, formatDay } from '../../../domain/calendar.ts';
import type { Evaluation, Gap } from '../../../domain/evaluation.ts';
import {
  closingHint,
  comparePriority,
  isDueAgain,
  isOpenMeasure,
  isPutOff,
  type MeasurePriority,
  priorityOf,
} from '../../../domain/measures.ts';
import { isSettled, listIn, numberIn, type RegisterEntry, textIn } from '../../../domain/register.ts';
import { massnahme } from '../../../domain/registers/massnahme.ts';
import { noGapYet, unansweredText } from '../../counts.ts';
import { buildDecisions, type DecisionData } from '../../decisions.ts';
import { agreeing, asSentence, counted, enumerated, formatNumber } from '../../german.ts';
import { buildHead, titleFor } from '../../head.ts';
import { costsIn, costText, euroText } from '../../money.ts';
import type { StatusMark } from '../../report-data.ts';
import { entriesOf, type ReportInput } from '../../report-input.ts';
import { answerMark } from '../../status.ts';
import {
  notEstimated,
  type PlanCutData,
  type PlanDependencyData,
  type PlanGapData,
  type PlanMeasureData,
  type PlanPriorityData,
  type PlanYearData,
  type RealisierungsplanData,
} from './data.ts';

/** A measure due within this period is shown as due soon. */
const soon = 'P30D';

/** Gaps without a measure that are named; the mayor's page and the assessment have all. */
const namedGaps = 20;

interface Ranked {
  entry: RegisterEntry;
  priority: MeasurePriority;
}

export function buildRealisierungsplan(input: ReportInput): RealisierungsplanData {
  const all = entriesOf(input, 'massnahme');
  const ranked = rankEntries(input);
  const active = ranked.filter(({ entry }) => !isPutOff(entry));
  const cut = ranked
    .filter(({ entry }) => isPutOff(entry) || isWithoutMoney(entry))
    .map(({ entry }) => buildCut(entry, input.asOf));
  const rows = active.map((each, index) => buildMeasure(each, index + 1, all, input));
  const gaps = gapsWithout(ranked, input);
  const summe = summarize(rows, ranked.length - active.length);
  return {
    art: 'realisierungsplan',
    kopf: buildHead(input, { bericht: 'Realisierungsplan', titel: titleFor('Realisierungsplan', input.kommune) }),
    saetze: {
      stand: summe.text,
      kosten: costSentence(active.map(({ entry }) => entry)),
      entscheiden: decisionSentence(rows, cut, gaps.length, input),
    },
    summe,
    prioritaeten: byPriority(rows),
    zurueckgestellt: cut,
    entscheidungen: recentDecisions(input),
    abhaengigkeiten: buildDependencies(active, all, input.asOf),
    jahre: buildYears(all),
    jahreText: yearsText(all),
    luecken: buildGaps(gaps, input),
    methode:
      'Reihenfolge: von Hand gesetzte Priorität mit Grund; sonst zuerst, was einer gesetzlichen Pflicht dient, dann nach Wirkung. Innerhalb einer Priorität zählt Wirkung mal Alter durch Aufwand. Aufwand und Kosten sind Schätzungen derer, die sie eingetragen haben.',
  };
}

/** Of the last twelve months. */
function recentDecisions(input: ReportInput): DecisionData[] {
  return buildDecisions(input, addDuration(input.asOf, '-P1Y'));
}

/** Unsettled measures in the order of the plan. */
export function rankEntries(input: ReportInput): Ranked[] {
  const { catalogue, evaluation, asOf } = input;
  const controls = new Map(catalogue.controls.map((control) => [control.id, control]));
  const duties = evaluation.duties.get('saechsisichg') ?? [];
  return entriesOf(input, 'massnahme')
    .filter(({ values }) => !isSettled(massnahme, values))
    .map((entry) => ({ entry, priority: priorityOf(entry, controls, duties, catalogue.vocabulary.efforts, asOf) }))
    .sort((a, b) => comparePriority(a.priority, b.priority));
}

function isWithoutMoney({ values }: RegisterEntry): boolean {
  return values['mittel'] === 'gekuerzt' || values['mittel'] === 'abgelehnt';
}

const words: Readonly<Record<string, string>> = {
  'in-arbeit': 'in Arbeit',
  zurueckgestellt: 'zurückgestellt',
  'nicht-noetig': 'nicht nötig',
  gekuerzt: 'gekürzt',
};

function wordOf(choice: string): string {
  return words[choice] ?? choice;
}

function buildMeasure(
  { entry, priority }: Ranked,
  rang: number,
  all: readonly RegisterEntry[],
  input: ReportInput,
): PlanMeasureData {
  const due = textIn(entry.values, 'faellig');
  const mittel = textIn(entry.values, 'mittel');
  return {
    rang,
    id: entry.id,
    titel: textIn(entry.values, 'titel') ?? '',
    status: wordOf(textIn(entry.values, 'status') ?? 'offen'),
    prioritaet: priority.level,
    grund: priority.reason,
    anforderungen: [...listIn(entry.values, 'controls')],
    zielobjekte: [...listIn(entry.values, 'zielobjekte')],
    wer: textIn(entry.values, 'verantwortlich') ?? 'noch niemand benannt',
    prueft: textIn(entry.values, 'pruefer') ?? '',
    termin: termMark(due, input.asOf),
    faellig: due === null ? '' : formatDay(due),
    aufwand: effortText(numberIn(entry.values, 'aufwand')),
    kosten: costText(costsIn(entry.values)) ?? notEstimated,
    mittel: mittel === null ? '' : wordOf(mittel),
    wartetAuf: listIn(entry.values, 'haengt-ab-von').map((id) => stateOf(id, all, input.asOf)),
    hinweis: closingHint(entry, input.evaluation) ?? '',
  };
}

function termMark(due: string | null, asOf: string): StatusMark {
  if (due === null) return { art: 'nichtBekannt', wort: 'ohne Termin' };
  if (due < asOf) return { art: 'handlungsbedarf', wort: 'überfällig' };
  return due <= addDuration(asOf, soon) ? { art: 'teilweise', wort: 'bald fällig' } : { art: 'inOrdnung', wort: 'in der Frist' };
}

function effortText(days: number | null): string {
  return days === null ? notEstimated : counted(days, 'Tag', 'Tage');
}

/** „MN3 (erledigt)“, „MN3 (geplant, bis 30.11.2026)“, „MN3 (offen, seit 30.06.2026 überfällig)“ */
function stateOf(id: string, all: readonly RegisterEntry[], asOf: string): string {
  const entry = all.find((each) => each.id === id);
  if (entry === undefined) return `${id} (nicht mehr vorhanden)`;
  const due = textIn(entry.values, 'faellig');
  const isActive = isOpenMeasure(entry);
  const until = due === null ? '' : due < asOf ? `, ${overdueSince(due)}` : `, bis ${formatDay(due)}`;
  const open = isActive ? until : '';
  return `${id} (${wordOf(textIn(entry.values, 'status') ?? 'offen')}${open})`;
}

function overdueSince(due: string): string {
  return `seit ${formatDay(due)} überfällig`;
}

function summarize(rows: readonly PlanMeasureData[], putOff: number): RealisierungsplanData['summe'] {
  const count = (word: string) => rows.filter(({ termin }) => termin.wort === word).length;
  const sum = {
    offen: rows.length,
    ueberfaellig: count('überfällig'),
    bald: count('bald fällig'),
    spaeter: count('in der Frist'),
    ohneTermin: count('ohne Termin'),
    zurueckgestellt: putOff,
  };
  return { ...sum, text: summaryText(sum) };
}

function summaryText(sum: Omit<RealisierungsplanData['summe'], 'text'>): string {
  const later =
    sum.zurueckgestellt === 0
      ? ''
      : ` Dazu ${agreeing(sum.zurueckgestellt, 'ist', 'sind')} ${formatNumber(sum.zurueckgestellt)} zurückgestellt.`;
  if (sum.offen === 0) return `Es ist keine offene Maßnahme erfasst.${later}`;
  const parts = [
    ...(sum.ueberfaellig > 0 ? [`${formatNumber(sum.ueberfaellig)} überfällig`] : []),
    ...(sum.bald > 0 ? [`${formatNumber(sum.bald)} in den nächsten 30 Tagen fällig`] : []),
    ...(sum.spaeter > 0 ? [`${formatNumber(sum.spaeter)} später fällig`] : []),
    ...(sum.ohneTermin > 0 ? [`${formatNumber(sum.ohneTermin)} ohne Termin`] : []),
  ];
  return `${counted(sum.offen, 'Maßnahme ist', 'Maßnahmen sind')} offen: ${enumerated(parts)}.${later}`;
}

function sumOf(entries: readonly RegisterEntry[], field: string): number {
  return entries.reduce((sum, entry) => sum + (numberIn(entry.values, field) ?? 0), 0);
}

/** What is said to need no money does not lack an estimate. */
function lacksCost(entry: RegisterEntry): boolean {
  if (entry.values['mittel'] === 'nicht-noetig') return false;
  return numberIn(entry.values, 'kosten-einmalig') === null && numberIn(entry.values, 'kosten-jaehrlich') === null;
}

function costSentence(entries: readonly RegisterEntry[]): string {
  if (entries.length === 0) return 'Ohne offene Maßnahme gibt es nichts zu schätzen.';
  if (entries.every(({ values }) => costText(costsIn(values)) === null && numberIn(values, 'aufwand') === null))
    return 'Für keine offene Maßnahme sind Kosten oder Aufwand eingetragen.';
  const without = entries.filter(lacksCost).length;
  const noEffort = entries.filter((entry) => numberIn(entry.values, 'aufwand') === null).length;
  const unknown = [
    ...(without === 0 ? [] : [`für ${formatNumber(without)} sind keine Kosten geschätzt`]),
    ...(noEffort === 0 ? [] : [`für ${formatNumber(noEffort)} kein Aufwand`]),
  ];
  const days = sumOf(entries, 'aufwand');
  const sum = `${euroText(sumOf(entries, 'kosten-einmalig'))} einmalig, ${euroText(sumOf(entries, 'kosten-jaehrlich'))} im Jahr und ${counted(days, 'Arbeitstag', 'Arbeitstage')}`;
  return `${sum}, soweit geschätzt${unknown.length === 0 ? '' : `; ${enumerated(unknown)}`}.`;
}

function decisionSentence(
  rows: readonly PlanMeasureData[],
  cut: readonly PlanCutData[],
  gapsWithoutMeasure: number,
  { evaluation }: ReportInput,
): string {
  const nobody = rows.filter(({ wer }) => wer === 'noch niemand benannt').length;
  const again = cut.filter(({ faellig }) => faellig).map(({ id }) => id);
  const undated = rows.filter(({ faellig }) => faellig === '').length;
  const maybe = rows.filter(({ hinweis }) => hinweis !== '').map(({ id }) => id);
  const unanswered = unansweredText(evaluation.total);
  const sentences = [
    ...(again.length === 0 ? [] : [`Zurückgestelltes ist neu zu entscheiden: ${enumerated(again)}.`]),
    ...(nobody === 0 ? [] : [`Für ${counted(nobody, 'Maßnahme', 'Maßnahmen')} ist niemand benannt.`]),
    ...(undated === 0 ? [] : [`Für ${counted(undated, 'Maßnahme', 'Maßnahmen')} fehlt der Termin.`]),
    ...(maybe.length === 0 ? [] : [`Vielleicht schon erledigt: ${enumerated(maybe)}.`]),
    ...(gapsWithoutMeasure === 0 ? [] : [`Zu ${counted(gapsWithoutMeasure, 'Lücke', 'Lücken')} fehlt eine Maßnahme.`]),
    ...(unanswered === '' ? [] : [unanswered]),
  ];
  return sentences.length === 0 ? nothingToSettle(rows.length, evaluation) : sentences.join(' ');
}

function nothingToSettle(open: number, { total, gaps }: Evaluation): string {
  if (open > 0) return 'Nichts: Jede offene Maßnahme hat jemanden und einen Termin.';
  if (total.n === 0) return 'Dazu lässt sich nichts sagen, weil für dieses Profil keine Fragen gestellt sind.';
  return gaps.length === 0
    ? 'Nichts: Keine Lücke ist gemeldet, und alle Fragen sind gültig beantwortet.'
    : 'Nichts: Zu jeder gemeldeten Lücke ist eine Maßnahme erfasst.';
}

const priorityTitles: Readonly<Record<number, string>> = {
  1: 'Priorität 1: zuerst',
  2: 'Priorität 2: danach',
  3: 'Priorität 3: wenn möglich',
  4: 'Priorität 4: zuletzt',
};

function byPriority(rows: readonly PlanMeasureData[]): PlanPriorityData[] {
  return [1, 2, 3, 4].flatMap((nr) => {
    const massnahmen = rows.filter(({ prioritaet }) => prioritaet === nr);
    return massnahmen.length === 0 ? [] : [{ nr, titel: priorityTitles[nr] ?? `Priorität ${nr}`, massnahmen }];
  });
}

function buildCut(entry: RegisterEntry, asOf: string): PlanCutData {
  const [decided, again] = [textIn(entry.values, 'entschieden-am'), textIn(entry.values, 'wiedervorlage')];
  return {
    id: entry.id,
    titel: textIn(entry.values, 'titel') ?? '',
    was: [
      ...(isPutOff(entry) ? ['zurückgestellt'] : []),
      ...(isWithoutMoney(entry) ? [`Mittel ${wordOf(textIn(entry.values, 'mittel') ?? '')}`] : []),
    ].join(', '),
    entscheidung: textIn(entry.values, 'entscheidung') ?? '',
    entschiedenAm: decided === null ? '' : formatDay(decided),
    wiedervorlage: again === null ? 'kein Tag genannt' : formatDay(again),
    faellig: isDueAgain(entry, asOf),
    kosten: costText(costsIn(entry.values)) ?? notEstimated,
  };
}

function buildDependencies(active: readonly Ranked[], all: readonly RegisterEntry[], asOf: string): PlanDependencyData[] {
  const byId = new Map(all.map((entry) => [entry.id, entry]));
  return active
    .filter(({ entry }) => listIn(entry.values, 'haengt-ab-von').length > 0)
    .map(({ entry }) => {
      const earlier = listIn(entry.values, 'haengt-ab-von');
      return {
        id: entry.id,
        titel: textIn(entry.values, 'titel') ?? '',
        wartetAuf: earlier.map((id) =>
          `${stateOf(id, all, asOf)} ${textIn((byId.get(id) ?? entry).values, 'titel') ?? ''}`.trim(),
        ),
        hinweis: [...earlier.flatMap((id) => misfit(entry, id, byId, asOf)), ...circleOf(entry, byId)].join(' '),
      };
    });
}

function misfit(entry: RegisterEntry, id: string, byId: ReadonlyMap<string, RegisterEntry>, asOf: string): string[] {
  const earlier = byId.get(id);
  if (earlier === undefined) return [`${id} gibt es nicht mehr.`];
  if (earlier.values['status'] === 'verworfen') return [`${id} ist verworfen.`];
  if (isSettled(massnahme, earlier.values)) return [];
  if (isPutOff(earlier)) return [`${id} ist zurückgestellt.`];
  const [due, dueEarlier] = [textIn(entry.values, 'faellig'), textIn(earlier.values, 'faellig')];
  if (dueEarlier !== null && dueEarlier < asOf) return [`${id} ist ${overdueSince(dueEarlier)}.`];
  if (due !== null && dueEarlier === null) return [`${id} hat keinen Termin.`];
  if (due === null || dueEarlier === null || dueEarlier <= due) return [];
  return [`${id} ist erst ${counted(daysBetween(due, dueEarlier), 'Tag', 'Tage')} nach dieser Maßnahme fällig.`];
}

/** The measures one has to wait for to get back to where one began. */
function circleOf(start: RegisterEntry, byId: ReadonlyMap<string, RegisterEntry>): string[] {
  const search = (id: string, path: readonly string[]): readonly string[] | null => {
    const entry = byId.get(id);
    if (entry === undefined || path.includes(id)) return null;
    for (const next of listIn(entry.values, 'haengt-ab-von')) {
      if (next === start.id) return [...path, id];
      const found = search(next, [...path, id]);
      if (found !== null) return found;
    }
    return null;
  };
  const circle = search(start.id, []);
  return circle === null ? [] : [`Im Kreis: ${[...circle, start.id].join(' → ')}.`];
}

function buildYears(all: readonly RegisterEntry[]): PlanYearData[] {
  const counting = all.filter(
    (entry) => entry.values['status'] !== 'verworfen' && numberIn(entry.values, 'haushaltsjahr') !== null,
  );
  return [...Map.groupBy(counting, (entry) => numberIn(entry.values, 'haushaltsjahr') ?? 0)]
    .sort(([a], [b]) => a - b)
    .map(([jahr, entries]) => ({
      jahr,
      massnahmen: entries.length,
      einmalig: euroText(sumOf(entries, 'kosten-einmalig')),
      jaehrlich: euroText(sumOf(entries, 'kosten-jaehrlich')),
      tage: formatNumber(sumOf(entries, 'aufwand')),
      ohneKosten: entries.filter(lacksCost).length,
      mittel: moneyText(entries),
    }));
}

function moneyText(entries: readonly RegisterEntry[]): string {
  const states = Map.groupBy(entries, (entry) => wordOf(textIn(entry.values, 'mittel') ?? 'nicht vermerkt'));
  return [...states].map(([state, own]) => `${formatNumber(own.length)} ${state}`).join(', ');
}

function yearsText(all: readonly RegisterEntry[]): string {
  const counting = all.filter((entry) => entry.values['status'] !== 'verworfen');
  const without = counting.filter((entry) => numberIn(entry.values, 'haushaltsjahr') === null).length;
  if (counting.length === 0) return 'Es ist keine Maßnahme erfasst.';
  const lead = 'Gezählt sind auch erledigte und zurückgestellte Maßnahmen, verworfene nicht.';
  return without === 0 ? lead : `${lead} ${counted(without, 'Maßnahme nennt', 'Maßnahmen nennen')} kein Haushaltsjahr.`;
}

/** Gaps no unsettled measure is about. */
function gapsWithout(ranked: readonly Ranked[], { evaluation }: ReportInput): readonly Gap[] {
  const covered = new Set(ranked.flatMap(({ entry }) => listIn(entry.values, 'controls')));
  return evaluation.gaps.filter(({ evaluation: { control } }) => !covered.has(control.id));
}

function buildGaps(left: readonly Gap[], { evaluation }: ReportInput): RealisierungsplanData['luecken'] {
  const liste = left.slice(0, namedGaps).map(
    ({ evaluation: { control, state } }): PlanGapData => ({
      control: control.id,
      titel: control.title,
      stand: answerMark(state),
      anforderung: control.obligation,
    }),
  );
  return { text: gapsText(evaluation, left.length), liste };
}

function gapsText({ gaps, total }: Evaluation, left: number): string {
  const all = gaps.length;
  if (all === 0) return unansweredText(total) === '' ? 'Es ist keine Lücke gemeldet.' : noGapYet;
  if (left === 0)
    return asSentence(
      `Zu ${agreeing(all, 'der einen gemeldeten Lücke', `allen ${formatNumber(all)} gemeldeten Lücken`)} gibt es eine Maßnahme`,
    );
  const more = left > namedGaps ? ` Genannt sind die ${namedGaps} wichtigsten.` : '';
  return `Zu ${formatNumber(left)} von ${counted(all, 'gemeldeten Lücke', 'gemeldeten Lücken')} gibt es noch keine Maßnahme; „burgward massnahme vorschlagen“ legt welche an.${more}`;
}
