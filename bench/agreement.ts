/**
 * Do we see what independent programs see? Every TLS and SSH server of the lab, looked at by us and by nmap, sslscan, testssl.sh and
 * ssh-audit in the same run. What they do not agree on is asked once more with a hello that offers nothing else, and the bytes of both
 * sides are written down.
 * Run as root on Debian or Ubuntu: node bench/agreement.ts [--without-testssl]. Writes bench/agreement.md.
 */
import { writeFileSync } from 'node:fs';
import { arch, release } from 'node:os';
import { fileURLToPath } from 'node:url';
import { isInside, runInside } from '../scripts/lab/enclosure.ts';
import { prepareLab } from '../scripts/lab/prepare.ts';
import { suiteName } from '../src/checks/tls-suite-names.ts';
import { buildClientHello, readServerAnswer } from '../src/collect/tls/client-hello.ts';
import { openForTls } from '../src/collect/tls/starttls.ts';
import type { DnsZoneObservation, Lookup } from '../src/domain/dns-observation.ts';
import type { SshObservation, StarttlsProtocol, TlsVersion } from '../src/domain/observation.ts';
import { makeCertificate } from '../test/lab/certificates.ts';
import * as lab from '../test/lab/daemons.ts';
import { dataOf, observe, observeDomain, suitesSeen } from '../test/lab/look.ts';
import * as oracles from '../test/lab/oracles.ts';
import { type Daemon, runAnyway, stopDaemons } from '../test/lab/processes.ts';
import {
  type AgreementReport,
  agreementWith,
  type Disputed,
  type DnsRow,
  type Looker,
  ourErrors,
  renderReport,
  type SshRow,
  type TlsRow,
  type Triple,
} from './agreement-report.ts';

interface TlsServer {
  name: string;
  start(): Promise<Daemon>;
  starttls?: StarttlsProtocol;
}

const everything = '"ALL:eNULL:@SECLEVEL=0"';
const everythingOfGnutls =
  'NONE:+VERS-ALL:+CIPHER-ALL:+MAC-ALL:+KX-ALL:+SIGN-ALL:+GROUP-ALL:+COMP-NULL:+ARCFOUR-128:+3DES-CBC:+NULL:+MD5:+RSA:+DHE-RSA:+ANON-DH:+ANON-ECDH:%COMPAT';

const tlsServers: TlsServer[] = [
  { name: 'nginx, good', start: lab.startGoodNginx },
  { name: 'nginx, legacy (RSA 1024)', start: lab.startLegacyNginx },
  { name: 'nginx, ageing (RSA 2048)', start: lab.startAgeingNginx },
  { name: 'nginx, everything with an EC key', start: startEverythingWithEc },
  { name: 'nginx, TLS 1.3 only', start: startTls13 },
  { name: 'NSS, SSL 3.0 only', start: lab.startSslv3 },
  { name: 'NSS, TLS 1.0 to 1.3', start: () => lab.startNss('tls1.0:tls1.3') },
  { name: 'GnuTLS, RC4 and 3DES', start: lab.startRc4 },
  { name: 'GnuTLS, as it comes', start: () => lab.startGnutls('NORMAL') },
  { name: 'GnuTLS, everything', start: () => lab.startGnutls(everythingOfGnutls) },
  { name: 'Postfix, SMTP with STARTTLS', start: () => lab.startPostfix({ starttls: true, auth: 'none' }), starttls: 'smtp' },
  { name: 'Dovecot, IMAP with STARTTLS', start: async () => (await startDovecot()).imap, starttls: 'imap' },
  { name: 'Dovecot, POP3 with STARTTLS', start: async () => (await startDovecot()).pop3, starttls: 'pop3' },
  { name: 'OpenLDAP with STARTTLS', start: () => lab.startLdap({ anonymous: 'refused', starttls: true }), starttls: 'ldap' },
  { name: 'PostgreSQL with SSL request', start: () => lab.startPostgres(true), starttls: 'postgresql' },
  { name: 'vsftpd with AUTH TLS', start: () => lab.startFtp({ anonymous: false, tls: 'enforced' }), starttls: 'ftp' },
];

