/** The paper a council decides on: what is wanted, why, what it costs per year, and what a no would mean. */
import { formatDay } from '../../../domain/calendar.ts';
import { bindingDuties } from '../../../domain/next-question.ts';
import { isSettled, listIn, numberIn, type RegisterEntry, textIn } from '../../../domain/register.ts';
import { massnahme } from '../../../domain/registers/massnahme.ts';
import { InvalidDataError } from '../../../errors.ts';
import { councilOf, isUnderGemeindeordnung, measureName, measureWording } from '../../council.ts';
import { degree, legalMinimum, summarize } from '../../duty-data.ts';
import { agreeing, asSentence, counted, enumerated, enumeratedUpTo, formatNumber } from '../../german.ts';
import { buildHead, titleFor } from '../../head.ts';
import { degreeNote } from '../../legal-basis.ts';
import { costParts, costsIn, costText, euroText } from '../../money.ts';
import { costsOf } from '../../register-figures.ts';
import { entriesOf, type ReportEdition, type ReportInput } from '../../report-input.ts';
import type { BeschlussvorlageData, DecisionConsequence, DecisionItem, DecisionYear } from './data.ts';
import { type AskedMeasure, askedMeasure, askedMeasures, earlierDecision, isDecidedUntilLater } from './decisions.ts';

/** @throws InvalidDataError for a single measure about which nothing is left to decide */
export function buildBeschlussvorlage(input: ReportInput): BeschlussvorlageData {
  const all = entriesOf(input, 'massnahme');
  const asked = input.eintrag === null ? askedMeasures(all, input.asOf) : [single(input.eintrag, input.asOf)];
  const council = councilOf(input.kommune);
  const positionen = asked.map((each, index) => buildItem(each, index + 1, input));
  const folgen = positionen.flatMap((item, index) => consequenceOf(item, asked[index], input));
  const begruendung = reasons(asked, input);
  const texts = [partText(input), ...begruendung, ...positionen.map(({ grund }) => grund)];
  return {
    art: 'beschlussvorlage',
    kopf: buildHead(input, {
      bericht: `Beschlussvorlage (${partNames[input.fassung]})`,
      titel: titleFor('Beschlussvorlage zur Informationssicherheit', input.kommune),
    }),
    fuer: `Für ${council.wen}`,
    teil: partText(input),
    betreff: subject(asked, all.length),
    beschluss: asked.length === 0 ? [nothingToDecide(all.length, council.wer, input)] : decisionWanted(asked, council.wer),
    begruendung,
    positionen,
    jahre: buildYears(asked),
    kostenText: costSentence(asked),
    folgenText: consequenceText(asked, input.fassung),
    folgen,
    nichtDabei: input.eintrag === null ? leftOut(all, input.asOf) : '',
    gremium: council.wer.replace(/^(Der|Die) /, ''),
    grad: texts.some((text) => text.includes('°')) ? degreeNote : '',
  };
}

function single(entry: RegisterEntry, asOf: string): AskedMeasure {
  const asked = askedMeasure(entry, asOf);
  if (asked !== null) return asked;
  throw new InvalidDataError(
    `Die Maßnahme ${entry.id} ist erledigt oder verworfen; zu beschließen gibt es nichts.`,
    'Eine offene Maßnahme nennen; alle zeigt „burgward massnahme liste“.',
  );
}

const partNames: Readonly<Record<ReportEdition, string>> = {
  intern: 'Entwurf',
  rat: 'nichtöffentlicher Teil',
  oeffentlich: 'öffentlicher Teil',
};

function partText({ fassung, kommune }: ReportInput): string {
  const law = isUnderGemeindeordnung(kommune)
    ? ' Sitzungen sind öffentlich, soweit nicht das öffentliche Wohl oder berechtigte Interessen Einzelner anderes verlangen (§ 37 Abs. 1 SächsGemO°).'
    : '';
  switch (fassung) {
    case 'intern':
      return 'Entwurf mit allen Angaben, nur für die Verwaltung. Für die Sitzung gibt es einen öffentlichen und einen nichtöffentlichen Teil.';
    case 'rat':
      return `Nichtöffentlicher Teil. Er nennt, welche Lücken offen sind, aber keine Geräte, Adressen, Anbieter und Beschäftigten.${law}`;
    case 'oeffentlich':
      return `Öffentlicher Teil. Er nennt Beträge und Zahl der Maßnahmen; welche Lücken sie schließen, steht im nichtöffentlichen Teil.${law}`;
  }
}

