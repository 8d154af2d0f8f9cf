/** What the mayor's page tells from the registers: incidents, measures, time and money, decisions, and what came since the last report. */
import { addDuration, endOfDay, formatDay } from '../../../domain/calendar.ts';
import { type DueMoment, dayOfDue, formatDue } from '../../../domain/incident-clock.ts';
import {
  type IncidentFigures,
  incidentFigures,
  type PressingDeadline,
  pressingDeadlines,
} from '../../../domain/incident-figures.ts';
import { isDueAgain, isOpenMeasure, isPutOff } from '../../../domain/measures.ts';
import { registerNumbers, sumOfKnown } from '../../../domain/overview-registers.ts';
import { type EntryValues, listIn, numberIn, type RegisterEntry, textIn } from '../../../domain/register.ts';
import { buildDecisions, type DecisionData, decisionResults } from '../../decisions.ts';
import { agreeing, capitalized, counted, enumerated, formatNumber } from '../../german.ts';
import { costParts, costsIn, euroText } from '../../money.ts';
import { entriesOf, type LastReport, type ReportInput } from '../../report-input.ts';
import type { CourseData, LeitungData } from './data.ts';

/** Gaps a head decides on at a time. */
export const topGaps = 5;

function yearOf({ asOf }: Pick<ReportInput, 'asOf'>): number {
  return Number(asOf.slice(0, 4));
}

export function buildIncidents(input: ReportInput): LeitungData['vorfaelle'] {
  const { fristen: periods, merkmale, feiertage: holidays, asOf } = input;
  const now = endOfDay(asOf);
  const figures = incidentFigures(entriesOf(input, 'vorfall'), yearOf(input), { periods, merkmale, holidays, now });
  return { jahr: figures.year, anzahl: figures.all, offen: figures.open, satz: incidentSentence(figures) };
}

/** What is to be reported or was not, before anything else is decided: the head answers for it. Short, so that the rest keeps its room. */
export function reportingDecision(input: ReportInput): string[] {
  const { fristen: periods, merkmale, feiertage: holidays, asOf } = input;
  const all = pressingDeadlines(entriesOf(input, 'vorfall'), { periods, merkmale, holidays, now: endOfDay(asOf) });
  const owed = all.filter(({ binding }) => binding === 'pflicht');
  // The report speaks for a day, not for an hour: what ends on that day may still be in time.
  const isOver = ({ due }: Timed) => dayOfDue(due) < asOf;
  if (all.length > 0 && owed.length === 0) {
    const [first] = all.filter(isTimed);
    const until = first === undefined ? '' : `; die Frist dafür ${isOver(first) ? 'endete' : 'endet'} am ${endOf(first)}`;
    return [`Ob zu melden ist, ist zu klären${until}.`];
  }
  const timed = owed.filter(isTimed);
  const over = timed.filter(isOver);
  const running = timed.filter((deadline) => !isOver(deadline));
  const [lost, next] = [over[0], running[0]];
  return [
    ...untimedSentences(owed),
    ...(lost === undefined
      ? []
      : [
          `${agreeing(over.length, 'Eine Meldefrist endete', `${over.length} Meldefristen sind vorbei, die erste endete`)} am ${endOf(lost)}.`,
        ]),
    ...(next === undefined
      ? []
      : [
          `${agreeing(running.length, 'Eine Meldefrist läuft', `${running.length} Meldefristen laufen, die erste`)} bis ${endOf(next)}.`,
        ]),
    ...(owed.length === 0 || owed.length === all.length
      ? []
      : [`${counted(all.length - owed.length, 'weitere Meldung ist', 'weitere Meldungen sind')} ungeklärt.`]),
  ];
}

type Timed = PressingDeadline & { due: DueMoment };

function isTimed(deadline: PressingDeadline): deadline is Timed {
  return deadline.due !== null;
}

