import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { fromBuffer } from 'yauzl';
import { type ArchiveFile, filesOfPackage, sha256, tarGz, zip } from '../../scripts/delivery/archive-files.ts';
import { linuxRuntime, nodeVersion, windowsRuntime } from '../../scripts/delivery/runtimes.ts';

const folder = mkdtempSync(join(tmpdir(), 'burgward-archiv-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const madeAt = 1_795_000_000;
const longName = `node_modules/${'verzeichnis-'.repeat(6)}/${'datei-'.repeat(14)}.node`;
const files: ArchiveFile[] = [
  { path: 'beispiel/burgward', bytes: Buffer.from('#!/bin/sh\necho hier\n'), isExecutable: true },
  { path: `beispiel/${longName}`, bytes: Buffer.alloc(1500, 'ä'), isExecutable: false },
  { path: 'beispiel/Lies mich.txt', bytes: Buffer.alloc(0), isExecutable: false },
];

test('tar unpacks what was packed, with long paths, rights and the one time', () => {
  writeFileSync(join(folder, 'a.tar.gz'), tarGz(files, madeAt));
  const { status, stderr } = spawnSync('tar', ['xzf', join(folder, 'a.tar.gz'), '-C', folder], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  for (const { path, bytes } of files) expect(readFileSync(join(folder, path)).equals(bytes)).toBe(true);
  expect(statSync(join(folder, 'beispiel/burgward')).mode & 0o777).toBe(0o755);
  expect(statSync(join(folder, 'beispiel/Lies mich.txt')).mode & 0o777).toBe(0o644);
  expect(statSync(join(folder, 'beispiel')).mtimeMs).toBe(madeAt * 1000);
});

test('the order in which files are found changes no byte', async () => {
  expect(sha256(tarGz(files.toReversed(), madeAt))).toBe(sha256(tarGz(files, madeAt)));
  expect(sha256(await zip(files.toReversed(), madeAt))).toBe(sha256(await zip(files, madeAt)));
});

test('a path no tar file can hold is refused', () => {
  const path = `${'x'.repeat(101)}`;
  expect(() => tarGz([{ path, bytes: Buffer.alloc(1), isExecutable: false }], madeAt)).toThrow('zu lang');
});

test('the ZIP file holds the same files', async () => {
  expect(await namesIn(await zip(files, madeAt))).toEqual(files.map(({ path }) => path).sort());
});

test('single files are read out of a package, and missing ones named', () => {
  const packed = tarGz(
    files.map((file) => ({ ...file, path: file.path.replace('beispiel/', 'package/') })),
    madeAt,
  );
  expect(filesOfPackage(packed, [longName]).get(longName)?.length).toBe(1500);
  expect(() => filesOfPackage(packed, ['bin/node'])).toThrow('Im Paket fehlt: bin/node');
});

test('the Node that goes along is the one the checkout fetches', () => {
  const start = readFileSync(new URL('../../scripts/start.cjs', import.meta.url), 'utf8');
  expect(start).toContain(`var nodeVersion = '${nodeVersion}';`);
  expect([linuxRuntime.version, windowsRuntime.version]).toEqual([nodeVersion, nodeVersion]);
});

function namesIn(bytes: Buffer): Promise<string[]> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, archive) => {
      if (error) return reject(error);
      const names: string[] = [];
      archive.on('entry', ({ fileName }: { fileName: string }) => {
        names.push(fileName);
        archive.readEntry();
      });
      archive.on('end', () => resolve(names));
      archive.on('error', reject);
      archive.readEntry();
    });
  });
}
