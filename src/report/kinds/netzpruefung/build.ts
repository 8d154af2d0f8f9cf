/** The report on the network checks, for those who mend things: what was seen, where, why it matters, how to fix it. */
import { dayOf, daysBetween, formatDay } from '../../../domain/calendar.ts';
import type { Contradiction } from '../../../domain/contradictions.ts';
import type { Finding } from '../../../domain/finding.ts';
import { formatTarget } from '../../../domain/finding.ts';
import { isGap, isOpenGap } from '../../../domain/finding-explanations.ts';
import { informationsverbund } from '../../../domain/kommune.ts';
import { originOf } from '../../../domain/measures.ts';
import { findingMaxAgeDays, type Netzlauf } from '../../../domain/netzlauf.ts';
import { isSettled, type RegisterEntry } from '../../../domain/register.ts';
import { massnahme } from '../../../domain/registers/massnahme.ts';
import { agreeing, asSentence, counted, enumerated, enumeratedUpTo, formatNumber } from '../../german.ts';
import { buildHead, titleFor } from '../../head.ts';
import { entriesOf, type NetworkRecord, type ReportInput } from '../../report-input.ts';
import { vantageWords } from '../../status.ts';
import type { NetContradictionData, NetDegreeData, NetObjectData, NetTaskData, NetzpruefungData } from './data.ts';
import { buildRun, footprints, permitsOf, runsBehind } from './net-evidence.ts';
import {
  controlsOf,
  type Degree,
  degreeMark,
  degreeOf,
  degrees,
  degreeWords,
  type Explained,
  endingLines,
  explainedLines,
  type FindingWords,
  findingLines,
  firstSeenOf,
  firstStep,
  hostLabels,
  orderLines,
  rankChecks,
  remedyOf,
  targetsOf,
  titleOf,
  unseenLines,
} from './net-findings.ts';

/** Tasks named first. */
const topTasks = 5;

const nothing: NetworkRecord = { befunde: [], verlauf: [], laeufe: [], freigaben: [], zielobjekte: [] };

export function buildNetzpruefung(input: ReportInput): NetzpruefungData {
  const { catalogue, asOf } = input;
  const record = input.netz ?? nothing;
  const { befunde } = record;
  const gaps = befunde.filter(({ finding }) => isGap(finding));
  const ranked = rankChecks(gaps);
  const words: FindingWords = {
    catalogue,
    asOf,
    firstSeen: firstSeenOf(record.verlauf),
    remedies: new Map(ranked.map(({ check }, index) => [check, index + 1])),
  };
  const open = gaps.filter(isOpenGap);
  const ending = open.filter(({ finding }) => finding.result === 'phase-out');
  const met = befunde.flatMap(({ finding }) => (finding.result === 'met' ? finding : []));
  const unseen = befunde.flatMap(({ finding }) => (finding.result === 'undetermined' ? finding : []));
  const covered = gaps.filter((each) => !isOpenGap(each));
  const runs = runsBehind(record);
  const aufgaben = ranked
    .filter((each) => each.open.length > 0)
    .slice(0, topTasks)
    .map((each, index) => buildTask(each, index + 1, words, entriesOf(input, 'massnahme')));
  return {
    art: 'netzpruefung',
    kopf: buildHead(input, { bericht: 'Netzprüfung', titel: titleFor('Netzprüfung', input.kommune) }),
    saetze: {
      gesehen: seenSentence(befunde, runs),
      zuerst: firstSentenceOf(aufgaben, open.length, befunde.length),
      grenzen: limitSentence(befunde, unseen.length, asOf),
    },
    summe: {
      text: totalText(gaps, met.length, unseen.length),
      schweren: degrees
        .map((degree) => countDegree(degree, gaps))
        .filter(({ schwere, befunde: n }) => schwere !== degreeWords.hinweis || n > 0),
      inOrdnung: met.length,
      nichtAngesehen: unseen.length,
    },
    aufgaben,
    aufgabenText: tasksText(ranked.filter((each) => each.open.length > 0).length),
    zielobjekte: buildObjects(record, words),
    auslaufend: endingLines(ending, words),
    auslaufendText: endingText(ending, open, words),
    erklaert: explainedLines(covered, words),
    erklaertText: explainedText(covered.length),
    widersprueche: buildContradictions(input, words),
    abhilfen: ranked.map((each, index) => remedyOf(each, index + 1, catalogue)),
    inOrdnung: orderLines(met, catalogue),
    inOrdnungText: orderText(met),
    nichtAngesehen: {
      satz: unseenText(unseen, befunde.length + runs.length > 0),
      liste: unseenLines(unseen, catalogue),
      grenzen: limits(record, runs),
    },
    nachweis: {
      satz: evidenceText(runs),
      laeufe: runs.map(buildRun),
      freigaben: permitsOf(runs, record.freigaben),
      spuren: footprints(record, input),
    },
  };
}

