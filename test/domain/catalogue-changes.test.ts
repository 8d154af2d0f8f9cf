import { expect, it } from 'vitest';
import type { Catalogue, Control, Framework, FrameworkItem, Profile } from '../../src/domain/catalogue.ts';
import { catalogueChanges } from '../../src/domain/catalogue-changes.ts';
import { control, input, item } from './fixture.ts';

const backup = control('BAK-01.01', {
  title: 'Sicherung',
  requirement: 'Die Kommune MUSS sichern.',
  question: 'Wird gesichert?',
  help: 'Sichern.',
});
const restore = control('BAK-01.02', {
  title: 'Rückholung',
  requirement: 'Die Kommune MUSS zurückholen.',
  question: 'Wird zurückgeholt?',
});
const duty = item('S-01', { short: 'Sichern', answeredBy: { control: 'BAK-01.01' } });
const sofort: Profile = {
  id: 'sofort',
  title: '',
  note: '',
  controls: ['BAK-01.01', 'BAK-01.02'],
  reasons: { 'BAK-01.01': 'Wirkt', 'BAK-01.02': 'Kostet wenig' },
};
const base = edition({});

function edition(changes: Partial<Catalogue>): Catalogue {
  const { catalogue } = input([backup, restore], {}, [duty]);
  const profiles = [sofort];
  return {
    ...catalogue,
    profiles,
    bausteine: [{ id: 'BAK-01', title: 'Sicherung', topic: 'backup', purpose: '', zielobjektTypes: [], controls: [] }],
    ...changes,
  };
}

function framework(...items: Framework['items']): Partial<Catalogue> {
  return { frameworks: [{ id: 'saechsisichg', type: 'duties', title: '', publisher: '', edition: '', items }] };
}

function changed(changes: Partial<Control>): Partial<Catalogue> {
  return { controls: [{ ...backup, ...changes }, restore] };
}