function subject(asked: readonly AskedMeasure[], recorded: number): string {
  if (recorded === 0) return 'Informationssicherheit: noch kein Beschluss vorgeschlagen';
  if (asked.length === 0) return 'Informationssicherheit: derzeit nichts zu beschließen';
  const money = asked.filter(({ needsMoney }) => needsMoney).length;
  if (money === 0) return `Informationssicherheit: Entscheidung über ${counted(asked.length, 'Maßnahme', 'Maßnahmen')}`;
  return money === asked.length
    ? `Informationssicherheit: Mittel für ${counted(money, 'Maßnahme', 'Maßnahmen')}`
    : `Informationssicherheit: Mittel für ${counted(money, 'Maßnahme', 'Maßnahmen')} und Entscheidung über ${counted(asked.length - money, 'weitere', 'weitere')}`;
}

function entriesAsked(asked: readonly AskedMeasure[]): RegisterEntry[] {
  return asked.map(({ entry }) => entry);
}

function decisionWanted(asked: readonly AskedMeasure[], council: string): string[] {
  const money = asked.filter(({ needsMoney }) => needsMoney);
  const costs = costsOf(entriesAsked(money));
  const sum = enumerated(costParts(costs));
  const other = asked.filter(({ needsMoney }) => !needsMoney);
  return [
    ...(money.length === 0
      ? []
      : [
          sum === ''
            ? `${council} stellt die Mittel für ${measureNames(money, asked)} bereit. Beträge sind noch nicht geschätzt.`
            : `${council} stellt für ${measureNames(money, asked)} ${sum} bereit.`,
        ]),
    ...(other.length === 0
      ? []
      : [`${council} entscheidet, ob ${measureNames(other, asked)} umgesetzt ${agreeing(other.length, 'wird', 'werden')}.`]),
    `Die Verwaltung berichtet bis ____________ über den Stand.`,
  ];
}

/** Measures a sentence names by their titles; more of them are pointed at by their line in the table. */
const namedMeasures = 3;

function measureNames(some: readonly AskedMeasure[], all: readonly AskedMeasure[]): string {
  if (some.length > namedMeasures) {
    return `die Maßnahmen unter Nr. ${enumerated(some.map((each) => String(all.indexOf(each) + 1)))} der Übersicht unten`;
  }
  if (some.length > 1 && some.every(({ entry }) => measureName(entry) === null)) {
    return `die Maßnahmen ${enumerated(some.map(({ entry }) => entry.id))}`;
  }
  return enumerated(some.map(({ entry }) => measureName(entry) ?? `die ${numberOf(entry)}`));
}

/** Where an edition may not tell the title, the number stands in its place. */
function titleOf(entry: RegisterEntry): string {
  return measureWording(entry) ?? numberOf(entry);
}

function numberOf({ id }: RegisterEntry): string {
  return `${massnahme.one} ${id}`;
}

/** That nothing is recorded or asked for does not mean that all is well. */
function nothingToDecide(recorded: number, council: string, input: ReportInput): string {
  const lead =
    recorded === 0
      ? 'Es sind noch keine Maßnahmen erfasst. Ein Beschluss wird deshalb nicht vorgeschlagen.'
      : `${council} nimmt zur Kenntnis, dass zu keiner erfassten Maßnahme derzeit ein Beschluss nötig ist.`;
  return [lead, ...minimumSentence(input)].join(' ');
}

