/** The short first part: who is responsible, and what decides which legal duties hold here. Every fact may be left for later. */
import { formatDay } from '../domain/calendar.ts';
import type { RoleAssignment, ThreeValued } from '../domain/kommune.ts';
import type { MerkmalQuestion } from '../domain/next-question.ts';
import { openFacts, type RoleQuestion, recordMerkmal } from '../usecases/interview.ts';
import { assignRole, completeRole } from '../usecases/rollen.ts';
import { isFarOff, readGermanDay } from './interview-date.ts';
import type { InterviewSession } from './interview-session.ts';
import { rule } from './interview-text.ts';
import { cleanLine } from './output.ts';

type Asked = { kind: 'rolle'; question: RoleQuestion } | { kind: 'merkmal'; question: MerkmalQuestion };

/** `erfasst`: recorded or said to be unknown; the others say where to go on. */
type Step = 'erfasst' | 'spaeter' | 'zurueck' | 'alleSpaeter' | 'aufhoeren';

/**
 * Asks fact after fact until none is open. What is open is read anew each time: one answer may settle several.
 * @returns false when the person wants to stop altogether
 */
export async function askFacts(session: InterviewSession): Promise<boolean> {
  const left = new Set<string>();
  const done: Asked[] = [];
  let again: Asked | null = null;
  for (let isFirst = true; ; isFirst = false) {
    const open = openAsked(session).filter((each) => !left.has(keyOf(each)));
    const asked = again ?? open[0];
    if (asked === undefined) return true;
    if (isFirst)
      session.say('\nZuerst kurz: wer zuständig ist und was hier gilt. Davon hängt ab, welche Pflichten das Gesetz stellt.');
    const toGo = open.length + (again === null ? 0 : 1);
    const step =
      asked.kind === 'rolle' ? await askRole(session, asked.question, toGo) : await askMerkmal(session, asked.question, toGo);
    again = null;
    if (step === 'aufhoeren') return false;
    if (step === 'alleSpaeter') return true;
    // A day left empty a moment ago is not asked for again in the same sitting.
    if (step === 'spaeter' || (step === 'erfasst' && asked.kind === 'rolle')) left.add(keyOf(asked));
    if (step === 'erfasst' && asked.kind === 'merkmal') done.push(asked);
    if (step === 'zurueck') {
      again = done.pop() ?? null;
      if (again === null)
        session.say('Weiter zurück geht es nicht. Rollen ändern: burgward rolle aendern, burgward rolle beenden.');
    }
  }
}

function openAsked({ context, state }: InterviewSession): Asked[] {
  const { roles, merkmale } = openFacts(context, state);
  return [
    ...roles.map((question) => ({ kind: 'rolle' as const, question })),
    ...merkmale.map((question) => ({ kind: 'merkmal' as const, question })),
  ];
}

/** „Angabe · Leitung · noch 9“, which can become fewer by what is answered. */
function headText(title: string, toGo: number): string {
  return [`Angabe · ${title}`, toGo > 1 ? `noch ${toGo}` : 'die letzte'].join(' · ');
}

function keyOf({ kind, question }: Asked): string {
  return kind === 'rolle' ? `rolle ${question.rolle}` : `merkmal ${question.merkmal}`;
}

const values: Readonly<Record<string, ThreeValued>> = { j: 'ja', n: 'nein', w: 'unbekannt' };

const steps: Readonly<Record<string, Step>> = {
  s: 'spaeter',
  enter: 'spaeter',
  z: 'zurueck',
  a: 'alleSpaeter',
  q: 'aufhoeren',
  'ctrl-d': 'aufhoeren',
};

async function askMerkmal(session: InterviewSession, { merkmal, duties }: MerkmalQuestion, toGo: number): Promise<Step> {
  const { merkmale } = session.context.catalogue.vocabulary;
  const definition = merkmale.find(({ id }) => id === merkmal);
  session.show(`\n${rule()}`);
  session.say(headText(definition?.title ?? merkmal, toGo));
  session.say(`\n${definition?.question ?? merkmal}`);
  const waiting = duties === 1 ? 'hängt 1 gesetzliche Pflicht' : `hängen ${duties} gesetzliche Pflichten`;
  session.say(`Davon ${waiting} ab.\n`);
  for (;;) {
    session.show('j ja  n nein  w weiß nicht  s später  z zurück  a alle später  ? Hilfe  q Ende');
    const key = await session.key();
    const value = values[key];
    const step = steps[key];
    if (step !== undefined) return step;
    if (key === '?') session.say(definition?.definition ?? 'Dazu gibt es keine weitere Erklärung.');
    else if (value === undefined) session.say('Diese Taste gibt es hier nicht.');
    else return recordValue(session, merkmal, value);
  }
}

async function recordValue(session: InterviewSession, merkmal: string, value: ThreeValued): Promise<Step> {
  const { context, wish } = session;
  const isRecorded = await session.attempt(async () => {
    await recordMerkmal(context, wish.kommune, merkmal, value);
    return true;
  });
  if (isRecorded === null) return 'spaeter';
  session.facts.add(merkmal);
  session.say(`Gespeichert: ${value === 'unbekannt' ? 'nicht bekannt; die Auswertung nennt die offene Frage' : value}.`);
  return 'erfasst';
}

