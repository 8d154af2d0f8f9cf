/** A.5: the risk analysis: where one is needed, what was rated, how each risk is treated and who accepted what. */
import { formatDay } from '../../../domain/calendar.ts';
import { confidenceText } from '../../../domain/incident-words.ts';
import { informationsverbund } from '../../../domain/kommune.ts';
import { listIn, type RegisterEntry, textIn } from '../../../domain/register.ts';
import {
  currentRating,
  isAboveLine,
  type RiskMatrix,
  type RiskPhase,
  type RiskStanding,
  rankOfClass,
  ratingOf,
  standingOf,
  threatIdOf,
} from '../../../domain/risk.ts';
import { acceptanceObstacles } from '../../../domain/risk-acceptance.ts';
import { agreeing, counted, formatNumber } from '../../german.ts';
import { entriesOf, type ReportInput, type VerbundRecord, verbundOf } from '../../report-input.ts';
import type { ReferenceCell, ReferenceContents, ReferenceSection } from './data.ts';
import { type Column, cell, missing, section } from './parts.ts';

interface Risk {
  entry: RegisterEntry;
  standing: RiskStanding;
}

export function riskContents(input: ReportInput): ReferenceContents {
  const verbund = verbundOf(input);
  const risks = risksOf(input, verbund.matrix);
  return {
    umfang: scopeSentence(risks, verbund.matrix),
    abschnitte: [
      methodSection(verbund.matrix),
      candidateSection(verbund, risks),
      section(
        'Risiken',
        risks.length === 0 ? ['Es ist kein Risiko erfasst, das noch besteht.'] : [],
        riskColumns,
        risks.map((risk) => riskRow(risk, verbund, entriesOf(input, 'massnahme'))),
      ),
      acceptanceSection(risks),
    ],
    fehlt: missingPoints(risks, verbund, input),
  };
}

/** Without those that are gone; the greatest class first. */
function risksOf(input: ReportInput, matrix: RiskMatrix): Risk[] {
  const { catalogue, evaluation, asOf } = input;
  const known = new Map(catalogue.controls.map((control) => [control.id, control]));
  const duties = evaluation.duties.get('saechsisichg') ?? [];
  const rank = ({ entry }: Risk) => {
    const rating = currentRating(matrix, entry.values);
    return rating === null ? -1 : rankOfClass(matrix, rating.riskClass.id);
  };
  return entriesOf(input, 'risiko')
    .map((entry): Risk => {
      const obstacles = acceptanceObstacles(listIn(entry.values, 'controls'), known, duties);
      const refusal =
        obstacles.length === 0
          ? null
          : `Akzeptieren lässt es sich nicht, weil es um eine Basis-Anforderung oder ein gesetzliches MUSS geht: ${obstacles.join('; ')}.`;
      return { entry, standing: standingOf(entry.values, asOf, refusal) };
    })
    .filter(({ standing }) => standing.state !== 'entfallen')
    .sort((a, b) => rank(b) - rank(a));
}

function scopeSentence(risks: readonly Risk[], matrix: RiskMatrix): string {
  if (risks.length === 0) return 'Es ist noch kein Risiko erfasst.';
  const ratings = risks.map(({ entry }) => currentRating(matrix, entry.values));
  const above = ratings.filter((rating) => rating !== null && isAboveLine(matrix, rating.riskClass)).length;
  const unrated = ratings.filter((rating) => rating === null).length;
  const undecided = risks.filter(({ standing }) => standing.state === 'offen').length;
  return `${counted(risks.length, 'Risiko', 'Risiken')}: ${above} von der Klasse „${lineTitle(matrix)}“ an aufwärts, ${unrated} nicht bewertet, ${undecided} nicht entschieden.`;
}

function lineTitle({ classes, line }: RiskMatrix): string {
  return classes.find(({ id }) => id === line)?.title ?? line;
}

