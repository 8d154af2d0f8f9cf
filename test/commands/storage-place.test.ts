/** Nobody else reads what burgward writes, and a place where they could is named. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { createKommune } from '../../src/usecases/create-kommune.ts';
import { diagnose } from '../../src/usecases/diagnose.ts';
import { addEvidence } from '../../src/usecases/evidence.ts';
import { handOver } from '../../src/usecases/hand-over.ts';
import { type PlaceFacts, storageWarnings, warningsAbout } from '../../src/usecases/storage-place.ts';
import { contextOn } from './context-on.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'burgward-ort-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const safe: PlaceFacts = {
  database: '/home/ines/burgward/burgward.db',
  mode: { database: 0o100600, log: 0o100600, evidence: 0o40700, folder: 0o40700 },
  fileSystem: 0xef53,
};

describe('a place', () => {
  it('of its own gives no warning', () => {
    expect(warningsAbout(safe)).toEqual([]);
    const none = { database: null, log: null, evidence: null, folder: null };
    expect(warningsAbout({ ...safe, database: 'C:\\Users\\ines\\AppData\\Local\\burgward\\burgward.db', mode: none })).toEqual(
      [],
    );
  });

  it.each<[string, Partial<PlaceFacts>, RegExp]>([
    ['readable by the group', { mode: { ...safe.mode, database: 0o100640 } }, /burgward\.db ist für andere.*chmod 600/],
    ['with a log all may read', { mode: { ...safe.mode, log: 0o100644 } }, /-wal ist für andere/],
    ['with open evidence', { mode: { ...safe.mode, evidence: 0o40755 } }, /nachweise.*chmod 700/],
    ['in a folder all may write', { mode: { ...safe.mode, folder: 0o40777 } }, /können andere Konten schreiben/],
    ['on NFS', { fileSystem: 0x6969 }, /Netzlaufwerk \(NFS\)/],
    ['on a Windows share', { fileSystem: 0xfe534d42 }, /Netzlaufwerk \(SMB2\)/],
    ['on sshfs or the like', { fileSystem: 0x65735546 }, /Netzlaufwerk \(FUSE\)/],
    ['behind a UNC path', { database: '\\\\server\\amt\\burgward.db' }, /Netzlaufwerk/],
    ['in OneDrive', { database: 'C:\\Users\\ines\\OneDrive - Stadt Beispielhain\\burgward.db' }, /OneDrive/],
    ['in Nextcloud', { database: '/home/ines/Nextcloud/amt/burgward.db' }, /Nextcloud/],
    ['in Dropbox', { database: '/home/ines/Dropbox/burgward.db' }, /Dropbox/],
  ])('%s is named', (_, change, text) => {
    const warnings = warningsAbout({ ...safe, ...change });
    expect(warnings).toMatchObject([{ isSerious: true, text: expect.stringMatching(text) }]);
  });

  it('whose folder others can list is worth a hint only; a file that merely is called so is none', () => {
    expect(warningsAbout({ ...safe, mode: { ...safe.mode, folder: 0o40755 } })).toMatchObject([{ isSerious: false }]);
    expect(warningsAbout({ ...safe, database: '/home/ines/nextcloud-umzug/dropbox' })).toEqual([]);
  });
});

it('everything written is for its owner alone, whatever the umask', async () => {
  const before = process.umask(0o000);
  try {
    const store = await openStore(join(folder, 'daten', 'burgward.db'));
    const context = await contextOn(store, '2026-04-01');
    const kommune = { slug: 'beispielhain', name: 'Beispielhain', art: 'stadt', ags: null, einwohner: 4200, landkreis: null };
    await createKommune(context, kommune, {});
    writeFileSync(join(folder, 'beleg.txt'), 'Beleg');
    const controls = { kommunen: ['beispielhain'], controls: ['BAK-01.05'] };
    await addEvidence(context, { file: join(folder, 'beleg.txt'), titel: 'Beleg', datum: '2026-03-12', ...controls });
    await handOver(context, ['beispielhain'], null, join(folder, 'daten', 'aus'));
    const paths = readdirSync(join(folder, 'daten'), { recursive: true, encoding: 'utf8' }).map((name) =>
      join(folder, 'daten', name),
    );
    expect(paths.length).toBeGreaterThan(6);
    const open = paths.filter((path) => (statSync(path).mode & 0o077) !== 0);
    await store.close();
    // SQLite gives the index of the log the mode of the database; it goes with the last connection.
    expect(open).toEqual([]);
    expect(await storageWarnings(join(folder, 'daten', 'burgward.db'))).toEqual([]);
  } finally {
    process.umask(before);
  }
});

it('diagnose says what is open', async () => {
  const database = join(folder, 'amt', 'burgward.db');
  mkdirSync(join(folder, 'amt'), { mode: 0o755 });
  await (await openStore(database)).close();
  chmodSync(database, 0o644);
  const loadCatalogue = async () => (await contextOn(undefined as never, '2026-04-01')).catalogue;
  const { hinweise } = await diagnose({ programVersion: '0', datenbank: database, now: new Date(), loadCatalogue });
  expect(hinweise).toContainEqual(expect.stringContaining(`chmod 600 ${database}`));
  expect(hinweise).toContainEqual(expect.stringContaining('auflisten'));
});
