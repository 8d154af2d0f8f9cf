/** Letters and forms: what they say where something is missing, late, voluntary or shared. */
import { describe, expect, it } from 'vitest';
import { buildReportData } from '../../src/report/build-report-data.ts';
import type { BegehungData } from '../../src/report/kinds/begehung/data.ts';
import { appointmentVariants, type BestellungData } from '../../src/report/kinds/bestellung/data.ts';
import type { MeldungData } from '../../src/report/kinds/meldung/data.ts';
import type { MitteilungData } from '../../src/report/kinds/mitteilung/data.ts';
import type { PaketbegleitungData } from '../../src/report/kinds/paketbegleitung/data.ts';
import { renderReport } from '../../src/report/render-report.ts';
import type { ReportData } from '../../src/report/report-data.ts';
import type { AppointmentRecord, ReportInput } from '../../src/report/report-input.ts';
import { beispielhainInput, variants } from './fixture.ts';
import { reportsFolder } from './render.ts';
import { program, run, writeTemporary } from './tools.ts';

type DataOf<K extends ReportData['art']> = Extract<ReportData, { art: K }>;

function built<K extends ReportData['art']>(art: K, more: Partial<ReportInput> = {}, variant = 'beispielhain'): DataOf<K> {
  const input = variants[variant]?.(art) ?? beispielhainInput(art);
  const data = buildReportData({ ...input, ...more });
  if (data.art !== art) throw new Error('wrong kind');
  return data as DataOf<K>;
}

const appointment: AppointmentRecord = {
  id: 'r2',
  kommune: 'beispielhain',
  stelle: 'Beispielhain',
  rolle: 'bfis',
  person: 'Jan Muster',
  ab: '2026-11-02',
  bis: null,
  bestellt: '2026-11-02',
  gemeldet: null,
};

