/** The check per Baustein and Zielobjekt: nothing smoothed, every „ja“ with what stands behind it. */
import { describe, expect, it } from 'vitest';
import { evaluateControl } from '../../src/domain/answers.ts';
import { findContradictions } from '../../src/domain/contradictions.ts';
import type { Finding } from '../../src/domain/finding.ts';
import { buildReportData } from '../../src/report/build-report-data.ts';
import type { GrundschutzCheckData } from '../../src/report/kinds/grundschutz-check/data.ts';
import type { ReportInput } from '../../src/report/report-input.ts';
import { answer, asOf, beispielhainInput, findings, variants } from './fixture.ts';
import { renderText } from './render.ts';

function report(input: ReportInput = beispielhainInput('grundschutz-check')): GrundschutzCheckData {
  const data = buildReportData(input);
  if (data.art !== 'grundschutz-check') throw new Error('wrong kind');
  return data;
}

const data = report();
const rows = data.bausteine.flatMap(({ gruppen }) => gruppen.flatMap(({ zeilen }) => zeilen));
const row = (control: string) => rows.find((each) => each.control === control);

/** Web servers as given, answered as told; the key is the Zielobjekt. */
function withServers(
  answers: Readonly<Record<string, ReturnType<typeof answer>>>,
  names: readonly string[],
  seen: readonly Finding[] = [],
): GrundschutzCheckData {
  const input = beispielhainInput('grundschutz-check');
  const zielobjekte = ['VERBUND', ...names].map((kuerzel) => ({
    kuerzel,
    kommune: 'beispielhain',
    typ: kuerzel === 'VERBUND' ? 'informationsverbund' : 'webserver',
    name: kuerzel,
    adressen: [],
  }));
  const given = new Map(Object.entries(answers).map(([kuerzel, each]) => [`${kuerzel} ${each.control}`, each]));
  const controls = new Map(
    [...input.evaluation.controls].map(([id, { control }]) => [id, evaluateControl(control, zielobjekte, given, [], asOf)]),
  );
  const contradictions = findContradictions([...controls.values()], zielobjekte, seen, asOf);
  return report({ ...input, evaluation: { ...input.evaluation, controls, contradictions } });
}