function methodSection(matrix: RiskMatrix): ReferenceSection {
  const scale = (steps: RiskMatrix['frequency']) => steps.map(({ title }) => title).join(', ');
  return section(
    'So wird bewertet',
    [
      `Häufigkeit: ${scale(matrix.frequency)}. Schaden: ${scale(matrix.damage)}. Beides ergibt die Klasse: ${matrix.classes.map(({ title }) => title).join(', ')}.`,
      `Von der Klasse „${lineTitle(matrix)}“ an ist ein Risiko zu behandeln, oder die Leitung entscheidet darüber. Quelle der Matrix: ${matrix.source} (Ausgabe ${matrix.edition}; Vertrauen in die Quelle: ${confidenceText(matrix.confidence)}).`,
    ],
    [],
    [],
  );
}

function riskIdsFor(kuerzel: string, risks: readonly Risk[]): string[] {
  return risks.filter(({ entry }) => listIn(entry.values, 'zielobjekte').includes(kuerzel)).map(({ entry }) => entry.id);
}

/** Zielobjekte whose Schutzbedarf is not known, or could still turn out higher, while nothing else calls for an analysis. */
function undecidedObjects({ risikoanalyse, schutzbedarf }: VerbundRecord): string[] {
  const needed = new Set(risikoanalyse.map(({ zielobjekt }) => zielobjekt.kuerzel));
  const unsure = schutzbedarf.filter(({ stufe, mindestens }) => stufe === null || mindestens);
  return [...new Set(unsure.map(({ zielobjekt }) => zielobjekt))].filter((kuerzel) => !needed.has(kuerzel));
}

function needSentence(verbund: VerbundRecord): string {
  const all = verbund.zielobjekte.filter(({ kuerzel }) => kuerzel !== informationsverbund).length;
  const open = undecidedObjects(verbund).length;
  if (all === 0) return 'Das lässt sich nicht sagen, solange kein Zielobjekt erfasst ist.';
  const isNeeded = verbund.risikoanalyse.length > 0;
  if (!isNeeded && open === 0) return 'Nach Modellierung und Schutzbedarf für kein Zielobjekt.';
  const lead = isNeeded
    ? 'Nötig ist sie, wo kein Baustein des Kompendiums passt oder der Schutzbedarf erhöht ist.'
    : 'Dass sie nötig ist, steht bei keinem Zielobjekt fest.';
  if (open === 0) return lead;
  const where = `${formatNumber(open)} von ${counted(all, 'Zielobjekt', 'Zielobjekten')}`;
  return `${lead} Offen ist es bei ${where}, weil ${agreeing(open, 'dessen', 'deren')} Schutzbedarf nicht sicher bekannt ist.`;
}

function candidateSection(verbund: VerbundRecord, risks: readonly Risk[]): ReferenceSection {
  const byObject = [...Map.groupBy(verbund.risikoanalyse, ({ zielobjekt }) => zielobjekt.kuerzel).values()];
  return section(
    'Wo eine Risikoanalyse nötig ist',
    [needSentence(verbund)],
    [
      ['Zielobjekt', 50],
      ['Anlass', 90],
      ['Erfasste Risiken', 34],
    ],
    byObject.flatMap((own) => {
      const [first] = own;
      if (first === undefined) return [];
      const { name, kuerzel } = first.zielobjekt;
      const ids = riskIdsFor(kuerzel, risks);
      return [
        [
          cell(name, kuerzel),
          cell(own.map(({ text }) => text).join(' ')),
          cell(ids.length === 0 ? 'noch keine' : ids.join(', ')),
        ],
      ];
    }),
  );
}

const riskColumns: readonly Column[] = [
  ['Risiko', 40],
  ['Vorher', 27],
  ['Geplant', 27],
  ['Danach', 27],
  ['Behandlung', 38],
  ['Maßnahmen', 29],
];

function riskRow(
  { entry, standing }: Risk,
  { matrix, gefaehrdungen }: VerbundRecord,
  measures: readonly RegisterEntry[],
): ReferenceCell[] {
  const { id, values } = entry;
  const threat = textIn(values, 'gefaehrdung');
  const title = gefaehrdungen.find((each) => each.id === threatIdOf(threat))?.title;
  const objects = listIn(values, 'zielobjekte').join(', ');
  const reason = textIn(values, 'begruendung');
  return [
    cell(
      textIn(values, 'titel') ?? id,
      objects === '' ? id : `${id} · ${objects}`,
      threat === null
        ? 'Gefährdung nicht genannt'
        : title === undefined || threat.includes(title)
          ? threat
          : `${threat} ${title}`,
    ),
    ...(['vorher', 'geplant', 'danach'] as const).map((phase) => ratingCell(matrix, entry, phase)),
    cell(standing.reason, reason === null || standing.reason.includes(reason) ? '' : reason),
    cell(
      listIn(values, 'massnahmen')
        .map((each) => measureWords(each, measures))
        .join('; ') || 'keine erfasst',
    ),
  ];
}

