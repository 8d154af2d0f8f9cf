/** Where the Kommune stands, and what of the legal minimum is done. */
import { formatDay } from '../../../domain/calendar.ts';
import type { DutyEvaluation } from '../../../domain/duties.ts';
import type { Gap } from '../../../domain/evaluation.ts';
import { buildCounts, otherTopics } from '../../counts.ts';
import { legalMinimum } from '../../duty-data.ts';
import { gapDue, measuresFor } from '../../gap-due.ts';
import { agreeing, asSentence, counted, enumeratedUpTo, formatNumber, quoted } from '../../german.ts';
import type { CountsData, StatusKind } from '../../report-data.ts';
import type { ReportInput } from '../../report-input.ts';
import { plainMark, topicMark } from '../../status.ts';
import { costOfOpenMeasures, noSeparateCost } from './costs.ts';
import type { Answer } from './data.ts';

const answersOfTheHouse = 'Antworten der Verwaltung auf die Fragen des Katalogs, Stand wie oben.';

/** Names told in a sentence; the others are counted. */
const shownNames = 4;

export function position(input: ReportInput): Answer {
  const { evaluation, earlier } = input;
  const { total, topics } = evaluation;
  const counts = buildCounts(total);
  const shared = { zahl: asSentence(counts.text), kosten: costOfOpenMeasures(input), grundlage: answersOfTheHouse };
  if (total.n === 0 || total.offen === total.n) {
    return {
      ...shared,
      antwort: 'Das wissen wir nicht, weil die Fragen des Katalogs noch nicht beantwortet sind.',
      stand: plainMark('nichtBekannt'),
      standText: 'Es gibt noch keine Antworten.',
      naechsterSchritt: 'Die Fragen beantworten und dafür Zeit und Zuständigkeit festlegen.',
    };
  }
  const urgent = topics.filter(({ light }) => light === 'handlungsbedarf');
  const all = counted(topics.length, 'Thema', 'Themen');
  const named =
    input.fassung === 'oeffentlich'
      ? ''
      : `: ${enumeratedUpTo(
          urgent.map(({ topic }) => topic.title),
          shownNames,
        )}`;
  const first =
    urgent.length === 0
      ? `In keinem von ${agreeing(topics.length, '1 Thema', `${formatNumber(topics.length)} Themen`)} ist eine Muss-Anforderung als nicht umgesetzt gemeldet.`
      : `Handlungsbedarf besteht in ${formatNumber(urgent.length)} von ${all}${named}.`;
  return {
    ...shared,
    antwort: `${first} ${otherTopics(topics.map(topicMark), 'ist zu wenig bekannt')}`,
    stand: plainMark(urgent.length > 0 ? 'handlungsbedarf' : stateOf(counts)),
    standText: comparedWith(earlier, counts),
    naechsterSchritt: nextStep(input, counts.unbekannt),
  };
}

function stateOf({ unbekannt, nein, teilweise }: CountsData): StatusKind {
  if (unbekannt > 0) return 'nichtBekannt';
  return nein + teilweise > 0 ? 'teilweise' : 'inOrdnung';
}

function comparedWith(earlier: ReportInput['earlier'], now: CountsData): string {
  if (earlier === null) return 'Einen früheren abgeschlossenen Stand zum Vergleich gibt es nicht.';
  const before = buildCounts(earlier.evaluation.total);
  const then = `${formatNumber(before.ja)} von ${counted(before.zaehlt, 'Frage', 'Fragen')}`;
  const today = `${formatNumber(now.ja)} von ${formatNumber(now.zaehlt)}`;
  return `Am ${formatDay(earlier.evaluation.asOf)} ${agreeing(before.ja, 'war', 'waren')} ${then} mit „ja“ beantwortet, jetzt ${agreeing(now.ja, 'ist', 'sind')} es ${today}.`;
}

function nextStep(input: ReportInput, unknown: number): string {
  const [gap] = input.evaluation.gaps;
  const asked = unknown === 1 ? 'Die eine Frage klären, die' : `Die ${formatNumber(unknown)} Fragen klären, die`;
  const open = unknown === 0 ? '' : `${asked} nicht oder nicht mehr gültig beantwortet ${agreeing(unknown, 'ist', 'sind')}.`;
  if (gap !== undefined) {
    return `Die wichtigste Lücke schließen: ${quoted(gap.evaluation.control.title)}${dueText(gap, input)}. ${open}`.trim();
  }
  if (open !== '') return open;
  const { nein, teilweise } = input.evaluation.total;
  return nein + teilweise > 0 ? 'Die gemeldeten Lücken schließen.' : 'Die Antworten jährlich bestätigen.';
}

function dueText(gap: Gap, input: ReportInput): string {
  const due = gapDue(gap, measuresFor(gap.evaluation.control.id, input));
  if (due === null) return ', noch ohne Termin';
  return due < input.asOf ? ` (war bis ${formatDay(due)} fällig)` : ` bis zum ${formatDay(due)}`;
}

