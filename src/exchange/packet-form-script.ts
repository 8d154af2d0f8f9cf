/**
 * What the HTML form does in the browser, as the text that stands in the file. No request, no evaluation of text: values go through
 * properties of the page's elements only. Saved is exactly what packet-json.ts reads.
 */
export const formScript = `
'use strict';
(() => {
  const form = document.querySelector('form');
  const questions = Array.from(form.querySelectorAll('.frage'));
  const mark = form.dataset.paket;
  const storeKey = 'burgward:' + mark;
  const byId = (id) => document.getElementById(id);
  const field = (question, name) => question.querySelector('[data-feld="' + name + '"]');
  const chosen = (question, group) => {
    const input = question.querySelector('[data-wahl="' + group + '"]:checked');
    return input ? input.value : '';
  };
  const choose = (question, group, value) => {
    for (const input of question.querySelectorAll('[data-wahl="' + group + '"]')) input.checked = input.value === value;
  };
  let unsaved = false;
  let draftWorks = true;

  const today = () => {
    const now = new Date();
    const two = (number) => String(number).padStart(2, '0');
    return now.getFullYear() + '-' + two(now.getMonth() + 1) + '-' + two(now.getDate());
  };

  // Browsers that cannot let a field grow with its text by style alone.
  const grow = (area) => {
    if (CSS.supports('field-sizing', 'content')) return;
    area.style.height = 'auto';
    area.style.height = area.scrollHeight + 2 + 'px';
  };

  const show = (question) => {
    const status = chosen(question, 'status');
    if (status) question.dataset.status = status;
    else delete question.dataset.status;
    const visible = {
      felder: status !== '',
      grund: status === 'entbehrlich',
      begruendung: status !== '' && status !== 'offen',
      luecke: status === 'nein' || status === 'teilweise',
    };
    for (const [name, on] of Object.entries(visible)) question.querySelector('.' + name).hidden = !on;
    for (const area of question.querySelectorAll('textarea')) grow(area);
    question.querySelector('.pflicht').textContent = status === 'entbehrlich' ? '(nötig)' : '(wenn Sie mögen)';
  };

  const progress = () => {
    const done = questions.filter((question) => chosen(question, 'status') !== '').length;
    byId('stand').textContent = done + ' von ' + questions.length + ' beantwortet';
    byId('balken').value = done;
    return done;
  };

  const collect = () => ({
    art: 'burgward-antwort',
    fassung: 1,
    paket: mark,
    gesagtVon: byId('name').value.trim(),
    gesagtAm: byId('datum').value,
    antworten: questions.map((question) => {
      const status = chosen(question, 'status');
      const isGap = status === 'nein' || status === 'teilweise';
      const text = (name, wanted) => (wanted ? field(question, name).value.trim() : '');
      return {
        kennung: question.dataset.kennung,
        status,
        grund: status === 'entbehrlich' ? chosen(question, 'grund') : '',
        begruendung: text('begruendung', status !== '' && status !== 'offen'),
        verantwortlich: text('verantwortlich', isGap),
        bis: text('bis', isGap),
        notiz: text('notiz', status !== ''),
      };
    }),
  });

  const fill = (answers) => {
    byId('name').value = typeof answers.gesagtVon === 'string' ? answers.gesagtVon : '';
    if (typeof answers.gesagtAm === 'string' && answers.gesagtAm !== '') byId('datum').value = answers.gesagtAm;
    for (const question of questions) {
      const answer = answers.antworten.find((each) => each && each.kennung === question.dataset.kennung) || {};
      fillQuestion(question, answer);
    }
    progress();
  };

  const fillQuestion = (question, answer) => {
    choose(question, 'status', answer.status || '');
    choose(question, 'grund', answer.grund || '');
    for (const name of ['begruendung', 'verantwortlich', 'bis', 'notiz']) {
      const value = answer[name];
      if (name !== 'notiz' || typeof value === 'string') field(question, name).value = typeof value === 'string' ? value : '';
    }
    show(question);
  };

  const say = (text, isBad) => {
    const box = byId('meldung');
    box.textContent = text;
    box.classList.toggle('schlecht', isBad === true);
  };

  const keepDraft = () => {
    unsaved = true;
    try {
      localStorage.setItem(storeKey, JSON.stringify(collect()));
      draftWorks = true;
    } catch {
      draftWorks = false;
    }
    byId('entwurf').textContent = draftWorks
      ? 'Der Entwurf bleibt in diesem Browser, bis Sie ihn löschen.'
      : 'Dieser Browser hält keinen Entwurf: Bitte vor dem Schließen speichern.';
  };

  const restoreDraft = () => {
    try {
      const text = localStorage.getItem(storeKey);
      localStorage.setItem(storeKey + ':probe', '1');
      localStorage.removeItem(storeKey + ':probe');
      if (text === null) return;
      fill(JSON.parse(text));
      say('Ihr Entwurf ist wieder da. Sie können weitermachen.');
    } catch {
      draftWorks = false;
      byId('entwurf').textContent = 'Dieser Browser hält keinen Entwurf: Bitte vor dem Schließen speichern.';
    }
  };

  const markInvalid = (input, error, text) => {
    input.setAttribute('aria-invalid', 'true');
    error.textContent = text;
    return input;
  };

  const problems = () => {
    for (const error of form.querySelectorAll('.fehler')) error.textContent = '';
    for (const input of form.querySelectorAll('[aria-invalid]')) input.removeAttribute('aria-invalid');
    const found = [];
    const name = byId('name');
    if (name.value.trim() === '') found.push(markInvalid(name, byId('name-fehler'), 'Bitte Ihren Namen eintragen.'));
    const day = byId('datum');
    if (day.value === '') found.push(markInvalid(day, byId('datum-fehler'), 'Bitte das heutige Datum eintragen.'));
    else if (day.value > today()) found.push(markInvalid(day, byId('datum-fehler'), 'Dieser Tag liegt in der Zukunft.'));
    for (const question of questions) {
      if (chosen(question, 'status') !== 'entbehrlich') continue;
      const reason = field(question, 'begruendung');
      if (chosen(question, 'grund') === '')
        found.push(markInvalid(question.querySelector('[data-wahl="grund"]'), question.querySelector('.grund .fehler'), 'Bitte eines von beiden wählen.'));
      if (reason.value.trim() === '')
        found.push(markInvalid(reason, question.querySelector('.begruendung .fehler'), '„Entbehrlich“ braucht eine Begründung; Kosten sind kein Grund.'));
    }
    return found;
  };

  const ready = () => {
    const found = problems();
    if (found.length === 0) return true;
    say(found.length === 1 ? 'Eine Angabe fehlt noch; sie ist rot markiert.' : found.length + ' Angaben fehlen noch; sie sind rot markiert.', true);
    found[0].focus();
    return false;
  };

  const leftOpen = () => {
    const open = questions.length - progress();
    if (open === 0) return 'Alle Fragen sind beantwortet.';
    return open === 1 ? 'Eine Frage ist noch ohne Antwort; das geht auch so.' : open + ' Fragen sind noch ohne Antwort; das geht auch so.';
  };

  const save = () => {
    if (!ready()) return;
    const content = new Blob([JSON.stringify(collect(), null, 1)], { type: 'application/json' });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(content);
    link.download = form.dataset.datei;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    unsaved = false;
    say('Gespeichert als „' + form.dataset.datei + '“, meist im Ordner „Downloads“. Bitte diese Datei zurückgeben. ' + leftOpen());
  };

  const copy = async () => {
    if (!ready()) return;
    const area = byId('kopie');
    area.value = JSON.stringify(collect());
    area.parentElement.hidden = false;
    area.focus();
    area.select();
    let copied = false;
    try {
      await navigator.clipboard.writeText(area.value);
      copied = true;
    } catch {
      try {
        copied = document.execCommand('copy');
      } catch {
        copied = false;
      }
    }
    say((copied ? 'Kopiert: Der Text lässt sich jetzt in eine E-Mail einfügen. ' : 'Bitte den markierten Text mit Strg+C kopieren und in eine E-Mail einfügen. ') + leftOpen());
  };

  const open = async (input) => {
    const file = input.files[0];
    input.value = '';
    if (!file) return;
    try {
      const answers = JSON.parse(await file.text());
      if (answers.art !== 'burgward-antwort' || !Array.isArray(answers.antworten)) throw new Error('foreign');
      if (answers.paket !== mark) return say('Diese Datei gehört zu einem anderen Paket; es wurde nichts geändert.', true);
      fill(answers);
      keepDraft();
      say('Die gespeicherten Antworten sind wieder eingetragen.');
    } catch {
      say('Diese Datei ist keine Antwortdatei; es wurde nichts geändert.', true);
    }
  };

  byId('datum').value = today();
  for (const question of questions) {
    show(question);
    const previous = question.querySelector('.bisher button');
    if (!previous) continue;
    previous.addEventListener('click', () => {
      const { status, grund, begruendung, verantwortlich, bis } = previous.dataset;
      fillQuestion(question, { status, grund, begruendung, verantwortlich, bis });
      progress();
      keepDraft();
      question.querySelector('[data-wahl="status"]:checked').focus();
    });
  }
  form.addEventListener('input', (event) => {
    if (event.target.type === 'file' || event.target.id === 'kopie') return;
    const question = event.target.closest('.frage');
    if (question) show(question);
    progress();
    keepDraft();
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  for (const button of document.querySelectorAll('[data-tun="speichern"]')) button.addEventListener('click', save);
  byId('kopieren').addEventListener('click', copy);
  byId('drucken').addEventListener('click', () => window.print());
  byId('oeffnen').addEventListener('click', () => byId('datei').click());
  byId('datei').addEventListener('change', (event) => open(event.target));
  byId('loeschen').addEventListener('click', () => {
    const button = byId('loeschen');
    if (button.dataset.sicher !== 'ja') {
      button.dataset.sicher = 'ja';
      button.textContent = 'Wirklich alles löschen?';
      setTimeout(() => {
        delete button.dataset.sicher;
        button.textContent = 'Entwurf löschen';
      }, 5000);
      return;
    }
    try {
      localStorage.removeItem(storeKey);
    } catch {
      // nothing was kept
    }
    fill({ antworten: [], gesagtVon: '' });
    for (const area of form.querySelectorAll('.frage textarea')) area.value = '';
    delete button.dataset.sicher;
    button.textContent = 'Entwurf löschen';
    unsaved = false;
    progress();
    say('Der Entwurf ist gelöscht.');
  });
  window.addEventListener('beforeunload', (event) => {
    if (unsaved && !draftWorks) event.preventDefault();
  });
  restoreDraft();
  progress();
})();
`;
