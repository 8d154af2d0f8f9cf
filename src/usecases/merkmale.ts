import type { Catalogue } from '../domain/catalogue.ts';
import type { Merkmale, ThreeValued } from '../domain/kommune.ts';
import { InvalidDataError } from '../errors.ts';
import { findById } from './catalogue-lookup.ts';

/**
 * Reads `name=ja|nein|unbekannt`.
 * @throws InvalidDataError for another form or value, and for a Merkmal with two values
 */
export function parseMerkmale(texts: readonly string[]): Merkmale {
  const merkmale = new Map<string, ThreeValued>();
  for (const [name, value] of texts.map(parseMerkmal)) {
    const other = merkmale.get(name);
    if (other !== undefined && other !== value) {
      throw new InvalidDataError(
        `Das Merkmal ${name} ist zweimal angegeben: „${other}“ und „${value}“.`,
        'Nur eine der beiden Angaben machen; wenn es niemand weiß, „unbekannt“.',
      );
    }
    merkmale.set(name, value);
  }
  return Object.fromEntries(merkmale);
}

function parseMerkmal(text: string): [name: string, value: ThreeValued] {
  const match = /^([a-z_]+)=(ja|nein|unbekannt)$/.exec(text);
  if (match?.[1] === undefined) {
    throw new InvalidDataError(
      `Merkmal „${text}“: erwartet wird NAME=ja, NAME=nein oder NAME=unbekannt.`,
      'Zum Beispiel --merkmal kdn_angeschlossen=ja.',
    );
  }
  return [match[1], match[2] as ThreeValued];
}

/** @throws NotFoundError for a Merkmal the vocabulary does not know */
export function checkMerkmale(catalogue: Catalogue, merkmale: Merkmale): void {
  for (const name of Object.keys(merkmale)) findById(catalogue.vocabulary.merkmale, name, 'Ein Merkmal', 'Bekannt sind');
}
