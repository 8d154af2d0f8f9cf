/** What the checks share that ask what an SSH server shows while keys are exchanged. */
import type { Observation, ObservedSshHostKey, SshExchange } from '../domain/observation.ts';
import { germanNumber } from './german.ts';
import { notLookedAt } from './tls-rows.ts';

/** Null for another kind of observation; a German reason where nothing was seen. */
export function exchangeOf({ kind, outcome }: Observation): { exchange: SshExchange } | { reason: string } | null {
  if (kind !== 'ssh') return null;
  if (!outcome.seen) return { reason: outcome.reason };
  const { algorithms, algorithmsReason, exchange } = outcome.data;
  if (algorithms === null) return { reason: algorithmsReason ?? 'keine Verfahren gelesen' };
  return exchange === undefined ? { reason: notLookedAt } : { exchange };
}

export function settledKeys({ hostKeys }: SshExchange): ObservedSshHostKey[] {
  return hostKeys.flatMap(({ key }) => (key.settled ? [key.value] : []));
}

/** Why keys that the server offers were not read, each reason once. */
export function keyGaps({ hostKeys }: SshExchange): string[] {
  return [...new Set(hostKeys.flatMap(({ key }) => (key.settled ? [] : [key.reason.replace(/\.$/, '')])))];
}

const families: readonly [RegExp, string][] = [
  [/^ssh-rsa$/, 'RSA'],
  [/^ssh-dss$/, 'DSA'],
  [/^ecdsa-/, 'ECDSA'],
  [/^ssh-ed25519$/, 'Ed25519'],
  [/^ssh-ed448$/, 'Ed448'],
];

/** „RSA mit 2048 Bit“, „Ed25519“. */
export function nameOfKey({ type, bits }: ObservedSshHostKey): string {
  const family = families.find(([pattern]) => pattern.test(type))?.[1] ?? type;
  return bits === null || family.startsWith('Ed') ? family : `${family} mit ${germanNumber(bits)} Bit`;
}
