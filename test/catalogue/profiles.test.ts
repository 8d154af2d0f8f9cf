/** The profiles: their size, that one holds the other, and that the order and the reason of every entry follow the rule in controls/README.md. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { beforeAll, expect, test } from 'vitest';
import type { AnswerRule, Catalogue, Condition, Control, FrameworkItem } from '../../src/domain/catalogue.ts';
import type { ThreeValued } from '../../src/domain/kommune.ts';
import { nextMerkmale } from '../../src/domain/next-question.ts';
import { shippedCatalogue } from '../shipped-catalogue.ts';

const controlsFolder = fileURLToPath(new URL('../../controls', import.meta.url));

let catalogue: Catalogue;
let controls: ReadonlyMap<string, Control>;
let law: readonly FrameworkItem[];
let binding: ReadonlyMap<string, readonly string[]>;
beforeAll(async () => {
  catalogue = await shippedCatalogue();
  controls = new Map(catalogue.controls.map((control) => [control.id, control]));
  law = catalogue.frameworks.find(({ id }) => id === 'saechsisichg')?.items ?? [];
  binding = bindingRows(law);
});

test('sofort holds thirty, einstieg at most 140 and begins with them, basis and standard hold what is below them', () => {
  const [sofort, einstieg, basis, standard] = [idsOf('sofort'), idsOf('einstieg'), idsOf('basis'), idsOf('standard')];
  expect(sofort).toHaveLength(30);
  expect(einstieg.length).toBeLessThanOrEqual(140);
  expect(einstieg.slice(0, 30)).toEqual(sofort);
  expect(without(einstieg, basis)).toEqual([]);
  expect(without(basis, standard)).toEqual([]);
});

test('basis holds every basis requirement, standard every basis and standard requirement, none anything else', () => {
  const ofLevels = (...levels: string[]) => catalogue.controls.filter(isAsked).filter(({ level }) => levels.includes(level));
  expect(idsOf('basis').sort()).toEqual(sortedIds(ofLevels('basis')));
  expect(idsOf('standard').sort()).toEqual(sortedIds(ofLevels('basis', 'standard')));
});

test('no profile names a requirement twice, and every reason names effect, effort or duty', () => {
  for (const { id: profile, controls: ids } of catalogue.profiles) {
    expect(new Set(ids).size, profile).toBe(ids.length);
    const silent = profileOf(profile).controls.filter(({ reason }) => !/Wirkung|Schutz|Aufwand|[Gg]esetzlich/.test(reason));
    expect(silent, profile).toEqual([]);
  }
});

test('after sofort the order of einstieg is: binding duty, greater effect, smaller effort, order of basis', () => {
  const rest = idsOf('einstieg').slice(30);
  expect(rest).toEqual(inOrder(rest));
  const swapped = [...rest.slice(1), ...rest.slice(0, 1)];
  expect(inOrder(swapped)).toEqual(rest);
});

test('what is left out of einstieg is what controls/README.md says', () => {
  const stages = new Map(profileOf('basis').controls.map(({ id, reason }) => [id, Number(/^Stufe (\d)/.exec(reason)?.[1] ?? 0)]));
  const leftOut = idsOf('basis').filter((id) => {
    const { effect, effort } = controlOf(id);
    const stage = binding.has(id) || effect === 3 ? 0 : stages.get(id);
    return stage === 2 ? effort > 1 || effect === 1 : (stage === 3 || stage === 4) && effort > 0;
  });
  expect(without(idsOf('basis'), idsOf('einstieg'))).toEqual(leftOut);
  const guide = readFileSync(path.join(controlsFolder, 'README.md'), 'utf8').replace(/\s+/g, ' ');
  expect(guide).toContain(`Of the ${idsOf('basis').length} basis controls ${leftOut.length} are left out`);
  expect(guide).toContain('in stage 2 what takes more than a day (effort above 1) or only complements (effect 1)');
  expect(guide).toContain('in stages 3 and 4 what takes more than half a day (effort above 0)');
  expect(profileOf('einstieg').note).toContain(`${idsOf('einstieg').length} von ${idsOf('basis').length} Basisanforderungen`);
});

test('a note stays short, since every report prints it', () => {
  for (const { id, note } of catalogue.profiles) {
    const words = note.trim().split(/\s+/).length;
    expect(words, id).toBeLessThanOrEqual(id === 'einstieg' ? 45 : 60);
  }
});

test('a reason in sofort and einstieg names rows of the law exactly when the requirement answers a binding one, and no others', () => {
  for (const { id, reason } of ['sofort', 'einstieg'].flatMap((profile) => profileOf(profile).controls)) {
    const named = rowsNamedIn(reason);
    const rows = binding.get(id) ?? [];
    expect(named.length > 0, `${id}: ${reason}`).toBe(rows.length > 0);
    expect(without(named, rows), `${id}: ${reason}`).toEqual([]);
  }
});

test('a reason in sofort and einstieg gives the effect and the effort the requirement has, a duty before them', () => {
  for (const { id, reason } of ['sofort', 'einstieg'].flatMap((profile) => profileOf(profile).controls)) {
    const { effect, effort } = controlOf(id);
    const weighed = `${effectWords[effect]} Wirkung bei ${effortWords[effort]} Aufwand`;
    const expected = binding.has(id) ? new RegExp(`\\(.*S-\\d\\d\\); ${weighed}`) : new RegExp(`^${weighed}`, 'i');
    expect(reason, id).toMatch(expected);
  }
});

test('a reason in basis and standard gives the effect and the effort the requirement has', () => {
  for (const { id, reason } of ['basis', 'standard'].flatMap((profile) => profileOf(profile).controls)) {
    const { effect, effort } = controlOf(id);
    expect(reason, id).toMatch(new RegExp(`: ${protectionWords[effect]} Schutz ${trailingEffort[effort]}$`));
  }
});

test('basis and standard go topic by topic, Baustein by Baustein: management and data protection, the 19 entry topics, the KDN last', () => {
  const topicsOf = (group: string) => catalogue.vocabulary.topics.filter((topic) => topic.group === group).map(({ id }) => id);
  const first = ['sicherheitsmanagement', 'datenschutz'];
  // Few evaluate log data themselves: behind what all are asked.
  const last = ['protokolldaten', ...topicsOf('fach'), 'kdn-anschluss'];
  const between = without([...topicsOf('einstieg'), ...topicsOf('steuerung')], [...first, ...last]);
  const rank = (topic: string) => [...first, ...between, ...last].indexOf(topic);
  for (const profile of ['basis', 'standard']) {
    const ids = idsOf(profile);
    const sorted = [...ids].sort((a, b) => rank(controlOf(a).topic) - rank(controlOf(b).topic) || a.localeCompare(b));
    expect(ids, profile).toEqual(sorted);
    expect(ids.filter((id) => rank(controlOf(id).topic) < 0)).toEqual([]);
  }
});

test('the notes of einstieg and basis say that they are neither WiBA nor the Kommunalprofil', () => {
  for (const profile of ['einstieg', 'basis']) {
    expect(profileOf(profile).note).toMatch(/weder WiBA.*noch das amtliche IT-Grundschutz-Profil/i);
  }
});

test('sofort has twelve facts: the days of roles and the Merkmale that decide duties of the law, each with the rows that hang on it', () => {
  const facts = catalogue.profiles.find(({ id }) => id === 'sofort')?.facts ?? [];
  expect(facts).toHaveLength(12);
  const days = facts.flatMap((entry) => ('fact' in entry ? [entry.fact] : []));
  expect(days.sort()).toEqual(
    catalogue.vocabulary.facts
      .map(({ id }) => id)
      .filter((id) => id.startsWith('rolle.'))
      .sort(),
  );
  const merkmale = facts.flatMap((entry) => ('merkmal' in entry ? [entry.merkmal] : []));
  expect(merkmale.sort()).toEqual(merkmaleAsked(law, { svn_alternative_schnittstelle: 'ja' }).sort());
  const decided = law.filter(({ appliesIf }) => appliesIf !== undefined).map(({ id }) => id);
  const named = facts.flatMap(({ reason }) => rowsNamedIn(reason, true));
  expect(without(decided, named)).toEqual([]);
  for (const entry of facts) {
    if (!('merkmal' in entry)) continue;
    const hanging = law.filter(({ appliesIf }) => merkmaleIn(appliesIf).includes(entry.merkmal)).map(({ id }) => id);
    expect(without(rowsNamedIn(entry.reason, true), hanging), entry.merkmal).toEqual([]);
  }
});

test('the program keeps the reason of every entry', () => {
  for (const { id, controls: ids, reasons } of catalogue.profiles) {
    expect(reasons, id).toEqual(Object.fromEntries(profileOf(id).controls.map((entry) => [entry.id, entry.reason])));
    expect(Object.keys(reasons ?? {}).sort(), id).toEqual([...ids].sort());
  }
});

const effectWords: Readonly<Record<number, string>> = { 3: 'größte', 2: 'große', 1: 'ergänzende' };
const effortWords: Readonly<Record<number, string>> = {
  0: 'sehr kleinem',
  1: 'kleinem',
  2: 'mittlerem',
  3: 'größerem',
  4: 'großem',
};
const protectionWords: Readonly<Record<number, string>> = { 3: 'starker', 2: 'guter', 1: 'ergänzender' };
const trailingEffort: Readonly<Record<number, string>> = {
  0: 'ohne großen Aufwand',
  1: 'mit wenig Aufwand',
  2: 'mit mäßigem Aufwand',
  3: 'mit größerem Aufwand',
  4: 'mit hohem Aufwand',
};

function inOrder(ids: readonly string[]): string[] {
  const basis = idsOf('basis');
  return [...ids].sort((a, b) => {
    const [first, second] = [controlOf(a), controlOf(b)];
    const legal = Number(binding.has(b)) - Number(binding.has(a));
    return legal || second.effect - first.effect || first.effort - second.effort || basis.indexOf(a) - basis.indexOf(b);
  });
}

/** Rows of the law that bind, by the control that answers them. */
function bindingRows(items: readonly FrameworkItem[]): Map<string, string[]> {
  const rows = new Map<string, string[]>();
  for (const { id, kind, answeredBy } of items) {
    if (!['MUSS', 'MUSS-WENN', 'SOLL'].includes(kind)) continue;
    for (const control of controlsIn(answeredBy)) rows.set(control, [...(rows.get(control) ?? []), id]);
  }
  return rows;
}

