/** What is typed into the online form by which the Land is told of an appointment, and whether it is in time. */
import { withoutAgs } from '../../../domain/ags.ts';
import { addDuration, daysBetween, deadline, formatDay } from '../../../domain/calendar.ts';
import { holderOf } from '../../../domain/duties.ts';
import { periodOfItem } from '../../../domain/framework-item.ts';
import { agreeing, asSentence, counted, enumerated } from '../../german.ts';
import { buildHead, titleFor } from '../../head.ts';
import { cited, degreeNote, legalBasis } from '../../legal-basis.ts';
import { newestAppointment, reachable } from '../../letter.ts';
import type { StatusMark } from '../../report-data.ts';
import type { AppointmentRecord, ReportInput } from '../../report-input.ts';
import type { MitteilungData, NoticeDeadline, NoticeGroup, NoticeValue } from './data.ts';

/** Duties of the framework saechsisichg this paper rests on; the notice is S-12. */
const basisIds = ['S-12', 'S-10', 'S-11'] as const;

const offices = [
  { rolle: 'bfis', titel: 'Beauftragte Person (BfIS)', id: 'bfis' },
  { rolle: 'bfis-vertretung', titel: 'Vertretung der BfIS', id: 'vertretung' },
] as const;
type Office = (typeof offices)[number];

export function buildMitteilung(input: ReportInput): MitteilungData {
  const { kommune } = input;
  const basis = basisIds.map((id) => legalBasis(input.catalogue, id));
  const fristen = offices.map((office) => noticeDeadline(office, newestAppointment(input, office.rolle), input));
  const gruppen = [bodyGroup(input), ...offices.map((office) => personGroup(office, input))];
  return {
    art: 'mitteilung',
    kopf: buildHead(input, { bericht: 'Mitteilung an das Land', titel: titleFor('Mitteilung der Bestellung', kommune) }),
    saetze: {
      frist: `Wer eine BfIS oder eine Vertretung bestellt, teilt das dem Beauftragten für Informationssicherheit des Landes innerhalb eines Monats mit (${cited(legalBasis(input.catalogue, 'S-12'))}). Das Land bietet dafür ein Online-Formular an, verlinkt unter egovernment.sachsen.de.`,
      fehlt: missingSentence(gruppen),
    },
    fristen,
    fristHinweis: offices.some((office) => isMoved(newestAppointment(input, office.rolle), input))
      ? 'Der Monat endete an einem Samstag, Sonntag oder Feiertag; gezählt ist der nächste Arbeitstag (§ 193 BGB°: ob die Regel hier gilt, ist nicht nachgelesen). Wer sicher gehen will, teilt vorher mit.'
      : '',
    gruppen,
    erfassen: [...noticeHints(fristen, kommune.slug), ...recordingHints(input)],
    danach: afterwards(fristen),
    grundlagen: basis,
    gradHinweis: basis.some(({ grad }) => grad === '°') ? degreeNote : '',
  };
}

/** The period as the catalogue has it. */
function noticePeriod({ catalogue }: ReportInput): string {
  const framework = catalogue.frameworks.find(({ id }) => id === 'saechsisichg');
  const item = framework?.items.find(({ id }) => id === 'S-12');
  // § 8 (1) s. 5: one month.
  return (item === undefined ? undefined : periodOfItem(item)) ?? 'P1M';
}

function isMoved(appointment: AppointmentRecord | null, input: ReportInput): boolean {
  if (appointment?.bestellt == null) return false;
  const period = noticePeriod(input);
  return deadline(appointment.bestellt, period, input.feiertage) !== addDuration(appointment.bestellt, period);
}

function noticeDeadline({ titel }: Office, appointment: AppointmentRecord | null, input: ReportInput): NoticeDeadline {
  const none = { rolle: titel, person: appointment?.person ?? '', bestellt: '', bis: '', mitgeteilt: '' };
  if (appointment === null)
    return { ...none, stand: unknown('niemand erfasst'), text: 'Es ist niemand erfasst, also auch keine Frist.' };
  const { bestellt, gemeldet } = appointment;
  if (bestellt === null)
    return {
      ...none,
      stand: unknown('Bestellung nicht erfasst'),
      text: 'Der Tag der förmlichen Bestellung ist nicht erfasst; ab ihm läuft die Frist.',
    };
  const due = deadline(bestellt, noticePeriod(input), input.feiertage);
  const days = { bestellt: formatDay(bestellt), bis: formatDay(due), mitgeteilt: gemeldet === null ? '' : formatDay(gemeldet) };
  return { ...none, ...days, ...judged(due, gemeldet, input.asOf) };
}

function unknown(wort: string): StatusMark {
  return { art: 'nichtBekannt', wort };
}

function judged(due: string, told: string | null, asOf: string): Pick<NoticeDeadline, 'stand' | 'text'> {
  const late = (from: string, to: string) => counted(daysBetween(from, to), 'Tag', 'Tage');
  if (told !== null && told <= due) return { stand: { art: 'inOrdnung', wort: 'rechtzeitig' }, text: 'Rechtzeitig mitgeteilt.' };
  if (told !== null)
    return { stand: { art: 'teilweise', wort: 'verspätet' }, text: `Mitgeteilt, ${late(due, told)} nach dem Ende der Frist.` };
  if (asOf > due)
    return {
      stand: { art: 'handlungsbedarf', wort: 'überfällig' },
      text: 'Keine Mitteilung erfasst. Ist sie erfolgt, den Tag eintragen; sonst nachholen.',
    };
  const left = daysBetween(asOf, due);
  const when = left === 0 ? 'heute' : `in ${left === 1 ? '1 Tag' : `${left} Tagen`}`;
  return { stand: unknown('läuft'), text: `Noch nicht mitgeteilt; die Frist endet ${when}.` };
}

