/** What letters and forms are about in the tests: an incident, a visit, a packet, appointments. */
import type { Catalogue, FrameworkItem } from '../../src/domain/catalogue.ts';
import type { Merkmale, RoleAssignment, Zielobjekt } from '../../src/domain/kommune.ts';
import type { EntryValues, RegisterEntry } from '../../src/domain/register.ts';
import { definitionOf } from '../../src/report/kinds/index.ts';
import type { ReportInput, ReportKindId } from '../../src/report/report-input.ts';

interface Situation {
  kommune: { slug: string; name: string };
  rollen: readonly RoleAssignment[];
  zielobjekte: readonly Zielobjekt[];
  catalogue: Catalogue;
  merkmale: Merkmale;
  /** Stand wherever somebody typed something. */
  words?: string;
}

function entry(register: string, id: string, values: EntryValues, recordedAt = '2026-11-20T18:10:00.000Z'): RegisterEntry {
  const validFrom = recordedAt.slice(0, 10);
  return { register, kommune: 'beispielhain', id, values, removed: null, validFrom, recordedAt, recordedBy: 'Ines Sorbe' };
}

const article: Pick<FrameworkItem, 'confidence' | 'analogous' | 'legalMinimum'> = {
  confidence: ['V23'],
  analogous: false,
  legalMinimum: false,
};

/** Duties the letters cite that the small catalogue of the other reports lacks. */
const moreItems: readonly FrameworkItem[] = [
  {
    id: 'S-14',
    ref: '§ 8 Abs. 2 mit § 7 Abs. 3 Satz 1',
    kind: 'MUSS',
    duty: 'Fördern und koordinieren.',
    short: 'Fördern',
    ...article,
  },
  {
    id: 'S-15',
    ref: '§ 8 Abs. 2 mit § 7 Abs. 3 Satz 2',
    kind: 'MUSS',
    duty: 'Unmittelbar berichten.',
    short: 'Bericht',
    ...article,
  },
  {
    id: 'S-16',
    ref: '§ 8 Abs. 2 mit § 7 Abs. 3 Satz 3',
    kind: 'MUSS',
    duty: 'Meldepflichten einhalten.',
    short: 'Melden',
    ...article,
  },
  {
    id: 'S-17',
    ref: '§ 8 Abs. 2 mit § 7 Abs. 3 Satz 4',
    kind: 'KANN',
    duty: 'Protokolldaten einsehen.',
    short: 'Einsicht',
    ...article,
  },
  {
    id: 'S-18',
    ref: '§ 8 Abs. 2 mit § 7 Abs. 3 letzte zwei Sätze',
    kind: 'MUSS',
    duty: 'Weisungsfrei.',
    short: 'Frei',
    ...article,
  },
];

/** For the letters only, so that the framework reports of the tests stay as they are. */
function withMoreItems(catalogue: Catalogue): Catalogue {
  return {
    ...catalogue,
    frameworks: catalogue.frameworks.map((framework) =>
      framework.id === 'saechsisichg' ? { ...framework, items: [...framework.items, ...moreItems] } : framework,
    ),
  };
}

const isEmpty = ({ rollen, words }: Situation) => rollen.length === 0 && words === undefined;

function appointmentsOf({ rollen, kommune }: Situation): ReportInput['bestellungen'] {
  const own = rollen.filter(({ rolle }) => rolle === 'bfis').map((rolle) => ({ ...rolle, stelle: kommune.name }));
  const elsewhere = own.map((rolle) => ({ ...rolle, id: 'r9', kommune: 'musterdorf', ab: '2025-07-01', stelle: 'Musterdorf' }));
  return [...own, ...elsewhere];
}

function incidentOf(situation: Situation): RegisterEntry[] {
  const known = '2026-11-20T16:40:00.000Z';
  const word = (text: string) => situation.words ?? text;
  if (isEmpty(situation)) return [entry('vorfall', 'VF1', { titel: 'Etwas stimmt nicht', kenntnis: known, status: 'offen' })];
  const first = {
    titel: word('Dateien auf dem Server sind verschlüsselt'),
    kenntnis: known,
    beginn: '2026-11-20T15:00:00.000Z',
    art: 'erheblicher-vorfall',
    'gefunden-von': word('Bürgerbüro'),
    zielobjekte: ['WEB'],
    betroffen: word('alle Ablagen im Rathaus'),
    'kdn-betroffen': 'nein',
    personendaten: 'ja',
    massnahmen: word('Netz getrennt, Sicherungen abgezogen'),
    status: 'in-arbeit',
  };
  const second = {
    ...first,
    saxcert: '2026-11-20T18:05:00.000Z',
    leitung: '2026-11-20T16:55:00.000Z',
    notiz: word('Dienstleister ist im Haus'),
    'notiz-am': '2026-11-20T19:30:00.000Z',
  };
  return [entry('vorfall', 'VF1', first), entry('vorfall', 'VF1', second, '2026-11-21T08:00:00.000Z')];
}

