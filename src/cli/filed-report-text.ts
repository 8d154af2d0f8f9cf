/** Issued reports for people. */
import { formatDay } from '../domain/calendar.ts';
import type { CommandJson } from '../usecases/json-schemas.ts';
import { formatInstant } from './format.ts';
import { keyValues, table } from './output.ts';

type Filed = CommandJson['bericht abgelegt zeigen'];

/** „leitung“, „bestellung, vertretung“, „meldung, VF1“ */
function kindOf({ art, variante, eintrag }: Filed): string {
  return [art, variante, eintrag].filter((part) => part !== null).join(', ');
}

export function filedTable(reports: readonly Filed[]): string {
  const several = new Set(reports.map(({ kommune }) => kommune)).size > 1;
  return table(reports, [
    ...(several ? [{ header: 'Kommune', value: (report: Filed) => report.kommune }] : []),
    { header: 'Nr.', value: (report) => report.nr },
    { header: 'Bericht', value: kindOf },
    { header: 'Fassung', value: (report) => report.fassung },
    { header: 'Stand', value: (report) => formatDay(report.stand) },
    { header: 'Abgelegt', value: (report) => formatDay(report.abgelegtAm) },
    { header: 'Empfänger', value: (report) => report.empfaenger ?? '–' },
    { header: 'Dateien', value: (report) => report.dateien.map(({ format }) => format).join(', ') },
  ]);
}

export function filedText(report: Filed): string {
  return keyValues([
    ['Bericht', `${report.nr} (${report.kommune}): ${kindOf(report)}`],
    ['Fassung', report.fassung],
    ['Stand', formatDay(report.stand)],
    ['Empfänger', report.empfaenger ?? 'nicht genannt'],
    ['Abgelegt', `${formatInstant(report.abgelegtUm)} von ${report.abgelegtVon}`],
    ['Fingerabdruck', report.fingerabdruck],
    ['Protokoll', report.protokoll ?? 'noch keines'],
    ['Programm', report.programm],
    ['Katalog', `Ausgabe ${report.katalog.edition}, ${report.katalog.hash}`],
    ...report.dateien.map(({ name, sha256, bytes }) => [name, `${bytes} Byte, SHA-256 ${sha256}`] as const),
  ]);
}
