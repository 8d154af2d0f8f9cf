import { describe, expect, it } from 'vitest';
import type { AnswerOrigin } from '../../src/domain/assessment.ts';
import { InvalidDataError } from '../../src/errors.ts';
import { buildReportData } from '../../src/report/build-report-data.ts';
import type { LeitungData } from '../../src/report/kinds/leitung/data.ts';
import { kdnPlaceables } from '../../src/report/kinds/rahmenwerk/blocks.ts';
import { reportKinds } from '../../src/report/report-input.ts';
import { reportDataSchema } from '../../src/report/report-schema.ts';
import { answer, beispielhainInput, catalogue, evaluateSituation, variants } from './fixture.ts';

function leitung(variant: string): LeitungData {
  const data = buildReportData(variants[variant]?.('leitung') ?? beispielhainInput('leitung'));
  if (data.art !== 'leitung') throw new Error('wrong kind');
  return data;
}

/** Beispielhain with these answers only. */
function withAnswers(answers: Parameters<typeof evaluateSituation>[0]['answers']): LeitungData {
  const input = variants['leer']?.('leitung') ?? beispielhainInput('leitung');
  const evaluation = evaluateSituation({
    answers,
    findings: [],
    merkmale: {},
    rollen: [],
    kommune: input.kommune,
    zielobjekte: beispielhainZielobjekte,
    catalogue,
    asOf: input.asOf,
  });
  const data = buildReportData({ ...input, evaluation });
  if (data.art !== 'leitung') throw new Error('wrong kind');
  return data;
}
const beispielhainZielobjekte = [
  { kuerzel: 'VERBUND', kommune: 'beispielhain', typ: 'informationsverbund', name: 'Verwaltung', adressen: [] },
];

