import { resolveName } from '../collect/resolve.ts';
import { formatDay } from '../domain/calendar.ts';
import {
  type Freigabe,
  type FreigabeDetails,
  type FreigabeZiel,
  formatPorts,
  isValidOn,
  mostPerSecond,
  parseDomain,
  parsePorts,
  parseZiel,
  usesLinesOfOthers,
  withoutDetails,
} from '../domain/freigabe.ts';
import type { Vantage } from '../domain/observation.ts';
import { formatTimeWindow, parseTimeWindow } from '../domain/time-window.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { insertFreigabe, insertFreigabeWithdrawn, selectFreigaben } from '../store/freigaben.ts';
import { selectKommune } from '../store/kommunen.ts';
import { type Context, recordingOf, stateAt, stateNow } from './context.ts';
import { selectUsableFreigaben } from './gruppen-shared.ts';
import type { CommandJson } from './json-schemas.ts';

export interface NewFreigabe extends Partial<Omit<FreigabeDetails, 'zeitfenster'>> {
  kommune: string;
  ziele: readonly string[];
  /** Domains whose public DNS records may be asked for. */
  domains?: readonly string[];
  von: string;
  bis: string;
  durch: string;
  ports?: string | undefined;
  blickwinkel: Vantage;
  /** `Mo-Fr 18:00-06:00`; none: any time. */
  zeitfenster?: readonly string[];
}

/**
 * Records a written permission. Names are resolved once, now; a check later refuses an address that was not among them.
 * @throws InvalidDataError, NotFoundError, InvalidDataError when a name cannot be resolved
 */
export async function grantFreigabe(context: Context, wanted: NewFreigabe): Promise<CommandJson['freigabe erteilen']> {
  if (wanted.durch.trim() === '')
    throw new InvalidDataError('Es fehlt, wer die Freigabe erteilt.', 'Mit --durch Name und Amt angeben.');
  if (wanted.bis < wanted.von) {
    throw new InvalidDataError(
      `Die Freigabe endet am ${formatDay(wanted.bis)} vor ihrem Beginn am ${formatDay(wanted.von)}.`,
      '--von und --bis prüfen.',
    );
  }
  const ports = wanted.ports === undefined ? null : parsePorts(wanted.ports);
  const parsed = [...wanted.ziele.map(parseZiel), ...(wanted.domains ?? []).map(parseDomain)];
  if (parsed.length === 0) throw new InvalidDataError('Es fehlt, was geprüft werden darf.', 'Mit --ziel oder --domain angeben.');
  const details = checkedDetails(wanted);
  await selectKommune(context.store, wanted.kommune, stateNow(context));
  const ziele = await Promise.all(parsed.map(withAddresses));
  const { kommune, von, bis, durch, blickwinkel } = wanted;
  const freigabe = { ...details, kommune, ziele, ports, von, bis, durch: durch.trim(), blickwinkel, widerrufenAm: null };
  return freigabeJson(await insertFreigabe(context.store, freigabe, context.today, recordingOf(context)), context.today);
}

