/** What it costs, and who does it with how much time. */
import { formatDay } from '../../../domain/calendar.ts';
import { holderOf } from '../../../domain/duties.ts';
import type { RoleAssignment } from '../../../domain/kommune.ts';
import type { RegisterEntry } from '../../../domain/register.ts';
import { unansweredText } from '../../counts.ts';
import { legalMinimum } from '../../duty-data.ts';
import { agreeing, counted, formatNumber } from '../../german.ts';
import { costText, euroText } from '../../money.ts';
import { costsOf, openMeasures, resourceFigures } from '../../register-figures.ts';
import type { StatusKind } from '../../report-data.ts';
import { entriesOf, type ReportInput } from '../../report-input.ts';
import { plainMark } from '../../status.ts';
import { knownGaps } from './answers-measures.ts';
import { byStatus, listed, minimumOf, nextDuty, stateOfDuties } from './answers-state.ts';
import { costOfOpenMeasures } from './costs.ts';
import type { Answer } from './data.ts';

const moneyWords: Readonly<Record<string, string>> = {
  beantragt: 'beantragt',
  bewilligt: 'bewilligt',
  gekuerzt: 'gekürzt',
  abgelehnt: 'abgelehnt',
};

export function money(input: ReportInput): Answer {
  const all = entriesOf(input, 'massnahme').filter(({ values }) => values['status'] !== 'verworfen');
  const inState = (state: string) => all.filter(({ values }) => values['mittel'] === state);
  const states = Object.entries(moneyWords).flatMap(([state, word]) => {
    const own = inState(state);
    const sum = costText(costsOf(own)) ?? 'nicht geschätzt';
    return own.length === 0 ? [] : [`${word}: ${counted(own.length, 'Maßnahme', 'Maßnahmen')} (${sum})`];
  });
  const open = openMeasures(all);
  const lacking = inState('gekuerzt').length + inState('abgelehnt').length;
  const pending = inState('beantragt').length;
  const silent = open.filter(({ values }) => values['mittel'] === undefined).length;
  return {
    antwort: budgetText(input),
    zahl:
      states.length === 0 ? 'Zu keiner Maßnahme ist vermerkt, ob Mittel beantragt oder bewilligt sind.' : `${states.join('; ')}.`,
    kosten: costOfOpenMeasures(input),
    ...(states.length === 0
      ? { stand: plainMark('nichtBekannt'), standText: 'Der Stand der Mittel ist nicht erfasst.' }
      : stateOfMoney(lacking, pending, silent, input)),
    naechsterSchritt:
      pending + lacking > 0
        ? 'Über die Mittel beschließen; die Beschlussvorlage nennt Kosten je Haushaltsjahr und die Folgen eines Nein.'
        : stepForMoney(open, silent),
    grundlage: 'Verzeichnisse der Maßnahmen und der Mittel.',
  };
}

function budgetText(input: ReportInput): string {
  const year = yearOf(input.asOf);
  const { euroGeplant, euroVerbraucht } = resourceFigures(entriesOf(input, 'ressource'), year);
  if (euroGeplant === null && euroVerbraucht === null)
    return `Für ${year} sind weder ein Ansatz noch Ausgaben für Informationssicherheit erfasst.`;
  const planned = euroGeplant === null ? 'ein Ansatz ist nicht erfasst' : `angesetzt sind ${euroText(euroGeplant)}`;
  const spent = euroVerbraucht === null ? 'Ausgaben sind nicht erfasst' : `ausgegeben sind ${euroText(euroVerbraucht)}`;
  return `Für ${year}: ${planned}, ${spent}.`;
}

