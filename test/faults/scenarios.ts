/**
 * A command line for every command of the program, and the town hall it is called in. A test holds this list against the commands there
 * are: a new one cannot be forgotten. Which of them write is not said here but seen by calling them.
 *
 * `{…}` is free text a user types; a campaign puts its own there. HEUTE, GESTERN, BALD and ORDNER are filled in.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { RegisterDefinition, RegisterField } from '../../src/domain/register.ts';
import { registers } from '../../src/domain/registers/index.ts';
import type { CliAnswer, CliCall, CliProcess } from './cli-pool.ts';

/** What stands for a free text; a campaign gives others than the plain ones. */
export type TextOf = (plain: string) => string;

const dayMs = 86_400_000;
const day = (days: number) => new Date(Date.now() + days * dayMs).toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });

/** Splits a line into words; quotes hold a word together. @param folder for ORDNER */
export function commandLine(line: string, folder: string, textOf: TextOf = (plain) => plain): string[] {
  const words = line.matchAll(/(?<flag>--[a-z-]+=)?(?:\{(?<slot>[^}]*)\}|"(?<quoted>[^"]*)")|(?<word>\S+)/g);
  return [...words].map(({ groups = {} }) => {
    const { flag = '', slot, quoted, word } = groups;
    const text = slot === undefined ? filledIn(quoted ?? word ?? '', folder) : textOf(slot);
    return `${flag}${text}`;
  });
}

function filledIn(word: string, folder: string): string {
  const values: Record<string, string> = { HEUTE: day(0), GESTERN: day(-1), BALD: day(60), ORDNER: folder };
  return word.replace(/HEUTE|GESTERN|BALD|ORDNER/g, (name) => values[name] ?? name);
}

/** Files that people bring along, with texts of theirs. */
function ownFiles(textOf: TextOf): Record<string, string> {
  const cell = (plain: string) => `"${textOf(plain).replaceAll('"', '""')}"`;
  const yaml = (plain: string) => JSON.stringify(textOf(plain));
  const xml = (plain: string) => textOf(plain).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML cannot hold them at all
  const xmlText = (plain: string) => xml(plain).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
  const start = Math.floor(Date.now() / 1000) - 3600;
  return {
    'kommunen.csv': `name;art;einwohner\n${cell('Neudorf')};gemeinde;900\n${cell('Altstadt')};stadt;12000\n`,
    'zielobjekte.csv': `Kürzel;Typ;Name;Zweck\nCL7;client;${cell('Arbeitsplätze')};${cell('Schreiben')}\n`,
    'antworten.csv': `Control;Zielobjekt;Status;Begründung\nBAK-01.02;VERBUND;teilweise;${cell('nur die Server')}\n`,
    'bedingungen.csv': `id;ref;pflicht;art;controls;gilt bei uns;nachweis\nA-1;${cell('Anlage 3')};${cell('Dokumentieren')};MUSS;KDN-01.01;ja;${cell('Netzplan')}\n`,
    'hausregeln.csv': `id;ref;pflicht;art;controls;gilt bei uns;nachweis\nH-1;${cell('Hausordnung')};${cell('Abschließen')};MUSS;RAU-01.01;ja;${cell('Schlüsselbuch')}\n`,
    'erklaerung.csv': `control;status;begruendung\nDRU-01.01;ja;${cell('Im Rechenzentrum')}\n`,
    'beleg.txt': `${textOf('Protokoll der Rücksicherung')}\n`,
    'scan.xml': `<?xml version="1.0"?>\n<!DOCTYPE nmaprun>\n<nmaprun scanner="nmap" args="nmap -oX x 192.0.2.7" start="${start}" version="7.93" xmloutputversion="1.05">\n<scaninfo type="connect" protocol="tcp" numservices="3" services="22,80,443"/>\n<host starttime="${start}" endtime="${start + 60}"><status state="up" reason="syn-ack"/><address addr="192.0.2.7" addrtype="ipv4"/><hostnames><hostname name="${xmlText('www.beispielhain.example')}" type="user"/></hostnames><ports><extraports state="closed" count="1"><extrareasons reason="conn-refused" count="1" proto="tcp" ports="443"/></extraports><port protocol="tcp" portid="80"><state state="open" reason="syn-ack"/><service name="http" product="${xmlText('Apache httpd')}" version="${xmlText('2.4.1')}" method="probed"/></port><port protocol="tcp" portid="22"><state state="open" reason="syn-ack"/><service name="ssh" product="OpenSSH" version="7.2" extrainfo="${xmlText('Debian')}" method="probed"/></port></ports></host>\n<runstats><finished time="${start + 90}" exit="success"/><hosts up="1" down="0" total="1"/></runstats></nmaprun>\n`,
    'briefkopf/briefkopf.yaml': `name: ${yaml('Gemeinde Beispielhain')}\nabsender:\n  - ${yaml('Hauptstraße 1')}\n  - 01234 Beispielhain\nfarbe: "#7a1f3d"\nfuss:\n  - ${yaml('Sprechzeiten nach Vereinbarung')}\n`,
  };
}