describe('the letter of appointment', () => {
  const letter = (variante: string | null, more: Partial<ReportInput> = {}): BestellungData =>
    built('bestellung', { variante, ...more });

  it('appoints by name and day, or leaves room for both', () => {
    expect(letter('bfis').saetze.bestellung).toMatch(/mit Wirkung vom 01\.03\.2024 zur Beauftragten Person/);
    const empty: BestellungData = built('bestellung', { variante: 'bfis' }, 'leer');
    expect(empty.saetze.bestellung).toMatch(/mit Wirkung vom _{10,}/);
    expect(empty.anrede).toBe('Guten Tag,');
    expect(empty.offen.map(({ punkt }) => punkt)).toContain('Wer bestellt wird und ab wann, ist nicht erfasst.');
  });

  it('promises freedom from instructions and the direct report with the mark of what was not read', () => {
    const words = letter('bfis').rechte.join(' ');
    expect(words).toContain('an keine Weisungen gebunden');
    expect(words).toContain('§ 7 Abs. 3 letzte zwei Sätze°');
    expect(letter('bfis').gradHinweis).toContain('im geltenden Gesetz prüfen');
  });

  it('is written for an appointment that lies ahead', () => {
    const ahead = { ...appointment, ab: '2027-01-01', bestellt: null };
    expect(letter('bfis', { bestellungen: [ahead] }).saetze.bestellung).toContain('vom 01.01.2027');
  });

  it('of the deputy rests on its own sentence of the Act and names whom it is for', () => {
    const { saetze, brief, grundlagen } = letter('vertretung');
    expect(brief.betreff).toBe('Bestellung zur Vertretung der Beauftragten Person für Informationssicherheit');
    expect(saetze.vertretung).toContain('Sie vertreten Jan Muster in allen Aufgaben');
    expect(grundlagen.map(({ inhalt }) => inhalt)).toContain('Die Leitung bestellt eine Vertretung.');
    expect(grundlagen.map(({ inhalt }) => inhalt)).not.toContain('Die Leitung bestellt eine beauftragte Person.');
  });

  it('names the contract for somebody from outside, the agreement and all bodies for a shared person', () => {
    expect(letter('bfis').saetze.grundlage).toBe('');
    expect(letter('extern').saetze.grundlage).toContain('nicht bei uns beschäftigt');
    const shared = letter('gemeinsam');
    expect(shared.saetze.grundlage).toContain('für mehrere Stellen gemeinsam');
    expect(shared.stellen.map(({ stelle }) => stelle)).toEqual(['Beispielhain', 'Musterdorf']);
    expect(letter('bfis').stellen).toEqual([]);
  });

  it('speaks of the schools only where the body is known to run some, and asks where that is not known', () => {
    const about = (schultraeger: 'ja' | 'nein' | 'unbekannt') => letter('bfis', { merkmale: { schultraeger } });
    expect(about('ja').aufgaben.join(' ')).toContain('auch die Schulen');
    expect(about('nein').aufgaben.join(' ')).not.toContain('Schulen');
    expect(
      about('unbekannt')
        .offen.map(({ punkt }) => punkt)
        .join(' '),
    ).toContain('Träger von Schulen');
  });

  it.each(appointmentVariants)('lists every place it cites, each with its mark: %s', (variante) => {
    const { saetze, aufgaben, rechte, grundlagen } = letter(variante, { merkmale: { schultraeger: 'ja' } });
    const cited = [...Object.values(saetze), ...aufgaben, ...rechte].flatMap((sentence) =>
      [...sentence.matchAll(/\((§ [^)]+?)(?: SächsISichG)?(°?)\)/g)].map(([, place, degree]) => [place, degree]),
    );
    expect(cited).toContainEqual(['§ 8 Abs. 1 Satz 4', '°']);
    expect(grundlagen.map(({ stelle, grad }) => [stelle, grad])).toEqual(expect.arrayContaining(cited));
    expect(grundlagen.every(({ vertrauen }) => vertrauen !== '')).toBe(true);
    expect(letter(variante, { merkmale: {} }).grundlagen.map(({ stelle }) => stelle)).not.toContain('§ 8 Abs. 1 Satz 4');
  });

  it('says that one person holds two tasks, without calling it forbidden', () => {
    const rollen = [{ ...appointment, id: 'r7', rolle: 'it-leitung' }];
    const point = letter('bfis', { rollen }).offen.find(({ punkt }) => punkt.includes('IT-Leitung'));
    expect(point?.wie).toContain('verbietet das einer Kommune nicht ausdrücklich');
  });

  it.each(appointmentVariants)('is one sheet with its signatures: %s', async (variante) => {
    const pdftotext = program('Bestellung auf einem Blatt', ['pdftotext']);
    if (pdftotext === null) return;
    const bytes = await renderReport(letter(variante), 'pdf', { reportsFolder });
    const first = run(pdftotext, ['-l', '1', writeTemporary('bestellung.pdf', bytes), '-']);
    for (const part of ['Ihre Rechte', 'Mit freundlichen Grüßen', 'Unterschrift Leitung: Erika Beispiel']) {
      expect(first).toContain(part);
    }
    expect(first).not.toContain('Arbeitsblatt');
  });
});

