/**
 * One starter per real daemon, in good and in bad configuration. Each gets a folder and a configuration of its own and listens on
 * loopback only; those that cannot be told an address (selfserv, gnutls-serv) have nothing but loopback inside the enclosure.
 */
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type LabCertificate, makeCertificate } from './certificates.ts';
import {
  type Daemon,
  freePort,
  makeFolder,
  ownAddress,
  ownInterfaceAddress,
  program,
  run,
  startDaemon,
  systemUser,
  writeConfig,
} from './processes.ts';

/** Host name and zone of all daemons; `.example` belongs to nobody (RFC 2606). */
export const zone = 'beispielhain.example';

// --- TLS ---

export interface NginxWish {
  certificate: LabCertificate;
  /** As after ssl_protocols. */
  protocols: string;
  /** OpenSSL cipher string; `@SECLEVEL=0` brings back what is too old by default. */
  ciphers: string;
  /** Bits of a group of its own for DHE. */
  dhBits?: number;
  /** Lines for the server block. */
  lines?: readonly string[];
}

/** nginx with HTTPS on one port. */
export async function startNginx(wish: NginxWish): Promise<Daemon> {
  const folder = makeFolder('nginx');
  const port = await freePort();
  writeConfig(folder, 'cert.pem', wish.certificate.cert);
  writeConfig(folder, 'key.pem', wish.certificate.key);
  const dhLine = wish.dhBits === undefined ? '' : `ssl_dhparam ${await makeDhGroup(folder, wish.dhBits)};`;
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`);
  const config = writeConfig(
    folder,
    'nginx.conf',
    `daemon off; pid ${folder}/pid; user nobody nogroup; worker_processes 1; error_log stderr notice;
events { worker_connections 256; }
http {
  access_log off; server_tokens off; ${paths.join(' ')}
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate ${folder}/cert.pem; ssl_certificate_key ${folder}/key.pem;
    ssl_protocols ${wish.protocols}; ssl_ciphers ${wish.ciphers}; ssl_prefer_server_ciphers on; ${dhLine}
    ${(wish.lines ?? []).join('\n    ')}
    location / { default_type text/html; return 200 "<title>Gemeinde Beispielhain</title>"; }
  }
}
`,
  );
  return startDaemon({ name: 'nginx', folder, port, command: [program('nginx'), '-c', config, '-p', folder, '-e', 'stderr'] });
}

/** Finding a group of 1024 bits takes a moment; `-dsaparam` makes one at once, which is no stronger. */
async function makeDhGroup(folder: string, bits: number): Promise<string> {
  const file = path.join(folder, 'dh.pem');
  await run('openssl', ['dhparam', '-dsaparam', '-out', file, `${bits}`]);
  return file;
}

/** As an administrator in 2026 would set it up. */
export async function startGoodNginx(): Promise<Daemon> {
  return startNginx({
    certificate: await makeCertificate(),
    protocols: 'TLSv1.2 TLSv1.3',
    ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256',
    // Left to itself, OpenSSL 3.0 also offers ffdhe2048.
    lines: [
      'ssl_ecdh_curve X25519:prime256v1:secp384r1;',
      'add_header Strict-Transport-Security "max-age=63072000" always;',
      'add_header X-Content-Type-Options nosniff always;',
    ],
  });
}

/** Everything Debian's OpenSSL can still be talked into: TLS 1.0 to 1.2, NULL and anonymous suites, RSA 1024 with SHA-1, expired. */
export async function startLegacyNginx(): Promise<Daemon> {
  return startNginx({
    certificate: await makeCertificate({ key: 'rsa-1024', hash: 'SHA-1', notBefore: '2014-01-01', notAfter: '2016-01-01' }),
    protocols: 'TLSv1 TLSv1.1 TLSv1.2',
    ciphers: '"ALL:eNULL:@SECLEVEL=0"',
    dhBits: 1024,
  });
}

/** As it was set up about 2016 and never looked at since: no old version, but RSA key exchange, CBC and a 2048 bit key. */
export async function startAgeingNginx(): Promise<Daemon> {
  return startNginx({
    certificate: await makeCertificate({ key: 'rsa-2048' }),
    protocols: 'TLSv1.2',
    ciphers: 'ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA256:DHE-RSA-AES256-GCM-SHA384:AES128-GCM-SHA256:AES256-SHA',
    dhBits: 2048,
  });
}

/**
 * A server of NSS.
 * @param versions lowest and highest as selfserv names them, such as `ssl3:ssl3`
 */
export async function startNss(versions: string): Promise<Daemon> {
  const folder = makeFolder('selfserv');
  const port = await freePort();
  await run('certutil', ['-N', '-d', `sql:${folder}`, '--empty-password']);
  const noise = writeConfig(folder, 'noise', 'as good as any for a key nobody trusts');
  const name = `CN=alt.${zone}`;
  const certutil = ['-S', '-d', `sql:${folder}`, '-n', 'alt', '-s', name, '-x', '-t', 'CTu,CTu,CTu', '-k', 'rsa', '-g', '2048'];
  await run('certutil', [...certutil, '-z', noise, '-v', '120']);
  const command = ['-d', `sql:${folder}`, '-n', 'alt', '-p', `${port}`, '-V', versions] as const;
  return startDaemon({ name: 'selfserv', folder, port, command: [program('selfserv'), ...command] });
}

/** A server of NSS that speaks nothing but SSL 3.0. */
export function startSslv3(): Promise<Daemon> {
  return startNss('ssl3:ssl3');
}

/** A server of GnuTLS with a priority string of its manual. */
export async function startGnutls(priority: string): Promise<Daemon> {
  const folder = makeFolder('gnutls-serv');
  const port = await freePort();
  const { cert, key } = await makeCertificate({ key: 'rsa-2048' });
  const certFile = writeConfig(folder, 'cert.pem', cert);
  const keyFile = writeConfig(folder, 'key.pem', key);
  const command = ['--port', `${port}`, '--priority', priority, '--x509certfile', certFile, '--x509keyfile', keyFile, '--http'];
  return startDaemon({ name: 'gnutls-serv', folder, port, command: [program('gnutls-serv'), ...command] });
}

/** RC4 and 3DES in TLS 1.0 and 1.1. */
export function startRc4(): Promise<Daemon> {
  return startGnutls(
    'NONE:+VERS-TLS1.0:+VERS-TLS1.1:+RSA:+ECDHE-RSA:+ARCFOUR-128:+3DES-CBC:+SHA1:+MD5:+COMP-NULL:+SIGN-ALL:+GROUP-ALL:%COMPAT',
  );
}

// --- SSH ---

export const oldSshLines = [
  'KexAlgorithms diffie-hellman-group1-sha1,diffie-hellman-group14-sha1,diffie-hellman-group-exchange-sha1,curve25519-sha256',
  'Ciphers 3des-cbc,aes128-cbc,aes256-ctr',
  'MACs hmac-md5,hmac-md5-96,hmac-sha1-96,hmac-sha2-256',
  'HostKeyAlgorithms ssh-rsa',
] as const;

export const hardenedSshLines = [
  'KexAlgorithms curve25519-sha256,ecdh-sha2-nistp384,diffie-hellman-group16-sha512',
  'Ciphers aes256-gcm@openssh.com,aes128-gcm@openssh.com,aes256-ctr',
  'MACs hmac-sha2-512-etm@openssh.com,hmac-sha2-256-etm@openssh.com',
  'HostKeyAlgorithms ssh-ed25519,ecdsa-sha2-nistp256',
] as const;

/** Paths of an Ed25519, an ECDSA and an RSA key. */
export async function makeSshKeys(rsaBits = 3072): Promise<readonly string[]> {
  const folder = makeFolder('ssh-keys');
  const keys = ['ed25519', 'ecdsa', 'rsa'].map((type) => ({ type, file: path.join(folder, `key-${type}`) }));
  for (const { type, file } of keys) {
    const length = type === 'rsa' ? ['-b', `${rsaBits}`] : [];
    await run('ssh-keygen', ['-q', '-t', type, ...length, '-N', '', '-f', file]);
  }
  return keys.map(({ file }) => file);
}

/** OpenSSH with keys of its own unless some are given; nobody can log in. */
export async function startSsh(
  lines: readonly string[] = [],
  { keys, address = '127.0.0.1' }: { keys?: readonly string[]; address?: string } = {},
): Promise<Daemon> {
  const folder = makeFolder('sshd');
  const port = await freePort();
  const hostKeys = keys ?? (await makeSshKeys());
  const config = writeConfig(
    folder,
    'sshd_config',
    [
      `Port ${port}`,
      `ListenAddress ${address}`,
      'PidFile none',
      'UsePAM no',
      'AllowUsers nobody-at-all',
      'MaxStartups 100',
      ...hostKeys.map((file) => `HostKey ${file}`),
      ...lines,
      '',
    ].join('\n'),
  );
  mkdirSync('/run/sshd', { recursive: true });
  return startDaemon({
    address,
    name: 'sshd',
    folder,
    port,
    greeting: /^SSH-2/,
    command: [program('sshd'), '-D', '-e', '-f', config],
  });
}

// --- mail ---

export interface PostfixWish {
  starttls: boolean;
  /** `after-tls`, or offered in clear. */
  auth: 'none' | 'after-tls' | 'in-clear';
  /** Postfix names of what is allowed, such as `>=TLSv1.2`. */
  protocols?: string;
  /** Path of the socket of Dovecot's login service; needed for `auth`. */
  authSocket?: string;
}

/** Postfix that greets and answers, and can neither accept nor pass on a mail: there is no service that would. */
export async function startPostfix(wish: PostfixWish): Promise<Daemon> {
  const folder = makeFolder('postfix');
  const address = ownAddress();
  const port = 25;
  const owner = systemUser('postfix');
  const { cert, key } = await makeCertificate({ name: `mail.${zone}` });
  writeConfig(folder, 'cert.pem', cert);
  const keyFile = writeConfig(folder, 'key.pem', key);
  chmodSync(keyFile, 0o600);
  for (const name of ['queue', 'data']) mkdirSync(path.join(folder, name));
  for (const name of ['pid', 'private', 'public', 'active', 'incoming', 'deferred', 'defer', 'maildrop', 'saved']) {
    mkdirSync(path.join(folder, 'queue', name));
    chownSync(path.join(folder, 'queue', name), owner.uid, owner.gid);
  }
  chownSync(path.join(folder, 'queue', 'pid'), 0, 0);
  chownSync(path.join(folder, 'data'), owner.uid, owner.gid);
  const protocols = wish.protocols ?? '>=TLSv1.2';
  writeConfig(
    folder,
    'main.cf',
    `compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.${zone}
