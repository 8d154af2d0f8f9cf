/** The block tree as one self-contained HTML file: no script, no request, fonts inside, one A4 sheet first when printed. */
import { readFile } from 'node:fs/promises';
import type {
  BarsBlock,
  Block,
  CellPart,
  CourseBlock,
  DecisionBlock,
  DutyListBlock,
  GroupBlock,
  Inline,
  PlacedBlock,
  SignatureBlock,
  TableBlock,
  TopicLightsBlock,
} from './blocks.ts';
import { hasTitles } from './blocks.ts';
import { barsSvg, chartDescription, courseSvg, isWithoutValues } from './charts.ts';
import { readWebFonts } from './fonts.ts';
import { arrowSvg, barSvg, chartSvg, shapeSvg } from './graphics.ts';
import { Html, html } from './html.ts';
import { armsHtml, figureHtml, formHtml, letterFootHtml, letterHeadHtml, tickHtml } from './html-letter.ts';
import { identificationText } from './identification.ts';
import type { Look } from './look.ts';
import type { HeadData, StatusMark } from './report-data.ts';
import { sheetDensity } from './sheet-density.ts';

export async function renderHtml(head: HeadData, blocks: readonly Block[], cssFile: string, look: Look): Promise<string> {
  const [css, fonts] = await Promise.all([readFile(cssFile, 'utf8'), fontFaceRules()]);
  const style = new Html(`${fonts}\n${css}\n${pageRule(head, look)}`);
  const foot = `${head.kommune} · ${head.bericht} · Stand ${head.stand} · Katalog ${head.katalog.edition} · ${head.fingerabdruckKurz}`;
  const page = html`<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<meta name="burgward" content="${identificationText(head.kennung)}">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:">
<title>${head.titel} · Stand ${head.stand}</title>
<style>
${style}
</style>
</head>
<body>
<header class="blattkopf"><p>${head.vertraulichkeit}</p></header>
<main>
${blocks.map((block) => blockHtml(block, look))}
</main>
<footer class="blattfuss"><p>${foot}</p></footer>
</body>
</html>
`;
  return page.source;
}

async function fontFaceRules(): Promise<string> {
  const fonts = await readWebFonts();
  return fonts
    .map(
      ({ weight, base64 }) =>
        `@font-face{font-family:"Source Sans 3";font-weight:${weight};src:url(data:font/woff;base64,${base64}) format("woff")}`,
    )
    .join('\n');
}

/** Running head and foot of the printed sheets. */
function pageRule(head: HeadData, { accent }: Look): string {
  const left = `${head.kommune} · ${head.bericht} · Stand ${head.stand} · Katalog ${head.katalog.edition}`;
  return `:root{--accent:${accent}}\n@page{@top-right{color:${accent};content:${cssString(head.vertraulichkeit)}}@bottom-left{content:${cssString(shortened(left))}}@bottom-right{content:"Seite " counter(page) " von " counter(pages) ${cssString(` · ${head.fingerabdruckKurz}`)}}}`;
}

/** Characters the foot has room for. */
const footLength = 92;

function shortened(text: string): string {
  const characters = Array.from(text);
  return characters.length <= footLength ? text : `${characters.slice(0, footLength - 1).join('')}…`;
}

/** A CSS string in which everything but letters, digits and blanks is an escape: it cannot end early. */
function cssString(text: string): string {
  const escaped = Array.from(text, (character) =>
    /[A-Za-z0-9 ]/.test(character) ? character : `\\${(character.codePointAt(0) ?? 0).toString(16)} `,
  );
  return `"${escaped.join('')}"`;
}

function inlineHtml(content: readonly Inline[]): Html[] {
  return content.map((part) => {
    if (part.kind === 'break') return html`<br>`;
    return part.kind === 'text' ? html`${part.text}` : html`<strong>${inlineHtml(part.children)}</strong>`;
  });
}

function blockHtml(block: Block, look: Look): Html {
  switch (block.kind) {
    case 'heading': {
      const tag = new Html(`h${block.level}`);
      return html`<${tag}>${inlineHtml(block.content)}</${tag}>\n`;
    }
    case 'paragraph':
      return html`<p>${inlineHtml(block.content)}</p>\n`;
    case 'list': {
      const tag = new Html(block.ordered ? 'ol' : 'ul');
      return html`<${tag}>${block.items.map((item) => html`<li>${inlineHtml(item)}</li>`)}</${tag}>\n`;
    }
    case 'group':
      return groupHtml(block, look);
    default:
      return placedHtml(block, look);
  }
}

