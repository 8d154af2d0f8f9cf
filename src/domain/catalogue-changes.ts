/** What changed between two editions of a catalogue, one German sentence per change. */
import { canonicalJson } from './canonical-json.ts';
import type { Catalogue, CheckDefinition, Control, Framework, FrameworkItem, Profile, ProfileFact } from './catalogue.ts';
import { controlsOfItem, coversWholly } from './framework-item.ts';

export const changeKinds = [
  'neu',
  'entfallen',
  'zurueckgezogen',
  'verschoben',
  'umformuliert',
  'pflicht',
  'stufe',
  'bewertung',
  'verweise',
  'zuordnung',
  'auswahl',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

export const changedThings = [
  'baustein',
  'control',
  'pruefung',
  'rahmenwerk',
  'punkt',
  'profil',
  'tabelle',
  'wortliste',
] as const;
export type ChangedThing = (typeof changedThings)[number];

export interface CatalogueChange {
  kind: ChangeKind;
  thing: ChangedThing;
  /** Id of what changed, in the older edition if it is gone. */
  id: string;
  sentence: string;
}

/** Changes from `before` to `after`, in the order Bausteine, controls, checks, frameworks with their items, profiles, tables, lists. */
export function catalogueChanges(before: Catalogue, after: Catalogue): CatalogueChange[] {
  return [
    ...bausteinChanges(before, after),
    ...controlChanges(before, after),
    ...checkChanges(before, after),
    ...frameworkChanges(before, after),
    ...profileChanges(before, after),
    ...dataChanges('tabelle', 'Die Tabelle', before.tables, after.tables),
    ...dataChanges('wortliste', 'Die Wortliste', { ...before.vocabulary }, { ...after.vocabulary }),
  ];
}

interface Pairs<T> {
  added: T[];
  gone: T[];
  kept: (readonly [T, T])[];
}

function pairById<T extends { id: string }>(before: readonly T[], after: readonly T[]): Pairs<T> {
  const earlier = new Map(before.map((each) => [each.id, each]));
  const later = new Map(after.map((each) => [each.id, each]));
  return {
    added: after.filter(({ id }) => !earlier.has(id)),
    gone: before.filter(({ id }) => !later.has(id)),
    kept: before.flatMap((each) => {
      const now = later.get(each.id);
      return now === undefined ? [] : [[each, now] as const];
    }),
  };
}

function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}

function listed(words: readonly string[]): string {
  return new Intl.ListFormat('de').format(words);
}

function bausteinChanges(before: Catalogue, after: Catalogue): CatalogueChange[] {
  const thing = 'baustein';
  const { added, gone, kept } = pairById(before.bausteine, after.bausteine);
  return [
    ...added.map(
      ({ id, title }) => ({ kind: 'neu' as const, thing, id, sentence: `Neu ist der Baustein ${id} „${title}“.` }) as const,
    ),
    ...gone.map(
      ({ id, title }) =>
        ({ kind: 'entfallen', thing, id, sentence: `Den Baustein ${id} „${title}“ gibt es nicht mehr.` }) as const,
    ),
    ...kept.flatMap(([was, is]): CatalogueChange[] => [
      ...(was.topic === is.topic
        ? []
        : [
            {
              kind: 'verschoben' as const,
              thing,
              id: is.id,
              sentence: `Der Baustein ${is.id} „${is.title}“ gehört jetzt zum Thema ${topicTitle(after, is.topic)} statt ${topicTitle(before, was.topic)}.`,
            } as const,
          ]),
      ...(was.title === is.title && was.purpose === is.purpose && isSame(was.zielobjektTypes, is.zielobjektTypes)
        ? []
        : [
            {
              kind: 'umformuliert',
              thing,
              id: is.id,
              sentence: `Titel, Zweck oder Zielobjekte des Bausteins ${is.id} „${is.title}“ sind neu gefasst.`,
            } as const,
          ]),
    ]),
  ];
}

function topicTitle({ vocabulary }: Catalogue, id: string): string {
  return vocabulary.topics.find((topic) => topic.id === id)?.title ?? id;
}