/** Values of the right kind for the fields of a register. */
function plainValue({ kind, choices: [first = ''] = [], min = 0, pattern }: RegisterField): string {
  if (pattern !== undefined) return pattern.source.includes('@') ? 'jan@beispielhain.example' : '"03521 12345"';
  const values: Partial<Record<RegisterField['kind'], string>> = {
    day: 'GESTERN',
    instant: '"GESTERN 18:05"',
    choice: `"${first}"`,
    number: String(Math.max(min, 1)),
    controls: 'BAK-01.01',
    zielobjekte: 'WEB1',
  };
  return values[kind] ?? '{Kaputte Türschließung}';
}

const fixedValues: Readonly<Record<string, string>> = {
  jahr: '2026',
  bericht: 'B1',
  'entschieden-am': 'HEUTE',
  'entschieden-von': '"Jana Muster"',
};
/** What the rules of a register ask for besides. */
const besides: Readonly<Record<string, string>> = { protokolldaten: '--daten protokolldaten' };
/** Who signed has to hold a role, and the like: such fields keep rules of their own. */
const signed = /(-von|-durch|-grund|^grund|unterschrift|sha256|angeordnet|akzeptiert|entschieden|unterzeichnet)/;
const isFreeText = ({ id, kind, pattern, choices }: RegisterField) =>
  (kind === 'text' || kind === 'texts') && pattern === undefined && choices === undefined && id !== 'notiz' && !signed.test(id);

/** A new entry with a text in every field that takes any. */
function newEntry(register: RegisterDefinition): string {
  const chosen = register.fields.filter((field) => field.required === true || isFreeText(field));
  const flags = chosen.map((field) => `--${field.id} ${fixedValues[field.id] ?? plainValue(field)}`);
  return [register.id, 'anlegen', ...flags, besides[register.id] ?? ''].join(' ').trim();
}

function freeTextOf(fields: readonly RegisterField[]): RegisterField | undefined {
  return fields.find((field) => isFreeText(field) && field.required === undefined) ?? fields.find(isFreeText);
}