const meanings: Readonly<Record<Degree, string>> = {
  kritisch: 'Daten oder Verwaltung stehen Fremden ohne Schutz offen.',
  hoch: 'Ein Angriff geht mit üblichen Mitteln, oder Vertrauliches ist lesbar.',
  mittel: 'Ein Schutz fehlt oder ist schwach; ein Angriff kostet mehr Mühe.',
  niedrig: 'Eine übliche Absicherung fehlt.',
  hinweis: 'Zur Kenntnis; für sich kein Risiko.',
  'laeuft-aus': 'Heute noch hinnehmbar, aber zu ersetzen.',
};

function countDegree(degree: Degree, gaps: readonly Explained[]): NetDegreeData {
  const own = gaps.filter(({ finding }) => degreeOf(finding) === degree);
  const open = own.filter(isOpenGap);
  return {
    schwere: degreeWords[degree],
    bedeutung: meanings[degree],
    befunde: own.length,
    erklaert: own.length - open.length,
    offen: open.length,
    ziele: targetsOf(open).length,
  };
}

function seenSentence(befunde: readonly Explained[], runs: readonly Netzlauf[]): string {
  const [newest] = runs;
  if (newest === undefined)
    return 'Was im Netz offen steht, wissen wir nicht, weil noch keine Netzprüfung erfasst ist. Eine Freigabe einholen und mit „burgward netz pruefen“ beginnen.';
  const day = formatDay(dayOf(newest.beendet));
  if (befunde.length === 0) return `Die Netzprüfung vom ${day} hat keinen Befund ergeben.`;
  const vantages = [...new Set(befunde.map(({ finding }) => vantageWords[finding.vantage]))];
  const made = befunde.filter(isConclusion);
  const without = befunde.length - made.length;
  const rest = without === 0 ? '' : `, ${formatNumber(without)} ohne`;
  return `Zuletzt geprüft am ${day}, ${enumerated(vantages)}: ${counted(made.length, 'Prüfung', 'Prüfungen')} an ${counted(targetsOf(made).length, 'Ziel', 'Zielen')} mit Ergebnis${rest}.`;
}

function isConclusion({ finding }: Explained): boolean {
  return finding.result !== 'undetermined';
}

function totalText(gaps: readonly Explained[], met: number, unseen: number): string {
  if (gaps.length + met + unseen === 0) return 'Es liegt kein Befund vor.';
  const faults = gaps.filter(({ finding }) => finding.result === 'not-met').length;
  const ending = gaps.length - faults;
  const covered = gaps.filter((each) => !isOpenGap(each)).length;
  const old = `bei ${ending === 0 ? 'keinem' : formatNumber(ending)} weiteren ist etwas ${degreeWords['laeuft-aus']}`;
  const bad = `${counted(faults, 'Befund ist', 'Befunde sind')} nicht in Ordnung, ${old}`;
  const explained = covered === 0 ? '' : `, ${formatNumber(covered)} davon ${agreeing(covered, 'ist', 'sind')} erklärt`;
  const rest = `${formatNumber(met)} ${agreeing(met, 'ist', 'sind')} in Ordnung, ${counted(unseen, 'Prüfung kam', 'Prüfungen kamen')} zu keinem Ergebnis`;
  return `${bad}${explained}; ${rest}.`;
}

function firstSentenceOf(tasks: readonly NetTaskData[], open: number, all: number): string {
  if (all === 0) return 'Dazu lässt sich nichts sagen.';
  if (open === 0) return 'Nichts: Es liegt kein offener Mangel vor.';
  const named = tasks
    .slice(0, 3)
    .map(({ titel, stand, ziele }) => `${titel} (${stand.wort}, ${counted(ziele.length, 'Ziel', 'Ziele')})`);
  const [first = '', ...later] = named;
  const step = tasks[0]?.schritt ?? '';
  const lead = step === '' ? `${first}.` : `${first}. ${asSentence(step)}`;
  return later.length === 0 ? lead : `${lead} Danach: ${enumerated(later)}.`;
}

