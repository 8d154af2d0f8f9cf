import { createHash } from 'node:crypto';
import { answerKey, type ControlEvaluation, evaluateControl } from '../domain/answers.ts';
import type { Erhebung } from '../domain/assessment.ts';
import { dayOf, formatDay } from '../domain/calendar.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import {
  countSealed,
  earlierSealedContent,
  type SealedState,
  sealedContent,
  sealedQuestions,
  sealingMethod,
} from '../domain/closing.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { type RecordedClosing, selectClosings, selectLastEntry } from '../store/abschluesse.ts';
import { insertErhebung, insertErhebungClosed, selectAssessments, selectErhebungen } from '../store/assessments.ts';
import { selectGruppen, selectKommune, selectKommunen, selectZielobjekte } from '../store/kommunen.ts';
import { selectRefingerprints } from '../store/loeschungen.ts';
import type { StateAt } from '../store/versions.ts';
import { findById, findProfile } from './catalogue-lookup.ts';
import { type Context, recordingOf, stateAt, stateNow } from './context.ts';
import { selectAnswers } from './current-answers.ts';
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
  const erhebung = { kommune: slug, profil, begonnen, name: name ?? nameOfRound(begonnen) };
  return erhebungJson(await insertErhebung(context.store, erhebung, recordingOf(context)));
}

/** How a round is called that was given no name. */
export function nameOfRound(begonnen: string): string {
  return `Erhebung vom ${formatDay(begonnen)}`;
}

/** The open round of a Kommune, else the one closed last, else null. */
export function currentErhebung(erhebungen: readonly Erhebung[]): Erhebung | null {
  return erhebungen.find((e) => e.abgeschlossen === null) ?? erhebungen.at(-1) ?? null;
}

/** Who signs a closed round, for those who sign on paper too. */
export interface ClosingSignature {
  unterzeichnetVon?: string | undefined;
  /** Role of the catalogue. */
  rolle?: string | undefined;
}

/**
 * Closes the open round and freezes its state with a fingerprint: catalogue, questions, every answer that counts with where it comes
 * from and who signed it. Open questions are no obstacle; they are counted.
 * @throws NotFoundError without an open round, InvalidDataError when something is recorded at the same time
 */
export async function closeErhebung(
  context: Context,
  slug: string,
  signature: ClosingSignature = {},
): Promise<CommandJson['erhebung abschliessen']> {
  const { store, catalogue } = context;
  await selectKommune(store, slug, stateNow(context));
  const lastEntry = await selectLastEntry(store, slug);
  const open = (await selectErhebungen(store, slug, stateNow(context))).find((e) => e.abgeschlossen === null);
  if (open === undefined)
    throw new NotFoundError(`In ${slug} läuft keine Erhebung.`, 'Mit „burgward erhebung beginnen“ eine beginnen.');
  const signed = checkSignature(context, signature);
  const recording = recordingOf(context);
  const at = stateUntil(context.today, recording.at);
  const { id, edition, hash } = catalogue;
  const fragen = sealedQuestions(await askedAt(context, slug, at, open.profil));
  const sealed: SealedState = { verfahren: sealingMethod, katalog: { id, edition, hash }, fragen, ...signed };
  const closed = { ...open, abgeschlossen: context.today };
  const fingerprint = await fingerprintOf(context, closed, sealed, at);
  await insertErhebungClosed(store, { ...closed, fingerprint }, recording, sealed, lastEntry);
  return {
    ...erhebungJson({ ...closed, fingerprint }),
    stand: countSealed(fragen),
    beanstandet: fragen.filter(({ beanstandet }) => beanstandet).length,
    ...signed,
  };
}

function checkSignature({ catalogue }: Context, { unterzeichnetVon, rolle }: ClosingSignature) {
  const name = unterzeichnetVon?.trim() ?? '';
  if (name === '' && (unterzeichnetVon !== undefined || rolle !== undefined)) {
    throw new InvalidDataError('Wer unterzeichnet, fehlt.', 'Mit --unterzeichnet-von den Namen angeben, oder --rolle weglassen.');
  }
  if (rolle !== undefined) findById(catalogue.vocabulary.roles, rolle, 'Eine Rolle', 'Vorhanden sind');
  return { unterzeichnetVon: name === '' ? null : name, rolle: rolle ?? null };
}