mydestination =
mynetworks = 192.0.2.1/32
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
local_recipient_maps =
smtpd_relay_restrictions = reject
maillog_file = ${folder}/mail.log
maillog_file_prefixes = ${folder}
smtpd_banner = $myhostname ESMTP
smtpd_tls_security_level = ${wish.starttls ? 'may' : 'none'}
smtpd_tls_cert_file = ${folder}/cert.pem
smtpd_tls_key_file = ${folder}/key.pem
smtpd_tls_protocols = ${protocols}
smtpd_tls_mandatory_ciphers = high
smtpd_tls_ciphers = high
tls_high_cipherlist = ECDHE+AESGCM
tls_eecdh_auto_curves = X25519, prime256v1, secp384r1
smtpd_sasl_auth_enable = ${wish.auth === 'none' ? 'no' : 'yes'}
smtpd_tls_auth_only = ${wish.auth === 'in-clear' ? 'no' : 'yes'}
smtpd_sasl_type = dovecot
smtpd_sasl_path = ${wish.authSocket ?? 'unused'}
`,
  );
  writeConfig(
    folder,
    'master.cf',
    `${address}:${port} inet n - n - - smtpd
tlsmgr unix - - n 1000? 1 tlsmgr
anvil unix - - n - 1 anvil
rewrite unix - - n - - trivial-rewrite
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
`,
  );
  const logFile = path.join(folder, 'mail.log');
  const command: [string, ...string[]] = ['/usr/lib/postfix/sbin/master', '-c', folder, '-d'];
  return startDaemon({ address, name: 'postfix', folder, port, logFile, greeting: /^220 /, command });
}

export interface DovecotWish {
  /** Passwords also without TLS. */
  passwordsInClear: boolean;
  tls: boolean;
  minimum?: 'TLSv1' | 'TLSv1.2' | 'ANY';
}

export interface Dovecot {
  imap: Daemon;
  pop3: Daemon;
  /** Where Postfix can ask whether somebody may log in. */
  authSocket: string;
}

/** Dovecot with IMAP and POP3; the only account has no password. */
export async function startDovecot(wish: DovecotWish): Promise<Dovecot> {
  const folder = makeFolder('dovecot');
  const address = ownAddress();
  const { cert, key } = await makeCertificate({ name: `mail.${zone}` });
  writeConfig(folder, 'cert.pem', cert);
  writeConfig(folder, 'key.pem', key);
  const authSocket = path.join(folder, 'auth-for-postfix');
  const service = (name: string, port: number, other: string) =>
    `service ${name}-login {
  inet_listener ${name} {
    address = ${address}
    port = ${port}
  }
  inet_listener ${other} {
    port = 0
  }
  chroot =
}`;
  const config = writeConfig(
    folder,
    'dovecot.conf',
    `base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = /dev/stderr