async function startEverythingWithEc(): Promise<Daemon> {
  const protocols = 'TLSv1 TLSv1.1 TLSv1.2 TLSv1.3';
  return lab.startNginx({ certificate: await makeCertificate(), protocols, ciphers: everything });
}

async function startTls13(): Promise<Daemon> {
  const certificate = await makeCertificate({ key: 'rsa-3072' });
  return lab.startNginx({ certificate, protocols: 'TLSv1.3', ciphers: 'DEFAULT' });
}

function startDovecot(): Promise<lab.Dovecot> {
  return lab.startDovecot({ tls: true, passwordsInClear: false });
}

const sshServers = [
  { name: 'OpenSSH, as it comes', lines: [] },
  { name: 'OpenSSH, hardened', lines: lab.hardenedSshLines },
  { name: 'OpenSSH, old algorithms', lines: lab.oldSshLines },
];

type Lookers = Readonly<Partial<Record<Looker, oracles.OracleResult<oracles.SuitesByVersion>>>>;

async function lookAtTls({ start, starttls }: TlsServer, withTestssl: boolean): Promise<{ daemon: Daemon; seen: Lookers }> {
  const daemon = await start();
  const burgward = await ours(daemon);
  const nmap = await oracles.nmapSuites(daemon);
  const sslscan = await oracles.sslscanSuites(daemon, starttls);
  if (!withTestssl) return { daemon, seen: { burgward, nmap, sslscan } };
  return { daemon, seen: { burgward, nmap, sslscan, testssl: await oracles.testsslSuites(daemon, starttls) } };
}

async function ours(daemon: Daemon): Promise<oracles.OracleResult<oracles.SuitesByVersion>> {
  const startedAt = performance.now();
  const versions = suitesSeen(await observe(daemon, ['tls']));
  const ms = Math.round(performance.now() - startedAt);
  const entries = Object.entries(versions).filter(([version]) => version !== 'SSLv2');
  return { result: new Map(entries.map(([version, suites]) => [version as TlsVersion, new Set(suites)])), ms };
}

function triplesOf(server: string, versions: oracles.SuitesByVersion): Map<string, Triple> {
  const triples = [...versions].flatMap(([version, suites]) => [...suites].map((suite): Triple => ({ server, version, suite })));
  return new Map(triples.map((triple) => [`${triple.version} ${triple.suite}`, triple]));
}

async function disputedOf(server: TlsServer, daemon: Daemon, seen: Lookers): Promise<{ union: number; disputed: Disputed[] }> {
  const lists = byLooker(seen).map(([who, { result }]) => ({ who, triples: triplesOf(server.name, result) }));
  const union = new Map(lists.flatMap(({ triples }) => [...triples]));
  const disputed: Disputed[] = [];
  for (const [key, triple] of union) {
    const listedBy = lists.filter(({ triples }) => triples.has(key)).map(({ who }) => who);
    if (listedBy.length === lists.length) continue;
    const missedBy = lists.filter(({ triples }) => !triples.has(key)).map(({ who }) => who);
    const capture = await askForOne(daemon, triple, server.starttls);
    disputed.push({ ...triple, suiteName: suiteName(triple.suite), listedBy, missedBy, ...capture });
  }
  return { union: union.size, disputed };
}

function byLooker<T>(seen: Readonly<Partial<Record<Looker, T>>>): [Looker, T][] {
  return Object.entries(seen) as [Looker, T][];
}

/** Asks for one suite in one version, and keeps the bytes. */
async function askForOne(daemon: Daemon, { version, suite }: Triple, starttls: StarttlsProtocol | undefined) {
  const hello = buildClientHello(version, null, [Number(suite)]);
  const received = await answerTo(daemon, starttls, hello);
  const read = readServerAnswer(received);
  const answer =
    read?.kind === 'server-hello' && read.suite !== null && read.version === version && read.suite === Number(suite)
      ? 'accepted'
      : read?.kind === 'alert'
        ? `refused with alert ${read.description}`
        : `neither: ${read?.kind ?? 'closed'}`;
  return { answer, clientHello: hello.toString('hex'), serverAnswer: received.subarray(0, 200).toString('hex') };
}

