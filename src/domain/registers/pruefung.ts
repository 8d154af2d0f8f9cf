import type { RegisterDefinition } from '../register.ts';

export const pruefung: RegisterDefinition = {
  id: 'pruefung',
  prefix: 'PR',
  one: 'Prüfung',
  many: 'Prüfungen',
  article: 'eine Prüfung',
  purpose:
    'Prüfungen durch andere, etwa Rechnungsprüfung oder Rechnungshof: Bericht, Feststellungen und bis wann zu antworten ist.',
  fields: [
    { id: 'titel', label: 'Titel', help: 'was geprüft wurde', kind: 'text', required: true },
    { id: 'durch', label: 'Durch', help: 'wer prüft', kind: 'text', required: true },
    { id: 'am', label: 'Am', help: 'Tag der Prüfung', kind: 'day' },
    { id: 'bericht', label: 'Bericht', help: 'Aktenzeichen oder Fundstelle', kind: 'text' },
    { id: 'bericht-vom', label: 'Bericht vom', help: 'Tag des Berichts', kind: 'day', past: true },
    { id: 'feststellungen', label: 'Feststellungen', help: 'was festgestellt wurde, eine je Angabe', kind: 'texts' },
    { id: 'massnahmen', label: 'Maßnahmen', help: 'was daraus wurde', kind: 'entries', register: 'massnahme' },
    { id: 'antwort-bis', label: 'Antwort bis', help: 'bis wann zu antworten ist', kind: 'day' },
    { id: 'beantwortet-am', label: 'Beantwortet am', help: 'wann geantwortet wurde', kind: 'day', past: true },
    { id: 'verantwortlich', label: 'Verantwortlich', help: 'wer antwortet', kind: 'text' },
    {
      id: 'status',
      label: 'Status',
      help: 'wie weit sie ist',
      kind: 'choice',
      choices: ['angekuendigt', 'laeuft', 'abgeschlossen'],
      preset: 'laeuft',
    },
  ],
  rules: [
    { earlier: 'am', later: 'bericht-vom', text: 'Der Bericht liegt vor der Prüfung (--bericht-vom).' },
    { earlier: 'bericht-vom', later: 'antwort-bis', text: 'Die Frist zur Antwort liegt vor dem Bericht (--antwort-bis).' },
    { earlier: 'bericht-vom', later: 'beantwortet-am', text: 'Beantwortet ist sie vor dem Bericht (--beantwortet-am).' },
    {
      needs: ['beantwortet-am'],
      when: [{ field: 'status', oneOf: ['abgeschlossen'] }, { known: 'antwort-bis' }],
      text: 'Eine Prüfung mit Frist zur Antwort ist erst mit der Antwort abgeschlossen (--beantwortet-am).',
    },
    {
      earlier: 'beantwortet-am',
      later: 'antwort-bis',
      isBreach: true,
      text: 'Beantwortet am {beantwortet-am}, die Frist war der {antwort-bis}.',
    },
  ],
  due: [
    { field: 'antwort-bis', while: { unknown: 'beantwortet-am' }, text: 'Auf den Prüfbericht antworten: {titel} ({durch})' },
    { field: 'am', while: { field: 'status', oneOf: ['angekuendigt'] }, text: 'Prüfung: {titel} ({durch})' },
  ],
  listed: ['titel', 'durch', 'am', 'feststellungen', 'antwort-bis', 'beantwortet-am', 'status'],
  settled: { field: 'status', oneOf: ['abgeschlossen'] },
  actor: 'verantwortlich',
};
