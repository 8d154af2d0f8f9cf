/** The sheet for a visit of a room: printed on A4, filled in with a pen. One HTML file; nothing is loaded, no script. */
import { escapeHtml } from '../html.ts';
import { paperStyle } from './paper-style.ts';

export interface VisitSheet {
  kommune: string;
  room: string;
  /** Kind of room the questions are for, in a word. */
  kind: string;
  /** „22.11.2026“, the day the sheet was printed. */
  printedOn: string;
  questions: readonly { text: string; controls: readonly string[] }[];
  /** What stood out the last time and on which day; null if the room was never visited. */
  last: { day: string; findings: readonly string[] } | null;
  /** Where the answers go. */
  howOn: string;
}

/** More questions need a second page, which then has room for notes. */
const mostOnOnePage = 14;

export function visitSheetHtml({ kommune, room, kind, printedOn, questions, last, howOn }: VisitSheet): string {
  const title = `Begehung: ${room}`;
  return `<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(`${title}, ${kommune}`)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(kommune)} · Fragen für: ${escapeHtml(kind)} · gedruckt am ${escapeHtml(printedOn)} · nicht öffentlich</p>
</header>
<main>
<dl class="kopf">
<div><dt>Datum, Uhrzeit</dt><dd></dd></div>
<div><dt>Gebäude, Raum</dt><dd></dd></div>
<div><dt>Teilnehmende</dt><dd></dd></div>
</dl>
${lastHtml(last)}
<table>
<thead><tr><th scope="col">Nr.</th><th scope="col">Frage</th><th scope="col" class="kreuz">ja</th><th scope="col" class="kreuz">nein</th><th scope="col">Bemerkung</th><th scope="col">Foto Nr.</th></tr></thead>
<tbody>
${questions.map(rowHtml).join('\n')}
</tbody>
</table>
<section class="unten">
<h2>Sonst aufgefallen, vereinbart</h2>
<p class="klein">Was, wer, bis wann</p>
${'<p class="zeile"></p>\n'.repeat(questions.length > mostOnOnePage ? 12 : 3)}<div class="namen"><p>Ort, Datum</p><p>Unterschrift: begangen durch</p><p>Unterschrift: verantwortlich für den Raum</p></div>
<p class="klein">${escapeHtml(howOn)}</p>
</section>
</main>
</body>
</html>
`;
}

function rowHtml({ text, controls }: VisitSheet['questions'][number], index: number): string {
  return `<tr><td class="nr">${index + 1}</td><td>${escapeHtml(text)} <span class="control">${escapeHtml(controls.join(', '))}</span></td><td class="kreuz"><span></span></td><td class="kreuz"><span></span></td><td></td><td></td></tr>`;
}

function lastHtml(last: VisitSheet['last']): string {
  if (last === null) return '';
  const found =
    last.findings.length === 0
      ? '<p>Damals war nichts festzustellen.</p>'
      : `<ul>${last.findings.map((text) => `<li>${escapeHtml(text)} – behoben: <span class="kasten"></span> ja <span class="kasten"></span> nein</li>`).join('')}</ul>`;
  return `<section class="zuletzt"><h2>Zuletzt begangen am ${escapeHtml(last.day)}</h2>${found}</section>`;
}

const style = `${paperStyle}body { font-size: 10pt; line-height: 1.28; }
h1 { font-size: 15pt; }
h2 { margin: 3mm 0 1mm; font-size: 11pt; }
header p { margin: .5mm 0 2.5mm; }
.kopf { display: grid; grid-template-columns: 1fr 1.2fr 1.6fr; gap: 4mm; margin: 0 0 3mm; }
.kopf dt { font-size: 8.5pt; color: var(--quiet); }
.kopf dd { margin: 0; height: 6mm; border-bottom: 1px solid var(--ink); }
.zuletzt { margin: 0 0 3mm; padding: 1.5mm 3mm; background: var(--tint); border-left: 3px solid var(--accent); }
.zuletzt h2 { margin: 0; }
.zuletzt ul { margin: .5mm 0; padding-left: 5mm; }
.zuletzt p { margin: .5mm 0; }
th, td { padding: 1mm 1.5mm; }
th:nth-child(1) { width: 8mm; } th:nth-child(2) { width: 84mm; } th:nth-child(3), th:nth-child(4) { width: 10mm; } th:nth-child(6) { width: 15mm; }
tbody tr { height: 9.6mm; break-inside: avoid; }
.kreuz { text-align: center; }
.kreuz span, .kasten { display: inline-block; width: 4mm; height: 4mm; border: 1px solid var(--ink); vertical-align: -.6mm; }
.control { color: var(--quiet); font-size: 7.5pt; white-space: nowrap; }
.klein { margin: .5mm 0; font-size: 8pt; color: var(--quiet); }
.zeile { height: 7mm; }
.namen { margin-top: 12mm; }
@page { size: A4; margin: 11mm 12mm 11mm 18mm; }
`;