function visitOf(situation: Situation): { entry: RegisterEntry; measures: RegisterEntry[] } {
  if (isEmpty(situation)) return { entry: entry('begehung', 'BG1', { ort: 'Serverraum', am: '2026-11-12' }), measures: [] };
  const word = (text: string) => situation.words ?? text;
  const findings = [word('Tür zum Serverraum stand offen'), word('Kartons auf dem Schaltschrank'), 'Kein Löscher im Raum'];
  const values = {
    ort: word('Serverraum'),
    am: '2026-11-12',
    zielobjekte: ['SR'],
    teilnehmende: [word('Jan Muster'), word('Hausmeister Krause')],
    feststellungen: findings,
    'nicht-angesehen': [word('Dachboden über dem Raum: kein Schlüssel')],
    massnahmen: ['MN1', 'MN2', 'MN3'],
    naechste: '2027-11-12',
  };
  const measures = [
    {
      titel: findings[0] ?? '',
      herkunft: `BG1: ${findings[0]}`,
      status: 'erledigt',
      'erledigt-am': '2026-11-13',
      verantwortlich: word('Hausmeister Krause'),
    },
    {
      titel: word('Feuerlöscher beschaffen'),
      herkunft: `BG1: ${findings[2]}`,
      status: 'offen',
      faellig: '2026-11-20',
      verantwortlich: word('Hauptamt'),
    },
    { titel: word('Zutrittsliste führen'), status: 'geplant', faellig: '2027-01-31' },
  ].map((each, index) => entry('massnahme', `MN${index + 1}`, each));
  return { entry: entry('begehung', 'BG1', values), measures };
}

const rooms: readonly Zielobjekt[] = [
  { kuerzel: 'SR', kommune: 'beispielhain', typ: 'raum', name: 'Serverraum Rathaus', adressen: [] },
  { kuerzel: 'ARCHIV', kommune: 'beispielhain', typ: 'raum', name: 'Archiv im Keller', adressen: [] },
  { kuerzel: 'BAUHOF', kommune: 'beispielhain', typ: 'gebaeude', name: 'Bauhof', adressen: [] },
];

const earlierVisit = entry(
  'begehung',
  'BG2',
  { ort: 'Archiv', am: '2025-05-06', zielobjekte: ['ARCHIV'] },
  '2025-05-06T12:00:00.000Z',
);

function packetOf(situation: Situation): ReportInput['paket'] {
  const questions = situation.catalogue.controls.filter(({ topic }) => ['backup', 'netze', 'serverraum', 'kdn'].includes(topic));
  return {
    id: 'P3',
    titel: situation.words ?? 'IT-Betrieb',
    empfaenger: isEmpty(situation) ? null : (situation.words ?? 'Hauptamt, Frau Winkler'),
    erstellt: '2026-11-16T09:00:00.000Z',
    faellig: isEmpty(situation) ? null : '2026-12-14',
    stand: 'offen',
    fragen: questions.map(({ id }) => ({ control: id, zielobjekt: 'VERBUND', controlHash: 'a'.repeat(64), sent: null })),
    beantwortet: isEmpty(situation) ? 0 : 2,
  };
}

/** As many as the shipped catalogue has. */
const allPeriods: ReportInput['fristen'] = [
  {
    id: 'vorfall-kdn-betreiber',
    title: 'Information des KDN-Betreibers',
    duration: null,
    urgency: 'sofort',
    workingDay: null,
    source: '§ 17 Satz 2 SächsISichG',
    confidence: ['V23'],
  },
  {
    id: 'vorfall-meldung',
    title: 'Meldung eines Vorfalls',
    duration: null,
    urgency: 'ohne feste Stundenzahl',
    workingDay: null,
    source: '§ 17 Satz 1 SächsISichG',
    confidence: ['V23', 'S'],
  },
  {
    id: 'vorfall-erstmeldung',
    title: 'Erste Meldung',
    duration: 'PT24H',
    urgency: null,
    workingDay: null,
    source: '§ 17 mit § 16 SächsISichG',
    confidence: ['S'],
  },
  {
    id: 'vorfall-datenschutz',
    title: 'Meldung an die Aufsicht',
    duration: 'PT72H',
    urgency: null,
    workingDay: null,
    source: 'Art. 33 DSGVO',
    confidence: ['M'],
  },
  {
    id: 'vorfall-ausfuehrliche-meldung',
    title: 'Ausführliche Meldung',
    duration: 'PT72H',
    urgency: null,
    workingDay: null,
    source: '§ 17 mit § 16 SächsISichG',
    confidence: ['S'],
  },
  {
    id: 'vorfall-abschlussmeldung',
    title: 'Abschlussbericht',
    duration: 'P1M',
    urgency: null,
    workingDay: { source: '§ 193 BGB', confidence: ['M'] },
    source: 'nach dem Muster der NIS-2-Richtlinie',
    confidence: ['M'],
  },
];

const hours = entry('ressource', 'RS1', { jahr: 2026, wofuer: 'bfis', 'stunden-geplant': 120 });

/** What a letter or form receives beside the evaluation; nothing for the other kinds. */
export function letterRecords(art: ReportKindId, situation: Situation, register: ReportInput['register']): Partial<ReportInput> {
  const { wants, entryOf } = definitionOf(art);
  const name = situation.words;
  const named = rooms.map((room) => (name === undefined ? room : { ...room, name }));
  const objects = { zielobjekte: [...situation.zielobjekte, ...(isEmpty(situation) ? [] : named)] };
  const shared: Partial<ReportInput> = {
    ...(wants.appointments === true
      ? { bestellungen: appointmentsOf(situation), catalogue: withMoreItems(situation.catalogue) }
      : {}),
    ...(wants.zielobjekte === true ? objects : {}),
  };
  switch (entryOf) {
    case 'vorfall': {
      const versions = incidentOf(situation);
      return { ...shared, fristen: allPeriods, eintrag: versions.at(-1) ?? null, eintragVerlauf: versions };
    }
    case 'begehung': {
      const { entry: visit, measures } = visitOf(situation);
      return { ...shared, eintrag: visit, register: { massnahme: measures, begehung: [visit, earlierVisit] } };
    }
    case 'paket':
      return { ...shared, paket: packetOf(situation) };
    default:
      return art === 'bestellung' && !isEmpty(situation) ? { ...shared, register: { ...register, ressource: [hours] } } : shared;
  }
}
