/** The mayor's page with more than anybody could record. */
import { buildReportData } from '../../src/report/build-report-data.ts';
import type { LeitungData } from '../../src/report/kinds/leitung/data.ts';
import { beispielhainInput, variants } from './fixture.ts';

const wordsOf = {
  'usual words': (length: number) => 'Vereinbarung über die Sicherung der Fachverfahren '.repeat(20).slice(0, length),
  'one word': (length: number) => 'x'.repeat(length),
  'wide letters': (length: number) => 'W'.repeat(length),
  'letters the font lacks': (length: number) => '漢字'.repeat(length).slice(0, length),
};

type CrowdedWords = keyof typeof wordsOf;

export const crowdedWords = Object.keys(wordsOf) as CrowdedWords[];

/** As much as anybody could have recorded, in words of this kind. */
export function crowdedLeitung(words: CrowdedWords): LeitungData {
  const data = buildReportData(variants['alles rot']?.('leitung') ?? beispielhainInput('leitung'));
  if (data.art !== 'leitung') throw new Error('wrong kind');
  const { netz, widersprueche, entscheidungen } = data;
  const many = <Row>(rows: readonly Row[], count: number, change: (index: number) => Partial<Row>): Row[] =>
    Array.from({ length: count }, (_, index) => {
      const row = rows[index % rows.length];
      if (row === undefined) throw new Error('nothing to repeat');
      return { ...row, ...change(index) };
    });
  const numbered = (length: number) => (index: number) => `${index} ${wordsOf[words](length)}`;
  const [name, text] = [numbered(200), numbered(600)];
  return {
    ...data,
    themen: many(data.themen, 33, (index) => ({
      titel: name(index),
      hinweis: 'Von den „ja“: 12 gesammelt gesetzt oder bestätigt.',
    })),
    minimum: many(data.minimum, 60, (index) => ({
      id: `S-${index}`,
      stelle: name(index),
      pflicht: text(index),
      begruendung: text(index),
      nachweis: name(index),
    })),
    luecken: data.luecken.map((gap, index) => ({
      ...gap,
      titel: name(index),
      folge: text(index),
      wer: name(index),
      kosten: text(index),
      gesetz: name(index),
    })),
    netz: {
      ...netz,
      befunde: many(netz.befunde, 40, (index) => ({
        frage: name(index),
        text: text(index),
        ziel: name(index),
        stand: statusOf(netz),
      })),
      ungeprueft: many(netz.ungeprueft, 40, (index) => ({ frage: name(index), grund: text(index), ziel: name(index) })),
    },
    widersprueche: {
      ...widersprueche,
      liste: many(widersprueche.liste, 30, (index) => ({ titel: name(index), zielobjekt: name(index), text: text(index) })),
    },
    entscheidungen: {
      ...entscheidungen,
      liste: many(entscheidungen.liste, 40, (index) => ({ id: `EN${index}`, worueber: text(index), anmerkung: text(index) })),
    },
  };
}

function statusOf({ befunde }: LeitungData['netz']): LeitungData['netz']['befunde'][number]['stand'] {
  const fault = befunde.find(({ stand }) => stand.art !== 'inOrdnung');
  if (fault === undefined) throw new Error('no fault');
  return fault.stand;
}
