import { permittedPerSecond } from '../domain/freigabe.ts';
import type { CommandJson } from '../usecases/json-schemas.ts';
import { formatDayOrDash } from './format.ts';
import { table } from './output.ts';

/** Freigaben as people read them. */
export function freigabenTable(freigaben: CommandJson['freigabe liste']): string {
  return table(freigaben, [
    { header: 'Nr.', value: (f) => f.id },
    ...(freigaben.some((f) => f.ausGruppe !== null) ? [{ header: 'Aus Gruppe', value: fromGroup }] : []),
    { header: 'Ziele', value: (f) => f.ziele.map(zielText).join('; ') },
    { header: 'Ports', value: (f) => f.ports },
    { header: 'Von', value: (f) => formatDayOrDash(f.von) },
    { header: 'Bis', value: (f) => formatDayOrDash(f.bis) },
    { header: 'Durch', value: (f) => f.durch },
    { header: 'Blickwinkel', value: (f) => f.blickwinkel },
    ...(freigaben.some((f) => conditions(f) !== null) ? [{ header: 'Bedingungen', value: conditions }] : []),
    {
      header: 'Gilt',
      value: (f) => (f.widerrufenAm === null ? (f.gueltig ? 'ja' : 'nein') : `widerrufen am ${formatDayOrDash(f.widerrufenAm)}`),
    },
  ]);
}

function fromGroup({ ausGruppe }: CommandJson['freigabe erteilen']): string | null {
  return ausGruppe;
}

function conditions(freigabe: CommandJson['freigabe erteilen']): string | null {
  const { zeitfenster, proSekunde, zugriffstests } = freigabe;
  const parts = [
    ...zeitfenster,
    ...(proSekunde === null ? [] : [`höchstens ${permittedPerSecond(freigabe)}/s`]),
    ...(zugriffstests ? ['mit Zugriffstests'] : []),
  ];
  return parts.length === 0 ? null : parts.join('; ');
}

function zielText({ angabe, adressen }: CommandJson['freigabe erteilen']['ziele'][number]): string {
  const isSame = adressen.length === 0 || (adressen.length === 1 && adressen[0] === angabe);
  return isSame ? angabe : `${angabe} (${adressen.join(', ')})`;
}
