/** A database with a word of its own in every column somebody can type something into. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import BetterSqlite3 from 'better-sqlite3';
import type { RegisterDefinition, RegisterField } from '../../src/domain/register.ts';
import { registers } from '../../src/domain/registers/index.ts';
import { reportKinds } from '../../src/report/report-input.ts';
import { openStore } from '../../src/store/open.ts';
import type { Plants } from '../report/plants.ts';

type Value = string | number | null | Uint8Array;
type Row = Readonly<Record<string, Value>>;

export const head = 'Erika Beispiel';
/** Day of the reports. */
export const stand = '2026-11-20';

/** Columns every recorded row has; who recorded it is a person. */
const recorded = (table: string, plants: Plants): Row => ({
  chain: 'beispielhain',
  entry: 1,
  recorded_at: '2026-02-01T09:00:00.000Z',
  recorded_by: plants.at(`${table}.recorded_by`),
  valid_from: '2026-01-15',
});

const hash = 'ab'.repeat(32);
const kommune = 'beispielhain';

/** Muss-Anforderungen of the shipped catalogue; the last two have network checks. */
const answered = ['BAK-01.02', 'WEB-01.03', 'SRV-01.02', 'MAN-01.01'];

/**
 * The rows of every table. What is not planted is an id, a closed list, a day or a hash: nobody can type into it. The name of the Kommune
 * and of its head may stand in every report, and so may the sender of its letterhead.
 */