protocols = imap pop3
listen = ${address}
ssl = ${wish.tls ? 'yes' : 'no'}
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
ssl_min_protocol = ${wish.minimum ?? 'TLSv1.2'}
ssl_prefer_server_ciphers = yes
ssl_curve_list = ${wish.minimum === undefined ? 'X25519:P-256:P-384' : ''}
ssl_cipher_list = ${wish.minimum === undefined ? 'ECDHE+AESGCM' : 'ALL:@SECLEVEL=0'}
disable_plaintext_auth = ${wish.passwordsInClear ? 'no' : 'yes'}
auth_mechanisms = plain login
mail_location = maildir:${folder}/mail/%u
passdb {
  driver = passwd-file
  args = ${writeConfig(folder, 'users', 'niemand:{PLAIN-MD4}!\n')}
}
userdb {
  driver = static
  args = uid=65534 gid=65534 home=${folder}
}
${service('imap', 143, 'imaps')}
${service('pop3', 110, 'pop3s')}
service auth {
  unix_listener ${authSocket} {
    mode = 0666
  }
}
`,
  );
  const common = { address, name: 'dovecot', command: [program('dovecot'), '-F', '-c', config] as [string, ...string[]] };
  const imap = await startDaemon({ ...common, folder, port: 143, greeting: /^\* OK / });
  return { imap, pop3: { ...imap, port: 110 }, authSocket };
}

// --- DNS ---

export interface BindWish {
  /** Whom the whole zone is handed out to. */
  transfer: 'anybody' | 'nobody';
  recursion: 'anybody' | 'nobody';
  signed: boolean;
}

const zoneStart = `$TTL 3600
@ IN SOA ns1.${zone}. hostmaster.${zone}. 2026061501 7200 3600 1209600 3600
@ IN NS ns1.${zone}.
@ IN NS ns2.${zone}.
@ IN MX 10 mail.${zone}.
@ IN A 192.0.2.7
@ IN AAAA 2001:db8::7
ns1 IN A 192.0.2.53
ns1 IN AAAA 2001:db8::53
ns2 IN A 198.51.100.53
ns2 IN AAAA 2001:db8:1::53
mail IN A 192.0.2.25
mail IN AAAA 2001:db8::25
www IN A 192.0.2.7
www IN AAAA 2001:db8::7
`;

/** Mail that can be trusted. */
export const goodZone = `${zoneStart}@ IN TXT "v=spf1 mx -all"
@ IN CAA 0 issue "ca.example"
_dmarc IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@${zone}"
_smtp._tls IN TXT "v=TLSRPTv1; rua=mailto:tlsrpt@${zone}"
@ IN MX 20 mail2.${zone}.
mail2 IN A 198.51.100.25
mail2 IN AAAA 2001:db8:1::25
${['mail', 'mail2'].flatMap((host) => ['01', 'ab'].map((pair) => `_25._tcp.${host} IN TLSA 3 1 1 ${pair.repeat(32)}`)).join('\n')}
`;

/** Everybody may write in its name, and an inner address is told to the world. */
export const weakZone = `${zoneStart}@ IN TXT "v=spf1 +all"
_dmarc IN TXT "v=DMARC1; p=none"
autodiscover IN A 10.1.2.3
`;

/** BIND, authoritative for the zone, by itself or also as a resolver. */
export async function startBind(wish: BindWish): Promise<Daemon> {
  const folder = makeFolder('bind');
  const plain = writeConfig(folder, 'zone', goodZone);
  const file = wish.signed ? await signZone(folder, zone, plain) : plain;
  const whom = wish.recursion === 'anybody' ? 'any' : 'none';
  return startNamed(folder, 'named', (address) => [
    ...namedOptions(folder, address, [
      `recursion ${wish.recursion === 'anybody' ? 'yes' : 'no'}; allow-recursion { ${whom}; }; allow-query-cache { ${whom}; };`,
      `allow-transfer { ${wish.transfer === 'anybody' ? 'any' : 'none'}; };`,
      'dnssec-validation no; version none;',
    ]),
    `zone "${zone}" { type primary; file "${file}"; };`,
  ]);
}

/** Signs with an ECDSA key pair, as the manual of BIND describes it; leaves the DS records in `dsset-NAME.` of the folder. */
async function signZone(folder: string, name: string, plain: string): Promise<string> {
  const keygen = ['-K', folder, '-a', 'ECDSAP256SHA256'];
  await run('dnssec-keygen', [...keygen, name]);
  await run('dnssec-keygen', [...keygen, '-f', 'KSK', name]);
  const signed = `${plain}.signed`;
  await run('dnssec-signzone', ['-S', '-K', folder, '-d', folder, '-o', name, '-3', '-', '-f', signed, plain]);
  return signed;
}

export interface DomainWish {
  /** The zone, as BIND reads it. */
  content: string;
  /** `forgotten`: the parent vouches for a key, but the zone that is handed out has no signatures. */
  signed: 'yes' | 'no' | 'forgotten';
}

export interface Domain {
  /** Validates, from the key of `example` on. */
  resolver: Daemon;
  /** That key, as delv reads it. */
  trustAnchors: string;
}

/** The zone, the signed zone `example` above it, and a resolver. */
export async function startDomain({ content, signed }: DomainWish): Promise<Domain> {
  const folder = makeFolder('domain');
  const plain = writeConfig(folder, 'zone', content);
  const signedFile = signed === 'no' ? plain : await signZone(folder, zone, plain);
  const file = signed === 'yes' ? signedFile : plain;
  const dsRecords = signed === 'no' ? '' : readFileSync(path.join(folder, `dsset-${zone}.`), 'utf8');
  const nameServers = [`${zone}. IN NS ns1.${zone}.`, `${zone}. IN NS ns2.${zone}.`];
  const glue = [`ns1.${zone}. IN A 192.0.2.53`, `ns2.${zone}. IN A 198.51.100.53`];
  const soa =
    '$TTL 3600\n@ IN SOA ns.example. hostmaster.example. 1 7200 3600 1209600 3600\n@ IN NS ns.example.\nns IN A 192.0.2.1';
  const parent = writeConfig(folder, 'parent', [soa, ...nameServers, ...glue, dsRecords, ''].join('\n'));
  const parentFile = await signZone(folder, 'example', parent);
  const [, tag, algorithm, digestType, digest = ''] =
    /DS (\d+) (\d+) (\d+) ([0-9A-F ]+)/.exec(readFileSync(path.join(folder, 'dsset-example.'), 'utf8')) ?? [];
  const authority = await startNamed(folder, 'authority', (address) => [
    ...namedOptions(folder, address, ['recursion no;', 'dnssec-validation no;']),
    `zone "${zone}" { type primary; file "${file}"; };`,
    `zone "example" { type primary; file "${parentFile}"; };`,
  ]);
  const anchors = `trust-anchors { example. static-ds ${tag} ${algorithm} ${digestType} "${digest.replaceAll(' ', '')}"; };`;
  const resolver = await startNamed(folder, 'resolver', (address) => [
    ...namedOptions(folder, address, ['recursion yes;', 'allow-recursion { any; };', 'dnssec-validation yes;']),
    anchors,
    `zone "${zone}" { type static-stub; server-addresses { ${authority.address}; }; };`,
    `zone "example" { type static-stub; server-addresses { ${authority.address}; }; };`,
  ]);
  return { resolver, trustAnchors: writeConfig(folder, 'anchors', anchors) };
}

function namedOptions(folder: string, address: string, lines: readonly string[]): string[] {
  return [
    `options { directory "${folder}"; pid-file none; session-keyfile "${folder}/session.key";`,
    `listen-on { ${address}; }; listen-on-v6 { none; }; notify no; ${lines.join(' ')} };`,
    'controls { };',
  ];
}

async function startNamed(folder: string, name: string, configure: (address: string) => string[]): Promise<Daemon> {
  const address = await ownInterfaceAddress();
  const config = writeConfig(folder, `${name}.conf`, configure(address).join('\n'));
  const named = copyOutOfProfile('named', folder);
  return startDaemon({ address, name: 'named', folder, port: 53, command: [named, '-g', '-n', '1', '-c', config] });
}

/** Some systems confine a daemon at its usual place to its usual folders (AppArmor); a copy of it is free. */
function copyOutOfProfile(name: string, folder: string): string {
  const copy = path.join(folder, name);
  if (!existsSync(copy)) copyFileSync(program(name), copy);
  chmodSync(copy, 0o755);
  return copy;
}

/** A small resolver of a router, open to everybody who reaches it; hands questions on to `upstream`. */
export async function startDnsmasq(upstream: Daemon): Promise<Daemon> {
  const address = await ownInterfaceAddress();
  const port = 53;
  const command = [
    '--keep-in-foreground',
    '--conf-file=/dev/null',
    '--no-resolv',
    '--no-hosts',
    `--port=${port}`,
    `--listen-address=${address}`,
    '--bind-interfaces',
    `--server=${upstream.address}#${upstream.port}`,
    '--user=root',
    '--pid-file=',
    '--log-facility=-',
  ];
  return startDaemon({ address, name: 'dnsmasq', port, command: [program('dnsmasq'), ...command] });
}

