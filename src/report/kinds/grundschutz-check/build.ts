/** The result of the check, Baustein by Baustein and Zielobjekt by Zielobjekt, for whoever has to follow it up or audit it. */
import { type Basis, bases, type ControlEvaluation, countStates, type ZielobjektAnswer } from '../../../domain/answers.ts';
import { isBulk } from '../../../domain/assessment.ts';
import { formatDay } from '../../../domain/calendar.ts';
import type { Baustein, Level } from '../../../domain/catalogue.ts';
import type { Contradiction } from '../../../domain/contradictions.ts';
import { askedControls } from '../../../domain/evaluation.ts';
import { informationsverbund } from '../../../domain/kommune.ts';
import { buildCounts } from '../../counts.ts';
import { asSentence, capitalized, counted, enumerated, enumeratedUpTo, formatNumber } from '../../german.ts';
import { buildHead, titleFor } from '../../head.ts';
import type { ReportInput } from '../../report-input.ts';
import { answerMark } from '../../status.ts';
import {
  type CheckBausteinData,
  type CheckGroupData,
  type CheckRowData,
  type GrundschutzCheckData,
  notInProfile,
} from './data.ts';

/** Zielobjekte a remark names. */
const namedObjects = 3;

const levelWords: Readonly<Record<Level, string>> = { basis: 'Basis', standard: 'Standard', erhoeht: 'erhöht' };

/** One answer to one control for one Zielobjekt. */
interface Row {
  evaluation: ControlEvaluation;
  answer: ZielobjektAnswer;
}

interface Words {
  input: ReportInput;
  asked: ReadonlySet<string>;
  /** By control: what a check of the network saw that speaks against an answer. */
  contradictions: ReadonlyMap<string, readonly Contradiction[]>;
}

export function buildGrundschutzCheck(input: ReportInput): GrundschutzCheckData {
  const { evaluation, catalogue } = input;
  const words: Words = {
    input,
    asked: new Set(askedControls(evaluation.profile, evaluation.controls).map(({ control }) => control.id)),
    contradictions: Map.groupBy(
      evaluation.contradictions.filter(({ kind }) => kind === 'contradiction'),
      ({ control }) => control,
    ),
  };
  const parts = catalogue.bausteine
    .map((baustein) => ({ baustein, rows: rowsOf(baustein, words) }))
    .filter(({ rows }) => rows.length > 0);
  const all = parts.flatMap(({ rows }) => rows);
  const gesamt = buildCounts(countStates(all.map(({ answer }) => answer.state)));
  return {
    art: 'grundschutz-check',
    kopf: buildHead(input, { bericht: 'Grundschutz-Check', titel: titleFor('Grundschutz-Check', input.kommune) }),
    saetze: {
      umfang: scopeSentence(parts.length, all, words),
      stand: asSentence(capitalized(gesamt.text)),
      grundlage: basisSentence(all),
    },
    gesamt,
    bausteine: parts.map(({ baustein, rows }) => buildBaustein(baustein, rows, words)),
    methode: {
      zaehlung: `${countingText(gesamt.zaehlt, buildCounts(evaluation.total).zaehlt)} Offen und zu bestätigen zählen nie als erfüllt; Entbehrliches steht nicht im Nenner.`,
      grundlagen:
        'Grundlage eines „ja“: „angegeben“ heißt, jemand hat es gesagt; „belegt“, ein Nachweis ist genannt; „gemessen“, eine Netzprüfung hat nicht widersprochen.',
      vermerke:
        'Ein Widerspruch der Netzprüfung ändert die Antwort nicht; er steht dabei, bis jemand ihn klärt. Die Reihenfolge ist die des Katalogs.',
    },
  };
}

/** The report to the head has another total on the same day where a question concerns several Zielobjekte or is not in the profile. */
function countingText(here: number, toTheHead: number): string {
  const lead = 'Gezählt wird je Zielobjekt und Anforderung';
  if (here === toTheHead) return `${lead}.`;
  return `${lead}, zusammen ${formatNumber(here)}. Der Bericht an die Leitung zählt ${formatNumber(toTheHead)}: jede Frage einmal und nur die des Profils.`;
}

/** The profile decides what is asked; what was answered beyond it is shown too. */
function rowsOf({ controls }: Baustein, { input, asked }: Words): Row[] {
  return controls.flatMap((id) => {
    const evaluation = input.evaluation.controls.get(id);
    if (evaluation === undefined) return [];
    return evaluation.answers.filter(({ answer }) => asked.has(id) || answer !== null).map((answer) => ({ evaluation, answer }));
  });
}

function scopeSentence(bausteine: number, rows: readonly Row[], { input, asked }: Words): string {
  const { evaluation } = input;
  if (rows.length === 0) return `Zum Profil „${evaluation.profile.title}“ ist nichts gefragt und nichts beantwortet.`;
  const controls = new Set(rows.map(({ evaluation: each }) => each.control.id));
  const objects = new Set(rows.map(({ answer }) => answer.zielobjekt.kuerzel));
  const beyond = [...controls].filter((id) => !asked.has(id)).length;
  const more =
    beyond === 0
      ? ''
      : ` ${counted(beyond, 'Anforderung steht', 'Anforderungen stehen')} nicht im Profil, ${beyond === 1 ? 'ist' : 'sind'} aber beantwortet.`;
  return `Profil „${evaluation.profile.title}“: ${counted(controls.size, 'Anforderung', 'Anforderungen')} aus ${counted(bausteine, 'Baustein', 'Bausteinen')} an ${counted(objects.size, 'Zielobjekt', 'Zielobjekten')}.${more}`;
}

