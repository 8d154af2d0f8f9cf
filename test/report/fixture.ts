/**
 * Beispielhain on 30.11.2026 with a small catalogue of its own, so that golden reports do not change with the shipped
 * one; and the variants a layout must survive.
 */
import type { Assessment, Erhebung, Umsetzungsstatus } from '../../src/domain/assessment.ts';
import type { HolidayRules } from '../../src/domain/calendar.ts';
import type { Catalogue, CheckDefinition, Control, Framework, FrameworkItem, Topic } from '../../src/domain/catalogue.ts';
import { topicsWithTrend } from '../../src/domain/comparison.ts';
import { type Evaluation, evaluate } from '../../src/domain/evaluation.ts';
import type { Finding } from '../../src/domain/finding.ts';
import {
  informationsverbund,
  type Kommune,
  type Merkmale,
  type RoleAssignment,
  type Zielobjekt,
} from '../../src/domain/kommune.ts';
import type { RegisterEntry } from '../../src/domain/register.ts';
import { definitionOf } from '../../src/report/kinds/index.ts';
import type { ReportInput, ReportKindId } from '../../src/report/report-input.ts';
import { leitungRegisters } from './fixture-leitung.ts';
import { letterRecords } from './fixture-letters.ts';
import {
  checksOfControls,
  measureOfFinding,
  networkRecord,
  recordedChecks,
  recordedFindings,
  recordedZielobjekte,
} from './fixture-netz.ts';
import { planMeasures } from './fixture-plan.ts';
import { trainingsOf, yearsOf } from './fixture-rat.ts';
import { referenceRecords } from './fixture-referenz.ts';

export const asOf = '2026-11-30';

const holidays: HolidayRules = { fixed: [{ date: '01-01', name: 'Neujahr' }], easter: [], bussUndBettag: true };

const topicTitles: readonly [string, string][] = [
  ['backup', 'Backup'],
  ['it-administration', 'IT-Administration'],
  ['organisation-und-personal', 'Organisation und Personal'],
  ['rollen', 'Rollen, Berechtigungen, Authentisierung'],
  ['vorfaelle', 'Vorbereitung auf Sicherheitsvorfälle'],
  ['buerosoftware', 'Bürosoftware'],
  ['client', 'Client'],
  ['netze', 'Netze'],
  ['serversysteme', 'Serversysteme'],
  ['serverraum', 'Serverraum und Datenträgerarchiv'],
  ['sicherheitsmechanismen', 'Sicherheitsmechanismen'],
  ['webserver', 'Webserver und Webanwendungen'],
  ['arbeit-ausserhalb', 'Arbeit außerhalb der Institution'],
  ['haustechnik', 'Arbeit innerhalb der Institution und Haustechnik'],
  ['mobil', 'Mobile Endgeräte'],
  ['outsourcing', 'Outsourcing und Cloud'],
  ['informationen', 'Umgang mit Informationen'],
  ['drucker', 'Drucker und Multifunktionsgeräte'],
  ['telefonie', 'Telefonie und Fax'],
  ['sicherheitsmanagement', 'Sicherheitsmanagement'],
  ['protokolldaten', 'Auswertung von Protokolldaten'],
  ['kdn', 'Anschluss an das Kommunale Datennetz'],
];

const topics: Topic[] = topicTitles.map(([id, title]) => ({ id, title, definition: title, group: 'einstieg' }));

type Told = Pick<Control, 'title' | 'consequence'> & Partial<Control>;

