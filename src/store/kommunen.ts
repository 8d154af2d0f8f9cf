import { formatDay } from '../domain/calendar.ts';
import { groupKind } from '../domain/inheritance.ts';
import { informationsverbund, type Kommune, type Merkmale, type RoleAssignment, type Zielobjekt } from '../domain/kommune.ts';
import { AlreadyExistsError, NotFoundError } from '../errors.ts';
import type { Store } from './open.ts';
import { type Recording, recordChange, systemChain, type Writer } from './protokoll.ts';
import { parseStored } from './stored-json.ts';
import { type StateAt, type StateRow, selectState } from './versions.ts';

/** Every Kommune has its own chain, named after its slug. */
export const chainOf = (slug: string): string => slug;

/** All recorded Kommunen by slug; groups are none. */
export async function selectKommunen(store: Store, at: StateAt): Promise<Kommune[]> {
  return (await selectBodies(store, at)).filter(({ art }) => art !== groupKind);
}

/** Groups of Kommunen by slug. They have a row, a chain and an Informationsverbund like a Kommune. */
export async function selectGruppen(store: Store, at: StateAt): Promise<Kommune[]> {
  return (await selectBodies(store, at)).filter(({ art }) => art === groupKind);
}

async function selectBodies(store: Store, at: StateAt): Promise<Kommune[]> {
  const rows = await selectState(store.db, 'kommune', at);
  return rows.map(toKommune).sort(bySlug);
}

function toKommune({ slug, name, art, ags, einwohner, landkreis }: StateRow<'kommune'>): Kommune {
  return { slug, name, art, ags, einwohner, landkreis };
}

function bySlug(a: Kommune, b: Kommune): number {
  return a.slug < b.slug ? -1 : 1;
}

/** A Kommune or a group. @throws NotFoundError when it was not recorded by that day */
export async function selectKommune(store: Store, slug: string, at: StateAt): Promise<Kommune> {
  const [row] = await selectState(store.db, 'kommune', at, { slug });
  if (row !== undefined) return toKommune(row);
  const known = (await selectBodies(store, at)).map((k) => k.slug);
  throw new NotFoundError(
    `Eine Kommune „${slug}“ ist am ${formatDay(at.day)} nicht erfasst.`,
    known.length === 0
      ? 'Mit „burgward kommune anlegen“ beginnen.'
      : `Erfasst sind: ${known.slice(0, 10).join(', ')}${known.length > 10 ? ' …' : ''}.`,
  );
}

export async function selectMerkmale(store: Store, slug: string, at: StateAt): Promise<Merkmale> {
  const rows = await selectState(store.db, 'merkmal', at, { kommune: slug });
  return Object.fromEntries(rows.map((row) => [row.merkmal, row.wert]));
}

/**
 * Records a new Kommune or group with its Merkmale and its Informationsverbund.
 * @param also writes what belongs to the same change, such as the members of a group
 * @throws AlreadyExistsError when the slug is taken
 */
export async function insertKommune(
  store: Store,
  kommune: Kommune,
  merkmale: Merkmale,
  day: string,
  recording: Recording,
  also?: (writer: Writer) => Promise<void>,
): Promise<void> {
  const isGroup = kommune.art === groupKind;
  const summary = `${isGroup ? 'Gruppe' : 'Kommune'} ${kommune.slug} angelegt`;
  const action = isGroup ? 'gruppe.anlegen' : 'kommune.anlegen';
  await recordChange(store, chainOf(kommune.slug), action, summary, recording, async (writer) => {
    const taken = await writer.db.selectFrom('kommune').select('slug').where('slug', '=', kommune.slug).executeTakeFirst();
    if (taken !== undefined || kommune.slug === systemChain) {
      throw new AlreadyExistsError(
        `Eine Kommune oder Gruppe „${kommune.slug}“ gibt es schon.`,
        `Einen anderen Kurznamen wählen oder mit „burgward ${isGroup ? 'gruppe' : 'kommune'} aendern“ ändern.`,
      );
    }
    await writer.noteNewChain();
    await insertKommuneVersion(writer, kommune, merkmale, day);
    const verbund = {
      kommune: kommune.slug,
      kuerzel: informationsverbund,
      typ: 'informationsverbund',
      name: kommune.name,
      adressen: '[]',
      valid_from: day,
    };
    await writer.insert('zielobjekt', verbund);
    await also?.(writer);
  });
}

/**
 * Records a changed Kommune as a new version; only Merkmale that are given are written.
 * @param also writes what belongs to the same change, such as who carries out its administration
 */