/** How the town hall came to be what it is: run in this order. */
const beginning: readonly string[] = [
  'kommune anlegen beispielhain --name {Gemeinde Beispielhain} --ags 14522999 --einwohner 4200 --merkmal kdn_angeschlossen=ja',
  'kommune anlegen musterau --name {Stadt Musterau} --art stadt',
  'rolle vergeben leitung --person "Jana Muster" --ab 2022-08-01',
  'rolle vergeben bfis --person {Ines Sorbe} --ab 2025-01-01 --bestellt 2025-01-02',
  'zielobjekt anlegen WEB1 --typ webserver --name {Webauftritt} --adresse 192.0.2.7:80 --zweck {Auskunft} --standort {Rathaus} --verantwortlich {Jan Krause} --plattform {Debian 12} --benutzer {alle}',
  'zielobjekt anlegen SV1 --typ server --name {Fachverfahren} --zweck {Meldewesen}',
  'zielobjekt anlegen CL1 --typ client --name {Arbeitsplätze} --anzahl 24',
  'zielobjekt verbinden WEB1 --braucht SV1',
  'zielobjekt schutzbedarf SV1 --ziel vertraulichkeit --stufe hoch --grund {Meldedaten}',
  'gruppe anlegen kunden --name {Kunden der KISA} --mitglied beispielhain --mitglied musterau',
  'erhebung beginnen --profil sofort --name {Runde 1}',
  'erhebung antworten BAK-01.02 --status nein --begruendung {nur die Server} --verantwortlich {Jan Krause} --bis BALD',
  'erhebung antworten MAN-01.01 --status ja --nachweis {Schreiben vom 12.01.} --gesagt-von {Jana Muster}',
  'erhebung antworten WEB-01.03 --zielobjekt WEB1 --status ja --begruendung {geprüft}',
  'erhebung abschliessen --unterzeichnet-von {Jana Muster} --rolle leitung --ja',
  'erhebung beginnen --profil sofort --name {Runde 2}',
  'erhebung antworten BAK-01.01 --status entbehrlich --grund nicht-relevant --begruendung {gibt es hier nicht}',
  'modellierung setzen BAK-01 --verwendet nein --begruendung {macht der Landkreis}',
  'freigabe erteilen --ziel 127.0.0.1 --von HEUTE --bis BALD --durch {Jana Muster} --ports 9 --blickwinkel host --dokument {Akte 7} --kontakt {Jan Krause}',
  'netz importieren scan.xml --blickwinkel lan',
  'netz importieren scan.xml --blickwinkel lan --erneut',
  'netz basis setzen abnahme --lauf L1',
  'paket erstellen --thema backup --empfaenger {Jan Krause} --faellig BALD --format csv,html,xlsx --ausgabe pakete',
  'erklaerung erteilen --dienstleister {KISA} --titel {Betrieb Rechenzentrum} --vom 2026-03-01 --dokument {Blatt 3} --control DRU-01.01=ja',
  'erklaerung zuordnen E1 --kommune beispielhain --vertrag {Rahmenvertrag 2024} --avv {vom 01.02.2024}',
  'nachweis hinzufuegen beleg.txt --titel {Protokoll der Rücksicherung} --datum 2026-03-12 --control BAK-01.02 --kommune beispielhain',
  'nachweis hinzufuegen --verweis {E-Akte 10-1234} --titel {Bestellung} --datum 2025-02-01 --control MAN-01.01 --kommune beispielhain',
  'bericht erstellen leitung --format md,html --ausgabe ausgabe --ablegen --empfaenger {Jana Muster}',
  ...registers.map(newEntry),
  'katalog importieren bedingungen.csv --ersetzt kdn --titel {Anschlussbedingungen}',
  'bericht briefkopf laden briefkopf',
  'zeitplan anlegen faellig --wann "täglich 6:00"',
  'merke {Netzplan anfordern}',
  'nachricht empfaenger anlegen --ordner ORDNER/meldungen --alle',
  'netz erklaeren undeclared-service --ziel 192.0.2.7 --begruendung {Altes Fachverfahren} --bis BALD --verantwortlich {Jan Krause}',
  'katalog exportieren --format json --ausgabe katalog',
  'sicherung erstellen --ausgabe sicherungen',
  'warnung paket W1 --zurueck-bis BALD --format csv --ausgabe warnungen',
  ...registers.map(({ id }) => `${id} exportieren --format csv --ausgabe ausfuhr`),
];