const told: Readonly<Record<string, Told>> = {
  'BACKUP.1': {
    title: 'Sicherung getrennt aufbewahren',
    consequence:
      'Verschlüsselt ein Schadprogramm die Server, sind auch die Sicherungen verloren. Das Rathaus arbeitet dann wochenlang mit Papier.',
    effort: 2,
    effect: 3,
  },
  'BACKUP.2': {
    title: 'Zurückspielen der Sicherung üben',
    consequence: 'Ob sich die Daten zurückholen lassen, zeigt sich erst im Ernstfall. Dann ist es für eine Korrektur zu spät.',
    effort: 1,
    effect: 3,
  },
  'NETZE.1': {
    title: 'Gäste und Verwaltung trennen',
    consequence: 'Wer das Gästenetz im Rathaus nutzt, erreicht die Rechner der Verwaltung und kann dort mitlesen.',
    effort: 2,
    effect: 2,
  },
  'WEBSERVER.1': {
    title: 'Verschlüsselte Übertragung',
    consequence: 'Wer mitliest, sieht Namen und Anliegen. Der Dienstleister kann das an einem Vormittag abschalten.',
    checks: ['tls-protocol-version'],
    effort: 1,
    effect: 3,
  },
  'SERVERSYSTEME.1': {
    title: 'Fernwartung nur bei Bedarf öffnen',
    consequence: 'Über einen dauerhaft offenen Zugang kann jemand nachts alle Programme der Verwaltung übernehmen.',
    checks: ['remote-administration-exposed'],
    effort: 1,
    effect: 3,
  },
  'SICHERHEITSMANAGEMENT.1': {
    title: 'Leitlinie unterschreiben',
    consequence:
      'Ohne Ihr unterschriebenes Wort weiß niemand im Haus, was gilt, und im Streitfall lässt sich Verantwortung nicht belegen.',
    effort: 0,
    effect: 2,
  },
  'SICHERHEITSMANAGEMENT.2': {
    title: 'Änderungen vorher abstimmen',
    consequence: 'Neue Programme gehen ohne Prüfung in Betrieb; Fehler fallen erst auf, wenn Daten abgeflossen sind.',
    effort: 2,
    effect: 2,
  },
  'VORFAELLE.1': {
    title: 'Meldeweg festlegen',
    consequence: 'Bei einem Angriff vergehen Stunden, bis die richtige Stelle informiert ist. Gesetzliche Fristen laufen ab.',
    effort: 1,
    effect: 3,
  },
};

function controlsOfTopic(topic: Topic): Control[] {
  return [1, 2].map((number) => {
    const id = `${topic.id.toUpperCase()}.${number}`;
    return {
      id,
      title: number === 1 ? `${topic.title}: Zuständigkeit geregelt` : `${topic.title}: Ablauf beschrieben`,
      baustein: topic.id.toUpperCase(),
      topic: topic.id,
      zielobjektTypes: topic.id === 'webserver' ? ['webserver'] : ['informationsverbund'],
      obligation: number === 1 ? 'MUSS' : 'SOLLTE',
      level: 'basis',
      requirement: 'Es MUSS geregelt sein.',
      question: 'Ist es geregelt?',
      rationale: 'Weil es sonst niemand tut.',
      help: 'Aufschreiben und bekannt geben.',
      evidence: ['Dienstanweisung'],
      role: 'hauptamt',
      schutzziele: ['verfuegbarkeit'],
      effort: number === 1 ? 1 : 3,
      effect: number === 1 ? 2 : 1,
      threats: [],
      checks: [],
      reviewAfter: 'P1Y',
      since: '2026.1',
      consequence: 'Im Ernstfall weiß niemand, wer handeln darf, und es vergeht wertvolle Zeit.',
      ...told[id],
    };
  });
}

const controls = topics.flatMap(controlsOfTopic);

function check(id: string, title: string): CheckDefinition {
  return {
    id,
    title,
    question: `${title}?`,
    observes: ['tls'],
    parameters: {},
    severity: 'hoch',
    messages: { met: 'gut', notMet: 'nicht gut', undetermined: 'unklar' },
    remedy: 'Abschalten.',
    footprint: 'Ein Verbindungsaufbau.',
    sources: [],
    since: '2026.1',
  };
}

function item(
  id: string,
  ref: string,
  kind: FrameworkItem['kind'],
  short: string,
  duty: string,
  more: Partial<FrameworkItem> = {},
): FrameworkItem {
  return { id, ref, kind, short, duty, confidence: ['V23'], analogous: false, legalMinimum: false, ...more };
}

const minimum = { legalMinimum: true };
const connected = { appliesIf: { merkmal: 'kdn_angeschlossen' } } as const;

