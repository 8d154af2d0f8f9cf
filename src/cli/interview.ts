/** The interview at the terminal: question after question, one key each, everything saved as it is answered. */
import type { Umsetzungsstatus } from '../domain/assessment.ts';
import { formatDay } from '../domain/calendar.ts';
import type { NextQuestion } from '../domain/next-question.ts';
import {
  confirmInterviewAnswer,
  interviewState,
  lawDuties,
  obstacleToConfirm,
  openFacts,
  reasonOfOrder,
} from '../usecases/interview.ts';
import { searchControls } from '../usecases/search-controls.ts';
import { confirmAnswers } from '../usecases/set-answers.ts';
import { undoAnswers } from '../usecases/undo-answers.ts';
import { giveAnswer, savedText } from './interview-answer.ts';
import { askFacts } from './interview-facts.ts';
import { InterviewSession, type SessionInput, type Slot } from './interview-session.ts';
import { endText, interruptedText } from './interview-summary.ts';
import { StoppedError, type StopReason } from './interview-terminal.ts';
import { helpText, keysLine, lineWidth, moreKeys, type Place, questionText, wrapped } from './interview-text.ts';
import { cleanLine, counted, keyValues, statusWord, styled } from './output.ts';

/** Runs one sitting. @returns why it was stopped from outside, null when it ended by itself or by `q` */
export async function runInterview(input: SessionInput): Promise<StopReason | null> {
  const session = new InterviewSession(input, await interviewState(input.context, input.wish));
  try {
    greet(session);
    const isFocused = input.wish.thema !== undefined || input.wish.rolle !== undefined;
    const goesOn = isFocused || (await askFacts(session));
    if (goesOn) {
      session.fill();
      announce(session);
      await askQuestions(session);
    }
    session.show(endText(session));
    return null;
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
    session.show(interruptedText(session));
    return error.reason;
  }
}

function greet(session: InterviewSession): void {
  const { context, state, gesagtVon } = session;
  session.show(styled('bold', wrapped(`Interview · ${state.evaluation.kommune.name} · ${cleanLine(state.profile.title)}`)));
  const said = gesagtVon === undefined ? '' : `, gesagt von ${cleanLine(gesagtVon)}`;
  session.say(
    `Erfasst von ${cleanLine(context.person)}${said}. Jede Antwort ist sofort gespeichert; mit q oder Strg+C aufhören, mit demselben Befehl geht es weiter.`,
  );
}

function announce(session: InterviewSession): void {
  if (session.slots.length === 0) {
    session.say('\nHier ist gerade nichts zu fragen.');
    return;
  }
  const facts = openFacts(session.context, session.state);
  const open = facts.roles.length + facts.merkmale.length;
  if (open > 0) session.say(`\n${counted(open, 'Angabe bleibt', 'Angaben bleiben')} für später.`);
  session.say(`\n${counted(session.slots.length, 'Frage', 'Fragen')}. Eine Taste genügt, ohne Enter. Weitere Tasten:`);
  session.say(moreKeys);
}

async function askQuestions(session: InterviewSession): Promise<void> {
  for (;;) {
    const slot = session.slots[session.at];
    const question = slot === undefined ? null : session.question(slot);
    if (slot === undefined || question === null) return;
    const place = { number: session.at + 1, total: session.slots.length };
    session.show(`\n${shownText(session, question, place)}`);
    if (slot.outcome === 'beantwortet') session.say('Schon beantwortet; Enter = weiter.');
    else if (obstacleToConfirm(question) === null) session.say('Enter = stimmt weiterhin so.');
    else if (obstacleToConfirm(question) === 'andereFrage')
      session.say('Die Frage ist seitdem anders gefasst; bitte neu antworten.');
    if ((await handleKeys(session, slot, question)) === 'ende') return;
  }
}

function shownText({ state, context }: InterviewSession, question: NextQuestion, place: Place): string {
  return questionText(question, place, state.evaluation, context.catalogue, state.input.rollen);
}

/** `weiter`: another question is to be shown, or this one anew; `hier`: wait for another key. */
type Handled = 'weiter' | 'hier' | 'ende';

type Handler = (session: InterviewSession, question: NextQuestion, slot: Slot) => Promise<Handled> | Handled;

const statusOf: Readonly<Record<string, Umsetzungsstatus>> = { j: 'ja', t: 'teilweise', n: 'nein', e: 'entbehrlich' };

