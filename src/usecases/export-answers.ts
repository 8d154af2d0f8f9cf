import { writeCsv } from '../exchange/csv.ts';
import { writeWorkbook } from '../exchange/spreadsheet.ts';
import { selectAssessments } from '../store/assessments.ts';
import { selectKommune } from '../store/kommunen.ts';
import { answerSheet } from './answer-table.ts';
import { type Context, stateAt } from './context.ts';
import type { CommandJson } from './json-schemas.ts';
import { writeFiles } from './write-files.ts';

export const answerFormats = ['xlsx', 'csv'] as const;
export type AnswerFormat = (typeof answerFormats)[number];

/** Writes the Kommune's own answers that hold on the context's day; `erhebung importieren` reads the file again. */
export async function exportAnswers(
  context: Context,
  slug: string,
  format: AnswerFormat,
  folder: string,
): Promise<CommandJson['erhebung exportieren']> {
  const kommune = await selectKommune(context.store, slug, stateAt(context));
  const answers = await selectAssessments(context.store, kommune.slug, stateAt(context));
  const sheet = answerSheet(answers, context.catalogue);
  const bytes =
    format === 'csv' ? new TextEncoder().encode(writeCsv(sheet)) : await writeWorkbook([sheet], `Antworten ${kommune.name}`);
  const file = { format, name: `antworten-${kommune.slug}-${context.asOf}.${format}`, bytes };
  return { antworten: answers.length, dateien: await writeFiles(folder, [file]) };
}
