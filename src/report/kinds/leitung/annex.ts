/** Tables of the annex of the mayor's page, each within its limits; what has no room is counted, with where it stands. */
import type { CellPart, TableBlock } from '../../blocks.ts';
import { column, mark, quiet, strong, table, text, withoutEmpty } from '../../cells.ts';
import type { DecisionData } from '../../decisions.ts';
import { agreeing, formatNumber } from '../../german.ts';
import { type DutyData, type TopicData, worstFirst } from '../../report-data.ts';
import type { ContradictionData, FindingData, GapData, LeitungData, UncheckedData } from './data.ts';
import { type AnnexCharacters, type AnnexLimits, shortened } from './limits.ts';

export type AnnexTableName = 'themen' | 'minimum' | 'luecken' | 'entscheidungen' | 'widersprueche' | 'befunde' | 'ungeprueft';

export function annexTables(data: LeitungData, limits: AnnexLimits): Record<AnnexTableName, TableBlock> {
  return {
    themen: topicTable(data.themen, limits),
    minimum: minimumTable(data.minimum, limits),
    luecken: gapTable(data.luecken, limits),
    entscheidungen: decisionTable(data.entscheidungen, limits),
    widersprueche: contradictionTable(data.widersprueche, limits),
    befunde: findingTable(data.netz, limits),
    ungeprueft: uncheckedTable(data.netz, limits),
  };
}

/** Rows of a table, and what its last row says of those that have no room. */
interface Listing<Row> {
  rows: readonly Row[];
  most: number;
  cells(row: Row): CellPart[][];
  /** What the rows left out are, one or many, and where all of them stand. */
  rest: {
    one: string;
    many: string;
    where: string;
    /** Index of the column with the most room. */
    column: number;
  };
}

function listed<Row>({ rows, most, cells, rest }: Listing<Row>): CellPart[][][] {
  const shown = rows.slice(0, most).map(cells);
  const left = rows.length - shown.length;
  const width = shown[0]?.length ?? 0;
  if (left <= 0 || width === 0) return shown;
  const words = `${formatNumber(left)} ${agreeing(left, rest.one, rest.many)}: ${rest.where}`;
  const row = Array.from({ length: width }, (_, index): CellPart[] => (index === rest.column ? [quiet(words)] : []));
  // The first cell of a row is its head and must not be empty.
  if (rest.column !== 0) row[0] = [quiet('mehr')];
  return [...shown, row];
}

/** In the order of the law; where there is no room for all, what is in order is left out first. */
export function mostUrgent(duties: readonly DutyData[], most: number): DutyData[] {
  const chosen = new Set(
    duties.toSorted((a, b) => worstFirst.indexOf(a.stand.art) - worstFirst.indexOf(b.stand.art)).slice(0, most),
  );
  return [...duties.filter((duty) => chosen.has(duty)), ...duties.filter((duty) => !chosen.has(duty))];
}

/** A line each: reasons stand in the other reports, what is special of a topic below its name. */
function topicTable(topics: readonly TopicData[], { rows, characters }: AnnexLimits): TableBlock {
  const columns = [
    column('Thema', 60),
    column('Lage', 28),
    column('Veränderung', 24),
    column('ja', 9, 'right'),
    column('teilweise', 15, 'right'),
    column('nein', 10, 'right'),
    column('nicht bekannt', 20, 'right'),
  ];
  const cells = ({ titel, lage, trend, zahlen, hinweis }: TopicData) => [
    withoutEmpty([
      strong(shortened(titel, characters.topic)),
      quiet(
        shortened(
          [zahlen.entbehrlich === 0 ? '' : `${zahlen.entbehrlich} entbehrlich.`, hinweis].join(' ').trim(),
          characters.note,
        ),
      ),
    ]),
    mark(lage),
    text(trend === null ? '' : `${trend.zeichen} ${trend.wort}`),
    text(String(zahlen.ja)),
    text(String(zahlen.teilweise)),
    text(String(zahlen.nein)),
    text(String(zahlen.unbekannt)),
  ];
  const rest = { one: 'weiteres Thema', many: 'weitere Themen', where: 'in diesem Bericht als JSON', column: 0 };
  return table(
    'Themen mit allen Zahlen',
    columns,
    listed({ rows: topics, most: rows.topics, cells, rest }),
    'Für dieses Profil sind keine Fragen gestellt.',
  );
}

const lawReport = 'im Bericht „Pflichten nach dem Sächsischen Informationssicherheitsgesetz“';
const networkReport = 'im Bericht „Netzprüfung“';

function minimumTable(duties: readonly DutyData[], { rows, characters }: AnnexLimits): TableBlock {
  const columns = [column('Stelle', 24), column('Pflicht', 38), column('Stand', 26), column('Begründung', 68)];
  const cells = (duty: DutyData) => [
    [strong(shortened(duty.stelle, characters.name) + duty.grad), quiet(`${duty.id} · ${duty.art}`)],
    // Half a sentence says less than the name of the duty.
    text(duty.pflicht.length <= characters.narrow ? duty.pflicht : shortened(duty.kurz, characters.narrow)),
    mark(duty.stand),
    withoutEmpty([
      ...text(shortened(duty.begruendung, characters.text)),
      quiet(duty.nachweis === '' ? '' : `Nachweis: ${shortened(duty.nachweis, characters.name)}`),
    ]),
  ];
  const rest = { one: 'weiterer Punkt', many: 'weitere Punkte', where: lawReport, column: 3 };
  return table(
    'Gesetzliches Minimum mit Begründung',
    columns,
    listed({ rows: mostUrgent(duties, rows.duties), most: rows.duties, cells, rest }),
    'Der Katalog beschreibt kein gesetzliches Minimum.',
  );
}