function groupHtml(block: GroupBlock, look: Look): Html {
  if (block.wappen === true) {
    const words = block.children.map((child) => blockHtml(child, look));
    return html`<div class="${block.name} mitwappen">${armsHtml(look)}<div>${words}</div></div>\n`;
  }
  const tag = new Html(['anhang', 'seite', 'karte'].includes(block.name) ? 'section' : 'div');
  const density = block.name === 'seite' ? ` ${sheetDensity(block)}` : block.name === 'karte' ? ` ${cardDensity(block)}` : '';
  const wide = block.name === 'spalten' && block.children.length === 2 ? ' zwei' : '';
  const label =
    block.name === 'anhang'
      ? html` aria-label="Anhang"`
      : block.name === 'seite' || block.name === 'karte'
        ? html` aria-label="Bericht auf einer Seite"`
        : html``;
  return html`<${tag} class="${block.name}${wide}${density}"${label}>\n${block.children.map((child) => blockHtml(child, look))}${letterFootHtml(block.fuss ?? [])}</${tag}>\n`;
}

/** Rows of tables a card has room for in its usual type. */
const usualCardRows = 22;

function cardDensity({ children }: GroupBlock): 'normal' | 'dicht' {
  const rows = children.reduce((sum, child) => sum + (child.kind === 'tabelle' ? child.rows.length : 0), 0);
  return rows > usualCardRows ? 'dicht' : 'normal';
}

function placedHtml(block: PlacedBlock, look: Look): Html {
  switch (block.kind) {
    case 'tabelle':
      return tableHtml(block);
    case 'ampel':
      return lightsHtml(block);
    case 'pflichten':
      return dutiesHtml(block);
    case 'entscheidung':
      return decisionHtml(block);
    case 'kennzahl':
      return html`<p class="kennzahl"><strong>${block.value}</strong> <span>${block.caption}</span></p>\n`;
    case 'diagramm':
      return figureHtml(chartSvg(block), { title: block.title, sentence: block.sentence, description: block.sentence });
    case 'balken':
    case 'verlauf':
      return drawnHtml(block);
    case 'briefkopf':
      return letterHeadHtml(block, look);
    case 'formular':
      return formHtml(block);
    case 'ankreuzen':
      return tickHtml(block);
    case 'unterschrift':
      return signatureHtml(block);
  }
}

function drawnHtml(block: BarsBlock | CourseBlock): Html {
  const { title, sentence } = block;
  if (isWithoutValues(block)) return html`<p>${sentence}</p>\n`;
  const drawn = block.kind === 'balken' ? barsSvg(block) : courseSvg(block);
  return figureHtml(drawn, { title, sentence, description: chartDescription(block) });
}

/** A picture beside its word is decoration; one that stands alone says what it means. */
function picture(svg: string, label: string | null): Html {
  const attributes = label === null ? html`aria-hidden="true" focusable="false"` : html`role="img" aria-label="${label}"`;
  return new Html(svg.replace('<svg ', `<svg ${attributes.source} `));
}

function statusHtml(status: StatusMark): Html {
  return html`<span class="stand ${status.art}">${picture(shapeSvg(status.art), null)} ${status.wort}</span>`;
}

function cellHtml(parts: readonly CellPart[]): Html {
  return html`${parts.map((part) => {
    if (part.kind === 'status') return statusHtml(part.status);
    if (part.tone === 'strong') return html`<strong class="zeile">${part.text}</strong>`;
    if (part.tone === 'struck') return html`<s class="zeile">${part.text}</s>`;
    return part.tone === 'quiet' ? html`<span class="leise">${part.text}</span>` : html`<span class="zeile">${part.text}</span>`;
  })}`;
}

function tableHtml(block: TableBlock): Html {
  if (block.rows.length === 0) return html`<p class="leise">${block.empty}</p>\n`;
  const total = block.columns.reduce((sum, column) => sum + column.weight, 0);
  const classOf = (index: number) => (block.columns[index]?.align === 'right' ? 'zahl' : 'wort');
  const writing = block.writingHeightMm > 0 ? ' schreiben' : '';
  const titles = block.columns.map(({ title }, index) =>
    title === '' ? html`<td></td>` : html`<th scope="col" class="${classOf(index)}">${title}</th>`,
  );
  const head = hasTitles(block) ? html`<thead><tr>${titles}</tr></thead>\n` : html``;
  const made = html`<table class="liste${writing}">
<caption>${block.caption}</caption>
<colgroup>${block.columns.map((column) => html`<col style="width:${((column.weight / total) * 100).toFixed(1)}%">`)}</colgroup>
${head}<tbody>
${block.rows.map((row) => html`<tr>${row.map((cell, index) => (index === 0 ? html`<th scope="row" class="${classOf(0)}">${cellHtml(cell)}</th>` : html`<td class="${classOf(index)}">${cellHtml(cell)}</td>`))}</tr>\n`)}</tbody>
</table>
`;
  return scrollable(made, block.caption, block.columns.length);
}