describe('the notice to the Land', () => {
  const notice = (more: Partial<AppointmentRecord>, asOf = '2026-11-30'): MitteilungData =>
    built('mitteilung', { bestellungen: [{ ...appointment, ...more }], asOf });

  it.each([
    [{ gemeldet: '2026-11-20' }, '2026-11-30', 'rechtzeitig', 'Rechtzeitig mitgeteilt.'],
    [{ gemeldet: '2026-12-03' }, '2026-12-10', 'verspätet', 'Mitgeteilt, 1 Tag nach dem Ende der Frist.'],
    [{ gemeldet: null }, '2026-11-30', 'läuft', 'Noch nicht mitgeteilt; die Frist endet in 2 Tagen.'],
    [{ gemeldet: null }, '2026-12-01', 'läuft', 'Noch nicht mitgeteilt; die Frist endet in 1 Tag.'],
    [{ gemeldet: null }, '2026-12-02', 'läuft', 'Noch nicht mitgeteilt; die Frist endet heute.'],
  ])('with %o on %s is „%s“', (more, asOf, wort, text) => {
    const [bfis] = notice(more, asOf).fristen;
    expect(bfis).toMatchObject({ bis: '02.12.2026', text, stand: { wort } });
  });

  it('is overdue the day after, and unknown without a day of appointment', () => {
    expect(notice({}, '2026-12-03').fristen[0]?.stand).toEqual({ art: 'handlungsbedarf', wort: 'überfällig' });
    expect(notice({ bestellt: null }).fristen[0]?.stand.art).toBe('nichtBekannt');
  });

  it('tells when the end was moved to a working day, and how sure that is', () => {
    // One month after 15.10.2026 is a Sunday.
    const moved = notice({ ab: '2026-10-15', bestellt: '2026-10-15' });
    expect(moved.fristen[0]?.bis).toBe('16.11.2026');
    expect(moved.fristHinweis).toContain('§ 193 BGB°');
    expect(notice({}).fristHinweis).toBe('');
  });

  it('counts what is missing and says how it is recorded', () => {
    const data: MitteilungData = built('mitteilung');
    const values = data.gruppen.flatMap(({ werte }) => werte);
    const missing = values.filter(({ wert }) => wert === '').length;
    expect(data.saetze.fehlt).toContain(`${values.length - missing} von ${values.length} Angaben`);
    expect(data.erfassen.join(' ')).toContain('rolle vergeben bfis-vertretung');
  });

  it.each(['verwaltungsverband', 'verwaltungsgemeinschaft', 'zweckverband'])('misses no official key for a %s', (art) => {
    const { kommune } = beispielhainInput('mitteilung');
    const notice = (kind: string): MitteilungData => built('mitteilung', { kommune: { ...kommune, art: kind, ags: null } });
    const [verband, gemeinde] = [notice(art), notice('gemeinde')];
    const counted = ({ saetze }: MitteilungData) =>
      saetze.fehlt
        .match(/von (\d+) Angaben?\. (\d+)/)
        ?.slice(1)
        .map(Number) ?? [];
    expect(counted(verband)).toEqual(counted(gemeinde).map((n) => n - 1));
    expect(JSON.stringify(verband.gruppen)).not.toContain('Gemeindeschlüssel');
    expect(verband.erfassen.join(' ')).not.toContain('--ags');
    expect(gemeinde.erfassen.join(' ')).toContain('--ags NUMMER');
  });

  it('carries commands on the work sheet only, which the head does not sign', async () => {
    for (const art of ['mitteilung', 'meldung'] as const) {
      const text = String(await renderReport(built(art), 'md', { reportsFolder }));
      const [signed = '', sheet = ''] = text.split('## Arbeitsblatt für die BfIS, nicht Teil der');
      expect(signed).not.toMatch(/burgward [a-z]|Rolle „bfis/);
      expect(sheet).toMatch(/burgward (rolle|vorfall) aendern .+ --kommune beispielhain/);
    }
  });
});

describe('the letter with a packet', () => {
  const letter = (more: Partial<NonNullable<ReportInput['paket']>>, asOf = '2026-11-30'): PaketbegleitungData => {
    const { paket } = beispielhainInput('paketbegleitung');
    if (paket === undefined) throw new Error('the fixture has a packet');
    return built('paketbegleitung', { paket: { ...paket, ...more }, asOf });
  };

  it('says until when, how long for what is left, and which questions the law asks', () => {
    const { saetze, themen } = letter({});
    expect(saetze.frist).toBe('Bitte antworten Sie bis zum 14.12.2026.');
    expect(saetze.dauer).toContain('6 bis 12 Minuten (Schätzung');
    expect(saetze.warum).toContain('1 Frage davon klärt eine gesetzliche Pflicht.');
    expect(themen.reduce((sum, { fragen }) => sum + fragen, 0)).toBe(8);
  });

  it('uses the singular for a packet of one question', () => {
    const one = beispielhainInput('paketbegleitung').paket?.fragen.slice(0, 1) ?? [];
    expect(letter({ fragen: one, beantwortet: 0 }).saetze.was).toContain('Sie 1 Frage zur');
  });

  it.each([
    [{ stand: 'eingelesen' as const }, 'schon eingelesen'],
    [{ stand: 'zurueckgezogen' as const }, 'nicht absenden'],
    [{ faellig: '2026-11-01' }, 'Der Termin 01.11.2026 ist vorbei'],
    [{ faellig: null }, 'keinen Termin'],
    [{ empfaenger: null }, 'Wer das Paket bekommt, ist nicht erfasst'],
  ])('warns before it is sent: %o', (more, words) => {
    expect(letter(more).offen.join(' ')).toContain(words);
  });

  it('leaves a line to write on where only the topic is known', () => {
    const { brief, paket } = letter({ empfaenger: null, titel: 'Backup' });
    expect(brief.anschrift).toEqual(['____________________', 'im Haus']);
    expect(paket.titel).toBe('Backup');
  });

  it('keeps questions the catalogue no longer has', () => {
    const gone = [{ control: 'WEG.1', zielobjekt: 'VERBUND', controlHash: 'a'.repeat(64), sent: null }];
    expect(letter({ fragen: gone, beantwortet: 0 }).themen).toEqual([
      { titel: 'Fragen, die der Katalog nicht mehr enthält', fragen: 1, gesetz: 0 },
    ]);
  });
});

