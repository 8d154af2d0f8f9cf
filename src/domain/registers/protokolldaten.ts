import type { EntryCondition, RegisterDefinition } from '../register.ts';

const is = (...arten: string[]): EntryCondition => ({ field: 'art', oneOf: arten });
const procedure = is('verfahren');
const concept = is('konzept');
const order = is('anordnung');
const event = is('vorgang');
const figures = is('jahreszahlen');
const running: EntryCondition = { unknown: 'beendet-am' };

/** Processing of log and content data against attacks (§§ 12 to 14 SächsISichG, V23: facts S-24 to S-34), nothing else. */
export const protokolldaten: RegisterDefinition = {
  id: 'protokolldaten',
  prefix: 'PD',
  one: 'Eintrag zu Protokolldaten',
  many: 'Protokolldaten',
  article: 'einen Eintrag zu Protokolldaten',
  purpose:
    'Nur für Kommunen, die zur Abwehr von Angriffen selbst Protokoll- oder Inhaltsdaten verarbeiten (§§ 12 bis 14 SächsISichG°): Verfahren mit Speicherdauer, Sicherheitskonzept, Anordnungen und jährliche Zahlen. Für andere Protokolle gelten diese Grenzen nicht. ° Der geltende Wortlaut wurde nicht gelesen.',
  fields: [
    { id: 'titel', label: 'Was', help: 'was eingetragen wird, etwa „Auswertung an der Firewall“', kind: 'text', required: true },
    {
      id: 'art',
      label: 'Art',
      help: 'welche Art von Eintrag',
      kind: 'choice',
      choices: ['verfahren', 'konzept', 'anordnung', 'vorgang', 'jahreszahlen'],
      required: true,
    },
    {
      id: 'daten',
      label: 'Daten',
      help: 'um welche Daten es geht',
      kind: 'choice',
      choices: ['protokolldaten', 'inhaltsdaten'],
    },
    {
      id: 'speicherdauer',
      label: 'Speicherdauer (Tage)',
      help: 'wie viele Tage gespeichert wird, wie es eingestellt ist',
      kind: 'number',
      whole: true,
      min: 0,
      max: 36500,
    },
    { id: 'beginn', label: 'Verarbeitung seit', help: 'seit wann verarbeitet wird', kind: 'day' },
    { id: 'fassung', label: 'Fassung', help: 'Fassung des Konzepts', kind: 'text' },
    { id: 'konzept-vom', label: 'Konzept vom', help: 'Tag, an dem das Konzept zuerst in Kraft war', kind: 'day', past: true },
    {
      id: 'massnahmen-aktenkundig-am',
      label: 'Maßnahmen aktenkundig am',
      help: 'wann die Maßnahmen des Konzepts zu den Akten kamen',
      kind: 'day',
      past: true,
    },
    { id: 'revision-am', label: 'Revision am', help: 'letzte Revision des Konzepts', kind: 'day', past: true },
    { id: 'angeordnet-von', label: 'Angeordnet von', help: 'Name der Leitung', kind: 'text' },
    {
      id: 'zweite-unterschrift',
      label: 'Zweite Unterschrift',
      help: 'Name der zum Richteramt befähigten Person',
      kind: 'text',
    },
    { id: 'angeordnet-am', label: 'Angeordnet am', help: 'Tag der Anordnung', kind: 'day', past: true },
    {
      id: 'von-hand',
      label: 'Von Hand',
      help: 'ob nicht automatisiert ausgewertet wird',
      kind: 'choice',
      choices: ['ja', 'nein'],
    },
    { id: 'grund', label: 'Grund', help: 'tatsächliche Anhaltspunkte oder begründeter Verdacht', kind: 'text' },
    {
      id: 'vorgang',
      label: 'Vorgang',
      help: 'was geschah, für die jährlichen Zahlen',
      kind: 'choice',
      choices: ['auswertung', 'benachrichtigung', 'keine-benachrichtigung', 'uebermittlung', 'kernbereich-geloescht'],
    },
    { id: 'am', label: 'Am', help: 'Tag des Vorgangs', kind: 'day', past: true },
    {
      id: 'anzahl',
      label: 'Anzahl',
      help: 'wie viele Vorgänge; ohne Angabe einer',
      kind: 'number',
      whole: true,
      min: 1,
      max: 100_000,
    },
    { id: 'jahr', label: 'Jahr', help: 'für welches Jahr die Zahlen sind', kind: 'number', whole: true, min: 2019, max: 2100 },
    { id: 'gemeldet-am', label: 'Gemeldet am', help: 'wann die Zahlen an das Land gingen', kind: 'day', past: true },
    { id: 'beendet-am', label: 'Beendet am', help: 'wann Verfahren, Konzept oder Anordnung endete', kind: 'day', past: true },
    { id: 'verantwortlich', label: 'Verantwortlich', help: 'wer sich kümmert', kind: 'text' },
  ],
  rules: [
    { needs: ['daten'], when: procedure, text: 'Bei einem Verfahren fehlt die Art der Daten (--daten).' },
    {
      needs: ['daten'],
      when: { known: 'speicherdauer' },
      text: 'Ohne die Art der Daten lässt sich die Speicherdauer nicht prüfen (--daten).',
    },
    { needs: ['konzept-vom'], when: concept, text: 'Beim Konzept fehlt sein Tag (--konzept-vom).' },
    {
      needs: ['daten', 'angeordnet-von', 'angeordnet-am'],
      when: order,
      text: 'Eine Anordnung nennt die Daten, die Leitung und ihren Tag (--daten, --angeordnet-von, --angeordnet-am).',
    },
    {
      needs: ['zweite-unterschrift'],
      when: [order, { field: 'daten', oneOf: ['inhaltsdaten'] }],
      text: 'Inhaltsdaten werden von der Leitung und einer zum Richteramt befähigten Person angeordnet (§ 13 Abs. 3 SächsISichG°): --zweite-unterschrift fehlt.',
    },
    {
      needs: ['zweite-unterschrift', 'grund'],
      when: [order, { field: 'von-hand', oneOf: ['ja'] }],
      text: 'Von Hand wird nur bei begründetem Verdacht und auf doppelte Anordnung ausgewertet (§ 13 Abs. 4 SächsISichG°): --grund und --zweite-unterschrift angeben.',
    },
    {
      differ: ['angeordnet-von', 'zweite-unterschrift'],
      text: 'Die zweite Unterschrift kommt von einer anderen Person als der Leitung.',
    },
    {
      heldBy: 'angeordnet-von',
      rolle: 'leitung',
      on: 'angeordnet-am',
      text: 'Anordnen kann nur die Leitung (§ 13 SächsISichG°).',
    },
    { needs: ['vorgang', 'am'], when: event, text: 'Ein Vorgang braucht seine Art und seinen Tag (--vorgang, --am).' },
    { needs: ['jahr'], when: figures, text: 'Bei den Jahreszahlen fehlt das Jahr (--jahr).' },
    { earlier: 'konzept-vom', later: 'revision-am', text: 'Die Revision liegt vor dem Konzept (--revision-am).' },
    { earlier: 'angeordnet-am', later: 'beendet-am', text: 'Die Anordnung endet vor ihrem Tag (--beendet-am).' },
    { earlier: 'beginn', later: 'beendet-am', text: 'Die Verarbeitung endet vor ihrem Beginn (--beendet-am).' },
    {
      field: 'speicherdauer',
      atMost: { period: 'protokolldaten-speicherung' },
      when: { field: 'daten', oneOf: ['protokolldaten'] },
      isBreach: true,
      text: 'Eingestellt sind {speicherdauer} Tage; für diese Protokolldaten sind höchstens {frist} erlaubt.',
    },
    {
      field: 'speicherdauer',
      atMost: { period: 'inhaltsdaten-speicherung' },
      when: { field: 'daten', oneOf: ['inhaltsdaten'] },
      isBreach: true,
      text: 'Eingestellt sind {speicherdauer} Tage; für Inhaltsdaten sind höchstens {frist} erlaubt.',
    },
    {
      earlier: 'konzept-vom',
      later: 'beginn',
      when: concept,
      isBreach: true,
      text: 'Verarbeitet wird seit dem {beginn}, das Konzept ist erst vom {konzept-vom}; es muss vorher vorliegen (§ 14 Satz 1 SächsISichG°).',
    },
  ],
  due: [
    {
      field: 'revision-am',
      moved: { period: 'sicherheitskonzept-revision' },
      while: [concept, running],
      text: 'Revision des Sicherheitskonzepts, alle {frist}: {titel}',
    },
    {
      field: 'konzept-vom',
      moved: { period: 'sicherheitskonzept-revision' },
      while: [concept, running, { unknown: 'revision-am' }],
      text: 'Revision des Sicherheitskonzepts, alle {frist}: {titel}',
    },
    {
      field: 'angeordnet-am',
      moved: { period: 'inhaltsdaten-anordnung' },
      while: [order, running, { field: 'daten', oneOf: ['inhaltsdaten'] }],
      text: 'Anordnung gilt {frist}; verlängern oder beenden: {titel}',
    },
    {
      field: 'angeordnet-am',
      moved: { period: 'inhaltsdaten-anordnung' },
      while: [order, running, { field: 'daten', oneOf: ['protokolldaten'] }, { field: 'von-hand', oneOf: ['ja'] }],
      text: 'Anordnung gilt {frist}; verlängern oder beenden: {titel}',
    },
    {
      field: 'am',
      moved: { period: 'nichtbenachrichtigung-loeschung' },
      while: [event, running, { field: 'vorgang', oneOf: ['keine-benachrichtigung'] }],
      text: 'Aufzeichnung über die unterbliebene Benachrichtigung löschen, nach {frist}: {titel}',
    },
    {
      field: 'gemeldet-am',
      moved: { period: 'protokolldaten-jahreszahlen' },
      while: [figures, running],
      text: 'Jahreszahlen wieder an das Land melden, alle {frist}; danach den alten Eintrag beenden: {titel}',
    },
  ],
  listed: ['titel', 'art', 'daten', 'speicherdauer', 'konzept-vom', 'revision-am', 'angeordnet-am'],
  settled: { known: 'beendet-am' },
  actor: 'verantwortlich',
  merkmal: 'wertet_protokolldaten_aus',
  facts: [
    {
      id: 'konzept-vor-beginn',
      field: 'konzept-vom',
      while: [concept, running, { known: 'massnahmen-aktenkundig-am' }],
      notAfter: 'beginn',
    },
    {
      id: 'revision',
      field: 'revision-am',
      while: [concept, running],
      validFor: { period: 'sicherheitskonzept-revision' },
    },
    { id: 'jahreszahlen', field: 'gemeldet-am', while: figures, validFor: { period: 'protokolldaten-jahreszahlen' } },
  ],
};
