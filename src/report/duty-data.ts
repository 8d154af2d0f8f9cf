/** One duty as the reports show it: status, date, reason, evidence, confidence. */
import { formatDay } from '../domain/calendar.ts';
import type { DutyKind, FrameworkItem } from '../domain/catalogue.ts';
import { type DutyEvaluation, type DutyStatus, degreeMark } from '../domain/duties.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import { counted, enumerated, formatNumber, quoted } from './german.ts';
import type { DutyData, FrameworkSummary, MarkData } from './report-data.ts';
import { dutyMark } from './status.ts';

/** „°“ stands wherever the wording in force was not read. */
export function degree(item: Pick<DutyEvaluation, 'weakestConfidence'>): '' | '°' {
  return degreeMark([item.weakestConfidence]);
}

const kindWords: Readonly<Record<DutyKind, string>> = {
  MUSS: 'MUSS',
  SOLL: 'SOLL',
  'MUSS-WENN': 'MUSS-WENN',
  EMPF: 'EMPF',
  KANN: 'KANN',
  DULDEN: 'DULDEN',
  OHNE: 'Art nicht bekannt',
};

export function buildDuty(duty: DutyEvaluation, evaluation: Evaluation, words: 'plain' | 'exact'): DutyData {
  const { item } = duty;
  return {
    id: item.id,
    stelle: item.ref,
    art: kindWords[item.kind],
    kurz: item.short,
    pflicht: item.duty,
    stand: dutyMark(duty.status, words),
    angabe: dateOrReason(duty, evaluation),
    begruendung: duty.reason,
    nachweis: recordedEvidence(duty, evaluation),
    ueblicherNachweis: item.evidence ?? '',
    grad: degree(duty),
    vertrauen: item.confidence.join(', '),
    datum: duty.date === null ? null : formatDay(duty.date),
    frist: duty.due === null ? null : formatDay(duty.due),
    controls: [...duty.controls],
    analog: item.analogous,
  };
}

/** What answers behind the duty name as evidence, each once; of several requirements with those it was named for. */
function recordedEvidence(duty: DutyEvaluation, evaluation: Evaluation): string {
  const named = duty.controls.flatMap((control) =>
    (evaluation.controls.get(control)?.answers ?? []).flatMap(({ answer }) =>
      answer?.nachweis == null ? [] : [{ control, nachweis: answer.nachweis }],
    ),
  );
  const requirements = (own: typeof named) => enumerated([...new Set(own.map(({ control }) => control))]);
  return [...Map.groupBy(named, ({ nachweis }) => nachweis)]
    .map(([nachweis, own]) => (duty.controls.length === 1 ? nachweis : `zu ${requirements(own)} ${quoted(nachweis)}`))
    .join('; ');
}

function dateOrReason(duty: DutyEvaluation, evaluation: Evaluation): string {
  const { date, due } = duty;
  if (date !== null && duty.status === 'teilweise' && due !== null)
    return `erst am ${formatDay(date)}, war bis ${formatDay(due)} fällig`;
  if (duty.status === 'erfuellt') return date === null ? 'nach Angabe' : `am ${formatDay(date)}`;
  if (duty.status === 'nichtErfuellt' && date === null && due !== null) return `fehlt, war bis ${formatDay(due)} fällig`;
  if (duty.status === 'offen' && due !== null) return `noch nicht erfasst, fällig bis ${formatDay(due)}`;
  if (duty.status === 'offen') return unknownBecause(duty, evaluation);
  if (duty.status === 'nichtAnwendbar') return '';
  return 'nach Angabe';
}

/** Unknown is said plainly, with its reason as far as the answers tell it. */
function unknownBecause(duty: DutyEvaluation, evaluation: Evaluation): string {
  if (duty.isConditionOpen) return 'weil ungeklärt ist, ob die Pflicht hier gilt';
  if (duty.because !== undefined) return duty.because;
  const states = duty.controls.map((id) => evaluation.controls.get(id)?.state ?? 'offen');
  const lapsed = states.includes('zuBestaetigen') && !states.includes('offen');
  if (lapsed) return 'weil die Antwort zu bestätigen ist';
  if (states.includes('offen')) return 'weil eine Antwort fehlt';
  return 'weil dazu nichts erfasst ist';
}

