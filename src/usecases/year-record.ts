import { isDeepStrictEqual } from 'node:util';
import type { Counts } from '../domain/answers.ts';
import { countSealed, type SealedState } from '../domain/closing.ts';
import type { RecordedState, YearComparison, YearRecord } from '../report/report-input.ts';
import type { RecordedClosing } from '../store/abschluesse.ts';
import { compareRounds, todayWord } from './compare-rounds.ts';
import type { Context } from './context.ts';
import { type KommuneEvaluation, selectEarlierClosings } from './evaluate-kommune.ts';
import type { CommandJson } from './json-schemas.ts';

/** The rounds that were closed before the current one, the state of the day, and what changed since the last of them. */
export async function gatherYears(context: Context, { evaluation, erhebung }: KommuneEvaluation): Promise<YearRecord> {
  const { slug } = evaluation.kommune;
  const closings = await selectEarlierClosings(context, slug, erhebung);
  const today: RecordedState = {
    bezeichnung: 'heute',
    tag: context.asOf,
    profil: evaluation.profile.title,
    ausgabe: context.catalogue.edition,
    zahlen: evaluation.total,
  };
  const last = closings.at(-1);
  return {
    staende: [...closings.flatMap((closing) => closedState(context, closing)), today],
    vergleich:
      last === undefined ? null : comparisonOf(context, last, await compareRounds(context, slug, last.erhebung.id, todayWord)),
  };
}

/** Rounds closed before schema 4 kept no list of their questions: what was asked then cannot be counted any more. */
function closedState({ catalogue }: Context, { erhebung, sealed }: RecordedClosing): RecordedState[] {
  if (sealed === null || erhebung.abgeschlossen === null) return [];
  return [
    {
      bezeichnung: erhebung.name,
      tag: erhebung.abgeschlossen,
      profil: catalogue.profiles.find(({ id }) => id === erhebung.profil)?.title ?? erhebung.profil,
      ausgabe: sealed.katalog.edition,
      zahlen: countSealed(sealed.fragen),
    },
  ];
}

/** Whether what was counted at the closing differs from what the answers of that moment come to, over the questions there still are. */
function differs({ catalogue }: Context, sealed: SealedState | null, counted: Counts): boolean {
  const live = new Set(catalogue.controls.map(({ id }) => id));
  return sealed !== null && !isDeepStrictEqual(countSealed(sealed.fragen.filter(({ control }) => live.has(control))), counted);
}

function comparisonOf(
  context: Context,
  { sealed }: RecordedClosing,
  compared: CommandJson['erhebung vergleichen'],
): YearComparison {
  const { verglichen, unbekanntVorher, unbekanntNachher, unveraendert, wortlautNichtFestgehalten, themen } = compared;
  const { inhalt, katalogUndMethode, alter, quelle } = compared;
  return {
    verglichen,
    unbekanntVorher,
    unbekanntNachher,
    unveraendert,
    wortlautNichtFestgehalten,
    standWeichtAb: differs(context, sealed, compared.von.gesamt),
    aenderungen: { ...inhalt, ...katalogUndMethode, ...alter, ...quelle },
    themen: themen.map(({ thema, titel, entwicklung, verglichen: known, besser, schlechter, unbekannt, vorher, nachher }) => ({
      id: thema,
      titel,
      trend: entwicklung,
      known,
      better: besser,
      worse: schlechter,
      unknown: unbekannt,
      vorher,
      nachher,
    })),
  };
}
