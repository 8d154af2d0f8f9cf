import type { EntryCondition, RegisterDefinition } from '../register.ts';

const unclear: EntryCondition = { field: 'zustand', oneOf: ['pruefen'] };

/** Warnings about products and holes: what a Kommune has to do with one. The same warning is an entry in every Kommune. */
export const warnung: RegisterDefinition = {
  id: 'warnung',
  prefix: 'W',
  one: 'Warnung',
  many: 'Warnungen',
  article: 'eine Warnung',
  purpose:
    'Warnungen vor Schwachstellen, etwa von SAX.CERT, BSI oder Hersteller: ob die Kommune betroffen ist und was daraus wurde. „burgward warnung betroffen“ sucht in allen Kommunen nach dem Produkt, „warnung paket“ fragt sie, „warnung stand“ zeigt, wer geantwortet hat.',
  fields: [
    {
      id: 'produkt',
      label: 'Produkt',
      help: 'wovor gewarnt wird, wie es auch bei Zielobjekten heißt',
      kind: 'text',
      required: true,
    },
    { id: 'kennung', label: 'Kennung', help: 'Nummer der Warnung, zum Beispiel CVE-2026-12345', kind: 'text' },
    {
      id: 'quelle',
      label: 'Quelle',
      help: 'von wem sie kam',
      kind: 'choice',
      choices: ['sax-cert', 'bsi', 'hersteller', 'dienstleister', 'andere'],
    },
    { id: 'eingang', label: 'Eingang', help: 'wann sie ankam', kind: 'day', past: true },
    { id: 'inhalt', label: 'Inhalt', help: 'was zu tun ist, in einem Satz', kind: 'text' },
    { id: 'zielobjekte', label: 'Zielobjekte', help: 'betroffene Zielobjekte', kind: 'zielobjekte' },
    {
      id: 'zustand',
      label: 'Zustand',
      help: 'was hier daraus wurde',
      kind: 'choice',
      choices: ['pruefen', 'betroffen', 'nicht-betroffen', 'behoben'],
      preset: 'pruefen',
    },
    { id: 'gefragt-am', label: 'Gefragt am', help: 'wann die Frage hinausging', kind: 'day', past: true },
    { id: 'antwort-bis', label: 'Antwort bis', help: 'bis wann die Antwort da sein soll', kind: 'day' },
    { id: 'geantwortet-am', label: 'Geantwortet am', help: 'wann die Antwort kam', kind: 'day', past: true },
    { id: 'antwort-von', label: 'Antwort von', help: 'wer gesagt hat, ob die Kommune betroffen ist', kind: 'text' },
    { id: 'verantwortlich', label: 'Verantwortlich', help: 'wer sich kümmert', kind: 'text' },
    { id: 'faellig', label: 'Fällig', help: 'bis wann es geprüft oder behoben ist', kind: 'day' },
    { id: 'behoben-am', label: 'Behoben am', help: 'seit wann die Lücke geschlossen ist', kind: 'day', past: true },
    { id: 'bemerkung', label: 'Bemerkung', help: 'was dazu noch gesagt wurde', kind: 'text' },
  ],
  rules: [
    {
      needs: ['behoben-am'],
      when: { field: 'zustand', oneOf: ['behoben'] },
      text: 'Behoben heißt: mit dem Tag, seit dem die Lücke geschlossen ist (--behoben-am).',
    },
    {
      excludes: ['behoben-am'],
      when: { field: 'zustand', oneOf: ['pruefen', 'betroffen', 'nicht-betroffen'] },
      text: 'Mit dem Tag, seit dem die Lücke geschlossen ist, ist sie behoben (--zustand behoben); sonst den Tag leeren (--behoben-am "").',
    },
    { earlier: 'gefragt-am', later: 'antwort-bis', text: 'Die Antwort wird vor der Frage erwartet (--antwort-bis).' },
    { earlier: 'gefragt-am', later: 'geantwortet-am', text: 'Geantwortet wurde vor der Frage (--geantwortet-am).' },
  ],
  due: [
    { field: 'faellig', while: unclear, text: 'Prüfen, ob betroffen: {produkt}' },
    { field: 'faellig', while: { field: 'zustand', oneOf: ['betroffen'] }, text: 'Lücke schließen: {produkt}' },
    {
      field: 'antwort-bis',
      while: [{ field: 'zustand', oneOf: ['pruefen', 'betroffen'] }, { known: 'gefragt-am' }, { unknown: 'geantwortet-am' }],
      text: 'Antwort auf die Warnung fehlt: {produkt}',
    },
    {
      field: 'antwort-bis',
      while: [unclear, { known: 'geantwortet-am' }],
      text: 'Noch zu klären, ob betroffen ({antwort-von} weiß es nicht): {produkt}',
    },
  ],
  listed: ['produkt', 'kennung', 'eingang', 'zielobjekte', 'zustand', 'verantwortlich', 'faellig'],
  settled: { field: 'zustand', oneOf: ['nicht-betroffen', 'behoben'] },
  actor: 'verantwortlich',
  about: 'eingang',
};