describe('the report about an incident', () => {
  const report = (variante: string, more: Partial<ReportInput> = {}): MeldungData => built('meldung', { variante, ...more });

  it('goes to those concerned, and says who is not and why', () => {
    const { empfaenger, nichtEnthalten } = report('erstmeldung');
    expect(empfaenger.map(({ an }) => an)).toEqual(['saxcert', 'datenschutz']);
    expect(nichtEnthalten).toEqual(['BfIS des KDN-Betreibers: Das KDN ist nicht betroffen.']);
    const unknown: MeldungData = built('meldung', {}, 'leer');
    expect(unknown.empfaenger.map(({ an }) => an)).toEqual(['saxcert', 'kdn', 'datenschutz']);
  });

  it('asks for the cause later and for the lessons at the end only', () => {
    const labels = (stage: string) => report(stage).empfaenger[0]?.felder.map(({ feld }) => feld) ?? [];
    expect(labels('erstmeldung')).not.toContain('Ursache');
    expect(labels('zwischenmeldung')).toContain('Ursache');
    expect(labels('zwischenmeldung')).not.toContain('Was daraus gelernt wurde');
    expect(labels('abschluss')).toContain('Was daraus gelernt wurde');
    expect(report('abschluss').empfaenger.map(({ an }) => an)).toEqual(['saxcert']);
  });

  it('calls a report voluntary only where the body is connected in no way, and unknown where that is not known', () => {
    const alone = { kdn_angeschlossen: 'nein', svn_alternative_schnittstelle: 'nein' } as const;
    const { empfaenger, fristen } = report('erstmeldung', { merkmale: alone });
    expect(empfaenger[0]?.frist).toContain('. Freiwillig: Nicht an KDN oder SVN angeschlossen.');
    expect(fristen.filter(({ an }) => an === 'SAX.CERT').every(({ gilt }) => gilt.startsWith('Freiwillig: '))).toBe(true);
    const half = report('erstmeldung', { merkmale: { kdn_angeschlossen: 'nein' } });
    expect(half.empfaenger[0]?.frist).toMatch(
      /Uhr\. Ob Pflicht, ist nicht bekannt\. Nicht an das KDN angeschlossen; ob eine andere Schnittstelle zum SVN besteht, ist nicht erfasst\.$/,
    );
  });

  it('says „Sofort“ without „bis“, and why a day was moved', () => {
    const { fristen } = beispielhainInput('meldung');
    const atOnce = fristen.slice(0, 1).map((period) => ({
      ...{ ...period, id: 'vorfall-kdn-betreiber', duration: null, urgency: 'sofort', workingDay: null },
    }));
    const open: MeldungData = built(
      'meldung',
      { fristen: [...fristen, ...atOnce], merkmale: { kdn_angeschlossen: 'ja' } },
      'leer',
    );
    expect(open.empfaenger.find(({ an }) => an === 'kdn')?.frist).toBe(
      'Sofort. Ob Pflicht, ist nicht bekannt. Ob das KDN betroffen ist, ist noch nicht bekannt.',
    );
    const last = report('abschluss').fristen.find(({ was }) => was === 'Abschlussbericht');
    expect(last?.bisHinweis).toBe('weil der 20.12.2026 ein Sonntag ist (§ 193 BGB°)');
    expect(report('abschluss').empfaenger[0]?.frist).toMatch(/^Bis Montag, 21\.12\.2026, bis Ende des Tages, weil der 20\./);
  });

  it('carries source and mark at every period', () => {
    for (const { grundlage, vertrauen, grad } of report('erstmeldung').fristen) {
      expect(grundlage).not.toBe('');
      expect(vertrauen).toMatch(/^(V|V23|S|M)/);
      expect(grad).toBe('°');
    }
  });

  it('does not call late what ends on the very day', () => {
    const detailed = (asOf: string) =>
      report('zwischenmeldung', { asOf }).fristen.find(({ was }) => was === 'Ausführliche Meldung');
    expect(detailed('2026-11-22')?.stand.wort).toBe('läuft');
    expect(detailed('2026-11-23')?.stand.wort).toBe('endet am Stichtag');
    expect(detailed('2026-11-24')?.stand.wort).toBe('überschritten');
  });

  it('misses the reason for being late only where the 72 hours are over', () => {
    const asked = (asOf: string, values: Record<string, string> = {}) => {
      const { eintrag } = beispielhainInput('meldung');
      if (eintrag === null) throw new Error('the fixture has an incident');
      const told = { ...eintrag, values: { ...eintrag.values, ...values } };
      const paper = report('erstmeldung', { asOf, eintrag: told }).empfaenger.find(({ an }) => an === 'datenschutz');
      return [paper?.unbekannt, paper?.felder.some(({ feld }) => feld.startsWith('Grund'))];
    };
    expect(asked('2026-11-21')).toEqual(['3 von 11 Angaben sind noch nicht bekannt.', false]);
    // They end on the 23rd at 17:40.
    expect(asked('2026-11-23')[1]).toBe(false);
    expect(asked('2026-11-24')).toEqual(['4 von 12 Angaben sind noch nicht bekannt.', true]);
    expect(asked('2026-11-24', { datenschutzaufsicht: '2026-11-23T16:40:00.000Z' })[1]).toBe(false);
    expect(asked('2026-11-23', { datenschutzaufsicht: '2026-11-23T16:41:00.000Z' })[1]).toBe(true);
  });

  it('says plainly what is not known', () => {
    const { empfaenger, saetze } = report('erstmeldung');
    expect(empfaenger[0]?.felder.find(({ feld }) => feld === 'Breitet sich aus')).toEqual({
      feld: 'Breitet sich aus',
      wert: 'noch nicht bekannt',
      bekannt: false,
    });
    expect(saetze.unbekannt).toBe(
      'Meldung an SAX.CERT: 2 von 13 Angaben sind noch nicht bekannt. Meldung an die Datenschutzaufsicht: 4 von 12 Angaben sind noch nicht bekannt.',
    );
    expect(report('zwischenmeldung').saetze.unbekannt).toMatch(/^\d+ von \d+ Angaben? (ist|sind) noch nicht bekannt\.$/);
  });
});

