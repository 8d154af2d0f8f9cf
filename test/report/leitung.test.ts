/** The mayor's page: what it tells from the registers, in whose words, and how long its annex may be. */
import { describe, expect, it } from 'vitest';
import type { ControlEvaluation } from '../../src/domain/answers.ts';
import type { DutyEvaluation } from '../../src/domain/duties.ts';
import { defaultUnknownShare, type Evaluation } from '../../src/domain/evaluation.ts';
import type { EntryValues, RegisterEntry } from '../../src/domain/register.ts';
import { buildReportData } from '../../src/report/build-report-data.ts';
import { leitungPlaceables } from '../../src/report/kinds/leitung/blocks.ts';
import type { LeitungData } from '../../src/report/kinds/leitung/data.ts';
import { renderReport } from '../../src/report/render-report.ts';
import type { ReportInput } from '../../src/report/report-input.ts';
import { beispielhainInput, variants } from './fixture.ts';
import { crowdedLeitung, crowdedWords, usualLeitung } from './fixture-crowded.ts';
import { render, renderText, reportsFolder } from './render.ts';
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

/** Reports without a number of hours, as the table of the law has them. */
const untimed: ReportInput['fristen'] = (
  [
    ['vorfall-meldung', 'ohne feste Stundenzahl'],
    ['vorfall-kdn-betreiber', 'sofort'],
  ] as const
).map(([id, urgency]) => ({
  ...{
    id,
    urgency,
    title: 'Meldung',
    duration: null,
    workingDay: null,
    source: '§ 17 SächsISichG',
    confidence: ['V23'] as const,
  },
}));

/** The first incident of the fixture with other values. */
function withValues({ register }: ReportInput, values: EntryValues): RegisterEntry[] {
  return (register['vorfall'] ?? []).slice(0, 1).map((entry) => ({ ...entry, values }));
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
      '2026: 1 Vorfall, abgeschlossen. Rechtzeitig gemeldet: 1 von 1, der zu melden war.',
    );
    expect(withEntries('vorfall', incident({ art: 'ereignis' })).vorfaelle.satz).toBe(
      '2026: 1 Vorfall, abgeschlossen. Zu melden war keiner.',
    );
  });

  it('count as late when the report came late or not at all, and as running while there is time', () => {
    expect(withEntries('vorfall', incident({ saxcert: '2026-03-05T10:00:00.000Z' })).vorfaelle.satz).toContain('0 von 1');
    expect(withEntries('vorfall', incident({})).vorfaelle.satz).toContain('0 von 1, der zu melden war.');
    const fresh = incident({ kenntnis: '2026-11-30T20:00:00.000Z', status: 'offen' });
    expect(withEntries('vorfall', fresh).vorfaelle.satz).toBe(
      '2026: 1 Vorfall, 1 noch offen. Rechtzeitig gemeldet: 0 von 1, der zu melden war, bei 1 steht die Meldung noch aus.',
    );
  });
});

