/** What the mayor's page offers its template to place. */
import type { BarShares, BarsBlock, CourseBlock, DutyListBlock, Placeables, TopicLightsBlock } from '../../blocks.ts';
import { counted, enumerated, formatNumber, quoted } from '../../german.ts';
import type { CountsData, DutyData, StatusKind, TopicData } from '../../report-data.ts';
import { annexTables, mostUrgent } from './annex.ts';
import { annexLimits } from './annex-room.ts';
import type { GapData, LeitungData } from './data.ts';
import { type AnnexRows, longest, shortened } from './limits.ts';

export function leitungPlaceables(data: LeitungData): Placeables {
  const limits = annexLimits(data);
  return {
    ampel: { themen: topicLights(data.themen, limits.rows) },
    pflichten: { minimum: dutyList(data.minimum, limits.rows) },
    entscheidung: {
      luecken: {
        kind: 'entscheidung',
        caption: data.lueckenUeberschrift,
        rows: data.luecken.map((gap) => ({
          nr: gap.nr,
          title: gap.titel,
          consequence: gap.folge,
          axes: plainAxes(gap),
          effort: [gap.aufwand, gap.kostenKurz].filter((part) => part !== '').join(', '),
          who: gap.wer,
          until: gap.bis,
          overdue: gap.ueberfaellig,
          choices: gap.wahl,
        })),
      },
    },
    balken: { gesamt: totalBars(data), befunde: severityBars(data) },
    verlauf: { massnahmen: measureCourse(data) },
    kennzahl: { gesamt: { kind: 'kennzahl', value: `${data.gesamt.ja} von ${data.gesamt.zaehlt}`, caption: data.gesamt.text } },
    tabelle: annexTables(data, limits),
    unterschrift: {
      leitung: { kind: 'unterschrift', fields: ['Ort, Datum', 'Unterschrift Leitung', 'Unterschrift BfIS'] },
    },
  };
}

function barShares(counts: CountsData): BarShares {
  return { ja: counts.ja, teilweise: counts.teilweise, nein: counts.nein, unbekannt: counts.unbekannt };
}

/** Rows the one-page sheet has room for; the annex has all of them, or says where the rest stands. */
const topicRows = 30;
const minimumRows = 12;

/** @param inAnnex rows the annex has room for */
function leftOut(all: number, shown: number, inAnnex: number, one: string, many: string): string {
  const n = all - shown;
  if (n <= 0) return '';
  if (all <= inAnnex) return `${counted(n, `${one} steht`, `${many} stehen`)} im Anhang.`;
  return `${counted(n, one, many)}, ${formatNumber(Math.max(0, inAnnex - shown))} davon im Anhang.`;
}

function topicLights(all: readonly TopicData[], annex: AnnexRows): TopicLightsBlock {
  const topics = all.slice(0, topicRows);
  const kinds: StatusKind[] = [...new Set(topics.map((topic) => topic.lage.art))];
  return {
    kind: 'ampel',
    caption: 'Lage nach Themen, dringende zuerst; je Thema die Zahl der Fragen mit ja, teilweise, nein und nicht bekannt',
    more: leftOut(all.length, topicRows, annex.topics, 'weiteres Thema', 'weitere Themen'),
    withTrend: topics.some((topic) => topic.trend !== null),
    empty: 'Das wissen wir nicht, weil für dieses Profil keine Fragen gestellt sind.',
    groups: kinds.flatMap((kind) => {
      const own = topics.filter((topic) => topic.lage.art === kind);
      const first = own[0];
      if (first === undefined) return [];
      return [
        {
          status: first.lage,
          rows: own.map((topic) => ({ title: topic.titel, trend: topic.trend, shares: barShares(topic.zahlen) })),
        },
      ];
    }),
  };
}

function dutyList(duties: readonly DutyData[], annex: AnnexRows): DutyListBlock {
  return {
    kind: 'pflichten',
    more: leftOut(duties.length, minimumRows, annex.duties, 'weiterer Punkt', 'weitere Punkte'),
    empty: 'Das wissen wir nicht, weil der Katalog das gesetzliche Minimum nicht beschreibt.',
    rows: mostUrgent(duties, minimumRows)
      .slice(0, minimumRows)
      .map((duty) => ({
        status: duty.stand,
        short: duty.kurz,
        degree: duty.grad,
        kindOfDuty: plainKind(duty),
        place: duty.stelle,
        note: duty.angabe,
      })),
  };
}

const levelWords: Readonly<Record<string, string>> = {
  MUSS: 'unverzichtbar',
  SOLLTE: 'in der Regel nötig',
  KANN: 'zusätzlicher Schutz',
};

