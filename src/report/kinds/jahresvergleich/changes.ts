/** Kinds of change between two rounds, in words: what is progress, and what only method or age did. */
import { type AnswerChangeKind, ageChanges, methodChanges, realChanges, sourceChanges } from '../../../domain/comparison.ts';
import type { YearComparison } from '../../report-input.ts';
import type { ChangeCount } from './data.ts';

const words: Readonly<Record<AnswerChangeKind, { art: string; bedeutung: string }>> = {
  besser: { art: 'besser', bedeutung: 'Die neue Antwort ist besser als die alte.' },
  schlechter: { art: 'schlechter', bedeutung: 'Die neue Antwort ist schlechter als die alte.' },
  neu: { art: 'erstmals beantwortet', bedeutung: 'Vorher gab es keine Antwort; ein Fortschritt in der Sache ist das nicht.' },
  weggefallen: { art: 'weggefallen', bedeutung: 'Die frühere Antwort wurde zurückgenommen oder gilt nicht mehr.' },
  beanstandet: { art: 'beanstandet', bedeutung: 'Eine zweite Person hat der Antwort widersprochen.' },
  umgestuft: {
    art: 'entbehrlich geworden oder nicht mehr',
    bedeutung: 'Ob die Frage die Kommune betrifft, wird anders gesehen.',
  },
  neuImKatalog: { art: 'neu im Katalog', bedeutung: 'Die Frage gab es vorher nicht.' },
  zurueckgezogen: { art: 'aus dem Katalog genommen', bedeutung: 'Die Frage wird nicht mehr gestellt.' },
  wortlaut: { art: 'anders gefasst', bedeutung: 'Die Frage lautet anders als bei der früheren Antwort.' },
  profil: { art: 'anderes Profil', bedeutung: 'Das Profil stellt die Frage jetzt oder stellt sie nicht mehr.' },
  zielobjekt: { art: 'andere Zielobjekte', bedeutung: 'Ein System oder Bereich ist dazugekommen oder weggefallen.' },
  gealtert: { art: 'zu bestätigen', bedeutung: 'Die Antwort ist älter als ihre Frist.' },
  uebernommen: { art: 'nur übernommen', bedeutung: 'Aus der früheren Erhebung kopiert und noch nicht bestätigt.' },
  herkunft: { art: 'andere Quelle', bedeutung: 'Dieselbe Antwort, jetzt von anderen.' },
  beleg: { art: 'anderer Beleg', bedeutung: 'Dieselbe Antwort, mit anderem oder ohne Nachweis.' },
  gegengezeichnet: { art: 'gegengezeichnet', bedeutung: 'Eine zweite Person hat die Antwort bestätigt.' },
  bestaetigt: { art: 'bestätigt', bedeutung: 'Dieselbe Antwort, erneut gegeben.' },
};

function counts(kinds: readonly AnswerChangeKind[], { aenderungen }: YearComparison): ChangeCount[] {
  return kinds.flatMap((kind) => {
    const anzahl = aenderungen[kind];
    return anzahl === 0 ? [] : [{ ...words[kind], anzahl }];
  });
}

export function realChangesOf(comparison: YearComparison): ChangeCount[] {
  return counts(realChanges, comparison);
}

/** Never summed with real changes. */
export function otherChangesOf(comparison: YearComparison): ChangeCount[] {
  return counts([...methodChanges, ...ageChanges, ...sourceChanges], comparison);
}

export function methodChangeCount({ aenderungen }: YearComparison): number {
  return methodChanges.reduce((sum, kind) => sum + aenderungen[kind], 0);
}
