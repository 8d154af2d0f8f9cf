/**
 * How long network checks take, whole processes against whole processes in the same run: testssl.sh, nmap. Silent hosts are real: a packet
 * filter in the enclosure of the lab drops what is sent to them. Nothing leaves this machine.
 * Run as root on Debian or Ubuntu after `npm run build`: node bench/speed-network.ts [name of a measurement …]. Ends with one table, for
 * bench/speed-network.md.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isInside, runInside } from '../scripts/lab/enclosure.ts';
import { prepareLab } from '../scripts/lab/prepare.ts';
import { scanWithConnections } from '../src/collect/connect-scan.ts';
import { buildClientHello } from '../src/collect/tls/client-hello.ts';
import { dayOf } from '../src/domain/calendar.ts';
import { AuthorizedTarget, expandZiel, type Freigabe, parseZiel, withoutDetails } from '../src/domain/freigabe.ts';
import { makeCertificate } from '../test/lab/certificates.ts';
import { startGoodNginx, startLegacyNginx } from '../test/lab/daemons.ts';
import { makeFolder, program, startDaemon, stopDaemons, writeConfig } from '../test/lab/processes.ts';
import { benchNmap } from './nmap.ts';

const burgward = fileURLToPath(new URL('../bin/run.js', import.meta.url));
/** Writes the largest resident memory of our process, in kilobytes, when it ends. */
const tellMemory =
  'data:text/javascript,process.on(`exit`,()=>process.getBuiltinModule(`fs`).writeFileSync(process.env.MEMORY_FILE,String(process.resourceUsage().maxRSS)))';
const tlsChecks = ['tls-protocol-version', 'tls-cipher-suites', 'tls-certificate-validity', 'tls-certificate-key'];
const portChecks = ['remote-administration-exposed', 'undeclared-service'];

interface Measured {
  wallMs: number;
  /** Of the process and everything it waited for. */
  cpuMs: number;
}

interface Outcome {
  name: string;
  value: string;
  aim: string;
  isReached: boolean;
  /** Of the machine, at the end of the measurement. */
  load: number;
}

const outcomes: Outcome[] = [];

function report(name: string, value: string, aim: string, isReached: boolean): void {
  outcomes.push({ name, value, aim, isReached, load: loadavg()[0] ?? Number.NaN });
  process.stdout.write(`${isReached ? 'ok    ' : 'MISSED'} ${name}: ${value} (aim: ${aim})\n`);
}

