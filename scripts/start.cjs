'use strict';
// The menu of package.json from a fresh checkout: brings what is missing (Node, packages; for demo and test nmap and more) and then runs by
// absolute path.
// Plain old JavaScript on purpose: the Node that starts this may be ten years old. No shell is involved anywhere.
var fs = require('fs');
var path = require('path');
var crypto = require('crypto');
var childProcess = require('child_process');

var root = path.resolve(__dirname, '..');
var nodeVersion = '24.21.0';
var inCi = process.env.CI === 'true';
/** What npm has fetched before is not asked for again, and a package source that never answers is given up after minutes, not hours. */
var npmOptions = ['--no-audit', '--no-fund', '--prefer-offline', '--fetch-timeout=120000', '--fetch-retries=1'];

// Every line of commands is one need; of its commands one is enough.
var demoTools = [{ needs: [['nmap']], aptPackage: 'nmap', missing: 'Ohne nmap bleiben einige Netzprüfungen unbestimmt.' }];
var testTools = [
  {
    needs: [['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']],
    aptPackage: 'chromium',
    missing: 'Ohne Chromium, Chrome oder Edge wird die Barrierefreiheit der HTML-Berichte nicht geprüft.'
  },
  {
    needs: [['pdftoppm'], ['pdfinfo'], ['pdffonts']],
    aptPackage: 'poppler-utils',
    missing: 'Ohne poppler-utils werden die PDF-Berichte nur zum Teil geprüft.'
  },
  { needs: [['qpdf']], aptPackage: 'qpdf', missing: 'Ohne qpdf wird der Aufbau der PDF-Dateien nicht geprüft.' },
  { needs: [['sqlite3']], aptPackage: 'sqlite3', missing: 'Ohne sqlite3 wird die Datenbank nicht von außen geprüft.' }
];

main(process.argv[2], process.argv.slice(3));

function main(task, args) {
  if (task !== 'demo' && task !== 'test' && task !== 'run') fail('Aufruf: node scripts/start.cjs demo|test|run SKRIPT', 2);
  var node = findOrInstallNode();
  installPackages(node);
  if (task === 'run') return run(node, [path.join(root, args[0])].concat(args.slice(1)));
  installTools(task === 'test' ? demoTools.concat(testTools) : demoTools, task === 'test' && inCi);
  if (task === 'demo') {
    buildIfOutdated(node);
    run(node, [path.join(root, 'bin', 'run.js'), 'demo'].concat(args));
  } else {
    run(node, [path.join(root, 'scripts', 'check.mjs')].concat(args));
  }
}

function say(text) {
  process.stderr.write(text + '\n');
}

function fail(text, exitCode) {
  say('Fehler: ' + text);
  process.exit(exitCode);
}

// --- Node ---

function isRecentEnough(version) {
  var parts = version.split('.').map(Number);
  return parts[0] >= 26 || (parts[0] === 24 && parts[1] >= 15);
}

function findOrInstallNode() {
  if (isRecentEnough(process.versions.node)) return process.execPath;
  var name = 'node-' + process.platform + '-' + process.arch;
  var node = path.join(root, '.runtime', 'node_modules', name, 'bin', 'node');
  if (fs.existsSync(node)) return node;
  if (process.platform !== 'linux' || (process.arch !== 'x64' && process.arch !== 'arm64')) {
    fail('Bitte Node 24.15 oder neuer installieren.', 4);
  }
  say('Node ' + nodeVersion + ' wird geholt (nur für dieses Programm) …');
  runNpm(
    process.execPath,
    ['install', '--prefix', path.join(root, '.runtime'), '--no-save', name + '@' + nodeVersion].concat(npmOptions),
    'Node ' +
      nodeVersion +
      ' ließ sich nicht holen. Besteht eine Verbindung zur Paketquelle? Sonst bitte Node 24.15 oder neuer installieren.'
  );
  if (!fs.existsSync(node)) fail('Bitte Node 24.15 oder neuer installieren.', 4);
  return node;
}

// --- npm packages ---

function installPackages(node) {
  var stampFile = path.join(root, 'node_modules', '.burgward-stamp');
  var stamp = packagesStamp();
  if (readText(stampFile) === stamp) return;
  say('Die benötigten Pakete werden geholt …');
  runNpm(
    node,
    ['ci', '--loglevel=error'].concat(npmOptions),
    'Die Pakete ließen sich nicht holen. Besteht eine Verbindung zur Paketquelle?'
  );
  fs.writeFileSync(stampFile, stamp);
}

/** Changes with the lock file and with the platform, because some packages are binaries. */
function packagesStamp() {
  var lock = fs.readFileSync(path.join(root, 'package-lock.json'));
  return crypto.createHash('sha256').update(lock).digest('hex') + ' ' + process.platform + '-' + process.arch + '\n';
}

function readText(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    return undefined;
  }
}

