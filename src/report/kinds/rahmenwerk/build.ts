/** The duty-by-duty reports: the Act for the supervisory authority, the connection conditions for the operator. */
import type { DutyKind, Framework } from '../../../domain/catalogue.ts';
import type { DutyEvaluation } from '../../../domain/duties.ts';
import { InvalidDataError } from '../../../errors.ts';
import { buildDuty, degree, explainMarks, summarize } from '../../duty-data.ts';
import { agreeing, formatNumber } from '../../german.ts';
import { buildHead, titleFor } from '../../head.ts';
import type { DutyData } from '../../report-data.ts';
import type { ReportInput } from '../../report-input.ts';
import type { DutyGroup, FrameworkHead, KdnData, SaechsisichgData } from './data.ts';
import { originOf } from './origin.ts';

export function buildSaechsisichg(input: ReportInput): SaechsisichgData {
  const { framework, demanded, notDemanded } = openFramework(input, 'saechsisichg');
  return {
    art: 'saechsisichg',
    kopf: buildHead(input, {
      bericht: 'Pflichten nach dem SächsISichG',
      titel: titleFor('Pflichten nach dem Sächsischen Informationssicherheitsgesetz', input.kommune),
    }),
    rahmenwerk: frameworkHead(framework),
    summe: summarize(demanded),
    gruppen: groupByKind(demanded, input),
    nichtGefordert: notDemanded.map((duty) => ({
      id: duty.item.id,
      stelle: duty.item.ref,
      punkt: duty.item.duty === duty.item.notDemanded ? duty.item.short : duty.item.duty,
      begruendung: duty.item.notDemanded ?? '',
      grad: degree(duty),
      vertrauen: duty.item.confidence.join(', '),
    })),
    zeichen: explainMarks(framework.items),
  };
}

export function buildKdn(input: ReportInput): KdnData {
  const { framework, demanded } = openFramework(input, 'kdn');
  const zeilen = demanded.map((duty) => ({
    ...buildDuty(duty, input.evaluation, 'exact'),
    giltBeiUns: duty.item.local?.applies ?? ('' as const),
    fundstelle: duty.item.local?.reference ?? '',
  }));
  return {
    art: 'kdn',
    kopf: buildHead(input, {
      bericht: 'Anschluss an das KDN',
      titel: titleFor('Anschluss an das Kommunale Datennetz', input.kommune),
    }),
    rahmenwerk: frameworkHead(framework),
    summe: summarize(demanded),
    zeilen,
    analogText: `${originText(zeilen, framework)} ${lastColumnsText(demanded)}`,
    erklaerung: `Erklärende Stelle: ${input.kommune.name}. Die unterzeichnende Person erklärt für diese Stelle, dass die Angaben dieses Berichts dem Kenntnisstand vom genannten Tag entsprechen. Offene Punkte sind offen genannt; eine Zusage liegt nur dort, wo „erfüllt“ steht.`,
    zeichen: explainMarks(framework.items),
  };
}

function openFramework(
  input: ReportInput,
  id: string,
): { framework: Framework; demanded: DutyEvaluation[]; notDemanded: DutyEvaluation[] } {
  const framework = input.catalogue.frameworks.find((candidate) => candidate.id === id);
  const duties = input.evaluation.duties.get(id);
  if (framework === undefined || duties === undefined) {
    const known = input.catalogue.frameworks.map((candidate) => candidate.id).join(', ');
    throw new InvalidDataError(
      `Der Katalog ${input.catalogue.edition} kennt das Rahmenwerk „${id}“ nicht.`,
      `Vorhanden: ${known === '' ? 'keines' : known}.`,
    );
  }
  return {
    framework,
    demanded: duties.filter((duty) => duty.item.notDemanded === undefined),
    notDemanded: duties.filter((duty) => duty.item.notDemanded !== undefined),
  };
}

function frameworkHead(framework: Framework): FrameworkHead {
  return {
    id: framework.id,
    titel: framework.title,
    herausgeber: framework.publisher,
    ausgabe: framework.edition,
    banner: framework.banner ?? '',
  };
}

