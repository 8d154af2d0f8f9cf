/** The report on the network checks says what to do first, groups what is alike, and hides nothing that is explained or old. */
import { describe, expect, it } from 'vitest';
import { buildReportData } from '../../src/report/build-report-data.ts';
import type { NetzpruefungData } from '../../src/report/kinds/netzpruefung/data.ts';
import { firstStep } from '../../src/report/kinds/netzpruefung/net-findings.ts';
import type { ReportInput } from '../../src/report/report-input.ts';
import { shippedCatalogue } from '../shipped-catalogue.ts';
import { beispielhainInput, variants } from './fixture.ts';
import { renderText } from './render.ts';

function report(change: Partial<ReportInput> = {}): NetzpruefungData {
  const data = buildReportData({ ...beispielhainInput('netzpruefung'), ...change });
  if (data.art !== 'netzpruefung') throw new Error('wrong kind');
  return data;
}

const data = report();
const object = (kuerzel: string) => data.zielobjekte.find((each) => each.kuerzel === kuerzel);

describe('what is to be done', () => {
  it('counts every degree, explained faults too', () => {
    const { schweren, inOrdnung, nichtAngesehen } = data.summe;
    const sum = schweren.reduce((total, { befunde }) => total + befunde, 0);
    expect(sum + inOrdnung + nichtAngesehen).toBe(beispielhainInput('netzpruefung').netz?.befunde.length);
    expect(schweren.every(({ befunde, erklaert, offen }) => befunde === erklaert + offen)).toBe(true);
    expect(data.summe.text).toBe(
      '15 Befunde sind nicht in Ordnung, bei 8 weiteren ist etwas bald veraltet, 1 davon ist erklärt; 13 sind in Ordnung, 37 Prüfungen kamen zu keinem Ergebnis.',
    );
  });

  it('names five tasks at most, the gravest first, under the number of their remedy', () => {
    expect(data.aufgaben).toHaveLength(5);
    const order = ['kritisch', 'hoch', 'mittel', 'niedrig', 'Hinweis', 'bald veraltet'];
    const ranks = data.aufgaben.map(({ stand }) => order.indexOf(stand.wort));
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    for (const { abhilfe, titel } of data.aufgaben) expect(data.abhilfen.find(({ nr }) => nr === abhilfe)?.titel).toBe(titel);
    expect(data.aufgabenText).toContain('15 weitere');
  });

  it('takes one check at several ports as one task and names the measure somebody made of it', () => {
    const task = data.aufgaben.find(({ titel }) => titel === 'Angebotene TLS-Versionen');
    expect(task?.ziele).toEqual([
      'www.beispielhain.example (192.0.2.7), Ports 443 und 8443',
      'mail.beispielhain.example (192.0.2.25):993',
    ]);
    expect(task?.massnahme).toBe('MN1, IT-Dienstleister Muster, bis 18.12.2026');
  });

  it('gives every check with a fault one remedy, however often it was found', () => {
    const checks = data.abhilfen.map(({ check }) => check);
    expect(new Set(checks).size).toBe(checks.length);
    const used = data.zielobjekte.flatMap(({ befunde }) => befunde.map(({ abhilfe }) => abhilfe));
    expect(used.every((nr) => data.abhilfen.some((remedy) => remedy.nr === nr))).toBe(true);
    expect(data.abhilfen.every(({ text, warum }) => text !== '' && warum !== '')).toBe(true);
  });
});

