/** What the mayor's page offers its template to place. */
import type {
  BarShares,
  BarsBlock,
  CellPart,
  CourseBlock,
  DutyListBlock,
  Placeables,
  TableBlock,
  TopicLightsBlock,
} from '../../blocks.ts';
import { column, mark, quiet, strong, table, text, withoutEmpty } from '../../cells.ts';
import { counted, enumerated, formatNumber, quoted } from '../../german.ts';
import type { CountsData, DutyData, StatusKind, TopicData } from '../../report-data.ts';
import type { FindingData, GapData, LeitungData, UncheckedData } from './data.ts';
import { annexRows, shortened } from './limits.ts';

export function leitungPlaceables(data: LeitungData): Placeables {
  return {
    ampel: { themen: topicLights(data.themen) },
    pflichten: { minimum: dutyList(data.minimum) },
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
    tabelle: {
      themen: topicTable(data),
      minimum: minimumTable(data.minimum),
      luecken: gapTable(data),
      entscheidungen: decisionTable(data),
      widersprueche: contradictionTable(data),
      befunde: findingTable(data),
      ungeprueft: uncheckedTable(data),
    },
    unterschrift: {
      leitung: { kind: 'unterschrift', fields: ['Ort, Datum', 'Unterschrift Leitung', 'Unterschrift BfIS'] },
    },
  };
}

function barShares(counts: CountsData): BarShares {
  return { ja: counts.ja, teilweise: counts.teilweise, nein: counts.nein, unbekannt: counts.unbekannt };
}

/** Rows the one-page sheet has room for; the annex has all of them. */
const topicRows = 24;
const minimumRows = 12;

function leftOut(n: number, one: string, many: string): string {
  return n <= 0 ? '' : `${counted(n, one, many)} im Anhang.`;
}