/** One call of every command in that town hall. */
const calls: readonly string[] = [
  ...registers.flatMap((register) => {
    const { id, prefix, fields } = register;
    const free = freeTextOf(fields);
    return [
      newEntry(register),
      `${id} aendern ${prefix}1 ${free === undefined ? '--am HEUTE' : `--${free.id} {Neu gefasst}`}`,
      `${id} entfernen ${prefix}1 --grund {doppelt erfasst} --ja`,
      `${id} exportieren --format xlsx --ausgabe ausgabe`,
      `${id} importieren ${id}.csv`,
      `${id} liste`,
      `${id} zeigen ${prefix}1`,
    ];
  }),
  'begehung bogen --raum {Serverraum} --ausgabe ausgabe',
  'begehung protokoll BG1 --format docx --ausgabe ausgabe',
  'bericht abgelegt',
  'bericht abgelegt herausgeben B1 --ausgabe ausgabe',
  'bericht abgelegt zeigen B1',
  'bericht briefkopf entfernen',
  'bericht briefkopf laden briefkopf',
  'bericht briefkopf zeigen',
  'bericht erstellen leitung --format html,docx,md,json,pdf --ausgabe ausgabe --ablegen --empfaenger {Jana Muster}',
  'bericht liste',
  'bericht mappe --anlass jahresgespraech --ausgabe ausgabe',
  'bericht pruefen ablage.html',
  'demo --ausgabe ausgabe',
  'diagnose',
  'dokument vorlage leitlinie --ausgabe ausgabe',
  'erhebung abschliessen --unterzeichnet-von {Jana Muster} --rolle leitung --ja',
  'erhebung antworten SRV-01.02 --status teilweise --begruendung {nur der erste} --verantwortlich {Jan Krause} --bis BALD',
  'erhebung beginnen --profil einstieg --name {Runde 3} --kommune musterau',
  'erhebung bestaetigen --filter thema=backup --gesagt-von {Jan Krause} --ja',
  'erhebung exportieren --format xlsx --ausgabe ausgabe',
  'erhebung gegenzeichnen BAK-01.01 --anmerkung {gesehen} --person {Zweite Person}',
  'erhebung importieren antworten.csv',
  'erhebung interview --vorschau',
  'erhebung liste',
  'erhebung pruefen E1',
  'erhebung rueckgaengig --ja',
  'erhebung setzen --filter thema=telefonie-und-fax --status nein --begruendung {noch nicht angesehen} --ja',
  'erhebung stand',
  'erhebung uebernehmen --aus E1',
  'erhebung vergleichen E1 E2',
  'erhebung verlauf BAK-01.02',
  'erklaerung aufheben E1 --kommune beispielhain --ja',
  'erklaerung erteilen --dienstleister {Landkreis} --titel {Drucker} --vom 2026-04-01 --datei erklaerung.csv',
  'erklaerung liste',
  'erklaerung widerrufen E1 --am HEUTE --grund {nach einem Vorfall} --ja',
  'erklaerung zeigen E1',
  'erklaerung zuordnen E1 --gruppe kunden --vertrag {Rahmenvertrag}',
  'faellig --format ics --ausgabe ausgabe',
  'freigabe ankuendigen F1 --an saxcert',
  'freigabe erteilen --ziel 127.0.0.1 --von HEUTE --bis BALD --durch {Jana Muster} --ports 10 --blickwinkel host',
  'freigabe liste',
  'freigabe widerrufen F1 --ja',
  'gruppe aendern kunden --name {Kunden} --ohne musterau',
  'gruppe anlegen andere --name {Andere} --mitglied musterau',
  'gruppe liste',
  'gruppe zeigen kunden',
  'katalog aktualisieren --probe',
  'katalog exportieren --format xlsx --ausgabe ausgabe',
  'katalog importieren hausregeln.csv --kennung hausregeln --titel {Hausregeln}',
  'katalog liste',
  'katalog pruefen',
  'katalog suchen {Kennwort}',
  'katalog vergleichen katalog.json',
  'katalog zeigen WEB-01.03',
  'katalog zuruecknehmen kdn',
  'kommune aendern beispielhain --name {Gemeinde Beispielhain am Bach} --einwohner 4100',
  'kommune anlegen neuort --name {Neuort} --merkmal schultraeger=nein',
  'kommune importieren kommunen.csv',
  'kommune liste',
  'kommune zeigen beispielhain',
  'massnahme aus-befund undeclared-service --ziel 192.0.2.7 --verantwortlich {Jan Krause}',
  'massnahme aus-begehung BG1 --verantwortlich {Jan Krause}',
  'massnahme aus-pruefung PR1 --verantwortlich {Jan Krause}',
  'massnahme aus-risiko RK1 --verantwortlich {Jan Krause}',
  'massnahme aus-vorfall VF1 --verantwortlich {Jan Krause}',
  'massnahme aus-warnung W1 --verantwortlich {Jan Krause}',
  'massnahme haushalt',
  'massnahme rangfolge',
  'massnahme vorschlagen',
  'merke {Rahmenvertrag ansprechen}',
  'modellierung liste',
  'modellierung setzen VPN-01 --verwendet nein --begruendung {gibt es nicht}',
  'modellierung uebernehmen',
  'modellierung vorschlagen',
  'nachricht empfaenger anlegen --mail it@beispielhain.example --kommune beispielhain',
  'nachricht empfaenger entfernen E1 --grund {Zuständigkeit gewechselt}',
  'nachricht empfaenger liste',
  'nachricht senden',
  'nachricht test E1',
  'nachweis buendeln --ausgabe ausgabe',
  'nachweis hinzufuegen zweiter.txt --titel {Zweiter Beleg} --datum HEUTE --control BAK-01.01 --kommune beispielhain',
  'nachweis liste',
  'nachweis loesen N1 --control BAK-01.02 --kommune beispielhain',
  'nachweis pruefen',
  'nachweis zeigen N1',
  'nachweis zuordnen N1 --control BAK-01.01 --kommune beispielhain',
  'nachweis zurueckziehen N1 --ja',
  'netz basis setzen neu --lauf L2',
  'netz befunde --alle',
  'netz bewerten --lauf L1 --speichern',
  'netz erklaeren undeclared-service --ziel 192.0.2.7 --begruendung {Nur für die Wartung} --bis BALD --verantwortlich {Jan Krause}',
  'netz importieren scan.xml --blickwinkel internet --erneut',
  'netz laeufe',
  'netz pruefen --check undeclared-service',
  'netz pruefen-alle --check undeclared-service',
  'netz vergleichen',
  'netz widersprueche',
  'notiz erledigen M1 --ergebnis {erfasst}',
  'notiz liste',
  'paket einlesen antwort.csv --gesagt-von {Jan Krause}',
  'paket erstellen --thema backup --empfaenger {Jan Krause} --format csv,html,xlsx --ausgabe ausgabe',
  'paket liste',
  'paket zurueckziehen P1',
  'person auskunft {Jan Krause} --ausgabe ausgabe',
  'person loeschen {Jan Krause} --grund {Antrag vom 2. März} --mit-freitext --ja',
  'protokoll pruefen',
  'protokoll zeigen',
  'protokolldaten zahlen --jahr 2026',
  'pruefung buendeln --ausgabe ausgabe',
  'rahmenwerk abdeckung it-grundschutz-2023',
  'rahmenwerk anpassen kdn A-1 --gilt nein --grund {trifft nicht zu}',
  'rahmenwerk auswerten saechsisichg',
  'rahmenwerk liste',
  'ressource abrechnung --jahr 2026 --format xlsx --ausgabe ausgabe',
  'risiko bewerten RK1 --haeufigkeit mittel --schaden 2',
  'risiko matrix',
  'risiko vorschlagen --ja',
  'rolle aendern bfis --gemeldet 2025-01-20',
  'rolle beenden bfis --bis GESTERN',
  'rolle liste',
  'rolle vergeben it-leitung --person {Jan Krause} --ab 2026-01-01',
  'sicherung einspielen sicherung.zip --datenbank zurueck/burgward.db',
  'sicherung erstellen --ausgabe ausgabe',
  'sicherung liste --ordner sicherungen',
  'sicherung pruefen sicherung.zip',
  'sicherung schluessel sicherung.schluessel',
  'termin vorlage --jahr 2027',
  'uebergabe erstellen --kommune beispielhain --an {Jana Muster} --ausgabe ausgabe',
  'uebersicht --format html --ausgabe ausgabe',
  'vervollstaendigung bash',
  'vorfall einordnen VF1 --wirkung ja --stoerung nein --schaden nein --dritte nein',
  'vorfall fristen VF1',
  'vorfall melden VF1',
  'vorfall notiz VF1 {Server vom Netz genommen}',
  'vorfall sofort --was {Dateien verschlüsselt} --seit "00:00" --betroffen {Fachverfahren} --personendaten ja --breitet-sich-aus nein --kdn-betroffen nein --ausgabe ausgabe',
  'vorfall verlauf VF1',
  'warnung betroffen W1 --erfassen',
  'warnung einlesen warnung-antwort.csv --gesagt-von {Jan Krause}',
  'warnung paket W1 --zurueck-bis BALD --alle --format html --format csv --ausgabe ausgabe',
  'warnung stand W1',
  'zeitplan aendern Z1 --wann "täglich 7:00"',
  'zeitplan anlegen sicherung --wann "sonntags 3:00" --ausgabe ORDNER/sicherungen',
  'zeitplan ausfuehren --auftrag Z1 --jetzt',
  'zeitplan dienst --takt 10',
  'zeitplan entfernen Z1 --grund {Vertrag endet}',
  'zeitplan installieren --ausgabe ausgabe',
  'zeitplan liste',
  'zeitplan zeigen Z1',
  'zielobjekt aendern WEB1 --standort {Rathaus, 1. OG}',
  'zielobjekt anlegen DR1 --typ drucker --name {Flurdrucker}',
  'zielobjekt entfernen CL1 --am HEUTE --ja',
  'zielobjekt exportieren --format csv --ausgabe ausgabe',
  'zielobjekt importieren zielobjekte.csv',
  'zielobjekt liste',
  'zielobjekt schutzbedarf WEB1 --ziel integritaet --stufe hoch --grund {Auskunft an Bürger}',
  'zielobjekt schutzbedarf-liste',
  'zielobjekt trennen WEB1 --braucht SV1',
  'zielobjekt verbinden CL1 --braucht SV1',
  'zielobjekt vorlage gemeinde',
  'zielobjekt zeigen WEB1',
];

