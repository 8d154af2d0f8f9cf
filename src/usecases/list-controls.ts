import type { Catalogue, Control } from '../domain/catalogue.ts';
import { controlsOfItem, coversWholly } from '../domain/framework-item.ts';
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

/** Live controls that pass every filter. @throws NotFoundError when a filter names something that does not exist */
export function filterControls(catalogue: Catalogue, filter: ControlFilter): Control[] {
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

/** The fields of a control every list shows. */
export function shortControl(control: Control): Short {
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
        .filter((item) => item.mapped === undefined && controlsOfItem(item).includes(control.id))
        .map((item) => ({ rahmenwerk: framework.id, id: item.id, ref: item.ref, art: item.kind, kurz: item.short })),
    ),
    zuordnungen: catalogue.frameworks.flatMap((framework) =>
      framework.items.flatMap(({ id, ref, short, level, mapped }) =>
        mapped?.controls.includes(control.id)
          ? [
              {
                rahmenwerk: framework.id,
                id,
                ref,
                kurz: short,
                stufe: level ?? null,
                beziehung: mapped.relation,
                deckung: coversWholly(mapped) ? ('ganz' as const) : ('teilweise' as const),
              },
            ]
          : [],
      ),
    ),
  };
}
