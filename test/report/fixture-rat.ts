/** What reports for the council add to the fixture: trainings, and rounds over the years. */

import { type Counts, countStates } from '../../src/domain/answers.ts';
import {
  type AnswerChangeKind,
  ageChanges,
  changeKindsOfAnswers,
  compareSides,
  isKnown,
  methodChanges,
  trendsOf,
} from '../../src/domain/comparison.ts';
import { askedControls, type Evaluation } from '../../src/domain/evaluation.ts';
import type { RegisterEntry } from '../../src/domain/register.ts';
import type { RecordedState, YearRecord } from '../../src/report/report-input.ts';

/** @param words stand wherever somebody typed a text */
export function trainingsOf(words?: string): RegisterEntry[] {
  return [
    {
      register: 'schulung',
      kommune: 'beispielhain',
      id: 'SC1',
      values: {
        thema: words ?? 'Betrugsmails erkennen',
        am: '2026-09-17',
        art: 'praesenz',
        erreicht: 28,
        von: 34,
        naechste: '2027-03-11',
        ...(words === undefined ? {} : { zielgruppe: words, verantwortlich: words }),
      },
      removed: null,
      validFrom: '2026-09-17',
      recordedAt: '2026-09-18T09:00:00.000Z',
      recordedBy: 'Ines Sorbe',
    },
  ];
}

const olderCounts: Counts = { n: 44, ja: 12, teilweise: 4, nein: 8, entbehrlich: 2, offen: 18, zuBestaetigen: 0 };

/** An older round with another edition, the round compared with, and the day itself. */
export function yearsOf(now: Evaluation, earlier: { evaluation: Evaluation; label: string } | null): YearRecord {
  const today = stateOf('heute', now, '2026.1');
  if (earlier === null) return { staende: [today], vergleich: null };
  const older: RecordedState = { ...today, bezeichnung: 'Erhebung 2024', tag: '2024-11-22', ausgabe: null, zahlen: olderCounts };
  const side = ({ asOf: day, profile, controls }: Evaluation) => ({
    ...{ day, profile: profile.id, asked: askedControls(profile, controls), vanished: [], edition: null, catalogueHash: null },
  });
  const questions = compareSides({ before: side(earlier.evaluation), after: side(now), wordingNow: () => null });
  const shared = questions.filter(({ before, after }) => before !== null && after !== null);
  const amount = (kind: AnswerChangeKind) => questions.filter(({ change }) => change === kind).length;
  const counts = (topic: string, when: 'before' | 'after') =>
    countStates(shared.filter(({ control }) => control.topic === topic).map((question) => question[when] ?? 'offen'));
  return {
    staende: [older, stateOf(earlier.label, earlier.evaluation, '2025.2'), today],
    vergleich: {
      verglichen: shared.length,
      unbekanntVorher: shared.filter(({ before }) => !isKnown(before)).length,
      unbekanntNachher: shared.filter(({ after }) => !isKnown(after)).length,
      unveraendert: shared.filter(({ change }) => change === null).length,
      wortlautNichtFestgehalten: shared.filter(({ wording }) => wording === 'nichtFestgehalten').length,
      standWeichtAb: false,
      aenderungen: {
        ...(Object.fromEntries(changeKindsOfAnswers.map((kind) => [kind, amount(kind)])) as Record<AnswerChangeKind, number>),
        [methodChanges[0]]: 2,
        [ageChanges[0]]: 1,
      },
      themen: trendsOf(
        now.topics.map(({ topic }) => topic),
        questions,
      ).map(({ topic, ...trend }) => ({
        ...trend,
        id: topic.id,
        titel: topic.title,
        vorher: counts(topic.id, 'before'),
        nachher: counts(topic.id, 'after'),
      })),
    },
  };
}

function stateOf(bezeichnung: string, { asOf, profile, total }: Evaluation, ausgabe: string): RecordedState {
  return { bezeichnung, tag: asOf, profil: profile.title, ausgabe, zahlen: total };
}
