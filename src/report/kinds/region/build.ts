/** Many Kommunen together: how far they are, what is late, which gaps are common, and how much nobody knows. */
import type { AnswerState } from '../../../domain/answers.ts';
import { formatDay } from '../../../domain/calendar.ts';
import { type DutyStatus, degreeMark } from '../../../domain/duties.ts';
import { countDuties } from '../../../domain/overview.ts';
import { InvalidDataError } from '../../../errors.ts';
import { cleanStrings } from '../../clean-text.ts';
import { agreeing, capitalized, counted, enumerated, formatNumber, quoted } from '../../german.ts';
import { confidentiality, legalStatus, shortHashLength } from '../../head.ts';
import type { HeadData } from '../../report-data.ts';
import type { MinimumStates, RegionData, RegionDuty, RegionGap, RegionRow } from './data.ts';
import { leastInGroup, minimumStates, sizeGroups, sizeWords } from './groups.ts';
import { type RegionInput, type RegionKommune, regionForEdition } from './input.ts';

/** Rows told; the rest is named as a number. */
const mostGaps = 12;

/**
 * Pure: the same input gives the same data.
 * @throws InvalidDataError for an edition without names about so few Kommunen that each could be recognised
 */
export function buildRegion(given: RegionInput): RegionData {
  const input = regionForEdition(given);
  const { kommunen, fassung } = input;
  const isNamed = fassung === 'intern';
  if (kommunen.length === 0)
    throw new InvalidDataError(
      'Es ist keine Kommune erfasst, über die zu berichten wäre.',
      'Alle zeigt „burgward kommune liste“.',
    );
  if (!isNamed && kommunen.length < leastInGroup)
    throw new InvalidDataError(
      `Über weniger als ${leastInGroup} Kommunen gibt es nur die Fassung „intern“: Auch ohne Namen wäre zu erkennen, wer gemeint ist.`,
      `„--fassung intern“ nehmen oder mindestens ${leastInGroup} Kommunen betrachten.`,
    );
  const gaps = isPublic(input) ? [] : gapsOf(input);
  const rows = isNamed ? kommunen.map(rowOf) : [];
  const late = kommunen.filter(isLate);
  const silent = kommunen.filter(({ hatAntworten }) => !hatAntworten);
  const states = minimumStates(kommunen);
  const data: RegionData = {
    art: 'region',
    kopf: regionHead(input),
    saetze: {
      bestand: stockSentence(kommunen.length, silent.length),
      minimum: minimumSentence(states, input),
      luecken: gapSentence(gaps, input),
      spaet: lateSentence(late, input),
    },
    gruppen: sizeGroups(kommunen, isNamed),
    gruppenText: groupText(isNamed),
    pflichten: isPublic(input) ? [] : dutiesOf(input),
    pflichtenText: dutyText(input),
    luecken: gaps.slice(0, mostGaps),
    lueckenText: gapText(gaps, input),
    spaet: rows.filter((_, index) => isLate(kommunen[index])).toSorted(mostOverdueFirst),
    spaetText: lateText(late, input),
    ohneAntworten: isNamed ? silent.map(({ name }) => name) : [],
    ohneAntwortenText: silentText(silent.length, kommunen.length, isNamed),
    kommunen: rows,
    methode: methodOf(input),
  };
  return cleanStrings(data);
}

const isPublic = ({ fassung }: RegionInput) => fassung === 'oeffentlich';

const audiences: Readonly<Record<RegionInput['fassung'], string>> = {
  intern: 'Für die Stelle, die diese Kommunen betreut',
  rat: 'Für die Gremien',
  oeffentlich: 'Für die Öffentlichkeit',
};