/** Calls by command: „kommune anlegen“ is `kommune:anlegen`. @param ids of all commands there are */
export function callsByCommand(ids: readonly string[]): ReadonlyMap<string, string> {
  const known = new Set(ids);
  return new Map(calls.map((line) => [idOf(line.split(' '), known), line]));
}

function idOf(words: readonly string[], known: ReadonlySet<string>): string {
  for (let count = 3; count > 0; count -= 1) {
    const id = words.slice(0, count).join(':');
    if (known.has(id)) return id;
  }
  return words.slice(0, 2).join(':');
}

/** The same folder again and again: what is copied from it must not remember another place. */
export interface TownHall {
  folder: string;
  database: string;
}

/** How a command is called in a town hall. */
export function callIn({ folder, database }: TownHall, args: readonly string[]): CliCall {
  const env = { BURGWARD_DB: database, BURGWARD_KOMMUNE: 'beispielhain', BURGWARD_PERSON: 'Ines Sorbe' };
  return { args, cwd: folder, env };
}

/** Builds the town hall. @param onAnswer of every command that helped; without it each has to succeed */
export async function buildTownHall(
  cli: CliProcess,
  textOf: TextOf = (plain) => plain,
  onAnswer: (line: string, answer: CliAnswer) => void = demandSuccess,
): Promise<TownHall> {
  const folder = mkdtempSync(join(tmpdir(), 'burgward-rathaus-'));
  const hall = { folder, database: join(folder, 'burgward.db') };
  for (const name of ['briefkopf', 'ausgabe', 'meldungen']) mkdirSync(join(folder, name));
  for (const [name, content] of Object.entries(ownFiles(textOf))) writeFileSync(join(folder, name), content);
  writeFileSync(join(folder, 'zweiter.txt'), 'Zweiter Beleg\n');
  for (const line of beginning) onAnswer(line, await cli.call(callIn(hall, commandLine(line, folder, textOf))));
  settleFiles(folder, textOf);
  return hall;
}