function minimumSentence({ evaluation }: ReportInput): string[] {
  const { n, nichtErfuellt, teilweise, offen, nichtAnwendbar } = summarize(legalMinimum(evaluation));
  const parts = [
    ...(nichtErfuellt === 0 ? [] : [`${formatNumber(nichtErfuellt)} nicht erfüllt`]),
    ...(teilweise === 0 ? [] : [`${formatNumber(teilweise)} nur teilweise oder verspätet erfüllt`]),
    ...(offen === 0 ? [] : [`${formatNumber(offen)} nicht bekannt`]),
  ];
  const points = counted(n - nichtAnwendbar, 'Punkt', 'Punkte');
  return parts.length === 0 ? [] : [`Gesetzliches Minimum, ${points}: ${enumerated(parts)}.`];
}

function reasons(asked: readonly AskedMeasure[], input: ReportInput): string[] {
  const { total, topics } = input.evaluation;
  const unknown = total.offen + total.zuBestaetigen;
  const urgent = topics.filter(({ light }) => light === 'handlungsbedarf').length;
  const state =
    total.n === 0 || total.offen === total.n
      ? 'Wie es um die Informationssicherheit steht, wissen wir nicht, weil die Fragen des Katalogs noch nicht beantwortet sind.'
      : `Von ${counted(total.n - total.entbehrlich, 'Frage', 'Fragen')} zur Informationssicherheit ${agreeing(total.ja, 'ist', 'sind')} ${formatNumber(total.ja)} mit „ja“ beantwortet, ${formatNumber(total.teilweise)} mit „teilweise“, ${formatNumber(total.nein)} mit „nein“; ${formatNumber(unknown)} ${agreeing(unknown, 'ist', 'sind')} ohne gültige Antwort. Handlungsbedarf besteht in ${formatNumber(urgent)} von ${counted(topics.length, 'Thema', 'Themen')}.`;
  const lawful = asked.filter(({ entry }) => dutiesOf(entry, input).length > 0).length;
  const legal =
    input.fassung === 'oeffentlich' || lawful === 0
      ? []
      : [
          `${formatNumber(lawful)} von ${counted(asked.length, 'Maßnahme dient', 'Maßnahmen dienen')} einer Pflicht oder Soll-Vorschrift des Sächsischen Informationssicherheitsgesetzes°.`,
        ];
  const responsible =
    'Die Verantwortung für die Informationssicherheit trägt die Leitung der Verwaltung; sie stellt auch Personal und Mittel bereit (§ 4 Abs. 3 SächsISichG°).';
  return [state, ...legal, responsible];
}

/** Duties that bind the Kommune and are answered by what the measure is to do. */
function dutiesOf({ values }: RegisterEntry, { evaluation }: ReportInput) {
  const duties = evaluation.duties.get('saechsisichg') ?? [];
  return [...new Set(listIn(values, 'controls').flatMap((id) => bindingDuties(id, duties)))];
}

function buildItem({ entry, anlass }: AskedMeasure, nr: number, input: ReportInput): DecisionItem {
  const { values, id } = entry;
  const year = numberIn(values, 'haushaltsjahr');
  const titel = titleOf(entry);
  return {
    nr,
    id,
    titel,
    anlass,
    grund: reasonOf(entry, titel, input),
    kosten: costText(costsIn(values)) ?? 'nicht geschätzt',
    haushaltsjahr: year === null ? 'nicht genannt' : String(year),
    bisher: earlierDecision(entry, input.fassung === 'intern'),
  };
}

/** Firmest paragraphs first; what it serves in the words of the catalogue. */
function reasonOf(entry: RegisterEntry, title: string, input: ReportInput): string {
  if (input.fassung === 'oeffentlich') return '';
  const titles = listIn(entry.values, 'controls').flatMap((id) => input.evaluation.controls.get(id)?.control.title ?? []);
  const places = dutiesOf(entry, input).map((duty) => `${duty.item.ref}${degree(duty)} (${duty.item.kind})`);
  const parts = [
    ...(titles.length === 0 || title.endsWith(titles.join(', ')) ? [] : [`Dient: ${enumeratedUpTo(titles, 3)}.`]),
    ...(places.length === 0 ? [] : [`SächsISichG: ${enumeratedUpTo(places, 2)}.`]),
  ];
  if (titles.length === 0 && places.length === 0) return 'Keiner Anforderung des Katalogs zugeordnet.';
  return parts.join(' ');
}

