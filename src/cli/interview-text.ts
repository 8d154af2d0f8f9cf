/** The words of the interview: pure, every line fits into 80 columns. */

import type { Assessment } from '../domain/assessment.ts';
import { dayOf, daysBetween, formatDay } from '../domain/calendar.ts';
import type { Catalogue, Control } from '../domain/catalogue.ts';
import { type DutyEvaluation, holderOf } from '../domain/duties.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import { type Finding, formatTarget } from '../domain/finding.ts';
import { factsOfItem } from '../domain/framework-item.ts';
import { originText } from '../domain/inheritance.ts';
import { informationsverbund, type RoleAssignment } from '../domain/kommune.ts';
import { bindingDuties, legalLabel, type NextQuestion, roleFacts } from '../domain/next-question.ts';
import { cleanLine, counted, keyValues, paragraph, statusWord, styled } from './output.ts';

/** Some consoles break a line that is exactly as wide as they are. */
const widestLine = 78;

export function lineWidth(): number {
  return Math.max(40, Math.min(widestLine, (process.stdout.columns || 80) - 1));
}

/** All keys, short; `?` says them in words. */
export const keysLine = 'j ja  t teilweise  n nein  e entbehrlich  w weiß nicht  ? Hilfe  z s g / u b q';

/** What the keys without a word in the line do. */
export const moreKeys =
  'z zurück · s überspringen · g gehe zu · / suchen · u letzte Antwort zurücknehmen · b Thema bestätigen · q aufhören';

export function wrapped(text: string, indent = 0): string {
  return paragraph(text, indent, lineWidth());
}

export function rule(): string {
  return styled('dim', '─'.repeat(lineWidth()));
}

/** „vor 8 Monaten“, „heute“. */
export function ageText(from: string, to: string): string {
  const days = daysBetween(from, to);
  if (days <= 0) return 'heute';
  if (days === 1) return 'gestern';
  if (days < daysShownAsDays) return `vor ${days} Tagen`;
  const months = Math.round(days / daysPerMonth);
  return months < monthsShownAsMonths ? `vor ${months} Monaten` : `vor ${Math.round(months / 12)} Jahren`;
}

const daysShownAsDays = 50;
const daysPerMonth = 30.44;
const monthsShownAsMonths = 24;

export interface Place {
  number: number;
  total: number;
}

/** „Frage 3 von 30 · Backup · MUSS · gesetzlich (S-06)“ and what is asked. */
export function questionText(
  question: NextQuestion,
  place: Place,
  evaluation: Evaluation,
  catalogue: Catalogue,
  rollen: readonly RoleAssignment[] = [],
): string {
  const { control, answers } = question.evaluation;
  const { zielobjekt } = question.answer;
  const topic = catalogue.vocabulary.topics.find(({ id }) => id === control.topic)?.title ?? control.topic;
  const label = legalLabel(question.duties);
  const head = [`Frage ${place.number} von ${place.total}`, topic, control.obligation, label].filter((part) => part !== '');
  const position = answers.findIndex((each) => each.zielobjekt.kuerzel === zielobjekt.kuerzel) + 1;
  const isForOne = zielobjekt.kuerzel !== informationsverbund;
  const nth = answers.length > 1 ? `, ${position} von ${answers.length}` : '';
  const notes = [
    isForOne ? (['Für', `${zielobjekt.name} (${zielobjekt.kuerzel}${nth})`] as const) : null,
    ['Warum', tied(shortened(control.rationale))] as const,
    ...roleNotes(question, rollen, evaluation.asOf, catalogue),
    ...answerNotes(question, evaluation.asOf),
    ...findingNotes(question, evaluation).map((text) => ['Befund', text] as const),
  ].filter((note) => note !== null);
  return [
    rule(),
    wrapped(head.map((part) => part.replaceAll(' ', tie)).join(' · ')),
    wrapped(`${control.id} ${control.title}`),
    '',
    styledLines('bold', wrapped(control.question)),
    '',
    keyValues(notes, lineWidth()),
  ]
    .join('\n')
    .replaceAll(tie, ' ');
}

/** Every line by itself: a terminal that loses the end of a colour keeps it for one line only. */
function styledLines(style: 'bold', text: string): string {
  return text
    .split('\n')
    .map((line) => styled(style, line))
    .join('\n');
}

/** Longest reason that is shown whole; `?` shows the rest. */
const longestReason = 240;

function shortened(text: string): string {
  const whole = cleanLine(text);
  if (whole.length <= longestReason) return whole;
  const sentences = whole.split(/(?<=[a-zäöüß]{4}[.!?]) (?=[A-ZÄÖÜ„])/u);
  const kept = sentences.reduce((sum, next) => (`${sum} ${next}`.length <= longestReason ? `${sum} ${next}` : sum));
  return kept === whole ? whole : `${kept} (mehr mit ?)`;
}

/** Holds words together while lines are broken; printed as a blank, so that what is copied can be searched for. */
const tie = '\u00a0';

/** Keeps a paragraph sign and its number on one line. */
function tied(text: string): string {
  return text.replace(/(§§?|Abs\.|Nr\.|Satz) (?=\d)/g, `$1${tie}`);
}

type Note = readonly [string, string];