function demandSuccess(line: string, { exitCode, stderr }: CliAnswer): void {
  if (exitCode !== 0) throw new Error(`${line}\n${exitCode}: ${stderr}`);
}

/** Files whose names hold a day or a number get fixed ones, and answers come back. */
function settleFiles(folder: string, textOf: TextOf): void {
  take(folder, 'sicherungen', '.zip', 'sicherung.zip');
  take(folder, 'katalog', '.json', 'katalog.json');
  take(folder, 'ausgabe', '.html', 'ablage.html');
  for (const { id, fields } of registers) fillIn(take(folder, 'ausfuhr', id, `${id}.csv`), [[freeTextOf(fields)?.label, textOf]]);
  const person = ['Beantwortet von', textOf] as const;
  fillIn(take(folder, 'pakete', '.csv', 'antwort.csv'), [['Antwort', () => 'ja'], ['Begründung', textOf], person]);
  take(folder, 'pakete', '.xlsx', 'antwort.xlsx');
  fillIn(take(folder, 'warnungen', '.csv', 'warnung-antwort.csv'), [['Betroffen?', () => 'ja'], ['Bemerkung', textOf], person]);
  rmSync(join(folder, 'ausgabe'), { recursive: true, force: true });
}

function take(folder: string, from: string, part: string, name: string): string | null {
  if (!existsSync(join(folder, from))) return null;
  const found = readdirSync(join(folder, from)).find((file) => file.includes(part));
  if (found === undefined) return null;
  cpSync(join(folder, from, found), join(folder, name));
  return join(folder, name);
}

