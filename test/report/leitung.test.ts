/** The mayor's page: what it tells from the registers, in whose words, and how long its annex may be. */
import { describe, expect, it } from 'vitest';
import type { EntryValues, RegisterEntry } from '../../src/domain/register.ts';
import { buildReportData } from '../../src/report/build-report-data.ts';
import type { LeitungData } from '../../src/report/kinds/leitung/data.ts';
import type { ReportInput } from '../../src/report/report-input.ts';
import { beispielhainInput, variants } from './fixture.ts';
import { render, renderText } from './render.ts';
import { program, run, writeTemporary } from './tools.ts';

function leitung(change: (input: ReportInput) => Partial<ReportInput> = () => ({}), variant = 'beispielhain'): LeitungData {
  const input = variants[variant]?.('leitung') ?? beispielhainInput('leitung');
  const data = buildReportData({ ...input, ...change(input) });
  if (data.art !== 'leitung') throw new Error('wrong kind');
  return data;
}

/** Beispielhain with these entries of one register and none of it else. */
function withEntries(register: string, ...values: EntryValues[]): LeitungData {
  const entries = values.map(
    (each, index): RegisterEntry => ({
      register,
      kommune: 'beispielhain',
      id: `X${index + 1}`,
      values: each,
      removed: null,
      validFrom: '2026-01-02',
      recordedAt: '2026-01-02T09:00:00.000Z',
      recordedBy: 'Jan Muster',
    }),
  );
  return leitung((input) => ({ register: { ...input.register, [register]: entries } }));
}

const incident = (values: EntryValues): EntryValues => ({
  titel: 'x',
  kenntnis: '2026-03-02T08:00:00.000Z',
  art: 'erheblicher-vorfall',
  'kdn-betroffen': 'nein',
  personendaten: 'nein',
  status: 'abgeschlossen',
  ...values,
});

describe('incidents', () => {
  it('are those of the year, with how many were reported in time of those that had to be', () => {
    expect(leitung().vorfaelle).toEqual({
      jahr: 2026,
      anzahl: 3,
      offen: 2,
      satz: '2026: 3 Vorfälle, 2 noch offen. Rechtzeitig gemeldet: 1 von 2, die zu melden waren. Ob zu melden war, ist bei 1 nicht bekannt.',
    });
  });

  it('are told in the singular, and none as none', () => {
    expect(withEntries('vorfall').vorfaelle.satz).toBe('2026 ist kein Vorfall erfasst.');
    expect(withEntries('vorfall', incident({ saxcert: '2026-03-02T10:00:00.000Z' })).vorfaelle.satz).toBe(
      '2026: 1 Vorfall, abgeschlossen. Rechtzeitig gemeldet: 1 von 1, die zu melden waren.',
    );
    expect(withEntries('vorfall', incident({ art: 'ereignis' })).vorfaelle.satz).toBe(
      '2026: 1 Vorfall, abgeschlossen. Zu melden war keiner.',
    );
  });

  it('count as late when the report came late or not at all, and as running while there is time', () => {
    expect(withEntries('vorfall', incident({ saxcert: '2026-03-05T10:00:00.000Z' })).vorfaelle.satz).toContain('0 von 1');
    expect(withEntries('vorfall', incident({})).vorfaelle.satz).toContain('0 von 1, die zu melden waren.');
    const fresh = incident({ kenntnis: '2026-11-30T20:00:00.000Z', status: 'offen' });
    expect(withEntries('vorfall', fresh).vorfaelle.satz).toBe(
      '2026: 1 Vorfall, 1 noch offen. Rechtzeitig gemeldet: 0 von 1, die zu melden waren, bei 1 steht die Meldung noch aus.',
    );
  });
});

