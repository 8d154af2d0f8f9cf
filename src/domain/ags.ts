/** Official municipality keys (AGS): eight digits for a Gemeinde, five for a Landkreis; the first five name the district. */

import { InvalidDataError } from '../errors.ts';
import type { Vocabulary } from './catalogue.ts';

/** Kinds of Kommune that have no official key. */
export const withoutAgs: ReadonlySet<string> = new Set(['verwaltungsverband', 'verwaltungsgemeinschaft', 'zweckverband']);

/**
 * @throws InvalidDataError when the key does not fit the kind of Kommune or names no Saxon district
 */
export function checkAgs(ags: string, art: string, districts: Vocabulary['districts']): void {
  const refuse = (what: string, hint: string) => {
    throw new InvalidDataError(`AGS „${ags}“: ${what}`, hint);
  };
  if (withoutAgs.has(art)) refuse('Verbände haben keinen Gemeindeschlüssel.', '--ags weglassen.');
  if (!/^\d+$/.test(ags)) refuse('Der Schlüssel besteht nur aus Ziffern.', 'Zum Beispiel 14522999.');
  if (!ags.startsWith('14')) refuse('Sächsische Schlüssel beginnen mit 14.', 'Den Schlüssel im Gemeindeverzeichnis nachsehen.');
  const length = art === 'landkreis' ? 5 : 8;
  if (ags.length !== length) {
    const who = art === 'landkreis' ? 'Landkreise haben 5' : 'Gemeinden und Städte haben 8';
    refuse(`${who} Stellen, angegeben sind ${ags.length}.`, 'Den Schlüssel im Gemeindeverzeichnis nachsehen.');
  }
  if (!districts.some((district) => ags.startsWith(district.key))) {
    refuse(
      `Einen Landkreis oder eine kreisfreie Stadt ${ags.slice(0, 5)} gibt es in Sachsen nicht.`,
      `Bekannt sind ${districts.map((d) => d.key).join(', ')}.`,
    );
  }
}
