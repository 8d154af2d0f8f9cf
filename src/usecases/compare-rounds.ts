import { answerKey, countStates, evaluateControl } from '../domain/answers.ts';
import type { Assessment, Erhebung } from '../domain/assessment.ts';
import { endOfDay, formatDay } from '../domain/calendar.ts';
import { parseDay } from '../domain/calendar-day.ts';
import type { Control } from '../domain/catalogue.ts';
import {
  type AnswerChangeKind,
  ageChanges,
  type ComparedQuestion,
  type ComparedSide,
  compareSides,
  countAsked,
  isKnown,
  isNewerEdition,
  methodChanges,
  realChanges,
  sourceChanges,
  trendsOf,
} from '../domain/comparison.ts';
import { InvalidDataError, NotFoundError } from '../errors.ts';
import { type RecordedClosing, selectClosings } from '../store/abschluesse.ts';
import { selectErhebungen } from '../store/assessments.ts';
import { selectKommune, selectZielobjekte } from '../store/kommunen.ts';
import { selectCurrentFindings } from '../store/netzlaeufe.ts';
import type { StateAt } from '../store/versions.ts';
import { findProfile } from './catalogue-lookup.ts';
import { type Context, stateAt } from './context.ts';
import { controlHash } from './control-hash.ts';
import { selectAnswers } from './current-answers.ts';
import { currentErhebung, findErhebung, stateAtClosing } from './erhebungen.ts';
import type { CommandJson } from './json-schemas.ts';

type Comparison = CommandJson['erhebung vergleichen'];

/** How the day that is looked at is written. */
export const todayWord = 'heute';

/**
 * What changed between two states of a Kommune, each a round (E1), a day or „heute“. Without them: from the round closed last to today.
 * @throws NotFoundError, InvalidDataError when a state is unknown, in the future, or the first comes after the second
 */
export async function compareRounds(
  context: Context,
  slug: string,
  from: string | undefined,
  to: string | undefined,
): Promise<Comparison> {
  const { slug: kommune } = await selectKommune(context.store, slug, stateAt(context));
  const before = await stateNamed(context, kommune, from ?? (await lastClosed(context, kommune)));
  const after = await stateNamed(context, kommune, to ?? todayWord);
  if (before.at.before > after.at.before) {
    throw new InvalidDataError(`„${before.angabe}“ liegt nach „${after.angabe}“.`, 'Den früheren Stand zuerst nennen.');
  }
  const [sideBefore, sideAfter] = [await sideOf(context, kommune, before), await sideOf(context, kommune, after)];
  const questions = compareSides({
    before: sideBefore,
    after: sideAfter,
    wordingNow: (control) => wordingOf(context, sideAfter, control),
  });
  return comparisonJson(context, { kommune, questions }, { ...before, side: sideBefore }, { ...after, side: sideAfter });
}

async function lastClosed(context: Context, slug: string): Promise<string> {
  const last = (await selectClosings(context.store, slug, stateAt(context))).at(-1);
  if (last !== undefined) return last.erhebung.id;
  throw new NotFoundError(
    `In ${slug} ist noch keine Erhebung abgeschlossen.`,
    'Zwei Tage nennen, zum Beispiel: burgward erhebung vergleichen 2026-01-31 heute',
  );
}

/** A state that is compared: what the user typed, what it is, and from when. */
interface NamedState {
  angabe: string;
  bezeichnung: string;
  at: StateAt;
  erhebung: Erhebung | null;
  closing: RecordedClosing | null;
}

async function stateNamed(context: Context, slug: string, angabe: string): Promise<NamedState> {
  const now = stateAt(context);
  if (/^e\d+$/i.test(angabe)) return roundNamed(context, slug, angabe, now);
  const isToday = angabe.toLowerCase() === todayWord;
  const day = isToday ? context.asOf : parseDay(angabe, 'Stand');
  if (day > context.asOf) {
    throw new InvalidDataError(
      `Der ${formatDay(day)} liegt nach dem betrachteten Tag, dem ${formatDay(context.asOf)}.`,
      'Einen früheren Tag nennen.',
    );
  }
  const at = { day, before: endOfDay(day) };
  const erhebung = currentErhebung(await selectErhebungen(context.store, slug, at));
  const bezeichnung = isToday && day === context.today ? `heute, ${formatDay(day)}` : `Stand ${formatDay(day)}`;
  return { angabe, bezeichnung, at, erhebung, closing: null };
}

async function roundNamed(context: Context, slug: string, angabe: string, now: StateAt): Promise<NamedState> {
  const erhebung = findErhebung(await selectErhebungen(context.store, slug, now), slug, angabe);
  const closing = (await selectClosings(context.store, slug, now)).find((each) => each.erhebung.id === erhebung.id) ?? null;
  const named = `${erhebung.id} „${erhebung.name}“`;
  return closing === null
    ? { angabe: erhebung.id, bezeichnung: `${named}, laufend`, at: now, erhebung, closing }
    : {
        angabe: erhebung.id,
        bezeichnung: `${named}, abgeschlossen am ${formatDay(erhebung.abgeschlossen ?? now.day)}`,
        at: stateAtClosing(closing),
        erhebung,
        closing,
      };
}