describe('where and since when', () => {
  it('says from when a fault is known, and that old findings are old', () => {
    expect(object('WEB')?.befunde.find(({ check }) => check === 'tls-protocol-version')).toMatchObject({
      gesehen: '28.11.2026',
      seit: '12.03.2026',
      blickwinkel: 'aus dem Internet',
      alter: '',
    });
    expect(object('DATEI')?.befunde.every(({ alter }) => alter === '173 Tage alt')).toBe(true);
    expect(data.saetze.grenzen).toContain('7 Befunde sind älter als 90 Tage');
  });

  it('forgets the day when it was in order in between', () => {
    const { netz } = beispielhainInput('netzpruefung');
    const first = netz?.verlauf[0];
    if (netz === undefined || first === undefined) throw new Error('nothing recorded');
    const mended = { ...first, result: 'met' as const, seenAt: '2026-06-01T09:00:00.000Z' };
    const changed = report({ netz: { ...netz, verlauf: [first, mended, ...netz.verlauf.slice(1)] } });
    const web = changed.zielobjekte.find(({ kuerzel }) => kuerzel === 'WEB');
    expect(web?.befunde.find(({ check }) => check === first.check)?.seit).toBe('');
  });

  it('lists what no Zielobjekt declares apart and last', () => {
    const last = data.zielobjekte.at(-1);
    expect(last).toMatchObject({ kuerzel: '', name: 'Nicht eingetragen' });
    expect(last?.text).toContain('gehören zu keinem Zielobjekt');
    expect(last?.text).toContain('192.0.2.40');
    expect(last?.text).not.toContain('192.0.2.100');
  });

  it('does not call fine what is only not outdated: a certificate near its end is pointed at', async () => {
    const { netz } = beispielhainInput('netzpruefung');
    if (netz === undefined) throw new Error('nothing recorded');
    const remedy = data.abhilfen.find(({ check }) => check === 'tls-certificate-validity')?.nr;
    expect(data.auslaufendText).toContain(`An 1 Ziel ist eines zu erneuern, siehe „So beheben“, Nr. ${remedy}.`);
    const befunde = netz.befunde.filter(({ finding }) => finding.result !== 'phase-out');
    const none = report({ netz: { ...netz, befunde } });
    expect(none.auslaufendText).toMatch(
      /^Keine Technik oder Einstellung, die zu sehen war, gilt als bald veraltet\. Nicht hier stehen Zertifikate, .* Nr\. \d+\.$/,
    );
    expect(none.summe.text).toContain('bei keinem weiteren ist etwas bald veraltet');
    const fine = befunde.filter(({ finding }) => finding.check !== 'tls-certificate-validity');
    expect(report({ netz: { ...netz, befunde: fine } }).auslaufendText).not.toContain('Zertifikate');
    expect(await renderText('netzpruefung', 'md')).not.toMatch(/läuft aus|laufen aus|ausläuft/);
  });

  it('puts what is being phased out in the order of its end', () => {
    expect(data.auslaufend.map(({ ende }) => ende).slice(0, 4)).toEqual([
      '31.12.2026',
      '31.12.2031',
      '31.12.2031',
      'kein Tag genannt',
    ]);
  });
});

describe('what is explained', () => {
  it('is struck through, with person, reason and end, and still counts', async () => {
    expect(data.erklaert).toMatchObject([{ id: 'A1', person: 'Jan Muster', bis: '31.03.2027' }]);
    expect(await renderText('netzpruefung', 'html')).toContain('<s class="zeile">Vorgabe an Browser');
    expect(await renderText('netzpruefung', 'md')).toContain('~~Vorgabe an Browser');
  });

  it('is open again from the day after, and says so', () => {
    const [shown] = object('WEB')?.befunde.filter(({ hinweis }) => hinweis !== '') ?? [];
    expect(shown?.hinweis).toContain('Erklärung am 31.10.2026 abgelaufen');
    expect(data.erklaert.some(({ check }) => check === shown?.check)).toBe(false);
  });
});

describe('what could not be seen', () => {
  it('stands once per reason and target, not once per check', () => {
    const { liste } = data.nichtAngesehen;
    expect(liste.map(({ anzahl, ziele, grund }) => [anzahl, ziele.length, grund])).toEqual([
      [24, 12, 'Keiner der angefragten Ports hat geantwortet'],
      [12, 1, 'Keine Antwort innerhalb von 5 Sekunden'],
      [1, 1, expect.stringContaining('Selektoren')],
    ]);
    expect(liste.reduce((sum, { anzahl }) => sum + anzahl, 0)).toBe(data.summe.nichtAngesehen);
  });

  it('names Zielobjekte nobody looked at and what the run noted', () => {
    expect(data.nichtAngesehen.grenzen).toEqual([
      'Eingetragen, aber nicht angesehen: TK (Telefonanlage).',
      'ftp.beispielhain.example ließ sich nicht auflösen und wurde nicht angesehen.',
    ]);
  });

  it('is everything where nothing was checked', async () => {
    const empty = buildReportData(variants['leer']?.('netzpruefung') ?? beispielhainInput('netzpruefung'));
    if (empty.art !== 'netzpruefung') throw new Error('wrong kind');
    expect(empty.saetze.gesehen).toContain('wissen wir nicht, weil noch keine Netzprüfung erfasst ist');
    expect(await renderText('netzpruefung', 'md', 'leer')).not.toContain('Was in Ordnung war');
  });
});