/** Whom to tell at once, or without fixed hours: „Sofort zu informieren: BfIS des KDN-Betreibers.“ */
function untimedSentences(owed: readonly PressingDeadline[]): string[] {
  const untimed = owed.filter((deadline) => !isTimed(deadline));
  return [...Map.groupBy(untimed, ({ urgency }) => urgency ?? 'sofort')].map(
    ([urgency, own]) =>
      `${capitalized(urgency)} zu informieren: ${enumerated([...new Set(own.map(({ recipient }) => recipient))])}.`,
  );
}

/** „28.11.2026, 07:30 Uhr (SAX.CERT)“ */
function endOf({ recipient, due, isPrecaution }: Timed): string {
  const end = formatDue(due).replace(/^\p{L}+, /u, '');
  return `${end} (${recipient}${isPrecaution ? ', vorsorglich' : ''})`;
}

function incidentSentence({ year, all, open, reporting }: IncidentFigures): string {
  if (all === 0) return `${year} ist kein Vorfall erfasst.`;
  const still = open === 0 ? agreeing(all, 'abgeschlossen', 'alle abgeschlossen') : `${formatNumber(open)} noch offen`;
  return [`${year}: ${counted(all, 'Vorfall', 'Vorfälle')}, ${still}.`, ...reportingSentences(reporting)].join(' ');
}

function reportingSentences(reporting: IncidentFigures['reporting']): string[] {
  const { rechtzeitig, verspaetet, laeuft, unbekannt } = reporting;
  const owed = rechtzeitig + verspaetet + laeuft;
  const running = laeuft === 0 ? '' : `, bei ${formatNumber(laeuft)} steht die Meldung noch aus`;
  return [
    ...(owed + unbekannt === 0 ? ['Zu melden war keiner.'] : []),
    ...(owed === 0
      ? []
      : [
          `Rechtzeitig gemeldet: ${formatNumber(rechtzeitig)} von ${formatNumber(owed)}, ${agreeing(owed, 'der zu melden war', 'die zu melden waren')}${running}.`,
        ]),
    ...(unbekannt === 0 ? [] : [`Ob zu melden war, ist bei ${formatNumber(unbekannt)} nicht bekannt.`]),
  ];
}

export function buildMeasures(input: ReportInput): LeitungData['massnahmen'] {
  const entries = entriesOf(input, 'massnahme');
  const { open, overdue, undated } = registerNumbers(entries, input.asOf).measures;
  const verlauf = buildCourse(entries, input.asOf);
  return {
    offen: open,
    ueberfaellig: overdue,
    ohneTermin: undated,
    satz: `${measureSentence(entries.length, open, overdue, undated)}${putOffSentence(entries, input.asOf)}`,
    verlauf,
    verlaufText: courseSentence(verlauf, input.asOf, entries),
  };
}

function measureSentence(all: number, open: number, overdue: number, undated: number): string {
  if (all === 0) return 'Es ist keine Maßnahme erfasst.';
  if (open === 0) return `Keine Maßnahme ist offen; erfasst ${agreeing(all, 'ist', 'sind')} ${formatNumber(all)}.`;
  if (open === 1)
    return `1 Maßnahme ist offen${overdue === 1 ? ' und überfällig' : ', nicht überfällig'}${undated === 1 ? ' und ohne Termin' : ''}.`;
  const late = overdue === 0 ? 'keine davon überfällig' : `${formatNumber(overdue)} davon überfällig`;
  return `${formatNumber(open)} Maßnahmen sind offen, ${late}${undated === 0 ? '' : `, ${formatNumber(undated)} ohne Termin`}.`;
}

function putOffSentence(entries: readonly RegisterEntry[], asOf: string): string {
  const putOff = entries.filter(isPutOff);
  if (putOff.length === 0) return '';
  const back = putOff.filter((entry) => isDueAgain(entry, asOf)).length;
  const again =
    back === 0 ? '' : back === putOff.length ? ', jetzt wieder vorzulegen' : `, davon ${formatNumber(back)} wieder vorzulegen`;
  return ` ${counted(putOff.length, 'Maßnahme ist', 'Maßnahmen sind')} zurückgestellt${again}.`;
}

