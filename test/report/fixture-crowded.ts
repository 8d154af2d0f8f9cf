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

/** As much as a town has recorded after a year, in sentences as long as those of the catalogue. */
export function usualLeitung(): LeitungData {
  const data = buildReportData(beispielhainInput('leitung'));
  if (data.art !== 'leitung') throw new Error('wrong kind');
  const { netz, widersprueche } = data;
  const cycled = <Row>(rows: readonly Row[], count: number): Row[] =>
    Array.from({ length: count }, (_, index) => rows[index % rows.length]).filter((row) => row !== undefined);
  return {
    ...data,
    themen: cycled(data.themen, 27).map((row, index) => ({
      ...row,
      titel: index % 9 === 0 ? `Arbeit innerhalb der Institution und Haustechnik ${index}` : row.titel,
    })),
    minimum: data.minimum.map((row) => ({
      ...row,
      pflicht: 'Die Leitung sorgt im Rahmen ihrer Befugnisse dafür, dass die nötigen Mittel für die Aufgaben bereitstehen.',
      begruendung:
        'Geld im Haushalt (MAN-01.08): Nicht umgesetzt, nach Angabe von Jana Muster vom 14.11.2026. Vorgesehen bis 2027.',
    })),
    netz: {
      ...netz,
      befunde: cycled(netz.befunde, 12).map((row, index) => ({
        ...row,
        frage: `Schlüssellänge des Zertifikats ${index}`,
        text: `Der Schlüssel bleibt hinter den Empfehlungen des BSI zurück (RSA mit ${index} Bit; empfohlen: mindestens 3000).`,
        stand: statusOf(netz),
      })),
    },
    widersprueche: {
      ...widersprueche,
      liste: cycled(widersprueche.liste, 4).map((row) => ({
        ...row,
        titel: 'Ausreichende Schlüssellänge',
        text: 'Ausreichende Schlüssellänge: Angabe von Udo Kern (Webdienstleister) vom 14.11.2025: „ja“. Netzprüfung: Der Schlüssel ist zu kurz, er hat 1024 Bit (www.beispielhain.example (192.0.2.7):443, gesehen am 28.11.2026).',
      })),
    },
  };
}

function statusOf({ befunde }: LeitungData['netz']): LeitungData['netz']['befunde'][number]['stand'] {
  const fault = befunde.find(({ stand }) => stand.art !== 'inOrdnung');
  if (fault === undefined) throw new Error('no fault');
  return fault.stand;
}
