import type { CommandJson } from '../usecases/json-schemas.ts';
import { formatDayOrDash } from './format.ts';
import { keyValues, styled } from './output.ts';

type Details = CommandJson['kommune zeigen'];

/** A Kommune as people read it. */
export function kommuneText(kommune: Details): string {
  const facts = keyValues([
    ['Kurzname', kommune.slug],
    ['Art', kommune.art],
    ['AGS', kommune.ags],
    ['Einwohner', kommune.einwohner === null ? null : kommune.einwohner.toLocaleString('de-DE')],
    ['Landkreis', kommune.landkreis],
    ...kommune.merkmale.map(({ titel, wert }) => [titel, wert] as const),
    ...kommune.rollen
      .filter((rolle) => rolle.bis === null)
      .map((rolle) => [rolle.bezeichnung, `${rolle.person} seit ${formatDayOrDash(rolle.ab)}`] as const),
    ...(kommune.verwaltetDurch === null ? [] : [['Verwaltung durch', kommune.verwaltetDurch] as const]),
    ...(kommune.gruppen.length === 0 ? [] : [['Gruppen', kommune.gruppen.join(', ')] as const]),
    ['Zielobjekte', kommune.zielobjekte.map((z) => `${z.kuerzel} (${z.name})`).join(', ')],
    ['Erhebungen', kommune.erhebungen.map((e) => `${e.id} ${e.name}`).join(', ') || 'keine'],
  ]);
  return `${styled('bold', kommune.name)}\n${facts}`;
}