// --- others ---

export interface SambaWish {
  smb1: boolean;
  signing: 'required' | 'optional';
}

/** Samba without any share. */
export async function startSamba({ smb1, signing }: SambaWish): Promise<Daemon> {
  const folder = makeFolder('samba');
  const address = await ownInterfaceAddress();
  const port = 445;
  for (const name of ['private', 'lock', 'state', 'cache', 'pid', 'ncalrpc']) mkdirSync(path.join(folder, name));
  const config = writeConfig(
    folder,
    'smb.conf',
    `[global]
workgroup = BEISPIELHAIN
smb ports = ${port}
interfaces = ${address}/8
bind interfaces only = yes
disable netbios = yes
server min protocol = ${smb1 ? 'NT1' : 'SMB2_10'}
server signing = ${signing === 'required' ? 'mandatory' : 'auto'}
private dir = ${folder}/private
lock directory = ${folder}/lock
state directory = ${folder}/state
cache directory = ${folder}/cache
pid directory = ${folder}/pid
ncalrpc dir = ${folder}/ncalrpc
load printers = no
printcap name = /dev/null
disable spoolss = yes
`,
  );
  const command = ['--foreground', '--no-process-group', '--debug-stdout', '-s', config];
  return startDaemon({ address, name: 'smbd', folder, port, command: [program('smbd'), ...command] });
}

