/** The interview as people meet it: at a real terminal of 80 by 24, key by key. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readGermanDay } from '../../src/cli/interview-date.ts';
import { questionText } from '../../src/cli/interview-text.ts';
import type { AnswerOrigin, Assessment } from '../../src/domain/assessment.ts';
import { addDuration, dayOf, formatDay } from '../../src/domain/calendar.ts';
import { evaluate } from '../../src/domain/evaluation.ts';
import type { Finding } from '../../src/domain/finding.ts';
import { openStore } from '../../src/store/open.ts';
import type { Context } from '../../src/usecases/context.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { selectAnswers } from '../../src/usecases/current-answers.ts';
import { beginErhebung } from '../../src/usecases/erhebungen.ts';
import { listNextQuestions } from '../../src/usecases/interview.ts';
import { commandSchemas } from '../../src/usecases/json-schemas.ts';
import { verifyProtokoll } from '../../src/usecases/protokoll.ts';
import { type NewAnswer, recordAssessment } from '../../src/usecases/record-assessment.ts';
import { assignRole } from '../../src/usecases/rollen.ts';
import { showKommune } from '../../src/usecases/show-kommune.ts';
import { createZielobjekt } from '../../src/usecases/zielobjekte.ts';
import { contextOn } from '../commands/context-on.ts';
import { answer, control, finding, input } from '../domain/fixture.ts';
import { programPath, runCli } from '../run-cli.ts';
import { atTerminal, hangUp, pythonPath, type TerminalStep } from './at-terminal.ts';

const today = dayOf(new Date().toISOString());
const longAgo = addDuration(today, '-P2Y');
const slug = 'beispielhain';
const enter = '\r';
const escapeKey = '\u001b';
const ctrlC = '\u0003';
/** End of the line that shows the keys of a question, and of a fact. */
const keys = 'z s g / u b q';
const factKeys = 'q Ende';

let folder: string;
let python: string | null;
let databases = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-interview-'));
  python = pythonPath('Interview am Terminal');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function onDatabase<R>(database: string, use: (context: Context) => Promise<R>): Promise<R> {
  const store = await openStore(database);
  try {
    return await use({ ...(await contextOn(store, today)), now: () => new Date() });
  } finally {
    await store.close();
  }
}

/** A new database with Beispielhain in it, and answers given two years ago. */
async function beispielhain(
  profil: string | null,
  old: readonly Partial<NewAnswer>[] = [],
  zielobjekte: readonly string[] = [],
): Promise<string> {
  databases += 1;
  const database = join(folder, `${databases}.db`);
  const facts = { art: 'gemeinde', ags: null, einwohner: null, landkreis: null };
  await onDatabase(database, async (context) => {
    await createKommune(context, { slug, name: 'Gemeinde Beispielhain', ...facts }, {});
    if (profil !== null) await beginErhebung(context, slug, profil, undefined);
    for (const kuerzel of zielobjekte) {
      await createZielobjekt(context, { kommune: slug, kuerzel, typ: 'webserver', name: `Auftritt ${kuerzel}` });
    }
    for (const given of old) {
      const base = { kommune: slug, control: '', status: 'ja', source: 'einzelantwort', gueltigAb: longAgo } as const;
      await recordAssessment(context, { ...base, ...given });
    }
  });
  return database;
}

function interview(database: string, args: readonly string[], steps: readonly TerminalStep[]) {
  const words = [programPath(), 'erhebung', 'interview', '--kommune', slug, ...args];
  return atTerminal(python ?? '', words, steps, { BURGWARD_DB: database, BURGWARD_PERSON: 'Ines Sorbe' });
}

const answersOn = (database: string) =>
  onDatabase(database, (context) => selectAnswers(context, slug, { day: today, before: '9999-12-31' }));

function expectNarrow(shown: string): void {
  const wide = shown.split('\n').filter((line) => [...line].length > 79);
  expect(wide).toEqual([]);
}

/** Without Python this is said once, by `pythonPath`. */
const terminalTest = (name: string, run: () => Promise<void>) =>
  it(name, { timeout: 90_000 }, async () => {
    if (python !== null) await run();
  });