const saechsisichg: Framework = {
  id: 'saechsisichg',
  type: 'duties',
  title: 'Sächsisches Informationssicherheitsgesetz',
  publisher: 'Freistaat Sachsen',
  edition: 'Wortlaut 2023 gelesen; Änderung vom 01.10.2024 nur teilweise eingesehen',
  banner: 'Stellen mit ° sind nicht im geltenden Wortlaut gelesen.',
  items: [
    item(
      'S-01',
      '§ 4 Abs. 2 Satz 1',
      'MUSS',
      'Angemessene Maßnahmen',
      'Die Kommune trifft angemessene organisatorische und technische Maßnahmen.',
      {
        answeredBy: { control: 'SICHERHEITSMANAGEMENT.2' },
        evidence: 'Liste der Maßnahmen mit Stand',
      },
    ),
    item('S-04', '§ 4 Abs. 2 Satz 2', 'EMPF', 'Anerkannte Methode', 'Das Gesetz empfiehlt die Standards des BSI.', {
      answeredBy: { control: 'IT-ADMINISTRATION.2' },
    }),
    item('S-06', '§ 4 Abs. 3 Satz 1', 'MUSS', 'Verantwortung der Leitung', 'Die Leitung trägt die Verantwortung.', {
      ...minimum,
      answeredBy: { all: [{ fact: 'rolle.leitung.benannt' }, { control: 'SICHERHEITSMANAGEMENT.1' }] },
      evidence: 'unterschriebene Leitlinie',
    }),
    item('S-07', '§ 4 Abs. 3 Satz 2', 'MUSS', 'Personal und Mittel', 'Die Leitung stellt Personal und Mittel bereit.', {
      ...minimum,
      answeredBy: { control: 'ORGANISATION-UND-PERSONAL.1' },
    }),
    item(
      'S-08',
      '§ 4 Abs. 4',
      'MUSS',
      'Änderungen im Benehmen',
      'Wesentliche Änderungen erfolgen im Benehmen mit der beauftragten Person.',
      {
        ...minimum,
        answeredBy: { control: 'SICHERHEITSMANAGEMENT.2' },
      },
    ),
    item(
      'S-09',
      '§ 4 Abs. 5',
      'MUSS',
      'Verzicht auf Untragbares',
      'Auf ein System wird verzichtet, wenn sein Schutz außer Verhältnis steht.',
      {
        ...minimum,
        answeredBy: { control: 'SERVERSYSTEME.2' },
      },
    ),
    item('S-10', '§ 8 Abs. 1 Satz 1', 'SOLL', 'Beauftragte Person bestellt', 'Die Leitung bestellt eine beauftragte Person.', {
      ...minimum,
      confidence: ['V23', 'S'],
      answeredBy: { fact: 'rolle.bfis.bestellt' },
    }),
    item('S-11', '§ 8 Abs. 1 Satz 1', 'SOLL', 'Vertretung bestellt', 'Die Leitung bestellt eine Vertretung.', {
      ...minimum,
      answeredBy: { fact: 'rolle.bfis-vertretung.bestellt' },
    }),
    item(
      'S-12',
      '§ 8 Abs. 1 Satz 5',
      'MUSS',
      'Mitteilung an das Land',
      'Die Bestellung wird dem Land binnen eines Monats mitgeteilt.',
      {
        ...minimum,
        confidence: ['V23', 'S'],
        answeredBy: { fact: 'rolle.bfis.gemeldet', within: { of: 'rolle.bfis.bestellt', duration: 'P1M' } },
      },
    ),
    item('S-13', '§ 8 Abs. 1 Satz 2, 3', 'KANN', 'Gemeinsame Person', 'Eine Person darf mehreren Stellen dienen.', {
      excused: 'Ein Recht, keine Pflicht.',
    }),
    item(
      'S-31',
      '§ 14 Satz 1',
      'MUSS-WENN',
      'Konzept vor Auswertung',
      'Vor der Auswertung von Protokolldaten liegt ein Konzept vor.',
      {
        appliesIf: { merkmal: 'wertet_protokolldaten_aus' },
        answeredBy: { control: 'PROTOKOLLDATEN.1' },
      },
    ),
    item('S-35', '§ 15', 'MUSS-WENN', 'Hinweise an SAX.CERT', 'Wichtige Hinweise gehen sofort an das Notfallteam des Landes.', {
      ...minimum,
      ...connected,
      answeredBy: { control: 'VORFAELLE.1' },
    }),
    item('S-36', '§ 17 Satz 1', 'MUSS-WENN', 'Vorfälle melden', 'Vorfälle werden dem Notfallteam des Landes gemeldet.', {
      ...minimum,
      ...connected,
      answeredBy: { control: 'VORFAELLE.2' },
    }),
    item(
      'S-37',
      '§ 17 Satz 2',
      'MUSS-WENN',
      'Betreiber des KDN informieren',
      'Ist das KDN betroffen, wird auch sein Betreiber informiert.',
      { ...minimum, ...connected, answeredBy: { control: 'KDN.1' } },
    ),
    item('S-40', '§ 5 Abs. 4', 'DULDEN', 'Anordnungen des Landes', 'Anordnungen zur Gefahrenabwehr sind zu dulden.', {
      excused: 'Wird im Register der Anordnungen geführt.',
    }),
    item('S-N1', '§ 4 Abs. 1 Satz 5', 'OHNE', 'Managementsystem', 'Ein Managementsystem für Informationssicherheit.', {
      notDemanded: 'Diese Pflicht richtet sich nur an staatliche Stellen.',
    }),
    item('S-N2', '§ 9', 'OHNE', 'Sicherheitsteam', 'Ein eigenes Sicherheitsteam.', {
      notDemanded: 'Die Vorschrift nennt nur staatliche Stellen.',
    }),
  ],
};