/** Runs npm with the given Node; silent unless it fails. */
function runNpm(node, args, sentence) {
  var npm = findNpm();
  if (!npm) fail('npm fehlt. ' + sentence, 4);
  var result = childProcess.spawnSync(npm.script ? node : npm.program, (npm.script ? [npm.script] : []).concat(args), {
    cwd: root,
    encoding: 'utf8',
    env: withFirstOnPath(path.dirname(node)),
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe']
  });
  if (result.status === 0) return;
  process.stderr.write((result.stdout || '') + (result.stderr || ''));
  fail(sentence, 4);
}

/** The npm that called us, else the one on PATH; as script if possible, so that the chosen Node runs it. */
function findNpm() {
  if (process.env.npm_execpath && /npm-cli\.js$/.test(process.env.npm_execpath)) return { script: process.env.npm_execpath };
  var program = findOnPath('npm');
  if (!program) return undefined;
  var real = fs.realpathSync(program);
  return /npm-cli\.js$/.test(real) ? { script: real } : { program: program };
}

function withFirstOnPath(folder) {
  var env = Object.assign({}, process.env);
  env.PATH = folder + path.delimiter + (process.env.PATH || '');
  return env;
}

// --- tools of the system ---

function findOnPath(command) {
  var folders = (process.env.PATH || '').split(path.delimiter);
  for (var i = 0; i < folders.length; i += 1) {
    var file = path.join(folders[i], command);
    try {
      fs.accessSync(file, fs.constants.X_OK);
      if (fs.statSync(file).isFile()) return file;
    } catch (error) {
      // Not here: the next folder.
    }
  }
  return undefined;
}

function missingTools(tools) {
  return tools.filter(function lacks(wanted) {
    return !wanted.needs.every(function met(commands) {
      return commands.some(findOnPath);
    });
  });
}

function installTools(tools, demanded) {
  var missing = missingTools(tools);
  if (missing.length === 0) return;
  if (canInstall()) missing = installByApt(missing, tools);
  missing.forEach(function tell(wanted) {
    say('Hinweis: ' + wanted.missing + ' (Debian und Ubuntu: apt-get install ' + wanted.aptPackage + ')');
  });
  if (demanded && missing.length > 0) {
    fail(
      'Für die Prüfung fehlt: ' +
        missing
          .map(function name(wanted) {
            return wanted.aptPackage;
          })
          .join(', ') +
        '.',
      4
    );
  }
}

function canInstall() {
  return typeof process.getuid === 'function' && process.getuid() === 0 && findOnPath('apt-get') !== undefined;
}

function installByApt(missing, tools) {
  var packages = missing.map(function name(wanted) {
    return wanted.aptPackage;
  });
  say('Es wird installiert: ' + packages.join(', ') + ' …');
  var aptGet = findOnPath('apt-get');
  var options = {
    env: Object.assign({}, process.env, { DEBIAN_FRONTEND: 'noninteractive' }),
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8'
  };
  var update = childProcess.spawnSync(aptGet, ['update', '-qq'], options);
  var install = childProcess.spawnSync(aptGet, ['install', '-y', '-qq', '--no-install-recommends'].concat(packages), options);
  if (install.status !== 0) process.stderr.write((update.stderr || '') + (install.stderr || ''));
  return missingTools(tools);
}

// --- build and run ---

function buildIfOutdated(node) {
  var built = modifiedAt(path.join(root, 'dist', 'cli', 'main.js'));
  var sources = ['src', 'controls', 'reports', 'package.json', path.join('scripts', 'build.mjs')].map(function newest(name) {
    return newestBelow(path.join(root, name));
  });
  if (built >= Math.max.apply(null, sources)) return;
  say('Das Programm wird gebaut …');
  var result = childProcess.spawnSync(node, [path.join(root, 'scripts', 'build.mjs')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit']
  });
  if (result.status !== 0) fail('Das Programm ließ sich nicht bauen.', 70);
}

function modifiedAt(file) {
  try {
    return fs.statSync(file).mtimeMs;
  } catch (error) {
    return 0;
  }
}

/** Folders count too: removing a file changes only its folder. */
function newestBelow(file) {
  var newest = modifiedAt(file);
  if (newest === 0 || !fs.statSync(file).isDirectory()) return newest;
  return fs.readdirSync(file).reduce(function later(best, name) {
    return Math.max(best, newestBelow(path.join(file, name)));
  }, newest);
}

/** Ends with the child's exit code; Ctrl-C on a terminal reaches the child by itself, everything else is passed on. */
function run(node, args) {
  var child = childProcess.spawn(node, args, { cwd: root, stdio: 'inherit', env: withFirstOnPath(path.dirname(node)) });
  process.on('SIGINT', function wait() {
    if (!process.stdin.isTTY) child.kill('SIGINT');
  });
  process.on('SIGTERM', function forward() {
    child.kill('SIGTERM');
  });
  child.on('error', function explain(error) {
    fail(error.message, 70);
  });
  child.on('exit', function passOn(code, signal) {
    process.exit(code === null ? (signal === 'SIGINT' ? 130 : 143) : code);
  });
}
