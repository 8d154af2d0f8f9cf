/** The emergency card: one page to print beforehand, for whoever has neither laptop nor database. */
import { degreeMark, holderOf } from '../../../domain/duties.ts';
import { type PeriodInAdvance, periodsInAdvance } from '../../../domain/incident.ts';
import { formatDuration } from '../../../domain/incident-clock.ts';
import { type Call, type Contact, callsFor, otherContacts } from '../../../domain/incident-contacts.ts';
import { firstHour } from '../../../domain/incident-first-hour.ts';
import { bindingInAdvance } from '../../../domain/incident-words.ts';
import type { RegisterEntry } from '../../../domain/register.ts';
import { agreeing, counted, shortened } from '../../german.ts';
import { buildHead, titleFor } from '../../head.ts';
import { entriesOf, type ReportInput } from '../../report-input.ts';
import type { EmergencyContact, EmergencyPeriod, NotfallkarteData } from './data.ts';

/** Lines the card has room for. */
const mostContacts = 14;

export function buildNotfallkarte(input: ReportInput): NotfallkarteData {
  const { merkmale } = input;
  const periods = periodsInAdvance(input.fristen, merkmale).map(periodLine);
  const contacts = entriesOf(input, 'kontakt');
  const documents = entriesOf(input, 'dokument');
  const calls = callsFor({}, contacts, input.rollen, input.asOf).filter(
    ({ id }) => id !== 'kdn' || merkmale['kdn_angeschlossen'] !== 'nein',
  );
  const lines = [
    ...calls.flatMap((call) => callLines(call, deputyFor(call, input))),
    ...otherContacts(contacts).map((contact) => contactLine(contact.note ?? 'Weitere', contact, null)),
  ];
  const note = contactNote(lines, lines.length - mostContacts, calls);
  return {
    art: 'notfallkarte',
    kopf: buildHead(input, { bericht: 'Notfallkarte', titel: titleFor('Notfallkarte IT', input.kommune) }),
    kontakte: fitting(lines.slice(0, mostContacts), note),
    kontaktHinweis: note,
    ersteStunde: { tun: [...firstHour.do], lassen: [...firstHour.leave] },
    fristen: periods,
    fristenHinweis: periodNote(periods),
    unterlagen: papers(documents),
  };
}

/** Names short enough for one line of the card. */
const shortNames: Readonly<Record<string, string>> = {
  it: 'IT-Betrieb, IT-Dienstleister',
  bfis: 'Informationssicherheit (BfIS)',
  dsb: 'Datenschutz (DSB)',
};

/** Roles that exist only to stand in for the person of a call. */
const deputyRoles: Readonly<Record<string, string>> = { bfis: 'bfis-vertretung' };

function deputyFor({ id }: Call, { rollen, asOf }: ReportInput): string | null {
  const role = deputyRoles[id];
  return role === undefined ? null : (holderOf(role, rollen, asOf)?.person ?? null);
}

function officeOf({ id, office }: Call): string {
  return shortNames[id] ?? office;
}

function callLines(call: Call, deputy: string | null): EmergencyContact[] {
  const { person, contacts } = call;
  const unrecorded: Contact = { name: person ?? '', day: null, night: null, deputy: null, mail: null, note: null };
  const lines = contacts.length > 0 ? contacts : [unrecorded];
  return lines.map((contact) => contactLine(officeOf(call), contact, deputy));
}

/** Characters that fit into a cell of the card; what is longer is cut, so that the sheet stays one. */
const room = { office: 40, number: 30, place: 120 };

/** Characters a name may have, the longest first: a card with few long ones need not cut any. */
const nameRooms = [100, 80, 60, 48] as const;

/** Lines the contacts and the note below them have room for, and the characters of one. */
const roomForLines = 28;
const perLine = { name: 24, vertretung: 20, note: 120 };

/** Room to write in takes two. */
function linesOf({ name, vertretung }: EmergencyContact): number {
  return Math.max(2, Math.ceil(name.length / perLine.name), Math.ceil(vertretung.length / perLine.vertretung));
}

