/** Sections with their tables, and what is missing. */
import type { Block, Placeables } from '../../blocks.ts';
import { column, originTable, quiet, strong, table, text, withoutEmpty } from '../../cells.ts';
import type { ReferenceCell, ReferenceData, ReferenceKind, ReferenceSection } from './data.ts';

export function referencePlaceables(data: ReferenceData<ReferenceKind>): Placeables {
  return {
    abschnitte: { inhalt: { kind: 'abschnitte', children: data.abschnitte.flatMap(sectionBlocks) } },
    tabelle: {
      fehlt: table(
        'Was noch fehlt',
        [column('Was fehlt', 80), column('So wird es erfasst', 94)],
        data.fehlt.liste.map(({ was, befehl }) => [text(was), text(befehl)]),
        'Nichts.',
      ),
      angaben: originTable(data),
    },
    unterschrift: { freigabe: { kind: 'unterschrift', fields: ['Ort, Datum', 'Erstellt von', 'Freigegeben von'] } },
  };
}

function sectionBlocks({ titel, absaetze, tabelle }: ReferenceSection): Block[] {
  return [
    { kind: 'heading', level: 2, content: [{ kind: 'text', text: titel }] },
    ...absaetze.map((absatz): Block => ({ kind: 'paragraph', content: [{ kind: 'text', text: absatz }] })),
    ...(tabelle === null
      ? []
      : [
          table(
            tabelle.titel,
            tabelle.spalten.map(({ titel: title, breite, rechts }) => column(title, breite, rechts ? 'right' : 'left')),
            tabelle.zeilen.map((row) => row.map(cellParts)),
            '',
          ),
        ]),
  ];
}

function cellParts({ wert, zusatz }: ReferenceCell, index: number) {
  return withoutEmpty([...(index === 0 ? [strong(wert)] : text(wert)), ...zusatz.map(quiet)]);
}
