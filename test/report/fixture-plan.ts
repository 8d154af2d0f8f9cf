/** Measures of Beispielhain: every state a plan has to show. */
import type { EntryValues, RegisterEntry } from '../../src/domain/register.ts';

const measures: readonly EntryValues[] = [
  {
    titel: 'Sicherungen außer Haus bringen',
    status: 'in-arbeit',
    controls: ['BACKUP.1'],
    verantwortlich: 'IT-Dienstleister Muster',
    pruefer: 'Jan Muster',
    faellig: '2026-11-15',
    aufwand: 3,
    'kosten-einmalig': 2400,
    'kosten-jaehrlich': 960.5,
    haushaltsjahr: 2026,
    mittel: 'bewilligt',
  },
  {
    titel: 'Leitlinie unterschreiben und bekannt geben',
    status: 'geplant',
    controls: ['SICHERHEITSMANAGEMENT.1'],
    verantwortlich: 'Erika Beispiel',
    faellig: '2026-12-18',
    aufwand: 0.5,
    mittel: 'nicht-noetig',
  },
  {
    titel: 'Gästenetz abtrennen',
    status: 'wartet',
    controls: ['NETZE.1'],
    zielobjekte: ['WEB'],
    verantwortlich: 'IT-Dienstleister Muster',
    faellig: '2027-02-28',
    aufwand: 2,
    'kosten-einmalig': 1800,
    haushaltsjahr: 2027,
    mittel: 'beantragt',
    'haengt-ab-von': ['MN4', 'MN8'],
  },
  {
    titel: 'Neue Netzverteiler beschaffen',
    status: 'offen',
    controls: ['NETZE.2'],
    faellig: '2027-06-30',
    'kosten-einmalig': 12_500,
    haushaltsjahr: 2027,
    mittel: 'gekuerzt',
    entscheidung: 'Der Haushalt 2027 trägt nur die Hälfte.',
    'entschieden-am': '2026-10-20',
    wiedervorlage: '2027-09-01',
  },
  { titel: 'Ablauf bei Vorfällen üben', status: 'offen', wirkung: 2, verantwortlich: 'Jan Muster' },
  {
    titel: 'Festplatten der Laptops verschlüsseln',
    status: 'zurueckgestellt',
    controls: ['MOBIL.1'],
    entscheidung: 'Zusammen mit den neuen Geräten.',
    'entschieden-am': '2026-05-04',
    wiedervorlage: '2026-11-01',
    'kosten-einmalig': 600,
    haushaltsjahr: 2026,
  },
  {
    titel: 'Alte Versionen am Webserver abschalten',
    status: 'geplant',
    anlass: 'luecke',
    controls: ['WEBSERVER.1'],
    zielobjekte: ['WEB'],
    verantwortlich: 'Webdienstleister',
    faellig: '2027-01-29',
    prioritaet: 2,
    'prioritaet-grund': 'Der Dienstleister ist ohnehin im Haus',
  },
  {
    titel: 'Netzplan zeichnen',
    status: 'erledigt',
    'erledigt-am': '2026-08-14',
    aufwand: 1,
    haushaltsjahr: 2026,
    'kosten-einmalig': 0,
  },
  { titel: 'Raum für den Server ausbauen', status: 'verworfen', 'kosten-einmalig': 90_000, haushaltsjahr: 2027 },
];

/** @param words stand wherever somebody typed a text */
export function planMeasures(words?: string): RegisterEntry[] {
  return measures.map((values, index) => ({
    register: 'massnahme',
    kommune: 'beispielhain',
    id: `MN${index + 1}`,
    values: words === undefined ? values : stuffed(values, words),
    removed: null,
    validFrom: '2026-03-02',
    recordedAt: '2026-03-02T09:00:00.000Z',
    recordedBy: 'Jan Muster',
  }));
}

function stuffed(values: EntryValues, words: string): EntryValues {
  const typed = Object.fromEntries(
    ['titel', 'verantwortlich', 'pruefer', 'entscheidung', 'prioritaet-grund'].flatMap((field) =>
      values[field] === undefined ? [] : [[field, words]],
    ),
  );
  return { ...values, ...typed };
}
