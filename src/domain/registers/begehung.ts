import type { RegisterDefinition } from '../register.ts';

export const begehung: RegisterDefinition = {
  id: 'begehung',
  prefix: 'BG',
  one: 'Begehung',
  many: 'Begehungen',
  article: 'eine Begehung',
  purpose: 'Ein Rundgang durch einen Raum oder ein Gebäude: was auffiel, welche Maßnahmen daraus wurden, wer unterschrieben hat.',
  fields: [
    { id: 'ort', label: 'Ort', help: 'Raum oder Gebäude', kind: 'text', required: true },
    { id: 'am', label: 'Am', help: 'Tag der Begehung', kind: 'day', required: true, past: true },
    { id: 'zielobjekte', label: 'Zielobjekte', help: 'welche Räume oder Gebäude', kind: 'zielobjekte' },
    { id: 'teilnehmende', label: 'Teilnehmende', help: 'wer dabei war', kind: 'texts' },
    { id: 'feststellungen', label: 'Feststellungen', help: 'was auffiel, eine je Angabe', kind: 'texts' },
    {
      id: 'nicht-angesehen',
      label: 'Nicht angesehen',
      help: 'was nicht angesehen wurde und warum, eines je Angabe',
      kind: 'texts',
    },
    { id: 'massnahmen', label: 'Maßnahmen', help: 'was daraus wurde', kind: 'entries', register: 'massnahme' },
    { id: 'unterzeichnet-von', label: 'Unterzeichnet von', help: 'wer das Protokoll unterschrieb', kind: 'text' },
    { id: 'unterzeichnet-am', label: 'Unterzeichnet am', help: 'Tag der Unterschrift', kind: 'day', past: true },
    { id: 'naechste', label: 'Nächste', help: 'wann wieder', kind: 'day' },
  ],
  rules: [
    { earlier: 'am', later: 'unterzeichnet-am', text: 'Unterschrieben ist das Protokoll vor der Begehung (--unterzeichnet-am).' },
    { earlier: 'am', later: 'naechste', text: 'Die nächste Begehung liegt vor dieser (--naechste).' },
  ],
  due: [{ field: 'naechste', text: 'Wieder begehen: {ort}' }],
  listed: ['am', 'ort', 'feststellungen', 'massnahmen', 'unterzeichnet-am', 'naechste'],
  about: 'am',
};
