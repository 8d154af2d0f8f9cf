/** A check's conclusion about one observation. Failing to look is never a failed and never a passed control. */
import type { Severity } from './catalogue.ts';
import type { ObservedTarget, Vantage } from './observation.ts';

export const findingResults = ['met', 'not-met', 'phase-out', 'undetermined'] as const;
export type FindingResult = (typeof findingResults)[number];

/** What a check's judge returns: conformity, severity and the sentence for the report. */
export interface Verdict {
  result: FindingResult;
  severity: Severity;
  text: string;
}

export interface Finding extends Verdict {
  check: string;
  target: ObservedTarget;
  vantage: Vantage;
  /** Kuerzel of the Zielobjekt it belongs to. */
  zielobjekt: string;
  /** False when no Zielobjekt declares the address: it went to the Informationsverbund. */
  declared: boolean;
  /** Instant of the observation, ISO 8601 UTC. */
  seenAt: string;
}

/** `www.beispielhain.de (192.0.2.7):443`, `[2001:db8::1]:443`, or without port. */
export function formatTarget(target: ObservedTarget): string {
  const port = target.port === null ? '' : `:${target.port}`;
  if (target.name !== null && target.name !== target.address) return `${target.name} (${target.address})${port}`;
  const host = target.address.includes(':') && target.port !== null ? `[${target.address}]` : target.address;
  return `${host}${port}`;
}