/** SNMP agent that shows its system group to everybody who says `community`. Answers UDP, and TCP so that its start can be seen. */
export async function startSnmp(community: string): Promise<Daemon> {
  const folder = makeFolder('snmpd');
  const address = ownAddress();
  const port = 161;
  const config = writeConfig(
    folder,
    'snmpd.conf',
    `rocommunity ${community} default .1.3.6.1.2.1.1
sysDescr Schalter im Rathaus Beispielhain
sysContact niemand
`,
  );
  const command = ['-f', '-Lo', '-C', '-c', config, '-I', 'system_mib,sysORTable,vacm_conf', '-p', path.join(folder, 'pid')];
  return startDaemon({
    address,
    name: 'snmpd',
    folder,
    port,
    environment: { SNMP_PERSISTENT_DIR: folder, MIBS: '' },
    command: [program('snmpd'), ...command, `udp:${address}:${port},tcp:${address}:${port}`],
  });
}

/** Redis that keeps nothing on disk. */
export async function startRedis(password: string | null): Promise<Daemon> {
  const folder = makeFolder('redis');
  const address = ownAddress();
  const port = 6379;
  const secret = password === null ? ['--protected-mode', 'no'] : ['--requirepass', password];
  const command = ['--port', `${port}`, '--bind', address, '--save', '', '--appendonly', 'no', '--dir', folder, ...secret];
  return startDaemon({ address, name: 'redis', folder, port, command: [program('redis-server'), ...command] });
}

