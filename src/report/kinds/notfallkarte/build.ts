/** The emergency card: one page to print beforehand, for whoever has neither laptop nor database. */
import { degreeMark } from '../../../domain/duties.ts';
import { type PeriodInAdvance, periodsInAdvance } from '../../../domain/incident.ts';
import { formatDuration } from '../../../domain/incident-clock.ts';
import { type Call, type Contact, callsFor, otherContacts } from '../../../domain/incident-contacts.ts';
import { firstHour } from '../../../domain/incident-first-hour.ts';
import { bindingInAdvance } from '../../../domain/incident-words.ts';
import type { RegisterEntry } from '../../../domain/register.ts';
import { counted, shortened } from '../../german.ts';
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
    ...calls.flatMap(callLines),
    ...otherContacts(contacts).map((contact) => contactLine(contact.note ?? 'Weitere', contact)),
  ];
  return {
    art: 'notfallkarte',
    kopf: buildHead(input, { bericht: 'Notfallkarte', titel: titleFor('Notfallkarte IT', input.kommune) }),
    kontakte: lines.slice(0, mostContacts),
    kontaktHinweis: contactNote(lines, lines.length - mostContacts),
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

function callLines({ id, office: longName, person, contacts }: Call): EmergencyContact[] {
  const office = shortNames[id] ?? longName;
  if (contacts.length > 0) return contacts.map((contact) => contactLine(office, contact));
  return [{ stelle: office, name: shortened(person ?? '', room.name), tag: '', nacht: '', vertretung: '' }];
}

/** Characters that fit into a cell of the card; what is longer is cut, so that the sheet stays one. */
const room = { office: 40, name: 48, number: 30, deputy: 48, place: 120 };

/** Cells are left empty, to be written into, only where no number is recorded at all. */
function contactLine(stelle: string, { name, day, night, deputy }: Contact): EmergencyContact {
  const missing = day === null && night === null ? '' : '–';
  return {
    stelle: shortened(stelle, room.office),
    name: shortened(name, room.name),
    tag: shortened(day ?? missing, room.number),
    nacht: shortened(night ?? missing, room.number),
    vertretung: shortened(deputy ?? missing, room.deputy),
  };
}

function contactNote(lines: readonly EmergencyContact[], left: number): string {
  const missing = lines.filter(({ tag, nacht }) => tag === '' && nacht === '').length;
  return [
    ...(missing === 0 ? [] : [`Bei ${counted(missing, 'Stelle', 'Stellen')} ist keine Nummer erfasst: nachsehen und eintragen.`]),
    ...(left > 0 ? [`${counted(left, 'weiterer Kontakt steht', 'weitere Kontakte stehen')} nicht auf dieser Karte.`] : []),
  ].join(' ');
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
