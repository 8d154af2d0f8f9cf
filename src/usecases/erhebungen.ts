import { createHash } from 'node:crypto';
import type { Erhebung } from '../domain/assessment.ts';
import { formatDay } from '../domain/calendar.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import { NotFoundError } from '../errors.ts';
import { insertErhebung, insertErhebungClosed, selectAssessments, selectErhebungen } from '../store/assessments.ts';
import { selectKommune } from '../store/kommunen.ts';
import { findProfile } from './catalogue-lookup.ts';
import { type Context, recordingOf, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';

export function erhebungJson(erhebung: Erhebung): CommandJson['erhebung beginnen'] {
  const { id, kommune, name, profil, begonnen, abgeschlossen, fingerprint } = erhebung;
  return { id, kommune, name, profil, begonnen, abgeschlossen, pruefsumme: fingerprint };
}

/** Opens a round. @throws InvalidDataError when one is still open, NotFoundError */
export async function beginErhebung(
  context: Context,
  slug: string,
  profil: string,
  name: string | undefined,
): Promise<CommandJson['erhebung beginnen']> {
  findProfile(context.catalogue, profil);
  await selectKommune(context.store, slug, stateNow(context));
  const begonnen = context.today;
  const erhebung = { kommune: slug, profil, begonnen, name: name ?? `Erhebung vom ${formatDay(begonnen)}` };
  return erhebungJson(await insertErhebung(context.store, erhebung, recordingOf(context)));
}

/** The open round of a Kommune, else the one closed last, else null. */
export function currentErhebung(erhebungen: readonly Erhebung[]): Erhebung | null {
  return erhebungen.find((e) => e.abgeschlossen === null) ?? erhebungen.at(-1) ?? null;
}

/** Closes the open round and freezes it with a fingerprint over the answers that held. @throws NotFoundError */
export async function closeErhebung(context: Context, slug: string): Promise<CommandJson['erhebung abschliessen']> {
  const { store } = context;
  await selectKommune(store, slug, stateNow(context));
  const open = (await selectErhebungen(store, slug, stateNow(context))).find((e) => e.abgeschlossen === null);
  if (open === undefined)
    throw new NotFoundError(`In ${slug} läuft keine Erhebung.`, 'Mit „burgward erhebung beginnen“ eine beginnen.');
  const answers = await selectAssessments(store, slug, stateNow(context));
  const asked = new Set(findProfile(context.catalogue, open.profil).controls);
  const frozen = answers.filter((answer) => asked.has(answer.control));
  const fingerprint = createHash('sha256').update(canonicalJson({ open, frozen })).digest('hex');
  const closed = { ...open, abgeschlossen: context.today, fingerprint };
  await insertErhebungClosed(store, closed, recordingOf(context));
  return erhebungJson(closed);
}
