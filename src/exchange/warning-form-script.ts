/**
 * What the form of a warning does in the browser, as the text that stands in the file. No request, no evaluation of text: values go
 * through properties of the page's elements only. Saved is exactly what warning-return.ts reads.
 */
export const warningFormScript = `
'use strict';
(() => {
  const form = document.querySelector('form');
  const byId = (id) => document.getElementById(id);
  const chosen = (group) => {
    const input = form.querySelector('[name="' + group + '"]:checked');
    return input ? input.value : '';
  };
  const two = (number) => String(number).padStart(2, '0');
  const now = new Date();
  const today = now.getFullYear() + '-' + two(now.getMonth() + 1) + '-' + two(now.getDate());

  const show = () => {
    const isAffected = chosen('betroffen') === 'ja';
    const isFixed = chosen('behoben') === 'ja';
    byId('frage-behoben').hidden = !isAffected;
    byId('feld-seit').hidden = !isFixed;
    byId('feld-bis').hidden = !isAffected || isFixed;
  };

  const collect = () => {
    const isAffected = chosen('betroffen') === 'ja';
    const isFixed = isAffected && chosen('behoben') === 'ja';
    return {
      art: 'burgward-warnung',
      fassung: 1,
      gesagtVon: byId('name').value.trim(),
      gesagtAm: byId('datum').value,
      antworten: [
        {
          kennzeichen: form.dataset.kennzeichen,
          betroffen: chosen('betroffen'),
          behoben: isAffected ? chosen('behoben') : '',
          behobenAm: isFixed ? byId('seit').value : '',
          bis: isAffected && !isFixed ? byId('bis').value : '',
          bemerkung: byId('bemerkung').value.trim(),
        },
      ],
    };
  };

  const say = (text, isBad) => {
    const box = byId('meldung');
    box.textContent = text;
    box.classList.toggle('schlecht', isBad === true);
  };

  const markInvalid = (input, errorId, text) => {
    input.setAttribute('aria-invalid', 'true');
    byId(errorId).textContent = text;
    return input;
  };

  const problems = () => {
    for (const error of form.querySelectorAll('.fehler')) error.textContent = '';
    for (const input of form.querySelectorAll('[aria-invalid]')) input.removeAttribute('aria-invalid');
    const found = [];
    const name = byId('name');
    const day = byId('datum');
    const since = byId('seit');
    if (name.value.trim() === '') found.push(markInvalid(name, 'name-fehler', 'Bitte Ihren Namen eintragen.'));
    if (day.value === '') found.push(markInvalid(day, 'datum-fehler', 'Bitte das heutige Datum eintragen.'));
    else if (day.value > today) found.push(markInvalid(day, 'datum-fehler', 'Dieser Tag liegt in der Zukunft.'));
    if (chosen('betroffen') === '')
      found.push(markInvalid(form.querySelector('[name="betroffen"]'), 'betroffen-fehler', 'Bitte eine Antwort wählen; „weiß ich nicht“ geht auch.'));
    if (chosen('betroffen') === 'ja' && chosen('behoben') === 'ja') {
      if (since.value === '') found.push(markInvalid(since, 'seit-fehler', 'Bitte den Tag eintragen.'));
      else if (since.value > today) found.push(markInvalid(since, 'seit-fehler', 'Dieser Tag liegt in der Zukunft; dann bitte „nein“ und „bis wann“.'));
    }
    return found;
  };

  byId('datum').value = today;
  show();
  form.addEventListener('input', show);
  form.addEventListener('submit', (event) => event.preventDefault());
  byId('drucken').addEventListener('click', () => window.print());
  byId('speichern').addEventListener('click', () => {
    const found = problems();
    if (found.length > 0) {
      say(found.length === 1 ? 'Eine Angabe fehlt noch; sie ist rot markiert.' : found.length + ' Angaben fehlen noch; sie sind rot markiert.', true);
      found[0].focus();
      return;
    }
    const content = new Blob([JSON.stringify(collect(), null, 1)], { type: 'application/json' });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(content);
    link.download = form.dataset.datei;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    say('Gespeichert als „' + form.dataset.datei + '“, meist im Ordner „Downloads“. Bitte diese Datei zurückgeben.');
  });
})();
`;
