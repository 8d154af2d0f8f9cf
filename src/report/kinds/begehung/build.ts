/** The report on a visit: what was found in which room, what was made of it, what nobody looked at. */
import { formatDay } from '../../../domain/calendar.ts';
import { listIn, type RegisterEntry, textIn } from '../../../domain/register.ts';
import { visitRecord } from '../../../domain/visit-protocol.ts';
import { agreeing, counted, enumerated, enumeratedUpTo, shortened } from '../../german.ts';
import { buildHead, titleFor } from '../../head.ts';
import type { StatusMark } from '../../report-data.ts';
import { entriesOf, type ReportInput } from '../../report-input.ts';
import type { BegehungData, VisitMeasure } from './data.ts';

const visitedTypes: ReadonlySet<string> = new Set(['raum', 'gebaeude']);

/** Names that stand in a sentence; the table has all. */
const namedRooms = 3;

/** Characters of the place that fit into the title; it stands in full below. */
const titleLength = 90;

export function buildBegehung(input: ReportInput): BegehungData {
  const { eintrag: entry, zielobjekte = [], asOf } = input;
  if (entry === null) throw new Error('this report is about a visit');
  const visit = visitRecord(entry, entriesOf(input, 'massnahme'), zielobjekte);
  const findings = visit.findings.map(({ text, measure }, index) => ({
    nr: index + 1,
    text,
    massnahme: measure === null ? null : buildMeasure(measure, asOf),
  }));
  const others = visit.others.map((measure) => buildMeasure(measure, asOf));
  const left = [...listIn(entry.values, 'nicht-angesehen')];
  const rooms = roomsLeft(entry, input);
  return {
    art: 'begehung',
    kopf: buildHead(input, {
      bericht: `Begehung ${entry.id}`,
      titel: titleFor(`Begehung: ${shortened(visit.place, titleLength)}`, input.kommune),
    }),
    eintrag: entry.id,
    ort: visit.place,
    am: visit.day === '' ? '' : formatDay(visit.day),
    teilnehmende: enumerated(visit.participants),
    angesehen: enumerated(visit.objects),
    naechste: visit.next === null ? '' : formatDay(visit.next),
    unterschrieben: visit.signed ?? '',
    saetze: {
      ergebnis: resultSentence(findings),
      massnahmen: measureSentence(
        findings.flatMap(({ massnahme }) => massnahme ?? []),
        others,
      ),
      grenzen: limitsSentence(left, rooms),
    },
    feststellungen: findings,
    weitere: others,
    nichtAngesehen: { angaben: left, raeume: rooms },
  };
}

function buildMeasure({ id, values }: RegisterEntry, asOf: string): VisitMeasure {
  const due = textIn(values, 'faellig');
  const done = textIn(values, 'erledigt-am');
  const until = due === null ? '' : formatDay(due);
  return {
    id,
    titel: textIn(values, 'titel') ?? '',
    wer: textIn(values, 'verantwortlich') ?? 'noch niemand benannt',
    bis: done === null ? until : `am ${formatDay(done)}`,
    stand: measureMark(textIn(values, 'status') ?? 'offen', due, asOf),
  };
}

function measureMark(status: string, due: string | null, asOf: string): StatusMark {
  if (status === 'erledigt') return { art: 'inOrdnung', wort: 'erledigt' };
  if (status === 'verworfen') return { art: 'trifftNichtZu', wort: 'verworfen' };
  if (status === 'zurueckgestellt') return { art: 'teilweise', wort: 'zurückgestellt' };
  if (due === null) return { art: 'nichtBekannt', wort: 'ohne Termin' };
  return due < asOf ? { art: 'handlungsbedarf', wort: 'überfällig' } : { art: 'teilweise', wort: 'offen' };
}

function resultSentence(findings: BegehungData['feststellungen']): string {
  if (findings.length === 0) return 'Es ist keine Feststellung erfasst.';
  const without = findings.filter(({ massnahme }) => massnahme === null).length;
  const start = `Es gibt ${counted(findings.length, 'Feststellung', 'Feststellungen')}.`;
  if (without === 0) return `${start} ${findings.length === 1 ? 'Aus ihr' : 'Aus jeder'} wurde eine Maßnahme.`;
  if (without === findings.length)
    return `${start} Zu ${agreeing(findings.length, 'ihr ist keine', 'keiner davon ist eine')} Maßnahme erfasst.`;
  return `${start} Zu ${without} davon fehlt noch eine Maßnahme.`;
}

function measureSentence(made: readonly VisitMeasure[], others: readonly VisitMeasure[]): string {
  if (made.length + others.length === 0) return 'Keine.';
  const first =
    made.length === 0
      ? 'Aus den Feststellungen keine.'
      : `${counted(made.length, 'Maßnahme', 'Maßnahmen')} aus Feststellungen: ${statesText(made)}.`;
  const [other] = others;
  if (other === undefined) return first;
  const second =
    others.length === 1
      ? `1 weitere Maßnahme ist ${other.stand.wort}.`
      : `${others.length} weitere Maßnahmen: ${statesText(others)}.`;
  return `${first} ${second}`;
}

function statesText(measures: readonly VisitMeasure[]): string {
  const count = (wort: string) => measures.filter(({ stand }) => stand.wort === wort).length;
  const parts = ['erledigt', 'offen', 'überfällig', 'ohne Termin', 'zurückgestellt', 'verworfen']
    .map((wort) => ({ wort, n: count(wort) }))
    .filter(({ n }) => n > 0)
    .map(({ wort, n }) => `${n} ${wort}`);
  return enumerated(parts);
}

/** Rooms and buildings this visit did not reach, with the day of their last visit. */
function roomsLeft(entry: RegisterEntry, input: ReportInput): BegehungData['nichtAngesehen']['raeume'] {
  const seen = new Set(listIn(entry.values, 'zielobjekte'));
  const place = textIn(entry.values, 'ort')?.toLowerCase();
  return (input.zielobjekte ?? [])
    .filter(({ typ, kuerzel, name }) => visitedTypes.has(typ) && !seen.has(kuerzel) && name.toLowerCase() !== place)
    .map(({ kuerzel, name }) => ({ name, zuletzt: lastVisit(kuerzel, name, input) }));
}

function lastVisit(kuerzel: string, name: string, input: ReportInput): string {
  const days = entriesOf(input, 'begehung')
    .filter(
      ({ values }) =>
        listIn(values, 'zielobjekte').includes(kuerzel) || textIn(values, 'ort')?.toLowerCase() === name.toLowerCase(),
    )
    .flatMap(({ values }) => textIn(values, 'am') ?? []);
  const newest = days.toSorted().at(-1);
  return newest === undefined ? 'noch nie, soweit erfasst' : formatDay(newest);
}

function limitsSentence(left: readonly string[], rooms: readonly { name: string }[]): string {
  const said =
    left.length === 0
      ? 'Ob vor Ort etwas ausgelassen wurde, ist nicht erfasst.'
      : `Vor Ort ausgelassen ${agreeing(left.length, 'wurde 1 Punkt', `wurden ${left.length} Punkte`)}.`;
  if (rooms.length === 0) return said;
  return `${said} Nicht Teil dieser Begehung: ${enumeratedUpTo(
    rooms.map(({ name }) => name),
    namedRooms,
  )}.`;
}
