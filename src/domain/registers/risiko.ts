import type { EntryCondition, RegisterDefinition, RegisterField } from '../register.ts';
import { mostRiskSteps, riskOccasions } from '../risk.ts';

/** What the steps mean, and how many there are, stands in the matrix that holds for the Kommune. */
const step = (id: string, label: string, help: string): RegisterField => ({
  id,
  label,
  help: `${help}, ab 1 gering; Stufen siehe risiko matrix`,
  kind: 'number',
  whole: true,
  min: 1,
  max: mostRiskSteps,
});

const accepted: EntryCondition = { field: 'behandlung', oneOf: ['akzeptieren'] };
const postponed: EntryCondition = { field: 'behandlung', oneOf: ['zurueckgestellt'] };

/** Risks after BSI-Standard 200-3. */
export const risiko: RegisterDefinition = {
  id: 'risiko',
  prefix: 'RK',
  one: 'Risiko',
  many: 'Risiken',
  article: 'ein Risiko',
  purpose:
    'Risiken dort, wo die üblichen Anforderungen nicht genügen: bei erhöhtem Schutzbedarf, ohne passenden Baustein oder bei ungewöhnlichem Betrieb. Annehmen kann ein Risiko nur die Leitung und nur bis zu einem Tag.',
  fields: [
    { id: 'titel', label: 'Titel', help: 'was passieren kann, in einem Satz', kind: 'text', required: true },
    { id: 'zielobjekte', label: 'Zielobjekte', help: 'was gefährdet ist', kind: 'zielobjekte' },
    {
      id: 'anlass',
      label: 'Anlass',
      help: 'warum hier eine Risikoanalyse nötig ist',
      kind: 'choice',
      choices: riskOccasions,
    },
    {
      id: 'gefaehrdung',
      label: 'Gefährdung',
      help: 'Nummer wie „G 0.18“ oder eigene Worte',
      kind: 'text',
      pattern: {
        source: '(?:G 0\\.(?:[1-9]|[123]\\d|4[0-7])(?!\\d)|(?![Gg]\\s*0\\.))[^]*',
        text: 'Die elementaren Gefährdungen gehen von „G 0.1“ bis „G 0.47“; eigene beginnen mit einem Wort.',
      },
    },
    {
      id: 'controls',
      label: 'Anforderungen',
      help: 'welche Anforderungen nicht genügen oder nicht erfüllt sind',
      kind: 'controls',
    },
    step('haeufigkeit', 'Häufigkeit vorher', 'wie oft ohne weitere Maßnahmen'),
    step('schaden', 'Schaden vorher', 'wie schwer ohne weitere Maßnahmen'),
    step('haeufigkeit-geplant', 'Häufigkeit geplant', 'wie oft mit den geplanten Maßnahmen'),
    step('schaden-geplant', 'Schaden geplant', 'wie schwer mit den geplanten Maßnahmen'),
    step('haeufigkeit-danach', 'Häufigkeit danach', 'wie oft, seit die Maßnahmen umgesetzt sind'),
    step('schaden-danach', 'Schaden danach', 'wie schwer, seit die Maßnahmen umgesetzt sind'),
    {
      id: 'behandlung',
      label: 'Behandlung',
      help: 'wie damit umgegangen wird',
      kind: 'choice',
      choices: ['vermeiden', 'vermindern', 'uebertragen', 'akzeptieren', 'zurueckgestellt'],
    },
    { id: 'begruendung', label: 'Begründung', help: 'warum so', kind: 'text' },
    { id: 'massnahmen', label: 'Maßnahmen', help: 'was dagegen getan wird', kind: 'entries', register: 'massnahme' },
    { id: 'akzeptiert-von', label: 'Akzeptiert von', help: 'Name der Leitung', kind: 'text' },
    { id: 'akzeptiert-am', label: 'Akzeptiert am', help: 'Tag der Entscheidung', kind: 'day', past: true },
    { id: 'akzeptiert-bis', label: 'Akzeptiert bis', help: 'letzter Tag, an dem das gilt', kind: 'day' },
    { id: 'zurueckgestellt-bis', label: 'Zurückgestellt bis', help: 'wann neu zu entscheiden ist', kind: 'day' },
    { id: 'verantwortlich', label: 'Verantwortlich', help: 'wer sich kümmert', kind: 'text' },
    { id: 'entfallen-am', label: 'Entfallen am', help: 'seit wann es das Risiko nicht mehr gibt', kind: 'day', past: true },
  ],
  rules: [
    {
      needs: ['akzeptiert-von', 'akzeptiert-am', 'akzeptiert-bis', 'begruendung'],
      when: accepted,
      text: 'Akzeptiert wird mit Namen der Leitung, Tag, Ende und Begründung (--akzeptiert-von, --akzeptiert-am, --akzeptiert-bis, --begruendung).',
    },
    {
      heldBy: 'akzeptiert-von',
      rolle: 'leitung',
      on: 'akzeptiert-am',
      text: 'Ein Risiko akzeptieren kann nur die Leitung (--akzeptiert-von).',
    },
    { earlier: 'akzeptiert-am', later: 'akzeptiert-bis', text: 'Das Ende liegt vor der Entscheidung (--akzeptiert-bis).' },
    {
      needs: ['zurueckgestellt-bis', 'begruendung'],
      when: postponed,
      text: 'Zurückgestellt wird bis zu einem Tag und mit Begründung (--zurueckgestellt-bis, --begruendung).',
    },
  ],
  // No source limits how long an acceptance may last: what is said is only that nobody will be reminded before.
  hints: [
    {
      from: 'akzeptiert-am',
      to: 'akzeptiert-bis',
      longerThan: 'P2Y',
      when: [accepted, { unknown: 'entfallen-am' }],
      text: 'Die Akzeptanz gilt länger als zwei Jahre, bis zum {akzeptiert-bis}. Verboten ist das nicht, aber bis dahin erinnert „burgward faellig“ nicht daran; für eine frühere Wiedervorlage ein früheres Ende eintragen (--akzeptiert-bis).',
    },
    {
      to: 'zurueckgestellt-bis',
      longerThan: 'P2Y',
      when: [postponed, { unknown: 'entfallen-am' }],
      text: 'Zurückgestellt für länger als zwei Jahre, bis zum {zurueckgestellt-bis}. Verboten ist das nicht, aber bis dahin erinnert „burgward faellig“ nicht daran; soll es früher wieder auf den Tisch: --zurueckgestellt-bis.',
    },
  ],
  due: [
    {
      field: 'akzeptiert-bis',
      while: [accepted, { unknown: 'entfallen-am' }],
      text: 'Akzeptanz endet, neu entscheiden: {titel}',
    },
    {
      field: 'zurueckgestellt-bis',
      while: [postponed, { unknown: 'entfallen-am' }],
      text: 'Zurückgestellt, neu entscheiden: {titel}',
    },
  ],
  listed: ['titel', 'gefaehrdung', 'zielobjekte', 'haeufigkeit', 'schaden', 'behandlung'],
  settled: { known: 'entfallen-am' },
  actor: 'verantwortlich',
};