function controlChanges(before: Catalogue, after: Catalogue): CatalogueChange[] {
  const { added, gone, kept } = pairById(before.controls, after.controls);
  const movedTo = new Map(
    gone.flatMap((was) => {
      const now = added.find((is) => is.requirement === was.requirement || is.question === was.question);
      return now === undefined ? [] : [[was.id, now] as const];
    }),
  );
  const arrived = new Set([...movedTo.values()].map(({ id }) => id));
  return [
    ...added.filter(({ id }) => !arrived.has(id)).map(newControl),
    ...gone.map((was) => goneControl(was, movedTo.get(was.id))),
    ...kept.flatMap(([was, is]) => keptControl(was, is)),
  ].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

function named({ id, title }: { id: string; title: string }): string {
  return `${id} „${title}“`;
}

function newControl(control: Control): CatalogueChange {
  const { id, obligation, level } = control;
  return { kind: 'neu', thing: 'control', id, sentence: `Neu ist ${named(control)} (${obligation}, Stufe ${level}).` };
}

function goneControl(was: Control, now: Control | undefined): CatalogueChange {
  const { id } = was;
  return now === undefined
    ? { kind: 'entfallen', thing: 'control', id, sentence: `${named(was)} gibt es nicht mehr.` }
    : {
        kind: 'verschoben',
        thing: 'control',
        id,
        sentence: `${named(was)} steht jetzt als ${named(now)} im Baustein ${now.baustein}.`,
      };
}

/** Fields that are told as one group: the words beside requirement and question. */
const wordings: readonly (readonly [keyof Control, string])[] = [
  ['title', 'der Titel'],
  ['rationale', 'die Begründung'],
  ['consequence', 'die Folge'],
  ['help', 'die Hilfe'],
  ['evidence', 'die Nachweise'],
];
const ratings: readonly (readonly [keyof Control, string])[] = [
  ['effort', 'Aufwand'],
  ['effect', 'Wirkung'],
  ['role', 'zuständig'],
  ['reviewAfter', 'zu prüfen alle'],
];
const references: readonly (readonly [keyof Control, string])[] = [
  ['threats', 'Gefährdungen'],
  ['schutzziele', 'Schutzziele'],
  ['checks', 'Netzprüfungen'],
];

function keptControl(was: Control, is: Control): CatalogueChange[] {
  const name = named(is);
  const change = (kind: ChangeKind, sentence: string): CatalogueChange => ({ kind, thing: 'control', id: is.id, sentence });
  if (is.retired !== undefined && was.retired === undefined) {
    const { in: edition, reason, replacedBy } = is.retired;
    const replaced = replacedBy === undefined ? '' : ` Ersetzt durch ${replacedBy}.`;
    return [change('zurueckgezogen', `${name} ist mit Ausgabe ${edition} zurückgezogen: ${sentenceOf(reason)}${replaced}`)];
  }
  const reworded = wordings.filter(([field]) => !isSame(was[field], is[field])).map(([, word]) => word);
  const rated = ratings
    .filter(([field]) => was[field] !== is[field])
    .map(([field, word]) => `${word} ${String(is[field])} statt ${String(was[field])}`);
  const referring = references.filter(([field]) => !isSame(was[field], is[field])).map(([, word]) => word);
  return [
    ...(was.retired !== undefined && is.retired === undefined ? [change('neu', `${name} gilt wieder.`)] : []),
    ...(was.retired !== undefined && is.retired !== undefined && !isSame(was.retired, is.retired)
      ? [change('zurueckgezogen', `Warum ${name} zurückgezogen ist oder was es ersetzt, ist neu gefasst.`)]
      : []),
    ...(was.topic === is.topic ? [] : [change('verschoben', `${name} gehört jetzt zum Thema ${is.topic} statt ${was.topic}.`)]),
    ...(was.requirement === is.requirement
      ? []
      : [change('umformuliert', `Bei ${name} lautet die Anforderung jetzt: „${is.requirement}“ (vorher: „${was.requirement}“)`)]),
    ...(was.question === is.question
      ? []
      : [change('umformuliert', `Bei ${name} lautet die Frage jetzt: „${is.question}“ (vorher: „${was.question}“)`)]),
    ...(reworded.length === 0
      ? []
      : [
          change(
            'umformuliert',
            `Bei ${name} ${reworded.length === 1 && reworded[0] !== 'die Nachweise' ? 'ist' : 'sind'} ${listed(reworded)} neu gefasst.`,
          ),
        ]),
    ...(was.obligation === is.obligation
      ? []
      : [change('pflicht', `${name} ist jetzt ${is.obligation} statt ${was.obligation}.`)]),
    ...(was.level === is.level ? [] : [change('stufe', `${name} gehört jetzt zur Stufe ${is.level} statt ${was.level}.`)]),
    ...(rated.length === 0 ? [] : [change('bewertung', `Bei ${name} gilt jetzt: ${rated.join(', ')}.`)]),
    ...(referring.length === 0 ? [] : [change('verweise', `Bei ${name} sind geändert: ${listed(referring)}.`)]),
  ];
}

function sentenceOf(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

function checkChanges(before: Catalogue, after: Catalogue): CatalogueChange[] {
  const thing = 'pruefung';
  const { added, gone, kept } = pairById(before.checks, after.checks);
  return [
    ...added.map(({ id, title }) => ({ kind: 'neu', thing, id, sentence: `Neu ist die Netzprüfung ${id} „${title}“.` }) as const),
    ...gone.map(
      ({ id, title }) =>
        ({ kind: 'entfallen', thing, id, sentence: `Die Netzprüfung ${id} „${title}“ gibt es nicht mehr.` }) as const,
    ),
    ...kept.flatMap(([was, is]) => keptCheck(was, is)),
  ];
}

function keptCheck(was: CheckDefinition, is: CheckDefinition): CatalogueChange[] {
  const change = (kind: ChangeKind, sentence: string): CatalogueChange => ({ kind, thing: 'pruefung', id: is.id, sentence });
  const { parameters: thresholds, severity, ...words } = is;
  const { parameters: earlierThresholds, severity: earlierSeverity, ...earlierWords } = was;
  return [
    ...(isSame(thresholds, earlierThresholds)
      ? []
      : [change('bewertung', `Bei der Netzprüfung ${is.id} sind die Schwellen geändert.`)]),
    ...(severity === earlierSeverity
      ? []
      : [change('bewertung', `Abweichungen bei ${is.id} wiegen jetzt „${severity}“ statt „${earlierSeverity}“.`)]),
    ...(isSame(words, earlierWords) ? [] : [change('umformuliert', `Die Texte der Netzprüfung ${is.id} sind neu gefasst.`)]),
  ];
}

function frameworkChanges(before: Catalogue, after: Catalogue): CatalogueChange[] {
  const thing = 'rahmenwerk';
  const { added, gone, kept } = pairById(before.frameworks, after.frameworks);
  return [
    ...added.map(
      ({ id, title, items }) =>
        ({
          kind: 'neu',
          thing,
          id,
          sentence: `Neu ist das Rahmenwerk ${id} „${title}“ mit ${items.length === 1 ? '1 Punkt' : `${items.length} Punkten`}.`,
        }) as const,
    ),
    ...gone.map(
      ({ id, title }) =>
        ({ kind: 'entfallen', thing, id, sentence: `Das Rahmenwerk ${id} „${title}“ gibt es nicht mehr.` }) as const,
    ),
    ...kept.flatMap(([was, is]) => keptFramework(was, is)),
  ];
}

function keptFramework(was: Framework, is: Framework): CatalogueChange[] {
  const { added, gone, kept } = pairById(was.items, is.items);
  const change = (kind: ChangeKind, { id }: FrameworkItem, sentence: string): CatalogueChange => ({
    kind,
    thing: 'punkt',
    id,
    sentence,
  });
  return [
    ...frameworkHeadChanges(was, is),
    ...added.map((item) => change('neu', item, `Neu in ${is.id} ist ${item.id} (${item.kind}): ${sentenceOf(item.short)}`)),
    ...gone.map((item) => change('entfallen', item, `${item.id} gibt es in ${is.id} nicht mehr: ${sentenceOf(item.short)}`)),
    ...kept.flatMap(([earlier, item]) => [
      ...(earlier.kind === item.kind
        ? []
        : [change('pflicht', item, `${item.id} in ${is.id} ist jetzt ${item.kind} statt ${earlier.kind}.`)]),
      ...(earlier.level === item.level
        ? []
        : [
            change(
              'stufe',
              item,
              `${item.id} in ${is.id} gehört jetzt zur Stufe ${item.level ?? 'keine'} statt ${earlier.level ?? 'keine'}.`,
            ),
          ]),
      ...settlementChanges(earlier, item).map((text) => change('zuordnung', item, `${item.id} in ${is.id} ${text}`)),
      ...(isSame(earlier.appliesIf, item.appliesIf) && isSame(earlier.generations, item.generations)
        ? []
        : [change('pflicht', item, `Wann ${item.id} in ${is.id} gilt, ist geändert.`)]),
      ...(earlier.duty === item.duty && earlier.ref === item.ref
        ? []
        : [change('umformuliert', item, `${item.id} in ${is.id} lautet jetzt (${item.ref}): ${sentenceOf(item.duty)}`)]),
      ...besides(itemDetails, earlier, item).map((words) =>
        change('umformuliert', item, `Bei ${item.id} in ${is.id} geändert: ${words}.`),
      ),
    ]),
  ];
}

/** Fields of an item that are told as one group. */
const itemDetails: readonly (readonly [keyof FrameworkItem, string])[] = [
  ['short', 'Kurztitel'],
  ['confidence', 'Vertrauen'],
  ['excused', 'Grund der Ausnahme'],
  ['notDemanded', 'warum es nicht verlangt ist'],
  ['evidence', 'Nachweis'],
  ['deadline', 'Frist'],
  ['note', 'Hinweis'],
  ['local', 'was hier gilt'],
  ['analogous', 'Kennzeichen als Analogie'],
  ['legalMinimum', 'Zugehörigkeit zum gesetzlichen Mindestmaß'],
];
const frameworkDetails: readonly (readonly [keyof Framework, string])[] = [
  ['title', 'Titel'],
  ['type', 'Art'],
  ['publisher', 'Herausgeber'],
  ['banner', 'Hinweis über den Ergebnissen'],
  ['generations', 'Generationen'],
];

/** The names of the fields that differ, as one enumeration; none if all are the same. */
function besides<T>(fields: readonly (readonly [keyof T, string])[], was: T, is: T): string[] {
  const words = fields.filter(([field]) => !isSame(was[field], is[field])).map(([, word]) => word);
  return words.length === 0 ? [] : [listed(words)];
}

function frameworkHeadChanges(was: Framework, is: Framework): CatalogueChange[] {
  const change = (sentence: string): CatalogueChange => ({ kind: 'umformuliert', thing: 'rahmenwerk', id: is.id, sentence });
  return [
    ...(was.edition === is.edition
      ? []
      : [change(`Das Rahmenwerk ${is.id} hat jetzt den Stand „${is.edition}“ statt „${was.edition}“.`)]),
    ...besides(frameworkDetails, was, is).map((words) => change(`Beim Rahmenwerk ${is.id} geändert: ${words}.`)),
  ];
}

/** The same controls may also stand for a requirement in another way: all instead of one, or with another reach. */
function settlementChanges(was: FrameworkItem, is: FrameworkItem): string[] {
  if (settlementOf(was) !== settlementOf(is)) return [`${settlementOf(is)}; vorher: ${settlementOf(was)}.`];
  if (was.mapped?.relation !== is.mapped?.relation) {
    return [`hat jetzt die Beziehung ${is.mapped?.relation ?? 'keine'} statt ${was.mapped?.relation ?? 'keine'}.`];
  }
  return isSame(was.answeredBy, is.answeredBy) ? [] : [`${settlementOf(is)}, aber nach einer anderen Regel als vorher.`];
}

function settlementOf(item: FrameworkItem): string {
  if (item.notDemanded !== undefined) return 'ist nicht verlangt';
  if (item.excused !== undefined) return 'ist ausgenommen';
  const controls = controlsOfItem(item);
  if (item.mapped !== undefined) {
    return `ist ${coversWholly(item.mapped) ? 'ganz' : 'zum Teil'} gedeckt durch ${listed(controls)}`;
  }
  return controls.length === 0
    ? 'wird aus Angaben zu Personen und Tagen beantwortet'
    : `wird beantwortet durch ${listed(controls)}`;
}

function profileChanges(before: Catalogue, after: Catalogue): CatalogueChange[] {
  const thing = 'profil';
  const { added, gone, kept } = pairById(before.profiles, after.profiles);
  return [
    ...added.map(
      ({ id, controls }) =>
        ({ kind: 'neu', thing, id, sentence: `Neu ist das Profil ${id} mit ${controls.length} Anforderungen.` }) as const,
    ),
    ...gone.map(({ id }) => ({ kind: 'entfallen', thing, id, sentence: `Das Profil ${id} gibt es nicht mehr.` }) as const),
    ...kept.flatMap(([was, is]) => keptProfile(was, is)),
  ];
}

function keptProfile(was: Profile, is: Profile): CatalogueChange[] {
  const more = is.controls.filter((id) => !was.controls.includes(id));
  const less = was.controls.filter((id) => !is.controls.includes(id));
  const parts = [
    ...(more.length === 0 ? [] : [`fragt zusätzlich ${listed(more)}`]),
    ...(less.length === 0 ? [] : [`fragt nicht mehr ${listed(less)}`]),
    ...(more.length + less.length === 0 && !isSame(was.controls, is.controls) ? ['fragt in anderer Reihenfolge'] : []),
  ];
  const change = (kind: ChangeKind, sentence: string): CatalogueChange => ({ kind, thing: 'profil', id: is.id, sentence });
  return [
    ...(parts.length === 0 ? [] : [change('auswahl', `Das Profil ${is.id} ${parts.join(' und ')}.`)]),
    ...factChanges(was, is).map((text) => change('auswahl', `Das Profil ${is.id} ${text}.`)),
    ...(was.title === is.title && was.note === is.note
      ? []
      : [change('umformuliert', `Titel oder Hinweis des Profils ${is.id} sind neu gefasst.`)]),
    ...reasonChanges(was, is).map((text) => change('umformuliert', `Das Profil ${is.id} ${text}.`)),
  ];
}

function factChanges({ facts: was = [] }: Profile, { facts: is = [] }: Profile): string[] {
  const nameOf = (entry: ProfileFact) => ('fact' in entry ? entry.fact : entry.merkmal);
  const [earlier, later] = [was.map(nameOf), is.map(nameOf)];
  const more = later.filter((name) => !earlier.includes(name));
  const less = earlier.filter((name) => !later.includes(name));
  if (more.length + less.length === 0) return isSame(was, is) ? [] : ['ordnet oder begründet seine Angaben anders'];
  return [
    ...(more.length === 0 ? [] : [`fragt zusätzlich die Angaben ${listed(more)}`]),
    ...(less.length === 0 ? [] : [`fragt nicht mehr die Angaben ${listed(less)}`]),
  ];
}

/** More than a few are counted: a new way of giving reasons touches them all. */
const maxNamedReasons = 5;

/** An edition from before there were reasons is no change of them. */
function reasonChanges(was: Profile, is: Profile): string[] {
  const { reasons: earlier } = was;
  const { reasons: later } = is;
  if (earlier === undefined || later === undefined) return [];
  const changed = is.controls.filter((id) => was.controls.includes(id) && earlier[id] !== later[id]);
  if (changed.length === 0) return [];
  return [
    `begründet den Platz von ${changed.length > maxNamedReasons ? `${changed.length} Anforderungen` : listed(changed)} anders`,
  ];
}

function dataChanges(
  thing: ChangedThing,
  noun: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): CatalogueChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((id): CatalogueChange[] => {
    if (!(id in before)) return [{ kind: 'neu', thing, id, sentence: `${noun} ${id} ist neu.` }];
    if (!(id in after)) return [{ kind: 'entfallen', thing, id, sentence: `${noun} ${id} gibt es nicht mehr.` }];
    return isSame(before[id], after[id]) ? [] : [{ kind: 'umformuliert', thing, id, sentence: `${noun} ${id} ist geändert.` }];
  });
}
