import type { RegisterDefinition } from '../register.ts';

const saxcert = { field: 'von', oneOf: ['sax-cert'] };

/** Orders of SAX.CERT and others with due and done (§ 6 (3) SächsISichG, V23: facts S-20). */
export const anordnung: RegisterDefinition = {
  id: 'anordnung',
  prefix: 'AN',
  one: 'Anordnung',
  many: 'Anordnungen',
  article: 'eine Anordnung',
  purpose:
    'Anordnungen von SAX.CERT (§ 6 Abs. 3 SächsISichG°), vom Beauftragten des Landes (§ 5 Abs. 4 SächsISichG°) oder von anderen Stellen, mit Frist und Erledigung. ° Der geltende Wortlaut wurde nicht gelesen.',
  fields: [
    { id: 'titel', label: 'Was', help: 'was angeordnet ist', kind: 'text', required: true },
    {
      id: 'von',
      label: 'Von',
      help: 'wer sie erließ',
      kind: 'choice',
      choices: ['sax-cert', 'bfis-land', 'rechtsaufsicht', 'datenschutzaufsicht', 'andere'],
      required: true,
    },
    { id: 'zeichen', label: 'Aktenzeichen', help: 'Aktenzeichen oder Fundstelle', kind: 'text' },
    { id: 'eingang', label: 'Eingang', help: 'wann sie ankam', kind: 'day', past: true },
    { id: 'faellig', label: 'Fällig', help: 'Frist der Anordnung', kind: 'day' },
    { id: 'zielobjekte', label: 'Zielobjekte', help: 'was sie betrifft', kind: 'zielobjekte' },
    { id: 'verantwortlich', label: 'Verantwortlich', help: 'wer sie umsetzt', kind: 'text' },
    { id: 'erledigt-am', label: 'Erledigt am', help: 'wann sie befolgt war', kind: 'day', past: true },
    { id: 'umsetzung', label: 'Umsetzung', help: 'was getan wurde', kind: 'text' },
  ],
  rules: [
    { earlier: 'eingang', later: 'faellig', text: 'Die Frist liegt vor dem Eingang (--faellig).' },
    { earlier: 'eingang', later: 'erledigt-am', text: 'Erledigt ist sie vor dem Eingang (--erledigt-am).' },
    {
      earlier: 'erledigt-am',
      later: 'faellig',
      isBreach: true,
      text: 'Erledigt am {erledigt-am}, die Frist war der {faellig}.',
    },
  ],
  due: [{ field: 'faellig', while: { unknown: 'erledigt-am' }, text: 'Anordnung befolgen: {titel}' }],
  listed: ['titel', 'von', 'eingang', 'faellig', 'erledigt-am'],
  settled: { known: 'erledigt-am' },
  actor: 'verantwortlich',
  about: 'eingang',
  facts: [{ id: 'saxcert-erledigt', field: 'erledigt-am', while: saxcert, needsAll: true }],
};
