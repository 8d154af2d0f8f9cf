/** What independent programs see at a daemon, brought into one form: nmap, sslscan, testssl.sh, ssh-audit. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suiteName } from '../../src/checks/tls-suite-names.ts';
import type { StarttlsProtocol, TlsVersion } from '../../src/domain/observation.ts';
import { type Daemon, program, runAnyway } from './processes.ts';

/** Accepted cipher suites, by version, as numbers such as `0xc02f`; a version that is only said to be offered has an empty list. */
export type SuitesByVersion = ReadonlyMap<TlsVersion, ReadonlySet<string>>;

/** The same lists as in SSH_MSG_KEXINIT. */
export interface SshLists {
  keyExchange: readonly string[];
  serverHostKey: readonly string[];
  encryption: readonly string[];
  mac: readonly string[];
}

export interface OracleResult<T> {
  result: T;
  ms: number;
}

const numbersByName = new Map(
  Array.from({ length: 0x10000 }, (_, number) => `0x${number.toString(16).padStart(4, '0')}`).flatMap(
    (hex): [string, string][] => {
      const name = suiteName(hex);
      return name === null ? [] : [[name, hex]];
    },
  ),
);

/** nmap's ssl-enum-ciphers. Which words come before TLS it knows by the port. */
export async function nmapSuites(daemon: Daemon): Promise<OracleResult<SuitesByVersion>> {
  const { text, ms } = await timed('nmap', [...nmapBase(daemon), '--script', '+ssl-enum-ciphers']);
  const output = scriptOutput(text, 'ssl-enum-ciphers');
  const versions = new Map<TlsVersion, Set<string>>();
  let current = new Set<string>();
  for (const line of output.split('\n')) {
    const version = tlsVersionOf(/^ {2}(SSLv3|TLSv1\.[0-3]): ?$/.exec(line)?.[1]);
    if (version !== null) {
      current = new Set();
      versions.set(version, current);
    }
    const name = /^ {6}((?:TLS|SSL)_\S+)/.exec(line)?.[1];
    if (name !== undefined) current.add(numberOf(name));
  }
  return { result: versions, ms };
}

function nmapBase({ address, port }: Daemon): string[] {
  return ['-Pn', '-n', '-p', `${port}`, '-oX', '-', address];
}

/** The text of a script in nmap's XML. */
function scriptOutput(xml: string, id: string): string {
  const escaped = new RegExp(`<script id="${id}" output="([^"]*)"`).exec(xml)?.[1] ?? '';
  const entities: Record<string, string> = { '&#xa;': '\n', '&quot;': '"', '&lt;': '<', '&gt;': '>', '&amp;': '&' };
  return escaped.replace(/&(?:#xa|quot|lt|gt|amp);/g, (entity) => entities[entity] ?? entity);
}

/** nmap 7.93 writes `TLS_AKE_WITH_` before the names of TLS 1.3, and `SSL_` before some old ones. */
function numberOf(name: string): string {
  const spellings = [name, name.replace('_AKE_WITH_', '_'), name.replace(/^SSL_/, 'TLS_'), name.replace(/^TLS_/, 'SSL_')];
  return spellings.flatMap((each) => numbersByName.get(each) ?? [])[0] ?? name;
}

export async function sslscanSuites(daemon: Daemon, starttls?: StarttlsProtocol): Promise<OracleResult<SuitesByVersion>> {
  const names: Partial<Record<StarttlsProtocol, string>> = { postgresql: 'psql' };
  const change = starttls === undefined ? [] : [`--starttls-${names[starttls] ?? starttls}`];
  const { text, ms } = await timed('sslscan', ['--no-colour', '--xml=-', ...change, `${daemon.address}:${daemon.port}`]);
  const versions = new Map<TlsVersion, Set<string>>();
  for (const [, type, number] of text.matchAll(/<protocol type="(ssl|tls)" version="([\d.]+)" enabled="1"/g)) {
    const version = tlsVersionOf(type === 'ssl' ? `SSLv${number}` : `TLSv${number}`);
    if (version !== null) versions.set(version, new Set());
  }
  for (const [, name, id = ''] of text.matchAll(/<cipher [^>]*sslversion="([^"]+)"[^>]*\bid="(0x[0-9A-F]+)"/g)) {
    const version = tlsVersionOf(name);
    if (version !== null) versions.set(version, (versions.get(version) ?? new Set()).add(id.toLowerCase()));
  }
  return { result: versions, ms };
}

/** testssl.sh with the parts that are needed: versions and suites of each. Takes its time: 15 to 80 seconds. */
export async function testsslSuites(daemon: Daemon, starttls?: StarttlsProtocol): Promise<OracleResult<SuitesByVersion>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'testssl-'));
  const file = path.join(folder, 'result.json');
  const change = starttls === undefined ? [] : ['-t', starttls === 'postgresql' ? 'postgres' : starttls];
  const fixed = ['-n', 'none', '--warnings', 'off', '--color', '0', '--quiet', '--jsonfile', file, '-p', '-E'];
  const { ms } = await timed('testssl', [...fixed, ...change, `${daemon.address}:${daemon.port}`], folder);
  const entries: { id: string; finding: string }[] = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(folder, { recursive: true });
  const versions = new Map<TlsVersion, Set<string>>();
  for (const { id, finding } of entries) {
    const offered = testsslVersions[id];
    if (offered !== undefined && finding.startsWith('offered') && !versions.has(offered)) versions.set(offered, new Set());
    const [, part = '', hex = ''] = /^cipher-((?:ssl|tls)\d(?:_\d)?)_x([0-9a-f]+)$/.exec(id) ?? [];
    const version = testsslParts[part];
    if (version !== undefined) versions.set(version, (versions.get(version) ?? new Set()).add(`0x${hex.padStart(4, '0')}`));
  }
  return { result: versions, ms };
}

