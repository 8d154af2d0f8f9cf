/** The page on top of the papers of an occasion: what is in the folder, for whom, and what is not. */
import type { Block, Inline } from './blocks.ts';
import { column, strong, table, text } from './cells.ts';
import { counted } from './german.ts';
import type { HeadData } from './report-data.ts';

export interface FolderPage {
  kopf: HeadData;
  /** What the papers are for, in a sentence. */
  zweck: string;
  papiere: readonly { nr: number; titel: string; fassung: string; dateien: readonly string[] }[];
  ausgelassen: readonly { titel: string; grund: string }[];
}

const inline = (value: string): Inline[] => [{ kind: 'text', text: value }];
const paragraph = (value: string): Block => ({ kind: 'paragraph', content: inline(value) });

export function folderBlocks({ kopf, zweck, papiere, ausgelassen }: FolderPage): Block[] {
  const columns = [column('Nr.', 9, 'right'), column('Papier', 56), column('Fassung', 24), column('Datei', 90)];
  const rows = papiere.map(({ nr, titel, fassung, dateien }) => [
    text(String(nr)),
    [strong(titel)],
    text(fassung),
    dateien.flatMap(text),
  ]);
  return [
    {
      kind: 'group',
      name: 'kopf',
      children: [{ kind: 'heading', level: 1, content: inline(kopf.titel) }, paragraph(`${kopf.kommune} · Stand ${kopf.stand}`)],
    },
    paragraph(`${zweck} ${counted(papiere.length, 'Papier', 'Papiere')} aus demselben Datenstand.`),
    { kind: 'heading', level: 2, content: inline('Was dabei ist') },
    table('Papiere dieser Mappe', columns, rows, ''),
    ...(ausgelassen.length === 0
      ? []
      : ([
          { kind: 'heading', level: 2, content: inline('Was nicht dabei ist') },
          {
            kind: 'list',
            ordered: false,
            items: ausgelassen.map(({ titel, grund }) => inline(`${titel}: ${grund}.`)),
          },
        ] satisfies Block[])),
  ];
}