/** Runs a program to its end. Throws with its output when it ends with something else than one of `fine`. */
function measure(command: readonly string[], environment: NodeJS.ProcessEnv = {}, fine: readonly number[] = [0]): Measured {
  const clocked = ['-c', 'TIMEFORMAT="CLOCK %R %U %S"; time "$@"', 'bash', ...command];
  const env = { ...process.env, TERM: 'dumb', ...environment };
  const { status, stdout, stderr } = spawnSync('/bin/bash', clocked, { env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const [, wall, user, system] = /CLOCK ([\d.]+) ([\d.]+) ([\d.]+)/.exec(stderr) ?? [];
  if (!fine.includes(status ?? -1) || wall === undefined)
    throw new Error(`${command.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return { wallMs: Number(wall) * 1000, cpuMs: (Number(user) + Number(system)) * 1000 };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

/** A database with one Kommune and one Freigabe. */
class Desk {
  readonly #folder = makeFolder('speed');
  readonly env: NodeJS.ProcessEnv = {
    BURGWARD_DB: path.join(this.#folder, 'burgward.db'),
    XDG_CACHE_HOME: path.join(tmpdir(), 'cache'),
  };

  constructor(
    ziele: readonly string[],
    ports: string,
    { blickwinkel = 'lan', perSecond }: { blickwinkel?: 'lan' | 'internet'; perSecond?: number } = {},
  ) {
    this.run(['kommune', 'anlegen', 'beispielhain', '--name', 'Gemeinde Beispielhain']);
    const today = dayOf(new Date().toISOString());
    const period = ['--von', today, '--bis', today, '--durch', 'Erika Muster, Bürgermeisterin'];
    const where = [...ziele.flatMap((ziel) => ['--ziel', ziel]), '--ports', ports, '--blickwinkel', blickwinkel];
    const rate = perSecond === undefined ? [] : ['--pro-sekunde', `${perSecond}`];
    this.run(['freigabe', 'erteilen', '--kommune', 'beispielhain', ...period, ...where, ...rate]);
  }

  run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Measured {
    return measure([process.execPath, burgward, ...args], { ...this.env, ...environment });
  }

  check(checks: readonly string[], environment: NodeJS.ProcessEnv = {}): Measured {
    return this.run(this.checkArgs(checks), environment);
  }

  checkArgs(checks: readonly string[]): string[] {
    return ['netz', 'pruefen', '--kommune', 'beispielhain', ...checks.flatMap((check) => ['--check', check])];
  }

  start(args: readonly string[]): ChildProcess {
    return spawn(process.execPath, [burgward, ...args], {
      env: { ...process.env, ...this.env },
      stdio: 'ignore',
      detached: true,
    });
  }
}

/** A path without nmap: our own connect scan then stands in. */
const withoutNmap = { PATH: path.dirname(process.execPath) };

async function oneServer(): Promise<void> {
  for (const [name, start] of [
    ['good server', startGoodNginx],
    ['legacy server', startLegacyNginx],
  ] as const) {
    const { address, port } = await start();
    const desk = new Desk([address], `${port}`);
    desk.check(tlsChecks);
    const ours: number[] = [];
    const ownScan: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < 3; round++) {
      ours.push(desk.check(tlsChecks).wallMs);
      ownScan.push(desk.check(tlsChecks, withoutNmap).wallMs);
      const fixed = ['-n', 'none', '--warnings', 'off', '--color', '0', '--quiet', '-p', '-S', '-P'];
      theirs.push(measure([program('testssl'), ...fixed, `${address}:${port}`], {}, [0, 1, 2, 3, 4, 5]).wallMs);
    }
    const ratio = median(theirs) / median(ours);
    const text = `${seconds(median(ours))} (without nmap ${seconds(median(ownScan))}) against testssl.sh -p -S -P ${seconds(median(theirs))}: ${ratio.toFixed(1)} times as fast`;
    report(`TLS of one ${name}`, text, '30 times', ratio >= 30);
  }
}

/** Twenty addresses of one nginx, in turn good and legacy. */
async function startTwenty(): Promise<string[]> {
  const folder = makeFolder('twenty');
  const good = await makeCertificate();
  const legacy = await makeCertificate({ key: 'rsa-2048' });
  for (const [name, { cert, key }] of Object.entries({ good, legacy })) {
    writeConfig(folder, `${name}.pem`, cert);
    writeConfig(folder, `${name}.key`, key);
  }
  const addresses = Array.from({ length: 20 }, (_, index) => `127.9.0.${index + 1}`);
  const servers = addresses.map((address, index) => {
    const kind = index % 2 === 0 ? 'good' : 'legacy';
    const settings =
      kind === 'good'
        ? 'ssl_protocols TLSv1.2 TLSv1.3; ssl_ciphers ECDHE+AESGCM;'
        : 'ssl_protocols TLSv1 TLSv1.1 TLSv1.2; ssl_ciphers "ALL:@SECLEVEL=0";';
    return `server { listen ${address}:443 ssl; ssl_certificate ${folder}/${kind}.pem; ssl_certificate_key ${folder}/${kind}.key; ${settings} location / { return 204; } }`;
  });
  const config = writeConfig(
    folder,
    'nginx.conf',
    `daemon off; pid ${folder}/pid; user nobody nogroup; worker_processes 1; error_log stderr crit;
events { worker_connections 1024; }
http { access_log off; client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c; uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e;
${servers.join('\n')} }
`,
  );
  const command: [string, ...string[]] = [program('nginx'), '-c', config, '-p', folder, '-e', 'stderr'];
  await startDaemon({ name: 'nginx', folder, address: '127.9.0.1', port: 443, command });
  return addresses;
}

async function twentyServers(): Promise<void> {
  const addresses = await startTwenty();
  const desk = new Desk(addresses, '443');
  const brisk = new Desk(addresses, '443', { perSecond: 1000 });
  desk.check(tlsChecks);
  brisk.check(tlsChecks);
  const ours: Measured[] = [];
  const atUsualRate: Measured[] = [];
  const theirs: Measured[] = [];
  for (let round = 0; round < 7; round++) {
    ours.push(brisk.check(tlsChecks));
    atUsualRate.push(desk.check(tlsChecks));
    theirs.push(
      measure([program('nmap'), '-n', '-Pn', '-p', '443', '--script', 'ssl-enum-ciphers,ssl-cert', '-oX', '-', ...addresses]),
    );
  }
  const wall = [median(ours.map((each) => each.wallMs)), median(theirs.map((each) => each.wallMs))] as const;
  const cpu = [median(ours.map((each) => each.cpuMs)), median(theirs.map((each) => each.cpuMs))] as const;
  report('TLS of 20 servers, time, 1,000 connections a second permitted', against(wall), 'at most 1.00', wall[0] <= wall[1]);
  const usual = median(atUsualRate.map((each) => each.wallMs));
  report('… at the usual rate of 300', against([usual, wall[1]]), 'known', true);
  report('TLS of 20 servers, processor', against(cpu), 'at most 0.33', cpu[0] <= cpu[1] / 3);
  const least = [Math.min(...ours.map((each) => each.cpuMs)), Math.min(...theirs.map((each) => each.cpuMs))] as const;
  report('… processor, least of seven', against(least), 'at most 0.33', least[0] <= least[1] / 3);
  const start = range(7).map(() => desk.run([...desk.checkArgs(tlsChecks), '--probe']).cpuMs);
  report('… of it the start (`--probe`)', seconds(median(start)), 'known', true);
  report('… of it the connections at least', `${seconds(bareMs(addresses[1] ?? ''))} for 650`, 'known', true);
}

/** The least of processor time Node takes for as many connections: connect, write a hello, read the first bytes of the answer, close. */
function bareMs(address: string): number {
  const hello = buildClientHello('TLSv1.2', null);
  const script = `const { Socket } = require('node:net');
const hello = Buffer.from('${hello.toString('hex')}', 'hex');
const once = () => new Promise((done) => {
  const socket = new Socket();
  socket.on('error', done);
  socket.on('data', () => { socket.destroy(); done(); });
  socket.on('connect', () => socket.write(hello));
  socket.connect({ host: '${address}', port: 443 });
});
let left = 650;
const worker = async () => { while (left-- > 0) await once(); };
const before = process.cpuUsage();
Promise.all(Array.from({ length: 8 }, worker)).then(() => {
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(String((user + system) / 1000));
});`;
  return median(range(5).map(() => Number(spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout)));
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

function against([ours, theirs]: readonly [number, number]): string {
  return `${seconds(ours)} against nmap ${seconds(theirs)}: ${(ours / theirs).toFixed(2)}`;
}

async function wrapper(): Promise<void> {
  const { plainMedianMs, wrapperMedianMs, ratio } = await benchNmap({ pairs: 5 });
  const text = `${seconds(wrapperMedianMs)} against plain nmap ${seconds(plainMedianMs)}: ${ratio}`;
  report('nmap wrapper', text, 'at most 1.05', ratio <= 1.05);
}

/** Everything sent to 127.8.0.0/24 is dropped without a word. */
function makeSilentHosts(): string[] {
  const rules = ['add table inet silent', 'add chain inet silent in { type filter hook input priority 0 ; }'];
  for (const rule of [...rules, 'add rule inet silent in ip daddr 127.8.0.0/24 drop']) measure([program('nft'), rule]);
  return Array.from({ length: 8 }, (_, index) => `127.8.0.${index + 1}`);
}

async function silentHosts(): Promise<void> {
  const hosts = makeSilentHosts();
  for (const [tool, environment, tries] of [
    ['nmap', {}, 2],
    ['own scan', withoutNmap, 1],
  ] as const) {
    const { wallMs } = new Desk(hosts, '1-100').check(portChecks, environment);
    report(`8 silent hosts × 100 ports, own network, ${tool}`, seconds(wallMs), 'less than 10 s', wallMs < 10_000);
    const far = new Desk(hosts, '1-100', { blickwinkel: 'internet' }).check(portChecks, environment);
    const atRateMs = (8 * 100 * tries * 1000) / 100;
    const text = `${seconds(far.wallMs)}, processor ${seconds(far.cpuMs)}, for ${800 * tries} probes at 100 a second: ${(far.wallMs / atRateMs).toFixed(2)}`;
    report(`8 silent hosts × 100 ports, Internet, ${tool}`, text, 'at most 1.20', far.wallMs <= 1.2 * atRateMs);
  }
}

async function connectScan(): Promise<void> {
  const day = dayOf(new Date().toISOString());
  const ziel = parseZiel('127.6.0.0/28');
  const freigabe: Freigabe = {
    id: 'messung',
    kommune: 'beispielhain',
    ziele: [ziel],
    ports: null,
    von: day,
    bis: day,
    durch: 'Messung',
    blickwinkel: 'host',
    ...withoutDetails,
    widerrufenAm: null,
  };
  const addresses = expandZiel(ziel);
  const targets = addresses.map((address) => AuthorizedTarget.authorize({ name: null, address }, [freigabe], day));
  const ports = Array.from({ length: 1000 }, (_, index) => index + 1);
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  for (let round = 0; round < 7; round++) {
    const [startedAt, usedBefore] = [performance.now(), process.cpuUsage()];
    const scan = await scanWithConnections(targets, ports, { now: () => new Date(), maxRate: 1e6 });
    const { user, system } = process.cpuUsage(usedBefore);
    ours.push({ wallMs: performance.now() - startedAt, cpuMs: (user + system) / 1000 });
    if (scan.status !== 'complete') throw new Error('The scan is not complete');
    theirs.push(measure([program('nmap'), '-sT', '-n', '-Pn', '-p', '1-1000', '-oX', '-', ...addresses]));
  }
  for (const [what, of] of [
    ['time', ({ wallMs }: Measured) => wallMs],
    ['processor', ({ cpuMs }: Measured) => cpuMs],
  ] as const) {
    const pair = [median(ours.map(of)), median(theirs.map(of))] as const;
    const name = `own connect scan, 16 answering hosts × 1000 ports, ${what}`;
    report(name, against(pair), 'at most 2.50', pair[0] <= 2.5 * pair[1]);
  }
}

async function manyHosts(): Promise<void> {
  const server = createServer((socket) => socket.on('error', () => undefined).end('HTTP/1.0 204 No Content\r\n\r\n'));
  server.listen(80, '0.0.0.0');
  await once(server, 'listening');
  const desk = new Desk(['127.7.0.0/24'], '22,80,443');
  const file = path.join(tmpdir(), 'memory');
  const environment = { NODE_OPTIONS: `--import=${tellMemory}`, MEMORY_FILE: file };
  // Not measured with spawnSync: the server runs in this process.
  const env = { ...process.env, ...desk.env, ...environment };
  const child = spawn(process.execPath, [burgward, ...desk.checkArgs([])], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const startedAt = performance.now();
  await once(child, 'close');
  server.close();
  if (child.exitCode !== 0) throw new Error(`netz pruefen ended with ${child.exitCode}:\n${errors}`);
  const megabytes = Number(readFileSync(file, 'utf8')) / 1024;
  const text = `${megabytes.toFixed(0)} MB, ${seconds(performance.now() - startedAt)}`;
  report('256 hosts in one run, all checks, memory', text, 'less than 200 MB', megabytes < 200);
}

async function abort(): Promise<void> {
  const hosts = makeSilentHosts();
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const desk = new Desk(hosts, '1-1000');
    const child = desk.start([...desk.checkArgs(portChecks), '--profil', 'gruendlich']);
    await until(() => namesOfProcesses().includes('nmap'));
    await pause(500);
    const startedAt = performance.now();
    if (child.pid !== undefined) process.kill(child.pid, 'SIGINT');
    const [ended, nmapGoneMs] = await Promise.all([
      once(child, 'close').then(() => performance.now() - startedAt),
      until(() => !namesOfProcesses().includes('nmap')).then(() => performance.now() - startedAt),
    ]);
    times.push(Math.max(ended, nmapGoneMs));
  }
  const text = `${median(times).toFixed(0)} ms (longest ${Math.max(...times).toFixed(0)} ms), no process left`;
  report('from Ctrl-C to the end of the program and of nmap', text, 'less than 500 ms', Math.max(...times) < 500);
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('What was waited for did not happen');
    await pause(5);
  }
}

/** Of all processes in the enclosure. */
function namesOfProcesses(): string[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const [, command = '', state] = /^\d+ \((.*)\) (\S)/.exec(readFileSync(`/proc/${name}/stat`, 'latin1')) ?? [];
      return state === 'Z' ? [] : [command];
    } catch {
      return [];
    }
  });
}

const measurements: Readonly<Record<string, () => Promise<void>>> = {
  oneServer,
  twentyServers,
  wrapper,
  silentHosts,
  connectScan,
  manyHosts,
  abort,
};

async function measureAll(wanted: readonly string[]): Promise<void> {
  if (!existsSync(fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))))
    throw new Error('dist/ is missing: npm run build');
  for (const [name, take] of Object.entries(measurements)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    process.stdout.write(`\n${name} (load ${loadavg()[0]?.toFixed(1)})\n`);
    try {
      await take();
    } catch (error) {
      report(name, error instanceof Error ? error.message.slice(0, 2000) : String(error), 'runs', false);
    }
    await stopDaemons();
    spawnSync('nft', ['flush', 'ruleset'], { stdio: 'ignore' });
  }
  const rows = outcomes.map(({ name, value, aim, isReached, load }) => {
    return `| ${name} | ${isReached ? value : `**${value}**`} | ${aim} | ${load.toFixed(1)} |`;
  });
  process.stdout.write(`\n| Measurement | Result | Aim | Load |\n|---|---|---|---:|\n${rows.join('\n')}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (isInside()) {
    await measureAll(process.argv.slice(2));
  } else {
    prepareLab();
    process.exit(await runInside(fileURLToPath(import.meta.url), process.argv.slice(2)));
  }
}
