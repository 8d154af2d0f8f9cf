import { describe, expect, it } from 'vitest';
import { buildReportData } from '../../src/report/build-report-data.ts';
import type { AnyReferenceData, ReferenceKind } from '../../src/report/kinds/referenzdokumente/data.ts';
import type { ReportInput, VerbundRecord } from '../../src/report/report-input.ts';
import { beispielhainInput, variants } from './fixture.ts';

function build(art: ReferenceKind, more: Partial<ReportInput> = {}, variant = 'beispielhain'): AnyReferenceData {
  const data = buildReportData({ ...(variants[variant]?.(art) ?? beispielhainInput(art)), ...more });
  if (!('dokument' in data)) throw new Error('wrong kind');
  return data;
}

/** First words of each row of a section's table. */
function firstCells({ abschnitte }: AnyReferenceData, titel: string): string[] {
  const section = abschnitte.find((each) => each.titel === titel);
  return section?.tabelle?.zeilen.map(([first]) => first?.wert ?? '') ?? [];
}

function rowOf({ abschnitte }: AnyReferenceData, name: string): string[] {
  const rows = abschnitte.flatMap(({ tabelle }) => tabelle?.zeilen ?? []);
  const row = rows.find(([first]) => first?.wert === name);
  return row?.map(({ wert, zusatz }) => [wert, ...zusatz].join(' | ')) ?? [];
}

const missingWords = ({ fehlt }: AnyReferenceData) => fehlt.liste.map(({ was }) => was);
const every = ['a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6'] as const;

describe('the Referenzdokumente', () => {
  it.each(every)('%s say plainly that nothing is recorded, and how to begin', (art) => {
    const data = build(art, {}, 'leer');
    expect(data.dokument).toBe(`A.${art.slice(1)}`);
    expect(data.kopf.titel).toContain(`${data.dokument} `);
    const text = JSON.stringify([data.umfang, data.abschnitte, data.fehlt]);
    expect(text).not.toMatch(/undefined|null, |NaN|n\. v\./);
    if (art === 'a5') expect(data.umfang).toBe('Es ist noch kein Risiko erfasst.');
    else expect(data.fehlt.liste.length).toBeGreaterThan(0);
    for (const { befehl } of data.fehlt.liste) expect(befehl).toMatch(/^burgward [a-z]+ .*--kommune beispielhain/);
  });

  it.each(['rat', 'oeffentlich'] as const)('are not made for the edition „%s“', (fassung) => {
    for (const art of every) expect(() => build(art, { fassung })).toThrow(/Fassung/);
  });
});

describe('A.0', () => {
  it('leaves out what was replaced and names what a new head has to sign again', () => {
    const data = build('a0');
    expect(JSON.stringify(data.abschnitte)).not.toContain('Alte Dienstanweisung');
    expect(data.umfang).toBe('3 Dokumente, davon 1 Entwurf. 1 abgelöstes Dokument steht nicht hier.');
    expect(missingWords(data)).toContain('Neu zu unterzeichnen, die Leitung hat gewechselt: DK1.');
    expect(missingWords(data)).toContain('Überprüfung überfällig: DK1.');
  });

  it('misses a Leitlinie that holds', () => {
    expect(missingWords(build('a0', { register: {} }))[0]).toBe('Eine gültige Leitlinie ist nicht erfasst.');
  });
});

describe('A.1', () => {
  it('has what a thing needs, and names what hangs in the air', () => {
    const data = build('a1');
    expect(rowOf(data, 'Server für Fachverfahren')).toEqual([
      'Server für Fachverfahren | SV-FACH · 2 gleiche',
      'Fachverfahren betreiben',
      'Windows Server 2022',
      'Rathaus, Keller',
      'IT-Dienstleister Muster',
      '10.20.0.5',
      'RA-SERVER',
    ]);
    expect(missingWords(data)).toContain('Keine Abhängigkeit erfasst: WEB.');
  });

  it('counts one in the singular', () => {
    const { verbund } = beispielhainInput('a1');
    if (verbund === undefined) throw new Error('not gathered');
    const data = build('a1', { verbund: { ...verbund, zielobjekte: verbund.zielobjekte.slice(0, 2), beziehungen: [] } });
    expect(data.umfang).toMatch(/^1 Zielobjekt von 1 Art, 0 Abhängigkeiten\./);
  });
});