/** Writes into columns of a table that went out, as somebody does who fills it in. */
function fillIn(path: string | null, columns: readonly (readonly [string | undefined, TextOf])[]): void {
  if (path === null) return;
  const [header = [], ...rows] = parse(readFileSync(path), { delimiter: ';', bom: true, relaxColumnCount: true });
  for (const [label, textOf] of columns) {
    const index = label === undefined ? -1 : header.indexOf(label);
    if (index >= 0) for (const row of rows) row[index] = textOf(`${row[index]} (ergänzt)`);
  }
  writeFileSync(path, stringify([header, ...rows], { delimiter: ';', bom: true }));
}

/** The plain one: built once for all files of a run, for it takes longer than most campaigns, and copied. */
export async function plainTownHall(cli: CliProcess): Promise<TownHall> {
  const note = join(tmpdir(), 'rathaus-steht-in');
  if (!existsSync(note)) {
    const { folder } = await buildTownHall(cli);
    writeFileSync(`${note}.${process.pid}`, folder);
    renameSync(`${note}.${process.pid}`, note);
  }
  const folder = readFileSync(note, 'utf8');
  return copyTownHall({ folder, database: join(folder, 'burgward.db') });
}

/** A copy to try something in. Only the folder for messages is named in the database, and stays the one of the first. */
export function copyTownHall(hall: TownHall): TownHall {
  const folder = mkdtempSync(join(tmpdir(), 'burgward-kopie-'));
  cpSync(hall.folder, folder, { recursive: true });
  return { folder, database: join(folder, 'burgward.db') };
}