describe('the Grundschutz check', () => {
  it('has every control of the profile, and sums to all of them', () => {
    expect(rows).toHaveLength(44);
    expect(data.gesamt.n).toBe(44);
    const { ja, teilweise, nein, entbehrlich, offen, zuBestaetigen } = data.gesamt;
    expect(ja + teilweise + nein + entbehrlich + offen + zuBestaetigen).toBe(44);
  });

  it('says of each „ja“ whether it is stated, evidenced or measured, and of nothing else', () => {
    expect(row('BACKUP.2')).toMatchObject({ grundlage: 'belegt', nachweis: 'Protokoll der Übung vom 14.09.2026' });
    expect(rows.every(({ stand, grundlage }) => (stand.wort === 'umgesetzt') === (grundlage !== ''))).toBe(true);
    expect(data.saetze.grundlage).toBe(
      '24 „ja“: 22 angegeben, 1 belegt und 1 gemessen. 2 davon gesammelt gesetzt oder bestätigt.',
    );
  });

  it('names who and until when, and marks a day that is past', () => {
    expect(row('VORFAELLE.1')).toMatchObject({ wer: 'Jan Muster', bis: '15.11.2026', ueberfaellig: true });
    expect(row('BACKUP.1')).toMatchObject({ wer: 'IT-Dienstleister Muster', bis: '31.01.2027', ueberfaellig: false });
    expect(row('NETZE.2')?.wer).toMatch(/^Rolle: /);
  });

  it('marks what a check of the network contradicts and what was set in bulk', () => {
    expect(row('WEBSERVER.1')?.vermerke).toContain('Widerspruch der Netzprüfung');
    expect(row('IT-ADMINISTRATION.1')?.vermerke).toEqual(['gesammelt gesetzt oder bestätigt']);
  });

  it('shows beside an answer for the whole Verbund what was seen at one Zielobjekt, and where', () => {
    const input = beispielhainInput('grundschutz-check');
    const [seen] = findings;
    if (seen === undefined) throw new Error('the fixture has findings');
    const contradictory = { ...seen, check: 'remote-administration-exposed' };
    const remarks = (kuerzel: string) => {
      const zielobjekte = input.evaluation.controls.get('SERVERSYSTEME.1')?.answers.map(({ zielobjekt }) => zielobjekt) ?? [];
      const web = { kuerzel: 'WEB', kommune: 'beispielhain', typ: 'webserver', name: 'Webauftritt', adressen: [] };
      const contradictions = findContradictions(
        [...input.evaluation.controls.values()],
        [...zielobjekte, web],
        [{ ...contradictory, zielobjekt: kuerzel }],
        asOf,
      );
      expect(contradictions).toHaveLength(1);
      const { bausteine } = report({ ...input, evaluation: { ...input.evaluation, contradictions } });
      const lines = bausteine.flatMap(({ gruppen }) => gruppen.flatMap(({ zeilen }) => zeilen));
      return lines.filter(({ vermerke }) => vermerke.length > 0).map(({ control, vermerke }) => [control, ...vermerke]);
    };
    expect(remarks('WEB')).toContainEqual(['SERVERSYSTEME.1', 'Widerspruch der Netzprüfung, gesehen bei Webauftritt (WEB)']);
    expect(remarks('VERBUND')).toContainEqual(['SERVERSYSTEME.1', 'Widerspruch der Netzprüfung']);
  });

  it('does not put what was seen at one Zielobjekt on another with an answer of its own', () => {
    const answers = { VERBUND: answer('WEBSERVER.1', 'ja'), C: answer('WEBSERVER.1', 'ja', { zielobjekt: 'C' }) };
    const { bausteine } = withServers(answers, ['A', 'C'], [{ ...findings[0], zielobjekt: 'A' } as Finding]);
    const groups = bausteine.find(({ id }) => id === 'WEBSERVER')?.gruppen ?? [];
    const marked = groups.map(({ zielobjekte, zeilen }) => [zielobjekte[0]?.kuerzel, zeilen[0]?.vermerke]);
    expect(marked).toEqual([
      ['A', ['Widerspruch der Netzprüfung']],
      ['C', []],
    ]);
  });

  it('says how many answers are what once, not under the next heading again', async () => {
    const text = await renderText('grundschutz-check', 'md');
    expect(text.split(data.saetze.stand)).toHaveLength(2);
    const { ja, teilweise, nein, unbekannt, entbehrlich } = data.gesamt;
    expect(text).toContain(
      `Im Einzelnen: ${ja} ja, ${teilweise} teilweise, ${nein} nein und ${unbekannt} nicht bekannt. Ohne ${entbehrlich} entbehrliche Fragen.`,
    );
  });

  it('puts Zielobjekte with the same answers together and keeps the others apart', () => {
    const all = answer('WEBSERVER.1', 'ja');
    const own = answer('WEBSERVER.1', 'nein', { zielobjekt: 'C' });
    const { bausteine } = withServers({ VERBUND: all, C: own }, ['A', 'B', 'C']);
    const groups = bausteine.find(({ id }) => id === 'WEBSERVER')?.gruppen ?? [];
    expect(groups.map(({ zielobjekte }) => zielobjekte.map(({ kuerzel }) => kuerzel))).toEqual([['A', 'B'], ['C']]);
    expect(groups[0]?.text).toBe('Hier gilt, was für die Kommune als Ganzes gesagt ist.');
    expect(groups[1]?.zeilen[0]?.stand.wort).toBe('nicht umgesetzt');
  });

  it('shows answers to questions outside the profile as such', () => {
    const input = beispielhainInput('grundschutz-check');
    const profile = { ...input.evaluation.profile, controls: ['BACKUP.1'] };
    const narrow = report({ ...input, evaluation: { ...input.evaluation, profile } });
    const outside = narrow.bausteine.flatMap(({ gruppen }) => gruppen.flatMap(({ zeilen }) => zeilen));
    expect(outside.find(({ control }) => control === 'BACKUP.1')?.vermerke).toEqual([]);
    expect(outside.find(({ control }) => control === 'BACKUP.2')?.vermerke).toEqual(['nicht im Profil']);
  });

  it('never takes unknown for done', () => {
    const empty = report(variants['leer']?.('grundschutz-check'));
    expect(empty.saetze.stand).toContain('0 von 44 Fragen (0 %)');
    expect(empty.saetze.grundlage).toBe('Mit „ja“ ist noch keine Frage beantwortet.');
  });

  it('tells why the report to the head has another total, where it has', () => {
    expect(data.methode.zaehlung).not.toContain('Bericht an die Leitung');
    const two = withServers({ A: answer('WEBSERVER.1', 'ja'), B: answer('WEBSERVER.1', 'nein') }, ['A', 'B']);
    expect(two.methode.zaehlung).toMatch(
      /^Gezählt wird je Zielobjekt und Anforderung, zusammen \d+\. Der Bericht an die Leitung zählt 42: jede Frage einmal und nur die des Profils\./,
    );
  });

  it('gives a Baustein without any answer one line, and leaves none out', async () => {
    const empty = await renderText('grundschutz-check', 'md', 'leer');
    expect(empty).not.toContain('Es ist noch keine Antwort erfasst.');
    const { bausteine } = report(variants['leer']?.('grundschutz-check'));
    for (const { titel, id } of bausteine) expect(empty).toContain(`**${titel}**<br>${id}`);
    const [first] = bausteine;
    expect(empty).toContain('## Bausteine ohne Antwort');
    expect(empty).toContain(first?.gruppen[0]?.zeilen[0]?.control ?? '?');
    const some = await renderText('grundschutz-check', 'md');
    expect(some).toContain('## Bausteine ohne Antwort');
    expect(some).toContain('**Telefonie und Fax**<br>TELEFONIE');
    expect(some).not.toContain('## Telefonie und Fax');
    expect(some).toContain('## Mobile Endgeräte (MOBIL)');
  });
});
