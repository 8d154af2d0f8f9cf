/** From the states of the domain to the five shapes and their words. */
import type { AnswerState } from '../domain/answers.ts';
import type { DutyStatus } from '../domain/duties.ts';
import type { TopicEvaluation } from '../domain/evaluation.ts';
import type { Finding, FindingResult } from '../domain/finding.ts';
import type { Vantage } from '../domain/observation.ts';
import type { StatusKind, StatusMark } from './report-data.ts';

/** Words of the mayor's page. */
export const plainWords: Readonly<Record<StatusKind, string>> = {
  inOrdnung: 'in Ordnung',
  teilweise: 'teilweise',
  handlungsbedarf: 'Handlungsbedarf',
  nichtBekannt: 'nicht bekannt',
  trifftNichtZu: 'trifft nicht zu',
};

/** Shapes as characters, for the Markdown edition. */
export const shapeCharacters: Readonly<Record<StatusKind, string>> = {
  inOrdnung: '●',
  teilweise: '◐',
  handlungsbedarf: '▲',
  nichtBekannt: '◇',
  trifftNichtZu: '–',
};

export function plainMark(art: StatusKind): StatusMark {
  return { art, wort: plainWords[art] };
}

const dutyKinds: Readonly<Record<DutyStatus, StatusKind>> = {
  erfuellt: 'inOrdnung',
  teilweise: 'teilweise',
  nichtErfuellt: 'handlungsbedarf',
  offen: 'nichtBekannt',
  nichtAnwendbar: 'trifftNichtZu',
};

const dutyWords: Readonly<Record<DutyStatus, string>> = {
  erfuellt: 'erfüllt',
  teilweise: 'teilweise',
  nichtErfuellt: 'nicht erfüllt',
  offen: 'offen',
  nichtAnwendbar: 'nicht anwendbar',
};

/** The mark of a duty: in the words of an auditor, or in those of the mayor's page. */
export function dutyMark(status: DutyStatus, words: 'plain' | 'exact'): StatusMark {
  const art = dutyKinds[status];
  return words === 'plain' ? plainMark(art) : { art, wort: dutyWords[status] };
}

/** A topic whose questions are all dispensable has no light: it does not concern this Kommune. */
export function topicMark(topic: TopicEvaluation): StatusMark {
  const dispensable = topic.counts.n > 0 && topic.counts.entbehrlich === topic.counts.n;
  return plainMark(dispensable ? 'trifftNichtZu' : topic.light);
}

const answerMarks: Readonly<Record<AnswerState, StatusMark>> = {
  ja: { art: 'inOrdnung', wort: 'umgesetzt' },
  teilweise: { art: 'teilweise', wort: 'teilweise' },
  nein: { art: 'handlungsbedarf', wort: 'nicht umgesetzt' },
  entbehrlich: { art: 'trifftNichtZu', wort: 'entbehrlich' },
  offen: { art: 'nichtBekannt', wort: 'offen' },
  zuBestaetigen: { art: 'nichtBekannt', wort: 'zu bestätigen' },
};

export function answerMark(state: AnswerState): StatusMark {
  return answerMarks[state];
}

const findingMarks: Readonly<Record<FindingResult, StatusMark>> = {
  met: { art: 'inOrdnung', wort: 'in Ordnung' },
  'phase-out': { art: 'teilweise', wort: 'läuft aus' },
  'not-met': { art: 'handlungsbedarf', wort: 'Mangel' },
  undetermined: { art: 'nichtBekannt', wort: 'nicht geprüft' },
};

export function findingMark(finding: Finding): StatusMark {
  return findingMarks[finding.result];
}

/** From where a check looked. */
export const vantageWords: Readonly<Record<Vantage, string>> = {
  internet: 'aus dem Internet',
  kdn: 'aus dem KDN',
  lan: 'aus dem Netz des Hauses',
  host: 'auf dem Rechner selbst',
};
