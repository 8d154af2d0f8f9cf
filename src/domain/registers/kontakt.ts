import type { RegisterDefinition, RegisterField } from '../register.ts';

const phone = (id: string, label: string, help: string): RegisterField => ({
  id,
  label,
  help,
  kind: 'text',
  pattern: {
    source: '[+0-9][0-9 ()/.-]{2,}',
    text: 'Eine Telefonnummer besteht aus Ziffern, etwa 03521 12345 oder +49 3521 12345.',
  },
});

/** Whom one reaches, day and night. */
export const kontakt: RegisterDefinition = {
  id: 'kontakt',
  prefix: 'KO',
  one: 'Kontakt',
  many: 'Kontakte',
  article: 'einen Kontakt',
  purpose: 'Wen man im Ernstfall anruft, am Tag und in der Nacht, und wer vertritt. Daraus entsteht die Notfallkarte.',
  fields: [
    {
      id: 'stelle',
      label: 'Stelle',
      help: 'wofür die Nummer ist',
      kind: 'choice',
      choices: [
        'leitung',
        'bfis',
        'bfis-vertretung',
        'it',
        'dienstleister',
        'sax-cert',
        'kdn-betreiber',
        'datenschutz',
        'datenschutzaufsicht',
        'polizei',
        'versicherung',
        'personalrat',
        'haustechnik',
        'presse',
        'andere',
      ],
      required: true,
    },
    { id: 'name', label: 'Name', help: 'Person oder Firma', kind: 'text', required: true },
    phone('telefon', 'Telefon', 'Nummer am Tag'),
    phone('telefon-nachts', 'Telefon nachts', 'Nummer außerhalb der Dienstzeit'),
    {
      id: 'mail',
      label: 'E-Mail',
      help: 'Adresse',
      kind: 'text',
      pattern: { source: '\\S+@\\S+', text: 'Das ist keine E-Mail-Adresse.' },
    },
    { id: 'vertretung', label: 'Vertretung', help: 'wer vertritt', kind: 'text' },
    phone('telefon-vertretung', 'Telefon Vertretung', 'Nummer der Vertretung'),
    { id: 'hinweis', label: 'Hinweis', help: 'Vertragsnummer, Kundennummer, Zeiten', kind: 'text' },
    { id: 'pruefen-bis', label: 'Prüfen bis', help: 'wann die Nummern wieder zu prüfen sind', kind: 'day' },
  ],
  rules: [],
  due: [{ field: 'pruefen-bis', text: 'Nummern prüfen: {name} ({stelle})' }],
  listed: ['stelle', 'name', 'telefon', 'telefon-nachts', 'vertretung', 'telefon-vertretung'],
  shared: true,
};