function limitSentence(befunde: readonly Explained[], unseen: number, asOf: string): string {
  if (befunde.length === 0) return 'Ohne Prüfung gilt nichts als gut und nichts als schlecht.';
  const old = befunde.filter(({ finding }) => isOld(finding, asOf)).length;
  const undeclared = targetsOf(befunde.filter((each) => isConclusion(each) && !each.finding.declared)).length;
  return [
    'Angesehen wurde nur, was freigegeben war und antwortete.',
    ...(unseen === 0
      ? []
      : [
          `${counted(unseen, 'Prüfung blieb', 'Prüfungen blieben')} ohne Ergebnis und ${agreeing(unseen, 'zählt', 'zählen')} weder als gut noch als schlecht.`,
        ]),
    ...(old === 0
      ? []
      : [`${counted(old, 'Befund ist', 'Befunde sind')} älter als ${findingMaxAgeDays} Tage und gekennzeichnet; erneut prüfen.`]),
    ...(undeclared === 0 ? [] : [`${counted(undeclared, 'Ziel gehört', 'Ziele gehören')} zu keinem eingetragenen Zielobjekt.`]),
  ].join(' ');
}

function isOld({ seenAt }: Finding, asOf: string): boolean {
  return daysBetween(dayOf(seenAt), asOf) > findingMaxAgeDays;
}

function buildTask(
  { check, open }: { check: string; open: readonly Explained[] },
  nr: number,
  words: FindingWords,
  measures: readonly RegisterEntry[],
): NetTaskData {
  const worst = degrees.find((degree) => open.some(({ finding }) => degreeOf(finding) === degree)) ?? 'hinweis';
  const definition = words.catalogue.checks.find(({ id }) => id === check);
  return {
    nr,
    titel: titleOf(words.catalogue, check),
    stand: degreeMark(worst),
    schritt: firstStep(definition?.remedy ?? ''),
    abhilfe: words.remedies.get(check) ?? 0,
    ziele: hostLabels(open.map(({ finding }) => finding.target)),
    anforderungen: controlsOf(words.catalogue, check).map(({ id }) => id),
    massnahme: measureText(open, measures),
  };
}

/** The open measures somebody recorded for these findings. */
function measureText(open: readonly Explained[], measures: readonly RegisterEntry[]): string {
  const origins = new Set(open.map(({ finding }) => originOf(finding)));
  const own = measures.filter(({ values }) => typeof values['herkunft'] === 'string' && origins.has(values['herkunft']));
  return own
    .filter(({ values }) => !isSettled(massnahme, values))
    .map(({ id, values: { verantwortlich, faellig } }) =>
      [
        id,
        ...(typeof verantwortlich === 'string' ? [verantwortlich] : []),
        ...(typeof faellig === 'string' ? [`bis ${formatDay(faellig)}`] : []),
      ].join(', '),
    )
    .join('; ');
}

function tasksText(all: number): string {
  if (all === 0) return 'Es ist nichts zu tun, soweit die Prüfung sehen konnte.';
  const rest = all - topTasks;
  const order = 'Reihenfolge: Schwere, dann Zahl der Ziele. Nummern wie im Abschnitt „So beheben“';
  return rest <= 0 ? `${order}.` : `${order}; dort ${agreeing(rest, 'steht', 'stehen')} ${counted(rest, 'weitere', 'weitere')}.`;
}

function buildObjects(record: NetworkRecord, words: FindingWords): NetObjectData[] {
  const names = new Map(record.zielobjekte.map(({ kuerzel, name }) => [kuerzel, name]));
  const groups = Map.groupBy(record.befunde, ({ finding }) => (finding.declared ? finding.zielobjekt : ''));
  return [...groups].map(([kuerzel, own]) => buildObject(kuerzel, names, own, words)).sort(compareObjects);
}

