import type { Catalogue } from '../domain/catalogue.ts';
import type { Finding } from '../domain/finding.ts';
import { parseAddress } from '../domain/freigabe.ts';
import { informationsverbund, type Zielobjekt } from '../domain/kommune.ts';
import type { Observation, ObservedTarget } from '../domain/observation.ts';
import { InvalidDataError } from '../errors.ts';
import { isHostOf, parseDeclaredAddress } from './declared-address.ts';
import { checkRegistry, type RegisteredCheck } from './registry.ts';

/**
 * Judges every observation by every check that looks at its kind. Pure; can be repeated on stored observations with another
 * catalogue or day.
 * @param asOf day for which is judged, YYYY-MM-DD
 * @returns findings in stable order: by target, then check, then instant
 * @throws InvalidDataError when the catalogue defines a check this program has no code for
 */
export function judge(
  observations: readonly Observation[],
  catalogue: Pick<Catalogue, 'checks' | 'tables'>,
  zielobjekte: readonly Zielobjekt[],
  asOf: string,
): Finding[] {
  const checks = catalogue.checks.map((definition) => ({ definition, ...registered(definition.id) }));
  const findings = observations.flatMap((observation) => {
    const owner = assignZielobjekt(observation.target, zielobjekte);
    return checks
      .filter(({ definition }) => definition.observes.includes(observation.kind))
      .flatMap(({ definition, judge: check }): Finding[] => {
        const verdict = check(observation, { definition, asOf, zielobjekte, tables: catalogue.tables, beside: observations });
        if (verdict === null) return [];
        return [
          {
            ...verdict,
            check: definition.id,
            target: observation.target,
            vantage: observation.vantage,
            ...owner,
            seenAt: observation.at,
          },
        ];
      });
  });
  return findings.sort(byTargetThenCheck);
}

/** Whether a check is silent about an observation only because what it needs was left out: that ends no older finding. */
export function wasLeftOut(check: string, observation: Observation): boolean {
  return registered(check).wasLeftOut?.(observation) === true;
}

/** How many findings could not be decided. */
export function countUndetermined(findings: readonly Finding[]): number {
  return findings.filter(({ result }) => result === 'undetermined').length;
}

function registered(id: string): RegisteredCheck {
  const check = Object.hasOwn(checkRegistry, id) ? checkRegistry[id] : undefined;
  if (check !== undefined) return check;
  throw new InvalidDataError(
    `Die Prüfung ${id} des Katalogs kennt dieses Programm nicht.`,
    'Das Programm erneuern oder die Prüfung aus dem Katalog nehmen.',
  );
}

/**
 * The Zielobjekt that declares the target most specifically: with its port before without, by name before by address (several
 * names may share an address). A target as a whole host also belongs to one declared with a port, a domain to one that is called so.
 * None: the Informationsverbund.
 */
export function assignZielobjekt(
  target: ObservedTarget,
  zielobjekte: readonly Zielobjekt[],
): { zielobjekt: string; declared: boolean } {
  let best: { kuerzel: string; rank: number } | null = null;
  for (const { kuerzel, name, adressen } of zielobjekte) {
    const isCalledSo = parseAddress(target.address) === null && name.trim().toLowerCase() === target.address;
    const rank = Math.max(isCalledSo ? 3 : 0, ...adressen.map((adresse) => rankOf(adresse, target)));
    if (rank > 0 && (best === null || rank > best.rank || (rank === best.rank && kuerzel < best.kuerzel)))
      best = { kuerzel, rank };
  }
  return best === null ? { zielobjekt: informationsverbund, declared: false } : { zielobjekt: best.kuerzel, declared: true };
}

/** 0: not this target. */
function rankOf(adresse: string, target: ObservedTarget): number {
  const declared = parseDeclaredAddress(adresse);
  const host = isHostOf(declared, target);
  if (host === null) return 0;
  const byName = host === 'name' ? 1 : 0;
  if (declared.port === null) return 3 + byName;
  if (declared.port === target.port) return 5 + byName;
  return target.port === null ? 1 + byName : 0;
}

function byTargetThenCheck(a: Finding, b: Finding): number {
  return (
    compare(a.target.name ?? a.target.address, b.target.name ?? b.target.address) ||
    compare(a.target.address, b.target.address) ||
    (a.target.port ?? 0) - (b.target.port ?? 0) ||
    compare(a.check, b.check) ||
    compare(a.seenAt, b.seenAt) ||
    compare(a.vantage, b.vantage)
  );
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
