/**
 * What a Kommune has from others: statements of providers, the Kommune that carries out its administration, groups. An own answer
 * goes before all of them; docs/decisions/0021 says why. Pure functions over lists.
 */
import type { AnswerOrigin, Assessment, Umsetzungsstatus } from './assessment.ts';
import { addDuration, formatDay } from './calendar.ts';
import { informationsverbund } from './kommune.ts';

/** Kind (`art`) of the row of a group among the Kommunen. */
export const groupKind = 'gruppe';

/** What a provider says about one control. */
export interface StatementClaim {
  control: string;
  status: Umsetzungsstatus;
  begruendung: string | null;
}

/** A provider confirms many controls at once, dated. Days are YYYY-MM-DD. */
export interface ProviderStatement {
  /** E1, E2, … over all Kommunen. */
  id: string;
  dienstleister: string;
  titel: string;
  vom: string;
  /** Last day, null when the provider names none: its answers then age like any other. */
  gueltigBis: string | null;
  /** Where the signed paper is. */
  dokument: string | null;
  aussagen: readonly StatementClaim[];
  /** First day on which it no longer holds. */
  widerrufenAm: string | null;
  widerrufGrund: string | null;
}

/** A statement holds for a Kommune, or for every member of a group. */
export interface StatementAssignment {
  kommune: string;
  erklaerung: string;
  vertrag: string | null;
  /** Last day of the contract. */
  vertragBis: string | null;
  /** Agreement on processing (Art. 28 DSGVO). */
  avv: string | null;
  /** False: ended, or for a member of a group: does not hold here. */
  gilt: boolean;
}

/** Whose answers a Kommune inherits. */
export interface Descent {
  kommune: string;
  von: string;
  art: 'gruppe' | 'verwaltung';
}

export const statementStates = ['gueltig', 'abgelaufen', 'widerrufen'] as const;
export type StatementState = (typeof statementStates)[number];

export function statementState({ gueltigBis, widerrufenAm }: ProviderStatement, day: string): StatementState {
  if (widerrufenAm !== null && widerrufenAm <= day) return 'widerrufen';
  return gueltigBis !== null && gueltigBis < day ? 'abgelaufen' : 'gueltig';
}

/** Why a statement no longer holds for a Kommune on a day, as a sentence; null while it does. */
export function lapseOf(statement: ProviderStatement, { vertragBis }: StatementAssignment, day: string): string | null {
  const { id, dienstleister, gueltigBis, widerrufenAm, widerrufGrund } = statement;
  const named = `Die Erklärung von ${dienstleister} (${id})`;
  const state = statementState(statement, day);
  if (state === 'widerrufen') {
    const why = widerrufGrund === null ? '' : `: ${widerrufGrund.replace(/\.$/, '')}`;
    return `${named} ist seit dem ${formatDay(widerrufenAm ?? day)} widerrufen${why}.`;
  }
  if (state === 'abgelaufen') return `${named} galt nur bis ${formatDay(gueltigBis ?? day)}.`;
  if (vertragBis === null || vertragBis >= day) return null;
  return `Der Vertrag, auf dem die Erklärung von ${dienstleister} (${id}) beruht, endete am ${formatDay(vertragBis)}.`;
}

/** What a statement rests on in a Kommune: contract, agreement on processing, or both; null for „ohne Vertragsgrundlage“. */
export function basisOfContract({ vertrag, avv }: Pick<StatementAssignment, 'vertrag' | 'avv'>): string | null {
  const parts = [vertrag, avv === null ? null : `AVV ${avv.replace(/^AVV\s+/, '')}`].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}

/** What the answers of a statement need to know besides it. */
export interface StatementSource {
  statement: ProviderStatement;
  assignment: StatementAssignment;
  /** Instant and entry (in the chain of the system) of the recording. */
  recordedAt: string;
  entry: number;
}

/**
 * The answers a Kommune has from a statement. Each has to be confirmed from the day on which the statement, or the contract behind
 * it, no longer holds; where no end is named, when an answer to that control would have to be.
 * @param reviewAfter ISO 8601 duration by control; unknown controls are left out
 */
export function answersOfStatement(
  source: StatementSource,
  kommune: string,
  catalogue: { id: string; edition: string },
  reviewAfter: ReadonlyMap<string, string>,
  day: string,
): Assessment[] {
  const { statement, assignment, recordedAt, entry } = source;
  const { id, dienstleister, titel, vom, gueltigBis, dokument } = statement;
  const vertragsgrundlage = basisOfContract(assignment);
  const erloschen = lapseOf(statement, assignment, day);
  const origin: AnswerOrigin = { kind: 'erklaerung', id, dienstleister, titel, vom, gueltigBis, vertragsgrundlage, erloschen };
  return statement.aussagen.flatMap(({ control, status, begruendung }) => {
    const duration = reviewAfter.get(control);
    if (duration === undefined) return [];
    return {
      kommune,
      zielobjekt: informationsverbund,
      control,
      catalogueId: catalogue.id,
      catalogueEdition: catalogue.edition,
      erhebung: '',
      status,
      grund: null,
      begruendung,
      // A paper nobody is bound by proves nothing.
      nachweis: vertragsgrundlage === null ? null : dokument,
      notiz: null,
      verantwortlich: null,
      bis: null,
      saidBy: dienstleister,
      source: 'erklaerung' as const,
      validFrom: vom,
      reviewDue: endOf(statement, assignment, duration),
      recordedAt,
      entry,
      paket: null,
      controlHash: null,
      origin,
    };
  });
}

