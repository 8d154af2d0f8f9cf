import type { RegisterDefinition } from '../register.ts';

/** Whether the effort of a measure is fair (§ 4 (2) with (1) sentence 3 SächsISichG, V23: facts S-03), and other decisions. */
export const abwaegung: RegisterDefinition = {
  id: 'abwaegung',
  prefix: 'AB',
  one: 'Abwägung',
  many: 'Abwägungen',
  article: 'eine Abwägung',
  purpose:
    'Vermerk, warum eine Maßnahme angemessen ist oder nicht: der Aufwand darf nicht außer Verhältnis zu den Folgen einer Verletzung der Schutzziele stehen (§ 4 Abs. 2 mit Abs. 1 Satz 3 SächsISichG°). ° Der geltende Wortlaut wurde nicht gelesen.',
  fields: [
    { id: 'titel', label: 'Worum', help: 'worüber abgewogen wird', kind: 'text', required: true },
    { id: 'ergebnis', label: 'Ergebnis', help: 'was herauskommt, in einem Satz', kind: 'text', required: true },
    { id: 'controls', label: 'Anforderungen', help: 'um welche Anforderungen es geht', kind: 'controls' },
    { id: 'zielobjekte', label: 'Zielobjekte', help: 'um welche Zielobjekte es geht', kind: 'zielobjekte' },
    { id: 'massnahmen', label: 'Maßnahmen', help: 'um welche Maßnahmen es geht', kind: 'entries', register: 'massnahme' },
    { id: 'aufwand', label: 'Aufwand', help: 'Geld, Zeit und Last für die Beschäftigten', kind: 'text' },
    { id: 'folgen', label: 'Folgen', help: 'was geschieht, wenn ein Schutzziel verletzt wird', kind: 'text' },
    { id: 'entschieden-von', label: 'Entschieden von', help: 'wer entschieden hat', kind: 'text' },
    { id: 'entschieden-am', label: 'Entschieden am', help: 'Tag der Entscheidung', kind: 'day', past: true },
    { id: 'wiedervorlage', label: 'Wiedervorlage', help: 'wann neu abgewogen wird', kind: 'day' },
    { id: 'ueberholt-am', label: 'Überholt am', help: 'seit wann sie nicht mehr gilt', kind: 'day', past: true },
  ],
  rules: [
    {
      needs: ['entschieden-am'],
      when: { known: 'entschieden-von' },
      text: 'Zur Entscheidung gehört ihr Tag (--entschieden-am).',
    },
    {
      needs: ['entschieden-von'],
      when: { known: 'entschieden-am' },
      text: 'Zur Entscheidung gehört, wer sie getroffen hat (--entschieden-von).',
    },
    { earlier: 'entschieden-am', later: 'ueberholt-am', text: 'Überholt ist sie vor der Entscheidung (--ueberholt-am).' },
    { earlier: 'entschieden-am', later: 'wiedervorlage', text: 'Die Wiedervorlage liegt vor der Entscheidung.' },
  ],
  due: [{ field: 'wiedervorlage', while: { unknown: 'ueberholt-am' }, text: 'Neu abwägen: {titel}' }],
  listed: ['titel', 'ergebnis', 'entschieden-von', 'entschieden-am', 'wiedervorlage'],
  settled: { known: 'ueberholt-am' },
  about: 'entschieden-am',
};
