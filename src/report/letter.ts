/** What letters share: the block above the text, the salutation, and gaps somebody fills in by hand. */
import { holderOf } from '../domain/duties.ts';
import { callsFor } from '../domain/incident-contacts.ts';
import type { LetterHeadBlock } from './blocks.ts';
import { shortened } from './german.ts';
import { type AppointmentRecord, entriesOf, type ReportInput } from './report-input.ts';

/** The head of a letter as the template receives it. */
export type LetterData = Omit<LetterHeadBlock, 'kind'>;

/** Stands where a word is missing, wide enough to write on. */
export const gap = '____________________';

/** „Guten Tag Jan Muster,“: fits every person, also one whose form of address nobody recorded. */
export function salutation(person: string | null): string {
  return person === null ? 'Guten Tag,' : `Guten Tag ${person},`;
}

export function letterHead(
  { kommune }: Pick<ReportInput, 'kommune'>,
  letter: { to: readonly string[]; info: LetterData['info']; subject: string },
): LetterData {
  return {
    absender: [shortened(kommune.name, room.sender)],
    ruecksendezeile: shortened(kommune.name, room.line),
    anschrift: letter.to.map((line) => shortened(line, room.line)),
    info: letter.info.map(({ label, value }) => ({ label, value: shortened(value, room.info) })),
    betreff: shortened(letter.subject, room.subject),
  };
}

/** Characters the fixed fields of a letter have room for; the names stand in full in the text. */
const room = { sender: 140, line: 90, info: 60, subject: 160, signature: 80 };

/** A name below a line to sign on. */
export function signatureName(name: string): string {
  return shortened(name, room.signature);
}

/** The appointment that begins last, also one that lies ahead: a letter is written before. */
export function newestAppointment(
  { kommune, bestellungen = [] }: Pick<ReportInput, 'kommune' | 'bestellungen'>,
  rolle: string,
): AppointmentRecord | null {
  const own = bestellungen.filter((each) => each.kommune === kommune.slug && each.rolle === rolle);
  return own.toSorted((a, b) => (a.ab < b.ab ? 1 : -1))[0] ?? null;
}

/** Somebody who can be asked; empty texts where nothing is recorded. */
export interface ReachablePerson {
  name: string;
  telefon: string;
  mail: string;
}

/**
 * The holder of a role with number and address from the register „kontakt“.
 * @param office what that register calls the role
 */
export function reachable(input: ReportInput, rolle: string, office: string): ReachablePerson {
  const entries = entriesOf(input, 'kontakt').filter(({ values }) => values['stelle'] === office);
  const contact = callsFor({}, entries, [], input.asOf).flatMap(({ contacts }) => contacts)[0];
  const person = holderOf(rolle, input.rollen, input.asOf)?.person;
  return { name: person ?? contact?.name ?? '', telefon: contact?.day ?? '', mail: contact?.mail ?? '' };
}