async function fingerprintOf(context: Context, erhebung: Erhebung, sealed: SealedState, at: StateAt): Promise<string> {
  return hashOf(sealedContent(erhebung, sealed, await selectAnswers(context, erhebung.kommune, at)));
}

function hashOf(content: unknown): string {
  return createHash('sha256').update(canonicalJson(content), 'utf8').digest('hex');
}

/** The state on a day up to and including an instant: what a round was closed with, whatever came later that day. */
function stateUntil(day: string, instant: string): StateAt {
  return { day, before: new Date(Date.parse(instant) + 1).toISOString() };
}

/** The state a round was closed with. */
export function stateAtClosing({ erhebung, at }: RecordedClosing): StateAt {
  return stateUntil(erhebung.abgeschlossen ?? '', at);
}

/** The live controls of a profile with the answers of a day. Network checks change no state and are left out. */
async function askedAt(context: Context, slug: string, at: StateAt, profil: string): Promise<ControlEvaluation[]> {
  const { store, catalogue } = context;
  const zielobjekte = await selectZielobjekte(store, slug, at);
  const answers = new Map((await selectAnswers(context, slug, at)).map((a) => [answerKey(a.zielobjekt, a.control), a]));
  const asked = new Set(findProfile(catalogue, profil).controls);
  return catalogue.controls
    .filter(({ id, retired }) => asked.has(id) && retired === undefined)
    .map((control) => evaluateControl(control, zielobjekte, answers, [], at.day));
}

/** Every round with how far it came; a closed one as it was signed off. */
export async function listErhebungen(context: Context, slug: string): Promise<CommandJson['erhebung liste']> {
  const { store } = context;
  const at = stateAt(context);
  await selectKommune(store, slug, at);
  const closings = new Map((await selectClosings(store, slug, at)).map((closing) => [closing.erhebung.id, closing]));
  const rows: CommandJson['erhebung liste'] = [];
  for (const erhebung of await selectErhebungen(store, slug, at)) {
    const closing = closings.get(erhebung.id);
    const sealed = closing?.sealed ?? null;
    const state = closing === undefined ? at : stateAtClosing(closing);
    const questions = sealed?.fragen ?? sealedQuestions(await askedAt(context, slug, state, erhebung.profil));
    rows.push({
      ...erhebungJson(erhebung),
      katalog: sealed?.katalog.edition ?? null,
      stand: countSealed(questions),
      beanstandet: questions.filter(({ beanstandet }) => beanstandet).length,
      unterzeichnetVon: sealed?.unterzeichnetVon ?? null,
      rolle: sealed?.rolle ?? null,
    });
  }
  return rows;
}

/**
 * Recomputes the fingerprint of a closed round from what is recorded.
 * @throws NotFoundError, InvalidDataError for a round that is still open
 */
export async function verifyErhebung(context: Context, slug: string, id: string): Promise<CommandJson['erhebung pruefen']> {
  const { store } = context;
  const at = stateAt(context);
  await selectKommune(store, slug, at);
  const erhebung = findErhebung(await selectErhebungen(store, slug, at), slug, id);
  const closing = (await selectClosings(store, slug, at)).find((each) => each.erhebung.id === erhebung.id);
  if (closing?.erhebung.abgeschlossen == null || closing.erhebung.fingerprint === null) {
    throw new InvalidDataError(
      `Die Erhebung „${erhebung.name}“ (${erhebung.id}) ist nicht abgeschlossen; sie hat noch keine Prüfsumme.`,
      'Mit „burgward erhebung abschliessen“ abschließen.',
    );
  }
  const { abgeschlossen, fingerprint } = closing.erhebung;
  const { sealed } = closing;
  const computed = await recompute(context, closing);
  const erased = computed === fingerprint ? [] : await selectRefingerprints(store, slug, erhebung.id);
  const isAsErased = erased.length > 0 && computed === fingerprintAfter(fingerprint, erased);
  const ergebnis = computed === fingerprint || isAsErased ? 'stimmt' : sealed === null ? 'nichtPruefbar' : 'stimmtNicht';
  return {
    kommune: slug,
    erhebung: erhebung.id,
    name: erhebung.name,
    abgeschlossen,
    verfahren: sealed?.verfahren ?? 1,
    ergebnis,
    pruefsumme: fingerprint,
    berechnet: computed,
    text: isAsErased ? erasedText(erased.at(-1)?.am ?? '') : verdictTexts[ergebnis],
    katalog: sealed?.katalog ?? null,
    stand: sealed === null ? null : countSealed(sealed.fragen),
    unterzeichnetVon: sealed?.unterzeichnetVon ?? null,
    rolle: sealed?.rolle ?? null,
  };
}

