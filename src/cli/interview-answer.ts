/** From an answer key to a recorded answer: what belongs to it is asked line by line, and every line may stay empty. */
import type { Assessment, EntbehrlichGrund, Umsetzungsstatus } from '../domain/assessment.ts';
import { formatDay } from '../domain/calendar.ts';
import type { NextQuestion } from '../domain/next-question.ts';
import { type RecordedAnswers, recordInterviewAnswer } from '../usecases/interview.ts';
import { dayForms, isFarOff, readGermanDay } from './interview-date.ts';
import { type InterviewSession, isUnknown } from './interview-session.ts';
import { StoppedError } from './interview-terminal.ts';
import { cleanLine, statusWord } from './output.ts';

/** One of the answers just recorded. */
type RecordedAnswer = RecordedAnswers['answers'][number];

/** An answer being given. */
interface Draft {
  status: Umsetzungsstatus;
  grund?: EntbehrlichGrund;
  begruendung?: string | undefined;
  verantwortlich?: string | undefined;
  bis?: string | undefined;
  notiz?: string | undefined;
  nachweis?: string | undefined;
}

type TextField = 'begruendung' | 'verantwortlich' | 'notiz' | 'nachweis';

/** Typed alone into a line: keep the rest as it is and save. */
const saveNow = '.';

/** Thrown by a field that was given up with Esc. */
class GivenUpError extends Error {}

/** Thrown by a field that says: save as it stands. */
class EnoughError extends Error {}

/**
 * Asks what belongs to the answer and records it. When the program is stopped meanwhile, the answer is recorded as far as it was
 * given, if it can stand.
 * @returns whether it was recorded
 */
export async function giveAnswer(session: InterviewSession, question: NextQuestion, status: Umsetzungsstatus): Promise<boolean> {
  const draft = draftOf(question, status);
  const { kuerzel } = question.answer.zielobjekt;
  let zielobjekte: readonly string[] = [kuerzel];
  try {
    zielobjekte = await askZielobjekte(session, question, kuerzel);
    await fillDraft(session, draft);
  } catch (error) {
    if (error instanceof GivenUpError) {
      session.say('Nichts gespeichert.');
      return false;
    }
    if (error instanceof StoppedError && canStand(draft)) await record(session, question, draft, zielobjekte);
    if (!(error instanceof EnoughError)) throw error;
  }
  const recorded = await record(session, question, draft, zielobjekte);
  if (recorded === null) return false;
  session.show(savedText(recorded));
  return true;
}

/** What an earlier answer of one's own said about the same is offered again. */
function draftOf({ answer: { answer } }: NextQuestion, status: Umsetzungsstatus): Draft {
  if (answer === null || answer.origin !== null) return { status };
  const draft: Draft = { status, nachweis: answer.nachweis ?? undefined };
  return isGap(status) && isGap(answer.status) ? { ...draft, ...taskOf(answer) } : draft;
}

function taskOf({ begruendung, verantwortlich, bis, notiz }: Assessment): Partial<Draft> {
  return {
    begruendung: begruendung ?? undefined,
    verantwortlich: verantwortlich ?? undefined,
    bis: bis ?? undefined,
    notiz: notiz ?? undefined,
  };
}

function isGap(status: Umsetzungsstatus): boolean {
  return status === 'nein' || status === 'teilweise';
}

function canStand({ status, grund, begruendung }: Draft): boolean {
  return status !== 'entbehrlich' || (grund !== undefined && begruendung !== undefined);
}

async function record(
  session: InterviewSession,
  question: NextQuestion,
  draft: Draft,
  zielobjekte: readonly string[],
): Promise<RecordedAnswer | null> {
  const answer = { ...draft, control: question.evaluation.control.id, gesagtVon: session.gesagtVon };
  const recorded = await session.attempt(() => recordInterviewAnswer(session.context, session.state, answer, zielobjekte));
  if (recorded === null) return null;
  session.noteStep(recorded);
  return recorded.answers[0] ?? null;
}

/** „Gespeichert: ▲ nein, ohne Termin (Datum fehlt)“ */
export function savedText({ status, verantwortlich, bis, reviewDue }: RecordedAnswer): string {
  const said = `Gespeichert: ${statusWord(status)}`;
  if (!isGap(status)) return `${said}, wieder gefragt ab ${formatDay(reviewDue)}.`;
  if (verantwortlich !== null && bis !== null) return `${said}, ${cleanLine(verantwortlich)} bis ${formatDay(bis)}.`;
  const missing = [verantwortlich === null ? 'wer' : '', bis === null ? 'bis wann' : ''].filter((part) => part !== '');
  return `${said}, ohne Termin (${missing.join(' und ')} lässt sich nachtragen).`;
}

