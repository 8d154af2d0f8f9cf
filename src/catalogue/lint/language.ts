/** Rules about the German of the catalogue: one sentence, one modal verb, plain and correctly spelled words. */
import type { Obligation } from '../../domain/catalogue.ts';
import type { FileProblem } from '../../errors.ts';
import { bannedWords, interval, writtenOutUmlauts } from '../banned-words.ts';
import { maxTextLength } from '../schema-parts.ts';
import type { FieldPath, YamlDocument } from '../yaml-document.ts';
import { controlsOf, field, type LintContext, problem } from './context.ts';

/** Longest requirement and question, in words. */
const maxWords = 35;

const modalVerbs = /(?<!\p{L})(MUSS|MÜSSEN|DARF|DÜRFEN|SOLLTE|SOLLTEN|SOLL|SOLLEN|KANN|KÖNNEN)(?!\p{L})/gu;
/** The same verbs in other spellings and moods: each would be a second one. */
const lowerCaseModals =
  /(?<!\p{L})([Mm](?:uss|üsse|üssen|üsste[nt]?)|[Dd](?:arf|ürfe|ürfen|ürfte[nt]?)|[Ss]oll(?:e|en|te|ten)?|[Kk](?:ann|önne|önnen|önnte[nt]?))(?!\p{L})/u;
const obligationOfModal: Readonly<Record<string, Obligation>> = {
  MUSS: 'MUSS',
  MÜSSEN: 'MUSS',
  DARF: 'MUSS',
  DÜRFEN: 'MUSS',
  SOLLTE: 'SOLLTE',
  SOLLTEN: 'SOLLTE',
  KANN: 'KANN',
  KÖNNEN: 'KANN',
};

export function requirementHasOneModalVerb({ files }: LintContext): FileProblem[] {
  return controlsOf(files).flatMap(({ control, document, path }) => {
    const at = [...path, 'requirement'];
    const modals = [...control.requirement.matchAll(modalVerbs)].map(([word]) => word);
    const lower = lowerCaseModals.exec(control.requirement)?.[1];
    const [modal] = modals;
    if (modal === undefined || modals.length !== 1) {
      return [
        problem(
          document,
          at,
          `Erwartet genau ein Modalverb in Großbuchstaben, gefunden ${modals.length === 0 ? 'keines' : modals.join(' und ')}.`,
        ),
      ];
    }
    if (lower !== undefined) return [problem(document, at, `Neben ${modal} steht ein zweites Modalverb („${lower}“).`)];
    if (obligationOfModal[modal] !== control.obligation)
      return [problem(document, at, `Das Modalverb ${modal} passt nicht zu obligation ${control.obligation}.`)];
    if (/^(?:DARF|DÜRFEN)$/.test(modal) && !/(?<!\p{L})(?:NICHT|KEINE?[NMRS]?)(?!\p{L})/u.test(control.requirement)) {
      return [problem(document, at, `${modal} ohne NICHT oder KEIN ist eine Erlaubnis und keine Anforderung.`)];
    }
    return [];
  });
}

export function requirementIsOneSentence({ files }: LintContext): FileProblem[] {
  return controlsOf(files).flatMap(({ control, document, path }) => {
    const at = [...path, 'requirement'];
    return [
      ...(isOneSentence(control.requirement)
        ? []
        : [problem(document, at, 'Die Anforderung muss genau ein Satz sein und mit einem Punkt enden.')]),
      ...tooLong(document, at, control.requirement),
    ];
  });
}

export function consequenceIsOneSentence({ files }: LintContext): FileProblem[] {
  return controlsOf(files).flatMap(({ control, document, path }) =>
    isOneSentence(control.consequence)
      ? []
      : [problem(document, [...path, 'consequence'], 'Die Folge muss genau ein Satz sein und mit einem Punkt enden.')],
  );
}

/** A mayor reads the consequence: only „IT“ is taken as known. */
export function consequenceHasNoAbbreviation({ files }: LintContext): FileProblem[] {
  return controlsOf(files).flatMap(({ control, document, path }) => {
    const [abbreviation] = control.consequence.match(/(?<!\p{L})(?!IT(?!\p{L}))\p{Lu}{2,}(?!\p{L})/u) ?? [];
    return abbreviation === undefined
      ? []
      : [problem(document, [...path, 'consequence'], `Die Folge steht ohne Abkürzung; „${abbreviation}“ ausschreiben.`)];
  });
}