function regionHead({ fassung, asOf, umfang, profil, catalogue, fingerprint, programVersion, kommunen }: RegionInput): HeadData {
  const scope = scopeName(umfang, kommunen.length);
  return {
    bericht: `Bericht über ${howMany(kommunen.length)}`,
    titel: `Informationssicherheit in ${kommunen.length === 1 ? 'einer Kommune' : 'vielen Kommunen'}`,
    kommune: scope,
    empfaenger: fassung === 'intern' && kommunen.length === 1 ? 'Für die Stelle, die diese Kommune betreut' : audiences[fassung],
    vertraulichkeit: confidentiality[fassung],
    stand: formatDay(asOf),
    standIso: asOf,
    erhebung: 'je Kommune die eigene',
    profil: profil.title,
    profilHinweis: profil.note,
    katalog: { id: catalogue.id, edition: catalogue.edition, hash: catalogue.hash },
    rechtsstand: legalStatus(catalogue.frameworks),
    programm: `burgward ${programVersion}`.trim(),
    fingerabdruck: fingerprint,
    fingerabdruckKurz: fingerprint.slice(0, shortHashLength),
    // Every Kommune has a chain of its own; there is none of all together.
    protokoll: null,
    fassung,
    kennung: {
      art: 'region',
      kommune: umfang?.slug ?? '',
      stand: asOf,
      fassung,
      variante: null,
      eintrag: null,
      katalog: { edition: catalogue.edition, hash: catalogue.hash },
      fingerabdruck: fingerprint,
      protokoll: null,
      programm: /^[\w.+-]{1,40}$/.test(programVersion) ? programVersion : '',
    },
  };
}

const howMany = (count: number) => (count === 1 ? 'eine Kommune' : 'viele Kommunen');

/** „bei keiner der 24 Kommunen“, „bei 3 von 24 Kommunen“, „bei allen 24 Kommunen“ */
function among(n: number, all: number): string {
  if (n === 0) return `bei keiner der ${formatNumber(all)} Kommunen`;
  return n === all ? `bei allen ${formatNumber(all)} Kommunen` : `bei ${formatNumber(n)} von ${formatNumber(all)} Kommunen`;
}

function scopeName(umfang: RegionInput['umfang'], count: number): string {
  if (umfang === null) return counted(count, 'Kommune', 'Kommunen');
  if (umfang.name === '') return `Gruppe von ${counted(count, 'Kommune', 'Kommunen')}`;
  return umfang.art === 'landkreis' ? `${umfang.name} und seine Kommunen` : umfang.name;
}

function stockSentence(all: number, silent: number): string {
  const looked = `Betrachtet ${agreeing(all, 'ist', 'sind')} ${counted(all, 'Kommune', 'Kommunen')}.`;
  if (silent === 0) return `${looked} Von ${agreeing(all, 'ihr', 'allen')} liegen Antworten vor.`;
  if (all === 1) return `${looked} Sie hat noch keine Frage beantwortet. Wie weit sie ist, wissen wir deshalb nicht.`;
  if (silent === all) return `${looked} Noch keine hat eine Frage beantwortet. Wie weit sie sind, wissen wir deshalb nicht.`;
  return `${looked} Von ${formatNumber(all - silent)} liegen Antworten vor. ${counted(silent, 'Kommune hat', 'Kommunen haben')} noch keine Frage beantwortet; ihr Stand ist nicht bekannt und zählt nirgends als erfüllt.`;
}

function minimumSentence(
  { erfuellt, teilweise, nichtErfuellt, nichtBekannt }: MinimumStates,
  { kommunen, minimum }: RegionInput,
) {
  if (minimum.items.length === 0) return 'Der Katalog nennt kein gesetzliches Minimum.';
  const all = kommunen.length;
  if (all === 1) {
    if (erfuellt === 1) return 'Das gesetzliche Minimum ist nach den Angaben ganz erfüllt.';
    if (nichtErfuellt === 1) return 'Vom gesetzlichen Minimum fehlt nach den Angaben mindestens eine Pflicht.';
    return nichtBekannt === 1
      ? 'Ob das gesetzliche Minimum erfüllt ist, wissen wir nicht: Mindestens eine Pflicht ist nicht bekannt.'
      : 'Vom gesetzlichen Minimum ist nach den Angaben mindestens eine Pflicht nur teilweise erfüllt.';
  }
  const at = (n: number) => (n === all ? 'bei allen' : `bei ${formatNumber(n)}`);
  const others = [
    ...(nichtErfuellt === 0 ? [] : [`${at(nichtErfuellt)} fehlt mindestens eine Pflicht`]),
    ...(nichtBekannt === 0 ? [] : [`${at(nichtBekannt)} ist mindestens eine nicht bekannt`]),
    ...(teilweise === 0 ? [] : [`${at(teilweise)} ist mindestens eine nur teilweise erfüllt`]),
  ];
  const met = `Das gesetzliche Minimum ist nach den Angaben ${among(erfuellt, all)} ganz erfüllt`;
  return others.length === 0 ? `${met}.` : `${met}; ${enumerated(others)}.`;
}