function countBases(rows: readonly Row[]): Record<Basis, number> {
  const count = (basis: Basis) => rows.filter(({ answer }) => answer.basis === basis).length;
  return { angegeben: count('angegeben'), belegt: count('belegt'), gemessen: count('gemessen') };
}

function basisSentence(rows: readonly Row[]): string {
  const met = rows.filter(({ answer }) => answer.state === 'ja').length;
  if (met === 0) return 'Mit „ja“ ist noch keine Frage beantwortet.';
  const counts = countBases(rows);
  const bulk = rows.filter(({ answer }) => answer.state === 'ja' && answer.answer !== null && isBulk(answer.answer)).length;
  const more = bulk === 0 ? '' : ` ${formatNumber(bulk)} davon gesammelt gesetzt oder bestätigt.`;
  return `${counted(met, '„ja“', '„ja“')}: ${enumerated(bases.map((basis) => `${formatNumber(counts[basis])} ${basis}`))}.${more}`;
}

function buildBaustein({ id, title }: Baustein, rows: readonly Row[], words: Words): CheckBausteinData {
  return {
    id,
    titel: title,
    zahlen: buildCounts(countStates(rows.map(({ answer }) => answer.state))),
    grundlagen: countBases(rows),
    gruppen: groupRows(rows, words),
  };
}

/** Zielobjekte stand together when every control of the Baustein has the same answer for them. */
function groupRows(rows: readonly Row[], words: Words): CheckGroupData[] {
  const byObject = Map.groupBy(rows, ({ answer }) => answer.zielobjekt.kuerzel);
  const built = [...byObject.values()].flatMap((own) => {
    const [first] = own;
    return first === undefined ? [] : [{ first, own, zeilen: own.map((row) => buildRow(row, words)) }];
  });
  return [...Map.groupBy(built, ({ zeilen }) => JSON.stringify(zeilen)).values()].flatMap((alike) => {
    const [lead] = alike;
    if (lead === undefined) return [];
    const zielobjekte = alike.map(({ first: { answer } }) => ({
      kuerzel: answer.zielobjekt.kuerzel,
      name: answer.zielobjekt.name,
    }));
    const text = groupText(lead.own);
    return [{ zielobjekte, text, zeilen: text === '' ? lead.zeilen : lead.zeilen.map(withoutInherited) }];
  });
}

/** What the sentence above the table says need not stand in every row. */
function withoutInherited(row: CheckRowData): CheckRowData {
  return { ...row, vermerke: row.vermerke.filter((remark) => remark !== forAll) };
}

const forAll = 'Antwort der Kommune als Ganzes';

function groupText(rows: readonly Row[]): string {
  const answered = rows.filter(({ answer }) => answer.answer !== null);
  if (answered.length === 0) return '';
  return answered.every(({ answer }) => answer.fromVerbund) ? 'Hier gilt, was für die Kommune als Ganzes gesagt ist.' : '';
}

/**
 * What was seen at the Zielobjekt of the row speaks against it; what was seen at one without a row of its own, against every row
 * with the answer that holds for it.
 */
function contradictionText({ evaluation, answer: { answer, zielobjekt } }: Row, { contradictions }: Words): string {
  const own = new Set(evaluation.answers.map((each) => each.zielobjekt.kuerzel));
  const against = (contradictions.get(evaluation.control.id) ?? []).filter((seen) =>
    own.has(seen.zielobjekt.kuerzel)
      ? seen.zielobjekt.kuerzel === zielobjekt.kuerzel
      : answer !== null && seen.answer?.zielobjekt === answer.zielobjekt,
  );
  if (against.length === 0) return '';
  const elsewhere = against
    .map((seen) => seen.zielobjekt)
    .filter(({ kuerzel }) => kuerzel !== zielobjekt.kuerzel && kuerzel !== informationsverbund);
  const names = new Set(elsewhere.map(({ kuerzel, name }) => `${name} (${kuerzel})`));
  return names.size === 0 ? contradicted : `${contradicted}, gesehen bei ${enumeratedUpTo([...names], namedObjects)}`;
}

const contradicted = 'Widerspruch der Netzprüfung';

function buildRow(source: Row, words: Words): CheckRowData {
  const { input, asked } = words;
  const {
    evaluation: { control },
    answer: { answer, state, basis, reason, fromVerbund },
  } = source;
  const contradiction = contradictionText(source, words);
  const bis = answer?.bis ?? null;
  const isOpen = state !== 'ja' && state !== 'entbehrlich';
  return {
    control: control.id,
    titel: control.title,
    anforderung: control.obligation,
    stufe: levelWords[control.level],
    stand: answerMark(state),
    grundlage: basis ?? '',
    begruendung: reason,
    wer: answer?.verantwortlich ?? roleTitle(control.role, input),
    bis: bis === null ? '' : formatDay(bis),
    ueberfaellig: isOpen && bis !== null && bis < input.asOf,
    nachweis: answer?.nachweis ?? '',
    vermerke: [
      ...(contradiction === '' ? [] : [contradiction]),
      ...(answer !== null && isBulk(answer) ? ['gesammelt gesetzt oder bestätigt'] : []),
      ...(fromVerbund ? [forAll] : []),
      ...(asked.has(control.id) ? [] : [notInProfile]),
    ],
  };
}

/** Whom the catalogue holds responsible, where nobody is named. */
function roleTitle(role: string, { catalogue }: ReportInput): string {
  const title = catalogue.vocabulary.roles.find(({ id }) => id === role)?.title ?? role;
  return `Rolle: ${title}`;
}
