/** This year against the round closed last: topics, duties, measures, checks and incidents, with what makes the comparison doubtful. */
import type { Counts } from '../../../domain/answers.ts';
import { formatDay } from '../../../domain/calendar.ts';
import type { DutyEvaluation, DutyStatus } from '../../../domain/duties.ts';
import type { Evaluation } from '../../../domain/evaluation.ts';
import type { Finding } from '../../../domain/finding.ts';
import { buildCounts } from '../../counts.ts';
import { degree, legalMinimum } from '../../duty-data.ts';
import { agreeing, asSentence, counted, enumerated, formatNumber, quoted } from '../../german.ts';
import { buildHead, titleFor } from '../../head.ts';
import { lastSeen } from '../../last-seen.ts';
import { costText } from '../../money.ts';
import {
  costsOf,
  doneText,
  incidentKinds,
  incidentText,
  measureFigures,
  openMeasures,
  yearBefore,
} from '../../register-figures.ts';
import type { StatusKind, StatusMark, TrendData } from '../../report-data.ts';
import { type ComparedTopic, entriesOf, type RecordedState, type ReportInput, type YearRecord } from '../../report-input.ts';
import { dutyMark, plainMark, topicMark } from '../../status.ts';
import { methodChangeCount, otherChangesOf, realChangesOf } from './changes.ts';
import type { ComparedTopicData, DutySums, FindingSums, JahresvergleichData, YearShares, YearState } from './data.ts';

export function buildJahresvergleich(input: ReportInput): JahresvergleichData {
  const record = input.jahre ?? { staende: [], vergleich: null };
  const before = record.vergleich === null ? null : (record.staende.at(-2) ?? null);
  const since = before?.tag ?? yearBefore(input.asOf);
  return {
    art: 'jahresvergleich',
    kopf: buildHead(input, {
      bericht: 'Jahresvergleich',
      titel: titleFor('Jahresvergleich Informationssicherheit', input.kommune),
    }),
    zeitraum: periodText(before, input),
    saetze: {
      lage: asSentence(buildCounts(input.evaluation.total).text),
      veraenderung: changeSentence(record, before, input),
      grenzen: limitSentence(record),
    },
    vorbehalte: doubts(record, before),
    staende: record.staende.map(buildState),
    staendeText: statesText(record.staende),
    aenderungen: buildChanges(record),
    themenText: topicsText(record, input),
    themen: input.fassung === 'oeffentlich' ? [] : buildTopics(record, before, input.evaluation),
    pflichten: buildDuties(input, before),
    massnahmen: { text: measuresText(input, since) },
    befunde: buildFindings(input),
    vorfaelle: buildIncidents(input),
    methode: [...method, ...(record.staende.length > 1 ? [chartNote] : [])],
  };
}

function periodText(before: RecordedState | null, { asOf, earlier }: ReportInput): string {
  if (before === null && earlier === null)
    return `Stand ${formatDay(asOf)}. Es gibt noch keine früher abgeschlossene Erhebung, mit der sich vergleichen ließe.`;
  if (before === null)
    return `Stand ${formatDay(asOf)}. Der frühere Stand ist nicht so festgehalten, dass er sich vergleichen lässt.`;
  const day = formatDay(before.tag);
  const named = before.bezeichnung.includes(day) ? '' : ` (${quoted(before.bezeichnung)})`;
  return `Verglichen wird der Stand vom ${day}${named} mit dem Stand vom ${formatDay(asOf)}.`;
}

function changeSentence({ vergleich }: YearRecord, before: RecordedState | null, { evaluation }: ReportInput): string {
  if (vergleich === null || before === null) return 'Das wissen wir nicht, weil ein früherer Stand fehlt.';
  const { besser, schlechter, neu } = vergleich.aenderungen;
  const now = buildCounts(evaluation.total);
  const then = buildCounts(before.zahlen);
  const asked = `Von ${counted(vergleich.verglichen, 'Frage', 'Fragen')}, die beide Male gestellt ${agreeing(vergleich.verglichen, 'wurde', 'wurden')}`;
  // More than there are questions: some are asked of several systems, and totals count each of them once.
  const each =
    vergleich.verglichen > Math.min(before.zahlen.n, evaluation.total.n)
      ? ' (eine Frage zu zwei Systemen zählt hier zweimal)'
      : '';
  const first = neu === 0 ? '' : `; ${formatNumber(neu)} ${agreeing(neu, 'wurde', 'wurden')} erstmals beantwortet`;
  const today = `${formatNumber(now.ja)} von ${formatNumber(now.zaehlt)}`;
  const total = vergleich.standWeichtAb
    ? `Mit „ja“ beantwortet ${agreeing(now.ja, 'ist', 'sind')} jetzt ${today} Fragen.`
    : `Mit „ja“ beantwortet ${agreeing(then.ja, 'war', 'waren')} ${formatNumber(then.ja)} von ${formatNumber(then.zaehlt)} Fragen, jetzt ${agreeing(now.ja, 'ist', 'sind')} es ${today}.`;
  return `${asked}${each}, ${movedText(besser, schlechter)}${first}. ${total}`;
}

