/** Answers to a warning that came back: everything is checked first, then all of it is recorded, or nothing. */
import { basename } from 'node:path';
import { formatDay } from '../domain/calendar.ts';
import { isSettled, type RegisterEntry, readEntry, textIn } from '../domain/register.ts';
import { warnung } from '../domain/registers/warnung.ts';
import { entryOfAnswer, parseWarningMark, warningState } from '../domain/warning-answer.ts';
import type { ReturnedWarning } from '../exchange/warning-document.ts';
import { readWarningReturn } from '../exchange/warning-return.ts';
import { insertEntries, selectEntries } from '../store/register-entries.ts';
import { type Context, recordingOf, stateNow } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { type ProblemList, problemList, readReturned } from './read-packet-files.ts';
import { surroundingsOf } from './register-surroundings.ts';
import { markOf } from './warning-packet.ts';

export interface ReadWarningRequest {
  dateien: readonly string[];
  /** Only say what would be recorded. */
  probe: boolean;
  /** An answer that says otherwise than what is recorded counts. */
  ersetzen: boolean;
  /** Who answered, where the file does not say it. */
  gesagtVon?: string | undefined;
}

type Read = CommandJson['warnung einlesen'];

interface Candidate {
  file: string;
  place: string;
  entry: RegisterEntry;
  values: RegisterEntry['values'];
}

/** @throws InvalidDataError with every problem of every file; NotFoundError, ForeignFileError */
export async function readWarnings(context: Context, request: ReadWarningRequest): Promise<Read> {
  const problems = problemList();
  const candidates: Candidate[] = [];
  const empty: string[] = [];
  let unchanged = 0;
  const entries = await selectEntries(context.store, stateNow(context), { register: warnung.id });
  for (const path of request.dateien) {
    const file = basename(path);
    const answers = await answersIn(path, file, problems);
    const said = answers.filter(({ betroffen }) => betroffen !== null);
    if (answers.length > 0 && said.length === 0) empty.push(file);
    for (const answer of said) {
      const candidate = await candidateOf(context, entries, answer, file, request, problems);
      if (candidate === null) continue;
      const twice = candidates.find(({ entry }) => entry.kommune === candidate.entry.kommune && entry.id === candidate.entry.id);
      if (sameAnswer(candidate.values, candidate.entry.values)) unchanged += 1;
      else if (twice === undefined) candidates.push(candidate);
      else if (!sameAnswer(twice.values, candidate.values))
        problems.add(
          file,
          candidate.place,
          `${candidate.entry.kommune} antwortet auch in ${twice.file}, aber anders; nur eine der Dateien einlesen.`,
        );
    }
  }
  problems.throwIfAny();
  if (!request.probe) await record(context, candidates);
  return {
    probe: request.probe,
    antworten: candidates.map(({ file, entry, values }) => ({
      datei: file,
      kommune: entry.kommune,
      eintrag: entry.id,
      produkt: textIn(values, 'produkt') ?? '',
      vorher: warningState(entry.values),
      nachher: warningState(values),
      antwortVon: textIn(values, 'antwort-von') ?? '',
      faellig: textIn(values, 'faellig'),
    })),
    unveraendert: unchanged,
    leer: empty,
  };
}

async function answersIn(path: string, file: string, problems: ProblemList): Promise<readonly ReturnedWarning[]> {
  try {
    const { answers, problems: found } = readWarningReturn(await readReturned(path, file), file);
    for (const { place, text } of found) problems.add(file, place, text);
    return answers;
  } catch (error) {
    problems.addError(file, error);
    return [];
  }
}

async function candidateOf(
  context: Context,
  entries: readonly RegisterEntry[],
  answer: ReturnedWarning,
  file: string,
  { gesagtVon, ersetzen }: ReadWarningRequest,
  problems: ProblemList,
): Promise<Candidate | null> {
  const { place } = answer;
  const refuse = (text: string) => {
    problems.add(file, place, text);
    return null;
  };
  const mark = parseWarningMark(answer.mark);
  const entry = mark === null ? undefined : entries.find(({ kommune, id }) => kommune === mark.kommune && id === mark.id);
  if (mark === null)
    return refuse(
      'Das Kennzeichen fehlt oder wurde verändert; erwartet zum Beispiel warnung/beispielhain/W1/…. Aus der verschickten Datei wieder einsetzen.',
    );
  if (entry === undefined || (await markOf(context, mark.kommune, mark.id)) !== answer.mark.trim())
    return refuse(`Die Frage ${mark.id} an ${mark.kommune} wurde nicht mit dieser Datenbank gestellt.`);
  if (entry.removed !== null) return refuse(`Die Warnung ${mark.id} von ${mark.kommune} wurde entfernt: ${entry.removed}`);
  const person = gesagtVon ?? answer.person;
  if (person === null)
    return refuse('Der Name fehlt: Wer hat geantwortet? In der Datei eintragen oder mit --gesagt-von angeben.');
  const day = answer.day ?? context.today;
  if (day > context.today) return refuse(`Das Datum ${formatDay(day)} liegt in der Zukunft; erwartet ein Tag bis heute.`);
  const surroundings = await surroundingsOf(context, entry.kommune, stateNow(context));
  const typed = { 'behoben-am': '', ...entryOfAnswer(answer, { person, day }) };
  const { values, problems: wrong } = readEntry(warnung, typed, entry.values, surroundings);
  if (wrong.length > 0) return refuse(wrong.map(({ text }) => text).join(' '));
  if (!ersetzen && isAnswered(entry) && !sameAnswer(values, entry.values))
    return refuse(
      `${entry.kommune} steht schon auf „${textIn(entry.values, 'zustand')}“${answeredBy(entry)}; die Datei sagt „${textIn(values, 'zustand')}“ (${person}, ${formatDay(day)}). Mit --ersetzen gilt die Datei.`,
    );
  return { file, place, entry, values };
}

/** Whoever was asked and has not answered yet may say otherwise than what stood there before. */
function isAnswered({ values }: RegisterEntry): boolean {
  if (values['geantwortet-am'] !== undefined || isSettled(warnung, values)) return true;
  return values['zustand'] !== 'pruefen' && values['gefragt-am'] === undefined;
}

function answeredBy({ values }: RegisterEntry): string {
  const person = textIn(values, 'antwort-von');
  const day = textIn(values, 'geantwortet-am');
  const said = [...(person === null ? [] : [person]), ...(day === null ? [] : [formatDay(day)])].join(', ');
  return said === '' ? '' : ` (${said})`;
}

/** Whether two say the same; by whom and when does not matter. */
function sameAnswer(a: RegisterEntry['values'], b: RegisterEntry['values']): boolean {
  const isSaid = (values: RegisterEntry['values']) => values['geantwortet-am'] !== undefined;
  return isSaid(a) === isSaid(b) && ['zustand', 'behoben-am', 'faellig', 'bemerkung'].every((field) => a[field] === b[field]);
}

async function record(context: Context, candidates: readonly Candidate[]): Promise<void> {
  for (const [kommune, own] of Map.groupBy(candidates, ({ entry }) => entry.kommune)) {
    const of = { kommune, register: warnung.id, prefix: warnung.prefix, verb: 'einlesen' };
    const writes = own.map(({ entry, values }) => ({ id: entry.id, values, removed: null, validFrom: context.today }));
    await insertEntries(context.store, of, writes, recordingOf(context));
  }
}
