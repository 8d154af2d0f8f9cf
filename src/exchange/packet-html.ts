/** A packet as one HTML file that works without network, account or server: opened from a stick, filled in, answers saved into a file. */

import { formatDay } from '../domain/calendar.ts';
import { notPublic } from './confidentiality.ts';
import { escapeHtml } from './escape-html.ts';
import { formHead } from './form-page.ts';
import { grundWords, instructions, type PacketDocument, type PacketDocumentQuestion, statusWords } from './packet-document.ts';
import { formScript } from './packet-form-script.ts';

/** Text that was made by the template below and passes unchanged; everything else is escaped. */
class Markup {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

type Value = string | number | Markup | readonly Markup[];

function markup(parts: TemplateStringsArray, ...values: Value[]): Markup {
  const written = (value: Value): string => {
    if (value instanceof Markup) return value.source;
    if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
    return value.map(({ source }) => source).join('');
  };
  return new Markup(
    parts.reduce((text, part, index) => text + part + (index < values.length ? written(values[index] ?? '') : ''), ''),
  );
}

const none = markup``;
/** @param answerFile name under which the browser saves the answers */
export function packetHtml(packet: PacketDocument, answerFile: string): string {
  const count = packet.questions.length;
  const page = markup`${new Markup(formHead(`Fragen zur Informationssicherheit · ${packet.kommune} · ${packet.titel}`, formScript))}
<body>
<header class="kopf"><div>
<p class="art">Fragen zur Informationssicherheit · ${notPublic}</p>
<h1>${packet.kommune}: ${packet.titel}</h1>
<dl>${facts(packet).map(([term, value]) => markup`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
</div></header>
<form data-paket="${packet.mark}" data-datei="${answerFile}" novalidate autocomplete="off">
<main>
<noscript><p class="karte ohne-script">In diesem Browser ist JavaScript abgeschaltet. Zum Ausfüllen am Bildschirm bitte einschalten, oder das Blatt drucken und von Hand ausfüllen.</p></noscript>
<section class="karte anleitung" aria-labelledby="so-geht-es"><h2 id="so-geht-es">So geht es</h2>
<ol>${instructions('html').map((sentence) => markup`<li>${sentence}</li>`)}</ol></section>
<section class="karte" aria-label="Wer antwortet"><div class="person">
<div><label for="name">Ihr Name</label><input type="text" id="name" maxlength="200" autocomplete="name" required aria-describedby="name-fehler"><p class="fehler" id="name-fehler"></p></div>
<div><label for="datum">Datum</label><input type="date" id="datum" required aria-describedby="datum-fehler"><p class="fehler" id="datum-fehler"></p></div>
</div></section>
${topics(packet.questions)}
<section class="karte abschluss" aria-labelledby="fertig"><h2 id="fertig">Fertig?</h2>
<p>Speichern legt die Datei „${answerFile}“ an, meist im Ordner „Downloads“. Diese Datei geben Sie zurück an ${packet.absender}; dieses Formular brauchen Sie dann nicht mehr.</p>
<div class="reihe"><button type="button" class="haupt" data-tun="speichern">Antworten speichern</button>
<button type="button" id="kopieren">Antworten kopieren</button>
<button type="button" id="drucken">Drucken</button></div>
<div hidden><label class="beschriftung" for="kopie">Antworten zum Einfügen in eine E-Mail</label><textarea id="kopie" readonly rows="5"></textarea></div>
<p class="hinweis" id="entwurf">Der Entwurf bleibt in diesem Browser, bis Sie ihn löschen.</p>
<div class="reihe"><button type="button" id="oeffnen">Gespeicherte Antworten öffnen</button>
<input type="file" id="datei" accept=".json,application/json" hidden aria-label="Antwortdatei">
<button type="button" id="loeschen">Entwurf löschen</button></div>
</section>
</main>
<section class="leiste" aria-label="Fortschritt"><div>
<p class="meldung" id="meldung" role="status" aria-live="polite"></p>
<div class="stand"><span id="stand" role="status">0 von ${count} beantwortet</span><progress id="balken" max="${count}" value="0" aria-labelledby="stand"></progress></div>
<button type="button" class="haupt" data-tun="speichern">Speichern</button>
</div></section>
</form>
<script>${new Markup(formScript)}</script>
</body>
</html>
`;
  return page.source;
}

function facts({ id, erstellt, faellig, empfaenger, absender, questions }: PacketDocument): [string, string][] {
  return [
    ['Paket', `${id} vom ${formatDay(erstellt)}`],
    ['Umfang', questions.length === 1 ? '1 Frage' : `${questions.length} Fragen`],
    ...(empfaenger === null ? [] : [['Für', empfaenger] as [string, string]]),
    ['Von', absender],
    ...(faellig === null ? [] : [['Zurück bis', formatDay(faellig)] as [string, string]]),
  ];
}

function topics(questions: readonly PacketDocumentQuestion[]): Markup[] {
  const byTopic = Map.groupBy(questions, ({ topic }) => topic);
  let number = 0;
  return [...byTopic].map(([topic, own]) => {
    const asked = own.map((question) => {
      number += 1;
      return questionMarkup(question, number);
    });
    return markup`<h2 class="thema">${topic}</h2>\n${asked}`;
  });
}

function questionMarkup(question: PacketDocumentQuestion, number: number): Markup {
  const id = `f${number}`;
  const choice = (group: string, words: Readonly<Record<string, string>>, legend: string) =>
    markup`<div class="wahl" role="radiogroup" aria-label="${legend}">${Object.entries(words).map(
      ([value, word]) =>
        markup`<label><input type="radio" name="${id}-${group}" data-wahl="${group}" value="${value}"><span>${word}</span></label>`,
    )}</div>`;
  return markup`<fieldset class="karte frage" data-kennung="${question.key}" aria-describedby="${id}-oben">
<legend>${number}. ${question.question}</legend>
<div><div class="oben" id="${id}-oben"><span>${question.key}</span>${question.zielobjekt === null ? none : markup`<span>gilt für: <strong>${question.zielobjekt}</strong></span>`}${question.legal ? markup`<span class="marke">gesetzlich gefordert</span>` : none}</div>
<details><summary>Warum fragen wir das, und was hilft?</summary><p>${question.rationale}</p><p>${question.help}</p>${
    question.evidence.length === 0
      ? none
      : markup`<p>Belegen lässt es sich zum Beispiel mit: ${question.evidence.join(', ')}.</p>`
  }</details>
${previousMarkup(question)}
${choice('status', statusWords, 'Antwort')}
<div class="felder" hidden>
<div class="grund" hidden><span class="beschriftung">Warum entbehrlich?</span>${choice('grund', grundWords, 'Warum entbehrlich')}<p class="fehler" role="alert"></p></div>
<div class="begruendung" hidden><label for="${id}-b">Begründung <span class="hinweis pflicht"></span></label><textarea id="${id}-b" data-feld="begruendung" rows="1" maxlength="4000" aria-describedby="${id}-bf"></textarea><p class="fehler" id="${id}-bf"></p></div>
<div class="luecke" hidden><div><label for="${id}-v">Wer schließt die Lücke? <span class="hinweis">(wenn bekannt)</span></label><input type="text" id="${id}-v" data-feld="verantwortlich" maxlength="200"></div>
<div><label for="${id}-t">Bis wann?</label><input type="date" id="${id}-t" data-feld="bis"></div></div>
<div class="notiz"><label for="${id}-n">Anmerkung <span class="hinweis">(steht in keinem Bericht nach außen)</span></label><textarea id="${id}-n" data-feld="notiz" rows="1" maxlength="4000"></textarea></div>
</div></div>
</fieldset>
`;
}

function previousMarkup({ previous }: PacketDocumentQuestion): Markup {
  if (previous === null) return none;
  const { sentence, status, grund, begruendung, verantwortlich, bis } = previous;
  return markup`<div class="bisher"><p>Bisher: ${sentence}</p><button type="button" data-status="${status}" data-grund="${grund ?? ''}" data-begruendung="${begruendung ?? ''}" data-verantwortlich="${verantwortlich ?? ''}" data-bis="${bis ?? ''}">Gilt unverändert</button></div>`;
}
