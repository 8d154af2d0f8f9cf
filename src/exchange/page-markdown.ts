/** The same plain page as Markdown, for mail and for those who edit text. */
import { notPublic } from './confidentiality.ts';
import type { Page, PageSection } from './page-html.ts';

export function pageMarkdown({ title, subtitle, sections }: Page): string {
  return `${notPublic}\n\n# ${escapeMarkdown(title)}\n\n${escapeMarkdown(subtitle)}\n\n${sections.map(sectionMarkdown).join('\n\n')}\n`;
}

function sectionMarkdown({ title, text = [], table }: PageSection): string {
  const rows = table === undefined || table.rows.length === 0 ? [] : [tableMarkdown(table)];
  return [`## ${escapeMarkdown(title)}`, ...text.map(escapeMarkdown), ...rows].join('\n\n');
}

function tableMarkdown({ headers, rows }: NonNullable<PageSection['table']>): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(headers.map(escapeMarkdown)),
    line(headers.map(() => '---')),
    ...rows.map((row) => line(row.map((cell) => (cell === null ? '–' : escapeMarkdown(String(cell)))))),
  ].join('\n');
}

/** Backslash before what Markdown or HTML would read as markup; text stays on its line. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>|~#$&]/g, '\\$&')
    .replace(/^(\s*\d*)([-+=.)])/, '$1\\$2');
}
