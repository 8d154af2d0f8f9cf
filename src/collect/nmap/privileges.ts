/** May nmap open raw sockets here? Asked before a scan that needs them; rights are never raised. */
import { readFileSync } from 'node:fs';

/** Bit of CAP_NET_RAW in the capability sets (linux/capability.h). */
const capNetRaw = 13n;

export type RawSocketRight = { granted: true } | { granted: false; reason: string };

/** What the answer depends on; given in tests. */
export interface Rights {
  platform: NodeJS.Platform;
  /** Effective user id; null where there is none (Windows). */
  euid: number | null;
  /** Text of /proc/self/status; null where there is none. */
  processStatus: string | null;
}

/**
 * Root with CAP_NET_RAW (a container may have taken it away), or the ambient capability, which programs we start inherit. On
 * Windows the answer is no: there it depends on Npcap, which cannot be asked without trying.
 */
export function rawSocketRight(rights: Rights = ownRights()): RawSocketRight {
  const { platform, euid, processStatus } = rights;
  if (platform === 'win32') return { granted: false, reason: 'unter Windows wird nur die Verbindungsprüfung verwendet' };
  const effective = capability(processStatus, 'CapEff');
  if (euid === 0 && effective === false)
    return { granted: false, reason: 'dem Systemverwalter fehlt hier das Recht CAP_NET_RAW' };
  if (euid === 0 || capability(processStatus, 'CapAmb') === true) return { granted: true };
  return { granted: false, reason: 'dafür fehlen die Rechte (Systemverwalter oder CAP_NET_RAW)' };
}

function ownRights(): Rights {
  return { platform: process.platform, euid: process.geteuid?.() ?? null, processStatus: readStatus() };
}

function readStatus(): string | null {
  try {
    return readFileSync('/proc/self/status', 'utf8');
  } catch {
    return null;
  }
}

/** Null when the set is not listed. */
function capability(status: string | null, set: 'CapEff' | 'CapAmb'): boolean | null {
  const mask = new RegExp(`^${set}:\\s*([0-9a-f]+)$`, 'm').exec(status ?? '')?.[1];
  return mask === undefined ? null : ((BigInt(`0x${mask}`) >> capNetRaw) & 1n) === 1n;
}