/** PostgreSQL where everybody needs a password nobody has. */
export async function startPostgres(ssl: boolean): Promise<Daemon> {
  const folder = makeFolder('postgres');
  const address = ownAddress();
  const port = 5432;
  const user = systemUser('postgres');
  chownSync(folder, user.uid, user.gid);
  const data = path.join(folder, 'data');
  const bin = newestPostgres();
  const initdb = ['-D', data, '-A', 'scram-sha-256', '--pwfile', writeConfig(folder, 'password', 'nicht-erraten-4711'), '-N'];
  await run(path.join(bin, 'initdb'), initdb, { user, folder });
  const { cert, key } = await makeCertificate({ name: `db.${zone}` });
  const certFile = writeConfig(folder, 'cert.pem', cert);
  const keyFile = writeConfig(folder, 'key.pem', key);
  chownSync(keyFile, user.uid, user.gid);
  chmodSync(keyFile, 0o600);
  const settings = [
    `listen_addresses=${address}`,
    'unix_socket_directories=',
    'fsync=off',
    `ssl=${ssl ? 'on' : 'off'}`,
    `ssl_cert_file=${certFile}`,
    `ssl_key_file=${keyFile}`,
  ];
  const command = ['-D', data, '-p', `${port}`, ...settings.flatMap((setting) => ['-c', setting])];
  // SIGQUIT is its immediate shutdown: it ends its own children, which have sessions of their own.
  return startDaemon({
    address,
    name: 'postgres',
    folder,
    port,
    user,
    stopSignal: 'SIGQUIT',
    command: [path.join(bin, 'postgres'), ...command],
  });
}

