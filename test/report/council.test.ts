/** Papers for the council: what they say in each edition, and that numbers and words agree. */
import { describe, expect, it } from 'vitest';
import type { ControlEvaluation } from '../../src/domain/answers.ts';
import { changeKindsOfAnswers } from '../../src/domain/comparison.ts';
import type { DutyStatus } from '../../src/domain/duties.ts';
import type { Vantage } from '../../src/domain/observation.ts';
import type { RegisterEntry } from '../../src/domain/register.ts';
import { InvalidDataError } from '../../src/errors.ts';
import { buildReportData } from '../../src/report/build-report-data.ts';
import { definitionOf } from '../../src/report/kinds/index.ts';
import { renderReport } from '../../src/report/render-report.ts';
import type { ReportData } from '../../src/report/report-data.ts';
import {
  type RecordedState,
  type ReportEdition,
  type ReportInput,
  type ReportKindId,
  reportKinds,
  type YearComparison,
  type YearRecord,
} from '../../src/report/report-input.ts';
import { reportDataSchema } from '../../src/report/report-schema.ts';
import { beispielhainInput, variants } from './fixture.ts';
import { reportsFolder } from './render.ts';

type DataOf<K extends ReportKindId> = Extract<ReportData, { art: K }>;

function build<K extends ReportKindId>(art: K, fassung: ReportEdition, more: Partial<ReportInput> = {}): DataOf<K> {
  return buildReportData({ ...beispielhainInput(art), fassung, ...more }) as DataOf<K>;
}

function measure(id: string, values: RegisterEntry['values']): RegisterEntry {
  return {
    ...{ register: 'massnahme', kommune: 'beispielhain', id, values: { titel: `Titel ${id}`, status: 'offen', ...values } },
    ...{ removed: null, validFrom: '2026-03-02', recordedAt: '2026-03-02T09:00:00.000Z', recordedBy: 'Jan Muster' },
  };
}

const withMeasures = (...massnahme: RegisterEntry[]): Partial<ReportInput> => ({ register: { massnahme } });

describe.each(['rat', 'oeffentlich'] as const)('the edition %s', (fassung) => {
  const kinds = reportKinds.filter((art) => definitionOf(art).editions.includes(fassung));

  it.each(kinds)('of %s is the one on record', async (art) => {
    const markdown = await renderReport(build(art, fassung), 'md', { reportsFolder });
    await expect(Buffer.from(markdown).toString('utf8')).toMatchFileSnapshot(`golden/${art}-${fassung}.md`);
  });

  it.each(kinds.flatMap((art) => Object.keys(variants).map((name) => [art, name] as const)))(
    'of %s for „%s“ follows its schema',
    (art, name) => {
      const input = variants[name]?.(art) ?? beispielhainInput(art);
      expect(reportDataSchema.safeParse(buildReportData({ ...input, fassung })).error).toBeUndefined();
    },
  );
});

