/** What is recorded about a person, for them to read, and what of it stands where. */
import { dayOf, formatDay, timeZone } from '../domain/calendar.ts';
import { nameMatcher } from '../domain/person-name.ts';
import { registers } from '../domain/registers/index.ts';
import { notPublic } from '../exchange/confidentiality.ts';
import { type PageSection, pageHtml } from '../exchange/page-html.ts';
import { type Occurrence, selectOccurrences, selectUnsearchableReports } from '../store/person-erasure.ts';
import { systemChain } from '../store/protokoll.ts';
import type { RecordedTable } from '../store/schema.ts';
import type { Context } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { writeFiles } from './write-files.ts';

type Disclosure = CommandJson['person auskunft'];
type Personenangabe = Disclosure['angaben'][number];

/** What is asked about: a name, and what else the person is called. */
export interface PersonRequest {
  person: string;
  kennungen: readonly string[];
}

/**
 * Every place a person stands in, in all Kommunen and all versions.
 * @param folder where a page to hand over and the same as JSON are written; null: nowhere
 * @throws InvalidDataError for a name too short to be looked for, EnvironmentError
 */
export async function disclosePerson(context: Context, request: PersonRequest, folder: string | null): Promise<Disclosure> {
  const { store } = context;
  const occurrences = await selectOccurrences(store, nameMatcher([request.person, ...request.kennungen]));
  const disclosure: Disclosure = {
    person: request.person,
    kennungen: [...request.kennungen],
    erstellt: context.now().toISOString(),
    erfasst: recordedBy(occurrences),
    angaben: statementsOf(
      occurrences.filter((each) => !isRecording(each)),
      request,
    ),
    nichtDurchsucht: await unsearched(context),
    dateien: [],
  };
  if (folder === null) return disclosure;
  const encode = (text: string) => new TextEncoder().encode(text);
  const name = `auskunft-${context.today}`;
  const json = { vertraulichkeit: notPublic, ...disclosure };
  const dateien = await writeFiles(folder, [
    { name: `${name}.html`, format: 'html', bytes: encode(pageHtml(pageOf(disclosure))) },
    { name: `${name}.json`, format: 'json', bytes: encode(`${JSON.stringify(json, null, 2)}\n`) },
  ]);
  return { ...disclosure, dateien };
}

/** That somebody recorded something, and what the Protokoll says about it: counted, not listed. */
function isRecording({ table, column }: Occurrence): boolean {
  return column === 'recorded_by' || table === 'protokoll';
}