const kdn: Framework = {
  id: 'kdn',
  type: 'duties',
  title: 'Anschluss an das Kommunale Datennetz',
  publisher: 'nach öffentlich bekannten Bedingungen anderer Verwaltungsnetze',
  edition: '2026.1',
  banner: 'Die Bedingungen des KDN-Betreibers sind nicht öffentlich. Diese Zeilen sind kein Text des Betreibers.',
  items: [
    item('K-01', 'Netzübergang', 'OHNE', 'Übergang geschützt', 'Der Übergang zum KDN ist durch eine Firewall geschützt.', {
      confidence: ['A'],
      analogous: true,
      answeredBy: { control: 'KDN.1' },
    }),
    item('K-02', 'Netztrennung', 'OHNE', 'Netze getrennt', 'Netze mit und ohne Zugang zum KDN sind getrennt.', {
      confidence: ['A'],
      analogous: true,
      answeredBy: { control: 'NETZE.1' },
    }),
    item(
      'K-03',
      '§ 11 Abs. 3',
      'MUSS',
      'Vorgaben des Bund-Länder-Netzes',
      'Vorgaben für angeschlossene Systeme werden eingehalten.',
      { confidence: ['V23'], answeredBy: { control: 'KDN.2' } },
    ),
    item('K-04', 'Ansprechperson', 'OHNE', 'Ansprechperson benannt', 'Dem Betreiber ist eine Ansprechperson genannt.', {
      confidence: ['H'],
      answeredBy: { fact: 'rolle.kdn-ansprechperson.benannt' },
    }),
  ],
};

export const catalogue: Catalogue = {
  id: 'beispiel',
  edition: '2026.1',
  hash: 'c'.repeat(64),
  title: 'Beispielkatalog',
  licence: 'CC-BY-4.0',
  bausteine: topics.map((topic) => ({
    id: topic.id.toUpperCase(),
    title: topic.title,
    topic: topic.id,
    purpose: topic.title,
    zielobjektTypes: ['informationsverbund'],
    controls: controls.filter((c) => c.topic === topic.id).map((c) => c.id),
  })),
  controls,
  checks: [
    check('tls-protocol-version', 'Angebotene TLS-Versionen'),
    check('remote-administration-exposed', 'Fernzugänge aus dem Internet'),
  ],
  frameworks: [saechsisichg, kdn],
  profiles: [
    {
      id: 'einstieg',
      title: 'Einstieg',
      note: 'Eigene Auswahl; weder WiBA noch das Kommunalprofil.',
      controls: controls.map((c) => c.id),
    },
  ],
  vocabulary: {
    topics,
    zielobjektTypes: [],
    roles: [
      { id: 'leitung', title: 'Leitung', definition: '', assignable: true },
      { id: 'bfis', title: 'Beauftragte Person für Informationssicherheit', definition: '', assignable: true },
      { id: 'bfis-vertretung', title: 'Vertretung der BfIS', definition: '', assignable: true },
      { id: 'kdn-ansprechperson', title: 'Ansprechperson für das KDN', definition: '', assignable: true },
    ],
    merkmale: [
      {
        id: 'kdn_angeschlossen',
        title: 'An das KDN angeschlossen',
        definition: '',
        question: 'Ist das Verwaltungsnetz an das Kommunale Datennetz (KDN) angeschlossen?',
      },
      {
        id: 'wertet_protokolldaten_aus',
        title: 'Wertet Protokolldaten aus',
        definition: '',
        question: 'Wertet die Kommune selbst Protokolldaten aus?',
      },
    ],
    kommuneKinds: [{ id: 'gemeinde', title: 'Gemeinde', definition: '' }],
    efforts: [
      { effort: 0, daysFrom: 0, daysTo: 0.5, title: 'unter einem halben Tag' },
      { effort: 1, daysFrom: 0.5, daysTo: 1, title: 'ein halber bis ein Tag' },
      { effort: 2, daysFrom: 1, daysTo: 3, title: 'ein bis drei Tage' },
      { effort: 3, daysFrom: 3, daysTo: 10, title: 'drei bis zehn Tage' },
    ],
    districts: [],
    facts: [
      { id: 'rolle.bfis.bestellt', title: 'Bestellung der BfIS', definition: '' },
      { id: 'rolle.bfis.gemeldet', title: 'Mitteilung der Bestellung', definition: '' },
      { id: 'rolle.bfis-vertretung.bestellt', title: 'Bestellung der Vertretung', definition: '' },
      { id: 'rolle.leitung.benannt', title: 'Leitung benannt', definition: '' },
      { id: 'rolle.kdn-ansprechperson.benannt', title: 'Ansprechperson für das KDN', definition: '' },
    ],
  },
  tables: {},
};