/** Words that begin a question nobody can answer with ja or nein, alone or after a preposition. */
const asksForMore =
  /^(?:(?:seit|bis|ab|in|auf|mit|an|bei|für|von|zu|nach|über|unter|durch|um|aus|gegen|vor|wegen)\s+)?(?:wer|wen|wem|wessen|was|wann|wo|woher|wohin|womit|wodurch|wofür|wozu|woran|worauf|woraus|worin|worüber|wovon|wobei|wonach|wogegen|wie|wieviele?|wieso|warum|weshalb|welche[rsnm]?)(?!\p{L})/iu;

export function questionsAreQuestions({ files }: LintContext): FileProblem[] {
  const questions: { document: YamlDocument; path: FieldPath; question: string }[] = [
    ...controlsOf(files).map(({ control, document, path }) => ({
      document,
      path: [...path, 'question'],
      question: control.question,
    })),
    ...files.checks.map(({ data, document }) => ({ document, path: ['question'], question: data.question })),
    ...(files.vocabulary?.data.merkmale ?? []).map(({ question }, index) => ({
      document: files.vocabulary?.document as YamlDocument,
      path: ['merkmale', index, 'question'],
      question,
    })),
  ];
  return questions.flatMap(({ document, path, question }) => [
    ...(question.endsWith('?') ? [] : [problem(document, path, 'Die Frage muss mit einem Fragezeichen enden.')]),
    ...(asksForMore.test(question)
      ? [problem(document, path, 'Die Frage muss sich mit ja, teilweise oder nein beantworten lassen.')]
      : []),
    ...(/[.!?]\s+\p{Lu}/u.test(question.replace(innerPoints, ''))
      ? [problem(document, path, 'Es muss genau eine Frage sein.')]
      : []),
    ...tooLong(document, path, question),
  ]);
}

function tooLong(document: YamlDocument, path: FieldPath, text: string): FileProblem[] {
  const words = text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  return words > maxWords ? [problem(document, path, `${words} Wörter sind zu viele (höchstens ${maxWords}).`)] : [];
}

/** Points that end no sentence: abbreviations and ordinal numbers. */
const innerPoints =
  /(?<!\p{L})(?:z\. ?B|d\. ?h|u\. ?a|i\. ?d\. ?R|o\. ?ä|bzw|ggf|usw|etc|ca|Nr|Abs|Art|vgl|inkl|sog|evtl|max|min|St)\.|(?<=\d)\.(?=\s*(?:\d|\p{L}))/gu;

function isOneSentence(text: string): boolean {
  const plain = text.trim().replace(innerPoints, '');
  return /\.[“"]?$/.test(plain) && !/[.!?]\s+\S/.test(plain);
}

interface Prose {
  document: YamlDocument;
  path: FieldPath;
  text: string;
}

/** Fields people read. What is left out are ids, quotations of configuration and parameters. */
const proseFields = new Set([
  'title',
  'purpose',
  'requirement',
  'question',
  'rationale',
  'consequence',
  'help',
  'evidence',
  'definition',
  'duty',
  'short',
  'excused',
  'not_demanded',
  'banner',
  'note',
  'reason',
  'remedy',
  'footprint',
  'met',
  'phase_out',
  'not_met',
  'undetermined',
  'service',
  'name',
]);

function proseOf(document: YamlDocument): Prose[] {
  return collect(document, document.value, []);
}

function collect(document: YamlDocument, value: unknown, path: FieldPath): Prose[] {
  if (typeof value === 'string') {
    const key = path.findLast((part) => typeof part === 'string');
    return typeof key === 'string' && proseFields.has(key) ? [{ document, path, text: value.slice(0, maxTextLength) }] : [];
  }
  if (Array.isArray(value)) return value.flatMap((each, index) => collect(document, each, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => collect(document, each, [...path, key]));
}

/** Conditions a Kommune imports are quoted, so their wording is not ours to judge. */
function allProse({ files, base }: LintContext): Prose[] {
  const judged = base === undefined ? files.documents : { ...files.documents, frameworks: [] };
  return Object.values(judged).flatMap((documents) => documents.flatMap(proseOf));
}

/** Only what asks for something has to name its interval; a reason may say „regelmäßig“. */
const askingFields = new Set(['requirement', 'question', 'help', 'remedy']);

export function bannedWordsAreAbsent(context: LintContext): FileProblem[] {
  const judged = allProse(context).filter((prose) => !isOfficialTitle(prose));
  return judged.flatMap(({ document, path, text }) =>
    bannedWords.flatMap(({ pattern, advice, unlessInterval, unlessExplained }) => {
      const asks = askingFields.has(String(path.at(-1)));
      if (unlessInterval && !asks) return [];
      const hit = sentencesOf(text).find((sentence) => {
        const match = pattern.exec(sentence);
        if (match === null) return false;
        if (unlessInterval && interval.test(sentence)) return false;
        return !(unlessExplained && isExplained(sentence, match));
      });
      return hit === undefined ? [] : [problem(document, path, `„${pattern.exec(hit)?.[0] ?? ''}“: ${advice}.`)];
    }),
  );
}

/** The `short` of an item in a mapping, and the titles of the Kompendium, are those of the publisher: quoted, not chosen by us. */
function isOfficialTitle({ document, path }: Prose): boolean {
  if (path[0] === 'entries' && path.at(-1) === 'title') return document.file.endsWith('kompendium-2023.yaml');
  return path[0] === 'items' && path.at(-1) === 'short' && field(document.value, 'type') === 'mapping';
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?])\s+(?=\p{Lu})/u);
}