it('shows with whose permission, when and how was looked', () => {
  expect(data.nachweis.laeufe.map(({ id }) => id)).toEqual(['L3', 'L1']);
  expect(data.nachweis.laeufe[0]).toMatchObject({ zeit: '28.11.2026, 09:10 bis 09:19 Uhr', freigaben: ['F2'] });
  expect(data.nachweis.laeufe[0]?.namen).toContain('www.beispielhain.example → 192.0.2.7');
  expect(data.nachweis.freigaben).toMatchObject([
    { id: 'F1', zeiten: 'Mo-Fr 18:00-06:00', dokument: 'Akte 042.3, Blatt 17' },
    { id: 'F2', benachrichtigt: 'Betreiber des KDN und SAX.CERT', zeiten: 'zu jeder Zeit' },
  ]);
});

it('holds answers against what was seen, once per requirement and Zielobjekt', () => {
  const { liste, satz } = data.widersprueche;
  const keys = liste.map(({ art, control, zielobjekt }) => `${art} ${control} ${zielobjekt}`);
  expect(new Set(keys).size).toBe(keys.length);
  expect(satz).toBe('3 Widersprüche, dazu 4 Hinweise. Die Antwort bleibt stehen, bis jemand sie ändert.');
  expect(liste[0]?.befunde[0]).toContain('Angebotene TLS-Versionen (mittel, Nr. 5), gesehen am 28.11.2026');
});

it('shows banners of foreign servers as text, without what steers a terminal', async () => {
  const { netz } = beispielhainInput('netzpruefung');
  if (netz === undefined) throw new Error('nothing recorded');
  const banner = '\u001b[31mEvil\u0007 <b>1.0</b> =cmd|x';
  const befunde = netz.befunde.map((each) => ({ ...each, finding: { ...each.finding, text: banner } }));
  const texts = report({ netz: { ...netz, befunde } }).zielobjekte.flatMap((each) => each.befunde.map(({ text }) => text));
  expect(new Set(texts)).toEqual(new Set(['[31mEvil <b>1.0</b> =cmd|x']));
});

describe('the step named first', async () => {
  const { checks } = await shippedCatalogue();
  const shipped = checks.map(({ remedy }) => firstStep(remedy));

  it('never breaks off inside a command or brackets, for any check of the shipped catalogue', () => {
    expect(shipped.length).toBeGreaterThan(60);
    for (const step of shipped) {
      expect(step.split('„').length, step).toBe(step.split('“').length);
      expect(step.split('(').length, step).toBe(step.split(')').length);
      expect(step.length).toBeLessThan(155);
    }
  });

  it('ends at a sentence before the settings of a program, else where a clause ends', () => {
    expect(shipped).toContain('Auf Port 80 nur noch umleiten, mit Status 301 oder 308 und zuerst auf denselben Namen.');
    expect(shipped).toContain('Beim nächsten Zertifikat einen neuen Schlüssel erzeugen, am einfachsten mit elliptischer Kurve …');
  });
});

describe('the first page', () => {
  it('says what to do, not only what is wrong', () => {
    const [first] = data.aufgaben;
    expect(data.saetze.zuerst).toContain(`${first?.titel} (${first?.stand.wort}, 1 Ziel). ${first?.schritt}`);
    expect(data.saetze.zuerst).toMatch(/ Danach: .* \(hoch, 1 Ziel\) und .* \(hoch, 1 Ziel\)\.$/);
  });

  it('does not say of no check that every check had a result', () => {
    const none = buildReportData(variants['leer']?.('netzpruefung') ?? beispielhainInput('netzpruefung'));
    if (none.art !== 'netzpruefung') throw new Error('wrong kind');
    expect(none.nichtAngesehen.satz).toBe('Es wurde noch nichts geprüft.');
    const { netz } = beispielhainInput('netzpruefung');
    if (netz === undefined) throw new Error('the fixture has runs');
    const befunde = netz.befunde.filter(({ finding }) => finding.result !== 'undetermined');
    expect(report({ netz: { ...netz, befunde } }).nichtAngesehen.satz).toBe('Jede versuchte Prüfung hat ein Ergebnis gebracht.');
  });
});