export async function insertKommuneChange(
  store: Store,
  kommune: Kommune,
  merkmale: Merkmale,
  day: string,
  recording: Recording,
  also?: (writer: Writer) => Promise<void>,
): Promise<void> {
  const summary = `Kommune ${kommune.slug} geändert`;
  await recordChange(store, chainOf(kommune.slug), 'kommune.aendern', summary, recording, async (writer) => {
    await insertKommuneVersion(writer, kommune, merkmale, day);
    await also?.(writer);
  });
}

async function insertKommuneVersion(writer: Writer, kommune: Kommune, merkmale: Merkmale, day: string): Promise<void> {
  await writer.insert('kommune', { ...kommune, valid_from: day });
  for (const [merkmal, wert] of Object.entries(merkmale)) {
    await writer.insert('merkmal', { kommune: kommune.slug, merkmal, wert, valid_from: day });
  }
}

export async function selectRollen(store: Store, slug: string, at: StateAt): Promise<RoleAssignment[]> {
  const rows = await selectState(store.db, 'rolle', at, { kommune: slug });
  return rows.map(toRolle).sort(byNumber);
}

export function toRolle({ id, kommune, rolle, person, ab, bis, bestellt, gemeldet }: StateRow<'rolle'>): RoleAssignment {
  return { id, kommune, rolle, person, ab, bis, bestellt, gemeldet };
}

/** Records a role and returns it with its new id. */
export async function insertRolle(
  store: Store,
  rolle: Omit<RoleAssignment, 'id'>,
  recording: Recording,
): Promise<RoleAssignment> {
  return recordChange(
    store,
    chainOf(rolle.kommune),
    'rolle.vergeben',
    `Rolle ${rolle.rolle} vergeben`,
    recording,
    async (writer) => {
      const assignment = { ...rolle, id: await nextId(writer, 'rolle', rolle.kommune, 'R') };
      await writer.insert('rolle', { ...assignment, valid_from: assignment.ab });
      return assignment;
    },
  );
}

/** Records a role that ended, or whose appointment or notice became known. */
export async function insertRolleChange(
  store: Store,
  rolle: RoleAssignment,
  action: 'rolle.beenden' | 'rolle.aendern',
  recording: Recording,
): Promise<void> {
  const what = action === 'rolle.beenden' ? 'beendet' : 'ergänzt';
  const summary = `Rolle ${rolle.rolle} (${rolle.id}) ${what}`;
  await recordChange(store, chainOf(rolle.kommune), action, summary, recording, (writer) =>
    writer.insert('rolle', { ...rolle, valid_from: rolle.ab }),
  );
}

/** Roles of all Kommunen, by Kommune, R2 before R10. */
export async function selectAllRollen(store: Store, at: StateAt): Promise<RoleAssignment[]> {
  const rows = await selectState(store.db, 'rolle', at);
  return rows.map(toRolle).sort((a, b) => (a.kommune === b.kommune ? byNumber(a, b) : a.kommune < b.kommune ? -1 : 1));
}

/** The Zielobjekte that are there on the day: from the day of its removal on, one is no longer asked about. */
export async function selectZielobjekte(store: Store, slug: string, at: StateAt): Promise<Zielobjekt[]> {
  const rows = await selectState(store.db, 'zielobjekt', at, { kommune: slug });
  return rows
    .filter(({ entfernt_am }) => entfernt_am === null || entfernt_am > at.day)
    .map(({ kuerzel, kommune, typ, name, adressen }) => ({
      kuerzel,
      kommune,
      typ,
      name,
      adressen: parseStored<string[]>(adressen),
    }));
}

/** In the order in which the ids were given: R2 before R10. */
export function byNumber(a: { id: string }, b: { id: string }): number {
  return Number(a.id.replace(/^\D+/, '')) - Number(b.id.replace(/^\D+/, ''));
}

type TableWithIds = 'rolle' | 'erhebung' | 'freigabe' | 'netzlauf' | 'bericht_ablage';

/** Short readable ids per Kommune: R1, R2, … Called inside the writing transaction, so two writers never get the same. */
export async function nextId(writer: Writer, table: TableWithIds, kommune: string, prefix: string): Promise<string> {
  const row = await writer.db
    .selectFrom(table)
    .select((e) => e.fn.count('id').distinct().as('n'))
    .where('kommune', '=', kommune)
    .executeTakeFirst();
  return `${prefix}${Number(row?.n ?? 0) + 1}`;
}