const testsslVersions: Readonly<Partial<Record<string, TlsVersion>>> = {
  SSLv3: 'SSLv3',
  TLS1: 'TLSv1',
  TLS1_1: 'TLSv1.1',
  TLS1_2: 'TLSv1.2',
  TLS1_3: 'TLSv1.3',
};
const testsslParts: Readonly<Partial<Record<string, TlsVersion>>> = {
  ssl3: 'SSLv3',
  tls1: 'TLSv1',
  tls1_1: 'TLSv1.1',
  tls1_2: 'TLSv1.2',
  tls1_3: 'TLSv1.3',
};

function tlsVersionOf(text: string | undefined): TlsVersion | null {
  if (text === 'TLSv1.0') return 'TLSv1';
  return (['SSLv3', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const).find((version) => version === text) ?? null;
}

export async function nmapSsh(daemon: Daemon): Promise<OracleResult<SshLists>> {
  const { text, ms } = await timed('nmap', [...nmapBase(daemon), '--script', '+ssh2-enum-algos']);
  const listOf = (key: string) => {
    const table = new RegExp(`<table key="${key}">([\\s\\S]*?)</table>`).exec(text)?.[1] ?? '';
    return [...table.matchAll(/<elem>([^<]*)<\/elem>/g)].map(([, name = '']) => name);
  };
  const result: SshLists = {
    keyExchange: listOf('kex_algorithms'),
    serverHostKey: listOf('server_host_key_algorithms'),
    encryption: listOf('encryption_algorithms'),
    mac: listOf('mac_algorithms'),
  };
  return { result, ms };
}

interface SshAuditReport {
  kex: { algorithm: string }[];
  key: { algorithm: string }[];
  enc: string[];
  mac: string[];
}

export async function sshAudit(daemon: Daemon): Promise<OracleResult<SshLists>> {
  const { text, ms } = await timed('ssh-audit', ['-j', '-p', `${daemon.port}`, daemon.address]);
  const report: SshAuditReport = JSON.parse(text);
  const names = (list: { algorithm: string }[]) => list.map(({ algorithm }) => algorithm);
  const result = { keyExchange: names(report.kex), serverHostKey: names(report.key), encryption: report.enc, mac: report.mac };
  return { result, ms };
}

/** Name servers, mail servers and CAA as dig reads them, also where the signatures are wrong: `MX mail.beispielhain.example`. */
export async function digFacts(resolver: Daemon, name: string): Promise<string[]> {
  const ask = async (type: string) =>
    (await runAnyway('dig', [`@${resolver.address}`, '+short', '+cdflag', name, type])).trim().split('\n');
  const bare = (text: string) => text.replace(/\.$/, '');
  const nameServers = (await ask('NS')).filter(Boolean).map((host) => `NS ${bare(host)}`);
  const mailServers = (await ask('MX')).filter(Boolean).map((line) => `MX ${bare(line.split(' ')[1] ?? '')}`);
  const caa = (await ask('CAA')).filter(Boolean).map((line) => line.replace(/^\d+ (\w+) "(.*)"$/, 'CAA $1 $2'));
  // Where it does not get an answer, it says so in the same place.
  return [...nameServers, ...mailServers, ...caa].filter((fact) => !fact.includes(';;'));
}

/** What delv says when it checks the signatures itself, asking past the resolver's own opinion. */
export async function delvState(
  resolver: Daemon,
  name: string,
  trustAnchors: string,
): Promise<'validated' | 'unsigned' | 'rejected'> {
  const text = await runAnyway('delv', [`@${resolver.address}`, '-a', trustAnchors, '+root=example', name, 'SOA']);
  if (text.includes('; fully validated')) return 'validated';
  return text.includes('; unsigned answer') ? 'unsigned' : 'rejected';
}

async function timed(file: string, args: readonly string[], folder?: string): Promise<{ text: string; ms: number }> {
  const startedAt = performance.now();
  const text = await runAnyway(program(file), args, folder === undefined ? {} : { folder });
  return { text, ms: Math.round(performance.now() - startedAt) };
}
