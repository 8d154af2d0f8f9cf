import { parseAddress } from '../domain/freigabe.ts';
import type { ObservedTarget } from '../domain/observation.ts';

/** One entry of `adressen` of a Zielobjekt, taken apart. */
export interface DeclaredAddress {
  /** Lower-case name or canonical address. */
  host: string;
  /** Null: the host as a whole. */
  port: number | null;
}

/** Reads `www.beispielhain.de`, `192.0.2.7:443`, `2001:db8::7` or `[2001:db8::7]:443`. */
export function parseDeclaredAddress(text: string): DeclaredAddress {
  const trimmed = text.trim();
  const bare = parseAddress(trimmed);
  if (bare !== null) return { host: bare, port: null };
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(trimmed) ?? [];
  const host = bracketed ?? plain ?? trimmed;
  return { host: parseAddress(host) ?? host.toLowerCase(), port: port === undefined ? null : Number(port) };
}

/** Whether the host of the entry is the target, by its name or its address; the port is not looked at. */
export function isHostOf(declared: DeclaredAddress, target: ObservedTarget): 'name' | 'address' | null {
  if (target.name !== null && declared.host === (parseAddress(target.name) ?? target.name.toLowerCase())) return 'name';
  return declared.host === (parseAddress(target.address) ?? target.address) ? 'address' : null;
}