const kommune: Kommune = {
  slug: 'beispielhain',
  name: 'Beispielhain',
  art: 'gemeinde',
  ags: '14523999',
  einwohner: 4200,
  landkreis: null,
};

const zielobjekte: Zielobjekt[] = [
  {
    kuerzel: informationsverbund,
    kommune: 'beispielhain',
    typ: 'informationsverbund',
    name: 'Verwaltung Beispielhain',
    adressen: [],
  },
  { kuerzel: 'WEB', kommune: 'beispielhain', typ: 'webserver', name: 'Webauftritt', adressen: ['www.beispielhain.example'] },
];

const rollen: RoleAssignment[] = [
  {
    id: 'r1',
    kommune: 'beispielhain',
    rolle: 'leitung',
    person: 'Erika Beispiel',
    ab: '2022-08-01',
    bis: null,
    bestellt: null,
    gemeldet: null,
  },
  {
    id: 'r2',
    kommune: 'beispielhain',
    rolle: 'bfis',
    person: 'Jan Muster',
    ab: '2024-03-01',
    bis: null,
    bestellt: '2024-03-01',
    gemeldet: null,
  },
];

export function answer(control: string, status: Umsetzungsstatus, more: Partial<Assessment> = {}): Assessment {
  return {
    kommune: 'beispielhain',
    zielobjekt: informationsverbund,
    control,
    catalogueId: 'beispiel',
    catalogueEdition: '2026.1',
    erhebung: 'e1',
    status,
    grund: status === 'entbehrlich' ? 'nicht-relevant' : null,
    begruendung: status === 'entbehrlich' ? 'gibt es hier nicht' : null,
    nachweis: null,
    verantwortlich: null,
    bis: null,
    saidBy: 'Jan Muster',
    source: 'interview',
    validFrom: '2026-10-12',
    reviewDue: '2027-10-12',
    recordedAt: '2026-10-12T09:00:00.000Z',
    notiz: null,
    entry: 1,
    paket: null,
    controlHash: null,
    origin: null,
    ...more,
  };
}

/** State of each topic's two controls: a letter each for ja, teilweise, nein, entbehrlich, offen (-). */
const beispielhainStates = [
  'nj',
  'jj',
  'jt',
  'j-',
  'nj',
  'jj',
  'jj',
  'nt',
  'jj',
  'jj',
  'jt',
  'jj',
  '--',
  'j-',
  't-',
  'jj',
  'jt',
  'jj',
  '--',
  'nn',
  'ee',
  'jj',
];
const earlierStates = [
  'nn',
  'jj',
  'jj',
  'j-',
  'nn',
  'jj',
  'jt',
  'nt',
  'jj',
  'j-',
  'jt',
  'jj',
  '--',
  '--',
  't-',
  'jj',
  'jt',
  'jj',
  '--',
  'nn',
  'ee',
  'jj',
];
const byLetter: Readonly<Record<string, Umsetzungsstatus>> = { j: 'ja', t: 'teilweise', n: 'nein', e: 'entbehrlich' };

function answersFrom(states: readonly string[], details: Readonly<Record<string, Partial<Assessment>>> = {}): Assessment[] {
  return topics.flatMap((topic, index) =>
    [1, 2].flatMap((number) => {
      const status = byLetter[states[index]?.[number - 1] ?? '-'];
      const id = `${topic.id.toUpperCase()}.${number}`;
      return status === undefined ? [] : [answer(id, status, details[id])];
    }),
  );
}

const beispielhainDetails: Readonly<Record<string, Partial<Assessment>>> = {
  'BACKUP.1': {
    verantwortlich: 'IT-Dienstleister Muster',
    bis: '2027-01-31',
    begruendung: 'Die Festplatte steht neben dem Server',
  },
  'BACKUP.2': { nachweis: 'Protokoll der Übung vom 14.09.2026' },
  'VORFAELLE.1': { verantwortlich: 'Jan Muster', bis: '2026-11-15' },
  'NETZE.1': { verantwortlich: 'IT-Dienstleister Muster' },
  'IT-ADMINISTRATION.1': { source: 'sammel' },
  'BUEROSOFTWARE.1': { source: 'sammel' },
  'CLIENT.1': { reviewDue: '2026-11-01' },
};