function measureWords(id: string, measures: readonly RegisterEntry[]): string {
  const title = textIn(measures.find((each) => each.id === id)?.values, 'titel');
  return title === null ? id : `${id} ${title}`;
}

function ratingCell(matrix: RiskMatrix, { values }: RegisterEntry, phase: RiskPhase): ReferenceCell {
  const rating = ratingOf(matrix, values, phase);
  if (rating === null) return cell('nicht bewertet');
  const word = (steps: RiskMatrix['frequency'], step: number) => steps.find((each) => each.step === step)?.title ?? String(step);
  return cell(
    rating.riskClass.title,
    `Häufigkeit: ${word(matrix.frequency, rating.frequency)}`,
    `Schaden: ${word(matrix.damage, rating.damage)}`,
  );
}

function acceptanceSection(risks: readonly Risk[]): ReferenceSection {
  const accepted = risks.filter(({ standing }) => standing.state === 'akzeptiert');
  const day = (entry: RegisterEntry, field: string) => {
    const value = textIn(entry.values, field);
    return value === null ? 'nicht genannt' : formatDay(value);
  };
  return section(
    'Akzeptierte Risiken',
    accepted.length === 0
      ? ['Die Leitung hat kein Risiko akzeptiert, dessen Frist noch läuft.']
      : ['Akzeptieren kann nur die Leitung, und nur bis zu einem Tag. Danach ist neu zu entscheiden.'],
    [
      ['Risiko', 60],
      ['Akzeptiert von', 34],
      ['Am', 20],
      ['Bis', 20],
      ['Begründung', 54],
    ],
    accepted.map(({ entry }) => [
      cell(textIn(entry.values, 'titel') ?? entry.id, entry.id),
      cell(textIn(entry.values, 'akzeptiert-von') ?? 'nicht genannt'),
      cell(day(entry, 'akzeptiert-am')),
      cell(day(entry, 'akzeptiert-bis')),
      cell(textIn(entry.values, 'begruendung') ?? 'keine'),
    ]),
  );
}

function missingPoints(
  risks: readonly Risk[],
  verbund: VerbundRecord,
  { kommune: { slug } }: ReportInput,
): ReferenceContents['fehlt'] {
  const candidates = [...new Set(verbund.risikoanalyse.map(({ zielobjekt }) => zielobjekt.kuerzel))];
  const ids = (isMeant: (risk: Risk) => boolean) => risks.filter(isMeant).map(({ entry }) => entry.id);
  const change = `burgward risiko aendern NR --kommune ${slug}`;
  return [
    ...missing(
      'Risikoanalyse nötig, kein Risiko erfasst',
      candidates.filter((kuerzel) => riskIdsFor(kuerzel, risks).length === 0),
      `burgward risiko vorschlagen --kommune ${slug}`,
    ),
    ...missing(
      'Schutzbedarf nicht sicher bekannt, deshalb offen, ob eine Risikoanalyse nötig ist',
      undecidedObjects(verbund),
      `burgward zielobjekt schutzbedarf KÜRZEL --kommune ${slug} --ziel … --stufe … --grund …`,
    ),
    ...missing(
      'Nicht bewertet',
      ids(({ entry }) => currentRating(verbund.matrix, entry.values) === null),
      `burgward risiko bewerten NR --kommune ${slug} --haeufigkeit … --schaden …`,
    ),
    ...missing(
      'Über die Behandlung ist nicht entschieden oder neu zu entscheiden',
      ids(({ standing }) => standing.state === 'offen'),
      `${change} --behandlung … --begruendung …`,
    ),
    ...missing(
      'Zu vermindern, aber ohne Maßnahme',
      ids(({ entry }) => entry.values['behandlung'] === 'vermindern' && listIn(entry.values, 'massnahmen').length === 0),
      `burgward massnahme aus-risiko NR --kommune ${slug}`,
    ),
  ];
}