/** Ends of quarters around the day, three behind and two ahead. */
function courseDays(asOf: string): string[] {
  const firstOfQuarter = `${asOf.slice(0, 4)}-${String(Math.floor((Number(asOf.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`;
  const lastDay = (months: number) =>
    addDuration(addDuration(firstOfQuarter, `${months < 0 ? '-' : ''}P${Math.abs(months)}M`), '-P1D');
  return [...new Set([lastDay(-6), lastDay(-3), lastDay(0), asOf, lastDay(3), lastDay(6)])].sort();
}

/** How many measures were or will be due by a day, and how many of these were done by then. What was dropped or put off is not due. */
function buildCourse(entries: readonly RegisterEntry[], asOf: string): CourseData[] {
  const isBy = (values: EntryValues, field: string, day: string) => {
    const value = textIn(values, field);
    return value !== null && value <= day;
  };
  const dated = entries.filter(
    (entry) => entry.values['status'] !== 'verworfen' && !isPutOff(entry) && textIn(entry.values, 'faellig') !== null,
  );
  if (dated.length === 0) return [];
  return courseDays(asOf).map((day) => {
    const due = dated.filter(({ values }) => isBy(values, 'faellig', day));
    return {
      bis: formatDay(day),
      faellig: due.length,
      erledigt: day <= asOf ? due.filter(({ values }) => isBy(values, 'erledigt-am', day)).length : null,
    };
  });
}

function courseSentence(course: readonly CourseData[], asOf: string, entries: readonly RegisterEntry[]): string {
  const now = course.find(({ bis }) => bis === formatDay(asOf));
  const last = course.at(-1);
  if (now === undefined || last === undefined) return '';
  const rest = `bis ${last.bis} ${agreeing(last.faellig, 'ist', 'sind')} es ${formatNumber(last.faellig)}.${notInCourse(entries)}`;
  if (now.faellig === 0) return `Bis ${now.bis} war keine Maßnahme fällig; ${rest}`;
  const done = now.erledigt === 0 ? 'keine' : formatNumber(now.erledigt ?? 0);
  const due = `${agreeing(now.faellig, 'war', 'waren')} ${counted(now.faellig, 'Maßnahme', 'Maßnahmen')} fällig`;
  return `Bis ${now.bis} ${due}, davon erledigt: ${done}; ${rest}`;
}

/** So that the numbers add up to those of all measures. */
function notInCourse(entries: readonly RegisterEntry[]): string {
  const undated = entries.filter(({ values }) => textIn(values, 'faellig') === null);
  const parts = [
    { n: undated.filter(isOpenMeasure).length, what: 'offen und ohne Fälligkeit' },
    { n: undated.filter(({ values }) => values['status'] === 'erledigt').length, what: 'erledigt, ohne Fälligkeit' },
    { n: entries.filter(isPutOff).length, what: 'zurückgestellt' },
  ].flatMap(({ n, what }) => (n === 0 ? [] : [`${formatNumber(n)} ${what}`]));
  return parts.length === 0 ? '' : ` Nicht enthalten: ${parts.join('; ')}.`;
}

export function buildResources(input: ReportInput): LeitungData['mittel'] {
  const year = yearOf(input);
  const resources = entriesOf(input, 'ressource').filter(({ values }) => numberIn(values, 'jahr') === year);
  const sum = (field: string) => sumOfKnown(resources.map(({ values }) => numberIn(values, field)));
  const zeit = hoursSentence(year, sum('stunden-geplant'), sum('stunden-verbraucht'));
  const geld = moneySentence(year, entriesOf(input, 'massnahme'), sum('euro-geplant'), sum('euro-verbraucht'));
  const unknown = [noHours(year), noMoney(year)];
  const isNothing = zeit === unknown[0] && geld === unknown[1];
  return { jahr: year, zeit, geld, satz: isNothing ? `Für ${year} sind weder Stunden noch Geld erfasst.` : `${zeit} ${geld}` };
}

const noHours = (year: number) => `Für ${year} sind keine Stunden erfasst.`;
const noMoney = (year: number) => `Für ${year} ist kein Geld erfasst.`;