export const findings: Finding[] = [
  {
    check: 'tls-protocol-version',
    target: { name: 'www.beispielhain.example', address: '192.0.2.7', port: 443 },
    vantage: 'internet',
    zielobjekt: 'WEB',
    declared: true,
    seenAt: '2026-11-28T08:15:00.000Z',
    result: 'not-met',
    severity: 'hoch',
    text: 'Zusätzlich angeboten wird TLSv1.',
  },
  {
    check: 'remote-administration-exposed',
    target: { name: null, address: '192.0.2.8', port: null },
    vantage: 'internet',
    zielobjekt: informationsverbund,
    declared: false,
    seenAt: '2026-11-28T08:17:00.000Z',
    result: 'met',
    severity: 'hinweis',
    text: 'Kein Fernzugang gefunden.',
  },
  {
    check: 'tls-protocol-version',
    target: { name: null, address: '192.0.2.9', port: 443 },
    vantage: 'internet',
    zielobjekt: informationsverbund,
    declared: false,
    seenAt: '2026-11-28T08:18:00.000Z',
    result: 'undetermined',
    severity: 'hinweis',
    text: 'Die TLS-Versionen ließen sich nicht ermitteln (Zeitüberschreitung).',
  },
];

interface Situation {
  answers: readonly Assessment[];
  findings: readonly Finding[];
  merkmale: Merkmale;
  rollen: readonly RoleAssignment[];
  kommune: Kommune;
  zielobjekte: readonly Zielobjekt[];
  catalogue: Catalogue;
  asOf: string;
  /** Stand wherever somebody typed something that is not named here. */
  words?: string;
}

const beispielhain: Situation = {
  answers: answersFrom(beispielhainStates, beispielhainDetails),
  findings,
  merkmale: { kdn_angeschlossen: 'ja' },
  rollen,
  kommune,
  zielobjekte,
  catalogue,
  asOf,
};

export function evaluateSituation(situation: Situation): Evaluation {
  const profile = situation.catalogue.profiles[0];
  if (profile === undefined) throw new Error('the catalogue of a test has a profile');
  return evaluate({ ...situation, profile, holidays });
}

const erhebung: Erhebung = {
  id: 'e1',
  kommune: 'beispielhain',
  name: 'Erhebung 2026',
  profil: 'einstieg',
  begonnen: '2026-10-01',
  abgeschlossen: null,
  fingerprint: null,
};

const registered = (register: string, id: string, values: RegisterEntry['values']): RegisterEntry => ({
  register,
  kommune: 'beispielhain',
  id,
  values,
  removed: null,
  validFrom: '2026-03-01',
  recordedAt: '2026-03-01T09:00:00.000Z',
  recordedBy: 'Ines Sorbe',
});

/** Two contacts and a place; what people typed is the name of the body, so that it is long or hostile where that is. */
function contactsOf({ kommune: { name } }: Situation): RegisterEntry[] {
  const numbers = { telefon: '03521 12345', 'telefon-nachts': '0170 1234567' };
  return [
    registered('kontakt', 'KO1', { stelle: 'dienstleister', name: 'Systemhaus Muster', ...numbers, vertretung: name }),
    registered('kontakt', 'KO2', { stelle: 'andere', name, telefon: '03521 4799', hinweis: name }),
  ];
}

function documentsOf({ kommune: { name } }: Situation): RegisterEntry[] {
  return [registered('dokument', 'DK1', { art: 'notfallhandbuch', ablage: `Roter Ordner, ${name}` })];
}

const fristen: ReportInput['fristen'] = [
  {
    ...{ id: 'vorfall-erstmeldung', title: 'Erste Meldung', duration: 'PT24H', urgency: null, workingDay: null },
    ...{ source: '§ 17 mit § 16 SächsISichG', confidence: ['S'] as const },
  },
  {
    ...{ id: 'vorfall-datenschutz', title: 'Meldung an die Aufsicht', duration: 'PT72H', urgency: null, workingDay: null },
    ...{ source: 'Art. 33 DSGVO', confidence: ['M'] as const },
  },
];

