/** The blocks of letters and forms as HTML: the head of a letter, labels with values, boxes to tick. */
import type { FormBlock, LetterHeadBlock, TickBlock } from './blocks.ts';
import { Html, html } from './html.ts';
import type { Look } from './look.ts';

const lines = (texts: readonly string[]) => texts.map((text) => html`<span class="zeile">${text}</span>`);

/** The arms of the Kommune as a picture: what is inside cannot run or load anything there. */
export function armsHtml({ arms, armsText }: Look): Html {
  if (arms === null) return html``;
  const type = arms.kind === 'svg' ? 'image/svg+xml' : 'image/png';
  const source = `data:${type};base64,${Buffer.from(arms.bytes).toString('base64')}`;
  return html`<img class="wappen" alt="${armsText}" src="${source}">`;
}

export function letterHeadHtml(block: LetterHeadBlock, look: Look): Html {
  const { absender, ruecksendezeile, anschrift, info, betreff, wappen } = block;
  const [name = '', ...more] = absender;
  return html`<header class="briefkopf">
<div class="absender">${wappen === true ? armsHtml(look) : html``}<p><strong class="zeile">${name}</strong>${lines(more)}</p></div>
<div class="anschrift"><p class="ruecksende">${ruecksendezeile}</p><p>${lines(anschrift)}</p></div>
<dl class="info">${info.map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
</header>
<h1>${betreff}</h1>
`;
}

export function letterFootHtml(foot: readonly string[]): Html {
  return foot.length === 0 ? html`` : html`<p class="brieffuss">${lines(foot)}</p>\n`;
}

export function formHtml({ caption, rows }: FormBlock): Html {
  if (rows.length === 0) return html``;
  return html`<table class="formular">
<caption>${caption}</caption>
<tbody>
${rows.map(({ label, value, hint }) => {
  const room = value === '' ? html`<span class="leer"></span>` : html`<span class="zeile">${value}</span>`;
  return html`<tr><th scope="row">${label}</th><td>${room}${hint === '' ? html`` : html`<span class="leise">${hint}</span>`}</td></tr>\n`;
})}</tbody>
</table>
`;
}

export function tickHtml({ question, choices }: TickBlock): Html {
  return html`<div class="ankreuzen"><p>${question}</p>
<ul>${choices.map((choice) => html`<li><span class="wahl">${choice}</span></li>`)}</ul></div>
`;
}

/** A chart with its sentence above it; the values are told in words too. */
export function figureHtml(chart: string, words: { title: string; sentence: string; description: string }): Html {
  const named = chart.replace('<svg ', '<svg role="img" class="diagramm" ');
  const [, open = '', rest = ''] = /^(<svg [^>]*>)(.*)$/s.exec(named) ?? [];
  return html`<figure><figcaption>${words.sentence}</figcaption><div class="rolle" role="group" tabindex="0" aria-label="Diagramm: ${words.title}">${new Html(open)}${html`<title>${words.title}</title><desc>${words.description}</desc>`}${new Html(rest)}</div></figure>
`;
}
