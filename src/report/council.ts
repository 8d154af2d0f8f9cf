/** Words for the body that decides beside the head. */

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
