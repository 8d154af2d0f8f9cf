import { checkAgs } from '../domain/ags.ts';
import type { Kommune, Merkmale } from '../domain/kommune.ts';
import { insertKommune } from '../store/kommunen.ts';
import { findById } from './catalogue-lookup.ts';
import { type Context, recordingOf } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { checkMerkmale } from './merkmale.ts';
import { showKommune } from './show-kommune.ts';

/**
 * Registers a Kommune with its Merkmale; its Informationsverbund comes with it.
 * @throws InvalidDataError, NotFoundError, AlreadyExistsError
 */
export async function createKommune(
  context: Context,
  kommune: Kommune,
  merkmale: Merkmale,
): Promise<CommandJson['kommune anlegen']> {
  checkKommune(context, kommune);
  checkMerkmale(context.catalogue, merkmale);
  await insertKommune(context.store, kommune, merkmale, context.today, recordingOf(context));
  return showKommune({ ...context, asOf: context.today }, kommune.slug);
}

export function checkKommune(context: Context, kommune: Kommune): void {
  const { kommuneKinds, districts } = context.catalogue.vocabulary;
  findById(kommuneKinds, kommune.art, 'Eine Art', 'Mögliche Arten sind');
  if (kommune.ags !== null) checkAgs(kommune.ags, kommune.art, districts);
}
