import { addDuration, dayOf } from '../domain/calendar.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import { type DueItem, dueItemsOf, dueUntil } from '../domain/due.ts';
import { evaluateFramework } from '../domain/duties.ts';
import { evidenceState } from '../domain/evidence.ts';
import { formatTarget } from '../domain/finding.ts';
import { explainFindings } from '../domain/finding-explanations.ts';
import { isClosedHere, isUndatedGap } from '../domain/gaps.ts';
import { groupKind, type ProviderStatement, statementState, withInherited } from '../domain/inheritance.ts';
import { informationsverbund, type Kommune } from '../domain/kommune.ts';
import { registers } from '../domain/registers/index.ts';
import { degree } from '../report/duty-data.ts';
import { selectAssessments } from '../store/assessments.ts';
import { selectFindingExplanations } from '../store/befund-erklaerungen.ts';
import { selectAssignments, selectStatements } from '../store/erklaerungen.ts';
import { selectFreigaben } from '../store/freigaben.ts';
import {
  selectAllRollen,
  selectGruppen,
  selectKommune,
  selectKommunen,
  selectMerkmale,
  selectRollen,
} from '../store/kommunen.ts';
import { selectEvidence, selectEvidenceReferences } from '../store/nachweise.ts';
import { selectCurrentFindings } from '../store/netzlaeufe.ts';
import { selectNotes } from '../store/notizen.ts';
import { selectCountedAnswers } from '../store/overview.ts';
import { selectPakete } from '../store/pakete.ts';
import { selectEntries } from '../store/register-entries.ts';
import type { StateAt } from '../store/versions.ts';
import { findFramework, saxonHolidays } from './catalogue-lookup.ts';
import { type Context, stateAt } from './context.ts';
import { selectInherited } from './current-answers.ts';
import { groupsOf } from './gruppen-shared.ts';
import { incidentDue } from './incident-due.ts';
import type { CommandJson } from './json-schemas.ts';
import { disturbedRecipients } from './message-recipients.ts';
import { selectRegisterFacts, surroundingsWith } from './register-surroundings.ts';

export interface DueRequest {
  /** Slug; without one all Kommunen and groups. */
  kommune?: string | undefined;
  /** How many days ahead. */
  days: number;
}

/** Everything late or due within some days, over all Kommunen; gaps without a day are counted beside it. */
export async function listDue(context: Context, request: DueRequest): Promise<CommandJson['faellig']> {
  const at = stateAt(context);
  const bodies = await bodiesOf(context, request.kommune, at);
  const until = addDuration(context.asOf, `P${request.days}D`);
  const { items: fromAnswers, undated } = await answersDue(context, bodies, at);
  const items = [
    ...fromAnswers,
    ...(await evidenceDue(context, bodies, request, at)),
    ...(await statementsDue(context, bodies, request, at)),
    ...(await notesDue(context, bodies, request, at)),
    ...(await registersDue(context, bodies, request, at)),
    ...(await messagesDue(context, request, at)),
  ];
  for (const body of bodies) items.push(...(await bodyDue(context, body, at)), ...(await incidentDue(context, body.slug, at)));
  return {
    stand: context.asOf,
    bis: until,
    ohneTermin: undated,
    punkte: dueUntil(items, until).map(({ day, kind, kommune, text, who, id, isLate, which = null }) => ({
      tag: day,
      art: kind,
      kommune,
      id,
      text,
      wer: who,
      ueberfaellig: isLate ?? day < context.asOf,
      regel: which,
    })),
  };
}

async function bodiesOf({ store }: Context, slug: string | undefined, at: StateAt): Promise<Kommune[]> {
  if (slug !== undefined) return [await selectKommune(store, slug, at)];
  return [...(await selectKommunen(store, at)), ...(await selectGruppen(store, at))];
}

