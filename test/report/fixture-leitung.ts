/** Registers of Beispielhain beside its measures: incidents of a year, hours and money, decisions of the head. */
import type { EntryValues, RegisterEntry } from '../../src/domain/register.ts';

const incidents: readonly EntryValues[] = [
  {
    titel: 'Schadprogramm auf einem Rechner der Kämmerei',
    kenntnis: '2026-03-04T08:10:00.000Z',
    art: 'erheblicher-vorfall',
    'kdn-betroffen': 'nein',
    personendaten: 'nein',
    saxcert: '2026-03-04T15:00:00.000Z',
    ende: '2026-03-09T12:00:00.000Z',
    status: 'abgeschlossen',
  },
  {
    titel: 'Datei an die falsche Adresse geschickt',
    kenntnis: '2026-09-14T09:00:00.000Z',
    art: 'erheblicher-vorfall',
    'kdn-betroffen': 'nein',
    personendaten: 'ja',
    datenschutzaufsicht: '2026-09-19T09:00:00.000Z',
    saxcert: '2026-09-14T15:00:00.000Z',
    status: 'in-arbeit',
  },
  {
    titel: 'Auffällige Anmeldungen in der Nacht',
    kenntnis: '2026-11-27T06:30:00.000Z',
    status: 'offen',
  },
  {
    titel: 'Gestohlener Laptop',
    kenntnis: '2025-05-02T07:00:00.000Z',
    art: 'vorfall',
    ende: '2025-05-20T07:00:00.000Z',
    status: 'abgeschlossen',
  },
];

const resources: readonly EntryValues[] = [
  { jahr: 2026, wofuer: 'bfis', 'stunden-geplant': 48, 'stunden-verbraucht': 31.5 },
  { jahr: 2026, wofuer: 'technik', 'euro-geplant': 6000, 'euro-verbraucht': 2910.4 },
  { jahr: 2025, wofuer: 'bfis', 'stunden-geplant': 40, 'stunden-verbraucht': 44 },
];

const decisions: readonly EntryValues[] = [
  {
    titel: 'Sicherungen kommen außer Haus',
    bericht: 'B1',
    ergebnis: 'angenommen',
    'entschieden-am': '2026-07-06',
    'entschieden-von': 'Erika Beispiel',
    controls: ['BACKUP.1'],
    massnahmen: ['MN1'],
  },
  {
    titel: 'Neue Netzverteiler',
    bericht: 'B1',
    ergebnis: 'geaendert',
    'entschieden-am': '2026-07-06',
    'entschieden-von': 'Erika Beispiel',
    anmerkung: '2027 die Hälfte, der Rest 2028',
    massnahmen: ['MN4'],
  },
  {
    titel: 'Raum für den Server ausbauen',
    bericht: 'B1',
    ergebnis: 'vertagt',
    'entschieden-am': '2026-07-20',
    'entschieden-von': 'Erika Beispiel',
    wiedervorlage: '2027-01-15',
  },
];

const typedFields: readonly string[] = ['titel', 'anmerkung', 'entschieden-von', 'bericht'];

function entries(register: string, prefix: string, all: readonly EntryValues[], words?: string): RegisterEntry[] {
  return all.map((values, index) => ({
    register,
    kommune: 'beispielhain',
    id: `${prefix}${index + 1}`,
    values: words === undefined ? values : stuffed(values, words),
    removed: null,
    validFrom: '2026-03-02',
    recordedAt: '2026-03-02T09:00:00.000Z',
    recordedBy: 'Jan Muster',
  }));
}

function stuffed(values: EntryValues, words: string): EntryValues {
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [id, typedFields.includes(id) ? words : value]));
}

/** @param words stand wherever somebody typed a text */
export function leitungRegisters(words?: string): Readonly<Record<'vorfall' | 'ressource' | 'entscheidung', RegisterEntry[]>> {
  return {
    vorfall: entries('vorfall', 'VF', incidents, words),
    ressource: entries('ressource', 'RS', resources, words),
    entscheidung: entries('entscheidung', 'EN', decisions, words),
  };
}