describe('what is to be decided', () => {
  const decision = (...incidents: EntryValues[]) => withEntries('vorfall', ...incidents).saetze.entscheidung;

  it('begins with a report that is owed: missed, or due until', () => {
    const fresh = { kenntnis: '2026-11-30T20:00:00.000Z', status: 'offen' };
    expect(decision(incident(fresh))).toMatch(/^Eine Meldefrist läuft bis 01\.12\.2026, 21:00 Uhr \(SAX\.CERT\)\. Über /);
    const missed = incident({ kenntnis: '2026-11-02T08:00:00.000Z', status: 'offen', saxcert: '2026-11-02T09:00:00.000Z' });
    expect(decision({ ...missed, personendaten: 'ja' }, incident(fresh))).toMatch(
      /^Eine Meldefrist endete am 05\.11\.2026, 09:00 Uhr \(Datenschutzaufsicht\)\. Eine Meldefrist läuft bis 01\.12\./,
    );
    expect(decision(incident({}))).toMatch(/^Über /);
  });

  it('does not call unknown what binds whatever the incident is called', () => {
    const { art: _, ...open } = incident({ kenntnis: '2026-11-02T08:00:00.000Z', status: 'offen', personendaten: 'ja' });
    const { vorfaelle, saetze } = withEntries('vorfall', open);
    expect(vorfaelle.satz).toBe('2026: 1 Vorfall, 1 noch offen. Rechtzeitig gemeldet: 0 von 1, der zu melden war.');
    expect(saetze.entscheidung).toMatch(
      /^2 Meldefristen sind vorbei, die erste endete am 03\.11\.2026, 09:00 Uhr \(SAX\.CERT, vorsorglich\)\./,
    );
  });

  it('says that it is not known where that is so', () => {
    const data = leitung((input) => ({
      merkmale: {},
      register: {
        ...input.register,
        vorfall: (input.register['vorfall'] ?? []).filter(({ values }) => values['art'] === undefined),
      },
    }));
    expect(data.saetze.entscheidung).toMatch(/^Ob zu melden ist, ist zu klären; die Frist dafür endete am /);
  });

  it('does not hide periods of which nobody knows beside one that binds', () => {
    const both = incident({ kenntnis: '2026-11-30T20:00:00.000Z', status: 'offen', personendaten: 'ja' });
    const data = leitung((input) => ({ merkmale: {}, register: { vorfall: withValues(input, both) } }));
    expect(data.saetze.entscheidung).toMatch(
      /^Eine Meldefrist läuft bis 03\.12\.2026, 21:00 Uhr \(Datenschutzaufsicht\)\. 1 weitere Meldung ist ungeklärt\. /,
    );
  });

  it('names first whom to tell at once, although no hours are fixed for it', () => {
    const unclassified = incident({ kenntnis: '2026-11-30T20:00:00.000Z', status: 'offen', personendaten: 'unbekannt' });
    const { art: _, ...open }: EntryValues = { ...unclassified, 'kdn-betroffen': 'ja' };
    const told = (values: EntryValues, merkmale: ReportInput['merkmale'] = { kdn_angeschlossen: 'ja' }) =>
      leitung((input) => ({
        merkmale,
        fristen: [...input.fristen, ...untimed],
        register: { vorfall: withValues(input, values) },
      })).saetze.entscheidung;
    expect(told(open)).toMatch(
      /^Sofort zu informieren: BfIS des KDN-Betreibers\. Eine Meldefrist läuft bis 01\.12\.2026, 21:00 Uhr \(SAX\.CERT, vorsorglich\)\. 1 weitere Meldung ist ungeklärt\. /,
    );
    expect(told({ ...open, 'kdn-bfis': '2026-11-30T20:30:00.000Z' })).toMatch(/^Eine Meldefrist läuft bis 01\.12\./);
    const simple = incident({ art: 'vorfall', kenntnis: '2026-11-30T20:00:00.000Z', status: 'offen' });
    expect(told(simple)).toMatch(/^Ohne feste Stundenzahl zu informieren: SAX\.CERT\. Über /);
    expect(told(simple, {})).toMatch(/^Ob zu melden ist, ist zu klären\. Über /);
  });

  it('is not cut on the sheet either where somebody is to be told at once', async () => {
    const open: EntryValues = { titel: 'x', kenntnis: '2026-11-30T20:00:00.000Z', 'kdn-betroffen': 'ja', status: 'offen' };
    const data = leitung((input) => ({
      merkmale: { kdn_angeschlossen: 'ja' },
      fristen: [...input.fristen, ...untimed],
      register: { ...input.register, vorfall: withValues(input, open) },
    }));
    const file = await printed(data);
    if (file === null) return;
    expect(data.saetze.entscheidung).toContain(' 4 Punkte des gesetzlichen Minimums sind nicht erfüllt. ');
    expect(file.sheet).toContain(withoutLines(data.saetze.entscheidung));
  });

  it('says of a duty whose condition is open that this is to be cleared first', () => {
    const { minimum } = leitung(({ evaluation }) => {
      const duties = (evaluation.duties.get('saechsisichg') ?? []).map(
        (duty): DutyEvaluation => ({ ...duty, status: 'offen', date: null, due: null, isConditionOpen: true }),
      );
      return { evaluation: { ...evaluation, duties: new Map([['saechsisichg', duties]]) } };
    });
    expect(new Set(minimum.map(({ angabe }) => angabe))).toEqual(new Set(['weil ungeklärt ist, ob die Pflicht hier gilt']));
  });

  it.each(['beispielhain', 'ohne Befunde'])('is not cut on the sheet: %s', async (variant) => {
    const pdftotext = program('Was zu entscheiden ist', ['pdftotext']);
    if (pdftotext === null) return;
    const file = writeTemporary('leitung.pdf', await render('leitung', 'pdf', variant));
    const sheet = run(pdftotext, ['-l', '1', file, '-'])
      .replace(/[-\u00ad]\n/g, '')
      .replace(/\s+/g, ' ');
    expect(sheet).toContain('Wer die 8 Fragen ohne gültige Antwort klärt, und bis wann.');
  });

  it('quotes the titles of duties, and says which questions are to be settled', () => {
    expect(leitung().saetze.entscheidung).toContain('Vom gesetzlichen Minimum nicht erfüllt: „Verantwortung der Leitung“, ');
    expect(leitung(() => ({}), 'leer').saetze.entscheidung).toBe(
      'Wer die 44 noch nicht beantworteten Fragen klärt, und bis wann.',
    );
    const onlyToConfirm = (zuBestaetigen: number) =>
      leitung(({ evaluation }) => ({ evaluation: { ...evaluation, total: { ...evaluation.total, offen: 0, zuBestaetigen } } }))
        .saetze.entscheidung;
    // Answers taken over have not lapsed: they only have to be confirmed.
    expect(onlyToConfirm(1)).toContain('Wer die eine Antwort bestätigt, bei der das nötig ist, und bis wann.');
    expect(onlyToConfirm(3)).toContain('Wer die 3 Antworten bestätigt, bei denen das nötig ist, und bis wann.');
  });
});

