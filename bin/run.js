#!/usr/bin/env node
// Plain old JavaScript without import statements: this file must be understood by every Node, because an old one crashes in the
// database driver without a word. `import()` works in modules and in scripts, so nothing here depends on how Node reads the file.
(async function start() {
  if (isRecentEnough(process.versions.node)) return runBuilt();
  return import('fs').then((fs) => import('child_process').then((childProcess) => runWithOwnNode(fs, childProcess)));

  function isRecentEnough(version) {
    var parts = version.split('.').map(Number);
    return parts[0] >= 26 || (parts[0] === 24 && parts[1] >= 15);
  }

  function rootFolder(fs) {
    return fs.realpathSync(process.argv[1]).replace(/[\\/]bin[\\/][^\\/]+$/, '');
  }

  function runWithOwnNode(fs, childProcess) {
    var node = rootFolder(fs) + '/.runtime/node_modules/node-' + process.platform + '-' + process.arch + '/bin/node';
    if (!fs.existsSync(node)) {
      process.stderr.write('Fehler: burgward braucht Node 24.15 oder neuer; gefunden wurde ' + process.versions.node + '.\n');
      process.exitCode = 4;
      return;
    }
    var child = childProcess.spawn(node, [fs.realpathSync(process.argv[1])].concat(process.argv.slice(2)), { stdio: 'inherit' });
    process.on('SIGINT', function wait() {
      // Ctrl-C on a terminal reaches the child by itself; a second signal would cut its work short.
      if (!process.stdin.isTTY) child.kill('SIGINT');
    });
    process.on('SIGTERM', function forward() {
      child.kill('SIGTERM');
    });
    child.on('exit', function passOn(code, signal) {
      process.exitCode = code === null ? (signal === 'SIGINT' ? 130 : 143) : code;
    });
  }

  function runBuilt() {
    var fs = process.getBuiltinModule('fs');
    var root = rootFolder(fs);
    if (process.argv.length === 3 && (process.argv[2] === '--version' || process.argv[2] === '-v')) {
      process.stdout.write('burgward ' + JSON.parse(fs.readFileSync(root + '/package.json', 'utf8')).version + '\n');
      return;
    }
    if (!fs.existsSync(root + '/dist/cli/main.js')) {
      process.stderr.write('Fehler: burgward ist noch nicht gebaut.\nHinweis: Zuerst „npm run build“ aufrufen.\n');
      process.exitCode = 4;
      return;
    }
    cacheCompiledCode();
    var main = process.getBuiltinModule('url').pathToFileURL(root + '/dist/cli/main.js');
    return import(main.href).then((built) => built.main(process.argv.slice(2)));
  }

  // In the user's own folder: Node's default lies under /tmp at a name anyone on the machine could create first.
  function cacheCompiledCode() {
    var path = process.getBuiltinModule('path');
    var os = process.getBuiltinModule('os');
    var base =
      process.env.XDG_CACHE_HOME ||
      (process.platform === 'win32' && process.env.LOCALAPPDATA) ||
      path.join(os.homedir(), '.cache');
    process.getBuiltinModule('module').enableCompileCache(path.join(base, 'burgward', 'compiled'));
  }
})().catch(function explain(error) {
  process.stderr.write('Unerwarteter Fehler beim Start von burgward.\n\n' + error.stack + '\n');
  process.exitCode = 70;
});
