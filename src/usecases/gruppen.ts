import { formatDay } from '../domain/calendar.ts';
import { groupKind } from '../domain/inheritance.ts';
import { informationsverbund, type Kommune } from '../domain/kommune.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { selectAssessments } from '../store/assessments.ts';
import { selectAssignments } from '../store/erklaerungen.ts';
import { selectFreigaben } from '../store/freigaben.ts';
import { type DescentChange, insertGruppe, insertGruppeChange, selectDescents, selectHeirs } from '../store/herkunft.ts';
import { selectGruppen, selectKommune, selectKommunen } from '../store/kommunen.ts';
import { selectLocalRows } from '../store/rahmenwerk-zeilen.ts';
import type { StateAt } from '../store/versions.ts';
import { type Context, recordingOf, stateAt, stateNow } from './context.ts';
import { checkSlugLength } from './create-kommune.ts';
import type { CommandJson } from './json-schemas.ts';

type Details = CommandJson['gruppe zeigen'];

export interface NewGruppe {
  slug: string;
  name: string;
  /** Slugs, at least one. */
  mitglieder: readonly string[];
}

/** Records a group with its own Informationsverbund and chain. @throws InvalidDataError, NotFoundError, AlreadyExistsError */
export async function createGruppe(context: Context, wanted: NewGruppe): Promise<Details> {
  const { slug } = wanted;
  checkSlugLength(slug);
  const gruppe: Kommune = { slug, name: checkedName(wanted.name), art: groupKind, ags: null, einwohner: null, landkreis: null };
  const members = await checkedMembers(context, slug, wanted.mitglieder);
  await insertGruppe(context.store, gruppe, members.map(joining(slug)), context.today, recordingOf(context));
  return detailsOf(context, gruppe, stateNow(context));
}

function joining(gruppe: string): (kommune: string) => DescentChange {
  return (kommune) => ({ kommune, von: gruppe, art: 'gruppe', gilt: true });
}

function checkedName(name: string): string {
  if (name.trim() === '') throw new InvalidDataError('Der Name der Gruppe fehlt.', 'Mit --name angeben.');
  return name.trim();
}

/** Every member is a Kommune: groups in groups could inherit in a circle. All are checked before anything is recorded. */
async function checkedMembers(context: Context, gruppe: string, slugs: readonly string[]): Promise<string[]> {
  for (const slug of slugs) {
    if (slug === gruppe)
      throw new InvalidDataError(`${slug} kann nicht Mitglied von sich selbst sein.`, 'Nur Kommunen als Mitglied nennen.');
    const { art } = await selectKommune(context.store, slug, stateNow(context));
    if (art !== groupKind) continue;
    const members = (await selectHeirs(context.store, stateNow(context), slug)).map(({ kommune }) => kommune);
    throw new InvalidDataError(
      `${slug} ist selbst eine Gruppe; Gruppen haben nur Kommunen als Mitglied.`,
      members.length === 0 ? 'Die Kommunen einzeln nennen.' : `Die Kommunen einzeln nennen: ${members.join(', ')}.`,
    );
  }
  return [...new Set(slugs)];
}

export interface GruppeChange {
  name?: string | undefined;
  /** Who joins and who leaves, slugs. */
  mitglieder: readonly string[];
  ohne: readonly string[];
}

