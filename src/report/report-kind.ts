/** What reports/ID/report.yaml says. */
export const reportFormats = ['html', 'pdf', 'md', 'json'] as const;
export type ReportFormat = (typeof reportFormats)[number];

export interface ReportKind {
  id: string;
  title: string;
  audience: string;
  confidentiality: string;
  formats: ReportFormat[];
  summary: string;
}
