import type { AuthorizedTarget } from '../domain/freigabe.ts';
import { NotAuthorisedError } from '../errors.ts';

/** @throws NotAuthorisedError when the Freigabe does not permit the port */
export function requirePermittedPort(target: AuthorizedTarget, port: number): void {
  if (target.permitsPort(port)) return;
  throw new NotAuthorisedError(
    `Port ${port} von ${target.name ?? target.address} ist nicht freigegeben. Es wurde nichts gesendet.`,
    'Eine Freigabe einholen, die diesen Port nennt.',
  );
}

/** The permitted ones of `ports` by address; empty where none is. */
export function permittedByAddress(targets: readonly AuthorizedTarget[], ports: readonly number[]): Map<string, Set<number>> {
  const permitted = new Map<string, Set<number>>();
  for (const target of targets) {
    const known = permitted.get(target.address) ?? new Set<number>();
    for (const port of target.permittedPorts(ports)) known.add(port);
    permitted.set(target.address, known);
  }
  return permitted;
}
