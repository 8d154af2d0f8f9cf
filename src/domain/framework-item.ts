/** What a framework item says about our controls, without weighing anything: cheap to import where only the catalogue is looked at. */
import type { AnswerRule, FrameworkItem, Mapping, MappingRelation } from './catalogue.ts';

/** Controls that answer an item or are mapped to it, in order, each once. */
export function controlsOfItem(item: FrameworkItem): readonly string[] {
  if (item.mapped !== undefined) return item.mapped.controls;
  return item.answeredBy === undefined ? [] : controlsOf(item.answeredBy);
}

function controlsOf(rule: AnswerRule): string[] {
  if ('control' in rule) return [rule.control];
  if ('fact' in rule) return [];
  return [...new Set(('all' in rule ? rule.all : rule.any).flatMap(controlsOf))];
}

/** Facts from roles and dates that answer an item, each once. */
export function factsOfItem({ answeredBy }: FrameworkItem): readonly string[] {
  return answeredBy === undefined ? [] : factsOf(answeredBy);
}

function factsOf(rule: AnswerRule): string[] {
  if ('fact' in rule) return [rule.fact];
  if ('control' in rule) return [];
  return [...new Set(('all' in rule ? rule.all : rule.any).flatMap(factsOf))];
}

const wholeRelations: ReadonlySet<MappingRelation> = new Set(['equal-to', 'equivalent-to', 'superset-of']);

/** Whether our controls cover the requirement wholly; otherwise a part of it lies outside them. */
export function coversWholly({ relation }: Mapping): boolean {
  return wholeRelations.has(relation);
}