function recordedBy(occurrences: readonly Occurrence[]): Disclosure['erfasst'] {
  const own = occurrences.filter((each) => isRecording(each) && each.field !== 'summary');
  const groups = Map.groupBy(own, ({ chain, table }) => `${chain} ${table}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      {
        kommune: kommuneOf(first),
        bereich: tableLabels[first.table],
        anzahl: new Set(group.map(({ row }) => row)).size,
        ...recordedBetween(group),
      },
    ];
  });
}

/** Places that say the same in several versions, as one. */
export function statementsOf(occurrences: readonly Occurrence[], request: PersonRequest): Personenangabe[] {
  const matcher = nameMatcher([request.person, ...request.kennungen]);
  const groups = Map.groupBy(occurrences, (each) =>
    JSON.stringify([each.chain, each.table, each.about, each.column, each.field, each.text]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      {
        kommune: kommuneOf(first),
        bereich: tableLabels[first.table],
        eintrag: first.about,
        feld: fieldLabel(first),
        art: first.kind,
        inhalt: first.kind === 'person' ? first.text : matcher.excerpt(first.text),
        fassungen: group.length,
        ...recordedBetween(group),
      },
    ];
  });
}

/** First and last day. */
function recordedBetween(occurrences: readonly Occurrence[]): { von: string; bis: string } {
  const days = occurrences.map(({ recordedAt }) => dayOf(recordedAt)).sort();
  return { von: days[0] ?? '', bis: days.at(-1) ?? '' };
}

function kommuneOf({ chain }: Occurrence): string | null {
  return chain === systemChain ? null : chain;
}

function fieldLabel({ table, about, column, field }: Occurrence): string {
  const [register = ''] = table === 'register_eintrag' ? about.split(' ') : [];
  const known = registers.find(({ id }) => id === register)?.fields.find(({ id }) => id === field);
  return known?.label ?? columnLabels[field] ?? columnLabels[column] ?? column;
}

/** What the search cannot look into. */
export async function unsearched({ store }: Pick<Context, 'store'>): Promise<string[]> {
  const reports = await selectUnsearchableReports(store);
  return [
    'Inhalt der Dateien, die als Nachweis abgelegt sind (durchsucht sind Titel und Dateinamen)',
    ...reports.map(({ kommune, bericht, formate }) => `Abgelegter Bericht ${bericht} von ${kommune} (nur als ${formate})`),
  ];
}

function pageOf({ person, kennungen, erstellt, erfasst, angaben, nichtDurchsucht }: Disclosure): Parameters<typeof pageHtml>[0] {
  const when = new Date(erstellt).toLocaleString('de-DE', { timeZone, dateStyle: 'medium', timeStyle: 'short' });
  const also = kennungen.length === 0 ? '' : `; auch gesucht: ${kennungen.join(', ')}`;
  const sections: PageSection[] = [
    {
      title: 'Wozu diese Seite dient',
      text: [
        'Sie listet, wo burgward die Person nennt, und hilft bei einer Auskunft nach Art. 15 DSGVO. Zwecke, Empfänger, Speicherdauer und Rechte ergänzt, wer die Auskunft erteilt; ob Rechte anderer entgegenstehen, klären Sie mit der oder dem Datenschutzbeauftragten.',
        'Gefunden wird, was den Namen oder eine der Kennungen wörtlich enthält.',
      ],
    },
    {
      title: 'Angaben zur Person',
      text: angaben.length === 0 ? ['Keine gefunden.'] : [],
      table: {
        headers: ['Kommune', 'Bereich', 'Eintrag', 'Feld', 'Inhalt', 'Fassungen', 'Erfasst'],
        rows: angaben.map((each) => [
          each.kommune,
          each.bereich,
          each.eintrag,
          each.feld,
          each.inhalt,
          each.fassungen,
          period(each),
        ]),
      },
    },
    {
      title: 'Was die Person erfasst hat',
      text: erfasst.length === 0 ? ['Nichts unter diesem Namen.'] : [],
      table: {
        headers: ['Kommune', 'Bereich', 'Anzahl', 'Zeitraum'],
        rows: erfasst.map((each) => [each.kommune, each.bereich, each.anzahl, period(each)]),
      },
    },
    { title: 'Nicht durchsucht', text: nichtDurchsucht },
  ];
  return { title: `Gespeicherte Angaben zu ${person}`, subtitle: `erstellt ${when}${also}`, sections };
}

/** „3.2.2026“ or „3.2.2026 bis 5.4.2026“. */
function period({ von, bis }: { von: string; bis: string }): string {
  return von === bis ? formatDay(von) : `${formatDay(von)} bis ${formatDay(bis)}`;
}

/** What the tables are called where people read. */
const tableLabels: Readonly<Record<RecordedTable | 'protokoll', string>> = {
  kommune: 'Kommune',
  merkmal: 'Merkmale',
  rolle: 'Rollen',
  zielobjekt: 'Zielobjekte',
  erhebung: 'Erhebungen',
  assessment: 'Antworten',
  freigabe: 'Freigaben',
  netzlauf: 'Netzprüfungen',
  observation: 'Beobachtungen im Netz',
  finding: 'Befunde',
  netzlauf_beleg: 'Belege der Netzprüfungen',
  netzlauf_bewertung: 'Neubewertungen',
  netzbasis: 'Vergleichsstände im Netz',
  befund_erklaerung: 'Erklärte Befunde',
  katalog_zusatz: 'Eingelesene Kataloge',
  rahmenwerk_zeilen: 'Anschlussbedingungen',
  ruecknahme: 'Rücknahmen',
  gegenzeichnung: 'Gegenzeichnungen',
  paket: 'Pakete',
  paket_ruecklauf: 'Rückläufe von Paketen',
  erklaerung: 'Erklärungen von Dienstleistern',
  erklaerung_zuordnung: 'Zuordnungen von Erklärungen',
  herkunft: 'Gruppen',
  nachweis: 'Nachweise',
  nachweis_bezug: 'Bezüge von Nachweisen',
  zielobjekt_beziehung: 'Beziehungen von Zielobjekten',
  schutzbedarf: 'Schutzbedarf',
  modellierung: 'Modellierung',
  notiz: 'Notizen',
  register_eintrag: 'Register',
  zeitplan_auftrag: 'Zeitplan',
  zeitplan_lauf: 'Läufe des Zeitplans',
  bericht_ablage: 'Abgelegte Berichte',
  bericht_datei: 'Dateien abgelegter Berichte',
  briefkopf: 'Briefkopf',
  nachricht_empfaenger: 'Empfänger von Nachrichten',
  nachricht_zustellung: 'Zustellungen',
  loeschung: 'Löschungen',
  loeschung_stelle: 'Löschungen im Einzelnen',
  loeschung_abschluss: 'Löschungen in Erhebungen',
  protokoll: 'Protokoll',
};

const columnLabels: Readonly<Record<string, string>> = {
  person: 'Person',
  verantwortlich: 'Verantwortlich',
  benutzer: 'Benutzer',
  said_by: 'Gesagt von',
  saidBy: 'Gesagt von',
  gesagt_von: 'Gesagt von',
  unterzeichnetVon: 'Unterzeichnet von',
  durch: 'Erteilt von',
  kontakt: 'Kontakt',
  empfaenger: 'Empfänger',
  dienstleister: 'Dienstleister',
  begruendung: 'Begründung',
  nachweis: 'Nachweis',
  notiz: 'Notiz',
  name: 'Name',
  titel: 'Titel',
  text: 'Text',
  dateiname: 'Dateiname',
  dokument: 'Dokument',
  angaben: 'Angaben',
  gzip: 'Inhalt',
  summary: 'Inhalt',
};