async function askRole(session: InterviewSession, question: RoleQuestion, toGo: number): Promise<Step> {
  const role = session.context.catalogue.vocabulary.roles.find(({ id }) => id === question.rolle);
  session.show(`\n${rule()}`);
  session.say(headText(role?.title ?? question.rolle, toGo));
  session.say(`\n${role?.definition ?? ''}\n${roleWords(question)}\n`);
  const isHeld = question.holder !== null;
  for (;;) {
    session.show(`j jetzt eintragen  s später (auch: ${isHeld ? 'noch nicht' : 'noch niemand'})  a alle später  q Ende`);
    const key = await session.key();
    const step = key === 'z' ? undefined : steps[key];
    if (step !== undefined) return step;
    if (key !== 'j') session.say('Diese Taste gibt es hier nicht.');
    else if (await enterRole(session, question)) return 'erfasst';
    else session.say('Nichts gespeichert; noch einmal mit j, oder s für später.');
  }
}

/** What is to be entered about a role. */
function roleWords({ holder, asksAppointment }: RoleQuestion): string {
  if (holder === null) return 'Wer hat diese Aufgabe?';
  const { person, bestellt } = holder;
  const appointed = bestellt === null ? '' : `, bestellt am ${formatDay(bestellt)}`;
  return `Erfasst ist ${cleanLine(person)}${appointed}. Es fehlt noch der Tag der ${asksAppointment ? 'Bestellung' : 'Mitteilung an das Land'}.`;
}

/** @returns false when given up with Esc, refused, or nothing was entered */
async function enterRole(session: InterviewSession, question: RoleQuestion): Promise<boolean> {
  return question.holder === null ? enterHolder(session, question) : enterDays(session, question, question.holder);
}

async function enterHolder(session: InterviewSession, question: RoleQuestion): Promise<boolean> {
  const { context, terminal, wish } = session;
  const { rolle, asksAppointment } = question;
  const person = await terminal.line('Name: ');
  if (person === null || person === '') return false;
  const since = asksAppointment ? '' : await askPastDay(session, 'Seit wann? (31.12.2025, Enter = heute) ');
  if (since === null) return false;
  const given = await askDays(session, question, null);
  if (given === null) return false;
  const { bestellt, gemeldet } = given;
  const days = { ab: since || bestellt || context.today, bestellt: bestellt || null, gemeldet: gemeldet || null };
  const recorded = await session.attempt(() => assignRole(context, { kommune: wish.kommune, rolle, person, ...days }));
  if (recorded === null) return false;
  return saidRole(session, recorded);
}

/** Adds the days that are missing for whoever holds the role. */
async function enterDays(session: InterviewSession, question: RoleQuestion, holder: RoleAssignment): Promise<boolean> {
  const { context, wish } = session;
  const given = await askDays(session, question, holder.bestellt);
  if (given === null || (given.bestellt === '' && given.gemeldet === '')) return false;
  const days = { bestellt: given.bestellt || undefined, gemeldet: given.gemeldet || undefined };
  const recorded = await session.attempt(() => completeRole(context, wish.kommune, holder.id, days));
  return recorded !== null && saidRole(session, recorded);
}

/** The day of the appointment and of the notice, '' for not yet; null when given up with Esc. */
async function askDays(
  session: InterviewSession,
  { asksAppointment, asksNotice }: RoleQuestion,
  known: string | null,
): Promise<{ bestellt: string; gemeldet: string } | null> {
  const bestellt = asksAppointment ? await askPastDay(session, 'Schriftlich bestellt am? (Enter = noch nicht) ') : '';
  if (bestellt === null) return null;
  const appointed = bestellt || known;
  if (!asksNotice || appointed === null) return { bestellt, gemeldet: '' };
  const gemeldet = await askPastDay(session, 'Dem Land mitgeteilt am? (Enter = noch nicht) ', appointed);
  return gemeldet === null ? null : { bestellt, gemeldet };
}

function saidRole(session: InterviewSession, recorded: Awaited<ReturnType<typeof assignRole>>): true {
  session.facts.add(recorded.rolle);
  const told = recorded.gemeldet === null ? '' : `, mitgeteilt am ${formatDay(recorded.gemeldet)}`;
  const since = `, seit ${formatDay(recorded.ab)}`;
  const appointed = recorded.bestellt === null ? since : `, bestellt am ${formatDay(recorded.bestellt)}`;
  session.say(`Gespeichert: ${cleanLine(recorded.person)}, ${recorded.bezeichnung}${appointed}${told}.`);
  return true;
}

/** A day up to today, not before the appointment; '' for an empty line, null for Esc. */
async function askPastDay(session: InterviewSession, prompt: string, appointed = ''): Promise<string | null> {
  const { today } = session.context;
  for (;;) {
    const text = await session.terminal.line(prompt);
    if (text === null || text === '') return text;
    const day = readGermanDay(text, today);
    const problem = pastDayProblem(day, today, appointed);
    if (problem === null) return day;
    session.say(problem === '' ? `„${text}“ ist kein Tag. Zum Beispiel: 31.12.2025.` : problem);
  }
}

/** Why a day cannot be one on which something has happened; '' when it is no day at all. */
function pastDayProblem(day: string | null, today: string, appointed: string): string | null {
  if (day === null) return '';
  if (day > today) return `Der ${formatDay(day)} liegt in der Zukunft.`;
  if (isFarOff(day, today)) return `Der ${formatDay(day)} liegt sehr weit zurück; bitte das Jahr prüfen.`;
  return day < appointed ? `Der ${formatDay(day)} liegt vor der Bestellung am ${formatDay(appointed)}.` : null;
}
