/** What lies in the archive for a system. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fontFaces } from '../../src/report/fonts.ts';
import type { ArchiveFile } from './archive-files.ts';
import { linuxRuntime, nodeLicence, nodeProgram, type RuntimePackage, windowsRuntime } from './runtimes.ts';

export interface System {
  id: 'linux-x64' | 'windows-x64';
  runtime: RuntimePackage;
  /** Path of Node inside the archive. */
  node: string;
  launcher: { file: string; source: string };
  readme: string;
  hasWindowsLineEnds: boolean;
  /** Compiled database driver, a file of better-sqlite3. */
  databaseDriver: string;
  /** Package with the PDF engine, and the compiled file in it. */
  pdfEngine: { package: string; binary: string };
}

const [databasePackage, fontPackage] = ['better-sqlite3', '@expo-google-fonts/source-sans-3'];

export const systems: readonly System[] = [
  {
    id: 'linux-x64',
    runtime: linuxRuntime,
    node: 'runtime/node',
    launcher: { file: 'burgward', source: 'burgward.sh' },
    readme: 'LIESMICH-linux.txt',
    hasWindowsLineEnds: false,
    databaseDriver: 'prebuilds/linux-x64.node',
    pdfEngine: {
      package: '@myriaddreamin/typst-ts-node-compiler-linux-x64-gnu',
      binary: 'typst-ts-node-compiler.linux-x64-gnu.node',
    },
  },
  {
    id: 'windows-x64',
    runtime: windowsRuntime,
    node: 'runtime/node.exe',
    launcher: { file: 'burgward.cmd', source: 'burgward.cmd' },
    readme: 'LIESMICH-windows.txt',
    hasWindowsLineEnds: true,
    databaseDriver: 'prebuilds/win32-x64.node',
    // The native one was not published for Windows in this version.
    pdfEngine: { package: '@myriaddreamin/typst-ts-web-compiler', binary: 'pkg/typst_ts_web_compiler_bg.wasm' },
  },
];

/** Packages that lie in the archive as folders, because they are native or data. */
export function looseFolders({ pdfEngine }: System): string[] {
  return [databasePackage, fontPackage, pdfEngine.package].map((name) => `node_modules/${name}`);
}

export interface Edition {
  root: string;
  version: string;
  /** Short name of the commit, or why there is none. */
  commit: string;
  /** Files written for this delivery, by path inside the archive. */
  written: Readonly<Record<string, string>>;
}

/** All files below one folder that carries the archive's name. */
export function archiveContents(system: System, edition: Edition): ArchiveFile[] {
  const { root } = edition;
  const name = archiveName(system, edition);
  const text = (path: string, content: string): ArchiveFile => ({ path, bytes: Buffer.from(content), isExecutable: false });
  const files = [
    ...['LICENSE', 'NOTICE', 'README.md', 'CHANGELOG.md', 'oclif.manifest.json', 'bin/run.js', 'docs/exit-codes.md'].map((path) =>
      fileAt(root, path),
    ),
    ...['dist', 'controls', 'reports', 'docs/json', 'docs/referenz'].flatMap((folder) => filesBelow(root, folder)),
    ...looseFiles(root, system),
    text('package.json', reducedPackageJson(root)),
    text('runtime/LICENSE', nodeLicence(root)),
    { path: system.node, bytes: nodeProgram(root, system.runtime), isExecutable: true },
    { ...text(system.launcher.file, ownText(system, edition, system.launcher.source)), isExecutable: true },
    text('LIESMICH.txt', ownText(system, edition, system.readme)),
    ...Object.entries(edition.written).map(([path, content]) => text(path, content)),
  ];
  return files.map((file) => ({ ...file, path: `${name}/${file.path}` }));
}

export function archiveName({ id }: System, { version }: Pick<Edition, 'version'>): string {
  return `burgward-${version}-${id}`;
}

function looseFiles(root: string, { databaseDriver, pdfEngine }: System): ArchiveFile[] {
  const database = `node_modules/${databasePackage}`;
  const fonts = `node_modules/${fontPackage}`;
  const font = fontFaces.map(({ file }) => file);
  return [
    ...['package.json', 'LICENSE', databaseDriver].map((file) => fileAt(root, `${database}/${file}`)),
    ...filesBelow(root, `${database}/lib`),
    ...['package.json', 'LICENSE', 'LICENSE_FONT', ...font].map((file) => fileAt(root, `${fonts}/${file}`)),
    ...filesBelow(root, `node_modules/${pdfEngine.package}`),
  ];
}

function filesBelow(root: string, folder: string): ArchiveFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((path) => statSync(join(root, path)).isFile())
    .map((path) => fileAt(root, path));
}

function fileAt(root: string, path: string): ArchiveFile {
  return { path, bytes: readFileSync(join(root, path)), isExecutable: false };
}

/** Without scripts and development tools, which are not in the archive. */
function reducedPackageJson(root: string): string {
  const whole = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  const kept = ['name', 'version', 'description', 'license', 'type', 'bin', 'oclif'];
  return `${JSON.stringify(Object.fromEntries(kept.map((field) => [field, whole[field]])), null, 2)}\n`;
}

function ownText(system: System, edition: Edition, file: string): string {
  const filled = readFileSync(new URL(`texts/${file}`, import.meta.url), 'utf8')
    .replaceAll('{version}', edition.version)
    .replaceAll('{commit}', edition.commit)
    .replaceAll('{archive}', archiveName(system, edition));
  return system.hasWindowsLineEnds ? filled.replaceAll('\n', '\r\n') : filled;
}
