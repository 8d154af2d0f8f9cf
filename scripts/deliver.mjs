// `npm run deliver`: builds, then writes auslieferung/ with everything that is handed out: the npm package, an archive for Linux and one
// for Windows that bring their own Node, the list of parts for each, the licences of others and the checksums of all of it.
// The same commit gives the same bytes (with the same Node, whose zlib packs them).
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256, tarGz, zip } from './delivery/archive-files.ts';
import { archiveContents, archiveName, looseFolders, systems } from './delivery/contents.ts';
import { nodeLicence } from './delivery/runtimes.ts';
import { cratesIn, sbomOf } from './delivery/sbom.ts';
import { licenceNotices, readShippedPackage } from './delivery/shipped-packages.ts';

// A ZIP file knows no time zone.
process.env.TZ = 'UTC';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'auslieferung');
const { version } = readJson('package.json');

try {
  await deliver();
} catch (error) {
  process.stderr.write(`Fehler: ${error.message}\n`);
  process.exit(1);
}

async function deliver() {
  run(process.execPath, [join(root, 'scripts', 'build.mjs')]);
  const { commit, seconds } = sourceState();
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target);
  const bundled = readJson('dist/packages.json').map(({ folder }) => readShippedPackage(root, folder));
  const content = { version, lock: readJson('package-lock.json'), inside: innerParts(), secondsSinceEpoch: seconds };

  for (const system of systems) {
    const name = archiveName(system, { version });
    const file = `${name}${system.id === 'windows-x64' ? '.zip' : '.tar.gz'}`;
    const packages = [...bundled, ...looseFolders(system).map((folder) => readShippedPackage(root, folder))];
    const sbom = sbomOf({ ...content, subject: file, packages, runtime: system.runtime });
    const written = {
      ...completionScripts(),
      'man/burgward.1': readFileSync(join(root, 'docs', 'burgward.1'), 'utf8'),
      'sbom.cdx.json': sbom,
      'LIZENZEN-DRITTER.txt': licenceNotices(packages, [
        { title: `Node.js ${system.runtime.version}`, text: nodeLicence(root) },
        ...partsWithoutNotices(packages, content.inside),
      ]),
    };
    const files = archiveContents(system, { root, version, commit, written });
    const bytes = file.endsWith('.zip') ? await zip(files, seconds) : tarGz(files, seconds);
    writeFileSync(join(target, file), bytes);
    writeFileSync(join(target, `${name}.cdx.json`), sbom);
  }

  run('npm', ['pack', '--pack-destination', target, '--loglevel=error']);
  const npmFile = `burgward-${version}.tgz`;
  writeFileSync(
    join(target, `burgward-${version}.cdx.json`),
    sbomOf({ ...content, subject: npmFile, packages: bundled, runtime: null }),
  );
  cpSync(join(root, 'dist', 'LIZENZEN-DRITTER.txt'), join(target, 'LIZENZEN-DRITTER.txt'));
  writeChecksums();
}

function readJson(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}

/** @returns what it printed */
function run(program, args) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ist gescheitert.\n${stdout ?? ''}${stderr ?? ''}`);
  return stdout;
}

/** Which commit is delivered and when it was made; SOURCE_DATE_EPOCH says the time where there is no commit. */
function sourceState() {
  const given = process.env.SOURCE_DATE_EPOCH;
  if (given !== undefined && !/^\d{1,10}$/.test(given)) throw new Error('SOURCE_DATE_EPOCH: erwartet werden Sekunden seit 1970.');
  const git = (...args) => spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  const head = git('log', '-1', '--format=%h %ct');
  if (head.status !== 0) {
    if (given === undefined) throw new Error('Dies ist kein Git-Arbeitsverzeichnis. Bitte SOURCE_DATE_EPOCH angeben.');
    return { commit: 'unbekannt', seconds: Number(given) };
  }
  const [short, seconds] = head.stdout.trim().split(' ');
  const isChanged = git('status', '--porcelain').stdout !== '';
  if (isChanged) process.stderr.write('Hinweis: Das Arbeitsverzeichnis enthält Änderungen, die in keinem Commit stehen.\n');
  return { commit: isChanged ? `${short} mit Änderungen` : short, seconds: Number(given ?? seconds) };
}

/** What npm does not know of the compiled packages: SQLite, and the Rust libraries of the PDF engines as far as they can be told. */
function innerParts() {
  const sqlite = run(process.execPath, [
    '-p',
    "new (require('better-sqlite3'))(':memory:').prepare('select sqlite_version() as v').get().v",
  ]).trim();
  return {
    'better-sqlite3': [{ name: 'sqlite', version: sqlite, purl: `pkg:generic/sqlite@${sqlite}`, license: 'blessing' }],
    ...Object.fromEntries(
      systems.map(({ pdfEngine }) => [
        pdfEngine.package,
        cratesIn(readFileSync(join(root, 'node_modules', pdfEngine.package, pdfEngine.binary))),
      ]),
    ),
  };
}

/** The PDF engine comes as one binary, without the notices of what was compiled into it; then at least it is named. */
function partsWithoutNotices(packages, inside) {
  return packages
    .filter(({ name }) => name.startsWith('@myriaddreamin/'))
    .map(({ name, version: packageVersion }) => ({
      title: `In ${name} ${packageVersion} enthaltene Rust-Bibliotheken`,
      text: [
        'Dem Paket liegen deren Lizenzhinweise nicht bei. Erkennbar enthalten sind (die Lizenz nennt das Verzeichnis der Rust-Pakete unter dem Namen):',
        ...inside[name].map((part) => `* ${part.name} ${part.version}`),
      ].join('\n'),
    }));
}

function completionScripts() {
  const script = (shell) => run(process.execPath, [join(root, 'bin', 'run.js'), 'vervollstaendigung', shell]);
  return {
    'vervollstaendigung/burgward.bash': script('bash'),
    'vervollstaendigung/_burgward': script('zsh'),
    'vervollstaendigung/burgward.ps1': script('powershell'),
  };
}

function writeChecksums() {
  const files = readdirSync(target).sort();
  const lines = files.map((file) => ({ file, bytes: readFileSync(join(target, file)) }));
  writeFileSync(join(target, 'SHA256SUMS'), lines.map(({ file, bytes }) => `${sha256(bytes)}  ${file}\n`).join(''));
  for (const { file, bytes } of lines) {
    const size = (bytes.length / 1_000_000).toLocaleString('de-DE', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    process.stdout.write(`auslieferung/${file}  ${size} MB\n`);
  }
}
