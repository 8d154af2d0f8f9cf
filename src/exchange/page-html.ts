/** A plain page of headings, sentences and tables as one HTML file: nothing is loaded, no script, prints well. */
import { notPublic } from './confidentiality.ts';
import { escapeHtml } from './escape-html.ts';

export interface PageSection {
  title: string;
  /** Sentences, one paragraph each. */
  text?: readonly string[];
  table?: { headers: readonly string[]; rows: readonly (readonly (string | number | null)[])[] };
}

export interface Page {
  title: string;
  subtitle: string;
  sections: readonly PageSection[];
}

export function pageHtml({ title, subtitle, sections }: Page): string {
  return `<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<header><p class="vermerk">${notPublic}</p><h1>${escapeHtml(title)}</h1><p>${escapeHtml(subtitle)}</p></header>
<main>
${sections.map(sectionHtml).join('\n')}
</main>
</body>
</html>
`;
}

function sectionHtml({ title, text = [], table }: PageSection): string {
  const paragraphs = text.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join('\n');
  return `<section>\n<h2>${escapeHtml(title)}</h2>\n${paragraphs}${table === undefined || table.rows.length === 0 ? '' : tableHtml(table)}\n</section>`;
}

function tableHtml({ headers, rows }: NonNullable<PageSection['table']>): string {
  const head = headers.map((header) => `<th scope="col">${escapeHtml(header)}</th>`).join('');
  const body = rows.map(
    (row) => `<tr>${row.map((cell) => `<td>${cell === null ? '–' : escapeHtml(String(cell))}</td>`).join('')}</tr>`,
  );
  return `<div class="tabelle"><table><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table></div>`;
}

const style = `
:root { color-scheme: light; --accent: #0b5563; --ink: #1c2429; --quiet: #4e5a61; --line: #b9c2c7; --tint: #eff4f5; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 70rem; font: 16px/1.45 "Source Sans 3", "Segoe UI", system-ui, sans-serif; color: var(--ink); background: #fff; }
h1 { margin: 0; font-size: 1.7rem; color: var(--accent); }
h2 { margin: 2rem 0 .5rem; font-size: 1.2rem; color: var(--accent); break-after: avoid; }
header p { margin: .2rem 0 0; color: var(--quiet); }
header .vermerk { margin: 0 0 .4rem; font-weight: 600; color: var(--ink); text-align: right; }
section p { margin: .3rem 0; max-width: 65rem; }
.tabelle { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin-top: .5rem; font-size: .95rem; }
th, td { padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { border-bottom: 2px solid var(--ink); }
tr { break-inside: avoid; }
@page { size: A4; margin: 18mm 16mm; @top-right { content: "${notPublic}"; font-size: 9pt; } }
@media print { body { padding: 0; max-width: none; font-size: 10pt; } thead { display: table-header-group; } }
`;
