/** The overview as one HTML file: nothing is loaded from elsewhere, no script, readable on screen, on paper and aloud. */
import { formatDay } from '../domain/calendar.ts';
import { dutyStates } from '../domain/duties.ts';
import type { DutyCounts } from '../domain/overview.ts';
import { notPublic } from './confidentiality.ts';
import { escapeHtml } from './escape-html.ts';
import {
  currentlyAnswered,
  dutyMarks,
  dutyWords,
  filterText,
  markedRef,
  type OverviewDocument,
  type OverviewKommune,
  type OverviewNumbers,
  overviewNotes,
} from './overview-document.ts';

export function overviewHtml(overview: OverviewDocument): string {
  const { stand, katalog, summe, kommunen, minimum } = overview;
  const filter = filterText(overview);
  return `<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Übersicht der Kommunen, Stand ${formatDay(stand)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>Informationssicherheit: Übersicht der Kommunen</h1>
<p>${notPublic} · Stand ${formatDay(stand)} · Katalog ${escapeHtml(`${katalog.id} ${katalog.edition}`)}${filter === null ? '' : ` · Auswahl: ${escapeHtml(filter)}`}</p>
</header>
<main>
${keyNumbers(overview)}
<section aria-labelledby="zahlen">
<h2 id="zahlen">Je Kommune</h2>
<table>
<caption>${kommunen.length === 1 ? 'Eine Kommune' : `${shown(kommunen.length)} Kommunen`}, eine je Zeile; Summe am Ende</caption>
<thead>${numbersHead}</thead>
<tbody>
${kommunen.map(numbersRow).join('\n')}
</tbody>
<tfoot><tr><th scope="row">Summe</th><td>–</td><td>–</td>${numberCells(summe, summe.minimum)}</tr></tfoot>
</table>
</section>
<section aria-labelledby="register">
<h2 id="register">Maßnahmen, Vorfälle, Stunden</h2>
<table>
<caption>Was in den Registern steht; Stunden des Jahres ${summe.stunden.jahr}</caption>
<thead>${registersHead}</thead>
<tbody>
${kommunen.map((row) => registersRow(escapeHtml(row.name), row)).join('\n')}
</tbody>
<tfoot>${registersRow('Summe', summe)}</tfoot>
</table>
</section>
<section aria-labelledby="minimum" class="neu">
<h2 id="minimum">Gesetzliches Minimum, Zeile für Zeile</h2>
<p class="zeichen">${dutyStates.map((status) => `<span>${mark(status)} ${dutyWords[status]}</span>`).join(' ')}</p>
<table class="matrix">
<caption>Zeilen des SächsISichG mit ihrer Art</caption>
<thead><tr><th scope="col">Kommune</th>${minimum
    .map(
      (row) =>
        `<th scope="col"><b>${escapeHtml(row.id)}</b><i>${escapeHtml(row.art)}</i><small>${escapeHtml(row.kurz)}<br>${escapeHtml(markedRef(row))}</small></th>`,
    )
    .join('')}</tr></thead>
<tbody>
${kommunen.map(minimumRow).join('\n')}
</tbody>
</table>
</section>
<section aria-labelledby="lesen">
<h2 id="lesen">So sind die Zahlen gemeint</h2>
<ul>
${overviewNotes.map((note) => `<li>${escapeHtml(note)}</li>`).join('\n')}
</ul>
</section>
</main>
</body>
</html>
`;
}

