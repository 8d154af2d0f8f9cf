/** The plan says what comes first and why, who is missing, what waits, and when the head decides again. */
import { describe, expect, it } from 'vitest';
import type { RegisterEntry } from '../../src/domain/register.ts';
import { buildReportData } from '../../src/report/build-report-data.ts';
import type { RealisierungsplanData } from '../../src/report/kinds/realisierungsplan/data.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { beispielhainInput, variants } from './fixture.ts';
import { planMeasures } from './fixture-plan.ts';
import { reportsFolder } from './render.ts';

function plan(massnahmen: readonly RegisterEntry[] = planMeasures()): RealisierungsplanData {
  const data = buildReportData({ ...beispielhainInput('realisierungsplan'), register: { massnahme: massnahmen } });
  if (data.art !== 'realisierungsplan') throw new Error('wrong kind');
  return data;
}

const data = plan();
const measures = data.prioritaeten.flatMap(({ massnahmen }) => massnahmen);

function measure(id: string, values: RegisterEntry['values']): RegisterEntry {
  const [first] = planMeasures();
  if (first === undefined) throw new Error('no measure');
  return { ...first, id, values: { titel: id, status: 'offen', ...values } };
}

describe('the plan of measures', () => {
  it('counts what is open by its day, and leaves settled ones out', () => {
    expect(data.saetze.stand).toBe(
      '6 Maßnahmen sind offen: 1 überfällig, 1 in den nächsten 30 Tagen fällig, 3 später fällig und 1 ohne Termin. Dazu ist 1 zurückgestellt.',
    );
    expect(measures.map(({ id }) => id)).not.toContain('MN8');
    expect(measures.map(({ id }) => id)).not.toContain('MN9');
  });

  it('says where it stands once, not under the next heading again', async () => {
    const text = String(await renderReport(data, 'md', { reportsFolder }));
    expect(text.split('6 Maßnahmen sind offen')).toHaveLength(2);
    expect(text).toContain('Im Einzelnen: 1 überfällig, 1 bald fällig, 3 in der Frist und 1 ohne Termin.');
    const none = String(await renderReport(plan([]), 'md', { reportsFolder }));
    expect(none.split('Es ist keine offene Maßnahme erfasst.')).toHaveLength(2);
  });

  it('ranks through all priorities, each with its reason', () => {
    expect(measures.map(({ rang }) => rang)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(measures[0]?.grund).toContain('gesetzlichen Pflicht');
    expect(measures.find(({ id }) => id === 'MN7')).toMatchObject({
      prioritaet: 2,
      grund: 'Von Hand gesetzt: Der Dienstleister ist ohnehin im Haus.',
    });
  });

  it('says what is missing: a person, a day, a figure', () => {
    expect(measures.find(({ id }) => id === 'MN4')?.wer).toBe('noch niemand benannt');
    expect(measures.find(({ id }) => id === 'MN5')).toMatchObject({
      termin: { wort: 'ohne Termin' },
      kosten: 'nicht geschätzt',
    });
    expect(data.saetze.entscheiden).toContain('Für 1 Maßnahme ist niemand benannt.');
    expect(data.saetze.kosten).toMatch(/^16\.700 € einmalig, 960,50 € im Jahr und 5,5 Arbeitstage, soweit geschätzt; für 2/);
  });

  it('shows what was cut and when the head decides again', () => {
    expect(data.zurueckgestellt).toMatchObject([
      { id: 'MN6', was: 'zurückgestellt', wiedervorlage: '01.11.2026', faellig: true },
      { id: 'MN4', was: 'Mittel gekürzt', wiedervorlage: '01.09.2027', faellig: false },
    ]);
    expect(data.saetze.entscheiden).toContain('Zurückgestelltes ist neu zu entscheiden: MN6.');
  });

  it('notices what cannot work: later than what waits for it, given up, in a circle', () => {
    expect(data.abhaengigkeiten).toMatchObject([{ id: 'MN3', hinweis: 'MN4 ist erst 122 Tage nach dieser Maßnahme fällig.' }]);
    const { abhaengigkeiten } = plan([
      measure('MN1', { 'haengt-ab-von': ['MN2'] }),
      measure('MN2', { 'haengt-ab-von': ['MN3', 'MN9'] }),
      measure('MN3', { 'haengt-ab-von': ['MN1', 'MN4'] }),
      measure('MN4', { status: 'verworfen' }),
    ]);
    const hint = (id: string) => abhaengigkeiten.find((each) => each.id === id)?.hinweis;
    expect(hint('MN1')).toBe('Im Kreis: MN1 → MN2 → MN3 → MN1.');
    expect(hint('MN2')).toContain('MN9 gibt es nicht mehr.');
    expect(hint('MN3')).toContain('MN4 ist verworfen.');
  });

  it('says of what is waited for that it is overdue', () => {
    const { abhaengigkeiten } = plan([
      measure('MN1', { faellig: '2027-03-01', 'haengt-ab-von': ['MN2'] }),
      measure('MN2', { faellig: '2026-06-30' }),
      measure('MN3', { 'haengt-ab-von': ['MN2'] }),
    ]);
    expect(abhaengigkeiten).toMatchObject([
      { id: 'MN1', wartetAuf: ['MN2 (offen, seit 30.06.2026 überfällig) MN2'], hinweis: 'MN2 ist seit 30.06.2026 überfällig.' },
      { id: 'MN3', hinweis: 'MN2 ist seit 30.06.2026 überfällig.' },
    ]);
  });

  it('does not call nothing estimated what the catalogue estimates', async () => {
    const input = {
      ...beispielhainInput('realisierungsplan'),
      register: { massnahme: [measure('MN1', { controls: ['NETZE.1'] })] },
    };
    const text = Buffer.from(await renderReport(buildReportData(input), 'md', { reportsFolder })).toString('utf8');
    expect(text).toContain('(Schätzung des Katalogs)');
    expect(text).toContain('keine eigene Schätzung');
    expect(text).not.toContain('nichts geschätzt');
    expect(plan([measure('MN1', {})]).saetze.kosten).toBe('Für keine offene Maßnahme sind Kosten oder Aufwand eingetragen.');
  });

  it('has something to settle as long as gaps have no measure or questions no answer', () => {
    const settled = { verantwortlich: 'Jan Muster', faellig: '2027-01-29' };
    expect(plan([measure('MN1', settled)]).saetze.entscheiden).toBe(
      'Zu 10 Lücken fehlt eine Maßnahme. 7 Fragen sind noch nicht beantwortet, 1 Antwort ist neu zu bestätigen.',
    );
    expect(plan([]).saetze.entscheiden).not.toContain('Jede offene Maßnahme');
    const empty = buildReportData(variants['leer']?.('realisierungsplan') ?? beispielhainInput('realisierungsplan'));
    if (empty.art !== 'realisierungsplan') throw new Error('wrong kind');
    expect(empty.saetze.entscheiden).toBe('44 Fragen sind noch nicht beantwortet.');
    expect(empty.luecken.text).toBe(
      'Es ist keine Lücke gemeldet. Das heißt nicht, dass es keine gibt: Nicht alle Fragen sind gültig beantwortet.',
    );
    const good = buildReportData({
      ...(variants['alles gut']?.('realisierungsplan') ?? beispielhainInput('realisierungsplan')),
      register: {},
    });
    if (good.art !== 'realisierungsplan') throw new Error('wrong kind');
    expect(good.saetze.entscheiden).toBe('Nichts: Keine Lücke ist gemeldet, und alle Fragen sind gültig beantwortet.');
  });

  it('sums the money by year and says which gaps nobody planned', () => {
    expect(data.jahre).toMatchObject([
      { jahr: 2026, massnahmen: 3, einmalig: '3.000 €', jaehrlich: '960,50 €' },
      { jahr: 2027, massnahmen: 2, einmalig: '14.300 €' },
    ]);
    expect(data.luecken.text).toContain('Zu 5 von 10 gemeldeten Lücken gibt es noch keine Maßnahme');
  });

  it('says plainly that there is none', () => {
    const none = plan([]);
    expect(none.saetze.stand).toBe('Es ist keine offene Maßnahme erfasst.');
    expect(none.prioritaeten).toEqual([]);
  });
});
