/** What happened: trainings, incidents, checks of the network. */
import type { ControlEvaluation } from '../../../domain/answers.ts';
import { formatDay } from '../../../domain/calendar.ts';
import type { Finding } from '../../../domain/finding.ts';
import { vantages } from '../../../domain/observation.ts';
import { numberIn, type RegisterEntry, textIn } from '../../../domain/register.ts';
import { agreeing, counted, enumerated, formatNumber, quoted } from '../../german.ts';
import { lastSeen } from '../../last-seen.ts';
import { euroText } from '../../money.ts';
import { type IncidentKinds, incidentKinds, incidentText, resourceFigures, yearBefore } from '../../register-figures.ts';
import type { StatusKind } from '../../report-data.ts';
import { entriesOf, type ReportInput } from '../../report-input.ts';
import { answerMark, plainMark, vantageWords } from '../../status.ts';
import { noSeparateCost } from './costs.ts';
import type { Answer } from './data.ts';

/** The requirement that asks for a training every year. */
const yearlyTraining = 'PER-01.02';

export function trainings(input: ReportInput): Answer {
  const all = entriesOf(input, 'schulung');
  const held = heldIn(all, yearBefore(input.asOf), input.asOf);
  const last = held.at(-1);
  const answered = input.evaluation.controls.get(yearlyTraining);
  const next = nextTraining(all, input.asOf);
  const register = 'Verzeichnis der Schulungen; es enthält nur Summen, keine Namen.';
  const shared = {
    kosten: trainingCost(input),
    grundlage: input.fassung === 'oeffentlich' ? register : `${register} Antworten der Verwaltung.`,
  };
  if (last === undefined) {
    return {
      ...shared,
      antwort: `In den letzten zwölf Monaten ist keine Schulung erfasst. ${unrecordedText(input, answered)}`,
      zahl: 'Keine erfasste Schulung.',
      stand: plainMark(shortfallOf(answered) ?? 'nichtBekannt'),
      standText: answered?.state === 'ja' ? 'Wie viele erreicht wurden, ist nicht erfasst.' : '',
      naechsterSchritt: answered?.state === 'ja' ? `Die Schulung im Verzeichnis nachtragen. ${next}` : next,
    };
  }
  const number = counted(held.length, 'Schulung oder Übung', 'Schulungen und Übungen');
  const { zahl, stand, standText } = reachedAt(last.entry, agreeing(held.length, 'Dabei', 'Bei der letzten'));
  const shortfall = shortfallOf(answered);
  return {
    ...shared,
    zahl,
    stand: shortfall === null ? stand : plainMark(shortfall),
    standText: shortfall === null || answered === undefined ? standText : `${standText} ${saidText(answered)}`.trim(),
    naechsterSchritt: next,
    antwort: `In den letzten zwölf Monaten ${agreeing(held.length, 'fand', 'fanden')} ${number} statt, ${agreeing(held.length, 'am', 'die letzte am')} ${formatDay(last.am)}.`,
  };
}

/** What the house answered stands beside a register that is silent. */
function unrecordedText({ fassung }: ReportInput, answered: ControlEvaluation | undefined): string {
  if (fassung === 'oeffentlich') return 'Das heißt nicht, dass keine stattfand.';
  return answered === undefined || answered.state === 'offen'
    ? 'Ob dennoch geschult wurde, wissen wir nicht.'
    : saidText(answered);
}

/** „Die Frage „…?“ ist mit „ja“ beantwortet und belegt.“ */
function saidText({ control, state, basis }: ControlEvaluation): string {
  const question = `Die Frage ${quoted(control.question)}`;
  if (state === 'zuBestaetigen') return `${question} ist beantwortet, die Antwort aber neu zu bestätigen.`;
  return `${question} ist mit ${quoted(state)} beantwortet${basis === 'belegt' ? ' und belegt' : ''}.`;
}

/** The mark of an answer that says that not everybody was trained; null for every other. */
function shortfallOf(answered: ControlEvaluation | undefined): StatusKind | null {
  return answered?.state === 'nein' || answered?.state === 'teilweise' ? answerMark(answered.state).art : null;
}

function heldIn(entries: readonly RegisterEntry[], since: string, asOf: string): { entry: RegisterEntry; am: string }[] {
  return entries
    .flatMap((entry) => {
      const am = textIn(entry.values, 'am');
      return am === null || am > asOf || am <= since ? [] : [{ entry, am }];
    })
    .sort((a, b) => (a.am < b.am ? -1 : 1));
}