/** Columns that still have room on a narrow or much enlarged screen. */
const fewColumns = 2;

/** Where a table is wider than the screen it moves on its own, by keyboard too, and the text around it stays. */
function scrollable(made: Html, name: string, columns: number): Html {
  if (columns <= fewColumns) return made;
  return html`<div class="rolle" role="group" tabindex="0" aria-label="Tabelle: ${name}" style="--spalten:${columns}">\n${made}</div>\n`;
}

function lightsHtml(block: TopicLightsBlock): Html {
  if (block.groups.length === 0) return html`<p class="leise">${block.empty}</p>\n`;
  const columns = block.withTrend ? 7 : 6;
  const trendHead = block.withTrend
    ? html`<th scope="col" class="pfeil"><span class="verborgen">Entwicklung</span></th>`
    : html``;
  const more = block.more === '' ? html`` : html`<p class="leise">${block.more}</p>\n`;
  const made = html`<table class="ampel">
<caption>${block.caption}</caption>
<thead><tr><th scope="col">Thema</th>${trendHead}<th scope="col" class="balken"><span class="verborgen">Anteile als Balken</span></th><th scope="col" class="zahl">ja</th><th scope="col" class="zahl"><abbr title="teilweise">teils</abbr></th><th scope="col" class="zahl">nein</th><th scope="col" class="zahl"><abbr title="nicht bekannt">?</abbr></th></tr></thead>
${block.groups.map(
  (group) => html`<tbody>
<tr class="gruppe"><th scope="rowgroup" colspan="${columns}">${statusHtml(group.status)}</th></tr>
${group.rows.map((row) => {
  const trend = !block.withTrend
    ? html``
    : html`<td class="pfeil">${row.trend === null ? html`` : picture(arrowSvg(row.trend.richtung), row.trend.text)}</td>`;
  const { ja, teilweise, nein, unbekannt } = row.shares;
  return html`<tr><th scope="row"><span class="titel">${picture(shapeSvg(group.status.art), group.status.wort)} <span class="kurz">${row.title}</span></span></th>${trend}<td class="balken">${picture(barSvg(row.shares), null)}</td><td class="zahl">${ja}</td><td class="zahl">${teilweise}</td><td class="zahl">${nein}</td><td class="zahl">${unbekannt}</td></tr>\n`;
})}</tbody>
`,
)}</table>
`;
  return html`${scrollable(made, block.caption, columns)}${more}`;
}

function dutiesHtml(block: DutyListBlock): Html {
  if (block.rows.length === 0) return html`<p class="leise">${block.empty}</p>\n`;
  const more = block.more === '' ? html`` : html`<p class="leise">${block.more}</p>\n`;
  return html`<ul class="pflichten">
${block.rows.map((row) => {
  const note = row.note === '' ? '' : ` · ${row.note}`;
  return html`<li><strong class="kurz">${row.short}</strong><span class="angabe">${statusHtml(row.status)}<span>${note} · ${row.place}${row.degree} · ${row.kindOfDuty}</span></span></li>\n`;
})}</ul>
${more}`;
}

function decisionHtml(block: DecisionBlock): Html {
  if (block.rows.length === 0) return html``;
  const titles = ['Nr.', 'Lücke und was passieren kann', 'Aufwand (Schätzung)', 'Wer', 'Bis wann', 'Entscheidung'];
  const made = html`<table class="entscheidung">
<caption>${block.caption}</caption>
<thead><tr>${titles.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>
${block.rows.map(
  (row) =>
    html`<tr><td>${row.nr}</td><th scope="row"><strong class="kurz">${row.title}</strong><span class="folge">${row.consequence}</span><span class="leise kurz">${row.axes}</span></th><td>${row.effort}</td><td><span class="wer">${row.who}</span></td><td>${row.until}${row.overdue ? html`<strong class="ueberfaellig">überschritten</strong>` : html``}</td><td>${row.choices.map((choice) => html`<span class="wahl">${choice}</span>`)}</td></tr>\n`,
)}</tbody>
</table>
`;
  return scrollable(made, block.caption, titles.length);
}

function signatureHtml(block: SignatureBlock): Html {
  return html`<div class="unterschrift">${block.fields.map((field) => html`<p>${field}</p>`)}</div>\n`;
}
