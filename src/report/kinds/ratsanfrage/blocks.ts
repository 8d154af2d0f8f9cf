/** Headings, sentences and the four lines of every answer. */
import type { Block, Placeables } from '../../blocks.ts';
import { column, mark, originTable, strong, table, text, withoutEmpty } from '../../cells.ts';
import type { CouncilAnswer, RatsanfrageData } from './data.ts';

export function ratsanfragePlaceables(data: RatsanfrageData): Placeables {
  return {
    abschnitte: { fragen: { kind: 'abschnitte', children: data.fragen.flatMap(answerBlocks) } },
    formular: {
      anfrage: {
        kind: 'formular',
        caption: 'Angaben zur Anfrage',
        rows: [
          { label: 'Nummer der Anfrage', value: '', hint: '' },
          { label: 'Gestellt von, am', value: '', hint: '' },
          { label: 'Zu beantworten bis', value: '', hint: '' },
        ],
      },
    },
    tabelle: { angaben: originTable(data) },
    unterschrift: { leitung: { kind: 'unterschrift', fields: ['Ort, Datum', 'Unterschrift Leitung'] } },
  };
}

function answerBlocks(answer: CouncilAnswer, index: number): Block[] {
  const { frage, antwort, zahl, kosten, stand, standText, naechsterSchritt, grundlage } = answer;
  return [
    { kind: 'heading', level: 2, content: [{ kind: 'text', text: `${index + 1}. ${frage}` }] },
    { kind: 'paragraph', content: [{ kind: 'text', text: antwort }] },
    table(
      `Antwort auf Frage ${index + 1}`,
      [column('Angabe', 26), column('Antwort', 150)],
      [
        [[strong('Zahl')], text(zahl)],
        [[strong('Kosten')], text(kosten)],
        [[strong('Stand')], withoutEmpty([...mark(stand), ...text(standText)])],
        [[strong('Nächster Schritt')], text(naechsterSchritt)],
        [[strong('Grundlage')], text(grundlage)],
      ],
      '',
    ),
  ];
}