function isExplained(sentence: string, match: RegExpExecArray): boolean {
  const before = sentence.slice(0, match.index);
  const after = sentence.slice(match.index + match[0].length);
  const insideBrackets = before.lastIndexOf('(') > before.lastIndexOf(')');
  return insideBrackets || /^[“"]?\s*\(/.test(after);
}

/** Commands and quoted configuration keep their ASCII spelling. */
const quotedCommands = /`[^`]*`|„[^“]*[=/$_-][^“]*“|„burgward[^“]*“|burgward(?:\s+[a-z-]+)+|\S+[/@\\]\S*|\S+\.[a-z]{2,4}\b/gu;

export function umlautsAreWritten(context: LintContext): FileProblem[] {
  return allProse(context).flatMap(({ document, path, text }) => {
    const word = text
      .replace(quotedCommands, ' ')
      .split(/[^\p{L}]+/u)
      .find((each) => writtenOutUmlauts.test(each));
    return word === undefined ? [] : [problem(document, path, `„${word}“ mit Umlaut oder ß schreiben.`)];
  });
}

/** Requirements that share this much of their words are one requirement written twice. */
const nearlyEqual = 0.8;

export function requirementsDiffer({ files }: LintContext): FileProblem[] {
  const active = controlsOf(files).filter(({ control }) => control.retired === undefined);
  const stems = active.map(({ control }) => stemsOf(control.requirement));
  return active.flatMap(({ document, path }, index) => {
    const own = stems[index] ?? new Set<string>();
    const twin = active.slice(0, index).find((_, earlier) => jaccard(own, stems[earlier] ?? new Set()) >= nearlyEqual);
    return twin === undefined
      ? []
      : [
          problem(
            document,
            [...path, 'requirement'],
            `Fast gleich mit ${twin.control.id}; beide zusammenlegen oder unterscheiden.`,
          ),
        ];
  });
}

const stopWords = new Set(
  'der die das den dem des ein eine einer einem einen eines und oder für von vom mit auf in im an am zu zum zur bei nach aus über unter durch als wie nur auch sich ist sind wird werden nicht kein keine muss müssen darf dürfen sollte sollten kann können alle jede jeder jedes'.split(
    ' ',
  ),
);

function stemsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => !stopWords.has(word)).map(stemOf));
}

/** Takes endings off until a stem of four letters is left: good enough to see „Version“ and „Versionen“ as one word. */
function stemOf(word: string): string {
  const shorter = word.replace(/(?<=.{4})(?:ung|[ens]|er|em)$/u, '');
  return shorter === word ? word : stemOf(shorter);
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length;
  return a.size + b.size === 0 ? 0 : shared / (a.size + b.size - shared);
}
