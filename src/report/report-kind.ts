/** What reports/ID/report.yaml says. */
/** Editions made from a template, and the data themselves. */
export const renderedFormats = ['html', 'pdf', 'docx', 'md', 'json'] as const;
export type RenderedFormat = (typeof renderedFormats)[number];

export function isRenderedFormat(format: ReportFormat): format is RenderedFormat {
  return format !== 'xlsx';
}

/** A workbook is made of the same data, but by who can also read it back in. */
export const reportFormats = [...renderedFormats, 'xlsx'] as const;
export type ReportFormat = (typeof reportFormats)[number];

export interface ReportKind {
  id: string;
  title: string;
  audience: string;
  confidentiality: string;
  formats: ReportFormat[];
  summary: string;
}
