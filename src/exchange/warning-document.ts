/** The three questions of a warning as their files show them, and what comes back. */
import type { AffectedAnswer, FixedAnswer, WarningAnswer } from '../domain/warning-answer.ts';

/** The questions to one Kommune. */
export interface WarningForm {
  /** Ties the row to its entry; see formatWarningMark. */
  mark: string;
  /** Name of the Kommune. */
  kommune: string;
  produkt: string;
  kennung: string | null;
  /** What is to be done, in a sentence. */
  inhalt: string | null;
  /** What is recorded there that the warning may concern. */
  zielobjekte: readonly string[];
  /** Calendar days. */
  gefragt: string;
  zurueck: string;
  /** Who asks. */
  absender: string;
}

/** One answer as a file has it; nothing guessed, every place that cannot be read stands among the problems. */
export interface ReturnedWarning extends WarningAnswer {
  /** For example „Blatt „Warnung“, Zeile 2“. */
  place: string;
  mark: string;
  person: string | null;
  day: string | null;
}

export interface WarningReturn {
  answers: readonly ReturnedWarning[];
  problems: readonly { place: string; text: string }[];
}

/** Headers of the table; by these the columns are found again. */
export const warningHeaders = {
  kommune: 'Kommune',
  produkt: 'Warnung vor',
  inhalt: 'Worum es geht',
  zielobjekte: 'Vielleicht betroffen',
  betroffen: 'Betroffen?',
  behoben: 'Behoben?',
  behobenAm: 'Behoben seit',
  bis: 'Behoben bis wann',
  bemerkung: 'Bemerkung',
  person: 'Beantwortet von',
  day: 'Beantwortet am',
  mark: 'Kennzeichen',
} as const;

/** The words in which people answer, in the order they are offered. */
export const affectedWords: Readonly<Record<AffectedAnswer, string>> = { ja: 'ja', nein: 'nein', unbekannt: 'weiß ich nicht' };
export const fixedWords: Readonly<Record<FixedAnswer, string>> = { ja: 'ja', nein: 'nein' };

export const warningQuestions: readonly [string, string, string] = [
  'Sind Sie betroffen, gibt es das Produkt bei Ihnen in einer betroffenen Fassung?',
  'Wenn ja: Ist die Lücke schon geschlossen, und seit wann?',
  'Wenn noch nicht: Bis wann wird sie geschlossen? Was ist sonst zu sagen?',
];