function movedText(better: number, worse: number): string {
  const amount = (n: number) => (n === 0 ? 'keine' : formatNumber(n));
  return `${better > 1 ? 'sind' : 'ist'} ${amount(better)} besser und ${amount(worse)} schlechter beantwortet`;
}

function limitSentence({ vergleich }: YearRecord): string {
  if (vergleich === null) return 'Wie es früher war. Dieser Bericht nennt nur den heutigen Stand.';
  const { unbekanntVorher, unbekanntNachher, verglichen } = vergleich;
  return `Von diesen ${formatNumber(verglichen)} Fragen ${agreeing(unbekanntVorher, 'war', 'waren')} beim früheren Stand ${formatNumber(unbekanntVorher)} nicht bekannt, jetzt ${agreeing(unbekanntNachher, 'ist', 'sind')} es ${formatNumber(unbekanntNachher)}. Nicht Bekanntes zählt nie als erfüllt.`;
}

/** What changed besides the Kommune: the reader must know it before any number. */
function doubts({ vergleich, staende }: YearRecord, before: RecordedState | null): string[] {
  const now = staende.at(-1);
  if (vergleich === null || before === null || now === undefined) return [];
  const editions =
    before.ausgabe === null
      ? 'Mit welcher Ausgabe des Katalogs früher gefragt wurde, ist nicht festgehalten.'
      : `Der Katalog hat gewechselt: früher Ausgabe ${before.ausgabe}, jetzt Ausgabe ${now.ausgabe ?? 'nicht bekannt'}.`;
  const method = methodChangeCount(vergleich);
  const { wortlautNichtFestgehalten: unworded } = vergleich;
  const { ja, zaehlt } = buildCounts(before.zahlen);
  return [
    ...(vergleich.standWeichtAb
      ? [
          `Beim Abschluss am ${formatDay(before.tag)} ${agreeing(ja, 'wurde', 'wurden')} ${formatNumber(ja)} von ${formatNumber(zaehlt)} Fragen mit „ja“ gezählt; aus den dazu gespeicherten Antworten ergibt sich nach dem heutigen Katalog eine andere Zahl. Verglichen wird mit diesen Antworten.`,
        ]
      : []),
    ...(before.ausgabe !== null && before.ausgabe === now.ausgabe ? [] : [editions]),
    ...(before.profil === now.profil
      ? []
      : [
          `Das Profil hat gewechselt: früher ${quoted(before.profil)}, jetzt ${quoted(now.profil)}. Es werden andere Fragen gestellt.`,
        ]),
    ...(method === 0
      ? []
      : [
          `${counted(method, 'Änderung kommt', 'Änderungen kommen')} nur von Katalog, Profil oder neuen Systemen und ${agreeing(method, 'zählt', 'zählen')} nicht als Fortschritt oder Rückschritt.`,
        ]),
    ...(unworded === 0
      ? []
      : [
          `Bei ${counted(unworded, 'Frage', 'Fragen')} ist nicht festgehalten, ob sie beide Male gleich ${agreeing(unworded, 'lautete', 'lauteten')}.`,
        ]),
  ];
}

function buildState({ bezeichnung, tag, profil, ausgabe, zahlen }: RecordedState): YearState {
  return {
    bezeichnung,
    stand: formatDay(tag),
    profil,
    ausgabe: ausgabe ?? 'nicht bekannt',
    ...sharesOf(zahlen),
    entbehrlich: zahlen.entbehrlich,
    zaehlt: zahlen.n - zahlen.entbehrlich,
  };
}

function sharesOf({ ja, teilweise, nein, offen, zuBestaetigen }: Counts): YearShares {
  return { ja, teilweise, nein, unbekannt: offen + zuBestaetigen };
}

