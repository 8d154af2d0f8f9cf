import type { RegisterDefinition, RegisterField } from '../register.ts';

const amount = (id: string, label: string, help: string): RegisterField => ({
  id,
  label,
  help,
  kind: 'number',
  min: 0,
  max: 10_000_000,
});

/** Hours and money per year. */
export const ressource: RegisterDefinition = {
  id: 'ressource',
  prefix: 'RS',
  one: 'Ressource',
  many: 'Ressourcen',
  article: 'eine Ressource',
  purpose:
    'Stunden und Geld für die Informationssicherheit je Jahr, geplant und verbraucht; auch als Grundlage einer Abrechnung.',
  fields: [
    {
      id: 'jahr',
      label: 'Jahr',
      help: 'Kalenderjahr, in dem Stunden und Geld zählen',
      kind: 'number',
      whole: true,
      min: 2000,
      max: 2100,
      required: true,
    },
    {
      id: 'wofuer',
      label: 'Wofür',
      help: 'wofür',
      kind: 'choice',
      choices: ['bfis', 'vertretung', 'it', 'schulung', 'dienstleister', 'technik', 'anderes'],
      preset: 'bfis',
    },
    { id: 'person', label: 'Person', help: 'wer die Zeit einbringt', kind: 'text' },
    {
      id: 'am',
      label: 'Am',
      help: 'Tag einer einzelnen Leistung, wenn einzeln erfasst wird; liegt im Jahr',
      kind: 'day',
      past: true,
    },
    amount('stunden-geplant', 'Stunden geplant', 'Stunden im Jahr'),
    amount('stunden-verbraucht', 'Stunden verbraucht', 'Stunden, die schon geleistet sind'),
    amount('euro-geplant', 'Euro geplant', 'Haushaltsansatz'),
    amount('euro-verbraucht', 'Euro verbraucht', 'schon ausgegeben'),
    { id: 'leistung', label: 'Leistung', help: 'was getan wurde, für die Abrechnung', kind: 'text' },
  ],
  rules: [
    {
      dayOfYear: 'am',
      year: 'jahr',
      text: 'Die Leistung vom {am} liegt nicht im Jahr {jahr}. Gezählt wird im Jahr, in dem geleistet wurde (--jahr, --am).',
    },
  ],
  due: [],
  listed: [
    'jahr',
    'wofuer',
    'person',
    'am',
    'stunden-geplant',
    'stunden-verbraucht',
    'euro-geplant',
    'euro-verbraucht',
    'leistung',
  ],
};