describe('measures, time and money', () => {
  it('are counted with what is overdue and undated', () => {
    expect(leitung().massnahmen.satz).toBe('6 offen, 1 überfällig, 1 ohne Termin. Zurückgestellt: 1, jetzt wieder vorzulegen.');
    expect(withEntries('massnahme').massnahmen.satz).toBe('Es ist keine Maßnahme erfasst.');
    const one = { titel: 'x', status: 'offen' };
    expect(withEntries('massnahme', one).massnahmen.satz).toBe('1 offen, nicht überfällig, ohne Termin.');
    expect(withEntries('massnahme', { ...one, faellig: '2026-11-01' }).massnahmen.satz).toBe('1 offen, überfällig.');
    expect(withEntries('massnahme', { ...one, status: 'verworfen' }).massnahmen.satz).toBe('Keine offen; erfasst ist 1.');
  });

  it('follow over the ends of the quarters, what lies ahead without a number of what is done', () => {
    const { verlauf, verlaufText } = leitung().massnahmen;
    expect(verlauf.map(({ bis }) => bis)).toEqual([
      '31.03.2026',
      '30.06.2026',
      '30.09.2026',
      '30.11.2026',
      '31.12.2026',
      '31.03.2027',
    ]);
    expect(verlauf.map(({ erledigt }) => erledigt)).toEqual([0, 0, 1, 1, null, null]);
    expect(verlaufText).toBe(
      'Bis 30.11.2026 war 1 Maßnahme fällig, erledigt ist 1; bis 31.03.2027 sind es 4. Nicht enthalten: 1 offene ohne Fälligkeit.',
    );
  });

  it('say what is known of hours and money of the year, and what is not', () => {
    expect(leitung().mittel.satz).toBe(
      '31,5 von 48 geplanten Stunden sind geleistet. Für Maßnahmen 3.360,50 € bewilligt. 2.910,40 € von 6.000 € ausgegeben.',
    );
    expect(withEntries('ressource', { jahr: 2026, 'stunden-geplant': 1 }).mittel.zeit).toBe(
      '1 Stunde ist geplant; wie viele geleistet sind, ist nicht erfasst.',
    );
    expect(leitung(() => ({ register: {} })).mittel.satz).toBe('Für 2026 sind weder Stunden noch Geld erfasst.');
    const asked = { titel: 'x', status: 'offen', haushaltsjahr: 2026 };
    expect(
      withEntries('massnahme', { ...asked, mittel: 'beantragt', 'kosten-einmalig': 1000 }, { ...asked, mittel: 'abgelehnt' })
        .mittel.geld,
    ).toBe('Für Maßnahmen 1.000 € beantragt. 1 Maßnahme ohne Betrag. 2.910,40 € von 6.000 € ausgegeben.');
  });
});

describe('a gap', () => {
  it('has the cost its measures tell, and who and until when where the answer does not say', () => {
    const gaps = new Map(leitung().luecken.map((gap) => [gap.control, gap]));
    expect(gaps.get('BACKUP.1')).toMatchObject({
      kosten: '2.400 € einmalig, 960,50 € im Jahr (Maßnahme MN1)',
      wer: 'IT-Dienstleister Muster',
      bis: '31.01.2027',
    });
    expect(gaps.get('SICHERHEITSMANAGEMENT.1')).toMatchObject({ kosten: '', wer: 'Erika Beispiel', bis: '18.12.2026' });
  });

  it('says when a measure serves other requirements too, and sums several', () => {
    const costs = { titel: 'x', status: 'offen', 'kosten-einmalig': 4500 };
    const { luecken } = withEntries(
      'massnahme',
      { ...costs, controls: ['BACKUP.1', 'NETZE.1', 'NETZE.2'], 'kosten-jaehrlich': 600 },
      { ...costs, controls: ['BACKUP.1'] },
      { ...costs, controls: ['BACKUP.1'], status: 'erledigt' },
    );
    const gap = luecken.find(({ control }) => control === 'BACKUP.1');
    expect(gap?.kosten).toBe(
      '4.500 € einmalig, 600 € im Jahr (Maßnahme X1, zugleich für 2 andere Anforderungen); 4.500 € einmalig (Maßnahme X2)',
    );
    expect(gap?.kostenKurz.replaceAll('\u00a0', ' ')).toBe('9.000 € einmalig, 600 € im Jahr (X1 und X2)');
  });
});

