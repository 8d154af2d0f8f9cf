/** A packet as its files show it, and the words in which people answer. */
import type { EntbehrlichGrund, Umsetzungsstatus } from '../domain/assessment.ts';
import type { AnswerContent } from '../domain/packet.ts';

export interface PacketDocument {
  /** Name of the Kommune. */
  kommune: string;
  /** Id, for example P3. */
  id: string;
  /** Ties the file to the packet; see formatMark. */
  mark: string;
  titel: string;
  empfaenger: string | null;
  /** Calendar days. */
  erstellt: string;
  faellig: string | null;
  /** Who asks, for questions back. */
  absender: string;
  questions: readonly PacketDocumentQuestion[];
}

export interface PacketDocumentQuestion {
  /** See formatKey. */
  key: string;
  topic: string;
  /** Name of the Zielobjekt; null when it holds for the Kommune as a whole. */
  zielobjekt: string | null;
  question: string;
  rationale: string;
  help: string;
  evidence: readonly string[];
  /** Whether the law asks for it. */
  legal: boolean;
  /** The answer so far with a sentence about it. */
  previous: (AnswerContent & { sentence: string }) | null;
}

/** What a filled-in file says: everything in it that could be read, and every place where it could not. */
export interface PacketReturn {
  /** Name of the file without its folder. */
  file: string;
  /** SHA-256 of its bytes. */
  sha256: string;
  mark: string;
  person: string | null;
  /** Calendar day on which it was filled in. */
  day: string | null;
  rows: readonly ReturnedRow[];
  problems: readonly ReturnProblem[];
}

export interface ReturnedRow {
  /** For example „Blatt „Fragen“, Zeile 4“. */
  place: string;
  key: string;
  /** Null: left empty. `offen`: „weiß ich nicht“. */
  status: Umsetzungsstatus | 'offen' | null;
  grund: EntbehrlichGrund | null;
  begruendung: string | null;
  verantwortlich: string | null;
  bis: string | null;
  notiz: string | null;
  /** Who answered this row, where the file says it row by row. */
  person: string | null;
  day: string | null;
}

export interface ReturnProblem {
  /** Sheet, row and column; empty when it concerns the file. */
  place: string;
  text: string;
}

/** The answers in the order they are offered. */
export const statusWords: Readonly<Record<Umsetzungsstatus | 'offen', string>> = {
  ja: 'ja',
  teilweise: 'teilweise',
  nein: 'nein',
  entbehrlich: 'entbehrlich',
  offen: 'weiß ich nicht',
};

export const grundWords: Readonly<Record<EntbehrlichGrund, string>> = {
  'nicht-relevant': 'trifft bei uns nicht zu',
  ersatzmassnahme: 'anders gelöst (Ersatzmaßnahme)',
};

/** Headers of the table in workbook and CSV file; by these the columns are found again. */
export const headers = {
  key: 'Kennung',
  topic: 'Thema',
  question: 'Frage',
  zielobjekt: 'Gilt für',
  help: 'Hilfe',
  previous: 'Bisherige Antwort',
  status: 'Antwort',
  grund: 'Warum entbehrlich',
  begruendung: 'Begründung',
  verantwortlich: 'Wer schließt die Lücke',
  bis: 'Bis wann',
  notiz: 'Anmerkung',
  person: 'Beantwortet von',
  day: 'Beantwortet am',
  mark: 'Paket',
} as const;

/** Labels on the sheet of instructions beside which name and date are found again. */
export const personLabel = 'Ihr Name';
export const dayLabel = 'Datum';

/** Three sentences that stand at the top of every packet. */
export function instructions(format: 'html' | 'xlsx'): readonly [string, string, string] {
  const back = {
    html: 'Am Ende auf „Antworten speichern“ drücken und die gespeicherte Datei zurückgeben, zum Beispiel als Anhang einer E-Mail.',
    xlsx: 'Am Ende als Excel-Datei (XLSX) speichern und die Datei zurückgeben, zum Beispiel als Anhang einer E-Mail.',
  } as const;
  return [
    'Bitte beantworten, was Sie wissen; „weiß ich nicht“ ist eine vollwertige Antwort.',
    'Wo „nein“ oder „teilweise“ steht, hilft eine kurze Angabe, wer die Lücke bis wann schließt; „entbehrlich“ braucht eine Begründung.',
    back[format],
  ];
}
