/** The page bench/agreement.md, made from what bench/agreement.ts found. */
import type { TlsVersion } from '../src/domain/observation.ts';

export type Looker = 'burgward' | 'nmap' | 'sslscan' | 'testssl';

/** One claim: this server accepts this suite in this version. */
export interface Triple {
  server: string;
  version: TlsVersion;
  suite: string;
}

export interface Disputed extends Triple {
  suiteName: string | null;
  listedBy: Looker[];
  missedBy: Looker[];
  /** What the server answers to a hello that offers nothing but this suite. */
  answer: string;
  /** Hexadecimal; of the answer the first 200 bytes. */
  clientHello: string;
  serverAnswer: string;
}

export interface TlsRow {
  server: string;
  /** Triples anybody listed. */
  union: number;
  seen: Partial<Record<Looker, { versions: TlsVersion[]; suites: number; ms: number }>>;
  disputed: Disputed[];
}

export interface SshRow {
  server: string;
  union: number;
  disputed: { algorithm: string; listedBy: string[] }[];
  ms: Record<string, number>;
}

export interface DnsRow {
  domain: string;
  facts: number;
  disputed: string[];
  /** Of the signatures. */
  state: string;
  delv: string;
}

export interface AgreementReport {
  /** ISO 8601 UTC. */
  at: string;
  tools: Record<string, string>;
  tls: TlsRow[];
  ssh: SshRow[];
  dns: DnsRow[];
}

/** Why a tool misses what the server was seen to accept; each was looked into. */
const knownReasons: { who: Looker; concerns(triple: Triple): boolean; reason: string }[] = [
  {
    who: 'sslscan',
    concerns: ({ version }) => version === 'SSLv3',
    reason: 'finds that SSL 3.0 is offered, but lists no suites of it: the OpenSSL it is built with has no SSL 3.0',
  },
  {
    who: 'sslscan',
    concerns: ({ server }) => server.startsWith('OpenLDAP'),
    reason: 'gives up on STARTTLS of LDAP („failed with unknown error“)',
  },
  {
    who: 'testssl',
    concerns: ({ server }) => server.startsWith('OpenLDAP'),
    reason: 'has no STARTTLS for LDAP yet („over sockets not supported yet“)',
  },
];

/** Share of the union on which both say the same, in percent. */
export function agreementWith(who: Looker, { tls }: AgreementReport): number {
  const rows = tls.filter(({ seen }) => seen[who] !== undefined);
  const union = rows.reduce((sum, row) => sum + row.union, 0);
  const differing = rows.flatMap(({ disputed }) => disputed).filter((each) => differs(each, who)).length;
  return 100 * (1 - differing / union);
}

function differs({ listedBy }: Disputed, who: Looker): boolean {
  return listedBy.includes('burgward') !== listedBy.includes(who);
}

/** Disputed triples in which the server's own answer speaks against us. */
export function ourErrors({ tls }: AgreementReport): Disputed[] {
  const disputed = tls.flatMap((row) => row.disputed);
  return disputed.filter(({ listedBy, answer }) => (answer === 'accepted') !== listedBy.includes('burgward'));
}

function explain(disputed: Disputed): string {
  const isAccepted = disputed.answer === 'accepted';
  const wrong = isAccepted ? disputed.missedBy : disputed.listedBy;
  const reasons = wrong.map((who) => {
    const known = knownReasons.find((each) => each.who === who && isAccepted && each.concerns(disputed));
    return `${who} ${known?.reason ?? 'is wrong for a reason not known'}`;
  });
  return `the server ${disputed.answer === 'accepted' ? 'accepts it' : `does not accept it (${disputed.answer})`}; ${reasons.join('; ')}`;
}

export function renderReport(report: AgreementReport): string {
  const lookers = (['burgward', 'nmap', 'sslscan', 'testssl'] as const).filter((who) => report.tls.some(({ seen }) => seen[who]));
  const others = lookers.filter((who) => who !== 'burgward');
  const union = report.tls.reduce((sum, row) => sum + row.union, 0);
  const disputed = report.tls.flatMap((row) => row.disputed);
  const explained = Map.groupBy(disputed, (each) => `${each.server}: ${explain(each)}`);
  return [
    '# Agreement with independent programs',
    '',
    '`node bench/agreement.ts` as root on Debian or Ubuntu (`--without-testssl` leaves out the slow one) starts every TLS, SSH and name server of the',
    'lab in a network of its own, looks at each with burgward and with the others in the same run, and writes this page. What they do not agree on',
    'is asked once more with a hello that offers nothing else; the bytes of both sides are below.',
    '',
    `Run of ${report.at.slice(0, 10)}. ${Object.entries(report.tools)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}.`,
    '',
    '## TLS: accepted suites, as (server, version, suite)',
    '',
    table(
      ['Server', 'union', ...lookers.map((who) => `${who} (time)`), 'disputed'],
      report.tls.map(({ server, union: all, seen, disputed: ofServer }) => [
        server,
        `${all}`,
        ...lookers.map((who) => (seen[who] === undefined ? '–' : `${seen[who].suites} (${(seen[who].ms / 1000).toFixed(1)} s)`)),
        `${ofServer.length}`,
      ]),
    ),
    '',
    `${union} triples. burgward agrees with ${others.map((who) => `${who} on ${agreementWith(who, report).toFixed(2)} %`).join(', with ')}.`,
    `Disputed triples in which the server's own answer speaks against burgward: ${ourErrors(report).length}.`,
    '',
    ...[...explained].map(([text, each]) => `- ${each.length} × ${text}`),
    '',
    '## SSH: names in SSH_MSG_KEXINIT',
    '',
    table(
      ['Server', 'union', 'disputed', 'time'],
      report.ssh.map(({ server, union: all, disputed: names, ms }) => [
        server,
        `${all}`,
        names.map(({ algorithm, listedBy }) => `${algorithm} (only ${listedBy.join(', ')})`).join('; ') || '0',
        Object.entries(ms)
          .map(([who, each]) => `${who} ${(each / 1000).toFixed(2)} s`)
          .join(', '),
      ]),
    ),
    '',
    '## DNS: name servers, mail servers and CAA against dig, signatures against delv',
    '',
    table(
      ['Domain', 'facts', 'disputed with dig', 'signatures: burgward', 'delv'],
      report.dns.map((row) => [row.domain, `${row.facts}`, row.disputed.join('; ') || '0', row.state, row.delv]),
    ),
    '',
    ...captures(disputed),
  ].join('\n');
}

/** Both sides in hexadecimal digits for each disputed triple. */
function captures(disputed: readonly Disputed[]): string[] {
  if (disputed.length === 0) return [];
  const lines = disputed.flatMap(({ server, version, suite, suiteName, answer, clientHello, serverAnswer }) => [
    `${server}, ${version} ${suite} ${suiteName ?? ''}: ${answer}`,
    `  > ${clientHello}`,
    `  < ${serverAnswer}`,
  ]);
  return [
    '## Captures of what is disputed',
    '',
    '`>` ClientHello, `<` the first 200 bytes of the answer.',
    '',
    '```',
    ...lines,
    '```',
    '',
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
