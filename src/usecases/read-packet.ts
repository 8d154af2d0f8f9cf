import type { Assessment, Umsetzungsstatus } from '../domain/assessment.ts';
import { formatDay } from '../domain/calendar.ts';
import { type ConflictKind, formatKey, judgeReturn, type PacketQuestion, sameContent } from '../domain/packet.ts';
import { InvalidDataError } from '../errors.ts';
import type { ReturnedRow } from '../exchange/packet-document.ts';
import { insertAssessments, type NewAssessment, selectAssessments } from '../store/assessments.ts';
import { selectKommune, selectZielobjekte } from '../store/kommunen.ts';
import {
  insertReturns,
  type Paket,
  type PaketRuecklauf,
  selectNewestEntry,
  selectPakete,
  selectReturnedAnswers,
  selectRuecklaeufe,
  writeReturns,
} from '../store/pakete.ts';
import { type Context, recordingOf, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { checkReturns, type ProblemList, problemList, type ReadFile, readFiles, saysAnything } from './read-packet-files.ts';
import { implicitRound, prepareAnswer } from './record-assessment.ts';

export interface ReadPacketRequest {
  kommune: string;
  dateien: readonly string[];
  /** Only say what would change. */
  probe: boolean;
  /** Rule for every conflict: keep what is recorded here, or take the packet's answer. */
  konflikt?: 'hier' | 'paket' | undefined;
  /** Who answered and when; both override what the files say. */
  gesagtVon?: string | undefined;
  am?: string | undefined;
}

type Read = CommandJson['paket einlesen'];
export type PacketConflict = Read['konflikte'][number];

/** Asks a person: per conflict the number of the returned answer to take, or null to keep what is recorded here. */
export type DecideConflicts = (conflicts: readonly PacketConflict[]) => Promise<readonly (number | null)[]>;

/**
 * Reads packets that came back. Everything is checked first; then all changes are recorded at once, or none.
 * @param decide absent when nobody can be asked
 * @throws InvalidDataError with every problem of every file, or with the conflicts when no rule decides them; ForeignFileError,
 * NotFoundError
 */
export async function readPackets(context: Context, request: ReadPacketRequest, decide?: DecideConflicts): Promise<Read> {
  const state = await currentState(context, request.kommune);
  if (request.am !== undefined && request.am > context.today)
    throw new InvalidDataError(`Der Tag ${formatDay(request.am)} für --am liegt in der Zukunft.`, 'Einen Tag bis heute angeben.');
  const problems = problemList();
  const files = await readFiles(request.dateien, problems);
  const checked = checkReturns(files, state, { ...request, today: context.today }, problems);
  const candidates = checked.flatMap((file) => candidatesOf(context, file, state, problems));
  problems.throwIfAny();
  const weighed = weigh(candidates, state);
  const decisions = await decided(weighed.conflicts, request, decide);
  const taken = [...weighed.plain, ...decisions.taken];
  const result = resultOf(request, checked, weighed, decisions, taken, context);
  if (request.probe || decisions.isOpen) return result;
  return { ...result, eintrag: await record(context, state, checked, result, taken) };
}

interface State {
  slug: string;
  basedOn: number;
  kommune: Awaited<ReturnType<typeof selectKommune>>;
  zielobjekte: Awaited<ReturnType<typeof selectZielobjekte>>;
  pakete: readonly Paket[];
  ruecklaeufe: readonly PaketRuecklauf[];
  /** Own answers that hold, by key of the question. */
  answers: ReadonlyMap<string, Assessment>;
  returned: Awaited<ReturnType<typeof selectReturnedAnswers>>;
}

async function currentState(context: Context, slug: string): Promise<State> {
  const { store } = context;
  const at = stateNow(context);
  const kommune = await selectKommune(store, slug, at);
  // Read first: what is recorded while the rest is read is noticed when writing.
  const basedOn = await selectNewestEntry(store, slug);
  const answers = await selectAssessments(store, slug, at);
  return {
    slug,
    basedOn,
    kommune,
    zielobjekte: await selectZielobjekte(store, slug, at),
    pakete: await selectPakete(store, slug, at),
    ruecklaeufe: await selectRuecklaeufe(store, slug, at),
    answers: new Map(answers.map((answer) => [formatKey(answer), answer])),
    returned: await selectReturnedAnswers(store, slug, at),
  };
}

/** An answer that came back and could be recorded. */
interface Candidate {
  file: ReadFile;
  key: string;
  question: PacketQuestion;
  answer: NewAssessment;
  /** What holds here until now, else what the question was sent with. */
  before: Umsetzungsstatus | null;
  /** Whether the question is worded differently today. */
  isReworded: boolean;
}

function candidatesOf(context: Context, file: ReadFile, state: State, problems: ProblemList): Candidate[] {
  return file.rows.flatMap(({ row, question }) => {
    const { status } = row;
    if (status === null || status === 'offen' || isGone(context, question)) return [];
    const answer = problems.collect(file.name, row.place, () =>
      prepareAnswer(context, state.kommune, state.zielobjekte, newAnswer(state.slug, file, row, status, question)),
    );
    if (answer === null) return [];
    const isReworded = answer.controlHash !== question.controlHash;
    // It answers the question as it was sent.
    const key = formatKey(question);
    const before = state.answers.get(key)?.status ?? question.sent?.status ?? null;
    return [{ file, key, question, before, isReworded, answer: { ...answer, controlHash: question.controlHash } }];
  });
}

function newAnswer(slug: string, file: ReadFile, row: ReturnedRow, status: Umsetzungsstatus, question: PacketQuestion) {
  return {
    kommune: slug,
    control: question.control,
    zielobjekt: question.zielobjekt,
    status,
    grund: row.grund ?? undefined,
    begruendung: row.begruendung ?? undefined,
    notiz: row.notiz ?? undefined,
    verantwortlich: row.verantwortlich ?? undefined,
    bis: row.bis ?? undefined,
    gesagtVon: file.personOf(row),
    gueltigAb: file.dayOf(row),
    source: 'paket' as const,
    paket: file.paket.id,
  };
}

/** The catalogue no longer asks this. */
function isGone({ catalogue }: Context, { control }: PacketQuestion): boolean {
  const found = catalogue.controls.find(({ id }) => id === control);
  return found === undefined || found.retired !== undefined;
}

interface Conflict {
  kind: ConflictKind;
  here: Assessment | null;
  candidates: readonly Candidate[];
}

interface Weighed {
  plain: Candidate[];
  unchanged: Candidate[];
  conflicts: Conflict[];
}

/** Sorts returned answers into those that can be recorded, those that say nothing new, and those that collide. */
function weigh(candidates: readonly Candidate[], { answers }: State): Weighed {
  const weighed: Weighed = { plain: [], unchanged: [], conflicts: [] };
  for (const same of Map.groupBy(candidates, ({ key }) => key).values()) {
    const here = answers.get(same[0]?.key ?? '') ?? null;
    const judged = same.map((candidate) => ({ candidate, judgement: judge(candidate, here) }));
    const isSettled = judged.some(({ judgement }) => judgement === 'unveraendert');
    const differing = same.some(({ answer }) => !sameContent(answer, same[0]?.answer ?? answer));
    const collision = judged.find(({ judgement }) => judgement === 'hier' || judgement === 'ruecklauf');
    const last = preferred(same);
    if (differing) weighed.conflicts.push({ kind: 'dateien', here, candidates: same });
    else if (isSettled || last === undefined) weighed.unchanged.push(...same);
    else if (collision !== undefined)
      weighed.conflicts.push({ kind: collision.judgement as ConflictKind, here, candidates: [last] });
    else weighed.plain.push(last);
  }
  return weighed;
}

function judge({ question, answer, file }: Candidate, here: Assessment | null) {
  return judgeReturn(question, answer, here, file.paket.id);
}

/** Of several that came back: the one said last; on the same day the file named last. */
function preferred(candidates: readonly Candidate[]): Candidate | undefined {
  return [...candidates].sort((a, b) => (a.answer.validFrom < b.answer.validFrom ? -1 : 1)).at(-1);
}

interface Decisions {
  taken: Candidate[];
  /** Per conflict; null while undecided. */
  words: ('hier' | 'paket' | null)[];
  isOpen: boolean;
}

async function decided(
  conflicts: readonly Conflict[],
  { konflikt, probe }: ReadPacketRequest,
  decide: DecideConflicts | undefined,
): Promise<Decisions> {
  if (conflicts.length === 0) return { taken: [], words: [], isOpen: false };
  if (konflikt === 'hier') return { taken: [], words: conflicts.map(() => 'hier'), isOpen: false };
  if (konflikt === 'paket') {
    const taken = conflicts.flatMap((conflict) => takenFrom(conflict, preferred(conflict.candidates)));
    return { taken, words: conflicts.map(() => 'paket'), isOpen: false };
  }
  if (probe) return { taken: [], words: conflicts.map(() => null), isOpen: true };
  if (decide === undefined) throw undecided(conflicts.map((conflict) => conflictJson(conflict, null)));
  const choices = await decide(conflicts.map((conflict) => conflictJson(conflict, null)));
  const taken = conflicts.flatMap((conflict, index) => {
    const choice = choices[index] ?? null;
    return choice === null ? [] : takenFrom(conflict, conflict.candidates[choice]);
  });
  return { taken, words: conflicts.map((_, index) => ((choices[index] ?? null) === null ? 'hier' : 'paket')), isOpen: false };
}

/** An answer chosen over one that holds from a later day holds from that day too, else the choice would have no effect. */
function takenFrom({ here }: Conflict, chosen: Candidate | undefined): Candidate[] {
  if (chosen === undefined) return [];
  if (here === null || here.validFrom <= chosen.answer.validFrom) return [chosen];
  return [{ ...chosen, answer: { ...chosen.answer, validFrom: here.validFrom } }];
}

function undecided(conflicts: readonly PacketConflict[]): InvalidDataError {
  const lines = conflicts.map(conflictSentence);
  return new InvalidDataError(
    `${conflicts.length === 1 ? 'Eine Antwort widerspricht' : `${conflicts.length} Antworten widersprechen`} dem, was schon erfasst ist; es wurde nichts geändert:\n${lines.join('\n')}`,
    'Mit „--konflikt hier“ bleibt, was erfasst ist; mit „--konflikt paket“ gilt, was zurückkam. Mit --probe ansehen.',
  );
}

/** One line per conflict, for people. */
export function conflictSentence({ art, control, zielobjekt, hier, zurueck }: PacketConflict): string {
  const returned = zurueck.map(
    ({ status, gesagtVon, gesagtAm, datei }) => `„${status}“ (${gesagtVon}, ${formatDay(gesagtAm)}, ${datei})`,
  );
  const here = hier === null ? 'keine Antwort' : `„${hier.status}“ (${hier.gesagtVon}, ${formatDay(hier.gueltigAb)})`;
  const why = {
    hier: 'seit dem Versand hier beantwortet',
    ruecklauf: 'früherer Rücklauf sagt anderes',
    dateien: 'Dateien widersprechen sich',
  }[art];
  return `${formatKey({ control, zielobjekt })}: ${why}. Hier: ${here}. Zurück: ${returned.join(' oder ')}.`;
}

function conflictJson({ kind, here, candidates }: Conflict, entscheidung: 'hier' | 'paket' | null): PacketConflict {
  return {
    art: kind,
    control: candidates[0]?.question.control ?? '',
    zielobjekt: candidates[0]?.question.zielobjekt ?? '',
    hier:
      here === null
        ? null
        : { status: here.status, begruendung: here.begruendung, gesagtVon: here.saidBy, gueltigAb: here.validFrom },
    zurueck: candidates.map(({ file, answer }) => ({
      datei: file.name,
      paket: file.paket.id,
      status: answer.status,
      begruendung: answer.begruendung,
      gesagtVon: answer.saidBy,
      gesagtAm: answer.validFrom,
    })),
    entscheidung,
  };
}

function resultOf(
  request: ReadPacketRequest,
  files: readonly ReadFile[],
  { unchanged, conflicts }: Weighed,
  decisions: Decisions,
  taken: readonly Candidate[],
  context: Context,
): Read {
  const questionIn = ({ paket }: ReadFile, { control, zielobjekt }: PacketQuestion) => ({ paket: paket.id, control, zielobjekt });
  const returned = files.flatMap((file) => file.rows.map((each) => ({ file, ...each })));
  return {
    kommune: request.kommune,
    probe: request.probe,
    eintrag: null,
    dateien: files.map((file) => ({
      datei: file.name,
      paket: file.paket.id,
      stand: file.stand,
      gesagtVon: file.person,
      gesagtAm: file.day,
      antworten: taken.filter((each) => each.file === file).length,
      unveraendert: unchanged.filter((each) => each.file === file).length,
      unbekannt: file.rows.filter(({ row }) => row.status === 'offen').length,
      leer: file.rows.filter(({ row }) => row.status === null).length,
    })),
    aenderungen: taken.map(({ file, question, answer, key, before }) => ({
      ...questionIn(file, question),
      titel: context.catalogue.controls.find(({ id }) => id === question.control)?.title ?? key,
      vorher: before,
      status: answer.status,
      begruendung: answer.begruendung,
      gesagtVon: answer.saidBy,
      gesagtAm: answer.validFrom,
      ohneTermin:
        (answer.status === 'nein' || answer.status === 'teilweise') && (answer.verantwortlich === null || answer.bis === null),
    })),
    konflikte: conflicts.map((conflict, index) => conflictJson(conflict, decisions.words[index] ?? null)),
    umformuliert: taken.filter((each) => each.isReworded).map(({ file, question }) => questionIn(file, question)),
    entfallen: returned
      .filter(({ row, question }) => row.status !== null && isGone(context, question))
      .map(({ file, question }) => questionIn(file, question)),
    anmerkungen: returned.flatMap(({ file, row, question }) => {
      const text = row.notiz ?? row.begruendung;
      const isUnanswered = row.status === 'offen' || row.status === null;
      return isUnanswered && text !== null ? [{ ...questionIn(file, question), text, gesagtVon: file.personOf(row) }] : [];
    }),
  };
}

async function record(
  context: Context,
  state: State,
  files: readonly ReadFile[],
  result: Read,
  taken: readonly Candidate[],
): Promise<number | null> {
  // A file whose answers are all known here already is no return; one that was decided against is.
  const news = files.filter(({ rows }, index) => {
    const says = rows.filter(({ row }) => saysAnything(row)).length;
    return says > (result.dateien[index]?.unveraendert ?? 0);
  });
  const returns = news.map((file) => ruecklaufOf(file, taken));
  const completed = completedBy(files, state);
  if (returns.length === 0 && completed.length === 0) return null;
  const ids = [...new Set([...news.map(({ paket }) => paket.id), ...completed.map(({ id }) => id)])];
  const count = taken.length === 1 ? '1 Antwort' : `${taken.length} Antworten`;
  const words = {
    action: 'paket.einlesen',
    summary: `${ids.length === 1 ? 'Paket' : 'Pakete'} ${ids.join(', ')}: ${count} eingelesen`,
  };
  const notes = result.anmerkungen.map(
    ({ paket, text, gesagtVon, ...question }) =>
      `Paket ${paket}, ${formatKey(question)}: ${text.replace(/\s+/g, ' ')} (${gesagtVon})`,
  );
  const changes = { slug: state.slug, basedOn: state.basedOn, returns, completed, notes, day: context.today };
  const recording = recordingOf(context);
  if (taken.length === 0) return insertReturns(context.store, changes, words, recording);
  const { entry } = await insertAssessments(
    context.store,
    taken.map(({ answer }) => answer),
    { ...implicitRound, kommune: state.slug, begonnen: context.today },
    recording,
    words,
    (writer) => writeReturns(writer, changes),
  );
  return entry;
}

function ruecklaufOf(file: ReadFile, taken: readonly Candidate[]): PaketRuecklauf {
  return {
    paket: file.paket.id,
    datei: file.name,
    sha256: file.sha256,
    gesagtVon: file.person ?? file.rows.map(({ row }) => file.personOf(row)).find((name) => name !== undefined) ?? 'unbekannt',
    gesagtAm: file.day,
    antworten: taken.filter((each) => each.file === file).length,
  };
}

/** Packets of which every question has come back with an answer, „weiß ich nicht“ included. */
function completedBy(files: readonly ReadFile[], { pakete, returned }: State): Paket[] {
  return pakete.filter((paket) => {
    const own = files.filter((file) => file.paket.id === paket.id && file.stand === 'neu');
    if (paket.stand !== 'offen' || own.length === 0) return false;
    const handled = new Set(returned.filter((each) => each.paket === paket.id).map(({ key }) => key));
    for (const { row, question } of own.flatMap(({ rows }) => rows)) if (row.status !== null) handled.add(formatKey(question));
    return paket.fragen.every((question) => handled.has(formatKey(question)));
  });
}