async function answerTo({ address, port }: Daemon, starttls: StarttlsProtocol | undefined, hello: Buffer): Promise<Buffer> {
  const socket = await openForTls({ address, port, serverName: null, timeoutMs: 5000, starttls });
  return new Promise((resolve) => {
    const received: Buffer[] = [];
    const settle = () => {
      socket.destroy();
      resolve(Buffer.concat(received));
    };
    socket.setTimeout(2000, settle);
    socket.once('close', settle);
    socket.on('data', (chunk) => {
      received.push(chunk);
      if (readServerAnswer(Buffer.concat(received)) !== null) settle();
    });
    socket.write(hello);
    socket.resume();
  });
}

async function compareTls(withTestssl: boolean): Promise<TlsRow[]> {
  const rows: TlsRow[] = [];
  for (const server of tlsServers) {
    const { daemon, seen } = await lookAtTls(server, withTestssl);
    const { union, disputed } = await disputedOf(server, daemon, seen);
    const counts = byLooker(seen).map(([who, { result, ms }]) => [
      who,
      { versions: [...result.keys()].toSorted(), suites: triplesOf(server.name, result).size, ms },
    ]);
    rows.push({ server: server.name, union, seen: Object.fromEntries(counts), disputed });
    process.stdout.write(`${server.name}: ${union} triples, ${disputed.length} disputed\n`);
    for (const each of disputed) {
      const name = `${each.version} ${each.suite} ${each.suiteName ?? ''}`;
      process.stdout.write(`  ${name}: listed by ${each.listedBy.join(', ')}; server: ${each.answer}\n`);
    }
    await stopDaemons();
  }
  return rows;
}

function sshListsOf({ algorithms }: SshObservation): oracles.SshLists {
  return {
    keyExchange: algorithms?.keyExchange ?? [],
    serverHostKey: algorithms?.serverHostKey ?? [],
    encryption: algorithms?.encryptionServerToClient ?? [],
    mac: algorithms?.macServerToClient ?? [],
  };
}

async function compareSsh(): Promise<SshRow[]> {
  const rows: SshRow[] = [];
  for (const { name, lines } of sshServers) {
    const daemon = await lab.startSsh(lines);
    const startedAt = performance.now();
    const ssh = (await observe(daemon, ['ssh'])).find(({ kind }) => kind === 'ssh');
    const ms = Math.round(performance.now() - startedAt);
    if (ssh?.kind !== 'ssh' || !ssh.outcome.seen) throw new Error(`No SSH was seen at ${name}`);
    const burgward = { result: sshListsOf(ssh.outcome.data), ms };
    const seen = { burgward, nmap: await oracles.nmapSsh(daemon), 'ssh-audit': await oracles.sshAudit(daemon) };
    const names = (lists: oracles.SshLists) =>
      Object.entries(lists).flatMap(([list, algorithms]) => algorithms.map((algorithm: string) => `${list} ${algorithm}`));
    const sets = Object.entries(seen).map(([who, { result }]) => ({ who, algorithms: new Set(names(result)) }));
    const union = [...new Set(sets.flatMap(({ algorithms }) => [...algorithms]))];
    const disputed = union.flatMap((algorithm) => {
      const listedBy = sets.filter(({ algorithms }) => algorithms.has(algorithm)).map(({ who }) => who);
      return listedBy.length === sets.length ? [] : [{ algorithm, listedBy }];
    });
    rows.push({
      server: name,
      union: union.length,
      disputed,
      ms: Object.fromEntries(Object.entries(seen).map(([who, { ms }]) => [who, ms])),
    });
    process.stdout.write(`${name}: ${union.length} algorithms, ${disputed.length} disputed\n`);
    for (const { algorithm, listedBy } of disputed) process.stdout.write(`  ${algorithm}: listed by ${listedBy.join(', ')}\n`);
    await stopDaemons();
  }
  return rows;
}

