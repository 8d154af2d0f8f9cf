/** The folder reports/: which reports there are, with their title, audience and formats. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ForeignFileError } from '../errors.ts';
import type { ReportFormat, ReportKind } from './report-kind.ts';

export type { ReportFormat, ReportKind };

/**
 * Every folder in reports/ that holds a report.yaml, in alphabetical order.
 * @throws ForeignFileError when a report.yaml cannot be understood
 */
export async function listReports(folder: string): Promise<ReportKind[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const kinds: ReportKind[] = [];
  for (const entry of entries.filter((e) => e.isDirectory()).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const kind = await readReportKind(join(folder, entry.name, 'report.yaml'));
    if (kind !== null) kinds.push(kind);
  }
  return kinds;
}

/** One report by its id, which is the name of its folder; null when there is none. @throws ForeignFileError as above */
export async function findReport(folder: string, id: string): Promise<ReportKind | null> {
  return /^[a-z][a-z0-9-]*$/.test(id) ? readReportKind(join(folder, id, 'report.yaml')) : null;
}

async function readReportKind(file: string): Promise<ReportKind | null> {
  const source = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (source === null) return null;
  const [{ load }, { reportKindSchema }] = await Promise.all([import('js-yaml'), import('./report-kind-schema.ts')]);
  const parsed = reportKindSchema.safeParse(readYaml(load, source, file));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'Datei');
  throw new ForeignFileError(
    `${file}: nicht lesbar (${[...new Set(fields)].join(', ')}).`,
    'Felder: id, title, audience, confidentiality, formats, summary; siehe reports/README.md.',
  );
}

function readYaml(load: (source: string) => unknown, source: string, file: string): unknown {
  try {
    return load(source);
  } catch (error) {
    throw new ForeignFileError(
      `${file}: kein gültiges YAML (${error instanceof Error ? error.message.split('\n')[0] : String(error)}).`,
      'Die genannte Stelle berichtigen.',
    );
  }
}
