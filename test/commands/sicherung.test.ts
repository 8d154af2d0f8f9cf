/** Backups: complete while others write, proved before they are trusted, restored without loss, and never half there. */

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ReportKindId } from '../../src/report/report-input.ts';
import type { ReportFormat } from '../../src/report/report-kind.ts';
import { openStore, schemaVersion } from '../../src/store/open.ts';
import { type BackupLock, type BackupRequest, createBackup } from '../../src/usecases/backup-create.ts';
import { createKeyFile, readKeyFile } from '../../src/usecases/backup-key.ts';
import { listBackups } from '../../src/usecases/backup-list.ts';
import { type RestoreRequest, restoreBackup } from '../../src/usecases/backup-restore.ts';
import { type BackupKey, verifyBackup } from '../../src/usecases/backup-verify.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { createReport } from '../../src/usecases/create-report.ts';
import { addEvidence, verifyEvidence } from '../../src/usecases/evidence.ts';
import { type CommandJson, commandSchemas } from '../../src/usecases/json-schemas.ts';
import { verifyProtokoll } from '../../src/usecases/protokoll.ts';
import { recordAssessment } from '../../src/usecases/record-assessment.ts';
import { rounds } from '../campaign.ts';
import { atTerminal, pythonPath } from '../cli/at-terminal.ts';
import { programPath, runCli } from '../run-cli.ts';
import { answeredControls, freshDatabase, startRecording } from '../store/recorded.ts';
import { contextOn } from './context-on.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** A full disk must be met by the program, not by Node, which stores compiled code beside it. */
const withoutCompiled = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' };
const day = '2026-04-01';

/** A database with an answer and two pieces of evidence, made once; every test works on a copy of its folder. */
let original: string;
let folder: string;
let database: string;
let backups: string;

