/** What is signed off when a round is closed: catalogue, questions with their state, the answers behind them, and who signed. */
import { type AnswerState, type ControlEvaluation, type Counts, combineStates, countStates } from './answers.ts';
import type { AnswerOrigin, Assessment, Erhebung } from './assessment.ts';
import type { CatalogueIdentity } from './catalogue.ts';

/** How the fingerprint is made; a later way gets the next number, so that this one can still be recomputed. */
export const sealingMethod = 2;

/** One question as it stood: a control at one Zielobjekt. */
export interface SealedQuestion {
  control: string;
  zielobjekt: string;
  zustand: AnswerState;
  /** A second person disputed the answer. */
  beanstandet: boolean;
}

/** Kept with the round, since a later catalogue asks other questions. The answers stay where they are. */
export interface SealedState {
  verfahren: typeof sealingMethod;
  katalog: CatalogueIdentity;
  /** By control, then by Zielobjekt. */
  fragen: readonly SealedQuestion[];
  unterzeichnetVon: string | null;
  rolle: string | null;
}

/** The questions of evaluated controls with their state. */
export function sealedQuestions(controls: readonly ControlEvaluation[]): SealedQuestion[] {
  return controls
    .flatMap(({ control, answers }) =>
      answers.map(({ zielobjekt, state, answer }) => ({
        control: control.id,
        zielobjekt: zielobjekt.kuerzel,
        zustand: state,
        beanstandet: answer?.secondSignature?.result === 'beanstandet',
      })),
    )
    .sort(byQuestion);
}

/** Counts per control, as in every overview: the worst Zielobjekt decides. */
export function countSealed(questions: readonly SealedQuestion[]): Counts {
  const byControl = Map.groupBy(questions, ({ control }) => control);
  return countStates([...byControl.values()].map((own) => combineStates(own.map(({ zustand }) => zustand))));
}

/**
 * What the fingerprint is made over, with method 2. Left out is what a later program or catalogue words anew: the sentences about the
 * origin, and the review date of an answer that a statement without end gives.
 * @param answers what counted for the questions when the round was closed
 */
export function sealedContent(erhebung: Erhebung, sealed: SealedState, answers: readonly Assessment[]): unknown {
  const { id, kommune, name, profil, begonnen, abgeschlossen } = erhebung;
  const asked = new Set(sealed.fragen.map(({ control }) => control));
  const listed = (wanted: (question: SealedQuestion) => boolean) =>
    sealed.fragen.filter(wanted).map(({ control, zielobjekt }) => `${control} ${zielobjekt}`);
  return {
    ...sealed,
    erhebung: { id, kommune, name, profil, begonnen, abgeschlossen },
    offen: listed(({ zustand }) => zustand === 'offen'),
    zuBestaetigen: listed(({ zustand }) => zustand === 'zuBestaetigen'),
    beanstandet: listed(({ beanstandet }) => beanstandet),
    antworten: answers
      .filter(({ control }) => asked.has(control))
      .sort(byQuestion)
      .map(sealedAnswer),
  };
}

function sealedAnswer(answer: Assessment): unknown {
  const { overruled, secondSignature, origin, catalogueId, catalogueEdition, controlHash, reviewDue, paket, ...said } = answer;
  const isStated = origin?.kind === 'erklaerung';
  return {
    ...said,
    ...(isStated ? {} : { catalogueId, catalogueEdition, controlHash, reviewDue, paket }),
    origin: origin === null ? null : sealedOrigin(origin),
    secondSignature: secondSignature ?? null,
    overruled: (overruled ?? []).map(sealedAnswer),
  };
}

function sealedOrigin(origin: AnswerOrigin): unknown {
  if (origin.kind !== 'erklaerung') return origin;
  const { kind, id, dienstleister, titel, vom, gueltigBis, vertragsgrundlage, erloschen } = origin;
  return {
    kind,
    id,
    dienstleister,
    titel,
    vom,
    gueltigBis,
    vertragsgrundlage: vertragsgrundlage !== null,
    erloschen: erloschen !== null,
  };
}

function byQuestion(a: { control: string; zielobjekt: string }, b: { control: string; zielobjekt: string }): number {
  const [left, right] = [`${a.control} ${a.zielobjekt}`, `${b.control} ${b.zielobjekt}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** What the fingerprint of rounds closed before schema 4 was made over: the round before closing, and its own answers. */
export function earlierSealedContent(erhebung: Erhebung, answers: readonly Assessment[]): unknown {
  const open = { ...erhebung, abgeschlossen: null, fingerprint: null };
  const frozen = answers.map(
    ({
      notiz: _,
      entry: __,
      paket: ___,
      controlHash: ____,
      origin: _____,
      overruled: ______,
      secondSignature: _______,
      ...answer
    }) => answer,
  );
  return { open, frozen };
}