describe('A.2', () => {
  it('names a Zielobjekt without Schutzbedarf as missing and never takes it for normal', () => {
    const data = build('a2');
    expect(rowOf(data, 'Friedhofswesen').slice(1, 4)).toEqual(['nicht bekannt', 'nicht bekannt', 'nicht bekannt']);
    expect(missingWords(data)[0]).toContain('PR-FRIEDHOF');
  });

  it('tells own from inherited, and what could still raise it', () => {
    const data = build('a2');
    expect(rowOf(data, 'Meldewesen')[1]).toBe('hoch | festgelegt');
    expect(rowOf(data, 'Einwohnerverfahren')[1]).toBe('hoch | geerbt von PR-MELDE');
    expect(rowOf(data, 'Server für Fachverfahren')[1]).toBe('mindestens hoch | geerbt von AN-MELDE | offen bei PR-FRIEDHOF');
    expect(rowOf(data, 'Meldewesen')[4]).toContain('Vertraulichkeit, Integrität: Meldedaten');
  });
});

describe('A.3', () => {
  it('keeps decisions apart from proposals nobody took over', () => {
    const data = build('a3');
    expect(firstCells(data, 'Verwendete Bausteine')).toEqual(['Sicherheitsmanagement', 'Allgemeiner Server']);
    expect(rowOf(data, 'Allgemeine ICS-Komponente')).toContain('Keine Anlagen mit Steuerungstechnik');
    expect(firstCells(data, 'Noch nicht entschieden')).toContain('Webserver');
    expect(missingWords(data)).toContainEqual(
      expect.stringMatching(/^Kein Baustein des Kompendiums.*: AN-MELDE und RA-SERVER\.$/),
    );
  });
});

describe('A.4', () => {
  it('names every Basis requirement that is not or only partly met', () => {
    const names = firstCells(build('a4'), 'Basis-Anforderungen, die nicht oder nur teilweise umgesetzt sind');
    expect(names).toContain('Sicherung getrennt aufbewahren');
    expect(names).toContain('Netze: Ablauf beschrieben');
    expect(names).not.toContain('Verschlüsselte Übertragung');
  });

  it('counts requirements, as the other reports do, and tells of answers for several Zielobjekte', () => {
    const section = (data: ReturnType<typeof build>) =>
      data.abschnitte.find(({ titel }) => titel.startsWith('Basis-Anforderungen'))?.absaetze;
    expect(section(build('a4'))).toEqual(['10 Anforderungen, in der Reihenfolge des Katalogs.']);
    const input = beispielhainInput('a4');
    const [id, met] = [...input.evaluation.controls].find(([, { state }]) => state === 'nein') ?? [];
    const [answer] = met?.answers ?? [];
    if (id === undefined || met === undefined || answer === undefined) throw new Error('the fixture has gaps');
    const other = { ...answer, zielobjekt: { ...answer.zielobjekt, kuerzel: 'WEB', name: 'Webauftritt' } };
    const controls = new Map([...input.evaluation.controls, [id, { ...met, answers: [answer, other] }]]);
    expect(section(build('a4', { evaluation: { ...input.evaluation, controls } }))).toEqual([
      '10 Anforderungen mit zusammen 11 Antworten, je Zielobjekt eine, in der Reihenfolge des Katalogs.',
    ]);
    const { profile } = input.evaluation;
    const narrow = { ...profile, controls: profile.controls.filter((each) => each !== id) };
    expect(section(build('a4', { evaluation: { ...input.evaluation, profile: narrow } }))).toEqual([
      '10 Anforderungen, davon 1 nicht im Profil und in anderen Berichten nicht als Lücke gezählt, in der Reihenfolge des Katalogs.',
    ]);
  });

  it('points at the answers the network check contradicts', () => {
    expect(missingWords(build('a4'))).toContain('Die Netzprüfung widerspricht: WEBSERVER.1.');
  });
});

