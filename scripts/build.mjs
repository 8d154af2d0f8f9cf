// Builds dist/: one chunk per command and a shared one with oclif in it, the catalogue as one checked JSON file, and the list of commands
// that lets the shell start without looking through folders. Beside them the works of others that are inside, with their licences.
import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Plugin } from '@oclif/core/config';
import { settings } from '@oclif/core/settings';
import { build } from 'esbuild';
import { licenceNotices, packageFolders, packageList, readShippedPackage } from './delivery/shipped-packages.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

// Native modules find their binary beside themselves, so they stay where npm put them.
const notBundled = ['better-sqlite3', '@myriaddreamin/*'];

// CommonJS inside an ES module: what it expects to exist. The names differ from any a bundled file declares itself.
const banner = [
  "import { createRequire as burgwardCreateRequire } from 'node:module';",
  "import { dirname as burgwardDirname } from 'node:path';",
  "import { fileURLToPath as burgwardFileUrlToPath } from 'node:url';",
  'const require = burgwardCreateRequire(import.meta.url);',
  'const __filename = burgwardFileUrlToPath(import.meta.url);',
  'const __dirname = burgwardDirname(__filename);',
].join('\n');

async function bundle(outdir) {
  const { metafile } = await build({
    entryPoints: ['src/cli/main.ts', 'src/report/render-worker.ts', ...globSync('src/commands/**/*.ts', { cwd: root })],
    outbase: 'src',
    outdir,
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    chunkNames: 'chunks/[name]-[hash]',
    external: notBundled,
    minifySyntax: true,
    legalComments: 'none',
    banner: { js: banner },
    logLevel: 'warning',
    metafile: true,
  });
  writeNotices(outdir, metafile);
}

/** The works of others inside the bundle, with their licences; one without a licence ends the build. */
function writeNotices(outdir, { outputs }) {
  const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
  const packages = packageFolders(inputs).map((folder) => readShippedPackage(root, folder));
  writeFileSync(join(outdir, 'packages.json'), packageList(packages));
  writeFileSync(join(outdir, 'LIZENZEN-DRITTER.txt'), licenceNotices(packages));
}

/** The catalogue is validated once, here; the program then reads one file whose hash is known. */
async function compileCatalogue(outdir) {
  const source = (file) => pathToFileURL(join(root, 'src', file)).href;
  const { compileCatalogue: compile } = await import(source('catalogue/compile.ts'));
  const { knownChecks } = await import(source('checks/registry.ts'));
  writeFileSync(join(outdir, 'catalogue.json'), asciiJson(await compile(join(root, 'controls'), knownChecks)));
}

/** JSON in plain ASCII, which is decoded and parsed a third faster. */
function asciiJson(value) {
  return JSON.stringify(value).replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

async function writeManifest() {
  settings.enableAutoTranspile = false;
  const pjson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (!existsSync(join(dist, 'commands'))) mkdirSync(join(dist, 'commands'));
  const plugin = new Plugin({ root, pjson, isRoot: true, ignoreManifest: true, errorOnManifestCreate: true });
  await plugin.load();
  // oclif finds the files in no fixed order; the same sources have to give the same bytes.
  const commands = Object.fromEntries(Object.entries(plugin.manifest.commands).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(join(root, 'oclif.manifest.json'), JSON.stringify({ ...plugin.manifest, commands }));
}

// Built beside and moved into place: whoever runs the program meanwhile meets the old or the new one, not half of it.
const fresh = mkdtempSync(join(root, 'node_modules', '.burgward-build-'));
try {
  // A temporary folder is readable by its maker only; the program is for everyone.
  chmodSync(fresh, 0o755);
  await bundle(fresh);
  await compileCatalogue(fresh);
  rmSync(dist, { recursive: true, force: true });
  renameSync(fresh, dist);
} catch (error) {
  rmSync(fresh, { recursive: true, force: true });
  // esbuild has told its own errors already; those of the catalogue name file and line, so a stack would only hide them.
  if (!('errors' in error)) process.stderr.write(`${'hint' in error ? error.message : error.stack}\n`);
  process.exit(1);
}
await writeManifest();