describe('at the terminal', () => {
  terminalTest('the first pass: facts, answers, help, a wrong key, and where to go on', async () => {
    const database = await beispielhain(null);
    const { shown, exitCode } = await interview(
      database,
      [],
      [
        ['Angabe · Leitung', 'j'],
        ['Name: ', `Jana Muster${enter}`],
        ['Seit wann?', `1.3.2024${enter}`],
        ['Angabe · Beauftragte Person', 's'],
        ['Angabe · Vertretung', 's'],
        ['An das KDN angeschlossen', 'j'],
        ['Datenaustausch mit dem Land', 'w'],
        ['Wertet Protokolldaten', 'n'],
        [factKeys, 'a'],
        ['Frage 1 von 30', 'x'],
        ['Diese Taste gibt es hier nicht', '?'],
        ['Jetzt, weil', 'j'],
        ['Nachweis?', `Dienstanweisung 3/2026${enter}`],
        ['Frage 2 von 30', 'n'],
        ['Warum? ', enter],
        ['Wer kümmert sich? ', `Jan Krause${enter}`],
        ['Bis wann?', `bald${enter}`],
        ['ist kein Tag', `31.12.2206${enter}`],
        ['das Jahr prüfen', `in 3 Monaten${enter}`],
        ['Notiz', enter],
        ['Nachweis? ', enter],
        ['Frage 3 von 30', 'n'],
        ['Warum? ', `.${enter}`],
        ['Frage 4 von 30', 'w'],
        ['Frage 5 von 30', 'e'],
        ['nicht relevant', '1'],
        ['Warum nicht relevant? ', enter],
        ['Ohne Begründung', escapeKey],
        ['Nichts gespeichert', 's'],
        ['Frage 6 von 30', 'q'],
      ],
    );
    expect(exitCode, shown).toBe(0);
    expectNarrow(shown);
    expect(shown).toContain('Frage 1 von 30 · Sicherheitsmanagement · MUSS · gesetzlich (S-06)');
    expect(shown).toContain('ohne Termin (wer und bis wann lässt sich nachtragen)');
    expect(shown).toContain('Gespeichert: 3 Antworten und 4 Angaben');
    expect(shown.replaceAll(/\s+/g, ' ')).toContain('1 offen gelassen, 1 übersprungen');
    expect(shown).toContain('Ohne Termin: 1 (MAN-01.04)');
    expect(shown).toContain(`burgward erhebung rueckgaengig --kommune ${slug}`);

    const answers = await answersOn(database);
    expect(
      answers.map(({ control, status, verantwortlich, bis, source }) => [control, status, verantwortlich, bis, source]),
    ).toEqual([
      ['MAN-01.01', 'ja', null, null, 'interview'],
      ['MAN-01.03', 'nein', 'Jan Krause', addDuration(today, 'P3M'), 'interview'],
      ['MAN-01.04', 'nein', null, null, 'interview'],
    ]);
    const { rollen, merkmale, erhebungen } = await onDatabase(database, (context) => showKommune(context, slug));
    expect(rollen.map(({ rolle, person, ab }) => [rolle, person, ab])).toEqual([['leitung', 'Jana Muster', '2024-03-01']]);
    expect(merkmale.find(({ id }) => id === 'kdn_angeschlossen')?.wert).toBe('ja');
    expect(merkmale.find(({ id }) => id === 'wertet_protokolldaten_aus')?.wert).toBe('nein');
    expect(erhebungen.map(({ profil }) => profil)).toEqual(['sofort']);

    const next = await onDatabase(database, (context) => listNextQuestions(context, { kommune: slug, alles: false }));
    expect(next.fragen[0]?.control).toBe('MAN-01.02');
    expect(next.fragen).toHaveLength(27);
  });

  terminalTest('what is recorded about a role is shown, its missing days are asked for, and a slip loses nothing', async () => {
    const database = await beispielhain(null);
    await onDatabase(database, async (context) => {
      const days = { bestellt: '2025-06-01', gemeldet: null };
      await assignRole(context, { kommune: slug, rolle: 'bfis', person: 'Ines Sorbe', ab: '2025-06-01', ...days });
    });
    const { shown, exitCode } = await interview(
      database,
      [],
      [
        ['Angabe · Leitung · noch 9', 'j'],
        ['Name: ', enter],
        ['Nichts gespeichert', 'j'],
        ['Name: ', `Jana Muster${enter}`],
        ['Seit wann?', `1.3.1024${enter}`],
        ['das Jahr prüfen', `1.3.2024${enter}`],
        ['Mitteilung an das Land.', 'j'],
        ['Dem Land mitgeteilt am?', `1.1.2025${enter}`],
        ['liegt vor der Bestellung am 01.06.2025', `15.6.2025${enter}`],
        ['Angabe · Vertretung', 'j'],
        ['Name: ', `Jan Krause${enter}`],
        ['Schriftlich bestellt am?', enter],
        ['An das KDN angeschlossen', 'a'],
        ['Frage 1 von 30', 's'],
        ['Frage 2 von 30', '?'],
        ['Jetzt, weil', 'g'],
        ['Gehe zu', `30${enter}`],
        ['Frage 30 von 30', 'w'],
        ['Frage 2 von 30', 'q'],
      ],
    );
    expect(exitCode, shown).toBe(0);
    expectNarrow(shown);
    const words = shown.replaceAll(/\s+/g, ' ');
    expect(words).toContain('Gespeichert: Jana Muster, Leitung, seit 01.03.2024.');
    expect(words).toContain('Erfasst ist Ines Sorbe, bestellt am 01.06.2025. Es fehlt noch der Tag der Mitteilung an das Land.');
    expect(words).toContain(
      'Erfasst Beauftragte Person für Informationssicherheit: Ines Sorbe, bestellt am 01.06.2025, mitgeteilt',
    );
    expect(words).toContain('Gespeichert: 3 Angaben in');
    const help = words.slice(words.indexOf('Verlangt'));
    expect(help, 'the question stands below the help').toContain('mit Schreiben und Datum bestellt?');
    const { rollen } = await onDatabase(database, (context) => showKommune(context, slug));
    expect(rollen.map(({ rolle, bestellt, gemeldet }) => [rolle, bestellt, gemeldet]).sort()).toEqual([
      ['bfis', '2025-06-01', '2025-06-15'],
      ['bfis-vertretung', null, null],
      ['leitung', null, null],
    ]);
  });

  terminalTest('old answers: confirmed with Enter, taken back with u, by topic with b, found with / and g', async () => {
    const database = await beispielhain('einstieg', [
      { control: 'BAK-01.03', nachweis: 'Sicherungsprotokoll', gesagtVon: 'Jan Krause' },
      { control: 'BAK-01.02', status: 'nein', verantwortlich: 'Jan Krause', begruendung: 'nur wöchentlich' },
      { control: 'BAK-01.05', status: 'teilweise' },
    ]);
    const { shown, exitCode } = await interview(
      database,
      ['--thema', 'backup'],
      [
        ['Frage 1 von', `g`],
        ['Gehe zu', `bak-01.03${enter}`],
        ['Enter = stimmt weiterhin so.', enter],
        ['Bestätigt: ● ja', 'u'],
        ['Zurückgenommen: BAK-01.03 (ja)', enter],
        ['Bestätigt: ● ja', 'b'],
        ['2 Antworten stimmen unverändert?', 'j'],
        ['2 unverändert, bestätigt von Ines Sorbe', '/'],
        ['Suchen: ', `verschlüsselte übertragung${enter}`],
        ['öffnet die Frage', '1'],
        ['WEB-01.03 Verschlüsselte Übertragung', 'q'],
      ],
    );
    expect(exitCode, shown).toBe(0);
    expectNarrow(shown);
    expect(shown).toContain(`Bisher    ● ja, Jan Krause vom ${formatDay(longAgo)} (vor 2 Jahren)`);
    expect(shown).toContain('Sicherungsprotokoll');
    const answers = await answersOn(database);
    expect(answers.map(({ control, source, validFrom, nachweis }) => [control, source, validFrom, nachweis]).sort()).toEqual([
      ['BAK-01.02', 'bestaetigung', today, null],
      ['BAK-01.03', 'interview', today, 'Sicherungsprotokoll'],
      ['BAK-01.05', 'bestaetigung', today, null],
    ]);
    const check = await onDatabase(database, (context) => verifyProtokoll(context, undefined, undefined));
    expect(check.inOrdnung).toBe(true);
  });

  terminalTest('one answer for all Zielobjekte of a question, in one step', async () => {
    const database = await beispielhain('einstieg', [], ['WEB1', 'WEB2', 'WEB3']);
    const { shown, exitCode } = await interview(
      database,
      ['--thema', 'webserver-und-webanwendungen'],
      [
        ['Frage 1 von', 'g'],
        ['Gehe zu', `WEB-01.03${enter}`],
        ['Auftritt WEB1 (WEB1, 1 von 3)', 'j'],
        ['Gilt das für alle 3? (WEB1, WEB2, WEB3)', 'j'],
        ['Nachweis?', enter],
        ['Gespeichert: ● ja', 'q'],
      ],
    );
    expect(exitCode, shown).toBe(0);
    const answers = await answersOn(database);
    expect(answers.map(({ zielobjekt, control }) => `${zielobjekt} ${control}`)).toEqual([
      'WEB1 WEB-01.03',
      'WEB2 WEB-01.03',
      'WEB3 WEB-01.03',
    ]);
    expect(new Set(answers.map(({ entry }) => entry)).size).toBe(1);
  });

  terminalTest('Ctrl-C in the middle of an answer keeps the answer; pasted text answers nothing', async () => {
    const database = await beispielhain('einstieg');
    const { shown, exitCode } = await interview(
      database,
      ['--thema', 'backup'],
      [
        [keys, 'ja, nein, jein'],
        ['Das kam alles auf einmal', 't'],
        ['Warum? ', `\u001b[200~erste Zeile${enter}zweite Zeile\u001b[201~`],
        ['zweite Zeile', enter],
        ['Wer kümmert sich? ', `Jan${ctrlC}`],
      ],
    );
    expect(exitCode, shown).toBe(130);
    expect(shown.trimEnd().split('\n').at(-1)).toBe('Unterbrochen. Gespeichert: 1 Antwort. Weiter mit demselben Befehl.');
    const answers = await answersOn(database);
    expect(answers.map(({ status, begruendung, verantwortlich }) => [status, begruendung, verantwortlich])).toEqual([
      ['teilweise', 'erste Zeile zweite Zeile', null],
    ]);
  });

  terminalTest('a closed terminal loses nothing', async () => {
    const database = await beispielhain('einstieg');
    const { exitCode } = await interview(
      database,
      ['--thema', 'backup'],
      [
        [keys, 'j'],
        ['Nachweis?', enter],
        ['Frage 2 von', 'n'],
        ['Warum? ', hangUp],
      ],
    );
    expect(exitCode).toBe(143);
    expect((await answersOn(database)).map(({ status }) => status)).toEqual(['ja', 'nein']);
  });
});

