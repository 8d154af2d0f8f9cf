/** What the registers demand and what falls due in them, with the shipped periods and holidays. */
import { beforeAll, describe, expect, it } from 'vitest';
import { sameOrPreviousWorkingDay, workingDaysBefore } from '../../src/domain/calendar.ts';
import type { Catalogue } from '../../src/domain/catalogue.ts';
import { incidentFactNames } from '../../src/domain/incident-facts.ts';
import type { RoleAssignment } from '../../src/domain/kommune.ts';
import { productWords, wordsFound } from '../../src/domain/product-match.ts';
import {
  breachesOf,
  dueOf,
  factsOf,
  type RegisterDefinition,
  type RegisterEntry,
  readEntry,
  type Surroundings,
  trueFrom,
} from '../../src/domain/register.ts';
import { registers } from '../../src/domain/registers/index.ts';
import { saxonHolidays } from '../../src/usecases/catalogue-lookup.ts';
import { surroundingsWith } from '../../src/usecases/register-surroundings.ts';
import { shippedCatalogue } from '../shipped-catalogue.ts';

let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await shippedCatalogue();
});

const role = (person: string, ab: string, bis: string | null = null): RoleAssignment => ({
  id: `R-${ab}`,
  kommune: 'beispielhain',
  rolle: 'leitung',
  person,
  ab,
  bis,
  bestellt: null,
  gemeldet: null,
});

const heads = [role('Petra Vogel', '2019-08-01', '2026-05-31'), role('Jan Krause', '2026-06-01')];
const around = (day = '2026-11-20', rollen: readonly RoleAssignment[] = heads): Surroundings =>
  surroundingsWith(catalogue, rollen, day);

