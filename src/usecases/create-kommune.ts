import { checkAgs } from '../domain/ags.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { Kommune, Merkmale } from '../domain/kommune.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { insertKommune } from '../store/kommunen.ts';
import { findById } from './catalogue-lookup.ts';
import { type Context, recordingOf } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { checkMerkmale } from './merkmale.ts';
import { listKommunen, showKommune } from './show-kommune.ts';

/** Longest slug: it stands in file names and table columns. */
export const maxSlugLength = 60;

/**
 * Registers a Kommune with its Merkmale; its Informationsverbund comes with it.
 * @throws InvalidDataError, NotFoundError, AlreadyExistsError
 */
export async function createKommune(
  context: Context,
  kommune: Kommune,
  merkmale: Merkmale,
): Promise<CommandJson['kommune anlegen']> {
  checkSlugLength(kommune.slug);
  const named = { ...kommune, name: kommune.name.trim() };
  checkKommune(context, named);
  await checkLandkreis(context, kommune.landkreis);
  checkMerkmale(context.catalogue, merkmale);
  await insertKommune(context.store, named, merkmale, context.today, recordingOf(context));
  return showKommune({ ...context, asOf: context.today }, kommune.slug);
}

/** @throws InvalidDataError */
export function checkSlugLength(slug: string): void {
  if (slug.length <= maxSlugLength) return;
  throw new InvalidDataError(
    `Der Kurzname hat ${slug.length} Zeichen.`,
    `Erlaubt sind höchstens ${maxSlugLength}, zum Beispiel beispielhain.`,
  );
}

/** @throws InvalidDataError, NotFoundError */
export function checkKommune(context: Context, kommune: Kommune): void {
  const { kommuneKinds, districts } = context.catalogue.vocabulary;
  if (kommune.name.trim() === '')
    throw new InvalidDataError('Der Name der Kommune fehlt.', 'Mit --name den amtlichen Namen angeben.');
  findById(kommuneKinds, kommune.art, 'Eine Art', 'Mögliche Arten sind');
  if (kommune.ags !== null) checkAgs(kommune.ags, kommune.art, districts);
}

/**
 * A Landkreis is named by its name in the vocabulary or by the slug under which it is recorded itself.
 * @throws NotFoundError naming the slugs there are
 */
export async function checkLandkreis(context: Context, landkreis: string | null): Promise<void> {
  if (landkreis === null) return;
  const known = landkreisSlugs(context.catalogue);
  if (known.includes(landkreis)) return;
  const recorded = await listKommunen({ ...context, asOf: context.today });
  const own = recorded.filter((kommune) => kommune.art === 'landkreis').map((kommune) => kommune.slug);
  if (own.includes(landkreis)) return;
  throw new NotFoundError(
    `Einen Landkreis „${landkreis}“ gibt es nicht.`,
    `Möglich sind: ${[...new Set([...known, ...own])].join(', ')}.`,
  );
}

export function landkreisSlugs({ vocabulary }: Catalogue): string[] {
  return vocabulary.districts.filter(({ kind }) => kind === 'Landkreis').map(({ name }) => slugOf(name));
}

const asciiOf: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** „Sächsische Schweiz-Osterzgebirge“ → saechsische-schweiz-osterzgebirge */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => asciiOf[letter] ?? letter)
    .replace(/[^a-z0-9]+/g, '-');
}