function statesText(states: readonly RecordedState[]): string {
  const [first, last] = [states[0], states.at(-1)];
  if (first === undefined || last === undefined || states.length < 2)
    return 'Für einen Verlauf braucht es mindestens zwei Stände.';
  const isOther = (of: (state: RecordedState) => string | null) => new Set(states.flatMap((state) => of(state) ?? [])).size > 1;
  const otherProfile = isOther(({ profil }) => profil);
  const causes = [...(otherProfile ? ['das Profil'] : []), ...(isOther(({ ausgabe }) => ausgabe) ? ['der Katalog'] : [])];
  const questions = otherProfile ? 'Es werden andere Fragen gestellt.' : 'Die Fragen sind nicht unbedingt dieselben.';
  const changed =
    causes.length === 0
      ? ''
      : ` Dazwischen ${agreeing(causes.length, 'hat', 'haben')} ${enumerated(causes)} gewechselt: ${questions} Ob etwas besser oder schlechter geworden ist, zeigt der Verlauf deshalb nicht; das steht unter „Was sich geändert hat“.`;
  return `Mit „ja“ beantwortet: am ${formatDay(first.tag)} ${formatNumber(first.zahlen.ja)} von ${formatNumber(first.zahlen.n - first.zahlen.entbehrlich)} Fragen, am ${formatDay(last.tag)} ${formatNumber(last.zahlen.ja)} von ${formatNumber(last.zahlen.n - last.zahlen.entbehrlich)}.${changed}`;
}

function buildChanges({ vergleich }: YearRecord): JahresvergleichData['aenderungen'] {
  if (vergleich === null) {
    const text = 'Ohne früheren Stand lässt sich nicht sagen, was sich geändert hat.';
    return { echt: [], methode: [], text, methodeText: '' };
  }
  const [echt, methode] = [realChangesOf(vergleich), otherChangesOf(vergleich)];
  const unchanged = `${counted(vergleich.unveraendert, 'Frage ist', 'Fragen sind')} unverändert.`;
  return {
    echt,
    methode,
    text: echt.length === 0 ? `In der Sache hat sich nichts geändert. ${unchanged}` : unchanged,
    methodeText:
      methode.length === 0
        ? 'Änderungen durch Katalog, Alter oder Quelle gibt es nicht.'
        : 'Die folgenden Änderungen sagen nichts darüber, ob die Kommune sicherer geworden ist.',
  };
}

const trends: Readonly<Record<TrendData['richtung'], Pick<TrendData, 'zeichen' | 'wort'>>> = {
  besser: { zeichen: '↑', wort: 'besser' },
  gleich: { zeichen: '→', wort: 'unverändert' },
  schlechter: { zeichen: '↓', wort: 'schlechter' },
};

function topicsText({ vergleich }: YearRecord, { evaluation }: ReportInput): string {
  const marked = (art: StatusKind) => evaluation.topics.filter((topic) => topicMark(topic).art === art).length;
  const dispensable = marked('trifftNichtZu');
  const n = evaluation.topics.length;
  const now = `Von ${counted(n, 'Thema', 'Themen')} ${agreeing(n, 'ist', 'sind')} heute ${formatNumber(marked('inOrdnung'))} in Ordnung, ${formatNumber(marked('teilweise'))} teilweise in Ordnung, in ${formatNumber(marked('handlungsbedarf'))} besteht Handlungsbedarf, über ${formatNumber(marked('nichtBekannt'))} ist zu wenig bekannt${dispensable === 0 ? '' : `, ${formatNumber(dispensable)} ${agreeing(dispensable, 'trifft', 'treffen')} nicht zu`}.`;
  if (vergleich === null) return n === 0 ? 'Für dieses Profil sind keine Fragen gestellt.' : now;
  const count = (trend: ComparedTopic['trend']) => vergleich.themen.filter((topic) => topic.trend === trend).length;
  const parts = [
    `${formatNumber(count('besser'))} besser, ${formatNumber(count('schlechter'))} schlechter, ${formatNumber(count('gleich'))} unverändert`,
    ...uncomparable(count(null), 'nicht beide Male etwas bekannt war'),
    ...uncomparable(n - vergleich.themen.length, 'keine Frage dazu beide Male gestellt wurde'),
  ];
  return `${now} Gegenüber dem früheren Stand: ${parts.join('; ')}.`;
}

/** Every topic is better, worse, the same or one of these, so that all of them add up. */
function uncomparable(n: number, because: string): string[] {
  if (n === 0) return [];
  return [`${formatNumber(n)} ${agreeing(n, 'lässt', 'lassen')} sich nicht vergleichen, weil ${because}`];
}

