/** Evidence: files copied in by content, their ageing, damage to the folder, and the bundle an auditor gets. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shippedCatalogue, withContext } from '../../src/cli/context.ts';
import { addDuration, dayOf } from '../../src/domain/calendar.ts';
import { selectAnswers } from '../../src/usecases/current-answers.ts';
import { addEvidence, type EvidenceRequest, harmlessName, listEvidence } from '../../src/usecases/evidence.ts';
import type { CommandJson } from '../../src/usecases/json-schemas.ts';
import { runCli } from '../run-cli.ts';
import { runJson } from './schema.ts';

let folder: string;
let env: Record<string, string>;
let database: string;

beforeAll(async () => {
  await shippedCatalogue();
  folder = mkdtempSync(join(tmpdir(), 'burgward-nachweis-'));
  database = join(folder, 'b.db');
  env = { BURGWARD_DB: database, BURGWARD_PERSON: 'Ines Sorbe' };
  await runJson('kommune anlegen', ['beispielhain', '--name', 'Stadt Beispielhain'], { env });
  await runJson('kommune anlegen', ['musterau', '--name', 'Gemeinde Musterau'], { env });
  writeFileSync(join(folder, 'protokoll.pdf'), 'Rücksicherung gelungen');
  writeFileSync(join(folder, 'neu.pdf'), 'Rücksicherung 2026');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const json = <C extends keyof CommandJson>(command: C, ...args: string[]) => runJson<CommandJson[C]>(command, args, { env });
const answersOn = (stand: string) =>
  withContext({ datenbank: database, stand }, '0', (context) =>
    selectAnswers(context, 'beispielhain', { day: stand, before: `${stand}T23:59:59.999Z` }),
  );
const storedFiles = () =>
  readdirSync(`${database}.nachweise`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('evidence', () => {
  it('one file stands for many requirements and Kommunen, with a date of its own and an end', async () => {
    // The day in Saxony: after its midnight it is not that of the clock in UTC.
    const today = dayOf(new Date().toISOString());
    const end = addDuration(today, 'P60D');
    const added = await json(
      'nachweis hinzufuegen',
      join(folder, 'protokoll.pdf'),
      ...['--titel', 'Protokoll', '--datum', '2026-03-12', '--gueltig-bis', end],
      ...['--kommune', 'beispielhain', '--kommune', 'musterau', '--control', 'BAK-01.05', '--control', 'bak-01.02'],
    );
    expect(added).toMatchObject({
      id: 'N1',
      fassung: 1,
      datei: 'protokoll.pdf',
      datum: '2026-03-12',
      zustand: 'gilt',
      kommunen: ['beispielhain', 'musterau'],
    });
    expect(added.bezuege).toHaveLength(4);
    await json('erhebung antworten', 'BAK-01.05', '--kommune', 'beispielhain', '--status', 'ja', '--gueltig-ab', '2026-03-12');
    expect((await answersOn(today))[0]?.nachweis).toBe('N1 Protokoll vom 12.03.2026');
    expect((await answersOn(addDuration(end, 'P1D')))[0]?.nachweis).toBeNull();
    expect(await json('nachweis liste', '--ablaufend', '60')).toHaveLength(1);
  });

  it('the same content is kept once, readable for its owner only', async () => {
    await json('nachweis hinzufuegen', join(folder, 'protokoll.pdf'), '--titel', 'Noch einmal', '--datum', '2026-03-12');
    expect(storedFiles()).toHaveLength(1);
    expect(statSync(storedFiles()[0] ?? '').mode & 0o777).toBe(0o400);
  });

  it('a new revision keeps what it stands for, and the older file', async () => {
    const revised = await json('nachweis hinzufuegen', join(folder, 'neu.pdf'), '--ersetzt', 'N1', '--datum', '2026-06-01');
    expect(revised).toMatchObject({ id: 'N1', fassung: 2, titel: 'Protokoll', gueltigBis: null });
    expect(revised.bezuege).toHaveLength(4);
    expect(revised.fassungen.map(({ datei }) => datei)).toEqual(['protokoll.pdf', 'neu.pdf']);
    expect(storedFiles()).toHaveLength(2);
  });

  it('assigned, detached, withdrawn: each is a recorded change', async () => {
    await json('nachweis hinzufuegen', '--verweis', 'E-Akte 10-1', '--titel', 'Bestellung', '--datum', '2025-02-01');
    const assigned = await json('nachweis zuordnen', 'N3', '--kommune', 'musterau', '--control', 'MAN-01.03');
    expect(assigned.bezuege).toEqual([{ kommune: 'musterau', zielobjekt: 'VERBUND', control: 'MAN-01.03' }]);
    expect((await json('nachweis loesen', 'N3', '--kommune', 'musterau', '--control', 'MAN-01.03')).bezuege).toEqual([]);
    expect(await json('nachweis zurueckziehen', 'N3', '--ja')).toMatchObject({ zustand: 'zurueckgezogen' });
    expect(await json('protokoll pruefen')).toMatchObject({ inOrdnung: true });
  });

  it('an altered and a missing file are found and left out of the bundle, by name', async () => {
    const before = await json('nachweis buendeln', '--kommune', 'beispielhain', '--ausgabe', join(folder, 'a'));
    const zip = before.dateien[0] ?? { pfad: '', sha256: '' };
    const again = await json('nachweis buendeln', '--kommune', 'beispielhain', '--ausgabe', join(folder, 'b'));
    expect(again.dateien[0]?.sha256).toBe(zip.sha256);
    mkdirSync(join(folder, 'ausgepackt'));
    execFileSync('python3', ['-m', 'zipfile', '-e', zip.pfad, join(folder, 'ausgepackt')]);
    const unpacked = (name: string) => readFileSync(join(folder, 'ausgepackt', name), 'utf8');
    expect(unpacked('dateien/N1-neu.pdf')).toBe('Rücksicherung 2026');
    expect(
      execFileSync('sha256sum', ['--check', 'PRUEFSUMMEN.txt'], { cwd: join(folder, 'ausgepackt'), encoding: 'utf8' }),
    ).toContain('N1-neu.pdf: OK');
    expect(unpacked('INHALT.csv')).toContain('BAK-01.05, BAK-01.02');

    const [first, second] = storedFiles() as [string, string];
    chmodSync(first, 0o600);
    writeFileSync(first, 'etwas anderes');
    rmSync(second);
    writeFileSync(join(`${database}.nachweise`, 'fremd.txt'), 'x');
    const damaged = await runCli(['nachweis', 'pruefen', '--json'], { env });
    expect(damaged.exitCode).toBe(3);
    const result = damaged.json<CommandJson['nachweis pruefen']>();
    expect(new Set(result.probleme.map(({ text }) => text.split(':')[0]))).toEqual(
      new Set(['Die Datei wurde verändert', 'Die Datei fehlt.']),
    );
    expect(result.ohneEintrag).toEqual(['fremd.txt']);
    expect((await json('nachweis buendeln', '--kommune', 'beispielhain', '--ausgabe', join(folder, 'c'))).fehlend).toHaveLength(
      1,
    );
  });

  it('takes a link or a pipe in the place of a file for damage, and does not wait for it', async () => {
    const written = (name: string, content: string) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    await json('nachweis hinzufuegen', written('pfeife.pdf', 'Pfeife'), '--titel', 'P', '--datum', '2026-01-02');
    await json('nachweis hinzufuegen', written('verknuepft.pdf', 'Verknüpfung'), '--titel', 'V', '--datum', '2026-01-02');
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    const stored = (text: string) => join(`${database}.nachweise`, sha256(text).slice(0, 2), sha256(text));
    rmSync(stored('Pfeife'));
    execFileSync('mkfifo', [stored('Pfeife')]);
    rmSync(stored('Verknüpfung'));
    symlinkSync(written('dasselbe.pdf', 'Verknüpfung'), stored('Verknüpfung'));
    const damaged = await runCli(['nachweis', 'pruefen', '--json'], { env });
    expect(damaged.exitCode).toBe(3);
    const texts = damaged.json<CommandJson['nachweis pruefen']>().probleme.map(({ text }) => text);
    expect(texts.filter((text) => text.includes('keine Datei, sondern eine Verknüpfung'))).toHaveLength(2);
    rmSync(stored('Pfeife'));
  });

  it.each<[string, Partial<EvidenceRequest>, string]>([
    ['a file that is not there', { file: 'gibtsnicht.pdf' }, 'gibt es nicht'],
    ['a folder', { file: '.' }, 'keine Datei'],
    ['a device', { file: '/dev/null' }, 'keine Datei'],
    ['neither file nor link', {}, 'entweder eine Datei oder ein Verweis'],
    ['both', { file: 'x', link: 'y' }, 'entweder eine Datei oder ein Verweis'],
    ['a day to come', { link: 'x', datum: '2199-01-01' }, 'noch nicht vorliegen'],
    ['an end before the day', { link: 'x', gueltigBis: '2025-01-01' }, 'läuft ab, bevor'],
    ['a requirement without a Kommune', { link: 'x', controls: ['BAK-01.05'] }, 'fehlt die Kommune'],
    ['no title', { link: 'x', titel: ' ' }, 'braucht einen Titel'],
    ['a revision of nothing', { link: 'x', replaces: 'N99' }, 'N99'],
    ['an unknown Zielobjekt', { link: 'x', controls: ['BAK-01.05'], kommunen: ['musterau'], zielobjekt: 'S9' }, 'S9'],
  ])('refuses %s and records nothing', async (_what, changes, words) => {
    const request = { titel: 'x', datum: '2026-01-01', kommunen: [], controls: [], ...changes };
    await withContext({ datenbank: database }, '0', async (context) => {
      const before = await listEvidence(context, {});
      await expect(addEvidence(context, request)).rejects.toThrow(words);
      expect(await listEvidence(context, {})).toEqual(before);
    });
  });

  it('says so in German with exit code 3', async () => {
    const refused = await runCli(['nachweis', 'hinzufuegen', 'gibtsnicht.pdf', '--titel', 'x', '--datum', '2026-01-01'], { env });
    expect(refused).toMatchObject({ exitCode: 3, stdout: '' });
    expect(refused.stderr).toContain('gibt es nicht');
  });
});

describe('a new revision given without an end', () => {
  const add = (...args: string[]) => runCli(['nachweis', 'hinzufuegen', join(folder, 'neu.pdf'), ...args], { env });
  const note = /Die vorige Fassung galt bis zum 31\.12\.2026; diese gilt unbefristet\. .*--gueltig-bis aufnehmen\./;
  const told = ({ stderr }: { stderr: string }) => stderr.replace(/\s+/g, ' ');

  it('says that it counts without an end, where the one before had one', async () => {
    const first = await runJson<CommandJson['nachweis hinzufuegen']>(
      'nachweis hinzufuegen',
      ['--verweis', 'E-Akte 10-7', '--titel', 'Leitlinie', '--datum', '2026-01-05', '--gueltig-bis', '2026-12-31'],
      { env },
    );
    const unlimited = await add('--ersetzt', first.id, '--datum', '2026-05-04');
    expect(unlimited.exitCode).toBe(0);
    expect(told(unlimited)).toMatch(note);
    expect(unlimited.stdout).not.toMatch(/unbefristet\. Soll/);

    // Asked for: nothing is lost, and after it the one before has an end again.
    const limited = await add('--ersetzt', first.id, '--datum', '2026-05-05', '--gueltig-bis', '2026-12-31');
    expect(told(limited)).not.toContain('unbefristet');
    expect(told(await add('--ersetzt', first.id, '--datum', '2026-05-06'))).toMatch(note);
    // The one before had none either.
    expect(told(await add('--ersetzt', first.id, '--datum', '2026-05-07'))).not.toContain('unbefristet');
  });
});

it.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\Windows\\System32\\cmd.exe', 'cmd.exe'],
  ['/a/..', 'datei'],
  ['/a/.bashrc', 'bashrc'],
  ['/a/CON.txt', '_CON.txt'],
  ['/a/\u001b[31mrot\u202egnp.exe', '[31mrotgnp.exe'],
  [`/a/${'x'.repeat(300)}.pdf`, `${'x'.repeat(100)}.pdf`],
  ['/a/-rf *.pdf', 'rf _.pdf'],
  ['/a/Müller & Söhne.pdf', 'Müller & Söhne.pdf'],
])('the file name %j becomes %j', (path, name) => {
  expect(harmlessName(path)).toBe(name);
});
