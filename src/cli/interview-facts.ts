/** The short first part: who is responsible, and what decides which legal duties hold here. Every fact may be left for later. */
import { formatDay } from '../domain/calendar.ts';
import type { ThreeValued } from '../domain/kommune.ts';
import type { MerkmalQuestion } from '../domain/next-question.ts';
import { openFacts, type RoleQuestion, recordMerkmal } from '../usecases/interview.ts';
import { assignRole } from '../usecases/rollen.ts';
import { readGermanDay } from './interview-date.ts';
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
    const asked: Asked | null = again ?? nextFact(session, left);
    if (asked === null) return true;
    if (isFirst)
      session.say('\nZuerst kurz: wer zuständig ist und was hier gilt. Davon hängt ab, welche Pflichten das Gesetz stellt.');
    const step = asked.kind === 'rolle' ? await askRole(session, asked.question) : await askMerkmal(session, asked.question);
    again = null;
    if (step === 'aufhoeren') return false;
    if (step === 'alleSpaeter') return true;
    if (step === 'spaeter') left.add(keyOf(asked));
    if (step === 'erfasst' && asked.kind === 'merkmal') done.push(asked);
    if (step === 'zurueck') {
      again = done.pop() ?? null;
      if (again === null) session.say('Weiter zurück geht es nicht. Rollen ändert: burgward rolle beenden.');
    }
  }
}

function nextFact({ context, state }: InterviewSession, left: ReadonlySet<string>): Asked | null {
  const { roles, merkmale } = openFacts(context, state);
  const all: Asked[] = [
    ...roles.map((question) => ({ kind: 'rolle' as const, question })),
    ...merkmale.map((question) => ({ kind: 'merkmal' as const, question })),
  ];
  return all.find((asked) => !left.has(keyOf(asked))) ?? null;
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

async function askMerkmal(session: InterviewSession, { merkmal, duties }: MerkmalQuestion): Promise<Step> {
  const { merkmale } = session.context.catalogue.vocabulary;
  const definition = merkmale.find(({ id }) => id === merkmal);
  session.show(`\n${rule()}`);
  session.say(`Angabe · ${definition?.title ?? merkmal}`);
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

async function askRole(session: InterviewSession, question: RoleQuestion): Promise<Step> {
  const role = session.context.catalogue.vocabulary.roles.find(({ id }) => id === question.rolle);
  session.show(`\n${rule()}`);
  session.say(`Angabe · ${role?.title ?? question.rolle}`);
  session.say(`\n${role?.definition ?? ''}\nWer hat diese Aufgabe?\n`);
  for (;;) {
    session.show('j jetzt eintragen  s später (auch: noch niemand)  a alle später  q Ende');
    const key = await session.key();
    const step = key === 'z' ? undefined : steps[key];
    if (step !== undefined) return step;
    if (key === 'j') return (await enterRole(session, question)) ? 'erfasst' : 'spaeter';
    session.say('Diese Taste gibt es hier nicht.');
  }
}

/** @returns false when given up with Esc or refused */
async function enterRole(session: InterviewSession, { rolle, asksAppointment, asksNotice }: RoleQuestion): Promise<boolean> {
  const { context, terminal, wish } = session;
  const person = await terminal.line('Name: ');
  if (person === null || person === '') return false;
  const since = asksAppointment ? '' : await askPastDay(session, 'Seit wann? (31.12.2025, Enter = heute) ');
  if (since === null) return false;
  const bestellt = asksAppointment ? await askPastDay(session, 'Schriftlich bestellt am? (Enter = noch nicht) ') : '';
  if (bestellt === null) return false;
  const gemeldet =
    asksNotice && bestellt !== '' ? await askPastDay(session, 'Dem Land mitgeteilt am? (Enter = noch nicht) ') : '';
  if (gemeldet === null) return false;
  const days = { ab: since || bestellt || context.today, bestellt: bestellt || null, gemeldet: gemeldet || null };
  const recorded = await session.attempt(() => assignRole(context, { kommune: wish.kommune, rolle, person, ...days }));
  if (recorded === null) return false;
  session.facts.add(rolle);
  const told = recorded.gemeldet === null ? '' : `, mitgeteilt am ${formatDay(recorded.gemeldet)}`;
  const appointed = recorded.bestellt === null ? '' : `, bestellt am ${formatDay(recorded.bestellt)}`;
  session.say(`Gespeichert: ${cleanLine(recorded.person)}, ${recorded.bezeichnung}${appointed}${told}.`);
  return true;
}

/** A day up to today; '' for an empty line, null for Esc. */
async function askPastDay(session: InterviewSession, prompt: string): Promise<string | null> {
  for (;;) {
    const text = await session.terminal.line(prompt);
    if (text === null || text === '') return text;
    const day = readGermanDay(text, session.context.today);
    if (day !== null && day <= session.context.today) return day;
    session.say(
      day === null ? `„${text}“ ist kein Tag. Zum Beispiel: 31.12.2025.` : `Der ${formatDay(day)} liegt in der Zukunft.`,
    );
  }
}