/** „gesetzliche Pflicht, § 4 Abs. 3 Satz 1° · unverzichtbar“: the law and the catalogue side by side, without terms of art. */
function plainAxes({ anforderung, gesetz }: GapData): string {
  const law = gesetz
    .replace(/^MUSS(?:-WENN)?, /, 'gesetzliche Pflicht, ')
    .replace(/^SOLL, /, 'gesetzliche Pflicht im Regelfall, ')
    .replace(/^DULDEN, /, 'gesetzlich zu dulden, ');
  return `${law === 'keine einzelne Pflicht' ? 'keine einzelne gesetzliche Pflicht' : law} · ${levelWords[anforderung] ?? anforderung}`;
}

const kindWords: Readonly<Record<string, string>> = {
  MUSS: 'Pflicht',
  'MUSS-WENN': 'Pflicht, wenn es zutrifft',
  SOLL: 'Pflicht im Regelfall',
  EMPF: 'Empfehlung',
  KANN: 'freigestellt',
  DULDEN: 'zu dulden',
};

/** The kind of a duty as a head reads it; where the condition is met, it is a duty. */
function plainKind({ art, stand }: DutyData): string {
  return art === 'MUSS-WENN' && stand.art !== 'nichtBekannt' ? 'Pflicht' : (kindWords[art] ?? art);
}

function stacked(counts: CountsData): BarsBlock['rows'][number]['parts'] {
  return [
    { label: 'ja', value: counts.ja, tone: 'ja' },
    { label: 'teilweise', value: counts.teilweise, tone: 'teilweise' },
    { label: 'nein', value: counts.nein, tone: 'nein' },
    { label: 'nicht bekannt', value: counts.unbekannt, tone: 'unbekannt' },
  ];
}

function unknownPart({ unbekannt, zuBestaetigen }: CountsData): string {
  const what = zuBestaetigen === 0 ? 'noch nicht beantwortet' : 'nicht oder nicht mehr gültig beantwortet';
  return `${formatNumber(unbekannt)} ${unbekannt === 1 ? 'ist' : 'sind'} ${what}`;
}

/** All questions by their answers, below them those of the round the arrows compare with. */
function totalBars({ gesamt, frueher, kopf }: LeitungData): BarsBlock {
  return {
    kind: 'balken',
    title: 'Alle Fragen nach ihrer Antwort',
    sentence: `Von ${counted(gesamt.zaehlt, 'Frage', 'Fragen')} sind ${gesamt.ja} mit „ja“, ${gesamt.teilweise} mit „teilweise“ und ${gesamt.nein} mit „nein“ beantwortet; ${unknownPart(gesamt)}.`,
    rows: [
      { label: kopf.stand, parts: stacked(gesamt) },
      ...(frueher === null ? [] : [{ label: shortened(frueher.bezeichnung, longest.name), parts: stacked(frueher.zahlen) }]),
    ],
  };
}

/** Three steps, so that one bar carries them on a black-and-white print. */
const severitySteps = [
  { label: 'kritisch oder hoch', tone: 'stark', words: ['kritisch', 'hoch'] },
  { label: 'mittel', tone: 'mittel', words: ['mittel'] },
  { label: 'niedrig oder bald veraltet', tone: 'schwach', words: ['niedrig', 'läuft aus', 'hinweis'] },
] as const;

function severityBars({ netz: { schweren } }: LeitungData): BarsBlock {
  const all = schweren.reduce((sum, { anzahl }) => sum + anzahl, 0);
  const parts = severitySteps.map(({ label, tone, words }) => ({
    label,
    tone,
    value: schweren.reduce((sum, { schwere, anzahl }) => sum + (words.some((word) => word === schwere) ? anzahl : 0), 0),
  }));
  const told = schweren.map(({ schwere, anzahl }) => `${formatNumber(anzahl)} ${quoted(schwere)}`);
  return {
    kind: 'balken',
    title: 'Mängel nach ihrer Schwere',
    sentence: `${counted(all, 'Mangel', 'Mängel')} nach Schwere: ${enumerated(told)}.`,
    rows: [{ label: 'Mängel', parts }],
  };
}

function measureCourse({ massnahmen }: LeitungData): CourseBlock {
  return {
    kind: 'verlauf',
    title: 'Maßnahmen: fällig und erledigt',
    sentence: massnahmen.verlaufText,
    series: [
      { label: 'fällig', points: massnahmen.verlauf.map(({ bis, faellig }) => ({ x: bis, y: faellig })) },
      {
        label: 'davon erledigt',
        points: massnahmen.verlauf.flatMap(({ bis, erledigt }) => (erledigt === null ? [] : [{ x: bis, y: erledigt }])),
      },
    ],
  };
}
