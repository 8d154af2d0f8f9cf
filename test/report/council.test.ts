/** Papers for the council: what they say in each edition, and that numbers and words agree. */
import { describe, expect, it } from 'vitest';
import { changeKindsOfAnswers } from '../../src/domain/comparison.ts';
import type { Vantage } from '../../src/domain/observation.ts';
import type { RegisterEntry } from '../../src/domain/register.ts';
import { InvalidDataError } from '../../src/errors.ts';
import { buildReportData } from '../../src/report/build-report-data.ts';
import { definitionOf } from '../../src/report/kinds/index.ts';
import { renderReport } from '../../src/report/render-report.ts';
import type { ReportData } from '../../src/report/report-data.ts';
import { type ReportEdition, type ReportInput, type ReportKindId, reportKinds } from '../../src/report/report-input.ts';
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

  it('uses the singular for one', () => {
    const one = withMeasures(measure('MN1', { faellig: '2026-01-01', 'kosten-einmalig': 100 }));
    const [answer] = build('ratsanfrage', 'intern', { ...one, variante: 'massnahmen' }).fragen;
    expect(answer).toMatchObject({
      antwort: 'In den letzten zwölf Monaten wurde keine Maßnahme abgeschlossen. 1 Maßnahme ist offen, 1 davon ist überfällig.',
      zahl: '1 offen: 1 überfällig, 0 ohne Termin und 0 in der Frist.',
      kosten: 'Für 1 offene Maßnahme: 100 € einmalig (Schätzung).',
      standText: '1 Termin ist verstrichen.',
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
