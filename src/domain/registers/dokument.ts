import type { DueRule, EntryCondition, RegisterDefinition } from '../register.ts';

const inForce: EntryCondition = { field: 'status', oneOf: ['gueltig'] };

/** Signed by the head as a person: somebody new in office has not said it yet. */
const signedByHead: EntryCondition = [{ field: 'art', oneOf: ['leitlinie', 'dienstanweisung'] }, inForce];
const policyInForce: EntryCondition = [{ field: 'art', oneOf: ['leitlinie'] }, inForce];
const head: NonNullable<DueRule['newHolder']> = { rolle: 'leitung', signedBy: 'unterzeichnet-von' };

export const dokument: RegisterDefinition = {
  id: 'dokument',
  prefix: 'DK',
  one: 'Dokument',
  many: 'Dokumente',
  article: 'ein Dokument',
  purpose:
    'Leitlinie, Dienstanweisungen, Notfallhandbuch, Netzplan und anderes: Fassung, Unterschrift, nächste Überprüfung. Nach einem Wechsel der Leitung steht in „burgward faellig“, was neu zu unterzeichnen ist.',
  fields: [
    { id: 'titel', label: 'Titel', help: 'wie das Dokument heißt', kind: 'text', required: true },
    {
      id: 'art',
      label: 'Art',
      help: 'was für ein Dokument',
      kind: 'choice',
      choices: [
        'leitlinie',
        'dienstanweisung',
        'notfallhandbuch',
        'netzplan',
        'konzept',
        'bestellung',
        'vereinbarung',
        'protokoll',
        'anderes',
      ],
      required: true,
    },
    { id: 'fassung', label: 'Fassung', help: 'Fassung oder Nummer', kind: 'text' },
    { id: 'vom', label: 'Vom', help: 'Tag der Fassung', kind: 'day' },
    { id: 'unterzeichnet-von', label: 'Unterzeichnet von', help: 'wer unterschrieben hat', kind: 'text' },
    { id: 'unterzeichnet-am', label: 'Unterzeichnet am', help: 'Tag der Unterschrift', kind: 'day', past: true },
    { id: 'pruefen-bis', label: 'Prüfen bis', help: 'wann es wieder durchzusehen ist', kind: 'day' },
    { id: 'verantwortlich', label: 'Verantwortlich', help: 'wer es pflegt', kind: 'text' },
    { id: 'ablage', label: 'Ablage', help: 'wo es liegt, auf Papier und im Netz', kind: 'text' },
    {
      id: 'sha256',
      label: 'SHA-256',
      help: 'Prüfsumme der Datei',
      kind: 'text',
      pattern: { source: '[0-9A-Fa-f]{64}', text: 'Eine Prüfsumme SHA-256 hat 64 Zeichen aus 0–9 und a–f.' },
    },
    {
      id: 'status',
      label: 'Status',
      help: 'ob es gilt',
      kind: 'choice',
      choices: ['entwurf', 'gueltig', 'abgeloest'],
      preset: 'gueltig',
    },
  ],
  rules: [
    {
      needs: ['unterzeichnet-von'],
      when: { known: 'unterzeichnet-am' },
      text: 'Zur Unterschrift gehört, wer unterschrieben hat (--unterzeichnet-von).',
    },
    {
      heldBy: 'unterzeichnet-von',
      rolle: head.rolle,
      on: 'unterzeichnet-am',
      orNow: true,
      when: [policyInForce, { known: 'unterzeichnet-am' }],
      isBreach: true,
      text: 'Die Unterschrift zählt nicht als Unterschrift der Leitung: {unterzeichnet-von} ist für diesen Tag nicht als Leitung eingetragen.',
    },
    { earlier: 'vom', later: 'pruefen-bis', text: 'Die nächste Überprüfung liegt vor der Fassung (--pruefen-bis).' },
  ],
  due: [
    { field: 'pruefen-bis', while: { field: 'status', oneOf: ['gueltig', 'entwurf'] }, text: 'Durchsehen: {titel}' },
    {
      field: 'unterzeichnet-am',
      newHolder: head,
      while: signedByHead,
      text: 'Neu zu unterzeichnen, die Leitung hat gewechselt: {titel}',
    },
  ],
  listed: ['titel', 'art', 'fassung', 'unterzeichnet-von', 'unterzeichnet-am', 'pruefen-bis'],
  settled: { field: 'status', oneOf: ['abgeloest'] },
  actor: 'verantwortlich',
  shared: true,
  facts: [
    {
      id: 'leitlinie',
      field: 'unterzeichnet-am',
      while: policyInForce,
      holder: head,
      otherwise: {
        text: 'Die Unterschrift zählt nicht: Wer unterzeichnet hat, ist für diesen Tag nicht als Leitung eingetragen.',
        because: 'weil die Unterschrift unter der Leitlinie nicht von der Leitung ist',
      },
    },
  ],
};
