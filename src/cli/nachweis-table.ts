import type { CommandJson } from '../usecases/json-schemas.ts';
import { formatDayOrDash } from './format.ts';
import { keyValues, markedWord, type StatusMark, table } from './output.ts';

type Evidence = CommandJson['nachweis liste'][number];

const marks: Readonly<Record<Evidence['zustand'], readonly [StatusMark, string]>> = {
  gilt: ['good', 'gilt'],
  abgelaufen: ['bad', 'abgelaufen'],
  zurueckgezogen: ['none', 'zurückgezogen'],
};

export function evidenceTable(evidence: readonly Evidence[]): string {
  return table(evidence, [
    { header: 'Nachweis', value: ({ id }) => id },
    { header: 'Titel', value: ({ titel }) => titel },
    { header: 'vom', value: ({ datum }) => formatDayOrDash(datum) },
    { header: 'gültig bis', value: ({ gueltigBis }) => formatDayOrDash(gueltigBis) },
    { header: 'Zustand', value: ({ zustand }) => markedWord(...marks[zustand]) },
    { header: 'Anforderungen', value: ({ controls }) => controls.join(', ') || null },
    { header: 'Kommunen', value: ({ kommunen }) => kommunen.join(', ') || null },
  ]);
}

export function evidenceDetails(evidence: CommandJson['nachweis zeigen']): string {
  const { id, titel, fassung, art, datei, bytes, sha256, verweis, datum, gueltigBis, zustand, bezuege, fassungen } = evidence;
  const head = keyValues([
    ['Nachweis', `${id} (Fassung ${fassung})`],
    ['Titel', titel],
    ...(art === 'datei'
      ? ([
          ['Datei', `${datei}, ${bytes?.toLocaleString('de-DE')} Byte`],
          ['SHA-256', sha256],
        ] as const)
      : ([['Verweis', verweis]] as const)),
    ['vom', formatDayOrDash(datum)],
    ['gültig bis', formatDayOrDash(gueltigBis)],
    ['Zustand', markedWord(...marks[zustand])],
  ]);
  const references =
    bezuege.length === 0
      ? 'Noch für keine Anforderung zugeordnet.'
      : table(bezuege, [
          { header: 'Kommune', value: ({ kommune }) => kommune },
          { header: 'Zielobjekt', value: ({ zielobjekt }) => zielobjekt },
          { header: 'Anforderung', value: ({ control }) => control },
        ]);
  const earlier = fassungen
    .slice(0, -1)
    .map((each) => `Fassung ${each.fassung} vom ${formatDayOrDash(each.datum)}: ${each.titel}`);
  return [head, '', references, ...(earlier.length === 0 ? [] : ['', 'Frühere Fassungen:', ...earlier])].join('\n');
}
