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
  parseZiel,
  refusal,
} from '../domain/freigabe.ts';
import type { Zielobjekt } from '../domain/kommune.ts';
import { formatTimeWindow, permittedUntil } from '../domain/time-window.ts';
import { NotAuthorisedError } from '../errors.ts';

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
  const closed = valid.filter((freigabe) => !open.includes(freigabe));
  if (open.length === 0 && named.length === 0) throw outsideOfWindows(closed);
  const usable = freigaben.filter((freigabe) => !closed.includes(freigabe));
  const found =
    named.length === 0
      ? await everything(open, usable, today)
      : await onlyNamed(named, usable, today).catch((error: unknown) => explainWindow(error, named, freigaben, closed, today));
  const used = new Set([...found.targets, ...found.domains].flatMap(({ freigabeIds }) => freigabeIds));
  const notes = [
    ...found.notes,
    ...(named.length === 0 ? closed.map(closedNow) : []),
    ...otherVantages(found.targets, valid, today),
  ];
  return {
    ...found,
    notes,
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

/** What is permitted, only not now, is not what no Freigabe names. */
async function explainWindow(
  error: unknown,
  named: readonly FreigabeZiel[],
  freigaben: readonly Freigabe[],
  closed: readonly Freigabe[],
  today: string,
): Promise<never> {
  if (!(error instanceof NotAuthorisedError) || closed.length === 0) throw error;
  const atOtherTimes = await onlyNamed(named, freigaben, today).catch(() => null);
  const used = new Set([...(atOtherTimes?.targets ?? []), ...(atOtherTimes?.domains ?? [])].flatMap((each) => each.freigabeIds));
  const fitting = closed.filter(({ id }) => used.has(id));
  throw fitting.length === 0 ? error : outsideOfWindows(fitting);
}

function closedNow({ id, zeitfenster, ziele }: Freigabe): string {
  const times = zeitfenster.map(formatTimeWindow).join('; ');
  return `${id} erlaubt Prüfungen nur ${times}; was sie nennt (${inShort(ziele.map(({ angabe }) => angabe))}), wurde ihretwegen jetzt nicht angesehen.`;
}

/** The oldest Freigabe of a target decides the vantage: whoever granted another one since must not think it was used. */
function otherVantages(targets: readonly AuthorizedTarget[], valid: readonly Freigabe[], today: string): string[] {
  return valid.flatMap((freigabe) => {
    const passedOver = targets.filter((target) => !target.freigabeIds.includes(freigabe.id) && permits(freigabe, target, today));
    const [first] = passedOver;
    if (first === undefined || first.vantage === freigabe.blickwinkel) return [];
    return [
      `${freigabe.id} (Blickwinkel ${freigabe.blickwinkel}) zählt hier nicht: Für ${inShort(passedOver.map(({ address }) => address))} gilt die ältere ${first.freigabeId} mit Blickwinkel ${first.vantage}, und danach wird beurteilt. Den anderen prüft --blickwinkel ${freigabe.blickwinkel}.`,
    ];
  });
}

function permits(freigabe: Freigabe, { name, address }: AuthorizedTarget, today: string): boolean {
  try {
    AuthorizedTarget.authorize({ name, address }, [freigabe], today);
    return true;
  } catch (error) {
    if (error instanceof NotAuthorisedError) return false;
    throw error;
  }
}

function inShort(names: readonly string[]): string {
  const distinctNames = [...new Set(names)];
  const more = distinctNames.length - maxNamed;
  return `${distinctNames.slice(0, maxNamed).join(', ')}${more > 0 ? ` und ${more} weitere` : ''}`;
}

/** Most targets named in one note. */
const maxNamed = 5;

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
