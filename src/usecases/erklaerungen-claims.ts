/** What a provider confirms, read from the command line or from a list. */
import { basename } from 'node:path';
import { type Umsetzungsstatus, umsetzungsstatus } from '../domain/assessment.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { StatementClaim } from '../domain/inheritance.ts';
import { ExpectedError, InvalidDataError, NotFoundError, TableError, type TableProblem } from '../errors.ts';
import { readRows, shapeTable, type TableRow, type TableShape } from '../exchange/table.ts';
import { findControl } from './catalogue-lookup.ts';
import { readTableFile } from './read-table-file.ts';

const example = 'Zum Beispiel --control BAK-01.01=ja oder --control "SRV-01.02=entbehrlich:Es gibt keine eigenen Server".';

/**
 * Reads `ID=status` or `ID=status:Begründung`.
 * @throws InvalidDataError, NotFoundError
 */
export function parseClaims(texts: readonly string[], catalogue: Catalogue): StatementClaim[] {
  const claims = texts.map((text) => parseClaim(text, catalogue));
  const seen = new Set<string>();
  for (const { control } of claims) {
    if (seen.has(control)) throw new InvalidDataError(`${control} ist zweimal genannt.`, 'Jede Anforderung nur einmal nennen.');
    seen.add(control);
  }
  return claims;
}

function parseClaim(text: string, catalogue: Catalogue): StatementClaim {
  const match = /^([^=]+)=([^:]*)(?::(.*))?$/s.exec(text);
  const [, id = '', status = '', begruendung] = match ?? [];
  if (match === null) throw new InvalidDataError(`--control „${text}“: erwartet wird ID=STATUS.`, example);
  return checkedClaim(id.trim(), status.trim(), begruendung, catalogue);
}

/** @throws InvalidDataError, NotFoundError */
function checkedClaim(id: string, word: string, begruendung: string | undefined, catalogue: Catalogue): StatementClaim {
  const control = findControl(catalogue, id);
  if (control.retired !== undefined) {
    throw new InvalidDataError(
      `${control.id} wurde mit ${control.retired.in} zurückgezogen: ${control.retired.reason}`,
      control.retired.replacedBy === undefined ? 'Die Zeile weglassen.' : `An seine Stelle tritt ${control.retired.replacedBy}.`,
    );
  }
  const status = umsetzungsstatus.find((each) => each === word.toLowerCase());
  if (status === undefined) {
    throw new InvalidDataError(`${control.id}: „${word}“ ist kein Status. Erwartet: ${umsetzungsstatus.join(', ')}.`, example);
  }
  const reason = begruendung?.trim() ?? '';
  if (status === 'entbehrlich' && reason === '')
    throw new InvalidDataError(`${control.id}: „entbehrlich“ braucht eine Begründung.`, example);
  return { control: control.id, status: status satisfies Umsetzungsstatus, begruendung: reason === '' ? null : reason };
}

const shape: TableShape = {
  columns: {
    control: ['control', 'Anforderung', 'id'],
    status: ['status', 'Umsetzung'],
    begruendung: ['begruendung', 'Begründung'],
  },
  required: ['control', 'status'],
};

/**
 * Reads a list (XLSX, CSV) with the columns control, status, begruendung. Rows without status are passed over.
 * @throws TableError with every problem; NotFoundError, InvalidDataError, ForeignFileError
 */
export async function readClaims(path: string, catalogue: Catalogue): Promise<StatementClaim[]> {
  const file = basename(path);
  const table = shapeTable(await readRows(await readTableFile(path, 'Anforderungen'), file), file, shape);
  const problems: TableProblem[] = [];
  const firstRow = new Map<string, number>();
  const claims = table.rows.flatMap((row) => {
    const claim = claimOf(row, catalogue, (column, text) => problems.push({ file, row: row.row, column, text }));
    if (claim === null) return [];
    const earlier = firstRow.get(claim.control);
    if (earlier !== undefined)
      problems.push({ file, row: row.row, column: 'control', text: `${claim.control} steht schon in Zeile ${earlier}.` });
    firstRow.set(claim.control, row.row);
    return claim;
  });
  if (problems.length > 0) throw new TableError(problems);
  return claims;
}

function claimOf(
  { cells }: TableRow,
  catalogue: Catalogue,
  report: (column: string, text: string) => void,
): StatementClaim | null {
  const { control, status, begruendung } = cells;
  if (status === undefined) return null;
  if (control === undefined) {
    report('control', 'fehlt.');
    return null;
  }
  try {
    return checkedClaim(control, status, begruendung, catalogue);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    report(error instanceof NotFoundError ? 'control' : 'status', error.message);
    return null;
  }
}