/** Names cut as little as a single sheet allows. */
function fitting(contacts: readonly EmergencyContact[], note: string): EmergencyContact[] {
  const left = roomForLines - Math.ceil(note.length / perLine.note);
  const cut = (limit: number) =>
    contacts.map((each) => ({
      ...each,
      name: shortened(each.name, limit),
      vertretung: shortened(each.vertretung, limit),
    }));
  const fits = (limit: number) => cut(limit).reduce((sum, each) => sum + linesOf(each), 0) <= left;
  return cut(nameRooms.find(fits) ?? Math.min(...nameRooms));
}

/** Cells are left empty, to be written into, only where no number is recorded at all. */
function contactLine(stelle: string, contact: Contact, standIn: string | null): EmergencyContact {
  const { name, day, night, deputy } = contact;
  const missing = isWithoutNumber(contact) ? '' : '–';
  const appointed = standIn !== null && !name.includes(standIn) ? standIn : missing;
  return {
    stelle: shortened(stelle, room.office),
    name,
    tag: shortened(day ?? missing, room.number),
    nacht: shortened(night ?? missing, room.number),
    vertretung: deputy ?? appointed,
  };
}

function isWithoutNumber({ day, night }: Contact): boolean {
  return day === null && night === null;
}

function contactNote(lines: readonly EmergencyContact[], left: number, calls: readonly Call[]): string {
  const missing = lines.filter(({ tag, nacht }) => tag === '' && nacht === '').length;
  return [
    ...(missing === 0 ? [] : [`Bei ${counted(missing, 'Stelle', 'Stellen')} ist keine Nummer erfasst: nachsehen und eintragen.`]),
    ...lookUps(calls),
    ...(left > 0 ? [`${counted(left, 'weiterer Kontakt steht', 'weitere Kontakte stehen')} nicht auf dieser Karte.`] : []),
  ].join(' ');
}

/** Where the missing numbers stand, in the words of „vorfall sofort“. */
function lookUps(calls: readonly Call[]): string[] {
  const missing = calls.filter(({ contacts }) => contacts.every(isWithoutNumber));
  if (missing.length === 0) return [];
  const places = missing.map((call) => `${officeOf(call)}: ${call.lookUp}`).join(' · ');
  return [`Wo die ${agreeing(missing.length, 'Nummer steht', 'Nummern stehen')}: ${places}.`];
}

function periodLine(period: PeriodInAdvance): EmergencyPeriod {
  const { title, duration, urgency, source, confidence, recipient } = period;
  return {
    bis: duration === null ? (urgency ?? '') : formatDuration(duration),
    was: title,
    an: recipient,
    gilt: `${bindingInAdvance(period)}.`,
    grundlage: source,
    grad: degreeMark(confidence),
    vertrauen: confidence.join(', '),
  };
}

function periodNote(periods: readonly EmergencyPeriod[]): string {
  const clock =
    'Gezählt wird ab Kenntnis. Stunden zählen nach der Uhr, auch nachts und am Wochenende. Im Zweifel früh und unvollständig melden.';
  const isMarked = periods.some(({ grad }) => grad === '°');
  return isMarked ? `${clock} ° Geltender Wortlaut nicht gelesen, vor rechtlicher Verwendung prüfen.` : clock;
}

/** What is looked for in the first hours; where it lies follows from the register „dokument“. */
const wanted: readonly { title: string; art: string | null }[] = [
  { title: 'Notfallhandbuch', art: 'notfallhandbuch' },
  { title: 'Netzplan', art: 'netzplan' },
  { title: 'Notfallkennwörter im Umschlag', art: null },
  { title: 'Datensicherung', art: null },
  { title: 'Verträge der Dienstleister', art: null },
];

function papers(documents: readonly RegisterEntry[]): NotfallkarteData['unterlagen'] {
  return wanted.map(({ title, art }) => {
    const found = documents.filter(({ removed, values }) => removed === null && art !== null && values['art'] === art);
    const places = found.flatMap(({ values }) => (typeof values['ablage'] === 'string' ? [values['ablage']] : []));
    return { was: title, wo: shortened([...new Set(places)].join('; '), room.place) };
  });
}