function trainingCost(input: ReportInput): string {
  const year = Number(input.asOf.slice(0, 4));
  const { euroGeplant, euroVerbraucht } = resourceFigures(entriesOf(input, 'ressource'), year, ['schulung']);
  if (euroVerbraucht !== null) return `${euroText(euroVerbraucht)} in ${year} ausgegeben.`;
  return euroGeplant === null ? 'Für Schulungen ist kein Betrag erfasst.' : `${euroText(euroGeplant)} für ${year} angesetzt.`;
}

function nextTraining(entries: readonly RegisterEntry[], asOf: string): string {
  const [next] = entries
    .flatMap(({ values }) => textIn(values, 'naechste') ?? [])
    .filter((day) => day >= asOf)
    .sort();
  return next === undefined ? 'Einen Termin für die nächste Schulung festlegen.' : `Nächste Schulung am ${formatDay(next)}.`;
}

/** @param when begins the sentence: which training it speaks about */
function reachedAt({ values }: RegisterEntry, when: string): Pick<Answer, 'zahl' | 'stand' | 'standText'> {
  const [reached, all] = [numberIn(values, 'erreicht'), numberIn(values, 'von')];
  if (reached === null || all === null || all === 0) {
    const known =
      reached === null
        ? ''
        : `${when} ${agreeing(reached, 'wurde', 'wurden')} ${counted(reached, 'Person', 'Personen')} erreicht. `;
    return {
      zahl: `${known}Wie viele von wie vielen erreicht wurden, ist nicht erfasst.`,
      stand: plainMark('nichtBekannt'),
      standText: '',
    };
  }
  return {
    zahl: `${when} ${agreeing(reached, 'wurde', 'wurden')} ${formatNumber(reached)} von ${counted(all, 'Person', 'Personen')} erreicht.`,
    stand: plainMark(reached < all ? 'teilweise' : 'inOrdnung'),
    standText: reached < all ? 'Noch nicht alle sind erreicht.' : 'Alle sind erreicht.',
  };
}

export function incidents(input: ReportInput): Answer {
  const year = Number(input.asOf.slice(0, 4));
  const all = entriesOf(input, 'vorfall');
  const [now, before] = [incidentKinds(all, year), incidentKinds(all, year - 1)];
  const open = now.offen + before.offen;
  return {
    antwort:
      now.n === 0
        ? `Für ${year} ist kein Vorfall erfasst. Das heißt nicht, dass es keinen gab, sondern dass keiner bemerkt oder aufgeschrieben wurde.`
        : `Für ${year} ${agreeing(now.n, 'ist 1 Fall', `sind ${formatNumber(now.n)} Fälle`)} erfasst. ${seriousText(now)}`,
    zahl: `${year}: ${incidentText(now)}; ${year - 1}: ${incidentText(before)}.`,
    kosten: 'Kosten von Vorfällen sind nicht erfasst.',
    stand: plainMark(open > 0 ? 'teilweise' : now.n === 0 ? 'nichtBekannt' : 'inOrdnung'),
    standText: open > 0 ? `${counted(open, 'Fall ist', 'Fälle sind')} noch in Bearbeitung.` : 'Kein Fall ist in Bearbeitung.',
    naechsterSchritt:
      open > 0
        ? `${openCasesText(open, now.nichtEingeordnet + before.nichtEingeordnet)} abschließen und die Lehren daraus in Maßnahmen fassen.`
        : 'Meldewege und Notfallkarte bekannt halten, damit Vorfälle bemerkt und gemeldet werden.',
    grundlage: 'Verzeichnis der Vorfälle.',
  };
}

/** What nobody classified yet may turn out serious: it never counts among those that are not. */
function seriousText({ n, erheblich, nichtEingeordnet }: IncidentKinds): string {
  if (n === 1) {
    if (nichtEingeordnet === 1) return 'Er ist noch nicht eingeordnet.';
    return erheblich === 1 ? 'Er ist als erheblich eingeordnet.' : 'Er ist nicht als erheblich eingeordnet.';
  }
  if (nichtEingeordnet === n) return 'Noch keiner ist eingeordnet.';
  const among = nichtEingeordnet === 0 ? 'davon' : 'der eingeordneten';
  const serious =
    erheblich === 0
      ? `Keiner ${among} ist erheblich`
      : `${formatNumber(erheblich)} davon ${agreeing(erheblich, 'ist', 'sind')} als erheblich eingeordnet`;
  const rest =
    nichtEingeordnet === 0
      ? ''
      : `, ${formatNumber(nichtEingeordnet)} ${agreeing(nichtEingeordnet, 'ist', 'sind')} noch nicht eingeordnet`;
  return `${serious}${rest}.`;
}

