/**
 * Which of nmap's scripts may run: an explicit list, because nmap's own category `safe` also holds scripts that ask third parties or
 * log in, and `intrusive` some that only shake hands. What is not listed cannot be asked of nmap.
 */
import { InvalidDataError, NotAuthorisedError } from '../../errors.ts';
import { printable } from '../printable.ts';

/** `leicht`: what any client does. `zugriff`: tries what a stranger could, needs the written consent to such tests. */
export type ScriptLevel = 'leicht' | 'zugriff';

interface AllowedScript {
  level: ScriptLevel;
  /** Ports the script talks to. */
  protocol: 'tcp' | 'udp' | 'both';
  /** Only makes sense inside the own house. */
  lanOnly?: true;
  /** First nmap version that has it, where that is later than the oldest one accepted. */
  since?: string;
}

const light = { level: 'leicht', protocol: 'tcp' } as const;
const lightUdp = { level: 'leicht', protocol: 'udp' } as const;
const access = { level: 'zugriff', protocol: 'tcp' } as const;
const accessUdp = { level: 'zugriff', protocol: 'udp' } as const;

export const allowedScripts = {
  'ssl-cert': light,
  // nmap files it under „intrusive“, but it only shakes hands.
  'ssl-enum-ciphers': light,
  'ssl-dh-params': light,
  sslv2: light,
  'tls-alpn': light,
  'ssh2-enum-algos': light,
  'ssh-hostkey': light,
  sshv1: light,
  'smb-protocols': light,
  'smb2-security-mode': light,
  'smb2-capabilities': light,
  'rdp-enum-encryption': light,
  'rdp-ntlm-info': light,
  'http-title': light,
  'http-server-header': light,
  'http-security-headers': light,
  'http-methods': light,
  'smtp-commands': light,
  'imap-capabilities': light,
  'pop3-capabilities': light,
  'dns-recursion': lightUdp,
  'dns-nsid': { level: 'leicht', protocol: 'both' },
  'ntp-info': lightUdp,
  'ldap-rootdse': light,
  'telnet-encryption': light,
  'ipmi-version': lightUdp,
  nbstat: { level: 'leicht', protocol: 'both', lanOnly: true },
  rpcinfo: { level: 'leicht', protocol: 'both' },
  'upnp-info': { level: 'leicht', protocol: 'udp', lanOnly: true },
  'vnc-info': light,
  'mysql-info': light,
  'ms-sql-info': light,
  'ftp-anon': access,
  'snmp-info': accessUdp,
  'snmp-sysdescr': accessUdp,
  'ldap-search': access,
  'dns-zone-transfer': access,
  'ipmi-cipher-zero': accessUdp,
  'redis-info': access,
  'mongodb-info': access,
  'mongodb-databases': access,
  'memcached-info': { level: 'zugriff', protocol: 'both' },
  'cassandra-info': access,
  'mqtt-subscribe': access,
  'rsync-list-modules': access,
  'nfs-showmount': { level: 'zugriff', protocol: 'both' },
  'x11-access': access,
  'smb-vuln-ms17-010': access,
  'ssl-heartbleed': access,
  'ssl-ccs-injection': access,
  'ssl-poodle': access,
  'http-git': access,
  'ssh-auth-methods': access,
  'ntp-monlist': accessUdp,
  'tftp-version': { level: 'zugriff', protocol: 'udp', since: '7.94' },
} as const satisfies Record<string, AllowedScript>;

export type NmapScript = keyof typeof allowedScripts;

/** nmap's categories none of whose scripts may ever be listed: they guess, break, flood, or tell third parties about the target. */
export const neverCategories = ['brute', 'dos', 'exploit', 'external', 'fuzzer', 'malware', 'broadcast'] as const;

/**
 * Scripts that are refused with a reason of their own; all others that are not listed are refused, too. The list comes first:
 * ssl-enum-ciphers and ssh2-enum-algos count algorithms, not users.
 */