it.each<[string, Partial<Catalogue>, [string, string][]]>([
  ['nothing', {}, []],
  [
    'a new control',
    { controls: [backup, restore, control('BAK-01.03', { title: 'Ort', requirement: 'x', question: 'y' })] },
    [['neu', 'Neu ist BAK-01.03 „Ort“ (MUSS, Stufe basis).']],
  ],
  ['a control gone', { controls: [backup] }, [['entfallen', 'BAK-01.02 „Rückholung“ gibt es nicht mehr.']]],
  [
    'a control moved',
    { controls: [backup, { ...restore, id: 'NOT-01.01', baustein: 'NOT-01' }] },
    [['verschoben', 'BAK-01.02 „Rückholung“ steht jetzt als NOT-01.01 „Rückholung“ im Baustein NOT-01.']],
  ],
  [
    'a control retired',
    changed({ retired: { in: '2027.1', reason: 'Geht auf', replacedBy: 'BAK-01.02' } }),
    [['zurueckgezogen', 'BAK-01.01 „Sicherung“ ist mit Ausgabe 2027.1 zurückgezogen: Geht auf. Ersetzt durch BAK-01.02.']],
  ],
  [
    'another requirement',
    changed({ requirement: 'Die Kommune MUSS täglich sichern.' }),
    [
      [
        'umformuliert',
        'Bei BAK-01.01 „Sicherung“ lautet die Anforderung jetzt: „Die Kommune MUSS täglich sichern.“ (vorher: „Die Kommune MUSS sichern.“)',
      ],
    ],
  ],
  ['other help', changed({ help: 'Täglich.' }), [['umformuliert', 'Bei BAK-01.01 „Sicherung“ ist die Hilfe neu gefasst.']]],
  [
    'other help and reason',
    changed({ help: 'Täglich.', rationale: 'Darum.' }),
    [['umformuliert', 'Bei BAK-01.01 „Sicherung“ sind die Begründung und die Hilfe neu gefasst.']],
  ],
  ['another obligation', changed({ obligation: 'SOLLTE' }), [['pflicht', 'BAK-01.01 „Sicherung“ ist jetzt SOLLTE statt MUSS.']]],
  [
    'another level',
    changed({ level: 'standard' }),
    [['stufe', 'BAK-01.01 „Sicherung“ gehört jetzt zur Stufe standard statt basis.']],
  ],
  [
    'other ratings',
    changed({ effort: 3, role: 'bfis' }),
    [['bewertung', 'Bei BAK-01.01 „Sicherung“ gilt jetzt: Aufwand 3 statt 1, zuständig bfis statt it-betrieb.']],
  ],
  ['other threats', changed({ threats: ['G 0.1'] }), [['verweise', 'Bei BAK-01.01 „Sicherung“ sind geändert: Gefährdungen.']]],
  [
    'a duty answered otherwise',
    framework({ ...duty, answeredBy: { control: 'BAK-01.02' } }),
    [['zuordnung', 'S-01 in saechsisichg wird beantwortet durch BAK-01.02; vorher: wird beantwortet durch BAK-01.01.']],
  ],
  [
    'a duty mapped instead',
    framework(item('S-01', { short: 'Sichern', mapped: { controls: ['BAK-01.01'], relation: 'subset-of' } })),
    [['zuordnung', 'S-01 in saechsisichg ist zum Teil gedeckt durch BAK-01.01; vorher: wird beantwortet durch BAK-01.01.']],
  ],
  ['another kind', framework({ ...duty, kind: 'SOLL' }), [['pflicht', 'S-01 in saechsisichg ist jetzt SOLL statt MUSS.']]],
  [
    'another item',
    framework(duty, item('S-02', { short: 'Melden', excused: 'Ein Recht.' })),
    [['neu', 'Neu in saechsisichg ist S-02 (MUSS): Melden.']],
  ],
  [
    'another selection',
    { profiles: [{ id: 'sofort', title: '', note: '', controls: ['BAK-01.02', 'MAN-01.01'] }] },
    [['auswahl', 'Das Profil sofort fragt zusätzlich MAN-01.01 und fragt nicht mehr BAK-01.01.']],
  ],
  [
    'another order',
    { profiles: [{ id: 'sofort', title: '', note: '', controls: ['BAK-01.02', 'BAK-01.01'] }] },
    [['auswahl', 'Das Profil sofort fragt in anderer Reihenfolge.']],
  ],
  [
    'other facts',
    {
      profiles: [{ ...sofort, facts: [{ merkmal: 'kdn_angeschlossen', reason: '' }] }],
    },
    [['auswahl', 'Das Profil sofort fragt zusätzlich die Angaben kdn_angeschlossen.']],
  ],
  [
    'another note and another reason',
    { profiles: [{ ...sofort, note: 'Neu', reasons: { 'BAK-01.01': 'Wirkt', 'BAK-01.02': 'Anders' } }] },
    [
      ['umformuliert', 'Titel oder Hinweis des Profils sofort sind neu gefasst.'],
      ['umformuliert', 'Das Profil sofort begründet den Platz von BAK-01.02 anders.'],
    ],
  ],
  [
    'the same controls by another rule',
    framework({ ...duty, answeredBy: { all: [{ control: 'BAK-01.01' }] } }),
    [['zuordnung', 'S-01 in saechsisichg wird beantwortet durch BAK-01.01, aber nach einer anderen Regel als vorher.']],
  ],
  [
    'details of an item',
    framework({ ...duty, deadline: 'sofort', note: 'Neu' }),
    [['umformuliert', 'Bei S-01 in saechsisichg geändert: Frist und Hinweis.']],
  ],
  ['a new table', { tables: { fristen: {} } }, [['neu', 'Die Tabelle fristen ist neu.']]],
])('%s', (_name, changes, expected) => {
  expect(catalogueChanges(base, edition(changes)).map(({ kind, sentence }) => [kind, sentence])).toEqual(expected);
});

it('every sentence ends as one, and the way back names the opposite', () => {
  const later = edition({ controls: [{ ...backup, obligation: 'SOLLTE' }], ...framework() });
  expect(catalogueChanges(base, later).every(({ sentence }) => /[.“)]$/.test(sentence))).toBe(true);
  expect(catalogueChanges(later, base).map(({ kind, id }) => [kind, id])).toEqual([
    ['pflicht', 'BAK-01.01'],
    ['neu', 'BAK-01.02'],
    ['neu', 'S-01'],
  ]);
});

it.each<[string, Partial<FrameworkItem>]>([
  ['short', { short: 'Anders' }],
  ['confidence', { confidence: ['M'] }],
  ['evidence', { evidence: 'Liste' }],
  ['applies if', { appliesIf: { merkmal: 'kdn_angeschlossen' } }],
  ['generations', { generations: ['kdn-iii'] }],
  ['level', { level: 'basis' }],
  ['analogous', { analogous: true }],
  ['legal minimum', { legalMinimum: true }],
  ['reference', { ref: '§ 99' }],
])('no field of an item changes in silence: %s', (_field, change) => {
  expect(catalogueChanges(base, edition(framework({ ...duty, ...change })))).toHaveLength(1);
});

it('another relation with the same controls is told', () => {
  const mapped = (relation: 'subset-of' | 'intersects-with') =>
    edition(framework({ ...duty, answeredBy: undefined, mapped: { controls: ['BAK-01.01'], relation } }));
  expect(catalogueChanges(mapped('subset-of'), mapped('intersects-with')).map(({ sentence }) => sentence)).toEqual([
    'S-01 in saechsisichg hat jetzt die Beziehung intersects-with statt subset-of.',
  ]);
});
