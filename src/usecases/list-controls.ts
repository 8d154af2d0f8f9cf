import type { Catalogue, Control, FrameworkItem } from '../domain/catalogue.ts';
import { controlsOf } from '../domain/duties.ts';
import { findById, findControl, findFramework, findProfile } from './catalogue-lookup.ts';
import type { CommandJson } from './json-schemas.ts';

export interface ControlFilter {
  profil?: string | undefined;
  baustein?: string | undefined;
  thema?: string | undefined;
  rolle?: string | undefined;
  rahmenwerk?: string | undefined;
}

type Short = CommandJson['katalog liste'][number];

/** Controls that pass every filter, in the order of the profile if one is given, else of the catalogue. */
export function listControls(catalogue: Catalogue, filter: ControlFilter): CommandJson['katalog liste'] {
  return filterControls(catalogue, filter).map(shortControl);
}

function filterControls(catalogue: Catalogue, filter: ControlFilter): Control[] {
  const live = catalogue.controls.filter((control) => control.retired === undefined);
  if (filter.baustein !== undefined) findById(catalogue.bausteine, filter.baustein, 'Einen Baustein', 'Vorhanden sind');
  if (filter.thema !== undefined) findById(catalogue.vocabulary.topics, filter.thema, 'Ein Thema', 'Vorhanden sind');
  if (filter.rolle !== undefined) findById(catalogue.vocabulary.roles, filter.rolle, 'Eine Rolle', 'Vorhanden sind');
  const order = filter.profil === undefined ? null : findProfile(catalogue, filter.profil).controls;
  const answering =
    filter.rahmenwerk === undefined ? null : new Set(findFramework(catalogue, filter.rahmenwerk).items.flatMap(controlsOfItem));
  return live
    .filter((c) => filter.baustein === undefined || c.baustein === filter.baustein)
    .filter((c) => filter.thema === undefined || c.topic === filter.thema)
    .filter((c) => filter.rolle === undefined || c.role === filter.rolle)
    .filter((c) => order === null || order.includes(c.id))
    .filter((c) => answering === null || answering.has(c.id))
    .sort((a, b) => (order === null ? 0 : order.indexOf(a.id) - order.indexOf(b.id)));
}

function shortControl(control: Control): Short {
  const { id, title, baustein, topic, obligation, level, effort, effect, role } = control;
  return {
    id,
    titel: title,
    baustein,
    thema: topic,
    pflicht: obligation,
    stufe: level,
    aufwand: effort,
    wirkung: effect,
    rolle: role,
  };
}

/** @throws NotFoundError */
export function showControl(catalogue: Catalogue, id: string): CommandJson['katalog zeigen'] {
  const control = findControl(catalogue, id);
  return {
    ...shortControl(control),
    anforderung: control.requirement,
    frage: control.question,
    warum: control.rationale.trim(),
    folge: control.consequence,
    hilfe: control.help.trim(),
    nachweise: [...control.evidence],
    schutzziele: [...control.schutzziele],
    gefaehrdungen: [...control.threats],
    pruefungsabstand: control.reviewAfter,
    seit: control.since,
    checks: catalogue.checks
      .filter((c) => control.checks.includes(c.id))
      .map((c) => ({ id: c.id, titel: c.title, frage: c.question })),
    pflichten: catalogue.frameworks.flatMap((framework) =>
      framework.items
        .filter((item) => controlsOfItem(item).includes(control.id))
        .map((item) => ({ rahmenwerk: framework.id, id: item.id, ref: item.ref, art: item.kind, kurz: item.short })),
    ),
  };
}

function controlsOfItem(item: FrameworkItem): string[] {
  return item.answeredBy === undefined ? [] : controlsOf(item.answeredBy);
}

/** Controls in which every word of the text occurs, titles and questions first. Umlauts and case do not matter. */
export function searchControls(catalogue: Catalogue, text: string): CommandJson['katalog suchen'] {
  const words = fold(text).split(/\s+/).filter(Boolean);
  return catalogue.controls
    .filter((control) => control.retired === undefined)
    .map((control) => ({ control, score: scoreOf(control, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.control.id < b.control.id ? -1 : 1))
    .map(({ control }) => ({ ...shortControl(control), frage: control.question }));
}

function scoreOf(control: Control, words: readonly string[]): number {
  const fields: [string, number][] = [
    [`${control.id} ${control.title}`, 5],
    [control.question, 3],
    [control.requirement, 3],
    [`${control.rationale} ${control.help} ${control.consequence}`, 1],
  ];
  const folded = fields.map(([field, weight]) => [fold(field), weight] as const);
  const scores = words.map((word) => Math.max(0, ...folded.map(([field, weight]) => (field.includes(word) ? weight : 0))));
  return scores.every((score) => score > 0) ? scores.reduce((sum, score) => sum + score, 0) : 0;
}

/** Lower case, umlauts as two letters, so that „Übertragung“ and „uebertragung“ are the same. */
export function fold(text: string): string {
  const spelled: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
  return text.toLowerCase().replace(/[äöüß]/g, (letter) => spelled[letter] ?? letter);
}