function buildTopics({ vergleich }: YearRecord, before: RecordedState | null, evaluation: Evaluation): ComparedTopicData[] {
  if (vergleich === null || before === null) return [];
  return vergleich.themen.flatMap((compared) => {
    const topic = evaluation.topics.find((each) => each.topic.id === compared.id);
    if (topic === undefined) return [];
    const { trend, known, better, worse, unknown } = compared;
    const [then, now] = [buildCounts(compared.vorher), buildCounts(compared.nachher)];
    const notes = [
      ...(better + worse === 0
        ? []
        : [
            enumerated([
              ...(better === 0 ? [] : [`${formatNumber(better)} besser`]),
              ...(worse === 0 ? [] : [`${formatNumber(worse)} schlechter`]),
            ]),
          ]),
      ...(known === 0 ? ['nicht beide Male bekannt'] : []),
      ...(unknown === 0 ? [] : [`${formatNumber(unknown)} jetzt nicht bekannt`]),
    ];
    return [
      {
        titel: compared.titel,
        lage: topicMark(topic),
        trend:
          trend === null
            ? null
            : { richtung: trend, ...trends[trend], text: `${trends[trend].wort} gegenüber dem ${formatDay(before.tag)}` },
        vorher: `${formatNumber(then.ja)} von ${formatNumber(then.zaehlt)}`,
        jetzt: `${formatNumber(now.ja)} von ${formatNumber(now.zaehlt)}`,
        anteile: { vorher: sharesOf(compared.vorher), jetzt: sharesOf(compared.nachher) },
        bemerkung: notes.join('; '),
      },
    ];
  });
}

function dutySums(wann: string, duties: readonly DutyEvaluation[]): DutySums {
  const count = (status: DutyEvaluation['status']) => duties.filter((duty) => duty.status === status).length;
  return {
    wann,
    erfuellt: count('erfuellt'),
    teilweise: count('teilweise'),
    nichtErfuellt: count('nichtErfuellt'),
    offen: count('offen'),
  };
}

/** Both times by the catalogue of today, so that only the state of the Kommune can differ. */
function buildDuties(
  { evaluation, earlier, asOf, fassung }: ReportInput,
  before: RecordedState | null,
): JahresvergleichData['pflichten'] {
  const now = legalMinimum(evaluation);
  const then = earlier === null ? null : legalMinimum(earlier.evaluation);
  const today = dutySums(formatDay(asOf), now);
  const summen = then === null ? [today] : [dutySums(formatDay(before?.tag ?? earlier?.evaluation.asOf ?? asOf), then), today];
  const applying = now.filter(({ status }) => status !== 'nichtAnwendbar').length;
  const compared =
    then === null
      ? ''
      : ` Beim früheren Stand ${agreeing(summen[0]?.erfuellt ?? 0, 'war', 'waren')} ${formatNumber(summen[0]?.erfuellt ?? 0)} erfüllt; beide Stände sind nach dem heutigen Katalog beurteilt.`;
  const text =
    applying === 0
      ? 'Das gesetzliche Minimum ist in diesem Katalog nicht beschrieben oder trifft hier nicht zu.'
      : `Von ${counted(applying, 'Punkt', 'Punkten')} des gesetzlichen Minimums (Sächsisches Informationssicherheitsgesetz°) ${agreeing(today.erfuellt, 'ist', 'sind')} ${formatNumber(today.erfuellt)} erfüllt, ${formatNumber(today.teilweise)} teilweise, ${formatNumber(today.nichtErfuellt)} nicht erfüllt, ${formatNumber(today.offen)} nicht bekannt.${compared}`;
  return { text, summen, liste: fassung === 'oeffentlich' || then === null ? [] : comparedDuties(then, now) };
}

function comparedDuties(then: readonly DutyEvaluation[], now: readonly DutyEvaluation[]) {
  return now.flatMap((duty) => {
    const was = then.find(({ item }) => item.id === duty.item.id);
    if (was === undefined) return [];
    const { item, status } = duty;
    return [
      {
        stelle: item.ref,
        grad: degree(duty),
        kurz: item.short,
        vorher: minimumMark(was.status),
        jetzt: minimumMark(status),
      },
    ];
  });
}

/** In the words of the chart above the table. */
function minimumMark(status: DutyStatus): StatusMark {
  return status === 'offen' ? plainMark('nichtBekannt') : dutyMark(status, 'exact');
}

