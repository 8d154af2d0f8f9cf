import type { EntryCondition, RegisterDefinition } from '../register.ts';

const postponed: EntryCondition = { field: 'ergebnis', oneOf: ['vertagt'] };

/**
 * What the head decided on an issued report: decisions on actions, residual risk and changes are documented and archived (ISMS.1.A12 of
 * the Kompendium, edition 2023).
 */
export const entscheidung: RegisterDefinition = {
  id: 'entscheidung',
  prefix: 'EN',
  one: 'Entscheidung',
  many: 'Entscheidungen',
  article: 'eine Entscheidung',
  purpose:
    'Was die Leitung zu einem abgelegten Bericht entschieden hat: worüber, mit welchem Ergebnis, wann. Der nächste Bericht an die Leitung zeigt es. Ein Risiko annehmen: burgward risiko.',
  fields: [
    { id: 'titel', label: 'Worüber', help: 'worüber entschieden wurde, in einem Satz', kind: 'text', required: true },
    {
      id: 'ratstext',
      label: 'Wortlaut für Rat und Öffentlichkeit',
      help: 'Satz für Rat und Öffentlichkeit, ohne Namen von Personen, Geräten und Anbietern',
      kind: 'text',
      released: true,
    },
    {
      id: 'bericht',
      label: 'Bericht',
      help: 'Nummer des abgelegten Berichts, siehe bericht abgelegt',
      kind: 'text',
      pattern: { source: '[Bb][1-9]\\d*', text: 'Abgelegte Berichte haben Nummern wie „B3“.' },
      required: true,
    },
    {
      id: 'ergebnis',
      label: 'Ergebnis',
      help: 'wie entschieden wurde',
      kind: 'choice',
      choices: ['angenommen', 'geaendert', 'abgelehnt', 'vertagt'],
      required: true,
    },
    {
      id: 'entschieden-am',
      label: 'Entschieden am',
      help: 'Tag der Entscheidung',
      kind: 'day',
      past: true,
      required: true,
    },
    { id: 'entschieden-von', label: 'Entschieden von', help: 'Name der Leitung', kind: 'text', required: true },
    { id: 'anmerkung', label: 'Anmerkung', help: 'Grund, oder was statt dessen gelten soll', kind: 'text' },
    { id: 'wiedervorlage', label: 'Wiedervorlage', help: 'wann neu zu entscheiden ist', kind: 'day' },
    { id: 'controls', label: 'Anforderungen', help: 'um welche Anforderungen es geht', kind: 'controls' },
    { id: 'massnahmen', label: 'Maßnahmen', help: 'um welche Maßnahmen es geht', kind: 'entries', register: 'massnahme' },
    { id: 'risiken', label: 'Risiken', help: 'um welche Risiken es geht', kind: 'entries', register: 'risiko' },
  ],
  rules: [
    {
      heldBy: 'entschieden-von',
      rolle: 'leitung',
      on: 'entschieden-am',
      text: 'Über einen Bericht entscheidet die Leitung (--entschieden-von).',
    },
    {
      needs: ['anmerkung'],
      when: { field: 'ergebnis', oneOf: ['geaendert', 'abgelehnt'] },
      text: 'Wer ändert oder ablehnt, sagt kurz, was statt dessen gilt oder warum (--anmerkung).',
    },
    { needs: ['wiedervorlage'], when: postponed, text: 'Vertagt wird bis zu einem Tag (--wiedervorlage).' },
    { earlier: 'entschieden-am', later: 'wiedervorlage', text: 'Die Wiedervorlage liegt vor der Entscheidung.' },
  ],
  due: [{ field: 'wiedervorlage', while: postponed, text: 'Vertagt, neu entscheiden: {titel}' }],
  listed: ['titel', 'bericht', 'ergebnis', 'entschieden-am', 'entschieden-von', 'wiedervorlage'],
  about: 'entschieden-am',
};