function rowsByTable(plants: Plants): Readonly<Record<string, readonly Row[]>> {
  const p = (place: string) => plants.at(place);
  const round = { kommune, profil: 'einstieg', fingerprint: hash };
  const finding = {
    ...{ kommune, lauf: 'L1', check_id: 'tls-protocol-version', vantage: 'internet', zielobjekt: p('zielobjekt.kuerzel') },
    ...{ declared: 1, severity: 'hoch', seen_at: '2026-11-10T09:00:00.000Z', bewertung: null, port: 443 },
    ...{ name: `${p('finding.name')}.example`, address: plants.as('finding.address', '203.0.113.201') },
  };
  return {
    protokoll: [
      {
        ...{ chain: kommune, seq: 1, recorded_at: '2026-02-01T09:00:00.000Z', action: 'demo', subject: p('protokoll.subject') },
        ...{ row_digests: '[]', digest: hash, previous: hash, hash: 'cd'.repeat(32), salt: 'x' },
        payload: JSON.stringify({ text: p('protokoll.payload') }),
      },
    ],
    kommune: [
      {
        slug: kommune,
        name: 'Beispielhain',
        art: 'gemeinde',
        ags: '14523999',
        einwohner: 4200,
        landkreis: p('kommune.landkreis'),
      },
      ...['a', 'b', 'c', 'd', 'e'].map((letter) => ({
        ...{ slug: p(`kommune.slug ${letter}`).toLowerCase(), name: p(`kommune.name ${letter}`), art: 'gemeinde' },
        ...{ ags: null, einwohner: 900, landkreis: null },
      })),
      { slug: 'gruppe', name: p('kommune.name einer Gruppe'), art: 'gruppe', ags: null, einwohner: null, landkreis: null },
    ],
    merkmal: [{ kommune, merkmal: 'kdn_angeschlossen', wert: 'ja' }],
    rolle: [
      { id: 'R1', kommune, rolle: 'leitung', person: head, ab: '2024-01-01', bis: null, bestellt: null, gemeldet: null },
      {
        ...{ id: 'R2', kommune, rolle: 'bfis', person: p('rolle.person'), ab: '2024-03-01' },
        ...{ bis: null, bestellt: '2024-03-01', gemeldet: null },
      },
      {
        ...{ id: 'R3', kommune, rolle: 'leitung', person: p('rolle.person früher'), ab: '2019-01-01' },
        ...{ bis: '2023-12-31', bestellt: null, gemeldet: null },
      },
    ],
    zielobjekt: [
      zielobjekt('VERBUND', 'informationsverbund', p('zielobjekt.name Verbund'), plants),
      zielobjekt(p('zielobjekt.kuerzel'), 'webserver', p('zielobjekt.name'), plants),
    ],
    erhebung: [
      {
        ...{ ...round, id: 'E1', name: p('erhebung.name früher'), begonnen: '2026-02-01', abgeschlossen: '2026-03-31' },
        abschluss: JSON.stringify({
          verfahren: 2,
          katalog: { id: 'burgward-kommunal', edition: '2026.1', hash },
          fragen: [{ control: 'BAK-01.02', zielobjekt: 'VERBUND', zustand: 'nein', beanstandet: false }],
          unterzeichnetVon: p('erhebung.abschluss.unterzeichnetVon'),
          rolle: p('erhebung.abschluss.rolle'),
        }),
      },
      {
        ...round,
        id: 'E2',
        name: p('erhebung.name'),
        begonnen: '2026-10-01',
        abgeschlossen: null,
        fingerprint: null,
        abschluss: null,
      },
    ],
    assessment: answered.flatMap((control, index) =>
      (index === 1 ? [p('zielobjekt.kuerzel')] : ['VERBUND']).map((object) => ({
        ...{ kommune, zielobjekt: object, control, catalogue_id: 'burgward-kommunal', catalogue_edition: '2026.1' },
        ...{ erhebung: 'E2', status: index === 1 ? 'ja' : index === 2 ? 'teilweise' : 'nein', grund: null, bis: '2026-12-31' },
        ...{ begruendung: p('assessment.begruendung'), nachweis: p('assessment.nachweis') },
        ...{ verantwortlich: p('assessment.verantwortlich'), said_by: p('assessment.said_by'), notiz: p('assessment.notiz') },
        ...{ source: 'interview', review_due: '2027-10-12', paket: null, control_hash: null },
      })),
    ),
    ruecknahme: [{ kommune, eintrag: 77 }],
    gegenzeichnung: [
      {
        ...{ kommune, zielobjekt: 'VERBUND', control: 'BAK-01.02', eintrag: 1, ergebnis: 'bestaetigt' },
        ...{ person: p('gegenzeichnung.person'), anmerkung: p('gegenzeichnung.anmerkung') },
      },
    ],
    paket: [
      {
        ...{
          id: 'P1',
          kommune,
          titel: p('paket.titel'),
          empfaenger: p('paket.empfaenger'),
          erstellt: '2026-02-01T09:00:00.000Z',
        },
        ...{ faellig: '2026-12-01', stand: 'offen' },
        fragen: JSON.stringify([{ control: 'BAK-01.02', zielobjekt: p('zielobjekt.kuerzel'), controlHash: hash, sent: null }]),
      },
    ],
    paket_ruecklauf: [
      {
        ...{ kommune, paket: 'P1', datei: p('paket_ruecklauf.datei'), sha256: hash },
        ...{ gesagt_von: p('paket_ruecklauf.gesagt_von'), gesagt_am: '2026-02-05', antworten: 1 },
      },
    ],
    erklaerung: [
      {
        ...{ id: 'E1', dienstleister: p('erklaerung.dienstleister'), titel: p('erklaerung.titel'), vom: '2026-01-02' },
        ...{ gueltig_bis: '2026-12-31', dokument: p('erklaerung.dokument'), widerrufen_am: null },
        widerruf_grund: p('erklaerung.widerruf_grund'),
        aussagen: JSON.stringify([{ control: 'DRU-01.01', status: 'ja', begruendung: p('erklaerung.aussagen') }]),
      },
    ],
    erklaerung_zuordnung: [
      {
        ...{ kommune, erklaerung: 'E1', vertrag: p('erklaerung_zuordnung.vertrag'), vertrag_bis: '2027-12-31' },
        ...{ avv: p('erklaerung_zuordnung.avv'), gilt: 1 },
      },
    ],
    herkunft: [{ kommune, von: 'gruppe', art: 'gruppe', gilt: 1 }],
    nachweis: [
      {
        ...{
          id: 'N1',
          fassung: 1,
          titel: p('nachweis.titel'),
          art: 'datei',
          dateiname: `${p('nachweis.dateiname')}.pdf`,
          verweis: null,
        },
        ...{ sha256: hash, bytes: 12, datum: '2026-01-02', gueltig_bis: null, zurueckgezogen: 0 },
      },
      {
        ...{ id: 'N2', fassung: 1, titel: 'x', art: 'verweis', dateiname: null, verweis: p('nachweis.verweis') },
        ...{ sha256: null, bytes: null, datum: '2026-01-02', gueltig_bis: null, zurueckgezogen: 0 },
      },
    ],
    nachweis_bezug: [{ kommune, nachweis: 'N1', zielobjekt: 'VERBUND', control: 'BAK-01.02', gilt: 1 }],
    zielobjekt_beziehung: [{ kommune, von: p('zielobjekt.kuerzel'), nach: 'VERBUND', gilt: 1 }],
    schutzbedarf: [
      {
        ...{ kommune, zielobjekt: 'VERBUND', schutzziel: 'vertraulichkeit', stufe: 'hoch', art: 'festgelegt' },
        begruendung: p('schutzbedarf.begruendung'),
      },
    ],
    modellierung: [{ kommune, baustein: 'BAK-01', verwendet: 'ja', begruendung: p('modellierung.begruendung') }],
    notiz: [{ id: 'NZ1', kommune, text: p('notiz.text'), faellig: null, stand: 'offen', ergebnis: p('notiz.ergebnis') }],
    freigabe: [
      {
        ...{ id: 'F1', kommune, ports: '443', von: '2026-01-01', bis: '2026-12-31', durch: p('freigabe.durch') },
        ...{ blickwinkel: 'internet', kdn_informiert: 1, widerrufen_am: null },
        ziele: JSON.stringify([{ angabe: p('freigabe.ziele'), kind: 'address', addresses: ['203.0.113.201'] }]),
        angaben: JSON.stringify({
          ...{ saxCertInformiert: true, zeitfenster: [], proSekunde: null, zugriffstests: false },
          ...{ dokument: p('freigabe.dokument'), kontakt: p('freigabe.kontakt'), dkimSelektoren: [p('freigabe.dkimSelektoren')] },
        }),
      },
    ],
    netzlauf: [
      {
        ...{ id: 'L1', kommune, freigaben: '["F1"]', begonnen: '2026-11-10T08:59:00.000Z', beendet: '2026-11-10T09:10:00.000Z' },
        angaben: JSON.stringify({
          ...{ werkzeug: `nmap ${plants.as('netzlauf.werkzeug', '7.93.4711')}`, nmapFehlt: false, vollstaendig: true },
          ...{ hinweise: [p('netzlauf.hinweise')], argv: [p('netzlauf.argv')], namen: [p('netzlauf.namen')] },
          eingelesen: { datei: p('netzlauf.eingelesen'), sha256: hash },
        }),
      },
    ],
    netzlauf_beleg: [
      {
        ...{ kommune, lauf: 'L1', nr: 1, art: 'nmap-xml', werkzeug: p('netzlauf_beleg.werkzeug') },
        ...{ argv: JSON.stringify([p('netzlauf_beleg.argv')]), sha256: hash, bytes: 4, gzip: gzipSync('text') },
      },
    ],
    netzlauf_bewertung: [
      { kommune, lauf: 'L9', nr: 1, stand: '2026-02-01', profil: null, katalog_edition: '2026.1', katalog_hash: hash },
    ],
    netzbasis: [{ kommune, name: p('netzbasis.name'), lauf: 'L1', gilt: 1 }],
    befund_erklaerung: [
      {
        ...{
          id: 'B1',
          kommune,
          check_id: 'tls-protocol-version',
          name: `${p('finding.name')}.example`,
          address: '203.0.113.201',
        },
        ...{ port: 443, vantage: 'internet', result: 'not-met', severity: 'hoch', erklaert_am: '2026-11-11', bis: '2027-01-01' },
        ...{ begruendung: p('befund_erklaerung.begruendung'), verantwortlich: p('befund_erklaerung.verantwortlich') },
        aufgehoben_am: null,
      },
    ],
    observation: [
      {
        ...{ kommune, lauf: 'L1', kind: 'http', address: '203.0.113.201', vantage: 'internet', sha256: null, gzip: null },
        data: JSON.stringify({ kind: 'http', banner: p('observation.data') }),
      },
    ],
    finding: [
      { ...finding, result: 'not-met', text: `${p('finding.text')}: OpenSSL ${plants.as('finding.version', '1.0.2zz-geheim')}` },
      {
        ...{ ...finding, result: 'undetermined', check_id: 'http-security-headers' },
        ...{ address: plants.as('finding.address 2', '203.0.113.202'), name: null, text: p('finding.text 2') },
      },
    ],
    katalog_zusatz: [
      {
        ...{ id: 'eigen', titel: p('katalog_zusatz.titel'), quelle: p('katalog_zusatz.quelle'), stand: 'gilt', hash },
        inhalt: JSON.stringify(supplement(plants)),
      },
    ],
    rahmenwerk_zeilen: [
      {
        ...{ kommune, rahmenwerk: 'kdn', punkt: 'K-01', gilt: 'ja' },
        ...{ fundstelle: p('rahmenwerk_zeilen.fundstelle'), grund: p('rahmenwerk_zeilen.grund') },
      },
    ],
    register_eintrag: registers.map((definition) => ({
      ...{ kommune, register: definition.id, id: `${definition.prefix}1`, entfernt: null },
      angaben: JSON.stringify(valuesOf(definition, plants)),
    })),
    zeitplan_auftrag: [
      {
        ...{
          id: 'Z1',
          kommune,
          landkreis: null,
          art: 'bericht',
          optionen: JSON.stringify({ ordner: p('zeitplan_auftrag.optionen') }),
        },
        ...{ wann: p('zeitplan_auftrag.wann'), streuung_minuten: 0, verpasst: 'nachholen', wiederholungen: 0, aktiv: 0 },
        ...{ seit: '2026-02-01T09:00:00.000Z', entfernt: p('zeitplan_auftrag.entfernt') },
      },
    ],
    zeitplan_lauf: [
      {
        ...{ auftrag: 'Z1', nr: 1, geplant: '2026-02-01T09:00:00.000Z', versuch: 1, begonnen: '2026-02-01T09:00:00.000Z' },
        ...{ beendet: '2026-02-01T09:01:00.000Z', stand: 'gescheitert', verpasst: 0, code: 4, text: p('zeitplan_lauf.text') },
        ergebnis: JSON.stringify({ text: p('zeitplan_lauf.ergebnis') }),
      },
    ],
    nachricht_empfaenger: [
      {
        ...{ id: 'E1', weg: 'mail', ziel: p('nachricht_empfaenger.ziel'), kommunen: null, arten: '["befunde"]', tage: 14 },
        ...{
          pause_stunden: 24,
          hoechstens: 6,
          tlp: 'amber',
          seit: '2026-02-01T09:00:00.000Z',
          entfernt: p('nachricht_empfaenger.entfernt'),
        },
      },
    ],
    nachricht_zustellung: [
      {
        ...{ empfaenger: 'E1', nr: 1, um: '2026-02-01T09:00:00.000Z', stand: 'gescheitert', sha256: null },
        ...{ gemeldet: '[]', erledigt: '[]', fehler: p('nachricht_zustellung.fehler') },
      },
    ],
    loeschung: [
      {
        ...{ id: 'L1', bezeichnung: p('loeschung.bezeichnung'), grund: p('loeschung.grund') },
        ...{ freitext: 0, zeilen: 1, inhalte: 1 },
      },
    ],
    loeschung_stelle: [{ loeschung: 'L1', tabelle: 'rolle', eintrag: 1, alt: hash, neu: hash, ersatz: null }],
    loeschung_abschluss: [{ loeschung: 'L1', kommune, erhebung: 'E1', alt: hash, neu: hash }],
    bericht_ablage: [
      {
        ...{ kommune, id: 'B1', art: 'leitung', fassung: 'intern', variante: null, eintrag: null, stand: '2026-03-31' },
        ...{ fingerabdruck: hash, protokoll: null, programm: p('bericht_ablage.programm'), katalog_edition: '2026.1' },
        ...{ katalog_hash: hash, empfaenger: p('bericht_ablage.empfaenger') },
      },
    ],
    bericht_datei: [
      {
        ...{
          kommune,
          bericht: 'B1',
          format: 'md',
          name: p('bericht_datei.name'),
          sha256: hash,
          bytes: 4,
          gzip: gzipSync('text'),
        },
      },
    ],
    briefkopf: [
      {
        ...{ kommune, stand: 'gilt', sha256: hash, wappen_art: null, wappen: null },
        angaben: JSON.stringify({
          ...{
            name: 'Gemeinde Beispielhain',
            sender: ['Am Markt 1'],
            returnLine: 'Am Markt 1',
            foot: [],
            colour: null,
            ratio: null,
          },
          templates: Object.fromEntries(reportKinds.map((art) => [art, `# ${p(`briefkopf.templates.${art}`)}`])),
        }),
      },
    ],
  };
}

