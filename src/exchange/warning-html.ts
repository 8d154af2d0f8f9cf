/** The three questions of a warning as one HTML file: filled in without network or account, the answers saved into a file. */

import { formatDay } from '../domain/calendar.ts';
import { notPublic } from './confidentiality.ts';
import { escapeHtml } from './escape-html.ts';
import { formHead } from './form-page.ts';
import { affectedWords, fixedWords, type WarningForm, warningQuestions } from './warning-document.ts';
import { warningFormScript } from './warning-form-script.ts';

const [affected, fixed, when] = warningQuestions.map(escapeHtml);

/** @param answerFile name under which the browser saves the answers */
export function warningHtml(warning: WarningForm, answerFile: string): string {
  const { mark, kommune, produkt, inhalt, zielobjekte, absender } = warning;
  return `${formHead(`Warnung: ${produkt} · ${kommune}`, warningFormScript)}
<body>
<header class="kopf"><div>
<p class="art">Warnung vor einer Sicherheitslücke: drei Fragen · ${notPublic}</p>
<h1>${escapeHtml(`${kommune}: ${produkt}`)}</h1>
<dl>${facts(warning)
    .map(([term, value]) => `<div><dt>${escapeHtml(term)}</dt><dd>${escapeHtml(value)}</dd></div>`)
    .join('')}</dl>
</div></header>
<form data-kennzeichen="${escapeHtml(mark)}" data-datei="${escapeHtml(answerFile)}" novalidate autocomplete="off">
<main>
<noscript><p class="karte ohne-script">In diesem Browser ist JavaScript abgeschaltet. Zum Ausfüllen am Bildschirm bitte einschalten, oder das Blatt drucken und von Hand ausfüllen.</p></noscript>
<section class="karte" aria-labelledby="worum"><h2 id="worum">Worum es geht</h2>
<p>${escapeHtml(inhalt ?? 'Einzelheiten stehen in der Warnung selbst.')}</p>
${zielobjekte.length === 0 ? '<p>Bei Ihnen ist dazu nichts eingetragen; das muss nichts heißen. Bitte nachsehen.</p>' : `<p>Bei Ihnen ist eingetragen und vielleicht betroffen: <strong>${escapeHtml(zielobjekte.join(', '))}</strong>.</p>`}</section>
<section class="karte" aria-label="Wer antwortet"><div class="person">
<div><label for="name">Ihr Name</label><input type="text" id="name" maxlength="200" autocomplete="name" required aria-describedby="name-fehler"><p class="fehler" id="name-fehler"></p></div>
<div><label for="datum">Datum</label><input type="date" id="datum" required aria-describedby="datum-fehler"><p class="fehler" id="datum-fehler"></p></div>
</div></section>
<fieldset class="karte"><legend>1. ${affected}</legend>
${choice('betroffen', affectedWords, 'Betroffen')}<p class="fehler" id="betroffen-fehler" role="alert"></p></fieldset>
<fieldset class="karte" id="frage-behoben"><legend>2. ${fixed}</legend>
${choice('behoben', fixedWords, 'Behoben')}
<div class="felder" id="feld-seit"><div><label for="seit">Geschlossen seit</label><input type="date" id="seit" aria-describedby="seit-fehler"><p class="fehler" id="seit-fehler"></p></div></div></fieldset>
<fieldset class="karte"><legend>3. ${when}</legend>
<div class="felder"><div id="feld-bis"><label for="bis">Geschlossen bis <span class="hinweis">(wenn bekannt)</span></label><input type="date" id="bis"></div>
<div><label for="bemerkung">Bemerkung <span class="hinweis">(wenn Sie mögen)</span></label><textarea id="bemerkung" rows="2" maxlength="4000"></textarea></div></div></fieldset>
<section class="karte abschluss" aria-labelledby="fertig"><h2 id="fertig">Fertig?</h2>
<p>Speichern legt die Datei „${escapeHtml(answerFile)}“ an, meist im Ordner „Downloads“. Diese Datei geben Sie zurück an ${escapeHtml(absender)}.</p>
<div class="reihe"><button type="button" class="haupt" id="speichern">Antworten speichern</button>
<button type="button" id="drucken">Drucken</button></div>
<p class="meldung" id="meldung" role="status" aria-live="polite"></p>
</section>
</main>
</form>
<script>${warningFormScript}</script>
</body>
</html>
`;
}

function facts({ kennung, gefragt, zurueck, absender }: WarningForm): [string, string][] {
  return [
    ...(kennung === null ? [] : [['Kennung', kennung] satisfies [string, string]]),
    ['Von', absender],
    ['Gefragt am', formatDay(gefragt)],
    ['Zurück bis', formatDay(zurueck)],
  ];
}

function choice(group: string, words: Readonly<Record<string, string>>, label: string): string {
  const options = Object.entries(words).map(
    ([value, word]) => `<label><input type="radio" name="${group}" value="${value}"><span>${escapeHtml(word)}</span></label>`,
  );
  return `<div class="wahl" role="radiogroup" aria-label="${label}">${options.join('')}</div>`;
}