const groups: readonly { kinds: readonly DutyKind[]; art: string; titel: string; text: string }[] = [
  { kinds: ['MUSS'], art: 'MUSS', titel: 'Pflichten ohne Bedingung (MUSS)', text: 'Sie gelten für jede Kommune.' },
  {
    kinds: ['SOLL'],
    art: 'SOLL',
    titel: 'Regelpflichten (SOLL)',
    text: 'Sie gelten im Regelfall; eine Abweichung ist zu begründen.',
  },
  {
    kinds: ['MUSS-WENN'],
    art: 'MUSS-WENN',
    titel: 'Bedingte Pflichten (MUSS-WENN)',
    text: 'Sie gelten, sobald die genannte Voraussetzung zutrifft.',
  },
  {
    kinds: ['DULDEN'],
    art: 'DULDEN',
    titel: 'Zu dulden',
    text: 'Maßnahmen anderer Stellen, denen sich die Kommune nicht entziehen kann.',
  },
  {
    kinds: ['EMPF'],
    art: 'EMPF',
    titel: 'Empfehlungen des Gesetzes',
    text: 'Das Gesetz empfiehlt sie; vorgeschrieben sind sie nicht.',
  },
  { kinds: ['KANN'], art: 'KANN', titel: 'Befugnisse und Freiwilliges (KANN)', text: 'Die Kommune darf, muss aber nicht.' },
  {
    kinds: ['OHNE'],
    art: 'OHNE',
    titel: 'Art der Pflicht nicht bekannt',
    text: 'Wie verbindlich diese Punkte sind, ist nicht bekannt.',
  },
];

function groupByKind(duties: readonly DutyEvaluation[], input: ReportInput): DutyGroup[] {
  return groups.flatMap(({ kinds, art, titel, text }) => {
    const own = duties.filter((duty) => kinds.includes(duty.item.kind));
    if (own.length === 0) return [];
    return [{ art, titel, text, zeilen: own.map((duty) => buildDuty(duty, input.evaluation, 'exact')) }];
  });
}

/** How many rows nobody demands of us. The banner of the framework says what counts; without one it is said here. */
function originText(rows: readonly DutyData[], { banner }: Framework): string {
  const end = banner === undefined ? '; maßgeblich ist der Anschlussvertrag.' : '.';
  const copied = rows.filter((row) => originOf(row) === 'entsprechend').length;
  const proposed = rows.filter((row) => originOf(row) === 'eigener Vorschlag').length;
  const [first, ...others] = [
    { n: copied, what: 'Bedingungen anderer Verwaltungsnetze nachgebildet' },
    { n: proposed, what: agreeing(proposed, 'ein eigener Vorschlag des Katalogs', 'eigene Vorschläge des Katalogs') },
  ]
    .filter(({ n }) => n > 0)
    .map(({ n, what }) => ({ n: formatNumber(n), said: `${agreeing(n, 'ist', 'sind')} ${what}` }));
  if (first === undefined) return `Keine Zeile ist aus anderen Verwaltungsnetzen übernommen${end}`;
  const subject = rows.length === 1 ? 'Die eine Zeile' : `${first.n} von ${formatNumber(rows.length)} Zeilen`;
  return `${[`${subject} ${first.said}`, ...others.map(({ n, said }) => `${n} ${said}`)].join(', ')}${end}`;
}

/** The last two columns are filled from what is recorded; what is missing can be written in by hand. */
function lastColumnsText(demanded: readonly DutyEvaluation[]): string {
  if (demanded.every(({ item }) => item.local === undefined))
    return 'Die letzten beiden Spalten sind für Angaben zum eigenen Vertrag frei.';
  const named = 'Ob eine Zeile bei uns gilt und wo sie im Vertrag steht, nennen die letzten beiden Spalten';
  const isComplete = demanded.every(({ item }) => item.local !== undefined && item.local.reference !== null);
  return isComplete ? `${named}.` : `${named}; wo sie leer sind, ist dazu noch nichts eingetragen.`;
}
