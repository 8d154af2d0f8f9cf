/** What a check of the network may look at now: targets, domains and until when. */
import { assignZielobjekt } from '../checks/judge.ts';
import { resolveName } from '../collect/resolve.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import {
  AuthorizedDomain,
  AuthorizedTarget,
  expandZiel,
  type Freigabe,
  type FreigabeZiel,
  howToGetOne,
  isValidOn,
  parseAddress,
  parseZiel,
  refusal,
} from '../domain/freigabe.ts';
import type { Zielobjekt } from '../domain/kommune.ts';
import { formatTimeWindow, permittedUntil } from '../domain/time-window.ts';
import { InvalidDataError, NotAuthorisedError } from '../errors.ts';

export interface WantedTargets {
  targets: readonly AuthorizedTarget[];
  domains: readonly AuthorizedDomain[];
  /** Resolver answers, as evidence: `www.beispielhain.de → 192.0.2.7`. */
  names: readonly string[];
  /** German; what was named and is not looked at, and why. */
  notes: readonly string[];
  /** End of the earliest time window, null without one. */
  until: Date | null;
}

/**
 * Without `ziele` everything the Freigaben name.
 * @param freigaben all the Kommune may use, also past ones
 * @param now decides about time windows; `null` leaves them out, for showing what would be done
 * @throws NotAuthorisedError when nothing is permitted, or something named is not; nothing was sent
 */
export async function findWantedTargets(
  kommune: string,
  ziele: readonly string[],
  freigaben: readonly Freigabe[],
  today: string,
  now: Date | null,
): Promise<WantedTargets> {
  const named = ziele.map(parseZiel);
  const valid = freigaben.filter((freigabe) => isValidOn(freigabe, today));
  if (valid.length === 0)
    throw new NotAuthorisedError(`Für ${kommune} gilt heute keine Freigabe. Es wurde nichts gesendet.`, howToGetOne);
  const open = now === null ? valid : valid.filter(({ zeitfenster }) => permittedUntil(zeitfenster, now) !== false);
  if (open.length === 0) throw outsideOfWindows(valid);
  const usable = freigaben.filter((freigabe) => open.includes(freigabe) || !valid.includes(freigabe));
  const found = named.length === 0 ? await everything(open, usable, today) : await onlyNamed(named, usable, today);
  const used = new Set([...found.targets, ...found.domains].flatMap(({ freigabeIds }) => freigabeIds));
  return {
    ...found,
    until:
      now === null
        ? null
        : earliestEnd(
            open.filter(({ id }) => used.has(id)),
            now,
          ),
  };
}

type Found = Omit<WantedTargets, 'until'>;

/** Names are looked up now: an address a name has left may be somebody else's by now, and a new one was never permitted. */
async function everything(open: readonly Freigabe[], usable: readonly Freigabe[], today: string): Promise<Found> {
  const ziele = open.flatMap((freigabe) => freigabe.ziele);
  const literal = ziele.filter(({ kind }) => kind === 'address' || kind === 'range').flatMap(expandZiel);
  const targets = literal.map((address) => AuthorizedTarget.authorize({ name: null, address }, usable, today));
  const domains = distinct(ziele.filter(({ kind }) => kind === 'domain')).map((name) =>
    AuthorizedDomain.authorize(name, usable, today),
  );
  const looked = await Promise.all(
    distinct(ziele.filter(({ kind }) => kind === 'name')).map((name) => lookUpPermitted(name, usable, today)),
  );
  return {
    targets: [...targets, ...looked.flatMap((each) => each.targets)],
    domains,
    names: looked.flatMap((each) => each.names),
    notes: looked.flatMap((each) => each.notes),
  };
}

function distinct(ziele: readonly FreigabeZiel[]): string[] {
  return [...new Set(ziele.map(({ angabe }) => angabe))];
}

async function lookUpPermitted(name: string, usable: readonly Freigabe[], today: string): Promise<Omit<Found, 'domains'>> {
  const addresses = await resolveName(name).catch(() => null);
  if (addresses === null)
    return { targets: [], names: [], notes: [`${name} ließ sich nicht auflösen und wurde nicht angesehen.`] };
  const targets: AuthorizedTarget[] = [];
  const notes: string[] = [];
  for (const address of addresses) {
    try {
      targets.push(AuthorizedTarget.authorize({ name, address }, usable, today));
    } catch (error) {
      if (!(error instanceof NotAuthorisedError)) throw error;
      notes.push(`${name} zeigt jetzt auch auf ${address}; diese Adresse ist nicht freigegeben und wurde nicht angesehen.`);
    }
  }
  return { targets, names: [`${name} → ${addresses.join(', ')}`], notes };
}