/** @throws InvalidDataError, NotFoundError */
export async function changeGruppe(context: Context, slug: string, change: GruppeChange): Promise<Details> {
  const { store } = context;
  const current = await selectGruppe(context, slug, stateNow(context));
  const name = change.name === undefined ? current.name : checkedName(change.name);
  const present = (await selectHeirs(store, stateNow(context), slug)).map(({ kommune }) => kommune);
  const members = await checkedMembers(context, slug, change.mitglieder);
  const leaving = [...new Set(change.ohne)];
  const both = leaving.filter((each) => members.includes(each));
  if (both.length > 0)
    throw new InvalidDataError(`${both.join(', ')} ist mit --mitglied und mit --ohne genannt.`, 'Nur eines von beiden angeben.');
  const strangers = leaving.filter((each) => !present.includes(each));
  if (strangers.length > 0) {
    throw new NotFoundError(
      `${strangers.join(', ')}: kein Mitglied der Gruppe ${slug}.`,
      present.length === 0 ? 'Die Gruppe hat keine Mitglieder.' : `Mitglieder sind: ${present.join(', ')}.`,
    );
  }
  const changes = [
    ...members.filter((each) => !present.includes(each)).map(joining(slug)),
    ...leaving.map((kommune) => ({ ...joining(slug)(kommune), gilt: false })),
  ];
  if (changes.length === 0 && name === current.name) {
    throw new InvalidDataError(
      `An der Gruppe ${slug} würde sich nichts ändern.`,
      'Mit --mitglied Kommunen aufnehmen, mit --ohne entlassen oder mit --name umbenennen.',
    );
  }
  const gruppe = { ...current, name };
  await insertGruppeChange(store, gruppe, name !== current.name, changes, context.today, recordingOf(context));
  return detailsOf(context, gruppe, stateNow(context));
}

export async function listGruppen(context: Context): Promise<CommandJson['gruppe liste']> {
  const at = stateAt(context);
  const gruppen = await selectGruppen(context.store, at);
  const descents = gruppen.length === 0 ? [] : await selectDescents(context.store, at);
  return gruppen.map(({ slug, name }) => ({
    slug,
    name,
    mitglieder: descents
      .filter(({ von }) => von === slug)
      .map(({ kommune }) => kommune)
      .sort(),
  }));
}

export async function showGruppe(context: Context, slug: string): Promise<Details> {
  const at = stateAt(context);
  return detailsOf(context, await selectGruppe(context, slug, at), at);
}

/** @throws NotFoundError when there is none of that slug, InvalidDataError for a Kommune */
export async function selectGruppe({ store }: Context, slug: string, at: StateAt): Promise<Kommune> {
  const gruppen = await selectGruppen(store, at);
  const gruppe = gruppen.find((each) => each.slug === slug);
  if (gruppe !== undefined) return gruppe;
  if ((await selectKommunen(store, at)).some((each) => each.slug === slug))
    throw new InvalidDataError(`${slug} ist eine Kommune, keine Gruppe.`, `burgward kommune zeigen ${slug}`);
  throw new NotFoundError(
    `Eine Gruppe „${slug}“ ist am ${formatDay(at.day)} nicht erfasst.`,
    gruppen.length === 0
      ? 'Mit „burgward gruppe anlegen“ beginnen.'
      : `Erfasst sind: ${gruppen.map((each) => each.slug).join(', ')}.`,
  );
}

async function detailsOf({ store }: Context, { slug, name }: Kommune, at: StateAt): Promise<Details> {
  const answers = (await selectAssessments(store, slug, at)).filter(({ zielobjekt }) => zielobjekt === informationsverbund);
  const said = new Map(answers.map(({ control, status }) => [control, status]));
  const mitglieder: Details['mitglieder'] = [];
  for (const { kommune } of await selectHeirs(store, at, slug)) {
    const own = said.size === 0 ? [] : await selectAssessments(store, kommune, at);
    const abweichend = own.filter(({ control, status }) => said.has(control) && said.get(control) !== status);
    mitglieder.push({
      slug: kommune,
      name: (await selectKommune(store, kommune, at)).name,
      abweichend: [...new Set(abweichend.map(({ control }) => control))].sort(),
    });
  }
  const assignments = await selectAssignments(store, at, [slug]);
  const freigaben = await selectFreigaben(store, slug, at);
  return {
    slug,
    name,
    mitglieder: mitglieder.sort((a, b) => (a.slug < b.slug ? -1 : 1)),
    antworten: answers.length,
    erklaerungen: assignments.filter(({ gilt }) => gilt).map(({ erklaerung }) => erklaerung),
    freigaben: freigaben.map(({ id }) => id),
    zeilen: (await selectLocalRows(store, slug, at)).length,
  };
}
