/** How the columns of somebody's own list are to be read: a small YAML file beside it. */
import { z } from 'zod';
import { problemsOf } from '../catalogue/schema-issues.ts';
import { parseYaml } from '../catalogue/yaml-document.ts';
import { type FileProblem, TableError } from '../errors.ts';

const columnNames = [
  'control',
  'zielobjekt',
  'status',
  'grund',
  'begruendung',
  'notiz',
  'nachweis',
  'verantwortlich',
  'bis',
  'gesagt_von',
  'gueltig_ab',
] as const;

const text = z.string().min(1);
const idOrIds = z.union([text, z.array(text).min(1)]);

/** `spalten`: our column → their header. `werte`: their word → our status, empty: not answered. `controls`: their number → our ids. */
const mappingSchema = z.strictObject({
  kopfzeile: z.int().min(1).default(1),
  spalten: z.strictObject(
    Object.fromEntries(columnNames.map((name) => [name, text.optional()])) as Record<
      (typeof columnNames)[number],
      z.ZodOptional<z.ZodString>
    >,
  ),
  werte: z.record(z.string(), z.enum(['ja', 'teilweise', 'nein', 'entbehrlich', ''])).default({}),
  controls: z.record(z.string(), idOrIds).default({}),
  vorgabe: z
    .strictObject({
      zielobjekt: text.optional(),
      grund: z.enum(['nicht-relevant', 'ersatzmassnahme']).optional(),
      gesagt_von: text.optional(),
      gueltig_ab: z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2}$/, 'Erwartet einen Tag in der Form "2026-03-31", in Anführungszeichen.')
        .optional(),
    })
    .default({}),
});

export type ColumnMapping = z.infer<typeof mappingSchema>;

/** @throws TableError with every problem, its line and field */
export function parseColumnMapping(content: string, file: string): ColumnMapping {
  const { document, problems } = parseYaml(file, content);
  if (document === null || problems.length > 0) throw mappingError(problems);
  const parsed = mappingSchema.safeParse(document.value);
  if (!parsed.success) throw mappingError(problemsOf(document, parsed.error.issues));
  return parsed.data;
}

function mappingError(problems: readonly FileProblem[]): TableError {
  return new TableError(
    problems.map(({ file, line, field, text: words }) => ({ file, row: line, column: null, text: `${field}: ${words}` })),
    'Die Zuordnung berichtigen; ein Beispiel zeigt „burgward erhebung importieren --help“.',
  );
}
