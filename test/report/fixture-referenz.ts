/** Beispielhain as a Standard-Absicherung sees it: Zielobjekte with links, Schutzbedarf, Modellierung, risks and policies. */
import type { Catalogue } from '../../src/domain/catalogue.ts';
import { informationsverbund } from '../../src/domain/kommune.ts';
import { type KompendiumBaustein, type ModellierungDecision, model, riskCandidates } from '../../src/domain/modellierung.ts';
import type { EntryValues, RegisterEntry } from '../../src/domain/register.ts';
import type { RiskMatrix } from '../../src/domain/risk.ts';
import { computeSchutzbedarf, type OwnSchutzbedarf } from '../../src/domain/schutzbedarf.ts';
import { type Beziehung, emptyDetails, type RegisteredZielobjekt } from '../../src/domain/zielobjekte.ts';
import { definitionOf } from '../../src/report/kinds/index.ts';
import type { ReportInput, ReportKindId, VerbundRecord } from '../../src/report/report-input.ts';

const matrix: RiskMatrix = {
  source: 'Beispiel mit vier mal vier Stufen',
  edition: '2026.1',
  confidence: ['S'],
  frequency: ['selten', 'mittel', 'häufig', 'sehr häufig'].map((title, index) => ({ step: index + 1, title, meaning: '' })),
  damage: ['vernachlässigbar', 'begrenzt', 'beträchtlich', 'existenzbedrohend'].map((title, index) => ({
    step: index + 1,
    title,
    meaning: '',
  })),
  classes: ['gering', 'mittel', 'hoch', 'sehr hoch'].map((title) => ({ id: title.replace(' ', '-'), title, meaning: '' })),
  line: 'mittel',
  rows: [
    { damage: 4, classes: ['mittel', 'hoch', 'sehr-hoch', 'sehr-hoch'] },
    { damage: 3, classes: ['mittel', 'mittel', 'hoch', 'sehr-hoch'] },
    { damage: 2, classes: ['gering', 'gering', 'mittel', 'hoch'] },
    { damage: 1, classes: ['gering', 'gering', 'gering', 'gering'] },
  ],
};

const typeTitles: Readonly<Record<string, string>> = {
  geschaeftsprozess: 'Geschäftsprozess',
  anwendung: 'Anwendung',
  server: 'Server',
  webserver: 'Webserver',
  raum: 'Raum',
};

const kompendium: KompendiumBaustein[] = [
  { id: 'ISMS.1', title: 'Sicherheitsmanagement', order: 'R1', target: 'Verbund', types: ['informationsverbund'] },
  { id: 'SYS.1.1', title: 'Allgemeiner Server', order: 'R2', target: 'System', types: ['server'] },
  { id: 'APP.3.2', title: 'Webserver', order: 'R2', target: 'Anwendung', types: ['webserver'] },
  { id: 'IND.2.1', title: 'Allgemeine ICS-Komponente', order: 'R2', target: 'System', types: ['ics'] },
];

function decisions(said: (text: string) => string): ModellierungDecision[] {
  return [
    { baustein: 'ISMS.1', verwendet: 'ja', begruendung: null, validFrom: '2026-09-01' },
    { baustein: 'SYS.1.1', verwendet: 'ja', begruendung: said('Für die beiden Server im Rathaus'), validFrom: '2026-09-01' },
    { baustein: 'IND.2.1', verwendet: 'nein', begruendung: said('Keine Anlagen mit Steuerungstechnik'), validFrom: '2026-09-02' },
  ];
}

function objects(said: (text: string) => string): RegisteredZielobjekt[] {
  const object = (
    kuerzel: string,
    typ: string,
    name: string,
    more: Partial<RegisteredZielobjekt> = {},
  ): RegisteredZielobjekt => ({
    ...emptyDetails,
    kuerzel,
    typ,
    name: said(name),
    kommune: 'beispielhain',
    adressen: [],
    entferntAm: null,
    validFrom: '2026-03-01',
    ...more,
  });
  return [
    object(informationsverbund, 'informationsverbund', 'Verwaltung Beispielhain'),
    object('AN-MELDE', 'anwendung', 'Einwohnerverfahren', {
      zweck: said('Melderegister führen'),
      verantwortlich: said('Einwohnermeldeamt'),
    }),
    object('PR-FRIEDHOF', 'geschaeftsprozess', 'Friedhofswesen', { zweck: said('Gräber verwalten') }),
    object('PR-MELDE', 'geschaeftsprozess', 'Meldewesen', {
      zweck: said('An-, Um- und Abmeldung'),
      verantwortlich: said('Einwohnermeldeamt'),
      benutzer: said('Bürgerbüro'),
    }),
    object('RA-SERVER', 'raum', 'Serverraum', {
      zweck: said('Technik unterbringen'),
      standort: said('Rathaus, Keller'),
      verantwortlich: said('Bauamt'),
    }),
    object('SV-FACH', 'server', 'Server für Fachverfahren', {
      zweck: said('Fachverfahren betreiben'),
      anzahl: 2,
      plattform: said('Windows Server 2022'),
      standort: said('Rathaus, Keller'),
      verantwortlich: said('IT-Dienstleister Muster'),
      adressen: ['10.20.0.5'],
    }),
    object('WEB', 'webserver', 'Webauftritt', { zweck: said('Bürger informieren'), adressen: ['www.beispielhain.example'] }),
  ];
}

const links: Beziehung[] = [
  { von: 'PR-MELDE', nach: 'AN-MELDE' },
  { von: 'AN-MELDE', nach: 'SV-FACH' },
  { von: 'PR-FRIEDHOF', nach: 'SV-FACH' },
  { von: 'SV-FACH', nach: 'RA-SERVER' },
];

