/** What is being done, what it costs, and who does it with how much time. */
import { formatDay } from '../../../domain/calendar.ts';
import { holderOf } from '../../../domain/duties.ts';
import type { RoleAssignment } from '../../../domain/kommune.ts';
import { type RegisterEntry, textIn } from '../../../domain/register.ts';
import { agreeing, counted, enumerated, formatNumber, quoted } from '../../german.ts';
import { costText, euroText } from '../../money.ts';
import {
  costsOf,
  doneText,
  type MeasureFigures,
  measureFigures,
  nextMeasure,
  resourceFigures,
  yearBefore,
} from '../../register-figures.ts';
import type { StatusKind } from '../../report-data.ts';
import { entriesOf, type ReportInput } from '../../report-input.ts';
import { plainMark } from '../../status.ts';
import { costOfOpenMeasures } from './costs.ts';
import type { Answer } from './data.ts';

export function measures(input: ReportInput): Answer {
  const all = entriesOf(input, 'massnahme');
  const shared = { kosten: costOfOpenMeasures(input), grundlage: 'Verzeichnis der Maßnahmen.' };
  if (all.length === 0) {
    return {
      ...shared,
      antwort: 'Das wissen wir nicht, weil noch keine Maßnahme erfasst ist.',
      zahl: 'Keine erfasste Maßnahme.',
      stand: plainMark('nichtBekannt'),
      standText: '',
      naechsterSchritt: 'Zu den Lücken Maßnahmen mit Zuständigkeit, Termin und Kosten festlegen.',
    };
  }
  const figures = measureFigures(all, yearBefore(input.asOf), input.asOf);
  const { offen, ueberfaellig, ohneTermin } = figures;
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
    ...stateOfMeasures(figures),
    naechsterSchritt: nextStep(all, figures, input.asOf),
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

function stateOfMeasures({ offen, ueberfaellig, ohneTermin }: MeasureFigures): Pick<Answer, 'stand' | 'standText'> {
  if (offen === 0) return { stand: plainMark('inOrdnung'), standText: 'Es ist nichts offen.' };
  if (ueberfaellig > 0)
    return {
      stand: plainMark('handlungsbedarf'),
      standText: `${counted(ueberfaellig, 'Termin ist', 'Termine sind')} verstrichen.`,
    };
  if (ohneTermin > 0) return { stand: plainMark('teilweise'), standText: 'Nicht jede Maßnahme hat einen Termin.' };
  return { stand: plainMark('inOrdnung'), standText: 'Alle Termine liegen noch vor uns.' };
}

function nextStep(all: readonly RegisterEntry[], { offen }: MeasureFigures, asOf: string): string {
  const next = nextMeasure(all, asOf);
  if (next !== null) return `${quoted(textIn(next.entry.values, 'titel') ?? next.entry.id)} bis zum ${formatDay(next.due)}.`;
  return offen === 0
    ? 'Prüfen, ob zu jeder gemeldeten Lücke eine Maßnahme nötig ist.'
    : 'Termine festlegen: Für keine offene Maßnahme liegt ein Termin in der Zukunft.';
}

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
  const lacking = inState('gekuerzt').length + inState('abgelehnt').length;
  const pending = inState('beantragt').length;
  return {
    antwort: budgetText(input),
    zahl:
      states.length === 0 ? 'Zu keiner Maßnahme ist vermerkt, ob Mittel beantragt oder bewilligt sind.' : `${states.join('; ')}.`,
    kosten: costOfOpenMeasures(input),
    ...stateOfMoney(lacking, pending, states.length > 0),
    naechsterSchritt:
      pending + lacking > 0
        ? 'Über die Mittel beschließen; die Beschlussvorlage nennt Kosten je Haushaltsjahr und die Folgen eines Nein.'
        : 'Kosten der offenen Maßnahmen für den nächsten Haushalt schätzen.',
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

function stateOfMoney(lacking: number, pending: number, isNoted: boolean): Pick<Answer, 'stand' | 'standText'> {
  const said = (art: StatusKind, standText: string) => ({ stand: plainMark(art), standText });
  if (lacking > 0)
    return said('handlungsbedarf', `Für ${counted(lacking, 'Maßnahme', 'Maßnahmen')} sind die Mittel gekürzt oder abgelehnt.`);
  if (pending > 0) return said('teilweise', `Über ${counted(pending, 'Antrag', 'Anträge')} ist noch nicht entschieden.`);
  return isNoted
    ? said('inOrdnung', 'Beantragte Mittel sind bewilligt.')
    : said('nichtBekannt', 'Der Stand der Mittel ist nicht erfasst.');
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4));
}