function keyNumbers({ summe, ohneEinwohnerzahl }: OverviewDocument): string {
  const { gesamt, luecken, antworten } = summe;
  const entries: readonly (readonly [string, string])[] = [
    ['Kommunen', shown(summe.kommunen)],
    ['Fragen aktuell beantwortet', `${shown(currentlyAnswered(gesamt))} von ${shown(gesamt.n)}`],
    ['nicht bekannt', `${shown(gesamt.offen)} offen, ${shown(gesamt.zuBestaetigen)} zu bestätigen`],
    ['Minimum ganz erfüllt', `${shown(summe.minimumErfuellt)} von ${shown(summe.kommunen)}`],
    ['Widersprüche zur Netzprüfung', shown(summe.widersprueche)],
    ['Lücken', `${shown(luecken.n)}, davon ${shown(luecken.ueberfaellig)} überfällig, ${shown(luecken.ohneTermin)} ohne Termin`],
    ['gesammelt gesetzt oder bestätigt', `${shown(antworten.gesammelt)} von ${shown(antworten.n)} Antworten`],
    ...(summe.ohneErhebung === 0 ? [] : [['ohne Erhebung', shown(summe.ohneErhebung)] as const]),
    ...(ohneEinwohnerzahl === 0 ? [] : [['ohne Einwohnerzahl, nicht dabei', shown(ohneEinwohnerzahl)] as const]),
  ];
  return `<dl>${entries.map(([term, value]) => `<div><dt>${term}</dt><dd>${value}</dd></div>`).join('')}</dl>`;
}

const numbersHead = `<tr><th scope="col" rowspan="2">Kommune</th><th scope="col" rowspan="2">Einwohner</th><th scope="col" rowspan="2" class="wort">Profil</th>
<th scope="colgroup" colspan="3">Fragen</th><th scope="colgroup" colspan="4">Minimum</th><th scope="col" rowspan="2">Wider&shy;sprüche</th>
<th scope="colgroup" colspan="3">Lücken</th><th scope="colgroup" colspan="2">Alter in Tagen</th><th scope="col" rowspan="2">gesammelt</th></tr>
<tr><th scope="col">aktuell beantwortet</th><th scope="col">offen</th><th scope="col">zu bestä&shy;tigen</th>${(
  ['erfuellt', 'teilweise', 'nichtErfuellt', 'offen'] as const
)
  .map((status) => `<th scope="col">${mark(status)}<small>${dutyWords[status]}</small></th>`)
  .join(
    '',
  )}<th scope="col">alle</th><th scope="col">über&shy;fällig</th><th scope="col">ohne Termin</th><th scope="col">Median</th><th scope="col">älteste</th></tr>`;

function numbersRow(row: OverviewKommune): string {
  const inhabitants = row.einwohner === null ? 'unbekannt' : shown(row.einwohner);
  return `<tr><th scope="row">${escapeHtml(row.name)}</th><td>${inhabitants}</td><td class="wort">${escapeHtml(row.profil)}</td>${numberCells(row, row.minimum.ergebnis)}</tr>`;
}

function numberCells({ gesamt, widersprueche, luecken, antworten, alter }: OverviewNumbers, duties: DutyCounts): string {
  const share = antworten.n === 0 ? '–' : `${Math.round((antworten.gesammelt / antworten.n) * 100)} %`;
  const answered = currentlyAnswered(gesamt);
  const bar = `<progress max="${gesamt.n}" value="${answered}" aria-hidden="true"></progress>`;
  const cells = [
    `${shown(answered)} von ${shown(gesamt.n)}${bar}`,
    shown(gesamt.offen),
    shown(gesamt.zuBestaetigen),
    shown(duties.erfuellt),
    shown(duties.teilweise),
    emphasised(duties.nichtErfuellt),
    shown(duties.offen),
    emphasised(widersprueche),
    shown(luecken.n),
    emphasised(luecken.ueberfaellig),
    shown(luecken.ohneTermin),
    alter.medianTage === null ? '–' : shown(alter.medianTage),
    alter.aeltesteTage === null ? '–' : shown(alter.aeltesteTage),
    share,
  ];
  return cells.map((cell) => `<td>${cell}</td>`).join('');
}

const registersHead = `<tr><th scope="col" rowspan="2">Kommune</th><th scope="colgroup" colspan="3">Maßnahmen</th><th scope="colgroup" colspan="2">Vorfälle</th><th scope="colgroup" colspan="2">Stunden</th></tr>
<tr><th scope="col">offen</th><th scope="col">über&shy;fällig</th><th scope="col">ohne Termin</th><th scope="col">offen</th><th scope="col">erheblich</th><th scope="col">geplant</th><th scope="col">verbraucht</th></tr>`;