function zielobjekt(kuerzel: string, typ: string, name: string, plants: Plants): Row {
  const typed = ['zweck', 'plattform', 'standort', 'verantwortlich', 'benutzer'];
  return {
    ...{ kommune, kuerzel, typ, name, anzahl: 1, entfernt_am: null },
    adressen: JSON.stringify(typ === 'webserver' ? [`${plants.at('finding.name')}.example`] : []),
    ...Object.fromEntries(typed.map((column) => [column, plants.at(`zielobjekt.${column}`)])),
  };
}

/** Every field: texts planted, a choice and a number that keep the rules, few days. */
function valuesOf({ id: register, fields }: RegisterDefinition, plants: Plants): Record<string, unknown> {
  const values = fields.map((field) => [field.id, wordIn(field, plants.at(`${register}.${field.id}`))] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

const fixed: Readonly<Record<string, string | number>> = {
  ...{ jahr: 2026, haushaltsjahr: 2027, mittel: 'beantragt', faellig: '2026-12-24', kenntnis: '2026-06-01T09:00:00.000Z' },
};

function wordIn({ id, kind, choices, min, released }: RegisterField, word: string): unknown {
  if (released === true) return 'Wortlaut für alle';
  if (fixed[id] !== undefined) return fixed[id];
  if (kind === 'text') return word;
  if (kind === 'texts' || kind === 'zielobjekte') return [word];
  if (kind === 'controls') return ['BAK-01.02'];
  if (kind === 'choice') return choices?.[0];
  return kind === 'number' ? Math.max(min ?? 0, 1) : undefined;
}

function supplement(plants: Plants): unknown {
  const word = plants.at('katalog_zusatz.inhalt');
  const control = {
    ...{ id: 'QZX-01.01', title: word, baustein: 'QZX-01', topic: 'backup', zielobjektTypes: ['informationsverbund'] },
    ...{ obligation: 'MUSS', level: 'basis', requirement: word, question: word, rationale: word, help: word, evidence: [word] },
    ...{ role: 'it-betrieb', schutzziele: [], effort: 1, effect: 1, threats: [], checks: ['tls-protocol-version'] },
    ...{ reviewAfter: 'P1Y', since: '2026.1', consequence: word },
  };
  const baustein = { id: 'QZX-01', title: word, topic: 'backup', purpose: word, zielobjektTypes: [], controls: ['QZX-01.01'] };
  return { id: 'eigen', title: word, bausteine: [baustein], controls: [control], frameworks: [] };
}

/**
 * Makes the database and plants in it.
 * @throws Error for a table or a column of text that nobody decided upon
 */
export async function plantedDatabase(plants: Plants): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), 'burgward-leck-')), 'burgward.db');
  await (await openStore(path)).close();
  const handle = new BetterSqlite3(path);
  handle.pragma('foreign_keys = OFF');
  const rows = rowsByTable(plants);
  const tables = handle
    .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name")
    .all() as { name: string }[];
  for (const { name } of tables) {
    const own = rows[name];
    if (own === undefined) throw new Error(`the table ${name} is new: what of it may council and public read?`);
    const common = name === 'protokoll' ? {} : recorded(name, plants);
    for (const row of own) insert(handle, name, { ...common, ...row });
  }
  handle.close();
  return path;
}

function insert(handle: BetterSqlite3.Database, table: string, row: Row): void {
  const columns = handle.prepare(`pragma table_info(${table})`).all() as { name: string }[];
  const missing = columns.map(({ name }) => name).filter((name) => name !== 'row_id' && !(name in row));
  if (missing.length > 0) throw new Error(`${table}: nobody decided upon ${missing.join(', ')}`);
  const names = Object.keys(row);
  handle
    .prepare(`insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`)
    .run(Object.values(row));
}