function hoursSentence(year: number, planned: number | null, used: number | null): string {
  const hours = (n: number, one: string, many: string) => `${formatNumber(n)} ${agreeing(n, one, many)}`;
  if (planned === null && used === null) return noHours(year);
  if (used === null)
    return `${hours(planned ?? 0, 'Stunde ist', 'Stunden sind')} geplant; wie viele geleistet sind, ist nicht erfasst.`;
  if (planned === null) return `${hours(used, 'Stunde ist', 'Stunden sind')} geleistet; geplant ist keine Zahl.`;
  return `${formatNumber(used)} von ${hours(planned, 'geplanten Stunde ist', 'geplanten Stunden sind')} geleistet.`;
}

const fundings: readonly { word: string; states: readonly string[] }[] = [
  { word: 'bewilligt', states: ['bewilligt'] },
  { word: 'beantragt', states: ['beantragt'] },
  { word: 'gekürzt oder abgelehnt', states: ['gekuerzt', 'abgelehnt'] },
];

/** What measures of the budget year cost in that year, by what became of the request; what is not estimated is counted apart. */
function moneySentence(year: number, measures: readonly RegisterEntry[], planned: number | null, spent: number | null): string {
  const own = measures.filter(({ values }) => numberIn(values, 'haushaltsjahr') === year);
  const requested = own.filter(({ values }) => fundings.some(({ states }) => states.includes(textIn(values, 'mittel') ?? '')));
  const without = requested.filter(({ values }) => costParts(costsIn(values)).length === 0).length;
  const parts = fundings.flatMap(({ word, states }) => {
    const amounts = requested
      .filter(({ values }) => states.includes(textIn(values, 'mittel') ?? ''))
      .map(costOfYear)
      .filter((costs) => costs.length > 0);
    const amount = sumOfKnown(amounts.flat());
    return amount === null
      ? []
      : [{ measures: counted(amounts.length, 'Maßnahme', 'Maßnahmen'), amount, rest: `${euroText(amount)} ${word}` }];
  });
  const told = parts.map(({ measures, amount, rest }, index) =>
    index === 0 ? `Für ${measures} ${agreeing(amount, 'wurde', 'wurden')} ${rest}` : `für ${measures} ${rest}`,
  );
  const sentences = [
    ...(told.length === 0 ? [] : [`${told.join(', ')}.`]),
    ...(without === 0 ? [] : [`Zu ${counted(without, 'Maßnahme', 'Maßnahmen')} fehlt der Betrag.`]),
    ...spendingSentence(planned, spent),
  ];
  return sentences.length === 0 ? noMoney(year) : sentences.join(' ');
}

function costOfYear({ values }: RegisterEntry): number[] {
  return Object.values(costsIn(values)).filter((amount) => amount !== null);
}

function spendingSentence(planned: number | null, spent: number | null): string[] {
  if (planned === null && spent === null) return [];
  if (spent === null) return [`${euroText(planned ?? 0)} im Haushalt; ausgegeben ist nichts erfasst.`];
  return [planned === null ? `${euroText(spent)} ausgegeben.` : `${euroText(spent)} von ${euroText(planned)} ausgegeben.`];
}

/** „2.400 € einmalig, 960,50 € im Jahr (Maßnahme MN1)“; empty where no measure tells. A measure for several gaps says so. */
export function costText(measures: readonly RegisterEntry[]): string {
  return measures
    .flatMap(({ id, values }) => {
      const parts = costParts(costsIn(values));
      const others = listIn(values, 'controls').length - 1;
      const shared = others <= 0 ? '' : `, zugleich für ${counted(others, 'andere Anforderung', 'andere Anforderungen')}`;
      return parts.length === 0 ? [] : [`${parts.join(', ')} (Maßnahme ${id}${shared})`];
    })
    .join('; ');
}

/** Each part fits a line of a narrow column: „2.400 € einmalig, 960,50 € im Jahr (MN1)“, with spaces that do not break. */
export function shortCostText(measures: readonly RegisterEntry[]): string {
  const known = measures.filter(({ values }) => costParts(costsIn(values)).length > 0);
  const [first] = known;
  if (first === undefined) return '';
  const parts = known.length === 1 ? costParts(costsIn(first.values)) : sumParts(known);
  return `${parts.map((part) => part.replaceAll(' ', '\u00a0')).join(', ')} (${enumerated(known.map(({ id }) => id))})`;
}