describe('the last report', () => {
  it('tells what came since, and which of its gaps nobody decided on', () => {
    const data = leitung();
    expect(data.seitLetztem).toBe(
      'Seit dem letzten Bericht (B1, Stand 30.06.2026): 3 Lücken geschlossen, 1 neu gemeldet, 1 Maßnahme erledigt.',
    );
    expect(data.entscheidungen.satz).toBe(
      '3 Entscheidungen festgehalten: 1 angenommen, 1 geändert und 1 vertagt. Zu 4 der 5 Lücken des letzten Berichts ist keine festgehalten.',
    );
    expect(data.entscheidungen.liste[0]).toMatchObject({ id: 'EN3', ergebnis: 'vertagt', anmerkung: 'Wiedervorlage 15.01.2027' });
  });

  it('is missed plainly', () => {
    const none = leitung(() => ({}), 'leer');
    expect(none.seitLetztem).toBe('Ein früherer Bericht ist nicht abgelegt.');
    expect(none.entscheidungen.satz).toBe('Es ist keine Entscheidung der Leitung festgehalten.');
    expect(withEntries('entscheidung').entscheidungen.satz).toBe(
      'Zum letzten Bericht (B1, Stand 30.06.2026) ist keine Entscheidung festgehalten.',
    );
  });
});

it('the council reads the same page without a name but that of the head', () => {
  const data = leitung(() => ({ fassung: 'rat' }));
  const text = JSON.stringify(data);
  expect(text).toContain('Erika Beispiel');
  for (const secret of ['Jan Muster', 'IT-Dienstleister', 'www.beispielhain', '192.0.2', 'Systemhaus', 'Netzverteiler'])
    expect(text).not.toContain(secret);
  expect(data.entscheidungen.liste.map(({ ergebnis }) => ergebnis)).toEqual(['vertagt', 'angenommen', 'geändert']);
});

it('the first page speaks without terms of art', async () => {
  const page = (await renderText('leitung', 'md')).split('\n# Anhang')[0] ?? '';
  expect(page.length).toBeGreaterThan(2000);
  expect(page).not.toMatch(/MUSS|SOLLTE|Baustein|Control|Zielobjekt|TLS|ISMS|Basis-|n\. v\.|Risikoanalyse|Personentag/);
});

const usual = ['beispielhain', 'leer', 'alles rot', 'alles gut', 'viel nicht gesehen', 'ohne Befunde', 'viele Themen'];

describe('the annex', () => {
  it.each(Object.keys(variants))('has at most three pages, four where every text is far too long: %s', async (name) => {
    const pdfinfo = program('Länge des Anhangs', ['pdfinfo']);
    if (pdfinfo === null) return;
    const pages = /Pages:\s+(\d+)/.exec(run(pdfinfo, [writeTemporary('leitung.pdf', await render('leitung', 'pdf', name))]))?.[1];
    expect(Number(pages)).toBeLessThanOrEqual(1 + (usual.includes(name) ? 3 : 4));
  });

  it('puts alike findings together and says where the rest stands', async () => {
    const text = await renderText('leitung', 'md', 'viel nicht gesehen');
    expect(text).toContain('an 120 Stellen');
    expect(leitung(() => ({}), 'viel nicht gesehen').netz.mehr).toBe(
      'In Ordnung: 120 Punkte. Alles im Einzelnen steht im Bericht „Netzprüfung“.',
    );
  });
});

it('the printed sheet is set as large as fits', { timeout: 60_000 }, async () => {
  const pdftotext = program('Schriftgröße des Blatts', ['pdftotext']);
  if (pdftotext === null) return;
  const heightOfTitle = async (variant: string) => {
    const file = writeTemporary('leitung.pdf', await render('leitung', 'pdf', variant));
    const [, top, bottom] = /yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">Informationssicherheit</.exec(
      run(pdftotext, ['-bbox', '-l', '1', file, '-']),
    ) ?? ['', Number.NaN, Number.NaN];
    return Number(bottom) - Number(top);
  };
  const crowded = await heightOfTitle('beispielhain');
  // Sizes of the title in reports/layout/layout.typ: 14 pt, with less to say 20 pt, with next to nothing 22 pt.
  expect((await heightOfTitle('leer')) / crowded).toBeCloseTo(22 / 14, 2);
  expect((await heightOfTitle('alles gut')) / crowded).toBeCloseTo(20 / 14, 2);
});
