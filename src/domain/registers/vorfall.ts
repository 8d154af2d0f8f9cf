import type { EntryCondition, EntryRule, RegisterDefinition, RegisterField } from '../register.ts';

const threeValued = ['ja', 'nein', 'unbekannt'] as const;

/** A question with three answers that is open until somebody answers it. */
const question = (id: string, label: string, help: string): RegisterField => ({
  id,
  label,
  help,
  kind: 'choice',
  choices: threeValued,
});

/** Who was told, and when; each is one line of the time line. */
const contacts: readonly RegisterField[] = [
  { id: 'leitung', label: 'Leitung informiert', help: 'wann die Leitung informiert wurde', kind: 'instant', past: true },
  {
    id: 'saxcert',
    label: 'SAX.CERT, erste Meldung',
    help: 'wann die erste Meldung an SAX.CERT ging',
    kind: 'instant',
    past: true,
  },
  {
    id: 'saxcert-ausfuehrlich',
    label: 'SAX.CERT, ausführliche Meldung',
    help: 'wann die ausführliche Meldung an SAX.CERT ging',
    kind: 'instant',
    past: true,
  },
  {
    id: 'saxcert-abschluss',
    label: 'SAX.CERT, Abschlussbericht',
    help: 'wann der Abschlussbericht an SAX.CERT ging',
    kind: 'instant',
    past: true,
  },
  {
    id: 'kdn-bfis',
    label: 'BfIS des KDN-Betreibers',
    help: 'wann der KDN-Betreiber informiert wurde',
    kind: 'instant',
    past: true,
  },
  {
    id: 'datenschutzaufsicht',
    label: 'Datenschutzaufsicht',
    help: 'wann die Meldung an die Datenschutzaufsicht ging',
    kind: 'instant',
    past: true,
  },
  { id: 'polizei', label: 'Polizei', help: 'wann die Polizei informiert wurde', kind: 'instant', past: true },
  { id: 'versicherung', label: 'Versicherung', help: 'wann die Versicherung informiert wurde', kind: 'instant', past: true },
];

const reasonNeeded = (when: EntryCondition, text: string): EntryRule => ({
  needs: ['art-grund'],
  when,
  text: `${text} Wer davon abweicht, nennt den Grund (--art-grund).`,
});

