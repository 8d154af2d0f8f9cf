/** Own answers as a table that reads in again without loss, and the columns such tables have. */
import type { Assessment } from '../domain/assessment.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { Sheet } from '../exchange/sheet.ts';

interface AnswerColumn {
  header: string;
  width: number;
  /** Name for reading; null: only told, not read. */
  field: string | null;
  value: (answer: Assessment, catalogue: Catalogue) => string | null;
}

const controlOf = (catalogue: Catalogue, { control }: Assessment) => catalogue.controls.find(({ id }) => id === control);

/** Values are stored words and days as YYYY-MM-DD, so that no spreadsheet in no language reads them differently. */
export const answerColumns: readonly AnswerColumn[] = [
  { header: 'Anforderung', width: 12, field: 'control', value: ({ control }) => control },
  { header: 'Titel', width: 28, field: null, value: (answer, catalogue) => controlOf(catalogue, answer)?.title ?? null },
  { header: 'Frage', width: 48, field: null, value: (answer, catalogue) => controlOf(catalogue, answer)?.question ?? null },
  { header: 'Zielobjekt', width: 12, field: 'zielobjekt', value: ({ zielobjekt }) => zielobjekt },
  { header: 'Status', width: 12, field: 'status', value: ({ status }) => status },
  { header: 'Grund', width: 16, field: 'grund', value: ({ grund }) => grund },
  { header: 'Begründung', width: 44, field: 'begruendung', value: ({ begruendung }) => begruendung },
  { header: 'Notiz', width: 30, field: 'notiz', value: ({ notiz }) => notiz },
  { header: 'Nachweis', width: 30, field: 'nachweis', value: ({ nachweis }) => nachweis },
  { header: 'Verantwortlich', width: 20, field: 'verantwortlich', value: ({ verantwortlich }) => verantwortlich },
  { header: 'Bis', width: 12, field: 'bis', value: ({ bis }) => bis },
  { header: 'Gesagt von', width: 20, field: 'gesagtVon', value: ({ saidBy }) => saidBy },
  { header: 'Gültig ab', width: 12, field: 'gueltigAb', value: ({ validFrom }) => validFrom },
  { header: 'Zu bestätigen ab', width: 14, field: 'zuBestaetigenAb', value: ({ reviewDue }) => reviewDue },
  { header: 'Kommune', width: 16, field: 'kommune', value: ({ kommune }) => kommune },
  { header: 'Quelle', width: 14, field: 'quelle', value: ({ source }) => source },
  { header: 'Erhebung', width: 10, field: null, value: ({ erhebung }) => erhebung },
  { header: 'Katalog', width: 12, field: null, value: ({ catalogueEdition }) => catalogueEdition },
  { header: 'Erfasst am', width: 24, field: null, value: ({ recordedAt }) => recordedAt },
];

export function answerSheet(answers: readonly Assessment[], catalogue: Catalogue): Sheet {
  return {
    name: 'Antworten',
    columns: answerColumns.map(({ header, width }) => ({ header, width })),
    rows: answers.map((answer) => answerColumns.map(({ value }) => value(answer, catalogue))),
  };
}
