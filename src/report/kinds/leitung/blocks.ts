/** What the mayor's page offers its template to place. */
import type { BarShares, ChartBlock, DutyListBlock, Placeables, TableBlock, TopicLightsBlock } from '../../blocks.ts';
import { column, factsTable, mark, quiet, strong, table, text, withoutEmpty } from '../../cells.ts';
import { counted } from '../../german.ts';
import type { CountsData, DutyData, StatusKind, TopicData } from '../../report-data.ts';
import type { LeitungData } from './data.ts';

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
          axes: `Katalog: ${gap.anforderung} · Gesetz: ${gap.gesetz}`,
          effort: gap.aufwand,
          who: gap.wer,
          until: gap.bis,
          overdue: gap.ueberfaellig,
          choices: gap.wahl,
        })),
      },
    },
    diagramm: { gesamt: totalChart(data.gesamt) },
    kennzahl: { gesamt: { kind: 'kennzahl', value: `${data.gesamt.ja} von ${data.gesamt.zaehlt}`, caption: data.gesamt.text } },
    tabelle: {
      themen: topicTable(data),
      minimum: minimumTable(data.minimum),
      luecken: gapTable(data),
      widersprueche: contradictionTable(data),
      befunde: findingTable(data),
      ungeprueft: uncheckedTable(data),
      angaben: factsTable(data),
    },
    unterschrift: {
      leitung: { kind: 'unterschrift', fields: ['Ort, Datum', 'Unterschrift Leitung', 'Unterschrift BfIS'] },
    },
  };
}

export function barShares(counts: CountsData): BarShares {
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
      kindOfDuty: duty.art,
      place: duty.stelle,
      note: duty.angabe,
    })),
  };
}

function totalChart(total: CountsData): ChartBlock {
  return {
    kind: 'diagramm',
    title: 'Alle Fragen nach ihrem Stand',
    sentence: `Von ${counted(total.zaehlt, 'Frage', 'Fragen')} sind ${total.ja} mit „ja“, ${total.teilweise} mit „teilweise“ und ${total.nein} mit „nein“ beantwortet; ${total.unbekannt} sind nicht oder nicht mehr gültig beantwortet.`,
    parts: [
      { label: 'ja', value: total.ja, tone: 'ja' },
      { label: 'teilweise', value: total.teilweise, tone: 'teilweise' },
      { label: 'nein', value: total.nein, tone: 'nein' },
      { label: 'nicht bekannt', value: total.unbekannt, tone: 'unbekannt' },
    ],
  };
}

function topicTable(data: LeitungData): TableBlock {
  const columns = [
    column('Thema', 56),
    column('Lage', 26),
    column('ja', 8, 'right'),
    column('teilweise', 14, 'right'),
    column('nein', 9, 'right'),
    column('offen + zu bestätigen', 18, 'right'),
    column('entbehrlich', 17, 'right'),
  ];
  const rows = data.themen.map(({ titel, lage, trend, zahlen, begruendung }) => [
    [strong(titel), quiet(trend === null ? begruendung : `${begruendung} ${trend.zeichen} ${trend.wort}`)],
    mark(lage),
    text(String(zahlen.ja)),
    text(String(zahlen.teilweise)),
    text(String(zahlen.nein)),
    text(`${zahlen.offen} + ${zahlen.zuBestaetigen}`),
    text(String(zahlen.entbehrlich)),
  ]);
  return table('Themen mit allen Zahlen', columns, rows, 'Für dieses Profil sind keine Fragen gestellt.');
}

function minimumTable(duties: readonly DutyData[]): TableBlock {
  const columns = [column('Stelle', 22), column('Pflicht', 38), column('Stand', 29), column('Begründung', 52)];
  const rows = duties.map((duty) => [
    [strong(duty.stelle + duty.grad), quiet(`${duty.id} · ${duty.art}`)],
    text(duty.pflicht),
    mark(duty.stand),
    withoutEmpty([...text(duty.begruendung), quiet(duty.nachweis === '' ? '' : `Nachweis: ${duty.nachweis}`)]),
  ]);
  return table('Gesetzliches Minimum mit Begründung', columns, rows, 'Der Katalog beschreibt kein gesetzliches Minimum.');
}

function gapTable(data: LeitungData): TableBlock {
  const columns = [
    column('Nr.', 6, 'right'),
    column('Lücke', 36),
    column('Was passieren kann', 52),
    column('Aufwand (Schätzung)', 20),
    column('Wer, bis wann', 26),
  ];
  const rows = data.luecken.map((gap) => [
    text(String(gap.nr)),
    [strong(gap.titel), quiet(`${gap.control} · Katalog: ${gap.anforderung} · Gesetz: ${gap.gesetz}`)],
    text(gap.folge),
    text(gap.aufwand),
    withoutEmpty([...text(gap.wer), ...text(gap.bis), quiet(gap.ueberfaellig ? 'Termin überschritten' : '')]),
  ]);
  return table('Die wichtigsten Lücken im Wortlaut', columns, rows, 'Es ist keine Lücke gemeldet.');
}

function contradictionTable(data: LeitungData): TableBlock {
  const columns = [column('Art', 18), column('Anforderung', 34), column('Zielobjekt', 28), column('Antwort und Befund', 72)];
  const rows = data.widersprueche.liste.map((row) => [
    text(row.art),
    [strong(row.titel), quiet(row.control)],
    text(row.zielobjekt),
    text(row.text),
  ]);
  return table('Antworten und Befunde, die nicht zusammenpassen', columns, rows, data.widersprueche.satz);
}

function findingTable(data: LeitungData): TableBlock {
  const columns = [column('Prüfung', 34), column('Ziel', 38), column('Ergebnis', 24), column('Gesehen', 44), column('Am', 18)];
  const rows = data.netz.befunde.map((row) => [
    text(row.frage),
    text(row.ziel),
    row.schwere === '–' ? mark(row.stand) : [...mark(row.stand), quiet(`Schwere: ${row.schwere}`)],
    text(row.text),
    text(row.datum),
  ]);
  return table('Befunde der Netzprüfung', columns, rows, data.netz.satz);
}

function uncheckedTable(data: LeitungData): TableBlock {
  const columns = [column('Prüfung', 34), column('Ziel', 38), column('Warum nicht geprüft', 62), column('Am', 18)];
  const rows = data.netz.ungeprueft.map((row) => [text(row.frage), text(row.ziel), text(row.grund), text(row.datum)]);
  return table(
    'Was nicht geprüft werden konnte',
    columns,
    rows,
    'Jede versuchte Prüfung hat ein Ergebnis gebracht, oder es wurde keine versucht.',
  );
}
