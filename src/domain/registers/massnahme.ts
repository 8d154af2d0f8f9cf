import type { EntryCondition, RegisterDefinition } from '../register.ts';

const open = ['offen', 'geplant', 'in-arbeit', 'wartet'];
const postponed: EntryCondition = { field: 'status', oneOf: ['zurueckgestellt'] };

/** Measures, after the Realisierungsplan of BSI-Standard 200-2, chapter 9; budget fields after the working year of an ISB. */
export const massnahme: RegisterDefinition = {
  id: 'massnahme',
  prefix: 'MN',
  one: 'Maßnahme',
  many: 'Maßnahmen',
  article: 'eine Maßnahme',
  purpose:
    'Was zu tun ist, wer es tut, wer es prüft, bis wann und was es kostet. Eine Maßnahme kann für viele Anforderungen und Zielobjekte stehen.',
  fields: [
    { id: 'titel', label: 'Titel', help: 'was zu tun ist, in einem Satz', kind: 'text', required: true },
    { id: 'beschreibung', label: 'Beschreibung', help: 'Einzelheiten', kind: 'text' },
    {
      id: 'ratstext',
      label: 'Wortlaut für Rat und Öffentlichkeit',
      help: 'Satz für Rat und Öffentlichkeit, ohne Namen von Personen, Geräten und Anbietern',
      kind: 'text',
      released: true,
    },
    {
      id: 'anlass',
      label: 'Anlass',
      help: 'woher sie kommt',
      kind: 'choice',
      choices: ['luecke', 'befund', 'risiko', 'begehung', 'pruefung', 'vorfall', 'warnung', 'eigene'],
      preset: 'eigene',
    },
    { id: 'herkunft', label: 'Herkunft', help: 'Nummer oder Bezeichnung dessen, woraus sie entstand', kind: 'text' },
    { id: 'controls', label: 'Anforderungen', help: 'Anforderungen, die sie erfüllt', kind: 'controls' },
    { id: 'zielobjekte', label: 'Zielobjekte', help: 'Zielobjekte, die sie betrifft', kind: 'zielobjekte' },
    {
      id: 'status',
      label: 'Status',
      help: 'wie weit sie ist',
      kind: 'choice',
      choices: [...open, 'erledigt', 'zurueckgestellt', 'verworfen'],
      preset: 'offen',
    },
    { id: 'verantwortlich', label: 'Verantwortlich', help: 'wer sie umsetzt', kind: 'text' },
    { id: 'pruefer', label: 'Prüft', help: 'wer prüft, ob sie wirkt', kind: 'text' },
    { id: 'faellig', label: 'Fällig', help: 'bis wann', kind: 'day' },
    { id: 'erledigt-am', label: 'Erledigt am', help: 'seit wann sie umgesetzt ist', kind: 'day', past: true },
    { id: 'aufwand', label: 'Aufwand (Tage)', help: 'Arbeitstage, geschätzt', kind: 'number', min: 0, max: 2000 },
    { id: 'kosten-einmalig', label: 'Kosten einmalig (Euro)', help: 'einmalige Kosten in Euro', kind: 'number', min: 0 },
    { id: 'kosten-jaehrlich', label: 'Kosten jährlich (Euro)', help: 'jährliche Kosten in Euro', kind: 'number', min: 0 },
    { id: 'konto', label: 'Haushaltsstelle', help: 'Produkt und Konto', kind: 'text' },
    { id: 'haushaltsjahr', label: 'Haushaltsjahr', help: 'Jahr der Mittel', kind: 'number', whole: true, min: 2000, max: 2100 },
    {
      id: 'mittel',
      label: 'Mittel',
      help: 'Stand der Haushaltsmittel',
      kind: 'choice',
      choices: ['nicht-noetig', 'beantragt', 'bewilligt', 'gekuerzt', 'abgelehnt'],
    },
    {
      id: 'haengt-ab-von',
      label: 'Hängt ab von',
      help: 'Maßnahmen, die vorher fertig sein müssen',
      kind: 'entries',
      register: 'massnahme',
    },
    { id: 'wirkung', label: 'Wirkung', help: '1 gering bis 3 hoch', kind: 'number', whole: true, min: 1, max: 3 },
    {
      id: 'prioritaet',
      label: 'Priorität',
      help: 'von Hand gesetzt: 1 zuerst bis 4 zuletzt',
      kind: 'number',
      whole: true,
      min: 1,
      max: 4,
    },
    { id: 'prioritaet-grund', label: 'Grund der Priorität', help: 'warum sie von Hand gesetzt ist', kind: 'text' },
    { id: 'entscheidung', label: 'Entscheidung der Leitung', help: 'wer was entschieden hat', kind: 'text' },
    { id: 'entschieden-am', label: 'Entschieden am', help: 'Tag der Entscheidung', kind: 'day', past: true },
    {
      id: 'wiedervorlage',
      label: 'Wiedervorlage',
      help: 'wann Zurückgestelltes oder Gekürztes wieder auf den Tisch kommt',
      kind: 'day',
    },
  ],
  rules: [
    {
      needs: ['erledigt-am'],
      when: { field: 'status', oneOf: ['erledigt'] },
      text: 'Eine erledigte Maßnahme braucht den Tag, an dem sie fertig war (--erledigt-am).',
    },
    {
      excludes: ['erledigt-am'],
      when: { field: 'status', oneOf: [...open, 'zurueckgestellt', 'verworfen'] },
      text: 'Mit dem Tag der Erledigung ist sie erledigt (--status erledigt); wer sie wieder öffnet, leert ihn (--erledigt-am "").',
    },
    {
      needs: ['entscheidung', 'entschieden-am', 'wiedervorlage'],
      when: { field: 'status', oneOf: ['zurueckgestellt'] },
      text: 'Zurückgestellt wird mit Entscheidung, Tag und Wiedervorlage (--entscheidung, --entschieden-am, --wiedervorlage).',
    },
    {
      needs: ['entscheidung', 'entschieden-am'],
      when: { field: 'mittel', oneOf: ['gekuerzt', 'abgelehnt'] },
      text: 'Gekürzte oder abgelehnte Mittel sind eine Entscheidung der Leitung (--entscheidung, --entschieden-am).',
    },
    {
      needs: ['wiedervorlage'],
      when: [
        { field: 'mittel', oneOf: ['gekuerzt', 'abgelehnt'] },
        { field: 'status', oneOf: open },
      ],
      text: 'Gekürzte oder abgelehnte Mittel kommen an einem Tag wieder auf den Tisch (--wiedervorlage); sonst die Maßnahme verwerfen.',
    },
    {
      needs: ['prioritaet-grund'],
      when: { known: 'prioritaet' },
      text: 'Wer die Priorität von Hand setzt, nennt den Grund (--prioritaet-grund).',
    },
    { earlier: 'entschieden-am', later: 'wiedervorlage', text: 'Die Wiedervorlage liegt vor der Entscheidung.' },
    {
      notBehind: 'wiedervorlage',
      when: postponed,
      text: 'Die Wiedervorlage am {wiedervorlage} ist schon vorbei; zurückgestellt wird auf einen Tag, der noch kommt (--wiedervorlage).',
    },
  ],
  hints: [
    {
      from: 'entschieden-am',
      to: 'wiedervorlage',
      longerThan: 'P2Y',
      when: postponed,
      text: 'Zurückgestellt für länger als zwei Jahre, bis zum {wiedervorlage}. Verboten ist das nicht, aber bis dahin erinnert „burgward faellig“ nicht daran; soll es früher wieder auf den Tisch: --wiedervorlage.',
    },
  ],
  due: [
    { field: 'faellig', while: { field: 'status', oneOf: open }, text: '{titel}' },
    {
      field: 'wiedervorlage',
      while: { field: 'status', oneOf: ['zurueckgestellt'] },
      text: 'Zurückgestellt, neu entscheiden: {titel}',
    },
    {
      field: 'wiedervorlage',
      while: [
        { field: 'status', oneOf: open },
        { field: 'mittel', oneOf: ['gekuerzt'] },
      ],
      text: 'Mittel gekürzt, neu entscheiden: {titel}',
    },
    {
      field: 'wiedervorlage',
      while: [
        { field: 'status', oneOf: open },
        { field: 'mittel', oneOf: ['abgelehnt'] },
      ],
      text: 'Mittel abgelehnt, neu entscheiden: {titel}',
    },
  ],
  listed: ['titel', 'status', 'verantwortlich', 'faellig', 'aufwand'],
  settled: { field: 'status', oneOf: ['erledigt', 'verworfen'] },
  actor: 'verantwortlich',
  sameBy: ['titel', 'controls', 'herkunft'],
};