describe('the report on a visit', () => {
  it('shows what was made of each finding, and where nothing was', () => {
    const { feststellungen, weitere, saetze }: BegehungData = built('begehung');
    expect(feststellungen.map(({ massnahme }) => massnahme?.stand.wort ?? null)).toEqual(['erledigt', null, 'überfällig']);
    expect(weitere.map(({ id }) => id)).toEqual(['MN3']);
    expect(saetze.ergebnis).toBe('Es gibt 3 Feststellungen. Zu 1 davon fehlt noch eine Maßnahme.');
    expect(saetze.massnahmen).toBe('2 Maßnahmen aus Feststellungen: 1 erledigt und 1 überfällig. 1 weitere Maßnahme ist offen.');
  });

  it('keeps measures of the visit apart from those of its findings', () => {
    const { register, eintrag } = beispielhainInput('begehung');
    const others = (register['massnahme'] ?? []).map((entry) => ({
      ...entry,
      values: { ...entry.values, herkunft: 'anderswoher' },
    }));
    const { saetze }: BegehungData = built('begehung', { eintrag, register: { ...register, massnahme: others } });
    expect(saetze.ergebnis).toBe('Es gibt 3 Feststellungen. Zu keiner davon ist eine Maßnahme erfasst.');
    expect(saetze.massnahmen).toBe('Aus den Feststellungen keine. 3 weitere Maßnahmen: 1 erledigt, 1 offen und 1 überfällig.');
  });

  it('names the rooms that were not part of it, with their last visit', () => {
    const { nichtAngesehen, saetze }: BegehungData = built('begehung');
    expect(nichtAngesehen.angaben).toEqual(['Dachboden über dem Raum: kein Schlüssel']);
    expect(nichtAngesehen.raeume).toEqual([
      { name: 'Archiv im Keller', zuletzt: '06.05.2025' },
      { name: 'Bauhof', zuletzt: 'noch nie, soweit erfasst' },
    ]);
    expect(saetze.grenzen).toContain('Archiv im Keller und Bauhof');
  });

  it('does not take a visit without findings for one without faults', () => {
    const empty: BegehungData = built('begehung', {}, 'leer');
    expect(empty.saetze.ergebnis).toBe('Es ist keine Feststellung erfasst.');
    expect(empty.saetze.grenzen).toBe('Ob vor Ort etwas ausgelassen wurde, ist nicht erfasst.');
  });
});