describe('beside a question', () => {
  function shownFor(answers: Assessment[], findings: Finding[]): string {
    const asked = control('WEB-01.03', {
      title: 'Verschlüsselte Übertragung',
      question: 'Nur verschlüsselt?',
      rationale: 'Sonst liest jemand mit.',
      checks: ['tls-protocol-version'],
    });
    const given = input([asked], { answers, findings });
    const evaluation = evaluate(given);
    const evaluated = evaluation.controls.get('WEB-01.03');
    const [held] = evaluated?.answers ?? [];
    if (evaluated === undefined || held === undefined) throw new Error('nothing to ask');
    return questionText(
      { evaluation: evaluated, answer: held, duties: [] },
      { number: 1, total: 1 },
      evaluation,
      given.catalogue,
    );
  }

  it('stands from whom an answer was inherited and why it no longer holds', () => {
    const origin: AnswerOrigin = {
      kind: 'erklaerung',
      id: 'E1',
      dienstleister: 'Rechenzentrum Muldental',
      titel: 'Webauftritt',
      vom: '2025-01-01',
      gueltigBis: '2025-12-31',
      vertragsgrundlage: null,
      erloschen: 'Die Erklärung von Rechenzentrum Muldental (E1) galt nur bis 31.12.2025.',
    };
    const shown = shownFor([answer('WEB-01.03', 'ja', { origin, validFrom: '2025-01-01', reviewDue: '2026-01-01' })], []);
    expect(shown.replaceAll(/\s+/g, ' ')).toContain(
      'Geerbt ● ja, Erklärung von Rechenzentrum Muldental vom 01.01.2025 (E1), gilt nicht mehr, ohne Vertragsgrundlage',
    );
    expect(shown.replaceAll(/\s+/g, ' ')).toContain(
      'Stand Die Erklärung von Rechenzentrum Muldental (E1) galt nur bis 31.12.2025.',
    );
    expectNarrow(shown);
  });

  it('stand the findings that bear on it, what speaks against „ja“ first, cleaned of what a terminal would obey', () => {
    const findings = [
      finding('met', { target: { name: null, address: '127.0.0.1', port: 8444 }, text: 'Angeboten wird nur TLS 1.3.' }),
      finding('not-met', { text: 'Zusätzlich angeboten wird \u001b[31mTLS 1.0\u0007.' }),
      finding('met', { check: 'http-hsts', text: 'Gehört nicht hierher.' }),
    ];
    const shown = shownFor([], findings).replaceAll(/\s+/g, ' ');
    expect(shown).toContain(
      'Befund ▲ nicht in Ordnung, 127.0.0.1:8443: Zusätzlich angeboten wird TLS 1.0. (vor 10 Tagen gesehen)',
    );
    expect(shown.indexOf('TLS 1.0')).toBeLessThan(shown.indexOf('TLS 1.3'));
    expect(shown).not.toContain('Gehört nicht hierher');
  });
});

