/** What is typed into the forms of those who have to be told: only what is known. */

import { type IncidentKind, incidentKindWords } from './incident-classification.ts';
import { dayOfDue, dueMoment, formatMoment, isInTime } from './incident-clock.ts';
import { type Call, callsFor } from './incident-contacts.ts';
import type { Kommune, RoleAssignment, Zielobjekt } from './kommune.ts';
import { type EntryValue, type EntryValues, listIn, type RegisterEntry } from './register.ts';

/** How far the handling is: the first report, the detailed one, the last. */
export const reportStages = ['erstmeldung', 'zwischenmeldung', 'abschluss'] as const;
export type ReportStage = (typeof reportStages)[number];

export const incidentRecipients = ['saxcert', 'kdn', 'datenschutz'] as const;
export type IncidentRecipient = (typeof incidentRecipients)[number];

/** One line of a form; null: not known yet. */
export interface ReportField {
  label: string;
  value: string | null;
}

export interface IncidentReport {
  recipient: IncidentRecipient;
  title: string;
  /** What to know before it is sent. */
  note: string;
  fields: readonly ReportField[];
}

/** Said where nothing is known. */
export const notKnown = 'noch nicht bekannt';

export interface Reporter {
  kommune: string;
  ags: string | null;
  /** Name and number of whoever can be asked. */
  contact: string | null;
  dataProtectionContact: string | null;
  /** Calendar day on which is reported, YYYY-MM-DD. */
  day: string;
}

/** @param contacts entries of the register „kontakt“, of the groups too */
export function reporterOf(
  { name, ags }: Pick<Kommune, 'name' | 'ags'>,
  contacts: readonly RegisterEntry[],
  rollen: readonly RoleAssignment[],
  asOf: string,
): Reporter {
  const calls = callsFor({}, contacts, rollen, asOf);
  const reachable = (office: string) => personOf(calls.find(({ id }) => id === office));
  return { kommune: name, ags, contact: reachable('bfis'), dataProtectionContact: reachable('dsb'), day: asOf };
}

/** „Mara Lindner, Telefon …“; null if nobody is recorded. */
function personOf(call: Call | undefined): string | null {
  const [contact] = call?.contacts ?? [];
  if (contact === undefined) return call?.person ?? null;
  const { name, day, mail } = contact;
  return [name, ...(day === null ? [] : [`Telefon ${day}`]), ...(mail === null ? [] : [mail])].join(', ');
}

/** Names of the Zielobjekte of an entry; the Kuerzel of one that is no longer there. */
export function objectNames(values: EntryValues, objects: readonly Zielobjekt[]): string[] {
  return listIn(values, 'zielobjekte').map((kuerzel) => objects.find((each) => each.kuerzel === kuerzel)?.name ?? kuerzel);
}

/** What nobody can know in the first hours. */
const expectedLater: ReadonlySet<string> = new Set(['Ursache', 'Behoben']);

/** The lines of this stage: what is not expected yet is left out while it is not known, the last report tells what was learned. */
export function atStage(report: IncidentReport, stage: ReportStage, values: EntryValues): IncidentReport {
  if (stage === 'abschluss')
    return { ...report, fields: [...report.fields, { label: 'Was daraus gelernt wurde', value: shown(values['lehren']) }] };
  if (stage === 'zwischenmeldung') return report;
  return { ...report, fields: report.fields.filter(({ label, value }) => value !== null || !expectedLater.has(label)) };
}