function controlsIn(answer: AnswerRule | undefined): string[] {
  if (answer === undefined) return [];
  if ('control' in answer) return [answer.control];
  if ('all' in answer) return answer.all.flatMap(controlsIn);
  return 'any' in answer ? answer.any.flatMap(controlsIn) : [];
}

function merkmaleIn(condition: Condition | undefined): string[] {
  if (condition === undefined) return [];
  if ('merkmal' in condition) return [condition.merkmal];
  if ('not' in condition) return merkmaleIn(condition.not);
  return ('all' in condition ? condition.all : condition.any).flatMap(merkmaleIn);
}

/** Merkmale the interview asks of a Kommune that says no to all but the given. */
function merkmaleAsked(items: readonly FrameworkItem[], given: Readonly<Record<string, ThreeValued>>): string[] {
  const known: Record<string, ThreeValued> = {};
  for (let next = nextMerkmale(items, known)[0]; next !== undefined; next = nextMerkmale(items, known)[0]) {
    known[next.merkmal] = given[next.merkmal] ?? 'nein';
  }
  return Object.keys(known);
}

/** `S-06` … in a text; with `ranges`, „S-25 bis S-34“ stands for all between. */
function rowsNamedIn(text: string, ranges = false): string[] {
  const single = [...text.matchAll(/S-\d\d/g)].map(([row]) => row);
  if (!ranges) return single;
  const between = [...text.matchAll(/S-(\d\d) bis S-(\d\d)/g)].flatMap(([, from, to]) =>
    Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => `S-${String(Number(from) + index).padStart(2, '0')}`),
  );
  return [...single, ...between];
}

/** As written in the file. */
interface ProfileFile {
  note: string;
  controls: readonly { id: string; reason: string }[];
}

function profileOf(id: string): ProfileFile {
  return load(readFileSync(path.join(controlsFolder, 'profiles', `${id}.yaml`), 'utf8')) as ProfileFile;
}

function idsOf(profile: string): string[] {
  const found = catalogue.profiles.find(({ id }) => id === profile);
  if (found === undefined) throw new Error(`no profile ${profile}`);
  return [...found.controls];
}

function controlOf(id: string): Control {
  const control = controls.get(id);
  if (control === undefined) throw new Error(`no control ${id}`);
  return control;
}

function isAsked({ retired }: Control): boolean {
  return retired === undefined;
}

function sortedIds(found: readonly Control[]): string[] {
  return found.map(({ id }) => id).sort();
}

function without(ids: readonly string[], others: readonly string[]): string[] {
  return ids.filter((id) => !others.includes(id));
}
