/** Rounds and what changed between them, for the editions below `intern`: days and counts. */
import { emptyCounts } from '../domain/answers.ts';
import { formatDay } from '../domain/calendar.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { TopicTrend } from '../domain/comparison.ts';
import { decided } from './decided.ts';
import type { ComparedTopic, RecordedState, ReportEdition, YearComparison, YearRecord } from './report-input.ts';

const editionShape = /^\d{4}(?:[.-]\d+)*$/;

export function redactYears({ staende, vergleich }: YearRecord, fassung: ReportEdition, catalogue: Catalogue): YearRecord {
  return decided<YearRecord>({
    staende: staende.map((stand) => redactState(stand, catalogue)),
    vergleich: vergleich === null ? null : redactComparison(vergleich, fassung, catalogue),
  });
}

function redactState({ tag, profil, ausgabe, zahlen }: RecordedState, { profiles }: Catalogue): RecordedState {
  return decided<RecordedState>({
    bezeichnung: `Stand ${formatDay(tag)}`,
    tag,
    profil: profiles.find(({ title }) => title === profil)?.title ?? 'anderes Profil',
    ausgabe: ausgabe !== null && editionShape.test(ausgabe) ? ausgabe : null,
    zahlen,
  });
}

const trendOrder: readonly TopicTrend['trend'][] = ['besser', 'gleich', 'schlechter', null];

function redactComparison(comparison: YearComparison, fassung: ReportEdition, catalogue: Catalogue): YearComparison {
  const { verglichen, unbekanntVorher, unbekanntNachher, unveraendert, aenderungen, themen } = comparison;
  return decided<YearComparison>({
    verglichen,
    unbekanntVorher,
    unbekanntNachher,
    unveraendert,
    wortlautNichtFestgehalten: comparison.wortlautNichtFestgehalten,
    standWeichtAb: comparison.standWeichtAb,
    aenderungen,
    themen:
      fassung === 'rat'
        ? themen.flatMap((topic) => topicForCouncil(topic, catalogue))
        : themen.toSorted((a, b) => trendOrder.indexOf(a.trend) - trendOrder.indexOf(b.trend)).map(topicForPublic),
  });
}

function topicForCouncil(topic: ComparedTopic, { vocabulary }: Catalogue): ComparedTopic[] {
  const known = vocabulary.topics.find(({ id }) => id === topic.id);
  if (known === undefined) return [];
  const { trend, known: answered, better, worse, unknown, vorher, nachher } = topic;
  return [
    decided<ComparedTopic>({ id: known.id, titel: known.title, trend, known: answered, better, worse, unknown, vorher, nachher }),
  ];
}

/** How many topics got better or worse, not which. */
function topicForPublic({ trend }: ComparedTopic): ComparedTopic {
  return decided<ComparedTopic>({
    id: '',
    titel: '',
    trend,
    known: 0,
    better: 0,
    worse: 0,
    unknown: 0,
    vorher: emptyCounts(),
    nachher: emptyCounts(),
  });
}