/** Gaps with a day one by one; answers to be confirmed together, per topic. */
async function answersDue({ store, catalogue }: Context, bodies: readonly Kommune[], at: StateAt) {
  const items: DueItem[] = [];
  let undated = 0;
  const live = new Map(catalogue.controls.filter(({ retired }) => retired === undefined).map((control) => [control.id, control]));
  const bySlug = await selectCountedAnswers(
    store,
    bodies.map(({ slug }) => slug),
    at,
  );
  for (const [kommune, answers] of bySlug) {
    for (const answer of answers) {
      const { control: controlId, zielobjekt, status, bis, verantwortlich } = answer;
      const control = live.get(controlId);
      const id = zielobjekt === informationsverbund ? controlId : `${controlId} (${zielobjekt})`;
      if (control === undefined) continue;
      const isGap = status === 'nein' || status === 'teilweise';
      if (isGap && isUndatedGap(answer)) undated += 1;
      if (isGap && isClosedHere(answer) && bis !== null)
        items.push({ day: bis, kind: 'luecke', kommune, id, text: `${control.title} (${status})`, who: verantwortlich });
    }
    items.push(...confirmations(kommune, answers, live, catalogue));
  }
  return { items, undated };
}

/** One line per topic and month: an officer confirms by topic, not answer by answer. */
function confirmations(
  kommune: string,
  answers: readonly { control: string; reviewDue: string }[],
  live: ReadonlyMap<string, Catalogue['controls'][number]>,
  { vocabulary }: Catalogue,
): DueItem[] {
  const topics = new Map(vocabulary.topics.map(({ id, title }) => [id, title]));
  const known = answers.flatMap(({ control, reviewDue }) => {
    const topic = live.get(control)?.topic;
    return topic === undefined ? [] : [{ topic, reviewDue }];
  });
  const groups = Map.groupBy(known, ({ topic, reviewDue }) => `${topic} ${reviewDue.slice(0, 7)}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const day = group.reduce((earliest, { reviewDue }) => (reviewDue < earliest ? reviewDue : earliest), first.reviewDue);
    const what = group.length === 1 ? '1 Antwort bestätigen' : `${group.length} Antworten bestätigen`;
    return [
      {
        day,
        kind: 'bestaetigung' as const,
        kommune,
        id: first.topic,
        text: `${topics.get(first.topic) ?? first.topic}: ${what}`,
        who: null,
      },
    ];
  });
}

async function evidenceDue(
  { store, asOf }: Context,
  bodies: readonly Kommune[],
  { kommune }: DueRequest,
  at: StateAt,
): Promise<DueItem[]> {
  const evidence = (await selectEvidence(store, at)).filter(
    (each) => evidenceState(each, asOf) !== 'zurueckgezogen' && each.gueltigBis !== null,
  );
  if (evidence.length === 0) return [];
  const slugs = new Set(bodies.map(({ slug }) => slug));
  const references = (await selectEvidenceReferences(store, at)).filter((each) => slugs.has(each.kommune));
  return evidence.flatMap(({ id, titel, gueltigBis }): DueItem[] => {
    const users = [...new Set(references.filter(({ nachweis }) => nachweis === id).map((each) => each.kommune))];
    const item = { day: gueltigBis ?? '', kind: 'nachweis' as const, id, text: `Nachweis „${titel}“ erneuern`, who: null };
    if (users.length === 0) return kommune === undefined ? [{ ...item, kommune: null }] : [];
    return users.map((user) => ({ ...item, kommune: user }));
  });
}

async function statementsDue(
  context: Context,
  bodies: readonly Kommune[],
  { kommune }: DueRequest,
  at: StateAt,
): Promise<DueItem[]> {
  const { store, asOf } = context;
  const slugs = new Set(bodies.map(({ slug }) => slug));
  const assignments = (await selectAssignments(store, at)).filter((each) => each.gilt && slugs.has(each.kommune));
  const used = new Set(assignments.map(({ erklaerung }) => erklaerung));
  const statements = await selectStatements(store, at);
  const dependants = await dependantsDue(context, statements, bodies, at);
  const lapsing = statements
    .filter((each) => statementState(each, asOf) === 'gueltig' && each.gueltigBis !== null)
    .filter(({ id }) => kommune === undefined || used.has(id))
    .map(({ id, dienstleister, titel, gueltigBis }) => ({
      day: gueltigBis ?? '',
      kind: 'erklaerung' as const,
      kommune: null,
      id,
      text: `Erklärung von ${dienstleister} „${titel}“ erneuern lassen`,
      who: dienstleister,
    }));
  const contracts = assignments.flatMap(({ kommune: slug, erklaerung, vertrag, vertragBis }) =>
    vertragBis === null
      ? []
      : [
          {
            day: vertragBis,
            kind: 'vertrag' as const,
            kommune: slug,
            id: erklaerung,
            text: `Vertrag „${vertrag ?? 'ohne Namen'}“ endet`,
            who: null,
          },
        ],
  );
  return [...lapsing, ...contracts, ...dependants];
}

/**
 * Answers that rest on a statement which no longer holds here, or which names no end and therefore ages: one line per Kommune and
 * statement, until they are confirmed by somebody else or the statement is taken off.
 */
async function dependantsDue(
  context: Context,
  statements: readonly ProviderStatement[],
  bodies: readonly Kommune[],
  at: StateAt,
): Promise<DueItem[]> {
  if (statements.length === 0) return [];
  const municipal = bodies.filter(({ art }) => art !== groupKind).map(({ slug }) => slug);
  const items: DueItem[] = [];
  for (const [slug, inherited] of await selectInherited(context, municipal, at)) {
    const ending = inherited.filter(({ origin, reviewDue }) => {
      if (origin?.kind !== 'erklaerung') return false;
      return origin.gueltigBis === null || reviewDue <= at.day;
    });
    if (ending.length === 0) continue;
    const own = await selectAssessments(context.store, slug, at);
    const counting = withInherited(own, inherited, at.day).filter((answer) =>
      ending.some(({ origin, control }) => origin === answer.origin && control === answer.control),
    );
    for (const [id, answers] of Map.groupBy(counting, ({ origin }) => (origin?.kind === 'erklaerung' ? origin.id : ''))) {
      const day = answers.reduce((earliest, { reviewDue }) => (reviewDue < earliest ? reviewDue : earliest), '9999');
      const [first] = answers;
      if (first?.origin?.kind !== 'erklaerung') continue;
      const gone = first.origin.erloschen === null ? '' : ' gilt nicht mehr';
      const what = answers.length === 1 ? '1 Antwort bestätigen' : `${answers.length} Antworten bestätigen`;
      const text = `Erklärung von ${first.origin.dienstleister}${gone}: ${what}`;
      items.push({ day, kind: 'erklaerung', kommune: slug, id, text, who: null });
    }
  }
  return items;
}

async function notesDue(
  { store }: Context,
  bodies: readonly Kommune[],
  { kommune }: DueRequest,
  at: StateAt,
): Promise<DueItem[]> {
  const slugs = new Set(bodies.map(({ slug }) => slug));
  return (await selectNotes(store, at)).flatMap(({ id, kommune: about, text, faellig, isDone }) => {
    const isMeant = about === null ? kommune === undefined : slugs.has(about);
    return isDone || faellig === null || !isMeant
      ? []
      : [{ day: faellig, kind: 'notiz' as const, kommune: about, id, text, who: null }];
  });
}

/** Recipients whom messages do not reach: late since the first that was lost. */
async function messagesDue(context: Context, { kommune }: DueRequest, at: StateAt): Promise<DueItem[]> {
  if (kommune !== undefined) return [];
  return (await disturbedRecipients(context, at)).map(({ empfaenger, seit, fehler }) => ({
    day: dayOf(seit),
    kind: 'nachricht' as const,
    kommune: null,
    id: empfaenger,
    text: `Nachrichten an ${empfaenger} kommen nicht an: ${fehler}`,
    who: null,
    isLate: true,
  }));
}

/** Entries of all registers; for one Kommune also what its groups have recorded for their members. */
async function registersDue(
  context: Context,
  bodies: readonly Kommune[],
  { kommune }: DueRequest,
  at: StateAt,
): Promise<DueItem[]> {
  const { store, catalogue } = context;
  const entries = (await selectEntries(store, at)).filter(({ removed }) => removed === null);
  if (entries.length === 0) return [];
  const own = new Set(bodies.map(({ slug }) => slug));
  const groups = new Set(kommune === undefined ? [] : await groupsOf(context, kommune, at));
  const rollen = Map.groupBy(await selectAllRollen(store, at), (each) => each.kommune);
  const definitions = new Map(registers.map((definition) => [definition.id, definition]));
  return entries.flatMap((entry): DueItem[] => {
    const definition = definitions.get(entry.register);
    if (definition === undefined) return [];
    if (!own.has(entry.kommune) && !(definition.shared === true && groups.has(entry.kommune))) return [];
    return dueItemsOf(definition, entry, surroundingsWith(catalogue, rollen.get(entry.kommune) ?? [], at.day));
  });
}

/** What is recorded per Kommune: packets, roles, permissions, and duties of the Act whose deadline runs. */
async function bodyDue(context: Context, { slug }: Kommune, at: StateAt): Promise<DueItem[]> {
  const { store, catalogue, asOf } = context;
  const rollen = await selectRollen(store, slug, at);
  const titles = new Map(catalogue.vocabulary.roles.map(({ id, title }) => [id, title]));
  const packets = (await selectPakete(store, slug, at)).flatMap(({ id, titel, faellig, stand, empfaenger }) =>
    stand !== 'offen' || faellig === null
      ? []
      : [{ day: faellig, kind: 'paket' as const, kommune: slug, id, text: `Paket „${titel}“ zurückfordern`, who: empfaenger }],
  );
  const roles = rollen.flatMap(({ id, rolle, person, bis }) =>
    bis === null || bis < asOf
      ? []
      : [
          {
            day: bis,
            kind: 'rolle' as const,
            kommune: slug,
            id,
            text: `${titles.get(rolle) ?? rolle} endet, Nachfolge regeln`,
            who: person,
          },
        ],
  );
  const permissions = (await selectFreigaben(store, slug, at)).flatMap(({ id, bis, widerrufenAm }) =>
    widerrufenAm !== null || bis < asOf
      ? []
      : [{ day: bis, kind: 'freigabe' as const, kommune: slug, id, text: `Freigabe ${id} endet`, who: null }],
  );
  const merkmale = await selectMerkmale(store, slug, at);
  const input = {
    asOf,
    merkmale,
    rollen,
    holidays: saxonHolidays(catalogue),
    controls: new Map(),
    registerFacts: await selectRegisterFacts(context, slug, { merkmale, rollen }, at),
    vocabulary: catalogue.vocabulary,
  };
  const duties = evaluateFramework(findFramework(catalogue, 'saechsisichg'), input).flatMap(
    ({ item, status, due, weakestConfidence }) =>
      // What was done late stays partly met for ever, but nobody has to do it any more.
      due === null || (status !== 'offen' && status !== 'nichtErfuellt')
        ? []
        : [
            {
              day: due,
              kind: 'pflicht' as const,
              kommune: slug,
              id: item.id,
              text: `${item.short} (${item.ref}${degree({ weakestConfidence })})`,
              who: null,
            },
          ],
  );
  return [...packets, ...roles, ...permissions, ...(await explanationsDue(store, slug, at)), ...duties];
}

/** Findings somebody answers for: due on the last day of the explanation, late from then on until the gap is closed or explained anew. */
async function explanationsDue(store: Context['store'], slug: string, at: StateAt): Promise<DueItem[]> {
  const explanations = await selectFindingExplanations(store, slug, at);
  if (explanations.length === 0) return [];
  const findings = await selectCurrentFindings(store, slug, at);
  return explainFindings(findings, explanations, at.day).flatMap(({ finding, explanation, state }): DueItem[] => {
    if (explanation === null || state === null) return [];
    const { id, bis: day, verantwortlich: who } = explanation;
    const what = state === 'ueberholt' ? 'ist schlechter geworden, Erklärung gilt nicht mehr' : 'Erklärung läuft ab';
    return [
      {
        day,
        kind: 'befund',
        kommune: slug,
        id,
        text: `Befund ${finding.check} an ${formatTarget(finding.target)}: ${what}`,
        who,
      },
    ];
  });
}
