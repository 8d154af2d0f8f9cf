/** What is being done about the gaps, and what is late. */
import { formatDay } from '../../../domain/calendar.ts';
import { isSettled, listIn, type RegisterEntry } from '../../../domain/register.ts';
import { massnahme } from '../../../domain/registers/massnahme.ts';
import { measureName } from '../../council.ts';
import { noGapYet, unansweredText } from '../../counts.ts';
import { measuresFor } from '../../gap-due.ts';
import { agreeing, capitalized, counted, enumerated, formatNumber } from '../../german.ts';
import { doneText, lateMeasures, type MeasureFigures, measureFigures, nextMeasure, yearBefore } from '../../register-figures.ts';
import type { StatusKind } from '../../report-data.ts';
import { entriesOf, type ReportInput } from '../../report-input.ts';
import { plainMark } from '../../status.ts';
import { costOfOpenMeasures } from './costs.ts';
import type { Answer } from './data.ts';

export interface KnownGaps {
  n: number;
  /** Those no measure is to close; null where this edition does not tell which gap a measure is for. */
  unplanned: number | null;
}

export function knownGaps(input: ReportInput): KnownGaps {
  const { total, gaps } = input.evaluation;
  const n = total.nein + total.teilweise;
  if (input.fassung !== 'oeffentlich') {
    return { n, unplanned: gaps.filter(({ evaluation }) => measuresFor(evaluation.control.id, input).length === 0).length };
  }
  const isForSome = ({ values }: RegisterEntry) => !isSettled(massnahme, values) && listIn(values, 'controls').length > 0;
  return { n, unplanned: n > 0 && entriesOf(input, 'massnahme').some(isForSome) ? null : n };
}

export function measures(input: ReportInput): Answer {
  const all = entriesOf(input, 'massnahme');
  const gaps = knownGaps(input);
  const figures = measureFigures(all, yearBefore(input.asOf), input.asOf);
  const { offen, ueberfaellig, ohneTermin } = figures;
  const shared = { kosten: costOfOpenMeasures(input), grundlage: 'Verzeichnis der Maßnahmen; Antworten der Verwaltung.' };
  if (all.length === 0) {
    return {
      ...shared,
      antwort: 'Das wissen wir nicht, weil noch keine Maßnahme erfasst ist.',
      zahl: 'Keine erfasste Maßnahme.',
      ...(gaps.n === 0 ? { stand: plainMark('nichtBekannt'), standText: '' } : stateOfMeasures(figures, gaps, input)),
      naechsterSchritt: planGaps,
    };
  }
  const inTime = offen - ueberfaellig - ohneTermin;
  const parts = [
    `${formatNumber(ueberfaellig)} überfällig`,
    `${formatNumber(ohneTermin)} ohne Termin`,
    `${formatNumber(inTime)} in der Frist`,
  ];
  return {
    ...shared,
    antwort: `In den letzten zwölf Monaten ${doneText(figures.erledigt)} ${openText(figures)}`,
    zahl: offen === 0 ? 'Keine offene Maßnahme.' : `${formatNumber(offen)} offen: ${enumerated(parts)}.`,
    ...stateOfMeasures(figures, gaps, input),
    naechsterSchritt: nextStep(all, figures, gaps, input),
  };
}

function openText({ offen, ueberfaellig, zurueckgestellt }: MeasureFigures): string {
  const late =
    ueberfaellig === 0
      ? 'keine davon überfällig'
      : `${formatNumber(ueberfaellig)} davon ${agreeing(ueberfaellig, 'ist', 'sind')} überfällig`;
  const open = offen === 0 ? 'Offen ist keine Maßnahme.' : `${counted(offen, 'Maßnahme ist', 'Maßnahmen sind')} offen, ${late}.`;
  const putOff =
    zurueckgestellt === 0 ? '' : ` Zurückgestellt ${agreeing(zurueckgestellt, 'ist', 'sind')} ${formatNumber(zurueckgestellt)}.`;
  return `${open}${putOff}`;
}