describe('A.5', () => {
  it('has each risk before, planned and after', () => {
    expect(rowOf(build('a5'), 'Schadprogramm verschlüsselt die Fachverfahren').slice(1, 4)).toEqual([
      'hoch | Häufigkeit: mittel | Schaden: existenzbedrohend',
      'mittel | Häufigkeit: selten | Schaden: beträchtlich',
      'nicht bewertet',
    ]);
  });

  it('does not show an acceptance whose time is over as accepted', () => {
    expect(firstCells(build('a5'), 'Akzeptierte Risiken')).toEqual(['Wasser im Keller']);
    const later = build('a5', { asOf: '2027-10-01' });
    expect(firstCells(later, 'Akzeptierte Risiken')).toEqual([]);
    expect(missingWords(later)).toContain('Über die Behandlung ist nicht entschieden oder neu zu entscheiden: RK2 und RK3.');
  });

  it('does not let a Basis requirement be accepted away', () => {
    const input = beispielhainInput('a5');
    const risiko = (input.register['risiko'] ?? []).map((entry) => ({
      ...entry,
      values: { ...entry.values, controls: ['BACKUP.1'] },
    }));
    const data = build('a5', { register: { ...input.register, risiko } });
    expect(firstCells(data, 'Akzeptierte Risiken')).toEqual([]);
    expect(rowOf(data, 'Wasser im Keller')[4]).toContain('BACKUP.1 (Basis');
  });

  it('does not say that no analysis is needed where the Schutzbedarf is not known', () => {
    const need = (change: Partial<VerbundRecord>) => {
      const { verbund } = beispielhainInput('a5');
      if (verbund === undefined) throw new Error('not gathered');
      const { abschnitte } = build('a5', { verbund: { ...verbund, ...change } });
      return abschnitte.find(({ titel }) => titel === 'Wo eine Risikoanalyse nötig ist')?.absaetze;
    };
    const { verbund } = beispielhainInput('a5');
    const pick = (...codes: string[]) => ({
      risikoanalyse: [],
      zielobjekte: verbund?.zielobjekte.filter(({ kuerzel }) => kuerzel === 'VERBUND' || codes.includes(kuerzel)) ?? [],
      schutzbedarf: verbund?.schutzbedarf.filter(({ zielobjekt }) => codes.includes(zielobjekt)) ?? [],
    });
    expect(need({})).toEqual([
      'Nötig ist sie, wo kein Baustein des Kompendiums passt oder der Schutzbedarf erhöht ist. Offen ist es bei 2 von 6 Zielobjekten, weil deren Schutzbedarf nicht sicher bekannt ist.',
    ]);
    expect(need(pick('WEB', 'PR-FRIEDHOF'))).toEqual([
      'Dass sie nötig ist, steht bei keinem Zielobjekt fest. Offen ist es bei 2 von 2 Zielobjekten, weil deren Schutzbedarf nicht sicher bekannt ist.',
    ]);
    expect(need(pick('WEB'))?.[0]).toContain('bei 1 von 1 Zielobjekt, weil dessen Schutzbedarf');
    const web = pick('WEB');
    const normal = web.schutzbedarf.map((each) => ({ ...each, stufe: 'normal' as const }));
    expect(need({ ...web, schutzbedarf: normal })).toEqual(['Nach Modellierung und Schutzbedarf für kein Zielobjekt.']);
    const atLeast = normal.map((each) => ({ ...each, mindestens: true }));
    expect(need({ ...web, schutzbedarf: atLeast })?.[0]).toContain('Offen ist es bei 1 von 1 Zielobjekt');
    expect(need(pick())).toEqual(['Das lässt sich nicht sagen, solange kein Zielobjekt erfasst ist.']);
  });

  it('names Zielobjekte that need an analysis and have none', () => {
    expect(missingWords(build('a5'))[0]).toBe('Risikoanalyse nötig, kein Risiko erfasst: PR-MELDE.');
  });
});

describe('A.6', () => {
  it('has the open measures in the order of the plan', () => {
    const data = build('a6');
    expect(firstCells(data, 'Offene Maßnahmen in ihrer Reihenfolge')).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(missingWords(data)).toContain('Ohne Termin: MN5.');
  });

  it('does not ask for an estimate where no money is needed', () => {
    expect(missingWords(build('a6'))).toContain('Kosten nicht geschätzt: MN7 und MN5.');
  });
});
