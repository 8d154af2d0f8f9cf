/** What comes back on the three questions of a warning, and what an entry of the register says then. Pure. */
import type { EntryValues } from './register.ts';

/** Which entry a form belongs to: Kommune, number, and a short hash over both and the moment the entry was made. */
export interface WarningMark {
  kommune: string;
  id: string;
  fingerprint: string;
}

/** `warnung/beispielhain/W1/4f2a91c07be3ab12`: stands in every row and every answer file. */
export function formatWarningMark({ kommune, id, fingerprint }: WarningMark): string {
  return `warnung/${kommune}/${id}/${fingerprint}`;
}

/** The mark a text is, or null. */
export function parseWarningMark(text: string): WarningMark | null {
  const match = /^warnung\/([a-z0-9]+(?:-[a-z0-9]+)*)\/(W\d{1,9})\/([0-9a-f]{16})$/.exec(text.trim());
  if (match === null) return null;
  const [, kommune = '', id = '', fingerprint = ''] = match;
  return { kommune, id, fingerprint };
}

export const affectedAnswers = ['ja', 'nein', 'unbekannt'] as const;
export type AffectedAnswer = (typeof affectedAnswers)[number];
export const fixedAnswers = ['ja', 'nein'] as const;
export type FixedAnswer = (typeof fixedAnswers)[number];

/** The three questions: affected, closed (since when), until when with a remark. Null: left empty. Days as YYYY-MM-DD. */
export interface WarningAnswer {
  betroffen: AffectedAnswer | null;
  behoben: FixedAnswer | null;
  behobenAm: string | null;
  bis: string | null;
  bemerkung: string | null;
}

export interface WarningAnswerProblem {
  field: keyof WarningAnswer;
  text: string;
}

/** What an answer lacks or has too much, for the one who filled it in. */
export function warningAnswerProblems({ betroffen, behoben, behobenAm, bis, bemerkung }: WarningAnswer): WarningAnswerProblem[] {
  const problems: WarningAnswerProblem[] = [];
  const report = (field: keyof WarningAnswer, text: string) => problems.push({ field, text });
  const hasMore = [behoben, behobenAm, bis, bemerkung].some((each) => each !== null);
  if (betroffen === null && hasMore) report('betroffen', 'Die erste Antwort fehlt, obwohl daneben etwas steht.');
  if (betroffen === 'nein' && behoben !== null)
    report('behoben', 'Wer nicht betroffen ist, hat nichts zu beheben; erwartet wird ein leeres Feld.');
  if (behoben === 'ja' && behobenAm === null)
    report('behobenAm', 'Zu „behoben“ gehört der Tag, seit dem die Lücke geschlossen ist.');
  if (behoben !== 'ja' && behobenAm !== null) report('behobenAm', 'Ein Tag gehört nur zu „behoben: ja“.');
  if (bis !== null && (betroffen === 'nein' || behoben === 'ja'))
    report('bis', 'Wo nichts mehr zu tun ist, gibt es kein „bis wann“; erwartet wird ein leeres Feld.');
  return problems;
}

/** The answer as fields of the register; „weiß ich nicht“ leaves the entry to be examined. */
export function entryOfAnswer(
  { betroffen, behoben, behobenAm, bis, bemerkung }: WarningAnswer,
  said: { person: string; day: string },
): Readonly<Record<string, string>> {
  return {
    zustand: stateOf(betroffen, behoben),
    'antwort-von': said.person,
    'geantwortet-am': said.day,
    ...(behobenAm === null ? {} : { 'behoben-am': behobenAm }),
    ...(bis === null ? {} : { faellig: bis }),
    ...(bemerkung === null ? {} : { bemerkung }),
  };
}

function stateOf(betroffen: AffectedAnswer | null, behoben: FixedAnswer | null): string {
  if (betroffen === 'nein') return 'nicht-betroffen';
  if (betroffen !== 'ja') return 'pruefen';
  return behoben === 'ja' ? 'behoben' : 'betroffen';
}

/** How far the answer of one Kommune is: `offen` was asked and did not answer, `unklar` answered that it does not know. */
export const warningStates = ['nicht-gefragt', 'offen', 'unklar', 'betroffen', 'nicht-betroffen', 'behoben'] as const;
export type WarningState = (typeof warningStates)[number];

export function warningState(values: EntryValues): WarningState {
  const state = values['zustand'];
  if (state === 'betroffen' || state === 'nicht-betroffen' || state === 'behoben') return state;
  if (values['geantwortet-am'] !== undefined) return 'unklar';
  return values['gefragt-am'] === undefined ? 'nicht-gefragt' : 'offen';
}