function inputFor(art: ReportKindId, situation: Situation, more: Partial<ReportInput> = {}): ReportInput {
  const evaluation = evaluateSituation(situation);
  const topics = more.earlier ? topicsWithTrend(evaluation, more.earlier.evaluation) : evaluation.topics;
  const records = recordsFor(art, situation);
  return {
    art,
    evaluation: { ...evaluation, topics },
    earlier: null,
    catalogue: situation.catalogue,
    kommune: situation.kommune,
    rollen: situation.rollen,
    asOf: situation.asOf,
    erhebung,
    fingerprint: '3f9a'.repeat(16),
    chainHash: 'b1'.repeat(32),
    programVersion: '0.1.0',
    fassung: 'intern',
    scan: situation.findings.length === 0 ? null : { tool: 'nmap 7.93', at: '2026-11-28T08:20:00.000Z', nmapMissing: false },
    merkmale: situation.merkmale,
    fristen,
    feiertage: holidays,
    variante: definitionOf(art).variants?.[0] ?? null,
    eintrag: null,
    ...records,
    ...letterRecords(art, situation, records.register),
    ...referenceRecords(art, situation.catalogue, records.register, {
      words: situation.words,
      isEmpty: situation.answers.length === 0,
    }),
    letzterBericht: lastReportOf(art, situation),
    ...(definitionOf(art).wants.rounds === true ? { jahre: yearsOf(evaluation, more.earlier ?? null) } : {}),
    ...more,
  };
}

/** A report filed in summer, when fewer questions were answered. */
function lastReportOf(art: ReportKindId, situation: Situation): ReportInput['letzterBericht'] {
  if (definitionOf(art).wants.lastReport !== true || situation.answers.length === 0) return undefined;
  const stand = '2026-06-30';
  const evaluation = evaluateSituation({ ...situation, answers: answersFrom(earlierStates), asOf: stand });
  return { nr: 'B1', stand, abgelegtAm: '2026-07-01', evaluation };
}

/** What the report wants, of what the fixture has: all registers by id. */
function recordsFor(art: ReportKindId, situation: Situation): Pick<ReportInput, 'register' | 'netz'> {
  const { findings: seen, zielobjekte: objects, asOf: day, words } = situation;
  const { registers = {}, network } = definitionOf(art).wants;
  const all: Readonly<Record<string, readonly RegisterEntry[]>> = {
    massnahme: situation.answers.length === 0 ? [] : art === 'netzpruefung' ? measureOfFinding(seen) : planMeasures(words),
    kontakt: contactsOf(situation),
    dokument: documentsOf(situation),
    ...(situation.answers.length === 0 ? {} : { ...leitungRegisters(words), schulung: trainingsOf(words) }),
  };
  const register = Object.fromEntries(Object.keys(registers).map((id) => [id, all[id] ?? []]));
  return { register, ...(network === true ? { netz: networkRecord(seen, objects, day, words) } : {}) };
}

/** Beispielhain after a thorough check of its network. */
const checked: Situation = {
  ...beispielhain,
  findings: recordedFindings,
  zielobjekte: [...zielobjekte.filter(({ kuerzel }) => kuerzel === informationsverbund), ...recordedZielobjekte],
  catalogue: {
    ...catalogue,
    checks: recordedChecks,
    controls: controls.map((control) => {
      const concerns = checksOfControls[control.id];
      const own = concerns === undefined ? [] : recordedChecks.map(({ id }) => id).filter(concerns);
      return { ...control, checks: own };
    }),
  },
};

const earlier = {
  evaluation: evaluateSituation({ ...beispielhain, answers: answersFrom(earlierStates), asOf: '2026-10-31' }),
  label: 'Erhebung 2025',
};

export function beispielhainInput(art: ReportKindId): ReportInput {
  return inputFor(art, art === 'netzpruefung' ? checked : beispielhain, { earlier });
}

/** The only place that knows how hostile text looks. */
export const hostileText =
  '<script>alert(1)</script><img src=x onerror=alert(1)> #read("/etc/passwd") $x^2$ *fett* **fett** [Link](http://example.invalid) ![](http://example.invalid/x.png) {{ kopf.titel }} {% raw %} =HYPERLINK("http://example.invalid") | Zelle | `code`\n:::tabelle pflichten\n:::\n# Überschrift\n\u202eumgekehrt\u0007 😀 漢字 \ud800';