const domains: { name: string; wish: lab.DomainWish }[] = [
  { name: 'signed zone', wish: { content: lab.goodZone, signed: 'yes' } },
  { name: 'zone without signatures', wish: { content: lab.weakZone, signed: 'no' } },
  { name: 'zone that lost its signatures', wish: { content: lab.goodZone, signed: 'forgotten' } },
];

/** Records and the state of the signatures as we, dig and delv see them, one line for each fact. */
async function compareDns(): Promise<DnsRow[]> {
  const rows: DnsRow[] = [];
  for (const { name, wish } of domains) {
    const { resolver, trustAnchors } = await lab.startDomain(wish);
    const ours = dnsFacts(dataOf(await observeDomain(lab.zone, resolver), 'dns-zone'));
    const dig = await oracles.digFacts(resolver, lab.zone);
    const delv = await oracles.delvState(resolver, lab.zone, trustAnchors);
    const union = [...new Set([...ours.facts, ...dig])];
    const disputed = union.filter((fact) => !ours.facts.includes(fact) || !dig.includes(fact));
    rows.push({ domain: name, facts: union.length, disputed, state: ours.state, delv });
    process.stdout.write(
      `${name}: ${union.length} facts, disputed with dig: ${disputed.join('; ') || 'none'}; ${ours.state}, delv: ${delv}\n`,
    );
    await stopDaemons();
  }
  return rows;
}

function dnsFacts({ nameServers, mailServers, caa, dnssec }: DnsZoneObservation): { facts: string[]; state: string } {
  const names = (type: string, found: Lookup<string>) => (found.answered ? found.records.map((each) => `${type} ${each}`) : []);
  const issuers = caa.answered ? caa.records.map(({ tag, value }) => `CAA ${tag} ${value}`) : [];
  const state = dnssec.rejectedByResolver ? 'rejected' : dnssec.authenticated ? 'validated' : 'unsigned';
  return { facts: [...names('NS', nameServers), ...names('MX', mailServers), ...issuers], state };
}

async function toolVersions(): Promise<Record<string, string>> {
  const asked: [string, string, string[]][] = [
    ['nmap', 'nmap', ['--version']],
    ['sslscan', 'sslscan', ['--version']],
    ['testssl.sh', 'testssl', ['--version']],
    ['ssh-audit', 'ssh-audit', ['--help']],
    ['BIND (dig, delv)', 'named', ['-v']],
    ['OpenSSL of the system', 'openssl', ['version']],
  ];
  const versions = await Promise.all(
    asked.map(async ([name, file, args]) => {
      const text = await runAnyway(file, args);
      return [name, /\d+\.\d+(?:\.\d+)?[\w.-]*/.exec(text)?.[0] ?? text.trim().split('\n')[0] ?? ''];
    }),
  );
  return { ...Object.fromEntries(versions), Node: process.version, system: `${process.platform} ${arch()} ${release()}` };
}

async function measure(): Promise<void> {
  const tls = await compareTls(!process.argv.includes('--without-testssl'));
  const ssh = await compareSsh();
  const dns = await compareDns();
  const report: AgreementReport = { at: new Date().toISOString(), tools: await toolVersions(), tls, ssh, dns };
  writeFileSync(fileURLToPath(new URL('agreement.md', import.meta.url)), renderReport(report));
  for (const who of ['nmap', 'sslscan', 'testssl'] as const) {
    if (tls.some(({ seen }) => seen[who])) process.stdout.write(`${who}: ${agreementWith(who, report).toFixed(2)} %\n`);
  }
  process.stdout.write(`Against burgward: ${ourErrors(report).length}. Written: bench/agreement.md\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (isInside()) {
    try {
      await measure();
    } finally {
      await stopDaemons();
    }
  } else {
    prepareLab();
    process.exit(await runInside(fileURLToPath(import.meta.url), process.argv.slice(2)));
  }
}