describe('what changed', () => {
  const withEarlier = (change: (evaluation: Evaluation) => Evaluation): string =>
    leitung(({ earlier }) => ({
      earlier: earlier === null ? null : { ...earlier, evaluation: change(earlier.evaluation) },
    })).saetze.veraenderung;

  it('counts „ja“ only over the questions asked both times, and says that the profile changed', () => {
    const words = withEarlier((evaluation) => {
      const controls = evaluation.profile.controls.slice(0, 10);
      return { ...evaluation, profile: { ...evaluation.profile, id: 'sofort', title: 'Sofort', controls } };
    });
    expect(words).toMatch(
      /Das Profil hat gewechselt, vorher „Sofort“\. Von 10 Fragen, die beide Male gestellt wurden, sind \d mit „ja“ beantwortet statt \d; heute werden 44 gestellt\./,
    );
  });

  it('says that answers lapsed where no topic moved', () => {
    const data = leitung(({ evaluation, earlier }) => {
      const was = { ...evaluation, controls: new Map([...evaluation.controls].map(([id, each]) => [id, restored(each)])) };
      return {
        earlier: earlier === null ? null : { ...earlier, evaluation: was },
        evaluation: { ...evaluation, topics: evaluation.topics.map((topic) => ({ ...topic, trend: 'gleich' })) },
      };
    });
    expect(data.saetze.veraenderung).toContain('ist kein Thema besser oder schlechter geworden.');
    expect(data.saetze.veraenderung).toMatch(/1 Antwort ist seitdem neu zu bestätigen\.$/);
  });
});

/** As it was before it lapsed. */
function restored(control: ControlEvaluation): ControlEvaluation {
  return control.state === 'zuBestaetigen' ? { ...control, state: 'ja' } : control;
}

it('where it stands, the topics add up', () => {
  const { saetze, themen } = leitung();
  const told = /in (\d+) von (\d+) Themen.* sind (\d+), teilweise (\d+), über (\d+) .*, (\d+) trifft nicht zu/.exec(saetze.lage);
  const [urgent, all, ...others] = (told ?? []).slice(1).map(Number);
  expect(all).toBe(themen.length);
  expect(others.reduce((sum, n) => sum + n, urgent ?? 0)).toBe(all);
});

