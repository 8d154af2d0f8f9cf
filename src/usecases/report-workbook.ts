/** Reports as workbooks. The first sheet of the plan of measures is the one „massnahme importieren“ reads. */
import { massnahme } from '../domain/registers/massnahme.ts';
import type { Sheet } from '../exchange/sheet.ts';
import { writeWorkbook } from '../exchange/spreadsheet.ts';
import { identificationMark } from '../report/identification.ts';
import { definitionOf } from '../report/kinds/index.ts';
import { rankEntries } from '../report/kinds/realisierungsplan/build.ts';
import { inputForEdition } from '../report/redact.ts';
import type { ReportData } from '../report/report-data.ts';
import type { ReportInput } from '../report/report-input.ts';
import { sheetOf } from './register-tables.ts';

/** The same data give the same bytes. */
export async function writeReportWorkbook(data: ReportData, input: ReportInput): Promise<Uint8Array> {
  return writeWorkbook(sheetsOf(data, input), data.kopf.titel, {
    keywords: identificationMark(data.kopf.kennung),
    confidentiality: data.kopf.vertraulichkeit,
  });
}

function sheetsOf(data: ReportData, input: ReportInput): Sheet[] {
  const sheets = definitionOf(data.art).sheets?.(data) ?? [];
  if (data.art !== 'realisierungsplan') return sheets;
  const entries = rankEntries(inputForEdition(input)).map(({ entry }) => entry);
  return [sheetOf(massnahme, entries), ...sheets];
}
