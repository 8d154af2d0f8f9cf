import { informationsverbund, type Kommune, type Merkmale, type RoleAssignment, type Zielobjekt } from '../domain/kommune.ts';
import { AlreadyExistsError, NotFoundError } from '../errors.ts';
import type { Store } from './open.ts';
import { type Recording, recordChange, systemChain, type Writer } from './protokoll.ts';
import { type StateAt, selectState } from './versions.ts';

/** Every Kommune has its own chain, named after its slug. */
export const chainOf = (slug: string): string => slug;

/** All recorded Kommunen by slug. */
export async function selectKommunen(store: Store, at: StateAt): Promise<Kommune[]> {
  const rows = await selectState(store.db, 'kommune', at);
  return rows
    .map(({ slug, name, art, ags, einwohner, landkreis }) => ({ slug, name, art, ags, einwohner, landkreis }))
    .sort(bySlug);
}

function bySlug(a: Kommune, b: Kommune): number {
  return a.slug < b.slug ? -1 : 1;
}

/** @throws NotFoundError when it was not recorded by that day */
export async function selectKommune(store: Store, slug: string, at: StateAt): Promise<Kommune> {
  const kommunen = await selectKommunen(store, at);
  const kommune = kommunen.find((k) => k.slug === slug);
  if (kommune !== undefined) return kommune;
  const known = kommunen.map((k) => k.slug);
  throw new NotFoundError(
    `Eine Kommune „${slug}“ ist am ${at.day} nicht erfasst.`,
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
 * Records a new Kommune with its Merkmale and its Informationsverbund.
 * @throws AlreadyExistsError when the slug is taken
 */
export async function insertKommune(
  store: Store,
  kommune: Kommune,
  merkmale: Merkmale,
  day: string,
  recording: Recording,
): Promise<void> {
  const summary = `Kommune ${kommune.slug} angelegt`;
  await recordChange(store, chainOf(kommune.slug), 'kommune.anlegen', summary, recording, async (writer) => {
    const taken = await writer.db.selectFrom('kommune').select('slug').where('slug', '=', kommune.slug).executeTakeFirst();
    if (taken !== undefined || kommune.slug === systemChain) {
      throw new AlreadyExistsError(
        `Eine Kommune „${kommune.slug}“ gibt es schon.`,
        'Einen anderen Kurznamen wählen oder mit „burgward kommune aendern“ ändern.',
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
  });
}

/** Records a changed Kommune as a new version; only Merkmale that are given are written. */
export async function insertKommuneChange(
  store: Store,
  kommune: Kommune,
  merkmale: Merkmale,
  day: string,
  recording: Recording,
): Promise<void> {
  await recordChange(store, chainOf(kommune.slug), 'kommune.aendern', `Kommune ${kommune.slug} geändert`, recording, (writer) =>
    insertKommuneVersion(writer, kommune, merkmale, day),
  );
}

async function insertKommuneVersion(writer: Writer, kommune: Kommune, merkmale: Merkmale, day: string): Promise<void> {
  await writer.insert('kommune', { ...kommune, valid_from: day });
  for (const [merkmal, wert] of Object.entries(merkmale)) {
    await writer.insert('merkmal', { kommune: kommune.slug, merkmal, wert, valid_from: day });
  }
}

export async function selectRollen(store: Store, slug: string, at: StateAt): Promise<RoleAssignment[]> {
  const rows = await selectState(store.db, 'rolle', at, { kommune: slug });
  return rows
    .map(({ id, kommune, rolle, person, ab, bis, bestellt, gemeldet }) => ({
      id,
      kommune,
      rolle,
      person,
      ab,
      bis,
      bestellt,
      gemeldet,
    }))
    .sort(byNumber);
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

export async function insertRolleEnd(store: Store, rolle: RoleAssignment, recording: Recording): Promise<void> {
  await recordChange(
    store,
    chainOf(rolle.kommune),
    'rolle.beenden',
    `Rolle ${rolle.rolle} (${rolle.id}) beendet`,
    recording,
    (writer) => writer.insert('rolle', { ...rolle, valid_from: rolle.ab }),
  );
}

export async function selectZielobjekte(store: Store, slug: string, at: StateAt): Promise<Zielobjekt[]> {
  const rows = await selectState(store.db, 'zielobjekt', at, { kommune: slug });
  return rows.map(({ kuerzel, kommune, typ, name, adressen }) => ({
    kuerzel,
    kommune,
    typ,
    name,
    adressen: JSON.parse(adressen) as string[],
  }));
}

/** @throws AlreadyExistsError when the Kuerzel is taken */
export async function insertZielobjekt(store: Store, zielobjekt: Zielobjekt, day: string, recording: Recording): Promise<void> {
  const { kommune, kuerzel } = zielobjekt;
  await recordChange(
    store,
    chainOf(kommune),
    'zielobjekt.anlegen',
    `Zielobjekt ${kuerzel} angelegt`,
    recording,
    async (writer) => {
      const taken = await writer.db
        .selectFrom('zielobjekt')
        .select('kuerzel')
        .where('kommune', '=', kommune)
        .where('kuerzel', '=', kuerzel)
        .executeTakeFirst();
      if (taken !== undefined)
        throw new AlreadyExistsError(`Ein Zielobjekt „${kuerzel}“ gibt es in ${kommune} schon.`, 'Ein anderes Kürzel wählen.');
      await writer.insert('zielobjekt', { ...zielobjekt, adressen: JSON.stringify(zielobjekt.adressen), valid_from: day });
    },
  );
}

/** In the order in which the ids were given: R2 before R10. */
export function byNumber(a: { id: string }, b: { id: string }): number {
  return Number(a.id.slice(1)) - Number(b.id.slice(1));
}

type TableWithIds = 'rolle' | 'erhebung' | 'freigabe' | 'netzlauf';

/** Short readable ids per Kommune: R1, R2, … Called inside the writing transaction, so two writers never get the same. */
export async function nextId(writer: Writer, table: TableWithIds, kommune: string, prefix: string): Promise<string> {
  const row = await writer.db
    .selectFrom(table)
    .select((e) => e.fn.count('id').distinct().as('n'))
    .where('kommune', '=', kommune)
    .executeTakeFirst();
  return `${prefix}${Number(row?.n ?? 0) + 1}`;
}