function measuresText(input: ReportInput, since: string): string {
  const all = entriesOf(input, 'massnahme');
  if (all.length === 0) return 'Es ist keine Maßnahme erfasst.';
  const { offen, ueberfaellig, ohneTermin, zurueckgestellt, erledigt } = measureFigures(all, since, input.asOf);
  const open = openMeasures(all);
  const costs = costsOf(open);
  const money = costText(costs);
  const sum =
    offen === 0
      ? ''
      : money === null
        ? ' Kosten der offenen sind noch nicht geschätzt.'
        : ` Die offenen kosten nach Schätzung ${money}${costs.unknown === 0 ? '' : `; für ${formatNumber(costs.unknown)} ist nichts geschätzt`}.`;
  const states = `${formatNumber(ueberfaellig)} überfällig, ${formatNumber(ohneTermin)} ohne Termin`;
  return `Seit dem ${formatDay(since)} ${doneText(erledigt)} Offen ${agreeing(offen, 'ist', 'sind')} ${formatNumber(offen)}${offen === 0 ? '' : ` (${states})`}, zurückgestellt ${agreeing(zurueckgestellt, 'ist', 'sind')} ${formatNumber(zurueckgestellt)}.${sum}`;
}

function findingSums(wann: string, findings: readonly Finding[]): FindingSums {
  const count = (result: Finding['result']) => findings.filter((finding) => finding.result === result).length;
  return {
    wann,
    inOrdnung: count('met'),
    laeuftAus: count('phase-out'),
    mangel: count('not-met'),
    nichtFeststellbar: count('undetermined'),
  };
}

function buildFindings({ evaluation, earlier, asOf }: ReportInput): JahresvergleichData['befunde'] {
  const now = findingSums(formatDay(asOf), evaluation.findings);
  const then =
    earlier === null || earlier.evaluation.findings.length === 0
      ? null
      : findingSums(formatDay(earlier.evaluation.asOf), earlier.evaluation.findings);
  if (evaluation.findings.length === 0 && then === null)
    return { text: 'Was von außen zu sehen ist, wissen wir nicht, weil keine Netzprüfung erfasst ist.', summen: [] };
  const last = lastSeen(evaluation.findings);
  const judged = now.inOrdnung + now.laeuftAus + now.mangel;
  const open = evaluation.contradictions.filter(({ kind }) => kind === 'contradiction').length;
  const seen =
    last === null
      ? 'Für den heutigen Stand zählt kein Befund mehr.'
      : `Zuletzt am ${last}: ${formatNumber(now.inOrdnung)} von ${counted(judged, 'beurteilten Punkt', 'beurteilten Punkten')} in Ordnung, ${formatNumber(now.mangel)} mit Mangel, ${formatNumber(now.laeuftAus)} auslaufend; ${formatNumber(now.nichtFeststellbar)} nicht feststellbar.`;
  const compared =
    then === null
      ? ' Zum früheren Stand gab es keine Netzprüfung.'
      : ' Mehr oder weniger Mängel können auch daran liegen, dass mehr oder anderes geprüft wurde.';
  const disagree = `${open === 0 ? 'Kein Widerspruch' : counted(open, 'Widerspruch', 'Widersprüche')} zwischen Antworten und Netzprüfung.`;
  return { text: `${seen}${compared} ${disagree}`, summen: then === null ? [now] : [then, now] };
}

function buildIncidents(input: ReportInput): JahresvergleichData['vorfaelle'] {
  const year = Number(input.asOf.slice(0, 4));
  const figures = [year - 1, year].map((jahr) => incidentKinds(entriesOf(input, 'vorfall'), jahr));
  const sentences = figures.map((each) => `${each.jahr}: ${incidentText(each)}`);
  const none = figures.every(({ n }) => n === 0);
  return {
    text: none
      ? `Für ${year - 1} und ${year} ist kein Vorfall erfasst. Das heißt nicht, dass es keinen gab.`
      : `${sentences.join('; ')}. ${year} ist bis zum ${formatDay(input.asOf)} gezählt.`,
    jahre: none
      ? []
      : figures.map(({ jahr, n, ereignisse, vorfaelle, erheblich, nichtEingeordnet }) => ({
          jahr: String(jahr),
          anzahl: n,
          ereignisse,
          vorfaelle,
          erheblich,
          nichtEingeordnet,
        })),
  };
}

const method = [
  'Verglichen werden nur Fragen, die beide Male gestellt wurden, je System oder Bereich einzeln. Besser und schlechter zählt nur, wenn jemand neu geantwortet hat.',
  'Ein Thema gilt als besser, wenn mehr seiner Fragen besser als schlechter geworden sind. Eine erste Antwort, eine neue Frage oder ein neuer Wortlaut macht keinen Pfeil.',
  'Was nur durch Katalog, Profil, Alter oder eine andere Quelle anders ist, steht für sich.',
];
const chartNote = 'Der Verlauf zeigt Anzahlen, keine Anteile; entbehrliche Fragen sind nicht gezählt.';