const handlers: Readonly<Record<string, Handler>> = {
  w: leaveOpen,
  s: skip,
  z: goBack,
  g: goTo,
  '/': search,
  u: undo,
  b: confirmTopic,
  '?': help,
  enter: confirmOne,
  q: () => 'ende',
  'ctrl-d': () => 'ende',
};

async function handleKeys(session: InterviewSession, slot: Slot, question: NextQuestion): Promise<Handled> {
  for (;;) {
    session.show(keysLine);
    const key = await session.key();
    const handled = await handleKey(session, slot, question, key);
    if (handled !== 'hier') return handled;
  }
}

async function handleKey(session: InterviewSession, slot: Slot, question: NextQuestion, key: string): Promise<Handled> {
  const status = statusOf[key];
  if (status !== undefined) {
    session.show(`  ${statusWord(status)}`);
    if (!(await giveAnswer(session, question, status))) return 'hier';
    session.advance();
    return 'weiter';
  }
  const handler = handlers[key];
  if (handler !== undefined) return handler(session, question, slot);
  if (key === 'viele') session.say('Das kam alles auf einmal, deshalb zählt nichts davon. Bitte eine Taste drücken.');
  else session.say('Diese Taste gibt es hier nicht; ? zeigt alle.');
  return 'hier';
}

function leaveOpen(session: InterviewSession, { answer }: NextQuestion, slot: Slot): Handled {
  if (slot.outcome !== 'beantwortet') slot.outcome = 'weissNicht';
  session.say(answer.answer === null ? 'Bleibt offen.' : 'Bleibt, wie es ist.');
  session.advance();
  return 'weiter';
}

function skip(session: InterviewSession, _question: NextQuestion, slot: Slot): Handled {
  slot.outcome ??= 'uebersprungen';
  session.advance();
  return 'weiter';
}

function goBack(session: InterviewSession): Handled {
  if (session.at === 0) {
    session.say('Das ist die erste Frage.');
    return 'hier';
  }
  session.at -= 1;
  return 'weiter';
}

async function goTo(session: InterviewSession): Promise<Handled> {
  const text = await session.terminal.line('Gehe zu (Nummer oder Kennung, zum Beispiel BAK-01.03): ');
  if (text === null || text === '') return 'hier';
  const number = /^\d+$/.test(text) ? Number(text) : null;
  if (number !== null && session.slots[number - 1] !== undefined) {
    session.at = number - 1;
    return 'weiter';
  }
  if (number === null && session.open(text.toUpperCase())) return 'weiter';
  session.say(`„${cleanLine(text)}“ gibt es nicht. Es geht von 1 bis ${session.slots.length}, oder mit / suchen.`);
  return 'hier';
}

/** One digit chooses. */
const mostHits = 9;

async function search(session: InterviewSession): Promise<Handled> {
  const text = await session.terminal.line('Suchen: ');
  if (text === null || text === '') return 'hier';
  const hits = searchControls(session.context.catalogue, text, {});
  if (hits.length === 0) {
    session.say('Dazu ist nichts zu finden.');
    return 'hier';
  }
  const shown = hits.slice(0, mostHits);
  session.show(
    keyValues(
      shown.map(({ id, titel }, index) => [String(index + 1), `${id} ${cleanLine(titel)}`] as const),
      lineWidth(),
    ),
  );
  if (hits.length > shown.length) session.say(`… und ${hits.length - shown.length} weitere; mit mehr Wörtern werden es weniger.`);
  session.say(`1 bis ${shown.length} öffnet die Frage, jede andere Taste geht zurück.`);
  const hit = shown[Number(await session.key()) - 1];
  return hit !== undefined && session.open(hit.id) ? 'weiter' : 'hier';
}

async function undo(session: InterviewSession): Promise<Handled> {
  const step = session.lastStep();
  if (step === undefined) {
    session.say('In dieser Sitzung ist noch nichts zurückzunehmen. Früheres: burgward erhebung rueckgaengig.');
    return 'hier';
  }
  const request = { kommune: session.wish.kommune, entry: step.entry, probe: false };
  const undone = await session.attempt(() => undoAnswers(session.context, request));
  // Refused because it was taken back elsewhere: then it is no longer ours to take back either.
  session.dropLastStep();
  if (undone === null) return 'hier';
  const [first] = undone.antworten;
  const what =
    undone.antworten.length === 1 && first !== undefined
      ? `${first.control} (${first.status})`
      : counted(undone.antworten.length, 'Antwort', 'Antworten');
  session.say(`Zurückgenommen: ${what}. Es gilt wieder, was vorher galt.`);
  const at = session.slots.findIndex(({ control, outcome }) => step.controls.includes(control) && outcome !== 'beantwortet');
  if (at !== -1) session.at = at;
  return 'weiter';
}