describe('without a terminal', () => {
  it('nobody is asked: exit 2, and what to use instead', async () => {
    const database = await beispielhain(null);
    const env = { BURGWARD_DB: database };
    const refused = await runCli(['erhebung', 'interview', '--kommune', slug], { env });
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('burgward erhebung antworten');
    expect(refused.stderr).toContain('burgward paket erstellen');

    const listed = await runCli(['erhebung', 'interview', '--kommune', slug, '--anzahl', '2', '--json'], { env });
    expect(listed.exitCode).toBe(0);
    expect(commandSchemas['erhebung interview'].parse(listed.json())).toMatchObject({
      kommune: slug,
      profil: 'sofort',
      fragen: [
        { control: 'MAN-01.01', zielobjekt: 'VERBUND', zustand: 'offen' },
        {
          control: 'MAN-01.03',
          grundDerReihenfolge: expect.stringMatching(/^Gesetzliche Sollvorschrift \(S-10\); .*; noch offen$/),
        },
      ],
    });
    const unknown = await runCli(['erhebung', 'interview', '--kommune', slug, '--thema', 'backups', '--json'], { env });
    expect(unknown.exitCode).toBe(3);
    expect(unknown.json<{ error: { code: string } }>().error.code).toBe('UNBEKANNT');
  });

  it('a sitting is the whole first pass, else 25 questions, or as many as wanted', async () => {
    const database = await beispielhain(null);
    const count = (wish: { profil?: string; anzahl?: number }) =>
      onDatabase(
        database,
        async (context) => (await listNextQuestions(context, { kommune: slug, alles: false, ...wish })).fragen.length,
      );
    expect(await count({})).toBe(30);
    expect(await count({ profil: 'einstieg' })).toBe(25);
    expect(await count({ profil: 'einstieg', anzahl: 7 })).toBe(7);
  });
});

describe('days as people write them', () => {
  it.each<[string, string | null]>([
    ['31.12.2026', '2026-12-31'],
    ['1.3.27', '2027-03-01'],
    ['1. 3. 2027', '2027-03-01'],
    ['2026-12-31', '2026-12-31'],
    ['in 3 Monaten', '2027-02-28'],
    ['in einem Jahr', '2027-11-30'],
    ['In zwei  Wochen', '2026-12-14'],
    ['in 10 Tagen', '2026-12-10'],
    ['in 1 Tag', '2026-12-01'],
    ['morgen', '2026-12-01'],
    ['31.2.2027', null],
    ['in vielen Monaten', null],
    ['in 99999 Jahren', null],
    ['bald', null],
    ['', null],
  ])('%s', (text, day) => {
    expect(readGermanDay(text, '2026-11-30')).toBe(day);
  });
});