describe('a question of the council', () => {
  it('is answered alone when it is chosen, else all are', () => {
    expect(build('ratsanfrage', 'rat').fragen).toHaveLength(8);
    const { fragen, umfang } = build('ratsanfrage', 'rat', { variante: 'kosten' });
    expect(fragen.map(({ id }) => id)).toEqual(['kosten']);
    expect(umfang).toBe('Eine Antwort aus den Angaben der Verwaltung.');
    expect(build('ratsanfrage', 'rat').umfang).toBe('8 Antworten aus den Angaben der Verwaltung.');
  });

  it('gets number, cost, state and next step for every question, in every situation and edition', () => {
    for (const make of Object.values(variants)) {
      for (const fassung of ['intern', 'rat', 'oeffentlich'] as const) {
        const data = buildReportData({ ...make('ratsanfrage'), fassung });
        if (data.art !== 'ratsanfrage') throw new Error('wrong kind');
        for (const answer of data.fragen) {
          for (const part of ['antwort', 'zahl', 'kosten', 'naechsterSchritt', 'grundlage'] as const)
            expect(answer[part], `${answer.id} ${part}`).toMatch(/\S.*[.…“)]$/s);
        }
      }
    }
  });

  it('is not called fulfilled where nothing is known', () => {
    const data = buildReportData({ ...(variants['leer']?.('ratsanfrage') ?? beispielhainInput('ratsanfrage')), fassung: 'rat' });
    if (data.art !== 'ratsanfrage') throw new Error('wrong kind');
    expect(data.fragen.map(({ stand }) => stand.art)).toEqual(data.fragen.map(() => 'nichtBekannt'));
  });

  it('counts topics that do not concern the Kommune apart, in every edition', () => {
    for (const fassung of ['intern', 'rat', 'oeffentlich'] as const)
      expect(build('jahresvergleich', fassung).themenText).toMatch(/heute 8 in Ordnung, .*, 1 trifft nicht zu\. /);
  });

  it('tells the council which topics, and everybody how many', () => {
    const answer = (fassung: ReportEdition) => build('ratsanfrage', fassung).fragen[0]?.antwort;
    expect(answer('rat')).toBe(
      'Handlungsbedarf besteht in 4 von 22 Themen: Backup, Vorbereitung auf Sicherheitsvorfälle, Netze und Sicherheitsmanagement. In Ordnung sind 8, teilweise 3, über 6 ist zu wenig bekannt, 1 trifft nicht zu.',
    );
    expect(answer('oeffentlich')).toBe(
      'Handlungsbedarf besteht in 4 von 22 Themen. In Ordnung sind 8, teilweise 3, über 6 ist zu wenig bekannt, 1 trifft nicht zu.',
    );
  });

  it('does not tell everybody that somebody is missing', () => {
    const people = (fassung: ReportEdition, rollen: ReportInput['rollen']) =>
      build('ratsanfrage', fassung, { variante: 'personal', rollen }).fragen;
    const { rollen } = beispielhainInput('ratsanfrage');
    expect(people('oeffentlich', [])).toEqual(people('oeffentlich', rollen));
    expect(people('rat', [])).not.toEqual(people('rat', rollen));
    expect(people('rat', rollen)[0]?.antwort).toContain('eine Vertretung ist nicht erfasst');
  });

  it('names the day a gap was or is to be closed, as the report to the head does', () => {
    const { evaluation } = beispielhainInput('ratsanfrage');
    const [first] = evaluation.gaps;
    if (first === undefined) throw new Error('the fixture has gaps');
    const step = (bis: string | null, ...faellig: string[]) => {
      const gaps = [{ ...first, bis }];
      const planned = faellig.map((day, index) =>
        measure(`MN${index + 1}`, { faellig: day, controls: [first.evaluation.control.id] }),
      );
      const [answer] = build('ratsanfrage', 'rat', {
        ...withMeasures(...planned),
        ...{ variante: 'lage', evaluation: { ...evaluation, gaps } },
      }).fragen;
      return answer?.naechsterSchritt;
    };
    expect(step(null)).toContain(', noch ohne Termin.');
    expect(step(null, '2026-05-01', '2026-10-22')).toContain(' (war bis 22.10.2026 fällig).');
    expect(step(null, '2027-01-29')).toContain(' bis zum 29.01.2027.');
    expect(step('2026-11-15', '2027-01-29')).toContain(' (war bis 15.11.2026 fällig).');
  });

  it('says that the network is checked from outside only where it was', () => {
    const { evaluation } = beispielhainInput('ratsanfrage');
    const answer = (vantages: readonly Vantage[]) =>
      build('ratsanfrage', 'rat', {
        ...{ variante: 'netz', scan: null },
        evaluation: {
          ...evaluation,
          findings: vantages.flatMap((vantage) => evaluation.findings.slice(0, 1).map((finding) => ({ ...finding, vantage }))),
          unchecked: [],
        },
      }).fragen[0];
    expect(answer(['internet'])?.antwort).toBe('Ja, zuletzt am 28.11.2026. 1 Punkt wurde beurteilt.');
    expect(answer(['internet', 'lan'])?.antwort).toBe('Ja, zuletzt am 28.11.2026. 2 Punkte wurden beurteilt, davon 1 von außen.');
    expect(answer(['host', 'lan'])?.antwort).toBe(
      'Geprüft wurde am 28.11.2026, aber nicht von außen, sondern aus dem Netz des Hauses und auf dem Rechner selbst. 2 Punkte wurden beurteilt.',
    );
    expect(answer(['host'])?.naechsterSchritt).toContain('Eine Prüfung von außen freigeben');
  });

  it('does not take a check that saw nothing for a check from outside', () => {
    const { evaluation } = beispielhainInput('ratsanfrage');
    const [answer] = build('ratsanfrage', 'rat', {
      ...{ variante: 'netz', scan: { tool: null, at: '2026-11-28T08:20:00.000Z', nmapMissing: false } },
      evaluation: { ...evaluation, findings: [], unchecked: [] },
    }).fragen;
    expect(answer?.antwort).toBe('Das wissen wir nicht: Am 28.11.2026 wurde geprüft, aber ohne Ergebnis.');
    expect(answer?.stand.art).toBe('nichtBekannt');
  });

  it('counts the legal minimum over the same points as the report to the head', () => {
    const { evaluation } = beispielhainInput('ratsanfrage');
    const all = evaluation.duties.get('saechsisichg') ?? [];
    const index = all.findIndex(({ item, status }) => item.legalMinimum && status === 'erfuellt');
    const changed = all.with(index, { ...(all[index] as (typeof all)[number]), status: 'nichtAnwendbar' });
    const more = { evaluation: { ...evaluation, duties: new Map([...evaluation.duties, ['saechsisichg', changed]]) } };
    const [answer] = build('ratsanfrage', 'rat', { ...more, variante: 'pflichten' }).fragen;
    expect(answer?.antwort).toContain('Von 10 Punkten sind 4 in Ordnung; 1 ist hier nicht anwendbar.');
    expect(answer?.naechsterSchritt).toBe('Den Punkt „Verantwortung der Leitung“ in Ordnung bringen.');
    expect(answer?.standText).toContain('Nicht bekannt: „Vertretung bestellt“.');
    expect(answer?.zahl).toBe(
      '10 Punkte: 4 in Ordnung, 0 teilweise oder verspätet, 4 nicht erfüllt, 1 nicht bekannt, 1 nicht anwendbar.',
    );
    expect(build('leitung', 'intern', more).minimumText).toMatch(/^10 Punkte: 4 in Ordnung, .*1 nicht anwendbar/);
  });

  it('does not call a case nobody classified „nicht erheblich“', () => {
    const incident = (id: string, values: RegisterEntry['values']) => ({ ...measure(id, values), register: 'vorfall', values });
    const answer = (...vorfall: RegisterEntry[]) =>
      build('ratsanfrage', 'rat', { register: { vorfall }, variante: 'vorfaelle' }).fragen[0];
    const open = { kenntnis: '2026-11-02T08:00:00.000Z', status: 'offen' };
    expect(answer(incident('VF1', open))).toMatchObject({
      antwort: 'Für 2026 ist 1 Fall erfasst. Er ist noch nicht eingeordnet.',
      naechsterSchritt: 'Den Fall einordnen, abschließen und die Lehren daraus in Maßnahmen fassen.',
    });
    expect(answer(incident('VF1', { ...open, art: 'vorfall' }), incident('VF2', open))).toMatchObject({
      antwort: 'Für 2026 sind 2 Fälle erfasst. Keiner der eingeordneten ist erheblich, 1 ist noch nicht eingeordnet.',
      naechsterSchritt:
        'Den noch nicht eingeordneten Fall einordnen, alle offenen abschließen und die Lehren daraus in Maßnahmen fassen.',
    });
    expect(answer(incident('VF1', { ...open, art: 'vorfall' }))).toMatchObject({
      antwort: 'Für 2026 ist 1 Fall erfasst. Er ist nicht als erheblich eingeordnet.',
      naechsterSchritt: 'Den offenen Fall abschließen und die Lehren daraus in Maßnahmen fassen.',
    });
  });

  describe('about measures', () => {
    const answer = (fassung: ReportEdition, ...all: RegisterEntry[]) =>
      build('ratsanfrage', fassung, { ...withMeasures(...all), variante: 'massnahmen' }).fragen[0];
    const done = measure('MN1', { status: 'erledigt', 'erledigt-am': '2026-08-14' });

    it('is not in order while no measure is planned for the gaps', () => {
      for (const fassung of ['intern', 'rat', 'oeffentlich'] as const) {
        for (const all of [[], [done], [done, measure('MN2', { faellig: '2027-01-29' })]]) {
          const given = answer(fassung, ...all);
          expect(given?.stand.art).toBe('handlungsbedarf');
          expect(given?.standText).toMatch(
            /^Zu keiner der 10 gemeldeten Lücken gibt es eine Maßnahme\. 7 Fragen sind noch nicht/,
          );
          expect(given?.naechsterSchritt).toContain('Zu jeder Lücke ohne Maßnahme eine festlegen');
        }
      }
      expect(answer('rat', done, measure('MN2', { faellig: '2027-01-29', controls: ['NETZE.1'] }))).toMatchObject({
        stand: { art: 'teilweise' },
        standText: expect.stringContaining('Zu 9 von 10 gemeldeten Lücken gibt es noch keine Maßnahme.'),
      });
      expect(answer('oeffentlich', done, measure('MN2', { faellig: '2027-01-29', controls: ['NETZE.1'] }))).toMatchObject({
        stand: { art: 'teilweise' },
        standText: expect.stringContaining('ob es zu jeder eine Maßnahme gibt, steht in dieser Fassung nicht.'),
      });
    });

    it('is in order only where every question has a valid answer', () => {
      const { evaluation } = beispielhainInput('ratsanfrage');
      const given = (offen: number) =>
        build('ratsanfrage', 'rat', {
          ...withMeasures(done, measure('MN2', { faellig: '2027-01-29' })),
          evaluation: { ...evaluation, gaps: [], total: { ...evaluation.total, nein: 0, teilweise: 0, offen, zuBestaetigen: 0 } },
          variante: 'massnahmen',
        }).fragen[0];
      expect(given(0)).toMatchObject({ stand: { art: 'inOrdnung' }, standText: 'Alle Termine liegen noch vor uns.' });
      expect(given(3)).toMatchObject({
        stand: { art: 'nichtBekannt' },
        standText: expect.stringContaining('Das heißt nicht, dass es keine gibt'),
      });
    });

    it('names what is late before what is due next, and no bare number', () => {
      const all = [
        measure('MN1', { faellig: '2026-10-01' }),
        measure('MN2', { faellig: '2026-09-01', ratstext: 'Anmeldung besser schützen.' }),
        measure('MN3', { faellig: '2027-01-29' }),
      ];
      expect(answer('intern', ...all)?.naechsterSchritt).toMatch(
        /^Die 2 überfälligen Maßnahmen abschließen: „Anmeldung besser schützen“ \(war bis 01\.09\.2026 fällig\) und „Titel MN1“ \(war bis 01\.10\.2026 fällig\)\. Danach „Titel MN3“ bis zum 29\.01\.2027 abschließen\./,
      );
      const open = answer('oeffentlich', ...all)?.naechsterSchritt;
      expect(open).toMatch(
        /^Die 2 überfälligen Maßnahmen abschließen: „Anmeldung besser schützen“ \(war bis 01\.09\.2026 fällig\) und 1 weitere\. Danach die nächste Maßnahme bis zum 29\.01\.2027 abschließen\./,
      );
      expect(open).not.toMatch(/MN\d/);
    });
  });

  describe('about money', () => {
    const answer = (...all: RegisterEntry[]) =>
      build('ratsanfrage', 'rat', { ...withMeasures(...all), variante: 'kosten' }).fragen[0];
    const granted = measure('MN1', {
      mittel: 'bewilligt',
      'kosten-einmalig': 500,
      status: 'erledigt',
      'erledigt-am': '2026-08-14',
    });

    it('is not in order while gaps or measures stand open of which nobody said what they cost', () => {
      expect(answer(granted)).toMatchObject({
        stand: { art: 'nichtBekannt' },
        standText: 'Beantragte Mittel sind bewilligt. Ob sie für alle Lücken reichen, ist nicht bekannt.',
      });
      expect(answer(granted, measure('MN2', {}))).toMatchObject({
        stand: { art: 'teilweise' },
        standText: 'Beantragte Mittel sind bewilligt. Für 1 offene Maßnahme ist nicht vermerkt, ob Mittel nötig sind.',
      });
    });

    it('wants no estimate for open measures where none is open or all are estimated', () => {
      expect(answer(granted)?.naechsterSchritt).toBe(
        'Festlegen, welche Maßnahmen nötig sind, und ihre Kosten für den nächsten Haushalt schätzen.',
      );
      expect(answer(measure('MN2', { 'kosten-einmalig': 500 }))?.naechsterSchritt).toBe(
        'Die geschätzten Mittel beantragen oder vermerken, dass keine nötig sind.',
      );
      expect(answer(measure('MN2', {}))?.naechsterSchritt).toBe(
        'Die Kosten der offenen Maßnahme ohne Schätzung für den nächsten Haushalt schätzen.',
      );
    });
  });

  describe('about people and their time', () => {
    const base = beispielhainInput('ratsanfrage');
    const officer = base.rollen.filter(({ rolle }) => rolle === 'bfis');
    const both = [...officer, ...officer.map((role) => ({ ...role, id: 'r3', rolle: 'bfis-vertretung' }))];
    const duties = (changed: Readonly<Record<string, DutyStatus>>) => {
      const own = base.evaluation.duties.get('saechsisichg') ?? [];
      const all = own.map((duty) => ({ ...duty, status: changed[duty.item.id] ?? duty.status }));
      return { ...base.evaluation, duties: new Map([...base.evaluation.duties, ['saechsisichg', all]]) };
    };
    const hours = (values: RegisterEntry['values']) => ({
      register: {
        ressource: [{ ...measure('RS1', {}), register: 'ressource', values: { jahr: 2026, wofuer: 'bfis', ...values } }],
      },
    });
    const answer = (more: Partial<ReportInput>, fassung: ReportEdition = 'rat') =>
      build('ratsanfrage', fassung, { rollen: both, evaluation: duties({ 'S-11': 'erfuellt' }), ...more, variante: 'personal' })
        .fragen[0];

    it('is in order only with hours, and with what the legal minimum says of it', () => {
      expect(answer(hours({ 'stunden-geplant': 48 }))?.stand.art).toBe('inOrdnung');
      expect(answer({ register: {} })).toMatchObject({
        stand: { art: 'nichtBekannt' },
        standText: 'Bestellt am 01.03.2024. Wie viel Zeit vorgesehen ist, ist nicht erfasst.',
      });
      expect(answer(hours({ 'stunden-geplant': 0 }))?.stand.art).toBe('handlungsbedarf');
      const evaluation = duties({ 'S-07': 'nichtErfuellt', 'S-11': 'erfuellt' });
      expect(answer({ ...hours({ 'stunden-geplant': 48 }), evaluation })).toMatchObject({
        stand: { art: 'handlungsbedarf' },
        standText: 'Bestellt am 01.03.2024. Nicht erfüllt: „Personal und Mittel“.',
        naechsterSchritt: 'Den Punkt „Personal und Mittel“ in Ordnung bringen.',
      });
      expect(answer({ ...hours({ 'stunden-geplant': 48 }), evaluation }, 'oeffentlich')?.stand.art).toBe('teilweise');
    });

    it('says once since when both are there', () => {
      expect(answer({})?.antwort).toContain(
        'Eine beauftragte Person für Informationssicherheit und eine Vertretung sind seit dem 01.03.2024 tätig. ',
      );
      const later = both.map((role) => (role.rolle === 'bfis' ? role : { ...role, ab: '2025-01-01' }));
      expect(answer({ rollen: later })?.antwort).toContain('ist seit dem 01.03.2024 tätig, eine Vertretung seit dem 01.01.2025.');
    });

    it('says for what there is no amount, and tells one that is spent', () => {
      expect(answer(hours({ wofuer: 'technik', 'euro-geplant': 8000 }))?.kosten).toBe(
        'Für die beauftragte Person, ihre Vertretung und Dienstleister ist für 2026 kein eigener Betrag erfasst.',
      );
      expect(answer(hours({ 'euro-verbraucht': 300 }))?.kosten).toBe(
        'Für die beauftragte Person, ihre Vertretung und Dienstleister 2026: 300 € ausgegeben.',
      );
    });
  });

  describe('about trainings', () => {
    const { evaluation } = beispielhainInput('ratsanfrage');
    const [some] = evaluation.controls.values();
    if (some === undefined) throw new Error('the fixture has controls');
    const control = { ...some.control, id: 'PER-01.02', question: 'Waren alle dabei?' };
    const training = (values: RegisterEntry['values']): RegisterEntry => ({
      ...measure('SC1', {}),
      ...{ register: 'schulung', values: { thema: 'Betrugsmails', am: '2026-09-10', ...values } },
    });
    const answer = (said: Partial<ControlEvaluation>, ...schulung: RegisterEntry[]) => {
      const controls = new Map([...evaluation.controls, ['PER-01.02', { ...some, ...said, control }]]);
      return build('ratsanfrage', 'intern', {
        ...{ register: { schulung }, variante: 'schulung', evaluation: { ...evaluation, controls } },
      }).fragen[0];
    };

    it('says what was answered where none is recorded', () => {
      expect(answer({ state: 'ja', basis: 'belegt' })).toMatchObject({
        antwort:
          'In den letzten zwölf Monaten ist keine Schulung erfasst. Die Frage „Waren alle dabei?“ ist mit „ja“ beantwortet und belegt.',
        stand: { art: 'nichtBekannt' },
      });
      expect(answer({ state: 'nein', basis: null })?.stand.art).toBe('handlungsbedarf');
      expect(answer({ state: 'offen', basis: null })?.antwort).toContain('Ob dennoch geschult wurde, wissen wir nicht.');
      const [open] = build('ratsanfrage', 'oeffentlich', { register: {}, variante: 'schulung' }).fragen;
      expect(open?.antwort).toContain('Das heißt nicht, dass keine stattfand.');
    });

    it('is not in order against the answer of the house', () => {
      const everybody = training({ erreicht: 34, von: 34 });
      expect(answer({ state: 'ja', basis: 'belegt' }, everybody)?.stand.art).toBe('inOrdnung');
      expect(answer({ state: 'nein', basis: null }, everybody)).toMatchObject({
        stand: { art: 'handlungsbedarf' },
        standText: 'Alle sind erreicht. Die Frage „Waren alle dabei?“ ist mit „nein“ beantwortet.',
      });
    });

    it('calls the only one by its day', () => {
      const said = (...all: RegisterEntry[]) => answer({ state: 'ja' }, ...all)?.antwort;
      expect(said(training({}))).toBe('In den letzten zwölf Monaten fand 1 Schulung oder Übung statt, am 10.09.2026.');
      expect(said(training({}), training({ am: '2026-03-10' }))).toContain('statt, die letzte am 10.09.2026.');
    });
  });

  it('says on top who may read it', async () => {
    const text = Buffer.from(await renderReport(build('ratsanfrage', 'intern'), 'md', { reportsFolder })).toString('utf8');
    const note = text.indexOf('bleibt in der Verwaltung');
    expect(note).toBeGreaterThan(0);
    expect(note).toBeLessThan(text.indexOf('## 1'));
  });

  it('uses the singular for one', () => {
    const one = withMeasures(measure('MN1', { faellig: '2026-01-01', 'kosten-einmalig': 100 }));
    const [answer] = build('ratsanfrage', 'intern', { ...one, variante: 'massnahmen' }).fragen;
    expect(answer).toMatchObject({
      antwort: 'In den letzten zwölf Monaten wurde keine Maßnahme abgeschlossen. 1 Maßnahme ist offen, 1 davon ist überfällig.',
      zahl: '1 offen: 1 überfällig, 0 ohne Termin und 0 in der Frist.',
      kosten: 'Für 1 offene Maßnahme: 100 € einmalig (Schätzung).',
      standText:
        '1 Termin ist verstrichen. Zu keiner der 10 gemeldeten Lücken gibt es eine Maßnahme. 7 Fragen sind noch nicht beantwortet, 1 Antwort ist neu zu bestätigen.',
    });
  });
});