const verdictTexts = {
  stimmt: 'Die Prüfsumme stimmt: Der Stand ist derselbe wie beim Abschluss.',
  stimmtNicht:
    'Die Prüfsumme stimmt nicht: Der Stand in der Datenbank ist ein anderer als beim Abschluss. „burgward protokoll pruefen“ zeigt, welche Zeilen verändert sind.',
  nichtPruefbar:
    'Die Prüfsumme lässt sich nicht nachrechnen: Bis Schema 3 wurde nicht festgehalten, welche Fragen damals zum Profil gehörten. Ob die Antworten unverändert sind, sagt „burgward protokoll pruefen“.',
} as const;

/** Null when the steps do not follow from it one by one. */
function fingerprintAfter(fingerprint: string, steps: readonly { alt: string; neu: string }[]): string | null {
  return steps.reduce<string | null>((known, { alt, neu }) => (known === alt ? neu : null), fingerprint);
}

const erasedText = (am: string) =>
  `Der Stand ist derselbe wie beim Abschluss, bis auf Angaben zu einer Person, die am ${formatDay(dayOf(am))} gelöscht wurden. Deshalb ergibt sich eine andere Prüfsumme; beide stehen im Protokoll.`;

/** The fingerprint every closed round has by what is recorded now, by Kommune and round. */
export async function recomputeClosings(context: Context): Promise<{ kommune: string; erhebung: string; fingerprint: string }[]> {
  const found: { kommune: string; erhebung: string; fingerprint: string }[] = [];
  const at = stateNow(context);
  for (const { slug } of [...(await selectKommunen(context.store, at)), ...(await selectGruppen(context.store, at))]) {
    for (const closing of await selectClosings(context.store, slug, at)) {
      if (closing.erhebung.fingerprint === null) continue;
      found.push({ kommune: slug, erhebung: closing.erhebung.id, fingerprint: await recompute(context, closing) });
    }
  }
  return found;
}

async function recompute(context: Context, closing: RecordedClosing): Promise<string> {
  const { erhebung, sealed } = closing;
  const at = stateAtClosing(closing);
  if (sealed !== null) return fingerprintOf(context, erhebung, sealed, at);
  const asked = new Set(context.catalogue.profiles.find(({ id }) => id === erhebung.profil)?.controls);
  const answers = await selectAssessments(context.store, erhebung.kommune, at);
  return hashOf(
    earlierSealedContent(
      erhebung,
      answers.filter(({ control }) => asked.has(control)),
    ),
  );
}

/** @throws NotFoundError naming the rounds there are */
export function findErhebung(erhebungen: readonly Erhebung[], slug: string, id: string): Erhebung {
  const found = erhebungen.find((erhebung) => erhebung.id === id.toUpperCase());
  if (found !== undefined) return found;
  throw new NotFoundError(
    `Eine Erhebung „${id}“ gibt es in ${slug} nicht.`,
    erhebungen.length === 0
      ? 'Mit „burgward erhebung beginnen“ eine beginnen.'
      : `Vorhanden sind: ${erhebungen.map((erhebung) => erhebung.id).join(', ')}.`,
  );
}