function newestPostgres(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).map(Number) : [];
  if (versions.length === 0) throw new Error('postgresql is not installed: start the lab with npm run test:lab');
  return path.join(root, `${Math.max(...versions)}`, 'bin');
}

export interface LdapWish {
  /** What somebody without a name may do. */
  anonymous: 'reads-everything' | 'refused';
  starttls: boolean;
}

/** OpenLDAP with one person in it. */
export async function startLdap({ anonymous, starttls }: LdapWish): Promise<Daemon> {
  const folder = makeFolder('slapd');
  const address = ownAddress();
  const port = 389;
  mkdirSync(path.join(folder, 'data'));
  const { cert, key } = await makeCertificate({ name: `ldap.${zone}` });
  writeConfig(folder, 'cert.pem', cert);
  writeConfig(folder, 'key.pem', key);
  const tls = [`TLSCertificateFile ${folder}/cert.pem`, `TLSCertificateKeyFile ${folder}/key.pem`];
  const refusal = ['disallow bind_anon', 'require authc'];
  const config = writeConfig(
    folder,
    'slapd.conf',
    [
      'include /etc/ldap/schema/core.schema',
      'include /etc/ldap/schema/cosine.schema',
      'modulepath /usr/lib/ldap',
      'moduleload back_mdb',
      `pidfile ${folder}/pid`,
      ...(starttls ? tls : []),
      ...(anonymous === 'refused' ? refusal : []),
      'database mdb',
      'suffix "dc=beispielhain,dc=example"',
      `directory ${folder}/data`,
      anonymous === 'refused' ? 'access to * by users read' : 'access to * by * read',
      '',
    ].join('\n'),
  );
  const entries = writeConfig(
    folder,
    'entries.ldif',
    `dn: dc=beispielhain,dc=example
objectClass: domain
dc: beispielhain

dn: cn=Erika Muster,dc=beispielhain,dc=example
objectClass: person
cn: Erika Muster
sn: Muster
`,
  );
  await run('slapadd', ['-f', config, '-l', entries]);
  const slapd = copyOutOfProfile('slapd', folder);
  const command: [string, ...string[]] = [slapd, '-h', `ldap://${address}:${port}/`, '-f', config, '-d', '0'];
  return startDaemon({ address, name: 'slapd', folder, port, command });
}