beforeAll(async () => {
  original = mkdtempSync(join(tmpdir(), 'burgward-sicherung-'));
  writeFileSync(join(original, 'beleg.pdf'), randomBytes(20_000));
  writeFileSync(join(original, 'plan.pdf'), 'Notfallplan');
  const store = await openStore(join(original, 'burgward.db'));
  const context = await contextOn(store, day);
  const beispielhain = {
    slug: 'beispielhain',
    name: 'Stadt Beispielhain',
    art: 'stadt',
    ags: null,
    einwohner: 4200,
    landkreis: null,
  };
  await createKommune(context, beispielhain, { kdn_angeschlossen: 'ja' });
  await recordAssessment(context, { kommune: 'beispielhain', control: 'BAK-01.05', status: 'nein', source: 'einzelantwort' });
  for (const file of ['beleg.pdf', 'plan.pdf']) {
    const controls = { kommunen: ['beispielhain'], controls: ['BAK-01.05'] };
    await addEvidence(context, { file: join(original, file), titel: file, datum: '2026-03-12', ...controls });
  }
  await store.close();
});
afterAll(() => rmSync(original, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-sicherung-'));
  database = join(folder, 'burgward.db');
  backups = join(folder, 'sicherungen');
  execFileSync('cp', ['-a', join(original, 'burgward.db'), join(original, 'burgward.db.nachweise'), folder]);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (minute: number) => new Date(Date.UTC(2026, 3, 1, 8, minute));
const create = (changes: Partial<BackupRequest> = {}) =>
  createBackup({
    datenbank: database,
    folder: backups,
    lock: null,
    keep: null,
    probe: false,
    programVersion: '0',
    now: at(0),
    ...changes,
  });
const createdFile = async (changes: Partial<BackupRequest> = {}) => (await create(changes)).datei?.pfad ?? '';
const noKey = async () => null;
const verify = (file: string, key: BackupKey | null = null) => verifyBackup({ file, key: async () => key });
const restore = (file: string, datenbank: string, changes: Partial<RestoreRequest> = {}) =>
  restoreBackup({ file, datenbank, key: noKey, overwrite: false, despiteProblems: false, probe: false, now: at(30), ...changes });
const filesIn = (path: string) => (existsSync(path) ? readdirSync(path).sort() : []);
const hasSchema = <C extends keyof CommandJson>(command: C, value: unknown) =>
  expect(commandSchemas[command].parse(value)).toEqual(value);

/** Nothing of the temporary copies is left beside the database. */
const expectTidy = () => expect(filesIn(folder).filter((name) => /\.(sicherung|einspielen)-|\.teil$/.test(name))).toEqual([]);

/** What is read from a database by everything that proves it. */
async function provenState(path: string) {
  const store = await openStore(path);
  try {
    const context = await contextOn(store, '2026-05-01', '2026-04-15');
    expect(await verifyProtokoll(context, undefined, undefined)).toMatchObject({ inOrdnung: true });
    return { evidence: await verifyEvidence(context) };
  } finally {
    await store.close();
  }
}

/** Every format of one that is quickly laid out, and the page that shows most of the database. */
const comparedReports: readonly [ReportKindId, ReportFormat[]][] = [
  ['saechsisichg', ['html', 'pdf', 'docx', 'md', 'json']],
  ['leitung', ['html', 'json']],
];

async function reportBytes(path: string, target: string): Promise<Buffer[]> {
  const store = await openStore(path);
  const context = await contextOn(store, '2026-05-01', '2026-04-15');
  const request = { kommune: 'beispielhain', fassung: 'intern' as const, reportsFolder: join(root, 'reports') };
  const written: Buffer[] = [];
  for (const [art, formate] of comparedReports) {
    const { dateien } = await createReport(context, { ...request, art, formate, ausgabe: join(target, art) });
    written.push(...dateien.map(({ pfad }) => readFileSync(pfad)));
  }
  await store.close();
  return written;
}

describe('a backup', () => {
  it('restored elsewhere gives byte-identical reports and proves itself', async () => {
    const created = await create();
    hasSchema('sicherung erstellen', created);
    expect(created).toMatchObject({ nachweise: 2, ketten: 2, maengel: [], verschluesselt: 'nein' });
    expect(created.datei?.pfad).toBe(join(backups, 'burgward-sicherung-2026-04-01-1000.zip'));
    expect(statSync(created.datei?.pfad ?? '').mode & 0o777).toBe(0o600);
    const proved = await verify(created.datei?.pfad ?? '');
    hasSchema('sicherung pruefen', proved);
    expect(proved).toMatchObject({ inOrdnung: true, nachweise: 2, erstellt: at(0).toISOString() });
    const target = join(folder, 'anderswo', 'neu.db');
    const restored = await restore(created.datei?.pfad ?? '', target);
    hasSchema('sicherung einspielen', restored);
    expect((await provenState(target)).evidence).toMatchObject({ dateien: 2, inOrdnung: true, ohneEintrag: [] });
    expect(statSync(target).mode & 0o777).toBe(0o600);
    const [before, after] = [await reportBytes(database, join(folder, 'a')), await reportBytes(target, join(folder, 'b'))];
    expect(before).toHaveLength(comparedReports.flatMap(([, formate]) => formate).length);
    expect(after.map((bytes, index) => bytes.equals(before[index] ?? Buffer.alloc(0)))).toEqual(before.map(() => true));
    expectTidy();
  }, 60_000);

  it('is a ZIP that other programs open and check, and works unpacked by hand', async () => {
    const file = await createdFile();
    const by = join(folder, 'von-hand');
    execFileSync('python3', ['-m', 'zipfile', '-e', file, by]);
    expect(execFileSync('sha256sum', ['--check', 'PRUEFSUMMEN.txt'], { cwd: by, encoding: 'utf8' })).toContain('burgward.db: OK');
    expect(readFileSync(join(by, 'LIESMICH.txt'), 'utf8')).toContain('2 Nachweisdateien');
    expect((await provenState(join(by, 'burgward.db'))).evidence).toMatchObject({ dateien: 2, inOrdnung: true });
  });

  it('never takes the name of another of the same minute', async () => {
    const made = await Promise.all([create(), create(), create()]);
    expect(new Set(made.map(({ datei }) => datei?.pfad)).size).toBe(3);
    expect((await listBackups(database, null)).sicherungen.map(({ pfad }) => pfad.slice(backups.length + 1))).toEqual([
      'burgward-sicherung-2026-04-01-1000-3.zip',
      'burgward-sicherung-2026-04-01-1000-2.zip',
      'burgward-sicherung-2026-04-01-1000.zip',
    ]);
  });

  it('keeps an older schema as it is, says so, and proves that it can be brought up to date', async () => {
    rmSync(database);
    const handle = new BetterSqlite3(database);
    handle.exec(readFileSync(join(root, 'test/store/fixtures/schema-4.sql'), 'utf8'));
    handle.close();
    const file = await createdFile();
    expect(await verify(file)).toMatchObject({ schema: 4, inOrdnung: true });
    const target = join(folder, 'neu.db');
    expect(await restore(file, target)).toMatchObject({ schema: 4, wirdErneuert: true });
    await provenState(target);
    expect(filesIn(folder)).toContain('neu.db.schema-4.kopie');
    expectTidy();
  });

  it('with --probe writes nothing', async () => {
    expect(await create({ probe: true })).toMatchObject({ datei: null, nachweise: 2 });
    expect(filesIn(backups)).toEqual([]);
    expectTidy();
  });

  it('names what is wrong with the original, keeps it out of a restore, and removes nothing older', async () => {
    await create();
    const [name = ''] = readdirSync(`${database}.nachweise`);
    rmSync(join(`${database}.nachweise`, name), { recursive: true });
    const handle = new BetterSqlite3(database);
    handle.exec('drop trigger if exists kommune_bleibt');
    const triggers = handle.prepare("select name from sqlite_schema where type = 'trigger'").all() as { name: string }[];
    handle.exec(`drop trigger "${triggers[0]?.name}"`);
    handle.close();
    const faulty = await create({ now: at(1), keep: 1 });
    expect(faulty.maengel.join('\n')).toMatch(/Schutzregel .* fehlt[\s\S]*Die Datei fehlt/);
    expect(filesIn(backups)).toHaveLength(2);
    const file = faulty.datei?.pfad ?? '';
    expect(await verify(file)).toMatchObject({ inOrdnung: false, bewiesen: [] });
    const target = join(folder, 'neu.db');
    await expect(restore(file, target)).rejects.toThrow('hat Mängel');
    expect(existsSync(target)).toBe(false);
    expect((await restore(file, target, { despiteProblems: true })).maengel.length).toBeGreaterThan(1);
    expect(existsSync(target)).toBe(true);
  });

  it.each<[string, () => string, string]>([
    ['a database that is not there', () => join(folder, 'gibtsnicht.db'), 'gibt es nicht'],
    ['a folder', () => folder, 'gibt es nicht'],
    ['a text file', () => text('text.db'), 'keine Datenbank von burgward'],
  ])('is not made of %s', async (_what, path, words) => {
    await expect(create({ datenbank: path() })).rejects.toThrow(words);
    expect(filesIn(backups)).toEqual([]);
    expectTidy();
  });
});

function text(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, 'Ich bin ein Text. '.repeat(100));
  return path;
}

describe('while others write', () => {
  it('eight writers lose nothing, and every answer acknowledged before is in it', async () => {
    const busy = await freshDatabase();
    // So many that they still write when the second backup is made, also where the disk is memory.
    const each = 150;
    const runs = Array.from({ length: 8 }, (_, index) => startRecording(busy.path, `person${index}`, 0, each));
    const acknowledged = () => runs.flatMap((run) => run.acknowledged);
    try {
      const taken: { before: string[]; file: string }[] = [];
      for (const enough of [20, 120]) {
        while (acknowledged().length < enough) await new Promise((wait) => setTimeout(wait, 2));
        const before = acknowledged();
        const { datei, maengel } = await create({ datenbank: busy.path });
        expect(maengel).toEqual([]);
        taken.push({ before, file: datei?.pfad ?? '' });
      }
      expect(runs.some(({ child }) => child.exitCode === null)).toBe(true);
      for (const { ended } of runs) expect(await ended).toMatchObject({ exitCode: 0, stderr: '' });
      for (const [index, { before, file }] of taken.entries()) {
        expect(await verify(file)).toMatchObject({ inOrdnung: true });
        const target = join(busy.folder, `zurueck-${index}.db`);
        await restore(file, target);
        const recorded = new Set(await answeredControls(target));
        expect(before.filter((control) => !recorded.has(control))).toEqual([]);
        expect(recorded.size).toBeLessThan(8 * each);
      }
      expect(await answeredControls(busy.path)).toHaveLength(8 * each);
    } finally {
      for (const { child } of runs) child.kill('SIGKILL');
      rmSync(busy.folder, { recursive: true, force: true });
    }
  }, 120_000);
});

describe('an encrypted backup', () => {
  const kennwort = { kind: 'kennwort', kennwort: 'Übergänge am Marktbrunnen' } as const;

  it('opens with its passphrase however ü was typed, and with no other', async () => {
    const file = await createdFile({ lock: kennwort });
    expect(file).toMatch(/\.zip\.age$/);
    expect(readFileSync(file).includes('MANIFEST')).toBe(false);
    const typed = { kind: 'kennwort', kennwort: kennwort.kennwort.normalize('NFD') } as const;
    expect(await verify(file, typed)).toMatchObject({ verschluesselt: true, inOrdnung: true });
    await expect(verify(file, { kind: 'kennwort', kennwort: 'falsch' })).rejects.toThrow('Kennwort oder Schlüssel nicht öffnen');
    await expect(verify(file)).rejects.toThrow('ist verschlüsselt');
  }, 60_000);

  it('opens with the key of any recipient; a flip anywhere is refused', async () => {
    const [own, other] = [join(folder, 'eigen.schluessel'), join(folder, 'fremd.schluessel')];
    const { oeffentlich } = await createKeyFile(own, at(0));
    expect(statSync(own).mode & 0o777).toBe(0o600);
    await expect(createKeyFile(own, at(0))).rejects.toThrow('nichts überschrieben');
    await createKeyFile(other, at(0));
    const lock: BackupLock = { kind: 'empfaenger', empfaenger: [oeffentlich] };
    const file = await createdFile({ lock });
    const key = await readKeyFile(own);
    const target = join(folder, 'neu.db');
    await restore(file, target, { key: async () => key });
    await provenState(target);
    await expect(verify(file, await readKeyFile(other))).rejects.toThrow('nicht öffnen');
    for (const [position, damaged] of flippedCopies(file, 60))
      await expect(verify(damaged, key), `Byte ${position}`).rejects.toThrow(/beschädigt|abgeschnitten|nicht öffnen/);
    await expect(verify(cutCopy(file, 100), key)).rejects.toThrow('abgeschnitten');
    expectTidy();
  }, 60_000);

  it('is not made for something that is no key', async () => {
    await expect(create({ lock: { kind: 'empfaenger', empfaenger: ['age1xyz'] } })).rejects.toThrow(
      'kein öffentlicher Schlüssel',
    );
    await expect(readKeyFile(text('kein.schluessel'))).rejects.toThrow('keinen privaten Schlüssel');
  });
});

/** Copies of a file with one bit of one byte turned, over its whole length and densely at both ends. */
function* flippedCopies(file: string, samples: number): Generator<[number, string]> {
  const bytes = readFileSync(file);
  const step = Math.max(1, Math.floor(bytes.length / samples));
  const positions = Array.from({ length: samples }, (_, index) => index * step);
  const ends = Array.from({ length: 12 }, (_, index) => [index * 9, bytes.length - 1 - index * 9]).flat();
  const path = join(folder, 'gekippt.zip');
  for (const position of new Set([...positions, ...ends])) {
    const flipped = Buffer.from(bytes);
    flipped[position] = (flipped[position] ?? 0) ^ (1 << (position % 8));
    writeFileSync(path, flipped);
    yield [position, path];
  }
}

function cutCopy(file: string, bytes: number): string {
  const path = join(folder, 'gekuerzt.zip');
  writeFileSync(path, readFileSync(file).subarray(0, -bytes));
  return path;
}

describe('damage', () => {
  it(
    'of a single bit is found wherever it is',
    async () => {
      const file = await createdFile();
      let seen = 0;
      for (const [position, damaged] of flippedCopies(file, rounds(40))) {
        await expect(verify(damaged), `Byte ${position}`).rejects.toThrow(/beschädigt|abgeschnitten/);
        seen += 1;
      }
      expect(seen).toBeGreaterThan(40);
      expectTidy();
    },
    rounds(60_000),
  );

  it('by cutting or appending is found, and nothing is restored', async () => {
    const file = await createdFile();
    const longer = join(folder, 'laenger.zip');
    writeFileSync(longer, Buffer.concat([readFileSync(file), Buffer.from('x')]));
    for (const damaged of [cutCopy(file, 1), cutCopy(file, 5000), longer, text('text.zip')]) {
      await expect(restore(damaged, join(folder, 'neu.db'))).rejects.toThrow('abgeschnitten');
      expect(existsSync(join(folder, 'neu.db'))).toBe(false);
    }
    writeFileSync(longer, '');
    await expect(verify(longer)).rejects.toThrow('abgeschnitten');
    await expect(verify(join(folder, 'gibtsnicht.zip'))).rejects.toThrow('gibt es nicht');
    await expect(verify(folder)).rejects.toThrow('keine Datei');
  });
});

describe('rotation', () => {
  it('keeps the newest, removes only whole backups of this database, oldest first, and says what it left', async () => {
    for (const minute of [0, 1, 2, 3]) await create({ now: at(minute) });
    const [oldest = '', second = ''] = filesIn(backups);
    const bytes = readFileSync(join(backups, second));
    bytes[3000] = (bytes[3000] ?? 0) ^ 1;
    writeFileSync(join(backups, second), bytes);
    const other = await freshDatabase();
    await create({ datenbank: other.path, now: at(-60) });
    rmSync(other.folder, { recursive: true, force: true });
    text('sicherungen/burgward-sicherung-2026-01-01-0000.zip');
    text('sicherungen/urlaub.zip');
    symlinkSync(join(backups, oldest), join(backups, 'burgward-sicherung-2026-01-02-0000.zip'));
    const before = filesIn(backups);
    const planned = await create({ now: at(5), keep: 2, probe: true });
    expect(filesIn(backups)).toEqual(before);
    expect(planned.geloescht).toContain(join(backups, oldest));
    const { geloescht, belassen, datei } = await create({ now: at(5), keep: 2 });
    expect(geloescht).toEqual([oldest, 'burgward-sicherung-2026-04-01-1002.zip'].map((name) => join(backups, name)));
    expect(belassen.map(({ grund }) => grund).join('\n')).toMatch(/Prüfsumme stimmt nicht|Siegel/);
    expect(belassen.some(({ grund }) => grund.includes('anderen Datenbank'))).toBe(true);
    expect(filesIn(backups)).toEqual(
      [...before.filter((name) => !geloescht.includes(join(backups, name))), datei?.pfad.slice(backups.length + 1)].sort(),
    );
  });

  it('never removes what was just made, even if the clock ran backwards', async () => {
    await create({ now: at(30) });
    await create({ now: at(40) });
    const { datei, geloescht } = await create({ now: at(10), keep: 1 });
    expect(existsSync(datei?.pfad ?? '')).toBe(true);
    expect(geloescht).toHaveLength(2);
  });
});

describe('restoring', () => {
  it('overwrites nothing without a word, and keeps what it replaces', async () => {
    const file = await createdFile();
    const untouched = readFileSync(database);
    await expect(restore(file, database)).rejects.toThrow('gibt es schon');
    rmSync(join(folder, 'leer.db'), { force: true });
    mkdirSync(join(folder, 'leer.db.nachweise'));
    await expect(restore(file, join(folder, 'leer.db'))).rejects.toThrow('leer.db.nachweise gibt es schon');
    expect(await restore(file, database, { overwrite: true, probe: true })).toMatchObject({ probe: true });
    expect(readFileSync(database).equals(untouched)).toBe(true);
    const { vorher } = await restore(file, database, { overwrite: true });
    const kept = `${database}.vor-einspielen-2026-04-01-1030`;
    expect(vorher).toEqual([kept, `${kept}.nachweise`]);
    for (const path of [kept, database])
      expect((await provenState(path)).evidence).toMatchObject({ dateien: 2, inOrdnung: true });
    await restore(file, database, { overwrite: true });
    expect(existsSync(`${kept}-2`)).toBe(true);
    expectTidy();
  });

  it('replaces a damaged database, and not one that is in use', async () => {
    const file = await createdFile();
    const store = await openStore(database);
    await store.db.selectFrom('kommune').select('slug').execute();
    await expect(restore(file, database, { overwrite: true })).rejects.toThrow('von einem anderen Programm benutzt');
    await store.close();
    await provenState(database);
    writeFileSync(database, randomBytes(50_000));
    const { vorher } = await restore(file, database, { overwrite: true });
    expect(statSync(vorher[0] ?? '').size).toBe(50_000);
    await provenState(database);
    expectTidy();
  }, 30_000);
});

describe('faults', () => {
  const limitedBackup = (limitKb: number, ...args: string[]) =>
    spawnSync(
      'bash',
      [
        '-c',
        `ulimit -f ${limitKb}; exec "$@"`,
        'bash',
        process.execPath,
        programPath(),
        'sicherung',
        ...args,
        '--datenbank',
        database,
        '--json',
      ],
      { encoding: 'utf8', env: withoutCompiled },
    );

  it.each([
    ['the copy of the database', 300, 0],
    ['the backup itself', 900, 2_000_000],
  ])(
    'a disk full while writing %s ends with a sentence and leaves nothing',
    async (_what, limitKb, evidenceBytes) => {
      if (evidenceBytes > 0) {
        const store = await openStore(database);
        writeFileSync(join(folder, 'gross.bin'), randomBytes(evidenceBytes));
        await addEvidence(await contextOn(store, day), {
          file: join(folder, 'gross.bin'),
          titel: 'g',
          datum: day,
          kommunen: [],
          controls: [],
        });
        await store.close();
      }
      const { status, stdout } = limitedBackup(limitKb, 'erstellen', '--ausgabe', backups);
      expect(JSON.parse(stdout)).toMatchObject({
        error: { code: 'UMGEBUNG', message: expect.stringContaining('kein Platz mehr') },
      });
      expect(status).toBe(4);
      expect(filesIn(backups)).toEqual([]);
      expectTidy();
      await provenState(database);
    },
    60_000,
  );

  it('a disk full while restoring leaves the place empty', async () => {
    const file = await createdFile();
    const target = join(folder, 'neu', 'burgward.db');
    const args = [
      '-c',
      'ulimit -f 300; exec "$@"',
      'bash',
      process.execPath,
      programPath(),
      'sicherung',
      'einspielen',
      file,
      '--json',
    ];
    const { status, stdout } = spawnSync('bash', [...args, '--datenbank', target], { encoding: 'utf8', env: withoutCompiled });
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'UMGEBUNG', message: expect.stringContaining('kein Platz mehr') },
    });
    expect(status).toBe(4);
    expect(filesIn(join(folder, 'neu'))).toEqual([]);
  }, 60_000);

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    '%s while writing leaves no half file under a name of ours',
    async (signal) => {
      const store = await openStore(database);
      for (let number = 0; number < 3; number += 1) {
        writeFileSync(join(folder, 'gross.bin'), randomBytes(4_000_000));
        await addEvidence(await contextOn(store, day), {
          file: join(folder, 'gross.bin'),
          titel: 'g',
          datum: day,
          kommunen: [],
          controls: [],
        });
      }
      await store.close();
      const child = spawn(process.execPath, [
        programPath(),
        'sicherung',
        'erstellen',
        '--datenbank',
        database,
        '--ausgabe',
        backups,
      ]);
      const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
      const isWriting = () => filesIn(backups).some((name) => name.endsWith('.teil') && statSync(join(backups, name)).size > 0);
      while (!isWriting() && child.exitCode === null) await new Promise((wait) => setTimeout(wait, 2));
      child.kill(signal);
      const exitCode = await ended;
      expect(filesIn(backups).filter((name) => !name.endsWith('.teil'))).toEqual([]);
      expect((await listBackups(database, backups)).sicherungen).toEqual([]);
      if (signal === 'SIGTERM') {
        expect(exitCode).toBe(143);
        expect(filesIn(backups)).toEqual([]);
        expectTidy();
      }
      await provenState(database);
      expect((await create()).maengel).toEqual([]);
    },
    60_000,
  );

  it('what a killed run left is removed a day later, and not before', async () => {
    const old = new Date(Date.now() - 25 * 60 * 60 * 1000);
    mkdirSync(backups);
    const left = (name: string, isOld: boolean) => {
      mkdirSync(join(folder, `burgward.db.sicherung-${name}`));
      text(`sicherungen/burgward-sicherung-2026-01-01-000${isOld ? 1 : 2}.zip.teil`);
      const paths = [`burgward.db.sicherung-${name}`, `sicherungen/burgward-sicherung-2026-01-01-000${isOld ? 1 : 2}.zip.teil`];
      for (const path of paths) if (isOld) utimesSync(join(folder, path), old, old);
    };
    left('AltAlt', true);
    left('Jetzt1', false);
    await create();
    expect(filesIn(folder).filter((name) => name.includes('.sicherung-'))).toEqual(['burgward.db.sicherung-Jetzt1']);
    expect(filesIn(backups).filter((name) => name.endsWith('.teil'))).toEqual(['burgward-sicherung-2026-01-01-0002.zip.teil']);
  });

  it('says so when the folder cannot be written', async () => {
    await expect(create({ folder: text('belegt') })).rejects.toThrow('lässt sich nicht öffnen oder beschreiben');
    expectTidy();
  });
});