it('evidence of several requirements names its own, and nobody recorded is called so', () => {
  const { minimum } = leitung(({ evaluation }) => {
    const duties = (evaluation.duties.get('saechsisichg') ?? []).map((duty) => ({ ...duty, controls: ['BACKUP.1', 'NETZE.1'] }));
    return { evaluation: { ...evaluation, duties: new Map([['saechsisichg', duties]]) } };
  }, 'alles gut');
  expect(minimum[0]?.nachweis).toBe('zu BACKUP.1 und NETZE.1 „Akte 12“');
  expect(leitung().minimum.find(({ kurz }) => kurz === 'Vertretung bestellt')?.angabe).toBe('weil niemand erfasst ist');
});

describe('measures, time and money', () => {
  it('are counted with what is overdue and undated', () => {
    expect(leitung().massnahmen.satz).toBe(
      '6 Maßnahmen sind offen, 1 davon überfällig, 1 ohne Termin. 1 Maßnahme ist zurückgestellt, jetzt wieder vorzulegen.',
    );
    expect(withEntries('massnahme').massnahmen.satz).toBe('Es ist keine Maßnahme erfasst.');
    const one = { titel: 'x', status: 'offen' };
    expect(withEntries('massnahme', one).massnahmen.satz).toBe('1 Maßnahme ist offen, nicht überfällig und ohne Termin.');
    expect(withEntries('massnahme', { ...one, faellig: '2026-11-01' }).massnahmen.satz).toBe(
      '1 Maßnahme ist offen und überfällig.',
    );
    expect(withEntries('massnahme', { ...one, status: 'verworfen' }).massnahmen.satz).toBe(
      'Keine Maßnahme ist offen; erfasst ist 1.',
    );
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
    expect(verlauf.map(({ erledigt }) => erledigt)).toEqual([0, 0, 0, 0, null, null]);
    expect(verlaufText).toBe(
      'Bis 30.11.2026 war 1 Maßnahme fällig, davon erledigt: keine; bis 31.03.2027 sind es 4. Nicht enthalten: 1 offen und ohne Fälligkeit; 1 erledigt, ohne Fälligkeit; 1 zurückgestellt.',
    );
  });

  it('count as done only what was due, and not as due what was put off', () => {
    const due = { titel: 'x', faellig: '2026-10-15', status: 'offen' };
    const putOff = { ...due, status: 'zurueckgestellt', faellig: '2027-01-15', wiedervorlage: '2027-01-10' };
    const done = { titel: 'x', status: 'erledigt', 'erledigt-am': '2026-09-01' };
    const { satz, verlauf, verlaufText } = withEntries('massnahme', due, due, { ...due, ...done }, putOff, done).massnahmen;
    expect(satz).toBe('2 Maßnahmen sind offen, 2 davon überfällig. 1 Maßnahme ist zurückgestellt.');
    expect(verlauf.at(-1)).toEqual({ bis: '31.03.2027', faellig: 3, erledigt: null });
    expect(verlaufText).toBe(
      'Bis 30.11.2026 waren 3 Maßnahmen fällig, davon erledigt: 1; bis 31.03.2027 sind es 3. Nicht enthalten: 1 erledigt, ohne Fälligkeit; 1 zurückgestellt.',
    );
    expect(withEntries('massnahme', { ...due, faellig: '2027-01-15' }).massnahmen.verlaufText).toBe(
      'Bis 30.11.2026 war keine Maßnahme fällig; bis 31.03.2027 ist es 1.',
    );
  });

  it('say what is known of hours and money of the year, and what is not', () => {
    expect(leitung().mittel.satz).toBe(
      '31,5 von 48 geplanten Stunden sind geleistet. Für 1 Maßnahme wurden 3.360,50 € bewilligt. 2.910,40 € von 6.000 € ausgegeben.',
    );
    expect(withEntries('ressource', { jahr: 2026, 'stunden-geplant': 1 }).mittel.zeit).toBe(
      '1 Stunde ist geplant; wie viele geleistet sind, ist nicht erfasst.',
    );
    expect(leitung(() => ({ register: {} })).mittel.satz).toBe('Für 2026 sind weder Stunden noch Geld erfasst.');
    const asked = { titel: 'x', status: 'offen', haushaltsjahr: 2026 };
    expect(
      withEntries('massnahme', { ...asked, mittel: 'beantragt', 'kosten-einmalig': 1000 }, { ...asked, mittel: 'abgelehnt' })
        .mittel.geld,
    ).toBe('Für 1 Maßnahme wurden 1.000 € beantragt. Zu 1 Maßnahme fehlt der Betrag. 2.910,40 € von 6.000 € ausgegeben.');
    expect(withEntries('massnahme', { ...asked, mittel: 'beantragt', 'kosten-einmalig': 1 }).mittel.geld).toContain(
      'Für 1 Maßnahme wurde 1 € beantragt.',
    );
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

describe('how the report counts', () => {
  it('every „ja“ once, those the network check contradicts by themselves', () => {
    expect(leitung().methode.grundlage).toBe(
      'Die 24 Antworten „ja“ verteilen sich so: 21 nur angegeben; 1 mit Nachweis belegt; 1, bei der die Netzprüfung keinen Widerspruch fand; 1, bei der sie einen fand.',
    );
    expect(leitung(() => ({}), 'ohne Befunde').methode.grundlage).toBe(
      'Die 24 Antworten „ja“ verteilen sich so: 23 nur angegeben; 1 mit Nachweis belegt.',
    );
    for (const variant of Object.keys(variants)) {
      const { gesamt, methode } = leitung(() => ({}), variant);
      const bins = [...(methode.grundlage.split(': ')[1]?.matchAll(/(?:^|; )(\d+)/g) ?? [])].map(([, n]) => Number(n));
      expect(bins.reduce((sum, n) => sum + n, 0)).toBe(gesamt.ja);
    }
  });

  it('says by which rule a topic gets its light', () => {
    expect(defaultUnknownShare).toBe(1 / 3);
    expect(leitung().methode.unbekannt).toContain(
      'Ein Thema steht unter „Handlungsbedarf“, wenn eine unverzichtbare Anforderung (MUSS) mit „nein“ beantwortet ist; sonst unter „nicht bekannt“, wenn mehr als ein Drittel seiner Fragen ohne gültige Antwort ist; sonst unter „teilweise“, wenn eine Frage mit „nein“ oder „teilweise“ beantwortet ist.',
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

/** Number of pages, and the words of the first without the places where lines end; null without the tools. */
async function printed(data: LeitungData): Promise<{ pages: number; sheet: string } | null> {
  const pdfinfo = program('Länge des Anhangs', ['pdfinfo']);
  const pdftotext = program('Worte des Blatts', ['pdftotext']);
  if (pdfinfo === null || pdftotext === null) return null;
  const file = writeTemporary('leitung.pdf', await renderReport(data, 'pdf', { reportsFolder }));
  const pages = Number(/Pages:\s+(\d+)/.exec(run(pdfinfo, [file]))?.[1]);
  return { pages, sheet: withoutLines(run(pdftotext, ['-l', '1', file, '-'])) };
}

function withoutLines(text: string): string {
  return text.replace(/[\s\u00ad-]/g, '');
}

describe('the annex', { timeout: 30_000 }, () => {
  const cases = Object.keys(variants).flatMap((name) => (['intern', 'rat'] as const).map((fassung) => ({ name, fassung })));
  it.each(cases)('has at most three pages, the sheet its share whole: $name, $fassung', async ({ name, fassung }) => {
    await expectShareAndPages(leitung(() => ({ fassung }), name));
  });

  it.each(crowdedWords)('has at most three pages, however much is recorded, the sheet its share: %s', async (name) => {
    await expectShareAndPages(crowdedLeitung(name));
  });

  /** However crowded the sheet, its „ja“ never stand without the questions they are of and the unknown. */
  async function expectShareAndPages(data: LeitungData) {
    const file = await printed(data);
    if (file === null) return;
    expect(file.pages).toBeLessThanOrEqual(4);
    const isUnanswered = data.saetze.lage.startsWith('Das wissen wir nicht');
    expect(file.sheet).toContain(withoutLines(isUnanswered ? data.saetze.lage : data.gesamt.text));
  }

  it('says of every list how much of it is not there, and where it stands', async () => {
    const data = crowdedLeitung('usual words');
    const text = Buffer.from(await renderReport(data, 'md', { reportsFolder }))
      .toString('utf8')
      .replaceAll('\\', '');
    const shown = (rows: RegExp) => text.split('\n# Anhang')[1]?.match(rows)?.length ?? 0;
    const left = (words: string) => Number(new RegExp(`(\\d+) ${words}`).exec(text)?.[1]);
    const law = 'Pflichten nach dem Sächsischen Informationssicherheitsgesetz';
    expect(left(`weitere Punkte: im Bericht „${law}“`) + shown(/\bS-\d+ · /g)).toBe(60);
    expect(left('weitere Fälle: im Bericht „Netzprüfung“') + shown(/^\| (Widerspruch|Hinweis) \|/gm)).toBe(30);
    expect(left('weitere Arten von Mängeln: im Bericht „Netzprüfung“')).toBeGreaterThan(30);
    expect(left('weitere Gründe: im Bericht „Netzprüfung“')).toBeGreaterThan(30);
    expect(left('ältere Entscheidungen: im Bericht „Realisierungsplan“') + shown(/^\| EN\d+ \|/gm)).toBe(40);
    expect(left('weitere Themen: in diesem Bericht als JSON')).toBe(9);
    expect(text).toContain('3 weitere Themen, 0 davon im Anhang.');
  });

  it('names every topic whole and what a check found, also where much is recorded', async () => {
    const data = usualLeitung();
    const text = Buffer.from(await renderReport(data, 'md', { reportsFolder }))
      .toString('utf8')
      .replaceAll('\\', '');
    const annex = text.split('\n# Anhang')[1] ?? '';
    for (const { titel } of data.themen) expect(annex).toContain(`| **${titel}**`);
    expect(annex).toContain('Netzprüfung: Der Schlüssel ist zu kurz, er hat 1024 Bit (www.beispielhain.example');
    for (const { kurz, stand } of data.minimum) expect(annex).toMatch(new RegExp(`\\| ${kurz} \\| . ${stand.wort} \\|`));
    expect(annex).not.toContain('auf dieser Seite');
    await expectShareAndPages(data);
  });

  it('leaves out what is in order before what is missing', () => {
    const data = leitung();
    const [met, missing] = (['inOrdnung', 'handlungsbedarf'] as const).map((art) =>
      data.minimum.find(({ stand }) => stand.art === art),
    );
    if (met === undefined || missing === undefined) throw new Error('one of each is needed');
    const shown = leitungPlaceables({ ...data, minimum: [...Array.from({ length: 30 }, () => ({ ...met })), missing] });
    expect(JSON.stringify(shown.tabelle?.['minimum'])).toContain(missing.begruendung.slice(0, 30));
    const sheet = shown.pflichten?.['minimum'];
    expect(sheet?.kind === 'pflichten' && sheet.rows.at(-1)?.status.art).toBe('handlungsbedarf');
  });

  it('puts alike findings together and says where the rest stands', async () => {
    const text = await renderText('leitung', 'md', 'viel nicht gesehen');
    expect(text).toContain('an 120 Stellen');
    expect(leitung(() => ({}), 'viel nicht gesehen').netz.mehr).toBe('Alles im Einzelnen steht im Bericht „Netzprüfung“.');
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
  // Sizes of the title in reports/layout/layout.typ: 14 pt, with less to say 18 pt, with next to nothing 22 pt.
  expect((await heightOfTitle('leer')) / crowded).toBeCloseTo(22 / 14, 2);
  expect((await heightOfTitle('alles gut')) / crowded).toBeCloseTo(18 / 14, 2);
});