/** Who is recorded for a role on which a duty behind the question hangs: nobody likes to say it twice. */
function roleNotes({ duties }: NextQuestion, rollen: readonly RoleAssignment[], asOf: string, catalogue: Catalogue): Note[] {
  return roleFacts(duties.flatMap(({ item }) => factsOfItem(item))).flatMap(({ rolle }): Note[] => {
    const holder = holderOf(rolle, rollen, asOf);
    if (holder === null) return [];
    const title = catalogue.vocabulary.roles.find(({ id }) => id === rolle)?.title ?? rolle;
    const appointed = holder.bestellt === null ? [] : [`bestellt am ${formatDay(holder.bestellt)}`];
    const told = holder.gemeldet === null ? [] : [`mitgeteilt am ${formatDay(holder.gemeldet)}`];
    return [['Erfasst', `${title}: ${[cleanLine(holder.person), ...appointed, ...told].join(', ')}`]];
  });
}

/** What was said before, by whom and when, and why it is asked again. */
function answerNotes(question: NextQuestion, asOf: string): Note[] {
  const { answer, fromVerbund, state } = question.answer;
  if (answer === null) return [];
  const { origin } = answer;
  const forAll = fromVerbund ? ', für die ganze Kommune gesagt' : '';
  const age = `(${ageText(answer.validFrom, asOf)}${forAll})`;
  // The origin of a statement names its days itself.
  const dated = origin?.kind === 'erklaerung' ? age : `vom ${formatDay(answer.validFrom)} ${age}`;
  const said = `${statusWord(answer.status)}, ${origin === null ? answer.saidBy : originText(origin)} ${dated}`;
  const lapsed = origin?.kind === 'erklaerung' ? origin.erloschen : null;
  const due = `zu bestätigen seit ${formatDay(answer.reviewDue)}`;
  return [
    [origin === null ? 'Bisher' : 'Geerbt', said],
    ...detailNotes(answer),
    ...(state === 'zuBestaetigen' ? [['Stand', lapsed ?? due] as const] : []),
    ...deviationNote(question),
  ];
}

function detailNotes({ begruendung, nachweis, verantwortlich, bis, notiz }: Assessment): Note[] {
  const until = bis === null ? '' : `bis ${formatDay(bis)}`;
  const task = [verantwortlich ?? '', until].filter((part) => part !== '').join(', ');
  const notes: [string, string | null][] = [
    ['Grund', begruendung],
    ['Nachweis', nachweis],
    ['Zu tun', task === '' ? null : task],
    ['Notiz', notiz],
  ];
  return notes.flatMap(([key, text]) => (text === null ? [] : [[key, cleanLine(text)] as const]));
}

function deviationNote({ answer: { deviatesFrom } }: NextQuestion): Note[] {
  if (deviatesFrom?.origin == null) return [];
  return [['Anders', `„${deviatesFrom.status}“ sagt: ${originText(deviatesFrom.origin)}`]];
}

const mostFindings = 3;

/** Findings that bear on the question; first what speaks against a „ja“. */
export function findingNotes({ evaluation: { control, answers }, answer }: NextQuestion, evaluation: Evaluation): string[] {
  const isForAll = answers.length === 1 && answer.zielobjekt.kuerzel === informationsverbund;
  const own = evaluation.findings
    .filter(({ check, zielobjekt }) => control.checks.includes(check) && (isForAll || zielobjekt === answer.zielobjekt.kuerzel))
    .toSorted((a, b) => findingRank[a.result] - findingRank[b.result]);
  const shown = own.slice(0, mostFindings).map((finding) => findingText(finding, evaluation.asOf));
  const rest = own.length - shown.length;
  return rest > 0 ? [...shown, `… und ${counted(rest, 'weiterer', 'weitere')} (burgward netz befunde)`] : shown;
}

const findingRank: Readonly<Record<Finding['result'], number>> = { 'not-met': 0, 'phase-out': 1, undetermined: 2, met: 3 };

function findingText({ result, target, text, seenAt }: Finding, asOf: string): string {
  const seen = dayOf(seenAt);
  return `${statusWord(result)}, ${formatTarget(target)}: ${cleanLine(text)} (${ageText(seen, asOf)} gesehen)`;
}

/** What `?` shows, with the question once more: on 24 lines the help pushes it off the screen. */
export function helpText(
  control: Control,
  duties: readonly DutyEvaluation[],
  catalogue: Catalogue,
  reasonOfOrder: string,
): string {
  const role = catalogue.vocabulary.roles.find(({ id }) => id === control.role)?.title ?? control.role;
  const effort = catalogue.vocabulary.efforts.find((band) => band.effort === control.effort)?.title ?? '–';
  const legal = bindingDuties(control.id, duties).map(({ item }) => `${item.id} ${item.short} (${item.ref})`);
  const notes: [string, string][] = [
    ['Verlangt', control.requirement],
    ['Warum', shortened(control.rationale) === cleanLine(control.rationale) ? '' : control.rationale],
    ['So geht es', control.help],
    ['Nachweis', control.evidence.join('; ')],
    ['Sonst', control.consequence],
    ['Gesetz', legal.join('; ')],
    ['Weiß meist', role],
    ['Aufwand', `${effort} (Schätzung)`],
    ['Jetzt, weil', reasonOfOrder],
  ];
  const filled = notes.filter(([, text]) => text.trim() !== '').map(([key, text]) => [key, tied(cleanLine(text))] as const);
  return [
    keyValues(filled, lineWidth()).replaceAll(tie, ' '),
    '',
    wrapped(moreKeys),
    '',
    styledLines('bold', wrapped(control.question)),
  ].join('\n');
}