/** @throws InvalidDataError */
function checkedDetails({ zeitfenster = [], ...wanted }: NewFreigabe): FreigabeDetails {
  const { kontakt, proSekunde, dkimSelektoren } = { ...withoutDetails, ...wanted };
  if (kontakt !== null && !/^[\x21-\x7e][\x20-\x7e]{2,99}$/.test(kontakt)) {
    throw new InvalidDataError(
      'Der Kontakt darf nur aus einfachen Zeichen ohne Umlaute bestehen, höchstens 100.',
      'Er steht in den Protokollen der geprüften Server. Am besten eine E-Mail-Adresse angeben.',
    );
  }
  const most = mostPerSecond(wanted.blickwinkel);
  if (proSekunde !== null && (!Number.isInteger(proSekunde) || proSekunde < 1 || proSekunde > most)) {
    throw new InvalidDataError(
      `${proSekunde} Verbindungen in der Sekunde sind nicht möglich.`,
      `Eine ganze Zahl von 1 bis ${most} angeben${usesLinesOfOthers(wanted.blickwinkel) ? '; die Leitungen nutzen auch andere' : ''}.`,
    );
  }
  const odd = dkimSelektoren.find((selector) => !/^[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?$/i.test(selector));
  if (odd !== undefined) {
    throw new InvalidDataError(
      `„${odd}“ ist kein DKIM-Selektor.`,
      'Der Selektor steht im Kopf gesendeter Mails hinter „s=“, zum Beispiel „default“ oder „s2026“.',
    );
  }
  return {
    kdnInformiert: wanted.kdnInformiert ?? false,
    saxCertInformiert: wanted.saxCertInformiert ?? false,
    dokument: wanted.dokument?.trim() || null,
    kontakt,
    zeitfenster: zeitfenster.map(parseTimeWindow),
    proSekunde,
    zugriffstests: wanted.zugriffstests ?? false,
    dkimSelektoren,
  };
}

async function withAddresses(ziel: FreigabeZiel): Promise<FreigabeZiel> {
  return ziel.kind === 'name' ? { ...ziel, addresses: await resolveName(ziel.angabe) } : ziel;
}

/** The Freigaben of a Kommune and, marked, those of its groups. */
export async function listFreigaben(context: Context, slug: string): Promise<CommandJson['freigabe liste']> {
  const at = stateAt(context);
  await selectKommune(context.store, slug, at);
  const freigaben = await selectUsableFreigaben(context, slug, at);
  return freigaben.map((freigabe) => freigabeJson(freigabe, context.asOf, slug));
}

/**
 * Withdraws a permission, or puts the day of its withdrawal right.
 * @param given first day on which it no longer holds; today or behind, default today
 * @throws NotFoundError, InvalidDataError
 */
export async function withdrawFreigabe(
  context: Context,
  slug: string,
  id: string,
  given?: string,
): Promise<CommandJson['freigabe widerrufen']> {
  const am = given ?? context.today;
  await selectKommune(context.store, slug, stateNow(context));
  const freigaben = await selectFreigaben(context.store, slug, stateNow(context));
  const [group, ofGroup] = id.split('/');
  if (ofGroup !== undefined) {
    throw new NotFoundError(
      `Die Freigabe ${id} gehört der Gruppe ${group}; widerrufen lässt sie sich nur dort, für alle Mitglieder.`,
      `burgward freigabe widerrufen ${ofGroup} --kommune ${group}`,
    );
  }
  const freigabe = freigaben.find((f) => f.id === id.toUpperCase());
  if (freigabe === undefined) {
    const known = freigaben.map((f) => f.id).join(', ');
    throw new NotFoundError(
      `Eine Freigabe „${id}“ gibt es in ${slug} nicht.`,
      known === '' ? 'Es ist keine Freigabe erfasst.' : `Erfasst sind: ${known}.`,
    );
  }
  // A permission that comes to life again by a correction would permit what somebody has forbidden.
  if (am > context.today)
    throw new InvalidDataError(
      `Der ${formatDay(am)} liegt in der Zukunft; widerrufen wird heute oder rückwirkend.`,
      'Den Tag prüfen (--am).',
    );
  const then = await selectFreigaben(context.store, slug, { ...stateNow(context), day: am });
  if (!then.some((each) => each.id === freigabe.id))
    throw new InvalidDataError(
      `Am ${formatDay(am)} war die Freigabe ${freigabe.id} noch nicht erteilt.`,
      'Den Tag prüfen (--am).',
    );
  const { widerrufenAm: before } = freigabe;
  const isSaidAgain = before !== null && (given === undefined || before === am);
  if (isSaidAgain)
    throw new InvalidDataError(
      `Die Freigabe ${freigabe.id} ist schon am ${formatDay(before)} widerrufen worden.`,
      'Stimmt der Tag nicht: mit --am den richtigen angeben.',
    );
  const withdrawn = { ...freigabe, widerrufenAm: am };
  await insertFreigabeWithdrawn(context.store, withdrawn, before, recordingOf(context));
  return freigabeJson(withdrawn, context.today);
}

/** @param viewer Kommune for which it is shown */
function freigabeJson(freigabe: Freigabe, day: string, viewer = freigabe.kommune): CommandJson['freigabe erteilen'] {
  const { id, kommune, ziele, ports, von, bis, durch, blickwinkel, widerrufenAm } = freigabe;
  const { kdnInformiert, saxCertInformiert, dokument, kontakt, zeitfenster, proSekunde, zugriffstests } = freigabe;
  return {
    id,
    kommune,
    ausGruppe: kommune === viewer ? null : kommune,
    ziele: ziele.map(({ angabe, addresses }) => ({ angabe, adressen: [...addresses] })),
    ports: formatPorts(ports),
    von,
    bis,
    durch,
    blickwinkel,
    kdnInformiert,
    saxCertInformiert,
    dokument,
    kontakt,
    zeitfenster: zeitfenster.map(formatTimeWindow),
    proSekunde,
    zugriffstests,
    dkimSelektoren: [...freigabe.dkimSelektoren],
    widerrufenAm,
    gueltig: isValidOn(freigabe, day),
  };
}
