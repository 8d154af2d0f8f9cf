/**
 * Four eyes: a second person confirms or disputes one answer. It holds for just that answer; a later one is not covered. What is
 * disputed never looks better than it is: until it is answered again, or the signature is given after all, it has to be confirmed.
 */
import type { Assessment, SecondSignature } from './assessment.ts';
import { formatDay } from './calendar.ts';

/** A recorded signature: about which answer, and what it says. */
export interface RecordedSignature extends SecondSignature {
  kommune: string;
  zielobjekt: string;
  control: string;
  /** Entry of the Protokoll that recorded the answer. */
  entry: number;
}

/** The answers with what a second person said about each. Only own answers: an inherited one is signed where it was given. */
export function withSignatures(answers: readonly Assessment[], signatures: readonly RecordedSignature[]): Assessment[] {
  if (signatures.length === 0) return [...answers];
  const byAnswer = new Map(signatures.map((signature) => [keyOf(signature), signature]));
  return answers.map((answer) => {
    const found = answer.origin === null ? byAnswer.get(keyOf(answer)) : undefined;
    if (found === undefined) return answer;
    const { result, person, on, remark } = found;
    return { ...answer, secondSignature: { result, person, on, remark } };
  });
}

function keyOf({ kommune, zielobjekt, control, entry }: Pick<RecordedSignature, 'kommune' | 'zielobjekt' | 'control' | 'entry'>) {
  return `${kommune} ${zielobjekt} ${control} ${entry}`;
}

/** Disputed and not „nein“: a „nein“ cannot look better than it is. */
export function needsReanswering({ status, secondSignature }: Pick<Assessment, 'status' | 'secondSignature'>): boolean {
  return secondSignature?.result === 'beanstandet' && status !== 'nein';
}

/** „Beanstandet von Jana Muster am 30.11.2026: Band fehlt“, „Gegengezeichnet von Jana Muster am 30.11.2026“. */
export function signatureText({ result, person, on, remark }: SecondSignature): string {
  const word = result === 'bestaetigt' ? 'Gegengezeichnet' : 'Beanstandet';
  return `${word} von ${person} am ${formatDay(on)}${remark === null ? '' : `: ${remark}`}`;
}

/**
 * Why this person may not sign an answer, as a sentence; null if it may.
 * @param saidBy who said it
 * @param recordedBy who recorded it
 */
export function signingObstacle(person: string, saidBy: string, recordedBy: string): string | null {
  if (isSamePerson(person, saidBy)) return `${person} hat die Antwort selbst gegeben`;
  if (isSamePerson(person, recordedBy)) return `${person} hat die Antwort selbst erfasst`;
  return null;
}

/** Names as people type them: blanks and capital letters make no other person. */
export function isSamePerson(a: string, b: string): boolean {
  return nameKey(a) === nameKey(b);
}

function nameKey(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLocaleLowerCase('de');
}