const lawAndLimits =
  'Sächsisches Informationssicherheitsgesetz°. Diese Antwort gibt wieder, was erfasst ist; sie stellt keine Rechtmäßigkeit fest.';

const meaningOfMinimum =
  'Zum gesetzlichen Minimum zählen wir, was die Leitung verantwortet und bereitstellt, dazu die beauftragte Person und ihre Mitteilung an das Land. Wo die Kommune an das Verwaltungsnetz angeschlossen ist, gehört auch das Melden von Vorfällen dazu. Darunter sind auch Soll-Vorschriften.';

/** Duties by what became of them. */
export interface SortedDuties {
  all: readonly DutyEvaluation[];
  /** Do not concern this Kommune. */
  left: readonly DutyEvaluation[];
  met: readonly DutyEvaluation[];
  partly: readonly DutyEvaluation[];
  missing: readonly DutyEvaluation[];
  open: readonly DutyEvaluation[];
}

export function byStatus(duties: readonly DutyEvaluation[]): SortedDuties {
  const of = (state: DutyEvaluation['status']) => duties.filter(({ status }) => status === state);
  return {
    all: duties,
    left: of('nichtAnwendbar'),
    met: of('erfuellt'),
    partly: of('teilweise'),
    missing: of('nichtErfuellt'),
    open: of('offen'),
  };
}

export function minimumOf({ evaluation }: ReportInput): SortedDuties {
  return byStatus(legalMinimum(evaluation));
}

export function duties(input: ReportInput): Answer {
  const minimum = minimumOf(input);
  const { all, left, met, partly, missing, open } = minimum;
  const shared = { kosten: noSeparateCost, grundlage: lawAndLimits };
  if (all.length === 0) {
    return {
      ...shared,
      antwort: 'Das wissen wir nicht, weil das gesetzliche Minimum im Katalog nicht beschrieben ist.',
      zahl: 'Kein Punkt.',
      stand: plainMark('nichtBekannt'),
      standText: '',
      naechsterSchritt: 'Den mitgelieferten Katalog verwenden.',
    };
  }
  const states = [
    `${formatNumber(met.length)} in Ordnung`,
    `${formatNumber(partly.length)} teilweise oder verspätet`,
    `${formatNumber(missing.length)} nicht erfüllt`,
    `${formatNumber(open.length)} nicht bekannt`,
    ...(left.length === 0 ? [] : [`${formatNumber(left.length)} nicht anwendbar`]),
  ];
  const others =
    left.length === 0 ? '' : `; ${formatNumber(left.length)} ${agreeing(left.length, 'ist', 'sind')} hier nicht anwendbar`;
  const done = `Von ${counted(all.length, 'Punkt', 'Punkten')} ${agreeing(met.length, 'ist', 'sind')} ${formatNumber(met.length)} in Ordnung${others}.`;
  return {
    ...shared,
    antwort: `${meaningOfMinimum} ${done}`,
    zahl: `${counted(all.length, 'Punkt', 'Punkte')}: ${states.join(', ')}.`,
    stand: plainMark(stateOfDuties(minimum)),
    standText: input.fassung === 'oeffentlich' ? 'Welche Punkte das sind, steht hier nicht.' : listed(minimum),
    naechsterSchritt: nextDuty(minimum, input.fassung === 'oeffentlich'),
  };
}

export function stateOfDuties({ missing, open, partly }: SortedDuties): StatusKind {
  if (missing.length > 0) return 'handlungsbedarf';
  if (open.length > 0) return 'nichtBekannt';
  return partly.length > 0 ? 'teilweise' : 'inOrdnung';
}

/** The names of those that are not met, by what became of them. */
export function listed({ missing, partly, open }: SortedDuties): string {
  const names = (list: readonly DutyEvaluation[]) =>
    enumeratedUpTo(
      list.map(({ item }) => quoted(item.short)),
      shownNames,
    );
  const parts = [
    ...(missing.length === 0 ? [] : [`Nicht erfüllt: ${names(missing)}.`]),
    ...(partly.length === 0 ? [] : [`Teilweise oder verspätet: ${names(partly)}.`]),
    ...(open.length === 0 ? [] : [`Nicht bekannt: ${names(open)}.`]),
  ];
  return parts.length === 0 ? 'Es fehlt nichts.' : parts.join(' ');
}

/** What to do about the gravest of them. */
export function nextDuty({ missing, partly, open }: SortedDuties, withoutNames: boolean): string {
  const [next] = [...missing, ...partly, ...open];
  if (next === undefined) return 'Bei einem Wechsel der Personen Bestellung und Mitteilung erneuern.';
  if (withoutNames) return 'Die Punkte klären und erledigen, die noch nicht in Ordnung sind.';
  const due = next.due === null ? '' : ` (Frist: ${formatDay(next.due)})`;
  return `Den Punkt ${quoted(next.item.short)} ${next.status === 'offen' ? 'klären' : 'in Ordnung bringen'}${due}.`;
}
