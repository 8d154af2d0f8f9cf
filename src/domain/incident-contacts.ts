/** Whom to call in an incident, in which order, and what to look up where nobody is recorded. */
import { holderOf } from './duties.ts';
import type { RoleAssignment } from './kommune.ts';
import { type EntryValues, type RegisterEntry, textIn } from './register.ts';

/** A person or office that can be reached; null: not recorded. */
export interface Contact {
  name: string;
  day: string | null;
  night: string | null;
  deputy: string | null;
  mail: string | null;
  /** Contract number, opening hours. */
  note: string | null;
}

/** One call. Without contacts `lookUp` says where the number stands. */
export interface Call {
  id: string;
  office: string;
  why: string;
  /** Who holds the role here, if recorded; the number may be missing all the same. */
  person: string | null;
  contacts: readonly Contact[];
  lookUp: string;
}

interface Office {
  id: string;
  office: string;
  why: string;
  lookUp: string;
  /** What the register „kontakt“ calls this office. */
  choices: readonly string[];
  /** Role whose holder is meant. */
  role: string | null;
  /** Left out where it is known not to be needed. */
  isNeeded?: (values: EntryValues) => boolean;
}

/** In the order of the calls: first who can stop it, then who decides, then who has to know. */
const offices: readonly Office[] = [
  {
    id: 'it',
    office: 'IT-Betrieb oder IT-Dienstleister',
    why: 'kann die Ausbreitung stoppen',
    lookUp: 'im Wartungsvertrag oder auf der letzten Rechnung',
    choices: ['it', 'dienstleister'],
    role: 'it-leitung',
  },
  {
    id: 'bfis',
    office: 'Beauftragte Person für Informationssicherheit',
    why: 'verantwortet, dass gemeldet wird',
    lookUp: 'im Bestellungsschreiben oder Telefonverzeichnis',
    choices: ['bfis', 'bfis-vertretung'],
    role: 'bfis',
  },
  {
    id: 'leitung',
    office: 'Leitung',
    why: 'entscheidet und spricht nach außen',
    lookUp: 'im Telefonverzeichnis der Verwaltung',
    choices: ['leitung'],
    role: 'leitung',
  },
  {
    id: 'saxcert',
    office: 'SAX.CERT',
    why: 'nimmt die Meldung an und hilft',
    lookUp: 'unter cert.sachsen.de/vorfallsmeldungen.html',
    choices: ['sax-cert'],
    role: null,
  },
  {
    id: 'kdn',
    office: 'Betreiber des KDN',
    why: 'muss wissen, wenn das KDN betroffen ist',
    lookUp: 'im Anschlussvertrag',
    choices: ['kdn-betreiber'],
    role: 'kdn-ansprechperson',
    isNeeded: (values) => values['kdn-betroffen'] !== 'nein',
  },
  {
    id: 'dsb',
    office: 'Datenschutzbeauftragte Person',
    why: 'klärt, ob die Datenschutzaufsicht zu informieren ist',
    lookUp: 'in der Datenschutzerklärung des Webauftritts',
    choices: ['datenschutz'],
    role: 'dsb',
    isNeeded: (values) => values['personendaten'] !== 'nein',
  },
  {
    id: 'datenschutzaufsicht',
    office: 'Datenschutzaufsicht',
    why: 'nimmt die Meldung nach Art. 33 DSGVO an',
    lookUp: 'auf der Internetseite der Sächsischen Datenschutz- und Transparenzbeauftragten',
    choices: ['datenschutzaufsicht'],
    role: null,
    isNeeded: (values) => values['personendaten'] !== 'nein',
  },
  {
    id: 'polizei',
    office: 'Polizei',
    why: 'nimmt die Anzeige auf; bei Gefahr 110',
    lookUp: 'Notruf 110; sonst die Nummer des Reviers eintragen',
    choices: ['polizei'],
    role: null,
  },
  {
    id: 'versicherung',
    office: 'Versicherung',
    why: 'verlangt oft eine schnelle Anzeige',
    lookUp: 'im Versicherungsschein, falls es eine Cyberversicherung gibt',
    choices: ['versicherung'],
    role: null,
  },
];

/**
 * The calls for an incident, or for the emergency card if nothing is known of one.
 * @param entries of the register „kontakt“
 */
export function callsFor(
  values: EntryValues,
  entries: readonly RegisterEntry[],
  rollen: readonly RoleAssignment[],
  asOf: string,
): Call[] {
  return offices
    .filter(({ isNeeded }) => isNeeded?.(values) ?? true)
    .map(({ id, office, why, lookUp, role, choices }) => ({
      ...{ id, office, why, lookUp },
      person: role === null ? null : (holderOf(role, rollen, asOf)?.person ?? null),
      contacts: choices.flatMap((choice) => contactsOf(entries, choice)),
    }));
}

/** Recorded contacts that belong to none of the offices above: caretaker, press office. */
export function otherContacts(entries: readonly RegisterEntry[]): Contact[] {
  const called = new Set(offices.flatMap(({ choices }) => choices));
  return entries.filter(({ removed, values }) => removed === null && !called.has(String(values['stelle']))).map(contactOf);
}

function contactsOf(entries: readonly RegisterEntry[], choice: string): Contact[] {
  return entries.filter(({ removed, values }) => removed === null && values['stelle'] === choice).map(contactOf);
}

function contactOf({ values, id }: RegisterEntry): Contact {
  const deputy = [textIn(values, 'vertretung'), textIn(values, 'telefon-vertretung')].filter((part) => part !== null);
  return {
    name: textIn(values, 'name') ?? id,
    day: textIn(values, 'telefon'),
    night: textIn(values, 'telefon-nachts'),
    deputy: deputy.length === 0 ? null : deputy.join(', '),
    mail: textIn(values, 'mail'),
    note: textIn(values, 'hinweis'),
  };
}