function buildObject(
  kuerzel: string,
  names: ReadonlyMap<string, string>,
  own: readonly Explained[],
  words: FindingWords,
): NetObjectData {
  const open = own.filter(isOpenGap);
  const count = (...wanted: Degree[]) => open.filter(({ finding }) => wanted.includes(degreeOf(finding))).length;
  const explained = own.filter((each) => isGap(each.finding) && !isOpenGap(each)).length;
  const name = kuerzel === '' ? 'Nicht eingetragen' : (names.get(kuerzel) ?? kuerzel);
  return {
    kuerzel,
    name,
    kritischHoch: count('kritisch', 'hoch'),
    mittel: count('mittel'),
    niedrigHinweis: count('niedrig', 'hinweis'),
    laeuftAus: count('laeuft-aus'),
    inOrdnung: own.filter(({ finding }) => finding.result === 'met').length,
    nichtAngesehen: own.filter(({ finding }) => finding.result === 'undetermined').length,
    erklaert: explained,
    text: objectText(kuerzel, own, open, explained),
    befunde: findingLines(open, words),
  };
}

function objectText(kuerzel: string, own: readonly Explained[], open: readonly Explained[], explained: number): string {
  const seen = own.some(isConclusion) ? own.filter(isConclusion) : own;
  const targets = hostLabels(seen.map(({ finding }) => ({ ...finding.target, port: null })));
  const where = `${agreeing(targets.length, 'Adresse', 'Adressen')}: ${enumeratedUpTo(targets, 4)}.`;
  const more =
    explained === 0 ? '' : ` ${counted(explained, 'erklärter Befund steht', 'erklärte Befunde stehen')} weiter hinten.`;
  const lead =
    kuerzel === ''
      ? 'Diese Ziele gehören zu keinem Zielobjekt: eintragen („burgward zielobjekt anlegen“), oder klären, warum sie da sind. '
      : kuerzel === informationsverbund
        ? 'Was die Kommune als Ganzes betrifft. '
        : '';
  return `${lead}${where} ${counted(open.length, 'offener Befund', 'offene Befunde')}.${more}`;
}

