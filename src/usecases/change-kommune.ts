import { groupKind } from '../domain/inheritance.ts';
import type { Kommune, Merkmale } from '../domain/kommune.ts';
import { InvalidDataError } from '../errors.ts';
import { type DescentChange, selectDescents, selectHeirs, writeDescents } from '../store/herkunft.ts';
import { insertKommuneChange, selectKommune } from '../store/kommunen.ts';
import { type Context, recordingOf, stateNow } from './context.ts';
import { checkKommune } from './create-kommune.ts';
import type { CommandJson } from './json-schemas.ts';
import { checkMerkmale } from './merkmale.ts';
import { showKommune } from './show-kommune.ts';

/**
 * Records what changed as a new version.
 * @param verwaltetDurch Kommune that carries out its administration, null for none any more, undefined to leave it
 * @throws InvalidDataError, NotFoundError
 */
export async function changeKommune(
  context: Context,
  slug: string,
  changes: Partial<Omit<Kommune, 'slug'>>,
  merkmale: Merkmale,
  verwaltetDurch?: string | null,
): Promise<CommandJson['kommune aendern']> {
  const current = await selectKommune(context.store, slug, stateNow(context));
  if (current.art === groupKind) {
    throw new InvalidDataError(`${slug} ist eine Gruppe, keine Kommune.`, `burgward gruppe aendern ${slug} …`);
  }
  if (Object.keys(changes).length === 0 && Object.keys(merkmale).length === 0 && verwaltetDurch === undefined) {
    throw new InvalidDataError(
      'Es ist nichts angegeben, was geändert werden soll.',
      'Zum Beispiel --einwohner 4100 oder --merkmal kdn_angeschlossen=ja angeben.',
    );
  }
  const kommune = { ...current, ...changes };
  checkKommune(context, kommune);
  checkMerkmale(context.catalogue, merkmale);
  const descents = verwaltetDurch === undefined ? [] : await administrationChange(context, slug, verwaltetDurch);
  const also = writeDescents(descents, context.today);
  await insertKommuneChange(context.store, kommune, merkmale, context.today, recordingOf(context), also);
  return showKommune({ ...context, asOf: context.today }, slug);
}

/** Answers are inherited over one step, so who administers others is not administered itself. That also rules out circles. */
async function administrationChange(context: Context, slug: string, by: string | null): Promise<DescentChange[]> {
  const { store } = context;
  const at = stateNow(context);
  const descents = await selectDescents(store, at, [slug]);
  const current = descents.filter(({ art }) => art === 'verwaltung');
  const ended = current.filter(({ von }) => von !== by).map((descent) => ({ ...descent, gilt: false }));
  if (by === null) {
    if (ended.length > 0) return ended;
    throw new InvalidDataError(`Für ${slug} ist keine andere Verwaltung eingetragen.`, 'Es ist nichts zu tun.');
  }
  if (by === slug) {
    throw new InvalidDataError(
      `${slug} kann nicht durch sich selbst verwaltet werden.`,
      'Ohne andere Verwaltung: --verwaltet-durch niemand.',
    );
  }
  const { art } = await selectKommune(store, by, at);
  if (art === groupKind) {
    throw new InvalidDataError(
      `${by} ist eine Gruppe; eine Verwaltung führt eine Kommune oder ein Verband.`,
      `In die Gruppe aufnehmen: burgward gruppe aendern ${by} --mitglied ${slug}`,
    );
  }
  const [above] = (await selectDescents(store, at, [by])).filter((descent) => descent.art === 'verwaltung');
  if (above?.von === slug) {
    throw new InvalidDataError(
      `${by} wird selbst durch ${slug} verwaltet; im Kreis geht es nicht.`,
      `Zuerst: burgward kommune aendern ${by} --verwaltet-durch niemand`,
    );
  }
  if (above !== undefined) {
    throw new InvalidDataError(
      `Die Verwaltung von ${by} führt selbst ${above.von}; geerbt wird nur über eine Stufe.`,
      `Wenn ${above.von} auch hier die Verwaltung führt: --verwaltet-durch ${above.von}`,
    );
  }
  const heirs = (await selectHeirs(store, at, slug)).map(({ kommune }) => kommune);
  if (heirs.length > 0) {
    throw new InvalidDataError(
      `${slug} führt selbst die Verwaltung von ${heirs.join(', ')}; geerbt wird nur über eine Stufe.`,
      `Zuerst dort ändern: burgward kommune aendern ${heirs[0]} --verwaltet-durch ${by}`,
    );
  }
  return [...ended, { kommune: slug, von: by, art: 'verwaltung', gilt: true }];
}
