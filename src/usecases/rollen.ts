import { formatDay } from '../domain/calendar.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { RoleAssignment } from '../domain/kommune.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { insertRolle, insertRolleEnd, selectKommune, selectRollen } from '../store/kommunen.ts';
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
  const person = rolle.person.trim();
  if (person === '') throw new InvalidDataError('Der Name der Person fehlt.', 'Mit --person angeben, wer die Rolle bekommt.');
  checkNotInFuture('Die Bestellung', rolle.bestellt, context.today);
  checkNotInFuture('Die Mitteilung', rolle.gemeldet, context.today);
  if (rolle.gemeldet !== null && rolle.bestellt === null) {
    throw new InvalidDataError(
      'Eine Mitteilung ohne Bestellung lässt sich nicht einordnen.',
      'Mit --bestellt den Tag der Bestellung angeben.',
    );
  }
  if (rolle.gemeldet !== null && rolle.bestellt !== null && rolle.gemeldet < rolle.bestellt) {
    throw new InvalidDataError(
      `Die Mitteilung vom ${formatDay(rolle.gemeldet)} liegt vor der Bestellung vom ${formatDay(rolle.bestellt)}.`,
      'Die beiden Tage prüfen.',
    );
  }
  await selectKommune(store, rolle.kommune, stateNow(context));
  const recorded = await insertRolle(store, { ...rolle, person, bis: null }, recordingOf(context));
  return rolleJson(catalogue, recorded);
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
  const { catalogue, store } = context;
  await selectKommune(store, slug, stateNow(context));
  const rollen = await selectRollen(store, slug, stateNow(context));
  const open = rollen.filter((r) => r.bis === null);
  const matching = open.filter((r) => r.id === id.toUpperCase() || r.rolle === id);
  const [rolle] = matching;
  if (rolle === undefined || matching.length > 1) {
    const list = open.map((r) => `${r.id} (${r.rolle}, ${r.person})`).join(', ');
    const hint = list === '' ? 'Es ist keine laufende Rolle erfasst.' : `Laufende Rollen: ${list}.`;
    if (matching.length > 1) throw new InvalidDataError(`Die Rolle „${id}“ haben mehrere Personen.`, hint);
    throw new NotFoundError(`Eine laufende Rolle „${id}“ gibt es in ${slug} nicht.`, hint);
  }
  if (bis < rolle.ab) {
    throw new InvalidDataError(
      `Das Ende am ${formatDay(bis)} liegt vor dem Beginn am ${formatDay(rolle.ab)}.`,
      'Den Tag prüfen.',
    );
  }
  const ended = { ...rolle, bis };
  await insertRolleEnd(store, ended, recordingOf(context));
  return rolleJson(catalogue, ended);
}

export async function listRoles(context: Context, slug: string): Promise<CommandJson['rolle liste']> {
  const at = stateAt(context);
  await selectKommune(context.store, slug, at);
  const rollen = await selectRollen(context.store, slug, at);
  return rollen.map((rolle) => rolleJson(context.catalogue, rolle));
}