function gapsOf({ kommunen, profil, catalogue }: RegionInput): RegionGap[] {
  const controls = new Map(catalogue.controls.map((control) => [control.id, control]));
  const topics = new Map(catalogue.vocabulary.topics.map(({ id, title }) => [id, title]));
  const order = new Map(profil.controls.map((id, index) => [id, index]));
  return profil.controls
    .flatMap((id) => {
      const control = controls.get(id);
      if (control === undefined || control.retired !== undefined) return [];
      const states = kommunen.map(({ antworten }) => antworten.get(id) ?? 'offen');
      const count = (...wanted: AnswerState[]) => states.filter((state) => wanted.includes(state)).length;
      return {
        control: id,
        titel: control.title,
        thema: topics.get(control.topic) ?? control.topic,
        nein: count('nein'),
        teilweise: count('teilweise'),
        ja: count('ja'),
        entbehrlich: count('entbehrlich'),
        nichtBekannt: count('offen', 'zuBestaetigen'),
      };
    })
    .filter(({ nein, teilweise }) => nein + teilweise > 0)
    .toSorted((a, b) => gapWeight(b) - gapWeight(a) || (order.get(a.control) ?? 0) - (order.get(b.control) ?? 0));
}

/** By Kommunen that have the gap; of the same number the one that more often lacks all of it. */
const gapWeight = ({ nein, teilweise }: RegionGap) => (nein + teilweise) * 10_000 + nein;

const noGapKnown = 'Lücken sind keine bekannt. Das heißt nicht, dass es keine gibt: Gezählt wird nur, was beantwortet ist.';

function gapSentence(gaps: readonly RegionGap[], input: RegionInput): string {
  const { kommunen } = input;
  if (isPublic(input)) {
    const total = kommunen.reduce((sum, { luecken }) => sum + luecken.n, 0);
    if (total === 0) return noGapKnown;
    const verb = agreeing(total, 'ist', 'sind');
    return `Zusammen ${verb} ${counted(total, 'Lücke', 'Lücken')} bekannt. Welche es ${verb}, steht in dieser Fassung nicht.`;
  }
  const [first] = gaps;
  if (first === undefined) return noGapKnown;
  const { titel, nein, teilweise, nichtBekannt } = first;
  if (kommunen.length === 1)
    return `Bekannt ${agreeing(gaps.length, 'ist', 'sind')} ${counted(gaps.length, 'Lücke', 'Lücken')}, zuerst ${quoted(titel)}.`;
  const unknown = nichtBekannt === 0 ? '' : `, bei ${formatNumber(nichtBekannt)} ist es nicht bekannt`;
  return `Die häufigste bekannte Lücke ist ${quoted(titel)}: ${among(nein + teilweise, kommunen.length)}${unknown}.`;
}

function isLate(kommune: RegionKommune | undefined): boolean {
  if (kommune === undefined) return false;
  const { luecken, massnahmen, pflichtenUeberfaellig } = kommune;
  return luecken.ueberfaellig + massnahmen.ueberfaellig + pflichtenUeberfaellig > 0;
}

