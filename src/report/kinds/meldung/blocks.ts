/** What the report about an incident offers its template to place. */
import { incidentRecipients } from '../../../domain/incident-report.ts';
import type { Placeables, TableBlock } from '../../blocks.ts';
import { column, mark, originTable, quiet, strong, table, text, withoutEmpty } from '../../cells.ts';
import type { MeldungData, RecipientData } from './data.ts';

export function meldungPlaceables(data: MeldungData): Placeables {
  return {
    tabelle: {
      // A template names all of them; one that is not told now has no lines.
      ...Object.fromEntries(incidentRecipients.map((an) => [an, form(data.empfaenger.find((each) => each.an === an))])),
      fristen: periodTable(data),
      verlauf: courseTable(data),
      angaben: originTable(data),
    },
    unterschrift: {
      meldung: { kind: 'unterschrift', fields: ['Ort, Datum, Uhrzeit', 'Gemeldet durch', 'Kenntnis genommen: Leitung'] },
    },
  };
}

function form(recipient: RecipientData | undefined): TableBlock {
  const { titel, felder } = recipient ?? { titel: '', felder: [] };
  const rows = felder.map(({ feld, wert, bekannt }) => [
    [strong(feld)],
    bekannt ? text(wert) : mark({ art: 'nichtBekannt', wort: wert }),
  ]);
  return table(titel, [column('Angabe', 60), column('Wert', 120)], rows, '');
}

function periodTable({ fristen }: MeldungData): TableBlock {
  const columns = [column('Bis', 34), column('An', 28), column('Was', 50), column('Stand', 30), column('Gilt, Grundlage', 60)];
  const rows = fristen.map(({ bis, bisHinweis, an, was, stand, erledigt, gilt, grundlage, grad }) => [
    withoutEmpty([strong(bis), quiet(bisHinweis)]),
    text(an),
    text(was),
    withoutEmpty([...mark(stand), quiet(erledigt)]),
    [...text(gilt), quiet(`${grundlage}${grad}`)],
  ]);
  return table('Fristen', columns, rows, 'Es kommt keine Frist in Frage, soweit erfasst.');
}

function courseTable({ verlauf }: MeldungData): TableBlock {
  const columns = [column('Wann', 46), column('Was', 90), column('Erfasst von', 44)];
  const rows = verlauf.map(({ wann, was, von }) => [text(wann), text(was), [quiet(von)]]);
  return table('Verlauf', columns, rows, 'Es ist kein Zeitpunkt erfasst.');
}