/** @param name as HTML */
function registersRow(name: string, { massnahmen, vorfaelle, stunden }: OverviewNumbers): string {
  const hours = (count: number | null) => (count === null ? '–' : shown(count));
  const cells = [
    shown(massnahmen.offen),
    emphasised(massnahmen.ueberfaellig),
    shown(massnahmen.ohneTermin),
    shown(vorfaelle.offen),
    emphasised(vorfaelle.erheblich),
    hours(stunden.geplant),
    hours(stunden.verbraucht),
  ];
  return `<tr><th scope="row">${name}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

function minimumRow({ name, minimum: { punkte } }: OverviewKommune): string {
  const cells = punkte.map(({ status }) => `<td>${mark(status)}<span class="vorlesen">${dutyWords[status]}</span></td>`);
  return `<tr><th scope="row">${escapeHtml(name)}</th>${cells.join('')}</tr>`;
}

function mark(status: (typeof dutyStates)[number]): string {
  return `<span class="${status}" aria-hidden="true">${dutyMarks[status]}</span>`;
}

function emphasised(count: number): string {
  return count === 0 ? '0' : `<strong>${shown(count)}</strong>`;
}

function shown(count: number): string {
  return count.toLocaleString('de-DE');
}

const style = `
:root { color-scheme: light; --accent: #0b5563; --ink: #1c2429; --quiet: #4e5a61; --line: #b9c2c7; --tint: #eff4f5; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 90rem; font: 15px/1.4 "Source Sans 3", "Segoe UI", system-ui, sans-serif; color: var(--ink); background: #fff; }
h1 { margin: 0; font-size: 1.7em; color: var(--accent); }
h2 { margin: 2rem 0 .5rem; font-size: 1.3em; color: var(--accent); }
header p, caption, .zeichen { color: var(--quiet); }
dl { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: 1rem 0; padding: .8rem 1rem; background: var(--tint); }
dt { font-size: .9em; color: var(--quiet); }
dd { margin: 0; font-weight: 600; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding-bottom: .4rem; }
th, td { padding: .25rem .5rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: baseline; }
th[scope="row"], thead th:first-child, .wort { text-align: left; }
td { white-space: nowrap; }
thead th { position: sticky; top: 0; background: #fff; vertical-align: bottom; font-size: .9em; }
thead th[scope="colgroup"] { text-align: center; border-bottom: 1px solid var(--ink); }
thead tr:nth-child(2) th { top: 1.75rem; }
th[scope="row"] { font-weight: 600; min-width: 11em; }
tbody tr:nth-child(even) { background: var(--tint); }
tfoot th, tfoot td { border-top: 2px solid var(--ink); font-weight: 600; }
progress { display: block; width: 100%; min-width: 6rem; height: .35rem; margin-top: .1rem; accent-color: var(--accent); }
small { display: block; font-size: .85em; font-weight: 400; color: var(--quiet); }
strong { color: #b3261e; }
.matrix td, .matrix thead th { text-align: center; }
.matrix thead th:first-child { text-align: left; }
.matrix thead i { display: block; font-weight: 400; }
.erfuellt { color: #1b7f4b; } .teilweise { color: #9a5b00; } .nichtErfuellt { color: #b3261e; } .offen { color: #0b5563; } .nichtAnwendbar { color: var(--quiet); }
.zeichen span + span { margin-left: 0; } .zeichen > span { margin-right: 1.2rem; white-space: nowrap; }
.vorlesen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
ul { max-width: 60rem; padding-left: 1.2rem; color: var(--quiet); }
@page { size: A4 landscape; margin: 12mm; }
@media print {
  body { padding: 0; max-width: none; font-size: 8pt; line-height: 1.25; }
  h2 { margin-top: 1em; } dl { margin: .5em 0; gap: .2rem 1.5rem; }
  thead { display: table-header-group; } tfoot { display: table-row-group; }
  thead th { position: static; }
  tr { break-inside: avoid; } h2 { break-after: avoid; } .neu { break-before: page; }
  th, td { padding: .1rem .3rem; }
  progress { display: none; }
  tbody tr:nth-child(even), dl { background: none; } dl { padding: 0; }
}
`;