function openCasesText(open: number, unclassified: number): string {
  if (unclassified === 0) return agreeing(open, 'Den offenen Fall', 'Die offenen Fälle');
  if (unclassified === open) return agreeing(open, 'Den Fall einordnen,', 'Die offenen Fälle einordnen,');
  const first = agreeing(
    unclassified,
    'Den noch nicht eingeordneten Fall',
    `Die ${formatNumber(unclassified)} noch nicht eingeordneten Fälle`,
  );
  return `${first} einordnen, alle offenen`;
}

export function network(input: ReportInput): Answer {
  const { evaluation, scan } = input;
  const shared = {
    kosten: noSeparateCost,
    grundlage: 'Ergebnisse der Netzprüfung; geprüft wird nur, was schriftlich freigegeben ist.',
  };
  const unseen = evaluation.unchecked.length;
  const made = evaluation.findings.filter(({ result }) => result !== 'undetermined');
  if (made.length === 0) {
    const last = lastSeen(evaluation.findings, scan);
    return {
      ...shared,
      antwort:
        last === null
          ? 'Das wissen wir nicht, weil noch keine Netzprüfung erfasst ist.'
          : `Das wissen wir nicht: Am ${last} wurde geprüft, aber ohne Ergebnis.`,
      zahl: unseen === 0 ? 'Kein Ergebnis.' : `Kein Ergebnis; ${counted(unseen, 'Punkt', 'Punkte')} nicht feststellbar.`,
      stand: plainMark('nichtBekannt'),
      standText: '',
      naechsterSchritt: permitOutside,
    };
  }
  const outside = made.filter(({ vantage }) => vantage === 'internet');
  const good = made.filter(({ result }) => result === 'met').length;
  const faults = made.length - good;
  const left = unseen === 0 ? '' : ` ${counted(unseen, 'weiterer Punkt ließ', 'weitere Punkte ließen')} sich nicht feststellen.`;
  return {
    ...shared,
    antwort: `${lookText(made, outside)}${left}`,
    zahl: `${formatNumber(good)} von ${counted(made.length, 'Punkt', 'Punkten')} in Ordnung, ${formatNumber(faults)} mit Mangel oder auslaufend, ${formatNumber(unseen)} nicht feststellbar.`,
    stand: plainMark(stateOfChecks(faults, unseen, outside.length)),
    standText: disagreement(input),
    naechsterSchritt: [
      ...(faults > 0 ? ['Die Mängel beheben und die Prüfung wiederholen.'] : []),
      ...(outside.length === 0 ? [permitOutside] : []),
      ...(faults === 0 && outside.length > 0 ? ['Die Prüfung regelmäßig wiederholen.'] : []),
    ].join(' '),
  };
}

const permitOutside = 'Eine Prüfung von außen freigeben und durchführen.';

/** Only a look from the internet answers the question; others are told for what they are. */
function lookText(made: readonly Finding[], outside: readonly Finding[]): string {
  const points = counted(made.length, 'Punkt wurde', 'Punkte wurden');
  if (outside.length > 0) {
    const part = outside.length === made.length ? '' : `, davon ${formatNumber(outside.length)} von außen`;
    return `Ja, zuletzt am ${lastSeen(outside)}. ${points} beurteilt${part}.`;
  }
  const places = vantages.filter((vantage) => made.some((finding) => finding.vantage === vantage));
  const from = enumerated(places.map((vantage) => vantageWords[vantage]));
  return `Geprüft wurde am ${lastSeen(made)}, aber nicht von außen, sondern ${from}. ${points} beurteilt.`;
}

function stateOfChecks(faults: number, unseen: number, outside: number): StatusKind {
  if (faults > 0) return 'handlungsbedarf';
  return unseen > 0 || outside === 0 ? 'nichtBekannt' : 'inOrdnung';
}

function disagreement({ evaluation, fassung }: ReportInput): string {
  if (fassung === 'oeffentlich') return 'Einzelheiten stehen hier nicht, damit niemand sie ausnutzen kann.';
  const n = evaluation.contradictions.filter(({ kind }) => kind === 'contradiction').length;
  if (n === 0) return 'Ein Widerspruch zu den Antworten der Verwaltung wurde nicht gefunden.';
  return `${counted(n, 'Widerspruch', 'Widersprüche')} zwischen den Antworten der Verwaltung und dem, was die Prüfung gesehen hat.`;
}