/** Everything that speaks against „in Ordnung“, the gravest first: it gives the mark, all of them are told. */
function stateOfMeasures(
  { offen, ueberfaellig, ohneTermin, zurueckgestellt }: MeasureFigures,
  gaps: KnownGaps,
  { evaluation }: ReportInput,
): Pick<Answer, 'stand' | 'standText'> {
  const { n, unplanned } = gaps;
  const unanswered = unansweredText(evaluation.total);
  const against: readonly { holds: boolean; art: StatusKind; text: string }[] = [
    {
      holds: ueberfaellig > 0,
      art: 'handlungsbedarf',
      text: `${counted(ueberfaellig, 'Termin ist', 'Termine sind')} verstrichen.`,
    },
    { holds: unplanned !== 0, art: unplanned === n ? 'handlungsbedarf' : 'teilweise', text: unplannedText(gaps) },
    { holds: ohneTermin > 0, art: 'teilweise', text: 'Nicht jede Maßnahme hat einen Termin.' },
    {
      holds: zurueckgestellt > 0,
      art: 'teilweise',
      text: `${counted(zurueckgestellt, 'Maßnahme ist', 'Maßnahmen sind')} zurückgestellt.`,
    },
    { holds: unanswered !== '', art: 'nichtBekannt', text: n === 0 ? noGapYet : unanswered },
  ];
  const said = against.filter(({ holds }) => holds);
  const [gravest] = said;
  if (gravest !== undefined) return { stand: plainMark(gravest.art), standText: said.map(({ text }) => text).join(' ') };
  return { stand: plainMark('inOrdnung'), standText: offen === 0 ? 'Es ist nichts offen.' : 'Alle Termine liegen noch vor uns.' };
}

function unplannedText({ n, unplanned }: KnownGaps): string {
  if (unplanned === null)
    return `${counted(n, 'Lücke ist', 'Lücken sind')} gemeldet; ob es zu jeder eine Maßnahme gibt, steht in dieser Fassung nicht.`;
  if (unplanned === n)
    return `${agreeing(n, 'Zu der einen gemeldeten Lücke', `Zu keiner der ${formatNumber(n)} gemeldeten Lücken`)} gibt es ${agreeing(n, 'keine', 'eine')} Maßnahme.`;
  return `Zu ${formatNumber(unplanned)} von ${formatNumber(n)} gemeldeten Lücken gibt es noch keine Maßnahme.`;
}

const planGaps = 'Zu jeder Lücke ohne Maßnahme eine festlegen, mit Zuständigkeit, Termin und Kosten.';
const checkGaps = 'Prüfen, ob zu jeder gemeldeten Lücke eine Maßnahme nötig ist.';

/** Late measures a sentence names; the others are counted. */
const namedLate = 3;

/** What is late comes first, then what is due next, then what nobody has planned. */
function nextStep(
  all: readonly RegisterEntry[],
  { ueberfaellig, ohneTermin }: MeasureFigures,
  { unplanned }: KnownGaps,
  { asOf, evaluation }: ReportInput,
): string {
  const next = nextMeasure(all, asOf);
  const dated =
    next === null ? null : `${measureName(next.entry) ?? 'die nächste Maßnahme'} bis zum ${formatDay(next.due)} abschließen.`;
  const steps = [
    ...(ueberfaellig === 0 ? [] : [lateStep(all, asOf)]),
    ...(dated === null ? [] : [ueberfaellig === 0 ? capitalized(dated) : `Danach ${dated}`]),
    ...(dated === null && ohneTermin > 0 ? ['Für jede Maßnahme ohne Termin einen festlegen.'] : []),
    ...(unplanned === 0 ? [] : [unplanned === null ? checkGaps : planGaps]),
  ];
  if (steps.length > 0) return steps.join(' ');
  return unansweredText(evaluation.total) === ''
    ? 'Die Antworten jährlich bestätigen.'
    : 'Die Fragen klären, die nicht oder nicht mehr gültig beantwortet sind.';
}

function lateStep(all: readonly RegisterEntry[], asOf: string): string {
  const late = lateMeasures(all, asOf);
  const named = late.flatMap(({ entry, due }) => {
    const name = measureName(entry);
    return name === null ? [] : [`${name} (war bis ${formatDay(due)} fällig)`];
  });
  const shown = named.slice(0, namedLate);
  const others = late.length - shown.length;
  const list = [...shown, ...(others === 0 ? [] : [counted(others, 'weitere', 'weitere')])];
  const lead = agreeing(late.length, 'Die überfällige Maßnahme', `Die ${formatNumber(late.length)} überfälligen Maßnahmen`);
  return shown.length === 0 ? `${lead} abschließen.` : `${lead} abschließen: ${enumerated(list)}.`;
}
