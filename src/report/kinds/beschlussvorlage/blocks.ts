/** Tables of the council's paper, boxes for the result and room for the vote. */
import type { Placeables } from '../../blocks.ts';
import { column, originTable, quiet, strong, table, text, withoutEmpty } from '../../cells.ts';
import type { BeschlussvorlageData, DecisionConsequence, DecisionItem, DecisionYear } from './data.ts';

export function beschlussvorlagePlaceables(data: BeschlussvorlageData): Placeables {
  return {
    tabelle: {
      positionen: itemTable(data.positionen),
      jahre: yearTable(data.jahre),
      folgen: consequenceTable(data.folgen),
      angaben: originTable(data),
    },
    ankreuzen: {
      ergebnis: {
        kind: 'ankreuzen',
        question: 'Der Vorschlag wird',
        choices: ['wie vorgelegt beschlossen', 'mit Änderung beschlossen', 'vertagt', 'abgelehnt'],
      },
    },
    formular: {
      ergebnis: {
        kind: 'formular',
        caption: 'Ergebnis der Sitzung',
        rows: [
          { label: 'Gremium', value: data.gremium, hint: '' },
          ...['Sitzung am, Tagesordnungspunkt', 'Ja / Nein / Enthaltungen', 'Beschluss Nr., Änderung'].map((label) => ({
            label,
            value: '',
            hint: '',
          })),
        ],
      },
    },
    unterschrift: { leitung: { kind: 'unterschrift', fields: ['Ort, Datum', 'Unterschrift Leitung', 'Schriftführung'] } },
  };
}

function itemTable(items: readonly DecisionItem[]) {
  const columns = [
    column('Nr.', 9, 'right'),
    column('Maßnahme', 46),
    column('Anlass', 34),
    column('Kosten', 36),
    column('Haushaltsjahr', 26),
    column('Bisher', 32),
  ];
  const rows = items.map(({ nr, id, titel, anlass, grund, kosten, haushaltsjahr, bisher }) => [
    text(String(nr)),
    withoutEmpty([strong(titel), quiet(titel.includes(id) ? '' : id), quiet(grund)]),
    text(anlass),
    text(kosten),
    text(haushaltsjahr),
    withoutEmpty(text(bisher)),
  ]);
  return table(
    'Maßnahmen, über die zu beschließen ist',
    columns,
    rows,
    'Es ist keine Maßnahme erfasst, über die zu beschließen wäre.',
  );
}

function yearTable(years: readonly DecisionYear[]) {
  const columns = [
    column('Haushaltsjahr', 40),
    column('Maßnahmen', 26, 'right'),
    column('Einmalig', 38, 'right'),
    column('Im Jahr', 38, 'right'),
    column('Ohne Schätzung', 32, 'right'),
  ];
  const rows = years.map(({ jahr, massnahmen, einmalig, jaehrlich, ohneKosten }) =>
    [jahr, String(massnahmen), einmalig, jaehrlich, String(ohneKosten)].map((value) => text(value)),
  );
  return table('Kosten je Haushaltsjahr', columns, rows, 'Es werden keine Mittel beantragt.');
}

function consequenceTable(consequences: readonly DecisionConsequence[]) {
  return table(
    'Folgen eines Nein',
    [column('Nr.', 9, 'right'), column('Maßnahme', 56), column('Was geschehen kann', 118)],
    consequences.map(({ nr, titel, folge }) => [text(String(nr)), text(titel), text(folge)]),
    '',
  );
}