async function onlyNamed(named: readonly FreigabeZiel[], usable: readonly Freigabe[], today: string): Promise<Found> {
  const targets: AuthorizedTarget[] = [];
  const domains: AuthorizedDomain[] = [];
  const names: string[] = [];
  for (const ziel of named) {
    const isDomain = isPermittedAs('domain', ziel, usable);
    if (isDomain) domains.push(AuthorizedDomain.authorize(ziel.angabe, usable, today));
    if (ziel.kind !== 'name') {
      targets.push(...expandZiel(ziel).map((address) => AuthorizedTarget.authorize({ name: null, address }, usable, today)));
    } else if (!isDomain || isPermittedAs('name', ziel, usable)) {
      const addresses = await resolvePermitted(ziel, usable, today);
      names.push(`${ziel.angabe} → ${addresses.join(', ')}`);
      targets.push(...addresses.map((address) => AuthorizedTarget.authorize({ name: ziel.angabe, address }, usable, today)));
    }
  }
  return { targets, domains, names, notes: [] };
}

function isPermittedAs(kind: FreigabeZiel['kind'], { angabe }: FreigabeZiel, freigaben: readonly Freigabe[]): boolean {
  return freigaben.some(({ ziele }) => ziele.some((each) => each.kind === kind && each.angabe === angabe));
}

/** A name without address is our business only if a Freigabe names it; else the answer is that it is not permitted. */
async function resolvePermitted(ziel: FreigabeZiel, usable: readonly Freigabe[], today: string): Promise<string[]> {
  try {
    return await resolveName(ziel.angabe);
  } catch (error) {
    const naming = usable.filter((freigabe) => isPermittedAs('name', ziel, [freigabe]));
    if (naming.some((freigabe) => isValidOn(freigabe, today))) throw error;
    throw refusal(ziel.angabe, naming, today);
  }
}

function outsideOfWindows(valid: readonly Freigabe[]): NotAuthorisedError {
  const windows = [...new Set(valid.flatMap(({ zeitfenster }) => zeitfenster.map(formatTimeWindow)))];
  return new NotAuthorisedError(
    `Jetzt ist keine Prüfung erlaubt: Die Freigabe nennt nur ${windows.join('; ')}. Es wurde nichts gesendet.`,
    'Zu der genannten Zeit prüfen. Was dann geprüft würde, zeigt schon jetzt --probe.',
  );
}

function earliestEnd(freigaben: readonly Freigabe[], now: Date): Date | null {
  const ends = freigaben.map(({ zeitfenster }) => permittedUntil(zeitfenster, now)).filter((end) => end instanceof Date);
  return ends.sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
}

/** Printers, building control and the like with the reason why they are left alone, if nobody names them. */
export function fragileTargets(
  targets: readonly AuthorizedTarget[],
  zielobjekte: readonly Zielobjekt[],
  { vocabulary }: Catalogue,
): Map<AuthorizedTarget, string> {
  const types = new Set(vocabulary.zielobjektTypes.filter(({ fragile }) => fragile === true).map(({ id }) => id));
  const fragile = zielobjekte.filter(({ typ }) => types.has(typ));
  return new Map(
    targets.flatMap((target): [AuthorizedTarget, string][] => {
      const owner = assignZielobjekt({ ...target, port: null }, fragile);
      if (!owner.declared) return [];
      return [
        [
          target,
          `${owner.zielobjekt} (${target.address}) ist ein empfindliches Gerät und bleibt unberührt; prüfen nur ausdrücklich mit --ziel ${target.address}.`,
        ],
      ];
    }),
  );
}

/** @throws InvalidDataError for anything but a literal address, with or without port */
export function checkResolver(text: string): void {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const address = parseAddress(text) ?? parseAddress(bracketed ?? plain ?? '');
  if (address !== null && Number(port ?? 53) >= 1 && Number(port ?? 53) <= 65535) return;
  throw new InvalidDataError(
    `„${text}“ ist keine Adresse eines DNS-Servers.`,
    'Erlaubt sind zum Beispiel 192.0.2.53, 192.0.2.53:5353 oder [2001:db8::53]:53.',
  );
}
