import type { RegisterDefinition } from '../register.ts';

/** Going without an IT system because it cannot be secured at a fair price (§ 4 (5) SächsISichG, V23: facts S-09). */
export const verzicht: RegisterDefinition = {
  id: 'verzicht',
  prefix: 'VZ',
  one: 'Verzicht',
  many: 'Verzichte',
  article: 'einen Verzicht',
  purpose:
    'Vermerk der Leitung, auf ein IT-System zu verzichten, weil die nötigen Vorkehrungen außer Verhältnis zur erreichbaren Verringerung des Risikos stehen (§ 4 Abs. 5 SächsISichG°). ° Der geltende Wortlaut wurde nicht gelesen.',
  fields: [
    { id: 'titel', label: 'Worauf', help: 'auf welches System verzichtet wird', kind: 'text', required: true },
    { id: 'zielobjekte', label: 'Zielobjekte', help: 'um welche es geht', kind: 'zielobjekte' },
    { id: 'risiko', label: 'Risiko', help: 'was ohne Vorkehrungen droht', kind: 'text' },
    { id: 'aufwand', label: 'Vorkehrungen', help: 'was nötig wäre und was es kostet', kind: 'text' },
    { id: 'ersatz', label: 'Ersatz', help: 'wie die Aufgabe stattdessen erledigt wird', kind: 'text' },
    { id: 'entschieden-von', label: 'Entschieden von', help: 'Name der Leitung', kind: 'text' },
    { id: 'entschieden-am', label: 'Entschieden am', help: 'Tag der Entscheidung', kind: 'day', past: true },
    { id: 'abgeschaltet-bis', label: 'Abgeschaltet bis', help: 'bis wann das System weg ist', kind: 'day' },
    { id: 'abgeschaltet-am', label: 'Abgeschaltet am', help: 'seit wann es nicht mehr genutzt wird', kind: 'day', past: true },
    { id: 'verantwortlich', label: 'Verantwortlich', help: 'wer es abschaltet', kind: 'text' },
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
    {
      heldBy: 'entschieden-von',
      rolle: 'leitung',
      on: 'entschieden-am',
      text: 'Über den Verzicht entscheidet die Leitung (--entschieden-von).',
    },
  ],
  hints: [
    {
      from: 'entschieden-am',
      to: 'abgeschaltet-bis',
      longerThan: 'P2Y',
      when: { unknown: 'abgeschaltet-am' },
      text: 'Zwischen der Entscheidung und dem Abschalten am {abgeschaltet-bis} liegen mehr als zwei Jahre. Verboten ist das nicht, aber bis dahin erinnert „burgward faellig“ nicht daran; so lange bleibt auch das Risiko. Früher: --abgeschaltet-bis.',
    },
  ],
  due: [{ field: 'abgeschaltet-bis', while: { unknown: 'abgeschaltet-am' }, text: 'Abschalten: {titel}' }],
  listed: ['titel', 'entschieden-von', 'entschieden-am', 'abgeschaltet-bis', 'abgeschaltet-am'],
  settled: { known: 'abgeschaltet-am' },
  actor: 'verantwortlich',
  about: 'entschieden-am',
};