/** Incidents after §§ 3, 16 and 17 SächsISichG, with the time stamps the periods are measured by. */
export const vorfall: RegisterDefinition = {
  id: 'vorfall',
  prefix: 'VF',
  one: 'Vorfall',
  many: 'Vorfälle',
  article: 'einen Vorfall',
  purpose:
    'Sicherheitsereignisse und Sicherheitsvorfälle: was geschah, seit wann es bekannt ist, wer wann informiert wurde und was daraus gelernt wurde. Wenn es eilt: burgward vorfall sofort.',
  fields: [
    { id: 'titel', label: 'Was ist passiert', help: 'was passiert ist, in einem Satz', kind: 'text', required: true },
    {
      id: 'kenntnis',
      label: 'Kenntnis seit',
      help: 'seit wann es bekannt ist; ab hier laufen die Fristen',
      kind: 'instant',
      past: true,
      required: true,
    },
    { id: 'beginn', label: 'Begonnen', help: 'wann es vermutlich begann', kind: 'instant', past: true },
    {
      id: 'art',
      label: 'Art',
      help: 'Einordnung, siehe vorfall einordnen',
      kind: 'choice',
      choices: ['ereignis', 'vorfall', 'erheblicher-vorfall'],
    },
    question('wirkung', 'Etwas bewirkt', 'ob es schon etwas bewirkt hat und nicht beim Versuch blieb'),
    question('stoerung', 'Dienste schwer gestört', 'ob Dienste schwer gestört sind oder es werden können'),
    question('schaden', 'Schaden für die Kommune', 'ob der Kommune ein Sach- oder Geldschaden entsteht oder droht'),
    question('dritte', 'Schaden für andere', 'ob anderen ein erheblicher Schaden entsteht oder droht'),
    { id: 'art-grund', label: 'Grund der Einordnung', help: 'warum anders eingeordnet als vorgeschlagen', kind: 'text' },
    { id: 'gefunden-von', label: 'Gefunden von', help: 'wer es bemerkt hat', kind: 'text' },
    { id: 'zielobjekte', label: 'Zielobjekte', help: 'betroffene Zielobjekte', kind: 'zielobjekte' },
    { id: 'betroffen', label: 'Betroffen', help: 'was betroffen ist, in Worten', kind: 'text' },
    question('breitet-sich-aus', 'Breitet sich aus', 'ob es sich noch ausbreitet'),
    question('kdn-betroffen', 'KDN betroffen', 'ob das Kommunale Datennetz betroffen ist'),
    question('personendaten', 'Personenbezogene Daten', 'ob personenbezogene Daten betroffen sind'),
    {
      id: 'daten',
      label: 'Daten und Personen',
      help: 'welche Daten wessen betroffen sind, und wie viele Personen',
      kind: 'text',
    },
    ...contacts,
    {
      id: 'datenschutz-ohne-meldung',
      label: 'Ohne Meldung an die Datenschutzaufsicht, weil',
      help: 'wer warum entschied, dass die Datenschutzaufsicht nicht zu informieren ist',
      kind: 'text',
    },
    { id: 'massnahmen', label: 'Maßnahmen', help: 'was getan wurde', kind: 'text' },
    { id: 'ursache', label: 'Ursache', help: 'woran es lag', kind: 'text' },
    { id: 'ende', label: 'Behoben', help: 'wann es behoben war', kind: 'instant', past: true },
    { id: 'lehren', label: 'Lehren', help: 'was daraus gelernt wurde', kind: 'text' },
    {
      id: 'status',
      label: 'Status',
      help: 'wie weit die Bearbeitung ist',
      kind: 'choice',
      choices: ['offen', 'in-arbeit', 'abgeschlossen'],
      preset: 'offen',
    },
    // Set by `vorfall notiz` alone: every version holds its own note, so that each keeps who wrote it and when.
    { id: 'notiz', label: 'Notiz', help: 'Notiz zum Verlauf', kind: 'text' },
    { id: 'notiz-am', label: 'Notiz zum Zeitpunkt', help: 'worauf sich die Notiz bezieht', kind: 'instant', past: true },
  ],
  rules: [
    ...[...contacts.map(({ id, label }) => ({ id, label })), { id: 'ende', label: 'Behoben' }].map(
      ({ id, label }): EntryRule => ({
        earlier: 'kenntnis',
        later: id,
        text: `${label}: Der Zeitpunkt liegt vor der Kenntnis (--${id}).`,
      }),
    ),
    ...(
      [
        ['saxcert', 'saxcert-ausfuehrlich', 'Die ausführliche Meldung'],
        ['saxcert', 'saxcert-abschluss', 'Der Abschlussbericht'],
        ['saxcert-ausfuehrlich', 'saxcert-abschluss', 'Der Abschlussbericht'],
      ] as const
    ).map(
      ([earlier, later, what]): EntryRule => ({
        ...{ earlier, later },
        text: `${what} liegt vor der ${earlier === 'saxcert' ? 'ersten' : 'ausführlichen'} Meldung an SAX.CERT (--${earlier}, --${later}).`,
      }),
    ),
    { earlier: 'beginn', later: 'kenntnis', text: 'Der Vorfall beginnt nach der Kenntnis (--beginn).' },
    {
      needs: ['ende', 'art'],
      when: { field: 'status', oneOf: ['abgeschlossen'] },
      text: 'Abgeschlossen wird mit dem Zeitpunkt, an dem es behoben war, und der Art (--ende, --art).',
    },
    ...['stoerung', 'schaden', 'dritte'].map((field) =>
      reasonNeeded(
        [
          { field: 'art', oneOf: ['ereignis', 'vorfall'] },
          { field, oneOf: ['ja'] },
        ],
        `Mit „ja“ bei --${field} ist es ein erheblicher Vorfall.`,
      ),
    ),
    reasonNeeded(
      [
        { field: 'art', oneOf: ['erheblicher-vorfall'] },
        ...['stoerung', 'schaden', 'dritte'].map((field) => ({ field, oneOf: ['nein'] })),
      ],
      'Ohne schwere Störung und ohne Schaden ist es kein erheblicher Vorfall.',
    ),
    reasonNeeded(
      [
        { field: 'art', oneOf: ['vorfall'] },
        { field: 'wirkung', oneOf: ['nein'] },
      ],
      'Was nichts bewirkt hat, ist ein Ereignis.',
    ),
    reasonNeeded(
      [
        { field: 'art', oneOf: ['ereignis'] },
        { field: 'wirkung', oneOf: ['ja'] },
      ],
      'Was schon etwas bewirkt hat, ist ein Vorfall.',
    ),
  ],
  // The periods run by the clock and depend on what is known: src/domain/incident.ts.
  due: [],
  hasPeriods: true,
  listed: ['titel', 'art', 'kenntnis', 'kdn-betroffen', 'status'],
  about: 'kenntnis',
  settled: { field: 'status', oneOf: ['abgeschlossen'] },
};

/** Time stamps of contacts, with the words of the time line. */
export const incidentContactFields: readonly Pick<RegisterField, 'id' | 'label'>[] = contacts;

/** What is typed and stands in tables: notes have a command of their own. */
export const vorfallOhneNotiz: RegisterDefinition = {
  ...vorfall,
  fields: vorfall.fields.filter(({ id }) => !['notiz', 'notiz-am'].includes(id)),
};
