/** What a framework item says about our controls, without weighing anything: cheap to import where only the catalogue is looked at. */
import type { AnswerRule, FrameworkItem, Mapping, MappingRelation } from './catalogue.ts';

/** Controls that answer an item or are mapped to it, in order, each once. */
export function controlsOfItem(item: FrameworkItem): readonly string[] {
  if (item.mapped !== undefined) return item.mapped.controls;
  return [...new Set(rulesOf(item).flatMap((rule) => ('control' in rule ? [rule.control] : [])))];
}

/** Facts from roles and dates that answer an item, each once. */
export function factsOfItem(item: FrameworkItem): readonly string[] {
  return [...new Set(rulesOf(item).flatMap((rule) => ('fact' in rule ? [rule.fact] : [])))];
}

/** Period within which a fact that answers an item is due, as ISO 8601 duration; the first where there are several. */
export function periodOfItem(item: FrameworkItem): string | undefined {
  return rulesOf(item).flatMap((rule) => ('fact' in rule ? (rule.within?.duration ?? []) : []))[0];
}

function rulesOf({ answeredBy }: FrameworkItem): SingleRule[] {
  return answeredBy === undefined ? [] : singleRules(answeredBy);
}

type SingleRule = Extract<AnswerRule, { control: string } | { fact: string }>;

function singleRules(rule: AnswerRule): SingleRule[] {
  if ('control' in rule || 'fact' in rule) return [rule];
  return ('all' in rule ? rule.all : rule.any).flatMap(singleRules);
}

const wholeRelations: ReadonlySet<MappingRelation> = new Set(['equal-to', 'equivalent-to', 'superset-of']);

/** Whether our controls cover the requirement wholly; otherwise a part of it lies outside them. */
export function coversWholly({ relation }: Mapping): boolean {
  return wholeRelations.has(relation);
}