export function summarize(duties: readonly DutyEvaluation[]): FrameworkSummary {
  const count = (status: DutyStatus) => duties.filter((duty) => duty.status === status).length;
  const sum = {
    n: duties.length,
    erfuellt: count('erfuellt'),
    teilweise: count('teilweise'),
    nichtErfuellt: count('nichtErfuellt'),
    offen: count('offen'),
    nichtAnwendbar: count('nichtAnwendbar'),
  };
  return { ...sum, text: summaryText(sum) };
}

function summaryText(sum: Omit<FrameworkSummary, 'text'>): string {
  const applying = sum.n - sum.nichtAnwendbar;
  const parts = [
    `${formatNumber(sum.erfuellt)} erfüllt`,
    `${formatNumber(sum.teilweise)} teilweise erfüllt`,
    `${formatNumber(sum.nichtErfuellt)} nicht erfüllt`,
    `${formatNumber(sum.offen)} offen`,
  ];
  const left =
    sum.nichtAnwendbar === 0
      ? ''
      : ` ${counted(sum.nichtAnwendbar, 'weiterer Punkt trifft nicht zu oder verlangt', 'weitere Punkte treffen nicht zu oder verlangen')} keine Antwort.`;
  if (applying === 0) return `Kein Punkt ist hier zu beantworten.${left}`;
  const subject =
    applying === 1
      ? 'Der eine Punkt, der hier zu beantworten ist'
      : `Von ${applying} Punkten, die hier zu beantworten sind, sind`;
  return applying === 1 ? `${subject}, ist ${onlyState(sum)}.${left}` : `${subject} ${enumerated(parts)}.${left}`;
}

function onlyState(sum: Omit<FrameworkSummary, 'text'>): string {
  if (sum.erfuellt > 0) return 'erfüllt';
  if (sum.teilweise > 0) return 'teilweise erfüllt';
  return sum.nichtErfuellt > 0 ? 'nicht erfüllt' : 'offen';
}

/** The duties of the SächsISichG that make up the legal minimum. */
export function legalMinimum({ duties }: Evaluation): DutyEvaluation[] {
  return (duties.get('saechsisichg') ?? []).filter(({ item }) => item.legalMinimum);
}

/** The statuses and marks of the framework reports, explained. */
export function explainMarks(items: readonly FrameworkItem[]): MarkData[] {
  const used = new Set(items.flatMap((item) => item.confidence));
  const kinds = new Set(items.map((item) => item.kind));
  return [
    ...(Object.keys(kindMeanings) as DutyKind[])
      .filter((kind) => kinds.has(kind))
      .map((kind) => ({ zeichen: kindWords[kind], bedeutung: kindMeanings[kind] })),
    {
      zeichen: '°',
      bedeutung:
        'Der geltende Wortlaut wurde für diesen Katalog nicht gelesen. Vor rechtlicher Verwendung ist die Stelle im geltenden Text zu prüfen.',
    },
    ...confidenceMeanings.filter(({ mark }) => used.has(mark)).map(({ mark, text }) => ({ zeichen: mark, bedeutung: text })),
  ];
}

const kindMeanings: Readonly<Record<DutyKind, string>> = {
  MUSS: 'Pflicht ohne Bedingung.',
  SOLL: 'Pflicht im Regelfall; eine Abweichung ist zu begründen.',
  'MUSS-WENN': 'Pflicht, sobald eine Voraussetzung zutrifft.',
  EMPF: 'Vom Gesetz empfohlen, nicht vorgeschrieben.',
  KANN: 'Befugnis oder freiwillig.',
  DULDEN: 'Eine Maßnahme anderer ist zu dulden.',
  OHNE: 'Wie verbindlich die Bedingung ist, ist nicht bekannt.',
};

const confidenceMeanings = [
  { mark: 'V', text: 'Wortlaut gelesen.' },
  { mark: 'V23', text: 'Wortlaut gelesen, aber in der Fassung vor der Änderung vom 01.10.2024.' },
  { mark: 'S', text: 'Aus zweiter Hand: Eine Behörde, ein Verband oder die Presse sagt es so.' },
  { mark: 'A', text: 'Entsprechend: Bedingung eines anderen Verwaltungsnetzes, als Platzhalter gezeigt.' },
  { mark: 'H', text: 'Eigene Folgerung oder eigener Vorschlag.' },
  { mark: 'M', text: 'Aus beruflicher Kenntnis, nicht nachgelesen.' },
] as const;
