import type { EntryCondition, RegisterDefinition, RegisterField } from '../register.ts';

const running: EntryCondition = { field: 'status', oneOf: ['laufend'] };
const yesNo = (id: string, label: string, help: string): RegisterField => ({
  id,
  label,
  help,
  kind: 'choice',
  choices: ['ja', 'nein'],
});

export const vertrag: RegisterDefinition = {
  id: 'vertrag',
  prefix: 'VT',
  one: 'Vertrag',
  many: 'Verträge',
  article: 'einen Vertrag',
  purpose:
    'Verträge mit Dienstleistern und was sie für die Sicherheit regeln: Auftragsverarbeitung, Meldung von Vorfällen, Prüfrecht, Ausstieg. Der letzte Tag der Kündigung wird aus Ende und Frist berechnet und liegt auf einem Arbeitstag.',
  fields: [
    { id: 'titel', label: 'Titel', help: 'worum es im Vertrag geht', kind: 'text', required: true },
    { id: 'partner', label: 'Partner', help: 'mit wem', kind: 'text', required: true },
    {
      id: 'art',
      label: 'Art',
      help: 'was für ein Vertrag',
      kind: 'choice',
      choices: ['dienstleistung', 'wartung', 'cloud', 'lizenz', 'avv', 'kdn', 'versicherung', 'zusammenarbeit', 'anderer'],
    },
    { id: 'zielobjekte', label: 'Zielobjekte', help: 'was davon abhängt', kind: 'zielobjekte' },
    { id: 'von', label: 'Von', help: 'erster Tag', kind: 'day' },
    { id: 'bis', label: 'Bis', help: 'letzter Tag der laufenden Zeit', kind: 'day' },
    {
      id: 'kuendigungsfrist',
      label: 'Kündigungsfrist (Monate)',
      help: 'Monate vor dem Ende',
      kind: 'number',
      whole: true,
      min: 0,
      max: 60,
    },
    { id: 'avv-vom', label: 'AVV vom', help: 'Tag der Vereinbarung zur Auftragsverarbeitung', kind: 'day' },
    yesNo('meldepflicht', 'Meldet Vorfälle', 'ob der Partner Vorfälle melden muss'),
    yesNo('pruefrecht', 'Prüfrecht', 'ob die Kommune prüfen darf'),
    { id: 'ausstieg', label: 'Ausstieg', help: 'wie Daten zurückkommen und gelöscht werden', kind: 'text' },
    { id: 'verantwortlich', label: 'Verantwortlich', help: 'wer den Vertrag betreut', kind: 'text' },
    { id: 'ablage', label: 'Ablage', help: 'wo er liegt', kind: 'text' },
    {
      id: 'status',
      label: 'Status',
      help: 'ob er läuft',
      kind: 'choice',
      choices: ['laufend', 'gekuendigt', 'beendet'],
      preset: 'laufend',
    },
  ],
  rules: [
    { earlier: 'von', later: 'bis', text: 'Der Vertrag endet vor seinem Beginn (--bis).' },
    {
      needs: ['bis'],
      when: { field: 'status', oneOf: ['gekuendigt', 'beendet'] },
      text: 'Ein gekündigter oder beendeter Vertrag braucht sein Ende (--bis).',
    },
    {
      notAhead: 'bis',
      when: { field: 'status', oneOf: ['beendet'] },
      text: 'Er läuft noch bis zum {bis}; beendet ist er danach, bis dahin gekündigt (--status gekuendigt).',
    },
  ],
  due: [
    {
      field: 'bis',
      moved: { monthsBackIn: 'kuendigungsfrist' },
      while: running,
      text: 'Letzter Tag der Kündigung, der Vertrag läuft bis {bis}: {titel} ({partner})',
    },
    {
      field: 'bis',
      while: [running, { unknown: 'kuendigungsfrist' }],
      text: 'Vertrag endet; Kündigungsfrist nicht eingetragen: {titel} ({partner})',
    },
    {
      field: 'bis',
      while: { field: 'status', oneOf: ['gekuendigt'] },
      text: 'Gekündigter Vertrag endet, Nachfolge und Rückgabe der Daten regeln: {titel} ({partner})',
    },
  ],
  listed: ['titel', 'partner', 'art', 'bis', 'kuendigungsfrist', 'meldepflicht', 'pruefrecht'],
  settled: { field: 'status', oneOf: ['beendet'] },
  actor: 'verantwortlich',
  shared: true,
};
