import type { EntryCondition, RegisterDefinition, RegisterField } from '../register.ts';

const phishing: EntryCondition = { field: 'art', oneOf: ['phishing-uebung'] };
const total = (id: string, label: string, help: string): RegisterField => ({
  id,
  label,
  help,
  kind: 'number',
  whole: true,
  min: 0,
  max: 100_000,
});

/** Trainings and exercises; only totals, never who clicked. */
export const schulung: RegisterDefinition = {
  id: 'schulung',
  prefix: 'SC',
  one: 'Schulung',
  many: 'Schulungen',
  article: 'eine Schulung',
  purpose:
    'Schulungen und Übungen mit gestellten Betrugsmails: wie viele von wie vielen erreicht wurden. Nur Summen, niemals Namen von Beschäftigten.',
  fields: [
    { id: 'thema', label: 'Thema', help: 'worum es ging', kind: 'text', required: true },
    { id: 'am', label: 'Am', help: 'Tag, an dem sie stattfand', kind: 'day', required: true, past: true },
    {
      id: 'art',
      label: 'Art',
      help: 'wie geschult wurde',
      kind: 'choice',
      choices: ['praesenz', 'online', 'phishing-uebung'],
    },
    { id: 'zielgruppe', label: 'Zielgruppe', help: 'für wen', kind: 'text' },
    total('erreicht', 'Erreicht', 'wie viele erreicht wurden'),
    total('von', 'Von', 'wie viele es insgesamt sind'),
    total('hereingefallen', 'Hereingefallen', 'bei Übungen: wie viele geklickt haben, nur als Summe'),
    total('gemeldet', 'Gemeldet', 'bei Übungen: wie viele es gemeldet haben, nur als Summe'),
    {
      id: 'personalrat',
      label: 'Personalrat beteiligt',
      help: 'ob der Personalrat beteiligt war',
      kind: 'choice',
      choices: ['ja', 'nein', 'keiner-vorhanden'],
    },
    { id: 'naechste', label: 'Nächste', help: 'wann wieder', kind: 'day' },
    { id: 'verantwortlich', label: 'Verantwortlich', help: 'wer sie plant', kind: 'text' },
  ],
  rules: [
    { field: 'erreicht', atMost: { field: 'von' }, text: 'Erreicht wurden mehr, als es insgesamt sind (--erreicht, --von).' },
    {
      field: 'hereingefallen',
      atMost: { field: 'erreicht' },
      text: 'Geklickt haben mehr, als erreicht wurden (--hereingefallen, --erreicht).',
    },
    {
      field: 'gemeldet',
      atMost: { field: 'erreicht' },
      text: 'Gemeldet haben mehr, als erreicht wurden (--gemeldet, --erreicht).',
    },
    {
      needs: ['personalrat'],
      when: phishing,
      text: 'Bei einer Übung mit gestellten Betrugsmails wird festgehalten, ob der Personalrat beteiligt war (--personalrat).',
    },
    { earlier: 'am', later: 'naechste', text: 'Die nächste Schulung liegt vor dieser (--naechste).' },
  ],
  due: [{ field: 'naechste', text: 'Wieder schulen: {thema}' }],
  listed: ['am', 'thema', 'art', 'erreicht', 'von', 'naechste'],
  actor: 'verantwortlich',
  about: 'am',
};
