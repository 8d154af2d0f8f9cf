import type { Catalogue, Control } from '../domain/catalogue.ts';
import { controlsOfItem, coversWholly } from '../domain/framework-item.ts';
import { NotFoundError } from '../errors.ts';
import { findById, findControl, findFramework, findProfile } from './catalogue-lookup.ts';
import type { CommandJson } from './json-schemas.ts';

export interface ControlFilter {
  profil?: string | undefined;
  baustein?: string | undefined;
  thema?: string | undefined;
  rolle?: string | undefined;
  rahmenwerk?: string | undefined;
}

type Short = Omit<CommandJson['katalog liste'][number], 'grund'>;

/** Controls that pass every filter, in the order of the profile if one is given, else of the catalogue. */
export function listControls(catalogue: Catalogue, filter: ControlFilter): CommandJson['katalog liste'] {
  const reasons = filter.profil === undefined ? undefined : findProfile(catalogue, filter.profil).reasons;
  return filterControls(catalogue, filter).map((control) => ({ ...shortControl(control), grund: reasons?.[control.id] ?? null }));
}

/** What a profile asks beside its controls. */
export interface ListedFact {
  id: string;
  titel: string;
  grund: string;
}

/** The facts of a profile in its order, with their titles. @throws NotFoundError */
export function listFacts(catalogue: Catalogue, profil: string): ListedFact[] {
  const { vocabulary } = catalogue;
  const titles = new Map([...vocabulary.facts, ...vocabulary.merkmale].map(({ id, title }) => [id, title]));
  return (findProfile(catalogue, profil).facts ?? []).map((entry) => {
    const id = 'fact' in entry ? entry.fact : entry.merkmal;
    return { id, titel: titles.get(id) ?? id, grund: entry.reason };
  });
}

/** Live controls that pass every filter; ids in any case. @throws NotFoundError when a filter names something that does not exist */
export function filterControls(catalogue: Catalogue, wanted: ControlFilter): Control[] {
  const filter = { ...wanted, baustein: wanted.baustein?.toUpperCase(), thema: wanted.thema?.toLowerCase() };
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

/** @throws NotFoundError, which tells how to list a Baustein if its id was given */
export function showControl(catalogue: Catalogue, id: string): CommandJson['katalog zeigen'] {
  const baustein = catalogue.bausteine.find((each) => each.id === id.toUpperCase());
  if (baustein !== undefined) {
    throw new NotFoundError(
      `${baustein.id} ist ein Baustein („${baustein.title}“), keine einzelne Anforderung.`,
      `Seine Anforderungen zeigt: burgward katalog liste --baustein ${baustein.id}`,
    );
  }
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
    zurueckgezogen:
      control.retired === undefined
        ? null
        : { in: control.retired.in, grund: control.retired.reason, ersetztDurch: control.retired.replacedBy ?? null },
    profile: catalogue.profiles
      .filter(({ controls }) => controls.includes(control.id))
      .map(({ id, controls, reasons }) => ({
        id,
        platz: controls.indexOf(control.id) + 1,
        grund: reasons?.[control.id] ?? null,
      })),
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
