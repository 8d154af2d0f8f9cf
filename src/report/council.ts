/** Words for the body that decides beside the head, and for the measures it is told about. */
import { type RegisterEntry, textIn } from '../domain/register.ts';
import { massnahme } from '../domain/registers/massnahme.ts';
import { quoted, shortened } from './german.ts';

export interface CouncilWords {
  /** „Der Gemeinderat“ */
  wer: string;
  /** „den Gemeinderat“ */
  wen: string;
}

const councils: Readonly<Record<string, CouncilWords>> = {
  gemeinde: { wer: 'Der Gemeinderat', wen: 'den Gemeinderat' },
  stadt: { wer: 'Der Stadtrat', wen: 'den Stadtrat' },
  landkreis: { wer: 'Der Kreistag', wen: 'den Kreistag' },
};

const assembly: CouncilWords = { wer: 'Die Verbandsversammlung', wen: 'die Verbandsversammlung' };

/** @param art kind of the body, from the vocabulary */
export function councilOf({ art }: { art: string }): CouncilWords {
  return councils[art] ?? assembly;
}

/** Whether the SächsGemO speaks about its council; what holds for Landkreise and associations was not read. */
export function isUnderGemeindeordnung({ art }: { art: string }): boolean {
  return art === 'gemeinde' || art === 'stadt';
}

/**
 * What a measure is called: by the wording written for outside, else by its title. A full stop of its own goes, the wording stands inside
 * sentences.
 * @returns null where an edition has nothing but its number
 */
export function measureWording({ id, values }: RegisterEntry): string | null {
  const wording = textIn(values, 'ratstext') ?? textIn(values, 'titel');
  return wording === null || wording === `${massnahme.one} ${id}` ? null : wording.replace(/(?<!\.)\.$/, '');
}

/** Characters of a wording in a sentence; tables have all. */
const wordingLength = 120;

/** The wording in quotation marks, for a sentence; null where there is none. */
export function measureName(entry: RegisterEntry): string | null {
  const wording = measureWording(entry);
  return wording === null ? null : quoted(shortened(wording, wordingLength));
}