export interface FtpWish {
  anonymous: boolean;
  tls: 'off' | 'possible' | 'enforced';
}

/** vsftpd; no local user can log in. */
export async function startFtp({ anonymous, tls }: FtpWish): Promise<Daemon> {
  const folder = makeFolder('vsftpd');
  const address = ownAddress();
  const port = 21;
  const { cert, key } = await makeCertificate({ key: 'rsa-2048', name: `ftp.${zone}` });
  const pem = writeConfig(folder, 'both.pem', `${cert}\n${key}`);
  for (const name of ['empty', 'public']) mkdirSync(path.join(folder, name));
  const yes = (value: boolean) => (value ? 'YES' : 'NO');
  const config = writeConfig(
    folder,
    'vsftpd.conf',
    `listen=YES
listen_address=${address}
listen_port=${port}
background=NO
anonymous_enable=${yes(anonymous)}
anon_root=${folder}/public
ftp_username=daemon
nopriv_user=nobody
local_enable=${yes(!anonymous)}
secure_chroot_dir=${folder}/empty
seccomp_sandbox=NO
xferlog_enable=NO
ssl_enable=${yes(tls !== 'off')}
force_local_logins_ssl=${yes(tls === 'enforced')}
force_local_data_ssl=${yes(tls === 'enforced')}
rsa_cert_file=${pem}
ssl_ciphers=HIGH
require_ssl_reuse=NO
`,
  );
  return startDaemon({ address, name: 'vsftpd', folder, port, greeting: /^220 /, command: [program('vsftpd'), config] });
}