function topicLights(all: readonly TopicData[]): TopicLightsBlock {
  const topics = all.slice(0, topicRows);
  const kinds: StatusKind[] = [...new Set(topics.map((topic) => topic.lage.art))];
  return {
    kind: 'ampel',
    caption: 'Lage nach Themen, dringende zuerst; je Thema die Zahl der Fragen mit ja, teilweise, nein und nicht bekannt',
    more: leftOut(all.length - topicRows, 'weiteres Thema steht', 'weitere Themen stehen'),
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

function dutyList(duties: readonly DutyData[]): DutyListBlock {
  return {
    kind: 'pflichten',
    more: leftOut(duties.length - minimumRows, 'weiterer Punkt steht', 'weitere Punkte stehen'),
    empty: 'Das wissen wir nicht, weil der Katalog das gesetzliche Minimum nicht beschreibt.',
    rows: duties.slice(0, minimumRows).map((duty) => ({
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
    .replace(/^SOLL, /, 'gesetzliche Soll-Pflicht, ')
    .replace(/^DULDEN, /, 'gesetzlich zu dulden, ');
  return `${law === 'keine einzelne Pflicht' ? 'keine einzelne gesetzliche Pflicht' : law} · ${levelWords[anforderung] ?? anforderung}`;
}

const kindWords: Readonly<Record<string, string>> = {
  MUSS: 'Pflicht',
  'MUSS-WENN': 'Pflicht, wenn es zutrifft',
  SOLL: 'Soll-Pflicht',
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

/** All questions by their answers, below them those of the round the arrows compare with. */
function totalBars({ gesamt, frueher, kopf }: LeitungData): BarsBlock {
  return {
    kind: 'balken',
    title: 'Alle Fragen nach ihrer Antwort',
    sentence: `Von ${counted(gesamt.zaehlt, 'Frage', 'Fragen')} sind ${gesamt.ja} mit „ja“, ${gesamt.teilweise} mit „teilweise“ und ${gesamt.nein} mit „nein“ beantwortet; ${gesamt.unbekannt} sind nicht oder nicht mehr gültig beantwortet.`,
    rows: [
      { label: kopf.stand, parts: stacked(gesamt) },
      ...(frueher === null ? [] : [{ label: shortened(frueher.bezeichnung, 'name'), parts: stacked(frueher.zahlen) }]),
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
        label: 'erledigt',
        points: massnahmen.verlauf.flatMap(({ bis, erledigt }) => (erledigt === null ? [] : [{ x: bis, y: erledigt }])),
      },
    ],
  };
}

/** A line each: reasons stand in the other reports, what is special of a topic below its name. */
function topicTable({ themen }: LeitungData): TableBlock {
  const columns = [
    column('Thema', 60),
    column('Lage', 28),
    column('Veränderung', 24),
    column('ja', 9, 'right'),
    column('teilweise', 15, 'right'),
    column('nein', 10, 'right'),
    column('nicht bekannt', 20, 'right'),
  ];
  const rows = themen
    .slice(0, annexRows.topics)
    .map(({ titel, lage, trend, zahlen, hinweis }) => [
      withoutEmpty([
        strong(shortened(titel, 'name')),
        quiet([zahlen.entbehrlich === 0 ? '' : `${zahlen.entbehrlich} entbehrlich.`, hinweis].join(' ').trim()),
      ]),
      mark(lage),
      text(trend === null ? '' : `${trend.zeichen} ${trend.wort}`),
      text(String(zahlen.ja)),
      text(String(zahlen.teilweise)),
      text(String(zahlen.nein)),
      text(String(zahlen.unbekannt)),
    ]);
  return table('Themen mit allen Zahlen', columns, rows, 'Für dieses Profil sind keine Fragen gestellt.');
}

function minimumTable(duties: readonly DutyData[]): TableBlock {
  const columns = [column('Stelle', 24), column('Pflicht', 38), column('Stand', 26), column('Begründung', 68)];
  const rows = duties
    .slice(0, annexRows.duties)
    .map((duty) => [
      [strong(shortened(duty.stelle, 'name') + duty.grad), quiet(`${duty.id} · ${duty.art}`)],
      text(shortened(duty.pflicht, 'narrow')),
      mark(duty.stand),
      withoutEmpty([
        ...text(shortened(duty.begruendung, 'text')),
        quiet(duty.nachweis === '' ? '' : `Nachweis: ${shortened(duty.nachweis, 'name')}`),
      ]),
    ]);
  return table('Gesetzliches Minimum mit Begründung', columns, rows, 'Der Katalog beschreibt kein gesetzliches Minimum.');
}

function gapTable(data: LeitungData): TableBlock {
  const columns = [
    column('Nr.', 6, 'right'),
    column('Lücke', 42),
    column('Was passieren kann', 54),
    column('Aufwand (Schätzung), Kosten', 30),
    column('Wer, bis wann', 30),
  ];
  const rows = data.luecken.map((gap) => [
    text(String(gap.nr)),
    [
      strong(shortened(gap.titel, 'name')),
      quiet(`${gap.control} · Katalog: ${gap.anforderung} · Gesetz: ${shortened(gap.gesetz, 'name')}`),
    ],
    text(shortened(gap.folge, 'text')),
    withoutEmpty([...text(gap.aufwand), quiet(shortened(gap.kosten, 'narrow'))]),
    withoutEmpty([...text(shortened(gap.wer, 'name')), ...text(gap.bis), quiet(gap.ueberfaellig ? 'Termin überschritten' : '')]),
  ]);
  return table('Die wichtigsten Lücken im Wortlaut', columns, rows, 'Es ist keine Lücke gemeldet.');
}

function decisionTable({ entscheidungen }: LeitungData): TableBlock {
  const columns = [column('Nr.', 10), column('Worüber', 64), column('Ergebnis', 22), column('Am', 18), column('Anmerkung', 46)];
  const rows = entscheidungen.liste
    .slice(0, annexRows.decisions)
    .map(({ id, bericht, worueber, ergebnis, am, anmerkung }) => [
      text(id),
      withoutEmpty([...text(shortened(worueber, 'text')), quiet(bericht === '' ? '' : `zu Bericht ${bericht}`)]),
      text(ergebnis),
      text(am),
      text(shortened(anmerkung, 'narrow')),
    ]);
  return table('Entscheidungen der Leitung', columns, rows, entscheidungen.satz);
}

function contradictionTable(data: LeitungData): TableBlock {
  const columns = [column('Art', 18), column('Anforderung', 34), column('Zielobjekt', 28), column('Antwort und Befund', 72)];
  const rows = data.widersprueche.liste
    .slice(0, annexRows.contradictions)
    .map((row) => [
      text(row.art),
      [strong(shortened(row.titel, 'name')), quiet(row.control)],
      text(shortened(row.zielobjekt, 'name')),
      text(shortened(row.text, 'text')),
    ]);
  return table('Antworten und Befunde, die nicht zusammenpassen', columns, rows, data.widersprueche.satz);
}

/** What is the same at several targets is one row; faults only. */
function findingTable(data: LeitungData): TableBlock {
  const columns = [column('Prüfung', 34), column('Ergebnis', 24), column('Gesehen', 56), column('Wo', 32), column('Am', 18)];
  const faults = data.netz.befunde.filter(({ stand }) => stand.art !== 'inOrdnung');
  const rows = alike(faults, ({ frage, text: seen }) => `${frage}\n${seen}`)
    .slice(0, annexRows.findings)
    .map(([first, own]) => [
      text(shortened(first.frage, 'name')),
      [...mark(first.stand), quiet(`Schwere: ${first.schwere}`)],
      text(shortened(first.text, 'text')),
      targets(own),
      text(first.datum),
    ]);
  return table('Mängel, die die Netzprüfung sah', columns, rows, data.netz.satz);
}

function uncheckedTable(data: LeitungData): TableBlock {
  const columns = [column('Prüfung', 34), column('Warum nicht geprüft', 80), column('Wo', 32), column('Am', 18)];
  const rows = alike(data.netz.ungeprueft, ({ frage, grund }) => `${frage}\n${grund}`)
    .slice(0, annexRows.unchecked)
    .map(([first, own]) => [
      text(shortened(first.frage, 'name')),
      text(shortened(first.grund, 'text')),
      targets(own),
      text(first.datum),
    ]);
  return table(
    'Was nicht geprüft werden konnte',
    columns,
    rows,
    'Jede versuchte Prüfung hat ein Ergebnis gebracht, oder es wurde keine versucht.',
  );
}

function alike<Row>(rows: readonly Row[], key: (row: Row) => string): [Row, Row[]][] {
  return [...Map.groupBy(rows, key).values()].flatMap((own) => (own[0] === undefined ? [] : [[own[0], own] as [Row, Row[]]]));
}

function targets(rows: readonly (FindingData | UncheckedData)[]): CellPart[] {
  const [first] = rows;
  return text(rows.length === 1 ? shortened(first?.ziel ?? '', 'name') : `an ${formatNumber(rows.length)} Stellen`);
}