/** @param silent open measures of which nobody noted whether they need money */
function stateOfMoney(lacking: number, pending: number, silent: number, input: ReportInput): Pick<Answer, 'stand' | 'standText'> {
  const said = (art: StatusKind, standText: string) => ({ stand: plainMark(art), standText });
  if (lacking > 0)
    return said('handlungsbedarf', `Für ${counted(lacking, 'Maßnahme', 'Maßnahmen')} sind die Mittel gekürzt oder abgelehnt.`);
  if (pending > 0) return said('teilweise', `Über ${counted(pending, 'Antrag', 'Anträge')} ist noch nicht entschieden.`);
  const granted = 'Beantragte Mittel sind bewilligt.';
  if (silent > 0) {
    const open = counted(silent, 'offene Maßnahme', 'offene Maßnahmen');
    return said('teilweise', `${granted} Für ${open} ist nicht vermerkt, ob Mittel nötig sind.`);
  }
  return knownGaps(input).unplanned === 0 && unansweredText(input.evaluation.total) === ''
    ? said('inOrdnung', granted)
    : said('nichtBekannt', `${granted} Ob sie für alle Lücken reichen, ist nicht bekannt.`);
}

function stepForMoney(open: readonly RegisterEntry[], silent: number): string {
  if (open.length === 0) return 'Festlegen, welche Maßnahmen nötig sind, und ihre Kosten für den nächsten Haushalt schätzen.';
  const { unknown } = costsOf(open);
  if (unknown > 0) {
    const which = agreeing(unknown, 'der offenen Maßnahme', `der ${formatNumber(unknown)} offenen Maßnahmen`);
    return `Die Kosten ${which} ohne Schätzung für den nächsten Haushalt schätzen.`;
  }
  return silent > 0
    ? 'Die geschätzten Mittel beantragen oder vermerken, dass keine nötig sind.'
    : 'Den Bedarf für den nächsten Haushalt neu schätzen.';
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4));
}

const ofPeople = ['bfis', 'vertretung'];
const basisOfPeople = '§ 4 Abs. 3 und § 8 Abs. 1 SächsISichG°; Verzeichnisse der Rollen und der Mittel.';

export function people(input: ReportInput): Answer {
  const year = yearOf(input.asOf);
  const { stundenGeplant, stundenVerbraucht } = resourceFigures(entriesOf(input, 'ressource'), year, ofPeople);
  const planned =
    stundenGeplant === null ? 'geplante Stunden sind nicht erfasst' : `${counted(stundenGeplant, 'Stunde', 'Stunden')} geplant`;
  const used = stundenVerbraucht === null ? 'geleistete sind nicht erfasst' : `${formatNumber(stundenVerbraucht)} geleistet`;
  return {
    zahl: `${year}: ${planned}, ${used}.`,
    kosten: costOfPeople(input, year),
    grundlage: basisOfPeople,
    ...(input.fassung === 'oeffentlich' ? withoutRoles(input, stundenGeplant) : withRoles(input, stundenGeplant)),
  };
}

/** Only part of the budget another answer tells as a whole: what it is for is said with it. */
function costOfPeople(input: ReportInput, year: number): string {
  const { euroGeplant, euroVerbraucht } = resourceFigures(entriesOf(input, 'ressource'), year, [...ofPeople, 'dienstleister']);
  const purpose = 'Für die beauftragte Person, ihre Vertretung und Dienstleister';
  if (euroGeplant === null && euroVerbraucht === null) return `${purpose} ist für ${year} kein eigener Betrag erfasst.`;
  const parts = [
    ...(euroGeplant === null ? [] : [`${euroText(euroGeplant)} angesetzt`]),
    ...(euroVerbraucht === null ? [] : [`${euroText(euroVerbraucht)} ausgegeben`]),
  ];
  return `${purpose} ${year}: ${parts.join(', ')}.`;
}

/** Whether somebody is appointed belongs to the legal minimum, of which everybody is told the total. */
function withoutRoles(
  input: ReportInput,
  plannedHours: number | null,
): Pick<Answer, 'antwort' | 'stand' | 'standText' | 'naechsterSchritt'> {
  const isMet = stateOfDuties(minimumOf(input)) === 'inOrdnung';
  const stated = isMet
    ? 'Zeit ist eingeplant.'
    : 'Zeit ist eingeplant, aber vom gesetzlichen Minimum ist noch nicht alles in Ordnung.';
  return {
    antwort:
      'Verantwortlich ist die Leitung der Verwaltung. Die Bestellung einer beauftragten Person und einer Vertretung zählt zum gesetzlichen Minimum.',
    stand: plainMark(stateOfHours(plannedHours) ?? (isMet ? 'inOrdnung' : 'teilweise')),
    standText: missingHours(plannedHours) ?? stated,
    naechsterSchritt: stepForHours(plannedHours),
  };
}