async function sideOf(context: Context, slug: string, { at, erhebung, closing }: NamedState): Promise<ComparedSide> {
  const { store, catalogue } = context;
  const zielobjekte = await selectZielobjekte(store, slug, at);
  const answers = await selectAnswers(context, slug, at);
  const findings = await selectCurrentFindings(store, slug, at);
  const byQuestion = new Map(answers.map((answer) => [answerKey(answer.zielobjekt, answer.control), answer]));
  const sealed = closing?.sealed ?? null;
  const isNow = at.day === context.today && closing === null;
  const edition = isNow ? catalogue.edition : (sealed?.katalog.edition ?? newestEdition(context, answers));
  const profile = erhebung?.profil ?? 'einstieg';
  const ids =
    sealed === null ? askedByProfile(context, profile, edition, answers) : new Set(sealed.fragen.map(({ control }) => control));
  const asked = catalogue.controls.filter(({ id }) => ids.has(id));
  return {
    day: at.day,
    profile,
    asked: asked.map((control) => evaluateControl(control, zielobjekte, byQuestion, findings, at.day)),
    vanished: [...ids].filter((id) => !asked.some((control) => control.id === id)),
    edition,
    catalogueHash: isNow ? catalogue.hash : (sealed?.katalog.hash ?? null),
  };
}

/** The newest edition anything was answered with by then; null before the first answer. */
function newestEdition({ catalogue }: Context, answers: readonly Assessment[]): string | null {
  return answers
    .filter(({ origin, catalogueId }) => origin === null && catalogueId === catalogue.id)
    .map(({ catalogueEdition }) => catalogueEdition)
    .reduce<string | null>((newest, edition) => (newest === null || isNewerEdition(edition, newest) ? edition : newest), null);
}

/** What a profile asked with an edition: without what came later, with what was answered and has been retired since. */
function askedByProfile(
  { catalogue }: Context,
  profile: string,
  edition: string | null,
  answers: readonly Assessment[],
): ReadonlySet<string> {
  const selected = new Set(findProfile(catalogue, profile).controls);
  const answered = new Set(answers.map(({ control }) => control));
  const asked = catalogue.controls.filter(({ id, since, retired }) => {
    if (retired !== undefined) return answered.has(id) && edition !== null && isNewerEdition(retired.in, edition);
    return selected.has(id) && (edition === null || !isNewerEdition(since, edition));
  });
  return new Set(asked.map(({ id }) => id));
}

/** The words of a control at the later state: those of this catalogue, if it was in force then. */
function wordingOf({ catalogue }: Context, { edition, catalogueHash }: ComparedSide, control: Control): string | null {
  const isThisCatalogue = catalogueHash === null ? edition === catalogue.edition : catalogueHash === catalogue.hash;
  return isThisCatalogue ? controlHash(control) : null;
}

interface SidedState extends NamedState {
  side: ComparedSide;
}

function comparisonJson(
  { catalogue }: Context,
  { kommune, questions }: { kommune: string; questions: readonly ComparedQuestion[] },
  before: SidedState,
  after: SidedState,
): Comparison {
  const shared = questions.filter((question) => question.before !== null && question.after !== null);
  const changed = questions.flatMap((question) => (question.change === null ? [] : changeJson(question, question.change)));
  const amount = (kind: AnswerChangeKind) => questions.filter(({ change }) => change === kind).length;
  const tally = <K extends AnswerChangeKind>(kinds: readonly K[]) =>
    Object.fromEntries(kinds.map((kind) => [kind, amount(kind)])) as Record<K, number>;
  const trends = trendsOf(catalogue.vocabulary.topics, questions);
  return {
    kommune,
    von: sideJson(before),
    bis: sideJson(after),
    verglichen: shared.length,
    unbekanntVorher: shared.filter((question) => !isKnown(question.before)).length,
    unbekanntNachher: shared.filter((question) => !isKnown(question.after)).length,
    unveraendert: shared.filter(({ change }) => change === null).length,
    wortlautNichtFestgehalten: shared.filter(({ wording }) => wording === 'nichtFestgehalten').length,
    inhalt: tally(realChanges),
    katalogUndMethode: tally(methodChanges),
    alter: tally(ageChanges),
    quelle: tally(sourceChanges),
    aenderungen: changed,
    themen: trends.map(({ topic, trend, known, better, worse, unknown }) => ({
      thema: topic.id,
      titel: topic.title,
      entwicklung: trend,
      verglichen: known,
      besser: better,
      schlechter: worse,
      unbekannt: unknown,
      vorher: countsOf(shared, topic.id, 'before'),
      nachher: countsOf(shared, topic.id, 'after'),
    })),
  };
}

function countsOf(questions: readonly ComparedQuestion[], topic: string, when: 'before' | 'after') {
  return countStates(questions.filter(({ control }) => control.topic === topic).map((question) => question[when] ?? 'offen'));
}

function sideJson({ angabe, bezeichnung, at, erhebung, side }: SidedState): Comparison['von'] {
  return {
    angabe,
    bezeichnung,
    stand: at.day,
    erhebung: erhebung?.id ?? null,
    profil: side.profile,
    katalog: { edition: side.edition, hash: side.catalogueHash },
    gesamt: countAsked(side.asked),
  };
}

function changeJson(question: ComparedQuestion, art: AnswerChangeKind): Comparison['aenderungen'][number] {
  const { control, zielobjekt, before, after, answer, wording, sentence } = question;
  return {
    art,
    control: control.id,
    titel: control.title,
    thema: control.topic === '' ? null : control.topic,
    zielobjekt,
    vorher: before,
    nachher: after,
    gesagtVon: answer?.saidBy ?? null,
    gesagtAm: answer?.validFrom ?? null,
    erfasstAm: answer?.recordedAt ?? null,
    begruendung: answer?.begruendung ?? null,
    wortlaut: wording,
    satz: sentence,
  };
}
