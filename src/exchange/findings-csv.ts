import { writeCsv } from './csv.ts';
import type { FindingsDocument } from './findings-document.ts';
import { plainLine } from './plain-line.ts';

/** One row per finding, for a spreadsheet. Text a spreadsheet would take for a formula is written as text. */
export function findingsCsv({ befunde }: FindingsDocument): string {
  const columns = [
    'Ergebnis',
    'Schwere',
    'Ziel',
    'Zielobjekt',
    'Befund',
    'Prüfung',
    'Titel',
    'Anforderungen',
    'Blickwinkel',
    'Gesehen am',
    'Alter in Tagen',
    'Erklärung',
    'Lauf',
  ].map((header) => ({ header, width: 20 }));
  const rows = befunde.map((finding) => [
    finding.ergebnis,
    finding.schwere,
    plainLine(finding.ziel),
    finding.zielobjekt ?? 'nicht eingetragen',
    plainLine(finding.text),
    finding.check,
    plainLine(finding.titel),
    finding.controls.join(', '),
    finding.blickwinkel,
    finding.gesehenAm,
    finding.alterTage,
    finding.erklaerung === null ? '' : plainLine(finding.erklaerung.text),
    finding.lauf,
  ]);
  return writeCsv({ name: 'Befunde', columns, rows });
}
