/**
 * What an incident is called: event, incident or serious incident. Four questions and a table, the first row that fits decides.
 * Words after § 3 (5), (6) and § 16 (1) SächsISichG, the last as SAX.CERT puts it.
 */
import type { Confidence } from './catalogue.ts';
import type { EntryValues } from './register.ts';

export const incidentKinds = ['ereignis', 'vorfall', 'erheblicher-vorfall'] as const;
export type IncidentKind = (typeof incidentKinds)[number];

export const incidentKindWords: Readonly<Record<IncidentKind, string>> = {
  ereignis: 'Sicherheitsereignis',
  vorfall: 'Sicherheitsvorfall',
  'erheblicher-vorfall': 'erheblicher Sicherheitsvorfall',
};

export interface ClassificationQuestion {
  /** Field of the register. */
  field: string;
  question: string;
  example: string;
  source: string;
  confidence: readonly Confidence[];
}

const serious = {
  source: '§ 16 Abs. 1 SächsISichG, wie SAX.CERT ihn wiedergibt',
  confidence: ['S'],
} as const satisfies Pick<ClassificationQuestion, 'source' | 'confidence'>;

export const classificationQuestions: readonly ClassificationQuestion[] = [
  {
    field: 'wirkung',
    question: 'Hat es schon etwas bewirkt, oder blieb es beim Versuch?',
    example: 'ja: Schadprogramm aktiv, Daten abgeflossen oder verändert, wichtiges System ausgefallen; nein: abgewehrter Versuch',
    source: '§ 3 Abs. 5 und 6 SächsISichG',
    confidence: ['V', 'S'],
  },
  {
    field: 'stoerung',
    question: 'Sind Dienste der Verwaltung schwer gestört, oder kann das daraus werden?',
    example: 'ja: das Bürgerbüro kann nicht arbeiten, Zahlungen gehen nicht',
    ...serious,
  },
  {
    field: 'schaden',
    question: 'Entsteht der Kommune ein Sach- oder Geldschaden, oder kann er entstehen?',
    example: 'ja: Geräte oder Datenbestände müssen ersetzt werden, Geld ist weg',
    ...serious,
  },
  {
    field: 'dritte',
    question: 'Entsteht anderen ein erheblicher Schaden, oder kann er entstehen?',
    example: 'ja: Daten von Bürgerinnen und Bürgern in fremder Hand, andere Behörden werden angegriffen',
    ...serious,
  },
];

interface ClassificationRow {
  field: string;
  answer: 'ja' | 'nein' | 'unbekannt';
  /** Null: it cannot be said yet. */
  kind: IncidentKind | null;
  reason: string;
}

/** What can become serious counts as serious; what is not known leaves it open. */
const rows: readonly ClassificationRow[] = [
  { field: 'stoerung', answer: 'ja', kind: 'erheblicher-vorfall', reason: 'Dienste sind schwer gestört oder können es werden.' },
  { field: 'schaden', answer: 'ja', kind: 'erheblicher-vorfall', reason: 'Der Kommune entsteht ein Schaden, oder er droht.' },
  {
    field: 'dritte',
    answer: 'ja',
    kind: 'erheblicher-vorfall',
    reason: 'Anderen entsteht ein erheblicher Schaden, oder er droht.',
  },
  { field: 'stoerung', answer: 'unbekannt', kind: null, reason: 'Ob Dienste schwer gestört werden, ist nicht bekannt.' },
  { field: 'schaden', answer: 'unbekannt', kind: null, reason: 'Ob der Kommune ein Schaden droht, ist nicht bekannt.' },
  { field: 'dritte', answer: 'unbekannt', kind: null, reason: 'Ob anderen ein Schaden droht, ist nicht bekannt.' },
  { field: 'wirkung', answer: 'ja', kind: 'vorfall', reason: 'Es hat etwas bewirkt, aber keinen erheblichen Schaden.' },
  { field: 'wirkung', answer: 'nein', kind: 'ereignis', reason: 'Es blieb beim Versuch.' },
  { field: 'wirkung', answer: 'unbekannt', kind: null, reason: 'Ob es etwas bewirkt hat, ist nicht bekannt.' },
];

/** What follows from the answers so far; a question without answer counts as not known. */
export function suggestKind(values: EntryValues): { kind: IncidentKind | null; reason: string } {
  const row = rows.find(({ field, answer }) => (values[field] ?? 'unbekannt') === answer);
  return { kind: row?.kind ?? null, reason: row?.reason ?? '' };
}
