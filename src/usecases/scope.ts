/** Which Kommunen a command about many is about: all, the members of a group, or those of a Landkreis. */
import { groupKind } from '../domain/inheritance.ts';
import type { Kommune } from '../domain/kommune.ts';
import { InvalidDataError } from '../errors.ts';
import { selectHeirs } from '../store/herkunft.ts';
import { selectKommune, selectKommunen } from '../store/kommunen.ts';
import { type Context, stateAt } from './context.ts';

export interface Scope {
  /** The group or the Landkreis; null: all. */
  umfang: Kommune | null;
  /** In the order of their slugs. */
  kommunen: Kommune[];
}

/**
 * @param slug of a group, or of a Landkreis, which is one of its Kommunen itself
 * @throws NotFoundError, InvalidDataError for a slug that is neither, or that has no Kommunen
 */
export async function scopeOf(context: Context, slug: string | undefined): Promise<Scope> {
  const at = stateAt(context);
  const all = await selectKommunen(context.store, at);
  if (slug === undefined) {
    if (all.length > 0) return { umfang: null, kommunen: all };
    throw new InvalidDataError('Es ist noch keine Kommune erfasst.', 'Mit „burgward kommune anlegen“ beginnen.');
  }
  const umfang = await selectKommune(context.store, slug, at);
  const members = await membersOf(context, umfang);
  const kommunen = all.filter((kommune) => members(kommune));
  if (kommunen.length > 0) return { umfang, kommunen };
  throw new InvalidDataError(
    `Zu ${umfang.name} gehört am Stichtag keine Kommune.`,
    'Wer Mitglied einer Gruppe ist, zeigt „burgward gruppe zeigen“; wer zu einem Landkreis gehört, steht in „burgward kommune liste“.',
  );
}

async function membersOf(context: Context, { slug, art }: Kommune): Promise<(kommune: Kommune) => boolean> {
  if (art === groupKind) {
    const heirs = await selectHeirs(context.store, stateAt(context), slug);
    const members = new Set(heirs.filter((heir) => heir.art === 'gruppe').map(({ kommune }) => kommune));
    return (kommune) => members.has(kommune.slug);
  }
  if (art === 'landkreis') return (kommune) => kommune.landkreis === slug || kommune.slug === slug;
  throw new InvalidDataError(
    `${slug} ist weder eine Gruppe noch ein Landkreis.`,
    'Gruppen zeigt „burgward gruppe liste“; für eine einzelne Kommune „--kommune“ nehmen.',
  );
}