function ownLevels(said: (text: string) => string): OwnSchutzbedarf[] {
  const level = (
    schutzziel: OwnSchutzbedarf['schutzziel'],
    stufe: OwnSchutzbedarf['stufe'],
    begruendung: string,
  ): OwnSchutzbedarf => ({
    zielobjekt: 'PR-MELDE',
    schutzziel,
    stufe,
    art: 'festgelegt',
    begruendung: said(begruendung),
    validFrom: '2026-09-01',
  });
  return [
    level('vertraulichkeit', 'hoch', 'Meldedaten, auch mit Auskunftssperren'),
    level('integritaet', 'hoch', 'Meldedaten, auch mit Auskunftssperren'),
    level('verfuegbarkeit', 'normal', 'Ein Tag Ausfall ist zu überbrücken'),
  ];
}

const entry =
  (register: string, prefix: string) =>
  (values: EntryValues, index: number): RegisterEntry => ({
    register,
    kommune: 'beispielhain',
    id: `${prefix}${index + 1}`,
    values,
    removed: null,
    validFrom: '2026-09-01',
    recordedAt: '2026-09-01T09:00:00.000Z',
    recordedBy: 'Jan Muster',
  });

function risks(said: (text: string) => string): RegisterEntry[] {
  const values: EntryValues[] = [
    {
      titel: said('Schadprogramm verschlüsselt die Fachverfahren'),
      zielobjekte: ['SV-FACH'],
      gefaehrdung: 'G 0.39',
      haeufigkeit: 2,
      schaden: 4,
      'haeufigkeit-geplant': 1,
      'schaden-geplant': 3,
      behandlung: 'vermindern',
      begruendung: said('Getrennte Sicherung begrenzt den Schaden'),
      massnahmen: ['MN1'],
    },
    {
      titel: said('Wasser im Keller'),
      zielobjekte: ['RA-SERVER'],
      gefaehrdung: said('Rückstau im Kanal'),
      haeufigkeit: 1,
      schaden: 3,
      behandlung: 'akzeptieren',
      'akzeptiert-von': said('Erika Beispiel'),
      'akzeptiert-am': '2026-10-01',
      'akzeptiert-bis': '2027-09-30',
      begruendung: said('Umzug des Servers ist für 2027 geplant'),
    },
    { titel: said('Auskunft über gesperrte Adressen'), zielobjekte: ['AN-MELDE'] },
  ];
  return values.map(entry('risiko', 'RK'));
}

function policies(said: (text: string) => string): RegisterEntry[] {
  const values: EntryValues[] = [
    {
      titel: said('Leitlinie zur Informationssicherheit'),
      art: 'leitlinie',
      fassung: '1.0',
      vom: '2021-05-01',
      'unterzeichnet-von': said('Karl Vorgänger'),
      'unterzeichnet-am': '2021-05-03',
      'pruefen-bis': '2026-05-31',
      verantwortlich: said('Jan Muster'),
      ablage: said('Akte 12'),
      status: 'gueltig',
    },
    { titel: said('Dienstanweisung Fernarbeit'), art: 'dienstanweisung', status: 'entwurf' },
    { titel: said('Netzplan Rathaus'), art: 'netzplan', fassung: '3', ablage: said('Serverraum, Ordner'), status: 'gueltig' },
    { titel: said('Alte Dienstanweisung'), art: 'dienstanweisung', status: 'abgeloest' },
  ];
  return values.map(entry('dokument', 'DK'));
}

/**
 * What the Referenzdokumente want beyond the others; nothing for other kinds.
 * @param words stand wherever somebody typed something
 * @param isEmpty nothing is recorded but the Informationsverbund
 */
export function referenceRecords(
  art: ReportKindId,
  catalogue: Catalogue,
  register: ReportInput['register'],
  { words, isEmpty }: { words: string | undefined; isEmpty: boolean },
): Partial<Pick<ReportInput, 'register' | 'verbund' | 'catalogue'>> {
  if (!/^a\d$/.test(art)) return {};
  const said = (text: string) => words ?? text;
  const own: Readonly<Record<string, RegisterEntry[]>> = { dokument: policies(said), risiko: risks(said) };
  const filled = Object.entries(register).map(([id, entries]) => [id, isEmpty ? [] : (own[id] ?? entries)] as const);
  const zielobjektTypes = Object.entries(typeTitles).map(([id, title]) => ({ id, title, definition: '' }));
  return {
    register: Object.fromEntries(filled),
    catalogue: { ...catalogue, vocabulary: { ...catalogue.vocabulary, zielobjektTypes } },
    ...(definitionOf(art).wants.verbund === true ? { verbund: verbundRecord(catalogue, said, isEmpty) } : {}),
  };
}

function verbundRecord(catalogue: Catalogue, said: (text: string) => string, isEmpty: boolean): VerbundRecord {
  const zielobjekte = isEmpty ? objects(said).slice(0, 1) : objects(said);
  const beziehungen = isEmpty ? [] : links;
  const schutzbedarf = computeSchutzbedarf({ zielobjekte, beziehungen }, isEmpty ? [] : ownLevels(said));
  const bausteine = model({
    bausteine: catalogue.bausteine.slice(0, 2),
    bearings: [],
    kompendium,
    zielobjekte,
    merkmale: {},
    merkmalQuestions: new Map(),
    typeTitles: new Map(Object.entries(typeTitles)),
    decisions: isEmpty ? [] : decisions(said),
  });
  return {
    zielobjekte,
    beziehungen,
    schutzbedarf,
    bausteine,
    risikoanalyse: riskCandidates(zielobjekte, bausteine, schutzbedarf),
    matrix,
    gefaehrdungen: [{ id: 'G 0.39', title: 'Schadprogramme' }],
  };
}