function buildYears(asked: readonly AskedMeasure[]): DecisionYear[] {
  const withMoney = entriesAsked(asked.filter(({ needsMoney }) => needsMoney));
  const groups = Map.groupBy(withMoney, ({ values }) => numberIn(values, 'haushaltsjahr'));
  return [...groups]
    .sort(([a], [b]) => (a ?? Number.POSITIVE_INFINITY) - (b ?? Number.POSITIVE_INFINITY))
    .map(([year, entries]) => {
      const { once, yearly, unknown } = costsOf(entries);
      return {
        jahr: year === null ? 'ohne Haushaltsjahr' : String(year),
        einmalig: once === null ? 'nicht genannt' : euroText(once),
        jaehrlich: yearly === null ? 'nicht genannt' : euroText(yearly),
        massnahmen: entries.length,
        ohneKosten: unknown,
      };
    });
}

function costSentence(asked: readonly AskedMeasure[]): string {
  const money = entriesAsked(asked.filter(({ needsMoney }) => needsMoney));
  if (money.length === 0) return 'Mittel werden nicht beantragt.';
  const { once, yearly, unknown } = costsOf(money);
  const sum = costText({ once, yearly });
  const missing = unknown === 0 ? '' : ` Für ${counted(unknown, 'Maßnahme', 'Maßnahmen')} sind keine Kosten geschätzt.`;
  const lasting = yearly === null || yearly === 0 ? '' : ' Die jährlichen Kosten fallen auch in den Folgejahren an.';
  if (sum === null) return `Beträge sind noch nicht geschätzt.${missing}`;
  return `Zusammen ${sum}, geschätzt von denen, die sie eingetragen haben.${lasting}${missing}`;
}

function consequenceText(asked: readonly AskedMeasure[], fassung: ReportEdition): string {
  if (asked.length === 0) return 'Ohne Beschluss ändert sich nichts.';
  const stays = agreeing(
    asked.length,
    'Ohne Beschluss unterbleibt die Maßnahme oder sie verzögert sich',
    'Ohne Beschluss unterbleiben die Maßnahmen oder sie verzögern sich',
  );
  if (fassung === 'oeffentlich')
    return `${stays}; ein Teil der Lücken bliebe offen. Einzelheiten stehen im nichtöffentlichen Teil.`;
  return `${stays}. Was dann geschehen kann, sagt der Katalog so:`;
}

/** In the words of the catalogue: consequence first, no product. */
function consequenceOf(item: DecisionItem, asked: AskedMeasure | undefined, input: ReportInput): DecisionConsequence[] {
  if (asked === undefined || input.fassung === 'oeffentlich') return [];
  const told = listIn(asked.entry.values, 'controls').flatMap((id) => {
    const control = input.evaluation.controls.get(id)?.control;
    return control === undefined ? [] : asSentence(control.consequence);
  });
  const folge = told.length === 0 ? 'Der Katalog nennt dazu keine Folge.' : [...new Set(told)].slice(0, 2).join(' ');
  return [{ nr: item.nr, titel: item.titel, folge }];
}

/** Measures that were decided until a day ahead. */
function leftOut(all: readonly RegisterEntry[], asOf: string): string {
  const later = all.flatMap((entry) => {
    const again = textIn(entry.values, 'wiedervorlage');
    return isSettled(massnahme, entry.values) || !isDecidedUntilLater(entry, asOf) || again === null ? [] : [{ entry, again }];
  });
  if (later.length === 0) return '';
  const named = later.map(({ entry, again }) => `${measureName(entry) ?? numberOf(entry)} am ${formatDay(again)}`);
  return `Nicht Teil dieser Vorlage, weil schon entschieden und später wieder vorzulegen: ${enumeratedUpTo(named, 4)}.`;
}
