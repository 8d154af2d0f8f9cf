import type { EntryCondition, RegisterDefinition } from '../register.ts';

const essential: EntryCondition = { field: 'wesentlich', oneOf: ['ja'] };

/** Days the BfIS needs for a statement that can still be considered; our own proposal, no rule of law. */
const daysForStatement = 5;

/** Essential changes im Benehmen with the BfIS (§ 4 (4) SächsISichG, V23: facts S-08). */
export const aenderung: RegisterDefinition = {
  id: 'aenderung',
  prefix: 'AE',
  one: 'Änderung',
  many: 'Änderungen',
  article: 'eine Änderung',
  purpose:
    'Wesentliche Änderungen an IT-Systemen, die nur im Benehmen mit der beauftragten Person (BfIS) erfolgen (§ 4 Abs. 4 SächsISichG°): Sie erfährt vorher davon, nimmt Stellung, und wer davon abweicht, nennt den Grund. ° Der geltende Wortlaut wurde nicht gelesen.',
  fields: [
    { id: 'titel', label: 'Was', help: 'was geändert wird', kind: 'text', required: true },
    { id: 'zielobjekte', label: 'Zielobjekte', help: 'was sich ändert', kind: 'zielobjekte' },
    {
      id: 'wesentlich',
      label: 'Wesentlich',
      help: 'ob die Änderung wesentlich ist',
      kind: 'choice',
      choices: ['ja', 'nein'],
      preset: 'ja',
    },
    { id: 'aenderung-am', label: 'Änderung am', help: 'Tag der Änderung, geplant oder geschehen', kind: 'day' },
    { id: 'bfis-informiert-am', label: 'BfIS informiert am', help: 'wann die BfIS davon erfuhr', kind: 'day', past: true },
    { id: 'stellungnahme', label: 'Stellungnahme', help: 'was die BfIS dazu sagt', kind: 'text' },
    { id: 'stellungnahme-am', label: 'Stellungnahme am', help: 'Tag der Stellungnahme', kind: 'day', past: true },
    {
      id: 'beruecksichtigt',
      label: 'Berücksichtigt',
      help: 'wie weit die Stellungnahme beachtet wurde',
      kind: 'choice',
      choices: ['ja', 'teilweise', 'nein'],
    },
    { id: 'begruendung', label: 'Begründung', help: 'wie sie beachtet wurde oder warum davon abgewichen wird', kind: 'text' },
    { id: 'verantwortlich', label: 'Verantwortlich', help: 'wer die Änderung vornimmt', kind: 'text' },
    {
      id: 'status',
      label: 'Status',
      help: 'wie weit sie ist',
      kind: 'choice',
      choices: ['geplant', 'umgesetzt', 'verworfen'],
      preset: 'geplant',
    },
  ],
  rules: [
    {
      needs: ['aenderung-am'],
      when: { field: 'status', oneOf: ['umgesetzt'] },
      text: 'Eine umgesetzte Änderung braucht ihren Tag (--aenderung-am).',
    },
    {
      notAhead: 'aenderung-am',
      when: { field: 'status', oneOf: ['umgesetzt'] },
      text: 'Umgesetzt ist, was geschehen ist: Der {aenderung-am} liegt in der Zukunft (--aenderung-am).',
    },
    {
      needs: ['begruendung'],
      when: { field: 'beruecksichtigt', oneOf: ['teilweise', 'nein'] },
      text: 'Wer von der Stellungnahme abweicht, nennt den Grund (--begruendung).',
    },
    {
      needs: ['stellungnahme'],
      when: { any: [{ known: 'beruecksichtigt' }, { known: 'stellungnahme-am' }] },
      text: 'Berücksichtigt und datiert werden kann nur eine Stellungnahme (--stellungnahme).',
    },
    { earlier: 'bfis-informiert-am', later: 'stellungnahme-am', text: 'Die Stellungnahme liegt vor der Information der BfIS.' },
    {
      earlier: 'bfis-informiert-am',
      later: 'aenderung-am',
      when: essential,
      isBreach: true,
      text: 'Die BfIS wurde erst nach der Änderung informiert; das Benehmen fehlt (§ 4 Abs. 4 SächsISichG°).',
    },
    {
      needs: ['bfis-informiert-am'],
      when: [essential, { field: 'status', oneOf: ['umgesetzt'] }],
      isBreach: true,
      text: 'Umgesetzt, ohne dass die BfIS informiert wurde; das Benehmen fehlt (§ 4 Abs. 4 SächsISichG°).',
    },
    {
      earlier: 'stellungnahme-am',
      later: 'aenderung-am',
      when: [essential, { field: 'status', oneOf: ['umgesetzt'] }],
      isBreach: true,
      text: 'Umgesetzt am {aenderung-am}, die Stellungnahme kam erst am {stellungnahme-am} (§ 4 Abs. 4 SächsISichG°).',
    },
    {
      needs: ['beruecksichtigt'],
      when: [essential, { field: 'status', oneOf: ['umgesetzt'] }, { known: 'stellungnahme' }],
      isBreach: true,
      text: 'Umgesetzt, ohne festzuhalten, wie die Stellungnahme berücksichtigt wurde (§ 4 Abs. 4 SächsISichG°).',
    },
  ],
  due: [
    {
      field: 'aenderung-am',
      moved: { workingDaysBack: daysForStatement },
      while: [essential, { field: 'status', oneOf: ['geplant'] }, { unknown: 'bfis-informiert-am' }],
      text: `BfIS informieren, damit die Stellungnahme noch zählt (§ 4 Abs. 4 SächsISichG°; ${daysForStatement} Arbeitstage vorher sind ein Vorschlag): {titel}`,
    },
    {
      field: 'aenderung-am',
      while: { field: 'status', oneOf: ['geplant'] },
      text: 'Änderung geplant, Ergebnis eintragen: {titel}',
    },
  ],
  listed: ['titel', 'aenderung-am', 'bfis-informiert-am', 'beruecksichtigt', 'status'],
  settled: { field: 'status', oneOf: ['umgesetzt', 'verworfen'] },
  actor: 'verantwortlich',
  about: 'aenderung-am',
};