function bodyGroup(input: ReportInput): NoticeGroup {
  const { kommune, catalogue, rollen, asOf } = input;
  const kind = catalogue.vocabulary.kommuneKinds.find(({ id }) => id === kommune.art)?.title ?? kommune.art;
  const district = catalogue.vocabulary.districts.find(({ key }) => kommune.ags?.startsWith(key) === true)?.name ?? '';
  return {
    id: 'stelle',
    titel: 'Die Stelle',
    werte: [
      value('Name der Stelle', kommune.name, 'Stammdaten'),
      value('Art', kind, 'Stammdaten'),
      ...(withoutAgs.has(kommune.art) ? [] : [value('Amtlicher Gemeindeschlüssel', kommune.ags ?? '', 'Stammdaten')]),
      ...(district === '' ? [] : [value('Landkreis oder kreisfreie Stadt', district, 'aus dem Gemeindeschlüssel')]),
      value('Leitung', holderOf('leitung', rollen, asOf)?.person ?? '', 'erfasste Rollen'),
    ],
  };
}

function personGroup({ rolle, titel, id }: Office, input: ReportInput): NoticeGroup {
  const { kommune } = input;
  const appointment = newestAppointment(input, rolle);
  const contact = reachable(input, rolle, rolle);
  const others = (input.bestellungen ?? []).filter(
    (each) => each.kommune !== kommune.slug && each.person.toLowerCase() === appointment?.person.toLowerCase(),
  );
  const elsewhere = enumerated([...new Set(others.map(({ stelle }) => stelle))]);
  const day = appointment?.bestellt ?? null;
  return {
    id,
    titel,
    werte: [
      value('Name', appointment?.person ?? '', 'erfasste Rollen'),
      value('Tag der Bestellung', day === null ? '' : formatDay(day), 'erfasste Rollen'),
      value('Telefon dienstlich', contact.telefon, 'erfasste Kontakte'),
      value('E-Mail dienstlich', contact.mail, 'erfasste Kontakte'),
      ...(elsewhere === '' ? [] : [value('Auch tätig für', elsewhere, 'erfasste Rollen anderer Stellen, nach gleichem Namen')]),
      { angabe: 'Beschäftigt oder extern', wert: '', herkunft: 'wird nicht erfasst, von Hand ergänzen' },
    ],
  };
}

function value(angabe: string, wert: string, herkunft: string): NoticeValue {
  return { angabe, wert, herkunft: wert === '' ? 'nicht erfasst' : herkunft };
}

/** How to record what is missing, so that it stands there the next time. */
function recordingHints(input: ReportInput): string[] {
  const { kommune, rollen, asOf } = input;
  const to = `--kommune ${kommune.slug}`;
  const head = holderOf('leitung', rollen, asOf) === null ? [`burgward rolle vergeben leitung ${to} --person NAME --ab TAG`] : [];
  const body =
    kommune.ags === null && !withoutAgs.has(kommune.art) ? [`burgward kommune aendern ${kommune.slug} --ags NUMMER`] : [];
  return [...body, ...head, ...offices.flatMap(({ rolle }) => personHints(rolle, to, input))];
}

function personHints(rolle: string, to: string, input: ReportInput): string[] {
  const appointment = newestAppointment(input, rolle);
  const { telefon, mail } = reachable(input, rolle, rolle);
  return [
    ...(appointment === null ? [`burgward rolle vergeben ${rolle} ${to} --person NAME --ab TAG --bestellt TAG`] : []),
    ...(appointment !== null && appointment.bestellt === null ? [`burgward rolle aendern ${rolle} ${to} --bestellt TAG`] : []),
    ...(telefon === '' || mail === ''
      ? [`burgward kontakt anlegen ${to} --stelle ${rolle} --name NAME --telefon NUMMER --mail ADRESSE`]
      : []),
  ];
}

function missingSentence(groups: readonly NoticeGroup[]): string {
  const values = groups.flatMap(({ werte }) => werte);
  const missing = values.filter(({ wert }) => wert === '').length;
  const known = values.length - missing;
  const start = `Erfasst ${agreeing(known, 'ist', 'sind')} ${known} von ${counted(values.length, 'Angabe', 'Angaben')}.`;
  return missing === 0
    ? asSentence(start)
    : `${start} ${counted(missing, 'fehlt und ist', 'fehlen und sind')} nachzusehen oder von Hand zu ergänzen.`;
}

/** Whose notice has no day yet. */
function unrecorded(deadlines: readonly NoticeDeadline[]): readonly Office[] {
  return offices.filter((_, index) => deadlines[index]?.person !== '' && deadlines[index]?.mitgeteilt === '');
}

function noticeHints(deadlines: readonly NoticeDeadline[], slug: string): string[] {
  return unrecorded(deadlines).map(({ rolle }) => `burgward rolle aendern ${rolle} --kommune ${slug} --gemeldet TAG`);
}

function afterwards(deadlines: readonly NoticeDeadline[]): string[] {
  return [
    'Die Bestätigung des Formulars speichern oder ausdrucken und zu den Akten nehmen: Sie belegt den Tag der Mitteilung.',
    ...(unrecorded(deadlines).length === 0
      ? []
      : ['Den Tag der Mitteilung festhalten; wie das geht, steht auf dem Arbeitsblatt am Ende.']),
    'Bei jedem Wechsel der Person neu bestellen und neu mitteilen.',
  ];
}
