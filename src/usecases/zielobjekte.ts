/** The register of Zielobjekte by hand: create, change, remove, list, link. */
import { formatDay } from '../domain/calendar.ts';
import { informationsverbund } from '../domain/kommune.ts';
import {
  type Beziehung,
  circleWith,
  isPresent,
  linkProblem,
  neededBy,
  needsOf,
  presentOn,
  type Register,
  type RegisteredZielobjekt,
} from '../domain/zielobjekte.ts';
import { AlreadyExistsError, InvalidDataError, NotFoundError } from '../errors.ts';
import { selectKommune } from '../store/kommunen.ts';
import { insertRegisterChange, type RegisterChange, selectRegister } from '../store/zielobjekte.ts';
import { findById } from './catalogue-lookup.ts';
import { type Context, recordingOf, stateAt, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { checkFields, checkKuerzel, type GivenFields, newZielobjekt } from './zielobjekte-felder.ts';

type ZielobjektJson = CommandJson['zielobjekt anlegen'];

export interface NewZielobjekt extends GivenFields {
  kommune: string;
  kuerzel: string;
  typ: string;
  name: string;
}

/** @throws InvalidDataError, NotFoundError, AlreadyExistsError */
export async function createZielobjekt(context: Context, request: NewZielobjekt): Promise<ZielobjektJson> {
  const { kommune, kuerzel: typed, ...given } = request;
  const kuerzel = typed.toUpperCase();
  if (kuerzel === informationsverbund) {
    throw new InvalidDataError(`${informationsverbund} gehört zu jeder Kommune schon dazu.`, 'Ein anderes Kürzel wählen.');
  }
  checkKuerzel(kuerzel);
  const { typ = given.typ, name = given.name, ...fields } = checkFields(context.catalogue, kuerzel, given);
  const zielobjekt = newZielobjekt(kommune, kuerzel, { ...fields, typ, name }, context.today);
  await change(context, kommune, 'zielobjekt.anlegen', `Zielobjekt ${kuerzel} angelegt`, ({ zielobjekte }) => {
    const taken = zielobjekte.find((each) => each.kuerzel === kuerzel);
    if (taken !== undefined) throw takenError(taken, context.today);
    return { zielobjekte: [zielobjekt] };
  });
  return zielobjektJson(zielobjekt, []);
}

function takenError(taken: RegisteredZielobjekt, day: string): AlreadyExistsError {
  const { kommune, kuerzel, entferntAm } = taken;
  if (entferntAm === null || isPresent(taken, day))
    return new AlreadyExistsError(`Ein Zielobjekt „${kuerzel}“ gibt es in ${kommune} schon.`, 'Ein anderes Kürzel wählen.');
  return new AlreadyExistsError(
    `Ein Zielobjekt „${kuerzel}“ gab es in ${kommune} schon; es wurde am ${formatDay(entferntAm)} entfernt.`,
    `Ein anderes Kürzel wählen oder es mit „burgward zielobjekt aendern ${kuerzel} --wieder“ wieder aufnehmen.`,
  );
}

export interface ZielobjektChange {
  kommune: string;
  kuerzel: string;
  /** A removed one is there again from today on. */
  wieder: boolean;
  given: GivenFields;
}

/** Records what changed as a new version. @throws InvalidDataError, NotFoundError */
export async function changeZielobjekt(context: Context, request: ZielobjektChange): Promise<ZielobjektJson> {
  const kuerzel = request.kuerzel.toUpperCase();
  const fields = checkFields(context.catalogue, kuerzel, request.given);
  if (Object.keys(fields).length === 0 && !request.wieder) {
    throw new InvalidDataError(
      'Es ist nichts angegeben, was geändert werden soll.',
      'Zum Beispiel --anzahl 25 oder --standort "Rathaus".',
    );
  }
  const words = `Zielobjekt ${kuerzel} ${request.wieder ? 'wieder aufgenommen' : 'geändert'}`;
  const { after, register } = await change(context, request.kommune, 'zielobjekt.aendern', words, (state) => {
    const before = request.wieder
      ? findAny(state, kuerzel, request.kommune)
      : findPresent(state, kuerzel, request.kommune, context.today);
    if (request.wieder && isPresent(before, context.today) && before.entferntAm === null)
      throw new InvalidDataError(`${kuerzel} ist nicht entfernt.`, '--wieder weglassen.');
    const changed = { ...before, ...fields, entferntAm: request.wieder ? null : before.entferntAm, validFrom: context.today };
    checkOwnLinks(changed, state);
    const isSame = JSON.stringify({ ...changed, validFrom: '' }) === JSON.stringify({ ...before, validFrom: '' });
    return { zielobjekte: isSame ? [] : [changed], after: changed, register: state };
  });
  return zielobjektJson(after, needsOf(presentOn(register, context.today).beziehungen, kuerzel));
}

/** A changed type must not turn links around. */
function checkOwnLinks(changed: RegisteredZielobjekt, { zielobjekte, beziehungen }: Register): void {
  const find = (kuerzel: string) =>
    kuerzel === changed.kuerzel ? changed : zielobjekte.find((each) => each.kuerzel === kuerzel);
  for (const beziehung of beziehungen) {
    if (beziehung.von !== changed.kuerzel && beziehung.nach !== changed.kuerzel) continue;
    const [von, nach] = [find(beziehung.von), find(beziehung.nach)];
    const problem = von === undefined || nach === undefined ? null : linkProblem(von, nach);
    if (problem !== null)
      throw new InvalidDataError(
        problem,
        `Zuerst trennen: burgward zielobjekt trennen ${beziehung.von} --braucht ${beziehung.nach}`,
      );
  }
}

/**
 * From the day on it is no longer asked about. Its answers, links and findings stay recorded.
 * @throws InvalidDataError for the Informationsverbund, or a day before what is recorded about it
 */
export async function removeZielobjekt(
  context: Context,
  request: { kommune: string; kuerzel: string; am: string },
): Promise<CommandJson['zielobjekt entfernen']> {
  const kuerzel = request.kuerzel.toUpperCase();
  if (kuerzel === informationsverbund) {
    throw new InvalidDataError(
      'Der Informationsverbund steht für die Kommune als Ganzes und bleibt.',
      'Ein anderes Zielobjekt angeben.',
    );
  }
  const words = `Zielobjekt ${kuerzel} zum ${formatDay(request.am)} entfernt`;
  const { register } = await change(context, request.kommune, 'zielobjekt.entfernen', words, (state) => {
    const before = findPresent(state, kuerzel, request.kommune, context.today);
    if (request.am < before.validFrom) {
      throw new InvalidDataError(
        `${kuerzel} wurde zuletzt am ${formatDay(before.validFrom)} geändert und kann nicht schon zum ${formatDay(request.am)} entfernt sein.`,
        `Mit --am ${before.validFrom} oder einem späteren Tag entfernen.`,
      );
    }
    const validFrom = request.am < context.today ? request.am : context.today;
    return { zielobjekte: [{ ...before, entferntAm: request.am, validFrom }], register: state };
  });
  const { beziehungen } = presentOn(register, context.today);
  return {
    kommune: request.kommune,
    kuerzel,
    entferntAm: request.am,
    gebrauchtVon: neededBy(beziehungen, kuerzel),
    braucht: needsOf(beziehungen, kuerzel),
  };
}

export async function listZielobjekte(context: Context, slug: string, typ?: string): Promise<CommandJson['zielobjekt liste']> {
  if (typ !== undefined) findById(context.catalogue.vocabulary.zielobjektTypes, typ, 'Einen Typ', 'Mögliche Typen sind');
  const { zielobjekte, beziehungen } = await readRegister(context, slug);
  return zielobjekte
    .filter((each) => typ === undefined || each.typ === typ)
    .map((each) => zielobjektJson(each, needsOf(beziehungen, each.kuerzel)));
}

/** What is there on the context's day: the Informationsverbund first, then by code. @throws NotFoundError */
export async function readRegister(context: Context, slug: string): Promise<Register> {
  const at = stateAt(context);
  await selectKommune(context.store, slug, at);
  const present = presentOn(await selectRegister(context.store, slug, at), at.day);
  return { ...present, zielobjekte: present.zielobjekte.toSorted(byKuerzel) };
}

export function byKuerzel(a: RegisteredZielobjekt, b: RegisteredZielobjekt): number {
  const rank = ({ kuerzel }: RegisteredZielobjekt) => (kuerzel === informationsverbund ? 0 : 1);
  return rank(a) - rank(b) || (a.kuerzel < b.kuerzel ? -1 : 1);
}

export interface LinkRequest {
  kommune: string;
  von: string;
  nach: readonly string[];
}

/** @throws NotFoundError; InvalidDataError for a link against the direction or one that closes a circle, naming the way */
export async function linkZielobjekte(context: Context, request: LinkRequest): Promise<CommandJson['zielobjekt verbinden']> {
  const links = linksOf(request);
  const words = `${links.length === 1 ? 'Beziehung' : 'Beziehungen'} von ${request.von.toUpperCase()} eingetragen`;
  const { verbunden } = await change(context, request.kommune, 'zielobjekt.verbinden', words, (register) => {
    const added: Beziehung[] = [];
    for (const link of links) {
      const [von, nach] = [link.von, link.nach].map((kuerzel) => findPresent(register, kuerzel, request.kommune, context.today));
      if (von === undefined || nach === undefined) continue;
      const known = [...register.beziehungen, ...added];
      if (known.some((each) => each.von === link.von && each.nach === link.nach)) continue;
      const problem = linkProblem(von, nach);
      if (problem !== null) throw new InvalidDataError(problem, linkHint(von, nach));
      checkNoCircle(known, link);
      added.push(link);
    }
    return { verbunden: added };
  });
  return linkJson(context, request, verbunden.length);
}

function linkHint(von: RegisteredZielobjekt, nach: RegisteredZielobjekt): string {
  if (linkProblem(nach, von) !== null) return 'Zwei andere Zielobjekte angeben; „burgward zielobjekt liste“ zeigt sie.';
  return `Andersherum geht es: burgward zielobjekt verbinden ${nach.kuerzel} --braucht ${von.kuerzel}`;
}

function checkNoCircle(beziehungen: readonly Beziehung[], link: Beziehung): void {
  const circle = circleWith(beziehungen, link);
  if (circle === null) return;
  throw new InvalidDataError(
    `Das ergäbe einen Kreis: ${circle.join(' → ')}.`,
    'Jeder Pfeil heißt „braucht“. Eine der Beziehungen trennen oder weglassen.',
  );
}

/** @throws NotFoundError for a link there is not */
export async function unlinkZielobjekte(context: Context, request: LinkRequest): Promise<CommandJson['zielobjekt trennen']> {
  const links = linksOf(request);
  const words = `${links.length === 1 ? 'Beziehung' : 'Beziehungen'} von ${request.von.toUpperCase()} getrennt`;
  await change(context, request.kommune, 'zielobjekt.trennen', words, (register) => {
    findPresent(register, request.von.toUpperCase(), request.kommune, context.today);
    const missing = links.find(({ von, nach }) => !register.beziehungen.some((each) => each.von === von && each.nach === nach));
    if (missing !== undefined) {
      const needs = needsOf(register.beziehungen, missing.von);
      throw new NotFoundError(
        `${missing.von} braucht ${missing.nach} nicht; da ist nichts zu trennen.`,
        needs.length === 0 ? `${missing.von} hat keine Beziehungen.` : `${missing.von} braucht: ${needs.join(', ')}.`,
      );
    }
    return { getrennt: links };
  });
  return linkJson(context, request, links.length);
}

function linksOf({ von, nach }: LinkRequest): Beziehung[] {
  return [...new Set(nach.map((each) => each.toUpperCase()))].map((each) => ({ von: von.toUpperCase(), nach: each }));
}

async function linkJson(
  context: Context,
  { kommune, von }: LinkRequest,
  geaendert: number,
): Promise<CommandJson['zielobjekt verbinden']> {
  const { beziehungen } = await readRegister({ ...context, asOf: context.today }, kommune);
  const kuerzel = von.toUpperCase();
  return { kommune, kuerzel, braucht: needsOf(beziehungen, kuerzel), gebrauchtVon: neededBy(beziehungen, kuerzel), geaendert };
}

/** A change of the register as it is today. */
async function change<P extends RegisterChange>(
  context: Context,
  slug: string,
  action: string,
  summary: string,
  plan: (register: Register) => P,
): Promise<P> {
  const at = stateNow(context);
  await selectKommune(context.store, slug, at);
  return insertRegisterChange(context.store, { slug, at, action, summary }, recordingOf(context), ({ register }) =>
    plan(register),
  );
}

/** @throws NotFoundError naming what there is, or when it was removed */
export function findPresent(register: Register, kuerzel: string, kommune: string, day: string): RegisteredZielobjekt {
  const found = findAny(register, kuerzel, kommune, day);
  if (isPresent(found, day)) return found;
  throw new NotFoundError(
    `Das Zielobjekt „${kuerzel}“ wurde am ${formatDay(found.entferntAm ?? day)} entfernt.`,
    `Wieder aufnehmen: burgward zielobjekt aendern ${kuerzel} --wieder`,
  );
}

export function findAny({ zielobjekte }: Register, kuerzel: string, kommune: string, day?: string): RegisteredZielobjekt {
  const found = zielobjekte.find((each) => each.kuerzel === kuerzel);
  if (found !== undefined) return found;
  const known = zielobjekte.filter((each) => day === undefined || isPresent(each, day)).map((each) => each.kuerzel);
  const shown = `${known.slice(0, 15).join(', ')}${known.length > 15 ? ' …' : ''}`;
  throw new NotFoundError(`Ein Zielobjekt „${kuerzel}“ gibt es in ${kommune} nicht.`, `Erfasst sind: ${shown}.`);
}

export function zielobjektJson(zielobjekt: RegisteredZielobjekt, braucht: readonly string[]): ZielobjektJson {
  const { kuerzel, kommune, typ, name, adressen, zweck, anzahl, plattform, standort, verantwortlich, benutzer, entferntAm } =
    zielobjekt;
  return {
    kuerzel,
    kommune,
    typ,
    name,
    adressen: [...adressen],
    zweck,
    anzahl,
    plattform,
    standort,
    verantwortlich,
    benutzer,
    braucht: [...braucht],
    entferntAm,
  };
}