function sumParts(measures: readonly RegisterEntry[]): string[] {
  const costs = measures.map(({ values }) => costsIn(values));
  return costParts({
    once: sumOfKnown(costs.map(({ once }) => once)),
    yearly: sumOfKnown(costs.map(({ yearly }) => yearly)),
  });
}

/** Decisions of the head since the last report was filed; without one those of the last twelve months. */
export function decisionsOf(input: ReportInput): LeitungData['entscheidungen'] {
  const { letzterBericht, asOf } = input;
  const since = letzterBericht?.abgelegtAm ?? addDuration(asOf, '-P1Y');
  const liste = buildDecisions(input, since);
  return { satz: decisionsSentence(liste, letzterBericht, input), liste };
}

function decisionsSentence(decisions: readonly DecisionData[], last: LastReport | undefined, input: ReportInput): string {
  if (decisions.length === 0) {
    return last === undefined
      ? 'Es ist keine Entscheidung der Leitung festgehalten.'
      : `Zum letzten Bericht (${last.nr}, Stand ${formatDay(last.stand)}) ist keine Entscheidung festgehalten.`;
  }
  const results = decisionResults.flatMap((word) => {
    const n = decisions.filter(({ ergebnis }) => ergebnis === word).length;
    return n === 0 ? [] : [`${formatNumber(n)} ${word}`];
  });
  const lead = `${counted(decisions.length, 'Entscheidung', 'Entscheidungen')} festgehalten: ${enumerated(results)}.`;
  return [lead, ...undecidedSentence(last, input)].join(' ');
}

/** Gaps of the last report on which no decision is recorded. */
function undecidedSentence(last: LastReport | undefined, input: ReportInput): string[] {
  if (last === undefined) return [];
  const shown = last.evaluation.gaps.slice(0, topGaps);
  const decided = new Set(decidedControls(input));
  const left = shown.filter(({ evaluation: { control } }) => !decided.has(control.id)).length;
  if (left === 0) return [];
  return [
    left === shown.length
      ? `Zu den ${formatNumber(left)} Lücken des letzten Berichts ist keine einzeln festgehalten.`
      : `Zu ${formatNumber(left)} der ${formatNumber(shown.length)} Lücken des letzten Berichts ist keine festgehalten.`,
  ];
}

function decidedControls(input: ReportInput): string[] {
  const measures = new Map(entriesOf(input, 'massnahme').map((entry) => [entry.id, entry]));
  return entriesOf(input, 'entscheidung').flatMap(({ values }) => [
    ...listIn(values, 'controls'),
    ...listIn(values, 'massnahmen').flatMap((id) => listIn(measures.get(id)?.values, 'controls')),
  ]);
}

/** What came since the report that was filed last. */
export function sinceLastReport(input: ReportInput): string {
  const { letzterBericht: last, evaluation, asOf } = input;
  if (last === undefined) return 'Ein früherer Bericht ist nicht abgelegt.';
  const before = new Set(last.evaluation.gaps.map(({ evaluation: { control } }) => control.id));
  const now = new Set(evaluation.gaps.map(({ evaluation: { control } }) => control.id));
  const closed = [...before].filter((id) => ['ja', 'entbehrlich'].includes(evaluation.controls.get(id)?.state ?? '')).length;
  const fresh = [...now].filter((id) => !before.has(id)).length;
  const done = entriesOf(input, 'massnahme').filter(({ values }) => {
    const day = textIn(values, 'erledigt-am');
    return textIn(values, 'status') === 'erledigt' && day !== null && day > last.stand && day <= asOf;
  }).length;
  const parts = [
    `${counted(closed, 'Lücke', 'Lücken')} geschlossen`,
    `${formatNumber(fresh)} neu gemeldet`,
    `${counted(done, 'Maßnahme', 'Maßnahmen')} erledigt`,
  ];
  return `Seit dem letzten Bericht (${last.nr}, Stand ${formatDay(last.stand)}): ${parts.join(', ')}.`;
}
