/** Questions about an incident at the terminal, line by line; what was given as a switch is not asked again. */
import { classificationQuestions } from '../domain/incident-classification.ts';
import { readMoment } from '../domain/incident-clock.ts';
import { InterruptedError } from '../errors.ts';
import { openTerminal, StoppedError, type Terminal } from './interview-terminal.ts';
import { paragraph, styled } from './output.ts';

/** Answers by switch; what is not known is missing. */
export type Given = Readonly<Record<string, string | undefined>>;

interface Question {
  /** The switch that answers it. */
  id: string;
  /** Above the prompt; empty where the question before covers it too. */
  title: string;
  prompt: string;
  /** What is wrong with the line, for people; null if nothing is. */
  check: (line: string) => string | null;
  /** The line as it is recorded; undefined: not known. */
  read: (line: string) => string | undefined;
}

const words: Readonly<Record<string, string>> = {
  j: 'ja',
  ja: 'ja',
  n: 'nein',
  nein: 'nein',
  '': 'unbekannt',
  w: 'unbekannt',
  unbekannt: 'unbekannt',
};

const threeValued = (id: string, title: string, prompt: string): Question => ({
  id,
  title,
  prompt: `${prompt} (j/n, Enter = weiß nicht): `,
  check: (line) => (words[line.toLowerCase()] === undefined ? 'Bitte j, n oder Enter.' : null),
  read: (line) => words[line.toLowerCase()],
});

function immediateQuestions(now: () => string): readonly Question[] {
  return [
    {
      id: 'was',
      title: '1 von 5: Was ist passiert?',
      prompt: 'In einem Satz: ',
      check: (line) => (line === '' ? 'Bitte ein paar Worte, auch wenn noch wenig bekannt ist.' : null),
      read: (line) => line,
    },
    {
      id: 'seit',
      title: '2 von 5: Seit wann wissen Sie davon?',
      prompt: '„jetzt“, „17:40“, „gestern 16:00“: ',
      check: (line) => {
        const moment = readMoment(line, now());
        if (moment === null) return 'Das ist kein Zeitpunkt. Zum Beispiel: jetzt, 17:40, gestern 16:00, 20.11.2026 17:40.';
        return moment > now() ? 'Das liegt in der Zukunft.' : null;
      },
      read: (line) => readMoment(line, now()) ?? undefined,
    },
    {
      id: 'betroffen',
      title: '3 von 5: Was ist betroffen?',
      prompt: 'Worte oder Kürzel, mit Komma getrennt (Enter = weiß nicht): ',
      check: () => null,
      read: (line) => (line === '' ? undefined : line),
    },
    threeValued('breitet-sich-aus', '4 von 5: Wohin geht es?', 'Breitet es sich noch aus?'),
    threeValued('kdn-betroffen', '', 'Ist das KDN betroffen?'),
    threeValued('personendaten', '5 von 5: Sind personenbezogene Daten betroffen?', 'Namen, Anschriften, Akten?'),
  ];
}

/** @throws InterruptedError when it is given up: nothing is recorded then */
export function askAtOnce(given: Given, signal: AbortSignal, print: (text: string) => void): Promise<Given> {
  return askAll(
    immediateQuestions(() => new Date().toISOString()),
    given,
    signal,
    print,
  );
}

/** The four questions of the classification. @throws InterruptedError */
export function askClassification(given: Given, signal: AbortSignal, print: (text: string) => void): Promise<Given> {
  const questions = classificationQuestions.map(({ field, question, example }) =>
    threeValued(field, question, `${example}\nAntwort`),
  );
  return askAll(questions, given, signal, print);
}

async function askAll(
  questions: readonly Question[],
  given: Given,
  signal: AbortSignal,
  print: (text: string) => void,
): Promise<Given> {
  const open = questions.filter(({ id }) => given[id] === undefined);
  if (open.length === 0) return given;
  const terminal = openTerminal(signal);
  const answers: Record<string, string | undefined> = { ...given };
  try {
    for (const question of open) {
      if (question.title !== '') print(`\n${styled('bold', question.title)}`);
      answers[question.id] = question.read(await askUntilFine(terminal, question, print));
    }
    return answers;
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
    throw givenUp();
  } finally {
    terminal.close();
  }
}

async function askUntilFine(terminal: Terminal, { prompt, check }: Question, print: (text: string) => void): Promise<string> {
  const lines = prompt.split('\n');
  for (const line of lines.slice(0, -1)) print(paragraph(line));
  for (;;) {
    const typed = await terminal.line(lines.at(-1) ?? '');
    if (typed === null) throw givenUp();
    const problem = check(typed);
    if (problem === null) return typed;
    print(paragraph(problem));
  }
}

function givenUp(): InterruptedError {
  return new InterruptedError('SIGINT', 'Abgebrochen.', 'Es wurde nichts erfasst.');
}