function lateSentence(late: readonly RegionKommune[], input: RegionInput): string {
  const all = input.kommunen.length;
  if (late.length === 0) {
    const what = isPublic(input) ? 'Lücke oder Maßnahme' : 'Lücke, Maßnahme oder Pflicht';
    const nowhere = all === 1 ? 'Bei ihr ist keine' : `${capitalized(among(0, all))} ist eine`;
    return `${nowhere} ${what} überfällig, soweit Termine erfasst sind.`;
  }
  const gaps = late.reduce((sum, { luecken }) => sum + luecken.ueberfaellig, 0);
  const measures = late.reduce((sum, { massnahmen }) => sum + massnahmen.ueberfaellig, 0);
  const duties = late.reduce((sum, { pflichtenUeberfaellig }) => sum + pflichtenUeberfaellig, 0);
  const parts = [
    ...(gaps === 0 ? [] : [counted(gaps, 'Lücke', 'Lücken')]),
    ...(measures === 0 ? [] : [counted(measures, 'Maßnahme', 'Maßnahmen')]),
    ...(duties === 0 ? [] : [counted(duties, 'Pflicht', 'Pflichten')]),
  ];
  const together = late.length === 1 ? '' : ' zusammen';
  const where = all === 1 ? 'Bei ihr' : capitalized(among(late.length, all));
  return `${where} ${agreeing(gaps + measures + duties, 'ist', 'sind')}${together} ${enumerated(parts)} überfällig.`;
}

function groupText(isNamed: boolean): string {
  const counts =
    'Jede Kommune zählt einmal, nach der Pflicht, mit der es am schlechtesten steht: „mit fehlender Pflicht“ vor „nicht alles bekannt“ vor „nur teilweise“.';
  if (isNamed) return counts;
  return `${counts} Größenklassen mit weniger als ${leastInGroup} Kommunen sind mit der nächsten zusammengelegt, damit keine Kommune zu erkennen ist.`;
}

function dutiesOf({ kommunen, minimum }: RegionInput): RegionDuty[] {
  return minimum.items.map(({ id, ref, kind, short, confidence }) => {
    const { erfuellt, teilweise, nichtErfuellt, offen, nichtAnwendbar } = countDuties(
      kommunen.map(({ pflichten }) => pflichten.get(id) ?? 'offen'),
    );
    return {
      id,
      stelle: ref,
      art: kind,
      kurz: short,
      grad: degreeMark(confidence),
      vertrauen: confidence.join(', '),
      erfuellt,
      teilweise,
      nichtErfuellt,
      nichtBekannt: offen,
      trifftNichtZu: nichtAnwendbar,
    };
  });
}

function dutyText(input: RegionInput): string {
  const { kommunen, minimum } = input;
  const all: DutyStatus[] = kommunen.flatMap(({ pflichten }) => [...pflichten.values()]);
  const { n, erfuellt, teilweise, nichtErfuellt, offen, nichtAnwendbar } = countDuties(all);
  if (n === 0) return 'Der Katalog nennt kein gesetzliches Minimum.';
  const rows = `${counted(minimum.items.length, 'Pflicht', 'Pflichten')} bei ${counted(kommunen.length, 'Kommune', 'Kommunen')} ergeben ${counted(n, 'Fall', 'Fälle')}`;
  const parts = [
    `${formatNumber(erfuellt)} erfüllt`,
    `${formatNumber(teilweise)} teilweise erfüllt`,
    `${formatNumber(nichtErfuellt)} nicht erfüllt`,
    `${formatNumber(offen)} nicht bekannt`,
    ...(nichtAnwendbar === 0 ? [] : [`${formatNumber(nichtAnwendbar)} nicht anwendbar`]),
  ];
  return `${rows}: ${enumerated(parts)}.`;
}

function gapText(gaps: readonly RegionGap[], input: RegionInput): string {
  if (isPublic(input)) return 'Welche Lücken häufig sind, steht in dieser Fassung nicht: Es könnte Angreifern nützen.';
  if (gaps.length === 0) return 'Als Lücke zählt, was mit „nein“ oder „teilweise“ beantwortet ist.';
  const more = gaps.length - mostGaps;
  const rest = more > 0 ? ` ${counted(more, 'weitere Anforderung hat', 'weitere Anforderungen haben')} Lücken.` : '';
  return `Je Anforderung die Zahl der Kommunen; die häufigsten Lücken stehen oben.${rest}`;
}