function compareObjects(a: NetObjectData, b: NetObjectData): number {
  return (
    Number(a.kuerzel === '') - Number(b.kuerzel === '') ||
    b.kritischHoch - a.kritischHoch ||
    b.mittel - a.mittel ||
    b.niedrigHinweis - a.niedrigHinweis ||
    b.laeuftAus - a.laeuftAus ||
    (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  );
}

/** Tells when the validity of a certificate nears its end; that is another matter than a technique that grows old. */
const certificateValidity = 'tls-certificate-validity';

function endingText(ending: readonly Explained[], open: readonly Explained[], { remedies }: FindingWords): string {
  const lead =
    ending.length === 0
      ? 'Keine Technik oder Einstellung, die zu sehen war, gilt als bald veraltet.'
      : 'Technik und Einstellungen, die heute noch hinnehmbar, aber zu ersetzen sind.';
  const certificates = targetsOf(open.filter(({ finding }) => finding.check === certificateValidity)).length;
  if (certificates === 0) return lead;
  return `${lead} Nicht hier stehen Zertifikate, deren Gültigkeit endet: An ${counted(certificates, 'Ziel', 'Zielen')} ist eines zu erneuern, siehe „So beheben“, Nr. ${remedies.get(certificateValidity)}.`;
}

function explainedText(n: number): string {
  if (n === 0) return 'Kein Befund ist erklärt.';
  return `${counted(n, 'Befund ist', 'Befunde sind')} erklärt: Jemand verantwortet die Abweichung bis zum genannten Tag. Durchgestrichen heißt nicht behoben; oben ${agreeing(n, 'zählt er', 'zählen sie')} mit.`;
}

function buildContradictions({ evaluation }: ReportInput, words: FindingWords): NetzpruefungData['widersprueche'] {
  const groups = Map.groupBy(
    evaluation.contradictions,
    ({ control, zielobjekt, kind }) => `${kind} ${control} ${zielobjekt.kuerzel}`,
  );
  const liste = [...groups.values()]
    .flatMap((group) => buildContradiction(group, evaluation, words))
    .sort((a, b) => Number(b.art === 'Widerspruch') - Number(a.art === 'Widerspruch'));
  const n = liste.filter(({ art }) => art === 'Widerspruch').length;
  const hints = liste.length - n;
  const count = [
    n === 0 ? 'Kein Widerspruch' : counted(n, 'Widerspruch', 'Widersprüche'),
    ...(hints === 0 ? [] : [`dazu ${counted(hints, 'Hinweis', 'Hinweise')}`]),
  ].join(', ');
  const satz =
    evaluation.findings.length === 0
      ? 'Ob Antworten und Wirklichkeit sich widersprechen, wissen wir nicht, weil noch keine Netzprüfung erfasst ist.'
      : `${count}. Die Antwort bleibt stehen, bis jemand sie ändert.`;
  return { satz, liste };
}

function buildContradiction(
  group: readonly Contradiction[],
  { controls }: ReportInput['evaluation'],
  words: FindingWords,
): NetContradictionData[] {
  const [first] = group;
  if (first === undefined) return [];
  const { answer } = first;
  const seen = Map.groupBy(group, ({ finding }) => {
    const nr = words.remedies.get(finding.check);
    const degree = isGap(finding) ? degreeMark(degreeOf(finding)).wort : 'in Ordnung';
    const name = titleOf(words.catalogue, finding.check);
    return `${name} (${degree}${nr === undefined ? '' : `, Nr. ${nr}`}), gesehen am ${formatDay(dayOf(finding.seenAt))}`;
  });
  return [
    {
      art: first.kind === 'contradiction' ? 'Widerspruch' : 'Hinweis',
      control: first.control,
      titel: controls.get(first.control)?.control.title ?? first.control,
      zielobjekt: first.zielobjekt.name,
      antwort: answer === null ? 'keine Antwort' : `„${answer.status}“, ${answer.saidBy}, ${formatDay(answer.validFrom)}`,
      befunde: [...seen].map(([text, own]) => `${text}: ${hostLabels(own.map(({ finding }) => finding.target)).join('; ')}`),
    },
  ];
}

function orderText(met: readonly Finding[]): string {
  if (met.length === 0) return 'Keine Prüfung hat etwas in Ordnung gefunden.';
  const targets = new Set(met.map(({ target }) => formatTarget(target))).size;
  return `${counted(met.length, 'Prüfung', 'Prüfungen')} an ${counted(targets, 'Ziel', 'Zielen')} ohne Beanstandung. Das gilt für den Tag der Prüfung und für das, was von dort zu sehen war.`;
}

function unseenText(unseen: readonly Finding[], isChecked: boolean): string {
  if (!isChecked) return 'Es wurde noch nichts geprüft.';
  if (unseen.length === 0) return 'Jede versuchte Prüfung hat ein Ergebnis gebracht.';
  return `${counted(unseen.length, 'Prüfung', 'Prüfungen')} ohne Ergebnis, zusammengefasst nach Grund und Ziel. Nicht angesehen ist weder gut noch schlecht.`;
}

/** What was left out as a whole: stopped runs, missing tools, Zielobjekte nobody looked at. */
function limits({ befunde, zielobjekte }: NetworkRecord, runs: readonly Netzlauf[]): string[] {
  const seen = new Set(befunde.map(({ finding }) => finding.zielobjekt));
  const missed = zielobjekte.filter(({ kuerzel, adressen }) => adressen.length > 0 && !seen.has(kuerzel));
  const stopped = runs.filter(({ vollstaendig }) => !vollstaendig).map(({ id }) => id);
  const withoutNmap = runs.filter(({ nmapFehlt }) => nmapFehlt).map(({ id }) => id);
  return [
    ...(stopped.length === 0 ? [] : [`Abgebrochen und deshalb unvollständig: ${enumerated(stopped)}.`]),
    ...(withoutNmap.length === 0
      ? []
      : [`Ohne nmap geprüft: ${enumerated(withoutNmap)}. Offene Dienste wurden nur durch Verbindungsversuche gesucht.`]),
    ...(missed.length === 0
      ? []
      : [
          `Eingetragen, aber nicht angesehen: ${enumeratedUpTo(
            missed.map(({ kuerzel, name }) => `${kuerzel} (${name})`),
            12,
          )}.`,
        ]),
    ...new Set(runs.flatMap(({ hinweise }) => hinweise)),
  ];
}

function evidenceText(runs: readonly Netzlauf[]): string {
  if (runs.length === 0) return 'Es ist keine Netzprüfung erfasst.';
  const without = runs.filter(({ freigaben }) => freigaben.length === 0).length;
  const lead = `Die Befunde stammen aus ${counted(runs.length, 'Lauf', 'Läufen')}.`;
  return without === 0
    ? `${lead} Jeder Lauf stützt sich auf die genannte Freigabe; ohne sie wird nichts gesendet.`
    : `${lead} ${counted(without, 'Lauf nennt', 'Läufe nennen')} keine Freigabe, zum Beispiel weil eine fremde Prüfung eingelesen wurde.`;
}