describe('the paper a council decides on', () => {
  it('asks about what needs money or a decision now, and about nothing else', () => {
    const data = build(
      'beschlussvorlage',
      'intern',
      withMeasures(
        measure('MN1', { mittel: 'beantragt', 'kosten-einmalig': 1000, 'kosten-jaehrlich': 200, haushaltsjahr: 2027 }),
        measure('MN2', { mittel: 'bewilligt', 'kosten-einmalig': 500 }),
        measure('MN3', { mittel: 'nicht-noetig' }),
        measure('MN4', { 'kosten-einmalig': 300 }),
        measure('MN5', { mittel: 'gekuerzt', 'kosten-einmalig': 900, wiedervorlage: '2027-09-01' }),
        measure('MN6', { mittel: 'abgelehnt', 'kosten-einmalig': 50, haushaltsjahr: 2027 }),
        measure('MN7', { status: 'zurueckgestellt', wiedervorlage: '2026-11-01' }),
        measure('MN8', { status: 'erledigt', mittel: 'beantragt' }),
        measure('MN9', {}),
      ),
    );
    expect(data.positionen.map(({ id }) => id)).toEqual(['MN1', 'MN4', 'MN6', 'MN7']);
    expect(data.betreff).toBe('Informationssicherheit: Mittel für 3 Maßnahmen und Entscheidung über 1 weitere');
    expect(data.beschluss.slice(0, 2)).toEqual([
      'Der Gemeinderat stellt für „Titel MN1“, „Titel MN4“ und „Titel MN6“ 1.350 € einmalig und 200 € im Jahr bereit.',
      'Der Gemeinderat entscheidet, ob „Titel MN7“ umgesetzt wird.',
    ]);
    expect(data.jahre).toEqual([
      { jahr: '2027', einmalig: '1.050 €', jaehrlich: '200 €', massnahmen: 2, ohneKosten: 0 },
      { jahr: 'ohne Haushaltsjahr', einmalig: '300 €', jaehrlich: 'nicht genannt', massnahmen: 1, ohneKosten: 0 },
    ]);
    expect(data.kostenText).toContain('Die jährlichen Kosten fallen auch in den Folgejahren an.');
    expect(data.nichtDabei).toContain('„Titel MN5“ am 01.09.2027');
  });

  it('invents no amount', () => {
    const data = build('beschlussvorlage', 'intern', withMeasures(measure('MN1', { mittel: 'beantragt' })));
    expect(data.beschluss[0]).toBe(
      'Der Gemeinderat stellt die Mittel für „Titel MN1“ bereit. Beträge sind noch nicht geschätzt.',
    );
    expect(data.positionen[0]?.kosten).toBe('nicht geschätzt');
  });

  it('points to the lines of the table where there are many measures, and names one without a wording by its number', () => {
    const asked = ['MN1', 'MN2', 'MN3', 'MN4', 'MN5'].map((id) => measure(id, { mittel: 'beantragt', 'kosten-einmalig': 100 }));
    const kept = measure('MN6', { status: 'zurueckgestellt', wiedervorlage: '2026-11-01' });
    const { beschluss } = build('beschlussvorlage', 'oeffentlich', withMeasures(...asked, kept));
    expect(beschluss.slice(0, 2)).toEqual([
      'Der Gemeinderat stellt für die Maßnahmen unter Nr. 1, 2, 3, 4 und 5 der Übersicht unten 500 € einmalig bereit.',
      'Der Gemeinderat entscheidet, ob die Maßnahme MN6 umgesetzt wird.',
    ]);
  });

  it('proposes no decision where no measure is recorded, and does not call that fine', () => {
    const none = build('beschlussvorlage', 'rat', withMeasures());
    expect(none.beschluss).toEqual([
      'Es sind noch keine Maßnahmen erfasst. Ein Beschluss wird deshalb nicht vorgeschlagen. Gesetzliches Minimum, 10 Punkte: 4 nicht erfüllt und 1 nicht bekannt.',
    ]);
    expect(none.betreff).toBe('Informationssicherheit: noch kein Beschluss vorgeschlagen');
    const settled = build('beschlussvorlage', 'rat', withMeasures(measure('MN1', { mittel: 'nicht-noetig' })));
    expect(settled.beschluss[0]).toBe(
      'Der Gemeinderat nimmt zur Kenntnis, dass zu keiner erfassten Maßnahme derzeit ein Beschluss nötig ist. Gesetzliches Minimum, 10 Punkte: 4 nicht erfüllt und 1 nicht bekannt.',
    );
  });

  it('may be about one measure, whatever its state, but not about one that is done', () => {
    const eintrag = measure('MN2', { mittel: 'bewilligt', 'kosten-einmalig': 500 });
    expect(build('beschlussvorlage', 'intern', { eintrag }).positionen).toMatchObject([
      { id: 'MN2', anlass: 'Einzeln vorgelegt' },
    ]);
    expect(() => build('beschlussvorlage', 'intern', { eintrag: measure('MN2', { status: 'erledigt' }) })).toThrow(
      InvalidDataError,
    );
  });

  it('calls a measure in lower editions by the wording written for them, else by its number', () => {
    const both = withMeasures(
      measure('MN1', { titel: 'Firewall XY tauschen', mittel: 'beantragt', ratstext: 'Netzübergang erneuern' }),
      measure('MN2', { titel: 'Server von Meier abschalten', mittel: 'beantragt', controls: ['NETZE.1'] }),
    );
    const titles = (fassung: ReportEdition) => build('beschlussvorlage', fassung, both).positionen.map(({ titel }) => titel);
    expect(titles('intern')).toEqual(['Netzübergang erneuern', 'Server von Meier abschalten']);
    expect(titles('rat')).toEqual(['Netzübergang erneuern', 'Maßnahme MN2: Gäste und Verwaltung trennen']);
    expect(titles('oeffentlich')).toEqual(['Netzübergang erneuern', 'Maßnahme MN2']);
  });

  it('strips a full stop inside its sentences, in every edition', () => {
    const one = withMeasures(
      measure('MN1', { mittel: 'beantragt', 'kosten-einmalig': 1250.5, ratstext: 'Anmeldung besser schützen.' }),
    );
    for (const fassung of ['intern', 'rat', 'oeffentlich'] as const) {
      expect(build('beschlussvorlage', fassung, one).beschluss[0]).toBe(
        'Der Gemeinderat stellt für „Anmeldung besser schützen“ 1.250,50 € einmalig bereit.',
      );
    }
  });

  it('says of questions that they have no valid answer, not that they are unknown', () => {
    expect(build('beschlussvorlage', 'rat').begruendung[0]).toContain('mit „nein“; 8 sind ohne gültige Antwort. ');
  });

  it('has no boxes for a result where nothing is to be decided', async () => {
    const text = async (...all: RegisterEntry[]) =>
      Buffer.from(await renderReport(build('beschlussvorlage', 'rat', withMeasures(...all)), 'md', { reportsFolder })).toString(
        'utf8',
      );
    expect(await text()).not.toMatch(/Der Vorschlag wird|## Ergebnis|Enthaltungen/);
    expect(await text(measure('MN1', { mittel: 'beantragt' }))).toMatch(
      /## Ergebnis[^#]*Der Vorschlag wird[^#]*Enthaltungen[^#]*Schriftführung/,
    );
  });

  it('tells the consequences of a no in the non-public part only', () => {
    expect(build('beschlussvorlage', 'rat').folgen.length).toBeGreaterThan(0);
    const open = build('beschlussvorlage', 'oeffentlich');
    expect(open.folgen).toEqual([]);
    expect(open.folgenText).toContain('stehen im nichtöffentlichen Teil');
    expect(open.positionen.every(({ grund }) => grund === '')).toBe(true);
  });

  it('names the body that decides, and the SächsGemO only where it holds', () => {
    const { kommune } = beispielhainInput('beschlussvorlage');
    const paper = (art: string) => build('beschlussvorlage', 'rat', { kommune: { ...kommune, art } });
    expect(paper('stadt').fuer).toBe('Für den Stadtrat');
    expect(paper('stadt').teil).toContain('§ 37 Abs. 1 SächsGemO°');
    expect(paper('landkreis').fuer).toBe('Für den Kreistag');
    expect(paper('landkreis').teil).not.toContain('SächsGemO');
    expect(paper('zweckverband').gremium).toBe('Verbandsversammlung');
  });
});

describe('the comparison over the years', () => {
  it('warns where catalogue and profile changed in between, and does not where they did not', () => {
    const { vorbehalte } = build('jahresvergleich', 'intern');
    expect(vorbehalte[0]).toBe('Der Katalog hat gewechselt: früher Ausgabe 2025.2, jetzt Ausgabe 2026.1.');
    const { jahre } = beispielhainInput('jahresvergleich');
    if (jahre?.vergleich == null) throw new Error('the fixture has rounds');
    const none = Object.fromEntries(changeKindsOfAnswers.map((kind) => [kind, 0])) as typeof jahre.vergleich.aenderungen;
    const steady = {
      staende: jahre.staende.map((stand) => ({ ...stand, ausgabe: '2026.1' })),
      vergleich: { ...jahre.vergleich, aenderungen: none, wortlautNichtFestgehalten: 0 },
    };
    expect(build('jahresvergleich', 'intern', { jahre: steady }).vorbehalte).toEqual([]);
    const [first, second, third] = steady.staende;
    if (first === undefined || second === undefined || third === undefined) throw new Error('three states');
    const other = { ...steady, staende: [first, { ...second, profil: 'Sofort', ausgabe: null }, third] };
    expect(build('jahresvergleich', 'intern', { jahre: other }).vorbehalte).toEqual([
      'Mit welcher Ausgabe des Katalogs früher gefragt wurde, ist nicht festgehalten.',
      'Das Profil hat gewechselt: früher „Sofort“, jetzt „Einstieg“. Es werden andere Fragen gestellt.',
    ]);
  });

  it('names no total of a closing that does not fit its answers, and says „keine“ for none', () => {
    const { jahre } = beispielhainInput('jahresvergleich');
    if (jahre?.vergleich == null) throw new Error('the fixture has rounds');
    const { vergleich, staende } = jahre;
    const aenderungen = { ...vergleich.aenderungen, besser: 0, schlechter: 0 };
    const odd = build('jahresvergleich', 'intern', {
      jahre: { staende, vergleich: { ...vergleich, aenderungen, standWeichtAb: true } },
    });
    expect(odd.saetze.veraenderung).toMatch(/wurden, ist keine besser und keine schlechter beantwortet/);
    expect(odd.saetze.veraenderung).toMatch(/Mit „ja“ beantwortet sind jetzt 24 von 42 Fragen\.$/);
    expect(odd.vorbehalte[0]).toBe(
      'Beim Abschluss am 31.10.2026 wurden 21 von 42 Fragen mit „ja“ gezählt; aus den dazu gespeicherten Antworten ergibt sich nach dem heutigen Katalog eine andere Zahl. Verglichen wird mit diesen Antworten.',
    );
    const one = build('jahresvergleich', 'intern', {
      jahre: { staende, vergleich: { ...vergleich, aenderungen: { ...aenderungen, schlechter: 1 } } },
    });
    expect(one.saetze.veraenderung).toContain('ist keine besser und 1 schlechter beantwortet');
  });

  /** The fixture with another comparison. */
  const compared = (change: (record: YearRecord & { vergleich: YearComparison }) => Partial<YearRecord>) => {
    const { jahre } = beispielhainInput('jahresvergleich');
    if (jahre?.vergleich == null) throw new Error('the fixture has rounds');
    return build('jahresvergleich', 'intern', {
      jahre: { ...jahre, ...change({ ...jahre, vergleich: jahre.vergleich }) },
    });
  };

  it('accounts for every topic, also for those of which no question was asked before', () => {
    const few = compared(({ vergleich }) => ({ vergleich: { ...vergleich, themen: vergleich.themen.slice(0, 3) } }));
    const { themenText } = few;
    const all = Number(themenText.match(/^Von (\d+) Themen/)?.[1]);
    const [, against = ''] = themenText.split('Gegenüber dem früheren Stand: ');
    const parts = [...against.matchAll(/(\d+) (?:besser|schlechter|unverändert|läss|lassen)/g)].map(([, n]) => Number(n));
    expect(parts.reduce((sum, n) => sum + n, 0)).toBe(all);
    expect(themenText).toContain('19 lassen sich nicht vergleichen, weil keine Frage dazu beide Male gestellt wurde.');
  });

  it('says which topics the chart leaves out', async () => {
    const up = (n: number) =>
      compared(({ vergleich }) => ({
        vergleich: {
          ...vergleich,
          themen: vergleich.themen.map((topic, index) => ({ ...topic, trend: index < n ? 'besser' : 'gleich' })),
        },
      }));
    const text = async (n: number) => Buffer.from(await renderReport(up(n), 'md', { reportsFolder })).toString('utf8');
    expect(await text(3)).toContain('Themen, die unverändert oder nicht vergleichbar sind, stehen nicht in diesem Bild.\n');
    expect(await text(8)).toContain('Gezeigt sind die ersten 6 von 8.');
    expect(await text(0)).toContain('Kein Thema ist besser oder schlechter geworden.');
  });

  it('explains why more questions are compared than were asked', () => {
    const many = compared(({ vergleich }) => ({ vergleich: { ...vergleich, verglichen: 60 } }));
    expect(many.saetze.veraenderung).toMatch(
      /^Von 60 Fragen, die beide Male gestellt wurden \(eine Frage zu zwei Systemen zählt hier zweimal\), /,
    );
    expect(build('jahresvergleich', 'intern').saetze.veraenderung).not.toContain('zweimal');
  });

  it('says beside the course that other questions are asked now', () => {
    const now = (state: Partial<RecordedState>) =>
      compared(({ staende }) => ({
        staende: staende.map((each, index) => ({ ...each, ausgabe: '2026.1', ...(index === 0 ? state : {}) })),
      })).staendeText;
    expect(now({ profil: 'Sofort' })).toMatch(
      /\. Dazwischen hat das Profil gewechselt: Es werden andere Fragen gestellt\. Ob etwas besser oder schlechter geworden ist, zeigt der Verlauf deshalb nicht; das steht unter „Was sich geändert hat“\.$/,
    );
    expect(now({ profil: 'Sofort', ausgabe: '2025.1' })).toContain('Dazwischen haben das Profil und der Katalog gewechselt');
    expect(now({ ausgabe: '2025.1' })).toContain('der Katalog gewechselt: Die Fragen sind nicht unbedingt dieselben.');
    expect(now({ ausgabe: null })).not.toContain('gewechselt');
  });

  it('has one set of words for the state of a duty', async () => {
    for (const fassung of ['intern', 'rat', 'oeffentlich'] as const) {
      const text = Buffer.from(await renderReport(build('jahresvergleich', fassung), 'md', { reportsFolder })).toString('utf8');
      const [, section = ''] = text.split(/^## Gesetzliches Minimum$/m);
      const [own = ''] = section.split(/^## /m);
      expect(own).toMatch(/\d+ erfüllt, \d+ teilweise, \d+ nicht erfüllt, \d+ nicht bekannt\./);
      expect(own).not.toMatch(/in Ordnung|offen|verspätet,/);
    }
  });

  it('never counts effects of the method as progress', () => {
    const { aenderungen } = build('jahresvergleich', 'intern');
    expect(aenderungen.echt.map(({ art }) => art)).toEqual(['besser', 'schlechter', 'erstmals beantwortet']);
    expect(aenderungen.methode.map(({ art }) => art)).toEqual(['neu im Katalog', 'zu bestätigen']);
  });

  it('says so where there is nothing to compare with', () => {
    const data = buildReportData(variants['leer']?.('jahresvergleich') ?? beispielhainInput('jahresvergleich'));
    if (data.art !== 'jahresvergleich') throw new Error('wrong kind');
    expect(data.saetze.veraenderung).toBe('Das wissen wir nicht, weil ein früherer Stand fehlt.');
    expect(data.staende).toHaveLength(1);
    expect(data.themen).toEqual([]);
    expect(data.vorfaelle.text).toContain('Das heißt nicht, dass es keinen gab.');
  });

  it('calls earlier rounds in lower editions by their day', () => {
    expect(build('jahresvergleich', 'intern').zeitraum).toBe(
      'Verglichen wird der Stand vom 31.10.2026 („Erhebung 2025“) mit dem Stand vom 30.11.2026.',
    );
    expect(build('jahresvergleich', 'oeffentlich').zeitraum).toBe(
      'Verglichen wird der Stand vom 31.10.2026 mit dem Stand vom 30.11.2026.',
    );
  });
});