function help(session: InterviewSession, question: NextQuestion): Handled {
  const { catalogue } = session.context;
  const reason = reasonOfOrder(question, session.state.profile, catalogue);
  session.show(`\n${helpText(question.evaluation.control, lawDuties(session.state), catalogue, reason)}`);
  return 'hier';
}

async function confirmOne(session: InterviewSession, question: NextQuestion, slot: Slot): Promise<Handled> {
  if (slot.outcome === 'beantwortet') {
    session.advance();
    return 'weiter';
  }
  const obstacle = obstacleToConfirm(question);
  const held = question.answer.answer;
  if (obstacle !== null || held === null) {
    session.say(obstacleWords[obstacle ?? 'keine']);
    return 'hier';
  }
  const { context, state, gesagtVon } = session;
  const recorded = await session.attempt(() => confirmInterviewAnswer(context, state, held, gesagtVon));
  const [answer] = recorded?.answers ?? [];
  if (recorded === null || answer === undefined) return 'hier';
  session.noteStep(recorded);
  session.show(savedText(answer).replace('Gespeichert', 'Bestätigt'));
  session.advance();
  return 'weiter';
}

const obstacleWords: Readonly<Record<NonNullable<ReturnType<typeof obstacleToConfirm>>, string>> = {
  keine: 'Hier ist noch nichts zu bestätigen; bitte j, t, n oder e.',
  uebernommen: 'Das hat jemand anders gesagt; bitte mit j, t, n oder e selbst antworten.',
  andereFrage: 'Die Frage ist seitdem anders gefasst; bitte mit j, t, n oder e neu antworten.',
};

/** Rows shown before many answers are confirmed at once; the rest is counted. */
const mostRows = 12;

async function confirmTopic(session: InterviewSession, { evaluation: { control } }: NextQuestion): Promise<Handled> {
  const { context, state, wish, gesagtVon } = session;
  const topic = context.catalogue.vocabulary.topics.find(({ id }) => id === control.topic)?.title ?? control.topic;
  const request = { kommune: wish.kommune, filter: [`thema=${control.topic}`], profil: state.profile.id, gesagtVon };
  const preview = await confirmAnswers(context, { ...request, probe: true });
  const { aenderungen, ausgelassen } = preview;
  if (aenderungen.length === 0) {
    session.say(`Im Thema ${topic} ist nichts zu bestätigen.`);
    return 'hier';
  }
  for (const { control: id, titel, nachher } of aenderungen.slice(0, mostRows))
    session.say(`${statusWord(nachher)} · ${id} ${cleanLine(titel)}`);
  if (aenderungen.length > mostRows) session.say(`… und ${aenderungen.length - mostRows} weitere`);
  const leftOut =
    ausgelassen.length === 0
      ? ''
      : ` ${counted(ausgelassen.length, 'Frage bleibt', 'Fragen bleiben')} übrig (${ausgelassen[0]?.grund}).`;
  session.say(`Thema ${topic}: ${counted(aenderungen.length, 'Antwort stimmt', 'Antworten stimmen')} unverändert?${leftOut}`);
  session.show('j alle bestätigen, zählt als „gesammelt bestätigt“  ·  jede andere Taste: nein');
  if ((await session.key()) !== 'j') {
    session.say('Nichts bestätigt.');
    return 'hier';
  }
  const result = await session.attempt(() => confirmAnswers(context, { ...request, probe: false }));
  if (result === null || result.eintrag === null) return 'hier';
  session.noteStep({ entry: result.eintrag, answers: result.aenderungen });
  session.say(
    `${result.aenderungen.length} unverändert, bestätigt von ${cleanLine(gesagtVon ?? context.person)} am ${formatDay(context.today)}. u nimmt alles zurück.`,
  );
  if (session.slots[session.at]?.outcome === 'beantwortet') session.advance();
  return 'weiter';
}