function definition(id: string): RegisterDefinition {
  const found = registers.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no register ${id}`);
  return found;
}

type Typed = Record<string, string | string[]>;

/** A whole entry of each register, as one types it. */
const valid: Record<string, Typed> = {
  warnung: {
    produkt: 'Exchange Server 2019',
    kennung: 'CVE-2026-1',
    quelle: 'sax-cert',
    eingang: '2026-11-18',
    faellig: '2026-11-25',
  },
  aenderung: {
    titel: 'Neue Firewall',
    'aenderung-am': '2026-12-01',
    'bfis-informiert-am': '2026-11-10',
    stellungnahme: 'erst testen',
    'stellungnahme-am': '2026-11-12',
    beruecksichtigt: 'ja',
  },
  anordnung: {
    titel: 'Port schließen',
    von: 'sax-cert',
    eingang: '2026-11-02',
    faellig: '2026-11-09',
    'erledigt-am': '2026-11-05',
  },
  protokolldaten: {
    titel: 'Spiegelung am Übergang',
    art: 'anordnung',
    daten: 'inhaltsdaten',
    'angeordnet-von': 'Petra Vogel',
    'angeordnet-am': '2026-05-20',
    'zweite-unterschrift': 'Dr. Ute Rahn',
  },
  verzicht: {
    titel: 'Faxserver',
    'entschieden-von': 'jan  krause',
    'entschieden-am': '2026-07-01',
    'abgeschaltet-bis': '2026-12-31',
  },
  abwaegung: {
    titel: 'Zweiter Serverraum',
    ergebnis: 'zu teuer',
    controls: ['rau-01.01'],
    'entschieden-von': 'Jan Krause',
    'entschieden-am': '2026-09-01',
    wiedervorlage: '2027-09-01',
  },
  dokument: {
    titel: 'Leitlinie',
    art: 'leitlinie',
    vom: '2024-03-01',
    'unterzeichnet-von': 'Petra Vogel',
    'unterzeichnet-am': '2024-03-04',
    'pruefen-bis': '2027-03-01',
    sha256: 'ab'.repeat(32),
  },
  vertrag: { titel: 'Fachverfahren', partner: 'Kommunalrechner', von: '2022-01-01', bis: '2027-12-31', kuendigungsfrist: '3' },
  kontakt: {
    stelle: 'it',
    name: 'IT-Bereitschaft',
    telefon: '03521 12345',
    'telefon-nachts': '+49 170 1234567',
    mail: 'it@beispielhain.de',
  },
  termin: { titel: 'Gespräch', am: '2026-12-01', art: 'gespraech' },
  begehung: { ort: 'Serverraum', am: '2026-10-01', feststellungen: ['Tür offen', 'Kartons'], naechste: '2027-10-01' },
  schulung: { thema: 'Betrugsmails', am: '2026-09-15', art: 'praesenz', erreicht: '31', von: '40' },
  pruefung: { titel: 'Überörtliche Prüfung', durch: 'Rechnungshof', 'bericht-vom': '2026-10-01', 'antwort-bis': '2026-12-15' },
  ressource: { jahr: '2026', 'stunden-geplant': '48', 'stunden-verbraucht': '31,5' },
  risiko: {
    titel: 'Ausfall des Rathauses',
    gefaehrdung: 'G 0.1',
    haeufigkeit: '2',
    schaden: '4',
    behandlung: 'akzeptieren',
    'akzeptiert-von': 'Jan Krause',
    'akzeptiert-am': '2026-07-01',
    'akzeptiert-bis': '2027-06-30',
    begruendung: 'Ersatz im Nachbarort',
  },
  entscheidung: {
    titel: 'Sicherung kommt außer Haus',
    bericht: 'B1',
    ergebnis: 'vertagt',
    'entschieden-am': '2026-07-01',
    'entschieden-von': 'Jan Krause',
    wiedervorlage: '2027-01-15',
  },
};

const problems = (id: string, changes: Typed = {}, surroundings = around()) =>
  readEntry(definition(id), { ...valid[id], ...changes }, null, surroundings).problems.map(({ text }) => text);
const values = (id: string, changes: Typed = {}) =>
  readEntry(definition(id), { ...valid[id], ...changes }, null, around()).values;
const due = (id: string, changes: Typed, surroundings = around()) =>
  dueOf(definition(id), { values: values(id, changes), removed: null }, surroundings);
const breaches = (id: string, changes: Typed) => breachesOf(definition(id), values(id, changes), around());

it.each(Object.keys(valid))('%s takes a whole entry', (id) => {
  expect(problems(id)).toEqual([]);
  expect(breaches(id, {})).toEqual([]);
});

it('every register but those with tests of their own is asked here', () => {
  expect(Object.keys(valid).sort()).toEqual(
    registers
      .map(({ id }) => id)
      .filter((id) => !['massnahme', 'vorfall'].includes(id))
      .sort(),
  );
});

describe('what is refused', () => {
  const cases: [string, Typed, string][] = [
    ['warnung', { produkt: '' }, 'Produkt fehlt.'],
    ['warnung', { zustand: 'behoben' }, 'mit dem Tag, seit dem'],
    ['warnung', { 'gefragt-am': '2026-11-18', 'geantwortet-am': '2026-11-17' }, 'vor der Frage'],
    ['warnung', { 'gefragt-am': '2026-11-18', 'antwort-bis': '2026-11-17' }, 'vor der Frage'],
    ['warnung', { eingang: '2026-11-21' }, 'liegt in der Zukunft'],
    ['warnung', { 'behoben-am': '2026-11-19' }, '--zustand behoben'],
    ['warnung', { zustand: 'nicht-betroffen', 'behoben-am': '2026-11-19' }, 'den Tag leeren'],
    ['aenderung', { status: 'umgesetzt', 'aenderung-am': '2026-11-21' }, 'Der 21.11.2026 liegt in der Zukunft'],
    ['aenderung', { stellungnahme: '', beruecksichtigt: '', begruendung: '' }, 'datiert werden kann nur eine Stellungnahme'],
    ['aenderung', { status: 'umgesetzt', 'aenderung-am': '' }, 'braucht ihren Tag'],
    ['aenderung', { beruecksichtigt: 'nein' }, 'nennt den Grund'],
    ['aenderung', { stellungnahme: '' }, 'nur eine Stellungnahme'],
    ['aenderung', { 'stellungnahme-am': '2026-11-09' }, 'vor der Information'],
    ['anordnung', { von: '' }, 'Von fehlt.'],
    ['anordnung', { faellig: '2026-11-01' }, 'vor dem Eingang'],
    ['anordnung', { 'erledigt-am': '2026-11-01' }, 'vor dem Eingang'],
    ['protokolldaten', { 'zweite-unterschrift': '' }, '--zweite-unterschrift fehlt'],
    ['protokolldaten', { 'zweite-unterschrift': 'Petra Vogel' }, 'von einer anderen Person'],
    ['protokolldaten', { 'angeordnet-von': 'Jan Krause' }, 'Am 20.05.2026 war das: Petra Vogel.'],
    ['protokolldaten', { 'angeordnet-am': '' }, 'Eine Anordnung nennt'],
    ['protokolldaten', { daten: 'protokolldaten', 'von-hand': 'ja' }, 'auf doppelte Anordnung'],
    ['protokolldaten', { art: 'verfahren', daten: '' }, 'fehlt die Art der Daten'],
    ['protokolldaten', { art: 'konzept' }, 'fehlt sein Tag'],
    ['protokolldaten', { art: 'konzept', 'konzept-vom': '2026-01-01', daten: '', speicherdauer: '91' }, 'nicht prüfen'],
    ['protokolldaten', { art: 'jahreszahlen' }, 'fehlt das Jahr'],
    ['protokolldaten', { art: 'vorgang', am: '2026-01-01' }, 'braucht seine Art'],
    ['protokolldaten', { 'konzept-vom': '2026-01-01', 'revision-am': '2025-01-01' }, 'vor dem Konzept'],
    ['verzicht', { 'entschieden-von': 'Max Beyer' }, 'entscheidet die Leitung'],
    ['verzicht', { 'entschieden-am': '' }, 'gehört ihr Tag'],
    ['verzicht', { 'entschieden-von': '' }, 'wer sie getroffen hat'],
    ['abwaegung', { wiedervorlage: '2026-08-01' }, 'vor der Entscheidung'],
    ['abwaegung', { ergebnis: '' }, 'Ergebnis fehlt.'],
    ['abwaegung', { 'entschieden-von': '', 'entschieden-am': '2026-09-01' }, 'wer sie getroffen hat'],
    ['abwaegung', { 'entschieden-am': '2026-09-01', 'ueberholt-am': '2026-08-31' }, 'vor der Entscheidung'],
    ['dokument', { 'unterzeichnet-von': '' }, 'wer unterschrieben hat'],
    ['dokument', { sha256: '123' }, '64 Zeichen'],
    ['dokument', { 'pruefen-bis': '2024-01-01' }, 'vor der Fassung'],
    ['vertrag', { bis: '2021-12-31' }, 'endet vor seinem Beginn'],
    ['vertrag', { status: 'gekuendigt', bis: '' }, 'braucht sein Ende'],
    ['vertrag', { status: 'beendet', bis: '2026-11-21' }, 'läuft noch bis zum 21.11.2026'],
    ['vertrag', { kuendigungsfrist: '-1' }, 'zu klein'],
    ['kontakt', { telefon: 'beim Pförtner' }, 'besteht aus Ziffern'],
    ['kontakt', { mail: 'it at beispielhain' }, 'keine E-Mail-Adresse'],
    ['termin', { 'erledigt-am': '2026-12-01' }, 'liegt in der Zukunft'],
    ['begehung', { 'unterzeichnet-am': '2026-09-30' }, 'vor der Begehung'],
    ['begehung', { naechste: '2026-09-30' }, 'vor dieser'],
    ['schulung', { erreicht: '41' }, 'mehr, als es insgesamt sind'],
    ['schulung', { hereingefallen: '32' }, 'mehr, als erreicht wurden'],
    ['schulung', { gemeldet: '32' }, 'mehr, als erreicht wurden'],
    ['schulung', { art: 'phishing-uebung' }, '--personalrat'],
    ['pruefung', { 'antwort-bis': '2026-09-01' }, 'vor dem Bericht'],
    ['pruefung', { am: '2026-11-01', 'bericht-vom': '2026-10-31', 'antwort-bis': '' }, 'vor der Prüfung'],
    ['pruefung', { status: 'abgeschlossen' }, 'erst mit der Antwort'],
    ['ressource', { jahr: '26' }, 'zu klein'],
    ['ressource', { 'euro-verbraucht': '-5' }, 'zu klein'],
    ['ressource', { 'stunden-geplant': '0,125' }, 'höchstens zwei Stellen'],
    ['risiko', { haeufigkeit: '7' }, 'zu groß'],
    ['risiko', { 'akzeptiert-von': 'Ines Sorbe' }, 'Am 01.07.2026 war das: Jan Krause.'],
    ['risiko', { 'akzeptiert-bis': '' }, 'Akzeptiert wird mit'],
    ['risiko', { 'akzeptiert-bis': '2026-06-30' }, 'vor der Entscheidung'],
    ['risiko', { behandlung: 'zurueckgestellt' }, 'bis zu einem Tag'],
    ['entscheidung', { bericht: 'Bericht vom Juli' }, 'Nummern wie „B3“'],
    ['entscheidung', { 'entschieden-von': 'Petra Vogel' }, 'Am 01.07.2026 war das: Jan Krause.'],
    ['entscheidung', { ergebnis: 'abgelehnt' }, '(--anmerkung)'],
    ['entscheidung', { wiedervorlage: '' }, 'Vertagt wird bis zu einem Tag'],
    ['entscheidung', { wiedervorlage: '2026-06-30' }, 'vor der Entscheidung'],
  ];
  it.each(cases)('%s %j: %s', (id, changes, text) => {
    expect(problems(id, changes).join('\n')).toContain(text);
  });

  it('says when no head is recorded at all', () => {
    expect(problems('risiko', {}, around('2026-11-20', [])).join()).toContain('Für den 01.07.2026 ist dazu niemand eingetragen.');
  });
});

describe('what is recorded and shown red', () => {
  const retention = (daten: string, speicherdauer: string) =>
    breaches('protokolldaten', { art: 'verfahren', daten, speicherdauer });

  it('keeps the periods of § 13 to the day, each for its own data, with source and mark', () => {
    expect(retention('protokolldaten', '90')).toEqual([]);
    expect(retention('protokolldaten', '91')).toEqual([
      'Eingestellt sind 91 Tage; für diese Protokolldaten sind höchstens 90 Tage (§ 13 Abs. 2 SächsISichG°) erlaubt.',
    ]);
    const concept = { art: 'konzept', 'konzept-vom': '2026-03-01', daten: 'protokolldaten', speicherdauer: '91' };
    expect(breaches('protokolldaten', concept).join()).toContain('höchstens 90 Tage');
    expect(retention('inhaltsdaten', '60')).toEqual([]);
    expect(retention('inhaltsdaten', '61').join()).toContain('höchstens 60 Tage (§ 13 Abs. 3 SächsISichG°)');
  });

  it('a change the BfIS heard of afterwards or never', () => {
    expect(breaches('aenderung', { 'aenderung-am': '2026-11-09' }).join()).toContain('erst nach der Änderung informiert');
    expect(breaches('aenderung', { 'aenderung-am': '2026-11-09', wesentlich: 'nein' })).toEqual([]);
    const never = { 'bfis-informiert-am': '', 'stellungnahme-am': '', 'aenderung-am': '2026-11-01', status: 'umgesetzt' };
    expect(breaches('aenderung', never).join()).toContain('ohne dass die BfIS informiert wurde');
    const done = { status: 'umgesetzt', 'aenderung-am': '2026-11-12', beruecksichtigt: '', begruendung: '', stellungnahme: 'x' };
    expect(breaches('aenderung', { ...done, 'stellungnahme-am': '2026-11-13' })).toEqual([
      'Umgesetzt am 12.11.2026, die Stellungnahme kam erst am 13.11.2026 (§ 4 Abs. 4 SächsISichG°).',
      'Umgesetzt, ohne festzuhalten, wie die Stellungnahme berücksichtigt wurde (§ 4 Abs. 4 SächsISichG°).',
    ]);
  });

  it('a concept later than what it is for, an order or an answer later than demanded', () => {
    const concept = { art: 'konzept', 'konzept-vom': '2026-03-01', beginn: '2026-02-01' };
    expect(breaches('protokolldaten', concept).join()).toContain('seit dem 01.02.2026');
    expect(breaches('protokolldaten', { ...concept, beginn: '2026-03-01' })).toEqual([]);
    expect(breaches('anordnung', { 'erledigt-am': '2026-11-10' })).toEqual([
      'Erledigt am 10.11.2026, die Frist war der 09.11.2026.',
    ]);
    expect(breaches('pruefung', { 'antwort-bis': '2026-10-15', 'beantwortet-am': '2026-10-16' })).toHaveLength(1);
  });
});

describe('days that fall due', () => {
  it.each([
    // A Sunday; Buß- und Bettag; Good Friday to Easter Monday; the turn of the year.
    ['2024-11-24', '2024-11-22'],
    ['2024-11-20', '2024-11-19'],
    ['2025-04-20', '2025-04-17'],
    ['2025-04-21', '2025-04-17'],
    ['2026-01-01', '2025-12-31'],
    ['2026-10-31', '2026-10-30'],
    ['2027-05-17', '2027-05-14'],
    ['2028-12-26', '2028-12-22'],
  ])('the last working day up to %s is %s', (day, expected) => {
    expect(sameOrPreviousWorkingDay(day, saxonHolidays(catalogue))).toBe(expected);
  });

  it.each([
    ['2024-05-10', 5, '2024-05-02'],
    ['2025-04-22', 5, '2025-04-11'],
    ['2026-11-20', 5, '2026-11-12'],
    ['2027-01-04', 5, '2026-12-24'],
    ['2028-10-04', 1, '2028-10-02'],
  ])('counts from %s %i working days back to %s', (day, count, expected) => {
    expect(workingDaysBefore(day, count, saxonHolidays(catalogue))).toBe(expected);
  });

  it.each([
    ['2027-12-31', '3', '2027-09-30'],
    // 31 October 2026 is a Saturday and Reformationstag.
    ['2027-01-31', '3', '2026-10-30'],
    ['2025-05-31', '1', '2025-04-30'],
    ['2028-05-29', '1', '2028-04-28'],
  ])('a contract until %s with %s months of notice: %s', (bis, kuendigungsfrist, day) => {
    expect(due('vertrag', { bis, kuendigungsfrist }).map((each) => each.day)).toEqual([day]);
  });

  it('a contract without its notice, one that was given notice, one that is over', () => {
    expect(due('vertrag', { kuendigungsfrist: '' })).toMatchObject([
      { day: '2027-12-31', text: expect.stringContaining('nicht eingetragen') },
    ]);
    expect(due('vertrag', { status: 'gekuendigt' })).toMatchObject([
      { day: '2027-12-31', text: expect.stringContaining('Rückgabe') },
    ]);
    expect(due('vertrag', { status: 'beendet', bis: '2026-10-31' })).toEqual([]);
  });

  it('a concept is revised three years after its own date, then after each revision', () => {
    const concept = { art: 'konzept', 'konzept-vom': '2024-02-29' };
    expect(due('protokolldaten', concept)).toMatchObject([
      { day: '2027-02-28', text: expect.stringContaining('3 Jahre (§ 14 Satz 2 SächsISichG°)') },
    ]);
    expect(due('protokolldaten', { ...concept, 'revision-am': '2026-06-01' }).map(({ day }) => day)).toEqual(['2029-06-01']);
    expect(due('protokolldaten', { ...concept, 'beendet-am': '2026-06-01' })).toEqual([]);
  });

  it('an order about content data lasts two months, not a working day longer', () => {
    expect(due('protokolldaten', { 'angeordnet-am': '2026-03-25' })).toMatchObject([{ day: '2026-05-25' }]);
    expect(due('protokolldaten', { daten: 'protokolldaten' })).toEqual([]);
  });

  it('the record that nobody was told is deleted after twelve months', () => {
    const silent = { art: 'vorgang', vorgang: 'keine-benachrichtigung' };
    expect(due('protokolldaten', { ...silent, am: '2024-02-29' })).toMatchObject([{ day: '2025-02-28' }]);
    expect(due('protokolldaten', { ...silent, vorgang: 'benachrichtigung', am: '2024-02-29' })).toEqual([]);
  });

  it('the BfIS is to hear of a change five working days before', () => {
    const open = { 'bfis-informiert-am': '', stellungnahme: '', 'stellungnahme-am': '', beruecksichtigt: '' };
    expect(due('aenderung', { ...open, 'aenderung-am': '2026-11-20' }).map(({ day }) => day)).toEqual([
      '2026-11-12',
      '2026-11-20',
    ]);
    expect(due('aenderung', { 'aenderung-am': '2026-11-20' }).map(({ day }) => day)).toEqual(['2026-11-20']);
  });

  it('a Leitlinie is to be signed again by a new head, not by the one who signed', () => {
    const again = (day: string, rollen = heads) =>
      due('dokument', { 'pruefen-bis': '' }, around(day, rollen)).map((each) => [each.day, each.text]);
    expect(again('2026-05-31')).toEqual([]);
    expect(again('2026-06-01')).toEqual([['2026-06-01', 'Neu zu unterzeichnen, die Leitung hat gewechselt: Leitlinie']]);
    expect(again('2026-06-01', [role('Petra Vogel', '2026-06-01')])).toEqual([]);
    expect(again('2026-06-01', [])).toEqual([]);
    expect(due('dokument', { art: 'netzplan', 'pruefen-bis': '' })).toEqual([]);
  });

  it('done, dropped and answered things are not due', () => {
    expect(due('termin', {})).toEqual([{ day: '2026-12-01', text: 'Gespräch', which: null }]);
    expect(due('termin', { 'erledigt-am': '2026-11-20' })).toEqual([]);
    expect(due('termin', { entfaellt: 'krank' })).toEqual([]);
    expect(due('anordnung', { 'erledigt-am': '' }).map(({ day }) => day)).toEqual(['2026-11-09']);
    expect(due('anordnung', {})).toEqual([]);
    expect(due('pruefung', { 'beantwortet-am': '2026-11-01' })).toEqual([]);
    expect(due('warnung', { zustand: 'nicht-betroffen' })).toEqual([]);
    expect(due('risiko', {}).map(({ day }) => day)).toEqual(['2027-06-30']);
  });
});

describe('days that answer duties', () => {
  const entryOf = (id: string, changes: Typed, more: Partial<RegisterEntry> = {}): RegisterEntry => ({
    register: id,
    kommune: 'beispielhain',
    id: 'X1',
    values: values(id, changes),
    removed: null,
    validFrom: '2026-01-01',
    recordedAt: '2026-01-01T10:00:00.000Z',
    recordedBy: 'Ines Sorbe',
    ...more,
  });
  const facts = (id: string, entries: readonly Typed[], surroundings = around()) =>
    Object.fromEntries(
      factsOf(
        definition(id),
        entries.map((changes) => entryOf(id, changes)),
        surroundings,
      ),
    );

  const notCounting = {
    'register.dokument.leitlinie': { status: 'offen', text: expect.stringContaining('Die Unterschrift zählt nicht') },
  };

  it('a Leitlinie counts while the head who signed it is in office', () => {
    expect(facts('dokument', [{}], around('2026-05-01'))).toEqual({ 'register.dokument.leitlinie': '2024-03-04' });
    expect(facts('dokument', [{}])).toEqual({});
    expect(facts('dokument', [{ 'unterzeichnet-von': 'Ines Sorbe' }], around('2026-05-01'))).toMatchObject(notCounting);
    expect(facts('dokument', [{ status: 'entwurf' }], around('2026-05-01'))).toEqual({});
    expect(facts('dokument', [{}], around('2026-05-01', []))).toMatchObject(notCounting);
  });

  it('an event counts a year, a revision three, and a removed entry not at all', () => {
    expect(facts('termin', [{ 'erledigt-am': '2025-11-20' }])).toEqual({ 'register.termin.erledigt': '2025-11-20' });
    expect(facts('termin', [{ 'erledigt-am': '2025-11-19' }])).toEqual({});
    expect(
      factsOf(definition('termin'), [entryOf('termin', { 'erledigt-am': '2026-11-01' }, { removed: 'doppelt' })], around()),
    ).toEqual([]);
    const concept = { art: 'konzept', 'konzept-vom': '2022-01-01', beginn: '2022-02-01' };
    expect(facts('protokolldaten', [{ ...concept, 'revision-am': '2023-11-20' }])).toEqual({
      'register.protokolldaten.revision': '2023-11-20',
    });
    expect(facts('protokolldaten', [{ ...concept, 'revision-am': '2023-11-19' }])).toEqual({});
    expect(facts('protokolldaten', [{ ...concept, 'massnahmen-aktenkundig-am': '2022-01-10' }])).toEqual({
      'register.protokolldaten.konzept-vor-beginn': '2022-01-01',
    });
  });

  it('orders count when all of them are done in time', () => {
    const done = { 'register.anordnung.saxcert-erledigt': '2026-11-05' };
    expect(facts('anordnung', [{}])).toEqual(done);
    expect(facts('anordnung', [{}, { 'erledigt-am': '' }])).toEqual({});
    expect(facts('anordnung', [{}, { 'erledigt-am': '2026-11-10' }])).toEqual({});
    expect(facts('anordnung', [{}, { von: 'rechtsaufsicht', 'erledigt-am': '' }])).toEqual(done);
  });

  it('the vocabulary knows exactly these', () => {
    const defined = registers.flatMap(({ id, facts: own = [] }) => own.map((fact) => `register.${id}.${fact.id}`));
    const known = catalogue.vocabulary.facts.map(({ id }) => id).filter((id) => id.startsWith('register.'));
    expect(known.sort()).toEqual([...defined, ...incidentFactNames].sort());
  });
});

it('every period a register names is in the table', () => {
  const named = JSON.stringify(registers).matchAll(/"period":"([a-z-]+)"/g);
  for (const [, period] of named) expect([...around().periods.keys()]).toContain(period);
});

it('an entry is true from the day it is about', () => {
  expect(trueFrom(definition('schulung'), values('schulung'), '2026-11-20')).toBe('2026-09-15');
  expect(trueFrom(definition('termin'), values('termin'), '2026-11-20')).toBe('2026-11-20');
});

it('texts lose what would not come back from a table', () => {
  const read = values('begehung', { ort: `'=1+1\u001b[31m\r\nzweite\tZeile`, feststellungen: ['a; b', 'c'] });
  expect(read).toMatchObject({ ort: '=1+1[31m\nzweite Zeile', feststellungen: ['a', 'b', 'c'] });
});

it.each([
  ['Exchange Server 2019', 'Microsoft Exchange 2019', ['exchange', '2019']],
  ['Exchange Server 2019', 'SQL Server 2019', []],
  ['7-Zip', 'zip 24', ['zip']],
  ['OpenSSL 3.0.1', 'Webserver mit OpenSSL', ['openssl']],
  ['FortiGate', null, []],
])('%s and %s have in common: %j', (product, text, found) => {
  expect(wordsFound(productWords(product), [text])).toEqual(found);
});

it('a product of general words alone cannot be looked for', () => {
  expect(productWords('Server 2019')).toEqual([]);
});
