/** A letterhead as lines on the screen. */
import { formatDay } from '../domain/calendar.ts';
import type { CommandJson } from '../usecases/json-schemas.ts';

export function letterheadText(letterhead: CommandJson['bericht briefkopf zeigen']): string {
  const { name, absender, ruecksendezeile, fuss, farbe, kontrast, wappen, vorlagen, sha256, gueltigAb } = letterhead;
  const lines: [string, string][] = [
    ['Name', name],
    ['Absender', absender.join(', ')],
    ['Rücksendezeile', ruecksendezeile],
    ['Fuß', fuss.join(' · ') || 'keiner'],
    ['Farbe', farbe === null ? 'die übliche' : `${farbe}, auf Weiß ${String(kontrast).replace('.', ',')} : 1`],
    ['Wappen', wappen === null ? 'keines' : `${wappen.art.toUpperCase()}, ${Math.ceil(wappen.bytes / 1024)} KB`],
    ['Eigene Vorlagen', vorlagen.join(', ') || 'keine'],
    ['Gilt seit', formatDay(gueltigAb)],
    ['Prüfsumme', sha256],
  ];
  return lines.map(([label, value]) => `${label.padEnd(16)} ${value}`).join('\n');
}