/** Where a control speaks about several Zielobjekte, one answer may hold for all that still wait. */
async function askZielobjekte(
  session: InterviewSession,
  { evaluation: { answers } }: NextQuestion,
  kuerzel: string,
): Promise<readonly string[]> {
  const waiting = answers
    .filter(({ zielobjekt, state }) => zielobjekt.kuerzel !== kuerzel && isUnknown(state))
    .map(({ zielobjekt }) => zielobjekt.kuerzel);
  if (waiting.length === 0) return [kuerzel];
  const all = [kuerzel, ...waiting];
  session.say(`Gilt das für alle ${all.length}? (${all.join(', ')})`);
  const key = await oneOf(session, `j alle ${all.length}  n nur ${kuerzel}  Esc doch nicht`, ['j', 'n']);
  return key === 'j' ? all : [kuerzel];
}

async function fillDraft(session: InterviewSession, draft: Draft): Promise<void> {
  if (draft.status === 'entbehrlich') return fillDispensable(session, draft);
  if (draft.status === 'ja') return fillText(session, draft, 'nachweis', 'Nachweis? (Enter = keiner) ');
  session.say('Alles freiwillig: Enter lässt leer, ein Punkt speichert gleich, Esc bricht ab.');
  await fillText(session, draft, 'begruendung', 'Warum? ');
  await fillText(session, draft, 'verantwortlich', 'Wer kümmert sich? ');
  await fillDue(session, draft);
  await fillText(session, draft, 'notiz', 'Notiz für das nächste Mal? ');
  await fillText(session, draft, 'nachweis', 'Nachweis? ');
}

async function fillDispensable(session: InterviewSession, draft: Draft): Promise<void> {
  session.say('Warum entbehrlich? Kosten oder Zeitmangel sind kein Grund; dann bitte „nein“.');
  const key = await oneOf(session, '1 gibt es hier nicht (nicht relevant)  2 durch anderes ersetzt  Esc doch nicht', ['1', '2']);
  draft.grund = key === '1' ? 'nicht-relevant' : 'ersatzmassnahme';
  const prompt = key === '1' ? 'Warum nicht relevant? ' : 'Welche Maßnahme ersetzt es? ';
  while (draft.begruendung === undefined) {
    const text = await typedLine(session, prompt);
    if (text === '' || text === saveNow) session.say('Ohne Begründung geht „entbehrlich“ nicht; Esc = doch nicht.');
    else draft.begruendung = text;
  }
}

async function fillText(session: InterviewSession, draft: Draft, field: TextField, prompt: string): Promise<void> {
  const text = await typedLine(session, prompt, draft[field]);
  if (text === saveNow) throw new EnoughError();
  draft[field] = text === '' ? undefined : text;
}

async function fillDue(session: InterviewSession, draft: Draft): Promise<void> {
  const { today } = session.context;
  const initial = draft.bis === undefined || draft.bis < today ? undefined : formatDay(draft.bis);
  draft.bis = undefined;
  for (;;) {
    const text = await typedLine(session, `Bis wann? (${dayForms}, leer = ohne Termin) `, initial);
    if (text === saveNow) throw new EnoughError();
    if (text === '') return;
    const day = readGermanDay(text, today);
    if (day === null) session.say(`„${text}“ ist kein Tag. Zum Beispiel: ${dayForms}.`);
    else if (day < today) session.say(`Der ${formatDay(day)} ist schon vorbei.`);
    else if (isFarOff(day, today)) session.say(`Der ${formatDay(day)} liegt sehr weit voraus; bitte das Jahr prüfen.`);
    else {
      draft.bis = day;
      return session.say(`  bis ${formatDay(day)}`);
    }
  }
}

/** @throws GivenUpError on Esc */
async function typedLine(session: InterviewSession, prompt: string, initial?: string): Promise<string> {
  const text = await session.terminal.line(prompt, initial);
  if (text === null) throw new GivenUpError();
  return text;
}

/** @throws GivenUpError on Esc */
async function oneOf(session: InterviewSession, prompt: string, keys: readonly string[]): Promise<string> {
  session.show(prompt);
  for (;;) {
    const key = await session.key();
    if (keys.includes(key)) return key;
    if (key === 'escape') throw new GivenUpError();
    session.say(`Bitte ${keys.join(' oder ')} drücken; Esc = doch nicht.`);
  }
}