function everywhere(text: string): Situation {
  const stuffed = (entry: Assessment): Assessment => ({
    ...entry,
    status: 'nein',
    begruendung: text,
    nachweis: text,
    verantwortlich: text,
    saidBy: text,
  });
  return {
    ...beispielhain,
    words: text,
    answers: answersFrom(beispielhainStates)
      .map(stuffed)
      .map((entry, index) => (entry.control === 'WEBSERVER.1' || index % 3 === 0 ? { ...entry, status: 'ja' } : entry)),
    findings: findings.map((finding) => ({ ...finding, text, target: { ...finding.target, name: text } })),
    rollen: rollen.map((role) => ({ ...role, person: text })),
    kommune: { ...kommune, name: text },
    zielobjekte: zielobjekte.map((zielobjekt) => ({ ...zielobjekt, name: text })),
    catalogue: {
      ...catalogue,
      controls: controls.map((control) => ({ ...control, title: text, consequence: text })),
      vocabulary: { ...catalogue.vocabulary, topics: topics.map((topic) => ({ ...topic, title: text })) },
      frameworks: catalogue.frameworks.map((framework) => ({
        ...framework,
        banner: text,
        edition: text,
        items: framework.items.map((entry) => ({
          ...entry,
          short: text,
          duty: text,
          ref: text,
          evidence: text,
          ...(entry.notDemanded === undefined ? {} : { notDemanded: text }),
        })),
      })),
    },
  };
}

const longName =
  'Verwaltungsgemeinschaft Oberlausitzer-Spreewaldheidedorf-Niederbeispielhain-Unterbeispielbach mit den Ortsteilen Hinterfeld und Vorderfeld';
const longText =
  'Sehr ausführliche Beschreibung, die jemand aus einem anderen Dokument hierher übernommen hat und die deshalb kein Ende findet, obwohl der Platz auf dem Blatt längst nicht reicht. '.repeat(
    4,
  );

/** A Kommune with more topics than the shipped catalogue and a control in each. */
function manyTopics(): Situation {
  const extra: Topic[] = Array.from({ length: 12 }, (_, i) => ({
    id: `zusatz-${i}`,
    title: `Zusätzliches Thema Nummer ${i + 1}`,
    definition: '',
    group: 'eigen',
  }));
  const more = extra.flatMap(controlsOfTopic);
  const all = [...controls, ...more];
  return {
    ...beispielhain,
    answers: all.map((control) => answer(control.id, 'nein')),
    catalogue: {
      ...catalogue,
      controls: all,
      vocabulary: { ...catalogue.vocabulary, topics: [...topics, ...extra] },
      profiles: [{ id: 'einstieg', title: 'Einstieg', note: '', controls: all.map((c) => c.id) }],
    },
  };
}

const empty: Situation = { ...beispielhain, answers: [], findings: [], merkmale: {}, rollen: [] };
const allRed: Situation = { ...beispielhain, answers: controls.map((c) => answer(c.id, 'nein')) };
const allGreen: Situation = {
  ...beispielhain,
  answers: controls.map((c) => answer(c.id, 'ja', { nachweis: 'Akte 12' })),
  findings: findings.map((finding) => ({ ...finding, result: 'met' as const })),
  merkmale: { kdn_angeschlossen: 'ja', wertet_protokolldaten_aus: 'ja' },
};
/** Many faults with long titles, many points that could not be told, and no nmap. */
const muchUnseen: Situation = {
  ...allRed,
  catalogue: {
    ...catalogue,
    controls: controls.map((control, index) => ({
      ...control,
      title: `${control.title} und alles, was dazugehört`,
      checks: index < 12 ? ['tls-protocol-version'] : [],
    })),
  },
  findings: Array.from({ length: 120 }, (_, index) =>
    findings.map((finding) => ({ ...finding, target: { ...finding.target, address: `192.0.2.${index + 10}` } })),
  ).flat(),
};
const zeroFindings: Situation = { ...beispielhain, findings: [] };

/** Situations a report must survive, by name. */
export const variants: Readonly<Record<string, (art: ReportKindId) => ReportInput>> = {
  beispielhain: beispielhainInput,
  leer: (art) => inputFor(art, empty, { erhebung: null, chainHash: null }),
  'alles rot': (art) => inputFor(art, allRed, { earlier }),
  'alles gut': (art) => inputFor(art, allGreen, { earlier }),
  'viel nicht gesehen': (art) =>
    inputFor(art, muchUnseen, { earlier, scan: { tool: 'connect', at: '2026-11-28T08:20:00.000Z', nmapMissing: true } }),
  'ohne Befunde': (art) => inputFor(art, zeroFindings),
  'lange Namen': (art) =>
    inputFor(
      art,
      { ...everywhere(longText), kommune: { ...kommune, name: longName } },
      { earlier: { ...earlier, label: longText } },
    ),
  'ein einziges langes Wort': (art) => inputFor(art, everywhere('x'.repeat(300))),
  'viele Themen': (art) => inputFor(art, manyTopics()),
  'feindlicher Text': (art) =>
    inputFor(art, everywhere(hostileText), { earlier: { ...earlier, label: hostileText }, programVersion: hostileText }),
};