describe('report data', () => {
  it.each(reportKinds.flatMap((art) => Object.keys(variants).map((name) => [art, name] as const)))(
    '%s for „%s“ follow their schema',
    (art, name) => {
      const input = variants[name]?.(art) ?? beispielhainInput(art);
      expect(reportDataSchema.safeParse(buildReportData(input)).error).toBeUndefined();
    },
  );

  it.each(reportKinds)('of %s are the ones on record', async (art) => {
    const json = `${JSON.stringify(buildReportData(beispielhainInput(art)), null, 2)}\n`;
    await expect(json).toMatchFileSnapshot(`golden/${art}.json`);
  });

  it('puts the topics that need a decision first', () => {
    const order = leitung('beispielhain').themen.map((topic) => topic.lage.art);
    const ranks = ['handlungsbedarf', 'nichtBekannt', 'teilweise', 'inOrdnung', 'trifftNichtZu'];
    expect(order).toEqual([...order].sort((a, b) => ranks.indexOf(a) - ranks.indexOf(b)));
    expect(order[0]).toBe('handlungsbedarf');
  });

  it('shows a topic that does not concern the Kommune as such, not as fine', () => {
    const topic = leitung('beispielhain').themen.find((t) => t.id === 'protokolldaten');
    expect(topic?.lage).toEqual({ art: 'trifftNichtZu', wort: 'trifft nicht zu' });
  });

  it('shows requirement level and legal duty side by side', () => {
    const gap = leitung('beispielhain').luecken.find((l) => l.control === 'SICHERHEITSMANAGEMENT.2');
    expect(gap).toMatchObject({ anforderung: 'SOLLTE', gesetz: 'MUSS, § 4 Abs. 2 Satz 1° und 1 weitere Pflicht' });
    expect(leitung('beispielhain').luecken.find((l) => l.control === 'BACKUP.1')?.gesetz).toBe('keine einzelne Pflicht');
  });

  it('says what is not known and why, and never counts it as fulfilled', () => {
    const data = leitung('leer');
    expect(data.saetze.lage).toBe('Das wissen wir nicht, weil noch keine der 44 Fragen beantwortet ist.');
    expect(data.saetze.veraenderung).toBe('Das wissen wir nicht, weil es noch keine abgeschlossene frühere Erhebung gibt.');
    expect(data.netz.satz).toContain('wissen wir nicht, weil noch keine Netzprüfung erfasst ist');
    expect(data.themen.every((topic) => topic.lage.art === 'nichtBekannt')).toBe(true);
    expect(data.minimum.every((duty) => duty.stand.art === 'nichtBekannt')).toBe(true);
    expect(data.lueckenHinweis).toContain('Das heißt nicht, dass es keine gibt');
  });

  it('marks every paragraph whose wording in force was not read', () => {
    expect(leitung('beispielhain').minimum.every((duty) => duty.grad === '°')).toBe(true);
  });

  it('tells how many „ja“ are stated, evidenced and measured, and how many were set in bulk', () => {
    const { methode } = leitung('beispielhain');
    expect(methode.grundlage).toBe(
      'Die 24 Antworten „ja“ verteilen sich so: 21 nur angegeben; 1 mit Nachweis belegt; 1, bei der die Netzprüfung keinen Widerspruch fand; 1, bei der sie einen fand.',
    );
    expect(methode.gesammelt).toBe('Gesammelt gesetzt oder bestätigt (viele Antworten auf einmal) sind davon 2.');
  });

  it('tells a head which „ja“ are not of the house, which rest on no contract, and which were set in bulk', () => {
    const statement = (id: string, more: Partial<Extract<AnswerOrigin, { kind: 'erklaerung' }>>) => ({
      source: 'erklaerung' as const,
      origin: {
        kind: 'erklaerung' as const,
        id,
        dienstleister: id === 'E1' ? 'KISA' : 'Hoster XY',
        titel: 'Betrieb',
        vom: '2026-01-02',
        gueltigBis: '2026-12-31',
        vertragsgrundlage: 'Rahmenvertrag',
        erloschen: null,
        ...more,
      },
    });
    const [one, two, three, four] = catalogue.controls.map(({ id }) => id);
    const data = withAnswers([
      answer(one ?? '', 'ja', { source: 'sammel' }),
      answer(two ?? '', 'ja', statement('E1', {})),
      answer(three ?? '', 'ja', statement('E2', { vertragsgrundlage: null })),
      answer(four ?? '', 'ja', { ...statement('E1', { erloschen: 'widerrufen' }), reviewDue: '2026-01-01' }),
    ]);
    expect(data.saetze.lage).toContain(
      'Von den „ja“ stammen 2 nicht aus dem eigenen Haus (1 ohne Vertragsgrundlage), 1 wurde gesammelt gesetzt oder bestätigt.',
    );
    expect(data.methode.herkunft).toContain('3 Antworten stammen nicht aus dem eigenen Haus');
    expect(data.methode.herkunft).toMatch(/Erklärung von Hoster XY vom 02.01.2026 \(E2\).*, ohne Vertragsgrundlage: 1 \(/);
    expect(data.methode.herkunft).toMatch(/\(E1\), gilt nicht mehr: 1 \(.*\), 1 davon nicht mehr gültig und zu bestätigen/);
    expect(data.methode.herkunft).toContain('Es ist kein Vertrag erfasst');
    const reasons = data.themen.map(({ begruendung }) => begruendung).join(' ');
    expect(reasons).toContain('1 gesammelt gesetzt oder bestätigt');
    expect(reasons).toContain('von anderen übernommen');
  });

  it('names the head where recorded and fits any person where not', () => {
    expect(leitung('beispielhain').kopf.empfaenger).toBe('Bericht an die Leitung: Erika Beispiel');
    expect(leitung('leer').kopf.empfaenger).toBe('Bericht an die Bürgermeisterin oder den Bürgermeister');
  });

  it('uses the singular for one and the plural for several', () => {
    const one = withAnswers([answer('BACKUP.1', 'nein'), ...catalogue.controls.slice(2).map((c) => answer(c.id, 'ja'))]);
    expect(one.saetze.lage).toContain('Handlungsbedarf besteht in 1 von 22 Themen. In Ordnung sind 21.');
    expect(one.saetze.entscheidung).toContain('Über die Lücke unten:');
    expect(one.saetze.entscheidung).toContain('Wer die eine noch nicht beantwortete Frage klärt, und bis wann.');
    expect(one.lueckenUeberschrift).toBe('Die erfasste Lücke');
    const two = withAnswers(catalogue.controls.map((c) => answer(c.id, 'nein')));
    expect(two.lueckenUeberschrift).toBe('Die fünf wichtigsten Lücken');
    expect(two.saetze.entscheidung).toContain('Über die 5 Lücken unten:');
    expect(two.lueckenHinweis).toContain('39 weitere Lücken stehen nicht in diesem Bericht.');
  });

  it('shows contradictions plainly, without host names, and in full in the annex', () => {
    const { widersprueche } = leitung('beispielhain');
    expect(widersprueche.satz).toBe(
      '1 Widerspruch zwischen Antworten und Netzprüfung. Die Antwort bleibt stehen, bis jemand sie ändert.',
    );
    expect(widersprueche.kurz.join(' ')).not.toMatch(/beispielhain\.example|TLS|192\.0\.2/);
    expect(widersprueche.liste[0]?.text).toContain('www.beispielhain.example (192.0.2.7):443');
  });

  it.each(['rat', 'oeffentlich'] as const)('refuses the edition „%s“ where a report says too much for it', (fassung) => {
    expect(() => buildReportData({ ...beispielhainInput('netzpruefung'), fassung })).toThrow(InvalidDataError);
  });

  it('names the frameworks that exist when one is missing', () => {
    const input = beispielhainInput('kdn');
    const only = catalogue.frameworks.filter((framework) => framework.id !== 'kdn');
    expect(() => buildReportData({ ...input, catalogue: { ...catalogue, frameworks: only } })).toThrow(
      /kennt das Rahmenwerk „kdn“ nicht/,
    );
  });

  it('counts apart what is taken from other networks and what we propose ourselves', () => {
    const data = buildReportData(beispielhainInput('kdn'));
    if (data.art !== 'kdn') throw new Error('wrong kind');
    expect(data.analogText).toMatch(
      /^2 von 4 Zeilen sind Bedingungen anderer Verwaltungsnetze nachgebildet, 1 ist ein eigener Vorschlag des Katalogs\. /,
    );
    expect(data.zeilen.filter((row) => row.analog).map((row) => row.id)).toEqual(['K-01', 'K-02']);
    const table = kdnPlaceables(data).tabelle?.['bedingungen'];
    if (table?.kind !== 'tabelle') throw new Error('no table');
    expect(table.rows.map(([nr]) => nr?.map((part) => ('text' in part ? part.text : '')))).toEqual([
      ['K-01', 'entsprechend'],
      ['K-02', 'entsprechend'],
      ['K-03'],
      ['K-04', 'eigener Vorschlag'],
    ]);
  });

  it.each([
    [['K-01'], 'Die eine Zeile ist Bedingungen anderer Verwaltungsnetze nachgebildet.'],
    [['K-04'], 'Die eine Zeile ist ein eigener Vorschlag des Katalogs.'],
    [['K-01', 'K-03'], '1 von 2 Zeilen ist Bedingungen anderer Verwaltungsnetze nachgebildet.'],
    [['K-03', 'K-04'], '1 von 2 Zeilen ist ein eigener Vorschlag des Katalogs.'],
    [['K-03'], 'Keine Zeile ist aus anderen Verwaltungsnetzen übernommen.'],
  ])('of the rows %j it says: %s', (ids, sentence) => {
    const input = beispielhainInput('kdn');
    const rows = (input.evaluation.duties.get('kdn') ?? []).filter(({ item }) => ids.includes(item.id));
    const data = buildReportData({ ...input, evaluation: { ...input.evaluation, duties: new Map([['kdn', rows]]) } });
    expect(data.art === 'kdn' && data.analogText.startsWith(`${sentence} `)).toBe(true);
  });

  it('declares for a body of any kind, without an article German would need before its name', () => {
    const input = beispielhainInput('kdn');
    const body = { ...input.kommune, art: 'landkreis', name: 'Landkreis Beispielland' };
    const data = buildReportData({ ...input, kommune: body });
    expect(data.art === 'kdn' && data.erklaerung).toMatch(
      /^Erklärende Stelle: Landkreis Beispielland\. Die unterzeichnende Person erklärt für diese Stelle, dass /,
    );
  });

  it('keeps what the Act does not demand apart from what it demands', () => {
    const data = buildReportData(beispielhainInput('saechsisichg'));
    if (data.art !== 'saechsisichg') throw new Error('wrong kind');
    expect(data.nichtGefordert.map((row) => row.id)).toEqual(['S-N1', 'S-N2']);
    expect(data.gruppen.flatMap((group) => group.zeilen).some((row) => row.id.startsWith('S-N'))).toBe(false);
    expect(data.gruppen.map((group) => group.art)).toEqual(['MUSS', 'SOLL', 'MUSS-WENN', 'DULDEN', 'EMPF', 'KANN']);
  });
});