/** @param objects names of the Zielobjekte concerned */
export function incidentReport(
  recipient: IncidentRecipient,
  values: EntryValues,
  { kommune, ags, contact, dataProtectionContact, day }: Reporter,
  objects: readonly string[],
): IncidentReport {
  const text = (id: string) => shown(values[id]);
  const moment = (id: string) => (typeof values[id] === 'string' ? formatMoment(String(values[id])) : null);
  const line = (label: string, value: string | null): ReportField => ({ label, value });
  const sender = [line('Meldende Stelle', ags === null ? kommune : `${kommune} (AGS ${ags})`), line('Rückfragen an', contact)];
  const what = [
    line('Was ist passiert', text('titel')),
    line('Kenntnis seit', moment('kenntnis')),
    line('Begonnen', moment('beginn')),
  ];
  const concerned = line('Betroffen', affected(values, objects));
  switch (recipient) {
    case 'saxcert':
      return {
        recipient,
        title: 'Meldung an SAX.CERT',
        note: 'Die Felder des Meldeformulars wurden für dieses Programm nicht eingesehen; Reihenfolge und Namen können abweichen.',
        fields: [
          ...sender,
          line('Art', kindOf(values)),
          ...what,
          line('Gefunden von', text('gefunden-von')),
          concerned,
          line('Breitet sich aus', threeValued(values['breitet-sich-aus'])),
          line('KDN betroffen', threeValued(values['kdn-betroffen'])),
          line('Personenbezogene Daten betroffen', threeValued(values['personendaten'])),
          line('Bisherige Maßnahmen', text('massnahmen')),
          line('Ursache', text('ursache')),
          line('Behoben', moment('ende')),
          line('Polizei informiert', moment('polizei')),
        ],
      };
    case 'kdn':
      return {
        recipient,
        title: 'Information an die BfIS des KDN-Betreibers',
        note: 'Nötig, sobald das KDN betroffen ist (§ 17 Satz 2 SächsISichG, ältere Fassung gelesen).',
        fields: [
          ...sender,
          ...what,
          line('KDN betroffen', threeValued(values['kdn-betroffen'])),
          concerned,
          line('Breitet sich aus', threeValued(values['breitet-sich-aus'])),
          line('Bisherige Maßnahmen', text('massnahmen')),
          line('An SAX.CERT gemeldet', moment('saxcert')),
          line('Behoben', moment('ende')),
        ],
      };
    case 'datenschutz':
      return {
        recipient,
        title: 'Meldung an die Datenschutzaufsicht',
        note: 'Die Angaben folgen Art. 33 DSGVO aus beruflicher Kenntnis; ob zu melden ist, klärt die Datenschutzbeauftragte Person.',
        fields: [
          ...sender,
          line('Datenschutzbeauftragte Person', dataProtectionContact),
          ...what,
          concerned,
          line('Personenbezogene Daten betroffen', threeValued(values['personendaten'])),
          line('Welche Daten, wie viele Personen', text('daten')),
          line('Wahrscheinliche Folgen', null),
          line('Getroffene und geplante Maßnahmen', text('massnahmen')),
          ...(isToldLate(values, day) ? [line('Grund, warum nach mehr als 72 Stunden', null)] : []),
        ],
      };
  }
}

/** From when the authority asks why it was not told before. */
const reasonAskedAfter = 'PT72H';

/** A day stands for all its hours: what ends on it may still be in time. */
function isToldLate({ kenntnis, datenschutzaufsicht: told }: EntryValues, day: string): boolean {
  if (typeof kenntnis !== 'string') return false;
  const due = dueMoment(kenntnis, reasonAskedAfter, null);
  return typeof told === 'string' ? !isInTime(told, due) : dayOfDue(due) < day;
}

function affected(values: EntryValues, objects: readonly string[]): string | null {
  const words = shown(values['betroffen']);
  const parts = [...objects, ...(words === null ? [] : [words])];
  return parts.length === 0 ? null : parts.join('; ');
}

function kindOf({ art }: EntryValues): string | null {
  return typeof art === 'string' ? (incidentKindWords[art as IncidentKind] ?? art) : null;
}

function shown(value: EntryValue | undefined): string | null {
  if (value === undefined) return null;
  return typeof value === 'object' ? value.join(', ') : String(value);
}

/** „unbekannt“ is not a value a form should carry. */
function threeValued(value: EntryValue | undefined): string | null {
  return value === 'ja' || value === 'nein' ? value : null;
}

/** The lines as they are pasted or read out. */
export function reportText({ title, note, fields }: IncidentReport): string {
  return [title, '', ...fields.map(({ label, value }) => `${label}: ${value ?? notKnown}`), '', note].join('\n');
}