export const neverScripts: readonly { pattern: RegExp; reason: string }[] = [
  { pattern: /(?:^|-)brute(?:-|$)/, reason: 'es probiert Kennwörter durch' },
  { pattern: /(?:^|-)dos(?:-|$)|slowloris/, reason: 'es kann Dienste lahmlegen' },
  { pattern: /^broadcast-/, reason: 'es sendet an alle Geräte im Netz' },
  { pattern: /^smtp-open-relay$/, reason: 'es verschickt E-Mails' },
  { pattern: /^http-enum$/, reason: 'es probiert tausende Adressen einer Website durch' },
  { pattern: /-enum(?:-|$)/, reason: 'es zählt Benutzer oder Freigaben auf' },
  { pattern: /^(?:modbus|s7|bacnet|enip|fox|omron|pcworx)-/, reason: 'es spricht mit Steuerungen, die daran ausfallen können' },
  { pattern: /^(?:vulners|whois-|http-virustotal|ip-geolocation-)/, reason: 'es verrät das Ziel an Dritte' },
];

/** The entry of a script. */
export function allowedScript(name: NmapScript): AllowedScript {
  return allowedScripts[name];
}

/**
 * Makes sure that every name is on the list and that the consent its level needs is there.
 * @param permitsAccessTests whether every target has the written consent to tests of the level `zugriff`
 * @throws InvalidDataError for a name that is not listed, NotAuthorisedError where the consent is missing; nothing was sent
 */
export function requireAllowedScripts(names: readonly string[], permitsAccessTests: boolean): asserts names is NmapScript[] {
  for (const name of names) {
    if (typeof name !== 'string' || !Object.hasOwn(allowedScripts, name)) throw notAllowed(String(name));
    if (allowedScript(name as NmapScript).level === 'zugriff' && !permitsAccessTests) {
      throw new NotAuthorisedError(
        `Das nmap-Skript ${name} versucht, was ein Fremder könnte; dafür fehlt die Freigabe. Es wurde nichts gesendet.`,
        'Eine Freigabe mit --zugriffstests einholen oder das Skript weglassen.',
      );
    }
  }
}

function notAllowed(name: string): InvalidDataError {
  const reason = neverScripts.find(({ pattern }) => pattern.test(name))?.reason;
  const why = reason === undefined ? 'steht nicht auf der Liste der erlaubten Skripte' : `wird nie ausgeführt: ${reason}`;
  return new InvalidDataError(
    `Das nmap-Skript „${printable(name, 60)}“ ${why}. Es wurde nichts gesendet.`,
    'Nur Skripte der Liste verwenden; sie steht in src/collect/nmap/scripts.ts.',
  );
}

export interface ScriptSelection {
  tcp: readonly NmapScript[];
  udp: readonly NmapScript[];
  /** German; what was left out and why. */
  leftOut: readonly string[];
}

/**
 * The scripts that make sense with this nmap and from this place, by the ports they talk to.
 * @param inside whether all targets are looked at from inside the house
 */
export function selectScripts(
  names: readonly NmapScript[],
  nmap: { version: string; lua: boolean },
  inside: boolean,
): ScriptSelection {
  if (names.length > 0 && !nmap.lua)
    return { tcp: [], udp: [], leftOut: ['nmap-Skripte nicht ausgeführt: Dieses nmap kann keine (es fehlt Lua).'] };
  const leftOut: string[] = [];
  const usable = [...new Set(names)].filter((name) => {
    const { lanOnly = false, since } = allowedScript(name);
    const reason =
      lanOnly && !inside
        ? 'es ist nur im eigenen Netz sinnvoll'
        : since !== undefined && Number(nmap.version) < Number(since)
          ? `es gibt es erst ab nmap ${since}`
          : null;
    if (reason !== null) leftOut.push(`nmap-Skript ${name} nicht ausgeführt: ${reason}.`);
    return reason === null;
  });
  const of = (protocol: 'tcp' | 'udp') => usable.filter((name) => [protocol, 'both'].includes(allowedScript(name).protocol));
  return { tcp: of('tcp'), udp: of('udp'), leftOut };
}
