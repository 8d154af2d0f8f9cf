/** What members have from their groups besides answers: Freigaben and rows of connection conditions. */
import type { Freigabe } from '../domain/freigabe.ts';
import { selectFreigaben } from '../store/freigaben.ts';
import { selectDescents } from '../store/herkunft.ts';
import { selectKommune } from '../store/kommunen.ts';
import { type RecordedLocalRow, selectLocalRows } from '../store/rahmenwerk-zeilen.ts';
import type { StateAt } from '../store/versions.ts';
import type { Context } from './context.ts';

/** Slugs of the groups a Kommune is a member of on a day. */
export async function groupsOf({ store }: Context, slug: string, at: StateAt): Promise<string[]> {
  const descents = await selectDescents(store, at, [slug]);
  return descents.filter(({ art }) => art === 'gruppe').map(({ von }) => von);
}

/**
 * The Freigaben a Kommune may use: its own first, then those of its groups. A group's is called `gruppe/F1` here, so that two
 * of the same number stay apart; `kommune` says to whom it was granted.
 */
export async function selectUsableFreigaben(context: Context, slug: string, at: StateAt): Promise<Freigabe[]> {
  const own = await selectFreigaben(context.store, slug, at);
  const ofGroups: Freigabe[] = [];
  for (const group of await groupsOf(context, slug, at)) {
    const granted = await selectFreigaben(context.store, group, at);
    ofGroups.push(...granted.map((freigabe) => ({ ...freigabe, id: `${group}/${freigabe.id}` })));
  }
  return [...own, ...ofGroups];
}

/**
 * What holds for the rows of its connection conditions: what the Kommune recorded itself, else what a group did, whose name then
 * stands behind the reason.
 */
export async function selectInheritedRows(context: Context, slug: string, at: StateAt): Promise<RecordedLocalRow[]> {
  const rows = await selectLocalRows(context.store, slug, at);
  const decided = new Set(rows.map(rowKey));
  for (const group of await groupsOf(context, slug, at)) {
    const { name } = await selectKommune(context.store, group, at);
    for (const row of await selectLocalRows(context.store, group, at)) {
      if (decided.has(rowKey(row))) continue;
      decided.add(rowKey(row));
      rows.push({
        ...row,
        reason: [row.reason?.replace(/\.$/, '') ?? null, `nach Angabe der Gruppe ${name}`]
          .filter((text) => text !== null)
          .join(', '),
      });
    }
  }
  return rows;
}

function rowKey({ framework, item }: RecordedLocalRow): string {
  return `${framework} ${item}`;
}
