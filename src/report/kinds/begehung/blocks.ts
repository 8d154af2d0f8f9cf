/** What the report on a visit offers its template to place. */
import type { CellPart, FormBlock, Placeables, TableBlock } from '../../blocks.ts';
import { column, mark, originTable, quiet, strong, table, text, withoutEmpty } from '../../cells.ts';
import type { BegehungData, VisitMeasure } from './data.ts';

export function begehungPlaceables(data: BegehungData): Placeables {
  return {
    formular: { begehung: visitForm(data) },
    tabelle: {
      feststellungen: findingsTable(data),
      weitere: othersTable(data),
      raeume: roomsTable(data),
      angaben: originTable(data),
    },
    unterschrift: {
      begehung: {
        kind: 'unterschrift',
        fields: ['Ort, Datum', 'Unterschrift: begangen durch', 'Unterschrift: verantwortlich für den Raum'],
      },
    },
  };
}

function visitForm({ ort, am, teilnehmende, angesehen, naechste, unterschrieben }: BegehungData): FormBlock {
  const rows = [
    { label: 'Ort', value: ort, hint: '' },
    { label: 'Begangen am', value: am, hint: '' },
    { label: 'Teilnehmende', value: teilnehmende, hint: teilnehmende === '' ? 'nicht erfasst' : '' },
    { label: 'Angesehen', value: angesehen === '' ? ort : angesehen, hint: '' },
    { label: 'Nächste Begehung', value: naechste, hint: naechste === '' ? 'nicht geplant' : '' },
    { label: 'Unterzeichnet', value: unterschrieben === '' ? 'noch nicht' : unterschrieben, hint: '' },
  ];
  return { kind: 'formular', caption: 'Die Begehung', rows };
}

function findingsTable({ feststellungen }: BegehungData): TableBlock {
  const columns = [
    column('Nr.', 10, 'right'),
    column('Festgestellt', 74),
    column('Wer', 34),
    column('Bis wann', 24),
    column('Stand', 32),
  ];
  const rows = feststellungen.map(({ nr, text: words, massnahme }) => [
    text(String(nr)),
    withoutEmpty([...text(words), quiet(massnahme === null ? '' : madeOf(massnahme, words))]),
    ...state(massnahme),
  ]);
  return table('Feststellungen und was daraus wurde', columns, rows, 'Es ist keine Feststellung erfasst.');
}

function madeOf({ id, titel }: VisitMeasure, finding: string): string {
  return titel === finding ? `Maßnahme ${id}` : `Maßnahme ${id}: ${titel}`;
}

function state(measure: VisitMeasure | null): CellPart[][] {
  if (measure === null) return [text('–'), text('–'), mark({ art: 'nichtBekannt', wort: 'keine Maßnahme' })];
  return [text(measure.wer), text(measure.bis === '' ? '–' : measure.bis), mark(measure.stand)];
}

function othersTable({ weitere }: BegehungData): TableBlock {
  const columns = [column('Maßnahme', 84), column('Wer', 34), column('Bis wann', 24), column('Stand', 32)];
  const rows = weitere.map((measure) => [[strong(measure.titel), quiet(measure.id)], ...state(measure)]);
  return table('Weitere Maßnahmen', columns, rows, 'Keine.');
}

function roomsTable({ nichtAngesehen }: BegehungData): TableBlock {
  const columns = [column('Raum oder Gebäude', 110), column('Zuletzt begangen', 60)];
  const rows = nichtAngesehen.raeume.map(({ name, zuletzt }) => [[strong(name)], text(zuletzt)]);
  return table(
    'Nicht Teil dieser Begehung',
    columns,
    rows,
    'Kein weiterer Raum und kein weiteres Gebäude ist als Zielobjekt erfasst.',
  );
}
