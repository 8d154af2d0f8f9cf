import type { BausteinQuelle } from '../domain/modellierung.ts';
import type { CommandJson } from '../usecases/json-schemas.ts';
import { Flags } from './flags.ts';
import { markedWord, table } from './output.ts';

type Row = CommandJson['modellierung liste']['bausteine'][number];

export const katalogFlag = () =>
  Flags.option({
    options: ['eigen', 'kompendium'] as const satisfies readonly BausteinQuelle[],
    description: 'nur unsere Bausteine (eigen) oder nur die des IT-Grundschutz-Kompendiums',
    helpValue: 'KATALOG',
  })();

const proposalWords = { ja: 'vorgeschlagen', pruefen: 'prüfen', nein: 'nicht vorgeschlagen' } as const;

export function decisionWord({ verwendet }: Pick<Row, 'verwendet'>): string {
  if (verwendet === null) return markedWord('unknown', 'nicht entschieden');
  return verwendet === 'ja' ? markedWord('good', 'verwendet') : markedWord('none', 'nicht verwendet');
}

/** Bausteine with proposal and decision. */
export function bausteineTable(rows: readonly Row[]): string {
  return table(rows, [
    { header: 'Baustein', value: (row) => row.baustein },
    { header: 'Titel', value: (row) => row.titel },
    { header: 'Entscheidung', value: decisionWord },
    { header: 'Warum', value: why },
  ]);
}

/** The reason of the decision; where there is none, the proposal with its own. */
function why({ verwendet, begruendung, vorschlag, grund }: Row): string {
  return begruendung ?? (verwendet === null ? `${proposalWords[vorschlag]}: ${grund}` : grund);
}

/** Zielobjekte for a risk analysis, or nothing. */
export function risksText(risks: CommandJson['modellierung liste']['risikoanalyse']): string {
  if (risks.length === 0) return '';
  const rows = table(risks, [
    { header: 'Kürzel', value: (row) => row.kuerzel },
    { header: 'Name', value: (row) => row.name },
    { header: 'Anlass', value: (row) => row.text },
  ]);
  return `Für eine Risikoanalyse vorzumerken:\n${rows}`;
}

/** What was, or with `--probe` would be, decided. */
export function decisionsTable({ entscheidungen }: CommandJson['modellierung setzen']): string {
  return table(entscheidungen, [
    { header: 'Baustein', value: (row) => row.baustein },
    { header: 'Titel', value: (row) => row.titel },
    { header: 'Entscheidung', value: decisionWord },
    { header: 'Begründung', value: (row) => row.begruendung },
  ]);
}
