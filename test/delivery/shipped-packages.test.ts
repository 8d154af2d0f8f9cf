import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { looseFolders, systems } from '../../scripts/delivery/contents.ts';
import { linuxRuntime } from '../../scripts/delivery/runtimes.ts';
import { cratesIn, type PackageLock, purlOf, sbomOf } from '../../scripts/delivery/sbom.ts';
import { licenceNotices, packageFolders, readShippedPackage } from '../../scripts/delivery/shipped-packages.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'burgward-lizenz-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function packageWith(name: string, fields: object, files: Record<string, string> = {}): string {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'package.json'), JSON.stringify({ name, version: '1.0.0', ...fields }));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name, file), text);
  return name;
}

describe('what may go along', () => {
  test('a package brings its own licence text and its notices', () => {
    const name = packageWith('beispiel', { license: 'MIT' }, { LICENSE: 'Copyright Beispielhain', 'NOTICE.txt': 'Hinweis' });
    const shipped = readShippedPackage(folder, name);
    expect(shipped.texts.map(({ file }) => file)).toEqual(['LICENSE', 'NOTICE.txt']);
    expect(licenceNotices([shipped])).toContain('beispiel 1.0.0\nLizenz: MIT; LICENSE\n');
    expect(licenceNotices([shipped])).toContain('Copyright Beispielhain');
  });

  test('one without text gets the standard one, with its author', () => {
    const name = packageWith('ohne-text', { license: 'ISC', author: 'Ines Sorbe' });
    expect(readShippedPackage(folder, name).texts[0]?.text).toMatch(/^Copyright Ines Sorbe\n\nPermission to use/);
  });

  test.each([
    ['no licence', {}, 'keine Lizenz angegeben'],
    ['a licence nobody looked at', { license: 'AGPL-3.0-only' }, 'AGPL-3.0-only ist noch nicht geprüft'],
    ['one of two unknown', { license: '(MIT AND Proprietary)' }, 'Proprietary ist noch nicht geprüft'],
    ['a text that is missing and is not the same for all', { license: 'MIT' }, 'kein Lizenztext im Paket'],
  ])('%s ends the build', (situation, fields, message) => {
    const name = packageWith(situation.replaceAll(' ', '-'), fields);
    expect(() => readShippedPackage(folder, name)).toThrow(message);
  });

  test('files of a bundle lead to their packages, also to one inside another', () => {
    const inputs = ['src/cli/main.ts', 'node_modules/zod/a.js', 'node_modules/zod/b.js', 'node_modules/a/node_modules/@b/c/d.js'];
    expect(packageFolders(inputs)).toEqual(['node_modules/a/node_modules/@b/c', 'node_modules/zod']);
  });

  test('every package that lies in an archive may', () => {
    const loose = new Set(systems.flatMap(looseFolders));
    expect(loose.size).toBeGreaterThanOrEqual(3);
    // The PDF engine is optional: on a system it is not made for it is not there.
    const required = [...loose].filter((each) => !each.includes('@myriaddreamin'));
    for (const each of required) expect(readShippedPackage(root, each).texts).not.toEqual([]);
  });
});

describe('list of parts', () => {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as PackageLock;
  const packages = ['node_modules/better-sqlite3', 'node_modules/saxes', 'node_modules/xmlchars'].map((each) =>
    readShippedPackage(root, each),
  );
  const inside = { 'better-sqlite3': [{ name: 'sqlite', version: '3.50.0', purl: 'pkg:generic/sqlite@3.50.0' }] };
  const content = {
    version: '0.1.0',
    subject: 'burgward.tar.gz',
    packages,
    lock,
    runtime: linuxRuntime,
    inside,
    secondsSinceEpoch: 1_795_000_000,
  };
  const bom = JSON.parse(sbomOf(content)) as {
    serialNumber: string;
    components: { name: string; hashes?: { content: string }[]; components?: { name: string }[] }[];
    dependencies: { ref: string; dependsOn: string[] }[];
  };

  test('names packages, Node and what is compiled in, each with its checksum', () => {
    expect(bom.components.map(({ name }) => name).sort()).toEqual(['better-sqlite3', 'node', 'saxes', 'xmlchars']);
    expect(bom.components.every(({ hashes }) => /^[0-9a-f]{128}$/.test(hashes?.[0]?.content ?? ''))).toBe(true);
    expect(bom.components.find(({ name }) => name === 'better-sqlite3')?.components?.[0]?.name).toBe('sqlite');
  });

  test('says who needs whom', () => {
    const needs = new Map(bom.dependencies.map(({ ref, dependsOn }) => [ref.replace(/@[^@]*$/, ''), dependsOn]));
    expect(needs.get('pkg:npm/saxes')).toEqual([purlOf(packages[2] ?? { name: '', version: '' })]);
    expect(needs.get('pkg:npm/burgward')).toContain(purlOf(linuxRuntime));
  });

  test('is the same for the same parts, and has another number for others', () => {
    expect(sbomOf(content)).toBe(sbomOf(content));
    const fewer = JSON.parse(sbomOf({ ...content, packages: packages.slice(1) })) as typeof bom;
    expect(fewer.serialNumber).not.toBe(bom.serialNumber);
    expect(bom.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('finds Rust libraries by the paths a compiler leaves', () => {
    const binary = Buffer.from('\0/cargo/registry/src/index-1949cf8c6b5b557f/typst-assets-0.14.2/src/html.rs\0');
    expect(cratesIn(binary)).toEqual([{ name: 'typst-assets', version: '0.14.2', purl: 'pkg:cargo/typst-assets@0.14.2' }]);
  });
});