const ofPeople = ['bfis', 'vertretung'];
const basisOfPeople = '§ 4 Abs. 3 und § 8 Abs. 1 SächsISichG°; Verzeichnisse der Rollen und der Mittel.';

export function people(input: ReportInput): Answer {
  const year = yearOf(input.asOf);
  const entries = entriesOf(input, 'ressource');
  const { stundenGeplant, stundenVerbraucht } = resourceFigures(entries, year, ofPeople);
  const { euroGeplant } = resourceFigures(entries, year, [...ofPeople, 'dienstleister']);
  const planned =
    stundenGeplant === null ? 'geplante Stunden sind nicht erfasst' : `${counted(stundenGeplant, 'Stunde', 'Stunden')} geplant`;
  const used = stundenVerbraucht === null ? 'geleistete sind nicht erfasst' : `${formatNumber(stundenVerbraucht)} geleistet`;
  return {
    zahl: `${year}: ${planned}, ${used}.`,
    kosten: euroGeplant === null ? `Für ${year} ist kein Betrag erfasst.` : `${euroText(euroGeplant)} für ${year} angesetzt.`,
    grundlage: basisOfPeople,
    ...(input.fassung === 'oeffentlich' ? withoutRoles(stundenGeplant) : withRoles(input, stundenGeplant)),
  };
}

/** Whether somebody is appointed belongs to the legal minimum, of which everybody is told the total. */
function withoutRoles(plannedHours: number | null): Pick<Answer, 'antwort' | 'stand' | 'standText' | 'naechsterSchritt'> {
  return {
    antwort:
      'Verantwortlich ist die Leitung der Verwaltung. Die Bestellung einer beauftragten Person und einer Vertretung zählt zum gesetzlichen Minimum.',
    stand: plainMark(plannedHours === null ? 'nichtBekannt' : 'inOrdnung'),
    standText: plannedHours === null ? 'Wie viel Zeit vorgesehen ist, ist nicht erfasst.' : 'Zeit ist eingeplant.',
    naechsterSchritt: stepForHours(plannedHours),
  };
}

function withRoles(
  { rollen, asOf }: ReportInput,
  plannedHours: number | null,
): Pick<Answer, 'antwort' | 'stand' | 'standText' | 'naechsterSchritt'> {
  const [officer, deputy] = [holderOf('bfis', rollen, asOf), holderOf('bfis-vertretung', rollen, asOf)];
  const first =
    officer === null
      ? 'Eine beauftragte Person für Informationssicherheit ist nicht erfasst'
      : `Eine beauftragte Person für Informationssicherheit ist seit dem ${formatDay(officer.ab)} tätig`;
  const second = deputy === null ? 'eine Vertretung ist nicht erfasst' : `eine Vertretung seit dem ${formatDay(deputy.ab)}`;
  return {
    antwort: `${first}, ${second}. Verantwortlich bleibt die Leitung der Verwaltung.`,
    stand: plainMark(officer === null ? 'nichtBekannt' : deputy === null ? 'teilweise' : 'inOrdnung'),
    standText: appointmentText(officer),
    naechsterSchritt: stepForRoles(officer, deputy) ?? stepForHours(plannedHours),
  };
}

function appointmentText(officer: RoleAssignment | null): string {
  if (officer === null) return 'Ob jemand bestellt ist, geht aus den Angaben nicht hervor.';
  return officer.bestellt === null ? 'Der Tag der Bestellung ist nicht erfasst.' : `Bestellt am ${formatDay(officer.bestellt)}.`;
}

function stepForRoles(officer: RoleAssignment | null, deputy: RoleAssignment | null): string | null {
  if (officer === null) return 'Die Bestellung klären und erfassen.';
  return deputy === null ? 'Eine Vertretung bestellen oder erfassen.' : null;
}

function stepForHours(planned: number | null): string {
  return planned === null ? 'Stunden für das Jahr festlegen.' : 'Stunden am Jahresende mit dem Bedarf vergleichen.';
}