function gapTable(gaps: readonly GapData[], { characters }: AnnexLimits): TableBlock {
  const columns = [
    column('Nr.', 6, 'right'),
    column('Lücke', 42),
    column('Was passieren kann', 54),
    column('Aufwand (Schätzung), Kosten', 30),
    column('Wer, bis wann', 30),
  ];
  const rows = gaps.map((gap) => [
    text(String(gap.nr)),
    [
      strong(shortened(gap.titel, characters.name)),
      quiet(`${gap.control} · Katalog: ${gap.anforderung} · Gesetz: ${shortened(gap.gesetz, characters.text)}`),
    ],
    text(shortened(gap.folge, characters.text)),
    withoutEmpty([...text(gap.aufwand), quiet(shortened(gap.kosten, characters.narrow))]),
    withoutEmpty([
      ...text(shortened(gap.wer, characters.name)),
      ...text(gap.bis),
      quiet(gap.ueberfaellig ? 'Termin überschritten' : ''),
    ]),
  ]);
  return table('Die wichtigsten Lücken im Einzelnen', columns, rows, 'Es ist keine Lücke gemeldet.');
}

function decisionTable({ liste, satz }: LeitungData['entscheidungen'], { rows, characters }: AnnexLimits): TableBlock {
  const columns = [column('Nr.', 10), column('Worüber', 64), column('Ergebnis', 22), column('Am', 18), column('Anmerkung', 46)];
  const cells = ({ id, bericht, worueber, ergebnis, am, anmerkung }: DecisionData) => [
    text(id),
    withoutEmpty([...text(shortened(worueber, characters.text)), quiet(bericht === '' ? '' : `zu Bericht ${bericht}`)]),
    text(ergebnis),
    text(am),
    text(shortened(anmerkung, characters.narrow)),
  ];
  const rest = { one: 'ältere Entscheidung', many: 'ältere Entscheidungen', where: 'im Bericht „Realisierungsplan“', column: 1 };
  return table('Entscheidungen der Leitung', columns, listed({ rows: liste, most: rows.decisions, cells, rest }), satz);
}

function contradictionTable({ liste, satz }: LeitungData['widersprueche'], { rows, characters }: AnnexLimits): TableBlock {
  const columns = [column('Art', 18), column('Anforderung', 34), column('Zielobjekt', 28), column('Antwort und Befund', 72)];
  const cells = (row: ContradictionData) => [
    text(row.art),
    [strong(shortened(row.titel, characters.name)), quiet(row.control)],
    text(shortened(row.zielobjekt, characters.name)),
    text(shortened(withoutTitle(row), characters.finding)),
  ];
  const rest = { one: 'weiterer Fall', many: 'weitere Fälle', where: networkReport, column: 3 };
  return table(
    'Antworten und Befunde, die nicht zusammenpassen',
    columns,
    listed({ rows: liste, most: rows.contradictions, cells, rest }),
    satz,
  );
}

/** The title stands in a column of its own, so that the finding has the room. */
function withoutTitle({ titel, text: words }: ContradictionData): string {
  const lead = `${titel}: `;
  return words.startsWith(lead) ? words.slice(lead.length) : words;
}

/** What is the same at several targets is one row; faults only. */
function findingTable({ befunde, satz }: LeitungData['netz'], { rows, characters }: AnnexLimits): TableBlock {
  const columns = [column('Prüfung', 34), column('Ergebnis', 24), column('Gesehen', 56), column('Wo', 32), column('Am', 18)];
  const faults = befunde.filter(({ stand }) => stand.art !== 'inOrdnung');
  const cells = ([first, own]: [FindingData, FindingData[]]) => [
    text(shortened(first.frage, characters.name)),
    [...mark(first.stand), quiet(`Schwere: ${first.schwere}`)],
    text(shortened(first.text, characters.text)),
    targets(own, characters),
    text(first.datum),
  ];
  const kinds = alike(faults, ({ frage, text: seen }) => `${frage}\n${seen}`);
  const rest = { one: 'weitere Art von Mangel', many: 'weitere Arten von Mängeln', where: networkReport, column: 2 };
  return table('Mängel, die die Netzprüfung sah', columns, listed({ rows: kinds, most: rows.findings, cells, rest }), satz);
}

function uncheckedTable({ befunde, ungeprueft }: LeitungData['netz'], { rows, characters }: AnnexLimits): TableBlock {
  const columns = [column('Prüfung', 34), column('Warum nicht geprüft', 80), column('Wo', 32), column('Am', 18)];
  const cells = ([first, own]: [UncheckedData, UncheckedData[]]) => [
    text(shortened(first.frage, characters.name)),
    text(shortened(first.grund, characters.finding)),
    targets(own, characters),
    text(first.datum),
  ];
  const kinds = alike(ungeprueft, ({ frage, grund }) => `${frage}\n${grund}`);
  const rest = { one: 'weiterer Grund', many: 'weitere Gründe', where: networkReport, column: 1 };
  return table(
    'Was nicht geprüft werden konnte',
    columns,
    listed({ rows: kinds, most: rows.unchecked, cells, rest }),
    befunde.length === 0 ? 'Es wurde noch nichts geprüft.' : 'Jede versuchte Prüfung hat ein Ergebnis gebracht.',
  );
}

function alike<Row>(rows: readonly Row[], key: (row: Row) => string): [Row, Row[]][] {
  return [...Map.groupBy(rows, key).values()].flatMap((own) => (own[0] === undefined ? [] : [[own[0], own] as [Row, Row[]]]));
}

function targets(rows: readonly (FindingData | UncheckedData)[], characters: AnnexCharacters): CellPart[] {
  const [first] = rows;
  return text(rows.length === 1 ? shortened(first?.ziel ?? '', characters.name) : `an ${formatNumber(rows.length)} Stellen`);
}