describe('the commands', () => {
  it('back up, list, prove and restore, with exit codes', async () => {
    const env = { BURGWARD_DB: database, BURGWARD_SICHERUNG_KENNWORT: undefined };
    const created = await runCli(['sicherung', 'erstellen', '--behalte', '3', '--json'], { env });
    expect(created.exitCode, created.stderr).toBe(0);
    hasSchema('sicherung erstellen', created.json());
    const file = created.json<CommandJson['sicherung erstellen']>().datei?.pfad ?? '';
    const listed = await runCli(['sicherung', 'liste', '--json'], { env });
    hasSchema('sicherung liste', listed.json());
    expect(listed.json()).toMatchObject({
      ordner: backups,
      sicherungen: [{ pfad: file, zustand: 'lesbar', schema: schemaVersion }],
    });
    const proved = await runCli(['sicherung', 'pruefen', file], { env });
    expect(proved.stdout).toContain('● Das Protokoll stimmt');
    const refused = await runCli(['sicherung', 'einspielen', file], { env });
    expect(refused).toMatchObject({ exitCode: 3, stdout: '' });
    const unasked = await runCli(['sicherung', 'einspielen', file, '--ueberschreiben'], { env });
    expect(unasked).toMatchObject({ exitCode: 2, stdout: '' });
    const restored = await runCli(['sicherung', 'einspielen', file, '--datenbank', join(folder, 'neu.db')], { env });
    expect(restored.stdout).toContain('ist jetzt der Stand vom');
    writeFileSync(file, readFileSync(file).subarray(0, 9000));
    const damaged = await runCli(['sicherung', 'pruefen', file], { env });
    expect(damaged).toMatchObject({ exitCode: 3, stdout: '' });
    expect(damaged.stderr).toContain('abgeschnitten');
  }, 120_000);

  it('take secrets from a file or the environment and never show them', async () => {
    const secret = 'Leuchtturm 17 im Nebel';
    const env = { BURGWARD_DB: database, BURGWARD_SICHERUNG_KENNWORT: secret };
    const created = await runCli(['sicherung', 'erstellen', '--json'], { env });
    const { datei, verschluesselt } = created.json<CommandJson['sicherung erstellen']>();
    expect(verschluesselt).toBe('kennwort');
    const passphraseFile = join(folder, 'kennwort.txt');
    writeFileSync(passphraseFile, `${secret}\r\n`);
    chmodSync(passphraseFile, 0o600);
    const args = ['sicherung', 'pruefen', datei?.pfad ?? ''];
    const proved = await runCli([...args, '--kennwort-datei', passphraseFile], { env: { BURGWARD_DB: database } });
    expect(proved.exitCode, proved.stderr).toBe(0);
    expect(created.stdout + created.stderr + proved.stdout + proved.stderr).not.toContain(secret);
    const unknown = await runCli(args, { env: { BURGWARD_DB: database } });
    expect(unknown.exitCode).toBe(2);
    const asked = await runCli(['sicherung', 'erstellen', '--verschluesseln'], { env: { BURGWARD_DB: database } });
    expect(asked.exitCode).toBe(2);
    const made = await runCli(['sicherung', 'schluessel', join(folder, 'k'), '--json'], { env });
    hasSchema('sicherung schluessel', made.json());
  }, 120_000);

  it('ask for a passphrase at the terminal, twice for a new one, without showing it', async () => {
    const python = pythonPath('Kennwort am Terminal');
    if (python === null) return;
    const secret = 'Leuchtturm';
    const typed = (question: string) => [question, `${secret}\r`] as const;
    const [first, again] = [typed('Kennwort für die Sicherung:'), typed('Kennwort noch einmal:')];
    const words = [programPath(), 'sicherung', 'erstellen', '--verschluesseln', '--datenbank', database];
    const made = await atTerminal(python, words, [first, again], {});
    expect(made.exitCode, made.shown).toBe(0);
    const [name = ''] = filesIn(backups);
    const proved = await atTerminal(
      python,
      [programPath(), 'sicherung', 'pruefen', join(backups, name)],
      [typed('Kennwort der Sicherung:')],
      {},
    );
    expect(proved.exitCode, proved.shown).toBe(0);
    expect(made.shown + proved.shown).not.toContain(secret);
    const mistyped = await atTerminal(python, words, [first, ['Kennwort noch einmal:', 'Leuchtturn\r']], {});
    expect(mistyped.exitCode).toBe(2);
    expect(mistyped.shown).toContain('verschieden');
    expect(filesIn(backups)).toEqual([name]);
  }, 240_000);
});