/** Staff and money, the appointment and the deputy: what the legal minimum says of them holds here too. */
const dutiesOfPeople = ['S-07', 'S-10', 'S-11'];

function withRoles(
  input: ReportInput,
  plannedHours: number | null,
): Pick<Answer, 'antwort' | 'stand' | 'standText' | 'naechsterSchritt'> {
  const { rollen, asOf, evaluation } = input;
  const [officer, deputy] = [holderOf('bfis', rollen, asOf), holderOf('bfis-vertretung', rollen, asOf)];
  const duties = byStatus(legalMinimum(evaluation).filter(({ item }) => dutiesOfPeople.includes(item.id)));
  const stated = stateOfDuties(duties);
  const unknown = officer === null || deputy === null ? 'nichtBekannt' : null;
  const states = [stateOfHours(plannedHours), stated, unknown];
  const gravest = bySeverity.find((art) => states.includes(art)) ?? 'inOrdnung';
  const said = [appointmentText(officer), missingHours(plannedHours), stated === 'inOrdnung' ? null : listed(duties)];
  return {
    antwort: `${rolesText(officer, deputy)} Verantwortlich bleibt die Leitung der Verwaltung.`,
    stand: plainMark(gravest),
    standText: said.filter((text) => text !== null).join(' '),
    naechsterSchritt:
      stepForRoles(officer, deputy) ??
      (missingHours(plannedHours) === null && stated !== 'inOrdnung' ? nextDuty(duties, false) : stepForHours(plannedHours)),
  };
}

const bySeverity: readonly StatusKind[] = ['handlungsbedarf', 'nichtBekannt', 'teilweise'];

function rolesText(officer: RoleAssignment | null, deputy: RoleAssignment | null): string {
  const role = 'Eine beauftragte Person für Informationssicherheit';
  if (officer !== null && deputy !== null && officer.ab === deputy.ab)
    return `${role} und eine Vertretung sind seit dem ${formatDay(officer.ab)} tätig.`;
  const first = officer === null ? `${role} ist nicht erfasst` : `${role} ist seit dem ${formatDay(officer.ab)} tätig`;
  const second = deputy === null ? 'eine Vertretung ist nicht erfasst' : `eine Vertretung seit dem ${formatDay(deputy.ab)}`;
  return `${first}, ${second}.`;
}

function appointmentText(officer: RoleAssignment | null): string {
  if (officer === null) return 'Ob jemand bestellt ist, geht aus den Angaben nicht hervor.';
  return officer.bestellt === null ? 'Der Tag der Bestellung ist nicht erfasst.' : `Bestellt am ${formatDay(officer.bestellt)}.`;
}

function stepForRoles(officer: RoleAssignment | null, deputy: RoleAssignment | null): string | null {
  if (officer === null) return 'Die Bestellung klären und erfassen.';
  return deputy === null ? 'Eine Vertretung bestellen oder erfassen.' : null;
}

/** Null where there are hours. */
function stateOfHours(planned: number | null): StatusKind | null {
  if (planned === null) return 'nichtBekannt';
  return planned === 0 ? 'handlungsbedarf' : null;
}

function missingHours(planned: number | null): string | null {
  if (planned === null) return 'Wie viel Zeit vorgesehen ist, ist nicht erfasst.';
  return planned === 0 ? 'Es ist keine Zeit vorgesehen.' : null;
}

function stepForHours(planned: number | null): string {
  return missingHours(planned) === null ? 'Stunden am Jahresende mit dem Bedarf vergleichen.' : 'Stunden für das Jahr festlegen.';
}
