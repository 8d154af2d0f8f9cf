/** Tables that letters and forms share. */
import type { TableBlock } from './blocks.ts';
import { column, strong, table, text } from './cells.ts';
import type { LegalBasisData } from './legal-basis.ts';

export function basisTable(basis: readonly LegalBasisData[]): TableBlock {
  const columns = [column('Stelle', 44), column('Was dort steht', 96), column('Art', 20), column('Vertrauen', 18)];
  const rows = basis.map(({ stelle, inhalt, art, grad, vertrauen }) => [
    [strong(`${stelle}${grad}`)],
    text(inhalt),
    text(art),
    text(vertrauen),
  ]);
  return table('Rechtsgrundlagen', columns, rows, '');
}
