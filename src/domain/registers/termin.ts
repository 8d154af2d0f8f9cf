import type { RegisterDefinition } from '../register.ts';

/** Events of the year; a done one is a fact for S-14. */
export const termin: RegisterDefinition = {
  id: 'termin',
  prefix: 'TM',
  one: 'Termin',
  many: 'Termine',
  article: 'einen Termin',
  purpose:
    'Was im Jahr ansteht: Gespräch mit der Leitung, Begehung, Schulung, Wiederherstellung üben, Haushalt. „burgward termin vorlage“ trägt einen Jahresplan auf Arbeitstage ein.',
  fields: [
    { id: 'titel', label: 'Titel', help: 'was stattfindet', kind: 'text', required: true },
    { id: 'am', label: 'Am', help: 'geplanter Tag', kind: 'day', required: true },
    {
      id: 'art',
      label: 'Art',
      help: 'was für ein Termin',
      kind: 'choice',
      choices: [
        'gespraech',
        'begehung',
        'schulung',
        'wiederherstellung',
        'notfalluebung',
        'leitlinie',
        'haushalt',
        'bericht',
        'kontakte',
        'pruefung',
        'anderer',
      ],
    },
    { id: 'verantwortlich', label: 'Verantwortlich', help: 'wer dafür sorgt', kind: 'text' },
    { id: 'erledigt-am', label: 'Erledigt am', help: 'wann es stattfand', kind: 'day', past: true },
    { id: 'ergebnis', label: 'Ergebnis', help: 'was herauskam, in einem Satz', kind: 'text' },
    { id: 'entfaellt', label: 'Entfällt, weil', help: 'warum er ausfällt', kind: 'text' },
  ],
  rules: [],
  due: [{ field: 'am', while: [{ unknown: 'erledigt-am' }, { unknown: 'entfaellt' }], text: '{titel}' }],
  listed: ['am', 'titel', 'verantwortlich', 'erledigt-am', 'entfaellt'],
  settled: { any: [{ known: 'erledigt-am' }, { known: 'entfaellt' }] },
  actor: 'verantwortlich',
  facts: [{ id: 'erledigt', field: 'erledigt-am', validFor: { period: 'jahresplan-termin' } }],
};
