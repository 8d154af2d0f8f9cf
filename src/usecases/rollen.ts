import { formatDay } from '../domain/calendar.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { RoleAssignment } from '../domain/kommune.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { insertRolle, insertRolleChange, selectAllRollen, selectKommune, selectRollen } from '../store/kommunen.ts';
import { findById } from './catalogue-lookup.ts';
import { type Context, recordingOf, stateAt, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';

export function rolleJson(catalogue: Catalogue, rolle: RoleAssignment): CommandJson['rolle vergeben'] {
  const bezeichnung = catalogue.vocabulary.roles.find((role) => role.id === rolle.rolle)?.title ?? rolle.rolle;
  const { id, kommune, person, ab, bis, bestellt, gemeldet } = rolle;
  return { id, kommune, rolle: rolle.rolle, bezeichnung, person, ab, bis, bestellt, gemeldet };
}

/** Records who serves a Kommune in a role. @throws InvalidDataError, NotFoundError */
export async function assignRole(
  context: Context,
  rolle: Omit<RoleAssignment, 'id' | 'bis'>,
): Promise<CommandJson['rolle vergeben']> {
  const { catalogue, store } = context;
  const assignable = catalogue.vocabulary.roles.filter((role) => role.assignable);
  findById(assignable, rolle.rolle, 'Eine Rolle', 'Vergeben werden können');
  const person = rolle.person
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (person === '') throw new InvalidDataError('Der Name der Person fehlt.', 'Mit --person angeben, wer die Rolle bekommt.');
  checkDays(rolle, context.today);
  await selectKommune(store, rolle.kommune, stateNow(context));
  const recorded = await insertRolle(store, { ...rolle, person, bis: null }, recordingOf(context));
  return rolleJson(catalogue, recorded);
}

function checkDays({ bestellt, gemeldet }: Pick<RoleAssignment, 'bestellt' | 'gemeldet'>, today: string): void {
  checkNotInFuture('Die Bestellung', bestellt, today);
  checkNotInFuture('Die Mitteilung', gemeldet, today);
  if (gemeldet !== null && bestellt === null) {
    throw new InvalidDataError(
      'Eine Mitteilung ohne Bestellung lässt sich nicht einordnen.',
      'Mit --bestellt den Tag der Bestellung angeben.',
    );
  }
  if (gemeldet !== null && bestellt !== null && gemeldet < bestellt) {
    throw new InvalidDataError(
      `Die Mitteilung vom ${formatDay(gemeldet)} liegt vor der Bestellung vom ${formatDay(bestellt)}.`,
      'Die beiden Tage prüfen.',
    );
  }
}

/** Being appointed and being reported are facts: a plan does not fulfil the duty. */
function checkNotInFuture(what: string, day: string | null, today: string): void {
  if (day === null || day <= today) return;
  throw new InvalidDataError(
    `${what} am ${formatDay(day)} liegt in der Zukunft.`,
    'Den Tag erst erfassen, wenn es so weit ist, oder das Datum prüfen.',
  );
}

/** Ends a role on a day. `id` is the id of the assignment (R1) or a role id that only one person holds. @throws NotFoundError, InvalidDataError */
export async function endRole(context: Context, slug: string, id: string, bis: string): Promise<CommandJson['rolle beenden']> {
  const rolle = await findOpenRole(context, slug, id, context.today);
  if (bis < rolle.ab) {
    throw new InvalidDataError(
      `Das Ende am ${formatDay(bis)} liegt vor dem Beginn am ${formatDay(rolle.ab)}.`,
      'Den Tag prüfen.',
    );
  }
  if (rolle.bis === bis) throw new InvalidDataError(`${rolle.id} endet schon am ${formatDay(bis)}.`, 'Es ist nichts zu tun.');
  const ended = { ...rolle, bis };
  await insertRolleChange(context.store, ended, 'rolle.beenden', recordingOf(context));
  return rolleJson(context.catalogue, ended);
}

/** Adds the days of appointment and notice to a role, when they become known. @throws NotFoundError, InvalidDataError */
export async function completeRole(
  context: Context,
  slug: string,
  id: string,
  days: { bestellt?: string | undefined; gemeldet?: string | undefined },
): Promise<CommandJson['rolle aendern']> {
  if (days.bestellt === undefined && days.gemeldet === undefined)
    throw new InvalidDataError('Es fehlt, was zu ergänzen ist.', 'Mit --bestellt oder --gemeldet den Tag angeben.');
  const rolle = await findOpenRole(context, slug, id);
  const changed = { ...rolle, bestellt: days.bestellt ?? rolle.bestellt, gemeldet: days.gemeldet ?? rolle.gemeldet };
  checkDays(changed, context.today);
  await insertRolleChange(context.store, changed, 'rolle.aendern', recordingOf(context));
  return rolleJson(context.catalogue, changed);
}

/**
 * @param id id of the assignment (R1) or a role id that only one person holds
 * @param endsFrom also roles whose end is recorded, if it lies on or after that day: a planned end may move; by R1 whatever its end is
 */
async function findOpenRole(context: Context, slug: string, id: string, endsFrom?: string): Promise<RoleAssignment> {
  await selectKommune(context.store, slug, stateNow(context));
  const rollen = await selectRollen(context.store, slug, stateNow(context));
  const named = (r: RoleAssignment) => r.id === id.toUpperCase() || r.rolle === id;
  const open = rollen.filter((r) => r.bis === null);
  const planned = rollen.filter((r) => endsFrom !== undefined && r.bis !== null && r.bis >= endsFrom);
  // An end that is over is put right only by the number of the assignment: nobody has to guess which of several is meant.
  const ended = rollen.filter((r) => endsFrom !== undefined && r.id === id.toUpperCase());
  const running = open.some(named) ? open.filter(named) : planned.filter(named);
  const matching = running.length > 0 ? running : ended;
  const [rolle] = matching;
  if (rolle === undefined || matching.length > 1) {
    const list = open.map((r) => `${r.id} (${r.rolle}, ${r.person})`).join(', ');
    const hint = list === '' ? 'Es ist keine laufende Rolle erfasst.' : `Laufende Rollen: ${list}.`;
    if (matching.length > 1) throw new InvalidDataError(`Die Rolle „${id}“ haben mehrere Personen.`, hint);
    throw new NotFoundError(`Eine laufende Rolle „${id}“ gibt es in ${slug} nicht.`, hint);
  }
  return rolle;
}

/** Others who hold the same role on a day, by name: two at once are rarely meant. */
export async function otherHolders(
  context: Context,
  given: { kommune: string; rolle: string; id: string; ab: string },
): Promise<string[]> {
  const rollen = await selectRollen(context.store, given.kommune, stateNow(context));
  return rollen
    .filter(({ id, rolle, bis }) => rolle === given.rolle && id !== given.id && (bis === null || bis >= given.ab))
    .map(({ id, person }) => `${person} (${id})`);
}

export interface RoleFilter {
  /** Slug; without one all Kommunen. */
  kommune?: string | undefined;
  /** Part of the name, without regard to case. */
  person?: string | undefined;
  rolle?: string | undefined;
}

/** Who has and had which role, in one Kommune or all: one person may serve many bodies. @throws NotFoundError */
export async function listRoles(context: Context, filter: RoleFilter): Promise<CommandJson['rolle liste']> {
  const at = stateAt(context);
  if (filter.kommune !== undefined) await selectKommune(context.store, filter.kommune, at);
  if (filter.rolle !== undefined) findById(context.catalogue.vocabulary.roles, filter.rolle, 'Eine Rolle', 'Vorhanden sind');
  const rollen =
    filter.kommune === undefined
      ? await selectAllRollen(context.store, at)
      : await selectRollen(context.store, filter.kommune, at);
  const name = filter.person?.trim().toLowerCase();
  return rollen
    .filter(({ person }) => name === undefined || person.toLowerCase().includes(name))
    .filter(({ rolle }) => filter.rolle === undefined || rolle === filter.rolle)
    .map((rolle) => rolleJson(context.catalogue, rolle));
}
