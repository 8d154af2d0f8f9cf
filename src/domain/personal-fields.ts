/** Which fields of the registers name people. Everything else people write there is free text. */

/** Per register the fields that hold one name or several. */
const personFields: Readonly<Record<string, readonly string[]>> = {
  massnahme: ['verantwortlich', 'pruefer'],
  vorfall: ['gefunden-von'],
  warnung: ['antwort-von', 'verantwortlich'],
  aenderung: ['verantwortlich'],
  anordnung: ['verantwortlich'],
  protokolldaten: ['angeordnet-von', 'zweite-unterschrift', 'verantwortlich'],
  verzicht: ['entschieden-von', 'verantwortlich'],
  abwaegung: ['entschieden-von'],
  dokument: ['unterzeichnet-von', 'verantwortlich'],
  vertrag: ['partner', 'verantwortlich'],
  kontakt: ['name', 'vertretung'],
  termin: ['verantwortlich'],
  begehung: ['teilnehmende', 'unterzeichnet-von'],
  schulung: ['verantwortlich'],
  pruefung: ['durch', 'verantwortlich'],
  ressource: ['person'],
  risiko: ['akzeptiert-von', 'verantwortlich'],
  entscheidung: ['entschieden-von'],
};

/** Fields that say how to reach whoever is named in another field of the same entry. */
const reachFields: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  kontakt: { name: ['telefon', 'telefon-nachts', 'mail'], vertretung: ['telefon-vertretung'] },
};

/** Whether a field of a register names people. */
export function namesPeople(register: string, field: string): boolean {
  return personFields[register]?.includes(field) ?? false;
}

/** Numbers and addresses of an entry that belong to whoever the field names. */
export function reachedBy(register: string, field: string): readonly string[] {
  return reachFields[register]?.[field] ?? [];
}
