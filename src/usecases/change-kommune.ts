import type { Kommune, Merkmale } from '../domain/kommune.ts';
import { InvalidDataError } from '../errors.ts';
import { insertKommuneChange, selectKommune } from '../store/kommunen.ts';
import { type Context, recordingOf, stateNow } from './context.ts';
import { checkKommune } from './create-kommune.ts';
import type { CommandJson } from './json-schemas.ts';
import { checkMerkmale } from './merkmale.ts';
import { showKommune } from './show-kommune.ts';

/** Records what changed as a new version. @throws InvalidDataError, NotFoundError */
export async function changeKommune(
  context: Context,
  slug: string,
  changes: Partial<Omit<Kommune, 'slug'>>,
  merkmale: Merkmale,
): Promise<CommandJson['kommune aendern']> {
  const current = await selectKommune(context.store, slug, stateNow(context));
  if (Object.keys(changes).length === 0 && Object.keys(merkmale).length === 0) {
    throw new InvalidDataError(
      'Es ist nichts angegeben, was geändert werden soll.',
      'Zum Beispiel --einwohner 4100 oder --merkmal kdn_angeschlossen=ja angeben.',
    );
  }
  const kommune = { ...current, ...changes };
  checkKommune(context, kommune);
  checkMerkmale(context.catalogue, merkmale);
  await insertKommuneChange(context.store, kommune, merkmale, context.today, recordingOf(context));
  return showKommune({ ...context, asOf: context.today }, slug);
}
