/** The record of a visit, to be printed and signed: as a page and as a Word document. */

import { escapeHtml } from '../html.ts';
import type { DocxBlock, DocxDocument } from './docx.ts';
import { paperStyle } from './paper-style.ts';

export interface VisitProtocol {
  kommune: string;
  /** Number of the visit, `BG3`. */
  id: string;
  place: string;
  /** „22.11.2026“ */
  day: string;
  participants: readonly string[];
  /** „GE-RATHAUS Rathaus“ */
  zielobjekte: readonly string[];
  findings: readonly { text: string; measure: string | null }[];
  /** Measures that came from the visit as a whole. */
  others: readonly string[];
  /** „22.11.2027“, null when none is planned. */
  next: string | null;
  /** „22.11.2026 von Petra Vogel“, null while it is not signed. */
  signed: string | null;
  printedOn: string;
}

const signatures = ['Ort, Datum', 'Unterschrift: begangen durch', 'Unterschrift: verantwortlich für den Raum'] as const;
const noFindings = 'Es wurde nichts festgestellt.';
const noMeasure = 'keine eingetragen';

/** What stands above the findings, label and text. */
function headOf({ kommune, place, day, participants, zielobjekte, next, signed }: VisitProtocol): [string, string][] {
  return [
    ['Kommune', kommune],
    ['Ort', place],
    ['Begangen am', day],
    ['Teilnehmende', participants.length === 0 ? 'nicht eingetragen' : participants.join(', ')],
    ...(zielobjekte.length === 0 ? [] : [['Zielobjekte', zielobjekte.join(', ')] satisfies [string, string]]),
    ...(next === null ? [] : [['Nächste Begehung', next] satisfies [string, string]]),
    ...(signed === null ? [] : [['Unterzeichnet', signed] satisfies [string, string]]),
  ];
}

const titleOf = ({ place }: VisitProtocol) => `Protokoll der Begehung: ${place}`;
const subtitleOf = ({ kommune, id, printedOn }: VisitProtocol) =>
  `${kommune} · ${id} · gedruckt am ${printedOn} · nicht öffentlich`;

export function visitProtocolHtml(protocol: VisitProtocol): string {
  const { findings, others } = protocol;
  const rows = findings.map(
    ({ text, measure }, index) =>
      `<tr><td class="nr">${index + 1}</td><td>${escapeHtml(text)}</td><td>${escapeHtml(measure ?? noMeasure)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(`${titleOf(protocol)}, ${protocol.kommune}`)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escapeHtml(titleOf(protocol))}</h1>
<p>${escapeHtml(subtitleOf(protocol))}</p>
</header>
<main>
<dl>${headOf(protocol)
    .map(([label, text]) => `<div><dt>${escapeHtml(label)}</dt><dd>${escapeHtml(text)}</dd></div>`)
    .join('')}</dl>
<h2>Feststellungen und Maßnahmen</h2>
${
  rows.length === 0
    ? `<p>${noFindings}</p>`
    : `<table>
<thead><tr><th scope="col">Nr.</th><th scope="col">Festgestellt</th><th scope="col">Maßnahme, wer, bis wann</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`
}
${others.length === 0 ? '' : `<h2>Weitere Maßnahmen</h2>\n<ul>${others.map((text) => `<li>${escapeHtml(text)}</li>`).join('')}</ul>`}
<section class="unten">
<h2>Ergänzungen bei der Unterschrift</h2>
${'<p class="zeile"></p>\n'.repeat(3)}<div class="namen">${signatures.map((label) => `<p>${label}</p>`).join('')}</div>
</section>
</main>
</body>
</html>
`;
}

export function visitProtocolDocx(protocol: VisitProtocol): DocxDocument {
  const { kommune, findings, others } = protocol;
  const plain = (text: string) => [{ text }];
  const blocks: DocxBlock[] = [
    ...headOf(protocol).map(
      ([label, text]): DocxBlock => ({ kind: 'paragraph', text: [{ text: `${label}: `, look: 'strong' }, { text }] }),
    ),
    { kind: 'heading', level: 1, text: plain('Feststellungen und Maßnahmen') },
    findings.length === 0
      ? { kind: 'paragraph', text: plain(noFindings) }
      : {
          kind: 'table',
          headers: ['Nr.', 'Festgestellt', 'Maßnahme, wer, bis wann'],
          widths: [1, 8, 7],
          rows: findings.map(({ text, measure }, index) => [plain(String(index + 1)), plain(text), plain(measure ?? noMeasure)]),
        },
    ...(others.length === 0
      ? []
      : ([
          { kind: 'heading', level: 1, text: plain('Weitere Maßnahmen') },
          { kind: 'bullets', items: others.map(plain) },
        ] satisfies DocxBlock[])),
    { kind: 'heading', level: 1, text: plain('Unterschriften') },
    { kind: 'signatures', below: signatures.map((label) => plain(label)) },
  ];
  return { title: titleOf(protocol), subtitle: subtitleOf(protocol), header: kommune, footer: 'nicht öffentlich', blocks };
}

const style = `${paperStyle}body { font-size: 10.5pt; line-height: 1.35; }
h1 { font-size: 16pt; }
h2 { margin: 6mm 0 2mm; font-size: 12pt; }
header p { margin: .5mm 0 4mm; }
dl { margin: 0; padding: 2mm 3mm; background: var(--tint); border-left: 3px solid var(--accent); }
dl div { display: grid; grid-template-columns: 36mm 1fr; gap: 3mm; }
dt { color: var(--quiet); }
dd { margin: 0; }
th, td { padding: 1.5mm 2mm; }
th:nth-child(1) { width: 10mm; } th:nth-child(2) { width: 92mm; }
tr { break-inside: avoid; }
.zeile { height: 8mm; }
.namen { margin-top: 18mm; }
@page { size: A4; margin: 15mm 15mm 15mm 22mm; }
`;