/** What is counted, so that nobody takes it for everything that has a day. */
function lateText(late: readonly RegionKommune[], input: RegionInput): string {
  const duties = isPublic(input) ? '' : ' und Pflichten nach ihrer gesetzlichen Frist';
  const scope = `Gezählt sind Lücken und Maßnahmen nach ihrem Termin${duties}; anderes, zum Beispiel ablaufende Verträge, zählt hier nicht.`;
  if (late.length === 0) return scope;
  if (input.fassung === 'intern') return late.length === 1 ? scope : `${scope} Wo am meisten überfällig ist, steht oben.`;
  const which = agreeing(late.length, 'Welche Kommune es ist', 'Welche Kommunen es sind');
  return `${scope} ${which}, steht in dieser Fassung nicht.`;
}

function silentText(silent: number, all: number, isNamed: boolean): string {
  if (all === 1)
    return silent === 0 ? 'Die Kommune hat mindestens eine Frage beantwortet.' : 'Die Kommune hat noch keine Frage beantwortet.';
  if (silent === 0) return 'Alle betrachteten Kommunen haben mindestens eine Frage beantwortet.';
  if (silent === all) return `Keine der ${formatNumber(all)} Kommunen hat schon eine Frage beantwortet.`;
  const told = isNamed ? '' : ` Welche es ${agreeing(silent, 'ist', 'sind')}, steht in dieser Fassung nicht.`;
  return `${formatNumber(silent)} von ${formatNumber(all)} Kommunen ${agreeing(silent, 'hat', 'haben')} noch keine Frage beantwortet.${told}`;
}

function rowOf({ name, groesse, gesamt, pflichten, luecken, massnahmen, pflichtenUeberfaellig }: RegionKommune): RegionRow {
  const { n, entbehrlich, ja, offen, zuBestaetigen } = gesamt;
  const duties = countDuties([...pflichten.values()]);
  return {
    name,
    groesse: sizeWords(groesse),
    antworten: `${formatNumber(ja)} von ${formatNumber(n - entbehrlich)}`,
    unbekannt: offen + zuBestaetigen,
    minimum: `${formatNumber(duties.erfuellt)} von ${formatNumber(duties.n - duties.nichtAnwendbar)}, ${formatNumber(duties.offen)} nicht bekannt`,
    luecken: luecken.n,
    ueberfaellig: luecken.ueberfaellig,
    massnahmenUeberfaellig: massnahmen.ueberfaellig,
    pflichtenUeberfaellig,
  };
}

function mostOverdueFirst(a: RegionRow, b: RegionRow): number {
  const overdue = (row: RegionRow) => row.ueberfaellig + row.massnahmenUeberfaellig + row.pflichtenUeberfaellig;
  return overdue(b) - overdue(a) || a.name.localeCompare(b.name, 'de');
}

function methodOf({ profil, fassung, minimum }: RegionInput): string[] {
  const marked = minimum.items.some(({ confidence }) => degreeMark(confidence) !== '');
  return [
    `Alle Kommunen sind über dieselben Fragen betrachtet, das Profil ${quoted(profil.title)}, auch wenn ihre eigene Erhebung ein anderes hat. Sonst ließen sich die Zahlen nicht nebeneinanderstellen.`,
    'Nicht bekannt heißt: nicht oder nicht mehr gültig beantwortet. Was nicht bekannt ist, zählt nie als erfüllt. Gezählt wird, was die Kommunen angeben; geprüft hat es dieser Bericht nicht.',
    ...(fassung === 'intern'
      ? []
      : [
          `Kommunen werden nicht genannt; jede Größenklasse umfasst mindestens ${leastInGroup} Kommunen.`,
          'Grenze: Wer zwei solche Berichte über Gruppen hat, die sich nur in wenigen Kommunen unterscheiden, kann die Zahlen voneinander abziehen und auf diese wenigen schließen. Davor schützt ein einzelner Bericht nicht; über sich überschneidende Gruppen sollte nur einer herausgegeben werden.',
        ]),
    ...(marked && fassung !== 'oeffentlich' ? ['° Geltender Wortlaut nicht gelesen, vor rechtlicher Verwendung prüfen.'] : []),
  ];
}