/** First day on which an answer of a statement has to be confirmed. */
function endOf(
  { vom, gueltigBis, widerrufenAm }: ProviderStatement,
  { vertragBis }: StatementAssignment,
  duration: string,
): string {
  const ends = [
    gueltigBis === null ? addDuration(vom, duration) : addDuration(gueltigBis, 'P1D'),
    ...(vertragBis === null ? [] : [addDuration(vertragBis, 'P1D')]),
    ...(widerrufenAm === null ? [] : [widerrufenAm]),
  ];
  return ends.reduce((earliest, end) => (end < earliest ? end : earliest));
}

/**
 * What a group or an administering Kommune said itself about the Kommune as a whole. What it has from others, and its answers
 * about single Zielobjekte, are not passed on: inheritance goes over one step.
 */
export function passedOn(answers: readonly Assessment[], origin: AnswerOrigin): Assessment[] {
  return answers
    .filter((answer) => answer.origin === null && answer.zielobjekt === informationsverbund)
    .map((answer) => ({ ...answer, origin }));
}

const rankOfKind: Readonly<Record<AnswerOrigin['kind'], number>> = { erklaerung: 0, verwaltung: 1, gruppe: 2 };

/**
 * The answers that count, at most one per Zielobjekt and control: the own one, else a statement, else the administering Kommune,
 * else a group. Several of one kind: what still holds, then the newest. The others stay with the chosen one as `overruled`.
 * @param own answers the Kommune gave itself
 * @param inherited what it has from others, for the Kommune as a whole
 */
export function withInherited(own: readonly Assessment[], inherited: readonly Assessment[], day: string): Assessment[] {
  if (inherited.length === 0) return [...own];
  const byControl = Map.groupBy(inherited, ({ control }) => control);
  const candidates = new Map([...byControl].map(([control, answers]) => [control, nearestFirst(answers, day)]));
  const ownWithOthers = own.map((answer) => {
    const overruled = candidates.get(answer.control);
    return overruled === undefined ? answer : { ...answer, overruled };
  });
  const answered = new Set(own.filter((a) => a.zielobjekt === informationsverbund).map(({ control }) => control));
  const chosen = [...candidates].flatMap(([control, [nearest, ...others]]) => {
    if (nearest === undefined || answered.has(control)) return [];
    return others.length === 0 ? nearest : { ...nearest, overruled: others };
  });
  return [...ownWithOthers, ...chosen];
}

function nearestFirst(answers: readonly Assessment[], day: string): Assessment[] {
  return [...answers].sort((a, b) => {
    const rank = rankOf(a) - rankOf(b);
    const holds = Number(b.reviewDue > day) - Number(a.reviewDue > day);
    const newest = a.validFrom === b.validFrom ? 0 : a.validFrom > b.validFrom ? -1 : 1;
    return rank || holds || newest || (sourceKey(a) < sourceKey(b) ? -1 : 1);
  });
}

function rankOf({ origin }: Assessment): number {
  return origin === null ? -1 : rankOfKind[origin.kind];
}

function sourceKey({ origin }: Assessment): string {
  if (origin === null) return '';
  return origin.kind === 'erklaerung' ? origin.id : origin.slug;
}

/** „Erklärung von KISA vom 01.03.2026 (E1), gültig bis 31.12.2026, ohne Vertragsgrundlage“, „…, gilt nicht mehr“, „Gruppe KISA-Kunden“. */
export function originText(origin: AnswerOrigin): string {
  if (origin.kind !== 'erklaerung') return `${origin.kind === 'gruppe' ? 'Gruppe' : 'Verwaltung durch'} ${origin.name}`;
  const lasting = origin.gueltigBis === null ? '' : `, gültig bis ${formatDay(origin.gueltigBis)}`;
  const until = origin.erloschen === null ? lasting : ', gilt nicht mehr';
  const unfounded = origin.vertragsgrundlage === null ? ', ohne Vertragsgrundlage' : '';
  return `Erklärung von ${origin.dienstleister} vom ${formatDay(origin.vom)} (${origin.id})${until}${unfounded}`;
}

/** The nearest answer in force that this one stands before and that says something else; null if there is none. */
export function deviationOf(answer: Assessment, day: string): Assessment | null {
  return answer.overruled?.find((other) => other.reviewDue > day && other.status !== answer.status) ?? null;
}

/**
 * The assignments that hold for a Kommune: its own, and those of its groups unless its own row says something else.
 * @param groups slugs of its groups
 */
export function assignmentsFor(
  kommune: string,
  groups: readonly string[],
  assignments: readonly StatementAssignment[],
): StatementAssignment[] {
  const byStatement = new Map<string, StatementAssignment>();
  for (const bearer of [kommune, ...groups]) {
    for (const assignment of assignments.filter((each) => each.kommune === bearer)) {
      const isDecided = byStatement.has(assignment.erklaerung) || (bearer !== kommune && !assignment.gilt);
      if (!isDecided) byStatement.set(assignment.erklaerung, assignment);
    }
  }
  return [...byStatement.values()].filter(({ gilt }) => gilt);
}
